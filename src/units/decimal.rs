//! Which sign stands before decimals.

/// The sign before decimals; the other one marks thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Decimal {
    /// `1,200.5`
    #[default]
    Point,
    /// `1.200,5`
    Comma,
}

impl Decimal {
    /// The sign.
    pub(crate) fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// The sign between thousands.
    pub(crate) fn thousands(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }

    /// The other one.
    pub(crate) fn turned(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}
