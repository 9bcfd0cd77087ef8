//! The course of all works that a route may take, in one order for every draw.

use super::lengths::{Duration, Length};
use super::network::in_order;
use super::prices::PriceList;
use super::schedule::NO_FLOAT;

/// The activities of all works, each behind those it waits for.
#[derive(Debug)]
pub(super) struct Course {
    stages: Vec<Stage>,
    /// Positions of the stages that each stage waits for, stage by stage.
    links: Vec<usize>,
}

/// A work that takes part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Its position among all works.
    pub work: usize,
    /// Position of its measure in the price list.
    pub measure: usize,
}

/// One activity.
#[derive(Debug, Clone, Copy)]
struct Stage {
    work: usize,
    length: Length,
    /// Whether it is not begun before the permits are there.
    held: bool,
    /// Where its links end; they begin where those of the stage before end.
    end: usize,
}

/// A stage of a work that a draw needs, with the weeks that it takes of each lot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Running<const N: usize> {
    at: usize,
    /// MW that stand without its work.
    stands: f64,
    held: bool,
    weeks: [f64; N],
    /// Where its links begin and end.
    links: [usize; 2],
}

impl<const N: usize> Running<N> {
    /// Whether some MW wait for it.
    fn gates(&self, mw: f64) -> bool {
        self.stands < mw
    }

    /// Whether they do, or what they wait for.
    fn takes_part(&self, mw: f64) -> bool {
        self.gates(mw) || self.stands == NO_MW_WAIT
    }
}

/// What a draw takes of each work.
#[derive(Clone, Copy)]
pub(super) struct Times<'d> {
    /// MW that stand without it: below 0 where it is not needed, so that nothing waits for it.
    pub stands: &'d [f64],
    pub durations: &'d [Duration],
    /// Weeks until the permits are there without which nothing is built.
    pub hold: f64,
}

/// A work of which no MW wait, that others may wait for all the same.
pub(super) const NO_MW_WAIT: f64 = f64::INFINITY;
/// A work that a draw does not need.
pub(super) const NOT_NEEDED: f64 = -2.0;
/// A work that no tenant asks for, and that would earn points all the same.
pub(super) const WORTHWHILE: f64 = -1.0;
/// A work that is done for its points: neither MW nor other works wait for it.
pub(super) const FOR_POINTS: f64 = f64::MAX;

impl Times<'_> {
    /// Whether some MW, or the works that they wait for, wait for a work.
    fn takes_part(&self, work: usize, mw: f64) -> bool {
        let stands = self.stands[work];
        stands >= 0.0 && (stands < mw || stands == NO_MW_WAIT)
    }

    /// Whether some MW wait for a work.
    pub(super) fn gates(&self, work: usize, mw: f64) -> bool {
        let stands = self.stands[work];
        stands >= 0.0 && stands < mw
    }
}

impl Course {
    /// The course of some works.
    pub(super) fn of(works: &[Part], list: &PriceList) -> Self {
        let measures: Vec<usize> = works.iter().map(|part| part.measure).collect();
        let (activities, links) = in_order(&measures, list);
        let stages = activities.iter().map(|activity| {
            let part = works[activity.work];
            let model = list.positions().step(part.measure, activity.step());
            Stage {
                work: part.work,
                length: activity.length,
                held: model.is_some_and(|model| model.held),
                end: activity.links.1,
            }
        });
        Self {
            stages: stages.collect(),
            links,
        }
    }

    /// Weeks until some MW can run as far as works go, and when each stage ends that takes part: 0 for others.
    pub(super) fn run(&self, times: Times, mw: f64, lot: f64, finishes: &mut Vec<f64>) -> f64 {
        let (mut running, mut lanes) = (Vec::new(), Vec::new());
        self.needed(times, [lot], &mut running);
        let [end] = self.run_on(&running, times.hold, mw, &mut lanes);
        finishes.clear();
        finishes.extend(lanes.iter().map(|[finish]| finish));
        end
    }

