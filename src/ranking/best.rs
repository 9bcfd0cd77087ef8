//! How likely a site is among the best k.

use crate::spread::Spread;

/// P10 to P90 of a normal distribution, in standard deviations.
const P10_TO_P90: f64 = 2.563_103_131_089_201;

/// Scores that are known exactly still differ by so many points for no reason.
const LEAST_SPREAD: f64 = 0.05;

/// Evaluations beyond which steps along the score grow coarser.
const MOST_EVALUATIONS: f64 = 2e8;

/// Chances smaller than this are added up as one Poisson variable; the error of a probability is smaller
/// than the chance itself (Barbour and Hall 1984).
const RARE: f64 = 0.003;

/// For each score the probability that it is among the best `k`.
///
/// Each true score is taken as normal, with the mean and the P10–P90 of its draws, and independent of the
/// others. All of it is computed, nothing sampled: along the score, the number of better sites is a sum of
/// independent yes-or-no variables (Poisson binomial). The probabilities of all sites add up to `k`. What
/// sites have in common, such as a wrong prior, moves all of them and is not in it.
#[must_use]
pub(crate) fn among_best(scores: &[Spread], k: usize) -> Vec<f64> {
    if k >= scores.len() {
        return vec![1.0; scores.len()];
    }
    let normals: Vec<Normal> = scores.iter().map(Normal::of).collect();
    let low = normals
        .iter()
        .map(|n| n.mean - 6.0 * n.spread)
        .fold(f64::INFINITY, f64::min);
    let high = normals
        .iter()
        .map(|n| n.mean + 6.0 * n.spread)
        .fold(f64::NEG_INFINITY, f64::max);
    let finest = normals.iter().map(|n| n.spread).fold(1.0, f64::min) / 2.0;
    let coarsest = (high - low) * count(scores.len()) / MOST_EVALUATIONS;
    let step = finest.max(coarsest).max(1e-3);
    let mut chances = vec![0.0; scores.len()];
    let mut at = low;
    let mut below: Vec<f64> = normals.iter().map(|n| n.below(at)).collect();
    while at < high && k > 0 {
        let middle = at + step / 2.0;
        let above: Vec<f64> = normals.iter().map(|n| 1.0 - n.below(middle)).collect();
        let next: Vec<f64> = normals.iter().map(|n| n.below(at + step)).collect();
        if let Some(better) = Better::than(&above, k) {
            for (site, chance) in chances.iter_mut().enumerate() {
                let mass = next[site] - below[site];
                if mass > 1e-12 {
                    *chance += mass * better.fewer_than_k_without(&above, site);
                }
            }
        }
        below = next;
        at += step;
    }
    chances
        .into_iter()
        .map(|chance: f64| chance.clamp(0.0, 1.0))
        .collect()
}

/// A score that is not known exactly.
struct Normal {
    mean: f64,
    spread: f64,
}

impl Normal {
    fn of(score: &Spread) -> Self {
        Self {
            mean: score.mean,
            spread: ((score.p90 - score.p10) / P10_TO_P90).max(LEAST_SPREAD),
        }
    }

    /// The probability of a smaller value.
    fn below(&self, value: f64) -> f64 {
        0.5 * libm::erfc((self.mean - value) / (self.spread * std::f64::consts::SQRT_2))
    }
}

/// How many of all sites are better than some value: probabilities of 0, 1 … k − 1.
struct Better {
    fewer: Vec<f64>,
}

impl Better {
    /// `None` where k or more sites are better almost for certain.
    fn than(above: &[f64], k: usize) -> Option<Self> {
        let mean: f64 = above.iter().sum();
        let excess = mean - count(k) - 1.0;
        // Chernoff: the lower tail of a sum with this mean is below exp(−excess² / 2 mean).
        if excess > 0.0 && excess * excess > 42.0 * mean {
            return None;
        }
        Some(Self {
            fewer: distribution(above, None, k),
        })
    }

    /// The probability that fewer than k sites other than one of them are better.
    fn fewer_than_k_without(&self, above: &[f64], site: usize) -> f64 {
        let chance = above[site];
        if chance > 0.5 {
            // Taking a likely one out again loses all digits.
            return distribution(above, Some(site), self.fewer.len())
                .iter()
                .sum();
        }
        let mut before = 0.0;
        let mut sum = 0.0;
        for with in &self.fewer {
            before = ((with - chance * before) / (1.0 - chance)).max(0.0);
            sum += before;
        }
        sum.min(1.0)
    }
}

