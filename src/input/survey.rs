//! A first pass over a table: what only all of its rows together tell.
//!
//! ```text
//! ends      the ends of the number in a cell
//! totals    rows that are sums of others
//! remarks   footnotes and sources, which are no sites
//! several   several rows of one site
//! sizes     what is too large to be meant
//! ```

mod ends;
mod remarks;
mod several;
mod sizes;
mod totals;

use std::collections::{HashMap, HashSet};
use std::io;

use super::cells::Decimal;
use super::cells::marks::{Marks, settle};
use super::columns::header::{Column, Header};
use super::kind::Kind;
use super::note::Note;
use super::rows::Row;
use crate::site::shape::Shape;
use crate::source::{Problem, Refused};
use ends::{Ends, ends};

/// What a first pass found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Lines of rows that are no sites.
    pub(super) dropped: HashSet<usize>,
    /// How many rows each site has that has more than one.
    pub(super) several: HashMap<u64, u32>,
    pub(super) notes: Vec<Note>,
}

/// Looks at all rows, with the sign before decimals where a person said it; `again` begins with the first row below the header and gives one after the other to what it is
/// given.
///
/// # Errors
/// When the table cannot be read; and what nobody can decide but a person.
pub(super) fn survey(
    name: &str,
    header: &mut Header,
    said: Option<Decimal>,
    mut again: impl FnMut(&mut dyn FnMut(&Row)) -> io::Result<()>,
) -> io::Result<Result<Survey, Refused>> {
    header.decimals(said.unwrap_or_default());
    let shape = |column: &Column| column.fact.as_ref().map(|fact| fact.shape);
    let marks = header
        .columns
        .iter()
        .map(|column| shape(column).map(Marks::of));
    let mut marks: Vec<Option<Marks>> = marks.collect();
    let mut pass = Pass::of(header);
    again(&mut |row| {
        for (at, marks) in marks.iter_mut().enumerate() {
            if let (Some(marks), Kind::Text) = (marks, row.kind(at)) {
                marks.add(row.cell(at));
            }
        }
        pass.take(header, row);
    })?;
    if said.is_none() {
        match settle(marks.iter().flatten()) {
            Ok(Decimal::Point) => {}
            Ok(Decimal::Comma) => {
                header.decimals(Decimal::Comma);
                pass = Pass::of(header);
                again(&mut |row| pass.take(header, row))?;
            }
            Err(ambiguous) => {
                let mut found = None;
                again(&mut |row| {
                    let mut columns = quantities(header);
                    let holds = |at: usize| row.cell(at).contains(ambiguous.example.trim());
                    if found.is_none()
                        && let Some((at, _)) = columns.find(|(at, _)| holds(*at))
                    {
                        found = Some((row.clone(), at));
                    }
                })?;
                return Ok(Err(undecided(
                    name,
                    found,
                    &ambiguous.example,
                    ambiguous.mark,
                )));
            }
        }
    }
    Ok(Ok(pass.finish(name)))
}

/// A number that can be read in two ways.
fn undecided(name: &str, found: Option<(Row, usize)>, example: &str, mark: char) -> Refused {
    let read = |sign: &str| {
        let text = example.trim().replace(mark, sign);
        text.parse::<f64>()
            .map_or(text, |number| number.to_string())
    };
    let message = format!(
        "`{}` can be {} or {}, and no number of the table says which",
        example.trim(),
        read(""),
        read(".")
    );
    let help =
        "`decimal: point` or `decimal: comma` in --columns says which sign stands before decimals";
    let placed = found.and_then(|(row, at)| Some((row.source(name).ok()?, row, at)));
    match placed {
        Some((source, row, at)) => {
            let at = source.span(row.range(&source, at));
            let problems = vec![Problem::at(at, message).help(help.to_owned())];
            Refused { source, problems }
        }
        None => Refused::unread(name, Problem::of_file(message).help(help.to_owned())),
    }
}

/// The columns of numbers.
fn quantities(header: &Header) -> impl Iterator<Item = (usize, &Column)> {
    let columns = header.columns.iter().enumerate();
    columns.filter(|(_, column)| {
        let shape = column.fact.as_ref().map(|fact| fact.shape);
        matches!(shape, Some(Shape::Quantity { .. }))
    })
}

/// All that is looked at in one pass.
struct Pass {
    totals: totals::Totals,
    remarks: remarks::Remarks,
    several: several::Several,
    sizes: sizes::Sizes,
}

impl Pass {
    fn of(header: &Header) -> Self {
        Self {
            totals: totals::Totals::of(header),
            remarks: remarks::Remarks::default(),
            several: several::Several::default(),
            sizes: sizes::Sizes::of(header),
        }
    }

    fn take(&mut self, header: &Header, row: &Row) {
        if self.remarks.take(row) {
            return;
        }
        let numbers: Vec<(usize, Ends)> = quantities(header)
            .filter_map(|(at, column)| Some((at, ends(column, row, at)?)))
            .collect();
        if self.totals.take(header, row, &numbers) {
            return;
        }
        self.several.take(header, row);
        self.sizes.take(row, &numbers);
    }

    fn finish(self, name: &str) -> Survey {
        let mut survey = Survey::default();
        self.totals
            .finish(name, &mut survey.dropped, &mut survey.notes);
        self.remarks
            .finish(name, &mut survey.dropped, &mut survey.notes);
        self.sizes.finish(name, &mut survey.notes);
        survey.several = self.several.finish();
        survey
    }
}
