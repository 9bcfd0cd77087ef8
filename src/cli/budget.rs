//! `economics --budget-musd`: many sites in, which tranches of them a budget builds out.

use anyhow::anyhow;
use clap::ValueEnum;
use rackready::economics::budget::spend;
use rackready::record::budget::{BudgetEntry, Candidate};
use rackready::record::{self, KnownLine};
use rackready::report::budget;
use rackready::report::site::json;

use super::Outcome;
use super::console::Console;
use super::judge::Judge;
use super::outputs::Outputs;
use super::sites::Sites;

/// Formats of what a budget builds: it has no line for each site, and no page.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum BudgetFormat {
    Text,
    Json,
    Csv,
}

/// Spends a budget on the sites that could be read.
pub(super) fn run(
    sites: &Sites,
    judge: &Judge,
    budget_musd: f64,
    outputs: &Outputs<BudgetFormat>,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let market = judge.market().ok_or_else(|| {
        anyhow!("--without-economics leaves out what --budget-musd asks for: keep one of them")
    })?;
    let candidates = sites.loaded().iter().map(|site| judge.candidate(site));
    let candidates: Vec<Candidate> = candidates.collect::<Result<_, _>>()?;
    let offers: Vec<_> = candidates
        .iter()
        .map(|site| site.offer.clone().unwrap_or_default())
        .collect();
    let spending = spend(&offers, budget_musd)?;
    let entry = BudgetEntry::of(budget_musd, market, &candidates, &spending);
    let method = judge.method();
    outputs.deliver(console, |format, style| match format {
        BudgetFormat::Text => Ok(budget::text(&entry, &method, style)),
        BudgetFormat::Csv => Ok(budget::table_of(&entry)?),
        BudgetFormat::Json => {
            let records = sites.loaded().iter().map(|loaded| {
                let report = judge.economics(loaded)?;
                anyhow::Ok(record::of(&report, judge.checklist()))
            });
            let (records, errors): (Vec<_>, _) =
                (records.collect::<anyhow::Result<_>>()?, &sites.tally.errors);
            let document = json::document(&method, KnownLine::default(), &records, None, errors);
            Ok(json::text(&document.with_budget(Some(&entry)))?)
        }
    })?;
    Ok(sites.tally.outcome(false, console))
}
