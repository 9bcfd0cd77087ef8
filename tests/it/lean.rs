//! Lean rows out: how large reports are, that each text stands once, and what of a report is enough.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Folder, SITE, misfits, run_at_root, site_files, told_lines, validator};

/// Most bytes of a site as a line: in full, as gap report, as row.
const LINES: [(&str, usize); 3] = [("full", 70_000), ("gaps", 25_000), ("row", 3_000)];

/// Most bytes of the document of one site.
const DOCUMENT: usize = 120_000;

fn score(args: &[&str]) -> String {
    run_at_root(&[&["score", "sites"], args].concat()).data()
}

/// The lines that are no legend.
fn sites_of(lines: &str) -> impl Iterator<Item = (&str, Value)> {
    let read = |line| (line, serde_json::from_str::<Value>(line).unwrap());
    lines
        .lines()
        .map(read)
        .filter(|(_, line)| line.get("legend").is_none())
}

#[test]
fn every_real_site_is_small_in_every_detail() {
    for (detail, most) in LINES {
        let lines = score(&["--output-format", "ndjson", "--detail", detail]);
        let mut n = 0;
        for (line, site) in sites_of(&lines) {
            assert!(
                line.len() <= most,
                "{detail} {}: {}",
                site["site"]["id"],
                line.len()
            );
            n += 1;
        }
        assert_eq!(n, site_files().len());
    }
}

#[test]
fn the_document_of_one_site_is_small_as_well() {
    // The largest of its kind: much is unknown, and much is to be done.
    for site in [
        "mara-hardin-mt",
        "digihost-north-tonawanda-ny",
        "example-complete",
    ] {
        let file = format!("sites/{site}.yaml");
        let document = run_at_root(&["score", &file, "--output-format", "json"]).data();
        assert!(document.len() <= DOCUMENT, "{site}: {}", document.len());
        assert!(document.lines().count() > 400, "an entry is a line");
    }
}

