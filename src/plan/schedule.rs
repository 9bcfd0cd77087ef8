//! Activities, prerequisites, critical path; sampled dates where they are asked for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use rand::SeedableRng;
use rand_distr::{Distribution, Triangular};
use rand_pcg::Pcg64;

use super::prices::{PriceList, Step};
use super::works::Work;
use crate::estimate::Estimate;
use crate::units::Weeks;

/// One step of one work.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Position of its work in the plan.
    pub work: usize,
    /// Which step of it.
    pub step: Step,
    /// Likely duration, weeks.
    pub weeks: f64,
    /// Earliest start, weeks from the start of the plan.
    pub start: f64,
    /// Earliest finish.
    pub finish: f64,
    /// Weeks it can slip without moving the end.
    pub float: f64,
    /// Where in the schedule's list of links those of this activity stand.
    links: Range<usize>,
}

/// When a work runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Earliest start, weeks from the start of the plan.
    pub start: f64,
    /// Earliest finish.
    pub finish: f64,
    /// Weeks it can slip without moving the end.
    pub float: f64,
}

impl Span {
    /// The span of a work without activities.
    const NONE: Self = Self {
        start: f64::MAX,
        finish: 0.0,
        float: f64::MAX,
    };

    fn with(self, activity: &Activity) -> Self {
        Self {
            start: self.start.min(activity.start),
            finish: self.finish.max(activity.finish),
            float: self.float.min(activity.float),
        }
    }
}

/// The network of activities at their likely durations.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Activities, each behind those it waits for.
    pub activities: Vec<Activity>,
    /// Positions of the activities that others wait for, one after the other; in one list, because a list for
    /// each activity would cost more than the whole computation.
    links: Vec<usize>,
    /// For each work, when it runs.
    spans: Vec<Span>,
    /// Weeks until the first phase can run.
    pub first_weeks: f64,
    /// Weeks until all is done.
    pub full_weeks: f64,
}

/// A tolerance below which float counts as none.
const NO_FLOAT: f64 = 1e-6;

impl Schedule {
    /// Positions of the activities without float, in their order.
    pub fn critical(&self) -> impl Iterator<Item = &Activity> {
        self.activities
            .iter()
            .filter(|a| a.float < NO_FLOAT && a.weeks > 0.0)
    }

    /// Positions of the activities that an activity waits for.
    #[must_use]
    pub fn waits_for(&self, activity: &Activity) -> &[usize] {
        &self.links[activity.links.clone()]
    }

    /// One chain of activities that ends last, each the one its successor waits for longest; it fills the
    /// plan from its start to its end.
    #[must_use]
    pub fn critical_path(&self) -> Vec<&Activity> {
        let positions = self.critical_positions().into_iter();
        positions.map(|at| &self.activities[at]).collect()
    }

    /// Positions of the activities of that chain.
    #[must_use]
    pub fn critical_positions(&self) -> Vec<usize> {
        let finish = |at: &usize| self.activities[*at].finish;
        let later = |a: &usize, b: &usize| finish(a).total_cmp(&finish(b));
        let mut path = Vec::new();
        let mut next = (0..self.activities.len()).max_by(later);
        while let Some(at) = next {
            path.push(at);
            let waits_for = self.waits_for(&self.activities[at]).iter().copied();
            next = waits_for.max_by(later);
        }
        path.reverse();
        path.retain(|at| self.activities[*at].weeks > 0.0);
        path
    }

    /// Earliest start, finish and least float of a work.
    #[must_use]
    pub fn of_work(&self, work: usize) -> Span {
        self.spans.get(work).copied().unwrap_or(Span::NONE)
    }
}

/// The network of a plan. Works must be free of circular prerequisites; a circle is cut where it closes.
#[must_use]
pub fn schedule(works: &[Work], list: &PriceList) -> Schedule {
    let (mut activities, links) = Network::of(works, list).in_order();
    let durations: Vec<f64> = activities.iter().map(|a| a.weeks).collect();
    let finishes = forward(&activities, &links, &durations);
    let full = finishes.iter().copied().fold(0.0, f64::max);
    let latest = backward(&activities, &links, &durations, full);
    let mut spans = vec![Span::NONE; works.len()];
    for (at, activity) in activities.iter_mut().enumerate() {
        activity.finish = finishes[at];
        activity.start = finishes[at] - durations[at];
        activity.float = (latest[at] - finishes[at]).max(0.0);
        spans[activity.work] = spans[activity.work].with(activity);
    }
    let first = first_phase(works, &activities, &finishes);
    Schedule {
        activities,
        links,
        spans,
        first_weeks: first,
        full_weeks: full,
    }
}

fn first_phase(works: &[Work], activities: &[Activity], finishes: &[f64]) -> f64 {
    let early = activities
        .iter()
        .zip(finishes)
        .filter(|(a, _)| !works[a.work].later_phase);
    early.map(|(_, finish)| *finish).fold(0.0, f64::max)
}

/// Activities work by work, and for each those it waits for.
struct Network {
    activities: Vec<Activity>,
    links: Vec<usize>,
}

