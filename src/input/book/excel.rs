//! The sheets of `.xlsx` and `.xlsm`, before their values are read.

use std::collections::HashMap;
use std::io::{Read, Seek};

use quick_xml::events::Event;

use super::archive::Archive;
use super::bounds::Fault;
use super::outline::{At, Listed, Outline, at_of};
use super::xml::{attribute, broken, link, reader};

/// The sheets in the order of the workbook.
pub(super) fn sheets<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Vec<Listed>, Fault> {
    let Some(book) = archive.text("xl/workbook.xml")? else {
        return Err(Fault::Broken("it has no list of sheets".to_owned()));
    };
    let links = archive.text("xl/_rels/workbook.xml.rels")?;
    let paths = paths(&links.unwrap_or_default())?;
    let mut listed = Vec::new();
    for (name, id) in names(&book)? {
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
    formula: bool,
    /// Whether there is a place for a value, and whether something stands there.
    worked_out: bool,
    says: bool,
}

fn outline(sheet: impl Read) -> Result<Outline, Fault> {
    let mut reader = reader(sheet);
    let mut outline = Outline::default();
    let mut buffer = Vec::new();
    let (mut next, mut hidden) = ((0_u32, 0_u32), false);
    let (mut cell, mut in_formula): (Option<Open>, bool) = (None, false);
    loop {
        buffer.clear();
        match reader
            .read_event_into(&mut buffer)
            .map_err(|error| broken(&error))?
        {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    let number = attribute(&element, "r").and_then(|r| r.parse::<u32>().ok());
                    next = (number.map_or(next.0, |r| r.saturating_sub(1)), 0);
                    let word = attribute(&element, "hidden");
                    hidden = matches!(word.as_deref(), Some("1" | "true"));
                }
                "c" => {
                    let at = match attribute(&element, "r") {
                        None => next,
                        Some(name) => at_of(&name).ok_or_else(|| {
                            Fault::Broken(format!(
                                "it has a cell called `{}`",
                                crate::source::plain(&name)
                            ))
                        })?,
                    };
                    next = (at.0, at.1.saturating_add(1));
                    cell = Some(Open {
                        at,
                        ..Open::default()
                    });
                }
                "f" => {
                    in_formula = true;
                    if let Some(cell) = &mut cell {
                        cell.formula = true;
                    }
                }
                "v" | "t" => {
                    if let Some(cell) = &mut cell {
                        cell.worked_out = true;
                    }
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
            Event::Text(text) => {
                if let Some(cell) = &mut cell
                    && !in_formula
                {
                    cell.says |= !text.as_ref().trim().is_empty();
                }
            }
            Event::GeneralRef(_) | Event::CData(_) => {
                if let Some(cell) = &mut cell {
                    cell.says |= !in_formula;
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "f" => in_formula = false,
                "c" => {
                    let Some(cell) = cell.take() else { continue };
                    if cell.formula && !cell.worked_out {
                        outline.formula(cell.at)?;
                    } else if cell.says {
                        outline.cell(cell.at)?;
                    } else {
                        continue;
                    }
                    if hidden {
                        outline.hidden_rows.insert(cell.at.0);
                    }
                }
                "row" => next = (next.0.saturating_add(1), 0),
                _ => {}
            },
            Event::Eof => return Ok(outline.finished()),
            _ => {}
        }
    }
}
