//! Signs that nobody sees, and commands to the logs of CI jobs: they are shown by a sign, or do nothing.

use rackready::source::{is_hidden, plain};

use super::case;
use crate::support::{Folder, SITE};

/// Lines that a log obeys: `::name` at their beginning, `##[name`, `##vso[` and `##teamcity[` anywhere.
pub(super) fn commands(log: &str) -> Vec<&str> {
    let obeyed = |line: &&str| {
        line.trim_start().starts_with("::")
            || ["##[", "##vso[", "##teamcity["]
                .iter()
                .any(|command| line.contains(command))
    };
    log.lines().filter(obeyed).collect()
}

/// Signs that nobody sees, in what is for people.
pub(super) fn unseen(text: &str) -> Vec<char> {
    let own = ['\n', '\t'];
    text.chars()
        .filter(|c| is_hidden(*c) && !own.contains(c))
        .collect()
}

#[test]
fn no_report_carries_a_command_to_a_log() {
    let folder = Folder::with(&[("gh.yaml", &case("gh-log-command.yaml"))]);
    for (variable, value) in [
        ("GITHUB_ACTIONS", "true"),
        ("TF_BUILD", "True"),
        ("CI", "true"),
        ("NONE", ""),
    ] {
        for width in ["80", "97", "120"] {
            let args = [
                "check",
                "gh.yaml",
                "--isolated",
                "--as-of",
                "2026-11-29",
                "--draws",
                "2",
                "--show",
                "all",
            ];
            let done = folder.run_with(&args, "", &[(variable, value), ("COLUMNS", width)]);
            assert!(done.stdout.contains("PWNED1"), "{}", done.stdout);
            let obeyed = [commands(&done.stdout), commands(&done.stderr)].concat();
            assert!(obeyed.is_empty(), "{obeyed:?}");
        }
    }
}

#[test]
fn the_annotations_of_github_carry_no_other_command() {
    let folder = Folder::with(&[("gh.yaml", &case("gh-log-command.yaml"))]);
    let args = [
        "check",
        "gh.yaml",
        "--isolated",
        "--as-of",
        "2026-11-29",
        "--draws",
        "2",
        "--output-format",
        "github",
    ];
    let done = folder.run(&args);
    for line in done.stdout.lines() {
        let own = ["::error ", "::warning ", "::notice "];
        assert!(
            own.iter().any(|command| line.starts_with(command)),
            "{line}"
        );
        assert_eq!(line.matches("::").count(), 2, "{line}");
    }
}

#[test]
fn what_is_wrong_with_a_file_carries_no_command_either() {
    for text in [
        "name: A\n'::error::x': 1\n",
        "name: A\npower: {energized_mw: '##[error]x'}\n",
        "##vso[task.complete]x: 1\n",
        "##teamcity[buildStatus]x: 1\n",
        "name: A\npower:\n  '##[group]': 5\n  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ::error::x: 5\n",
    ] {
        let done = Folder::with(&[("a.yaml", text)]).run(&["score", "a.yaml"]);
        assert_eq!(done.code, 2);
        assert!(commands(&done.stderr).is_empty(), "{}", done.stderr);
    }
}

#[test]
fn hidden_signs_are_shown_in_every_format() {
    let hidden =
        "\u{ad}\u{61c}\u{2060}\u{200b}\u{200f}\u{e0041}\u{e007f}\u{3164}\u{2066}\u{fff9}\u{fe0f}";
    let name = format!("Mill{hidden} Creek");
    let folder = Folder::with(&[
        ("a.yaml", &SITE.replace("Mill Creek", &format!("'{name}'"))),
        ("b.yaml", SITE),
    ]);
    for (command, formats) in [
        ("score", &["text", "csv", "markdown", "html"][..]),
        ("plan", &["text", "csv", "html"]),
        ("economics", &["text", "csv", "html"]),
        (
            "check",
            &[
                "text",
                "sarif",
                "junit",
                "github",
                "github-summary",
                "markdown",
                "html",
            ],
        ),
        ("diff", &["text", "markdown", "html"]),
    ] {
        for format in formats {
            let files: &[&str] = if command == "diff" {
                &["b.yaml", "a.yaml"]
            } else {
                &["a.yaml"]
            };
            let args = [
                &[command],
                files,
                &["--draws", "2", "--output-format", format],
            ]
            .concat();
            let done = folder.run(&args);
            // The record of a page is data and gives the name back.
            let shown = done
                .stdout
                .split("<script type=\"application/json\"")
                .next()
                .unwrap();
            assert_eq!(unseen(shown), [], "{command} {format}");
            assert_eq!(unseen(&done.stderr), [], "{command} {format}");
        }
    }
    let json = folder.run(&["score", "a.yaml", "--draws", "2", "--output-format", "json"]);
    assert_eq!(
        json.json()["sites"][0]["name"],
        name.as_str(),
        "data is given back as it came"
    );
    assert!(plain(&name).starts_with("Mill\u{fffd}"));
}

#[test]
fn hidden_signs_of_a_file_that_cannot_be_read_are_shown() {
    for hidden in [
        "\u{ad}",
        "\u{61c}",
        "\u{200b}",
        "\u{2066}",
        "\u{e0041}",
        "\u{1b}[31m",
        "\u{9b}31m",
        "\u{2028}",
    ] {
        let text = format!("name: A\npower: {{energized_mw: 5}}\nna{hidden}me: b\n");
        let done = Folder::with(&[("a.yaml", &text)]).run(&["score", "a.yaml"]);
        assert_eq!(done.code, 2);
        assert_eq!(unseen(&done.stderr), [], "{}", done.stderr);
    }
}
