//! The numbers of a record: rounded once, when it is built, and by nobody after that.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, Serializer};

use crate::estimate::rounded;
use crate::spread::{Bounded, Spread};

/// A number to three decimals. What is read is rounded too: a reader of JSON may be a last bit off, and a record
/// read back must equal the one that was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Deserialize)]
#[serde(from = "f64")]
pub struct Rounded(f64);

/// Up to here every whole number is a number of its own.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// A whole number is written without a point: most numbers of a record are 0, 1 or 100.
impl Serialize for Rounded {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < WHOLE {
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
            return to.serialize_i64(self.0 as i64);
        }
        to.serialize_f64(self.0)
    }
}

/// A number like any other; how it is rounded is no part of the contract.
impl JsonSchema for Rounded {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        f64::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        f64::json_schema(generator)
    }
}

impl Rounded {
    /// Nothing.
    pub(crate) const ZERO: Self = Self(0.0);

    /// Whether it is nothing.
    pub(crate) fn is_zero(&self) -> bool {
        self.0 == 0.0
    }

    #[must_use]
    pub(crate) fn get(self) -> f64 {
        self.0
    }
}

impl From<f64> for Rounded {
    fn from(value: f64) -> Self {
        Self(rounded(value))
    }
}

impl From<Rounded> for f64 {
    fn from(rounded: Rounded) -> Self {
        rounded.0
    }
}

/// P10, P50, P90 and mean.
fn rounded_each(spread: Spread) -> [Rounded; 4] {
    [spread.p10, spread.p50, spread.p90, spread.mean].map(Rounded::from)
}

/// The same the other way round.
fn spread_of(tenths_and_mean: [Rounded; 4]) -> Spread {
    let [p10, p50, p90, mean] = tenths_and_mean.map(Rounded::get);
    Spread {
        p10,
        p50,
        p90,
        mean,
    }
}

/// A quantity over the draws of a site.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Amount {
    /// One draw in ten lies below.
    pub p10: Rounded,
    /// Half of the draws lie below.
    pub p50: Rounded,
    /// Nine draws in ten lie below.
    pub p90: Rounded,
    /// The mean.
    pub mean: Rounded,
}

impl From<Spread> for Amount {
    fn from(spread: Spread) -> Self {
        let [p10, p50, p90, mean] = rounded_each(spread);
        Self {
            p10,
            p50,
            p90,
            mean,
        }
    }
}

impl From<Amount> for Spread {
    fn from(amount: Amount) -> Self {
        spread_of([amount.p10, amount.p50, amount.p90, amount.mean])
    }
}

/// A score from 0 to 100 over the draws, and whatever the unknowns hold: worst ≤ P10 ≤ P50 ≤ P90 ≤ best.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Score")]
pub struct Points {
    /// Whatever the unknowns hold, at worst.
    pub worst: Option<Rounded>,
    /// One draw in ten scores less.
    pub p10: Rounded,
    /// Half of the draws score less.
    pub p50: Rounded,
    /// Nine draws in ten score less.
    pub p90: Rounded,
    /// Whatever the unknowns hold, at best.
    pub best: Option<Rounded>,
    /// The mean; sites are ranked by it.
    pub mean: Rounded,
}

impl From<Bounded> for Points {
    fn from(score: Bounded) -> Self {
        let [p10, p50, p90, mean] = rounded_each(score.spread);
        Self {
            worst: score.worst.map(Rounded::from),
            p10,
            p50,
            p90,
            best: score.best.map(Rounded::from),
            mean,
        }
    }
}

impl From<Points> for Bounded {
    fn from(points: Points) -> Self {
        Self {
            spread: spread_of([points.p10, points.p50, points.p90, points.mean]),
            worst: points.worst.map(Rounded::get),
            best: points.best.map(Rounded::get),
        }
    }
}

