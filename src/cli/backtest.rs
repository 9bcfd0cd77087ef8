//! `backtest`: sites and a table of outcomes in, how well the scores tell them apart out.

use anyhow::Context;
use rackready::assess::Assessor;
use rackready::backtest::{Backtest, Given, Outcome, Settings, backtest, read};
use rackready::hosting::catalog;
use rackready::report::backtest as report;
use rackready::report::site::json;
use rackready::source::{Refused, Source};

use super::Outcome as Ended;
use super::args::{BacktestArgs, BacktestFormat};
use super::console::Console;
use super::judge;
use super::outputs::Outputs;
use super::sites::Sites;

/// Tests the scores of every site behind the paths.
pub(crate) fn run(args: &BacktestArgs, console: &mut Console) -> anyhow::Result<Ended> {
    let outputs = Outputs::settle(
        &args.output_format,
        BacktestFormat::Text,
        &mut console.written,
    )?;
    console.written.spares(&args.outcomes)?;
    let outcomes = match outcomes(args) {
        Ok(outcomes) => outcomes,
        Err(refused) => {
            console.refused(&refused);
            return Ok(Ended::Invalid);
        }
    };
    let target = catalog().target(&args.target).context("--target")?;
    let checklist = judge::checklist(&args.checklist, console);
    let typical = judge::typical(&args.draws.typical, console);
    let (Some(checklist), Some(typical)) = (checklist, typical) else {
        return Ok(Ended::Invalid);
    };
    let assessor = Assessor::of(checklist).drawn(typical, args.draws.sample());
    let Some(sites) = Sites::read(&args.files, console)? else {
        return Ok(Ended::Invalid);
    };
    let given: Vec<Given> = sites
        .each()
        .map(|(id, file, site)| Given { id, file, site })
        .collect();
    let settings = Settings {
        seed: args.draws.seed,
        resamples: usize::try_from(args.samples).unwrap_or(usize::MAX),
        ..Settings::default()
    };
    let result = backtest(&given, &outcomes, target, &assessor, settings);
    outputs.deliver(console, |format, style| match format {
        BacktestFormat::Text => Ok(report::text(&result, style)),
        BacktestFormat::Json => {
            let document = report::document(&result, &sites.tally.errors);
            Ok(json::to_string(&document)?)
        }
        BacktestFormat::Csv => Ok(report::table(&result)?),
    })?;
    let ended = sites.tally.outcome(false, console);
    Ok(ended_by(ended, &result, console))
}

fn outcomes(args: &BacktestArgs) -> Result<Vec<Outcome>, Refused> {
    let source = Source::load(&args.outcomes)?;
    read(&source).map_err(|problems| Refused { source, problems })
}

/// Without both classes there was nothing to test, unless something worse happened.
fn ended_by(ended: Ended, result: &Backtest, console: &mut Console) -> Ended {
    if result.main().is_some() {
        return ended;
    }
    console.note(
        "nothing to evaluate: a test needs a converted and a not converted site; \
         the result lists what was left out, and why",
    );
    match ended {
        Ended::Done => Ended::NothingToEvaluate,
        worse => worse,
    }
}
