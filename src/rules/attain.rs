//! From a value and two thresholds to what it earns.

use crate::checklist::{Requirement, Scale, Threshold};
use crate::engineering::{Better, Case, Kind, Metric, Trace, Value};
use crate::estimate::Bounds;

/// What a row earns, 0 to 1: at worst, expected and at best, with the standard deviation of the expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attainment {
    /// With every unknown at its worst.
    pub worst: f64,
    /// Expected.
    pub expected: f64,
    /// With every unknown at its best.
    pub best: f64,
    /// Standard deviation of the expected value.
    pub spread: f64,
}

impl Attainment {
    /// What is earned for certain.
    #[must_use]
    pub(crate) fn exact(value: f64) -> Self {
        Self {
            worst: value,
            expected: value,
            best: value,
            spread: 0.0,
        }
    }

    /// Nothing is known; the prior of a typical mine.
    fn prior((expected, spread): (f64, f64)) -> Self {
        Self {
            worst: 0.0,
            expected,
            best: 1.0,
            spread,
        }
    }
}

/// What the target needs for everything and for nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Needs<'a> {
    /// Two ends of a ramp.
    Ramp {
        /// The value that earns nothing.
        nothing: Bounds,
        /// The value that earns everything.
        everything: Bounds,
        /// Whether either end is another metric of the site.
        relative: bool,
    },
    /// The words that earn most.
    Words(&'a [String]),
    /// Neither is known, or nothing is asked.
    Nothing,
}

/// The thresholds of a row at a site; facts that another metric reads for them are noted.
pub(super) fn needs<'a>(
    requirement: &'a Requirement,
    case: &Case,
    facts: &mut Trace,
    known: &mut Known,
) -> Needs<'a> {
    match &requirement.scale {
        Scale::Levels(_) => Needs::Words(&requirement.best_words),
        Scale::Ramp {
            nothing,
            everything,
        } => {
            let relative = [nothing, everything]
                .into_iter()
                .any(|t| matches!(t, Threshold::Metric { .. }));
            let mut at = |t: &Threshold| threshold(t, case, facts, known);
            match (at(nothing), at(everything)) {
                (Some(nothing), Some(everything)) => Needs::Ramp {
                    nothing,
                    everything,
                    relative,
                },
                _ => Needs::Nothing,
            }
        }
    }
}

