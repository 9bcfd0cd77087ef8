//! The numbers of a record: rounded once, when it is built, and by nobody after that.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use crate::estimate::{Bounds, Estimate, rounded};
use crate::score::Score;
use crate::units::Unit;

/// A number to three decimals. What is read is rounded too: a reader of JSON may be a last bit off, and a record
/// read back must equal the one that was written.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(from = "f64", into = "f64")]
pub struct Rounded(f64);

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

/// A number as it is known; `high` is null when nothing known limits it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    /// The smallest value.
    pub low: Rounded,
    /// The most likely value.
    pub likely: Rounded,
    /// The largest value.
    pub high: Option<Rounded>,
}

impl From<Bounds> for Range {
    fn from(bounds: Bounds) -> Self {
        Self {
            low: bounds.low.into(),
            likely: bounds.likely.into(),
            high: bounds.high.map(Rounded::from),
        }
    }
}

impl<U: Unit> From<Estimate<U>> for Range {
    fn from(estimate: Estimate<U>) -> Self {
        Bounds::from(estimate).into()
    }
}

impl From<Range> for Bounds {
    fn from(range: Range) -> Self {
        Self {
            low: range.low.get(),
            likely: range.likely.get(),
            high: range.high.map(Rounded::get),
        }
    }
}

impl Range {
    /// A number that is known exactly.
    #[must_use]
    pub(crate) fn exact(value: Rounded) -> Self {
        Self {
            low: value,
            likely: value,
            high: Some(value),
        }
    }

    #[must_use]
    pub(crate) fn likely(self) -> f64 {
        self.likely.get()
    }

    /// Low, likely and high; of an open range the likely value stands for the high end.
    #[must_use]
    pub(crate) fn parts(self) -> [f64; 3] {
        let high = self.high.unwrap_or(self.likely);
        [self.low, self.likely, high].map(Rounded::get)
    }

    /// The same with its unit. Ends that are not in order, which no record of this program has, become the
    /// likely value.
    #[must_use]
    pub(crate) fn estimate<U: Unit>(self) -> Estimate<U> {
        let [low, likely, high] = self.parts();
        Estimate::new(low, likely, high).unwrap_or(Estimate::exact(likely))
    }
}

/// A score from 0 to 100 and how sure it is: worst ≤ P10 ≤ expected ≤ P90 ≤ best.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Score")]
pub struct Points {
    /// With every unknown at its worst.
    pub worst: Rounded,
    /// One chance in ten that it is lower, if typical mines are a guide.
    pub p10: Rounded,
    /// Expected, if typical mines are a guide.
    pub expected: Rounded,
    /// One chance in ten that it is higher.
    pub p90: Rounded,
    /// With every unknown at its best.
    pub best: Rounded,
}

impl From<Score> for Points {
    fn from(score: Score) -> Self {
        Self {
            worst: score.worst.into(),
            p10: score.p10.into(),
            expected: score.expected.into(),
            p90: score.p90.into(),
            best: score.best.into(),
        }
    }
}

impl From<Points> for Score {
    fn from(points: Points) -> Self {
        Self {
            worst: points.worst.get(),
            p10: points.p10.get(),
            expected: points.expected.get(),
            p90: points.p90.get(),
            best: points.best.get(),
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
