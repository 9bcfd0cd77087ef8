//! When megawatts come: block by block, each at the latest of its works, its power, its permits and the crews that
//! build it.

use super::course::{Course, Running, Times};
use crate::engineering::surroundings::NO_END_MONTHS;
use crate::units::WEEKS_PER_MONTH;

/// A block of megawatts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tranche {
    /// Critical IT MW that run from then on, all blocks together.
    pub mw: f64,
    /// Weeks from the start of the plan; infinite where they never come.
    pub weeks: f64,
    /// What they come last for.
    pub waits: Waits,
    /// How far deliveries are by then between what a first hall takes, 0, and all that the plan takes, 1.
    pub lot: f64,
}

crate::words::spelled! {
    /// What a tranche waits for the longest.
    pub enum Waits {
        /// Nothing: it can run today.
        Nothing = "nothing",
        /// Works.
        Works = "works",
        /// Grid power that is not live yet.
        Power = "power",
        /// Zoning, building or grid permits, or the end of a moratorium.
        Permits = "permits",
        /// Crews that are still at the block before.
        Crews = "crews",
    }
}

/// When the first megawatts come, and when all are there; weeks from the start of the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timing {
    /// Of the first.
    pub first: f64,
    /// Of all.
    pub all: f64,
}

impl Timing {
    /// Of a plan without MW.
    pub(crate) const NEVER: Self = Self {
        first: f64::INFINITY,
        all: f64::INFINITY,
    };

    pub(super) fn of(tranches: &[Tranche]) -> Self {
        let (Some(first), Some(last)) = (tranches.first(), tranches.last()) else {
            return Self::NEVER;
        };
        Self {
            first: first.weeks,
            all: last.weeks,
        }
    }
}

/// Critical IT MW that run some weeks from the start.
pub(crate) fn mw_by(tranches: &[Tranche], weeks: f64) -> f64 {
    let live = tranches.iter().take_while(|t| t.weeks <= weeks + 1e-9);
    live.last().map_or(0.0, |tranche| tranche.mw)
}

/// Leaves the blocks of so many MW: those of a block come with it.
pub(super) fn up_to(tranches: &mut Vec<Tranche>, mw: f64) {
    let whole = tranches.iter().take_while(|t| t.mw < mw - 1e-6).count();
    tranches.truncate(whole + 1);
    if let Some(last) = tranches.last_mut() {
        last.mw = last.mw.min(mw);
    }
    if mw <= 0.0 {
        tranches.clear();
    }
}

/// Weeks until as many MW run; infinite where they never do.
pub(super) fn weeks_until(tranches: &[Tranche], mw: f64) -> f64 {
    let enough = tranches.iter().find(|tranche| tranche.mw >= mw - 1e-6);
    enough.map_or(f64::INFINITY, |tranche| tranche.weeks)
}

/// What sets the dates of a draw.
pub(super) struct Dates<'d> {
    pub course: &'d Course,
    pub times: Times<'d>,
    /// Critical IT MW that live power carries in all, and the weeks from which it does; ascending, from today on.
    pub power: &'d [(f64, f64)],
    /// Critical IT MW that the tenant takes first, and those of a hall behind them.
    pub first_mw: f64,
    pub hall_mw: f64,
    /// Weeks that crews take for each MW behind the first, and those of the test of the site.
    pub weeks_per_mw: f64,
    pub test_weeks: f64,
}

/// The lot of a first hall, and that of all.
const FIRST_AND_ALL: [f64; 2] = [0.0, 1.0];
/// Blocks closer to each other than this are one, MW.
pub(super) const LEAST_BLOCK_MW: f64 = 0.5;
/// Halls behind the first phase are taken together where there were more.
const MOST_HALLS: f64 = 10.0;

