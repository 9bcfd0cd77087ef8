//! A fact swept over values: a range with its step, or a list.

use std::ops::Range;

use super::setting::{Setting, end_of_path};
use crate::bounds::POINTS;
use crate::source::{Problem, Refused, Source};

/// Most values of one fact: as many as there may be points in all.
pub const MOST_POINTS: usize = POINTS.count();

/// Steps that miss the end by less than this share of one have met it.
const SLACK: f64 = 1e-6;

/// A fact, and what it is set to one after the other.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Its path.
    pub path: String,
    /// Each value, and what sets it.
    pub points: Vec<(String, Setting)>,
}

impl Axis {
    /// Reads `PATH=LOW..HIGH:STEP`, both ends included, or `PATH=VALUE,VALUE`.
    ///
    /// # Errors
    /// Everything that is wrong with it, whatever site it is for.
    pub fn read(text: &str, by: &str) -> Result<Self, Refused> {
        let source = Source::from_text(by, text)?;
        let refuse = |range: std::ops::Range<usize>, message: &str, help: &str| {
            let problem = Problem::at(source.span(range), message).help(help.to_owned());
            Err(Refused {
                source: source.clone(),
                problems: vec![problem],
            })
        };
        let forms = "write `PATH=LOW..HIGH:STEP`, such as `power.approved_mw=50..400:50`, or `PATH=VALUE,VALUE`";
        let Some(end) = end_of_path(text) else {
            return refuse(0..text.len(), "a `=` is missing behind the path", forms);
        };
        let (path, written) = (text[..end].trim(), &text[end + 1..]);
        let values: Vec<(String, Range<usize>)> = match range(written) {
            Some(Ok(values)) => values
                .into_iter()
                .map(|value| (value, 0..written.len()))
                .collect(),
            Some(Err(message)) => return refuse(end + 1..text.len(), message, forms),
            None => listed(written),
        };
        if values.len() > MOST_POINTS {
            let message = format!("these are more than {MOST_POINTS} values");
            return refuse(end + 1..text.len(), &message, "take a wider step");
        }
        let points = values.into_iter().map(|(value, at)| {
            let at = source.span(end + 1 + at.start..end + 1 + at.end);
            // What is wrong with a point is told where it was typed, a path that leads nowhere at the path.
            let typed = |refused: Refused| Refused {
                source: source.clone(),
                problems: refused
                    .problems
                    .into_iter()
                    .map(|problem| Problem {
                        at: match problem.at {
                            Some(there) if there.start <= path.len() => Some(source.span(0..end)),
                            _ => Some(at),
                        },
                        related: None,
                        ..problem
                    })
                    .collect(),
            };
            let setting = Setting::read(&format!("{path}={value}"), by).map_err(typed)?;
            Ok((value, setting))
        });
        Ok(Self {
            path: path.to_owned(),
            points: points.collect::<Result<_, Refused>>()?,
        })
    }
}

/// The values of `LOW..HIGH:STEP`; `None` where the text is no range.
fn range(text: &str) -> Option<Result<Vec<String>, &'static str>> {
    let (low, rest) = text.split_once("..")?;
    let (high, step) = rest.split_once(':').unwrap_or((rest, ""));
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let (Some(low), Some(high)) = (number(low), number(high)) else {
        return Some(Err("the ends of a range are numbers"));
    };
    let Some(step) = number(step).filter(|step| *step > 0.0) else {
        return Some(Err("the step of a range is a number above zero"));
    };
    if high < low {
        return Some(Err("this range runs backwards"));
    }
    let mut values: Vec<f64> = Vec::new();
    let mut at = 0.0;
    // One more than there may be, so that too many are told.
    while low + at * step < high - SLACK * step && values.len() <= MOST_POINTS {
        values.push(low + at * step);
        at += 1.0;
    }
    values.push(high);
    Some(Ok(values.into_iter().map(written).collect()))
}

/// A number as a person writes it: 0.30000000000000004 is 0.3.
fn written(value: f64) -> String {
    let places = 1e9;
    ((value * places).round() / places).to_string()
}

/// The values between commas that stand in no brackets and no quotes, each with its place.
fn listed(text: &str) -> Vec<(String, Range<usize>)> {
    let (mut depth, mut quote) = (0_usize, None);
    let values = text.split(|c| {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0 && quote.is_none()
    });
    let mut from = 0;
    values
        .map(|value| {
            let start = from + value.len() - value.trim_start().len();
            from += value.len() + 1;
            (value.trim().to_owned(), start..start + value.trim().len())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        let axis = Axis::read(text, "--sweep 1").unwrap();
        axis.points.into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn a_range_has_both_its_ends_and_a_list_what_it_says() {
        assert_eq!(
            values("power.approved_mw=50..200:50"),
            ["50", "100", "150", "200"]
        );
        assert_eq!(values("power.approved_mw=50..120:50"), ["50", "100", "120"]);
        assert_eq!(
            values("power.power_factor=0.9..1:0.05"),
            ["0.9", "0.95", "1"]
        );
        assert_eq!(values("power.approved_mw=5..5:1"), ["5"]);
        assert_eq!(
            values("power.firmness=firm, interruptible,unknown"),
            ["firm", "interruptible", "unknown"]
        );
        assert_eq!(
            values("power.approved_mw={low: 1, high: 2},3"),
            ["{low: 1, high: 2}", "3"]
        );
        assert_eq!(values("permits[kind=air].status=denied"), ["denied"]);
    }

    #[test]
    fn a_wrong_value_is_told_where_it_was_typed() {
        let column = |text: &str| {
            let refused = Axis::read(text, "--sweep 1").unwrap_err();
            assert_eq!(refused.source.text(), text);
            refused.problems[0].place().unwrap().column
        };
        assert_eq!(column("power.firmness=firm, frim,interruptible"), 22);
        assert_eq!(column("power.approved_mw=-5..5:5"), 19);
        assert_eq!(column("power.aproved_mw=1,2"), 1);
    }

    #[test]
    fn what_is_no_sweep_is_told() {
        let told = |text: &str| {
            Axis::read(text, "--sweep 1").unwrap_err().problems[0]
                .message
                .clone()
        };
        for (text, message) in [
            ("power.approved_mw", "a `=` is missing"),
            ("power.approved_mw=400..50:50", "runs backwards"),
            ("power.approved_mw=50..400", "the step"),
            ("power.approved_mw=50..400:0", "the step"),
            ("power.approved_mw=a..400:1", "the ends"),
            ("power.approved_mw=0..2000:1", "more than 1000"),
            ("power.approved_mw=1e300..2e300:1", "more than 1000"),
            ("power.aproved_mw=1..2:1", "has no fact"),
            ("power.firmness=firm,frim", "has no value `frim`"),
        ] {
            assert!(told(text).contains(message), "{text}: {}", told(text));
        }
    }
}
