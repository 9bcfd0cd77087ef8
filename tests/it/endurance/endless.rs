//! Streams without end, devices, pipes: each is read to its limit and told, in little memory.

use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{ends, refused};
use crate::support::{Folder, PROGRAM, SITE};

/// The program in little memory: what fills more is told by an abort. Debug builds map more than they use.
fn small(folder: &Folder, args: &[&str]) -> Command {
    let script = format!("ulimit -v 3000000; exec {PROGRAM} \"$@\"");
    let mut command = folder.bash(&script);
    command.arg("bash").args(args);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn yard() -> Folder {
    Folder::with(&[
        ("ok.yaml", SITE),
        ("version.yaml", "version: 1\nbaseline: base.json\n"),
    ])
}

#[test]
fn an_endless_stream_of_nothing_is_read_to_its_limit() {
    let folder = yard();
    for (args, says) in [
        (
            &["score", "-", "--stdin-filename", "x.csv"][..],
            "does not end within",
        ),
        (
            &["score", "-", "--stdin-filename", "x.tsv"],
            "does not end within",
        ),
        (
            &["score", "-", "--stdin-filename", "x.ndjson"],
            "no site ends within",
        ),
        (
            &["score", "-", "--stdin-filename", "x.yaml"],
            "no site ends within",
        ),
        (
            &["score", "-", "--stdin-filename", "x.json"],
            "more than 1048576 bytes",
        ),
        (&["score", "--files-from", "-"], "at most 33554432 bytes"),
        (&["render", "-"], "it holds a NUL byte"),
        (&["diff", "-", "ok.yaml"], "no site ends within"),
    ] {
        let mut command = small(&folder, args);
        command.stdin(File::open("/dev/zero").unwrap());
        refused(&ends(command), says);
    }
}

#[test]
fn a_device_in_place_of_a_file_is_read_to_its_limit() {
    let folder = yard();
    for (args, says) in [
        (&["score", "/dev/zero"][..], "no site ends within"),
        (
            &["score", "--files-from", "/dev/zero"],
            "at most 33554432 bytes",
        ),
        (
            &["check", "ok.yaml", "--isolated", "--baseline", "/dev/zero"],
            "at most 268435456 bytes",
        ),
        (
            &["check", "ok.yaml", "--policy", "/dev/zero"],
            "at most 1048576 bytes",
        ),
        (
            &["score", "ok.yaml", "--checklist", "/dev/zero"],
            "at most 1048576 bytes",
        ),
        (
            &["score", "ok.yaml", "--prices", "/dev/zero"],
            "at most 1048576 bytes",
        ),
        (
            &["score", "ok.yaml", "--typical", "/dev/zero"],
            "at most 1048576 bytes",
        ),
        (
            &["score", "ok.yaml", "--market", "/dev/zero"],
            "at most 1048576 bytes",
        ),
        (
            &["score", "ok.yaml", "--scenarios", "/dev/zero"],
            "at most 1048576 bytes",
        ),
        (
            &["score", "ok.yaml", "--columns", "/dev/zero"],
            "at most 1048576 bytes",
        ),
        (&["render", "/dev/zero"], "it holds a NUL byte"),
        (&["diff", "/dev/zero", "ok.yaml"], "no site ends within"),
    ] {
        refused(&ends(small(&folder, args)), says);
    }
}

#[test]
fn lines_that_say_nothing_come_to_an_end() {
    let folder = yard();
    for (line, name, says) in [
        ("", "x.csv", "does not end within"),
        (",,,", "x.csv", "does not end within"),
        ("", "x.ndjson", "no site ends within"),
        ("---", "x.yaml", "no site ends within"),
        ("# a", "x.yaml", "no site ends within"),
        ("a: 1", "x.yaml", "no site ends within"),
    ] {
        let script = format!(
            "ulimit -v 3000000; yes -- '{line}' | {PROGRAM} score - --stdin-filename {name}"
        );
        let mut command = folder.bash(&script);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        refused(&ends(command), says);
    }
}

#[test]
fn a_pipe_that_nobody_writes_into_is_told() {
    let folder = yard();
    let made = Command::new("mkfifo").arg(folder.path("p.json")).status();
    assert!(made.unwrap().success());
    let runs: Vec<_> = [
        &["score", "p.json"][..],
        &["render", "p.json"],
        &["check", "ok.yaml", "--isolated", "--baseline", "p.json"],
        &["score", "ok.yaml", "--checklist", "p.json"],
        &["score", "--files-from", "p.json"],
    ]
    .into_iter()
    .map(|args| small(&folder, args))
    .collect();
    for run in runs {
        refused(&ends(run), "nobody writes into it");
    }
}

#[test]
fn a_pipe_with_a_writer_is_read_to_its_end() {
    let folder = yard();
    // One that writes at once, one that takes its time, and one that has written and is gone.
    for writer in [
        "cat ok.yaml",
        "sleep 0.3; cat ok.yaml; sleep 0.3",
        "cat ok.yaml &",
    ] {
        let script = format!(
            "{PROGRAM} score <({writer}) --draws 2 --output-format csv --without-economics | grep -c Mill"
        );
        let done = ends({
            let mut command = folder.bash(&script);
            command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            command
        });
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (0, "1\n"),
            "{writer}: {}",
            done.stderr
        );
    }
    let made = Command::new("mkfifo")
        .arg(folder.path("late.yaml"))
        .status();
    assert!(made.unwrap().success());
    let run = small(
        &folder,
        &[
            "score",
            "late.yaml",
            "--draws",
            "2",
            "--without-economics",
            "--output-format",
            "csv",
        ],
    );
    let pipe = folder.path("late.yaml");
    let writer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        File::create(pipe)
            .unwrap()
            .write_all(SITE.as_bytes())
            .unwrap();
    });
    let done = ends(run);
    writer.join().unwrap();
    assert!(
        done.code == 0 && done.stdout.contains("Mill Creek"),
        "{done:?}"
    );
}