impl Dates<'_> {
    /// The blocks of a plan, in order.
    pub(super) fn tranches(&self, planned_mw: f64, room: &mut Room, tranches: &mut Vec<Tranche>) {
        tranches.clear();
        if planned_mw <= 0.0 {
            return;
        }
        self.cut(planned_mw, room);
        self.course
            .needed(self.times, FIRST_AND_ALL, &mut room.running);
        let first = room.cuts[0];
        let mut before: Option<Tranche> = None;
        // The works that a block waits for, by what stands without them; they are those of the block before where
        // nothing that stands is used up between.
        let mut built: Option<(usize, [f64; 2])> = None;
        for &mw in &room.cuts {
            // As many works used up are the same works.
            let set = room.used_up.iter().filter(|stands| **stands < mw).count();
            let [small, whole] = match built {
                Some((of, weeks)) if of == set => weeks,
                _ => self
                    .course
                    .run_on(&room.running, self.times.hold, mw, &mut room.finishes),
            };
            built = Some((set, [small, whole]));
            let together = self.ordered_together(planned_mw, [small, whole]);
            let lot = if mw > first {
                ((mw - first) / (together - first).max(mw - first)).min(1.0)
            } else {
                0.0
            };
            let works = small + lot * (whole - small);
            let works = if works > 0.0 {
                works + self.test_weeks
            } else {
                0.0
            };
            let mut tranche = Tranche {
                mw,
                lot,
                weeks: works,
                waits: if works > 0.0 {
                    Waits::Works
                } else {
                    Waits::Nothing
                },
            };
            let mut wait = |weeks: f64, waits| {
                if weeks > tranche.weeks {
                    (tranche.weeks, tranche.waits) = (weeks, waits);
                }
            };
            wait(self.powered(mw), Waits::Power);
            wait(never(self.times.hold), Waits::Permits);
            if let Some(before) = before {
                // What stands and waits for nothing takes no crew.
                let crews = if works > 0.0 {
                    (mw - before.mw) * self.weeks_per_mw
                } else {
                    0.0
                };
                wait(before.weeks + crews, Waits::Crews);
            }
            before = Some(tranche);
            tranches.push(tranche);
        }
    }

    /// MW that what is ordered now is for: power that is live when the first units come counts in full, power that comes
    /// when the last of them do, or later, has time to be ordered for itself and quickens nothing.
    fn ordered_together(&self, planned_mw: f64, [small, whole]: [f64; 2]) -> f64 {
        let mut before = 0.0;
        let steps = self.power.iter().map(|(live, weeks)| {
            let mw = live.min(planned_mw) - before;
            before += mw;
            let share = if *weeks <= small {
                1.0
            } else {
                ((whole - weeks) / (whole - small)).clamp(0.0, 1.0)
            };
            mw * share
        });
        steps.sum()
    }

    /// Weeks until live power carries some MW.
    fn powered(&self, mw: f64) -> f64 {
        let step = self.power.iter().find(|(live, _)| *live >= mw - 1e-6);
        step.map_or(f64::INFINITY, |(_, weeks)| *weeks)
    }

    /// Where blocks end: at the first phase, at every MW where power or what stands gives out, and hall by hall.
    fn cut(&self, planned_mw: f64, Room { cuts, used_up, .. }: &mut Room) {
        cuts.clear();
        let first = self.first_mw.min(planned_mw);
        let between = |mw: &f64| *mw > first && *mw < planned_mw;
        let hall = self.hall_mw.max((planned_mw - first) / MOST_HALLS);
        let mut next = first + hall;
        while next < planned_mw {
            cuts.push(next);
            next += hall;
        }
        let stands = self.times.stands.iter().copied();
        used_up.clear();
        used_up.extend(stands.filter(|mw| *mw >= first && *mw < planned_mw));
        cuts.extend(used_up.iter().copied().filter(between));
        cuts.extend(self.power.iter().map(|(mw, _)| *mw).filter(between));
        cuts.extend([first, planned_mw]);
        cuts.sort_unstable_by(f64::total_cmp);
        // Of two that are close the lower stays, so that neither power nor what stands gives out within a block; all
        // that is planned stays in any case.
        let mut kept = first;
        cuts.retain(|mw| {
            let keep = *mw == first || *mw >= planned_mw || *mw >= kept + LEAST_BLOCK_MW;
            if keep {
                kept = *mw;
            }
            keep
        });
        cuts.dedup();
        let last = cuts.len() - 1;
        if last > 1 && cuts[last] - cuts[last - 1] < LEAST_BLOCK_MW {
            cuts.remove(last - 1);
        }
    }
}

