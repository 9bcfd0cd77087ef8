//! The sites of this repository, held to its own policy, as `.ci/run` holds them.

use std::fs;

use crate::support::{Done, Folder, entries, root, sites};

const SITE: &str = "sites/terawulf-lake-mariner-ny.yaml";

/// A copy of the sites and the policy.
fn copy() -> Folder {
    let folder = Folder::with(&[("sites/.keep", "")]);
    let policy = ".rackready.yaml";
    fs::copy(root().join(policy), folder.path(policy)).unwrap();
    for from in entries(&sites()) {
        let to = folder.path("sites").join(from.file_name().unwrap());
        fs::copy(from, to).unwrap();
    }
    folder
}

/// The command of `.ci/run`.
fn check(folder: &Folder) -> Done {
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    let command = script
        .lines()
        .find_map(|line| line.strip_prefix("cargo run --locked --quiet -- check "))
        .unwrap();
    let args: Vec<&str> = command.split_whitespace().collect();
    folder.run(&[&["check"], &args[..]].concat())
}

/// Checks with one line of one site replaced, and says where that line is.
fn check_with(from: &str, to: &str) -> (Done, String) {
    let folder = copy();
    let text = folder.text(SITE);
    let line = 1 + text.lines().position(|line| line == from).unwrap();
    fs::write(folder.path(SITE), text.replacen(from, to, 1)).unwrap();
    (check(&folder), format!("{SITE}:{line}:"))
}

#[test]
fn they_pass() {
    let done = check(&copy());
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
}

#[test]
fn without_leave_for_open_gates_they_do_not() {
    let folder = copy();
    let policy = folder.text(".rackready.yaml");
    let strict = policy.replace("allow_open: true", "allow_open: false");
    assert_ne!(strict, policy);
    fs::write(folder.path(".rackready.yaml"), strict).unwrap();
    assert_eq!(check(&folder).code, 1);
}

#[test]
fn a_site_that_cannot_be_read_is_told_with_its_line_and_ends_with_2() {
    let (done, place) = check_with("  energized_mw: 195", "  energized_mw: 195 MW");
    assert_eq!(done.code, 2, "{}", done.stdout);
    assert!(done.stderr.contains(&place), "{place} {}", done.stderr);
}

#[test]
fn a_failed_gate_or_a_contradiction_is_told_with_its_line_and_ends_with_1() {
    for (from, to) in [
        (
            "  - kind: zoning",
            "  - {kind: building, status: denied}\n  - kind: zoning",
        ),
        ("  energized_mw: 195", "  energized_mw: 1950"),
    ] {
        let (done, place) = check_with(from, to);
        assert_eq!(done.code, 1, "{to}: {}", done.stdout);
        let shown = done.stdout.contains(&format!("✗ {place}"));
        assert!(shown, "{to}: {}", done.stdout);
    }
}