    /// The stages that a draw needs, to be run for any MW.
    pub(super) fn needed<const N: usize>(
        &self,
        times: Times,
        lots: [f64; N],
        running: &mut Vec<Running<N>>,
    ) {
        running.clear();
        let mut begin = 0;
        for (at, stage) in self.stages.iter().enumerate() {
            let links = [begin, stage.end];
            begin = stage.end;
            let stands = times.stands[stage.work];
            if stands >= 0.0 {
                let mut weeks = [0.0; N];
                for (weeks, lot) in weeks.iter_mut().zip(lots) {
                    *weeks = stage.length.weeks(times.durations[stage.work], lot);
                }
                running.push(Running {
                    at,
                    stands,
                    held: stage.held,
                    weeks,
                    links,
                });
            }
        }
    }

    /// Weeks until some MW can run as far as works go, for several lots at once: most of the time goes to the links.
    pub(super) fn run_on<const N: usize>(
        &self,
        running: &[Running<N>],
        hold: f64,
        mw: f64,
        finishes: &mut Vec<[f64; N]>,
    ) -> [f64; N] {
        finishes.clear();
        finishes.resize(self.stages.len(), [0.0; N]);
        let mut end = [0.0; N];
        for stage in running.iter().filter(|stage| stage.takes_part(mw)) {
            let [begin, behind] = stage.links;
            let mut finish = [if stage.held { hold } else { 0.0 }; N];
            for waited in &self.links[begin..behind] {
                finish = each_later(finish, finishes[*waited]);
            }
            for (finish, weeks) in finish.iter_mut().zip(stage.weeks) {
                *finish += weeks;
            }
            finishes[stage.at] = finish;
            if stage.gates(mw) {
                end = each_later(end, finish);
            }
        }
        end
    }

    /// Counts one more for each work that cannot slip without moving the last of some MW.
    pub(super) fn count_critical(
        &self,
        times: Times,
        mw: f64,
        lot: f64,
        finishes: &mut Vec<f64>,
        counts: &mut [u32],
    ) {
        let end = self.run(times, mw, lot, finishes);
        let mut latest = vec![end; self.stages.len()];
        let mut critical = vec![false; counts.len()];
        for (at, stage) in self.stages.iter().enumerate().rev() {
            if !times.takes_part(stage.work, mw) {
                continue;
            }
            // Nothing waits for the end of a work that no MW wait for.
            if !times.gates(stage.work, mw) && latest[at] == end {
                latest[at] = f64::INFINITY;
            }
            let weeks = stage.length.weeks(times.durations[stage.work], lot);
            critical[stage.work] |= weeks > 0.0 && latest[at] - finishes[at] < NO_FLOAT;
            let begin = self.begin(at);
            for waited in &self.links[begin..stage.end] {
                latest[*waited] = latest[*waited].min(latest[at] - weeks);
            }
        }
        for (count, critical) in counts.iter_mut().zip(critical) {
            *count += u32::from(critical);
        }
    }

    /// The works that some MW wait for the longest, one behind the other, each with the weeks that it holds them up.
    pub(super) fn chain(&self, times: Times, mw: f64, lot: f64) -> Vec<(usize, f64)> {
        let mut finishes = Vec::new();
        let end = self.run(times, mw, lot, &mut finishes);
        let last = (0..self.stages.len())
            .find(|at| times.gates(self.stages[*at].work, mw) && finishes[*at] >= end);
        let mut chain: Vec<(usize, f64)> = Vec::new();
        let mut next = last.filter(|_| end > 0.0);
        while let Some(at) = next {
            let stage = self.stages[at];
            let weeks = stage.length.weeks(times.durations[stage.work], lot);
            match chain.iter_mut().find(|(work, _)| *work == stage.work) {
                Some((_, all)) => *all += weeks,
                None => chain.push((stage.work, weeks)),
            }
            let start = finishes[at] - weeks;
            let waits_for = self.links[self.begin(at)..stage.end].iter().copied();
            next = waits_for
                .filter(|waited| finishes[*waited] > 0.0 && finishes[*waited] >= start - NO_FLOAT)
                .reduce(|a, b| if finishes[b] > finishes[a] { b } else { a });
        }
        chain.reverse();
        chain
    }