/// The probabilities that 0, 1 … k − 1 of the chances come true, one of them left out.
fn distribution(chances: &[f64], without: Option<usize>, k: usize) -> Vec<f64> {
    let counted = || {
        let all = chances.iter().enumerate();
        all.filter(|(at, _)| Some(*at) != without)
            .map(|(_, chance)| *chance)
    };
    let rare: f64 = counted().filter(|chance| *chance < RARE).sum();
    let mut of = vec![0.0; k];
    let mut term = (-rare).exp();
    for (m, slot) in of.iter_mut().enumerate() {
        *slot = term;
        term *= rare / (count(m) + 1.0);
    }
    for chance in counted().filter(|chance| *chance >= RARE) {
        for m in (0..k).rev() {
            let fewer = if m > 0 { of[m - 1] } else { 0.0 };
            of[m] = of[m] * (1.0 - chance) + fewer * chance;
        }
    }
    of
}

#[expect(clippy::cast_precision_loss, reason = "no portfolio has 2^53 sites")]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution, Normal as Sampled};

    fn score(mean: f64, width: f64) -> Spread {
        Spread {
            p10: mean - width / 2.0,
            p50: mean,
            p90: mean + width / 2.0,
            mean,
        }
    }

    #[test]
    fn of_two_the_chance_is_that_of_their_difference() {
        // Means 2 apart, each with a standard deviation of 3: P = Φ(2 / (3 √2)) = Φ(0.4714) = 0.6813.
        let width = 3.0 * P10_TO_P90;
        let best = among_best(&[score(50.0, width), score(52.0, width)], 1);
        assert!((best[1] - 0.6813).abs() < 2e-4, "{best:?}");
        assert!((best[0] + best[1] - 1.0).abs() < 2e-4, "{best:?}");
    }

    #[test]
    fn the_chances_of_all_add_up_to_k_and_equals_share() {
        let scores: Vec<Spread> = (0..40)
            .map(|i| score(40.0 + f64::from(i % 20), 8.0))
            .collect();
        for k in [1, 3, 10, 39] {
            let best = among_best(&scores, k);
            let sum: f64 = best.iter().sum();
            assert!((sum - count(k)).abs() < 0.01 * count(k), "{k}: {sum}");
            assert!((best[0] - best[20]).abs() < 1e-9);
            assert!(best[19] > best[0]);
        }
        assert_eq!(among_best(&scores, 0), vec![0.0; 40]);
        assert_eq!(among_best(&scores, 40), vec![1.0; 40]);
    }

    #[test]
    fn exact_scores_are_in_or_out() {
        let scores = [
            score(60.0, 0.0),
            score(61.0, 0.0),
            score(59.0, 0.0),
            score(60.0, 0.0),
        ];
        let best = among_best(&scores, 2);
        assert!((best[1] - 1.0).abs() < 1e-3 && best[2] < 1e-3, "{best:?}");
        assert!(
            (best[0] - 0.5).abs() < 1e-2 && (best[3] - 0.5).abs() < 1e-2,
            "{best:?}"
        );
    }

    #[test]
    fn sampling_agrees() {
        let scores: Vec<Spread> = (0..30)
            .map(|i| score(45.0 + f64::from(i * 7 % 23), f64::from(5 + i % 9)))
            .collect();
        let k = 5;
        let computed = among_best(&scores, k);
        let mut random = rand_pcg::Pcg64::new(1, 2);
        let rounds = 20_000;
        let mut hits = vec![0.0; scores.len()];
        for _ in 0..rounds {
            let drawn = scores.iter().map(|s| {
                let normal = Sampled::new(s.mean, (s.p90 - s.p10) / P10_TO_P90).unwrap();
                normal.sample(&mut random)
            });
            let mut drawn: Vec<(usize, f64)> = drawn.enumerate().collect();
            drawn.sort_by(|a, b| b.1.total_cmp(&a.1));
            drawn[..k]
                .iter()
                .for_each(|(at, _)| hits[*at] += 1.0 / f64::from(rounds));
        }
        for (at, (computed, sampled)) in computed.iter().zip(&hits).enumerate() {
            assert!(
                (computed - sampled).abs() < 0.015,
                "{at}: {computed} {sampled}"
            );
        }
    }

    #[test]
    fn many_sites_with_small_chances_are_added_up_without_losing_any() {
        let scores: Vec<Spread> = (0..20_000)
            .map(|i| score(f64::from(i % 100) / 4.0 + 30.0, 20.0))
            .collect();
        let sum: f64 = among_best(&scores, 10).iter().sum();
        assert!((sum - 10.0).abs() < 0.1, "{sum}");
    }
}
