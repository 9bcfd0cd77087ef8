//! The formats of `plan`. A new one is a variant with its line in `of`, and what it writes.

use std::borrow::Cow;

use rackready::assess::Method;
use rackready::record::SiteRecord;
use rackready::report::Style;
use rackready::report::html::Focus;
use rackready::report::plan::{csv, text};

use super::assembly::Format;
use super::document::{Html, Json};
use super::layout::Layout;
use crate::cli::args::PlanFormat;

/// A format as it looks where it goes.
pub(crate) fn of(format: PlanFormat, style: Style, layout: Layout) -> Box<dyn Format> {
    match format {
        PlanFormat::Text => Box::new(Text(style)),
        PlanFormat::Json => Box::new(Json {
            layout,
            ranks: false,
        }),
        PlanFormat::Csv => Box::new(Csv),
        PlanFormat::Html => Box::new(Html(Focus::Plan, layout.known)),
    }
}

/// Plans below each other, with a rule between two.
struct Text(Style);

impl Format for Text {
    fn ranks(&self) -> bool {
        false
    }

    fn of_site(&self, site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(text::site(site, method, &self.0).into_bytes())
    }

    fn between(&self) -> Cow<'static, [u8]> {
        let rule = format!("\n{}\n\n", "─".repeat(self.0.width));
        Cow::Owned(rule.into_bytes())
    }
}

struct Csv;

impl Format for Csv {
    fn ranks(&self) -> bool {
        false
    }

    fn front(&self, _: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(csv::header()?.into_bytes())
    }

    fn of_site(&self, site: &SiteRecord, _: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(csv::rows_of(site)?.into_bytes())
    }
}
