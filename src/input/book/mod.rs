//! Workbooks: which sheet is read, and its cells as rows.
//!
//! ```text
//! bounds    how large a workbook may be, and what is told of one that is larger
//! archive   the parts of the file, none larger than it may be
//! outline   a sheet before its values: merged cells, hidden rows, formulas without a value
//!   excel     of .xlsx and .xlsm
//!   open      of .ods
//!   xml       what both are written in
//! grid      cells one after the other → rows, merged cells spread
//! sheet     rows that were written down once, to be read as often as need be
//! values    a value of a cell as text
//! ```
//!
//! A workbook of a stranger is small as a file and may be huge as a grid. Everything is counted before the
//! crate that reads values sees it, since what is too large would end the process there. Macros, links to other files,
//! pictures and charts are not looked at.

mod archive;
mod bounds;
mod excel;
mod grid;
mod open;
mod outline;
mod sheet;
mod values;
mod xml;

use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Ods, Reader, SheetVisible, Xlsx};

use super::listed::{listed, quoted};
use super::rows::Row;
use crate::source::nearest::nearest;
use bounds::Fault;
use outline::{Listed, Merge};
pub(super) use sheet::SheetRows;

/// Rows of a sheet that tell whether it holds facts.
const LOOKED_AT: usize = 20;

/// A sheet that was chosen and read.
#[derive(Debug)]
pub(super) struct Opened {
    /// Its rows.
    pub(super) rows: SheetRows,
    /// What a reader of the report should know of the choice and of what cannot be seen.
    pub(super) notes: Vec<String>,
}

/// How workbooks are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `.xlsx` and `.xlsm`.
    Excel,
    /// `.ods`.
    OpenDocument,
}

/// Which sheet is to be read.
pub(super) struct Choice<'a> {
    /// Its name, where somebody said it.
    pub(super) name: Option<&'a str>,
    /// Whether first rows are those of a table of sites.
    pub(super) holds_facts: &'a dyn Fn(&[Row]) -> bool,
}

/// Reads the sheet that is wanted; without a name the only one that can be seen and holds cells, else the first of them
/// that holds facts.
///
/// # Errors
/// When the file is no workbook or too large a one, or has no such sheet.
pub(super) fn open<R: Read + Seek>(
    file: R,
    format: Format,
    choice: &Choice<'_>,
) -> Result<Opened, Fault> {
    // The crates that read archives and values are not trusted with bytes of strangers.
    catch_unwind(AssertUnwindSafe(|| read(file, format, choice)))
        .unwrap_or_else(|_| Err(Fault::Broken("its parts contradict each other".to_owned())))
}

fn read<R: Read + Seek>(file: R, format: Format, choice: &Choice<'_>) -> Result<Opened, Fault> {
    let mut archive = archive::Archive::of(file)?;
    archive.check()?;
    match format {
        Format::Excel => {
            let mut listed = excel::sheets(&mut archive)?;
            some_cells(&listed)?;
            let mut book =
                Xlsx::new(archive.into_file()?).map_err(|error| Fault::broken(&error))?;
            show(&mut listed, book.sheets_metadata());
            choose(&listed, choice, |sheet| {
                sheet::of_excel(&mut book, &sheet.name, &sheet.outline)
            })
        }
        Format::OpenDocument => {
            let mut listed = open::sheets(&mut archive)?;
            some_cells(&listed)?;
            let mut book = Ods::new(archive.into_file()?).map_err(|error| Fault::broken(&error))?;
            show(&mut listed, book.sheets_metadata());
            choose(&listed, choice, |sheet| {
                let range = book.worksheet_range(&sheet.name);
                let range = range.map_err(|error| Fault::broken(&error))?;
                sheet::of_open(&range, &sheet.name, &sheet.outline)
            })
        }
    }
}

/// Whether there is anything to read.
fn some_cells(listed: &[Listed]) -> Result<(), Fault> {
    if listed.iter().any(|sheet| sheet.outline.cells > 0) {
        Ok(())
    } else {
        Err(Fault::NoSheet)
    }
}

/// Which sheets can be seen.
fn show(listed: &mut [Listed], sheets: &[calamine::Sheet]) {
    for sheet in listed {
        let of_book = sheets.iter().find(|other| other.name == sheet.name);
        sheet.visible = of_book.is_some_and(|other| other.visible == SheetVisible::Visible);
    }
}

