//! Numbers as people read them: no more digits than they bear.

use super::{Finding, Needs};
use crate::engineering::Value;
use crate::engineering::surroundings::NO_END_MONTHS;
use crate::estimate::Bounds;
use crate::units::MetricUnit;

pub use crate::units::counted;

/// A number with at most three meaningful digits behind the first that matters.
#[must_use]
pub fn number(value: f64) -> String {
    let digits = match value.abs() {
        x if x >= 100.0 => 0,
        x if x >= 10.0 => 1,
        x if x >= 1.0 => 2,
        _ => 4,
    };
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Points that hang on one finding: whole points would hide most of them.
#[cfg(feature = "cli")]
#[must_use]
pub(crate) fn at_stake(points: f64) -> String {
    format!("{points:.1}")
}

/// A range as `low–high`, an exact number as itself, an open one as `low or more`.
#[must_use]
pub fn range(bounds: Bounds) -> String {
    let low = number(bounds.low);
    match bounds.high.map(number) {
        Some(high) if high == low => low,
        Some(high) => format!("{low}–{high}"),
        None => format!("{low} or more"),
    }
}

/// A text with its unit, where it has one.
#[must_use]
pub(crate) fn with_unit(text: String, unit: &str) -> String {
    if unit.is_empty() {
        text
    } else {
        format!("{text} {unit}")
    }
}

/// A range with its unit; shares become percent.
fn quantity(bounds: Bounds, unit: MetricUnit) -> String {
    if unit == MetricUnit::Share {
        // Two decimals more than other numbers: availability is told apart behind the comma.
        let percent = |x: f64| {
            let text = format!("{:.3}", 100.0 * x);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        return match bounds.high.map(percent) {
            Some(high) if high == percent(bounds.low) => format!("{high} %"),
            Some(high) => format!("{}–{high} %", percent(bounds.low)),
            None => format!("{} % or more", percent(bounds.low)),
        };
    }
    with_unit(range(bounds), unit.word())
}

#[must_use]
pub(crate) fn value(value: Value, unit: MetricUnit) -> String {
    match value {
        Value::Unknown => "unknown".to_owned(),
        Value::Waived => "waived by the workload".to_owned(),
        Value::Word(word) => word.to_owned(),
        Value::Number(n) if unit == MetricUnit::Months && n.low >= NO_END_MONTHS => {
            "no end stated".to_owned()
        }
        Value::Number(n) => quantity(n, unit),
    }
}

/// What a target needs for everything.
#[must_use]
pub(crate) fn needs(needs: &Needs, unit: MetricUnit) -> String {
    match needs {
        Needs::Nothing => "unknown".to_owned(),
        Needs::Words(words) => words.join(" or "),
        Needs::Ramp {
            nothing,
            everything,
            ..
        } => {
            let falling = nothing.likely > everything.likely;
            let text = quantity(*everything, unit);
            if falling {
                format!("at most {text}")
            } else {
                text
            }
        }
    }
}

/// What a gate needs to pass, which may be less than what earns everything.
#[must_use]
pub(crate) fn gate_needs(finding: &Finding) -> String {
    let unit = finding.requirement.metric.unit;
    match (&finding.needs, finding.requirement.gate) {
        (
            Needs::Ramp {
                nothing,
                everything,
                ..
            },
            Some(gate),
        ) => {
            let edge = nothing.likely + gate * (everything.likely - nothing.likely);
            let text = quantity(Bounds::exact(edge), unit);
            let falling = nothing.likely > everything.likely;
            format!("at {} {text}", if falling { "most" } else { "least" })
        }
        (other, _) => needs(other, unit),
    }
}

#[must_use]
pub(crate) fn points(score: f64) -> String {
    format!("{score:.0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_no_more_digits_than_they_bear() {
        for (value, text) in [
            (408.163, "408"),
            (13.64, "13.6"),
            (4.8, "4.8"),
            (0.9999, "0.9999"),
            (0.0, "0"),
            (-0.00001, "0"),
            (25.0, "25"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(
            quantity(Bounds::exact(0.9999), MetricUnit::Share),
            "99.99 %"
        );
        assert_eq!(range(Bounds::exact(12.0)), "12");
        assert_eq!(
            range(Bounds {
                low: 1.0,
                likely: 2.0,
                high: Some(3.5)
            }),
            "1–3.5"
        );
        assert_eq!(range(Bounds::open(1.0, 2.0)), "1 or more");
    }
}
