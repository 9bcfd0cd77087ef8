//! Who builds, and what that does to what runs over.

use serde::{Deserialize, Serialize};

use crate::site::land::Builder;
use crate::site::path::fact_path;
use crate::typical::Draw;

/// How many times as far as likely what lies above it, by who builds.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overrun {
    /// Of prices.
    pub cost: f64,
    /// Of weeks.
    pub weeks: f64,
}

/// What each builder does to what runs over.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Builders {
    /// Who has such halls in service.
    pub proven: Overrun,
    /// Who has built mines or other large electrical works.
    pub experienced: Overrun,
    /// Who has built nothing of that size.
    pub first_project: Overrun,
}

impl Default for Overrun {
    fn default() -> Self {
        Self {
            cost: 1.0,
            weeks: 1.0,
        }
    }
}

impl Builders {
    /// Of a draw; of nobody that of the most proven.
    pub(super) fn overrun(&self, draw: &Draw) -> Overrun {
        match draw.word(fact_path!("workforce.builder")) {
            Some(Builder::FirstProject) => self.first_project,
            Some(Builder::Experienced) => self.experienced,
            Some(Builder::Proven) | None => self.proven,
        }
    }
}

/// A price or a time that was drawn, so many times as far above the likely one as it came out.
pub(super) fn widened(drawn: f64, likely: f64, times: f64) -> f64 {
    if drawn > likely {
        likely + (drawn - likely) * times
    } else {
        drawn
    }
}
