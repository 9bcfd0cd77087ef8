//! Scores against what became of the real sites: the table, the test, and what may go wrong with either.

use std::collections::BTreeSet;
use std::path::Path;

use rackready::assess::Assessor;
use rackready::backtest::{
    Backtest, Class, Given, Outcome, ReadingId, Settings, backtest, known_facts, read, strict,
};
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::site::Site;
use rackready::site::shape::Node;
use rackready::source::Source;
use serde_json::Value;

use crate::support::{Done, Folder, SITE, root, site_files, site_in, sites, stem};

fn outcomes() -> Vec<Outcome> {
    let file = sites().join("outcomes.csv");
    read(&Source::load(&file).unwrap()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Every real site by its id.
fn real_sites() -> Vec<(String, Site)> {
    let files = site_files().into_iter();
    let real = files.filter(|file| !stem(file).starts_with("example-"));
    real.map(|file| (stem(&file).to_owned(), site_in(&file)))
        .collect()
}

fn test(sites: &[(String, Site)], settings: Settings) -> Backtest {
    let given: Vec<Given> = sites
        .iter()
        .map(|(id, site)| Given { id, file: "", site })
        .collect();
    let target = catalog().target("nvl72").unwrap();
    let assessor = Assessor::of(checklist::built_in());
    backtest(&given, &outcomes(), target, &assessor, settings)
}

const FEW: Settings = Settings {
    seed: 1,
    resamples: 50,
    thinnings: 3,
    hidings: 1,
};

#[test]
fn the_table_has_a_row_for_each_real_site_and_no_other() {
    let sites: BTreeSet<String> = real_sites().into_iter().map(|(id, _)| id).collect();
    let outcomes = outcomes();
    let rows: BTreeSet<String> = outcomes.iter().map(|o| o.id.clone()).collect();
    assert_eq!(rows, sites);
    assert_eq!(outcomes.len(), 49);
    for outcome in &outcomes {
        let id = &outcome.id;
        assert!(outcome.class.is_some() && outcome.grade.is_some(), "{id}");
        assert!(outcome.owner.is_some() && outcome.as_of.is_some(), "{id}");
        let cited = outcome.source.is_some() && outcome.source_date.is_some();
        assert!(
            cited && outcome.url.as_ref().is_some_and(|u| u.starts_with("http")),
            "{id}"
        );
        // Who converted signed at some time; who did not, did not.
        match outcome.class {
            Some(Class::Converted) => assert!(outcome.deal_date.is_some(), "{id}"),
            Some(Class::NotConverted) => assert!(outcome.deal_date.is_none(), "{id}"),
            _ => {}
        }
    }
}

#[test]
fn a_table_of_outcomes_beside_the_sites_is_no_site() {
    let folder = Folder::with(&[("a.yaml", SITE), ("outcomes.csv", "id,class\n")]);
    let report = folder.run(&["score", ".", "--output-format", "json"]);
    assert_eq!(
        (
            report.code,
            report.json()["sites"].as_array().unwrap().len()
        ),
        (0, 1)
    );
}

#[test]
fn every_known_fact_is_found_by_its_path() {
    for (id, site) in real_sites() {
        let mut bare = site.clone();
        bare.evidence.0 = None;
        bare.notes.0 = None;
        let named = [
            bare.name.is_known(),
            bare.id.is_known(),
            bare.operator.is_known(),
            bare.as_of.is_known(),
            bare.target.is_known(),
        ];
        let named = named.into_iter().filter(|known| *known).count();
        let facts = known_facts(&site);
        assert_eq!(facts.len(), bare.stated_facts() - named, "{id}");
        for fact in facts {
            assert!(
                (&site as &dyn Node).at(&fact).is_some_and(Node::is_stated),
                "{id}: {fact}"
            );
        }
    }
}

#[test]
fn strict_removes_facts_and_adds_none() {
    let outcomes = outcomes();
    let mut removed = 0;
    for (id, site) in real_sites() {
        let outcome = outcomes.iter().find(|o| o.id == id).unwrap();
        let (before, after) = (
            known_facts(&site),
            known_facts(&strict(&site, outcome.deal_date)),
        );
        assert!(after.iter().all(|fact| before.contains(fact)), "{id}");
        // Only a deal gives a date to cut at, and every converted site has one.
        let cut = after.len() < before.len();
        assert!(!cut || outcome.deal_date.is_some(), "{id}");
        assert!(cut || outcome.class != Some(Class::Converted), "{id}");
        removed += before.len() - after.len();
    }
    assert!(removed > 50, "{removed}");
}

#[test]
fn the_order_of_the_sites_changes_nothing_and_the_seed_only_what_is_drawn() {
    let mut sites = real_sites();
    let first = test(&sites, FEW);
    sites.reverse();
    sites.rotate_left(17);
    assert_eq!(test(&sites, FEW), first);
    let other = test(&sites, Settings { seed: 2, ..FEW });
    let main = |b: &Backtest| b.main().unwrap().measures[0].auc;
    assert!((main(&first).value - main(&other).value).abs() < 1e-12);
    assert!(main(&first) != main(&other));
}

#[test]
fn an_auc_counts_pairs_and_thinned_sites_know_equally_much() {
    let result = test(&real_sites(), FEW);
    let reading = |id: ReadingId| result.readings.iter().find(|r| r.id == id).unwrap();
    let facts = |id: ReadingId| {
        let measures = &reading(id).measures;
        let facts = measures.iter().find(|m| m.id == "baseline.known-facts");
        facts.unwrap().auc.value
    };
    // All files state that many, so that counting facts tells nothing any more.
    assert!((facts(ReadingId::AsFiledThinned) - 0.5).abs() < 1e-12);
    assert!((facts(ReadingId::AsFiled) - 0.5).abs() > 0.05);
    let least = result
        .tested
        .iter()
        .filter(|t| t.class != Class::Evaluating);
    let least = least.map(|t| t.known_facts).filter(|n| *n > 0).min();
    assert_eq!(Some(result.thinned_to), least);
    let scores = |class: Class| -> Vec<f64> {
        let sites = result.tested.iter().filter(|t| t.class == class);
        sites.map(|t| t.score.mean).collect()
    };
    let (converted, not) = (scores(Class::Converted), scores(Class::NotConverted));
    let mut won = 0.0;
    for a in &converted {
        for b in &not {
            won += if a > b {
                1.0
            } else if a < b {
                0.0
            } else {
                0.5
            };
        }
    }
    let pairs = f64::from(u32::try_from(converted.len() * not.len()).unwrap());
    let auc = result.main().unwrap().measures[0].auc.value;
    assert!((auc - won / pairs).abs() < 1e-12);
}

#[test]
fn the_real_sites_for_people_and_programs() {
    let folder = Folder::with(&[]);
    let (json, csv) = (folder.path("a.json"), folder.path("a.csv"));
    let to = |format: &str, file: &Path| format!("{format}={}", file.display());
    let (to_json, to_csv) = (to("json", &json), to("csv", &csv));
    let mut command = folder.command(&["backtest", "sites/", "--outcomes", "sites/outcomes.csv"]);
    for format in ["text", &to_json, &to_csv] {
        command.args(["--output-format", format]);
    }
    let text = Done::from(command.current_dir(root()).output().unwrap()).data();
    assert!(
        text.lines()
            .all(|l| unicode_width::UnicodeWidthStr::width(l) <= 80)
    );
    insta::assert_snapshot!("real_sites", text);

    let json: Value = serde_json::from_str(&folder.text("a.json")).unwrap();
    assert_eq!(json["schema"], "rackready/backtest/v1");
    let count = |key: &str| json[key].as_array().unwrap().len();
    assert_eq!(count("tested") + count("left_out"), 49);
    assert_eq!(
        (count("without_outcome"), count("outcomes_without_site")),
        (2, 0)
    );
    let main = &json["readings"][0];
    let (n, m) = (
        main["converted"].as_u64().unwrap(),
        main["others"].as_u64().unwrap(),
    );
    assert_eq!((n, m), (10, 14));
    for measure in main["measures"].as_array().unwrap() {
        let auc = |key: &str| measure["auc"][key].as_f64().unwrap();
        assert!(
            auc("low") <= auc("value") && auc("value") <= auc("high"),
            "{measure}"
        );
    }
    assert_eq!(main["leads"].as_array().unwrap().len(), 2);
    let calibration = &json["calibration"];
    let spreads = calibration["spreads"].as_array().unwrap();
    let tried = calibration["sites"].as_array().unwrap().len();
    assert_eq!(calibration["trials"], 24 * tried);
    assert_eq!(spreads.len(), 8);
    for spread in spreads {
        let share = |key: &str| spread[key].as_f64().unwrap();
        let inside = spread["inside"]["value"].as_f64().unwrap();
        assert!((inside + share("below") + share("above") - 1.0).abs() < 1e-9);
        assert_eq!(spread["beyond_ends"], 0, "{spread}");
    }
    let inside = |at: usize| 100.0 * spreads[at]["inside"]["value"].as_f64().unwrap();
    // The paper of the sites tells these numbers in its own words.
    let readme = std::fs::read_to_string(root().join("sites/README.md")).unwrap();
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    let auc = |at: usize| json["readings"][at]["measures"][0]["auc"]["value"].as_f64();
    for told in [
        format!(
            "an AUC of {:.2}, on a sample of {n} converted and {m} not",
            auc(0).unwrap()
        ),
        format!("of every mine, the AUC is {:.2}", auc(2).unwrap()),
        format!(
            "it held {:.0} % of the scores and {:.0} % of the MW",
            inside(0),
            inside(4)
        ),
    ] {
        assert!(readme.contains(&told), "{told}");
    }
    let table = folder.text("a.csv");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(rows.headers().unwrap().get(0), Some("id"));
    assert_eq!(rows.records().map(Result::unwrap).count(), 51);
}

/// Two mines and a table, to be changed.
fn yard(outcomes: &str) -> Folder {
    let weak =
        "name: Cut\npower: {energized_mw: 10, connection: off-grid, firmness: interruptible}\n";
    Folder::with(&[
        ("sites/good.yaml", SITE),
        ("sites/weak.yaml", weak),
        ("out.csv", outcomes),
    ])
}

const BOTH: &str = "id,class,owner\ngood,converted,A\nweak,not_converted,=B\n";
const ASK: [&str; 6] = [
    "backtest",
    "sites",
    "--outcomes",
    "out.csv",
    "--samples",
    "20",
];

#[test]
fn own_sites_are_tested_the_same_way() {
    let done = yard(BOTH).run(&[&ASK[..], &["--format", "json"]].concat());
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    let json = done.json();
    let score = &json["readings"][0]["measures"][0];
    assert_eq!(
        (&score["id"], score["auc"]["value"].as_f64()),
        (&Value::from("score"), Some(1.0))
    );
    // Without either owner a class is empty.
    assert!(json["owners"]["without"][0]["auc"].is_null());
    let table = yard(BOTH)
        .run(&[&ASK[..], &["--format", "csv"]].concat())
        .data();
    assert!(
        table.contains(",'=B,"),
        "a spreadsheet would run this: {table}"
    );
}

#[test]
fn text_table_and_document_call_a_baseline_the_same() {
    let run = |format: &str| yard(BOTH).run(&[&ASK[..], &["--format", format]].concat());
    let (text, table, document) = (run("text").data(), run("csv").data(), run("json").json());
    let measures = document["measures"].as_array().unwrap();
    for (id, name) in [
        ("baseline.paper-mw", "Baseline paper MW"),
        ("baseline.contracted-mw", "Baseline contracted MW"),
    ] {
        let named = measures.iter().find(|m| m["id"] == id);
        assert_eq!(named.unwrap()["name"], name);
        assert!(text.contains(&format!("\n{name} ")), "{text}");
        assert!(table.lines().next().unwrap().contains(id), "{table}");
    }
    assert!(text.contains("\nScore − paper MW "), "{text}");
}

#[test]
fn the_table_writes_words_and_numbers_as_that_of_the_score_does() {
    let table = yard(BOTH)
        .run(&[&ASK[..], &["--format", "csv"]].concat())
        .data();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let header = rows.headers().unwrap().clone();
    for row in rows.records().map(Result::unwrap) {
        for (column, cell) in header.iter().zip(&row) {
            if column == "provisional" {
                assert!(["yes", "no"].contains(&cell), "{cell}");
            }
            if column.starts_with("score") || column.starts_with("baseline") {
                let number: f64 = cell.parse().unwrap();
                assert_eq!(cell, number.to_string());
            }
        }
    }
}

#[test]
fn a_handful_of_sites_is_warned_of_first_and_counted_in_plain_words() {
    let text = yard(BOTH).run(&ASK).data();
    assert!(
        text.starts_with("WARNING 1 converted against 1 not converted: "),
        "{text}"
    );
    let one = yard("id,class,owner\ngood,converted,A\nweak,not_converted,A\n")
        .run(&ASK)
        .data();
    let words = one.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "Not independent: 1 owner, 1 of whom holds 2 of the mines and treats theirs alike.";
    assert!(words.contains(told), "{words}");
}

#[test]
fn without_both_classes_there_is_nothing_to_evaluate() {
    for table in [
        "id,class\ngood,converted\n",
        "id,class\ngood,converted\nweak,evaluating\n",
        "id,class,grade\ngood,converted,A\nweak,not_converted,C\n",
        "id,class,was_mining_site\ngood,converted,false\nweak,not_converted,true\n",
    ] {
        let done = yard(table).run(&ASK);
        assert_eq!(done.code, 3, "{table}");
        assert!(
            done.stderr.contains("a converted and a not converted site"),
            "{}",
            done.stderr
        );
        assert!(
            done.stdout.contains("Nothing to evaluate"),
            "{}",
            done.stdout
        );
    }
}

#[test]
fn a_bad_site_is_told_and_does_not_lose_the_rest() {
    let folder = yard(BOTH);
    std::fs::write(folder.path("sites/bad.yaml"), "name: [\n").unwrap();
    let done = folder.run(&[&ASK[..], &["--format", "json"]].concat());
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("sites/bad.yaml"), "{}", done.stderr);
    let json = done.json();
    assert_eq!(json["tested"].as_array().unwrap().len(), 2);
    assert_eq!(json["errors"][0]["file"], "sites/bad.yaml");
}

#[test]
fn two_files_of_one_id_count_once() {
    let folder = yard(BOTH);
    let twin = format!("id: good\n{}", SITE);
    std::fs::write(folder.path("sites/twin.yaml"), twin).unwrap();
    let done = folder.run(&[&ASK[..], &["--format", "json"]].concat());
    assert_eq!(done.code, 2);
    assert_eq!(done.json()["tested"].as_array().unwrap().len(), 2);
    assert!(
        done.stderr.contains("the id `good` is taken already"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_bad_table_gets_all_its_errors_at_once() {
    let table =
        "id,class,deal_date\ngood,convertd,2025\nweak,not_converted,soon\ngood,converted,\n";
    let done = yard(table).run(&ASK);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    insta::assert_snapshot!("bad_table", done.stderr);
    let done = yard("id,clas\n").run(&ASK);
    assert!(
        done.stderr.contains("did you mean `class`?"),
        "{}",
        done.stderr
    );
    let done = yard(BOTH).run(&["backtest", "sites", "--outcomes", "none.csv"]);
    assert_eq!(done.code, 2);
    let done = yard(BOTH).run(&["backtest", "sites"]);
    assert!(
        done.code == 2 && done.stderr.contains("--outcomes"),
        "{}",
        done.stderr
    );
}

#[test]
fn mines_are_tried_without_outcomes_and_not_where_they_state_little() {
    let well = format!(
        "{SITE}  voltage_kv: 138\n  feeds: 2\nland: {{area_acres: 80, tenure: freehold}}\n"
    );
    let table = "id,class,was_mining_site\nwell,,\ncontrol,,false\nweak,,\n";
    let folder = yard(table);
    for name in ["well", "control"] {
        std::fs::write(folder.path(&format!("sites/{name}.yaml")), &well).unwrap();
    }
    let run = |format: &str| folder.run(&[&ASK[..], &["--format", format]].concat());
    let json = run("json").json();
    let tried = json["calibration"]["sites"].as_array().unwrap();
    let ids: Vec<&Value> = tried.iter().map(|site| &site["id"]).collect();
    assert_eq!(
        (ids, &tried[0]["facts"]),
        (vec![&Value::from("well")], &Value::from(8))
    );
    assert!(run("text").stdout.contains("24 trials at 1 mine"));
    std::fs::remove_file(folder.path("sites/well.yaml")).unwrap();
    assert!(run("json").json()["calibration"].is_null());
    assert!(!run("text").stdout.contains("Calibration"));
}
