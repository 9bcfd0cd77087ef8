//! What turns an answer, what moves it, and what is worth knowing first; all from the draws that were made anyway.

use crate::economics::lease::as_count;

/// Bins of draws, from the lowest to the highest value of an input: enough to follow a bend, few enough that a hundred
/// draws still say something.
pub const BINS: usize = 8;

/// What may turn an answer, with the range in which a turn means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lever {
    /// Hashprice of today, its whole course with it: dollars per PH and day ([`crate::economics::path::MarketPath::with_hashprice`]).
    Hashprice,
    /// First-year rent: dollars per kW and month.
    Rent,
    /// Capital of the plan: M$ per critical MW ([`crate::economics::ways::Lot::costing`]).
    Capex,
    /// Delay of all blocks: weeks ([`crate::economics::ways::Lot::delayed`]).
    Delay,
}

impl Lever {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hashprice, Self::Rent, Self::Capex, Self::Delay];

    /// Low and high: from next to nothing to what nobody has seen; a delay of ten years.
    #[must_use]
    pub const fn span(self) -> (f64, f64) {
        match self {
            Self::Hashprice => (3.0, 400.0),
            Self::Rent => (10.0, 600.0),
            Self::Capex => (0.1, 60.0),
            Self::Delay => (0.0, 520.0),
        }
    }

    /// Its value at which a difference turns; `None` where nothing does.
    #[must_use]
    pub fn turning(self, now: f64, difference: impl Fn(f64) -> f64) -> Option<f64> {
        let (low, high) = self.span();
        turning(now, low, high, difference)
    }
}

/// Where a difference changes its sign, nearest to where something stands now; `None` where nothing between low and high
/// turns it. `difference` is asked some sixty times.
#[must_use]
pub fn turning(now: f64, low: f64, high: f64, difference: impl Fn(f64) -> f64) -> Option<f64> {
    const CELLS: u32 = 12;
    let now = now.clamp(low, high);
    let stands = difference(now);
    if stands == 0.0 {
        return Some(now);
    }
    if !stands.is_finite() {
        return None;
    }
    let toward = |end: f64| {
        let mut inner = now;
        for cell in 1..=CELLS {
            let outer = now + (end - now) * f64::from(cell) / f64::from(CELLS);
            let there = difference(outer);
            if !there.is_finite() {
                return None;
            }
            if there.signum() != stands.signum() || there == 0.0 {
                return Some(bisected(inner, outer, stands, &difference));
            }
            inner = outer;
        }
        None
    };
    let (below, above) = (toward(low), toward(high));
    match (below, above) {
        (Some(below), Some(above)) => Some(if now - below < above - now {
            below
        } else {
            above
        }),
        (below, above) => below.or(above),
    }
}

/// Between a place where the difference has the sign of `stands` and one where it has not.
fn bisected(mut same: f64, mut turned: f64, stands: f64, difference: &impl Fn(f64) -> f64) -> f64 {
    for _ in 0..32 {
        let middle = f64::midpoint(same, turned);
        if difference(middle).signum() == stands.signum() {
            same = middle;
        } else {
            turned = middle;
        }
    }
    f64::midpoint(same, turned)
}

/// One bar of a tornado: what a difference comes to on average with an input at its P10 and at its P90.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swing {
    /// P10 of the input.
    pub low: f64,
    /// P90 of the input.
    pub high: f64,
    /// Mean of the difference at P10.
    pub at_low: f64,
    /// Mean of the difference at P90.
    pub at_high: f64,
}

impl Swing {
    /// How far it swings.
    #[must_use]
    pub fn swing(&self) -> f64 {
        (self.at_high - self.at_low).abs()
    }
}

/// What knowing an input before choosing is worth on average, in the unit of `worths`: partial perfect information.
/// `worths` holds one list for each alternative, of the same draws.
///
/// In each of eight bins the alternative is chosen that is best on half of the draws, and valued on the other half; so what
/// is chance is not taken for knowledge, and an input that says nothing is worth nothing. Below zero counts as zero, since
/// what is known can be left aside.
#[must_use]
pub fn worth_of_knowing(input: &[f64], worths: &[&[f64]]) -> f64 {
    let draws = worths.iter().map(|worth| worth.len()).min().unwrap_or(0);
    let Some(order) = ranked(input, draws) else {
        return 0.0;
    };
    let all = [halves(&order, 0), halves(&order, 1)];
    let bins: Vec<[Vec<usize>; 2]> = (0..BINS)
        .map(|bin| [0, 1].map(|half| halves(of_bin(&order, bin), half)))
        .collect();
    let mut sum = 0.0;
    for (chooses, values) in [(0, 1), (1, 0)] {
        let blind = mean(&all[values], best(&all[chooses], worths));
        let knowing: f64 = bins
            .iter()
            .map(|bin| {
                mean(&bin[values], best(&bin[chooses], worths)) * as_count(bin[values].len())
            })
            .sum::<f64>()
            / as_count(all[values].len());
        sum += knowing - blind;
    }
    (0.5 * sum).max(0.0)
}

/// What knowing everything before choosing would be worth: the regret of the alternative with the highest mean.
#[must_use]
pub fn worth_of_knowing_all(worths: &[&[f64]]) -> f64 {
    let draws = worths.iter().map(|worth| worth.len()).min().unwrap_or(0);
    if draws == 0 {
        return 0.0;
    }
    let of_draw = |draw: usize| {
        worths
            .iter()
            .map(|worth| worth[draw])
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let every: f64 = (0..draws).map(of_draw).sum::<f64>() / as_count(draws);
    let all: Vec<usize> = (0..draws).collect();
    (every - mean(&all, best(&all, worths))).max(0.0)
}

/// The alternative of the highest mean in some draws.
fn best<'a>(draws: &[usize], worths: &[&'a [f64]]) -> &'a [f64] {
    let mut most: (f64, &[f64]) = (f64::NEG_INFINITY, &[]);
    for worth in worths {
        let mean = mean(draws, worth);
        if mean > most.0 {
            most = (mean, worth);
        }
    }
    most.1
}

