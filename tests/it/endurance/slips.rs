//! Slips of the pen on the command line: told with what was meant, and harmless wherever they are repeated.

use super::refused;
use crate::support::{Folder, SITE, good};

#[test]
fn what_an_error_repeats_of_arguments_and_variables_is_data() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    let hostile = "x\n::error::q\u{202e}\u{1b}[2J";
    let flag = format!("--{hostile}");
    let format = format!("--output-format={hostile}");
    let chance = format!("--min-chance={hostile}=0.5");
    let sort = format!("--sort={hostile}");
    let held = format!("--where=verdict={hostile}");
    for (args, env) in [
        (
            &["check", "a.yaml"][..],
            &[("RACKREADY_AS_OF", hostile)][..],
        ),
        (&["check", "a.yaml"], &[("RACKREADY_MIN_SCORE", hostile)]),
        (&["check", "a.yaml"], &[("RACKREADY_ON", hostile)]),
        (&["check", "a.yaml", &chance], &[]),
        (&["score", "a.yaml", &flag], &[]),
        (&["score", "a.yaml", &format], &[]),
        (&["score", "a.yaml", &sort], &[]),
        (&["score", "a.yaml", &held], &[]),
        (&[hostile], &[]),
        (&["completions", hostile], &[]),
        (&["init", "a", hostile], &[]),
    ] {
        let done = folder.run_with(args, "", env);
        assert_eq!(done.code, 2, "{args:?}: {done:?}");
        let told = &done.stderr;
        assert!(
            !told.contains("::") && !told.contains(['\u{202e}', '\u{1b}']),
            "{args:?}: {told}"
        );
        assert!(told.starts_with("error: "), "{args:?}: {told}");
    }
    // Help comes as it is.
    let help = folder.run(&["score", "--help"]).data();
    assert!(help.contains("\n\n") && help.contains("rackready score"));
}

#[test]
fn a_value_that_nothing_can_hold_is_told_with_what_is_known() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    for (condition, says) in [
        ("verdict=converting", "did you mean `convert`?"),
        (
            "verdict!=converting",
            "keep-mining, insufficient-data and unknown",
        ),
        ("power.firmness=solid", "`power.firmness` is never `solid`"),
        ("country=Texas", "`Texas` is a part of US: ask for region="),
        ("country=Atlantis", "no country is called `Atlantis`"),
    ] {
        refused(
            &folder.run(&["score", "a.yaml", "--where", condition]),
            says,
        );
    }
}

#[test]
fn a_day_and_a_month_are_taken_by_every_as_of() {
    let folder = Folder::with(&[("a.yaml", &good())]);
    for command in ["score", "economics"] {
        let run = |as_of: &str| {
            let done = folder.run(&[command, "a.yaml", "--draws", "2", "--as-of", as_of]);
            assert_eq!(done.code, 0, "{done:?}");
            (done.stdout, done.stderr)
        };
        let month = run("2028-02");
        assert_eq!(month, run("2028-02-29"));
        assert!(
            month.1.contains("older than a year in 2028-02"),
            "{}",
            month.1
        );
    }
    let as_of = |as_of: &str| {
        let args = [
            "check",
            "a.yaml",
            "--draws",
            "2",
            "--isolated",
            "--as-of",
            as_of,
        ];
        let done = folder.run(&[&args[..], &["--output-format", "json"]].concat());
        done.json()["terms"]["as_of"].clone()
    };
    assert_eq!(as_of("2028-02"), "2028-02-29");
    assert_eq!(as_of("2028-02-03"), "2028-02-03");
}

#[test]
fn a_baseline_whose_entries_are_there_twice_is_as_good_as_one() {
    let folder = Folder::with(&[("a.yaml", &good())]);
    let check = |more: &[&str]| {
        let args = [
            "check",
            "a.yaml",
            "--draws",
            "2",
            "--isolated",
            "--as-of",
            "2026-11-22",
            "--min-score",
            "99",
            "--allow-open",
        ];
        folder.run(&[&args[..], more].concat())
    };
    assert_eq!(check(&["--write-baseline", "b.json"]).code, 0);
    let text = folder.text("b.json");
    let mut baseline: serde_json::Value = serde_json::from_str(&text).unwrap();
    let accepted = baseline["accepted"].as_array_mut().unwrap();
    let again = accepted.clone();
    assert!(!again.is_empty());
    accepted.extend(again.clone());
    let write = |baseline: &serde_json::Value| {
        std::fs::write(folder.path("b.json"), baseline.to_string()).unwrap();
    };
    write(&baseline);
    let done = check(&["--baseline", "b.json"]);
    assert_eq!(done.code, 0, "{done:?}");
    // Lines break where they are full.
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = flat(&done.stdout);
    assert!(
        text.contains("in the baseline") && !text.contains("gone"),
        "{text}"
    );
    // Many that nothing answers to are counted.
    let stale = (0..40).map(|at| {
        let mut entry = again[0].clone();
        entry["fingerprint"] = format!("{at}").into();
        entry
    });
    baseline["accepted"].as_array_mut().unwrap().extend(stale);
    write(&baseline);
    let text = flat(&check(&["--baseline", "b.json"]).stdout);
    assert_eq!(
        text.matches("gone; it can be removed").count(),
        10,
        "{text}"
    );
    assert!(
        text.contains("30 more gone") && text.contains("40 gone from the baseline"),
        "{text}"
    );
    let all = flat(&check(&["--baseline", "b.json", "--show", "all"]).stdout);
    assert_eq!(all.matches("gone;").count(), 40, "{all}");
}

#[test]
fn a_check_says_for_what_it_judged() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    for format in ["text", "markdown", "github-summary", "github"] {
        let done = folder.run(&[
            "check",
            "a.yaml",
            "--draws",
            "2",
            "--isolated",
            "--as-of",
            "2026-11-22",
            "--target",
            "hgx/enterprise",
            "--output-format",
            format,
        ]);
        let shown = done.stdout.replace('\n', " ").replace("      ", "");
        assert!(shown.contains("hgx/enterprise/"), "{format}: {done:?}");
    }
}