/// Weeks until permits are there, or something behind them; what has no end never ends.
pub(super) fn never(hold: f64) -> f64 {
    if hold >= NO_END_MONTHS * WEEKS_PER_MONTH {
        f64::INFINITY
    } else {
        hold
    }
}

/// Room for the blocks of a draw, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    cuts: Vec<f64>,
    /// MW that stand without works, where they give out between the first block and the last.
    used_up: Vec<f64>,
    running: Vec<Running<2>>,
    finishes: Vec<[f64; 2]>,
}

#[cfg(test)]
mod tests {
    use super::super::course::NO_MW_WAIT;
    use super::super::course::tests::{course, taking};
    use super::*;

    /// What dates 20 MW first, then halls of 30, where neither crews nor a test take any time.
    fn dates<'d>(course: &'d Course, times: Times<'d>, power: &'d [(f64, f64)]) -> Dates<'d> {
        Dates {
            course,
            times,
            power,
            first_mw: 20.0,
            hall_mw: 30.0,
            weeks_per_mw: 0.0,
            test_weeks: 0.0,
        }
    }

    fn cuts(planned_mw: f64, stands: &[f64; 4], power: &[(f64, f64)]) -> Vec<f64> {
        let (course, durations) = (course(), taking([10.0; 4]));
        let times = Times {
            stands,
            durations: &durations,
            hold: 0.0,
        };
        let mut room = Room::default();
        dates(&course, times, power).cut(planned_mw, &mut room);
        room.cuts
    }

    #[test]
    fn blocks_end_at_the_first_phase_at_each_hall_and_where_power_or_what_stands_gives_out() {
        let none = [NO_MW_WAIT; 4];
        assert_eq!(cuts(100.0, &none, &[]), [20.0, 50.0, 80.0, 100.0]);
        // What gives out within the first phase or behind all of it cuts nothing.
        assert_eq!(
            cuts(
                100.0,
                &[60.0, 5.0, 120.0, NO_MW_WAIT],
                &[(15.0, 0.0), (65.0, 9.0), (300.0, 30.0)]
            ),
            [20.0, 50.0, 60.0, 65.0, 80.0, 100.0]
        );
        // Of two that are closer than half a megawatt the lower stays.
        assert_eq!(
            cuts(100.0, &[50.4, 79.7, NO_MW_WAIT, NO_MW_WAIT], &[]),
            [20.0, 50.0, 79.7, 100.0]
        );
        // Nor is there one so close to the end, nor more than ten halls.
        assert_eq!(cuts(80.2, &none, &[]), [20.0, 50.0, 80.2]);
        assert_eq!(cuts(520.0, &none, &[]).len(), 11);
        assert_eq!(cuts(12.0, &none, &[]), [12.0]);
    }

    /// Two blocks behind a first of 20 MW, with works of 54 weeks.
    fn blocks(planned_mw: f64, power: &[(f64, f64)], hold: f64) -> Vec<Tranche> {
        let (course, durations) = (course(), taking([10.0, 50.0, 20.0, 53.0]));
        let times = Times {
            stands: &[0.0; 4],
            durations: &durations,
            hold,
        };
        let dates = Dates {
            hall_mw: 80.0,
            weeks_per_mw: 0.1,
            test_weeks: 3.0,
            ..dates(&course, times, power)
        };
        let mut tranches = Vec::new();
        dates.tranches(planned_mw, &mut Room::default(), &mut tranches);
        tranches
    }

    #[test]
    fn a_block_comes_with_the_last_of_its_works_its_power_its_permits_and_the_crews_before_it() {
        let told = |tranches: Vec<Tranche>| -> Vec<(f64, f64, f64, Waits)> {
            let tell = |t: &Tranche| (t.mw, t.weeks, t.lot, t.waits);
            tranches.iter().map(tell).collect()
        };
        // 54 weeks of works and 3 of the test; 20 MW more take the crews two weeks; power for the rest comes in week 70.
        let (first, crews) = (
            (20.0, 57.0, 0.0, Waits::Works),
            // All that is ordered now is for the 40 MW that are live: the power behind them comes when all is delivered.
            (40.0, 59.0, 1.0, Waits::Crews),
        );
        assert_eq!(
            told(blocks(100.0, &[(40.0, 0.0), (100.0, 70.0)], 0.0)),
            [first, crews, (100.0, 70.0, 1.0, Waits::Power)]
        );
        // 60 MW more take them six weeks.
        assert_eq!(
            told(blocks(100.0, &[(40.0, 0.0), (100.0, 64.0)], 0.0))[2],
            (100.0, 65.0, 1.0, Waits::Crews)
        );
        assert_eq!(
            told(blocks(20.0, &[(100.0, 0.0)], 0.0)),
            [(20.0, 57.0, 0.0, Waits::Works)]
        );
        let held = told(blocks(20.0, &[(100.0, 0.0)], 80.0));
        assert_eq!(held, [(20.0, 80.0, 0.0, Waits::Permits)]);
        let endless = told(blocks(
            20.0,
            &[(100.0, 0.0)],
            NO_END_MONTHS * WEEKS_PER_MONTH,
        ));
        assert_eq!(endless[0].1, f64::INFINITY);
        let unpowered = told(blocks(100.0, &[(40.0, 0.0)], 0.0));
        assert_eq!(unpowered[2].1, f64::INFINITY);
        assert_eq!(told(blocks(0.0, &[(100.0, 0.0)], 0.0)), []);
    }

    #[test]
    fn power_that_comes_when_all_is_delivered_has_orders_of_its_own() {
        let (course, durations) = (course(), taking([10.0; 4]));
        let times = Times {
            stands: &[0.0; 4],
            durations: &durations,
            hold: 0.0,
        };
        let together = |power: &[(f64, f64)]| {
            dates(&course, times, power).ordered_together(200.0, [40.0, 80.0])
        };
        assert_eq!(together(&[(200.0, 0.0)]), 200.0);
        // Of 100 MW more all count when they are live with the first units, half of them halfway, none with the last.
        let with = |weeks: f64| together(&[(100.0, 0.0), (200.0, weeks)]);
        assert_eq!(
            [40.0, 60.0, 80.0, 800.0].map(with),
            [200.0, 150.0, 100.0, 100.0]
        );
        // Of power beyond the plan no more counts than the plan takes.
        assert_eq!(together(&[(100.0, 0.0), (900.0, 60.0)]), 150.0);
        assert_eq!(together(&[]), 0.0);
    }

    #[test]
    fn megawatts_by_a_week_and_weeks_by_megawatts_read_the_same_blocks() {
        let all = blocks(100.0, &[(40.0, 0.0), (100.0, 70.0)], 0.0);
        let live = [0.0, 56.9, 57.0, 58.9, 59.0, 69.9, 70.0, 1e6].map(|weeks| mw_by(&all, weeks));
        assert_eq!(live, [0.0, 0.0, 20.0, 20.0, 40.0, 40.0, 100.0, 100.0]);
        let weeks = [5.0, 20.0, 20.1, 40.0, 100.0].map(|mw| weeks_until(&all, mw));
        assert_eq!(weeks, [57.0, 57.0, 59.0, 59.0, 70.0]);
        assert_eq!(weeks_until(&all, 101.0), f64::INFINITY);
    }

    #[test]
    fn blocks_of_fewer_megawatts_end_with_the_block_that_brings_the_last_of_them() {
        let of = |mw: f64| {
            let mut tranches = blocks(100.0, &[(40.0, 0.0), (100.0, 70.0)], 0.0);
            up_to(&mut tranches, mw);
            let told: Vec<_> = tranches.iter().map(|t| (t.mw, t.weeks)).collect();
            told
        };
        assert_eq!(of(30.0), [(20.0, 57.0), (30.0, 59.0)]);
        assert_eq!(of(40.0), [(20.0, 57.0), (40.0, 59.0)]);
        assert_eq!(of(15.0), [(15.0, 57.0)]);
        assert_eq!(of(200.0).last(), Some(&(100.0, 70.0)));
        assert_eq!(of(0.0), []);
    }
}
