//! Systems that allow no thread more: the work is done all the same, and an interrupt is heard.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use super::{LINES, is_on_its_way, names, signal, wait_for};
use crate::support::{Folder, SITE};

/// A stack that no machine has room for, so that no thread can be started.
const NO_THREAD: (&str, &str) = ("RUST_MIN_STACK", "140737488355328");

#[test]
fn where_no_thread_can_be_started_the_run_does_without() {
    let folder = Folder::with(&[("a.yaml", SITE), ("b.yaml", &SITE.replace("Mill", "Hill"))]);
    for command in [
        "score . --draws 2",
        "plan . --draws 2",
        "economics . --draws 2",
        "check . --draws 2 --isolated --as-of 2026-11-22 --exit-zero --allow-open",
        "diff a.yaml b.yaml --draws 2",
        "score a.yaml --draws 2 --sweep power.feeds=1..3:1",
    ] {
        let args: Vec<&str> = command.split(' ').collect();
        let threads = ("RAYON_NUM_THREADS", "3");
        let usual = folder.run_with(&args, "", &[threads]);
        let without = folder.run_with(&args, "", &[threads, NO_THREAD]);
        assert_eq!(
            (without.code, &without.stdout),
            (usual.code, &usual.stdout),
            "{command}"
        );
        let told = "the system allows 0 threads of 3";
        assert!(without.stderr.contains(told), "{command}: {without:?}");
        assert!(!without.stderr.contains("defect"), "{command}: {without:?}");
    }
    // One needs none, and nothing is to be said.
    let one = ["score", ".", "--draws", "2", "--jobs", "1"];
    let done = folder.run_with(&one, "", &[NO_THREAD]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
}

#[test]
fn where_nobody_can_listen_an_interrupt_ends_the_run() {
    let folder = Folder::with(&[]);
    let args = "score - --stdin-filename s.ndjson --draws 1 --jobs 1 --output-format ndjson=out";
    let args: Vec<&str> = args.split(' ').collect();
    let mut child = folder
        .command(&args)
        .env(NO_THREAD.0, NO_THREAD.1)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{LINES}").unwrap();
    wait_for(|| names(&folder).iter().any(|name| is_on_its_way(name)));
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().signal(), Some(15));
    drop(stdin);
}
