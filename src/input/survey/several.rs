//! Several rows of one site: phases of it, months of it, or sites that share a name.

use std::collections::HashMap;

use super::super::columns::header::Header;
use super::super::known::site_of;
use super::super::rows::Row;

/// How often each site was met.
#[derive(Debug, Default)]
pub(super) struct Several {
    met: HashMap<u64, u32>,
}

impl Several {
    pub(super) fn take(&mut self, header: &Header, row: &Row) {
        if let Some(site) = site_of(header, row) {
            *self.met.entry(site).or_insert(0) += 1;
        }
    }

    /// How many rows each site has that has several.
    pub(super) fn finish(mut self) -> HashMap<u64, u32> {
        self.met.retain(|_, rows| *rows > 1);
        self.met
    }
}
