//! The plan on a page: works and when they run, what they cost and who pays, and what was asked for.

use super::block::{Block, Cell, Figure, Table};
use super::chart;
use super::page::Section;
use crate::record::plan::{Percentiles, PlanEntry, WorkEntry};
use crate::record::{Money, Months, Rounded, SiteRecord};
use crate::report::numbers::{middle, number, percent, points};
use crate::report::plan::answers::{chosen, wanted};
use crate::report::plan::route_name;
use crate::report::plan::shown::{
    AGAINST_OTHERS, brings, comparison, cost_line, counted_from, critical_path, often_critical,
    price_of, route_reason, summaries,
};
use crate::spread::Spread;

/// What was asked, when works run, what they cost, and what stands outside.
pub(super) fn sections(site: &SiteRecord) -> Vec<Section> {
    let sections = [
        goal(site),
        schedule(site),
        cost(site),
        beyond(site),
        curve(site),
    ];
    sections.into_iter().flatten().collect()
}

/// The goal and the cheapest way to it, or why there is none.
fn goal(site: &SiteRecord) -> Option<Section> {
    let choice = site.plan.choice.as_ref()?;
    let mut blocks = Vec::new();
    match &choice.chosen {
        None => blocks.push(Block::Warning(
            choice
                .out_of_reach
                .clone()
                .unwrap_or_else(|| "out of reach".to_owned()),
        )),
        Some(works) => {
            blocks.push(Block::text(format!("Reached: {}.", chosen(site, works))));
            let proof = match works.gap.get() {
                gap if gap > 0.0 => {
                    format!("Another choice may be better by {} at most.", percent(gap))
                }
                _ => "Proven: no other choice is better.".to_owned(),
            };
            blocks.push(Block::text(proof));
            blocks.push(Block::text(if choice.shown {
                "What follows is this choice."
            } else {
                "What follows is the whole plan of the route, not this choice."
            }));
        }
    }
    let heading = format!("Goal: {}, in the median draw", wanted(&choice.goal));
    Some(Section::new("goal", heading, blocks))
}

fn schedule(site: &SiteRecord) -> Option<Section> {
    let plan = &site.plan;
    let svg = chart::gantt::picture_of(plan)?;
    let columns = [
        "Work",
        "Weeks#",
        "Start#",
        "Finish#",
        "Float#",
        "MW at stake#",
        "MW in sum#",
        "Needed",
        "Steps",
    ];
    let works = plan.works.iter().map(|work| work_row(plan, work));
    let about = format!(
        "Works, what must start first in front; weeks from {}",
        counted_from(plan)
    );
    let figure = Figure {
        svg,
        caption: "A bar for each step: study, permit, order, deliver, install, commission. Red steps are critical, \
                  thin lines wait, dashes are float."
            .to_owned(),
        numbers: Table::of(about, &columns).with(works),
    };
    let mut blocks: Vec<Block> = vec![
        Block::text(format!("Route: {}.", route_reason(site, ""))),
        figure.into(),
        weeks(plan).into(),
        Block::text(format!("Critical path: {}.", critical_path(plan))),
    ];
    blocks.extend(plan.dates.as_ref().map(|dates| {
        let often = often_critical(plan, &dates.critical_share).join(", ");
        Block::text(format!("Critical in the draws: {often}."))
    }));
    Some(Section::new("plan", "When works run", blocks))
}

fn work_row(plan: &PlanEntry, work: &WorkEntry) -> Vec<Cell> {
    let steps: Vec<String> = plan
        .steps_of(work)
        .map(|step| {
            let (from, to) = (step.start_week.get(), step.finish_week.get());
            format!("{} {from:.0}–{to:.0}", step.step.word())
        })
        .collect();
    vec![
        Cell::Both(work.name.clone(), work.remedy.clone()),
        middle(work.weeks.into()).into(),
        format!("{:.0}", work.start_week.get()).into(),
        format!("{:.0}", work.finish_week.get()).into(),
        format!("{:.0}", work.float_weeks.get()).into(),
        Cell::or_dash(work.mw_at_stake.map(|mw| number(mw.get()))),
        number(work.cumulative_mw.get()).into(),
        format!(
            "{}, in {} of the draws",
            work.certainty,
            percent(work.chance.get())
        )
        .into(),
        steps.join(", ").into(),
    ]
}

