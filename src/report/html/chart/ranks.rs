//! The first of a ranking with the range of each score.

use super::bars::{Bar, picture};
use super::bubbles::ink;
use crate::ranking::Row;
use crate::report::numbers::score;
use crate::report::scale::Scale;

/// A bar from P10 to P90 of each score, a dot at its mean.
pub(in crate::report::html) fn picture_of(rows: &[Row]) -> String {
    let bars: Vec<Bar> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let spread = row.score.spread;
            let name = format!("{}. {}", at + 1, row.name.name);
            Bar {
                span: [spread.p10, spread.p90],
                dot: Some(spread.mean),
                ..Bar::to(name, score(spread), 0.0, ink(row.verdict))
            }
        })
        .collect();
    let scale = Scale {
        low: 0.0,
        high: 100.0,
    };
    picture(
        "Score of the first sites with its range, 0 to 100",
        &bars,
        scale,
        "",
    )
}
