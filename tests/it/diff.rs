//! `diff`: what changed between two states, by how much and why, and when that fails a run.

use serde_json::Value;

use crate::support::{Done, Folder, SITE, misfits, sites, validator};

const WORSE: &str = "\
name: Mill Creek
power:
  energized_mw: 60
  approved_mw: 80
  connection: grid
  firmness: firm
  voltage_kv: 138
";

const OTHER: &str = "name: Elk Fork\npower: {energized_mw: 30, connection: grid}\n";

/// A checklist that weighs one row otherwise.
const CHECKLIST: &str = "\
name: mine
version: \"2\"
extends: ai-hpc
requirements:
  - id: network.diverse-routes
    weight: 9
";

fn yard() -> Folder {
    Folder::with(&[
        ("base/mill.yaml", SITE),
        ("base/gone.yaml", &OTHER.replace("Elk", "Old")),
        ("base/elk.yaml", OTHER),
        ("head/mill.yaml", WORSE),
        ("head/elk.yaml", OTHER),
        ("head/new.yaml", &OTHER.replace("Elk", "New")),
        ("mine.yaml", CHECKLIST),
        ("empty/README", ""),
        ("bad.yaml", "name: B\nspeed: 3\n"),
    ])
}

fn diff(yard: &Folder, args: &[&str]) -> Done {
    yard.run(&[&["diff"], args, &["--target", "hgx"]].concat())
}

fn json(yard: &Folder, args: &[&str]) -> Value {
    diff(yard, &[args, &["--output-format", "json"]].concat()).json()
}

fn saved(yard: &Folder, folder: &str, file: &str, format: &str) {
    let out = format!("{format}={file}");
    yard.run(&["score", folder, "--target", "hgx", "--output-format", &out])
        .data();
}

/// The delta of a measure among effects or changes; nothing there is no change.
fn delta(effects: &Value, measure: &str) -> f64 {
    let mut effects = effects.as_array().unwrap().iter();
    effects
        .find(|e| e["measure"] == measure)
        .map_or(0.0, |e| e["delta"].as_f64().unwrap())
}

mod shown {
    use super::*;

    #[test]
    fn text_and_markdown_of_two_folders() {
        let yard = yard();
        insta::assert_snapshot!("text", diff(&yard, &["base", "head"]).data());
        let args = ["base", "head", "--output-format", "markdown"];
        insta::assert_snapshot!("markdown", diff(&yard, &args).data());
    }

    #[test]
    fn text_of_two_saved_reports() {
        let yard = yard();
        saved(&yard, "base", "base.json", "json");
        saved(&yard, "head", "head.ndjson", "ndjson");
        let done = yard.run(&["diff", "base.json", "head.ndjson"]);
        insta::assert_snapshot!("text_saved", done.data());
    }

    #[test]
    fn text_from_files_is_data_in_markdown() {
        let evil = SITE.replace("Mill Creek", "\"@all <script> [x](http://x) | #7\"");
        let yard = Folder::with(&[("a/m.yaml", SITE), ("b/m.yaml", &evil.replace("100", "90"))]);
        let text = diff(&yard, &["a", "b", "--output-format", "markdown"]).data();
        for raw in ["@all", "<script>", "[x](", "#7"] {
            assert!(!text.contains(raw), "{raw}: {text}");
        }
        assert!(text.contains("&lt;script&gt;"), "{text}");
    }

    #[test]
    fn json_holds_its_schema() {
        let yard = yard();
        let validator = validator("diff");
        saved(&yard, "base", "base.json", "json");
        saved(&yard, "head", "head.json", "json");
        for args in [
            ["base", "head"],
            ["base", "base"],
            ["base.json", "head.json"],
        ] {
            let args = [&["diff"], &args[..], &["--output-format", "json"]].concat();
            let document = yard.run(&args).json();
            let errors = misfits(&validator, &document);
            assert!(errors.is_empty(), "{errors:?}");
        }
    }
}

