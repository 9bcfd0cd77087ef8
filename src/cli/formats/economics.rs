//! The formats of `economics`. A new one is a variant with its line in `of`, and what it writes.

use rackready::assess::Method;
use rackready::record::{KnownLine, Legend, SiteRecord};
use rackready::report::Style;
use rackready::report::economics::sites::{Lines, behind};
use rackready::report::economics::{csv, text};
use rackready::report::html::Focus;
use rackready::report::site::json;
use rackready::spool::Each;

use super::assembly::{Format, Last, Out, Pieces};
use super::document::{Html, Json};
use super::kept::{self, Records};
use super::layout::Layout;
use super::short;
use crate::cli::args::EconomicsFormat;

/// A format as it looks where it goes.
pub(crate) fn of(format: EconomicsFormat, style: Style, layout: Layout) -> Box<dyn Format> {
    match format {
        EconomicsFormat::Text => Box::new(Text {
            style,
            full: layout.full,
        }),
        EconomicsFormat::Json => Box::new(Json {
            layout,
            ranks: false,
        }),
        EconomicsFormat::Ndjson => match layout.short {
            Some(short) => Box::new(short::Ndjson(layout, short)),
            None => Box::new(Ndjson(layout.known)),
        },
        EconomicsFormat::Csv => Box::new(Csv),
        EconomicsFormat::Html => Box::new(Html(Focus::Economics, layout.known)),
    }
}

/// A table in an order that is known when the last site came; a line of each is held.
struct Text {
    style: Style,
    full: bool,
}

impl Format for Text {
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
        let Self { style, full } = self;
        let (sites, method) = (Records(&last.pieces), last.run.method);
        if sites.is_empty() {
            return Ok(());
        }
        if last.run.alone {
            return out(text::site(&sites.get(0)?, method, style).as_bytes());
        }
        let mut lines = Lines::new(style);
        sites.each(&mut |site| {
            lines.add(site);
            Ok(())
        })?;
        let order = lines.sort();
        out(lines.table(style).as_bytes())?;
        let mut order = order.into_iter().filter(|_| *full);
        order.try_for_each(|at| out(behind(&sites.get(at)?, method, style).as_bytes()))
    }
}

/// A line for each site, and behind them one for each file that could not be read.
struct Ndjson(KnownLine);

impl Format for Ndjson {
    fn explains(&self) -> bool {
        true
    }

    fn ranks(&self) -> bool {
        false
    }

    fn of_legend(&self, legend: &Legend, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        json::write_legend_line(legend, method, self.0, &mut out)?;
        Ok(out)
    }

    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        json::write_line(site, method, self.0, &mut out)?;
        Ok(out)
    }

    fn end(&self, last: &Last) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        for error in last.run.errors {
            json::write_error_line(error, last.run.method, self.0, &mut out)?;
        }
        Ok(out)
    }
}

/// A row for each site and way.
struct Csv;

impl Format for Csv {
    fn ranks(&self) -> bool {
        false
    }

    fn front(&self, _: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(csv::header()?.into_bytes())
    }

    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(csv::rows_of(site, method)?.into_bytes())
    }
}
