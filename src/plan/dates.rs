//! Dates of a plan as P50, P80 and P90: its network run again and again with the weeks of each work drawn.

use rand::SeedableRng;
use rand_distr::{Distribution, Triangular};
use rand_pcg::Pcg64;

use super::network::{backward, first_phase, forward};
use super::prices::PriceList;
use super::schedule::{Activity, NO_FLOAT, Schedule};
use super::works::Work;
use crate::estimate::Estimate;
use crate::units::Weeks;

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
        firsts.push(first_phase(works, activities, finishes.iter().copied()));
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
    use super::super::network::tests::{by_hand, schedule};
    use super::*;

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
