//! The sheets of `.xlsx` and `.xlsm`, before their values are read.

use std::collections::HashMap;
use std::io::{Read, Seek};

use quick_xml::events::{BytesStart, Event};

use super::super::kind::Unread;
use super::super::listed::quoted;
use super::archive::Archive;
use super::bounds::{Fault, sheets_at_most};
use super::outline::{At, Listed, Outline, at_of};
use super::xml::{attribute, broken, link, reader};

/// The sheets in the order of the workbook.
pub(super) fn sheets<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Vec<Listed>, Fault> {
    let Some(book) = archive.text("xl/workbook.xml")? else {
        return Err(Fault::Broken("it has no list of sheets".to_owned()));
    };
    let links = archive.text("xl/_rels/workbook.xml.rels")?;
    let paths = paths(&links.unwrap_or_default())?;
    let mut listed: Vec<Listed> = Vec::new();
    let mut met = HashMap::new();
    for (name, id) in names(&book)? {
        // A part that many sheets share would be read as often as it is named.
        if let Some(path) = paths.get(&id)
            && let Some(first) = met.insert(path, name.clone())
        {
            let [first, name] = [&first, &name].map(|name| quoted(name));
            let message = format!("its sheets {first} and {name} are one part");
            return Err(Fault::Broken(message));
        }
        let outline = match paths.get(&id) {
            None => Outline::default(),
            Some(path) => match archive.part(path)? {
                None => Outline::default(),
                Some(part) => outline(part)?,
            },
        };
        listed.push(Listed {
            name,
            visible: true,
            outline,
        });
    }
    Ok(listed)
}

/// Names of sheets, and by what their parts are linked.
fn names(book: &[u8]) -> Result<Vec<(String, String)>, Fault> {
    let mut reader = reader(book);
    let (mut names, mut buffer) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match reader
            .read_event_into(&mut buffer)
            .map_err(|error| broken(&error))?
        {
            Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                let id = link(&element);
                if let (Some(name), Some(id)) = (attribute(&element, "name"), id) {
                    names.push((name, id));
                    sheets_at_most(names.len())?;
                }
            }
            Event::Eof => return Ok(names),
            _ => {}
        }
    }
}

/// Where the parts of sheets are, by link.
fn paths(links: &[u8]) -> Result<HashMap<String, String>, Fault> {
    let mut reader = reader(links);
    let (mut paths, mut buffer) = (HashMap::new(), Vec::new());
    loop {
        buffer.clear();
        match reader
            .read_event_into(&mut buffer)
            .map_err(|error| broken(&error))?
        {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let (id, target) = (attribute(&element, "Id"), attribute(&element, "Target"));
                if let (Some(id), Some(target)) = (id, target) {
                    let path = match target.strip_prefix('/') {
                        Some(from_root) => from_root.to_owned(),
                        None if target.starts_with("xl/") => target,
                        None => format!("xl/{target}"),
                    };
                    paths.insert(id, path);
                }
            }
            Event::Eof => return Ok(paths),
            _ => {}
        }
    }
}

/// The cell that is being looked at.
#[derive(Default)]
struct Open {
    at: At,
    /// What its value is: `s` is a number of a text, `str` a text of a formula.
    of: String,
    formula: bool,
    /// Whether there is a place for a value, and whether something stands in the cell.
    has_value: bool,
    says: bool,
    /// Whether a text of its own stands there, which goes before a value.
    has_text: bool,
    unread: Option<Unread>,
}

/// What of a cell is being looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Formula,
    Value,
    Other,
}

impl Open {
    /// Begins an element of the cell.
    fn begins(&mut self, name: &str, within: Within) -> Within {
        match name {
            _ if within == Within::Value => self.in_pieces(),
            "f" => {
                self.formula = true;
                return Within::Formula;
            }
            "v" => {
                self.has_value = true;
                return Within::Value;
            }
            "t" => self.has_text = true,
            _ => {}
        }
        within
    }

    fn text(&mut self, text: &str, within: Within) {
        let is_blank = text.trim().is_empty();
        match within {
            Within::Formula => return,
            // Where it is no number the first text would be taken.
            Within::Value if self.of == "s" && !text.bytes().all(|b| b.is_ascii_digit()) => {
                self.unread = Some(Unread::NoText);
            }
            _ => {}
        }
        self.says |= !is_blank;
    }

