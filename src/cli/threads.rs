//! The threads that sites are worked on by.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use rackready::units::counted;
use rayon::{ThreadBuilder, ThreadPoolBuilder};

use super::console::Console;

/// The variable that sets their number where nobody asks for one, as everywhere where this kind of threads is used.
const NUMBER: &str = "RAYON_NUM_THREADS";

/// Starts so many threads, all cores without a number. Where one is enough, or the system allows none, the thread of
/// the program does the work.
pub(crate) fn start(jobs: Option<u16>, console: &mut Console) {
    let wanted = jobs.map_or_else(usual, usize::from);
    let mut workers = Vec::new();
    if wanted > 1 {
        // Started before they are given work: a pool that cannot start all of its threads starts none, and never will.
        workers.extend((0..wanted).map_while(|_| worker().ok()));
        if workers.len() < wanted {
            console.warning(&format!(
                "the system allows {} of {wanted}: the run takes longer, and its result is the same",
                counted(workers.len(), "thread", "threads")
            ));
        }
    }
    let pool = ThreadPoolBuilder::new();
    // Fails only where a pool exists already, and then that one serves.
    let _ = if workers.is_empty() {
        pool.num_threads(1).use_current_thread().build_global()
    } else {
        let given = |thread: ThreadBuilder| {
            let worker = workers.get(thread.index());
            let sent = worker.and_then(|worker| worker.send(thread).ok());
            sent.ok_or_else(|| io::ErrorKind::NotConnected.into())
        };
        pool.num_threads(workers.len())
            .spawn_handler(given)
            .build_global()
    };
}

/// As many as there are cores, or as the variable says.
fn usual() -> usize {
    let asked = std::env::var(NUMBER).ok();
    let asked = asked
        .and_then(|number| number.parse().ok())
        .filter(|n| *n > 0);
    asked.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}

/// A thread that waits for what it is to do.
fn worker() -> io::Result<Sender<ThreadBuilder>> {
    let (give, given) = channel::<ThreadBuilder>();
    thread::Builder::new().spawn(move || {
        if let Ok(work) = given.recv() {
            work.run();
        }
    })?;
    Ok(give)
}
