//! Workbooks, good ones and hostile ones.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const SITES: &[&[&str]] = &[
    &[
        "name",
        "power.energized_mw",
        "power.connection",
        "power.firmness",
    ],
    &["Mill Creek", "90", "grid", "firm"],
    &["Bear Flat", "60.5", "grid", "interruptible"],
];

/// The same as CSV.
fn csv_of(rows: &[&[&str]]) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

fn saved(book: &mut Workbook) -> Folder {
    let folder = Folder::with(&[("x.csv", &csv_of(SITES))]);
    book.save(folder.path("x.xlsx")).unwrap();
    folder
}

/// An archive of parts.
pub(super) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An `.ods` with one sheet.
pub(super) fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Sites\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("content.xml", &content),
    ])
}

pub(super) fn text(cell: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
    )
}

#[test]
fn a_workbook_reads_as_the_same_table_in_csv() {
    let folder = saved(&mut workbook(&[("Sites", SITES)]));
    let (book, table) = (score(&folder, &["x.xlsx"]), score(&folder, &["x.csv"]));
    assert_eq!((book.code, book.stderr.as_str()), (0, ""));
    assert_eq!(
        column(&book.stdout, "score"),
        column(&table.stdout, "score")
    );
    let number = |value: &str| {
        format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"/>")
    };
    let rows: String = SITES
        .iter()
        .map(|row| {
            let cells = row.iter().map(|cell| {
                if cell.parse::<f64>().is_ok() {
                    number(cell)
                } else {
                    text(cell)
                }
            });
            format!(
                "<table:table-row>{}</table:table-row>",
                cells.collect::<String>()
            )
        })
        .collect();
    // What a spreadsheet program writes behind the last row.
    let rows = rows
        + "<table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    std::fs::write(folder.path("x.ods"), ods(&rows)).unwrap();
    let open = score(&folder, &["x.ods"]);
    assert_eq!((open.code, open.stderr.as_str()), (0, ""));
    assert_eq!(
        column(&open.stdout, "score"),
        column(&table.stdout, "score")
    );
}

#[test]
fn a_sheet_is_chosen_by_name_or_by_what_can_be_seen() {
    let mut book = workbook(&[
        ("Read me", &[&["Hello"]]),
        ("Sites", SITES),
        ("Old", SITES),
        ("Blank", &[]),
    ]);
    book.worksheet_from_name("Old").unwrap().set_hidden(true);
    let folder = saved(&mut book);
    for (args, code, told) in [
        (&["x.xlsx", "--sheet", "Sites"][..], 0, ""),
        (&["x.xlsx", "--sheet", "sites "], 0, ""),
        (
            &["x.xlsx", "--sheet", "Old"],
            0,
            "the sheet `Old` is hidden",
        ),
        (&["x.xlsx", "--sheet", "Site"], 2, "did you mean `Sites`?"),
        (
            &["x.xlsx"],
            0,
            "the sheet `Sites` is read; `--sheet NAME` reads another: `Read me`, `Old` (hidden)",
        ),
    ] {
        let done = score(&folder, args);
        assert_eq!(done.code, code, "{}", done.stderr);
        assert!(flat(&done.stderr).contains(told), "{}", done.stderr);
    }
}

#[test]
fn a_problem_names_the_cell_in_its_sheet() {
    let rows: &[&[&str]] = &[SITES[0], &["Mill Creek", "90", "gird", "firm"]];
    let folder = saved(&mut workbook(&[("Sites", rows)]));
    let done = score(&folder, &["x.xlsx"]);
    assert!(flat(&done.stderr).contains("Sites!C2: "), "{}", done.stderr);
    assert!(done.stderr.contains("x.xlsx:2:"), "{}", done.stderr);
}

#[test]
fn dates_flags_formulas_and_merged_cells_say_what_they_show() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headers = [
        "name",
        "as_of",
        "fiber.dark_fiber",
        "power.energized_mw",
        "operator",
    ];
    for (column, header) in (0..).zip(headers) {
        sheet.write_string(0, column, header).unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (row, name) in [(1, "A"), (2, "B")] {
        sheet.write_string(row, 0, name).unwrap();
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 3, 31).unwrap();
        sheet
            .write_datetime_with_format(row, 1, &day, &date)
            .unwrap();
        sheet.write_boolean(row, 2, true).unwrap();
        sheet
            .write_formula(row, 3, Formula::new("=40+50").set_result("90"))
            .unwrap();
    }
    sheet
        .merge_range(1, 4, 2, 4, "Alpha", &Format::new())
        .unwrap();
    sheet.set_row_hidden(2).unwrap();
    let folder = Folder::with(&[(
        "x.yaml",
        "{name: A, as_of: 2026-03-31, fiber: {dark_fiber: true}, power: {energized_mw: 90}, operator: Alpha}\n---\n\
         {name: B, as_of: 2026-03-31, fiber: {dark_fiber: true}, power: {energized_mw: 90}, operator: Alpha}\n",
    )]);
    book.save(folder.path("x.xlsx")).unwrap();
    let (done, same) = (score(&folder, &["x.xlsx"]), score(&folder, &["x.yaml"]));
    assert_eq!(
        column(&done.stdout, "score"),
        column(&same.stdout, "score"),
        "{}",
        done.stderr
    );
    assert_eq!(column(&done.stdout, "operator"), ["Alpha", "Alpha"]);
    assert!(
        done.stderr
            .contains("1 row of the sheet `Sheet1` is hidden"),
        "{}",
        done.stderr
    );
    assert!(done.stderr.contains("merged"), "{}", done.stderr);
}

