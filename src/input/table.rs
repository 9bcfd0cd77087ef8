//! A table: looked at as a whole, then read row by row.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, Seek};
use std::sync::Arc;

#[cfg(feature = "cli")]
use super::book::SheetRows;
use super::columns::header::Header;
use super::columns::meaning::{RowsOfOne, Tables};
use super::columns::misread::too_wide;
use super::columns::place;
use super::format::separator;
use super::known::{Known, site_of};
use super::listed::quoted;
use super::note::Note;
use super::opened::Again;
use super::rows::{Row, Rows};
use super::survey::survey;
use crate::source::{Problem, Refused};

/// The rows of a table, wherever they stand.
pub(super) enum Body {
    /// In a text.
    Text(Box<Rows<Again>>),
    /// In a workbook.
    #[cfg(feature = "cli")]
    Sheet(SheetRows),
}

impl Body {
    /// The rows of a text, its cells separated by what is given or by what its header has.
    pub(super) fn of(mut from: Again, delimiter: Option<u8>) -> io::Result<Self> {
        let delimiter = match delimiter {
            Some(delimiter) => delimiter,
            None => separator(from.fill_buf()?),
        };
        skip_mark(&mut from)?;
        Ok(Self::Text(Box::new(Rows::new(from, delimiter))))
    }

    pub(super) fn next_row(&mut self) -> io::Result<Option<Row>> {
        match self {
            Self::Text(rows) => rows.next_row(),
            #[cfg(feature = "cli")]
            Self::Sheet(rows) => rows.next_row(),
        }
    }

    fn rewind(&mut self) -> io::Result<()> {
        match self {
            Self::Text(rows) => rows.again(|from| {
                from.rewind()?;
                skip_mark(from)
            }),
            #[cfg(feature = "cli")]
            Self::Sheet(rows) => rows.rewind(),
        }
    }

    /// The first rows, up to a line at least where one is given.
    pub(super) fn first_rows(&mut self, line: Option<usize>) -> io::Result<Vec<Row>> {
        let mut first: Vec<Row> = Vec::new();
        loop {
            let below = line.is_none_or(|line| first.last().is_some_and(|row| row.line > line));
            if first.len() >= place::LOOKED_AT && below {
                return Ok(first);
            }
            match self.next_row()? {
                Some(row) => first.push(row),
                None => return Ok(first),
            }
        }
    }
}

/// Leaves out a byte order mark.
fn skip_mark(from: &mut Again) -> io::Result<()> {
    if from.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        from.consume(3);
    }
    Ok(())
}

/// A table that was looked at.
pub(super) struct Table {
    name: String,
    body: Body,
    pub(super) known: Arc<Known>,
    /// Rows of sites that have several, until all of them are there.
    waiting: HashMap<u64, Vec<Row>>,
    /// How many rows of a site were given as sites of their own.
    given: HashMap<u64, u32>,
    /// Sites of whose rows it was asked what they are.
    asked: HashSet<u64>,
}

/// What comes next of a table.
pub(super) enum Next {
    Site(OfOne),
    /// Rows of which nobody says what they are.
    Asked(Refused),
}

/// The rows of one site, and its number among sites of its name.
pub(super) struct OfOne {
    pub(super) rows: Vec<Row>,
    pub(super) number: Option<u32>,
}

impl Table {
    /// Looks at a table, and says what is to be said of it.
    ///
    /// # Errors
    /// When it cannot be read; and why it is no table of sites.
    pub(super) fn of(
        name: &str,
        mut body: Body,
        tables: &Tables,
    ) -> io::Result<Result<(Self, Vec<Note>), Refused>> {
        let mapping = &tables.columns;
        let first = body.first_rows(mapping.header_row)?;
        let Some(at) = place::header(&first, mapping) else {
            return Ok(Err(no_header(name, first.first(), mapping.header_row)));
        };
        let row = &first[at];
        if row.is_too_large() {
            let problem = Problem::of_file(format!("the header in line {} is too long", row.line));
            return Ok(Err(Refused::unread(name, problem)));
        }
        if let Some(problem) = too_wide(row) {
            return Ok(Err(Refused::unread(name, problem)));
        }
        let below = first.get(at + 1).filter(|row| !row.is_too_large());
        let units = below.and_then(|below| Some((below.line, place::units(below)?)));
        let of_columns = units.as_ref().map(|(_, units)| units.as_slice());
        let (mut header, mut notes) = match Header::of(name, row, of_columns, mapping) {
            Ok(read) => read,
            Err(refused) => return Ok(Err(refused)),
        };
        if at > 0 && mapping.header_row.is_none() {
            let text = format!(
                "{name}: the header seems to be in line {0}, and what stands above it is left out; `header_row: {0}` \
                 in --columns says so",
                row.line
            );
            notes.insert(0, Note::understood(text));
        }
        let mut header_line = row.line;
        if let Some((line, _)) = units {
            let text =
                format!("{name}: line {line} holds units, and is read as part of the header");
            notes.push(Note::understood(text));
            header_line = line;
        }
        drop(first);
        let surveyed = survey(name, &mut header, mapping.decimal, |each| {
            body.rewind()?;
            while let Some(row) = body.next_row()? {
                if row.line > header_line && !row.is_too_large() {
                    each(&row);
                }
            }
            Ok(())
        })?;
        let surveyed = match surveyed {
            Ok(surveyed) => surveyed,
            Err(refused) => return Ok(Err(refused)),
        };
        body.rewind()?;
        notes.extend(surveyed.notes);
        let known = Known {
            header,
            constants: mapping.constants.clone(),
            rows: mapping.rows,
            several: surveyed.several,
            dropped: surveyed.dropped,
            header_line,
            lenient: tables.lenient,
        };
        let table = Self {
            name: name.to_owned(),
            body,
            known: Arc::new(known),
            waiting: HashMap::new(),
            given: HashMap::new(),
            asked: HashSet::new(),
        };
        Ok(Ok((table, notes)))
    }

