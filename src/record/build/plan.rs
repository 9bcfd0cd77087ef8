//! From a plan to what a record says of it.

use super::super::plan::{
    BeyondEntry, ChoiceEntry, ChosenWorks, ComparisonEntry, CurvePoint, DatesEntry, GoalEntry,
    LineEntry, NewSiteEntry, Outside, Percentiles, PlanEntry, PlanTotals, RouteSummary,
    SalvageEntry, SiteWorksEntry, SoftCostEntry, TakeOrPayEntry, TrancheEntry, WorkEntry,
    calendar_month,
};
use super::super::quantity::{Amount, Megawatts, Money, Months, Rounded};
use super::super::route::RouteWord;
use super::super::schedule::{ActivityEntry, ScheduleEntry, StartEntry, StartedBy};
use super::SiteReport;
use crate::plan::answers::Answers;
use crate::plan::prices::Payer;
use crate::plan::select::{Choice, Goal};
use crate::plan::works::{Certainty, Work};
use crate::plan::{Arrival, CostLine, Credit, Finish, NewSite, Plan, SoftCost, Waits};
use crate::site::date::Date;
use crate::units::WEEKS_PER_MONTH;

/// The plan of a report.
pub(super) fn entry(report: &SiteReport) -> PlanEntry {
    let assessment = &report.short.assessment;
    let plan = &assessment.plan;
    let answers = report.answers.as_ref();
    let share = assessment.capacity.share;
    PlanEntry {
        prices: plan.prices.to_owned(),
        summary: summary(plan, share),
        other_routes: report
            .details
            .other_plans
            .iter()
            .map(|plan| summary(plan, share))
            .collect(),
        works: (0..plan.works.len()).map(|at| work(plan, at)).collect(),
        beyond: plan
            .worthwhile
            .iter()
            .map(|work| beyond(work, Outside::EarnsPoints))
            .chain(plan.beyond.iter().map(|work| beyond(work, reason(work))))
            .collect(),
        soft_costs: plan.soft.iter().map(soft_cost).collect(),
        site_works: plan.site_works.region.map(|region| SiteWorksEntry {
            region: region.id.clone(),
            name: region.name.clone(),
            place: plan.site_works.place.into(),
            hardware: plan.site_works.hardware.into(),
        }),
        totals: totals(plan, share),
        salvage: plan.salvage.iter().map(salvage).collect(),
        comparison: plan.comparison.as_ref().map(|c| ComparisonEntry {
            conversions_musd_per_mw: band(c.conversions),
            new_build_musd_per_mw: band(c.new_build),
            verdict: c.verdict.to_owned(),
        }),
        new_site: new_site(report),
        take_or_pay: plan.median.take_or_pay.map(|owed| TakeOrPayEntry {
            grid_mw: owed.grid_mw.into(),
            met_month: owed.met_weeks.map(|weeks| (weeks / WEEKS_PER_MONTH).into()),
            unused_mw_months: (owed.unused_mw_weeks / WEEKS_PER_MONTH).into(),
        }),
        schedule: schedule(plan, started(report)),
        dates: answers.map(|_| dates(plan)),
        choice: answers.and_then(choice),
        curve: answers.and_then(|a| a.curve.as_deref()).map(curve),
    }
}

fn summary(plan: &Plan, share: f64) -> RouteSummary {
    let (route, hall) = RouteWord::of(plan.route);
    RouteSummary {
        route,
        hall,
        planned_mw: Megawatts::of(plan.figures.planned_mw, share),
        owner_total_musd: Money::of(plan.figures.owner_total, share),
        per_mw_musd: plan.figures.per_mw.map(|cost| Money::of(cost, share)),
        first_mw_months: plan
            .figures
            .months(plan.figures.first)
            .map(|months| Months::of(months, share)),
        full_months: plan
            .figures
            .months(plan.figures.all)
            .map(|months| Months::of(months, share)),
        first_weeks: at_last(plan.median.timing.first),
        full_weeks: at_last(plan.median.timing.all),
    }
}

/// A number of weeks or months; `None` for never.
fn at_last(time: f64) -> Option<Rounded> {
    time.is_finite().then(|| time.into())
}

