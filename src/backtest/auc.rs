//! How well a number tells two groups apart, and how sure that is with so few sites.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use serde::Serialize;

/// Share of the bootstrap samples that an interval holds.
pub(crate) const COVERAGE: f64 = 0.95;

/// The area under the receiver operating characteristic: the chance that one of `converted`, picked at random,
/// is higher than one of `others`, a tie counting half (the Mann-Whitney statistic over the number of pairs).
/// Numbers that agree to nine decimals tie: what differs behind them is the order of additions, not the sites.
/// `None` when one of the groups is empty.
///
/// Source: Hanley and McNeil, Radiology 143 (1982), 29–36.
#[must_use]
pub(crate) fn auc(converted: &[f64], others: &[f64]) -> Option<f64> {
    let [converted, others] = [converted, others].map(settled);
    let pairs = converted
        .iter()
        .flat_map(|a| others.iter().map(move |b| a.total_cmp(b)));
    let (mut twice_won, mut all) = (0_u32, 0_u32);
    for order in pairs {
        // Less is -1, a tie 0, greater 1: one more makes half points.
        twice_won += (order as i8 + 1).unsigned_abs() as u32;
        all += 1;
    }
    (all > 0).then(|| f64::from(twice_won) / 2.0 / f64::from(all))
}

/// Numbers to nine decimals, without a negative zero.
fn settled(numbers: &[f64]) -> Vec<f64> {
    let settled = |number: &f64| (number * 1e9).round() / 1e9 + 0.0;
    numbers.iter().map(settled).collect()
}

/// Positions drawn with replacement from two groups, each as large as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resample {
    /// Positions in the first group.
    pub converted: Vec<usize>,
    /// Positions in the second.
    pub others: Vec<usize>,
}

/// Bootstrap samples, drawn within each group so that both keep their size.
#[must_use]
pub(crate) fn resamples(converted: usize, others: usize, count: usize, seed: u64) -> Vec<Resample> {
    let mut generator = Pcg64::seed_from_u64(seed);
    let mut draw = |size: usize| -> Vec<usize> {
        (0..size).map(|_| generator.random_range(0..size)).collect()
    };
    (0..count)
        .map(|_| Resample {
            converted: draw(converted),
            others: draw(others),
        })
        .collect()
}

impl Resample {
    /// The AUC of the sample.
    #[must_use]
    pub(crate) fn auc(&self, converted: &[f64], others: &[f64]) -> Option<f64> {
        let pick = |values: &[f64], at: &[usize]| -> Vec<f64> {
            at.iter()
                .filter_map(|at| values.get(*at))
                .copied()
                .collect()
        };
        auc(
            &pick(converted, &self.converted),
            &pick(others, &self.others),
        )
    }
}

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimated {
    /// The number itself.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimated {
    /// A number with the percentile interval of its bootstrap samples; the number alone where there are none.
    #[must_use]
    pub(crate) fn of(value: f64, mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        let tail = (1.0 - COVERAGE) / 2.0;
        Self {
            value,
            low: quantile(&samples, tail).unwrap_or(value),
            high: quantile(&samples, 1.0 - tail).unwrap_or(value),
        }
    }
}

/// The quantile of sorted numbers, on a straight line between the two nearest; `None` of none.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions in a list of some thousand numbers"
)]
pub(crate) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share.clamp(0.0, 1.0) * last as f64;
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    Some(below + (at - at.floor()) * (above - below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(converted: &[f64], others: &[f64], by_hand: f64) {
        let auc = auc(converted, others).unwrap();
        assert!((auc - by_hand).abs() < 1e-12, "{auc} is not {by_hand}");
    }

    #[test]
    fn worked_by_hand() {
        is(&[3.0, 4.0], &[1.0, 2.0], 1.0);
        is(&[1.0, 2.0], &[3.0, 4.0], 0.0);
        is(&[5.0, 5.0], &[5.0], 0.5);
        // 8 beats both, 5 beats 3 and ties 5, 2 beats none: (2 + 1.5 + 0) of 6 pairs.
        is(&[8.0, 5.0, 2.0], &[5.0, 3.0], 3.5 / 6.0);
        assert_eq!(auc(&[], &[1.0]), None);
        assert_eq!(auc(&[1.0], &[]), None);
    }

    #[test]
    fn noise_of_the_machine_breaks_no_tie() {
        is(&[69.756_986_634_264_89], &[69.756_986_634_264_9], 0.5);
        is(&[-0.0], &[0.0], 0.5);
        is(&[69.756_986_64], &[69.756_986_63], 1.0);
    }

    #[test]
    fn published_examples_come_out() {
        // The example of scikit-learn's roc_auc_score.
        is(&[0.35, 0.8], &[0.1, 0.4], 0.75);
        // Hanley and McNeil 1982, table I: 58 normal and 51 abnormal CT images, rated 1 to 5; 0.893.
        let rated = |counts: [usize; 5]| -> Vec<f64> {
            let groups = counts.iter().zip([1.0, 2.0, 3.0, 4.0, 5.0]);
            groups.flat_map(|(n, rating)| vec![rating; *n]).collect()
        };
        let area = auc(&rated([3, 2, 2, 11, 33]), &rated([33, 6, 6, 11, 2])).unwrap();
        assert!((area - 0.893).abs() < 0.0005, "{area}");
    }

    #[test]
    fn a_rescaled_number_tells_as_much_and_its_negative_the_opposite() {
        let (a, b) = ([3.0, 7.0, 7.0, 1.0], [2.0, 7.0, 0.5]);
        let area = auc(&a, &b).unwrap();
        let cubed = auc(&a.map(|x: f64| x.powi(3)), &b.map(|x: f64| x.powi(3))).unwrap();
        let negative = auc(&a.map(|x| -x), &b.map(|x| -x)).unwrap();
        assert!((area - cubed).abs() < 1e-12 && (area + negative - 1.0).abs() < 1e-12);
    }

    #[test]
    fn samples_keep_the_size_of_each_group_and_hang_on_the_seed_alone() {
        let samples = resamples(4, 6, 500, 7);
        assert_eq!(samples, resamples(4, 6, 500, 7));
        assert_ne!(samples, resamples(4, 6, 500, 8));
        for sample in &samples {
            assert_eq!((sample.converted.len(), sample.others.len()), (4, 6));
            assert!(sample.converted.iter().all(|at| *at < 4));
            assert!(sample.others.iter().all(|at| *at < 6));
        }
        // Whoever is drawn, groups that do not overlap stay apart.
        let (a, b) = ([5.0, 6.0, 7.0, 8.0], [0.0, 1.0, 2.0, 3.0, 4.0, 4.5]);
        assert!(samples.iter().all(|s| s.auc(&a, &b) == Some(1.0)));
    }

    #[test]
    fn an_interval_holds_the_middle_of_its_samples() {
        let samples: Vec<f64> = (0..=1000).rev().map(|n| f64::from(n) / 1000.0).collect();
        let estimated = Estimated::of(0.4, samples);
        assert!((estimated.low - 0.025).abs() < 1e-9 && (estimated.high - 0.975).abs() < 1e-9);
        assert_eq!(quantile(&[1.0, 2.0], 0.25), Some(1.25));
        assert_eq!(quantile(&[], 0.5), None);
        let alone = Estimated::of(0.4, Vec::new());
        assert!((alone.low, alone.high) == (0.4, 0.4));
    }
}
