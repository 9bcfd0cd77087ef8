//! A checklist of the user's own: what it changes, and what is said when it is wrong.

use serde_json::Value;

use crate::support::{Folder, SITE};

const HEAD: &str = "name: mine\nversion: \"7\"\nextends: ai-hpc\nrequirements:\n";

/// The report on one site, judged by rows of the user's own on top of the built-in ones.
fn judged(rows: &str) -> Value {
    let folder = Folder::with(&[("site.yaml", SITE), ("own.yaml", &format!("{HEAD}{rows}"))]);
    let args = [
        "score",
        "site.yaml",
        "--target",
        "nvl72",
        "--checklist",
        "own.yaml",
        "--output-format",
        "json",
    ];
    serde_json::from_str(&folder.run(&args).data()).unwrap()
}

fn finding<'r>(report: &'r Value, id: &str) -> Option<&'r Value> {
    report["sites"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["id"] == id)
}

/// What is said about a checklist that is wrong.
fn complaint(checklist: &str) -> String {
    let folder = Folder::with(&[("site.yaml", SITE), ("own.yaml", checklist)]);
    let done = folder.run(&["score", "site.yaml", "--checklist", "own.yaml"]);
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (2, ""),
        "{}",
        done.stderr
    );
    done.stderr
}

#[test]
fn a_weight_is_changed_and_all_else_stays() {
    let (before, after) = (
        judged("  []"),
        judged("  - {id: power.utility-feeds, weight: 9}"),
    );
    let row = |report| finding(report, "power.utility-feeds").unwrap().clone();
    let text = &after["legend"]["requirements"]["power.utility-feeds"];
    assert_eq!(text["weight"].as_f64(), Some(9.0));
    assert_eq!(row(&after)["required"], row(&before)["required"]);
    assert_ne!(after["sites"][0]["score"], before["sites"][0]["score"]);
    assert_eq!(after["method"]["checklist"], "mine 7");
}

#[test]
fn a_row_is_switched_off() {
    let report = judged("  - {id: power.utility-feeds, enabled: false}");
    assert!(finding(&report, "power.utility-feeds").is_none());
    assert!(finding(&report, "power.firm-supply").is_some());
}

/// A row of the user's own, complete.
const NEW_ROW: &str = "
  - id: mine.third-line
    category: power
    title: Three lines
    why: Our lenders ask for three.
    metric: power.feeds
    nothing: 1
    everything: 3
    weight: 2
    fixability: hard
    remedy: second-feed
    basis: assumed
    sources: [LENDER]
