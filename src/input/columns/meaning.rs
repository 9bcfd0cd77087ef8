//! What a column, a row and a table are said to be.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::cells::Decimal;
use super::super::cells::units::Unit;
use super::super::facts::Fact;
use crate::source::Source;
use crate::source::tree::Node;

/// How tables are read: what headers of a user's own mean, and what holds for all rows.
#[derive(Debug, Default)]
pub struct Columns {
    /// By the [`key`] of a header.
    pub(in crate::input) meanings: BTreeMap<String, Meaning>,
    /// What holds for every row, and the text in which it stands.
    pub(in crate::input) constants: Option<(Arc<Source>, Node)>,
    /// The line of the header, from 1.
    pub(in crate::input) header_row: Option<usize>,
    /// The sign before decimals.
    pub(in crate::input) decimal: Option<Decimal>,
    /// What several rows of one site are.
    pub(in crate::input) rows: Option<RowsOfOne>,
}

/// What is asked of the reader of tables.
#[derive(Debug, Default)]
pub struct Tables {
    /// What columns mean.
    pub columns: Columns,
    /// The sheet of a workbook that is read.
    pub sheet: Option<String>,
    /// Whether a cell that cannot be read is unknown.
    pub lenient: bool,
}

impl From<Columns> for Tables {
    fn from(columns: Columns) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }
}

/// What a header means.
#[derive(Debug, Clone)]
pub(in crate::input) struct Meaning {
    /// The header as the mapping writes it.
    pub(in crate::input) written: String,
    /// The fact; nothing where the column is not read.
    pub(in crate::input) fact: Option<Fact>,
    /// The unit of its numbers.
    pub(in crate::input) unit: Option<Unit>,
    /// Words of the table, and those of the fact.
    pub(in crate::input) values: BTreeMap<String, String>,
}

/// What several rows of one site are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum RowsOfOne {
    /// Parts of it, to be added up.
    Sum,
    /// States of it, of which the last counts.
    Latest,
    /// Sites of their own.
    Each,
}

impl RowsOfOne {
    pub(in crate::input) const WORDS: [(&'static str, Self); 3] = [
        ("sum", Self::Sum),
        ("latest", Self::Latest),
        ("each", Self::Each),
    ];
}

/// What tells headers apart: not how they are broken into lines, blanks of any kind, nor their case.
pub(in crate::input) fn key(header: &str) -> String {
    let seen = header.replace(['\u{200b}', '\u{feff}', '\u{ad}', '\u{2060}'], "");
    let words: Vec<&str> = seen.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_alike_however_they_are_spaced() {
        for header in [
            "Approved MW",
            "Approved\u{a0}MW",
            " approved\r\nMW ",
            "APPROVED\u{202f}\tMW\u{200b}",
        ] {
            assert_eq!(key(header), "approved mw");
        }
    }
}
