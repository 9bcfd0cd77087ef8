//! A finished ranking → bytes.

pub mod csv;
pub mod json;
pub mod markdown;
#[cfg(feature = "cli")]
pub mod text;

use super::numbers::counted;
use crate::ranking::{Row, Totals};

/// What stands behind the name of a site that contradicts itself: one of its facts is wrong, and so may be its rank.
fn mark(row: &Row) -> &'static str {
    if row.contradictions > 0 { " !" } else { "" }
}

/// What the mark says, and that such sites are in the totals; nothing where none is marked.
fn marked(totals: &Totals) -> Option<String> {
    let n = totals.contradicting;
    let contradict = counted(n, "site contradicts itself", "sites contradict themselves");
    let counts = if n == 1 { "is" } else { "are" };
    (n > 0).then(|| {
        format!("{contradict} and {counts} counted all the same; `rackready check` says where")
    })
}
