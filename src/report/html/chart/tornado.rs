//! What each unknown moves by itself: megawatts at the left, points at the right.

use super::svg::{Anchor, Ink, LETTERS, Svg};
use crate::record::question::{BarEntry, MovedEntry};
use crate::report::numbers::number;
use crate::report::plain;
use crate::report::prose::clip;
use crate::report::scale::Scale;

const ROW: f64 = 36.0;
/// Room for the heads of both columns.
const HEAD: f64 = 22.0;
const NAMES: usize = 44;
/// How wide each column is, and where the second one begins.
const HALF: f64 = 0.47;
const SECOND: f64 = 0.53;

/// The widest so many unknowns.
pub(in crate::report::html) fn picture_of(bars: &[&BarEntry]) -> String {
    let mut svg = Svg::default();
    let mw: fn(&MovedEntry) -> f64 = |moved| moved.mw.get();
    let points: fn(&MovedEntry) -> f64 = |moved| moved.score.get();
    let columns = [
        (0.0, "MW that convert", mw),
        (SECOND, "Score, points", points),
    ];
    let mut foot = HEAD;
    for bar in bars {
        svg.text(
            [0.0, foot + 12.0],
            Anchor::Start,
            &clip(&plain(&bar.fact), NAMES),
        );
        foot += ROW;
    }
    for (left, head, of) in columns {
        svg.bold([left, 12.0], Anchor::Start, head);
        let values = bars.iter().flat_map(|bar| [of(&bar.low), of(&bar.high)]);
        let scale = close_around(values);
        let at = |value: f64| left + HALF * scale.at(value);
        for tick in scale.ticks(3) {
            svg.guide([at(tick), HEAD], [at(tick), foot]);
            let anchor = match scale.at(tick) {
                x if x < 0.1 => Anchor::Start,
                x if x > 0.9 => Anchor::End,
                _ => Anchor::Middle,
            };
            svg.note([at(tick), foot + LETTERS], anchor, &number(tick));
        }
        let mut top = HEAD;
        for bar in bars {
            let (low, high) = (of(&bar.low), of(&bar.high));
            let told = format!(
                "{}: {} at {}, {} at {}",
                bar.fact,
                number(low),
                bar.low.value,
                number(high),
                bar.high.value
            );
            let ink = if high >= low { Ink::Blue } else { Ink::Orange };
            svg.group(&told, |svg| {
                svg.bar(
                    [at(low.min(high)), at(low.max(high))],
                    [top + 18.0, 10.0],
                    ink,
                    0.9,
                );
                svg.dot([at(low), top + 23.0], 3.0, Ink::Text, 1.0);
            });
            top += ROW;
        }
    }
    svg.finish(
        "What each unknown moves by itself, from its low to its high end",
        foot + LETTERS + 6.0,
    )
}

/// A scale around values that may lie far from zero.
fn close_around(values: impl Iterator<Item = f64>) -> Scale {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let margin = (0.06 * (high - low)).max(0.5);
    Scale {
        low: (low - margin).max(0.0),
        high: high + margin,
    }
}
