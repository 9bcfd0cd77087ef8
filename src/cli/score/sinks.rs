//! Where the pieces of sites go: to each output in turn, as they come or when the ranking is finished.

use rackready::assess::Method;
use rackready::ranking::{Portfolio, Row, View};
use rackready::report::ranking::{csv, json, markdown, text};
use rackready::report::site::json as report_json;
use rackready::report::site::streamed;
use rackready::report::{FileError, Style};

use super::pieces::Rendered;
use crate::cli::args::{RankingArgs, ReportFormat, TableKind};
use crate::cli::console::{Console, IN_A_FILE};
use crate::cli::outputs::{Outputs, Replacement};

/// One output on its way.
struct Sink {
    format: ReportFormat,
    /// The file; standard output without one.
    file: Option<Replacement>,
    /// Whether anything was written that a comma must part from what comes.
    begun: bool,
    /// Pieces that wait for the ranking, each with its row.
    held: Vec<(Row, Vec<u8>)>,
}

/// All outputs of a run.
pub(super) struct Sinks<'a> {
    sinks: Vec<Sink>,
    args: &'a RankingArgs,
    view: &'a View,
    method: &'a Method,
    /// Rows for the ranking, where one is asked for.
    rows: Option<Vec<Row>>,
    left_out: usize,
}

impl<'a> Sinks<'a> {
    /// Opens every output and writes what stands in front of the first site.
    pub(super) fn open(
        outputs: &Outputs<ReportFormat>,
        args: &'a RankingArgs,
        view: &'a View,
        method: &'a Method,
        console: &mut Console,
    ) -> anyhow::Result<Self> {
        let sinks = outputs.each().iter().map(|output| {
            Ok(Sink {
                format: output.format,
                file: output.file.as_deref().map(Replacement::of).transpose()?,
                begun: false,
                held: Vec::new(),
            })
        });
        let mut sinks: Vec<Sink> = sinks.collect::<anyhow::Result<_>>()?;
        for sink in &mut sinks {
            let mut front = Vec::new();
            match sink.format {
                ReportFormat::Json => streamed::front(method, &mut front)?,
                ReportFormat::Csv if streams(args) => csv::header(&mut front)?,
                _ => {}
            }
            sink.write(&front, console)?;
        }
        let of_ranking = |format| match format {
            ReportFormat::Text | ReportFormat::Markdown | ReportFormat::Json => true,
            ReportFormat::Ndjson | ReportFormat::Csv => !streams(args),
        };
        Ok(Self {
            rows: sinks.iter().any(|s| of_ranking(s.format)).then(Vec::new),
            sinks,
            args,
            view,
            method,
            left_out: 0,
        })
    }

    /// Takes a site that was scored.
    pub(super) fn site(&mut self, site: Rendered, console: &mut Console) -> anyhow::Result<()> {
        let row = &site.row;
        console.detail(&format!(
            "{}: target {} ({})",
            row.name.file,
            row.target,
            row.chosen.word()
        ));
        if !self.view.holds(row) {
            self.left_out += 1;
            return Ok(());
        }
        for (sink, piece) in self.sinks.iter_mut().zip(site.pieces) {
            if piece.is_empty() {
                continue;
            }
            let is_page = matches!(sink.format, ReportFormat::Text | ReportFormat::Markdown);
            if is_page || self.args.is_ranked() {
                sink.hold(site.row.clone(), piece, self.view);
            } else {
                sink.piece(&piece, console)?;
            }
        }
        if let Some(rows) = &mut self.rows {
            rows.push(site.row);
        }
        Ok(())
    }

    /// Takes what is wrong with a file that cannot be scored.
    pub(super) fn errors(
        &mut self,
        errors: &[FileError],
        console: &mut Console,
    ) -> anyhow::Result<()> {
        for sink in self
            .sinks
            .iter_mut()
            .filter(|s| s.format == ReportFormat::Ndjson)
        {
            for error in errors {
                let mut line = Vec::new();
                report_json::write_error_line(error, self.method, &mut line)?;
                sink.write(&line, console)?;
            }
        }
        Ok(())
    }

    /// Ranks, and writes what is left. `alone` is whether the run was about one site.
    pub(super) fn finish(
        self,
        alone: bool,
        errors: &[FileError],
        console: &mut Console,
    ) -> anyhow::Result<()> {
        let Self {
            sinks,
            args,
            view,
            method,
            rows,
            left_out,
        } = self;
        let portfolio = Portfolio::of(rows.unwrap_or_default(), left_out, view);
        let last = Last {
            alone,
            errors,
            args,
            method,
            portfolio: &portfolio,
        };
        // Files first, so that a closed pipe takes nothing from them.
        let (files, stdout): (Vec<Sink>, Vec<Sink>) =
            sinks.into_iter().partition(|s| s.file.is_some());
        for sink in files.into_iter().chain(stdout) {
            sink.finish(&last, console)?;
        }
        Ok(())
    }
}

