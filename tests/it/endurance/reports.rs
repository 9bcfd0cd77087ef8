//! Saved reports that are none, or of another program or version: told by what they call themselves.

use super::refused;
use crate::support::{Folder, SITE};

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
