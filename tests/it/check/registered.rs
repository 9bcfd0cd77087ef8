//! Nothing is reported under an id that the register does not have, whatever the format.

use std::collections::BTreeSet;
use std::fs;

use rackready::checklist;
use rackready::rules::register;
use serde_json::Value;

use super::{check, contradictory};
use crate::support::{AS_OF, Folder, entries, root};

/// Every number is missed, and each thing that can be wrong with a waiver is wrong with one.
const POLICY: &str = "\
version: 1
target: nvl72
check: {min_mw: 9000, min_score: 99, max_months: 0.1, max_cost_per_mw_musd: 0.1, fail_on: [info, waiver.unused]}
groups:
- {paths: [torn.yaml], check: {min_known: 1, min_chance: {converting: 1, bridge: 1}, min_npv_per_mw_musd: 900, min_chance_money: 1}}
baseline: base.json
waivers:
- {requirement: power.firm-supply, path: sites, reason: talks go on, owner: A. Example, expires: 2999}
- {requirement: off-grid-with-feeds, path: sites, reason: talks go on, owner: A. Example, expires: 2999}
- {requirement: site.moratorium, path: sites, reason: it ended, owner: A. Example, expires: 2001}
- {requirement: site.moratorum, path: sites, reason: misspelled, owner: A. Example, expires: 2999}
";

const FORMATS: [&str; 7] = [
    "text",
    "json",
    "sarif",
    "junit",
    "github",
    "github-summary",
    "markdown",
];

/// What a format wrote about all sites, all bad files, a contradiction, a policy with waivers and a baseline.
fn reports() -> Folder {
    let folder = Folder::with(&[
        ("policy.yaml", POLICY),
        ("torn.yaml", &contradictory()),
        ("none/readme.md", "no site"),
    ]);
    for (from, to) in [("sites", "sites"), ("tests/bad", "bad")] {
        fs::create_dir(folder.path(to)).unwrap();
        for file in entries(&root().join(from)).iter().filter(|f| f.is_file()) {
            fs::copy(file, folder.path(to).join(file.file_name().unwrap())).unwrap();
        }
    }
    let base = check(
        &folder,
        &[
            "sites/riot-rockdale-tx.yaml",
            "--isolated",
            "--write-baseline",
            "base.json",
        ],
    );
    assert!(base.code <= 1, "{}", base.stderr);
    let outputs = FORMATS.map(|format| format!("--output-format={format}=out.{format}"));
    let mut args = vec![
        "sites",
        "bad",
        "torn.yaml",
        "none",
        "--policy",
        "policy.yaml",
        "--show",
        "all",
    ];
    args.extend(outputs.iter().map(String::as_str));
    assert_eq!(check(&folder, &args).code, 2, "as of {AS_OF}");
    folder
}

/// The ids that a report of a format names, as its own readers find them.
fn named(format: &str, report: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut name = |id: &str| {
        ids.insert(id.to_owned());
    };
    match format {
        "json" => {
            let report: Value = serde_json::from_str(report).unwrap();
            let sites = report["sites"].as_array().unwrap();
            for held in sites
                .iter()
                .flat_map(|site| site["held"].as_array().unwrap())
            {
                name(held.as_str().unwrap());
            }
            let concerns = sites.iter().map(|site| &site["concerns"]);
            for concern in concerns.chain([&report["elsewhere"]]) {
                for concern in concern.as_array().unwrap() {
                    name(concern["rule"].as_str().unwrap());
                }
            }
        }
        "sarif" => {
            let report: Value = serde_json::from_str(report).unwrap();
            let run = &report["runs"][0];
            for result in run["results"].as_array().unwrap() {
                name(result["ruleId"].as_str().unwrap());
            }
            for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
                name(rule["id"].as_str().unwrap());
            }
        }
        "junit" => {
            for case in report.split("<testcase ").skip(1) {
                let (_, rest) = case.split_once(" name=\"").unwrap();
                let rule = rest.split('"').next().unwrap();
                // Of a site of which nothing fails.
                if rule != "gate" {
                    name(rule);
                }
            }
        }
        "text" => {
            for line in report.lines() {
                let severity = ["(blocker)", "(major)", "(minor)", "(info)"];
                let rule = severity.iter().find_map(|s| line.strip_suffix(s));
                if let Some(rule) = rule.and_then(|line| line.split_whitespace().last()) {
                    name(rule);
                }
            }
        }
        "github" => {
            for line in report.lines() {
                let (_, rest) = line.split_once("title=").unwrap();
                let title = rest.split("::").next().unwrap();
                // Two titles say how the run went.
                if !["rackready", "Nothing evaluated"].contains(&title) {
                    name(title.split(" · ").next().unwrap());
                }
            }
        }
        _ => {
            let mut at = None;
            for line in report.lines() {
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                if cells.len() < 3 {
                    at = None;
                } else if at.is_none() {
                    at = cells.iter().position(|cell| *cell == "Rule");
                } else if let Some(cell) = at.and_then(|at| cells.get(at)) {
                    let code = cell.strip_prefix("<code>");
                    if let Some(rule) = code.and_then(|cell| cell.strip_suffix("</code>")) {
                        name(rule);
                    }
                }
            }
        }
    }
    ids
}

#[test]
fn every_id_of_every_format_is_in_the_register() {
    let folder = reports();
    let register: BTreeSet<&str> = register::all(checklist::built_in()).map(|e| e.id).collect();
    for format in FORMATS {
        let report = fs::read_to_string(folder.path(&format!("out.{format}"))).unwrap();
        let named = named(format, &report);
        let strangers: Vec<&String> = named
            .iter()
            .filter(|id| !register.contains(id.as_str()))
            .collect();
        assert!(strangers.is_empty(), "{format}: {strangers:?}");
        // Annotations stop after the ten that matter most.
        let expected: &[&str] = match format {
            "github" => &["threshold.min-score"],
            "markdown" | "github-summary" => &["file.invalid", "threshold.min-mw"],
            "junit" => &[
                "file.invalid",
                "threshold.min-mw",
                "waiver.unknown",
                "energized-above-approved",
                "nothing-evaluated",
            ],
            _ => &[
                "file.invalid",
                "threshold.min-score",
                "threshold.min-mw",
                "threshold.max-cost-per-mw",
                "threshold.max-months",
                "threshold.min-known",
                "threshold.min-chance",
                "threshold.min-npv-per-mw",
                "threshold.min-chance-money",
                "waiver.expired",
                "waiver.unused",
                "waiver.unknown",
                "energized-above-approved",
                "power.firm-supply",
            ],
        };
        for id in expected {
            assert!(
                named.contains(*id),
                "{format} does not name {id}: {named:?}"
            );
        }
    }
}
