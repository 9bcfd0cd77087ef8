//! What if: other facts in place of those of a file, by the real program.

use rackready::site::fact::Fact;
use rackready::source::Source;
use rackready::whatif::{Setting, changed};
use serde_json::{Value, json};

use crate::support::{
    Folder, SITE, good, misfits, site_files, site_in, site_of, validator, without_places,
};

const FAST: [&str; 4] = ["--target", "nvl72", "--draws", "16"];

/// The one site of a score, as JSON.
fn scored(folder: &Folder, file: &str, set: &[&str]) -> Value {
    let sets = set.iter().flat_map(|set| ["--set", set]);
    let mut args = vec!["score", file, "--output-format", "json"];
    args.extend(FAST.into_iter().chain(sets));
    let done = folder.run(&args);
    assert_eq!(done.code, 0, "{}", done.stderr);
    done.json()["sites"][0].clone()
}

/// The same without what tells a file that says something from one in whose place it is set.
fn alike(mut site: Value) -> Value {
    site.as_object_mut().unwrap().remove("set");
    without_places(site)
}

#[test]
fn what_is_set_is_judged_as_if_the_file_said_so() {
    let two_halls = "halls:\n- {name: North, racks: 100}\n- {name: South, racks: 200}\n";
    let permits = "permits:\n- {kind: zoning, status: pending}\n- {kind: air, status: pending}\n";
    let file = format!("{SITE}{two_halls}{permits}");
    let with = |from: &str, to: &str| {
        assert!(file.contains(from), "{from}");
        file.replacen(from, to, 1)
    };
    let folder = Folder::with(&[("mill.yaml", &file)]);
    for (set, says) in [
        (
            vec!["power.approved_mw=150"],
            with("approved_mw: 100", "approved_mw: 150"),
        ),
        (
            vec!["power.approved_mw=150", "power.approved_mw=40 to 60"],
            with("approved_mw: 100", "approved_mw: 40 to 60"),
        ),
        (
            vec!["power.firmness=unknown"],
            with("  firmness: firm\n", ""),
        ),
        (vec!["halls[1].racks=400"], with("racks: 200", "racks: 400")),
        (
            vec!["halls[0]=unknown"],
            with("- {name: North, racks: 100}\n", ""),
        ),
        (
            vec!["permits[kind=zoning].status=denied"],
            with(
                "{kind: zoning, status: pending}",
                "{kind: zoning, status: denied}",
            ),
        ),
        (
            vec![
                "permits[+]={kind: water}",
                "permits[kind=water].status=granted",
            ],
            format!("{file}- {{kind: water, status: granted}}\n"),
        ),
        (
            vec![
                "substation.transformers[+].mva=60",
                "land={area_acres: 300}",
            ],
            format!(
                "{file}substation: {{transformers: [{{mva: 60}}]}}\nland: {{area_acres: 300}}\n"
            ),
        ),
    ] {
        let other = Folder::with(&[("mill.yaml", &says)]);
        let (set_to, said) = (
            scored(&folder, "mill.yaml", &set),
            scored(&other, "mill.yaml", &[]),
        );
        assert_eq!(alike(set_to.clone()), alike(said), "{set:?}");
        assert_eq!(set_to["set"].as_array().unwrap().len(), set.len());
        assert_ne!(
            alike(set_to),
            alike(scored(&folder, "mill.yaml", &[])),
            "{set:?}"
        );
    }
}

#[test]
fn every_real_site_is_the_same_but_for_what_is_set() {
    let setting = Setting::read("notes=[what if]", "--set 1").unwrap();
    for file in site_files() {
        let (_, site) = changed(
            &Source::load(&file).unwrap(),
            std::slice::from_ref(&setting),
        )
        .unwrap();
        let mut like = site_in(&file);
        like.notes = Fact(Some(vec!["what if".to_owned()]));
        assert_eq!(site, like, "{}", file.display());
    }
}

#[test]
fn a_text_that_looks_like_a_number_stays_a_text() {
    let site = |text: &str| Source::from_text("x", text).unwrap();
    let text = "name: 2022\noperator: ~\nnotes: [1, true]\npower: {approved_mw: 5}\n";
    let setting = Setting::read("location.locality=0x10", "--set 1").unwrap();
    let (_, changed) = changed(&site(text), &[setting]).unwrap();
    assert_eq!(
        changed,
        site_of(&format!("{text}location: {{locality: 0x10}}\n"))
    );
}