impl Network {
    fn of(works: &[Work], list: &PriceList) -> Self {
        let mut activities: Vec<Activity> = Vec::with_capacity(3 * works.len());
        // For each work, its last activity up to each step.
        let mut last_until = vec![[None; Step::ALL.len()]; works.len()];
        let mut work_of_measure = vec![None; list.measures.len()];
        for (at, work) in works.iter().enumerate() {
            let Some(measure) = list.measures.get(work.measure) else {
                continue;
            };
            work_of_measure[work.measure] = Some(at);
            let mut last = None;
            for (step, last_until) in Step::ALL.into_iter().zip(&mut last_until[at]) {
                let share = measure.steps.share(step);
                if share > 0.0 || measure.after.iter().any(|a| a.step == step) {
                    last = Some(activities.len());
                    activities.push(Activity {
                        work: at,
                        step,
                        weeks: share * work.weeks.likely(),
                        start: 0.0,
                        finish: 0.0,
                        float: 0.0,
                        links: 0..0,
                    });
                }
                *last_until = last;
            }
        }
        let waits_for = &list.positions().waits_for;
        let mut links = Vec::with_capacity(4 * activities.len());
        for at in 0..activities.len() {
            let first = links.len();
            let Activity { work, step, .. } = activities[at];
            if at > 0 && activities[at - 1].work == work {
                links.push(at - 1);
            }
            let measure = works[work].measure;
            for (after, other) in list.measures[measure].after.iter().zip(&waits_for[measure]) {
                if after.step != step {
                    continue;
                }
                let other = other.and_then(|measure| work_of_measure[measure]);
                let other = other.and_then(|work: usize| last_until[work][after.until as usize]);
                links.extend(other.filter(|other| !links[first..].contains(other)));
            }
            activities[at].links = first..links.len();
        }
        Self { activities, links }
    }

