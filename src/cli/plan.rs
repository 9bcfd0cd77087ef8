//! `plan`: files in, a priced and dated plan of each out.

use rackready::capacity::Column;
use rackready::plan::select::Goal;
use rackready::plan::{Ask, answer};
use rackready::report::plan::{WEEKS_PER_MONTH, csv, text};
use rackready::report::{SiteReport, json};
use rackready::rules::Route;
use rackready::score::{readiness_weight, score};

use super::Outcome;
use super::args::{PlanArgs, PlanFormat};
use super::console::Console;
use super::outputs::Outputs;
use super::sites::{Sites, in_turn};

/// Plans every site behind the paths. A goal that is out of reach for one of them fails the run.
pub(crate) fn run(args: &PlanArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, PlanFormat::Text)?;
    let Some(sites) = Sites::read(&args.sites, console)? else {
        return Ok(Outcome::Invalid);
    };
    let ask = ask(args);
    let mut reports = sites.reports(console)?;
    for report in &mut reports {
        let plan = &report.assessment.plan;
        let (readiness, bound_by) = (readiness(report), bound_by(report));
        report.answers = Some(answer(plan, readiness, bound_by, &ask, sites.prices()));
        report.start = args.start;
    }
    let out_of_reach = |r: &SiteReport| r.answers.as_ref().is_some_and(|a| a.out_of_reach());
    let some_failed = reports.iter().any(out_of_reach);
    outputs.deliver(console, |format, style| match format {
        PlanFormat::Text => Ok(in_turn(&reports, style, |report| {
            text::site(report, sites.checklist(), style)
        })),
        PlanFormat::Json => Ok(json::to_string(&json::document(
            &reports,
            &sites.errors(),
            sites.checklist(),
            &sites.prices().version,
        ))?),
        PlanFormat::Csv => Ok(csv::table(&reports)?),
    })?;
    Ok(sites.outcome(some_failed, console))
}

fn ask(args: &PlanArgs) -> Ask {
    Ask {
        seed: args.seed,
        samples: usize::try_from(args.samples).unwrap_or(usize::MAX),
        goal: Goal {
            mw: args.goal.mw,
            readiness: args.goal.readiness,
            budget_musd: args.goal.budget_musd,
            within_weeks: args.goal.within.map(|months| months * WEEKS_PER_MONTH),
        },
        curve: args.curve,
    }
}

/// Readiness today by the rows of the route that is planned.
fn readiness(report: &SiteReport) -> f64 {
    let assessment = &report.assessment;
    let (findings, route) = (&assessment.findings, assessment.route);
    score(findings, &assessment.target, route, readiness_weight).expected
}

/// What holds the planned MW down.
fn bound_by(report: &SiteReport) -> String {
    let assessment = &report.assessment;
    let (planned, ceiling) = (
        assessment.plan.planned_mw.likely,
        assessment.capacity.ceiling_mw.likely,
    );
    if matches!(assessment.route, Route::InPlace(_)) && planned < ceiling {
        return "the floor of the standing hall".to_owned();
    }
    let limits = assessment.capacity.binding(Column::Ceiling);
    let labels: Vec<&str> = limits.map(|l| l.label).collect();
    if labels.is_empty() {
        "what is known of the connection".to_owned()
    } else {
        labels.join(", ")
    }
}