    /// Weeks until each of all works is done that take part in some MW; 0 for others.
    pub(super) fn done(&self, times: Times, mw: f64, lot: f64) -> Vec<f64> {
        let mut finishes = Vec::new();
        self.run(times, mw, lot, &mut finishes);
        let mut done = vec![0.0; times.stands.len()];
        for (stage, finish) in self.stages.iter().zip(finishes) {
            done[stage.work] = later(done[stage.work], finish);
        }
        done
    }

    fn begin(&self, at: usize) -> usize {
        at.checked_sub(1)
            .map_or(0, |before| self.stages[before].end)
    }

    /// Whether every stage that takes part begins no earlier than those it waits for end.
    #[cfg(test)]
    pub(super) fn holds(&self, times: Times, mw: f64, lot: f64, finishes: &[f64]) -> bool {
        self.stages.iter().enumerate().all(|(at, stage)| {
            let mut waited = self.links[self.begin(at)..stage.end].iter();
            let weeks = stage.length.weeks(times.durations[stage.work], lot);
            !times.takes_part(stage.work, mw)
                || waited.all(|w| *w < at && finishes[*w] <= finishes[at] - weeks + 1e-9)
        })
    }
}

/// The later of two, lot by lot.
fn each_later<const N: usize>(mut a: [f64; N], b: [f64; N]) -> [f64; N] {
    for (a, b) in a.iter_mut().zip(b) {
        *a = later(*a, b);
    }
    a
}

