//! The two lists of a ranking: sites of which enough is known, and those that are asked first.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Folder, SITE, run_at_root, sites, told_lines};

type Row = BTreeMap<String, String>;

const BARE: &str = "name: Bare\npower: {energized_mw: 60}\n";

fn rows(csv: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn real(args: &[&str]) -> Vec<Row> {
    let asked = ["score", "sites", "--target", "nvl72", "--draws", "32"];
    rows(&run_at_root(&[&asked, args, &["--output-format", "csv"]].concat()).data())
}

fn ids<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Vec<&'r str> {
    rows.into_iter().map(|row| row["id"].as_str()).collect()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// One site that is all known, one of which enough is, and two of which next to nothing is.
fn yard() -> Folder {
    let complete = std::fs::read_to_string(sites().join("example-complete.yaml")).unwrap();
    let bigger = BARE.replace("Bare", "Bigger").replace("60", "90");
    Folder::with(&[
        ("bare.yaml", BARE),
        ("bigger.yaml", &bigger),
        ("complete.yaml", &complete),
        ("mill.yaml", SITE),
    ])
}

const SCORE: [&str; 6] = ["score", ".", "--target", "nvl72", "--draws", "32"];

fn score(folder: &Folder, args: &[&str]) -> String {
    folder.run(&[&SCORE, args].concat()).data()
}

#[test]
fn every_real_site_stands_in_the_list_of_what_is_known_of_it() {
    let line: f64 = 0.15;
    let by_default = real(&[]);
    for row in &by_default {
        let known = number(row, "confidence");
        let list = if known < line { "ask-first" } else { "ranked" };
        assert_eq!(row["list"], list, "{row:?}");
        let near = (known - line).abs() < 0.0205;
        assert_eq!(row["near_line"] == "yes", near, "{row:?}");
    }
    let count = |rows: &[Row], list: &str| rows.iter().filter(|row| row["list"] == list).count();
    let of_both = (
        count(&by_default, "ranked"),
        count(&by_default, "ask-first"),
    );
    assert!(of_both.0 > 0 && of_both.1 > 0, "{of_both:?}");
    assert!(by_default.iter().any(|row| row["near_line"] == "yes"));
    for (line, list) in [("0", "ranked"), ("1", "ask-first")] {
        let rows = real(&["--known", line]);
        assert_eq!(count(&rows, list), by_default.len(), "--known {line}");
        assert_eq!(ids(&rows), ids(&by_default), "--known {line}");
    }
}

#[test]
fn what_is_asked_first_stands_behind_the_ranked_most_known_first() {
    let ranked = real(&["--sort", "planned_mw", "--top", "2"]);
    let (top, asked): (Vec<&Row>, Vec<&Row>) =
        ranked.iter().partition(|row| row["list"] == "ranked");
    assert_eq!(ids(ranked.iter().take(2)), ids(top.iter().copied()));
    assert_eq!(
        (top[0]["rank"].as_str(), top[1]["rank"].as_str()),
        ("1", "2")
    );
    let of_ranking = ["rank", "among_best", "dominated_by"];
    assert!(
        asked
            .iter()
            .all(|row| of_ranking.iter().all(|column| row[*column].is_empty()))
    );
    let mut ordered = asked.clone();
    ordered.sort_by(|a, b| {
        let by = |column: &str| number(b, column).total_cmp(&number(a, column));
        by("confidence")
            .then_with(|| by("score"))
            .then_with(|| a["id"].cmp(&b["id"]))
    });
    assert_eq!(ids(asked.iter().copied()), ids(ordered));
    let all = real(&[]);
    let unranked = all.iter().filter(|row| row["list"] == "ask-first");
    assert_eq!(asked.len(), unranked.count(), "--top cuts none of them");
}

#[test]
fn a_file_with_nothing_but_megawatts_is_asked_about() {
    let yard = yard();
    let rows = rows(&score(&yard, &["--output-format", "csv"]));
    let list = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap()["list"].clone();
    assert_eq!(list("bare"), "ask-first");
    assert_eq!(list("example-complete"), "ranked");
    let among = |args: &[&str]| {
        let csv = score(&yard, &[args, &["--output-format", "csv"]].concat());
        ids(&self::rows(&csv)).join(" ")
    };
    assert_eq!(among(&["--where", "list=ranked"]), "example-complete mill");
    assert_eq!(among(&["--where", "list=ask-first"]), "bare bigger");
    assert_eq!(among(&["--where", "list!=ranked", "--known", "0"]), "");
    assert_eq!(
        among(&["--sort", "list", "--top", "1"]),
        "example-complete bigger bare"
    );
}

#[test]
fn a_site_near_the_line_says_so_on_either_side_of_it() {
    let yard = yard();
    let csv = score(&yard, &["--where", "id=mill", "--output-format", "csv"]);
    let known = number(&rows(&csv)[0], "confidence");
    for (off, list, near) in [
        (-0.021, "ranked", "no"),
        (-0.02, "ranked", "yes"),
        (0.0, "ranked", "yes"),
        (0.02, "ask-first", "yes"),
        (0.021, "ask-first", "no"),
    ] {
        let line = format!("{:.3}", known + off);
        let run = |format: &str| score(&yard, &["--known", &line, "--output-format", format]);
        let of_mill = rows(&run("csv"))
            .into_iter()
            .find(|row| row["id"] == "mill");
        let of_mill = of_mill.unwrap();
        assert_eq!(
            (of_mill["list"].as_str(), of_mill["near_line"].as_str()),
            (list, near),
            "{line} {known}"
        );
        for (format, mark) in [("text", "* "), ("markdown", "\\* %")] {
            let page = run(format);
            let line = page.lines().find(|line| line.contains("mill")).unwrap();
            assert_eq!(line.contains(mark), near == "yes", "{line}");
            assert_eq!(page.contains("within two"), near == "yes", "{page}");
        }
    }
}

#[test]
fn a_saved_ranking_gives_the_same_two_lists() {
    let yard = yard();
    for line in ["0.05", "0.15", "0.999"] {
        let run = |format: &str| score(&yard, &["--known", line, "--output-format", format]);
        for saved in ["json", "ndjson"] {
            std::fs::write(yard.path("saved"), run(saved)).unwrap();
            for format in ["text", "markdown", "csv", "json", "ndjson"] {
                let rendered = yard.run(&["render", "saved", "--output-format", format]);
                assert_eq!(rendered.data(), run(format), "{line} {saved} {format}");
            }
        }
    }
    let mixed =
        ["0.1", "0.2"].map(|line| score(&yard, &["--known", line, "--output-format", "ndjson"]));
    // The first id of a line is that of its site.
    let other = |line: &str| line.replacen("\"id\":\"", "\"id\":\"other-", 1) + "\n";
    let error: String = mixed[1].lines().map(other).collect();
    std::fs::write(yard.path("saved"), mixed[0].clone() + &error).unwrap();
    let done = yard.run(&["render", "saved"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("another --known"), "{}", done.stderr);
}

#[test]
fn the_columns_are_the_same_with_and_without_ends() {
    let yard = yard();
    let csv = |args: &[&str]| score(&yard, &[args, &["--output-format", "csv"]].concat());
    let header = |csv: &str| csv.lines().next().unwrap().to_owned();
    let without = csv(&[]);
    for args in [
        &["--ends"][..],
        &["--sort", "score_worst"],
        &["--where", "ask_mw!=-1"],
    ] {
        let with = csv(args);
        assert_eq!(header(&with), header(&without), "{args:?}");
        assert_eq!(rows(&with).len(), 4, "{args:?}");
        for row in rows(&with) {
            assert!(!row["score_worst"].is_empty(), "{args:?} {row:?}");
        }
    }
    for column in [
        "list",
        "near_line",
        "ask_first",
        "ask_whom",
        "ask_mw",
        "ask_points",
    ] {
        assert!(rows(&without)[0].contains_key(column), "{column}");
        let page = yard.run(&["explain", column]).data();
        assert!(page.starts_with(&format!("{column} · column")), "{page}");
    }
}

#[test]
fn a_line_that_is_no_share_is_a_slip_of_the_pen() {
    for line in ["15", "-0.1", "15%", "nan"] {
        let done = yard().run(&["score", ".", &format!("--known={line}")]);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{line}");
        assert!(done.stderr.contains("from 0 to 1"), "{}", done.stderr);
    }
}

#[test]
fn lines_of_a_ranking_are_those_of_both_lists() {
    let yard = yard();
    let lines = score(
        &yard,
        &["--sort", "score", "--top", "1", "--output-format", "ndjson"],
    );
    let lines = told_lines(&lines);
    let told: Vec<Value> = lines
        .iter()
        .map(|line| json!([line["known"], line["site"]["id"], line["site"]["list"]]))
        .collect();
    assert_eq!(
        json!(told),
        json!([
            [0.15, "example-complete", "ranked"],
            [0.15, "bigger", "ask-first"],
            [0.15, "bare", "ask-first"]
        ])
    );
}

#[test]
fn both_lists_in_every_format() {
    let yard = yard();
    let whole = |format: &str| {
        yard.run(&[
            "score",
            ".",
            "--target",
            "nvl72",
            "--group-by",
            "country",
            "--output-format",
            format,
        ])
    };
    insta::assert_snapshot!("text", whole("text").data());
    insta::assert_snapshot!("markdown", whole("markdown").data());
    let document = whole("json").json();
    let of = |value: &Value, keys: &[&str]| -> Value {
        let pick = |entry: &Value| -> Value {
            let picked: BTreeMap<_, _> = keys.iter().map(|key| (*key, &entry[*key])).collect();
            json!(picked)
        };
        value.as_array().unwrap().iter().map(pick).collect()
    };
    let portfolio = &document["portfolio"];
    let columns = [
        "id",
        "list",
        "near_line",
        "confidence",
        "rank",
        "among_best",
        "ask_first",
        "ask_mw",
    ];
    let both = json!({
        "known": document["known"],
        "sites": of(&document["sites"], &["id", "list", "near_line", "confidence"]),
        "ranking": of(&portfolio["ranking"], &columns),
        "ask_first": of(&portfolio["ask_first"], &columns),
        "totals": portfolio["totals"],
        "ask_first_totals": portfolio["ask_first_totals"],
        "groups": portfolio["groups"],
        "supply_curve": portfolio["supply_curve"],
    });
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&both).unwrap());
}
