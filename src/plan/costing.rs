//! The works of a route costed and dated in every draw of a site.

use std::sync::Arc;

use super::blueprint::{Blueprint, Candidate, Gating};
use super::change::Written;
use super::course::{Times, WORTHWHILE};
use super::draft::{Conditions, Draft, Scope, Sized};
use super::lengths::Duration;
use super::market::{At, Market};
use super::phases::{Middle, middle};
use super::prices::Payer;
use super::region::SiteWorks;
use super::standing::Standing;
use super::terms::Terms;
use super::tranches::{Timing, Tranche};
use crate::engineering::Value;
use crate::engineering::miners::Miners;
use crate::engineering::overhead::Overhead;
use crate::rules::Mark;
use crate::site::path::fact_path;
use crate::typical::Sample;

/// What the plan of a route comes to, draw by draw, the median one first.
#[derive(Debug)]
pub(crate) struct Costing<'b, 'a> {
    pub(super) blueprint: &'b Blueprint<'a>,
    pub(super) market: Arc<Market>,
    pub(super) middle: Middle,
    pub(super) runs: Vec<Run>,
    /// For each run and work, the MW that stand without it, and how long it takes.
    stands: Vec<f64>,
    durations: Vec<Duration>,
    /// For each run and line, how much it takes.
    quantities: Vec<f64>,
    /// The blocks of every run, one after the other.
    tranches: Vec<Tranche>,
    /// What power allows in every run, and from which week on, one after the other.
    power: Vec<(f64, f64)>,
    /// Position of the region of the price list that the site lies in.
    region: Option<usize>,
    /// For each row in the draws, whether it is ever open, and the attainment that it misses.
    pub(super) open: Vec<bool>,
    pub(super) lost: Vec<f64>,
    /// For each work, what it changes of the facts, in the median draw.
    pub(super) written: Vec<Vec<Written>>,
    draft: Draft,
    /// What of it is built; `None` for all.
    scope: Option<Scope>,
}

/// What the plan comes to in one draw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub at: At,
    pub carries_least: bool,
    pub planned_mw: f64,
    pub overhead: Overhead,
    /// M$ of works by payer.
    pub paid: [f64; 3],
    /// What the owner pays, soft costs included.
    pub owner_total: f64,
    pub timing: Timing,
    hold: f64,
    terms: Terms,
    /// Where its blocks end.
    tranches: usize,
    /// Where what power allows ends.
    power: usize,
    /// What the mine has to give.
    pub miners: Miners,
    pub energized_mw: f64,
    /// Grid MW that are paid for, drawn or not.
    pub take_or_pay_mw: f64,
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
        self.costing_of(None, sample, median)
    }

    /// M$ of each line of a work in a draft.
    pub(super) fn line_costs(
        &self,
        work: &Candidate,
        now: Conditions,
        draft: &Draft,
    ) -> impl Iterator<Item = f64> {
        let lines = work.lines.clone();
        lines.map(move |nth| {
            let price = now.market.price(now.at, self.lines[nth].price, draft.terms);
            draft.quantities[nth] * price
        })
    }

    /// What a draft comes to, in short.
    pub(crate) fn glimpse(&self, now: Conditions, draft: &Draft) -> Glimpse {
        let paid = paid(self, now, draft);
        Glimpse {
            owner_total: paid[place(Payer::Owner)] * now.market.soft_factor(now.at),
            first_weeks: draft.timing().first,
        }
    }

    /// The costing of a part of what a site may build.
    pub(crate) fn costing_of<'b>(
        &'b self,
        scope: Option<Scope>,
        sample: Sample,
        median: &Standing,
    ) -> Costing<'b, 'a> {
        let runs = sample.draws + 1;
        let mut costing = Costing {
            blueprint: self,
            market: self.list.market(sample),
            middle: middle(self, median),
            runs: Vec::with_capacity(runs),
            stands: Vec::with_capacity(runs * self.works.len()),
            durations: Vec::with_capacity(runs * self.works.len()),
            quantities: Vec::with_capacity(runs * self.lines.len()),
            tranches: Vec::with_capacity(runs),
            power: Vec::with_capacity(runs),
            region: self.region(median),
            open: vec![false; self.rows.len()],
            lost: vec![0.0; self.rows.len()],
            written: Vec::new(),
            draft: Draft::default(),
            scope,
        };
        costing.begin(median);
        costing
    }
}

