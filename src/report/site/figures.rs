//! What the page of a site and all there is to say of it show alike.

use crate::record::finding::FindingEntry;
use crate::report::numbers::middle;
use crate::spread::Spread;

/// What a report is not.
pub(super) const CAVEAT: &str = "An estimate from the facts of one file and from typical mines; not a quote, not investment advice.";

/// As many digits as a table of eighty columns has room for.
pub(super) fn in_short(spread: Spread) -> String {
    middle(spread.map(|value| {
        let digits = if value < 10.0 { 10.0 } else { 1.0 };
        (value * digits).round() / digits
    }))
}

/// The points that hang on a finding.
pub(in crate::report) fn points_of(finding: &FindingEntry) -> f64 {
    finding
        .status
        .points(finding.worth.get(), finding.points_unknown.get())
}