/// The sheet that is read, and what is said of the choice.
fn choose(
    listed: &[Listed],
    choice: &Choice<'_>,
    mut rows_of: impl FnMut(&Listed) -> Result<SheetRows, Fault>,
) -> Result<Opened, Fault> {
    if let Some(name) = choice.name {
        let sheet = called(listed, name)?;
        let hidden = (!sheet.visible).then(|| format!("the sheet `{}` is hidden", sheet.name));
        let notes = hidden.into_iter().chain(seen(sheet)).collect();
        let rows = rows_of(sheet)?;
        return Ok(Opened { rows, notes });
    }
    let with_cells: Vec<&Listed> = listed
        .iter()
        .filter(|sheet| sheet.outline.cells > 0)
        .collect();
    let visible: Vec<&Listed> = with_cells
        .iter()
        .copied()
        .filter(|sheet| sheet.visible)
        .collect();
    let candidates = if visible.is_empty() {
        &with_cells
    } else {
        &visible
    };
    let (mut chosen, mut first) = (None, None);
    for sheet in candidates {
        let mut rows = rows_of(sheet)?;
        if candidates.len() == 1 || (choice.holds_facts)(&first_rows(&mut rows)?) {
            chosen = Some((*sheet, rows));
            break;
        }
        first.get_or_insert((*sheet, rows));
    }
    let Some((sheet, rows)) = chosen.or(first) else {
        return Err(Fault::NoSheet);
    };
    let mut notes = choice_of(sheet, &with_cells);
    notes.extend(seen(sheet));
    Ok(Opened { rows, notes })
}

/// The sheet of a name.
fn called<'a>(listed: &'a [Listed], name: &str) -> Result<&'a Listed, Fault> {
    let same = |sheet: &&Listed| sheet.name == name;
    let alike = |sheet: &&Listed| sheet.name.trim().to_lowercase() == name.trim().to_lowercase();
    let found = listed.iter().find(same);
    found.or_else(|| listed.iter().find(alike)).ok_or_else(|| {
        let names = || listed.iter().map(|sheet| sheet.name.as_str());
        Fault::NoSuchSheet {
            wanted: name.to_owned(),
            near: nearest(name, names()).map(ToOwned::to_owned),
            there: names().map(ToOwned::to_owned).collect(),
        }
    })
}

/// The first rows of a sheet, which is read from its beginning afterwards.
fn first_rows(rows: &mut SheetRows) -> Result<Vec<Row>, Fault> {
    let mut first = Vec::new();
    while first.len() < LOOKED_AT {
        match rows.next_row()? {
            Some(row) => first.push(row),
            None => break,
        }
    }
    rows.rewind()?;
    Ok(first)
}

/// What is said of a choice that nobody made.
fn choice_of(chosen: &Listed, with_cells: &[&Listed]) -> Vec<String> {
    let others = with_cells
        .iter()
        .filter(|sheet| sheet.name != chosen.name)
        .map(|sheet| {
            let hidden = if sheet.visible { "" } else { " (hidden)" };
            format!("{}{hidden}", quoted(&sheet.name))
        });
    let others = listed(others);
    let mut notes = Vec::new();
    if !chosen.visible {
        notes.push(format!(
            "no sheet with cells can be seen: the hidden sheet `{}` is read",
            chosen.name
        ));
    }
    if !others.is_empty() {
        notes.push(format!(
            "the sheet `{}` is read; `--sheet NAME` reads another: {others}",
            chosen.name
        ));
    }
    notes
}

/// What of a sheet is read and cannot be seen, or is read more often than it stands there.
fn seen(sheet: &Listed) -> Vec<String> {
    let mut notes = Vec::new();
    let hidden = &sheet.outline.hidden_rows;
    if let Some(first) = hidden.iter().min() {
        let (rows, are) = match hidden.len() {
            1 => ("1 row".to_owned(), "is"),
            n => (format!("{n} rows"), "are"),
        };
        notes.push(format!(
            "{rows} of the sheet `{}` {are} hidden or filtered out and read all the same, the first in line {}",
            sheet.name,
            first + 1
        ));
    }
    let down = |merge: &&Merge| merge.rows() > 1;
    if let Some(first) = sheet.outline.merges.iter().find(down) {
        let all = sheet.outline.merges.iter().filter(down).count();
        notes.push(format!(
            "{all} merged {} of the sheet `{}` {} read in each of their rows, the first from {}",
            if all == 1 { "cell" } else { "cells" },
            sheet.name,
            if all == 1 { "is" } else { "are" },
            outline::name_of(first.first)
        ));
    }
    notes
}