    /// Puts activities behind those they wait for (Kahn), of those that can be next always the first; what a
    /// circle holds back comes last, unlinked.
    fn in_order(&self) -> (Vec<Activity>, Vec<usize>) {
        let order = self.order();
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
        }
        let mut links = Vec::with_capacity(self.links.len());
        let activities = order.iter().enumerate().map(|(new, old)| {
            let activity = &self.activities[*old];
            let first = links.len();
            let before = self.links[activity.links.clone()].iter();
            links.extend(before.map(|w| place[*w]).filter(|w| *w < new));
            Activity {
                links: first..links.len(),
                ..activity.clone()
            }
        });
        (activities.collect(), links)
    }

    fn order(&self) -> Vec<usize> {
        let all = self.activities.len();
        let mut open: Vec<usize> = self.activities.iter().map(|a| a.links.len()).collect();
        let (behind, ends) = self.turned();
        let mut ready: BinaryHeap<Reverse<usize>> = BinaryHeap::with_capacity(all);
        ready.extend((0..all).filter(|at| open[*at] == 0).map(Reverse));
        let mut order = Vec::with_capacity(all);
        while let Some(Reverse(next)) = ready.pop() {
            order.push(next);
            let first = if next == 0 { 0 } else { ends[next - 1] };
            for at in &behind[first..ends[next]] {
                open[*at] -= 1;
                if open[*at] == 0 {
                    ready.push(Reverse(*at));
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
        let mut sum = 0;
        for end in &mut ends {
            // The begin of each run for now; filling it moves it to its end.
            sum += std::mem::replace(end, sum);
        }
        let mut behind = vec![0; self.links.len()];
        for (at, activity) in self.activities.iter().enumerate() {
            for before in &self.links[activity.links.clone()] {
                behind[ends[*before]] = at;
                ends[*before] += 1;
            }
        }
        (behind, ends)
    }
}

fn forward(activities: &[Activity], links: &[usize], durations: &[f64]) -> Vec<f64> {
    let mut finishes = vec![0.0; activities.len()];
    for (at, activity) in activities.iter().enumerate() {
        let start = links[activity.links.clone()]
            .iter()
            .map(|w| finishes[*w])
            .fold(0.0, f64::max);
        finishes[at] = start + durations[at];
    }
    finishes
}

fn backward(activities: &[Activity], links: &[usize], durations: &[f64], end: f64) -> Vec<f64> {
    let mut latest = vec![end; activities.len()];
    for (at, activity) in activities.iter().enumerate().rev() {
        let latest_start = latest[at] - durations[at];
        for waited in &links[activity.links.clone()] {
            latest[*waited] = latest[*waited].min(latest_start);
        }
    }
    latest
}

/// Sampled dates of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Dates {
    /// Seed of the samples.
    pub seed: u64,
    /// Number of samples.
    pub samples: usize,
    /// P50, P80 and P90 of the weeks to the first phase.
    pub first_weeks: [f64; 3],
    /// P50, P80 and P90 of the weeks until all is done.
    pub full_weeks: [f64; 3],
    /// For each work, the share of samples in which it is on the critical path.
    pub critical: Vec<f64>,
}

/// Samples the weeks of each work between its low, likely and high end, each work on its own.
#[must_use]
pub fn sample(
    works: &[Work],
    schedule: &Schedule,
    list: &PriceList,
    seed: u64,
    samples: usize,
) -> Dates {
    let mut generator = Pcg64::seed_from_u64(seed);
    let activities = &schedule.activities;
    let share = |a: &Activity| {
        let measure = list.measures.get(works[a.work].measure);
        measure.map_or(0.0, |m| m.steps.share(a.step))
    };
    let shares: Vec<f64> = activities.iter().map(share).collect();
    let (mut firsts, mut fulls) = (Vec::with_capacity(samples), Vec::with_capacity(samples));
    let mut critical = vec![0_u32; works.len()];
    for _ in 0..samples {
        let weeks: Vec<f64> = works
            .iter()
            .map(|w| draw(w.weeks, &mut generator))
            .collect();
        let durations: Vec<f64> = activities
            .iter()
            .zip(&shares)
            .map(|(a, share)| share * weeks[a.work])
            .collect();
        let finishes = forward(activities, &schedule.links, &durations);
        let full = finishes.iter().copied().fold(0.0, f64::max);
        let latest = backward(activities, &schedule.links, &durations, full);
        let mut on_path = vec![false; works.len()];
        for (at, activity) in activities.iter().enumerate() {
            on_path[activity.work] |= durations[at] > 0.0 && latest[at] - finishes[at] < NO_FLOAT;
        }
        for (count, on) in critical.iter_mut().zip(on_path) {
            *count += u32::from(on);
        }
        firsts.push(first_phase(works, activities, &finishes));
        fulls.push(full);
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand samples")]
    let all = samples.max(1) as f64;
    Dates {
        seed,
        samples,
        first_weeks: percentiles(firsts),
        full_weeks: percentiles(fulls),
        critical: critical.into_iter().map(|n| f64::from(n) / all).collect(),
    }
}

fn draw(weeks: Estimate<Weeks>, generator: &mut Pcg64) -> f64 {
    match Triangular::new(weeks.low(), weeks.high(), weeks.likely()) {
        Ok(triangle) if weeks.low() < weeks.high() => triangle.sample(generator),
        _ => weeks.likely(),
    }
}

/// P50, P80 and P90.
fn percentiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    let at = |percent: usize| {
        values.get((values.len() * percent / 100).min(values.len().saturating_sub(1)))
    };
    [50, 80, 90].map(|p| at(p).copied().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::prices::{After, Measure, Payer, Steps};
    use crate::plan::works::Certainty;

    fn weeks(low: f64, likely: f64, high: f64) -> Estimate<Weeks> {
        Estimate::new(low, likely, high).unwrap()
    }

    fn work(remedy: &str, measure: usize, weeks: Estimate<Weeks>) -> Work<'static> {
        Work {
            remedy: crate::checklist::remedy(remedy).unwrap(),
            measure,
            closes: Vec::new(),
            certainty: Certainty::Needed,
            payer: Payer::Owner,
            lines: Vec::new(),
            weeks,
            mw_at_stake: None,
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
            routes: Vec::new(),
            lines: Vec::new(),
            payer: Payer::Owner,
            steps,
            after: after.collect(),
            beyond: false,
            later_phase: false,
            salvage: Vec::new(),
            note: None,
        }
    }

    /// A permit of 20 weeks; engines of 50 weeks that are delivered after 40 and installed behind the
    /// permit; fuel tanks of 10 weeks that nothing waits for but their own commissioning behind the engines;
    /// a transformer of 53 weeks for a later phase.
    fn by_hand() -> (Vec<Work<'static>>, PriceList) {
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
            work("fuel-storage", 2, weeks(8.0, 10.0, 12.0)),
            work("generators", 1, weeks(40.0, 50.0, 80.0)),
            work("air-permit", 0, weeks(10.0, 20.0, 90.0)),
            work("transformer-n-1", 3, weeks(50.0, 53.0, 54.0)),
        ];
        (works, list)
    }

    #[test]
    fn a_plan_whose_critical_path_is_known_by_hand() {
        let (works, list) = by_hand();
        let schedule = schedule(&works, &list);
        // 40 weeks of order and 10 of install for the engines, 4 to commission the tanks behind them.
        assert!((schedule.full_weeks - 54.0).abs() < 1e-9, "{schedule:?}");
        assert!((schedule.first_weeks - 54.0).abs() < 1e-9);
        let path: Vec<(&str, Step)> = schedule
            .critical_path()
            .iter()
            .map(|a| (works[a.work].remedy.id.as_str(), a.step))
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

    #[test]
    fn samples_say_how_often_what_is_critical() {
        let (works, list) = by_hand();
        let schedule = schedule(&works, &list);
        let dates = sample(&works, &schedule, &list, 7, 4000);
        assert_eq!(dates, sample(&works, &schedule, &list, 7, 4000));
        assert!(
            dates.full_weeks[0] > schedule.full_weeks,
            "durations are skewed late"
        );
        // Tanks end the chain of engines or permit; only a late transformer takes their place.
        assert!(dates.critical[0] > 0.8, "{dates:?}");
        // A permit may take 90 weeks: more than 40 of them in a good part of the samples.
        assert!((0.2..0.7).contains(&dates.critical[2]), "{dates:?}");
    }
}
