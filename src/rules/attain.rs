//! From a value and two thresholds to what it earns.

use crate::engineering::{Better, Value};

/// What a target needs of a row in one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Needs<'a> {
    /// Two ends of a ramp.
    Ramp(Ramp),
    /// The words that earn most.
    Words(&'a [String]),
    /// Nothing is asked.
    Nothing,
}

/// A straight ramp between a value that earns nothing and one that earns everything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ramp {
    /// Earns nothing.
    pub nothing: f64,
    /// Earns everything.
    pub everything: f64,
    /// Which way the value is better.
    pub better: Better,
    /// Whether either end is another metric of the site.
    pub relative: bool,
}

impl Ramp {
    /// What a value earns, without cliffs; a step where both ends are equal.
    #[must_use]
    pub(crate) fn earns(&self, value: f64) -> f64 {
        let higher = self.better == Better::Higher;
        // Nothing covers no part of a need, however small; at a site that carries nothing, nothing is worth anything.
        if self.relative && higher && (value <= self.nothing || self.everything <= 0.0) {
            return 0.0;
        }
        let sign = if higher { 1.0 } else { -1.0 };
        let (value, nothing, everything) =
            (sign * value, sign * self.nothing, sign * self.everything);
        if value >= everything - DUST * everything.abs() {
            1.0
        } else if value <= nothing || everything <= nothing {
            0.0
        } else {
            (value - nothing) / (everything - nothing)
        }
    }

    /// The value that earns a share.
    #[must_use]
    pub(crate) fn value_at(&self, share: f64) -> f64 {
        self.nothing + share * (self.everything - self.nothing)
    }
}

/// So small a share of a need is arithmetic, not a lack: land that is bought is no longer next door.
const DUST: f64 = 1e-12;

/// What a value earns, 0 to 1.
#[must_use]
pub(super) fn earned(has: Value, scale: &EarningScale) -> f64 {
    match (has, scale) {
        (Value::Waived, _) => 1.0,
        (Value::Number(value), EarningScale::Ramp(ramp)) => ramp.earns(value),
        (Value::Word(at), EarningScale::Levels(levels)) => {
            levels.get(usize::from(at)).copied().unwrap_or(0.0)
        }
        _ => 0.0,
    }
}

/// A scale whose every number is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum EarningScale<'l> {
    Ramp(Ramp),
    /// What each word of the metric earns, by its position.
    Levels(&'l [f64]),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(better: Better, value: f64, nothing: f64, everything: f64) -> f64 {
        let ramp = Ramp {
            nothing,
            everything,
            better,
            relative: false,
        };
        ramp.earns(value)
    }

    #[test]
    fn the_ramp_is_straight_in_both_directions() {
        assert_eq!(of(Better::Higher, 15.0, 10.0, 20.0), 0.5);
        assert_eq!(of(Better::Lower, 15.0, 20.0, 10.0), 0.5);
        assert_eq!(of(Better::Higher, 25.0, 10.0, 20.0), 1.0);
        assert_eq!(of(Better::Lower, 25.0, 20.0, 10.0), 0.0);
    }

    #[test]
    fn equal_thresholds_are_a_step() {
        assert_eq!(of(Better::Higher, 2.0, 2.0, 2.0), 1.0);
        assert_eq!(of(Better::Higher, 1.0, 2.0, 2.0), 0.0);
    }

    #[test]
    fn nothing_is_enough_for_a_site_that_carries_nothing() {
        let ramp = Ramp {
            nothing: 0.0,
            everything: 0.0,
            better: Better::Higher,
            relative: true,
        };
        assert_eq!(ramp.earns(0.0), 0.0);
        assert_eq!(ramp.earns(5.0), 0.0);
    }
}
