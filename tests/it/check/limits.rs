//! Numbers that `check` asks for: where they are read, what misses them, what is said then.

use serde_json::Value;

use super::{check, failing, json, of_mw, with_rule};
use crate::support::{Done, Folder, good};

/// A site of which the MW are a range, and nothing below says more.
fn yard() -> Folder {
    let site = good()
        .replace("_mw: 100", "_mw: 80 to 100")
        .replace("service_firm_mw: 80 to 100", "service_firm_mw: 60");
    Folder::with(&[("good.yaml", &site)])
}

/// What the site has at each end, as the document states it.
fn result(yard: &Folder) -> Value {
    json(yard, &["good.yaml"])["sites"][0]["result"].clone()
}

#[track_caller]
fn turns(flag: &str, on: &str, passes: f64, fails: f64) {
    let yard = yard();
    for (limit, code) in [(passes, 0), (fails, 1)] {
        let args = ["good.yaml", "--on", on, flag, &limit.to_string()];
        let done = check(&yard, &args);
        assert_eq!(done.code, code, "{args:?}: {}", done.stdout);
        let rule = flag.replace("--", "threshold.");
        assert_eq!(done.stdout.contains(&rule), code == 1, "{}", done.stdout);
    }
}

#[test]
fn each_number_is_read_at_the_end_that_is_asked_for() {
    let has = result(&yard());
    // Where every draw carries the tenant's least, what limits read is what reports say.
    assert_eq!(has["planned_mw"]["share"], 1.0);
    assert_eq!(has["counted"]["mw"]["p10"], has["planned_mw"]["p10"]);
    for key in ["cost_per_mw_musd", "first_mw_months"] {
        assert_eq!(has["counted"][key]["p90"], has[key]["p90"]);
    }
    let at = |key: &str, end: &str| has[key][end].as_f64().unwrap();
    for (flag, key, ends) in [
        ("--min-score", "score", ["worst", "p10", "mean"]),
        ("--min-mw", "planned_mw", ["worst", "p10", "p50"]),
        // Money and months have no worst: what one draw in ten exceeds stands for it.
        (
            "--max-cost-per-mw",
            "cost_per_mw_musd",
            ["p90", "p90", "p50"],
        ),
        ("--max-months", "first_mw_months", ["p90", "p90", "p50"]),
    ] {
        let is_least = flag.starts_with("--min");
        for (on, end) in ["worst", "p10", "expected"].into_iter().zip(ends) {
            let value = at(key, end);
            let (less, more) = (value - 0.01, value + 0.01);
            let (passes, fails) = if is_least { (less, more) } else { (more, less) };
            turns(flag, on, passes, fails);
        }
        let [worst, _, expected] = ends.map(|end| at(key, end));
        assert_eq!(worst < expected, is_least, "{key}");
    }
    for key in ["score", "planned_mw"] {
        assert!(at(key, "worst") < at(key, "p10") && at(key, "p10") < at(key, "p50"));
    }
}

#[test]
fn what_is_expected_is_read_unless_another_end_is_asked_for() {
    let yard = yard();
    let expected = result(&yard)["score"]["mean"].as_f64().unwrap();
    let asked = (expected - 1.0).to_string();
    assert_eq!(check(&yard, &["good.yaml", "--min-score", &asked]).code, 0);
    let on = ["good.yaml", "--min-score", &asked, "--on", "worst"];
    assert_eq!(check(&yard, &on).code, 1);
}

/// A site of which less than half of the draws carry the tenant's least, and one of which more do.
fn draws() -> Folder {
    let of = |mw: &str| {
        let mw = format!("_mw: {mw}");
        good().replace("_mw: 60", &mw).replace("_mw: 100", &mw)
    };
    Folder::with(&[
        ("few.yaml", &of("12 to 30")),
        ("many.yaml", &of("18 to 30")),
    ])
}

/// Checks one of them for a tenant that takes 16 MW or more.
fn check_nvl72(folder: &Folder, args: &[&str]) -> Done {
    check(
        folder,
        &[args, &["--target", "nvl72", "--allow-open"]].concat(),
    )
}

