//! JSON and NDJSON that say less of each site than all: `--detail gaps` and `--detail row`.

use rackready::assess::{Detail, Method};
use rackready::ranking::Row;
use rackready::record::{KnownLine, SiteRecord};
use rackready::report::FileError;
use rackready::report::ranking::json;
use rackready::report::site::short::{self, Short};

use super::assembly::{Format, Last, Pieces, Shows};
use super::layout::Layout;

/// The document of a command that ranks no sites.
pub(crate) fn document(
    short: Short,
    method: &Method,
    sites: &[SiteRecord],
    errors: &[FileError],
) -> anyhow::Result<String> {
    let mut out = Vec::new();
    short.front(method, KnownLine::default(), &mut out)?;
    for (at, site) in sites.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        match short {
            Short::Gaps => short::gaps(site, &mut out)?,
            Short::Row => short::row(&json::columns(None, &row(site)), &mut out)?,
        }
    }
    short.back(!sites.is_empty(), None, errors, &mut out)?;
    Ok(String::from_utf8(out)?)
}

/// The same, a line for each site and for each file that could not be read.
pub(crate) fn lines(
    short: Short,
    method: &Method,
    sites: &[SiteRecord],
    errors: &[FileError],
) -> anyhow::Result<String> {
    let known = KnownLine::default();
    let mut out = Vec::new();
    for site in sites {
        match short {
            Short::Gaps => short::gaps_line(site, method, known, &mut out)?,
            Short::Row => {
                let columns = json::columns(None, &row(site));
                short::row_line(&columns, method, known, &mut out)?;
            }
        }
    }
    for error in errors {
        short.error_line(error, method, known, &mut out)?;
    }
    Ok(String::from_utf8(out)?)
}

/// The row of a site, of draws alone as `score` has it without `--ends`.
fn row(site: &SiteRecord) -> Row {
    Row::read(site, KnownLine::default()).at(Detail::Draws)
}

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
            .back(last.any_piece, Some(&portfolio), last.run.errors, &mut out)?;
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
