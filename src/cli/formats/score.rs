//! The formats of `score`. A new one is a variant with its line in `ReportFormat::of`, and what it writes.

use clap::ValueEnum;
use rackready::assess::Method;
use rackready::ranking::Row;
use rackready::record::{Legend, SiteRecord};
use rackready::report::html::{self, Focus};
use rackready::report::ranking::{csv, json, markdown, text};
use rackready::report::site::{json as lines, text as report};
use rackready::report::{FileError, Style};

use super::assembly::{Format, Last, Out, Pieces, Run, Shows};
use super::document::Json;
use super::kept::{self, Records};
use super::layout::Layout;
use super::{parquet, short};
use crate::cli::args::TableKind;

/// Formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// One document for all sites; see `rackready schema report`
    Json,
    /// The same detail, a line for each site
    Ndjson,
    /// A row for each site, for spreadsheets
    Csv,
    /// The same rows with types, for data frames and databases; only where it was built in
    Parquet,
    /// The ranking, or a summary of the one site, for a comment on a pull request
    Markdown,
    /// A page that stands alone, to look at, print and send on; `render` reads it again
    Html,
}

impl ReportFormat {
    /// The format as it is asked for.
    ///
    /// # Errors
    /// Where the format was not built in.
    pub(crate) fn of(self, layout: Layout, style: Style) -> anyhow::Result<Box<dyn Format>> {
        // The tables beside that of sites have one detail alone.
        let layout = Layout {
            short: layout.short.filter(|_| layout.table == TableKind::Sites),
            ..layout
        };
        Ok(match self {
            Self::Text => Box::new(Text(layout, style)),
            Self::Json => Box::new(Json {
                layout,
                ranks: true,
            }),
            Self::Ndjson => match layout.short {
                Some(short) => Box::new(short::Ndjson(layout, short)),
                None => Box::new(Ndjson(layout)),
            },
            Self::Csv => Box::new(Csv(layout)),
            Self::Parquet => parquet::format(layout)?,
            Self::Markdown => Box::new(Markdown),
            Self::Html => Box::new(Html(layout)),
        })
    }

    /// Whether it says more or less of a site as it is asked.
    pub(crate) fn has_details(self) -> bool {
        matches!(self, Self::Json | Self::Ndjson)
    }

    /// Whether it writes the tables beside that of sites.
    pub(crate) fn has_tables(self) -> bool {
        matches!(self, Self::Csv | Self::Ndjson)
    }
}

struct Text(Layout, Style);

impl Format for Text {
    fn shows(&self) -> Shows {
        if self.0.full {
            Shows::Whole
        } else {
            Shows::FirstWhole
        }
    }

    fn pieces(&self) -> Pieces {
        Pieces::OfTheEnd
    }

    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(report::site(site, method, &self.1, self.0.full).into_bytes())
    }

    fn write_end(&self, last: &Last, out: Out) -> anyhow::Result<()> {
        let Self(layout, style) = self;
        let (portfolio, method) = (last.run.portfolio, last.run.method);
        // A site that was left out is told of as among many.
        if portfolio.left_out == 0 && (last.run.alone || portfolio.is_empty()) {
            return last.pieces.each(out);
        }
        let page = text::ranking(portfolio, &method.checklist, &method.prices, style);
        out(page.as_bytes())?;
        if layout.full {
            let rule = format!("\n{}\n\n", "─".repeat(style.width));
            last.pieces.each(|report| {
                out(rule.as_bytes())?;
                out(report)
            })?;
        }
        Ok(())
    }
}

struct Markdown;

impl Format for Markdown {
    fn shows(&self) -> Shows {
        Shows::FirstWhole
    }

    fn pieces(&self) -> Pieces {
        Pieces::OfTheEnd
    }

    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(markdown::site(site, method).into_bytes())
    }

    fn end(&self, last: &Last) -> anyhow::Result<Vec<u8>> {
        if last.run.alone {
            return last.pieces.concat();
        }
        Ok(markdown::ranking(last.run.portfolio, last.run.method).into_bytes())
    }
}

struct Html(Layout);

impl Format for Html {
    fn shows(&self) -> Shows {
        Shows::FirstWhole
    }

    fn pieces(&self) -> Pieces {
        Pieces::OfTheEnd
    }

    /// The page is made at the end, when it is known whether the site is alone.
    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        kept::piece(site, method)
    }

    fn end(&self, last: &Last) -> anyhow::Result<Vec<u8>> {
        let Run {
            method,
            portfolio,
            errors,
            ..
        } = last.run;
        // A site that was left out is told of as among many.
        if portfolio.left_out > 0 || !last.run.alone {
            return Ok(html::ranking(portfolio, method, errors)?.into_bytes());
        }
        let entry = last.run.entry();
        let sites = Records(&last.pieces).all()?;
        let page = html::sites(
            Focus::Site,
            method,
            self.0.known,
            &sites,
            Some(&entry),
            errors,
        )?;
        Ok(page.into_bytes())
    }
}

struct Ndjson(Layout);

impl Format for Ndjson {
    fn explains(&self) -> bool {
        self.0.table == TableKind::Sites
    }

    fn of_legend(&self, legend: &Legend, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        lines::write_legend_line(legend, method, self.0.known, &mut out)?;
        Ok(out)
    }

    fn shows(&self) -> Shows {
        match self.0.table {
            TableKind::Sites => Shows::Whole,
            TableKind::Groups | TableKind::Supply => Shows::Row,
        }
    }

    fn pieces(&self) -> Pieces {
        self.0.order()
    }

    fn ranks(&self) -> bool {
        !self.0.streams()
    }

    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        lines::write_line(site, method, self.0.known, &mut out)?;
        Ok(out)
    }

    fn of_error(&self, error: &FileError, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        lines::write_error_line(error, method, self.0.known, &mut out)?;
        Ok(out)
    }

    fn end(&self, last: &Last) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        match self.0.table {
            TableKind::Sites => {}
            TableKind::Groups => json::write_groups(last.run.portfolio, &mut out)?,
            TableKind::Supply => json::write_supply(last.run.portfolio, &mut out)?,
        }
        Ok(out)
    }
}

struct Csv(Layout);

impl Format for Csv {
    fn shows(&self) -> Shows {
        Shows::Row
    }

    fn ranks(&self) -> bool {
        !self.0.streams()
    }

    fn front(&self, _: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        if self.0.streams() {
            csv::header(&mut out)?;
        }
        Ok(out)
    }

    fn of_row(&self, row: &Row, method: &Method) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        if self.0.streams() {
            csv::row(row, None, method, &mut out)?;
        }
        Ok(out)
    }

    fn end(&self, last: &Last) -> anyhow::Result<Vec<u8>> {
        let (portfolio, method) = (last.run.portfolio, last.run.method);
        let mut out = Vec::new();
        match self.0.table {
            TableKind::Sites if self.0.ranked => csv::ranking(portfolio, method, &mut out)?,
            TableKind::Sites => {}
            TableKind::Groups => csv::groups(portfolio, &mut out)?,
            TableKind::Supply => csv::supply(portfolio, &mut out)?,
        }
        Ok(out)
    }
}
