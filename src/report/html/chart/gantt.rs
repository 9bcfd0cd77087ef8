//! When works run: a bar for each step, the critical ones in red, and the dates of the megawatts.

use super::svg::{Anchor, Ink, LETTERS, Svg};
use crate::record::plan::{PlanEntry, WorkEntry};
use crate::record::schedule::ActivityEntry;
use crate::record::{Months, Rounded};
use crate::report::plain;
use crate::report::prose::clip;
use crate::report::scale::Scale;
use crate::units::WEEKS_PER_MONTH;

use super::mw_by_date::{calendar, months_of, when};

const ROW: f64 = 32.0;
const HEAD: f64 = 20.0;
const NAMES: usize = 40;

/// The picture; `None` without works that take time.
pub(in crate::report::html) fn picture_of(plan: &PlanEntry) -> Option<String> {
    let network = &plan.schedule;
    let end = network.works_weeks.get();
    if plan.works.is_empty() || end <= 0.0 {
        return None;
    }
    let marks = marks(plan);
    let latest = marks.iter().map(|(_, weeks)| *weeks).fold(end, f64::max);
    let across = Scale::up_to(latest).with_margin();
    let mut svg = Svg::default();
    let mut foot = HEAD;
    plan.works.iter().for_each(|_| foot += ROW);
    axis(&mut svg, plan, across, foot);
    let mut top = HEAD;
    for work in &plan.works {
        row(&mut svg, plan, work, across, top);
        top += ROW;
    }
    let mut below = foot + 2.0 * LETTERS + 14.0;
    for (name, weeks) in marks {
        let x = across.at(weeks);
        svg.dashed([x, HEAD - 4.0], [x, below - 10.0], Ink::Violet);
        let anchor = if x > 0.5 { Anchor::End } else { Anchor::Start };
        let gap = if x > 0.5 { -0.008 } else { 0.008 };
        svg.note([x + gap, below], anchor, &name);
        below += 16.0;
    }
    Some(svg.finish("When each work runs; red steps are critical", below - 4.0))
}

/// When the first and all megawatts come: in the sampled dates, else over the draws.
fn marks(plan: &PlanEntry) -> Vec<(String, f64)> {
    let start = plan.schedule.start.as_ref();
    let month = |weeks: Rounded| when(start, Some(Rounded::from(weeks.get() / WEEKS_PER_MONTH)));
    let named: Vec<(String, Option<Rounded>)> = match &plan.dates {
        Some(dates) => {
            let full = &dates.full_weeks;
            vec![
                ("first MW, P50".to_owned(), dates.first_weeks.p50),
                ("all MW, P50".to_owned(), full.p50),
                ("all MW, P80".to_owned(), full.p80),
                ("all MW, P90".to_owned(), full.p90),
            ]
        }
        None => {
            let weeks = |month: Rounded| Rounded::from(month.get() * WEEKS_PER_MONTH);
            let of = |months: Option<Months>, which: fn(Months) -> Option<Rounded>| {
                months.and_then(which).map(weeks)
            };
            let summary = &plan.summary;
            vec![
                (
                    "first MW, P50".to_owned(),
                    of(summary.first_mw_months, |months| months.p50),
                ),
                (
                    "all MW, P50".to_owned(),
                    of(summary.full_months, |months| months.p50),
                ),
                (
                    "all MW, P90".to_owned(),
                    of(summary.full_months, |months| months.p90),
                ),
            ]
        }
    };
    named
        .into_iter()
        .filter_map(|(name, weeks)| {
            weeks.map(|weeks| (format!("{name}: {}", month(weeks)), weeks.get()))
        })
        .collect()
}

fn axis(svg: &mut Svg, plan: &PlanEntry, across: Scale, foot: f64) {
    for month in months_of(across.high / WEEKS_PER_MONTH) {
        let x = across.at(month * WEEKS_PER_MONTH);
        svg.guide([x, HEAD - 6.0], [x, foot + 3.0]);
        let anchor = match x {
            x if x < 0.06 => Anchor::Start,
            x if x > 0.92 => Anchor::End,
            _ => Anchor::Middle,
        };
        let label = calendar(plan.schedule.start.as_ref(), month);
        svg.note([x, foot + LETTERS + 4.0], anchor, &label);
    }
}

fn row(svg: &mut Svg, plan: &PlanEntry, work: &WorkEntry, across: Scale, top: f64) {
    let name = clip(&plain(&work.name), NAMES);
    let steps = || plan.steps_of(work);
    if steps().any(ActivityEntry::is_critical) {
        svg.bold([0.0, top + 12.0], Anchor::Start, &name);
    } else {
        svg.text([0.0, top + 12.0], Anchor::Start, &name);
    }
    let middle = top + 22.0;
    let (start, finish) = (work.start_week.get(), work.finish_week.get());
    let float = work.float_weeks.get();
    svg.line(
        [across.at(start), middle],
        [across.at(finish), middle],
        Ink::Gray,
        1.5,
    );
    if float.is_finite() && float > 0.0 {
        svg.dashed(
            [across.at(finish), middle],
            [across.at(finish + float), middle],
            Ink::Gray,
        );
    }
    for step in steps().filter(|step| step.weeks.get() > 0.0) {
        let (from, to) = (step.start_week.get(), step.finish_week.get());
        let told = format!(
            "{}, {}: weeks {from:.0} to {to:.0}",
            work.name,
            step.step.word()
        );
        svg.group(&told, |svg| {
            let ink = if step.is_critical() {
                Ink::Red
            } else {
                Ink::Blue
            };
            // A gap parts one step from the next.
            let end = (across.at(to) - 0.003).max(across.at(from));
            svg.bar([across.at(from), end], [top + 17.0, 10.0], ink, 0.9);
        });
    }
}
