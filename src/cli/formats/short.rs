//! JSON and NDJSON that say less of each site than all: `--detail gaps` and `--detail row`.

use rackready::assess::Method;
use rackready::ranking::Row;
use rackready::record::SiteRecord;
use rackready::report::FileError;
use rackready::report::ranking::json;
use rackready::report::site::short::{self, Short};

use super::assembly::{Format, Last, Pieces, Shows};
use super::layout::Layout;

/// One document.
pub(super) struct Json(pub(super) Layout, pub(super) Short);

/// A line for each site.
pub(super) struct Ndjson(pub(super) Layout, pub(super) Short);

fn shows(short: Short) -> Shows {
    match short {
        Short::Gaps => Shows::Whole,
        Short::Row => Shows::Row,
    }
}

impl Format for Json {
    fn shows(&self) -> Shows {
        shows(self.1)
    }

    fn pieces(&self) -> Pieces {
        self.0.order()
    }

    fn front(&self, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        self.1.front(method, self.0.known, &mut out)?;
        Ok(out)
    }

    fn of_row(&self, row: &Row, _: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        short::row(&json::columns(None, row), &mut out)?;
        Ok(out)
    }

    fn of_site(&self, site: &SiteRecord, _: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        short::gaps(site, &mut out)?;
        Ok(out)
    }

    fn between(&self) -> &'static [u8] {
        b","
    }

    fn end(&self, last: &Last) -> anyhow::Result<Vec<u8>> {
        let portfolio = last.run.entry();
        let mut out = Vec::new();
        self.1
            .back(last.any_piece, &portfolio, last.run.errors, &mut out)?;
        Ok(out)
    }
}

impl Format for Ndjson {
    fn shows(&self) -> Shows {
        shows(self.1)
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
