//! `score`: any number of sites in; a report on the one, a ranking of many, and all of it for programs.
//!
//! Sites stream through. Of a site nothing is kept but a row where a ranking is asked for.

mod pieces;

use std::io::{self, IsTerminal};

use anyhow::bail;
use rackready::input::load::Loaded;
use rackready::ranking::View;

use super::Outcome;
use super::args::{RankingArgs, ScoreArgs, TableKind};
use super::console::Console;
use super::formats::layout::Layout;
use super::formats::score::ReportFormat;
use super::judge::Judge;
use super::outputs::{Output, Outputs};
use super::stream::{self, Inputs, Sinks};
use super::whatif::{self, Asked};
use pieces::Renderer;

/// Scores every site behind the paths.
pub(crate) fn run(args: &ScoreArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(
        &args.output_format,
        ReportFormat::Text,
        &mut console.written,
    )?;
    table_can_be_written(&args.ranking, &outputs)?;
    let bytes = |output: &&Output<ReportFormat>| output.format == ReportFormat::Parquet;
    let shown = outputs.each().iter().find(bytes);
    if shown.is_some_and(|output| output.file.is_none()) && io::stdout().is_terminal() {
        bail!("a terminal shows no parquet; name a file: --output-format parquet=FILE");
    }
    let mut asked = outputs.each().iter().map(|output| output.format);
    args.ranking
        .detail
        .fits(asked.any(ReportFormat::has_details))?;
    let Some(judge) = Judge::load(&args.sites.judge, console)? else {
        return Ok(Outcome::Invalid);
    };
    let judge = judge
        .listing_at(args.ranking.known)
        .seen_from(args.as_of, console);
    let asked = Asked {
        sites: &args.sites,
        cases: &args.cases,
        targets: args.targets.is_some(),
    };
    if asked.any() {
        if ranks(&args.ranking) {
            bail!(
                "cases side by side are not ranked: leave out --sort, --top, --where, --group-by, --table, --full and --detail"
            );
        }
        return whatif::run(asked, &outputs, &judge, console);
    }
    let view = view(&args.ranking);
    let method = judge.method();
    let Some(inputs) = Inputs::changed(&args.sites, console)? else {
        return Ok(Outcome::Invalid);
    };
    let layout = Layout::of(&args.ranking);
    let formats = outputs.formats(console, |format, style| format.of(layout, style))?;
    let renderer = Renderer::new(&formats, &judge, &method, &view);
    let sinks = Sinks::open(outputs.each(), &formats, &view, &method, console)?;
    let render = |at, loaded: &Loaded| renderer.render(at, loaded).map(Ok);
    let ended = stream::to_outputs(inputs.for_rows(), render, sinks, console)?;
    Ok(ended.tally.outcome(false, console))
}

/// Whether anything is asked of a ranking.
fn ranks(args: &RankingArgs) -> bool {
    args.is_ranked()
        || !args.conditions.is_empty()
        || args.group_by.is_some()
        || args.table != TableKind::Sites
        || args.full
        || args.detail.short().is_some()
}

/// Whether somebody writes the table that is asked for, and there is something to write.
fn table_can_be_written(args: &RankingArgs, outputs: &Outputs<ReportFormat>) -> anyhow::Result<()> {
    if args.table == TableKind::Sites {
        return Ok(());
    }
    let mut outputs = outputs.each().iter();
    if !outputs.any(|output| output.format.has_tables()) {
        bail!("only csv and ndjson write the --table: --output-format csv or ndjson is missing");
    }
    if args.table == TableKind::Groups && args.group_by.is_none() {
        bail!("--table groups has nothing to write: --group-by WORD is missing");
    }
    Ok(())
}

/// What is asked of the ranking.
fn view(args: &RankingArgs) -> View {
    let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    View {
        known: args.known,
        detail: args.worked_out(),
        conditions: args.conditions.clone(),
        order: args.sort.unwrap_or_default(),
        top: args.top.map(size),
        best: size(args.best),
        group_by: args.group_by.clone(),
    }
}
