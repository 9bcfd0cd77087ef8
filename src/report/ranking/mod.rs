//! A finished ranking → bytes.

pub mod csv;
pub mod json;
pub mod markdown;
#[cfg(feature = "cli")]
pub mod text;

use super::numbers::counted;
use crate::ranking::{Row, Totals};
use crate::spread::Spread;

/// What stands behind a verdict that is open.
fn question(row: &Row) -> &'static str {
    if row.is_open() { "?" } else { "" }
}

/// Months in the middle of the draws.
fn months(months: Option<Spread>) -> String {
    match months {
        None => "–".to_owned(),
        Some(months) if months.p50.is_infinite() => "never".to_owned(),
        Some(months) => format!("{:.0}", months.p50),
    }
}

/// A chance in percent, without the sign.
fn percent(chance: f64) -> String {
    format!("{:.0}", 100.0 * chance)
}

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
