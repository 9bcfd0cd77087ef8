//! Cells of workbooks that are written in other ways than a spreadsheet program does: read as they are meant, or told.

use super::books::{STRINGS, book_of, inline, ods, text};
use super::*;

/// A workbook of one site, some cells of which are what is given.
fn book(headers: &[&str], cells: &[String]) -> Folder {
    let at = |column: usize, row| format!("{}{row}", char::from(b"ABCDEFGH"[column]));
    let header: String = (0..)
        .zip([&["name"], headers].concat())
        .map(|(column, header)| inline(&at(column, 1), header))
        .collect();
    let cells = cells.concat();
    let sheet = format!(
        "<sheetData><row r=\"1\">{header}</row><row r=\"2\">{}{cells}</row></sheetData>",
        inline("A2", "Mill")
    );
    let folder = Folder::with(&[]);
    std::fs::write(folder.path("x.xlsx"), book_of(&sheet, STRINGS)).unwrap();
    folder
}

/// A cell with a type and what stands in it.
fn cell(of: &str, inner: &str) -> String {
    format!("<c r=\"B2\"{of}>{inner}</c>")
}

const MW: &str = "power.energized_mw";

#[test]
fn a_formula_without_a_value_is_an_error_however_its_place_is_left_empty() {
    for inner in [
        "<f>B2*3</f>",
        "<f>B2*3</f><v/>",
        "<f>B2*3</f><v />",
        "<f>B2*3</f><v></v>",
        "<f>B2*3</f><v> </v>",
        "<f>B2&amp;\"x\"</f><v/>",
        "<f><![CDATA[B2*3]]></f><v/>",
    ] {
        let folder = book(&[MW], &[cell("", inner)]);
        let done = score(&folder, &["x.xlsx"]);
        let told = "S!B2: this cell holds a formula that was never worked out";
        assert_eq!(done.code, 2, "{inner}");
        assert!(
            flat(&done.stderr).contains(told),
            "{inner}: {}",
            done.stderr
        );
        let lenient = score(&folder, &["x.xlsx", "--lenient"]);
        assert_eq!(ids(&lenient.stdout), ["mill"], "{}", lenient.stderr);
        assert!(flat(&lenient.stderr).contains("1 cell of `power.energized_mw` cannot be read"));
    }
    // Worked out: to a number, and to a text that is empty.
    for (of, inner) in [
        ("", "<f>20*3</f><v>60</v>"),
        (" t=\"str\"", "<f>\"\"</f><v></v>"),
    ] {
        let done = score(&book(&[MW], &[cell(of, inner)]), &["x.xlsx"]);
        assert_eq!(done.code, 0, "{inner}");
        assert!(!done.stderr.contains("error"), "{inner}: {}", done.stderr);
    }
}

