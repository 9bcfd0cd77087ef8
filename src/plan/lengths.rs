//! How long the steps of a work take.

use super::measure::Step;

/// How long a step takes, as shares of the weeks of its work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Length {
    pub step: Step,
    /// Of all that the plan takes.
    pub share: f64,
    /// Of what a first hall takes, which comes from stock and slots that others hold.
    pub first: f64,
}

/// Of a work in a draw: how long it takes, and how long ago its parts were ordered.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Duration {
    pub weeks: f64,
    /// Weeks since the order; below 0 where nothing is on order.
    pub ordered: f64,
}

impl Length {
    /// Weeks of a step, for a lot between that of a first hall, 0, and all of it, 1.
    pub(super) fn weeks(self, duration: Duration, lot: f64) -> f64 {
        let weeks = duration.weeks * (self.first + lot * (self.share - self.first));
        match self.step {
            _ if duration.ordered < 0.0 => weeks,
            Step::Study | Step::Order => 0.0,
            Step::Deliver => (weeks - duration.ordered).max(0.0),
            _ => weeks,
        }
    }
}
