//! What `check` lets pass for a while: waivers, and what a baseline holds.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use serde_json::Value;
use support::{Done, Folder, SITE};

const JSON: &[&str] = &["--output-format", "json"];

fn good() -> String {
    format!("{SITE}permits: []\n")
}

/// The run on a fixed day.
fn check(folder: &Folder, args: &[&str], env: &[(&str, &str)]) -> Done {
    let all = [&["check", "--as-of", "2026-11-22"], args].concat();
    folder.run_with(&all, "", env)
}

fn json(folder: &Folder, args: &[&str]) -> Value {
    check(folder, &[args, JSON].concat(), &[]).json()
}

/// Concerns of a site, or of the policy, with a rule.
fn with_rule<'a>(concerns: &'a Value, rule: &str) -> Vec<&'a Value> {
    let concerns = concerns.as_array().unwrap().iter();
    concerns.filter(|c| c["rule"] == rule).collect()
}

mod waivers {
    use super::*;

    /// A site whose open gate is waived until a day.
    fn waived(rule: &str, expires: &str) -> String {
        format!(
            "{SITE}waivers:\n- requirement: {rule}\n  reason: the council votes in March\n  \
             owner: A. Example\n  expires: {expires}\n"
        )
    }

    #[test]
    fn a_waived_finding_passes_and_stays_visible_with_its_worth() {
        let folder = Folder::with(&[("a.yaml", &waived("site.moratorium", "2027-06"))]);
        let done = check(&folder, &["a.yaml"], &[]);
        assert_eq!(done.code, 0, "{}", done.stdout);
        insta::assert_snapshot!("waived", done.stdout);
        let report = json(&folder, &["a.yaml"]);
        let concern = with_rule(&report["sites"][0]["concerns"], "site.moratorium")[0];
        assert_eq!(concern["waiver"]["expires"], "2027-06-30");
        assert_eq!(concern["waiver"]["place"]["line"], 8);
        assert!(concern["points"].is_f64() && concern["gated"] == true);
        assert_eq!(check(&folder, &["a.yaml", "--no-waivers"], &[]).code, 1);
        let without = json(&folder, &["a.yaml", "--no-waivers"]);
        assert!(
            without["sites"][0]["concerns"]
                .as_array()
                .unwrap()
                .iter()
                .all(|c| c["waiver"].is_null())
        );
        assert_eq!(without["terms"]["waivers"], false);
    }

    #[test]
    fn a_waiver_counts_to_the_end_of_its_last_day_as_of_the_day_that_is_asked_for() {
        let folder = Folder::with(&[("a.yaml", &waived("site.moratorium", "2026-12-31"))]);
        let code = |day| folder.run(&["check", "a.yaml", "--as-of", day]).code;
        assert_eq!((code("2026-12-31"), code("2027-01-01")), (0, 1));
        let done = folder.run(&["check", "a.yaml", "--as-of", "2027-01-01"]);
        assert!(done.stdout.contains("waiver.expired") && done.stdout.contains("2027-01-01"));
        assert!(
            done.stdout.contains("a.yaml:8:3 waiver.expired (major)"),
            "{}",
            done.stdout
        );
    }

    #[test]
    fn unknown_unused_and_expired_waivers_are_findings() {
        for (rule, expires, found, code) in [
            ("site.moratorum", "2027", "waiver.unknown", 1),
            ("file.invalid", "2027", "waiver.unknown", 1),
            ("waiver.expired", "2027", "waiver.unknown", 1),
            ("energized-above-approved", "2027", "waiver.unused", 0),
            ("threshold.min-mw", "2027", "waiver.unused", 0),
            ("site.moratorium", "2025", "waiver.expired", 1),
        ] {
            let folder = Folder::with(&[("a.yaml", &waived(rule, expires))]);
            let args = ["a.yaml", "--allow-open"];
            let report = json(&folder, &args);
            let concerns = &report["sites"][0]["concerns"];
            assert_eq!(with_rule(concerns, found).len(), 1, "{rule}: {concerns:#}");
            assert_eq!(report["exit_code"], code, "{rule}");
            if rule == "site.moratorum" {
                let help = with_rule(concerns, found)[0]["help"].as_str().unwrap();
                assert!(help.contains("`site.moratorium`"), "{help}");
            }
        }
        let folder = Folder::with(&[("a.yaml", &waived("threshold.min-mw", "2027"))]);
        let strict = ["a.yaml", "--allow-open", "--fail-on", "waiver.unused"];
        assert_eq!(check(&folder, &strict, &[]).code, 1);
    }

    #[test]
    fn contradictions_and_thresholds_can_be_waived() {
        let site = waived("threshold.min-mw", "2027").replace("waivers", "permits: []\nwaivers");
        let folder = Folder::with(&[("a.yaml", &site)]);
        assert_eq!(check(&folder, &["a.yaml", "--min-mw", "500"], &[]).code, 0);
        let site =
            waived("energized-above-approved", "2027").replace("waivers", "permits: []\nwaivers");
        let folder = Folder::with(&[("a.yaml", &site.replace("60", "120"))]);
        assert_eq!(check(&folder, &["a.yaml"], &[]).code, 0);
        assert_eq!(check(&folder, &["a.yaml", "--no-waivers"], &[]).code, 1);
    }