/// Whether tables of sites are written as the sites come.
fn streams(args: &RankingArgs) -> bool {
    !args.is_ranked() && args.table == TableKind::Sites
}

/// What there is at the end of a run.
struct Last<'a> {
    alone: bool,
    errors: &'a [FileError],
    args: &'a RankingArgs,
    method: &'a Method,
    portfolio: &'a Portfolio,
}

impl Sink {
    /// Keeps a piece until the ranking is finished; of a short ranking no more than may be in it.
    fn hold(&mut self, row: Row, piece: Vec<u8>, view: &View) {
        self.held.push((row, piece));
        let most = view.top.unwrap_or(usize::MAX);
        if self.held.len() > most.saturating_mul(2).saturating_add(64) {
            self.in_order(view);
            self.held.truncate(most);
        }
    }

    fn in_order(&mut self, view: &View) {
        self.held.sort_by(|(a, _), (b, _)| view.order.compare(a, b));
    }

    /// Writes a piece behind those that are there.
    fn piece(&mut self, piece: &[u8], console: &mut Console) -> anyhow::Result<()> {
        if self.format == ReportFormat::Json && self.begun {
            self.write(b",", console)?;
        }
        self.begun = true;
        self.write(piece, console)
    }

    fn write(&mut self, bytes: &[u8], console: &mut Console) -> anyhow::Result<()> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => console.bytes(bytes),
        }
    }

    fn finish(mut self, last: &Last, console: &mut Console) -> anyhow::Result<()> {
        let style = if self.file.is_some() {
            IN_A_FILE
        } else {
            console.out
        };
        let portfolio = last.portfolio;
        let mut rest = Vec::new();
        match (self.format, last.args.table) {
            (ReportFormat::Text, _) => rest = self.text(last, &style).into_bytes(),
            (ReportFormat::Markdown, _) => rest = self.markdown(last).into_bytes(),
            (ReportFormat::Json, _) => {
                self.write_held(last, console)?;
                streamed::back(self.begun, &json::entry(portfolio), last.errors, &mut rest)?;
            }
            (ReportFormat::Ndjson, TableKind::Sites) => self.write_held(last, console)?,
            (ReportFormat::Ndjson, TableKind::Groups) => json::write_groups(portfolio, &mut rest)?,
            (ReportFormat::Ndjson, TableKind::Supply) => json::write_supply(portfolio, &mut rest)?,
            (ReportFormat::Csv, TableKind::Sites) if last.args.is_ranked() => {
                csv::ranking(portfolio, last.method, &mut rest)?;
            }
            (ReportFormat::Csv, TableKind::Sites) => {}
            (ReportFormat::Csv, TableKind::Groups) => csv::groups(portfolio, &mut rest)?,
            (ReportFormat::Csv, TableKind::Supply) => csv::supply(portfolio, &mut rest)?,
        }
        self.write(&rest, console)?;
        match self.file {
            Some(file) => file.finish(),
            None => Ok(()),
        }
    }

    /// The pieces that waited, in the order of the ranking.
    fn write_held(&mut self, last: &Last, console: &mut Console) -> anyhow::Result<()> {
        let order = last.portfolio.order;
        let mut held = std::mem::take(&mut self.held);
        held.sort_by(|(a, _), (b, _)| order.compare(a, b));
        held.truncate(last.portfolio.shown);
        held.iter()
            .try_for_each(|(_, piece)| self.piece(piece, console))
    }

    fn markdown(&self, last: &Last) -> String {
        if last.alone {
            let held = self.held.iter();
            return held
                .map(|(_, page)| String::from_utf8_lossy(page))
                .collect();
        }
        markdown::ranking(last.portfolio, last.method)
    }

    fn text(&self, last: &Last, style: &Style) -> String {
        let reports = || {
            self.held
                .iter()
                .map(|(_, text)| String::from_utf8_lossy(text))
        };
        // A site that was left out is told of as among many.
        if last.alone && last.portfolio.left_out == 0 {
            return reports().collect();
        }
        if last.portfolio.rows.is_empty() && last.portfolio.left_out == 0 {
            return String::new();
        }
        let mut page = text::ranking(
            last.portfolio,
            &last.method.checklist,
            &last.method.prices,
            style,
        );
        if last.args.full {
            let rule = format!("\n{}\n\n", "─".repeat(style.width));
            let mut held = self.held.clone();
            held.sort_by(|(a, _), (b, _)| last.portfolio.order.compare(a, b));
            for (_, report) in held.iter().take(last.portfolio.shown) {
                page += &rule;
                page += &String::from_utf8_lossy(report);
            }
        }
        page
    }
}
