//! The course of all works that a route may take, in one order for every draw.

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
    /// A first phase does not wait for it.
    pub later_phase: bool,
}

/// One activity.
#[derive(Debug, Clone, Copy)]
struct Stage {
    work: usize,
    /// Share of the weeks of its work.
    share: f64,
    /// Where its links end; they begin where those of the stage before end.
    end: usize,
    /// A first phase does not wait for it.
    later_phase: bool,
}

/// When the phases of a plan end, weeks from its start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ends {
    pub first: f64,
    pub full: f64,
}

/// When each work takes how long; a work that a draw does not need takes no time, and nothing waits for it.
#[derive(Clone, Copy)]
pub(super) struct Times<'d> {
    pub needed: &'d [bool],
    pub weeks: &'d [f64],
}

impl Times<'_> {
    fn of(&self, stage: Stage) -> Option<f64> {
        (self.needed[stage.work]).then(|| stage.share * self.weeks[stage.work])
    }
}

impl Course {
    /// The course of some works.
    pub(super) fn of(works: &[Part], list: &PriceList) -> Self {
        let measures: Vec<usize> = works.iter().map(|part| part.measure).collect();
        let (activities, links) = in_order(&measures, list);
        let stages = activities.iter().map(|a| Stage {
            work: works[a.work].work,
            share: a.weeks,
            end: a.links.1,
            later_phase: works[a.work].later_phase,
        });
        Self {
            stages: stages.collect(),
            links,
        }
    }

    /// Dates every stage: when it ends, 0 where its work is not needed.
    pub(super) fn run(&self, times: Times, finishes: &mut Vec<f64>) -> Ends {
        finishes.clear();
        finishes.resize(self.stages.len(), 0.0);
        let mut ends = Ends {
            first: 0.0,
            full: 0.0,
        };
        let mut begin = 0;
        for (at, stage) in self.stages.iter().enumerate() {
            let waits_for = &self.links[begin..stage.end];
            begin = stage.end;
            let Some(weeks) = times.of(*stage) else {
                continue;
            };
            let start = waits_for
                .iter()
                .fold(0.0, |start, at| later(start, finishes[*at]));
            let finish = start + weeks;
            finishes[at] = finish;
            ends.full = later(ends.full, finish);
            if !stage.later_phase {
                ends.first = later(ends.first, finish);
            }
        }
        ends
    }

    /// Counts one more for each work that cannot slip without moving the end.
    pub(super) fn count_critical(&self, times: Times, finishes: &mut Vec<f64>, counts: &mut [u32]) {
        let end = self.run(times, finishes).full;
        let mut latest = vec![end; self.stages.len()];
        let mut critical = vec![false; counts.len()];
        for (at, stage) in self.stages.iter().enumerate().rev() {
            let Some(weeks) = times.of(*stage) else {
                continue;
            };
            critical[stage.work] |= weeks > 0.0 && latest[at] - finishes[at] < NO_FLOAT;
            let begin = at
                .checked_sub(1)
                .map_or(0, |before| self.stages[before].end);
            for waited in &self.links[begin..stage.end] {
                latest[*waited] = latest[*waited].min(latest[at] - weeks);
            }
        }
        for (count, critical) in counts.iter_mut().zip(critical) {
            *count += u32::from(critical);
        }
    }

    /// Whether every needed stage begins no earlier than those it waits for end.
    #[cfg(test)]
    pub(super) fn holds(&self, times: Times, finishes: &[f64]) -> bool {
        self.stages.iter().enumerate().all(|(at, stage)| {
            let begin = at
                .checked_sub(1)
                .map_or(0, |before| self.stages[before].end);
            let mut waited = self.links[begin..stage.end].iter();
            times.of(*stage).is_none_or(|weeks| {
                waited.all(|w| *w < at && finishes[*w] <= finishes[at] - weeks + 1e-9)
            })
        })
    }
}

/// Weeks are never NaN, and `f64::max` takes its time to see to that.
fn later(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::super::network::tests::by_hand;
    use super::*;

    /// The works of the plan by hand, in its order: tanks, engines, permit, transformer.
    fn course() -> Course {
        let (works, list) = by_hand();
        let parts: Vec<Part> = works
            .iter()
            .enumerate()
            .map(|(at, work)| Part {
                work: at,
                measure: work.measure,
                later_phase: work.later_phase,
            })
            .collect();
        Course::of(&parts, &list)
    }

    #[test]
    fn a_work_that_is_not_needed_takes_no_time_and_nothing_waits_for_it() {
        let (course, mut finishes) = (course(), Vec::new());
        let weeks = [10.0, 50.0, 20.0, 53.0];
        let mut run = |needed: [bool; 4]| {
            let times = Times {
                needed: &needed,
                weeks: &weeks,
            };
            let ends = course.run(times, &mut finishes);
            assert!(course.holds(times, &finishes));
            ends
        };
        // 40 weeks of order and 10 of install for the engines, 4 to commission the tanks behind them.
        assert_eq!(
            run([true; 4]),
            Ends {
                first: 54.0,
                full: 54.0
            }
        );
        assert_eq!(
            run([true, false, true, true]),
            Ends {
                first: 20.0,
                full: 53.0
            }
        );
        assert_eq!(
            run([true, false, false, false]),
            Ends {
                first: 10.0,
                full: 10.0
            }
        );
        assert_eq!(
            run([false; 4]),
            Ends {
                first: 0.0,
                full: 0.0
            }
        );
    }

    #[test]
    fn a_late_permit_or_transformer_takes_the_place_of_the_engines() {
        let (course, mut finishes, mut counts) = (course(), Vec::new(), [0; 4]);
        for (permit, transformer) in [(20.0, 53.0), (41.0, 53.0), (20.0, 55.0)] {
            let times = Times {
                needed: &[true; 4],
                weeks: &[10.0, 50.0, permit, transformer],
            };
            course.count_critical(times, &mut finishes, &mut counts);
        }
        // In the first run the engines and the tanks, in the second the permit too, in the third none of them.
        assert_eq!(counts, [2, 2, 1, 1]);
    }
}
