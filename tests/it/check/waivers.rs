//! What `check` lets pass for a while: waivers.

use crate::support::{Done, Folder, SITE, good};

use super::{check, json, with_rule};

/// What holds beside the permits.
const HELD: &str = "  supply_extension: true\nland: {tenure: freehold, zoning: permitted}\n";
/// What leaves a moratorium alone open.
const GRANTED: &str = "permits: [{kind: zoning, status: granted}, {kind: building, status: granted}, {kind: grid, status: granted}]\n";

/// A site whose open gate is waived until a day.
fn waived(rule: &str, expires: &str) -> String {
    format!(
        "{SITE}{HELD}{GRANTED}waivers:\n- requirement: {rule}\n  reason: the council votes in March\n  \
         owner: A. Example\n  expires: {expires}\n"
    )
}

#[test]
fn a_waived_finding_passes_and_stays_visible_with_its_worth() {
    let folder = Folder::with(&[("a.yaml", &waived("site.moratorium", "2027-06"))]);
    let done = check(&folder, &["a.yaml"]);
    assert_eq!(done.code, 0, "{}", done.stdout);
    insta::assert_snapshot!("waived", done.stdout);
    let report = json(&folder, &["a.yaml"]);
    let concern = with_rule(&report["sites"][0]["concerns"], "site.moratorium")[0];
    assert_eq!(concern["waiver"]["expires"], "2027-06-30");
    assert_eq!(concern["waiver"]["place"]["line"], 11);
    assert!(concern["points"].is_f64() && concern["gated"] == true);
    assert_eq!(check(&folder, &["a.yaml", "--no-waivers"]).code, 1);
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
        done.stdout.contains("a.yaml:11:3 waiver.expired (major)"),
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
    assert_eq!(check(&folder, &strict).code, 1);
}

#[test]
fn contradictions_and_thresholds_can_be_waived() {
    let site = waived("threshold.min-mw", "2027").replace(GRANTED, "permits: []\n");
    let folder = Folder::with(&[("a.yaml", &site)]);
    assert_eq!(check(&folder, &["a.yaml", "--min-mw", "500"]).code, 0);
    let site = waived("energized-above-approved", "2027").replace(GRANTED, "permits: []\n");
    let folder = Folder::with(&[("a.yaml", &site.replace("60", "120"))]);
    assert_eq!(check(&folder, &["a.yaml"]).code, 0);
    assert_eq!(check(&folder, &["a.yaml", "--no-waivers"]).code, 1);
}

#[test]
fn a_waiver_of_the_policy_counts_for_its_site_or_path_alone() {
    let waiver = |scope: &str| {
        format!(
            "version: 1\nwaivers:\n- {{requirement: site.moratorium, {scope}, reason: r, owner: o, expires: 2027}}\n"
        )
    };
    let open = format!("{SITE}{HELD}{GRANTED}");
    for (scope, passing) in [
        ("site: one", &["a/one.yaml"][..]),
        ("path: a", &["a/one.yaml", "a/two.yaml"]),
        ("path: '**/two.yaml'", &["a/two.yaml"]),
    ] {
        let folder = Folder::with(&[
            (".rackready.yaml", &waiver(scope)),
            ("a/one.yaml", &open),
            ("a/two.yaml", &open),
            ("b/three.yaml", &open),
        ]);
        for file in ["a/one.yaml", "a/two.yaml", "b/three.yaml"] {
            let code = i32::from(!passing.contains(&file));
            assert_eq!(check(&folder, &[file]).code, code, "{scope} {file}");
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
        ("without/a.yaml", &format!("{SITE}{HELD}{GRANTED}")),
    ]);
    for args in [&["score", "a.yaml"][..], &["plan", "a.yaml"]] {
        for format in ["text", "json"] {
            let run = |below: &str| -> Done {
                let mut command = folder.command(&[args, &["--output-format", format]].concat());
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