#[test]
fn a_header_that_is_a_formula_without_a_value_leaves_out_no_column() {
    let header = "<c r=\"B1\"><f>\"power\"</f><v/></c>";
    let sheet = format!(
        "<sheetData><row r=\"1\">{}{header}{}</row><row r=\"2\">{}<c r=\"B2\"><v>60</v></c></row></sheetData>",
        inline("A1", "name"),
        inline("C1", "operator"),
        inline("A2", "Mill")
    );
    let folder = Folder::with(&[]);
    std::fs::write(folder.path("x.xlsx"), book_of(&sheet, STRINGS)).unwrap();
    let done = score(&folder, &["x.xlsx"]);
    assert_eq!(done.code, 2);
    assert!(
        flat(&done.stderr).contains("a formula that was never worked out"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_number_that_is_written_in_pieces_is_never_half_a_number() {
    for (of, inner) in [
        ("", "<v>6&#48;</v>"),
        ("", "<v>&#54;0</v>"),
        ("", "<v>6<!-- -->0</v>"),
        ("", "<v><!-- -->60</v>"),
        ("", "<v>6<?x?>0</v>"),
        ("", "<v>6<x>0</x></v>"),
        ("", "<v><![CDATA[60]]></v>"),
        ("", "<v>6<![CDATA[0]]></v>"),
        ("", "<v>6&foo;0</v>"),
        (" t=\"n\"", "<v>6&#48;</v>"),
        (" t=\"str\"", "<v>6<![CDATA[0]]></v>"),
        (" t=\"inlineStr\"", "<v>60</v>"),
    ] {
        let done = score(&book(&[MW], &[cell(of, inner)]), &["x.xlsx"]);
        let told = "S!B2: the value of this cell is not written in one piece";
        assert_eq!(done.code, 2, "{inner}");
        assert!(
            flat(&done.stderr).contains(told),
            "{inner}: {}",
            done.stderr
        );
    }
    // Texts are put together.
    let read = |of: &str, inner: &str| {
        let done = score(&book(&["operator"], &[cell(of, inner)]), &["x.xlsx"]);
        assert_eq!(done.code, 0, "{inner}: {}", done.stderr);
        column(&done.stdout, "operator")
    };
    for (of, inner, operator) in [
        (" t=\"str\"", "<v>A &amp; B&#48;</v>", "A & B0"),
        (
            " t=\"inlineStr\"",
            "<is><t>A<![CDATA[ & B]]>&#48;</t></is>",
            "A & B0",
        ),
        (" t=\"s\"", "<v>0</v>", "name"),
    ] {
        assert_eq!(read(of, inner), [operator]);
    }
}

#[test]
fn a_text_that_is_not_there_is_not_the_first_one() {
    for index in ["-1", "x", "0.0", " 0", "1e0", "+"] {
        let cell = cell(" t=\"s\"", &format!("<v>{index}</v>"));
        let done = score(&book(&["operator"], &[cell]), &["x.xlsx"]);
        assert_eq!(done.code, 2, "{index}");
        assert!(
            flat(&done.stderr).contains("S!B2: this cell names no text of the workbook"),
            "{index}: {}",
            done.stderr
        );
    }
    let cell = cell(" t=\"s\"", "<v>7</v>");
    assert_eq!(score(&book(&["operator"], &[cell]), &["x.xlsx"]).code, 2);
}

#[test]
fn a_cell_that_is_there_twice_is_told() {
    let cells = ["<v>60</v>", "<v>90</v>"].map(|inner| cell("", inner));
    let done = score(&book(&[MW], &cells), &["x.xlsx"]);
    assert_eq!(done.code, 2);
    assert!(
        flat(&done.stderr).contains("its cell B2 is there twice"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_date_beyond_the_calendar_is_no_day_of_it() {
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let dated = |serial: f64| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet
            .write_row(0, 0, ["name", "power.fully_energized_on"])
            .unwrap();
        sheet.write_string(1, 0, "Mill").unwrap();
        sheet.write_number_with_format(1, 1, serial, &date).unwrap();
        let folder = Folder::with(&[]);
        book.save(folder.path("x.xlsx")).unwrap();
        score(&folder, &["x.xlsx"])
    };
    for serial in [2_958_466.0, 1e15, 1e300] {
        let done = dated(serial);
        assert_eq!(done.code, 2, "{serial}");
        assert!(
            flat(&done.stderr).contains("Sheet1!B2: this cell holds a date after 9999-12-31"),
            "{serial}: {}",
            done.stderr
        );
    }
    assert_eq!(dated(46_447.0).code, 0);
}

#[test]
fn what_an_open_document_shows_and_does_not_hold_is_told() {
    let scored = |cell: &str| {
        let row = |name: &str, cell: &str| {
            format!("<table:table-row>{}{cell}</table:table-row>", text(name))
        };
        let folder = Folder::with(&[]);
        let rows = row("name", &text("operator")) + &row("Mill", cell);
        std::fs::write(folder.path("x.ods"), ods(&rows)).unwrap();
        score(&folder, &["x.ods"])
    };
    for (cell, told) in [
        (
            "<table:table-cell office:value-type=\"float\"><text:p>60</text:p></table:table-cell>",
            "not written in one piece",
        ),
        (
            "<table:table-cell><text:p>Alpha</text:p></table:table-cell>",
            "not written in one piece",
        ),
        (
            "<table:table-cell office:value-type=\"string\"><text:p>A<![CDATA[lpha]]></text:p></table:table-cell>",
            "not written in one piece",
        ),
        (
            "<table:table-cell table:formula=\"of:=1+1\"/>",
            "a formula that was never worked out",
        ),
    ] {
        let done = scored(cell);
        assert_eq!(done.code, 2, "{cell}");
        assert!(flat(&done.stderr).contains("Sites!B2: "), "{}", done.stderr);
        assert!(flat(&done.stderr).contains(told), "{}", done.stderr);
    }
    for (cell, operator) in [
        (
            "<table:table-cell office:value-type=\"string\"><text:p>A &amp; B</text:p></table:table-cell>",
            "A & B",
        ),
        // A remark at a cell is not what it holds.
        (
            "<table:table-cell><office:annotation><text:p>ask them</text:p></office:annotation></table:table-cell>",
            "",
        ),
        (
            "<table:table-cell table:formula=\"of:=&quot;&quot;\" office:value-type=\"string\" office:string-value=\"\">\
             <text:p></text:p></table:table-cell>",
            "",
        ),
    ] {
        let done = scored(cell);
        assert_eq!(done.code, 0, "{cell}: {}", done.stderr);
        assert_eq!(column(&done.stdout, "operator"), [operator], "{cell}");
    }
}
