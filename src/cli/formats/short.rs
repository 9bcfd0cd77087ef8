//! JSON and NDJSON that say less of each site than all: `--detail gaps` and `--detail row`.

use std::borrow::Cow;

use rackready::assess::Method;
use rackready::ranking::Row;
use rackready::record::SiteRecord;
use rackready::report::FileError;
use rackready::report::ranking::json;
use rackready::report::site::short::{self, Short};

use super::assembly::{Format, Last, Pieces, Shows};
use super::layout::Layout;

/// One document; of sites that nobody ranks without their portfolio.
pub(super) struct Json {
    pub(super) layout: Layout,
    pub(super) short: Short,
    pub(super) ranks: bool,
}

/// The document of sites that nobody ranks.
pub(super) fn json(short: Short) -> Box<dyn Format> {
    Box::new(Json {
        layout: Layout::unranked(),
        short,
        ranks: false,
    })
}

/// The lines of sites that nobody ranks.
pub(super) fn lines(short: Short) -> Box<dyn Format> {
    Box::new(Ndjson(Layout::unranked(), short))
}

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
        shows(self.short)
    }

    fn pieces(&self) -> Pieces {
        self.layout.order()
    }

    fn ranks(&self) -> bool {
        self.ranks
    }

    fn front(&self, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        self.short.front(method, self.layout.known, &mut out)?;
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

    fn between(&self) -> Cow<'static, [u8]> {
        Cow::Borrowed(b",")
    }

    fn end(&self, last: &Last) -> anyhow::Result<Vec<u8>> {
        let portfolio = self.ranks.then(|| last.run.entry());
        let mut out = Vec::new();
        self.short.back(
            last.any_piece,
            portfolio.as_ref(),
            last.run.errors,
            &mut out,
        )?;
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
