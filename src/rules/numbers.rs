//! Numbers as people read them: no more digits than they bear.

use super::{Finding, Has, Needs};
use crate::engineering::Better;
use crate::engineering::surroundings::NO_END_MONTHS;
use crate::spread::Spread;
use crate::units::MetricUnit;
use crate::units::number::{WRITTEN_OUT, short};

pub use crate::units::counted;

/// A number with at most three meaningful digits behind the first that matters. Only what comes never is endless.
#[must_use]
pub fn number(value: f64) -> String {
    if value == f64::INFINITY {
        return "never".to_owned();
    }
    let digits = match value.abs() {
        x if x >= WRITTEN_OUT => return short(value),
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

/// Four of five draws as `P10–P90`, what is the same in all as itself.
#[must_use]
pub fn range(spread: Spread) -> String {
    ends(spread, number)
}

fn ends(spread: Spread, number: impl Fn(f64) -> String) -> String {
    let (low, high) = (number(spread.p10), number(spread.p90));
    if low == high {
        low
    } else {
        format!("{low}–{high}")
    }
}

/// The middle of the draws and four of five of them, as `P50 (P10–P90)`; what is the same in all as itself.
#[must_use]
pub fn middle(spread: Spread) -> String {
    around(number(spread.p50), &range(spread))
}

/// A score as `mean (P10–P90)`, a settled one as itself.
#[must_use]
pub fn score(spread: Spread) -> String {
    around(points(spread.mean), &ends(spread, points))
}

fn around(center: String, range: &str) -> String {
    if center == range {
        center
    } else {
        format!("{center} ({range})")
    }
}

/// A share in percent, without decimals.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
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
#[must_use]
pub(crate) fn quantity(spread: Spread, unit: MetricUnit) -> String {
    if unit == MetricUnit::Share {
        // Two decimals more than other numbers: availability is told apart behind the comma.
        let percent = |x: f64| {
            let text = format!("{:.3}", 100.0 * x);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        return format!("{} %", ends(spread, percent));
    }
    with_unit(range(spread), unit.word())
}

#[must_use]
pub(crate) fn value(has: Has, unit: MetricUnit) -> String {
    match has {
        Has::Unknown => "unknown".to_owned(),
        Has::Absent => "none".to_owned(),
        Has::Waived => "waived by the workload".to_owned(),
        Has::Word(word) => word.to_owned(),
        Has::Number(n) if unit == MetricUnit::Months && n.p10 >= NO_END_MONTHS => {
            "no end stated".to_owned()
        }
        Has::Number(n) => quantity(n, unit),
    }
}

/// What a target needs for everything.
#[must_use]
pub(crate) fn needs(needs: &Needs, unit: MetricUnit) -> String {
    match needs {
        Needs::Nothing => "unknown".to_owned(),
        Needs::Words(words) => words.join(" or "),
        Needs::Ramp(ramp) => {
            let text = quantity(Spread::exact(ramp.everything), unit);
            match ramp.better {
                Better::Lower => format!("at most {text}"),
                Better::Higher => text,
            }
        }
    }
}

/// What a gate needs to pass, which may be less than what earns everything.
#[must_use]
pub(crate) fn gate_needs(finding: &Finding) -> String {
    let unit = finding.requirement.metric.unit;
    match (&finding.needs, finding.requirement.gate) {
        (Needs::Ramp(ramp), Some(gate)) => {
            let text = quantity(Spread::exact(ramp.value_at(gate)), unit);
            let most = ramp.better == Better::Lower;
            format!("at {} {text}", if most { "most" } else { "least" })
        }
        (other, _) => needs(other, unit),
    }
}

#[must_use]
pub(crate) fn points(score: f64) -> String {
    format!("{score:.0}")
}

/// A score at its worst or at its best; open where nobody asked for it.
#[must_use]
pub(crate) fn end_points(score: Option<f64>) -> String {
    score.map_or("open".to_owned(), points)
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
            (f64::INFINITY, "never"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(
            quantity(Spread::exact(0.9999), MetricUnit::Share),
            "99.99 %"
        );
        assert_eq!(range(Spread::exact(12.0)), "12");
        let spread = Spread {
            p10: 1.0,
            p50: 2.0,
            p90: 3.5,
            mean: 2.2,
        };
        assert_eq!(range(spread), "1–3.5");
        assert_eq!(middle(spread), "2 (1–3.5)");
        assert_eq!(middle(Spread::exact(12.0)), "12");
        assert_eq!(score(Spread::exact(67.2)), "67");
        let never = f64::INFINITY;
        let late = Spread {
            p90: never,
            mean: never,
            ..spread
        };
        assert_eq!(middle(late), "2 (1–never)");
        assert_eq!(middle(Spread::exact(never)), "never");
    }

    #[test]
    fn a_score_stands_with_four_of_five_draws() {
        let spread = Spread {
            p10: 55.0,
            p50: 68.0,
            p90: 77.0,
            mean: 66.8,
        };
        assert_eq!(score(spread), "67 (55–77)");
    }
}
