//! SARIF against the schema of OASIS, and what GitHub and the prose of the standard ask beyond it.

use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use rackready::checklist::built_in;
use rackready::gate::outcome::{Check, Kind, Severity};
use rackready::report::check::sarif::{FINGERPRINT, RESULTS, to_string};
use serde_json::Value;

use crate::support::misfits;

use super::sample::{self, all_held, everything, nothing};

/// The schema with one of its patterns mended: a stray bracket is no regular expression, and with addresses held
/// to their format the schema is held to its own.
static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let text = include_str!("../../../schemas/sarif-2.1.0.json");
    let mended = text.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    assert_ne!(text, mended);
    let schema: Value = serde_json::from_str(&mended).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&schema).unwrap()
});

fn problems(log: &Value) -> Vec<String> {
    misfits(&SCHEMA, log)
}

fn valid(check: &Check) -> Value {
    let log: Value = serde_json::from_str(&to_string(check, built_in()).unwrap()).unwrap();
    assert_eq!(problems(&log), Vec::<String>::new());
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    // A rule without a name occurs in no check but the hostile ones of the tests.
    let named = |rule: &&Value| !rule["id"].as_str().unwrap().trim().is_empty();
    for rule in rules.iter().filter(named) {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
    }
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(
            result["kind"] == "fail",
            result["level"] != "none",
            "{result}"
        );
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let uri = uri.as_str().unwrap();
        assert!(!uri.starts_with("./") && !uri.contains('\\'), "{uri}");
    }
    log
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let good = valid(&everything());
    let spoiled: [fn(&mut Value); 6] = [
        |log| log["version"] = "2.0.0".into(),
        |log| log["runs"][0]["results"][0]["kind"] = "bad".into(),
        |log| log["runs"][0]["results"][0]["message"] = "text".into(),
        |log| log["runs"][0]["results"][0]["colour"] = "red".into(),
        |log| log["runs"][0]["tool"]["driver"]["name"] = Value::Null,
        |log| {
            let location = &mut log["runs"][0]["results"][0]["locations"][0];
            location["physicalLocation"]["region"]["startLine"] = 0.into();
        },
    ];
    for spoil in spoiled {
        let mut log = good.clone();
        spoil(&mut log);
        assert!(!problems(&log).is_empty());
    }
}

#[test]
fn everything_is_valid_and_told() {
    let mut log = valid(&everything());
    let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
    insta::assert_snapshot!("sarif", serde_json::to_string_pretty(&log).unwrap());
    let of = |id: &str| {
        rules
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["id"] == id)
            .unwrap()
    };
    let shown = [
        "power.firm-supply",
        "waiver.expired",
        "firm-from-one-unit",
        "own.rule",
    ]
    .map(of);
    insta::assert_snapshot!("sarif_rules", serde_json::to_string_pretty(&shown).unwrap());
}

#[test]
fn every_rule_of_the_checklist_says_why_and_what_helps() {
    let log = valid(&all_held());
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    for requirement in &built_in().requirements {
        let rule = rules
            .iter()
            .find(|r| r["id"] == requirement.id.as_str())
            .unwrap();
        if let Some(remedy) = requirement.remedy {
            let markdown = rule["help"]["markdown"].as_str().unwrap();
            assert!(markdown.contains(&remedy.name), "{markdown}");
        }
        assert!((1..=20).contains(&rule["properties"]["tags"].as_array().unwrap().len()));
        assert!(rule["properties"].get("security-severity").is_none());
    }
}

#[test]
fn an_empty_run_has_its_results() {
    for check in [all_held(), sample::check(Vec::new())] {
        assert_eq!(valid(&check)["runs"][0]["results"], serde_json::json!([]));
    }
    let log = valid(&nothing());
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(
        invocation["toolExecutionNotifications"][0]["level"],
        "error"
    );
}

#[test]
fn the_fingerprint_stays_when_lines_move() {
    let before = everything();
    let mut after = everything();
    for concern in &mut after.sites[0].concerns {
        concern.place.line += 40;
        concern.place.end_line += 40;
    }
    let prints = |check: &Check| -> Vec<Value> {
        let log = valid(check);
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results
            .iter()
            .map(|r| r["partialFingerprints"][FINGERPRINT].clone())
            .collect()
    };
    assert_eq!(prints(&before), prints(&after));
    assert!(prints(&before).iter().all(Value::is_string));
    let line = |check: &Check| valid(check)["runs"][0]["results"][0]["locations"].clone();
    assert_ne!(line(&before), line(&after));
}

#[test]
fn what_is_open_fails_only_where_the_policy_says_so() {
    let shown = |gated| {
        let place = sample::place("a.yaml", 1, "");
        let mut open = sample::concern("site.tenure", Kind::Gate, Severity::Major, place);
        open.gated = gated;
        let log = valid(&sample::check(vec![sample::site("a", vec![open])]));
        let result = &log["runs"][0]["results"][0];
        (result["kind"].clone(), result["level"].clone())
    };
    assert_eq!(shown(false), ("open".into(), "none".into()));
    assert_eq!(shown(true), ("fail".into(), "warning".into()));
}

#[test]
fn a_baseline_gives_every_result_a_state_and_no_baseline_none() {
    let states = |check: &Check| -> Vec<Value> {
        let log = valid(check);
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|r| r["baselineState"].clone()).collect()
    };
    assert!(states(&everything()).iter().all(Value::is_string));
    assert!(states(&sample::many(3)).iter().all(Value::is_null));
}

#[test]
fn above_the_limit_the_least_important_are_left_out_and_named() {
    let log = valid(&sample::many(RESULTS + 400));
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), RESULTS);
    let majors = results
        .iter()
        .filter(|r| r["properties"]["severity"] == "major");
    assert_eq!(majors.count(), (RESULTS + 400) / 4);
    let note = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(
        note["message"]["text"],
        "Only the 5,000 most important results are listed, as more are not shown. \
         Left out: 400 results (400 info)."
    );
    let severity = |result: &Value| result["properties"]["severity"].clone();
    let first = results.iter().take((RESULTS + 400) / 4);
    assert!(
        first.into_iter().all(|r| severity(r) == "major"),
        "the worst stand first"
    );
    assert!(
        valid(&sample::many(RESULTS))["runs"][0]["invocations"][0]
            .get("toolExecutionNotifications")
            .is_none()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_valid_and_links_nowhere(text in sample::texts()) {
        let log = valid(&sample::with_text(&text));
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let message = result["message"]["text"].as_str().unwrap();
            prop_assert!(!message.replace("\\](", "").contains("]("), "{message}");
            prop_assert!(!message.contains('\n'));
        }
    }
}
