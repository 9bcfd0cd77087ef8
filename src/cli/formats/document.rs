//! The document of several sites, in full or in short, and the page of those that nobody ranks, as `plan` and `economics`
//! write it.

use std::borrow::Cow;
use std::io::{BufWriter, Write};

use rackready::assess::Method;
use rackready::ranking::Row;
use rackready::record::{KnownLine, PortfolioEntry, SiteRecord};
use rackready::report::html::{Focus, write_sites};
use rackready::report::ranking::json;
use rackready::report::site::short::{self, Short};
use rackready::report::site::streamed;
use serde::Serialize;

use super::assembly::{Format, Last, Out, Pieces, Shows};
use super::kept::{self, Records};
use super::layout::Layout;

/// One document; of sites that nobody ranks without their portfolio.
pub(super) struct Json {
    pub(super) layout: Layout,
    pub(super) ranks: bool,
}

impl Format for Json {
    fn shows(&self) -> Shows {
        match self.layout.short {
            Some(Short::Row) => Shows::Row,
            None | Some(Short::Gaps) => Shows::Whole,
        }
    }

    /// What is said in short has no ids that want a legend.
    fn explains(&self) -> bool {
        self.layout.short.is_none()
    }

    fn pieces(&self) -> Pieces {
        self.layout.order()
    }

    fn ranks(&self) -> bool {
        self.ranks
    }

    fn front(&self, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        match self.layout.short {
            Some(short) => short.front(method, self.layout.known, &mut out)?,
            None => streamed::front(method, self.layout.known, &mut out)?,
        }
        Ok(out)
    }

    fn of_row(&self, row: &Row, _: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        short::row(&json::columns(None, row), &mut out)?;
        Ok(out)
    }

    fn of_site(&self, site: &SiteRecord, _: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        match self.layout.short {
            Some(_) => short::gaps(site, &mut out)?,
            None => streamed::site(site, &mut out)?,
        }
        Ok(out)
    }

    fn between(&self) -> Cow<'static, [u8]> {
        Cow::Borrowed(b",")
    }

    fn write_end(&self, last: &Last, out: Out) -> anyhow::Result<()> {
        let run = last.run;
        match (self.ranks, run.saved) {
            (false, _) => self.back(last, None::<&PortfolioEntry>, out),
            (true, Some(saved)) => self.back(last, Some(saved), out),
            (true, None) => self.back(last, Some(&json::written(run.portfolio)), out),
        }
    }
}

impl Json {
    fn back(
        &self,
        last: &Last,
        portfolio: Option<&impl Serialize>,
        out: Out,
    ) -> anyhow::Result<()> {
        let (any, errors) = (last.any_piece, last.run.errors);
        given(out, |out| match self.layout.short {
            Some(short) => Ok(short.back(any, portfolio, errors, out)?),
            None => Ok(streamed::back(any, last.legend, portfolio, errors, out)?),
        })
    }
}

/// A page, whose title says how many sites there are and which therefore begins when the last of them came.
pub(super) struct Html(pub(super) Focus, pub(super) KnownLine);

impl Format for Html {
    fn explains(&self) -> bool {
        true
    }

    fn pieces(&self) -> Pieces {
        Pieces::Kept
    }

    fn ranks(&self) -> bool {
        false
    }

    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        kept::piece(site, method)
    }

    fn write_end(&self, last: &Last, out: Out) -> anyhow::Result<()> {
        let sites = (&Records(&last.pieces), last.legend);
        let (method, errors) = (last.run.method, last.run.errors);
        given(out, |out| {
            Ok(write_sites(self.0, method, self.1, sites, errors, out)?)
        })
    }
}

/// Writes to whatever takes what is to be written next.
fn given(
    out: Out,
    write: impl FnOnce(&mut BufWriter<Given>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut given = BufWriter::new(Given { out, error: None });
    let written = write(&mut given).and_then(|()| Ok(given.flush()?));
    // What the taker said is told as it said it.
    match given.get_mut().error.take() {
        Some(error) => Err(error),
        None => written,
    }
}

/// A writer that gives bytes on.
struct Given<'o> {
    out: Out<'o>,
    error: Option<anyhow::Error>,
}

impl Write for Given<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match (self.out)(bytes) {
            Ok(()) => Ok(bytes.len()),
            Err(error) => {
                self.error.get_or_insert(error);
                Err(std::io::ErrorKind::WriteZero.into())
            }
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
