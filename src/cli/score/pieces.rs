//! What is rendered of a site while it is at hand: on all cores, one piece for each output.

use std::cell::LazyCell;

use rackready::assess::Method;
use rackready::assess::{EmptyFile, Extent};
use rackready::input::load::Loaded;
use rackready::ranking::Row;
use rackready::record;
use rackready::report::Style;
use rackready::report::ranking::{csv, markdown};
use rackready::report::site::json;
use rackready::report::site::{streamed, text};

use crate::cli::args::{RankingArgs, ReportFormat, TableKind};
use crate::cli::console::IN_A_FILE;
use crate::cli::judge::Judge;
use crate::cli::outputs::Outputs;

/// What an output wants of each site.
#[derive(Debug, Clone, Copy)]
enum Piece {
    /// Its report for people.
    Text(Style),
    /// The same for the first site alone, which may be the only one.
    FirstText(Style),
    /// Its summary for a comment, of the first site alone.
    FirstMarkdown,
    /// Its entry of the document.
    Json,
    /// Its line.
    Ndjson,
    /// Its row, as it streams.
    Csv,
    /// Nothing; the output is made of the finished ranking.
    Nothing,
}

/// Renders what the outputs want.
pub(super) struct Renderer<'a> {
    pieces: Vec<Piece>,
    judge: &'a Judge,
    method: Method,
    empty: EmptyFile<'a>,
}

/// A site as the outputs want it.
pub(super) struct Rendered {
    /// Its row.
    pub(super) row: Row,
    /// A piece for each output, empty where it wants none.
    pub(super) pieces: Vec<Vec<u8>>,
}

impl<'a> Renderer<'a> {
    /// A renderer for outputs.
    pub(super) fn new(
        outputs: &Outputs<ReportFormat>,
        args: &RankingArgs,
        judge: &'a Judge,
        terminal: Style,
    ) -> Self {
        let all = args.table == TableKind::Sites;
        let piece = |format, style| match format {
            ReportFormat::Text if args.full => Piece::Text(style),
            ReportFormat::Text => Piece::FirstText(style),
            ReportFormat::Markdown => Piece::FirstMarkdown,
            ReportFormat::Json => Piece::Json,
            ReportFormat::Ndjson if all => Piece::Ndjson,
            ReportFormat::Csv if all && !args.is_ranked() => Piece::Csv,
            ReportFormat::Ndjson | ReportFormat::Csv => Piece::Nothing,
        };
        let style = |in_a_file| if in_a_file { IN_A_FILE } else { terminal };
        Self {
            pieces: outputs
                .each()
                .iter()
                .map(|output| piece(output.format, style(output.file.is_some())))
                .collect(),
            method: judge.method(),
            empty: judge.empty_file(),
            judge,
        }
    }

    /// How much of the site at a position of the input is shown.
    fn extent(&self, at: usize) -> Extent {
        let whole = |piece: &Piece| match piece {
            Piece::Text(_) | Piece::Json | Piece::Ndjson => true,
            Piece::FirstText(_) | Piece::FirstMarkdown => at == 0,
            Piece::Csv | Piece::Nothing => false,
        };
        if self.pieces.iter().any(whole) {
            Extent::Whole
        } else {
            Extent::Row
        }
    }

    /// Renders the site at a position of the input.
    pub(super) fn render(&self, at: usize, loaded: &Loaded) -> anyhow::Result<Rendered> {
        let report = &self.judge.report(loaded, &self.empty, self.extent(at))?;
        let (checklist, method) = (self.judge.checklist(), &self.method);
        let row = report.row();
        // The lines of a site are looked up once, and only where an output shows them.
        let record = LazyCell::new(|| record::of(report, checklist));
        let pieces = self.pieces.iter().map(|piece| {
            let mut out = Vec::new();
            match piece {
                Piece::Text(style) => out = text::site(&record, method, style).into_bytes(),
                Piece::FirstText(style) if at == 0 => {
                    out = text::site(&record, method, style).into_bytes();
                }
                Piece::FirstMarkdown if at == 0 => {
                    out = markdown::site(&record, method).into_bytes();
                }
                Piece::Json => streamed::site(&record, &mut out)?,
                Piece::Ndjson => json::write_line(&record, method, &mut out)?,
                Piece::Csv => csv::row(&row, None, method, &mut out)?,
                Piece::FirstText(_) | Piece::FirstMarkdown | Piece::Nothing => {}
            }
            Ok(out)
        });
        let pieces = pieces.collect::<anyhow::Result<_>>()?;
        Ok(Rendered { row, pieces })
    }
}
