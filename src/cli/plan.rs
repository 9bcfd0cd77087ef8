//! `plan`: files in, a priced and dated plan of each out.

use rackready::capacity::Column;
use rackready::plan::select::Goal;
use rackready::plan::{Ask, Plan, PriceList, answer};
use rackready::record::{self, SiteRecord};
use rackready::report::SiteReport;
use rackready::report::plan::{csv, text};
use rackready::report::site::json;
use rackready::rules::Route;
use rackready::score::{readiness_weight, score};
use rackready::units::WEEKS_PER_MONTH;

use super::Outcome;
use super::args::{PlanArgs, PlanFormat, RouteKind};
use super::console::Console;
use super::judge::Judge;
use super::outputs::Outputs;
use super::sites::{Sites, in_turn};

/// Plans every site behind the paths. A goal that is out of reach for one of them fails the run.
pub(crate) fn run(args: &PlanArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, PlanFormat::Text)?;
    let Some(judge) = Judge::load(&args.sites.judge, console)? else {
        return Ok(Outcome::Invalid);
    };
    let Some(sites) = Sites::read(&args.sites.files, console)? else {
        return Ok(Outcome::Invalid);
    };
    let ask = ask(args);
    let mut reports = sites.reports(&judge, console)?;
    let all = reports.len();
    reports.retain_mut(|report| {
        let settled = settle_route(report, args.route, &ask, judge.prices());
        if let Err(why) = &settled {
            console.error(&format!("{}: {why}", report.file));
        }
        settled.is_ok()
    });
    let some_without_route = reports.len() < all;
    for report in &mut reports {
        let plan = &report.assessment.plan;
        let (readiness, bound_by) = (readiness(report), bound_by(report));
        report.answers = Some(answer(plan, readiness, bound_by, &ask, judge.prices()));
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
        PlanFormat::Json => Ok(json::to_string(&json::document(
            &method,
            &records,
            None,
            &sites.tally.errors,
        ))?),
        PlanFormat::Csv => Ok(csv::table(&records)?),
    })?;
    let outcome = sites.tally.outcome(some_failed, console);
    Ok(if some_without_route {
        Outcome::Invalid
    } else {
        outcome
    })
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

/// Puts the plan of the route in front that was asked for, or that reaches a goal best.
fn settle_route(
    report: &mut SiteReport,
    asked: Option<RouteKind>,
    ask: &Ask,
    prices: &PriceList,
) -> Result<(), &'static str> {
    let wanted = |route: Route| match asked {
        None => true,
        Some(RouteKind::NewHall) => route == Route::NewHall,
        Some(RouteKind::InPlace) => matches!(route, Route::InPlace(_)),
    };
    // Readiness is told by the rows of one route; a goal of it does not change the route.
    let by_goal = ask.goal != Goal::default() && ask.goal.readiness.is_none();
    let value = |plan: &Plan| -> (f64, f64) {
        if !by_goal {
            return (plan.planned_mw.likely, 0.0);
        }
        let once = Ask {
            samples: 1,
            curve: false,
            ..*ask
        };
        match answer(plan, 0.0, String::new(), &once, prices).choice {
            Some(Ok(choice)) => (
                if ask.goal.mw.is_some() {
                    1.0
                } else {
                    choice.mw
                },
                -choice.cost_musd,
            ),
            _ => (-1.0, plan.planned_mw.likely),
        }
    };
    // A hall that nobody measured reaches no goal: what it carries is not known.
    let halls = report.site.halls.items().unwrap_or_default();
    let measured = |route: Route| match route {
        Route::NewHall => true,
        Route::InPlace(hall) => hall
            .and_then(|at| halls.get(at))
            .is_some_and(|hall| hall.area_m2.is_known()),
    };
    let assessment = &mut report.assessment;
    if asked.is_none() && !by_goal {
        return Ok(());
    }
    let plans = std::iter::once(&assessment.plan).chain(&assessment.other_plans);
    let best = plans
        .enumerate()
        .filter(|(_, plan)| wanted(plan.route) && (asked.is_some() || measured(plan.route)))
        .map(|(at, plan)| (at, value(plan)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    let Some((best, _)) = best else {
        return Err("the file says that no hall stands, so there is none to plan in");
    };
    if best > 0 {
        std::mem::swap(&mut assessment.plan, &mut assessment.other_plans[best - 1]);
    }
    Ok(())
}

/// Readiness today by the rows of the route that is planned.
fn readiness(report: &SiteReport) -> f64 {
    let assessment = &report.assessment;
    if assessment.plan.route != assessment.route {
        return assessment.readiness.expected;
    }
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
    if matches!(assessment.plan.route, Route::InPlace(_)) && planned < ceiling {
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
