//! The ways a site can be written, read into the same types and explained by the same tree.

use super::guard::{self, Hazard};

/// How a text is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Notation {
    /// One YAML document.
    #[default]
    Yaml,
    /// One JSON value.
    Json,
    /// One row of a table; the cells make up the tree.
    Row,
}

impl Notation {
    /// Why a text is not handed to the parser of this notation.
    pub(super) fn hazard(self, text: &str) -> Option<Hazard> {
        match self {
            Self::Yaml => guard::hazard(text),
            Self::Json => guard::nul(text).or_else(|| guard::deep_json(text)),
            Self::Row => guard::nul(text),
        }
    }
}
