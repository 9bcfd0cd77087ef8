//! What a site contradicts in itself since, and what no more.

use schemars::JsonSchema;
use serde::Serialize;

use super::Judged;
use crate::record::finding::ContradictionSaid;

/// A contradiction that one side alone has. One of other numbers went and came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContradictionChange {
    /// added or removed.
    pub change: &'static str,
    /// Its id.
    pub id: String,
    /// What excludes what.
    pub message: String,
}

/// The contradictions of one side alone.
pub(super) fn changes(old: &Judged, new: &Judged) -> Vec<ContradictionChange> {
    let only_in = |these: &[ContradictionSaid], those: &[ContradictionSaid], change| {
        let alone = these.iter().filter(|of| !those.contains(of)).cloned();
        let changes = alone.map(|ContradictionSaid { id, message }| ContradictionChange {
            change,
            id,
            message,
        });
        changes.collect::<Vec<_>>()
    };
    let (old, new) = (&old.contradictions, &new.contradictions);
    let mut changes = only_in(old, new, "removed");
    changes.extend(only_in(new, old, "added"));
    changes
}