/// Metrics of the whole site that several rows measure against, evaluated once for a case.
#[derive(Default)]
pub(super) struct Known(Vec<(&'static Metric, Value, Trace)>);

impl Known {
    fn value(&mut self, metric: &'static Metric, case: &Case, facts: &mut Trace) -> Value {
        if let Some((_, value, read)) = self.0.iter().find(|(m, ..)| std::ptr::eq(*m, metric)) {
            facts.absorb(read);
            return *value;
        }
        let mut read = facts.fresh();
        let value = (metric.eval)(case, &mut read);
        facts.absorb(&read);
        self.0.push((metric, value, read));
        value
    }
}

fn threshold(
    threshold: &Threshold,
    case: &Case,
    facts: &mut Trace,
    known: &mut Known,
) -> Option<Bounds> {
    match threshold {
        Threshold::Metric {
            metric,
            times,
            plus,
        } => match known.value(metric, case, facts) {
            Value::Number(bounds) => Some(bounds.map(|x| x * times + plus)),
            _ => None,
        },
        other => other.for_target(&case.target).map(Bounds::exact),
    }
}

/// What a value earns. An unknown one earns what a typical mine has.
pub(super) fn attain(
    requirement: &Requirement,
    has: Value,
    needs: &Needs,
    prior: impl Fn() -> (f64, f64),
) -> Attainment {
    match (has, &requirement.scale, needs) {
        (Value::Waived, ..) => Attainment::exact(1.0),
        (Value::Word(word), Scale::Levels(levels), _) => levels.get(word).map_or_else(
            || Attainment::prior(prior()),
            |level| Attainment::exact(*level),
        ),
        (
            Value::Number(value),
            Scale::Ramp { .. },
            Needs::Ramp {
                nothing,
                everything,
                relative,
            },
        ) => {
            let Kind::Number(better) = requirement.metric.kind else {
                return Attainment::prior(prior());
            };
            number(better, value, *nothing, *everything, *relative, prior)
        }
        _ => Attainment::prior(prior()),
    }
}

fn number(
    better: Better,
    value: Bounds,
    nothing: Bounds,
    everything: Bounds,
    relative: bool,
    prior: impl Fn() -> (f64, f64),
) -> Attainment {
    // Measured against a site that can carry nothing, nothing is worth anything.
    if relative && better == Better::Higher && everything.high.is_some_and(|most| most <= 0.0) {
        return Attainment::exact(0.0);
    }
    let open = f64::INFINITY;
    let end = |b: Bounds| b.high.unwrap_or(open);
    let ramp = |value, nothing, everything| ramp(better, value, nothing, everything, relative);
    // The hardest thresholds meet the worst value, the easiest the best one.
    let (worst, best) = match better {
        Better::Higher => (
            ramp(value.low, end(nothing), end(everything)),
            ramp(end(value), nothing.low, everything.low),
        ),
        Better::Lower => (
            ramp(end(value), nothing.low, everything.low),
            ramp(value.low, end(nothing), end(everything)),
        ),
    };
    let best = best.max(worst);
    let likely = ramp(value.likely, nothing.likely, everything.likely).clamp(worst, best);
    // An open end is no evidence for the best case: the typical mine stands in for it.
    let open_ended = value.high.is_none() || nothing.high.is_none() || everything.high.is_none();
    let (worse, better) = if open_ended {
        let stand_in = prior().0.clamp(worst, best);
        (
            worst.max(stand_in.min(likely)),
            best.min(stand_in.max(likely)),
        )
    } else {
        (worst, best)
    };
    let expected = ((worse + likely + better) / 3.0).clamp(worst, best);
    Attainment {
        worst,
        expected,
        best,
        spread: triangular_spread(worse, likely, better),
    }
}

/// Standard deviation of a triangular distribution.
fn triangular_spread(low: f64, likely: f64, high: f64) -> f64 {
    let variance =
        (low * low + likely * likely + high * high - low * likely - low * high - likely * high)
            / 18.0;
    variance.max(0.0).sqrt()
}

/// A straight ramp from nothing to everything, without cliffs; a step where the two are equal.
fn ramp(better: Better, value: f64, nothing: f64, everything: f64, relative: bool) -> f64 {
    // Nothing covers no part of a need, however small the need.
    if relative && better == Better::Higher && value <= nothing {
        return 0.0;
    }
    let (value, nothing, everything) = match better {
        Better::Higher => (value, nothing, everything),
        Better::Lower => (-value, -nothing, -everything),
    };
    if value >= everything {
        return if everything == f64::INFINITY {
            0.0
        } else {
            1.0
        };
    }
    if value <= nothing || everything - nothing <= 0.0 || !everything.is_finite() {
        return 0.0;
    }
    if nothing == f64::NEG_INFINITY {
        return 1.0;
    }
    ((value - nothing) / (everything - nothing)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(better: Better, value: Bounds, nothing: f64, everything: f64) -> Attainment {
        number(
            better,
            value,
            Bounds::exact(nothing),
            Bounds::exact(everything),
            false,
            || (0.3, 0.2),
        )
    }

    #[test]
    fn the_ramp_is_straight_in_both_directions() {
        assert_eq!(
            of(Better::Higher, Bounds::exact(15.0), 10.0, 20.0),
            Attainment::exact(0.5)
        );
        assert_eq!(
            of(Better::Lower, Bounds::exact(15.0), 20.0, 10.0),
            Attainment::exact(0.5)
        );
        assert_eq!(
            of(Better::Higher, Bounds::exact(25.0), 10.0, 20.0),
            Attainment::exact(1.0)
        );
        assert_eq!(
            of(Better::Lower, Bounds::exact(25.0), 20.0, 10.0),
            Attainment::exact(0.0)
        );
    }

    #[test]
    fn equal_thresholds_are_a_step() {
        assert_eq!(
            of(Better::Higher, Bounds::exact(2.0), 2.0, 2.0),
            Attainment::exact(1.0)
        );
        assert_eq!(
            of(Better::Higher, Bounds::exact(1.0), 2.0, 2.0),
            Attainment::exact(0.0)
        );
    }

    #[test]
    fn an_open_end_may_earn_everything_but_is_not_expected_to() {
        let a = of(Better::Higher, Bounds::open(12.0, 12.0), 10.0, 20.0);
        assert_eq!((a.worst, a.best), (0.2, 1.0));
        assert!(a.expected > 0.2 && a.expected <= 0.3, "{a:?}");
    }

    #[test]
    fn a_range_spreads() {
        let a = of(
            Better::Higher,
            Bounds {
                low: 10.0,
                likely: 15.0,
                high: Some(20.0),
            },
            10.0,
            20.0,
        );
        assert_eq!((a.worst, a.expected, a.best), (0.0, 0.5, 1.0));
        assert!((a.spread - 0.204).abs() < 0.001);
    }

    #[test]
    fn nothing_is_enough_for_a_site_that_carries_nothing() {
        let zero = Bounds::exact(0.0);
        assert_eq!(
            number(Better::Higher, zero, zero, zero, true, || (0.5, 0.1)),
            Attainment::exact(0.0)
        );
    }
}
