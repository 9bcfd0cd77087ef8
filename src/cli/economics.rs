//! `economics`: files in, what each way of using their connections is worth out. Of a site no more is kept than a line
//! of a table, and what a page shows at its end.

use anyhow::bail;
use rackready::input::load::Loaded;

use super::Outcome;
use super::args::{EconomicsArgs, EconomicsFormat};
use super::budget;
use super::console::Console;
use super::formats::economics;
use super::formats::layout::Layout;
use super::judge::Judge;
use super::outputs::{Outputs, among};
use super::sites::Sites;
use super::stream::{self, Inputs, Rendered, Sinks, view};
use super::whatif::{self, Asked};

/// Reckons every site behind the paths.
pub(crate) fn run(args: &EconomicsArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(
        &args.output_format,
        EconomicsFormat::Text,
        &mut console.written,
    )?;
    let mut formats = outputs.each().iter().map(|output| output.format);
    let has_details = |format| matches!(format, EconomicsFormat::Json | EconomicsFormat::Ndjson);
    args.detail.fits(formats.any(has_details))?;
    let layout = Layout {
        full: args.full,
        short: args.detail.short(),
        ..Layout::unranked()
    };
    if args.sites.judge.money.without_economics {
        bail!("--without-economics leaves nothing to reckon");
    }
    if args.budget_musd.is_some() && layout.short.is_some() {
        bail!("--budget-musd is about the tranches of all sites: leave out --detail");
    }
    let budget = args.budget_musd.map(|musd| {
        let outputs = outputs.each_as("what a budget buys of all sites together", among);
        outputs.map(|outputs| (musd, outputs))
    });
    let budget = budget.transpose()?;
    let Some(judge) = Judge::load(&args.sites.judge, console)? else {
        return Ok(Outcome::Invalid);
    };
    let judge = judge.seen_from(args.as_of, console);
    let asked = Asked {
        sites: &args.sites,
        cases: &args.cases,
        targets: false,
    };
    if asked.any() {
        if args.budget_musd.is_some() || args.full || layout.short.is_some() {
            bail!("cases side by side are one table: leave out --budget-musd, --full and --detail");
        }
        return whatif::run(asked, &outputs, &judge, console);
    }
    if let Some((budget_musd, outputs)) = &budget {
        let Some(found) = Sites::changed(&args.sites, console)? else {
            return Ok(Outcome::Invalid);
        };
        return budget::run(&found, &judge, *budget_musd, outputs, console);
    }
    let Some(inputs) = Inputs::changed(&args.sites, console)? else {
        return Ok(Outcome::Invalid);
    };
    let (method, view) = (judge.method(), view());
    let of = |format, style| Ok(economics::of(format, style, layout));
    let formats = outputs.formats(console, of)?;
    let sinks = Sinks::open(outputs.each(), &formats, &view, &method, console)?;
    let render = |_: usize, loaded: &Loaded| {
        let report = judge.economics(loaded)?;
        Rendered::whole(&report, judge.checklist(), &formats, &method).map(Ok)
    };
    let ended = stream::to_outputs(inputs, render, sinks, console)?;
    Ok(ended.tally.outcome(false, console))
}
