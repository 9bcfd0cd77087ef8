//! What each way of using the connection is worth.

use super::bars::{Bar, picture};
use super::svg::Ink;
use crate::economics::ways::Alternative;
use crate::record::quantity::Amount;
use crate::report::html::amount_text;
use crate::report::scale::Scale;

/// A bar from P10 to P90 for each way, a dot at its mean.
pub(in crate::report::html) fn picture_of(
    ways: &[(&str, Alternative, Amount)],
    best: Option<Alternative>,
) -> String {
    let bars: Vec<Bar> = ways
        .iter()
        .map(|(name, way, npv)| {
            let is_best = Some(*way) == best;
            let ink = if is_best { Ink::Green } else { Ink::Blue };
            interval(name, *npv, ink, is_best)
        })
        .collect();
    picture(
        "Net present value of each way, in millions of dollars",
        &bars,
        scale(&bars),
        "M$",
    )
}

/// How much more a way is worth than mining.
pub(in crate::report::html) fn against(name: &str, more: Amount) -> String {
    let bars = [interval(name, more, Ink::Violet, false)];
    let scale = Scale::over(bars.iter().flat_map(Bar::every_value)).with_margin();
    picture(
        "Difference to mining, in millions of dollars",
        &bars,
        scale,
        "M$",
    )
}

/// A scale on which one way that dwarfs the rest does not press them together: it ends at the edge.
fn scale(bars: &[Bar]) -> Scale {
    let size = |bar: &Bar| bar.every_value().map(f64::abs).fold(0.0, f64::max);
    let mut sizes: Vec<f64> = bars.iter().map(size).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let most = sizes.get(1).map_or(f64::MAX, |second| 2.0 * second);
    Scale::over(
        bars.iter()
            .flat_map(Bar::every_value)
            .map(|value| value.clamp(-most, most)),
    )
    .with_margin()
}

fn interval(name: &str, amount: Amount, ink: Ink, bold: bool) -> Bar {
    Bar {
        span: [amount.p10.get(), amount.p90.get()],
        dot: Some(amount.mean.get()),
        bold,
        ..Bar::to(name, amount_text(amount), 0.0, ink)
    }
}
