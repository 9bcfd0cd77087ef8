//! What of each category stands, and what the route can make of it.

use super::bars::{Bar, picture};
use super::svg::Ink;
use crate::record::site::CategoryEntry;
use crate::report::numbers::score;
use crate::report::scale::Scale;
use crate::spread::Bounded;

/// How much of each category is ready today.
pub(in crate::report::html) fn picture_of(categories: &[&CategoryEntry]) -> String {
    let bars = categories.iter().filter_map(|category| {
        let ready = category.readiness?;
        let ink = if category.retrofit {
            Ink::Blue
        } else {
            Ink::Gray
        };
        let said = score(Bounded::from(ready).spread);
        let bar = Bar::to(&category.name, said, ready.mean.get(), ink);
        Some(bar.around(ready.p10.get(), ready.p90.get()))
    });
    let bars: Vec<Bar> = bars.collect();
    let scale = Scale {
        low: 0.0,
        high: 100.0,
    };
    picture("Readiness today by category, 0 to 100", &bars, scale, "")
}
