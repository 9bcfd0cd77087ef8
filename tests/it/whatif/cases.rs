//! Scenarios, sweeps and targets side by side.

use rackready::source::Source;
use serde_json::{Value, json};

use super::FAST;
use crate::support::{Folder, SITE, misfits, run_at_root, validator};

pub(super) const SCENARIOS: &str = "\
scenarios:
- name: more power
  set:
    power.approved_mw: 300
    power.energized_mw: 200
- name: no firm supply
  set: {power.firmness: unknown, power.approved_mw: 250}
- name: hgx at dear prices
  target: hgx
  prices: lists/dear.yaml
- name: second hall
  set: {'halls[1].racks': 200}
- name: held to a policy
  policy: lists/policy.yaml
- name: a boom
  market: lists/boom.yaml
- name: nothing
";

/// Hashprice so high that no lease beats it.
const BOOM: &str = "version: boom\nas_of: 2026-11\nfigures:\n- {quantity: hashprice, unit: USD/PH/day, low: 300, \
                    likely: 300, high: 300, law: fixed, dated: 2026-11, basis: assumed, note: A boom}\n";

const DEAR: &str = "version: dear\nprices:\n- {id: breaker-position, low: 1000, mode: 2000, high: 3000, source: own}\n";

pub(super) fn with_scenarios() -> Folder {
    let one = format!("{SITE}halls: [{{racks: 10}}, {{racks: 20}}]\n");
    Folder::with(&[
        ("one.yaml", &one),
        ("two.yaml", &SITE.replace("Mill Creek", "Other")),
        ("what/if.yaml", SCENARIOS),
        ("what/lists/dear.yaml", DEAR),
        ("what/lists/boom.yaml", BOOM),
        (
            "what/lists/policy.yaml",
            "version: 1\ncheck: {min_mw: 100000}\n",
        ),
    ])
}

/// The figures of a case, and those of the site when it is scored with the same set by hand.
fn holds_as_scored(folder: &Folder, file: &str, case: &Value, args: &[&str]) {
    let args = [
        &["score", file, "--output-format", "csv", "--draws", "16"],
        args,
    ]
    .concat();
    let done = folder.run(&args);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let mut table = csv::Reader::from_reader(done.stdout.as_bytes());
    let header = table.headers().unwrap().clone();
    let row = table.records().next().unwrap().unwrap();
    let cell = |name: &str| row[header.iter().position(|h| h == name).unwrap()].to_owned();
    let figures = &case["figures"];
    assert_eq!(figures["verdict"], cell("verdict").as_str());
    assert_eq!(figures["target"], cell("target").as_str());
    for (column, shown) in [
        ("score", &figures["score"]["mean"]),
        ("planned_mw", &figures["planned_mw"]["p50"]),
        ("first_mw_months", &figures["first_mw_months"]["p50"]),
        ("cost_per_mw_musd", &figures["cost_per_mw_musd"]["p50"]),
        ("npv_per_grid_mw_musd", &figures["npv_per_grid_mw_musd"]),
        ("converting_chance", &figures["converting"]),
    ] {
        let expected = cell(column).parse::<f64>().ok();
        assert_eq!(shown.as_f64(), expected, "{column}");
    }
}

