//! What is wrong with data that was read, before it is known where that is written.

use super::tree::Tree;
use super::{Problem, Source};
use crate::units::number::shortly;

/// Something wrong with checklist, prices or other data that a user may write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Flaw {
    /// Dotted path inside the file.
    pub path: String,
    /// What is wrong and what was expected.
    pub message: String,
}

impl Flaw {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }
}

/// Flaws at their places in the text, in its order.
pub(crate) fn placed(flaws: &[Flaw], source: &Source) -> Vec<Problem> {
    let tree = Tree::of(source);
    let problem =
        |flaw: &Flaw| Problem::at(tree.span_of(source, &flaw.path), shortly(&flaw.message));
    let mut problems: Vec<Problem> = flaws.iter().map(problem).collect();
    problems.sort();
    problems
}
