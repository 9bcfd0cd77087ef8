//! The works of a route costed and dated in every draw of a site.

use std::sync::Arc;

use super::blueprint::{Blueprint, Candidate};
use super::course::{Ends, Times};
use super::market::{At, Market};
use super::phases::{Middle, middle};
use super::prices::Payer;
use super::size::{Missing, Size, planned_mw};
use super::standing::Standing;
use crate::engineering::{LimitId, Value};
use crate::rules::Needs;
use crate::site::land::{PermitKind, PermitStatus};
use crate::site::path::fact_path;
use crate::typical::{Draw, Sample};
use crate::units::WEEKS_PER_MONTH;

/// What the plan of a route comes to, draw by draw, the median one first.
#[derive(Debug)]
pub(crate) struct Costing<'b, 'a> {
    pub(super) blueprint: &'b Blueprint<'a>,
    pub(super) market: Arc<Market>,
    pub(super) middle: Middle,
    pub(super) runs: Vec<Run>,
    /// For each run and work, whether it is needed, and its weeks.
    needed: Vec<bool>,
    weeks: Vec<f64>,
    /// For each run and line, how much it takes.
    quantities: Vec<f64>,
    /// For each row in the draws, whether it is ever open, and the attainment that it misses.
    pub(super) open: Vec<bool>,
    pub(super) lost: Vec<f64>,
    pub(super) finishes: Vec<f64>,
}

/// What the plan comes to in one draw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub at: At,
    pub carries_least: bool,
    pub planned_mw: f64,
    /// M$ of works by payer.
    pub paid: [f64; 3],
    /// What the owner pays, soft costs included.
    pub owner_total: f64,
    pub ends: Ends,
    /// What the mine has to give.
    pub fleet_mw: f64,
    pub energized_mw: f64,
}

/// What the plan comes to in one draw, in short.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Glimpse {
    /// M$ that the owner pays, soft costs included.
    pub owner_total: f64,
    /// Weeks from the start to the first MW.
    pub first_weeks: f64,
}

impl<'a> Blueprint<'a> {
    /// The costing of a site, begun with its median draw.
    #[must_use]
    pub(crate) fn costing<'b>(&'b self, sample: Sample, median: &Standing) -> Costing<'b, 'a> {
        let runs = sample.draws + 1;
        let mut costing = Costing {
            blueprint: self,
            market: self.list.market(sample),
            middle: middle(self, median),
            runs: Vec::with_capacity(runs),
            needed: Vec::with_capacity(runs * self.works.len()),
            weeks: Vec::with_capacity(runs * self.works.len()),
            quantities: Vec::with_capacity(runs * self.lines.len()),
            open: vec![false; self.rows.len()],
            lost: vec![0.0; self.rows.len()],
            finishes: Vec::new(),
        };
        costing.begin(median);
        costing
    }
}

impl Costing<'_, '_> {
    fn begin(&mut self, median: &Standing) {
        self.work_out(self.market.likely(), median, true);
    }

    fn forget_gaps(&mut self) {
        self.open.fill(false);
        self.lost.fill(0.0);
    }

    /// One draw.
    pub(crate) fn add(&mut self, draw: usize, standing: &Standing) {
        // What the median draw counted stands in for draws only where there are none.
        if self.runs.len() == 1 {
            self.forget_gaps();
        }
        self.work_out(self.market.draw(draw), standing, false);
    }

    /// A draw beside those that are counted, of which nothing is kept, at likely prices and times.
    pub(crate) fn glance(&mut self, standing: &Standing) -> Glimpse {
        self.work_out(self.market.likely(), standing, false);
        let run = self.runs.pop();
        let (runs, works) = (self.runs.len(), self.blueprint.works.len());
        self.needed.truncate(runs * works);
        self.weeks.truncate(runs * works);
        self.quantities.truncate(runs * self.blueprint.lines.len());
        run.map_or(Glimpse::default(), |run| Glimpse {
            owner_total: run.owner_total,
            first_weeks: run.ends.first,
        })
    }

    /// Costs and dates one draw. Of the median draw every work is sized, needed or not.
    fn work_out(&mut self, at: At, standing: &Standing, every: bool) {
        let blueprint = self.blueprint;
        let Standing {
            case,
            marks,
            limits,
            ..
        } = *standing;
        let planned_mw = planned_mw(case, limits, blueprint.in_place);
        let size = Size::of(case, planned_mw, blueprint.in_place);
        let live_mw = limits.limit(LimitId::Energized);
        let short_of_power = live_mw.is_some_and(|mw| mw < planned_mw * 0.99);
        let (prices, usual_weeks) = (self.market.prices(at), self.market.weeks(at));
        let permits = Permits::of(&case.draw);
        let mut paid = [0.0; 3];
        let needed = room(&mut self.needed, blueprint.works.len());
        let weeks = room(&mut self.weeks, blueprint.works.len());
        let quantities = room(&mut self.quantities, blueprint.lines.len());
        for (at, work) in blueprint.works.iter().enumerate() {
            for nth in work.rows.clone() {
                let gap = &blueprint.rows[nth];
                let lost = marks.get(gap.row).map_or(0.0, |mark| 1.0 - mark.attainment);
                // A tenant's first phase may be served by what is live; the plan is not.
                let unlit = short_of_power && gap.limit == Some(LimitId::Energized);
                if lost > 0.0 || unlit {
                    needed[at] = true;
                    self.open[nth] = true;
                    self.lost[nth] += lost;
                }
            }
            if !needed[at] && !every {
                continue;
            }
            let usual = usual_weeks.get(work.measure).copied().unwrap_or(0.0);
            weeks[at] = permits.weeks(work.awaits).unwrap_or(usual);
            let missing = missing(blueprint, work, standing, planned_mw);
            let mut cost = 0.0;
            for nth in work.lines.clone() {
                let line = &blueprint.lines[nth];
                let quantity = size.quantity(line.quantity, missing) * line.times;
                quantities[nth] = quantity;
                cost += quantity * prices.get(line.price).copied().unwrap_or(0.0);
            }
            if needed[at] && !work.beyond {
                paid[place(work.payer)] += cost;
            }
        }
        let ends = blueprint
            .course
            .run(Times { needed, weeks }, &mut self.finishes);
        self.runs.push(Run {
            at,
            carries_least: standing.carries_least,
            planned_mw,
            paid,
            owner_total: paid[place(Payer::Owner)] * self.market.soft_factor(at),
            ends,
            fleet_mw: case.draw.number(fact_path!("mining.fleet_mw")),
            energized_mw: case.draw.number(fact_path!("power.energized_mw")),
        });
    }