#[test]
fn scenarios_stand_beside_the_file_with_what_they_change() {
    let folder = with_scenarios();
    let args = [
        "--scenarios",
        "what/if.yaml",
        "--draws",
        "16",
        "--set",
        "power.approved_mw=120",
    ];
    let json = ["--output-format", "json"];
    let done = folder.run(&[&["score", "one.yaml", "two.yaml"], &args[..], &json].concat());
    assert_eq!(done.code, 2, "one site has no second hall: {}", done.stderr);
    let entry = done.json();
    assert_eq!(misfits(&validator("whatif"), &entry), [""; 0]);
    let [one, two] = entry["sites"].as_array().unwrap().as_slice() else {
        panic!()
    };
    let names: Vec<&Value> = one["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["name"])
        .collect();
    assert_eq!(
        names,
        [
            "more power",
            "no firm supply",
            "hgx at dear prices",
            "second hall",
            "held to a policy",
            "a boom",
            "nothing"
        ]
    );
    let case = |site: &Value, at: usize| site["cases"][at].clone();
    // The command line goes before the scenario.
    let target = one["base"]["figures"]["target"].as_str().unwrap();
    let set = ["--set", "power.approved_mw=120", "--target", target];
    holds_as_scored(&folder, "one.yaml", &one["base"], &set);
    let more = [&set[..], &["--set", "power.energized_mw=200"]].concat();
    holds_as_scored(&folder, "one.yaml", &case(one, 0), &more);
    let hgx = [
        "--set",
        set[1],
        "--target",
        "hgx",
        "--prices",
        "what/lists/dear.yaml",
    ];
    holds_as_scored(&folder, "one.yaml", &case(one, 2), &hgx);
    let boom = ["--market", "what/lists/boom.yaml"];
    holds_as_scored(
        &folder,
        "one.yaml",
        &case(one, 5),
        &[&set[..], &boom].concat(),
    );
    let mw = |case: &Value| case["figures"]["planned_mw"].clone();
    assert_eq!(mw(&case(one, 5)), mw(&one["base"]));
    assert_ne!(case(one, 5)["change"]["npv_per_grid_mw_musd"], json!(0.0));
    let hall = [&set[..], &["--set", "halls[1].racks=200"]].concat();
    holds_as_scored(&folder, "one.yaml", &case(one, 3), &hall);
    assert!(
        case(one, 2)["by"]["prices"]
            .as_str()
            .unwrap()
            .contains("dear")
    );
    assert_eq!(case(one, 0)["by"], Value::Null);
    let less = |case: &Value| {
        let mean = |of: &Value| of["figures"]["score"]["mean"].as_f64().unwrap();
        let change = case["change"]["score"].as_f64().unwrap();
        assert!((mean(case) - mean(&one["base"]) - change).abs() < 1e-9);
        change.abs()
    };
    let moved = (0..3).map(|at| less(&case(one, at))).fold(0.0, f64::max);
    assert!(moved > 0.0);
    // Facts in the order of what overrides what, each with what set it.
    let order: Vec<String> = one["cases"][0]["set"]
        .as_array()
        .unwrap()
        .iter()
        .map(|set| format!("{} {} {}", set["path"], set["value"], set["by"]).replace('"', ""))
        .collect();
    assert_eq!(
        order,
        [
            "power.approved_mw 300 scenario more power",
            "power.energized_mw 200 scenario more power",
            "power.approved_mw 120 --set 1",
        ]
    );
    // What changes nothing has the luck of the base.
    assert_eq!(case(one, 6)["figures"], one["base"]["figures"]);
    assert_eq!(
        case(one, 4)["figures"]["score"],
        one["base"]["figures"]["score"]
    );
    let policy = ["check", "one.yaml", "--policy", "what/lists/policy.yaml"];
    let more = ["--draws", "16", "--output-format", "json"];
    let check = folder.run(&[&policy[..], &more, &set].concat());
    let check: Value = serde_json::from_str(&check.stdout).unwrap();
    let concerns = check["sites"][0]["concerns"].as_array().unwrap();
    let gated = concerns.iter().filter(|concern| concern["gated"] == true);
    let gated: Vec<&Value> = gated.map(|concern| &concern["rule"]).collect();
    assert!(
        gated.len() > 1 && gated[0] == "threshold.min-mw",
        "{gated:?}"
    );
    assert_eq!(case(one, 4)["figures"]["gate_fails"], json!(gated));
    // It is told once, and not in the table alone.
    assert_eq!(
        done.stderr.matches("no `halls[1]`").count(),
        1,
        "{}",
        done.stderr
    );
    assert!(done.stderr.contains("--> two.yaml:"), "{}", done.stderr);
    let error = case(two, 3)["error"].as_str().unwrap().to_owned();
    assert!(
        error.contains("no `halls[1]`, which `scenario second hall`"),
        "{error}"
    );
    for command in ["score", "plan", "economics"] {
        let text = folder
            .run(&[&[command, "one.yaml"], &args[..]].concat())
            .data();
        let line = text
            .lines()
            .find(|line| line.starts_with("more power"))
            .unwrap();
        assert!(line.contains('+'), "{line}");
        assert!(
            text.contains("the gate of its policy fails: threshold.min-mw"),
            "{text}"
        );
        let csv = folder
            .run(
                &[
                    &[command, "one.yaml"],
                    &args[..],
                    &["--output-format", "csv"],
                ]
                .concat(),
            )
            .data();
        assert_eq!(csv.lines().count(), 9, "{csv}");
    }
}

#[test]
fn what_is_wrong_with_scenarios_is_told_at_its_line() {
    let folder = with_scenarios();
    std::fs::write(
        folder.path("bad.yaml"),
        "scenarios:\n- name: a\n  set:\n    power.aproved_mw: 5\n",
    )
    .unwrap();
    let done = folder.run(&["score", "one.yaml", "--scenarios", "bad.yaml"]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert!(done.stderr.contains("--> bad.yaml:4:5"), "{}", done.stderr);
    assert!(
        done.stderr.contains("did you mean `power.approved_mw`?"),
        "{}",
        done.stderr
    );
    let scenarios: Value = serde_json::to_value(
        rackready::source::yaml::read::<Value>(&Source::from_text("s", SCENARIOS).unwrap())
            .unwrap(),
    )
    .unwrap();
    assert_eq!(misfits(&validator("scenarios"), &scenarios), [""; 0]);
    for refused in [
        ["--scenarios", "what/if.yaml", "--top", "1"].as_slice(),
        &["--scenarios", "what/if.yaml", "--sweep", "power.feeds=1,2"],
        &["--scenarios", "what/if.yaml", "--output-format", "markdown"],
        &[
            "--sweep",
            "power.feeds=1,2",
            "--sweep",
            "power.approved_mw=1,2",
            "--sweep",
            "power.energized_mw=1,2",
        ],
        &["--sweep", "power.approved_mw=1..800:1", "two.yaml"],
        &["--targets", "all", "--target", "hgx"],
    ] {
        let done = folder.run(&[&["score", "one.yaml"], refused].concat());
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{refused:?}");
    }
}

#[test]
fn a_sweep_is_a_curve_or_a_grid() {
    let folder = with_scenarios();
    let run = |args: &[&str]| folder.run(&[&["score", "two.yaml"], &FAST[..], args].concat());
    let mw = "power.approved_mw=50..140:50";
    let entry = run(&["--sweep", mw, "--output-format", "json"]).json();
    assert_eq!(misfits(&validator("whatif"), &entry), [""; 0]);
    assert_eq!(
        entry["axes"],
        json!([{"path": "power.approved_mw", "values": ["50", "100", "140"]}])
    );
    let cases = entry["sites"][0]["cases"].as_array().unwrap();
    for (case, value) in cases.iter().zip(["50", "100", "140"]) {
        assert_eq!(case["values"], json!([value]));
        let set = format!("power.approved_mw={value}");
        holds_as_scored(
            &folder,
            "two.yaml",
            case,
            &["--target", "nvl72", "--set", &set],
        );
    }
    // The file says 100, so that this point is the file.
    assert_eq!(cases[1]["figures"], entry["sites"][0]["base"]["figures"]);
    let text = run(&["--sweep", mw]).data();
    let bars: Vec<usize> = text
        .lines()
        .map(|line| line.matches('█').count())
        .filter(|n| *n > 0)
        .collect();
    assert_eq!(bars.iter().max(), Some(&12), "{text}");
    assert!(bars.len() > 2 && bars[1] < bars[3], "{text}");
    let pair = ["--sweep", mw, "--sweep", "power.firmness=firm,unknown"];
    let grid = run(&[&pair[..], &["--output-format", "json"]].concat()).json();
    let values: Vec<&Value> = grid["sites"][0]["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["values"])
        .collect();
    assert_eq!(values.len(), 6);
    assert_eq!(
        (values[1], values[2]),
        (&json!(["50", "unknown"]), &json!(["100", "firm"]))
    );
    let text = run(&pair).data();
    assert!(
        text.contains("Critical IT MW\n") && text.contains("across  power.firmness"),
        "{text}"
    );
    let csv = run(&[&pair[..], &["--output-format", "csv"]].concat()).data();
    assert!(
        csv.lines()
            .next()
            .unwrap()
            .ends_with(",seed,power.approved_mw,power.firmness"),
        "{csv}"
    );
    assert!(
        csv.lines().last().unwrap().ends_with(",140,unknown"),
        "{csv}"
    );
}

#[test]
fn what_is_swept_beats_what_is_set_and_no_fact_is_swept_twice() {
    let folder = with_scenarios();
    let run = |args: &[&str]| folder.run(&[&["score", "two.yaml"], &FAST[..], args].concat());
    let mw = "power.approved_mw=50,140";
    let json = ["--output-format", "json"];
    let swept = run(&[&["--sweep", mw], &json[..]].concat()).json();
    let both = ["--sweep", mw, "--set", "power.approved_mw=90"];
    let both = run(&[&both[..], &json].concat()).json();
    let figures = |entry: &Value, case: usize| entry["sites"][0]["cases"][case]["figures"].clone();
    for case in [0, 1] {
        assert_eq!(figures(&swept, case), figures(&both, case));
    }
    assert_ne!(figures(&swept, 0), figures(&swept, 1));
    // What is set makes the entry that is swept.
    let added = ["--set", "permits[+]={kind: air}", "--sweep"];
    let swept = "permits[kind=air].status=granted,denied";
    assert_eq!(run(&[&added[..], &[swept]].concat()).code, 0);
    let twice = run(&["--sweep", mw, "--sweep", "power.approved_mw=60"]);
    assert_eq!((twice.code, twice.stdout.as_str()), (2, ""));
    assert!(
        twice
            .stderr
            .contains("both --sweep are about `power.approved_mw`")
    );
    let plain = run(&["--sweep", mw, "--plain"]).data();
    assert!(!plain.contains('█'), "{plain}");
}

#[test]
fn groups_of_the_policy_of_a_scenario_count_from_its_folder() {
    let groups = "version: 1\ngroups:\n- paths: [hard/*.yaml]\n  check: {min_mw: 100000}\n";
    let what = "scenarios:\n- {name: held, policy: sites/.policy.yaml}\n";
    let folder = Folder::with(&[
        ("sites/hard/one.yaml", SITE),
        ("sites/soft/two.yaml", &SITE.replace("Mill Creek", "Other")),
        ("sites/.policy.yaml", groups),
        ("if.yaml", what),
    ]);
    let args = [
        "score",
        "sites",
        "--scenarios",
        "if.yaml",
        "--output-format",
        "json",
    ];
    let entry = folder.run(&[&args[..], &FAST].concat()).json();
    let fails = |site: usize| {
        let fails = &entry["sites"][site]["cases"][0]["figures"]["gate_fails"];
        let fails = fails.as_array().unwrap();
        fails.contains(&json!("threshold.min-mw"))
    };
    assert_eq!((fails(0), fails(1)), (true, false));
    let refused = folder.run(&[&args[..], &FAST, &["--without-economics"]].concat());
    assert_eq!(refused.code, 0, "{}", refused.stderr);
    std::fs::write(
        folder.path("sites/.policy.yaml"),
        groups.replace("min_mw: 100000", "min_chance_money: 0.5"),
    )
    .unwrap();
    let refused = folder.run(&[&args[..], &FAST, &["--without-economics"]].concat());
    assert_eq!(refused.code, 2, "{}", refused.stdout);
}

#[test]
fn what_every_point_of_a_sweep_lacks_is_told_once() {
    let folder = with_scenarios();
    let args = [&["score", "one.yaml", "two.yaml"], &FAST[..]].concat();
    let done = folder.run(&[&args[..], &["--sweep", "halls[1].racks=10..40:10"]].concat());
    assert_eq!(done.code, 2);
    assert_eq!(
        done.stderr.matches("no `halls[1]`").count(),
        1,
        "{}",
        done.stderr
    );
    let text = done.stdout;
    assert_eq!(text.matches("no `halls[1]`").count(), 1, "{text}");
    assert_eq!(
        text.matches("4 points beside the file").count(),
        2,
        "{text}"
    );
}

#[test]
fn options_go_before_what_a_scenario_names() {
    let folder = with_scenarios();
    let what = [
        "--scenarios",
        "what/if.yaml",
        "--output-format",
        "json",
        "--draws",
        "16",
    ];
    let own = "version: own\nprices: []\n";
    std::fs::write(folder.path("own.yaml"), own).unwrap();
    let own_market = "version: own\nas_of: 2026-11\nfigures: []\n";
    std::fs::write(folder.path("own-market.yaml"), own_market).unwrap();
    let run = |more: &[&str]| {
        let args = [&["score", "one.yaml"], &what[..], more].concat();
        let done = folder.run(&args);
        assert_eq!(done.code, 0, "{}", done.stderr);
        done.json()["sites"][0].clone()
    };
    for (option, value, case) in [
        ("--target", "nvl72", 2),
        ("--prices", "own.yaml", 2),
        ("--market", "own-market.yaml", 5),
    ] {
        let (with, without) = (run(&[option, value]), run(&[]));
        let case = |site: &Value| site["cases"][case].clone();
        let said = |case: &Value| match option {
            "--target" => case["figures"]["target"].clone(),
            _ => case["by"][&option[2..]].clone(),
        };
        assert_ne!(said(&case(&without)), said(&case(&with)), "{option}");
        if option == "--target" {
            assert_eq!(
                case(&with)["figures"]["target"],
                with["base"]["figures"]["target"]
            );
        } else {
            assert_eq!(case(&with)["by"], Value::Null, "{option}");
        }
    }
}

#[test]
fn targets_stand_side_by_side_with_the_reason_of_each_verdict() {
    let folder = with_scenarios();
    let args = [
        "score",
        "two.yaml",
        "--targets",
        "all",
        "--draws",
        "16",
        "--output-format",
    ];
    let entry = folder.run(&[&args[..], &["json"]].concat()).json();
    let site = &entry["sites"][0];
    let cases = site["cases"].as_array().unwrap();
    let reason = |case: &Value| case["figures"]["reason"].as_str().unwrap().to_owned();
    assert!(cases.iter().all(|case| !reason(case).is_empty()));
    let base = site["base"]["figures"]["target"].as_str().unwrap();
    assert_eq!(site["base"]["name"], format!("as it is: {base}"));
    for name in ["nvl72/hyperscaler", "air-colo/edge"] {
        let case = cases.iter().find(|case| case["name"] == name).unwrap();
        holds_as_scored(&folder, "two.yaml", case, &["--target", name]);
    }
    let csv = folder.run(&[&args[..], &["csv"]].concat()).data();
    assert_eq!(csv.lines().count(), 2 + cases.len());
    let kept = |case: &&Value| case["figures"]["verdict"] == "keep-mining";
    let kept: Vec<String> = cases.iter().filter(kept).map(reason).collect();
    assert!(!kept.is_empty() && kept.len() < cases.len());
    let text = folder.run(&[&args[..], &["text"]].concat()).data();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(kept.iter().all(|reason| text.contains(reason)), "{text}");
}

#[test]
fn the_table_of_fits_is_of_the_same_targets_and_says_why_to_keep_mining() {
    let fits = |site: &Value| -> Vec<(String, Value)> {
        let of_hardware = |fit: &Value| -> Vec<(String, Value)> {
            let hardware = fit["hardware"].as_str().unwrap().to_owned();
            let tenants = fit["tenants"].as_array().unwrap().iter();
            let named = tenants.map(|cell| {
                (
                    format!("{hardware}/{}", cell["tenant"].as_str().unwrap()),
                    cell.clone(),
                )
            });
            named.collect()
        };
        site["fit"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(of_hardware)
            .collect()
    };
    let mut kept = 0;
    for file in [
        "sites/iren-childress-tx.yaml",
        "sites/dmg-christina-lake-bc.yaml",
    ] {
        let args = ["score", file, "--draws", "16", "--output-format", "json"];
        let report = run_at_root(&args).json();
        let cases = run_at_root(&[&args[..], &["--targets", "all"]].concat()).json();
        let cases = cases["sites"][0]["cases"].as_array().unwrap().clone();
        let fits = fits(&report["sites"][0]);
        let names: Vec<&Value> = cases.iter().map(|case| &case["name"]).collect();
        let fitted: Vec<&String> = fits.iter().map(|(name, _)| name).collect();
        assert_eq!(names, fitted, "{file}");
        for (name, fit) in &fits {
            let is_kept = fit["verdict"] == "keep-mining";
            let reason = fit["reason"].as_str().unwrap_or_default();
            assert_eq!(is_kept, !reason.is_empty(), "{file} {name}");
            let says = reason.contains("fails") || reason.contains("the tenant takes");
            assert!(!is_kept || says, "{file} {name}: {reason}");
            kept += usize::from(is_kept);
        }
    }
    assert!(kept > 5);
}

#[test]
fn a_case_that_contradicts_itself_or_goes_another_way_says_so() {
    let mine = include_str!("../../data/base-200-mw.yaml");
    let folder = Folder::with(&[
        ("mine.yaml", mine),
        (
            "what.yaml",
            "scenarios:\n- {name: too much, set: {power.energized_mw: 300}}\n\
             - {name: no land, set: {land.buildable_acres: 0, land.obtainable_acres: 0}}\n",
        ),
    ]);
    let run = |args: &[&str]| folder.run(&[&["score", "mine.yaml"], &FAST[..], args].concat());
    let told = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in [
            "too much: energized 300 MW is above the contracted 200 MW",
            "planned on the route in-place instead of new-hall",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
    };
    let scenarios = ["--scenarios", "what.yaml", "--output-format"];
    let of = |format: &str| run(&[&scenarios[..], &[format]].concat());
    told(&of("text").data());
    told(&of("html").data());
    let entry = of("json").json();
    assert_eq!(misfits(&validator("whatif"), &entry), [""; 0]);
    let site = &entry["sites"][0];
    let id = |case: &Value| case["figures"]["contradictions"][0]["id"].clone();
    assert_eq!(id(&site["base"]), Value::Null);
    assert_eq!(id(&site["cases"][0]), "energized-above-contracted");
    assert_eq!(id(&site["cases"][1]), Value::Null);
    let csv = of("csv").data();
    assert!(
        csv.contains(",new-hall,energized 300 MW is above the contracted 200 MW; "),
        "{csv}"
    );
    // Of a sweep each kind is told once.
    let swept = run(&["--sweep", "power.energized_mw=200,250,300"]).data();
    let text = swept.split_whitespace().collect::<Vec<_>>().join(" ");
    let said =
        "power.energized_mw=250: energized 250 MW is above the contracted 200 MW; so 1 more case";
    assert!(
        text.contains(said) && !text.contains("300 MW is above"),
        "{text}"
    );
}
