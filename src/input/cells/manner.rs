//! How the cells of a column are written, and what one says.

use std::collections::BTreeMap;

use crate::source::tree::{Style, Value};
pub(in crate::input) use crate::units::decimal::Decimal;
use crate::units::written::Unit;

/// Longest cell, in bytes, that can be a number, a date or a word; longer ones are texts.
pub(super) const LONGEST: usize = 200;

/// How the cells of one column are written.
#[derive(Debug, Clone, Default)]
pub(in crate::input) struct Manner {
    /// The unit that the header or the mapping names; without one it is the fact's own.
    pub(in crate::input) unit: Option<Unit>,
    /// Words of the table's own, and what each stands for in the fact's spelling.
    pub(in crate::input) values: BTreeMap<String, String>,
    /// The sign before decimals.
    pub(in crate::input) decimal: Decimal,
}

impl Manner {
    /// What a word of the table's own stands for, whatever its case and blanks.
    pub(super) fn stands_for(&self, text: &str) -> Option<&str> {
        let same = |own: &str| own.trim().to_lowercase() == text.to_lowercase();
        let exact = self.values.get(text);
        let found = exact.or_else(|| {
            self.values
                .iter()
                .find(|(own, _)| same(own))
                .map(|(_, fact)| fact)
        });
        found.map(|fact| fact.trim())
    }
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input) enum Cell {
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
pub(in crate::input) struct Reading {
    /// The value as a file would state it; the ranges of its nodes are for the caller to set.
    pub(in crate::input) value: Value,
    /// What was understood and a person should see, such as "`45,000 kW` read as 45 MW".
    pub(in crate::input) remark: Option<String>,
}

impl Cell {
    /// A bare value.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self::of(Value::Scalar(text.into(), Style::Plain))
    }

    /// A text, whatever number or flag it looks like.
    pub(super) fn plain_text(text: impl Into<String>) -> Self {
        Self::of(Value::Scalar(text.into(), Style::Quoted))
    }

    /// A value about which nothing is to be said.
    pub(super) fn of(value: Value) -> Self {
        Self::Value(Reading {
            value,
            remark: None,
        })
    }

    /// What is wrong and what to write instead.
    pub(super) fn mistake(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Mistake {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    /// The same with a remark on what was understood.
    pub(super) fn remarked(self, remark: impl Into<Option<String>>) -> Self {
        match self {
            Self::Value(Reading {
                value,
                remark: None,
            }) => Self::Value(Reading {
                value,
                remark: remark.into(),
            }),
            other => other,
        }
    }
}

/// A text of a cell as a message quotes it.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 40;
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let shown: String = text.chars().take(MOST).map(visible).collect();
    let more = if text.chars().nth(MOST).is_some() {
        "…"
    } else {
        ""
    };
    format!("`{shown}{more}`")
}
