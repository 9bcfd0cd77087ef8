//! When megawatts come, and how many stand after each work: the plan of the median draw.

use super::blueprint::Blueprint;
use super::schedule::Schedule;
use super::size::ground_mw;
use super::standing::Standing;
use super::works::{Certainty, Work};
use super::{Limits, Phase};
use crate::capacity::Column;
use crate::engineering::{Case, LimitId};
use crate::site::path::fact_path;
use crate::site::power::Readiness;
use crate::units::WEEKS_PER_MONTH;

/// What megawatts hang on in the median draw.
#[derive(Debug)]
pub(super) struct Middle {
    pub limits: Limits,
    /// Weeks and critical IT MW of the agreed steps of expansion.
    steps: Vec<(f64, f64)>,
    /// What holds the planned MW down.
    pub bound_by: Vec<&'static str>,
}

/// Of the standing of a site in its median draw.
pub(super) fn middle(blueprint: &Blueprint, median: &Standing) -> Middle {
    let in_place = blueprint.in_place;
    let bound_by = if ground_mw(median.case, in_place) >= median.limits.ceiling_mw() {
        let binding = median.limits.binding(Column::Ceiling);
        binding.map(LimitId::label).collect()
    } else if in_place {
        vec!["the floor of the standing hall"]
    } else {
        vec!["land to build on"]
    };
    Middle {
        limits: *median.limits,
        steps: dated_steps(median.case),
        bound_by,
    }
}

impl Middle {
    /// The limit that a work lifts, and the MW that the full plan loses when it stays as it is today. What stands of
    /// floor is of no use to a hall that is yet to be built.
    pub(super) fn at_stake(&self, limit: LimitId, planned: f64, in_place: bool) -> Option<f64> {
        let today = if limit == LimitId::Halls && !in_place {
            0.0
        } else {
            self.limits.limit(limit)?
        };
        Some((planned - today).max(0.0))
    }

    /// MW that stand after each work in order: the smallest of the limits that no finished work has lifted.
    pub(super) fn cumulative(&self, works: &[Work], planned: f64) -> Vec<f64> {
        let stated = self.limits.today_mw().min(planned);
        let mut standing = vec![planned; works.len()];
        let mut least = planned;
        // From the last work to the first: what stands after a work is bound by the works behind it.
        for (standing, work) in standing.iter_mut().zip(works).rev() {
            *standing = least.max(stated);
            least = work
                .mw_at_stake
                .map_or(least, |stake| least.min(planned - stake));
        }
        standing
    }

    /// Megawatts and the weeks they come: at each time the least of live power and of every limit that no work
    /// has lifted yet. Dated steps of expansion come at their dates, what has no date when all works are done.
    pub(super) fn phases(&self, works: &[Work], schedule: &Schedule, planned: f64) -> Vec<Phase> {
        if planned <= 0.0 {
            return Vec::new();
        }
        let live = self.limits.limit(LimitId::Energized).unwrap_or(0.0);
        let power = |weeks: f64| {
            let dated = self.steps.iter().filter(|(at, _)| *at <= weeks);
            if weeks >= schedule.full_weeks {
                planned
            } else {
                (live + dated.map(|(_, mw)| mw).sum::<f64>()).min(planned)
            }
        };
        // Live power is counted above, its dated steps included. A substation that may do carries what is live,
        // only not with a unit out.
        let counts = |w: &Work| match w.limit {
            Some(LimitId::Energized) => false,
            Some(LimitId::Substation) => w.certainty == Certainty::Needed,
            _ => true,
        };
        let finishes = (0..works.len()).map(|at| schedule.of_work(at).finish);
        let stakes: Vec<(f64, f64)> = finishes
            .clone()
            .zip(works)
            .filter(|(_, work)| counts(work))
            .filter_map(|(finish, work)| Some((finish, work.mw_at_stake?)))
            .collect();
        let limits = |weeks: f64| {
            let open = stakes.iter().filter(|(finish, _)| *finish > weeks + 1e-9);
            open.map(|(_, stake)| planned - stake)
                .fold(planned, f64::min)
        };
        let steps = self.steps.iter().map(|(at, _)| *at);
        let mut times: Vec<f64> = finishes.chain(steps).collect();
        times.extend([schedule.first_weeks, schedule.full_weeks]);
        times.retain(|weeks| *weeks >= schedule.first_weeks);
        times.sort_by(f64::total_cmp);
        let mut phases: Vec<Phase> = Vec::new();
        for weeks in times {
            let mw = power(weeks).min(limits(weeks));
            if mw > phases.last().map_or(0.0, |p| p.mw) + LEAST_PHASE_MW {
                let what = if mw >= planned - 1e-9 {
                    "all that the plan carries"
                } else if power(weeks) <= limits(weeks) {
                    "what is live carries; N−1 as far as it is stated"
                } else {
                    "bound by works that are not done yet"
                };
                phases.push(Phase { weeks, mw, what });
            }
        }
        phases
    }
}

/// Less is no phase of its own, MW.
const LEAST_PHASE_MW: f64 = 0.5;

/// Weeks and critical IT MW of the agreed steps of expansion.
fn dated_steps(case: &Case) -> Vec<(f64, f64)> {
    let Some(as_of) = case.draw.get(fact_path!("as_of")) else {
        return Vec::new();
    };
    let share = case.hardware().grid_to_it.value;
    let steps = case.draw.list(fact_path!("power.expansion"));
    let agreed = steps.filter(|step| {
        let readiness: Option<Readiness> = step.word(fact_path!("power.expansion[].readiness"));
        readiness.is_some_and(|r| r >= Readiness::Agreed)
    });
    let dated = agreed.filter_map(|step| {
        let months = (step.get(fact_path!("power.expansion[].date"))? - as_of).max(0.0);
        let mw = step.get(fact_path!("power.expansion[].mw"))?;
        Some((months * WEEKS_PER_MONTH, mw * share))
    });
    dated.collect()
}
