//! Workbooks with more sheets than anybody reads.

use super::books::{archive, inline};
use super::*;

/// A workbook that names sheets, each with the number of its part.
fn book(parts: &[usize]) -> Vec<u8> {
    let names: String = (1..)
        .zip(parts)
        .map(|(n, part)| format!("<sheet name=\"Sheet {n}\" sheetId=\"{n}\" r:id=\"rId{part}\"/>"))
        .collect();
    let most = parts.iter().copied().max().unwrap();
    let links: String = (1..=most)
        .map(|part| {
            format!(
                "<Relationship Id=\"rId{part}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
                 relationships/worksheet\" Target=\"worksheets/sheet{part}.xml\"/>"
            )
        })
        .collect();
    let sheet = format!(
        "<worksheet><sheetData><row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\"><v>60</v></c></row></sheetData>\
         </worksheet>",
        inline("A1", "name"),
        inline("B1", "power.energized_mw"),
        inline("A2", "Mill")
    );
    let mut all = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        (
            "_rels/.rels".to_owned(),
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
             relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                .to_owned(),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns:r=\"r\"><sheets>{names}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships>{links}</Relationships>"),
        ),
    ];
    all.extend((1..=most).map(|part| (format!("xl/worksheets/sheet{part}.xml"), sheet.clone())));
    let all: Vec<(&str, &str)> = all.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    archive(&all)
}

fn scored(parts: &[usize], args: &[&str]) -> Done {
    let folder = Folder::with(&[]);
    std::fs::write(folder.path("x.xlsx"), book(parts)).unwrap();
    score(&folder, &[&["x.xlsx"], args].concat())
}

#[test]
fn many_sheets_are_counted_and_not_all_told() {
    let all: Vec<usize> = (1..=60).collect();
    let done = scored(&all, &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let told = flat(&done.stderr);
    assert!(
        told.contains("reads another: `Sheet 2`, ") && told.contains("`Sheet 21` … and 39 more"),
        "{told}"
    );
    let none = scored(&all, &["--sheet", "Nowhere to be found"]);
    assert!(
        flat(&none.stderr).contains("`Sheet 20` … and 40 more"),
        "{}",
        none.stderr
    );
}

#[test]
fn more_sheets_than_are_read_are_told_before_any_is_read() {
    let most = rackready::bounds::SHEETS.count();
    let missing = vec![1; most + 1];
    let done = scored(&missing, &[]);
    assert_eq!(done.code, 2);
    assert!(
        flat(&done.stderr).contains("at most 1000 sheets are read, and it has more"),
        "{}",
        done.stderr
    );
    // A part that is named often would be read as often.
    let shared = scored(&[1, 1], &[]);
    assert_eq!(shared.code, 2);
    assert!(
        flat(&shared.stderr).contains("its sheets `Sheet 1` and `Sheet 2` are one part"),
        "{}",
        shared.stderr
    );
}