#[test]
fn a_draw_below_the_tenants_least_counts_as_no_mw_and_as_never() {
    let folder = draws();
    let share = |file: &str| {
        let report = check_nvl72(&folder, &[file, "--output-format", "json"]).json();
        let share = &report["sites"][0]["result"]["planned_mw"]["share"];
        share.as_f64().unwrap()
    };
    assert!((0.2..0.4).contains(&share("few.yaml")));
    assert!((0.55..0.85).contains(&share("many.yaml")));
    // The draws that do carry it have more than 16 MW, in well under three years, at less than 30 M$ each.
    for (limit, never) in [
        (["--min-mw", "1"], "the plan carries 0 MW at "),
        (["--max-months", "36"], "the first MW never comes"),
        (["--max-cost-per-mw", "30"], "there is no MW to pay for"),
    ] {
        for (file, on, code) in [
            ("few.yaml", "expected", 1),
            ("many.yaml", "expected", 0),
            ("many.yaml", "p10", 1),
            ("many.yaml", "worst", 1),
        ] {
            let done = check_nvl72(&folder, &[&[file, "--on", on], &limit[..]].concat());
            assert_eq!(done.code, code, "{limit:?} {file} {on}: {}", done.stdout);
            if code == 0 {
                continue;
            }
            let said = words(&done.stdout);
            let share = format!(
                ": {:.0} % of draws carry the tenant's least",
                100.0 * share(file)
            );
            assert!(said.contains(never) && said.contains(&share), "{said}");
        }
    }
}

/// A text without its line breaks.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_file_that_leaves_much_open_is_asked_for_documentation() {
    let folder = draws();
    let document = check_nvl72(&folder, &["many.yaml", "--output-format", "json"]).json();
    let result = &document["sites"][0]["result"];
    let known = result["known"].as_f64().unwrap();
    let chance = |word: &str| result["chance"][word].as_f64().unwrap();
    let converting = chance("convert") + chance("convert-in-phases");
    let of = |word: &str, share: f64| format!("--min-chance={word}={}", share.clamp(0.0, 1.0));
    let mut asked = vec![
        (
            [known - 0.01, known + 0.01].map(|share| format!("--min-known={share}")),
            "threshold.min-known",
        ),
        (
            [converting - 0.01, converting + 0.01].map(|share| of("converting", share)),
            "threshold.min-chance",
        ),
    ];
    for word in ["convert", "convert-in-phases", "bridge", "keep-mining"] {
        let ends = [chance(word) - 0.01, chance(word) + 0.01];
        asked.push((ends.map(|share| of(word, share)), "threshold.min-chance"));
    }
    for ([passes, fails], rule) in asked {
        assert_eq!(
            check_nvl72(&folder, &["many.yaml", &passes]).code,
            0,
            "{passes}"
        );
        let done = check_nvl72(&folder, &["many.yaml", &fails]);
        assert_eq!(done.code, 1, "{fails}");
        assert!(done.stdout.contains(rule), "{}", done.stdout);
        // Neither has an end: what it asks is the same at all of them.
        let worst = check_nvl72(&folder, &["many.yaml", &passes, "--on", "worst"]);
        assert_eq!(worst.code, 0, "{passes}");
    }
    let done = words(&check_nvl72(&folder, &["many.yaml", "--min-known", "0.9"]).stdout);
    let said = format!(
        "known is {:.1} % of what counts, asked for is at least 90 % help: ask the ",
        100.0 * known
    );
    // A whole number has no decimals.
    let said = said.replace(".0 %", " %");
    assert!(done.contains(&said), "{done}");
    assert_eq!(done.matches("ask the ").count(), 3, "{done}");
}

#[test]
fn a_missed_share_stands_in_every_format_and_can_be_waived() {
    let folder = draws();
    let limits = [
        "many.yaml",
        "--min-known=0.9",
        "--min-chance=converting=0.99,bridge=0.9",
    ];
    let run = |args: &[&str]| check_nvl72(&folder, &[&limits, args].concat());
    let report = run(&["--output-format", "json"]).json();
    let concerns = &report["sites"][0]["concerns"];
    for rule in ["threshold.min-known", "threshold.min-chance"] {
        let [concern] = with_rule(concerns, rule)[..] else {
            panic!("one concern of {rule}: {concerns:#}");
        };
        assert_eq!(
            (
                &concern["kind"],
                &concern["severity"],
                &concern["place"]["line"]
            ),
            (&"threshold".into(), &"blocker".into(), &1.into())
        );
        let sarif = run(&["--output-format", "sarif"]).json();
        let results = sarif["runs"][0]["results"].as_array().unwrap().clone();
        let found = results.iter().find(|r| r["ruleId"] == rule).unwrap();
        let region = &found["locations"][0]["physicalLocation"]["region"];
        assert_eq!(
            (&found["level"], &region["startLine"]),
            (&"error".into(), &1.into())
        );
        let junit = run(&["--output-format", "junit"]).stdout;
        assert!(junit.contains(&format!("name=\"{rule}\"")), "{junit}");
        let page = folder.run(&["explain", rule]).data();
        let key = rule.replace("threshold.", "").replace('-', "_");
        assert!(page.contains(&format!("check: {{{key}: ")), "{page}");
    }
    let waiver =
        |rule: &str| format!("\n- {{requirement: {rule}, reason: r, owner: o, expires: 2027}}");
    let waivers = waiver("threshold.min-known") + &waiver("threshold.min-chance");
    let site = folder.text("many.yaml") + "waivers:" + &waivers + "\n";
    std::fs::write(folder.path("many.yaml"), site).unwrap();
    assert_eq!(run(&[]).code, 0);
}

