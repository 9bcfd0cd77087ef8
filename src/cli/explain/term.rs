//! One word of a report, and what a page says of it.

use rackready::checklist::Checklist;
use rackready::typical::Typical;

use super::page::Page;

/// One word of a report.
#[derive(Debug)]
pub(crate) struct Term {
    /// The word.
    pub(crate) word: &'static str,
    /// What kind of word it is.
    pub(crate) kind: &'static str,
    /// What it means.
    pub(crate) meaning: &'static str,
    pub(super) unit: &'static str,
    pub(super) range: &'static str,
    /// What it is read or worked out from.
    pub(super) from: &'static str,
    /// Keys of what its meaning rests on.
    pub(super) sources: &'static [&'static str],
    /// How to read a value of it.
    pub(super) reading: Option<Reading>,
}

pub(super) type Reading = fn(&mut Page, &Checklist, &Typical);

pub(super) const fn term(
    kind: &'static str,
    word: &'static str,
    meaning: &'static str,
    from: &'static str,
) -> Term {
    number(kind, word, meaning, "", "", from)
}

pub(super) const fn number(
    kind: &'static str,
    word: &'static str,
    meaning: &'static str,
    unit: &'static str,
    range: &'static str,
    from: &'static str,
) -> Term {
    Term {
        word,
        kind,
        meaning,
        unit,
        range,
        from,
        sources: &[],
        reading: None,
    }
}

impl Term {
    pub(super) const fn citing(self, sources: &'static [&'static str]) -> Self {
        Self { sources, ..self }
    }

    pub(super) const fn read_by(self, reading: Reading) -> Self {
        Self {
            reading: Some(reading),
            ..self
        }
    }
}
