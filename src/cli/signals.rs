//! What the process does when it is told to end.

/// Ends the process after what has to be done before.
pub(super) type GiveUp = fn(&dyn Fn());

/// From the first call on, gives up before an interrupt, a hangup or a wish to end does what it always does. What whoever
/// started the process lets pass is let pass.
#[cfg(unix)]
pub(super) fn watch(give_up: GiveUp) {
    static WATCHED: std::sync::Once = std::sync::Once::new();
    // Where nobody can watch, the next run clears what an interrupt leaves.
    WATCHED.call_once(|| drop(begin(give_up)));
}

#[cfg(unix)]
fn begin(give_up: GiveUp) -> std::io::Result<std::thread::JoinHandle<()>> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let heard: Vec<i32> = match ignored() {
        Some(ignored) => [SIGHUP, SIGINT, SIGTERM]
            .into_iter()
            .filter(|signal| ignored & (1 << (signal - 1)) == 0)
            .collect(),
        // Nobody can tell whether `nohup` or `&` is to let the others pass.
        None => vec![SIGTERM],
    };
    // Taken over by the thread that answers them: where none can be started they do what they always do.
    let (ready, wait) = std::sync::mpsc::channel::<()>();
    let answering = std::thread::Builder::new().spawn(move || {
        let mut signals = signal_hook::iterator::Signals::new(heard);
        drop(ready);
        for signal in signals.iter_mut().flat_map(|signals| signals.forever()) {
            give_up(&|| {
                // Where even that fails there is nothing to go on with.
                if signal_hook::low_level::emulate_default_handler(signal).is_err() {
                    std::process::exit(128 + signal);
                }
            });
        }
    })?;
    // Ends when the other side is gone.
    let _ = wait.recv();
    Ok(answering)
}

/// Lets what is written to a file that may grow no further fail, as on a full disk; else the system ends the process there.
#[cfg(unix)]
pub(super) fn outlive_full_files() {
    let answered = std::sync::Arc::default();
    // Where that is refused, the process ends as ever.
    drop(signal_hook::flag::register(
        signal_hook::consts::SIGXFSZ,
        answered,
    ));
}

/// No system but those tells a process so.
#[cfg(not(unix))]
pub(super) fn outlive_full_files() {}

/// The signals that were set to be ignored when the process began, one bit for each, where the system tells them.
#[cfg(unix)]
fn ignored() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}

/// Nothing tells a process so in a way that it could answer; what it leaves is cleared by the next run.
#[cfg(not(unix))]
pub(super) fn watch(_: GiveUp) {}