citations:
  - {key: LENDER, publisher: Our bank, title: Terms, date: \"2026\", grade: B}
";

#[test]
fn a_row_and_its_source_are_added_and_explained() {
    let report = judged(NEW_ROW);
    let row = finding(&report, "mine.third-line").unwrap();
    assert_eq!(row["required"].as_f64(), Some(3.0));
    let text = &report["legend"]["requirements"]["mine.third-line"];
    assert_eq!(text["title"], "Three lines");
    let folder = Folder::with(&[("own.yaml", &format!("{HEAD}{NEW_ROW}"))]);
    let page = folder
        .run(&["explain", "mine.third-line", "--checklist", "own.yaml"])
        .data();
    assert!(
        page.contains("Our lenders ask for three.")
            && page.contains("B  LENDER  Our bank: Terms (2026)"),
        "{page}"
    );
    let rows = folder
        .run(&["list", "requirements", "--checklist", "own.yaml"])
        .data();
    assert!(rows.contains("mine.third-line"), "{rows}");
}

#[test]
fn without_extends_a_checklist_stands_alone() {
    let folder = Folder::with(&[
        ("site.yaml", SITE),
        (
            "own.yaml",
            &format!("{HEAD}{NEW_ROW}").replace("extends: ai-hpc\n", ""),
        ),
    ]);
    let done = folder.run(&[
        "score",
        "site.yaml",
        "--checklist",
        "own.yaml",
        "--output-format",
        "json",
    ]);
    assert_eq!(
        done.json()["sites"][0]["findings"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn the_list_to_start_from_changes_nothing() {
    let folder = Folder::with(&[("site.yaml", SITE)]);
    folder
        .run(&["list", "requirements", "--output-format", "yaml=own.yaml"])
        .data();
    let score = |more: &[&str]| {
        let args = [&["score", "site.yaml", "--output-format", "json"], more].concat();
        serde_json::from_str::<Value>(&folder.run(&args).data()).unwrap()
    };
    let (built_in, own) = (score(&[]), score(&["--checklist", "own.yaml"]));
    assert_eq!(built_in["sites"], own["sites"]);
    assert!(
        own["method"]["checklist"]
            .as_str()
            .unwrap()
            .starts_with("my-ai-hpc ")
    );
    let again = [
        "list",
        "requirements",
        "--checklist",
        "own.yaml",
        "--output-format",
        "yaml",
    ];
    assert_eq!(
        folder.run(&again).data().replace("my-my-", "my-"),
        folder.text("own.yaml")
    );
}

#[test]
fn a_list_of_an_own_checklist_keeps_what_is_its_own() {
    let rows = "  - {id: power.utility-feeds, enabled: false}\n";
    let folder = Folder::with(&[(
        "own.yaml",
        &format!("{HEAD}{rows}{}", NEW_ROW.trim_start_matches('\n')),
    )]);
    folder
        .run(&[
            "list",
            "requirements",
            "--checklist",
            "own.yaml",
            "--output-format",
            "yaml=next.yaml",
        ])
        .data();
    let ids = |checklist: &str| {
        folder
            .run(&["list", "requirements", "--checklist", checklist])
            .data()
    };
    assert_eq!(ids("own.yaml"), ids("next.yaml"));
    assert!(folder.text("next.yaml").contains("LENDER"));
    assert!(folder.text("next.yaml").contains("enabled: false"));
}

#[test]
fn everything_wrong_is_told_at_once_with_its_place() {
    let rows = "
  - id: power.utility-feds
    weight: 3
  - id: power.switchgear
    sources: []
  - id: power.utility-feeds
    weight: -3
  - id: power.line-faults
    sources: [NOBODY-KNOWS]
  - id: mine.lines
    metric: power.feds
";
    insta::assert_snapshot!(complaint(&format!(
        "{HEAD}{}",
        rows.trim_start_matches('\n')
    )));
}

#[test]
fn an_unknown_base_an_unknown_key_and_a_missing_file_are_told() {
    assert!(
        complaint(&HEAD.replace("ai-hpc", "ai-hpcc")).contains("no checklist is called `ai-hpcc`")
    );
    let unknown_key = complaint(&format!(
        "{HEAD}  - {{id: power.utility-feeds, wieght: 3}}\n"
    ));
    assert!(
        unknown_key.contains("`wieght`") && unknown_key.contains("own.yaml:5:"),
        "{unknown_key}"
    );
    // What a fact is likely to be is no business of a row any more.
    let prior = complaint(&format!(
        "{HEAD}  - {{id: power.utility-feeds, prior: {{expected: 0.1}}}}\n"
    ));
    assert!(prior.contains("`prior`"), "{prior}");
    assert!(complaint("").contains("own.yaml"));
    let done = Folder::with(&[]).run(&["list", "requirements", "--checklist", "gone.yaml"]);
    assert!(
        done.code == 2 && done.stderr.contains("there is no such file"),
        "{}",
        done.stderr
    );
}

#[test]
fn every_command_that_takes_a_checklist_refuses_a_bad_one() {
    let folder = Folder::with(&[(
        "own.yaml",
        &format!("{HEAD}  - {{id: power.utility-feeds, weight: 0}}\n"),
    )]);
    for args in [
        &["score", "."][..],
        &["explain", "nvl72"],
        &["list", "targets"],
    ] {
        let done = folder.run(&[args, &["--checklist", "own.yaml"]].concat());
        assert_eq!(done.code, 2, "{args:?}");
        assert!(done.stderr.contains("--> own.yaml:5:39"), "{}", done.stderr);
    }
}
