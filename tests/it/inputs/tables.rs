//! Sites in the rows of CSV and TSV files.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::Folder;

use super::{judged, real, score};

/// The cells of a site by dotted path, as a spreadsheet would hold them.
fn cells(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(entries) if entries.keys().any(|key| key == "low") => {
            let parts: Vec<_> = entries.iter().map(|(k, v)| format!("{k}: {v}")).collect();
            into.insert(path.to_owned(), format!("{{{}}}", parts.join(", ")));
        }
        Value::Object(entries) => {
            let dot = if path.is_empty() { "" } else { "." };
            for (key, value) in entries {
                cells(&format!("{path}{dot}{key}"), value, into);
            }
        }
        Value::Array(items) if items.is_empty() => {
            into.insert(path.to_owned(), "[]".to_owned());
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                cells(&format!("{path}[{at}]"), item, into);
            }
        }
        Value::String(text) => {
            into.insert(path.to_owned(), text.clone());
        }
        other => {
            into.insert(path.to_owned(), other.to_string());
        }
    }
}

/// A table of rows, with a column for every path that any of them has.
fn table(rows: &[BTreeMap<String, String>], delimiter: u8) -> String {
    let header: std::collections::BTreeSet<&String> =
        rows.iter().flat_map(BTreeMap::keys).collect();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in rows {
        let cell = |path: &&String| row.get(*path).map_or("", String::as_str);
        writer.write_record(header.iter().map(cell)).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// The real sites as rows.
fn rows() -> Vec<BTreeMap<String, String>> {
    let row = |(_, site): (String, Value)| {
        let mut row = BTreeMap::new();
        cells("", &site, &mut row);
        row
    };
    real().into_iter().map(row).collect()
}

#[test]
fn real_sites_are_judged_alike_as_rows_of_a_table() {
    let rows = rows();
    let lines: String = real().iter().map(|(_, site)| format!("{site}\n")).collect();
    let folder = Folder::with(&[
        ("all.csv", &table(&rows, b',')),
        ("all.tsv", &table(&rows, b'\t')),
        ("all.ndjson", &lines),
    ]);
    let judged = |path: &str| judged(&score(&folder, &[path]));
    let expected = judged("all.ndjson");
    assert_eq!(expected.len(), rows.len());
    for path in ["all.csv", "all.tsv"] {
        for (site, expected) in judged(path).iter().zip(&expected) {
            assert_eq!(site, expected, "{path}");
        }
    }
}

#[test]
fn cells_say_what_a_value_in_yaml_says() {
    let table = "\
name,power.approved_mw,power.energized_mw,power.feeds,notes,halls,halls[0].area_m2,halls[1].area_m2,redundancy.generators,as_of,power.connection
\"1234\",40 to 60,\"{low: 1, likely: 2, high: 3}\",unknown,first; second ,[],,,[],2022,grid
NO, 12.5 ,,,,,100,unknown,,2022-12,unknown
";
    let yaml = "\
name: '1234'
power: {approved_mw: 40 to 60, energized_mw: {low: 1, likely: 2, high: 3}, connection: grid}
notes: [first, second]
halls: []
redundancy: {generators: []}
as_of: 2022
---
name: 'NO'
power: {approved_mw: 12.5}
halls: [{area_m2: 100}]
as_of: 2022-12
";
    let folder = Folder::with(&[("a.csv", table), ("a.yaml", yaml)]);
    let judged = |path: &str| judged(&score(&folder, &[path]));
    assert_eq!(judged("a.csv"), judged("a.yaml"));
}

#[test]
fn a_bad_cell_is_told_with_its_place_and_loses_no_other_row() {
    let table = "\
name,power.energized_mw,power.connection,as_of,redundancy.generators,notes
Good,60,grid,,,
\"Two
lines\",5 MW,gird,Dec 2022,yes,
Short,5
\"é\",\"1e999\",,,,
Also good,60,grid,,,\"a, b\"
,60,,,,
Open,60,,,,\"never closed
";
    let folder = Folder::with(&[("sites.csv", table)]);
    let done = score(&folder, &["sites.csv"]);
    assert_eq!(
        (done.code, done.json()["sites"].as_array().unwrap().len()),
        (2, 2)
    );
    insta::assert_snapshot!("bad_cells", done.stderr);
}

#[test]
fn a_fact_is_located_at_its_cell() {
    let folder = Folder::with(&[("sites.csv", "name,power.energized_mw\n\nA,60\n")]);
    let report = score(&folder, &["sites.csv"]).json();
    let findings = report["sites"][0]["findings"].as_array().unwrap();
    let places: std::collections::BTreeSet<_> = findings
        .iter()
        .map(|f| (f["line"].as_u64(), f["column"].as_u64()))
        .collect();
    assert!(places.contains(&(Some(3), Some(3))), "{places:?}");
    assert!(places.iter().all(|place| place.0 == Some(3)), "{places:?}");
}

#[test]
fn a_header_names_facts_or_is_refused_where_it_does_not() {
    let refused = |header: &str| {
        let folder = Folder::with(&[("x.csv", &format!("{header}\nA\n"))]);
        let done = folder.run(&["score", "x.csv"]);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""));
        done.stderr
    };
    insta::assert_snapshot!(
        "bad_header",
        refused("name,Approved MW,power.volage_kv,power,,name,halls[1].area_m2")
    );
    assert!(refused("name,halls[4000000000].area_m2").contains("skips items"));
    let other = refused("name|power.energized_mw");
    assert!(other.contains("bars separate these cells"), "{other}");
    let folder = Folder::with(&[
        ("none.csv", "name,power.energized_mw\n"),
        ("empty.csv", "\n"),
    ]);
    let none = folder.run(&["score", "none.csv"]);
    assert_eq!(none.code, 3);
    assert!(
        none.stderr.contains("no site in `none.csv`"),
        "{}",
        none.stderr
    );
    let empty = folder.run(&["score", "empty.csv"]);
    assert_eq!(empty.code, 2);
    assert!(
        empty.stderr.contains("the table is empty"),
        "{}",
        empty.stderr
    );
}

