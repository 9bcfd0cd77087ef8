//! From a sum before to the sum after, cause by cause.

use super::bars::{Bar, picture};
use super::svg::Ink;
use crate::compare::TotalChange;
use crate::report::compare::signed;
use crate::report::numbers::number;
use crate::report::scale::Scale;

/// A bar for the base, one for what each cause adds behind the one before, one for the head.
pub(in crate::report::html) fn picture_of(total: &TotalChange, label: &str, unit: &str) -> String {
    let end = |name: &str, value: f64| {
        let said = format!("{} {unit}", number(value));
        Bar {
            bold: true,
            ..Bar::to(name, said, value, Ink::Gray)
        }
    };
    let mut bars = vec![end("base", total.base)];
    let mut so_far = total.base;
    for part in &total.parts {
        let ink = if part.delta < 0.0 {
            Ink::Orange
        } else {
            Ink::Blue
        };
        let said = format!("{} {unit}", signed(part.delta));
        bars.push(Bar {
            span: [so_far, so_far + part.delta],
            ..Bar::to(part.cause, said, 0.0, ink)
        });
        so_far += part.delta;
    }
    bars.push(end("head", total.head));
    let scale = Scale::over(bars.iter().flat_map(Bar::every_value)).with_margin();
    picture(&format!("{label}: from base to head"), &bars, scale, unit)
}