/// The ids that the entries of a site name, by part of the legend.
fn named(site: &Value, into: &mut BTreeSet<(&'static str, String)>) {
    let mut name = |part, id: &Value| into.insert((part, id.as_str().unwrap().to_owned()));
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    name("targets", &site["target"]);
    for category in list(&site["categories"]) {
        name("categories", &category["id"]);
    }
    for limit in list(&site["capacity"]["limits"]) {
        name("limits", &limit["id"]);
    }
    for finding in list(&site["findings"]) {
        name("requirements", &finding["id"]);
    }
    let plan = &site["plan"];
    for work in list(&plan["works"]) {
        name("remedies", &work["remedy"]);
    }
    for work in list(&plan["beyond"]) {
        name("remedies", &work["remedy"]);
    }
    for soft in list(&plan["soft_costs"]) {
        name("soft_costs", &soft["price"]);
    }
    let unknown = list(&site["asking"]["unknown"]);
    for asked in list(&site["asking"]["questions"]) {
        let facts = list(&asked["facts"]);
        let facts = facts.iter().map(|at| {
            let at = usize::try_from(at.as_u64().unwrap()).unwrap();
            unknown[at].as_str().unwrap()
        });
        let facts = facts.collect::<Vec<_>>().join(" ");
        into.insert(("questions", facts));
    }
}

fn explained(legend: &Value) -> impl Iterator<Item = (&str, &str)> {
    let parts = legend.as_object().unwrap().iter();
    parts.flat_map(|(part, texts)| {
        let ids = texts.as_object().unwrap().keys();
        ids.map(move |id| (part.as_str(), id.as_str()))
    })
}

#[test]
fn each_id_is_explained_once_before_it_is_named_and_nothing_else_is() {
    let lines = score(&["--output-format", "ndjson", "--draws", "16"]);
    let (mut told, mut all) = (BTreeSet::new(), BTreeSet::new());
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if let Some(legend) = line.get("legend") {
            for (part, id) in explained(legend) {
                assert!(
                    told.insert((part.to_owned(), id.to_owned())),
                    "{part} {id} twice"
                );
            }
            continue;
        }
        named(&line["site"], &mut all);
        for (part, id) in &all {
            assert!(
                told.contains(&((*part).to_owned(), id.clone())),
                "{part} {id}"
            );
        }
    }
    // What closes a gap is named by its requirement as well.
    let remedies: BTreeSet<String> = lines
        .lines()
        .filter_map(|line| {
            serde_json::from_str::<Value>(line)
                .unwrap()
                .get("legend")
                .cloned()
        })
        .flat_map(|legend| {
            let rows = legend["requirements"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            rows.into_iter()
                .map(|(_, row)| row["remedy"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    for (part, id) in told {
        let is_named = all.iter().any(|(p, i)| (*p, i) == (part.as_str(), &id));
        assert!(
            is_named || (part == "remedies" && remedies.contains(&id)),
            "{part} {id} for nothing"
        );
    }
    let document: Value =
        serde_json::from_str(&score(&["--output-format", "json", "--draws", "16"])).unwrap();
    let mut all = BTreeSet::new();
    for site in document["sites"].as_array().unwrap() {
        named(site, &mut all);
    }
    let told: BTreeSet<(&str, &str)> = explained(&document["legend"]).collect();
    for (part, id) in &all {
        assert!(told.contains(&(*part, id.as_str())), "{part} {id}");
    }
}

#[test]
fn lines_are_cut_and_joined_and_a_part_without_its_legend_is_told() {
    let other = SITE.replace("Mill Creek", "Other");
    let folder = Folder::with(&[("a.yaml", SITE), ("b.yaml", &other)]);
    let lines = |file: &str| {
        let args = [
            "score",
            file,
            "--target",
            "nvl72",
            "--output-format",
            "ndjson",
        ];
        folder.run(&args).data()
    };
    let (a, b) = (lines("a.yaml"), lines("b.yaml"));
    let render = |text: &str| folder.run_with(&["render", "--output-format", "csv"], text, &[]);
    let both = render(&format!("{a}{b}"));
    assert_eq!(both.data().lines().count(), 3);
    let cut: Vec<&str> = a.lines().chain(b.lines()).take(2).collect();
    assert_eq!(render(&cut.join("\n")).data().lines().count(), 2);
    let headless = render(a.lines().last().unwrap());
    assert_eq!(headless.code, 2);
    assert!(
        headless
            .stderr
            .contains("<stdin>:1:1: the legend of this report has no target"),
        "{}",
        headless.stderr
    );
}

#[test]
fn what_is_unknown_and_what_answers_do_reads_as_it_was_judged() {
    let document: Value = serde_json::from_str(
        &run_at_root(&[
            "score",
            "sites/iren-childress-tx.yaml",
            "--output-format",
            "json",
        ])
        .data(),
    )
    .unwrap();
    assert_eq!(misfits(&validator("report"), &document), [""; 0]);
    let asking = &document["sites"][0]["asking"];
    let (unknown, sweep) = (&asking["unknown"], asking["sweep"].as_array().unwrap());
    // The widest bar comes first, and paths in the order of the bars.
    assert_eq!(sweep[0]["fact"], 0);
    assert!(unknown.as_array().unwrap().len() >= sweep.len());
    // An answer that comes to what is usual is its words alone.
    let questions = asking["questions"].as_array().unwrap();
    assert!(
        questions
            .iter()
            .any(|q| q["good"].is_string() || q["bad"].is_string())
    );
    for question in questions {
        for end in ["good", "bad"] {
            if let Some(said) = question[end].as_object() {
                assert!(said.len() > 1, "{question}");
                for (key, value) in said {
                    assert!(
                        asking["usual"].get(key) != Some(value),
                        "{key} of {question}"
                    );
                }
            }
        }
    }
}

#[test]
fn gaps_and_rows_fit_their_schemas_and_say_what_the_report_says() {
    let folder = Folder::with(&[
        ("a.yaml", SITE),
        ("bad.yaml", "name: A\npower: {energized_mw: 5 MW}\n"),
    ]);
    let run = |detail: &str, format: &str, paths: &[&str]| {
        let args = [
            "--target",
            "nvl72",
            "--detail",
            detail,
            "--output-format",
            format,
        ];
        folder.run(&[&["score"], paths, &args].concat())
    };
    let full: Value = serde_json::from_str(&run("full", "json", &["a.yaml"]).data()).unwrap();
    for detail in ["gaps", "row"] {
        let document: Value =
            serde_json::from_str(&run(detail, "json", &["a.yaml"]).data()).unwrap();
        assert_eq!(misfits(&validator(detail), &document), [""; 0], "{detail}");
        assert_eq!(document["portfolio"], full["portfolio"], "{detail}");
        let both = run(detail, "ndjson", &["a.yaml", "bad.yaml"]);
        assert_eq!(both.code, 2);
        let lines: Vec<Value> = both
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["site"], document["sites"][0], "{detail}");
        assert_eq!(lines[1]["error"]["file"], "bad.yaml");
        // A saved report gives the same.
        std::fs::write(
            folder.path("full.json"),
            run("full", "json", &["a.yaml"]).data(),
        )
        .unwrap();
        let args = [
            "render",
            "full.json",
            "--ends",
            "--detail",
            detail,
            "--output-format",
            "json",
        ];
        let again: Value = serde_json::from_str(&folder.run(&args).data()).unwrap();
        if detail == "gaps" {
            assert_eq!(again["sites"], document["sites"]);
        }
        // And what is short says that it is.
        std::fs::write(
            folder.path("short.json"),
            run(detail, "json", &["a.yaml"]).data(),
        )
        .unwrap();
        for args in [
            &["render", "short.json"][..],
            &["diff", "short.json", "full.json"],
        ] {
            let told = folder.run(args);
            assert_eq!(told.code, 2, "{args:?}");
            assert!(
                told.stderr.contains("of each site alone"),
                "{}",
                told.stderr
            );
        }
    }
    let gaps: Value = serde_json::from_str(&run("gaps", "json", &["a.yaml"]).data()).unwrap();
    let (short, site) = (&gaps["sites"][0], &full["sites"][0]);
    for key in ["id", "score", "verdict", "confidence"] {
        assert_eq!(short[key], site[key], "{key}");
    }
    for gap in short["gaps"].as_array().unwrap() {
        let text = &full["legend"]["requirements"][gap["requirement"].as_str().unwrap()];
        assert_eq!(gap["title"], text["title"]);
    }
    let refused = folder.run(&["score", "a.yaml", "--detail", "gaps"]);
    assert!(
        refused.code == 2
            && refused
                .stderr
                .contains("only json and ndjson have a --detail"),
        "{}",
        refused.stderr
    );
}

#[test]
fn plans_and_money_are_said_shortly_too() {
    let folder = Folder::with(&[
        ("a.yaml", SITE),
        ("b.yaml", &SITE.replace("Mill", "Hill")),
        ("bad.yaml", "name: A\npower: {energized_mw: 5 MW}\n"),
    ]);
    let run = |command: &str, paths: &[&str], more: &[&str]| {
        let usual = ["--target", "nvl72", "--draws", "16"];
        folder.run(&[&[command], paths, &usual, more].concat())
    };
    for command in ["plan", "economics"] {
        for detail in ["gaps", "row"] {
            let args = ["--detail", detail, "--output-format", "json"];
            let document = run(command, &["a.yaml", "b.yaml"], &args).json();
            assert_eq!(
                misfits(&validator(detail), &document),
                [""; 0],
                "{command} {detail}"
            );
            assert_eq!(document["sites"].as_array().unwrap().len(), 2);
            assert!(document.get("portfolio").is_none(), "it ranks no sites");
            // It is what the same report says when it was saved whole.
            run(
                command,
                &["a.yaml", "b.yaml"],
                &["--output-format", "json=full.json"],
            )
            .data();
            let again = folder.run(&[
                "render",
                "full.json",
                "--detail",
                detail,
                "--output-format",
                "json",
            ]);
            assert_eq!(again.json(), document, "{command} {detail}");
            let with_bad = run(command, &["bad.yaml"], &args);
            assert_eq!(
                (
                    with_bad.code,
                    with_bad.json()["errors"].as_array().unwrap().len()
                ),
                (2, 1)
            );
        }
        let text = run(command, &["a.yaml"], &["--detail", "gaps"]);
        assert!(text.code == 2 && text.stderr.contains("only json and ndjson have a --detail"));
        let cases = [
            "--sweep",
            "power.feeds=1..2:1",
            "--detail",
            "row",
            "--output-format",
            "json",
        ];
        assert!(
            run(command, &["a.yaml"], &cases)
                .stderr
                .contains("--detail")
        );
    }
    let lines = |detail: &str| {
        let args = ["--detail", detail, "--output-format", "ndjson"];
        told_lines(&run("economics", &["a.yaml", "b.yaml", "bad.yaml"], &args).stdout)
    };
    for detail in ["gaps", "row"] {
        let lines = lines(detail);
        assert_eq!(lines.len(), 3);
        assert!(
            lines[0].get("site").is_some() && lines[2].get("error").is_some(),
            "{detail}"
        );
    }
    let budget = [
        "--budget-musd",
        "100",
        "--detail",
        "row",
        "--output-format",
        "json",
    ];
    assert_eq!(run("economics", &["a.yaml"], &budget).code, 2);
}

#[test]
fn a_format_that_was_not_built_in_is_told() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    let done = folder.run(&["score", "a.yaml", "--output-format", "parquet=a.parquet"]);
    if cfg!(feature = "parquet") {
        assert_eq!(done.code, 0, "{}", done.stderr);
        let bytes = std::fs::read(folder.path("a.parquet")).unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    } else {
        assert_eq!(done.code, 2);
        assert!(
            done.stderr.contains("built without the format `parquet`"),
            "{}",
            done.stderr
        );
        assert!(!folder.path("a.parquet").exists());
    }
}

#[cfg(feature = "parquet")]
mod rows {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;

    use super::*;

    /// What a cell of the CSV says of a field.
    fn cell(field: &Field) -> String {
        match field {
            Field::Null => String::new(),
            Field::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Field::Long(number) => number.to_string(),
            Field::Double(number) => number.to_string(),
            Field::Str(text) => text.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_table_has_the_columns_and_values_of_the_csv_and_the_same_bytes_twice() {
        let folder = Folder::with(&[]);
        let run = |outputs: [&str; 2], more: &[&str]| {
            let sites = crate::support::sites();
            let outputs = outputs.map(|output| ["--output-format", output]).concat();
            let args = [
                &["score", sites.to_str().unwrap(), "--draws", "16", "--ends"],
                &outputs[..],
                more,
            ];
            folder.run(&args.concat()).data();
        };
        for more in [&[][..], &["--sort", "planned_mw", "--top", "20"]] {
            run(["parquet=a.parquet", "csv=a.csv"], more);
            run(["parquet=b.parquet", "csv=b.csv"], more);
            let bytes = |name: &str| std::fs::read(folder.path(name)).unwrap();
            assert!(bytes("a.parquet") == bytes("b.parquet"));
            let file = std::fs::File::open(folder.path("a.parquet")).unwrap();
            let reader = SerializedFileReader::new(file).unwrap();
            let mut csv = csv::Reader::from_path(folder.path("a.csv")).unwrap();
            let header: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
            let mut rows = reader.get_row_iter(None).unwrap();
            let mut n = 0;
            for record in csv.records() {
                let (record, row) = (record.unwrap(), rows.next().unwrap().unwrap());
                let named: Vec<&String> = row.get_column_iter().map(|(name, _)| name).collect();
                assert_eq!(named, header.iter().collect::<Vec<_>>());
                for ((name, field), said) in row.get_column_iter().zip(&record) {
                    assert_eq!(cell(field), said, "{name}");
                }
                n += 1;
            }
            assert!(rows.next().is_none() && n >= 10);
        }
    }
}
