//! From works to their schedule: the network of their activities, put in order and dated.

use super::lengths::Duration;
use super::prices::{PriceList, Step};
use super::schedule::{Activity, Schedule, Span};
use super::works::Work;

/// Puts the works that must start first in front, ties by the float they have, then as their measures
/// stand in the price list; and gives their network. When a work runs does not depend on its place in the list, so that is computed once.
pub(super) fn put_in_order<'a>(
    works: Vec<Work<'a>>,
    list: &PriceList,
    hold: f64,
    lot: f64,
) -> (Vec<Work<'a>>, Schedule) {
    let mut network = Network::of(&timed(&works), list, hold, lot);
    network.sort();
    let spans = network.run(works.len());
    let mut keyed: Vec<(Span, usize, Work)> = works
        .into_iter()
        .enumerate()
        .map(|(at, work)| (spans[at], at, work))
        .collect();
    keyed.sort_by(|(a, ..), (b, ..)| {
        (a.start + a.float)
            .total_cmp(&(b.start + b.float))
            .then(a.float.total_cmp(&b.float))
    });
    let mut places = vec![0; keyed.len()];
    for (place, (_, was, _)) in keyed.iter().enumerate() {
        places[*was] = place;
    }
    network.renumber(&places);
    network.sort();
    let spans = keyed.iter().map(|(span, _, _)| *span).collect();
    let works: Vec<Work> = keyed.into_iter().map(|(_, _, work)| work).collect();
    (works, network.into_schedule(spans))
}

/// The measure of each work with how long it takes in the median draw.
fn timed(works: &[Work]) -> Vec<(usize, Duration)> {
    works.iter().map(|w| (w.measure, w.duration)).collect()
}

/// The activities of works of these measures, each behind those it waits for; and the positions of those it waits for.
pub(super) fn in_order(measures: &[usize], list: &PriceList) -> (Vec<Activity>, Vec<usize>) {
    let untimed = |measure: &usize| (*measure, Duration::default());
    let works: Vec<(usize, Duration)> = measures.iter().map(untimed).collect();
    let mut network = Network::of(&works, list, 0.0, 1.0);
    network.sort();
    (network.activities, network.links)
}

/// Activities, and for each those it waits for; a circle is cut where it closes. In one list, because a list for each
/// activity would cost more than the whole computation.
struct Network {
    activities: Vec<Activity>,
    links: Vec<usize>,
}

impl Network {
    /// Work by work in the order of their steps; of each work its measure and how long it takes.
    fn of(works: &[(usize, Duration)], list: &PriceList, hold: f64, lot: f64) -> Self {
        let steps = &list.positions().steps;
        let of_work = |measure: usize| steps.get(measure).map_or(&[][..], Vec::as_slice);
        let mut activities: Vec<Activity> = Vec::with_capacity(Step::ALL.len() * works.len());
        // Of each measure, the first activity of its work.
        let mut firsts: Vec<Option<usize>> = vec![None; steps.len()];
        for (at, (measure, duration)) in works.iter().enumerate() {
            if let Some(first) = firsts.get_mut(*measure) {
                *first = Some(activities.len());
            }
            activities.extend(of_work(*measure).iter().map(|model| Activity {
                work: at,
                length: model.length,
                weeks: model.length.weeks(*duration, lot),
                earliest: if model.held { hold } else { 0.0 },
                start: 0.0,
                finish: 0.0,
                float: 0.0,
                links: (0, 0),
            }));
        }
        let mut links = Vec::with_capacity(2 * activities.len());
        let models = works
            .iter()
            .flat_map(|(measure, _)| of_work(*measure).iter().enumerate());
        for (at, (nth, model)) in models.enumerate() {
            let begin = links.len();
            if nth > 0 {
                links.push(at - 1);
            }
            for (measure, nth) in &model.waits_for {
                let other = firsts[*measure].map(|first| first + nth);
                links.extend(other.filter(|other| !links[begin..].contains(other)));
            }
            activities[at].links = (begin, links.len());
        }
        Self { activities, links }
    }

    /// Puts activities behind those they wait for; what a circle holds back comes last, unlinked.
    fn sort(&mut self) {
        let order = self.order();
        self.permute(&order, |at, waited| waited < at);
    }

    /// Gives the works other places, and puts the activities into the order of these. Sorted as they are, the
    /// steps of a work stand in their order already.
    fn renumber(&mut self, places: &[usize]) {
        let mut next_place = vec![0; places.len()];
        for activity in &mut self.activities {
            activity.work = places[activity.work];
            next_place[activity.work] += 1;
        }
        into_begins(&mut next_place);
        let mut order = vec![0; self.activities.len()];
        for (at, activity) in self.activities.iter().enumerate() {
            let place = &mut next_place[activity.work];
            order[*place] = at;
            *place += 1;
        }
        self.permute(&order, |_, _| true);
    }