#[test]
fn what_is_set_is_recorded_shown_and_located() {
    let folder = Folder::with(&[("mill.yaml", &format!("{SITE}fiber: {{carriers: 3}}\n"))]);
    let set = ["power.approved_mw=150", "fiber.carriers=1"];
    let site = scored(&folder, "mill.yaml", &set);
    let recorded = json!([
        {"path": "power.approved_mw", "value": "150", "by": "--set 1"},
        {"path": "fiber.carriers", "value": "1", "by": "--set 2"},
    ]);
    assert_eq!(site["set"], recorded);
    assert!(scored(&folder, "mill.yaml", &[]).get("set").is_none());
    let located = |pointer: &str| {
        let mut findings = site["findings"].as_array().unwrap().iter();
        let finding = findings.find(|f| f["location"]["pointer"] == pointer);
        finding.unwrap_or_else(|| panic!("{pointer}"))["location"]["file"].clone()
    };
    assert_eq!(located("/fiber/carriers"), "--set 2");
    assert_eq!(located("/power/firmness"), "mill.yaml");
    let run = |command: &[&str]| {
        let sets = set.iter().flat_map(|set| ["--set", set]);
        let args: Vec<&str> = command.iter().copied().chain(FAST).chain(sets).collect();
        let done = folder.run(&args);
        assert!(done.code < 2, "{}", done.stderr);
        done.stdout
    };
    let told = "power.approved_mw=150 (--set 1)";
    for command in [
        ["score", "mill.yaml"].as_slice(),
        &["plan", "mill.yaml"],
        &["economics", "mill.yaml"],
        &["check", "mill.yaml"],
        &["score", "mill.yaml", "--output-format", "markdown"],
    ] {
        let text = run(command);
        let text = text.replace("\\_", "_");
        assert!(text.contains(told), "{command:?}: {text}");
    }
    let text = run(&["score", "mill.yaml"]);
    assert!(text.contains("· --set 2\n"), "{text}");
    let csv = run(&["score", "mill.yaml", "--output-format", "csv"]);
    assert!(
        csv.contains("power.approved_mw=150; fiber.carriers=1"),
        "{csv}"
    );
    let check: Value =
        serde_json::from_str(&run(&["check", "mill.yaml", "--output-format", "json"])).unwrap();
    assert_eq!(check["sites"][0]["set"], recorded);
    assert_eq!(misfits(&validator("check"), &check), [""; 0]);
    let concerns = check["sites"][0]["concerns"].as_array().unwrap();
    let places: Vec<&Value> = concerns.iter().map(|c| &c["place"]["file"]).collect();
    assert!(places.iter().any(|file| *file == "--set 2"), "{places:?}");
    let report: Value =
        serde_json::from_str(&run(&["score", "mill.yaml", "--output-format", "json"])).unwrap();
    assert_eq!(misfits(&validator("report"), &report), [""; 0]);
}

#[test]
fn what_is_wrong_is_told_where_it_stands_whatever_the_sites() {
    let folder = Folder::with(&[("mill.yaml", SITE)]);
    for (set, told) in [
        (
            "power.aproved_mw=5",
            "--set 2:1:1: a site has no fact `power.aproved_mw` (did you mean `power.approved_mw`?)",
        ),
        (
            "power.approved_mw=5 MW",
            "--set 2:1:19: `approved_mw` takes",
        ),
        ("power.approved_mw", "--set 2:1:1: a `=` is missing"),
    ] {
        let ok = "power.feeds=2";
        for command in ["score", "plan", "economics", "check"] {
            let done = folder.run(&[command, "mill.yaml", "--set", ok, "--set", set]);
            assert_eq!(
                (done.code, done.stdout.as_str()),
                (2, ""),
                "{command} {set}"
            );
            let shown = told.split_once(": ").unwrap().1.split(" (").next().unwrap();
            assert!(done.stderr.contains(shown), "{}", done.stderr);
            assert!(done.stderr.contains("--> --set 2:1:"), "{}", done.stderr);
        }
    }
}

