//! What makes a drawn price or time that of a site, a builder and a hardware.

use serde::{Deserialize, Serialize};

/// How many times as far as likely what lies above it, by who builds.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overrun {
    /// Of prices.
    pub cost: f64,
    /// Of weeks.
    pub weeks: f64,
}

impl Default for Overrun {
    fn default() -> Self {
        Self {
            cost: 1.0,
            weeks: 1.0,
        }
    }
}

/// What makes a drawn price that of a site and a hardware.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Terms {
    /// What runs over counts so many times, by who builds.
    pub overrun: Overrun,
    /// Site labor and works cost so many times as much, by place and hardware.
    pub works: f64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            overrun: Overrun::default(),
            works: 1.0,
        }
    }
}

impl Terms {
    /// How many times as much a thing costs of which some share is site labor and works.
    pub(super) fn on(self, share: f64) -> f64 {
        1.0 + share * (self.works - 1.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_share_of_labor_and_works_follows_the_place() {
        let dear = Terms {
            works: 1.2,
            ..Terms::default()
        };
        assert_eq!(dear.on(0.0), 1.0);
        assert!((dear.on(0.5) - 1.1).abs() < 1e-12);
        assert_eq!(Terms::default().on(1.0), 1.0);
    }
}
