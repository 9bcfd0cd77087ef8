//! `economics`: files in, what each way of using their connections is worth out.

use anyhow::bail;
use rackready::assess::Method;
use rackready::record::{self, KnownLine, Legend, SiteRecord};
use rackready::report::FileError;
use rackready::report::economics::{csv, sites};
use rackready::report::html::{self, Focus};
use rackready::report::site::json;

use super::Outcome;
use super::args::{EconomicsArgs, EconomicsFormat};
use super::budget;
use super::console::Console;
use super::formats;
use super::judge::Judge;
use super::outputs::{Outputs, among};
use super::sites::Sites;
use super::whatif::{self, Asked};

/// Reckons every site behind the paths.
pub(crate) fn run(args: &EconomicsArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, EconomicsFormat::Text)?;
    let mut formats = outputs.each().iter().map(|output| output.format);
    let has_details = |format| matches!(format, EconomicsFormat::Json | EconomicsFormat::Ndjson);
    args.detail.fits(formats.any(has_details))?;
    let short = args.detail.short();
    if args.sites.judge.money.without_economics {
        bail!("--without-economics leaves nothing to reckon");
    }
    if args.budget_musd.is_some() && short.is_some() {
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
        if args.budget_musd.is_some() || args.full || short.is_some() {
            bail!("cases side by side are one table: leave out --budget-musd, --full and --detail");
        }
        return whatif::run(asked, &outputs, &judge, console);
    }
    let Some(found) = Sites::changed(&args.sites, console)? else {
        return Ok(Outcome::Invalid);
    };
    if let Some((budget_musd, outputs)) = &budget {
        return budget::run(&found, &judge, *budget_musd, outputs, console);
    }
    let records = found.reckoned(&judge)?;
    let (method, errors) = (judge.method(), found.tally.errors.as_slice());
    let alone = found.tally.is_one_site();
    outputs.deliver(console, |format, style| match format {
        EconomicsFormat::Text if records.is_empty() => Ok(String::new()),
        EconomicsFormat::Text => Ok(sites::page(&records, alone, &method, style, args.full)),
        EconomicsFormat::Csv => Ok(csv::table(&records, &method)?),
        EconomicsFormat::Json => match short {
            Some(short) => formats::short::document(short, &method, &records, errors),
            None => Ok(json::text(&json::document(
                &method,
                KnownLine::default(),
                &records,
                None,
                errors,
            ))?),
        },
        EconomicsFormat::Ndjson => match short {
            Some(short) => formats::short::lines(short, &method, &records, errors),
            None => lines(&method, &records, errors),
        },
        EconomicsFormat::Html => Ok(html::sites(
            Focus::Economics,
            &method,
            KnownLine::default(),
            &records,
            None,
            errors,
        )?),
    })?;
    Ok(found.tally.outcome(false, console))
}

impl Sites {
    /// The record of every site with all that there is to say of its money.
    pub(super) fn reckoned(&self, judge: &Judge) -> anyhow::Result<Vec<SiteRecord>> {
        let mut records = Vec::with_capacity(self.len());
        for loaded in self.loaded() {
            records.push(record::of(&judge.economics(loaded)?, judge.checklist()));
        }
        Ok(records)
    }
}

/// A line for each site, and for each file that could not be read.
fn lines(method: &Method, records: &[SiteRecord], errors: &[FileError]) -> anyhow::Result<String> {
    let mut out = Vec::new();
    let known = KnownLine::default();
    let mut told = Legend::default();
    for site in records {
        let news = told.learn(&Legend::of(site));
        if !news.is_empty() {
            json::write_legend_line(&news, method, known, &mut out)?;
        }
        json::write_line(site, method, known, &mut out)?;
    }
    for error in errors {
        json::write_error_line(error, method, known, &mut out)?;
    }
    Ok(String::from_utf8(out)?)
}
