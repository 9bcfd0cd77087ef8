//! A first pass over a table: what only all of its rows together tell.
//!
//! ```text
//! totals    rows that are sums of others
//! remarks   footnotes and sources, which are no sites
//! several   several rows of one site
//! sizes     what is too large to be meant
//! ```

mod remarks;
mod several;
mod sizes;
mod totals;

use std::collections::{HashMap, HashSet};
use std::io;

use super::cells::marks::{Marks, settle};
use super::cells::{self, Cell, Decimal};
use super::columns::header::{Column, Header};
use super::columns::meaning::RowsOfOne;
use super::kind::Kind;
use super::note::Note;
use super::rows::Row;
use crate::site::shape::Shape;
use crate::source::tree::Value;
use crate::source::{Problem, Refused};

/// What a first pass found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Lines of rows that are no sites.
    pub(super) dropped: HashSet<usize>,
    /// How many rows each site has that has more than one.
    pub(super) several: HashMap<u64, u32>,
    pub(super) notes: Vec<Note>,
}

/// What a person says of all rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub(super) decimal: Option<Decimal>,
    pub(super) rows: Option<RowsOfOne>,
}

/// Looks at all rows; `again` begins with the first row below the header and gives one after the other to what it is
/// given.
///
/// # Errors
/// When the table cannot be read; and what nobody can decide but a person.
pub(super) fn survey(
    name: &str,
    header: &mut Header,
    said: Said,
    mut again: impl FnMut(&mut dyn FnMut(&Row)) -> io::Result<()>,
) -> io::Result<Result<Survey, Refused>> {
    header.decimals(said.decimal.unwrap_or_default());
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
    if said.decimal.is_none() {
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
    Ok(pass.finish(name, said.rows))
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

/// The number in a cell, in the unit of its fact; nothing where it holds a range or none.
fn number(column: &Column, row: &Row, at: usize) -> Option<f64> {
    let manner = column.manner_of(row.kind(at));
    let shape = column.fact.as_ref()?.shape;
    let Cell::Value(reading) = cells::read(row.cell(at), shape, &manner) else {
        return None;
    };
    match reading.value {
        Value::Scalar(text, _) => text.parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
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
        let numbers: Vec<(usize, f64)> = quantities(header)
            .filter_map(|(at, column)| Some((at, number(column, row, at)?)))
            .collect();
        if self.totals.take(header, row, &numbers) {
            return;
        }
        self.several.take(header, row);
        self.sizes.take(row, &numbers);
    }

    fn finish(self, name: &str, rows: Option<RowsOfOne>) -> Result<Survey, Refused> {
        let mut survey = Survey::default();
        self.totals
            .finish(name, &mut survey.dropped, &mut survey.notes);
        self.remarks
            .finish(name, &mut survey.dropped, &mut survey.notes);
        self.sizes.finish(name, &mut survey.notes);
        survey.several = self.several.finish(name, rows)?;
        Ok(survey)
    }
}
