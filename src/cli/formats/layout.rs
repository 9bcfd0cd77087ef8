//! What is asked of every format of sites.

use rackready::record::KnownLine;
use rackready::report::site::short::Short;

use super::assembly::Pieces;
use crate::cli::args::{RankingArgs, TableKind};

/// What is asked of every format.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    /// Which table is written by formats that have several.
    pub(crate) table: TableKind,
    /// Whether the report of each site stands below the ranking.
    pub(crate) full: bool,
    /// Whether sites stand in the order of the ranking rather than of the input.
    pub(crate) ranked: bool,
    /// The line between the two lists of a ranking.
    pub(crate) known: KnownLine,
    /// How much json and ndjson say of a site; nothing of it where that is all.
    pub(crate) short: Option<Short>,
}

impl Layout {
    /// What arguments ask for.
    pub(crate) fn of(args: &RankingArgs) -> Self {
        Self {
            table: args.table,
            full: args.full,
            ranked: args.is_ranked(),
            known: args.known,
            short: args.detail.short(),
        }
    }

    /// Of sites in the order of the input, which nobody ranks.
    pub(crate) fn unranked() -> Self {
        Self {
            table: TableKind::Sites,
            full: false,
            ranked: false,
            known: KnownLine::default(),
            short: None,
        }
    }

    pub(super) fn order(self) -> Pieces {
        if self.ranked {
            Pieces::Ranked
        } else {
            Pieces::AsTheyCome
        }
    }

    /// Whether a table of sites is written as the sites come.
    pub(super) fn streams(self) -> bool {
        !self.ranked && self.table == TableKind::Sites
    }
}
