//! `score`: any number of sites in; a report on the one, a ranking of many, and all of it for programs.
//!
//! Sites stream through: read, judged and rendered on all cores, written in the order of the input. Of a
//! site nothing is kept but a row where a ranking is asked for.

mod pieces;
mod progress;
mod sinks;

use std::io::{self, IsTerminal};

use anyhow::bail;
use rackready::input::ids::Ids;
use rackready::input::records::{Entry, Records};
use rackready::input::stream;
use rackready::ranking::View;

use super::Outcome;
use super::args::{RankingArgs, ScoreArgs, TableKind};
use super::console::Console;
use super::formats::assembly::Format;
use super::formats::layout::Layout;
use super::formats::score::ReportFormat;
use super::judge::Judge;
use super::outputs::{Output, Outputs};
use super::settings;
use super::sites::{self, Tally, collection, tables};
use super::whatif::{self, Asked};
use pieces::Renderer;
use progress::Progress;
use sinks::Sinks;

/// Scores every site behind the paths.
pub(crate) fn run(args: &ScoreArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, ReportFormat::Text)?;
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
    if let Some(jobs) = args.jobs {
        // Fails only where a pool exists already, and then that one serves.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build_global();
    }
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
    let Some(settings) = settings::settings(&args.sites.changes, console) else {
        return Ok(Outcome::Invalid);
    };
    let Some(tables) = tables(&args.sites.files.tables, console) else {
        return Ok(Outcome::Invalid);
    };
    let collection = collection(&args.sites.files)?;
    let entries = Records::of(collection.inputs(), tables);
    let formats = formats(&outputs, Layout::of(&args.ranking), console)?;
    let renderer = Renderer::new(&formats, &judge, &method, &view);
    let mut sinks = Sinks::open(outputs.each(), &formats, &view, &method, console)?;
    let mut progress = Progress::new();
    let mut tally = Tally::default();
    let mut ids = Ids::of(&collection);
    let render = |(at, entry)| {
        sites::read(entry, &settings)
            .map(|loaded| renderer.render(at, &loaded).map(|site| (loaded, site)))
    };
    // What is said of tables is no site and has no number.
    let mut next = 0;
    let numbered = entries.map(|entry| {
        let at = next;
        next += usize::from(!matches!(entry, Entry::Told(_)));
        (at, entry)
    });
    let streamed = stream::ordered(numbered, render, |taken| {
        progress.step();
        progress.aside(|| {
            let claimed = taken.and_then(|rendered| {
                let (loaded, site) = rendered?;
                anyhow::Ok(sites::claim(&mut ids, loaded, console).map(|_| site))
            })?;
            let known = tally.errors.len();
            match tally.take(claimed, console) {
                Some(site) => sinks.site(site, console),
                None => sinks.errors(&tally.errors[known..], console),
            }?;
            if sinks.nobody_reads(console) {
                bail!(ReadEnough);
            }
            Ok(())
        })
    });
    progress.finish();
    match streamed {
        Err(error) if error.is::<ReadEnough>() => return Ok(tally.outcome(false, console)),
        streamed => streamed?,
    }
    sinks.finish(tally.is_one_site(), &tally.errors, console)?;
    Ok(tally.outcome(false, console))
}

/// Whoever read standard output has read enough, and nothing else is written.
#[derive(Debug, thiserror::Error)]
#[error("standard output is closed")]
struct ReadEnough;

/// The format of each output, as it looks where it goes.
fn formats(
    outputs: &Outputs<ReportFormat>,
    layout: Layout,
    console: &Console,
) -> anyhow::Result<Vec<Box<dyn Format>>> {
    let outputs = outputs.each().iter();
    let formats = outputs.map(|output| {
        let style = output
            .file
            .as_ref()
            .map_or(console.out, |_| console.in_a_file);
        output.format.of(layout, style)
    });
    formats.collect()
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
