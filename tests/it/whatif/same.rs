//! What must not matter: setting what is there already, where a fact is stated, and the order of files.

use std::path::Path;

use rackready::site::fact::Fact;
use rackready::source::Source;
use rackready::whatif::{Setting, changed};
use serde_json::Value;

use super::FAST;
use crate::support::{Folder, SITE, root, run_at_root, site_files, site_in, stem};

/// Every single value of a document with its path.
fn leaves(value: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    match value {
        // A range is one value.
        Value::Object(entries) if !entries.contains_key("low") => {
            for (key, value) in entries {
                let below = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                leaves(value, &below, found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                leaves(item, &format!("{path}[{at}]"), found);
            }
        }
        single => found.push((path.to_owned(), single.clone())),
    }
}

#[test]
fn setting_a_fact_to_what_the_file_says_changes_nothing() {
    let mut tried = 0;
    for file in site_files() {
        let source = Source::load(&file).unwrap();
        let site = site_in(&file);
        let document: Value = rackready::source::yaml::read(&source).unwrap();
        let mut facts = Vec::new();
        leaves(&document, "", &mut facts);
        // Of evidence, which is half of most files, the grade alone moves numbers.
        facts.retain(|(path, _)| !path.starts_with("evidence[") || path.ends_with(".grade"));
        for (path, value) in facts {
            // What reads as a sentence is quoted; dates, ranges and words are not.
            let text = match &value {
                Value::String(text) if text.contains([':', '#', ',', '"', '\'', '[', '{']) => {
                    value.to_string()
                }
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let setting = Setting::read(&format!("{path}={text}"), "--set 1").unwrap();
            let (_, same) = changed(&source, &[setting]).unwrap();
            assert_eq!(same, site, "{} {path}={text}", file.display());
            tried += 1;
        }
    }
    assert!(tried > 1_000, "{tried}");
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

/// A report without what says that something was set, and where that stands.
fn unset(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(unset).collect(),
        Value::Object(mut entries) => {
            let is_place = entries.contains_key("line");
            let of_place = |key: &str| matches!(key, "file" | "line" | "column" | "pointer");
            entries.retain(|key, _| {
                let is_set = matches!(key.as_str(), "set" | "set_by");
                !(is_set || is_place && of_place(key))
            });
            entries
                .into_iter()
                .map(|(key, value)| (key, unset(value)))
                .collect()
        }
        other => other,
    }
}

/// Real sites, each with a line of its file, what stands there instead, and how that is set.
const EDITS: [(&str, &str, &str, &str); 5] = [
    (
        "cipher-barber-lake-tx",
        "approved_mw: 300",
        "approved_mw: 150",
        "power.approved_mw=150",
    ),
    (
        "cipher-barber-lake-tx",
        "  connection: grid\n",
        "",
        "power.connection=unknown",
    ),
    (
        "cipher-barber-lake-tx",
        "halls: []\n",
        "halls:\n- {racks: 40}\n",
        "halls[+]={racks: 40}",
    ),
    (
        "galaxy-helios-tx",
        "name: Helios\n",
        "name: Other\n",
        "name=Other",
    ),
    (
        "iren-childress-tx",
        "energized_mw: ",
        "energized_mw: 1",
        "power.energized_mw=1",
    ),
];

#[test]
fn what_is_set_gives_the_bytes_of_the_file_that_says_so() {
    for (name, from, to, set) in EDITS {
        let file = format!("{name}.yaml");
        let text = std::fs::read_to_string(root().join("sites").join(&file)).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        let says = if from == "energized_mw: " {
            let line = text.lines().find(|line| line.contains(from)).unwrap();
            text.replacen(line, &format!("  {to}"), 1)
        } else {
            text.replacen(from, to, 1)
        };
        // Evidence of what is not there is a mistake in a file.
        let says = if set.ends_with("=unknown") {
            without_evidence(&says, set.strip_suffix("=unknown").unwrap())
        } else {
            says
        };
        let (as_it_is, edited) = (
            Folder::with(&[(&file, &text)]),
            Folder::with(&[(&file, &says)]),
        );
        for command in ["score", "plan", "economics"] {
            let args = [
                command,
                &file,
                "--draws",
                "16",
                "--target",
                "nvl72",
                "--output-format",
                "json",
            ];
            let said = edited.run(&args);
            let done = as_it_is.run(&[&args[..], &["--set", set]].concat());
            assert_eq!(
                (done.code, said.code),
                (0, 0),
                "{}{}",
                done.stderr,
                said.stderr
            );
            assert_ne!(done.json(), said.json(), "{set}: it is recorded");
            let [done, said] = [done.json(), said.json()].map(|report| unset(report).to_string());
            assert!(done == said, "{command} {name} {set}");
        }
    }
}

/// A file without the entry of its evidence on a fact.
fn without_evidence(text: &str, path: &str) -> String {
    let head = format!("  - path: {path}\n");
    let Some((before, behind)) = text.split_once(&head) else {
        return text.to_owned();
    };
    let next = behind.find("  - path: ").map_or("", |next| &behind[next..]);
    format!("{before}{next}")
}

#[test]
fn the_order_of_files_changes_nothing() {
    let second = SITE
        .replace("Mill Creek", "Other")
        .replace("energized_mw: 60", "energized_mw: 30");
    let folder = Folder::with(&[
        ("a.yaml", SITE),
        ("b.yaml", &second),
        (
            "s.yaml",
            "scenarios: [{name: more, set: {power.approved_mw: 300}}]\n",
        ),
    ]);
    let sites = |args: &[&str]| {
        let json = ["--output-format", "json"];
        let mut sites = folder.run(&[args, &FAST, &json].concat()).json()["sites"]
            .as_array()
            .unwrap()
            .clone();
        sites.sort_by_key(|site| site["id"].to_string());
        assert_eq!(sites.len(), 2);
        sites
    };
    for more in [
        ["--set", "power.approved_mw=80"],
        ["--scenarios", "s.yaml"],
        ["--sweep", "power.approved_mw=50,90"],
    ] {
        let one = sites(&[&["score", "a.yaml", "b.yaml"], &more[..]].concat());
        let other = sites(&[&["score", "b.yaml", "a.yaml"], &more[..]].concat());
        assert_eq!(one, other, "{more:?}");
        let alone = folder.run(
            &[
                &["score", "b.yaml", "--output-format", "json"],
                &FAST[..],
                &more,
            ]
            .concat(),
        );
        assert_eq!(alone.json()["sites"][0], one[1], "{more:?}");
    }
}

#[test]
fn a_scenario_that_sets_nothing_is_the_base_to_the_digit() {
    let folder = Folder::with(&[(
        "s.yaml",
        "scenarios:\n- name: nothing\n- name: the same\n  set: {power.connection: grid}\n- name: renamed\n  set: {name: Other}\n",
    )]);
    let what = folder.path("s.yaml");
    let what = what.to_str().unwrap();
    for (command, file) in [
        ("score", "sites/iren-childress-tx.yaml"),
        ("plan", "sites/cipher-barber-lake-tx.yaml"),
        ("economics", "sites/galaxy-helios-tx.yaml"),
    ] {
        let args = [
            command,
            file,
            "--scenarios",
            what,
            "--draws",
            "32",
            "--seed",
            "7",
            "--output-format",
            "json",
        ];
        let done = run_at_root(&args);
        assert_eq!(done.code, 0, "{}", done.stderr);
        let site = done.json()["sites"][0].clone();
        for case in site["cases"].as_array().unwrap() {
            assert_eq!(
                case["figures"], site["base"]["figures"],
                "{file} {}",
                case["name"]
            );
            let changes = case["change"].as_object().unwrap().values();
            assert!(
                changes
                    .into_iter()
                    .all(|change| change.as_f64() == Some(0.0)),
                "{case}"
            );
        }
    }
}

#[test]
fn rows_of_tables_and_lines_of_json_are_set_like_files() {
    let folder = Folder::with(&[
        (
            "t.csv",
            "name,power.approved_mw,power.energized_mw\nAspen,100,50\nBirch,,20\n",
        ),
        (
            "t.ndjson",
            "{\"name\":\"Aspen\",\"power\":{\"approved_mw\":100,\"energized_mw\":50}}\n\
             {\"name\":\"Birch\",\"power\":{\"energized_mw\":20}}\n",
        ),
        (
            "set.csv",
            "name,power.approved_mw,power.energized_mw\nAspen,77,50\nBirch,77,20\n",
        ),
    ]);
    let rows = |args: &[&str]| {
        let done = folder.run(&[&["score"], args, &FAST, &["--output-format", "csv"]].concat());
        assert_eq!(done.code, 0, "{}", done.stderr);
        let mut table = csv::Reader::from_reader(done.stdout.as_bytes());
        let header = table.headers().unwrap().clone();
        let kept = |name: &&str| !["file", "line", "set"].contains(name);
        let rows = table.records().map(|row| {
            let row = row.unwrap();
            let cells = header.iter().zip(row.iter()).filter(|(name, _)| kept(name));
            cells.map(|(_, cell)| cell.to_owned()).collect::<Vec<_>>()
        });
        rows.collect::<Vec<_>>()
    };
    let said = rows(&["set.csv"]);
    for file in ["t.csv", "t.ndjson"] {
        assert_eq!(
            rows(&[file, "--set", "power.approved_mw=77"]),
            said,
            "{file}"
        );
    }
}

#[test]
fn a_name_or_an_id_that_is_set_calls_the_site() {
    let folder = Folder::with(&[("mill.yaml", &format!("id: own\n{SITE}"))]);
    let id = |set: &str| {
        let args = [
            "score",
            "mill.yaml",
            "--set",
            set,
            "--output-format",
            "json",
        ];
        folder.run(&[&args[..], &FAST].concat()).json()["sites"][0]["id"].clone()
    };
    assert_eq!(id("id=other"), "other");
    assert_eq!(id("id=unknown"), stem(Path::new("mill.yaml")));
    assert_eq!(id("name=Other"), "own");
}