/// Weeks to the first and to all MW where dates were sampled, else months over the draws.
fn weeks(plan: &PlanEntry) -> Table {
    let summary = &plan.summary;
    let Some(dates) = plan.dates.as_ref() else {
        let month = |month: Option<Rounded>| month.map_or("never".to_owned(), |m| number(m.get()));
        let row = |name: &str, months: Option<Months>| {
            let said = months.map_or(["–"; 3].map(str::to_owned), |months| {
                [months.p10, months.p50, months.p90].map(month)
            });
            let cells = [name.to_owned()].into_iter().chain(said);
            cells.map(Cell::Text).collect::<Vec<Cell>>()
        };
        let rows = [
            row("the first MW", summary.first_mw_months),
            row("all MW", summary.full_months),
        ];
        let about = "Months to the megawatts; the command plan gives P80 too";
        return Table::of(about, &["To", "P10#", "P50#", "P90#"]).with(rows);
    };
    let said =
        |weeks: Option<Rounded>| weeks.map_or("never".to_owned(), |w| format!("{:.0}", w.get()));
    let row = |name: &str, median: Option<Rounded>, sampled: &Percentiles| {
        let sampled = [sampled.p50, sampled.p80, sampled.p90].map(said);
        let cells = [name.to_owned(), said(median)].into_iter().chain(sampled);
        cells.map(Cell::Text).collect::<Vec<Cell>>()
    };
    let network = &plan.schedule;
    let rows = [
        row("the first MW", network.first_weeks, &dates.first_weeks),
        row("all MW", network.full_weeks, &dates.full_weeks),
    ];
    let columns = ["To", "Median draw#", "P50#", "P80#", "P90#"];
    Table::of("Weeks to the megawatts", &columns).with(rows)
}

fn cost(site: &SiteRecord) -> Option<Section> {
    let plan = &site.plan;
    let mut blocks: Vec<Block> = vec![costs(plan)?.into(), totals(plan).into()];
    blocks.extend(comparison(plan).map(|text| Block::text(format!("{AGAINST_OTHERS}: {text}."))));
    blocks.extend(plan.site_works.as_ref().map(|works| {
        Block::text(format!(
            "Site labor and works count × {:.2} for the place ({}) and × {:.2} for the hardware.",
            works.place.get(),
            works.name,
            works.hardware.get()
        ))
    }));
    blocks.extend(salvage(plan));
    blocks.push(routes(site).into());
    Some(Section::new("cost", "What it costs, and who pays", blocks))
}

/// A sum of money: what for, who pays, P10, P50, P90.
fn sum(name: impl Into<Cell>, payer: &str, cost: impl Into<Spread>) -> Vec<Cell> {
    let cost = cost.into();
    let tenths = [cost.p10, cost.p50, cost.p90].map(|cost| Cell::Text(number(cost)));
    let mut cells = vec![name.into(), payer.into()];
    cells.extend(tenths);
    cells
}

/// What each work and the soft costs come to.
fn costs(plan: &PlanEntry) -> Option<Figure> {
    let svg = chart::cost::picture_of(plan)?;
    let row = |mut sum: Vec<Cell>, lines: String| {
        sum.push(lines.into());
        sum
    };
    let works = plan.works.iter().map(|work| {
        let lines = work.lines.iter().map(|line| cost_line(work, line));
        let lines: Vec<String> = lines.collect();
        let name = Cell::Both(work.name.clone(), work.closes.join(", "));
        row(sum(name, &work.payer, work.cost_musd), lines.join("; "))
    });
    let soft = plan.soft_costs.iter().map(|soft| {
        let percent = format!("{} %", middle(soft.percent.into()));
        row(sum(soft.item.clone(), "owner", soft.cost_musd), percent)
    });
    let columns = ["Work", "Paid by", "P10#", "P50#", "P90#", "Lines"];
    Some(Figure {
        svg,
        caption: "M$, dearest first: P50 and P10–P90. The owner pays what is blue, the tenant what is violet, the utility what is \
                  green."
            .to_owned(),
        numbers: Table::of("Cost of works and soft costs, M$; percentiles of rows do not add up", &columns)
            .with(works)
            .with(soft),
    })
}

