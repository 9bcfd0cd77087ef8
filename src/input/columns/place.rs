//! In which line the header of a table stands: above it may be titles, below it units.

use std::collections::HashSet;

use super::super::cells::units::Unit;
use super::super::facts;
use super::super::rows::Row;
use super::meaning::{Columns, key};

/// Rows that are looked at in search of the header.
pub(in crate::input) const LOOKED_AT: usize = 20;

/// Where the header stands among the first rows of a table.
///
/// That is the row with the number that was given, else the first row, unless nothing in it is a header and a later
/// one reads as one.
pub(in crate::input) fn header(rows: &[Row], columns: &Columns) -> Option<usize> {
    if let Some(line) = columns.header_row {
        return rows.iter().position(|row| row.line == line);
    }
    let known = |row: &Row| names(row).filter(|name| is_known(name, columns)).count();
    let first = rows.first()?;
    if known(first) > 0 {
        return Some(0);
    }
    let candidates = rows.iter().enumerate().skip(1);
    let best = candidates
        .map(|(at, row)| (known(row), names(row).count(), at))
        .filter(|(known, all, _)| *known >= 2 || (*known > 0 && known == all))
        .max_by_key(|(known, _, at)| (*known, std::cmp::Reverse(*at)));
    if let Some((_, _, at)) = best {
        return Some(at);
    }
    // A title is one text, alone or in a cell that was merged over the width of the table.
    let is_title = |row: &Row| names(row).collect::<HashSet<_>>().len() < 2;
    let width = rows.iter().map(Row::filled).max().unwrap_or_default();
    let below = rows.iter().position(|row| !is_title(row));
    Some(below.filter(|_| width > 1).unwrap_or(0))
}

/// Whether one of the first rows of a table reads as a header.
#[cfg(feature = "cli")]
pub(in crate::input) fn holds_facts(rows: &[Row], columns: &Columns) -> bool {
    let known = |row: &Row| names(row).filter(|name| is_known(name, columns)).count();
    rows.iter().any(|row| known(row) >= 2)
}

/// The cells of a row that say something, as headers are told apart.
fn names(row: &Row) -> impl Iterator<Item = String> + '_ {
    let cells = (0..row.len()).map(|at| key(row.cell(at)));
    cells.filter(|name| !name.is_empty())
}

fn is_known(name: &str, columns: &Columns) -> bool {
    columns.meanings.contains_key(name) || facts::find(name).is_some()
}

/// The units of a row that holds nothing else, as stands below some headers.
pub(in crate::input) fn units(row: &Row) -> Option<Vec<Option<Unit>>> {
    let mut any = false;
    let mut units = Vec::new();
    for at in 0..row.len() {
        let text = row
            .cell(at)
            .trim()
            .trim_matches(['(', ')', '[', ']'])
            .trim();
        if matches!(text, "" | "-" | "–" | "—") {
            units.push(None);
            continue;
        }
        units.push(Some(Unit::named(text)?));
        any = true;
    }
    any.then_some(units)
}
