//! What the text of a table cell means in the place of a fact.

pub(super) mod marks;
mod title;

use std::collections::BTreeMap;

use crate::site::shape::Shape;
use crate::source::tree::{Style, Value};
pub(super) use crate::units::written as units;
pub(super) use title::{Title, title};

/// How the cells of one column are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Manner {
    /// The unit that the header or the mapping names; without one it is the fact's own.
    pub(super) unit: Option<units::Unit>,
    /// Words of the table's own, and what each stands for in the fact's spelling.
    pub(super) values: BTreeMap<String, String>,
    /// The sign before decimals.
    pub(super) decimal: Decimal,
}

/// The sign before decimals; the other one marks thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Decimal {
    /// `1,200.5`
    #[default]
    Point,
    /// `1.200,5`
    Comma,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing, or that nobody knows.
    Unknown,
    /// A value as a file would state it.
    Value(Reading),
    /// Nothing that can be read without asking.
    Mistake {
        /// What is wrong, one clause.
        message: String,
        /// What to write instead.
        help: Option<String>,
    },
}

/// A value that was understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// The value as a file would state it; the ranges of its nodes are for the caller to set.
    pub(super) value: Value,
    /// What was understood and a person should see, such as "`45,000 kW` read as 45 MW".
    pub(super) remark: Option<String>,
}

/// What the text of a cell means in the place of a fact.
pub(super) fn read(text: &str, shape: Shape, manner: &Manner) -> Cell {
    let _ = (shape, manner);
    let text = text.trim();
    if text.is_empty() || text == crate::site::fact::UNKNOWN {
        return Cell::Unknown;
    }
    Cell::Value(Reading {
        value: Value::Scalar(text.to_owned(), Style::Plain),
        remark: None,
    })
}