#[test]
fn an_entry_that_a_site_lacks_fails_that_site_alone() {
    let halls = |n: usize| format!("{SITE}halls:\n{}", "- {racks: 10}\n".repeat(n));
    let folder = Folder::with(&[
        ("one.yaml", &halls(1)),
        ("two.yaml", &halls(2)),
        ("none.yaml", SITE),
    ]);
    let files = ["one.yaml", "two.yaml", "none.yaml"];
    let args = ["--set", "halls[1].racks=20", "--output-format", "json"];
    let run = |command| folder.run(&[&[command], &files[..], &args, &FAST].concat());
    for command in ["score", "plan", "economics", "check"] {
        assert_eq!(run(command).code, 2, "{command}");
    }
    let report = run("score").json();
    let ids: Vec<&Value> = report["sites"]
        .as_array()
        .unwrap()
        .iter()
        .map(|site| &site["id"])
        .collect();
    assert_eq!(ids, ["two"]);
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 2);
    let message = errors[0]["message"].as_str().unwrap();
    assert!(
        message.contains("no `halls[1]`, which `--set 1` is to change"),
        "{message}"
    );
    assert_eq!(
        (&errors[0]["file"], &errors[0]["line"]),
        (&json!("one.yaml"), &json!(8))
    );
    assert_eq!(errors[1]["file"], "none.yaml");
}

#[test]
fn what_no_site_can_be_is_told_at_what_was_set() {
    let folder = Folder::with(&[("mill.yaml", SITE)]);
    for (set, told) in [
        ("name=unknown", "the site has no name"),
        ("location.country=USA", "two-letter code"),
        ("target=nvl73", "nvl72"),
        ("evidence[+]={path: power.feeds}", "does not state it"),
    ] {
        let done = folder.run(&["score", "mill.yaml", "--set", set]);
        assert_eq!(done.code, 2, "{set}");
        assert!(done.stderr.contains(told), "{set}: {}", done.stderr);
        assert!(
            done.stderr.contains("--> --set 1:1:"),
            "{set}: {}",
            done.stderr
        );
    }
}

#[test]
fn evidence_of_what_is_another_fact_now_is_left_behind() {
    let evidence = "evidence:\n- {path: power.approved_mw, source: agreement}\n- {path: power, source: study}\n";
    let folder = Folder::with(&[("mill.yaml", &format!("{SITE}{evidence}"))]);
    for set in [
        "power.approved_mw=unknown",
        "power=unknown",
        "power.approved_mw=7",
    ] {
        scored(&folder, "mill.yaml", &[set]);
    }
}

#[test]
fn a_baseline_is_written_of_files_alone() {
    let folder = Folder::with(&[("mill.yaml", &good())]);
    let args = [
        "check",
        "mill.yaml",
        "--write-baseline",
        "b.json",
        "--set",
        "power.feeds=2",
    ];
    let done = folder.run(&args);
    assert_eq!(done.code, 2, "{}", done.stderr);
    assert!(!folder.path("b.json").exists());
    assert!(done.stderr.contains("--set"), "{}", done.stderr);
}

const SCENARIOS: &str = "\
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
";

const DEAR: &str = "version: dear\nprices:\n- {id: breaker-position, low: 1000, mode: 2000, high: 3000, source: own}\n";

fn with_scenarios() -> Folder {
    let one = format!("{SITE}halls: [{{racks: 10}}, {{racks: 20}}]\n");
    Folder::with(&[
        ("one.yaml", &one),
        ("two.yaml", &SITE.replace("Mill Creek", "Other")),
        ("what/if.yaml", SCENARIOS),
        ("what/lists/dear.yaml", DEAR),
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
            "held to a policy"
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
    // What changes nothing has the luck of the base.
    assert_eq!(
        case(one, 4)["figures"]["score"],
        one["base"]["figures"]["score"]
    );
    assert_eq!(case(one, 4)["figures"]["gate_fails"][0], "threshold.min-mw");
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
        assert_eq!(csv.lines().count(), 7, "{csv}");
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
    let cases = entry["sites"][0]["cases"].as_array().unwrap();
    let catalog = rackready::hosting::catalog();
    assert_eq!(cases.len(), catalog.hardware.len() * catalog.tenants.len());
    assert!(
        cases
            .iter()
            .all(|case| !case["figures"]["reason"].as_str().unwrap().is_empty())
    );
    let case = cases
        .iter()
        .find(|case| case["name"] == "nvl72/hyperscaler")
        .unwrap();
    holds_as_scored(
        &folder,
        "two.yaml",
        case,
        &["--target", "nvl72/hyperscaler"],
    );
    let csv = folder.run(&[&args[..], &["csv"]].concat()).data();
    assert_eq!(csv.lines().count(), 2 + cases.len() - 1 + 1);
}