/// The day that the plan of a report counts from: the one that was asked for, else that of the facts, else that of the
/// price list.
fn started(report: &SiteReport) -> Option<StartEntry> {
    let entry = |date: String, from| StartEntry { date, from };
    let site = report.short.site;
    let given = report
        .start
        .map(|day| entry(day.to_string(), StartedBy::Given));
    let as_of = || {
        site.as_of
            .get()
            .map(|date| entry(date.first_day().to_string(), StartedBy::AsOf))
    };
    let prices = || {
        let version: Date = report.short.assessment.plan.prices.get(..7)?.parse().ok()?;
        Some(entry(version.first_day().to_string(), StartedBy::Prices))
    };
    given.or_else(as_of).or_else(prices)
}

/// How much sooner than on a new site.
fn new_site(report: &SiteReport) -> Option<NewSiteEntry> {
    let plan = &report.short.assessment.plan;
    let first = plan.figures.months(plan.figures.first)?;
    let grid = report.short.site.location.grid_operator.get();
    let new = NewSite::on(plan.new_sites, grid.map(String::as_str))?;
    Some(NewSiteEntry {
        months: [new.low, new.likely, new.high].map(Rounded::from),
        head_start_months: at_last(new.likely - first.p50),
    })
}

/// When megawatts come.
pub(super) fn tranches(report: &SiteReport) -> Vec<TrancheEntry> {
    let assessment = &report.short.assessment;
    let start = started(report).and_then(|start| start.day());
    let entry = |arrival: &Arrival| {
        let months = |weeks: f64| weeks / WEEKS_PER_MONTH;
        let month = months(arrival.median_weeks);
        TrancheEntry {
            mw: arrival.mw.into(),
            month: at_last(month),
            months: Months::of(arrival.weeks.weeks.map(months), assessment.capacity.share),
            date: start.and_then(|start| calendar_month(start, month)),
            waits_for: match arrival.waits {
                Waits::Nothing => Vec::new(),
                Waits::Works => owned(&arrival.works),
                other => vec![other.word().to_owned()],
            },
        }
    };
    assessment.plan.arrivals.iter().map(entry).collect()
}

fn work(plan: &Plan, at: usize) -> WorkEntry {
    let work = &plan.works[at];
    let span = plan.schedule.of_work(at);
    WorkEntry {
        remedy: work.remedy.id.clone(),
        name: work.remedy.name.clone(),
        owner: work.remedy.owner.word().to_owned(),
        closes: owned(&work.closes),
        certainty: work.certainty.word().to_owned(),
        chance: work.chance.into(),
        payer: payer(work.payer).to_owned(),
        cost_musd: work.cost.into(),
        lines: work.lines.iter().map(|of| line(work, of)).collect(),
        weeks: work.weeks.into(),
        start_week: span.start.into(),
        first_lot_week: work.first_lot.map(Rounded::from),
        finish_week: span.finish.into(),
        float_weeks: span.float.into(),
        mw_at_stake: work.mw_at_stake.map(Rounded::from),
        cumulative_mw: plan.cumulative_mw[at].into(),
        readiness_points: work.readiness_points.into(),
    }
}

fn line(work: &Work, line: &CostLine) -> LineEntry {
    let (whole, cost) = (Amount::from(work.cost), Amount::from(line.cost));
    LineEntry {
        price: line.price.to_owned(),
        quantity: line.quantity.into(),
        unit: line.unit.to_owned(),
        on_site: Some(line.on_site.into()),
        cost_musd: (work.lines.len() > 1 || cost != whole).then_some(cost),
    }
}

fn beyond(work: &Work, reason: Outside) -> BeyondEntry {
    BeyondEntry {
        remedy: work.remedy.id.clone(),
        name: work.remedy.name.clone(),
        owner: work.remedy.owner.word().to_owned(),
        closes: owned(&work.closes),
        reason,
        chance: work.chance.into(),
        readiness_points: work.readiness_points.into(),
        cost_musd: work.cost.into(),
    }
}

fn soft_cost(soft: &SoftCost) -> SoftCostEntry {
    SoftCostEntry {
        price: soft.price.to_owned(),
        item: soft.item.to_owned(),
        percent: soft.percent.into(),
        cost_musd: soft.cost.into(),
    }
}

fn totals(plan: &Plan, share: f64) -> PlanTotals {
    PlanTotals {
        owner_works_musd: plan.figures.owner_works.into(),
        owner_musd: Money::of(plan.figures.owner_total, share),
        owner_per_mw_musd: plan.figures.per_mw.map(|cost| Money::of(cost, share)),
        tenant_musd: plan.figures.tenant_total.into(),
        utility_musd: plan.figures.utility_total.into(),
        credits_musd: plan.credits.into(),
    }
}