    pub(super) fn median(&self) -> &Run {
        &self.runs[0]
    }

    /// Positions of the runs that are draws; without any the median stands for them.
    pub(super) fn draws(&self) -> std::ops::Range<usize> {
        let all = self.runs.len();
        if all > 1 { 1..all } else { 0..all }
    }

    /// For each work, whether a run needs it.
    pub(super) fn needed(&self, run: usize) -> &[bool] {
        let works = self.blueprint.works.len();
        &self.needed[run * works..(run + 1) * works]
    }

    /// For each work, its weeks in a run that needs it.
    pub(super) fn weeks(&self, run: usize) -> &[f64] {
        let works = self.blueprint.works.len();
        &self.weeks[run * works..(run + 1) * works]
    }

    /// For each line, how much a run takes of it.
    pub(super) fn quantities(&self, run: usize) -> &[f64] {
        let lines = self.blueprint.lines.len();
        &self.quantities[run * lines..(run + 1) * lines]
    }

    /// M$ of a line in a run.
    pub(super) fn cost(&self, run: usize, line: usize) -> f64 {
        let prices = self.market.prices(self.runs[run].at);
        let price = prices.get(self.blueprint.lines[line].price).copied();
        self.quantities(run)[line] * price.unwrap_or(0.0)
    }
}

/// Where the money of a payer stands.
pub(super) fn place(payer: Payer) -> usize {
    match payer {
        Payer::Owner => 0,
        Payer::Tenant => 1,
        Payer::Utility => 2,
    }
}

/// A row of zeros behind the others.
fn room<T: Copy + Default>(rows: &mut Vec<T>, width: usize) -> &mut [T] {
    let begin = rows.len();
    rows.resize(begin + width, T::default());
    &mut rows[begin..]
}

/// What the rows of a work miss: it is as large as the largest of them asks.
fn missing(blueprint: &Blueprint, work: &Candidate, standing: &Standing, planned: f64) -> Missing {
    let has = |row: usize| match standing.marks.get(row).map(|mark| mark.has) {
        Some(Value::Number(value)) => value,
        _ => 0.0,
    };
    let rows = blueprint.rows_of(work).iter();
    let knowing = rows.clone().filter(|gap| gap.knows_mw);
    let mw = if work.sized_by_rows {
        knowing
            .map(|gap| (planned - has(gap.row)).max(0.0))
            .reduce(f64::max)
    } else {
        None
    };
    let short = |row: usize| match standing.rows.iter().nth(row)?.needs(standing.shared) {
        Needs::Ramp(ramp) => Some((ramp.everything - has(row)).max(0.0)),
        _ => None,
    };
    let count = if work.counts {
        rows.filter_map(|gap| short(gap.row)).fold(0.0, f64::max)
    } else {
        0.0
    };
    Missing {
        mw: mw.unwrap_or(planned),
        count,
    }
}

/// Months to the day on which pending permits of each kind are to be decided.
struct Permits([Option<f64>; PermitKind::WORDS.len()]);

impl Permits {
    fn of(draw: &Draw) -> Self {
        let mut months = [None::<f64>; PermitKind::WORDS.len()];
        let Some(as_of) = draw.get(fact_path!("as_of")) else {
            return Self(months);
        };
        for permit in draw.list(fact_path!("permits")) {
            let pending =
                permit.word(fact_path!("permits[].status")) == Some(PermitStatus::Pending);
            let kind: Option<PermitKind> = permit.word(fact_path!("permits[].kind"));
            let decided = permit.get(fact_path!("permits[].decision_on"));
            if let (true, Some(kind), Some(decided)) = (pending, kind, decided) {
                let last = &mut months[kind as usize];
                *last = Some(last.unwrap_or(0.0).max(decided - as_of));
            }
        }
        Self(months)
    }

    /// Weeks of a work that ends on such a day.
    fn weeks(&self, awaits: &[PermitKind]) -> Option<f64> {
        let awaited = awaits.iter().filter_map(|kind| self.0[*kind as usize]);
        awaited
            .reduce(f64::max)
            .map(|months| months * WEEKS_PER_MONTH)
    }
}

#[cfg(test)]
pub(super) mod tests;
