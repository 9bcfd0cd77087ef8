//! Each notation with its parser.

use serde::de::DeserializeOwned;

use super::notation::Notation;
use super::problem::Problem;
use super::text::Source;
use super::tree::Tree;
use super::{cells, guard, json, yaml};

/// The typed pass alone, with the first complaint.
pub(crate) fn parse<T: DeserializeOwned>(source: &Source) -> Result<T, Vec<Problem>> {
    match source.notation() {
        Notation::Yaml => yaml::parse(source),
        Notation::Json => json::parse(source),
        Notation::Row => cells::parse(source),
    }
}

/// What is wrong with the text in its notation, whatever it is to mean.
pub(crate) fn syntax_problem(source: &Source, tree: &Tree) -> Option<Problem> {
    match source.notation() {
        // A second document is a problem of the tree already.
        Notation::Yaml => yaml::syntax_problem(source).filter(|_| tree.documents < 2),
        Notation::Json => json::syntax_problem(source),
        Notation::Row => None,
    }
}

/// Whether a text may hold something that the typed reading accepts and a site may not. Rarely true,
/// so that good files cost one pass; the answer is then given by the tree.
pub(crate) fn needs_a_look(source: &Source) -> bool {
    let text = source.text();
    match source.notation() {
        Notation::Yaml => guard::needs_a_look(text),
        Notation::Json => guard::may_hide_characters(text),
        Notation::Row => guard::may_hide_characters(text) || guard::may_hold_a_radix(text),
    }
}
