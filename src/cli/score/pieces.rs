//! What is rendered of a site while it is at hand: on all cores, one piece for each output.

use rackready::assess::{Detail, Method};
use rackready::input::load::Loaded;
use rackready::ranking::View;
use rackready::record::{self, Legend, StatedFact};

use crate::cli::formats::assembly::{Format, shows_whole};
use crate::cli::judge::Judge;
use crate::cli::stream::Rendered;

/// Renders what the outputs want.
pub(super) struct Renderer<'a> {
    formats: &'a [Box<dyn Format>],
    judge: &'a Judge,
    method: &'a Method,
    /// What is worked out for the row of a site.
    detail: Detail,
    /// Paths of the facts that its row keeps.
    facts: Vec<String>,
}

impl<'a> Renderer<'a> {
    /// A renderer for outputs.
    pub(super) fn new(
        formats: &'a [Box<dyn Format>],
        judge: &'a Judge,
        method: &'a Method,
        view: &View,
    ) -> Self {
        Self {
            formats,
            judge,
            method,
            detail: view.detail(),
            facts: view.facts().map(str::to_owned).collect(),
        }
    }

    /// Renders the site at a position of the input.
    pub(super) fn render(&self, at: usize, loaded: &Loaded) -> anyhow::Result<Rendered> {
        let whole = |format: &dyn Format| shows_whole(format, at);
        // The lines of a site are looked up once, and only where an output shows them.
        let (row, record) = if self.formats.iter().any(|format| whole(&**format)) {
            let report = self.judge.report(loaded)?;
            let record = record::of(&report, self.judge.checklist());
            // One row among others says no more than they do.
            (report.row().at(self.detail), Some(record))
        } else {
            (self.judge.row(loaded, self.detail)?, None)
        };
        // Ranked as it is shown: what is saved of it ranks alike.
        let mut row = row.rounded();
        let facts = self.facts.iter();
        row.facts = facts
            .map(|path| StatedFact::of(&loaded.site, path))
            .collect();
        let pieces = self.formats.iter().map(|format| match &record {
            Some(record) if whole(&**format) => format.of_site(record, self.method),
            _ => format.of_row(&row, self.method),
        });
        let pieces = pieces.collect::<anyhow::Result<_>>()?;
        let explains = self.formats.iter().any(|format| format.explains());
        let legend = record.as_ref().filter(|_| explains).map(Legend::of);
        Ok(Rendered {
            row,
            pieces,
            legend: legend.unwrap_or_default(),
            failed: false,
        })
    }
}