    /// The rows of the next site.
    pub(super) fn next(&mut self) -> io::Result<Option<Next>> {
        while let Some(row) = self.body.next_row()? {
            if row.line <= self.known.header_line || self.known.dropped.contains(&row.line) {
                continue;
            }
            if let Some(next) = self.take(row) {
                return Ok(Some(next));
            }
        }
        // Rows whose others were left out as a sum.
        let first = |rows: &Vec<Row>| rows.first().map(|row| row.line);
        let waiting = self.waiting.iter().min_by_key(|(_, rows)| first(rows));
        let site = waiting.map(|(site, _)| *site);
        let rows = site.and_then(|site| self.waiting.remove(&site));
        Ok(rows.map(|rows| Next::Site(OfOne { rows, number: None })))
    }

    /// Takes in a row; what is whole with it.
    fn take(&mut self, row: Row) -> Option<Next> {
        let known = &self.known;
        let alone = |row, number| {
            let rows = vec![row];
            Some(Next::Site(OfOne { rows, number }))
        };
        let site = site_of(&known.header, &row).filter(|_| !row.is_too_large());
        let several = site.and_then(|site| Some((site, *known.several.get(&site)?)));
        let Some((site, count)) = several else {
            return alone(row, None);
        };
        match known.rows {
            Some(RowsOfOne::Each) => {
                let number = self.given.entry(site).or_insert(0);
                *number += 1;
                alone(row, Some(*number))
            }
            Some(RowsOfOne::Sum | RowsOfOne::Latest) => {
                let waiting = self.waiting.entry(site).or_default();
                waiting.push(row);
                if waiting.len() < usize::try_from(count).unwrap_or(usize::MAX) {
                    return None;
                }
                let rows = self.waiting.remove(&site).unwrap_or_default();
                Some(Next::Site(OfOne { rows, number: None }))
            }
            None if self.asked.contains(&site) => None,
            None => match self
                .waiting
                .remove(&site)
                .and_then(|rows| rows.into_iter().next())
            {
                None => {
                    self.waiting.insert(site, vec![row]);
                    None
                }
                Some(first) => {
                    self.asked.insert(site);
                    let refused = what_are_they(&self.name, &known.header, [&first, &row], count);
                    Some(Next::Asked(refused))
                }
            },
        }
    }
}

/// Asks what rows of one site are, at the name of the second.
fn what_are_they(name: &str, header: &Header, [first, row]: [&Row; 2], count: u32) -> Refused {
    let source = match row.source(name) {
        Ok(source) => source,
        Err(refused) => return refused,
    };
    let names = header.names().into_iter().flatten();
    let at = names
        .into_iter()
        .find(|at| !row.cell(*at).trim().is_empty());
    let others = match count.saturating_sub(2) {
        0 => String::new(),
        1 => ", and another row is called so too".to_owned(),
        more => format!(", and {more} more rows are called so too"),
    };
    let message = format!(
        "a second row is called {}, the first in line {}{others}: parts of one site, states of it, or sites of their \
         own?",
        quoted(at.map_or("", |at| row.cell(at).trim())),
        first.line
    );
    let help = "say it in --columns: `rows: sum` adds parts up, `rows: latest` takes the state with the latest \
                `as_of`, else the last, `rows: each` makes them sites of their own; phases that are still to come \
                are `power.expansion[0].mw` … in one row";
    let at = source.span(at.map_or(0..0, |at| row.range(&source, at)));
    let problems = vec![Problem::at(at, message).help(help.to_owned())];
    Refused { source, problems }
}

fn no_header(name: &str, first: Option<&Row>, asked: Option<usize>) -> Refused {
    let problem = match (first, asked) {
        (Some(_), Some(line)) => {
            let help = "`header_row` in --columns is the number of a line, or of a row of a sheet";
            Problem::of_file(format!(
                "no row begins in line {line}, where the header is to be"
            ))
            .help(help.to_owned())
        }
        _ => {
            let help = "the first row names the fact of each column by its dotted path";
            Problem::of_file("the table is empty").help(help.to_owned())
        }
    };
    Refused::unread(name, problem)
}