#[test]
fn a_contradiction_that_came_is_marked_and_one_that_went_is_told() {
    let other = SITE.replace("approved_mw: 100", "approved_mw: 10");
    // As many as a terminal shows in a table, and one by one where everything is asked for.
    let names =
        ["base/mill", "base/elk", "base/old", "base/new"].map(|name| format!("{name}.yaml"));
    let heads = names.each_ref().map(|name| name.replace("base", "head"));
    let files = names.iter().map(|name| (name.as_str(), SITE));
    let files = files.chain(heads.iter().map(|name| (name.as_str(), other.as_str())));
    let yard = Folder::with(&files.collect::<Vec<_>>());
    let of = |sides: &[&str], more: &[&str]| {
        // A page begins its sentences with capitals.
        let text = diff(&yard, &[sides, more].concat()).data().to_lowercase();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mark = "!: facts contradict each other that did not";
    let (there, back) = (["base", "head"], ["head", "base"]);
    for format in ["text", "markdown", "html"] {
        let out = ["--output-format", format];
        assert!(of(&there, &out).contains(mark), "{format}");
        assert!(!of(&back, &out).contains(mark), "{format}");
        let all = [&out[..], &["--full"][..usize::from(format == "text")]].concat();
        let (there, back) = (of(&there, &all), of(&back, &all));
        assert!(
            there.contains("contradicts itself now: energized"),
            "{format}"
        );
        assert!(
            back.contains("no longer contradicts itself: energized"),
            "{format}"
        );
    }
    // Saved reports have them too.
    saved(&yard, "base", "base.json", "json");
    saved(&yard, "head", "head.json", "json");
    let reports = ["diff", "base.json", "head.json", "--output-format", "json"];
    for document in [json(&yard, &there), yard.run(&reports).json()] {
        let site = &document["sites"][0];
        let change = &site["contradictions"][0];
        assert_eq!(
            (&change["change"], &change["id"]),
            (&"added".into(), &"energized-above-approved".into())
        );
        assert_eq!(
            site["route"],
            serde_json::json!({"base": "new-hall", "head": "in-place"})
        );
    }
}

mod attribution {
    use super::*;

    #[test]
    fn a_thing_and_itself_do_not_differ() {
        let yard = yard();
        saved(&yard, "base", "base.json", "json");
        saved(&yard, "base", "base.ndjson", "ndjson");
        for args in [["base", "base"], ["base.json", "base.ndjson"]] {
            let args = [&["diff"], &args[..], &["--output-format", "json"]].concat();
            let found = yard.run(&args).json();
            for key in ["sites", "added", "removed", "versions", "regressions"] {
                assert_eq!(found[key], Value::Array(Vec::new()), "{key}");
            }
            assert_eq!(found["unchanged"], 3);
            assert!(
                found["totals"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|t| t["delta"] == 0.0)
            );
        }
    }

    #[test]
    fn facts_are_named_with_both_values_their_line_and_what_each_alone_would_change() {
        let found = json(&yard(), &["base", "head"]);
        let site = &found["sites"][0];
        assert_eq!(site["id"], "mill");
        let facts: Vec<_> = site["facts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| {
                (
                    f["path"].clone(),
                    f["base"].clone(),
                    f["head"].clone(),
                    f["line"].clone(),
                )
            })
            .collect();
        let fact = |path: &str, base: Value, head: &str, line: u64| {
            (path.into(), base, head.into(), line.into())
        };
        let expected: Vec<(Value, Value, Value, Value)> = vec![
            fact("power.approved_mw", "100".into(), "80", 4),
            fact("power.voltage_kv", Value::Null, "138", 7),
        ];
        assert_eq!(facts, expected);
        // Each alone, as if it were the only change.
        let alone = Folder::with(&[
            ("a/mill.yaml", SITE),
            ("b/mill.yaml", &SITE.replace("100", "80")),
        ]);
        let whole = json(&alone, &["a", "b"]);
        for measure in ["score", "planned_mw", "cost_musd"] {
            let (alone, whole) = (
                delta(&site["facts"][0]["alone"], measure),
                delta(&whole["sites"][0]["changes"], measure),
            );
            assert!((alone - whole).abs() < 1e-9, "{measure}: {alone} {whole}");
        }
        assert!(delta(&site["facts"][0]["alone"], "planned_mw") < 0.0);
    }

    #[test]
    fn the_parts_add_up_to_the_whole_at_real_sites() {
        let folder = Folder::with(&[("mine.yaml", CHECKLIST), ("prices.yaml", &prices())]);
        for name in std::fs::read_dir(sites()).unwrap() {
            let path = name.unwrap().path();
            if path.extension().is_none_or(|e| e != "yaml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let file = path.file_name().unwrap().to_str().unwrap();
            std::fs::create_dir_all(folder.path("base")).unwrap();
            std::fs::create_dir_all(folder.path("head")).unwrap();
            std::fs::write(folder.path(&format!("base/{file}")), &text).unwrap();
            let more: String = text
                .lines()
                .map(|line| match line.split_once("contracted_mw: ") {
                    Some((key, mw)) if mw.parse::<f64>().is_ok() => {
                        format!("{key}contracted_mw: {}\n", 0.8 * mw.parse::<f64>().unwrap())
                    }
                    _ => format!("{line}\n"),
                })
                .collect();
            std::fs::write(folder.path(&format!("head/{file}")), more).unwrap();
        }
        let args = [
            "base",
            "head",
            "--checklist",
            "mine.yaml",
            "--prices",
            "prices.yaml",
            "--base-checklist",
            "none.yaml",
            "--base-prices",
            "dear.yaml",
        ];
        std::fs::write(
            folder.path("none.yaml"),
            CHECKLIST
                .replace("weight: 9", "weight: 1")
                .replace("mine", "old"),
        )
        .unwrap();
        std::fs::write(
            folder.path("dear.yaml"),
            prices()
                .replace("high: 3", "high: 30")
                .replace("mode: 2", "mode: 20"),
        )
        .unwrap();
        let found = json(&folder, &args);
        let sites = found["sites"].as_array().unwrap();
        assert!(sites.len() > 40, "{}", sites.len());
        let mut inputs = std::collections::BTreeSet::new();
        for site in sites {
            for change in site["changes"].as_array().unwrap() {
                let measure = change["measure"].as_str().unwrap();
                let parts = site["parts"].as_array().unwrap();
                let effects: Vec<&Value> = parts
                    .iter()
                    .flat_map(|part| part["effects"].as_array().unwrap())
                    .filter(|e| e["measure"] == measure)
                    .collect();
                let (Some(whole), true) = (
                    change["delta"].as_f64(),
                    effects.iter().all(|e| !e["delta"].is_null()),
                ) else {
                    continue;
                };
                let sum: f64 = effects.iter().map(|e| e["delta"].as_f64().unwrap()).sum();
                assert!(
                    (sum - whole).abs() < 0.003,
                    "{} {measure}: {sum} {whole}",
                    site["id"]
                );
            }
            for part in site["parts"].as_array().unwrap() {
                inputs.insert(part["input"].as_str().unwrap().to_owned());
            }
            // And the facts alone, with what they change together, are the part of the facts.
            let facts = site["facts"].as_array().unwrap();
            for part in site["parts"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|p| p["input"] == "facts")
            {
                for measure in ["score", "planned_mw"] {
                    let alone: f64 = facts.iter().map(|f| delta(&f["alone"], measure)).sum();
                    let sum = alone + delta(&site["interaction"], measure);
                    let whole = delta(&part["effects"], measure);
                    assert!(
                        (sum - whole).abs() < 0.003,
                        "{} {measure}: {sum} {whole}",
                        site["id"]
                    );
                }
            }
        }
        assert_eq!(inputs.len(), 3, "{inputs:?}");
        for total in found["totals"].as_array().unwrap() {
            let parts = total["parts"].as_array().unwrap();
            let sum: f64 = parts.iter().map(|p| p["delta"].as_f64().unwrap()).sum();
            assert!(
                (sum - total["delta"].as_f64().unwrap()).abs() < 0.01,
                "{total}"
            );
        }
    }

    /// Prices of our own in place of those that are counted by MW or MVA.
    fn prices() -> String {
        let args = ["list", "prices", "--output-format", "json"];
        let list = Folder::with(&[]).run(&args).json();
        let mut text = "version: mine\nprices:\n".to_owned();
        for price in list.as_array().unwrap() {
            if ["USD/MW", "USD/MVA"].contains(&price["unit"].as_str().unwrap()) {
                let id = price["id"].as_str().unwrap();
                text += &format!("  - {{id: {id}, low: 1, mode: 2, high: 3, source: test}}\n");
            }
        }
        text
    }

    #[test]
    fn another_checklist_is_told_apart_from_facts() {
        let yard = yard();
        let found = json(
            &yard,
            &[
                "base/mill.yaml",
                "base/mill.yaml",
                "--base-checklist",
                "mine.yaml",
            ],
        );
        assert_eq!(found["versions"][0]["what"], "checklist");
        let site = &found["sites"][0];
        assert_eq!(site["parts"][0]["input"], "checklist");
        assert_eq!(site["parts"].as_array().unwrap().len(), 1);
        let finding = &site["findings"][0];
        assert_eq!(finding["requirement"], "network.diverse-routes");
        assert_eq!(finding["because"], serde_json::json!(["checklist"]));
    }

    #[test]
    fn a_waiver_that_came_is_told_and_changes_no_number() {
        let waived = format!(
            "{SITE}waivers:\n- {{requirement: site.moratorium, reason: \"asked | for\", owner: Ann, expires: 2027-06-30}}\n"
        );
        let yard = Folder::with(&[("base/mill.yaml", SITE), ("head/mill.yaml", &waived)]);
        let found = json(&yard, &["base", "head"]);
        let site = &found["sites"][0];
        assert_eq!(site["waivers"][0]["change"], "added");
        assert_eq!(site["waivers"][0]["requirement"], "site.moratorium");
        assert_eq!(site["changes"], serde_json::json!([]));
        let text = diff(&yard, &["base", "head"]).stdout;
        assert!(
            text.contains("added of site.moratorium until 2027-06-30, by Ann"),
            "{text}"
        );
        let comment = diff(&yard, &["base", "head", "--output-format", "markdown"]).stdout;
        assert!(
            comment.contains("waiver added of") && !comment.contains("asked | for"),
            "{comment}"
        );
    }

    #[test]
    fn two_files_of_one_site_each_are_compared_under_any_name() {
        let yard = Folder::with(&[("old.yaml", SITE), ("new.yaml", WORSE)]);
        let found = json(&yard, &["old.yaml", "new.yaml"]);
        assert_eq!(
            (&found["sites"][0]["id"], &found["sites"][0]["base_id"]),
            (&"new".into(), &"old".into())
        );
        let piped = yard.run_with(
            &[
                "diff",
                "-",
                "new.yaml",
                "--target",
                "hgx",
                "--output-format",
                "json",
            ],
            SITE,
            &[],
        );
        assert_eq!(
            piped.json()["sites"][0]["changes"],
            found["sites"][0]["changes"]
        );
    }
}

mod gate {
    use super::*;

    #[test]
    fn the_exit_code_tells_the_cause_in_every_format() {
        let yard = yard();
        saved(&yard, "base", "base.json", "json");
        saved(&yard, "head", "head.json", "json");
        let fail = "--fail-on-regression";
        let lax = [
            "--tolerate-mw",
            "20",
            "--tolerate-score",
            "8",
            "--tolerate-cost-per-mw",
            "9",
            "--tolerate-months",
            "99",
        ];
        let gate = |tolerances: &[&'static str]| [&[fail], tolerances].concat();
        let cases: Vec<(&str, &str, Vec<&str>, i32)> = vec![
            ("base", "head", vec![], 0),
            ("base", "base", vec![fail], 0),
            ("base", "head", vec![fail], 1),
            ("base", "head", gate(&lax), 0),
            ("base", "head", gate(&["--tolerate-score", "5"]), 1),
            ("base.json", "head.json", vec![], 0),
            ("base.json", "head.json", vec![fail], 1),
            ("base.json", "head.json", gate(&lax), 0),
            ("base.json", "head", vec![], 2),
            ("base.json", "head.json", vec!["--prices", "mine.yaml"], 2),
            ("base.json", "head.json", vec!["--typical", "mine.yaml"], 2),
            ("base.json", "head.json", vec!["--draws", "64"], 2),
            ("base.json", "head.json", vec!["--seed", "1"], 2),
            ("base", "gone", vec![], 2),
            ("base", "bad.yaml", vec![fail], 2),
            ("base", "empty", vec![], 3),
            ("empty", "head", vec![fail], 3),
            ("-", "-", vec![], 2),
            ("base", "head", vec![fail, "--tolerate-mw", "-1"], 2),
            ("base", "head", vec!["--base-checklist", "bad.yaml"], 2),
        ];
        for (base, head, more, code) in cases {
            for format in ["text", "json", "markdown"] {
                let args = [&["diff", base, head, "--output-format", format], &more[..]].concat();
                let target: &[&str] = if base.ends_with(".json") {
                    &[]
                } else {
                    &["--target", "hgx"]
                };
                let done = yard.run(&[&args, target].concat());
                assert_eq!(done.code, code, "{args:?}: {}", done.stderr);
            }
        }
    }

    #[test]
    fn what_is_worse_is_named_with_its_tolerance() {
        let yard = yard();
        let found = json(&yard, &["base", "head", "--tolerate-mw", "5"]);
        let regressions = found["regressions"].as_array().unwrap();
        let mw = regressions
            .iter()
            .find(|r| r["measure"] == "planned_mw")
            .unwrap();
        assert_eq!(
            (&mw["site"], &mw["tolerated"]),
            (&"mill".into(), &5.0.into())
        );
        let worse_by = mw["worse_by"].as_f64().unwrap();
        let change = delta(&found["sites"][0]["changes"], "planned_mw");
        assert!((worse_by + change).abs() < 1e-9);
        // What got better, was added or removed is none.
        assert!(
            json(&yard, &["head", "base"])["regressions"]
                .as_array()
                .unwrap()
                .iter()
                .all(|r| r["measure"] != "planned_mw")
        );
    }
}

mod unreadable {
    use super::*;
    use crate::support::BAD;

    #[test]
    fn a_side_that_cannot_be_read_is_told_and_nothing_is_compared_with_it() {
        let yard = yard();
        saved(&yard, "head", "head.json", "json");
        yard.run(&["score", "bad.yaml", "--output-format", "json=bad.json"]);
        for (base, head) in [
            ("bad.yaml", "head/mill.yaml"),
            ("head/mill.yaml", "bad.yaml"),
            ("bad.json", "head.json"),
            ("head.json", "bad.json"),
        ] {
            let target: &[&str] = if base.ends_with(".json") {
                &[]
            } else {
                &["--target", "hgx"]
            };
            let out = "json=out.json";
            let done = yard.run(&[&["diff", base, head, "--output-format", out], target].concat());
            assert_eq!(
                (done.code, done.stdout.as_str()),
                (2, ""),
                "{}",
                done.stderr
            );
            assert!(!yard.path("out.json").exists());
            let bad = if base.starts_with("bad") { base } else { head };
            let told = format!("nothing is compared, as no site of `{bad}` can be read");
            assert!(done.stderr.contains(&told), "{}", done.stderr);
        }
    }

    #[test]
    fn a_site_whose_other_state_cannot_be_read_neither_came_nor_went() {
        let yard = Folder::with(&[
            ("base/mill.yaml", SITE),
            ("base/elk.yaml", OTHER),
            ("base/gone.yaml", &OTHER.replace("Elk", "Old")),
            ("head/mill.yaml", BAD),
            ("head/elk.yaml", OTHER),
            ("head/new.yaml", &OTHER.replace("Elk", "New")),
        ]);
        for format in ["text", "json"] {
            let done = diff(&yard, &["base", "head", "--output-format", format]);
            assert_eq!(done.code, 2, "{}", done.stderr);
            assert!(
                done.stderr.contains(
                    "1 site of `base` is compared with nothing, as files of `head` cannot be read"
                ),
                "{}",
                done.stderr
            );
        }
        let ids = |found: &Value, list: &str| -> Vec<String> {
            let lone = found[list].as_array().unwrap().iter();
            lone.map(|lone| lone["id"].as_str().unwrap().to_owned())
                .collect()
        };
        let found = json(&yard, &["base", "head"]);
        assert_eq!(ids(&found, "removed"), ["gone"]);
        assert_eq!(ids(&found, "added"), ["new"]);
        assert_eq!(found["unchanged"], 1);
        let turned = json(&yard, &["head", "base"]);
        assert_eq!(
            (ids(&turned, "added"), ids(&turned, "removed")),
            (vec!["gone".to_owned()], vec!["new".to_owned()])
        );
    }

    #[test]
    fn nor_a_row_of_a_table_beside_rows_that_cannot_be_read() {
        let yard = Folder::with(&[
            ("base.csv", "name,power.energized_mw\nA,50\nB,much\nC,70\n"),
            ("head.csv", "name,power.energized_mw\nA,50\nB,60\nC,70\n"),
        ]);
        let found = json(&yard, &["base.csv", "head.csv"]);
        assert_eq!(
            (&found["unchanged"], &found["added"]),
            (&2.into(), &Value::Array(Vec::new()))
        );
    }
}
