//! What the process does when it is told to end.

/// Removes files on their way before an interrupt, a hangup or a wish to end does what it always does. What whoever
/// started the process lets pass is let pass.
#[cfg(unix)]
pub(super) fn watch() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let ignored = ignored();
    let heard = [SIGHUP, SIGINT, SIGTERM];
    let heard = heard
        .into_iter()
        .filter(|signal| ignored & (1 << (signal - 1)) == 0);
    let mut signals = signal_hook::iterator::Signals::new(heard)?;
    std::thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            super::replacement::give_up(|| {
                // Where even that fails there is nothing to go on with.
                if signal_hook::low_level::emulate_default_handler(signal).is_err() {
                    std::process::exit(128 + signal);
                }
            });
        }
    })?;
    Ok(())
}

/// The signals that were set to be ignored when the process began, one bit for each, where the system tells them.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or(0)
}

/// Nothing tells a process so in a way that it could answer; what it leaves is cleared by the next run.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub(super) fn watch() -> std::io::Result<()> {
    Ok(())
}