    /// Puts the activities into an order, given by their present positions; links that are not kept are cut.
    fn permute(&mut self, order: &[usize], keep: impl Fn(usize, usize) -> bool) {
        let mut places = vec![0; order.len()];
        for (place, was) in order.iter().enumerate() {
            places[*was] = place;
        }
        let mut activities = Vec::with_capacity(order.len());
        let mut links = Vec::with_capacity(self.links.len());
        for (place, was) in order.iter().enumerate() {
            let begin = links.len();
            let activity = self.activities[*was];
            for waited in activity.of(&self.links) {
                if keep(place, places[*waited]) {
                    links.push(places[*waited]);
                }
            }
            activities.push(Activity {
                links: (begin, links.len()),
                ..activity
            });
        }
        *self = Self { activities, links };
    }

    /// Positions of the activities, each behind those it waits for, of those that can be next always the first
    /// (Kahn); in the end what a circle holds back.
    fn order(&self) -> Vec<usize> {
        let all = self.activities.len();
        let (behind, ends) = self.turned();
        let count = |a: &Activity| a.links.1 - a.links.0;
        let mut open: Vec<usize> = self.activities.iter().map(count).collect();
        let mut ready = Queue::new(all);
        (0..all)
            .filter(|at| open[*at] == 0)
            .for_each(|at| ready.put(at));
        let mut order = Vec::with_capacity(all);
        while let Some(next) = ready.take_first() {
            order.push(next);
            let begin = next.checked_sub(1).map_or(0, |before| ends[before]);
            for at in &behind[begin..ends[next]] {
                open[*at] -= 1;
                if open[*at] == 0 {
                    ready.put(*at);
                }
            }
        }
        order.extend((0..all).filter(|at| open[*at] > 0));
        order
    }

    /// The links turned around: those that wait for an activity, activity by activity, and where each of these
    /// runs ends.
    fn turned(&self) -> (Vec<usize>, Vec<usize>) {
        let mut ends = vec![0; self.activities.len()];
        for before in &self.links {
            ends[*before] += 1;
        }
        // Where each run begins for now; filling it moves that to its end.
        into_begins(&mut ends);
        let mut behind = vec![0; self.links.len()];
        for (at, activity) in self.activities.iter().enumerate() {
            for before in activity.of(&self.links) {
                behind[ends[*before]] = at;
                ends[*before] += 1;
            }
        }
        (behind, ends)
    }

    /// Dates sorted activities, and says when each work runs.
    fn run(&mut self, works: usize) -> Vec<Span> {
        let Self { activities, links } = self;
        let durations: Vec<f64> = activities.iter().map(|a| a.weeks).collect();
        let finishes = forward(activities, links, &durations);
        let full = finishes.iter().copied().fold(0.0, f64::max);
        let latest = backward(activities, links, &durations, full);
        let mut spans = vec![Span::NONE; works];
        for (at, activity) in activities.iter_mut().enumerate() {
            activity.finish = finishes[at];
            activity.start = finishes[at] - durations[at];
            activity.float = (latest[at] - finishes[at]).max(0.0);
            spans[activity.work] = spans[activity.work].with(activity);
        }
        spans
    }

    fn into_schedule(self, spans: Vec<Span>) -> Schedule {
        let Self { activities, links } = self;
        let finishes = activities.iter().map(|a| a.finish);
        Schedule {
            full_weeks: finishes.fold(0.0, f64::max),
            activities,
            links,
            spans,
        }
    }
}

/// Turns the lengths of runs that stand one after the other into where each begins.
fn into_begins(lengths: &mut [usize]) {
    let mut sum = 0;
    for length in lengths {
        sum += std::mem::replace(length, sum);
    }
}

/// Positions that are ready, of which the first is taken first: a bit for each.
struct Queue(Vec<u64>);

impl Queue {
    fn new(all: usize) -> Self {
        Self(vec![0; all.div_ceil(64)])
    }