    #[test]
    fn a_waiver_of_the_policy_counts_for_its_site_or_path_alone() {
        let waiver = |scope: &str| {
            format!(
                "version: 1\nwaivers:\n- {{requirement: site.moratorium, {scope}, reason: r, owner: o, expires: 2027}}\n"
            )
        };
        for (scope, passing) in [
            ("site: one", &["a/one.yaml"][..]),
            ("path: a", &["a/one.yaml", "a/two.yaml"]),
            ("path: '**/two.yaml'", &["a/two.yaml"]),
        ] {
            let folder = Folder::with(&[
                (".rackready.yaml", &waiver(scope)),
                ("a/one.yaml", SITE),
                ("a/two.yaml", SITE),
                ("b/three.yaml", SITE),
            ]);
            for file in ["a/one.yaml", "a/two.yaml", "b/three.yaml"] {
                let code = i32::from(!passing.contains(&file));
                assert_eq!(check(&folder, &[file], &[]).code, code, "{scope} {file}");
            }
            let elsewhere = |args: &[&str]| json(&folder, args)["elsewhere"].clone();
            assert_eq!(elsewhere(&["."]), serde_json::json!([]));
            let out_of_scope = elsewhere(&["b/three.yaml"]);
            assert_eq!(out_of_scope[0]["rule"], "waiver.unused");
            assert_eq!(out_of_scope[0]["severity"], "info");
            assert_eq!(out_of_scope[0]["place"]["line"], 3);
        }
        let folder = Folder::with(&[
            (".rackready.yaml", &waiver("site: one")),
            ("one.yaml", &good()),
        ]);
        let unused = json(&folder, &["one.yaml"]);
        assert_eq!(unused["elsewhere"][0]["severity"], "minor");
        assert_eq!(
            (&unused["passed"], &unused["exit_code"]),
            (&true.into(), &0.into())
        );
        let late = folder.run(&["check", "one.yaml", "--as-of", "2028-01-01"]);
        assert!(
            late.code == 1 && late.stdout.contains(".rackready.yaml:3:"),
            "{}",
            late.stdout
        );
    }

    #[test]
    fn no_report_and_no_score_changes_by_a_waiver() {
        let folder = Folder::with(&[
            ("with/a.yaml", &waived("site.moratorium", "2027")),
            ("without/a.yaml", SITE),
        ]);
        for args in [&["score", "a.yaml"][..], &["plan", "a.yaml"]] {
            for format in ["text", "json"] {
                let run = |below: &str| -> Done {
                    let mut command =
                        folder.command(&[args, &["--output-format", format]].concat());
                    command
                        .current_dir(folder.path(below))
                        .output()
                        .unwrap()
                        .into()
                };
                assert_eq!(run("with").data(), run("without").data(), "{args:?}");
            }
        }
    }
}

mod baseline {
    use super::*;

    fn accepted(folder: &Folder) -> Vec<Value> {
        let text = folder.text("b.json");
        let file: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(file["schema"], "rackready/baseline/v1");
        file["accepted"].as_array().unwrap().clone()
    }

    const STRICT: &[&str] = &[".", "--fail-on", "major", "--min-mw", "100"];

    fn write(folder: &Folder) -> Done {
        check(
            folder,
            &[STRICT, &["--write-baseline", "b.json"]].concat(),
            &[],
        )
    }

    fn against(folder: &Folder) -> Value {
        json(folder, &[STRICT, &["--baseline", "b.json"]].concat())
    }

    #[test]
    fn what_stands_is_accepted_what_comes_fails_and_what_goes_is_told() {
        let folder = Folder::with(&[("a.yaml", SITE), ("b.yaml", &good())]);
        assert_eq!(check(&folder, STRICT, &[]).code, 1);
        let written = write(&folder);
        assert_eq!(written.code, 0, "{}", written.stdout);
        assert!(
            written.stderr.contains("`b.json` accepts"),
            "{}",
            written.stderr
        );
        let first = folder.text("b.json");
        write(&folder);
        assert_eq!(
            first,
            folder.text("b.json"),
            "the same findings, the same bytes"
        );
        let entries = accepted(&folder);
        let order: Vec<_> = entries
            .iter()
            .map(|e| {
                (
                    e["file"].to_string(),
                    e["site"].to_string(),
                    e["rule"].to_string(),
                )
            })
            .collect();
        assert!(order.len() > 4 && order.is_sorted(), "{order:?}");

        let same = against(&folder);
        assert_eq!(
            (&same["passed"], &same["exit_code"]),
            (&true.into(), &0.into())
        );
        let gate = with_rule(&same["sites"][0]["concerns"], "site.moratorium")[0];
        assert_eq!(gate["baseline"], "unchanged");

        // Comments move every line and change nothing; a fact goes wrong in one site, a gap is closed in the other.
        std::fs::write(folder.path("a.yaml"), format!("# moved\n\n{}", good())).unwrap();
        std::fs::write(folder.path("b.yaml"), good().replace("60", "120")).unwrap();
        let later = against(&folder);
        assert_eq!(later["exit_code"], 1);
        let gone = with_rule(&later["sites"][0]["concerns"], "site.moratorium")[0];
        assert_eq!(
            (&gone["baseline"], &gone["gated"]),
            (&"absent".into(), &false.into())
        );
        let new = with_rule(&later["sites"][1]["concerns"], "energized-above-approved")[0];
        assert_eq!(new["baseline"], "new");
        let fails = |c: &&Value| c["gated"] == true && c["baseline"] == "new";
        let failing = later["sites"].as_array().unwrap().iter();
        let failing: Vec<&Value> = failing
            .flat_map(|s| s["concerns"].as_array().unwrap())
            .filter(fails)
            .map(|c| &c["rule"])
            .collect();
        assert_eq!(failing, ["energized-above-approved"]);
        let text = check(&folder, &[STRICT, &["--baseline", "b.json"]].concat(), &[]).stdout;
        assert!(
            text.contains("1 gone") && text.contains("6 in the baseline"),
            "{text}"
        );
    }

