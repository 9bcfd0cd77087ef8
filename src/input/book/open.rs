//! The sheets of `.ods`, before their values are read: what is repeated is counted, not written out.

use std::io::{Read, Seek};

use quick_xml::events::{BytesStart, Event};

use super::super::kind::Unread;
use super::archive::Archive;
use super::bounds::{CELLS_AT_ONCE, Fault, ROWS, sheets_at_most};
use super::outline::{At, Listed, Outline};
use super::xml::{attribute, broken, reader};

/// The sheets in the order of the workbook.
pub(super) fn sheets<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Vec<Listed>, Fault> {
    let Some(content) = archive.part("content.xml")? else {
        return Err(Fault::Broken("it has no content".to_owned()));
    };
    let mut reader = reader(content);
    let (mut listed, mut buffer) = (Vec::new(), Vec::new());
    let mut table: Option<Table> = None;
    loop {
        buffer.clear();
        match reader
            .read_event_into(&mut buffer)
            .map_err(|error| broken(&error))?
        {
            Event::Start(element) => match element.local_name().as_ref() {
                "table" => {
                    table = Some(Table::of(attribute(&element, "name").unwrap_or_default()));
                }
                name => {
                    if let Some(table) = &mut table {
                        table.begins(name, &element)?;
                    }
                }
            },
            Event::Text(text) => {
                if let Some(cell) = table.as_mut().and_then(|table| table.cell.as_mut()) {
                    cell.text(!text.as_ref().trim().is_empty());
                }
            }
            Event::GeneralRef(_) => {
                if let Some(cell) = table.as_mut().and_then(|table| table.cell.as_mut()) {
                    cell.text(true);
                }
            }
            // The reader of values leaves marked texts out.
            Event::CData(_) => {
                if let Some(cell) = table.as_mut().and_then(|table| table.cell.as_mut()) {
                    cell.text(true);
                    cell.in_pieces |= cell.in_paragraph;
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "table" => {
                    listed.extend(table.take().map(Table::finished));
                    sheets_at_most(listed.len())?;
                }
                name => {
                    if let Some(table) = &mut table {
                        table.ends(name)?;
                    }
                }
            },
            Event::Eof => return Ok(listed),
            _ => {}
        }
    }
}

/// A sheet that is being looked at.
struct Table {
    name: String,
    outline: Outline,
    /// Where the next cell stands.
    next: At,
    /// How often this row stands there, and whether it cannot be seen.
    repeats: u32,
    hidden: bool,
    cell: Option<Cell>,
    /// First and last row with cells, and the columns up to the last cell.
    rows: Option<At>,
    columns: u32,
}

struct Cell {
    at: At,
    repeats: u32,
    spans: At,
    formula: bool,
    /// Whether a value stands beside the text that shows it, or the text is the value.
    has_value: bool,
    is_text: bool,
    says: bool,
    /// Whether a part of its text would be lost.
    in_pieces: bool,
    /// How many elements are open in it, and whether the first is a paragraph: remarks and pictures are no value.
    depth: u32,
    in_paragraph: bool,
}

impl Cell {
    fn begins(&mut self, name: &str) {
        if self.depth == 0 {
            self.in_paragraph = name == "p";
        }
        self.depth += 1;
    }

    fn ends(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.in_paragraph &= self.depth > 0;
    }

    fn text(&mut self, says: bool) {
        self.says |= says && self.in_paragraph;
    }

    /// Why nobody can say what it holds though something stands there.
    fn unread(&self) -> Option<Unread> {
        if self.formula && !self.says {
            Some(Unread::NotWorkedOut)
        } else if self.says && !self.has_value && (self.in_pieces || !self.is_text) {
            Some(Unread::InPieces)
        } else {
            None
        }
    }
}

fn number(element: &BytesStart<'_>, name: &str) -> u32 {
    let number = attribute(element, name).and_then(|text| text.parse().ok());
    number.unwrap_or(1).max(1)
}

impl Table {
    fn of(name: String) -> Self {
        Self {
            name,
            outline: Outline::default(),
            next: (0, 0),
            repeats: 1,
            hidden: false,
            cell: None,
            rows: None,
            columns: 0,
        }
    }

    fn begins(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), Fault> {
        match name {
            "table-row" => {
                self.repeats = number(element, "number-rows-repeated");
                let word = attribute(element, "visibility");
                self.hidden = matches!(word.as_deref(), Some("collapse" | "filter"));
                self.next.1 = 0;
            }
            "table-cell" | "covered-table-cell" => {
                let has = |name| attribute(element, name).is_some();
                let value = [
                    "value",
                    "string-value",
                    "date-value",
                    "time-value",
                    "boolean-value",
                ];
                self.cell = Some(Cell {
                    at: self.next,
                    repeats: number(element, "number-columns-repeated"),
                    spans: (
                        number(element, "number-rows-spanned"),
                        number(element, "number-columns-spanned"),
                    ),
                    formula: has("formula"),
                    has_value: value.into_iter().any(has),
                    is_text: attribute(element, "value-type").as_deref() == Some("string"),
                    says: value.into_iter().any(has),
                    in_pieces: false,
                    depth: 0,
                    in_paragraph: false,
                });
            }
            name => {
                if let Some(cell) = &mut self.cell {
                    cell.begins(name);
                }
            }
        }
        Ok(())
    }

    fn ends(&mut self, name: &str) -> Result<(), Fault> {
        match name {
            "table-row" => {
                self.next = (self.next.0.saturating_add(self.repeats), 0);
            }
            "table-cell" | "covered-table-cell" => {
                let Some(cell) = self.cell.take() else {
                    return Ok(());
                };
                self.next.1 = self.next.1.saturating_add(cell.repeats);
                if cell.says || cell.formula {
                    self.take(&cell)?;
                }
            }
            _ => {
                if let Some(cell) = &mut self.cell {
                    cell.ends();
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, cell: &Cell) -> Result<(), Fault> {
        let last = (
            cell.at.0.saturating_add(self.repeats - 1),
            cell.at.1.saturating_add(cell.repeats - 1),
        );
        let (first_row, _) = self.rows.unwrap_or((cell.at.0, 0));
        self.rows = Some((first_row, last.0));
        self.columns = self.columns.max(last.1.saturating_add(1));
        let grid = u64::from(last.0 - first_row + 1) * u64::from(self.columns);
        if grid > CELLS_AT_ONCE || last.0 >= ROWS {
            return Err(Fault::TooLarge(format!(
                "the sheet `{}` has more than {CELLS_AT_ONCE} cells from its first to its last, repeated ones \
                 counted as often as they stand there",
                crate::source::plain(&self.name)
            )));
        }
        self.outline.cell(last)?;
        if let Some(why) = cell.unread() {
            for row in cell.at.0..=last.0 {
                for column in cell.at.1..=last.1 {
                    self.outline.unread((row, column), why)?;
                }
            }
        }
        if self.hidden {
            self.outline.hidden_rows.extend(cell.at.0..=last.0);
        }
        if cell.spans != (1, 1) {
            let (rows, columns) = cell.spans;
            let last = (
                cell.at.0.saturating_add(rows - 1),
                cell.at.1.saturating_add(columns - 1),
            );
            self.outline.merge(cell.at, last)?;
        }
        Ok(())
    }

    fn finished(self) -> Listed {
        Listed {
            name: self.name,
            visible: true,
            outline: self.outline.finished(),
        }
    }
}
