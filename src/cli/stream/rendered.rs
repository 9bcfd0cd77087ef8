//! What outputs take of a site.

use rackready::assess::{Detail, Method};
use rackready::checklist::Checklist;
use rackready::ranking::{KnownLine, Row, View};
use rackready::record::{self, Legend};
use rackready::report::SiteReport;

use crate::cli::formats::assembly::{Format, Shows};

/// A site as the outputs want it.
pub(crate) struct Rendered {
    /// Its row.
    pub(crate) row: Row,
    /// A piece for each output, empty where it wants none.
    pub(crate) pieces: Vec<Vec<u8>>,
    /// What explains the ids in them, where a format does.
    pub(crate) legend: Legend,
    /// Whether what was asked of it is out of its reach.
    pub(crate) failed: bool,
}

impl Rendered {
    /// A site judged whole, of which each output shows what it wants.
    pub(crate) fn whole(
        report: &SiteReport,
        checklist: &Checklist,
        formats: &[Box<dyn Format>],
        method: &Method,
    ) -> anyhow::Result<Self> {
        let record = record::of(report, checklist);
        let row = Row::read(&record, KnownLine::default());
        let pieces = formats.iter().map(|format| match format.shows() {
            // Of draws alone, as a ranking has it where nobody asks for ends.
            Shows::Row => format.of_row(&row.clone().at(Detail::Draws), method),
            Shows::Whole | Shows::FirstWhole => format.of_site(&record, method),
        });
        let explains = formats.iter().any(|format| format.explains());
        Ok(Self {
            pieces: pieces.collect::<anyhow::Result<_>>()?,
            row,
            legend: if explains {
                Legend::of(&record)
            } else {
                Legend::default()
            },
            failed: false,
        })
    }
}

/// What is asked of sites that nobody ranks.
pub(crate) fn view() -> View {
    View {
        best: 1,
        ..View::default()
    }
}
