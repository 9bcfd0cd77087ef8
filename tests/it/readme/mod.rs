//! The README shows what the program prints, and names only commands that exist.
//!
//! A block behind `<!-- output of: ARGS | LINES -->` holds the first LINES lines of what the program
//! prints. `UPDATE_README=1 cargo test --test it blocks_show` writes them anew.

#[cfg(unix)]
mod ci;

use crate::support::{root, run_at_root};

fn output(args: &str, lines: usize) -> String {
    let args: Vec<&str> = args.split_whitespace().collect();
    let done = run_at_root(&args);
    let text = if done.stdout.is_empty() {
        done.stderr
    } else {
        done.stdout
    };
    let all: Vec<&str> = text.lines().collect();
    let mut shown = all
        .iter()
        .take(lines)
        .map(|l| format!("{l}\n"))
        .collect::<String>();
    if all.len() > lines {
        shown.push_str("…\n");
    }
    shown
}

/// The README with every marked block as the program prints it now.
fn renewed(readme: &str) -> String {
    let mut text = String::new();
    let mut rest = readme;
    while let Some(at) = rest.find("<!-- output of: ") {
        let (before, marked) = rest.split_at(at);
        let (marker, after) = marked.split_once(" -->\n```text\n").unwrap();
        let (args, lines) = marker
            .trim_start_matches("<!-- output of: ")
            .split_once(" | ")
            .unwrap();
        let end = after.find("```").unwrap();
        text += &format!(
            "{before}{marker} -->\n```text\n{}",
            output(args, lines.parse().unwrap())
        );
        rest = &after[end..];
    }
    text + rest
}

#[test]
fn blocks_show_what_the_program_prints() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let renewed = renewed(&readme);
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, renewed).unwrap();
    } else {
        assert!(
            renewed == readme,
            "the README shows other output than the program prints: UPDATE_README=1 renews it"
        );
    }
}

#[test]
fn the_two_commands_stand_in_it_and_ci_runs_the_same_tests() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains("cargo run --release -- score sites/iren-childress-tx.yaml"));
    let ci = std::fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(readme.contains("cargo test --locked") && ci.contains("\ncargo test --locked\n"));
}

#[test]
fn the_first_command_is_the_one_whose_report_is_shown() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let after = |text: &str| readme.split(text).nth(1).unwrap().to_owned();
    let first = after("```console\ncargo run --release -- ");
    let shown = after("<!-- output of: ");
    assert_eq!(first.lines().next(), shown.split(" | ").next());
}