fn mean(draws: &[usize], of: &[f64]) -> f64 {
    let sum: f64 = draws.iter().filter_map(|draw| of.get(*draw)).sum();
    sum / as_count(draws.len().max(1))
}

/// Draws from the lowest to the highest value of an input. `None` where all values are the same, where one is no number, or
/// where bins would hold fewer than two draws.
fn ranked(input: &[f64], draws: usize) -> Option<Vec<usize>> {
    let input = input.get(..draws)?;
    if draws < 2 * BINS
        || input.iter().any(|value| value.is_nan())
        || input.windows(2).all(|pair| pair[0] == pair[1])
    {
        return None;
    }
    let mut order: Vec<usize> = (0..draws).collect();
    order.sort_by(|one, other| input[*one].total_cmp(&input[*other]).then(one.cmp(other)));
    Some(order)
}

/// The draws of a bin.
fn of_bin(order: &[usize], bin: usize) -> &[usize] {
    &order[bin * order.len() / BINS..(bin + 1) * order.len() / BINS]
}

/// Every second of some draws.
fn halves(order: &[usize], half: usize) -> Vec<usize> {
    order.iter().skip(half).step_by(2).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::cash::growing_annuity;
    use crate::economics::lease::musd_per_mw_year;
    use crate::economics::near;
    use proptest::prelude::*;

    /// A uniform that follows from its place (splitmix64).
    fn scattered(place: u64) -> f64 {
        let mut bits = place.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(77);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(((bits ^ (bits >> 31)) >> 32) as u32) / 4_294_967_296.0
    }

    fn uniforms(stream: u64, draws: u64) -> Vec<f64> {
        (0..draws)
            .map(|draw| scattered(stream * 1_000_003 + draw))
            .collect()
    }

    #[test]
    fn turns_where_the_sign_does() {
        near(turning(29.0, 5.0, 200.0, |x| 40.0 - x).unwrap(), 40.0, 1e-6);
        near(turning(60.0, 5.0, 200.0, |x| 40.0 - x).unwrap(), 40.0, 1e-6);
        assert_eq!(turning(29.0, 5.0, 200.0, |_| 1.0), None);
        assert_eq!(turning(29.0, 5.0, 200.0, |_| f64::NAN), None);
        assert_eq!(turning(29.0, 5.0, 200.0, |x| 29.0 - x), Some(29.0));
        // Two: the nearer one.
        near(
            turning(50.0, 0.0, 100.0, |x| (x - 40.0) * (x - 90.0)).unwrap(),
            40.0,
            1e-6,
        );
    }

    #[test]
    fn rents_that_break_even() {
        // Section 2.2: M$ a MW, and $/kW-month at 8, 10 and 12 % over 15 years, running cost 0.234.
        let table = [
            (8.0, [85.0, 94.0, 103.0]),
            (10.0, [101.0, 113.0, 124.0]),
            (13.0, [126.0, 140.0, 156.0]),
        ];
        for (capex, rents) in table {
            for (rate, rent) in [0.08, 0.10, 0.12].into_iter().zip(rents) {
                let even = Lever::Rent.turning(128.0, |rent| {
                    let noi = musd_per_mw_year(rent) - 0.234;
                    noi * growing_annuity(rate, 0.03, 15.0) - capex
                });
                let even = even.unwrap();
                assert!((even - rent).abs() < 1.0, "{capex} at {rate}: {even}");
            }
        }
    }

    #[test]
    fn what_decides_is_worth_knowing() {
        // Mining is worth 0, converting x between -1 and 1 by one input. Known before: a quarter. Eight bins see nearly all.
        let input = uniforms(1, 4000);
        let noise = uniforms(2, 4000);
        let convert: Vec<f64> = input
            .iter()
            .zip(&noise)
            .map(|(x, noise)| 2.0 * x - 1.0 + 0.2 * (noise - 0.5))
            .collect();
        let mine = vec![0.0; 4000];
        near(worth_of_knowing(&input, &[&mine, &convert]), 0.25, 0.08);
        assert!(worth_of_knowing(&noise, &[&mine, &convert]) < 0.02);
        near(worth_of_knowing_all(&[&mine, &convert]), 0.25, 0.08);
        // Where converting is always better, nothing is worth knowing.
        let always: Vec<f64> = input.iter().map(|x| 1.0 + x).collect();
        assert_eq!(worth_of_knowing(&input, &[&mine, &always]), 0.0);
        assert_eq!(worth_of_knowing(&input, &[]), 0.0);
    }

    proptest! {
        #[test]
        fn knowing_is_never_worth_less_than_nothing_nor_more_than_all(
            stream in 0_u64..1000, draws in 16_u64..200, shift in -1.0..1.0_f64,
        ) {
            let (input, one) = (uniforms(stream, draws), uniforms(stream + 5000, draws));
            let other: Vec<f64> = input.iter().map(|x| x + shift).collect();
            let worth = worth_of_knowing(&input, &[&one, &other]);
            prop_assert!(worth >= 0.0);
            // Half the draws choose for the other half, so by chance it may lie a little above.
            prop_assert!(worth <= worth_of_knowing_all(&[&one, &other]) + 0.5, "{worth}");
        }
    }
}
