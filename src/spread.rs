//! A quantity over the draws of a site: its tenth, its middle, its ninth tenth and its mean.

/// A quantity over draws. Months that never come are infinite, and so is their mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// One draw in ten lies below.
    pub p10: f64,
    /// Half of the draws lie below.
    pub p50: f64,
    /// Nine draws in ten lie below.
    pub p90: f64,
    /// The mean.
    pub mean: f64,
}

impl Spread {
    /// The same in every draw.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self {
            p10: value,
            p50: value,
            p90: value,
            mean: value,
        }
    }

    /// Over some values, which are put in order; `None` without any.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no run has more draws than 53 bits count"
    )]
    #[must_use]
    pub fn of(values: &mut [f64]) -> Option<Self> {
        let (least, most) = values
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), x| {
                (least.min(*x), most.max(*x))
            });
        if least == most {
            return Some(Self::exact(least));
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.sort_unstable_by(f64::total_cmp);
        let last = values.len().checked_sub(1)?;
        let at = |share: f64| percentile(values, share * last as f64);
        let (p10, p50, p90) = (at(0.1), at(0.5), at(0.9));
        Some(Self {
            p10,
            p50,
            p90,
            mean: mean.clamp(least, most),
        })
    }

    /// The same through a formula that rises.
    #[must_use]
    pub fn map(self, formula: impl Fn(f64) -> f64) -> Self {
        Self {
            p10: formula(self.p10),
            p50: formula(self.p50),
            p90: formula(self.p90),
            mean: formula(self.mean),
        }
    }

    /// Whether all draws agree.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.p10 == self.p90 && self.mean == self.p10
    }
}

/// The value at a place between two positions of a list in order.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position in a list"
)]
pub(crate) fn percentile(values: &[f64], place: f64) -> f64 {
    let below = place.floor();
    let at = |position: f64| values.get(position as usize).copied().unwrap_or(f64::NAN);
    let (low, share) = (at(below), place - below);
    // Beside a month that never comes nothing can be in between.
    if share <= 0.0 || low == at(below + 1.0) {
        low
    } else {
        low + (at(below + 1.0) - low) * share
    }
}

/// A quantity over draws with its outer bounds: whatever the unknowns hold, it is no worse and no better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounded {
    /// Over the draws.
    pub spread: Spread,
    /// At its worst; `None` where nothing bounds it, or nobody asked.
    pub worst: Option<f64>,
    /// At its best; `None` where nothing bounds it, or nobody asked.
    pub best: Option<f64>,
}

impl Bounded {
    /// The same in every draw and at both ends.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self::within(Spread::exact(value), [Some(value); 2])
    }

    /// The same over draws alone.
    #[must_use]
    pub fn without_ends(self) -> Self {
        Self::within(self.spread, [None; 2])
    }

    /// Over draws, between ends.
    #[must_use]
    pub fn within(spread: Spread, [worst, best]: [Option<f64>; 2]) -> Self {
        Self {
            spread,
            worst,
            best,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_lie_between_the_values_beside_them() {
        let mut values: Vec<f64> = (0..=10).map(f64::from).rev().collect();
        let spread = Spread::of(&mut values).unwrap();
        assert_eq!(
            (spread.p10, spread.p50, spread.p90, spread.mean),
            (1.0, 5.0, 9.0, 5.0)
        );
        let mut values = [1.0, 2.0];
        assert_eq!(Spread::of(&mut values).unwrap().p50, 1.5);
        assert_eq!(Spread::of(&mut []), None);
    }

    #[test]
    fn never_is_later_than_any_month() {
        let mut months = [12.0, f64::INFINITY, 18.0];
        let spread = Spread::of(&mut months).unwrap();
        assert_eq!(spread.p50, 18.0);
        assert_eq!((spread.p90, spread.mean), (f64::INFINITY, f64::INFINITY));
        assert_eq!(
            Spread::of(&mut [f64::INFINITY; 3]).unwrap().p50,
            f64::INFINITY
        );
    }
}
