//! `plan`: files in, a priced and dated plan of each out.

use anyhow::bail;
use rackready::plan::prices::RouteName;
use rackready::plan::select::Goal;
use rackready::plan::{Ask, Wish};
use rackready::record::{self, KnownLine, SiteRecord};
use rackready::report::SiteReport;
use rackready::report::html::{self, Focus};
use rackready::report::plan::{csv, text};
use rackready::report::site::json;
use rackready::units::WEEKS_PER_MONTH;

use super::Outcome;
use super::args::{PlanArgs, PlanFormat, RouteKind};
use super::console::Console;
use super::formats;
use super::judge::Judge;
use super::outputs::Outputs;
use super::sites::{Sites, in_turn};
use super::whatif::{self, Asked};

/// Plans every site behind the paths. A goal that is out of reach for one of them fails the run.
pub(crate) fn run(args: &PlanArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, PlanFormat::Text)?;
    let mut formats = outputs.each().iter().map(|output| output.format);
    args.detail
        .fits(formats.any(|format| format == PlanFormat::Json))?;
    let short = args.detail.short();
    let Some(judge) = Judge::load(&args.sites.judge, console)? else {
        return Ok(Outcome::Invalid);
    };
    let asked = Asked {
        sites: &args.sites,
        cases: &args.cases,
        targets: false,
    };
    if asked.any() {
        let Wish { route, ask } = wish(args);
        let is_usual = ask.goal == Goal::default() && !ask.curve && !ask.whole;
        if !is_usual || route.is_some() || args.start.is_some() || short.is_some() {
            bail!(
                "cases side by side take the usual plan: leave out its goals, --route, --curve, --full, --start and --detail"
            );
        }
        return whatif::run(asked, &outputs, &judge, console);
    }
    let Some(sites) = Sites::changed(&args.sites, console)? else {
        return Ok(Outcome::Invalid);
    };
    let mut reports = sites.plans(&judge, &wish(args), console)?;
    let some_without_route = reports.len() < sites.len();
    for report in &mut reports {
        report.start = args.start;
    }
    let out_of_reach = |r: &SiteReport| r.answers.as_ref().is_some_and(|a| a.out_of_reach());
    let some_failed = reports.iter().any(out_of_reach);
    let method = judge.method();
    let reports = reports.iter();
    let records: Vec<SiteRecord> = reports.map(|r| record::of(r, judge.checklist())).collect();
    outputs.deliver(console, |format, style| match format {
        PlanFormat::Text => Ok(in_turn(&records, style, |site| {
            text::site(site, &method, style)
        })),
        PlanFormat::Json => match short {
            Some(short) => formats::short::document(short, &method, &records, &sites.tally.errors),
            None => Ok(json::text(&json::document(
                &method,
                KnownLine::default(),
                &records,
                None,
                &sites.tally.errors,
            ))?),
        },
        PlanFormat::Csv => Ok(csv::table(&records)?),
        PlanFormat::Html => Ok(html::sites(
            Focus::Plan,
            &method,
            KnownLine::default(),
            &records,
            None,
            &sites.tally.errors,
        )?),
    })?;
    let outcome = sites.tally.outcome(some_failed, console);
    Ok(if some_without_route {
        Outcome::Invalid
    } else {
        outcome
    })
}

fn wish(args: &PlanArgs) -> Wish {
    let route = args.route.map(|kind| match kind {
        RouteKind::InPlace => RouteName::InPlace,
        RouteKind::NewHall => RouteName::NewHall,
    });
    let ask = Ask {
        goal: Goal {
            mw: args.goal.mw,
            readiness: args.goal.readiness,
            budget_musd: args.goal.budget_musd,
            within_weeks: args.goal.within.map(|months| months * WEEKS_PER_MONTH),
        },
        curve: args.curve,
        whole: args.full,
    };
    Wish { route, ask }
}
