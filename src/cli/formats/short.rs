//! NDJSON that says less of each site than all: `--detail gaps` and `--detail row`.

use rackready::assess::Method;
use rackready::ranking::Row;
use rackready::record::SiteRecord;
use rackready::report::FileError;
use rackready::report::ranking::json;
use rackready::report::site::short::{self, Short};

use super::assembly::{Format, Pieces, Shows};
use super::layout::Layout;

/// A line for each site.
pub(super) struct Ndjson(pub(super) Layout, pub(super) Short);

impl Format for Ndjson {
    fn shows(&self) -> Shows {
        match self.1 {
            Short::Gaps => Shows::Whole,
            Short::Row => Shows::Row,
        }
    }

    fn pieces(&self) -> Pieces {
        self.0.order()
    }

    fn ranks(&self) -> bool {
        !self.0.streams()
    }

    fn of_row(&self, row: &Row, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        short::row_line(&json::columns(None, row), method, self.0.known, &mut out)?;
        Ok(out)
    }

    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        short::gaps_line(site, method, self.0.known, &mut out)?;
        Ok(out)
    }

    fn of_error(&self, error: &FileError, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        self.1.error_line(error, method, self.0.known, &mut out)?;
        Ok(out)
    }
}
