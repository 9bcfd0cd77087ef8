//! Low, likely and high: a number as it is known, with its unit in the type.

use std::marker::PhantomData;

use crate::units::Unit;

/// Three decimals are more than any number here bears; the rest would only differ between machines.
#[must_use]
pub(crate) fn rounded(value: f64) -> f64 {
    let rounded = (value * 1_000.0).round() / 1_000.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// A quantity known as low ≤ likely ≤ high, always finite. An exact number has all three equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate<U> {
    low: f64,
    likely: f64,
    high: f64,
    unit: PhantomData<U>,
}

/// Why three numbers are no estimate.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum EstimateError {
    /// A part is NaN or infinite.
    #[error("the number is not finite")]
    NotFinite,
    /// The three parts are not in ascending order.
    #[error("low {low}, likely {likely}, high {high} are not in ascending order")]
    Disordered {
        /// The low part.
        low: f64,
        /// The likely part.
        likely: f64,
        /// The high part.
        high: f64,
    },
}

impl<U: Unit> Estimate<U> {
    /// An estimate from its three parts.
    ///
    /// # Errors
    /// When a part is not finite or the parts are not ascending.
    pub(crate) fn new(low: f64, likely: f64, high: f64) -> Result<Self, EstimateError> {
        if !(low.is_finite() && likely.is_finite() && high.is_finite()) {
            return Err(EstimateError::NotFinite);
        }
        if !(low <= likely && likely <= high) {
            return Err(EstimateError::Disordered { low, likely, high });
        }
        Ok(Self::of(low, likely, high))
    }

    /// The estimate of a number that is known exactly; `value` is clamped to finite numbers.
    #[must_use]
    pub(crate) fn exact(value: f64) -> Self {
        let value = finite(value);
        Self::of(value, value, value)
    }

    fn of(low: f64, likely: f64, high: f64) -> Self {
        Self {
            low,
            likely,
            high,
            unit: PhantomData,
        }
    }

    /// The smallest value it may have.
    #[must_use]
    pub(crate) fn low(self) -> f64 {
        self.low
    }

    /// The most likely value.
    #[must_use]
    pub fn likely(self) -> f64 {
        self.likely
    }

    /// The largest value it may have.
    #[must_use]
    pub(crate) fn high(self) -> f64 {
        self.high
    }

    /// Whether all three parts are the same number.
    #[must_use]
    pub(crate) fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// The same formula on each part, into another unit. `formula` must be monotone;
    /// where it falls, low and high change places.
    #[must_use]
    pub(crate) fn map<V: Unit>(self, formula: impl Fn(f64) -> f64) -> Estimate<V> {
        let (a, b) = (finite(formula(self.low)), finite(formula(self.high)));
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        Estimate::of(low, finite(formula(self.likely)).clamp(low, high), high)
    }

    /// Two estimates through one formula that rises in both arguments.
    #[must_use]
    pub(crate) fn rising<V: Unit, W: Unit>(
        self,
        other: Estimate<V>,
        formula: impl Fn(f64, f64) -> f64,
    ) -> Estimate<W> {
        let low = finite(formula(self.low, other.low));
        let high = finite(formula(self.high, other.high)).max(low);
        Estimate::of(
            low,
            finite(formula(self.likely, other.likely)).clamp(low, high),
            high,
        )
    }

    /// The larger of two, part by part.
    #[must_use]
    pub(crate) fn max(self, other: Self) -> Self {
        self.rising(other, f64::max)
    }

    /// The parts without their unit.
    #[must_use]
    pub fn parts(self) -> [f64; 3] {
        [self.low, self.likely, self.high]
    }
}

impl<U: Unit> std::ops::Add for Estimate<U> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.rising(other, |a, b| a + b)
    }
}

impl<U: Unit> std::iter::Sum for Estimate<U> {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::exact(0.0), |a, b| a + b)
    }
}

/// What is known of a number whose unit is named elsewhere; the high end may be open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The smallest value it may have.
    pub low: f64,
    /// The most likely value.
    pub likely: f64,
    /// The largest value it may have; `None` when nothing known limits it.
    pub high: Option<f64>,
}

impl Bounds {
    /// A number known exactly.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        let value = finite(value);
        Self {
            low: value,
            likely: value,
            high: Some(value),
        }
    }

    /// A number of which only a low and a likely value are known.
    #[must_use]
    pub(crate) fn open(low: f64, likely: f64) -> Self {
        Self {
            low,
            likely: likely.max(low),
            high: None,
        }
    }

    /// The same monotone rising formula on each end.
    #[must_use]
    pub(crate) fn map(self, formula: impl Fn(f64) -> f64) -> Self {
        Self {
            low: finite(formula(self.low)),
            likely: finite(formula(self.likely)),
            high: self.high.map(|x| finite(formula(x))),
        }
    }

    /// Part by part through a formula that rises in both; an open end of either leaves the result open.
    #[must_use]
    pub(crate) fn rising(self, other: Self, formula: impl Fn(f64, f64) -> f64) -> Self {
        let low = finite(formula(self.low, other.low));
        let likely = finite(formula(self.likely, other.likely)).max(low);
        let high = self
            .high
            .zip(other.high)
            .map(|(a, b)| finite(formula(a, b)).max(likely));
        Self { low, likely, high }
    }

    /// The smaller of two, part by part; an open end gives way to a closed one.
    #[must_use]
    pub(crate) fn min(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            likely: self.likely.min(other.likely),
            high: match (self.high, other.high) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// Whether low, likely and high are one number.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.high == Some(self.low)
    }
}

impl<U: Unit> From<Estimate<U>> for Bounds {
    fn from(e: Estimate<U>) -> Self {
        Self {
            low: e.low,
            likely: e.likely,
            high: Some(e.high),
        }
    }
}

/// Overflow saturates: a result is always a number that can be compared and printed.
fn finite(value: f64) -> f64 {
    if value.is_nan() {
        0.0
    } else {
        value.clamp(f64::MIN, f64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{GridMw, ItMw};

    #[test]
    fn disorder_and_infinity_are_refused() {
        assert_eq!(
            Estimate::<GridMw>::new(3.0, 2.0, 4.0),
            Err(EstimateError::Disordered {
                low: 3.0,
                likely: 2.0,
                high: 4.0
            })
        );
        assert_eq!(
            Estimate::<GridMw>::new(0.0, 1.0, f64::INFINITY),
            Err(EstimateError::NotFinite)
        );
        assert_eq!(
            Estimate::<GridMw>::new(f64::NAN, 1.0, 2.0),
            Err(EstimateError::NotFinite)
        );
    }

    #[test]
    fn a_falling_formula_swaps_the_ends() {
        let spare: Estimate<ItMw> = Estimate::<GridMw>::new(40.0, 50.0, 70.0)
            .unwrap()
            .map(|mw| 100.0 - mw);
        assert_eq!(spare.parts(), [30.0, 50.0, 60.0]);
    }

    #[test]
    fn overflow_saturates_instead_of_becoming_infinite() {
        let huge = Estimate::<GridMw>::exact(f64::MAX);
        assert!((huge + huge).parts().iter().all(|x| x.is_finite()));
    }
}
