//! What if: other facts in place of those of a file, by the real program.

mod cases;
mod outputs;
mod same;

use rackready::source::Source;
use rackready::whatif::{Setting, changed};
use serde_json::{Value, json};

use crate::support::{Folder, SITE, good, misfits, site_of, validator, without_places};

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
        assert_eq!(set_to["known_facts"], said["known_facts"], "{set:?}");
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
        let finding = findings.find(|f| f["pointer"] == pointer);
        finding.unwrap_or_else(|| panic!("{pointer}"))["set_by"].clone()
    };
    assert_eq!(located("/fiber/carriers"), "--set 2");
    assert!(located("/power/firmness").is_null());
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
    let text = run(&["score", "mill.yaml", "--full"]);
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
        (
            "permits[kind=zonng].status=denied",
            "--set 2:1:1: `kind` has no value `zonng`",
        ),
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
fn evidence_stays_with_its_fact_and_goes_with_it() {
    let entry = |path: &str| format!("- {{path: '{path}', source: press, grade: reported}}\n");
    let of = |paths: &[&str]| -> String { paths.iter().map(|path| entry(path)).collect() };
    let halls = "halls:\n- {racks: 10}\n- {racks: 20}\n";
    let all = [
        "power",
        "power.approved_mw",
        "halls[0].racks",
        "halls[1].racks",
    ];
    let file = format!("{SITE}{halls}evidence:\n{}", of(&all));
    for (set, from, to, kept) in [
        (
            "power.approved_mw=7",
            "approved_mw: 100",
            "approved_mw: 7",
            &all[..],
        ),
        (
            "power.approved_mw=unknown",
            "  approved_mw: 100\n",
            "",
            &["power", all[2], all[3]],
        ),
        ("halls=unknown", halls, "", &all[..2]),
        ("halls=[]", halls, "halls: []\n", &all[..2]),
        ("halls[0].racks=5", "racks: 10", "racks: 5", &all[..]),
        // What stood at the second place stands at the first now.
        ("halls[0]=unknown", "- {racks: 10}\n", "", &all[..2]),
        (
            "halls[+]={racks: 30}",
            "{racks: 20}\n",
            "{racks: 20}\n- {racks: 30}\n",
            &all[..],
        ),
    ] {
        let setting = Setting::read(set, "--set 1").unwrap();
        let (_, site) = changed(&Source::from_text("x", &file).unwrap(), &[setting]).unwrap();
        assert!(file.contains(from), "{set}");
        let like = file.replace(&of(&all), &of(kept)).replacen(from, to, 1);
        assert_eq!(site, site_of(&like), "{set}");
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
