//! Activities, prerequisites, critical path; sampled dates where they are asked for.

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
    /// Positions of the activities it waits for.
    pub waits_for: Vec<usize>,
}

/// The network of activities at their likely durations.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Activities, each behind those it waits for.
    pub activities: Vec<Activity>,
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

    /// One chain of activities that ends last, each the one its successor waits for longest; it fills the
    /// plan from its start to its end.
    #[must_use]
    pub fn critical_path(&self) -> Vec<&Activity> {
        let later = |a: &&Activity, b: &&Activity| a.finish.total_cmp(&b.finish);
        let mut path: Vec<&Activity> = Vec::new();
        let mut next = self.activities.iter().max_by(later);
        while let Some(activity) = next {
            path.push(activity);
            let waits_for = activity.waits_for.iter();
            next = waits_for.map(|at| &self.activities[*at]).max_by(later);
        }
        path.reverse();
        path.retain(|a| a.weeks > 0.0);
        path
    }

    /// Earliest start, finish and least float of a work.
    #[must_use]
    pub fn of_work(&self, work: usize) -> (f64, f64, f64) {
        let of = self.activities.iter().filter(|a| a.work == work);
        of.fold((f64::MAX, 0.0, f64::MAX), |(start, finish, float), a| {
            (start.min(a.start), finish.max(a.finish), float.min(a.float))
        })
    }
}

/// The network of a plan. Works must be free of circular prerequisites; a circle is cut where it closes.
#[must_use]
pub fn schedule(works: &[Work], list: &PriceList) -> Schedule {
    let mut activities = in_order(activities(works, list));
    let durations: Vec<f64> = activities.iter().map(|a| a.weeks).collect();
    let finishes = forward(&activities, &durations);
    let full = finishes.iter().copied().fold(0.0, f64::max);
    let latest = backward(&activities, &durations, full);
    for (at, activity) in activities.iter_mut().enumerate() {
        activity.finish = finishes[at];
        activity.start = finishes[at] - durations[at];
        activity.float = (latest[at] - finishes[at]).max(0.0);
    }
    let first = first_phase(works, &activities, &finishes);
    Schedule {
        activities,
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

fn activities(works: &[Work], list: &PriceList) -> Vec<Activity> {
    let mut activities: Vec<Activity> = Vec::new();
    for (at, work) in works.iter().enumerate() {
        let Some(measure) = list.measure(&work.remedy.id) else {
            continue;
        };
        let mut before: Option<usize> = None;
        for step in Step::ALL {
            let share = measure.steps.share(step);
            let waited_on = measure.after.iter().any(|a| a.step == step);
            if share <= 0.0 && !waited_on {
                continue;
            }
            activities.push(Activity {
                work: at,
                step,
                weeks: share * work.weeks.likely(),
                start: 0.0,
                finish: 0.0,
                float: 0.0,
                waits_for: before.into_iter().collect(),
            });
            before = Some(activities.len() - 1);
        }
    }
    link(&mut activities, works, list);
    activities
}

/// Adds the prerequisites between works.
fn link(activities: &mut [Activity], works: &[Work], list: &PriceList) {
    for at in 0..activities.len() {
        let Some(measure) = list.measure(&works[activities[at].work].remedy.id) else {
            continue;
        };
        let step = activities[at].step;
        for after in measure.after.iter().filter(|a| a.step == step) {
            // The last activity of the other work up to the step in question.
            let other = activities
                .iter()
                .enumerate()
                .filter(|(_, a)| works[a.work].remedy.id == after.remedy && a.step <= after.until)
                .map(|(other, _)| other)
                .next_back();
            if let Some(other) = other.filter(|o| !activities[at].waits_for.contains(o)) {
                activities[at].waits_for.push(other);
            }
        }
    }
}

/// Sorts activities behind those they wait for (Kahn); what a circle holds back comes last, unlinked.
fn in_order(activities: Vec<Activity>) -> Vec<Activity> {
    let mut place: Vec<Option<usize>> = vec![None; activities.len()];
    let mut order: Vec<usize> = Vec::with_capacity(activities.len());
    while let Some(next) = (0..activities.len()).find(|at| {
        place[*at].is_none()
            && activities[*at]
                .waits_for
                .iter()
                .all(|w| place[*w].is_some())
    }) {
        place[next] = Some(order.len());
        order.push(next);
    }
    for (at, place) in place
        .iter_mut()
        .enumerate()
        .filter(|(_, place)| place.is_none())
    {
        *place = Some(order.len());
        order.push(at);
    }
    order
        .iter()
        .enumerate()
        .map(|(new, old)| {
            let mut activity = activities[*old].clone();
            activity.waits_for = activity
                .waits_for
                .iter()
                .filter_map(|w| place[*w])
                .filter(|w| *w < new)
                .collect();
            activity
        })
        .collect()
}

fn forward(activities: &[Activity], durations: &[f64]) -> Vec<f64> {
    let mut finishes = vec![0.0; activities.len()];
    for (at, activity) in activities.iter().enumerate() {
        let start = activity
            .waits_for
            .iter()
            .map(|w| finishes[*w])
            .fold(0.0, f64::max);
        finishes[at] = start + durations[at];
    }
    finishes
}

fn backward(activities: &[Activity], durations: &[f64], end: f64) -> Vec<f64> {
    let mut latest = vec![end; activities.len()];
    for (at, activity) in activities.iter().enumerate().rev() {
        let latest_start = latest[at] - durations[at];
        for waited in &activity.waits_for {
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
        list.measure(&works[a.work].remedy.id)
            .map_or(0.0, |m| m.steps.share(a.step))
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
        let finishes = forward(activities, &durations);
        let full = finishes.iter().copied().fold(0.0, f64::max);
        let latest = backward(activities, &durations, full);
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

    fn work(remedy: &str, weeks: Estimate<Weeks>) -> Work {
        Work {
            remedy: crate::checklist::remedy(remedy).unwrap(),
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
    fn by_hand() -> (Vec<Work>, PriceList) {
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
            work("fuel-storage", weeks(8.0, 10.0, 12.0)),
            work("generators", weeks(40.0, 50.0, 80.0)),
            work("air-permit", weeks(10.0, 20.0, 90.0)),
            work("transformer-n-1", weeks(50.0, 53.0, 54.0)),
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
        assert!((schedule.of_work(2).2 - 20.0).abs() < 1e-9);
        assert!((schedule.of_work(3).2 - 1.0).abs() < 1e-9);
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
