//! Tables as people keep them: workbooks, headers, mappings, rows that are no sites.

mod books;
mod cases;
mod cells_of_books;
mod mappings;
mod proposals;
mod rows;
mod sheets;
mod texts;

use crate::support::{Done, Folder, root};

/// Arguments that make a run quick.
const QUICK: [&str; 5] = ["--draws", "2", "--without-economics", "--target", "nvl72"];

/// Scores quickly, the rows as CSV.
fn score(folder: &Folder, args: &[&str]) -> Done {
    folder.run(&[&["score"], args, &QUICK, &["--output-format", "csv"]].concat())
}

/// Ids of the sites in rows of CSV.
fn ids(csv: &str) -> Vec<String> {
    column(csv, "id")
}

/// A column of rows of CSV.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|header| header == name)
        .unwrap();
    reader
        .records()
        .map(|row| row.unwrap()[at].to_owned())
        .collect()
}

/// A file of the cases.
fn case(name: &str) -> String {
    root()
        .join("tests/tables")
        .join(name)
        .to_str()
        .unwrap()
        .to_owned()
}

/// A folder with the text of some cases.
fn cases(names: &[&str]) -> Folder {
    let folder = Folder::with(&[]);
    for name in names {
        std::fs::copy(case(name), folder.path(name)).unwrap();
    }
    folder
}

/// Text without how it is broken into lines.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A workbook of sheets, each with rows of texts and numbers.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> rust_xlsxwriter::Workbook {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) if cell.is_empty() => continue,
                    Err(_) => sheet.write_string(row, column, *cell).unwrap(),
                };
            }
        }
    }
    book
}

#[test]
fn the_workbook_of_the_readme_is_ranked_by_what_is_proposed_for_it() {
    let book = "sites/example-pipeline.xlsx";
    let proposed = crate::support::run_at_root(&["columns", book]).data();
    let saved = crate::support::root().join("tests/tables/example-pipeline.yaml");
    assert_eq!(proposed, std::fs::read_to_string(saved).unwrap());
    let map = "tests/tables/example-pipeline.yaml";
    let args = ["score", book, "--columns", map, "--lenient", "--draws", "4"];
    let done = crate::support::run_at_root(&[&args[..], &["--output-format", "csv"]].concat());
    // Thirty mines: no total, no footnote, no mine that is hidden from sight alone.
    assert_eq!(done.stdout.lines().count(), 31, "{}", done.stderr);
    assert!(done.stdout.contains("Gull Lake"), "{}", done.stdout);
    for told in [
        "left out as the sum",
        "left out as remarks",
        "converted from kW to MW",
    ] {
        assert!(done.stderr.contains(told), "{}", done.stderr);
    }
}
