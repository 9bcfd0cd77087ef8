//! When megawatts come at their earliest and latest, whatever the unknowns hold, at usual lead times.

use super::super::effects::Effects;
use super::super::prepared::EffectsOf;
use super::Ends;
use crate::engineering::expansion::{self, power_steps};
use crate::engineering::overhead::to_grid;
use crate::engineering::surroundings::permit_hold_months;
use crate::engineering::{Case, LimitId};
use crate::plan::{Blueprint, Bound, Timing};

/// The latest and the earliest.
type Sides<T> = [T; 2];

impl Ends<'_> {
    /// The latest and the earliest on a route that carries some MW at its worst and at its best.
    pub(super) fn timing(&self, route: usize, [worst_mw, best_mw]: Sides<f64>) -> Sides<Timing> {
        let blueprint = &self.prepared.on(self.routes[route]).blueprint;
        let first_mw = self
            .prepared
            .target
            .tenant
            .parameters
            .first_tranche_mw
            .value;
        let EffectsOf {
            first_power, dates, ..
        } = &self.prepared.effects;
        let live = |mw: f64| move |case: &Case| months_until(case, mw);
        let first = self.months(&live(first_mw), first_power);
        let all = self.months(&live(f64::INFINITY), dates);
        let hold = self.months(&|case: &Case| permit_hold_months(&case.draw), dates);
        let side = |end: usize, planned_mw: f64| {
            let earns = |at: usize| self.row(route, at).earns[end];
            let has = |at: usize| {
                let reach = self.row(route, at).reach;
                match reach.numbers {
                    // Whoever does without is short of nothing.
                    None if reach.waived => f64::INFINITY,
                    Some(_) if reach.waived && end == 1 => f64::INFINITY,
                    Some(numbers) => numbers[end],
                    None => 0.0,
                }
            };
            let limit = |id: LimitId| self.limit(id)[end];
            blueprint.timing(&Bound {
                now: self.market.usual(),
                planned_mw,
                first_power_months: first[end],
                all_power_months: all[end],
                hold_months: hold[end],
                earns: &earns,
                has: &has,
                limit: &limit,
                awaited: &|awaits| {
                    let months = |case: &Case| Blueprint::decision_months(&case.draw, awaits);
                    self.months(&months, dates)[end]
                },
            })
        };
        // A site that carries less than the tenant's least has no date.
        let least = self.prepared.target.tenant.parameters.min_mw.value;
        [side(0, best_mw), side(1, worst_mw.max(least))]
    }

    /// The most and the fewest months that something may take.
    fn months(&self, of: &dyn Fn(&Case) -> f64, effects: &Effects) -> Sides<f64> {
        let sooner = |case: &Case| MOST_MONTHS - of(case);
        let sides = self.explorer.borrow_mut().mw(&sooner, effects, None);
        sides.map(|side| (MOST_MONTHS - side).max(0.0))
    }
}

/// More months than a calendar has.
const MOST_MONTHS: f64 = 1e6;

/// Months until live power carries some MW, or all there will be.
fn months_until(case: &Case, mw: f64) -> f64 {
    let mut steps = Vec::new();
    power_steps(&case.draw, &mut steps);
    let enough = expansion::months_until(&steps, to_grid(case, mw));
    let last = || steps.last().map_or(0.0, |(months, _)| *months);
    enough.unwrap_or_else(last)
}
