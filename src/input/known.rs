//! What is known of a table before its rows are read one after the other.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::columns::header::Header;
use super::columns::meaning::RowsOfOne;
use super::rows::Row;
use crate::source::Source;
use crate::source::tree::Node;

/// What is known of a table.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) header: Header,
    /// What holds for every row, and the text in which it stands.
    pub(super) constants: Option<(Arc<Source>, Node)>,
    /// What several rows of one site are.
    pub(super) rows: Option<RowsOfOne>,
    /// How many rows each site has that has more than one, by [`site_of`].
    pub(super) several: HashMap<u64, u32>,
    /// Lines of rows that are no sites.
    pub(super) dropped: HashSet<usize>,
    /// The last line of the header.
    pub(super) header_line: usize,
    /// Whether a cell that cannot be read is unknown.
    pub(super) lenient: bool,
}

/// A number for the site that a row is about.
pub(super) fn site_of(header: &Header, row: &Row) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    header.site_of(row)?.to_lowercase().hash(&mut hasher);
    Some(hasher.finish())
}