fn totals(plan: &PlanEntry) -> Table {
    let totals = &plan.totals;
    let per_mw = totals.owner_per_mw_musd.map(Money::spread);
    let owner = [
        sum("owner's works", "owner", totals.owner_works_musd),
        sum(
            "owner's total, soft costs included",
            "owner",
            totals.owner_musd.spread(),
        ),
    ];
    let others = [
        sum("tenant's works, apart", "tenant", totals.tenant_musd),
        sum("utility's works, apart", "utility", totals.utility_musd),
        sum(
            "what the mine brings; in no total",
            "–",
            totals.credits_musd,
        ),
    ];
    Table::of("Totals, M$", &["Sum", "Paid by", "P10#", "P50#", "P90#"])
        .with(owner)
        .with(per_mw.map(|cost| sum("for each critical IT MW", "owner", cost)))
        .with(others)
}

fn salvage(plan: &PlanEntry) -> Option<Block> {
    let rows = plan.salvage.iter().map(|part| {
        vec![
            part.what.clone().into(),
            part.fate.word().into(),
            brings(part).into(),
        ]
    });
    let about = "What the mine brings, M$; not taken off the total";
    let table = Table::of(about, &["Part", "Fate", "M$#"]).with(rows);
    (!plan.salvage.is_empty()).then(|| table.into())
}

fn routes(site: &SiteRecord) -> Table {
    let or_dash = |spread: Option<Spread>| Cell::or_dash(spread.map(middle));
    let rows = summaries(&site.plan).map(|plan| {
        vec![
            route_name(site, plan.route()).into(),
            middle(plan.planned_mw.spread()).into(),
            middle(plan.owner_total_musd.spread()).into(),
            or_dash(plan.per_mw_musd.map(Money::spread)),
            or_dash(plan.full_months.map(Months::spread)),
        ]
    });
    let columns = ["Route", "MW#", "M$#", "M$/MW#", "Months#"];
    Table::of("Routes compared, the planned one first", &columns).with(rows)
}

fn beyond(site: &SiteRecord) -> Option<Section> {
    let rows = site.plan.beyond.iter().map(|work| {
        vec![
            Cell::Both(work.name.clone(), work.closes.join(", ")),
            work.reason.text().into(),
            percent(work.chance.get()).into(),
            price_of(work).into(),
        ]
    });
    let columns = ["Work", "Why outside", "Needed in#", "Price"];
    let table = Table::of("Works in none of the totals", &columns).with(rows);
    let count = table.rows.len();
    let summary = crate::report::numbers::counted(count, "work", "works");
    (count > 0).then(|| {
        let blocks = vec![Block::fold(summary, vec![table.into()])];
        Section::new("beyond", "Beyond this plan", blocks)
    })
}

fn curve(site: &SiteRecord) -> Option<Section> {
    let curve = site.plan.curve.as_ref()?;
    let columns = [
        "MW#",
        "M$#",
        "M$/MW#",
        "Next M$/MW#",
        "Months#",
        "Readiness#",
        "Works",
    ];
    let rows = curve.iter().map(|point| {
        let choice = &point.choice;
        vec![
            number(choice.mw.get()).into(),
            number(choice.cost_musd.get()).into(),
            number(point.musd_per_mw.get()).into(),
            number(point.marginal_musd_per_mw.get()).into(),
            number(point.months.get().round()).into(),
            points(choice.readiness.get()).into(),
            choice.works.join(", ").into(),
        ]
    });
    let table = Table::of("The cheapest works for each step of MW", &columns).with(rows);
    Some(Section::new("curve", "Supply curve", vec![table.into()]))
}