#[test]
fn a_share_that_is_none_gets_the_nearest_that_is_one() {
    let folder = draws();
    for (args, said) in [
        (
            &["--min-chance", "convertng=0.6"][..],
            "did you mean `converting`?",
        ),
        (
            &["--min-chance", "luck=0.6"],
            "valid are converting, convert, ",
        ),
        (&["--min-chance", "converting"], "write `converting=0.6`"),
        (&["--min-chance", "bridge="], "write `bridge=0.6`"),
        (
            &["--min-chance", "converting=1.6"],
            "expected a share from 0 to 1",
        ),
        (&["--min-chance", "converting=60%"], "for 60 % write 0.6"),
        (&["--min-chance", "bridge=0.1,bridge=0.2"], "given twice"),
        (&["--min-chance"], "a value is required"),
        (&["--min-known", "50"], "for 50 % write 0.5"),
        (&["--min-known=-0.1"], "expected a share from 0 to 1"),
    ] {
        let done = check_nvl72(&folder, &[&["many.yaml"], args].concat());
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{args:?}");
        assert!(done.stderr.contains(said), "{args:?}: {}", done.stderr);
    }
}

#[test]
fn a_policy_asks_for_shares_and_the_command_line_overrides_them_one_by_one() {
    let folder = draws();
    let policy = "version: 1\ntarget: nvl72\ncheck:\n  allow_open: true\n  min_known: 0.9\n  \
                  min_chance: {converting: 0.9, bridge: 0.9}\n";
    std::fs::write(folder.path(".rackready.yaml"), policy).unwrap();
    let both = ["threshold.min-chance", "threshold.min-known"];
    let rules = |args: &[&str]| {
        let mut rules = failing(&folder, &[&["many.yaml"], args].concat());
        rules.sort();
        rules
    };
    assert_eq!(rules(&[]), both);
    assert_eq!(rules(&["--min-known", "0.1"]), [both[0]]);
    assert_eq!(
        rules(&["--min-chance", "converting=0"]),
        both,
        "bridge stands"
    );
    assert_eq!(rules(&["--min-chance", "converting=0,bridge=0"]), [both[1]]);
    let by_variable = folder.run_with(
        &[
            "check",
            "many.yaml",
            "--as-of",
            crate::support::AS_OF,
            "--min-known=0",
        ],
        "",
        &[("RACKREADY_MIN_CHANCE", "converting=0,bridge=0")],
    );
    assert_eq!(by_variable.code, 0, "{}", by_variable.stdout);
}

#[test]
fn what_has_no_megawatts_misses_cost_and_months() {
    let folder = Folder::with(&[("a.yaml", &of_mw(0))]);
    let args = ["a.yaml", "--max-cost-per-mw", "999", "--max-months", "999"];
    let rules = failing(&folder, &args);
    let report = json(&folder, &args);
    assert!(
        report["sites"][0]["result"]["cost_per_mw_musd"].is_null(),
        "{report:#}"
    );
    for rule in ["threshold.max-cost-per-mw", "threshold.max-months"] {
        assert!(rules.iter().any(|r| r == rule), "{rules:?}");
    }
}

#[test]
fn megawatts_that_nobody_calls_firm_count_for_nothing_at_worst() {
    let hidden = good().replace("  firmness: firm\n", "");
    assert_ne!(hidden, good());
    let yard = Folder::with(&[("stated.yaml", &good()), ("hidden.yaml", &hidden)]);
    let least = |file, on: &[&str]| {
        let done = check(
            &yard,
            &[
                &[file, "--target", "hgx", "--allow-open", "--min-mw", "5"],
                on,
            ]
            .concat(),
        );
        done.stdout.contains("threshold.min-mw")
    };
    assert!(!least("stated.yaml", &["--on", "worst"]));
    assert!(least("hidden.yaml", &["--on", "worst"]));
    assert!(!least("hidden.yaml", &[]));
}
