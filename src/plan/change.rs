//! What a work changes of the facts of a site.

use super::writes::Literal;
use crate::site::date::Date;
use crate::site::hold::Held;

/// One change of a site by a work.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// A fact, in every entry of its list that is meant where it is one of an entry.
    Fact(String, Stated),
    /// A new entry of a list.
    Entry(String, Vec<(String, Stated)>),
}

/// What a fact holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Stated {
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
    /// Yes or no.
    Flag(bool),
    /// A date.
    Date(Date),
    /// No entry.
    Nothing,
}

impl Stated {
    pub(super) fn held(&self) -> Held<'_> {
        match self {
            Self::Number(number) => Held::Number([*number; 3]),
            Self::Word(word) => Held::Word(word),
            Self::Flag(flag) => Held::Flag(*flag),
            Self::Date(date) => Held::Date(*date),
            Self::Nothing => Held::List(0),
        }
    }

    pub(super) fn of(literal: &Literal) -> Self {
        match literal {
            Literal::Flag(flag) => Self::Flag(*flag),
            Literal::Number(number) => Self::Number(*number),
            Literal::Word(word) => Self::Word(word.clone()),
            Literal::Empty(_) => Self::Nothing,
        }
    }
}