/// Weeks are never NaN, and `f64::max` takes its time to see to that.
fn later(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::network::tests::by_hand;
    use super::super::prices::Step;
    use super::*;

    /// The works of the plan by hand, in its order: tanks, engines, permit, transformer.
    pub(in crate::plan) fn course() -> Course {
        let (works, list) = by_hand();
        let parts: Vec<Part> = works
            .iter()
            .enumerate()
            .map(|(at, work)| Part {
                work: at,
                measure: work.measure,
            })
            .collect();
        Course::of(&parts, &list)
    }

    pub(in crate::plan) fn taking(weeks: [f64; 4]) -> [Duration; 4] {
        weeks.map(|weeks| Duration {
            weeks,
            ordered: -1.0,
        })
    }

    const ALL: f64 = 100.0;

    #[test]
    fn megawatts_wait_for_the_works_without_which_fewer_stand_and_nothing_waits_for_others() {
        let (course, mut finishes) = (course(), Vec::new());
        let durations = taking([10.0, 50.0, 20.0, 53.0]);
        let mut run = |stands: [f64; 4], mw: f64| {
            let times = Times {
                stands: &stands,
                durations: &durations,
                hold: 0.0,
            };
            let end = course.run(times, mw, 1.0, &mut finishes);
            assert!(course.holds(times, mw, 1.0, &finishes));
            end
        };
        // 40 weeks of order and 10 of install for the engines, 4 to commission the tanks behind them.
        assert_eq!(run([0.0; 4], ALL), 54.0);
        // Engines that stand for 60 MW hold up what comes behind them alone; the transformer then takes longest.
        assert_eq!(run([0.0, 60.0, 0.0, 0.0], 60.0), 53.0);
        assert_eq!(run([0.0, 60.0, 0.0, 0.0], 61.0), 54.0);
        // What no MW wait for is waited for by other works all the same.
        assert_eq!(run([0.0, NO_MW_WAIT, 0.0, NOT_NEEDED], ALL), 54.0);
        assert_eq!(run([0.0, NOT_NEEDED, 0.0, WORTHWHILE], ALL), 20.0);
        assert_eq!(run([0.0, NOT_NEEDED, NOT_NEEDED, NOT_NEEDED], ALL), 10.0);
        assert_eq!(run([NOT_NEEDED; 4], ALL), 0.0);
    }

    #[test]
    fn a_late_permit_or_transformer_takes_the_place_of_the_engines() {
        let (course, mut finishes, mut counts) = (course(), Vec::new(), [0; 4]);
        for (permit, transformer) in [(20.0, 53.0), (41.0, 53.0), (20.0, 55.0)] {
            let times = Times {
                stands: &[0.0; 4],
                durations: &taking([10.0, 50.0, permit, transformer]),
                hold: 0.0,
            };
            course.count_critical(times, ALL, 1.0, &mut finishes, &mut counts);
        }
        // In the first run the engines and the tanks, in the second the permit too, in the third none of them.
        assert_eq!(counts, [2, 2, 1, 1]);
    }

    #[test]
    fn the_works_that_hold_megawatts_up_stand_one_behind_the_other() {
        let course = course();
        let chain = |stands: [f64; 4], weeks: [f64; 4]| {
            let times = Times {
                stands: &stands,
                durations: &taking(weeks),
                hold: 0.0,
            };
            course.chain(times, ALL, 1.0)
        };
        // Both steps of the engines, 40 and 10 weeks, then the last 4 of the tanks; the permit is there in time.
        let (tanks, engines, permit, transformer) = (0, 1, 2, 3);
        assert_eq!(
            chain([0.0; 4], [10.0, 50.0, 20.0, 53.0]),
            [(engines, 50.0), (tanks, 4.0)]
        );
        // A late permit holds up the installation alone.
        assert_eq!(
            chain([0.0; 4], [10.0, 50.0, 45.0, 53.0]),
            [(permit, 45.0), (engines, 10.0), (tanks, 4.0)]
        );
        assert_eq!(
            chain([0.0; 4], [10.0, 50.0, 20.0, 55.0]),
            [(transformer, 55.0)]
        );
        assert_eq!(chain([NOT_NEEDED; 4], [10.0, 50.0, 20.0, 53.0]), []);
    }

    #[test]
    fn a_first_hall_waits_for_a_part_of_the_delivery_and_what_is_on_order_for_what_is_left_of_it() {
        let engines = Length {
            step: Step::Deliver,
            share: 0.79,
            first: 0.79 * 0.47,
        };
        let ordered = |ordered| Duration {
            weeks: 92.0,
            ordered,
        };
        // 0.79 × 92 are 72.7 weeks of delivery, 0.47 of them 34.2.
        let weeks = |lot, since| engines.weeks(ordered(since), lot);
        assert!((weeks(1.0, -1.0) - 72.68).abs() < 1e-9);
        assert!((weeks(0.0, -1.0) - 34.1596).abs() < 1e-9);
        assert!((weeks(0.5, -1.0) - (72.68 + 34.1596) / 2.0).abs() < 1e-9);
        assert!((weeks(1.0, 26.0) - 46.68).abs() < 1e-9);
        assert_eq!(weeks(0.0, 52.0), 0.0);
        let order = Length {
            step: Step::Order,
            share: 0.02,
            first: 0.02,
        };
        assert_eq!(order.weeks(ordered(0.0), 1.0), 0.0);
        assert!(order.weeks(ordered(-1.0), 1.0) > 1.0);
    }

    #[test]
    fn what_is_built_behind_permits_waits_for_them() {
        let list = crate::plan::built_in();
        let of = |remedy: &str| {
            let measures = &list.measures;
            measures.iter().position(|m| m.remedy == remedy).unwrap()
        };
        let parts = [Part {
            work: 0,
            measure: of("first-hall"),
        }];
        let course = Course::of(&parts, list);
        let end = |hold| {
            let times = Times {
                stands: &[0.0],
                durations: &taking([100.0, 0.0, 0.0, 0.0])[..1],
                hold,
            };
            course.run(times, ALL, 1.0, &mut Vec::new())
        };
        // 40 weeks until it is installed, 46 to install and 14 to commission it.
        assert!((end(0.0) - 100.0).abs() < 1e-9);
        assert!((end(40.0) - 100.0).abs() < 1e-9);
        assert!((end(70.0) - 130.0).abs() < 1e-9);
    }
}
