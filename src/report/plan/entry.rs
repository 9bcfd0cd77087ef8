//! From a plan to its entry in the JSON report.

use super::answers::marginal;
use super::csv::payer;
use super::json::{
    ActivityEntry, BeyondEntry, ChoiceEntry, Chosen, ComparisonEntry, CurvePoint, DatesEntry,
    GoalEntry, LineEntry, Percentiles, PhaseEntry, PlanEntry, RouteSummary, SalvageEntry,
    ScheduleEntry, SoftCostEntry, Totals, WorkEntry,
};
use super::{day, reason};
use crate::estimate::{Bounds, Estimate};
use crate::plan::answers::Answers;
use crate::plan::prices::Payer;
use crate::plan::select::{Choice, Goal};
use crate::plan::works::Work;
use crate::plan::{CostLine, Credit, Plan, SoftCost};
use crate::ranking::row::{first_mw_months, full_months};
use crate::report::SiteReport;
use crate::report::site::json::{Range, ranged, rounded};
use crate::rules::Route;
use crate::units::{Unit, WEEKS_PER_MONTH};

/// The plan of a report.
pub(crate) fn entry<'r>(report: &'r SiteReport) -> PlanEntry<'r> {
    let assessment = &report.assessment;
    let plan = &assessment.plan;
    let answers = report.answers.as_ref();
    let date = |weeks| report.start.and_then(|start| day(start, weeks));
    PlanEntry {
        prices: plan.prices,
        summary: summary(plan),
        other_routes: report.other_plans().iter().map(summary).collect(),
        works: (0..plan.works.len()).map(|at| work(plan, at)).collect(),
        beyond: plan.beyond.iter().map(beyond).collect(),
        soft_costs: plan.soft.iter().map(soft_cost).collect(),
        totals: totals(plan),
        salvage: plan.salvage.iter().map(salvage).collect(),
        comparison: plan.comparison.as_ref().map(|c| ComparisonEntry {
            conversions_musd_per_mw: c.conversions.into(),
            new_build_musd_per_mw: c.new_build.into(),
            verdict: c.verdict,
        }),
        schedule: schedule(plan, report.start.map(|d| d.to_string())),
        phases: plan
            .phases
            .iter()
            .map(|phase| PhaseEntry {
                week: rounded(phase.weeks),
                date: date(phase.weeks).map(|d| d.to_string()),
                mw: rounded(phase.mw),
                what: phase.what,
            })
            .collect(),
        dates: answers.map(dates),
        choice: answers.and_then(|a| choice(a, plan)),
        curve: answers
            .and_then(|a| a.curve.as_ref())
            .map(|c| curve(c, plan)),
    }
}

fn estimated<U: Unit>(value: Estimate<U>) -> Range {
    ranged(Bounds::from(value))
}

fn summary(plan: &Plan) -> RouteSummary {
    RouteSummary {
        route: plan.route.word(),
        hall: match plan.route {
            Route::InPlace(hall) => hall,
            Route::NewHall => None,
        },
        planned_mw: ranged(plan.planned_mw),
        owner_total_musd: estimated(plan.owner_total),
        per_mw_musd: plan.per_mw.map(estimated),
        first_mw_months: first_mw_months(plan).map(rounded),
        full_months: full_months(plan).map(rounded),
        first_weeks: rounded(plan.schedule.first_weeks),
        full_weeks: rounded(plan.schedule.full_weeks),
    }
}

fn work<'r>(plan: &'r Plan, at: usize) -> WorkEntry<'r> {
    let work = &plan.works[at];
    let span = plan.schedule.of_work(at);
    WorkEntry {
        remedy: &work.remedy.id,
        name: &work.remedy.name,
        closes: &work.closes,
        certainty: work.certainty.word(),
        payer: payer(work.payer),
        cost_musd: estimated(work.cost()),
        lines: work.lines.iter().map(line).collect(),
        weeks: estimated(work.weeks),
        start_week: rounded(span.start),
        finish_week: rounded(span.finish),
        float_weeks: rounded(span.float),
        mw_at_stake: work.mw_at_stake.map(rounded),
        cumulative_mw: rounded(plan.cumulative_mw[at]),
        readiness_points: rounded(work.readiness_points),
    }
}