/// A workbook whose sheet is what is given.
pub(super) fn book_of(sheet: &str, strings: &str) -> Vec<u8> {
    archive(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
        ),
        ("xl/sharedStrings.xml", strings),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{sheet}</worksheet>"
            ),
        ),
    ])
}

pub(super) const STRINGS: &str = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\" uniqueCount=\"1\"><si><t>name</t></si></sst>";

pub(super) fn inline(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn a_formula_that_was_never_worked_out_is_an_error_of_its_cell() {
    let header = format!(
        "<row r=\"1\">{}{}</row>",
        inline("A1", "name"),
        inline("B1", "power.energized_mw")
    );
    let row = format!(
        "<row r=\"2\">{}<c r=\"B2\"><f>40+50</f></c></row>",
        inline("A2", "Mill")
    );
    let sheet = format!("<sheetData>{header}{row}</sheetData>");
    let folder = Folder::with(&[]);
    std::fs::write(folder.path("x.xlsx"), book_of(&sheet, STRINGS)).unwrap();
    let done = score(&folder, &["x.xlsx"]);
    assert_eq!(done.code, 2);
    assert!(
        flat(&done.stderr).contains("S!B2: this cell holds a formula that was never worked out"),
        "{}",
        done.stderr
    );
    let lenient = score(&folder, &["x.xlsx", "--lenient"]);
    assert_eq!(ids(&lenient.stdout), ["mill"], "{}", lenient.stderr);
}

#[test]
fn what_would_fill_the_memory_is_told() {
    let folder = Folder::with(&[]);
    let cell = |at: &str| {
        format!(
            "<sheetData><row r=\"1\">{}</row></sheetData>",
            inline(at, "x")
        )
    };
    let merges: String = (1..=6_000)
        .map(|n| format!("<mergeCell ref=\"A{n}:B{n}\"/>"))
        .collect();
    let huge = format!("<sst uniqueCount=\"99999999999\"/>{}", " ".repeat(100));
    let books: [(&str, Vec<u8>, &str); 8] = [
        (
            "far",
            std::fs::read(case("far-corner.xlsx")).unwrap(),
            "XFD1048576",
        ),
        ("column", book_of(&cell("ZZZ1"), STRINGS), "too large"),
        (
            "letters",
            book_of(&cell("ZZZZZZZZZZZZ1"), STRINGS),
            "a cell called",
        ),
        (
            "merges",
            book_of(
                &format!("{}<mergeCells>{merges}</mergeCells>", cell("A1")),
                STRINGS,
            ),
            "merged",
        ),
        (
            "area",
            book_of(
                &format!(
                    "{}<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>",
                    cell("A1")
                ),
                STRINGS,
            ),
            "merged",
        ),
        ("count", book_of(&cell("A1"), &huge), "counts more texts"),
        (
            "ratio",
            book_of(&format!("{}{}", cell("A1"), " ".repeat(64 << 20)), STRINGS),
            "holds more than",
        ),
        (
            "cut",
            book_of(&cell("A1"), STRINGS)[..300].to_vec(),
            "no whole archive",
        ),
    ];
    for (name, bytes, told) in books {
        let file = format!("{name}.xlsx");
        std::fs::write(folder.path(&file), bytes).unwrap();
        let done = score(&folder, &[&file]);
        assert_eq!(done.code, 2, "{name}: {}", done.stderr);
        assert!(flat(&done.stderr).contains(told), "{name}: {}", done.stderr);
    }
    let repeats = format!(
        "<table:table-row table:number-rows-repeated=\"1000000\">{}</table:table-row>",
        text("x").repeat(40)
    );
    let wide = format!(
        "<table:table-row>{}</table:table-row>",
        text("x").replace(
            "<table:table-cell",
            "<table:table-cell table:number-columns-repeated=\"4000000000\""
        )
    );
    let kept = std::fs::read(case("repeats.ods")).unwrap();
    for (name, bytes) in [
        ("kept", kept),
        ("rows", ods(&repeats)),
        ("columns", ods(&wide)),
    ] {
        let file = format!("{name}.ods");
        std::fs::write(folder.path(&file), bytes).unwrap();
        let done = score(&folder, &[&file]);
        assert_eq!(done.code, 2, "{name}");
        assert!(
            flat(&done.stderr).contains("too large"),
            "{name}: {}",
            done.stderr
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_bytes_of_a_workbook_end_the_program(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<Option<prop::sample::Index>>(),
        kind in 0..3
    ) {
        use rackready::input::collect::{Collection, Wanted};
        use rackready::input::columns::Columns;
        use rackready::input::records::{Entry, Records};
        let sheet = format!("<sheetData><row r=\"1\">{}{}</row></sheetData>", inline("A1", "name"), inline("B1", "power.energized_mw"));
        let (ending, mut bytes) = match kind {
            0 => ("xlsx", book_of(&sheet, STRINGS)),
            1 => ("xlsx", workbook(&[("Sites", SITES)]).save_to_buffer().unwrap()),
            _ => ("ods", ods(&format!("<table:table-row>{}</table:table-row>", text("name")))),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let folder = Folder::with(&[]);
        let path = folder.path(&format!("x.{ending}"));
        std::fs::write(&path, bytes).unwrap();
        let collection = Collection::new(Wanted { paths: vec![path], ..Wanted::default() }).unwrap();
        for entry in Records::of(collection.inputs(), Columns::default()) {
            if let Entry::Refused(refused) = entry {
                prop_assert!(!refused.problems.is_empty());
            }
        }
    }
}