impl<'a> Costing<'_, 'a> {
    /// Of the median draw every work is sized, needed or not.
    fn begin(&mut self, median: &Standing) {
        let market = Arc::clone(&self.market);
        let mut draft = std::mem::take(&mut self.draft);
        let scope = self.scope.as_ref();
        self.blueprint
            .draft_sized(market.usual(), median, Sized::All, scope, &mut draft);
        self.keep(market.usual(), median, &draft);
        self.written = self.blueprint.written(market.usual(), median, &draft);
        self.draft = draft;
    }

    fn forget_gaps(&mut self) {
        self.open.fill(false);
        self.lost.fill(0.0);
    }

    /// One draw, of which the draft may be at hand already.
    pub(crate) fn add(&mut self, draw: usize, standing: &Standing, drafted: Option<&Draft>) {
        // What the median draw counted stands in for draws only where there are none.
        if self.runs.len() == 1 {
            self.forget_gaps();
        }
        let market = Arc::clone(&self.market);
        let now = market.in_draw(draw);
        let scope = self.scope.as_ref();
        if let Some(draft) = drafted.filter(|_| scope.is_none()) {
            self.keep(now, standing, draft);
            return;
        }
        let mut draft = std::mem::take(&mut self.draft);
        self.blueprint
            .draft_sized(now, standing, Sized::Needed, scope, &mut draft);
        self.keep(now, standing, &draft);
        self.draft = draft;
    }

    fn keep(&mut self, now: Conditions, standing: &Standing, draft: &Draft) {
        let blueprint = self.blueprint;
        for (at, work) in blueprint.works.iter().enumerate() {
            if !draft.needs(at) && !draft.is_worthwhile(at) {
                continue;
            }
            for (nth, gap) in work.rows.clone().zip(blueprint.rows_of(work)) {
                let mark = standing.marks.get(gap.row);
                let lost = mark.map_or(0.0, |mark| 1.0 - mark.attainment);
                let short = |mark: &Mark| matches!(mark.has, Value::Number(mw) if gap.leaves_short(mw, draft.planned_mw));
                self.open[nth] |= lost > 0.0
                    || work.gating == Gating::Power
                    || blueprint.is_unbuilt(gap)
                    || mark.is_some_and(short);
                self.lost[nth] += lost;
            }
        }
        self.stands.extend_from_slice(&draft.stands);
        self.durations.extend_from_slice(&draft.durations);
        self.quantities.extend_from_slice(&draft.quantities);
        self.tranches.extend_from_slice(&draft.tranches);
        self.power.extend_from_slice(&draft.power);
        let paid = paid(blueprint, now, draft);
        let draw = &standing.case.draw;
        self.runs.push(Run {
            at: now.at,
            carries_least: standing.carries_least,
            planned_mw: draft.planned_mw,
            paid,
            owner_total: paid[place(Payer::Owner)] * now.market.soft_factor(now.at),
            timing: draft.timing(),
            hold: draft.hold,
            terms: draft.terms,
            tranches: self.tranches.len(),
            power: self.power.len(),
            miners: Miners::of(draw),
            overhead: draft.overhead,
            energized_mw: draw.number(fact_path!("power.energized_mw")),
            take_or_pay_mw: draw.number(fact_path!("power.take_or_pay_mw")),
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

    /// For each work, the MW that stand without it in a run.
    pub(super) fn stands(&self, run: usize) -> &[f64] {
        let works = self.blueprint.works.len();
        &self.stands[run * works..(run + 1) * works]
    }

    /// Whether a run needs a work.
    pub(super) fn needs(&self, run: usize, work: usize) -> bool {
        self.stands(run)[work] >= 0.0
    }

    /// Whether a run would earn points by a work that no tenant asks for.
    pub(super) fn is_worthwhile(&self, run: usize, work: usize) -> bool {
        self.stands(run)[work] == WORTHWHILE
    }

    /// For each work, how long it takes in a run.
    pub(super) fn durations(&self, run: usize) -> &[Duration] {
        let works = self.blueprint.works.len();
        &self.durations[run * works..(run + 1) * works]
    }

    pub(super) fn times(&self, run: usize) -> Times<'_> {
        Times {
            stands: self.stands(run),
            durations: self.durations(run),
            hold: self.runs[run].hold,
        }
    }

    /// The blocks of a run.
    pub(super) fn tranches(&self, run: usize) -> &[Tranche] {
        let begin = run
            .checked_sub(1)
            .map_or(0, |before| self.runs[before].tranches);
        &self.tranches[begin..self.runs[run].tranches]
    }

    /// Critical IT MW that power allows in a run, the earliest first, and from which week on.
    pub(super) fn power(&self, run: usize) -> &[(f64, f64)] {
        let begin = run
            .checked_sub(1)
            .map_or(0, |before| self.runs[before].power);
        &self.power[begin..self.runs[run].power]
    }

    /// For each work of a run, weeks until all of it is done; 0 for those that it does without.
    pub(super) fn done(&self, run: usize) -> Vec<f64> {
        let planned = self.runs[run].planned_mw;
        let course = &self.blueprint.course;
        course.done(self.times(run), planned, self.lot(run))
    }

    /// The owner's total in a run for each M$ of the owner's works.
    pub(super) fn soft_factor(&self, run: usize) -> f64 {
        self.market.soft_factor(self.runs[run].at)
    }

    /// How far deliveries are between those of a first hall and all, when the last MW of a run come.
    pub(super) fn lot(&self, run: usize) -> f64 {
        self.tranches(run).last().map_or(1.0, |block| block.lot)
    }

    /// For each line, how much a run takes of it.
    pub(super) fn quantities(&self, run: usize) -> &[f64] {
        let lines = self.blueprint.lines.len();
        &self.quantities[run * lines..(run + 1) * lines]
    }

    /// What site labor and works count in the median draw.
    pub(super) fn site_works(&self) -> SiteWorks<'a> {
        let region = self.region;
        SiteWorks {
            region: region.and_then(|nth| self.blueprint.list.regions.get(nth)),
            place: self.market.region(self.median().at, region),
            hardware: self.blueprint.target.hardware.parameters.works_factor.value,
        }
    }

    /// How many times as much a line counts in the median draw as its price says.
    pub(super) fn on_site(&self, line: usize) -> f64 {
        let price = self.blueprint.lines[line].price;
        self.market.on_site(price, self.median().terms)
    }

    /// M$ of a work in a run.
    pub(super) fn cost_of(&self, run: usize, work: &Candidate) -> f64 {
        let lines = work.lines.clone();
        lines.fold(0.0, |sum, line| sum + self.cost(run, line))
    }

    /// M$ of a line in a run.
    pub(super) fn cost(&self, run: usize, line: usize) -> f64 {
        let Run { at, terms, .. } = self.runs[run];
        let price = self.blueprint.lines[line].price;
        self.quantities(run)[line] * self.market.price(at, price, terms)
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

/// M$ of the works of a draw by payer.
fn paid(blueprint: &Blueprint, now: Conditions, draft: &Draft) -> [f64; 3] {
    let mut paid = [0.0; 3];
    for (at, work) in blueprint.works.iter().enumerate() {
        if work.beyond || !draft.needs(at) {
            continue;
        }
        for cost in blueprint.line_costs(work, now, draft) {
            paid[place(work.payer)] += cost;
        }
    }
    paid
}

#[cfg(test)]
pub(super) mod tests;
