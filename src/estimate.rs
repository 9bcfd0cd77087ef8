//! Low, likely and high: a number as it is known, with its unit in the type.

use std::marker::PhantomData;

use crate::units::Unit;
use crate::units::number::short;

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
    #[error(
        "low {}, likely {}, high {} are not in ascending order",
        short(*low), short(*likely), short(*high)
    )]
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
        Ok(Self {
            low,
            likely,
            high,
            unit: PhantomData,
        })
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

    /// The parts without their unit.
    #[must_use]
    pub fn parts(self) -> [f64; 3] {
        [self.low, self.likely, self.high]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::GridMw;

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
}
