//! Saved reports that are none, or of another program or version: told by what they call themselves.

use super::refused;
use crate::support::{Folder, SITE, good};
use rackready::bounds::{REPORT_NAME, REPORT_TEXT};

#[test]
fn a_foreign_report_is_told_by_name_and_version() {
    let sarif = r#"{"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": []}"#;
    let geo = r#"{"type": "FeatureCollection", "features": []}"#;
    let broken =
        r#"{"schema": "rackready/report/v3", "method": {"rackready": "0.3.1"}, "sites": 7}"#;
    let odd =
        r#"{"schema": "rackready/report/v3", "method": {"rackready": "0.3.1", "checklist": 7}}"#;
    for (text, says) in [
        (
            r#"{"schema": "rackready/report/v99", "sites": []}"#,
            "`rackready/report/v99` is of a newer version of rackready than this one",
        ),
        (
            r#"{"schema": "rackready/check/v99"}"#,
            "is of a newer version",
        ),
        (
            r#"{"schema": "rackready/report/v1"}"#,
            "is of an earlier version",
        ),
        (
            r#"{"schema": "rackready/diff/v2"}"#,
            "is no report that this version reads",
        ),
        (
            r#"{"schema": "cyclonedx/1.6"}"#,
            "`cyclonedx/1.6` is no report that this version reads",
        ),
        (
            sarif,
            "it calls itself `https://json.schemastore.org/sarif-2.1.0.json`, version `2.1.0`",
        ),
        (geo, "it calls itself `FeatureCollection`"),
        (broken, "it was made by rackready 0.3.1"),
        (odd, "a text belongs here, and a whole number stands there"),
        (r#"{"schema": 7}"#, "its `schema` is no text"),
        (r#"{"a": 1}"#, "begins with its `schema`"),
        ("[1, 2]", "no report of rackready"),
        (
            r#"{"schema": "rackready/report/v3", "sites": ["#,
            "the JSON ends too early",
        ),
        (
            r#"{"schema": "rackready/check/v2", "sites": 7}"#,
            "the report is damaged or of another version",
        ),
        ("name: x\n", "this is no saved report"),
        ("<svg/>", "this is no JSON"),
        ("", "the report is empty"),
        ("{\"schema\"\0", "NUL byte"),
    ] {
        let folder = Folder::with(&[("r.json", text)]);
        let done = folder.run(&["render", "r.json"]);
        refused(&done, says);
        let rust = [
            "missing field",
            "invalid type",
            "expected struct",
            "sequence",
            "unknown variant",
            "EOF",
            "at line",
        ];
        for word in rust {
            assert!(!done.stderr.contains(word), "{text}: {}", done.stderr);
        }
        assert!(done.stderr.starts_with("error: r.json"), "{}", done.stderr);
    }
}

#[test]
fn a_report_with_parts_of_a_wrong_kind_is_told_without_words_of_the_language() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    for (command, format) in [
        ("score", "json"),
        ("check", "json"),
        ("plan", "json"),
        ("economics", "json"),
    ] {
        let args = [command, "a.yaml", "--draws", "2", "--output-format", format];
        let report = folder.run(&args).stdout;
        let keys: Vec<&str> = report
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\": "))
            .map(|(key, _)| key)
            .collect();
        // Every ninetieth key is not what it should be, each in its turn.
        for key in keys.iter().step_by(90) {
            for other in ["[[7]]", "{\"x\": []}", "\"\u{2603}\""] {
                let at = report.find(&format!("\"{key}\": ")).unwrap() + key.len() + 4;
                let broken = format!("{}{other},\"rest\": {}", &report[..at], &report[at..]);
                let done = folder.run_with(&["render", "-"], &broken, &[]);
                assert!(matches!(done.code, 0..=2), "{key}: {done:?}");
                for word in [
                    "invalid type",
                    "missing field",
                    "unknown variant",
                    "panicked",
                    "defect of",
                ] {
                    assert!(!done.stderr.contains(word), "{key}: {}", done.stderr);
                }
            }
        }
    }
}

#[test]
fn what_a_strangers_report_holds_is_bounded() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    let save = |args: &str, file: &str| {
        let args: Vec<&str> = args.split(' ').collect();
        folder.run(&args);
        folder.text(file)
    };
    let score = save(
        "score a.yaml --draws 2 --output-format json=r.json",
        "r.json",
    );
    let line = save(
        "score a.yaml --draws 2 --output-format ndjson=r.ndjson",
        "r.ndjson",
    );
    let check = save(
        "check a.yaml --draws 2 --isolated --as-of 2026-11-22 --output-format json=c.json",
        "c.json",
    );
    let name = |most: usize| format!("\"name\": \"{}\"", "x".repeat(most));
    let (most, more) = (name(REPORT_NAME.count()), name(REPORT_NAME.count() + 1));
    let named = "\"name\": \"Mill Creek\"";
    let text = format!("\"file\": \"{}\"", "x".repeat(REPORT_TEXT.count() + 1));
    let told = [
        (
            score.replacen(named, &more, 1),
            "this name is longer than 1000 characters",
        ),
        (
            check.replacen(named, &more, 1),
            "this name is longer than 1000 characters",
        ),
        (
            line.replacen(&named.replace(": ", ":"), &more, 1),
            "this name is longer than",
        ),
        (
            score.replacen("\"file\": \"a.yaml\"", &text, 1),
            "this text is longer than",
        ),
        (
            score.replacen("\"p50\": ", "\"p50\": -1e308, \"was\": ", 1),
            "none of a report",
        ),
        (
            check.replacen("\"p50\": ", "\"p50\": -1e308, \"was\": ", 1),
            "none of a report",
        ),
    ];
    for (report, says) in told {
        assert!(
            report != score && report != check && report != line,
            "{says}"
        );
        std::fs::write(folder.path("bad.json"), &report).unwrap();
        let done = folder.run(&["render", "bad.json"]);
        refused(&done, says);
        assert!(
            done.stderr.contains("bad.json:") && done.stdout.is_empty(),
            "{done:?}"
        );
    }
    std::fs::write(folder.path("good.json"), score.replacen(named, &most, 1)).unwrap();
    folder.run(&["render", "good.json"]).data();
    std::fs::write(folder.path("bad.json"), score.replacen(named, &more, 1)).unwrap();
    refused(
        &folder.run(&["diff", "r.json", "bad.json"]),
        "this name is longer than",
    );
}

#[test]
fn a_report_ends_as_its_run_did() {
    let folder = Folder::with(&[
        ("a.yaml", SITE),
        ("b.yaml", &SITE.replace("Mill", "Hill")),
        ("without.yaml", &good()),
    ]);
    for (args, code) in [
        ("plan without.yaml --route in-place", 2),
        ("plan a.yaml --mw 100000", 1),
        ("plan a.yaml --mw 1", 0),
        ("plan a.yaml b.yaml --mw 100000", 1),
        ("score a.yaml --where planned_mw>=100000", 0),
        ("score a.yaml b.yaml --where planned_mw>=100000", 0),
        ("score a.yaml b.yaml --where id=a", 0),
    ] {
        for format in ["json", "html"] {
            let args = format!("{args} --draws 2 --output-format {format}=saved");
            let args: Vec<&str> = args.split(' ').collect();
            assert_eq!(folder.run(&args).code, code, "{args:?}");
            let done = folder.run(&["render", "saved"]);
            assert_eq!(done.code, code, "{args:?}: {done:?}");
            assert!(
                !done.stderr.contains("nothing to evaluate"),
                "{args:?}: {done:?}"
            );
        }
    }
}