fn line<'r>(line: &'r CostLine) -> LineEntry<'r> {
    LineEntry {
        price: line.price,
        quantity: rounded(line.quantity),
        unit: line.unit,
        cost_musd: estimated(line.cost),
    }
}

fn beyond<'r>(work: &'r Work) -> BeyondEntry<'r> {
    BeyondEntry {
        remedy: &work.remedy.id,
        closes: &work.closes,
        reason: reason(work),
        cost_musd: estimated(work.cost()),
    }
}

fn soft_cost<'r>(soft: &SoftCost<'r>) -> SoftCostEntry<'r> {
    SoftCostEntry {
        price: soft.price,
        item: soft.item,
        percent: estimated(soft.percent),
        cost_musd: estimated(soft.cost),
    }
}

fn totals(plan: &Plan) -> Totals {
    Totals {
        owner_works_musd: estimated(plan.paid_by(Payer::Owner)),
        owner_musd: estimated(plan.owner_total),
        owner_per_mw_musd: plan.per_mw.map(estimated),
        tenant_musd: estimated(plan.paid_by(Payer::Tenant)),
        utility_musd: estimated(plan.paid_by(Payer::Utility)),
        credits_musd: estimated(plan.credits()),
    }
}

fn salvage<'r>(credit: &Credit<'r>) -> SalvageEntry<'r> {
    SalvageEntry {
        what: credit.what,
        fate: credit.fate,
        credit_musd: estimated(credit.credit),
    }
}

fn schedule<'r>(plan: &'r Plan, start: Option<String>) -> ScheduleEntry<'r> {
    let activities = &plan.schedule.activities;
    ScheduleEntry {
        start,
        first_weeks: rounded(plan.schedule.first_weeks),
        full_weeks: rounded(plan.schedule.full_weeks),
        critical_path: plan.schedule.critical_positions(),
        activities: activities
            .iter()
            .map(|a| ActivityEntry {
                remedy: &plan.works[a.work].remedy.id,
                step: a.step.word(),
                weeks: rounded(a.weeks),
                start_week: rounded(a.start),
                finish_week: rounded(a.finish),
                float_weeks: rounded(a.float),
                waits_for: plan.schedule.waits_for(a),
            })
            .collect(),
    }
}

fn dates(answers: &Answers) -> DatesEntry {
    let dates = &answers.dates;
    let percentiles = |weeks: [f64; 3]| {
        let [p50, p80, p90] = weeks.map(rounded);
        Percentiles { p50, p80, p90 }
    };
    DatesEntry {
        seed: dates.seed,
        samples: dates.samples,
        first_weeks: percentiles(dates.first_weeks),
        full_weeks: percentiles(dates.full_weeks),
        critical_share: dates.critical.iter().copied().map(rounded).collect(),
    }
}

fn choice<'r>(answers: &Answers, plan: &'r Plan) -> Option<ChoiceEntry<'r>> {
    let choice = answers.choice.as_ref()?;
    Some(ChoiceEntry {
        goal: goal(&answers.goal),
        reached: choice.is_ok(),
        out_of_reach: choice.as_ref().err().map(ToString::to_string),
        chosen: choice.as_ref().ok().map(|c| chosen(c, plan)),
    })
}

fn goal(goal: &Goal) -> GoalEntry {
    GoalEntry {
        mw: goal.mw,
        readiness: goal.readiness,
        budget_musd: goal.budget_musd,
        within_months: goal.within_weeks.map(|w| rounded(w / WEEKS_PER_MONTH)),
    }
}

fn chosen<'r>(choice: &Choice, plan: &'r Plan) -> Chosen<'r> {
    let id = |at: &usize| plan.works[*at].remedy.id.as_str();
    Chosen {
        works: choice.works.iter().map(id).collect(),
        mw: rounded(choice.mw),
        readiness: rounded(choice.readiness),
        cost_musd: rounded(choice.cost_musd),
        weeks: rounded(choice.weeks),
    }
}

fn curve<'r>(curve: &[Choice], plan: &'r Plan) -> Vec<CurvePoint<'r>> {
    let point = |(choice, marginal): (&Choice, f64)| CurvePoint {
        choice: chosen(choice, plan),
        musd_per_mw: rounded(choice.cost_musd / choice.mw),
        marginal_musd_per_mw: rounded(marginal),
    };
    curve.iter().zip(marginal(curve)).map(point).collect()
}
