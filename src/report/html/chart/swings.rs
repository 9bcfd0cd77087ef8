//! What moves the difference between converting and mining.

use super::bars::{Bar, picture};
use super::svg::Ink;
use crate::record::economics::SwingEntry;
use crate::report::numbers::number;
use crate::report::scale::Scale;

/// Inputs that have a bar.
const SHOWN: usize = 12;

/// A bar for each input, from the difference at its tenth, where the dot is, to that at its ninth tenth.
pub(in crate::report::html) fn picture_of(swings: &[SwingEntry]) -> String {
    let bars: Vec<Bar> = swings
        .iter()
        .take(SHOWN)
        .map(|swing| {
            let (low, high) = (
                swing.npv_difference_low_musd.get(),
                swing.npv_difference_high_musd.get(),
            );
            let said = format!("{} → {}", number(low), number(high)).replace('-', "−");
            let ink = if high >= low { Ink::Blue } else { Ink::Orange };
            Bar {
                span: [low, high],
                dot: Some(low),
                ..Bar::to(&swing.path, said, 0.0, ink)
            }
        })
        .collect();
    let scale = Scale::over(bars.iter().flat_map(Bar::every_value)).with_margin();
    picture(
        "What each input moves the difference by, in millions of dollars",
        &bars,
        scale,
        "M$",
    )
}