    #[test]
    fn a_finding_that_weighs_more_is_new() {
        let folder = Folder::with(&[("a.yaml", SITE)]);
        write(&folder);
        let text = folder.text("b.json").replace(
            "\"kind\": \"gate\",\n      \"severity\": \"major\"",
            "\"kind\": \"gate\",\n      \"severity\": \"info\"",
        );
        assert_ne!(text, folder.text("b.json"));
        std::fs::write(folder.path("b.json"), text).unwrap();
        assert_eq!(against(&folder)["exit_code"], 1);
    }

    #[test]
    fn a_file_that_moves_keeps_its_findings_and_its_twin_is_an_error() {
        let named = format!("{SITE}id: mill\n");
        let folder = Folder::with(&[("old/a.yaml", &named)]);
        write(&folder);
        std::fs::rename(folder.path("old"), folder.path("new")).unwrap();
        assert_eq!(against(&folder)["exit_code"], 0);
        std::fs::create_dir(folder.path("old")).unwrap();
        std::fs::write(folder.path("old/a.yaml"), &named).unwrap();
        let both = against(&folder);
        assert_eq!(both["exit_code"], 2);
        assert!(
            both["sites"][1]["concerns"]
                .to_string()
                .contains("is taken already")
        );
    }

    #[test]
    fn sites_that_are_not_in_the_run_are_not_gone() {
        let folder = Folder::with(&[("a.yaml", SITE), ("b.yaml", SITE)]);
        write(&folder);
        let one = json(
            &folder,
            &[
                "a.yaml",
                "--fail-on",
                "major",
                "--min-mw",
                "100",
                "--baseline",
                "b.json",
            ],
        );
        let absent = one["sites"][0]["concerns"].as_array().unwrap().iter();
        assert_eq!(absent.filter(|c| c["baseline"] == "absent").count(), 0);
        assert_eq!(one["exit_code"], 0);
    }

    #[test]
    fn what_cannot_be_read_is_never_accepted() {
        let folder = Folder::with(&[("a.yaml", SITE), ("bad.yaml", "name: A\n")]);
        let done = write(&folder);
        assert_eq!(done.code, 2);
        assert!(
            done.stderr.contains("no baseline is written"),
            "{}",
            done.stderr
        );
        assert!(!folder.path("b.json").exists());
    }

    #[test]
    fn a_waived_finding_is_not_accepted_and_a_fault_of_a_waiver_neither() {
        let waiver = |rule: &str, day: &str| {
            format!(
                "{SITE}waivers:\n- {{requirement: {rule}, reason: r, owner: o, expires: {day}}}\n"
            )
        };
        let folder = Folder::with(&[("a.yaml", &waiver("site.moratorium", "2027"))]);
        write(&folder);
        assert!(
            accepted(&folder)
                .iter()
                .all(|e| e["rule"] != "site.moratorium")
        );
        let folder = Folder::with(&[("a.yaml", &waiver("site.moratorium", "2025"))]);
        assert_eq!(
            write(&folder).code,
            1,
            "an expired waiver cannot be accepted"
        );
        assert!(accepted(&folder).iter().all(|e| e["kind"] != "waiver"));
    }

    #[test]
    fn a_wrong_baseline_says_what_is_wrong() {
        let other = r#"{"schema": "rackready/baseline/v9", "accepted": []}"#;
        for (text, said) in [
            ("{", "`--write-baseline` writes one: EOF"),
            ("{}", "missing field `schema`"),
            (other, "it says `rackready/baseline/v9`"),
            (&other.replace("v9", "v1"), "missing field `checklist`"),
        ] {
            let folder = Folder::with(&[("a.yaml", SITE), ("b.json", text)]);
            let done = check(&folder, &["a.yaml", "--baseline", "b.json"], &[]);
            assert_eq!((done.code, done.stdout.as_str()), (2, ""));
            assert!(
                done.stderr.contains(said) && done.stderr.contains("`b.json`"),
                "{}",
                done.stderr
            );
        }
    }
}
