//! A fact moved away from its middle.

/// A fact moved away from its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Move {
    /// Its slot.
    pub(crate) slot: usize,
    /// Where it is moved to.
    pub(crate) to: To,
}

/// Where a fact is moved to, in a draw that has it at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum To {
    /// The tenth of its prior, as it holds in that draw.
    Low,
    /// The ninth tenth.
    High,
    /// The position of a word, a flag, the length of a list.
    Value(f64),
    /// An entry of every kind that is likely enough.
    Kinds,
}