fn salvage(credit: &Credit) -> SalvageEntry {
    SalvageEntry {
        what: credit.what.to_owned(),
        fate: credit.fate,
        credit_musd: credit.credit.into(),
    }
}

fn schedule(plan: &Plan, start: Option<StartEntry>) -> ScheduleEntry {
    let activities = &plan.schedule.activities;
    ScheduleEntry {
        start,
        first_weeks: at_last(plan.median.timing.first),
        full_weeks: at_last(plan.median.timing.all),
        works_weeks: plan.schedule.full_weeks.into(),
        critical_path: plan.schedule.critical_positions(),
        activities: activities
            .iter()
            .map(|a| ActivityEntry {
                work: a.work,
                step: a.step(),
                weeks: a.weeks.into(),
                start_week: a.start.into(),
                finish_week: a.finish.into(),
                float_weeks: a.float.into(),
                waits_for: plan.schedule.waits_for(a).to_vec(),
            })
            .collect(),
    }
}

fn dates(plan: &Plan) -> DatesEntry {
    let percentiles = |finish: Finish| Percentiles {
        p50: at_last(finish.weeks.p50),
        p80: at_last(finish.p80),
        p90: at_last(finish.weeks.p90),
    };
    DatesEntry {
        first_weeks: percentiles(plan.figures.first),
        full_weeks: percentiles(plan.figures.all),
        critical_share: plan.works.iter().map(|work| work.critical.into()).collect(),
    }
}

fn choice(answers: &Answers) -> Option<ChoiceEntry> {
    let choice = answers.choice.as_ref()?;
    Some(ChoiceEntry {
        goal: goal(&answers.goal),
        reached: choice.is_ok(),
        shown: answers.is_shown,
        out_of_reach: choice.as_ref().err().map(ToString::to_string),
        chosen: choice.as_ref().ok().map(chosen),
    })
}

fn goal(goal: &Goal) -> GoalEntry {
    GoalEntry {
        mw: goal.mw.map(Rounded::from),
        readiness: goal.readiness.map(Rounded::from),
        budget_musd: goal.budget_musd.map(Rounded::from),
        within_months: goal.within_weeks.map(|w| (w / WEEKS_PER_MONTH).into()),
    }
}

fn chosen(choice: &Choice) -> ChosenWorks {
    ChosenWorks {
        works: choice.works.clone(),
        mw: choice.mw.into(),
        readiness: choice.readiness.into(),
        cost_musd: choice.cost_musd.into(),
        weeks: choice.weeks.into(),
        gap: choice.gap.into(),
    }
}

fn curve(curve: &[Choice]) -> Vec<CurvePoint> {
    let point = |(choice, marginal): (&Choice, f64)| CurvePoint {
        choice: chosen(choice),
        musd_per_mw: (choice.cost_musd / choice.mw).into(),
        marginal_musd_per_mw: marginal.into(),
        months: (choice.weeks / WEEKS_PER_MONTH).into(),
    };
    curve.iter().zip(marginal(curve)).map(point).collect()
}

/// What each MW more costs from one point of the curve to the next.
fn marginal(curve: &[Choice]) -> Vec<f64> {
    let mut before = (0.0, 0.0);
    let mut step = |choice: &Choice| {
        let (cost, mw) = (choice.cost_musd - before.0, choice.mw - before.1);
        before = (choice.cost_musd, choice.mw);
        if mw > 0.0 { cost / mw } else { 0.0 }
    };
    curve.iter().map(&mut step).collect()
}

/// Why a work stands outside the plan.
fn reason(work: &Work) -> Outside {
    match (work.beyond, work.certainty) {
        (true, _) => Outside::AddsBeyond,
        (false, Certainty::Perhaps) => Outside::AskFirst,
        (false, _) => Outside::NotInPlan,
    }
}

fn payer(payer: Payer) -> &'static str {
    match payer {
        Payer::Owner => "owner",
        Payer::Tenant => "tenant",
        Payer::Utility => "utility",
    }
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn band((low, high): (f64, f64)) -> [Rounded; 2] {
    [low.into(), high.into()]
}