/// Critical IT MW over the draws that carry the tenant's least, and whatever the unknowns hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Megawatts {
    /// Whatever the unknowns hold, at worst; null where nothing bounds it.
    pub worst: Option<Rounded>,
    /// One draw in ten carries less.
    pub p10: Rounded,
    /// Half of the draws carry less.
    pub p50: Rounded,
    /// Nine draws in ten carry less.
    pub p90: Rounded,
    /// Whatever the unknowns hold, at best; null where nothing bounds it.
    pub best: Option<Rounded>,
    /// The mean.
    pub mean: Rounded,
    /// Share of all draws that carry the tenant's least, 0 to 1; where none does, the rest is over all draws.
    pub share: Rounded,
}

impl Megawatts {
    #[must_use]
    pub(crate) fn of(mw: Bounded, share: f64) -> Self {
        let [p10, p50, p90, mean] = rounded_each(mw.spread);
        Self {
            worst: mw.worst.map(Rounded::from),
            p10,
            p50,
            p90,
            best: mw.best.map(Rounded::from),
            mean,
            share: share.into(),
        }
    }

    /// The same without the share.
    #[must_use]
    pub(crate) fn bounded(self) -> Bounded {
        Bounded {
            spread: self.spread(),
            worst: self.worst.map(Rounded::get),
            best: self.best.map(Rounded::get),
        }
    }

    /// Over the draws alone.
    #[must_use]
    pub(crate) fn spread(self) -> Spread {
        spread_of([self.p10, self.p50, self.p90, self.mean])
    }
}

/// Money over the draws that carry the tenant's least, M$ or M$ for each MW.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    /// One draw in ten costs less.
    pub p10: Rounded,
    /// Half of the draws cost less.
    pub p50: Rounded,
    /// Nine draws in ten cost less.
    pub p90: Rounded,
    /// The mean.
    pub mean: Rounded,
    /// Share of all draws that carry the tenant's least, 0 to 1; where none does, the rest is over all draws.
    pub share: Rounded,
}

impl Money {
    #[must_use]
    pub(crate) fn of(spread: Spread, share: f64) -> Self {
        let [p10, p50, p90, mean] = rounded_each(spread);
        Self {
            p10,
            p50,
            p90,
            mean,
            share: share.into(),
        }
    }

    /// The same without the share.
    #[must_use]
    pub(crate) fn spread(self) -> Spread {
        spread_of([self.p10, self.p50, self.p90, self.mean])
    }
}

/// Months over the draws that carry the tenant's least; null where they never come, which is later than any month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Months {
    /// One draw in ten is earlier.
    pub p10: Option<Rounded>,
    /// Half of the draws are earlier.
    pub p50: Option<Rounded>,
    /// Nine draws in ten are earlier.
    pub p90: Option<Rounded>,
    /// Always null: months that never come have no mean.
    pub mean: (),
    /// Share of all draws that carry the tenant's least, 0 to 1; where none does, the rest is over all draws.
    pub share: Rounded,
}

impl Months {
    #[must_use]
    pub(crate) fn of(spread: Spread, share: f64) -> Self {
        let month = |month: f64| month.is_finite().then(|| month.into());
        Self {
            p10: month(spread.p10),
            p50: month(spread.p50),
            p90: month(spread.p90),
            mean: (),
            share: share.into(),
        }
    }

    /// The same without the share; the mean is nobody's.
    #[must_use]
    pub(crate) fn spread(self) -> Spread {
        let month = |month: Option<Rounded>| month.map_or(f64::INFINITY, Rounded::get);
        Spread {
            p10: month(self.p10),
            p50: month(self.p50),
            p90: month(self.p90),
            mean: f64::INFINITY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_read_back_is_the_one_that_was_written(value in -1e9..1e9_f64) {
            let written = Rounded::from(value);
            let text = serde_json::to_string(&written).unwrap();
            prop_assert_eq!(serde_json::from_str::<Rounded>(&text).unwrap(), written);
        }
    }
}
