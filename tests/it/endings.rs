//! How runs end that are told to, that nobody reads, or that have nowhere to write.
#![cfg(unix)]

mod apart;
mod disk;
mod threads;

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Folder, SITE};

const LINES: &str = r#"{"name": "Mill Creek", "power": {"energized_mw": 60, "approved_mw": 100}}"#;

/// Long enough for any run of these tests; none is about time.
const PATIENCE: Duration = Duration::from_secs(60);

/// Every name in a folder.
fn names(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path(".")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn is_on_its_way(name: &str) -> bool {
    name.ends_with(".rackready-tmp")
}

/// A run that reads sites from standard input.
fn reading(folder: &Folder, output: &str) -> Child {
    let args = ["score", "-", "--stdin-filename", "s.ndjson", "--draws", "1"];
    folder
        .command(&[&args[..], &["--output-format", output]].concat())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Gives a run sites that never end, each of a name of its own, until nobody takes them.
fn feed(child: &mut Child) -> std::thread::JoinHandle<()> {
    let mut stdin = child.stdin.take().unwrap();
    std::thread::spawn(move || {
        let mut at = 0_u64;
        while writeln!(stdin, "{}", LINES.replace("Creek", &at.to_string())).is_ok() {
            at += 1;
        }
    })
}

/// A run that reads sites that never end and writes a file.
fn endless(folder: &Folder) -> Child {
    let mut child = reading(folder, "ndjson=out");
    feed(&mut child);
    child
}

fn wait_for(what: impl Fn() -> bool) {
    let since = Instant::now();
    while !what() {
        assert!(since.elapsed() < PATIENCE, "it never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// How a run ended that was told to. A shell that ignores the signal, as `nohup` does, has it ignored here too.
fn ended(child: &mut Child, name: &str) -> ExitStatus {
    let since = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if since.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{name} did not end it: is it ignored where the tests run?");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn signal(child: &Child, name: &str) {
    let kill = std::process::Command::new("kill")
        .args(["-s", name, &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
}

#[test]
fn told_to_end_a_run_leaves_what_was_there_and_nothing_else() {
    // Where nothing tells what is to be let pass, only a wish to end is heard.
    let heard = [("TERM", 15), ("INT", 2), ("HUP", 1)];
    let heard = &heard[..if cfg!(target_os = "linux") { 3 } else { 1 }];
    for &(name, number) in heard {
        let folder = Folder::with(&[("out", "as it was")]);
        let mut child = endless(&folder);
        wait_for(|| names(&folder).iter().any(|name| is_on_its_way(name)));
        signal(&child, name);
        assert_eq!(ended(&mut child, name).signal(), Some(number), "{name}");
        assert_eq!(names(&folder), ["out"], "{name}");
        assert_eq!(folder.text("out"), "as it was", "{name}");
    }
}

#[test]
fn what_was_let_pass_before_is_let_pass() {
    let folder = Folder::with(&[]);
    let script = format!(
        "trap '' HUP; exec {} score - --stdin-filename s.ndjson --draws 1 --output-format ndjson=out",
        crate::support::PROGRAM
    );
    let mut child = folder.bash(&script).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{LINES}").unwrap();
    wait_for(|| names(&folder).iter().any(|name| is_on_its_way(name)));
    signal(&child, "HUP");
    writeln!(stdin, "{LINES}").unwrap();
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(2), "the same name twice");
    assert_eq!(names(&folder), ["out"]);
}

#[test]
fn killed_it_leaves_what_a_later_run_clears() {
    let folder = Folder::with(&[("site.yaml", SITE)]);
    let mut child = endless(&folder);
    wait_for(|| names(&folder).iter().any(|name| is_on_its_way(name)));
    signal(&child, "KILL");
    child.wait().unwrap();
    let left = names(&folder).into_iter().find(|name| is_on_its_way(name));
    let left = std::fs::File::open(folder.path(&left.unwrap())).unwrap();
    let write = || {
        folder
            .run(&["score", "site.yaml", "--output-format", "ndjson=out"])
            .data()
    };
    write();
    assert_eq!(
        names(&folder).len(),
        3,
        "too young to be anybody's leavings"
    );
    let day = Duration::from_secs(86_400);
    left.set_modified(std::time::SystemTime::now() - day)
        .unwrap();
    write();
    assert_eq!(names(&folder), ["out", "site.yaml"]);
}

#[test]
fn nobody_reads_and_the_run_ends_though_its_input_does_not() {
    let folder = Folder::with(&[]);
    for format in ["ndjson", "csv"] {
        let mut child = reading(&folder, format);
        let feeder = feed(&mut child);
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        assert!(!first.is_empty(), "{format}");
        // It ends by itself, or this test never does.
        feeder.join().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{format}");
    }
}

#[test]
fn a_full_disk_is_told_whatever_was_to_be_written() {
    let folder = Folder::with(&[("site.yaml", SITE)]);
    let full = || {
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for args in [
        &["--help"][..],
        &["--version"],
        &["score", "--help"],
        &["score", "site.yaml"],
        &["score", "site.yaml", "--output-format", "ndjson"],
        &["list", "targets"],
        &["completions", "bash"],
        &["score", "site.yaml", "--output-format", "json=/dev/full"],
    ] {
        let done = folder.command(args).stdout(full()).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn one_file_is_not_two_places_whatever_way_leads_to_it() {
    let folder = Folder::with(&[("site.yaml", SITE), ("z", "as it was"), ("sub/x", "")]);
    std::os::unix::fs::symlink("z", folder.path("link")).unwrap();
    for (one, other) in [
        ("z", "./z"),
        ("z", "sub/../z"),
        ("z", "link"),
        ("new", "./new"),
    ] {
        let outputs = [format!("json={one}"), format!("csv={other}")];
        let done = folder.run(&[
            "score",
            "site.yaml",
            "--output-format",
            &outputs[0],
            "--output-format",
            &outputs[1],
        ]);
        assert_eq!(done.code, 2, "{one} {other}");
        assert!(
            done.stderr.contains("two outputs cannot share"),
            "{}",
            done.stderr
        );
        assert_eq!(folder.text("z"), "as it was");
        assert!(!folder.path("new").exists());
    }
}

#[test]
fn of_many_at_once_the_last_whole_file_stands() {
    let folder = Folder::with(&[("a.yaml", SITE), ("b.yaml", &SITE.replace("Mill", "Hill"))]);
    let write = |site: &str| {
        let args = ["score", site, "--draws", "1", "--output-format", "json=out"];
        folder.command(&args).spawn().unwrap()
    };
    let alone = ["a.yaml", "b.yaml"].map(|site| {
        assert!(write(site).wait().unwrap().success());
        folder.text("out")
    });
    let runs: Vec<Child> = (0..8)
        .map(|at| write(["a.yaml", "b.yaml"][at % 2]))
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
        assert!(alone.contains(&folder.text("out")));
    }
    assert_eq!(names(&folder), ["a.yaml", "b.yaml", "out"]);
}
