//! What strangers may feed in: it ends, it stays small, it is told with its place, and it is data wherever it is shown.

#[cfg(unix)]
mod endless;
mod growth;
mod injection;
mod leaves;
mod limits;
#[cfg(target_os = "linux")]
mod memory;
mod reports;
mod slips;
mod strangers;
mod unseen;

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::Done;

/// A file of the cases.
fn case(name: &str) -> String {
    let file = crate::support::root().join("tests/endurance").join(name);
    std::fs::read_to_string(file).unwrap()
}

/// A run that has to end by itself, on a machine that is busy too. It may write no more than a pipe holds.
#[track_caller]
fn ends(mut command: Command) -> Done {
    let mut child = command.spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            panic!("it goes on and on: {command:?}");
        }
        sleep(Duration::from_millis(20));
    }
    child.wait_with_output().unwrap().into()
}

/// A run that fails with an error, and what it says.
#[track_caller]
fn refused(done: &Done, says: &str) {
    assert_eq!(done.code, 2, "{done:?}");
    // Lines break where they are full.
    let told: Vec<&str> = done.stderr.split_whitespace().collect();
    assert!(told.join(" ").contains(says), "{says}: {}", done.stderr);
    for raw in ["panicked", "RUST_BACKTRACE", "unwrap", "serde"] {
        assert!(!done.stderr.contains(raw), "{}", done.stderr);
    }
}