    fn put(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn take_first(&mut self) -> Option<usize> {
        let (at, bits) = self
            .0
            .iter_mut()
            .enumerate()
            .find(|(_, bits)| **bits != 0)?;
        let bit = bits.trailing_zeros() as usize;
        *bits &= *bits - 1;
        Some(64 * at + bit)
    }
}

fn forward(activities: &[Activity], links: &[usize], durations: &[f64]) -> Vec<f64> {
    let mut finishes = vec![0.0; activities.len()];
    for (at, activity) in activities.iter().enumerate() {
        let waits_for = activity.of(links).iter();
        let start = waits_for
            .map(|w| finishes[*w])
            .fold(activity.earliest, f64::max);
        finishes[at] = start + durations[at];
    }
    finishes
}

fn backward(activities: &[Activity], links: &[usize], durations: &[f64], end: f64) -> Vec<f64> {
    let mut latest = vec![end; activities.len()];
    for (at, activity) in activities.iter().enumerate().rev() {
        let latest_start = latest[at] - durations[at];
        for waited in activity.of(links) {
            latest[*waited] = latest[*waited].min(latest_start);
        }
    }
    latest
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::plan::prices::{After, Measure, Payer, Steps};
    use crate::plan::works::Certainty;
    use crate::spread::Spread;

    fn work(remedy: &str, measure: usize, weeks: f64) -> Work<'static> {
        Work {
            remedy: crate::checklist::remedy(remedy).unwrap(),
            measure,
            closes: Vec::new(),
            chance: 1.0,
            certainty: Certainty::Needed,
            payer: Payer::Owner,
            lines: Vec::new(),
            cost: Spread::exact(0.0),
            writes: Vec::new(),
            weeks: Spread::exact(weeks),
            duration: Duration {
                weeks,
                ordered: -1.0,
            },
            first_lot: None,
            critical: 0.0,
            mw_at_stake: None,
            limit: None,
            readiness_points: 0.0,
            later_phase: remedy == "transformer-n-1",
            beyond: false,
        }
    }

    fn measure(remedy: &str, steps: Steps, after: &[(Step, &str, Step)]) -> Measure {
        let after = after.iter().map(|(step, remedy, until)| After {
            step: *step,
            remedy: (*remedy).to_owned(),
            until: *until,
        });
        Measure {
            remedy: remedy.to_owned(),
            weeks: None,
            awaits: Vec::new(),
            routes: Vec::new(),
            lines: Vec::new(),
            payer: Payer::Owner,
            steps,
            first_lot: None,
            ordered_on: None,
            after: after.collect(),
            beyond: false,
            later_phase: false,
            writes: std::collections::BTreeMap::new(),
            salvage: Vec::new(),
            note: None,
        }
    }

    /// A permit of 20 weeks; engines of 50 weeks that are delivered after 40 and installed behind the
    /// permit; fuel tanks of 10 weeks that nothing waits for but their own commissioning behind the engines;
    /// a transformer of 53 weeks for a later phase.
    pub(in crate::plan) fn by_hand() -> (Vec<Work<'static>>, PriceList) {
        let mut list = crate::plan::built_in().clone();
        let install_late = Steps {
            order: 0.8,
            install: 0.2,
            ..Steps::default()
        };
        let permit = Steps {
            permit: 1.0,
            ..Steps::default()
        };
        let tanks = Steps {
            install: 0.6,
            commission: 0.4,
            ..Steps::default()
        };
        let order = Steps {
            order: 1.0,
            ..Steps::default()
        };
        list.measures = vec![
            measure("air-permit", permit, &[]),
            measure(
                "generators",
                install_late,
                &[(Step::Install, "air-permit", Step::Permit)],
            ),
            measure(
                "fuel-storage",
                tanks,
                &[(Step::Commission, "generators", Step::Install)],
            ),
            measure("transformer-n-1", order, &[]),
        ];
        let works = vec![
            work("fuel-storage", 2, 10.0),
            work("generators", 1, 50.0),
            work("air-permit", 0, 20.0),
            work("transformer-n-1", 3, 53.0),
        ];
        (works, list)
    }

    /// The works in the order they come in, so that their positions stay known.
    fn schedule(works: &[Work], list: &PriceList) -> Schedule {
        let mut network = Network::of(&timed(works), list, 0.0, 1.0);
        network.sort();
        let spans = network.run(works.len());
        network.into_schedule(spans)
    }

    #[test]
    fn a_plan_whose_critical_path_is_known_by_hand() {
        let (works, list) = by_hand();
        let schedule = schedule(&works, &list);
        // 40 weeks of order and 10 of install for the engines, 4 to commission the tanks behind them.
        assert!((schedule.full_weeks - 54.0).abs() < 1e-9, "{schedule:?}");
        let path: Vec<(&str, Step)> = schedule
            .critical_path()
            .iter()
            .map(|a| (works[a.work].remedy.id.as_str(), a.length.step))
            .collect();
        let by_hand = [
            ("generators", Step::Order),
            ("generators", Step::Install),
            ("fuel-storage", Step::Commission),
        ];
        assert_eq!(path, by_hand);
        // The permit must be there when the engines are: 40 − 20 weeks of float; the transformer has 1.
        assert!((schedule.of_work(2).float - 20.0).abs() < 1e-9);
        assert!((schedule.of_work(3).float - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_circle_is_cut_and_ends() {
        let (works, mut list) = by_hand();
        list.measures[0].after = vec![After {
            step: Step::Permit,
            remedy: "fuel-storage".to_owned(),
            until: Step::Commission,
        }];
        let schedule = schedule(&works, &list);
        assert_eq!(schedule.activities.len(), 6);
        assert!(schedule.full_weeks.is_finite());
    }
}
