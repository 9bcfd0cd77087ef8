//! When megawatts come at an end of what the unknowns may hold.

use super::blueprint::Blueprint;
use super::course::{NOT_NEEDED, Times};
use super::draft::{Conditions, Permits};
use super::lengths::Duration;
use super::tranches::{Room, Timing};
use crate::engineering::LimitId;
use crate::site::land::PermitKind;
use crate::typical::Draw;
use crate::units::WEEKS_PER_MONTH;

/// One end of a route, by what is asked of it.
pub(crate) struct Bound<'e> {
    /// At usual lead times.
    pub now: Conditions<'e>,
    /// Critical IT MW that it carries.
    pub planned_mw: f64,
    /// Months until power carries the tenant's first MW, and until all of it is live.
    pub first_power_months: f64,
    pub all_power_months: f64,
    /// Months until the permits are there without which nothing is built.
    pub hold_months: f64,
    /// What a row earns, and the number that its metric has, by its position.
    pub earns: &'e dyn Fn(usize) -> f64,
    pub has: &'e dyn Fn(usize) -> f64,
    /// Critical IT MW that a limit allows.
    pub limit: &'e dyn Fn(LimitId) -> f64,
    /// Months until the permits of some kinds are decided.
    pub awaited: &'e dyn Fn(&[PermitKind]) -> f64,
}

impl Blueprint<'_> {
    /// Months until pending permits of some kinds are decided; 0 where none is pending.
    pub(crate) fn decision_months(draw: &Draw, awaits: &[PermitKind]) -> f64 {
        let weeks = Permits::of(draw).weeks(awaits);
        weeks.unwrap_or(0.0) / WEEKS_PER_MONTH
    }

    /// When megawatts come at an end.
    pub(crate) fn timing(&self, bound: &Bound) -> Timing {
        let usual = bound.now.market.weeks(bound.now.at);
        let (stands, durations): (Vec<f64>, Vec<Duration>) = self
            .works
            .iter()
            .map(|work| {
                let open = self.rows_of(work).iter();
                let open = open.filter(|gap| {
                    self.is_unbuilt(gap)
                        || (bound.earns)(gap.row) < gap.enough()
                        || gap.leaves_short((bound.has)(gap.row), bound.planned_mw)
                });
                let without = open.map(|gap| {
                    let limit = |id| Some((bound.limit)(id));
                    self.without(work, gap, (bound.has)(gap.row), limit)
                });
                let stands = without.reduce(f64::min).unwrap_or(NOT_NEEDED);
                let of_measure = usual.get(work.measure).copied().unwrap_or(0.0);
                let awaited = if stands >= 0.0 && !work.awaits.is_empty() {
                    (bound.awaited)(work.awaits) * WEEKS_PER_MONTH
                } else {
                    0.0
                };
                let weeks = if awaited > 0.0 { awaited } else { of_measure };
                let duration = Duration {
                    weeks,
                    ordered: -1.0,
                };
                (stands, duration)
            })
            .unzip();
        let first_mw = self.target.tenant.parameters.first_tranche_mw.value;
        let weeks = |months: f64| months.max(0.0) * WEEKS_PER_MONTH;
        let power = [
            (first_mw, weeks(bound.first_power_months)),
            (
                f64::INFINITY,
                weeks(bound.all_power_months.max(bound.first_power_months)),
            ),
        ];
        let times = Times {
            stands: &stands,
            durations: &durations,
            hold: weeks(bound.hold_months),
        };
        let dates = self.dates(bound.now, times, &power);
        let mut tranches = Vec::new();
        let is_bounded = bound.planned_mw <= MOST_MW;
        let planned_mw = if is_bounded {
            bound.planned_mw
        } else {
            first_mw
        };
        dates.tranches(planned_mw, &mut Room::default(), &mut tranches);
        let timing = Timing::of(&tranches);
        // What nothing bounds takes for ever.
        Timing {
            all: if is_bounded {
                timing.all
            } else {
                f64::INFINITY
            },
            ..timing
        }
    }
}

/// More critical IT MW than any site has.
const MOST_MW: f64 = 1e6;