    /// Takes in what stands beside plain text: references to signs, remarks, marked texts.
    fn other(&mut self, is_reference: bool, within: Within) {
        let is_text = matches!(self.of.as_str(), "str" | "d");
        match within {
            Within::Formula => {}
            // Of texts the reader of values puts references together.
            Within::Value if is_text && is_reference => self.says = true,
            Within::Value => self.in_pieces(),
            Within::Other => self.says = true,
        }
    }

    fn in_pieces(&mut self) {
        self.unread = Some(Unread::InPieces);
    }

    /// Why nobody can say what it holds though something stands there.
    fn unread(&self) -> Option<Unread> {
        let is_inline = matches!(self.of.as_str(), "inlineStr" | "is");
        // A formula of an empty text has a place for it that is empty.
        let is_empty_text = self.has_value && self.of == "str";
        if is_inline && self.has_text {
            None
        } else if self.unread.is_some() {
            self.unread
        } else if is_inline && self.says {
            Some(Unread::InPieces)
        } else if self.formula && !self.says && !is_empty_text {
            Some(Unread::NotWorkedOut)
        } else {
            None
        }
    }

    fn of(element: &BytesStart<'_>, next: At) -> Result<Self, Fault> {
        let at = match attribute(element, "r") {
            None => next,
            Some(name) => at_of(&name).ok_or_else(|| {
                Fault::Broken(format!(
                    "it has a cell called `{}`",
                    crate::source::plain(&name)
                ))
            })?,
        };
        Ok(Self {
            at,
            of: attribute(element, "t").unwrap_or_default(),
            ..Self::default()
        })
    }
}

fn outline(sheet: impl Read) -> Result<Outline, Fault> {
    let mut reader = reader(sheet);
    let mut outline = Outline::default();
    let mut buffer = Vec::new();
    let (mut next, mut hidden) = ((0_u32, 0_u32), false);
    let (mut cell, mut within): (Option<Open>, Within) = (None, Within::Other);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        match (event.map_err(|error| broken(&error))?, &mut cell) {
            (Event::Start(element), Some(cell)) => {
                within = cell.begins(element.local_name().as_ref(), within);
            }
            (Event::Text(text), Some(cell)) => cell.text(text.as_ref(), within),
            (Event::GeneralRef(_), Some(cell)) => cell.other(true, within),
            (Event::CData(_), Some(cell)) => cell.other(false, within),
            (Event::Comment(_) | Event::PI(_), Some(cell)) if within == Within::Value => {
                cell.other(false, within);
            }
            (Event::Start(element), None) => match element.local_name().as_ref() {
                "row" => {
                    let number = attribute(&element, "r").and_then(|r| r.parse::<u32>().ok());
                    next = (number.map_or(next.0, |r| r.saturating_sub(1)), 0);
                    let word = attribute(&element, "hidden");
                    hidden = matches!(word.as_deref(), Some("1" | "true"));
                }
                "c" => {
                    let open = Open::of(&element, next)?;
                    next = (open.at.0, open.at.1.saturating_add(1));
                    (cell, within) = (Some(open), Within::Other);
                }
                "mergeCell" => {
                    let stretch = attribute(&element, "ref").unwrap_or_default();
                    let ends = stretch.split_once(':');
                    let ends = ends.and_then(|(a, b)| Some((at_of(a)?, at_of(b)?)));
                    if let Some((first, last)) = ends {
                        outline.merge(first, last)?;
                    }
                }
                _ => {}
            },
            (Event::End(element), _) => match element.local_name().as_ref() {
                "f" | "v" => within = Within::Other,
                "c" => {
                    let Some(cell) = cell.take() else { continue };
                    match cell.unread() {
                        Some(why) => outline.unread(cell.at, why)?,
                        None if cell.says => outline.cell(cell.at)?,
                        None => continue,
                    }
                    if hidden {
                        outline.hidden_rows.insert(cell.at.0);
                    }
                }
                "row" => next = (next.0.saturating_add(1), 0),
                _ => {}
            },
            (Event::Eof, _) => return Ok(outline.finished()),
            _ => {}
        }
    }
}