#[test]
fn a_cell_takes_the_numbers_of_a_file_and_advice_is_about_the_cell() {
    let row = |cell: &str| format!("name,power.energized_mw\nMill,{cell}\n");
    for (cell, message, help) in [
        ("0x10", "takes a decimal number, found `0x10`", "write `16`"),
        ("0o17", "takes a decimal number, found `0o17`", "write `15`"),
        (
            "{low: 0x1, high: 2}",
            "takes a decimal number, found `0x1`",
            "write `1`",
        ),
        ("9 to 3", "runs backwards", "write `3 to 9`"),
    ] {
        let cell = if cell.contains(',') {
            format!("\"{cell}\"")
        } else {
            cell.to_owned()
        };
        let folder = Folder::with(&[("x.csv", &row(&cell))]);
        let done = folder.run(&["score", "x.csv"]);
        assert_eq!(done.code, 2, "{cell}");
        assert!(
            done.stderr.contains(message) && done.stderr.contains(help),
            "{}",
            done.stderr
        );
    }
    let json = r#"{"name": "Mill", "power": {"energized_mw": "9 to 3"}}"#;
    let done = Folder::with(&[("x.json", json)]).run(&["score", "x.json"]);
    let help = r#"write `"energized_mw": "3 to 9"`"#;
    assert!(done.stderr.contains(help), "{}", done.stderr);
}

#[test]
fn headers_of_ones_own_mean_what_a_mapping_says() {
    let mapping = "Site: name\nLoad (MW): power.energized_mw\nRemark: ignore\n";
    let table = "\u{feff}Site,Load (MW),Remark,as_of\r\nMill,60,whatever,2024\r\n";
    let folder = Folder::with(&[
        ("x.csv", table),
        ("map.yaml", mapping),
        ("bad.yaml", "Site: nmae\nLoad: power.energised_mw\n"),
        (
            "twice.yaml",
            "Site: name\nLoad (MW): name\nRemark: ignore\n",
        ),
    ]);
    let done = score(&folder, &["x.csv", "--columns", "map.yaml"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    assert_eq!(done.json()["sites"][0]["id"], "mill");
    insta::assert_snapshot!(
        "bad_mapping",
        folder
            .run(&["score", "x.csv", "--columns", "bad.yaml"])
            .stderr
    );
    let twice = folder.run(&["score", "x.csv", "--columns", "twice.yaml"]);
    assert!(
        twice.stderr.contains("two columns are about `name`"),
        "{}",
        twice.stderr
    );
    assert_eq!(folder.run(&["score", "x.csv"]).code, 2);
    assert_eq!(folder.run(&["score", "x.csv", "--columns", "gone"]).code, 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_table_gets_an_answer(
        text in "(name|power.energized_mw|halls\\[[0-2]\\].area_m2|notes|halls|[,\"\n;{}é]|\\[\\]|[0-9]{1,3}| to |\r\n)*"
    ) {
        use rackready::input::collect::{Collection, Wanted};
        use rackready::input::columns::Columns;
        use rackready::input::records::{Entry, Records};
        let folder = Folder::with(&[("x.csv", &format!("name,power.energized_mw,halls[0].area_m2,notes\n{text}")), ("y.tsv", &text)]);
        let paths = vec![folder.path("x.csv"), folder.path("y.tsv")];
        let collection = Collection::new(Wanted { paths, ..Wanted::default() }).unwrap();
        for entry in Records::of(collection.inputs(), Columns::default()) {
            let refused = match entry {
                Entry::Site(record) => record.read().err(),
                Entry::Refused(refused) => Some(refused),
                Entry::Nothing(_) | Entry::Told(_) => None,
            };
            if let Some(refused) = refused {
                prop_assert!(!refused.problems.is_empty());
                for span in refused.problems.iter().filter_map(|p| p.at) {
                    prop_assert!(span.start <= span.end && span.end <= refused.source.text().len());
                    prop_assert_eq!(refused.source.place(span.start), span.place);
                }
                let style = rackready::report::Style { width: 80, color: false, bars: false };
                let _ = rackready::report::problems::render(&refused.source, &refused.problems, &style);
            }
        }
    }
}
