//! Cases of sites side by side, by format.

pub mod csv;
#[cfg(feature = "cli")]
pub(in crate::report) mod shown;
#[cfg(feature = "cli")]
pub mod text;

use crate::record::whatif::{CaseEntry, SiteCases};

/// The base, then its cases.
pub(in crate::report) fn with_base(site: &SiteCases) -> impl Iterator<Item = &CaseEntry> {
    std::iter::once(&site.base).chain(&site.cases)
}
