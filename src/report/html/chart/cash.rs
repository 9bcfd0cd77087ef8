//! What each way brings and takes, year by year.

use super::svg::{Anchor, Ink, LETTERS, Svg};
use crate::record::quantity::Amount;
use crate::report::numbers::number;
use crate::report::scale::Scale;

/// Pixels of the columns of a way, and of its name above.
const PLOT: f64 = 84.0;
const NAME: f64 = 24.0;
const GAP: f64 = 14.0;

/// A row of columns for each way: the mean of each year, and P10 to P90.
pub(in crate::report::html) fn picture_of(ways: &[(&str, &[Amount])]) -> String {
    let years = ways
        .iter()
        .map(|(_, years)| years.len())
        .max()
        .unwrap_or_default();
    let mut svg = Svg::default();
    let mut top = 0.0;
    for (name, flows) in ways {
        way(&mut svg, name, flows, years, top);
        top += NAME + PLOT + GAP;
    }
    for year in (0..years).filter(|year| year % 2 == 0) {
        let [from, to] = column(year, years);
        svg.note(
            [f64::midpoint(from, to), top + 2.0],
            Anchor::Middle,
            &(year + 1).to_string(),
        );
    }
    svg.note(
        [0.0, top + LETTERS + 5.0],
        Anchor::Start,
        "year of the plan",
    );
    svg.finish(
        "Cash flow of each way by year, in millions of dollars",
        top + LETTERS + 10.0,
    )
}

#[expect(clippy::cast_precision_loss, reason = "years are few")]
fn column(year: usize, years: usize) -> [f64; 2] {
    let wide = 1.0 / years.max(1) as f64;
    [(year as f64 + 0.15) * wide, (year as f64 + 0.85) * wide]
}

fn way(svg: &mut Svg, name: &str, flows: &[Amount], years: usize, top: f64) {
    let ends = flows
        .iter()
        .flat_map(|flow| [flow.p10.get(), flow.p90.get(), flow.mean.get()]);
    let up = Scale::over(ends).with_margin();
    let plot = top + NAME;
    let y = |value: f64| plot + PLOT * (1.0 - up.at(value));
    svg.text([0.0, top + 14.0], Anchor::Start, name);
    let all: f64 = flows.iter().map(|flow| flow.mean.get()).sum();
    svg.text(
        [1.0, top + 14.0],
        Anchor::End,
        &format!("{} M$ in all", signed(all)),
    );
    for (nth, flow) in flows.iter().enumerate() {
        let [from, to] = column(nth, years);
        let (mean, p10, p90) = (flow.mean.get(), flow.p10.get(), flow.p90.get());
        let told = format!(
            "{name}, year {}: {} M$ (P10 {}, P90 {})",
            nth + 1,
            signed(mean),
            signed(p10),
            signed(p90)
        );
        svg.group(&told, |svg| {
            let ink = if mean < 0.0 { Ink::Red } else { Ink::Green };
            let (high, low) = (y(mean.max(0.0)), y(mean.min(0.0)));
            svg.bar([from, to], [high, (low - high).max(0.5)], ink, 0.85);
            let x = f64::midpoint(from, to);
            svg.line([x, y(p90)], [x, y(p10)], Ink::Text, 1.0);
        });
    }
    svg.guide([0.0, plot], [1.0, plot]);
    svg.note(
        [0.0, plot - 2.0 + LETTERS],
        Anchor::Start,
        &format!("{} M$", signed(up.high)),
    );
    svg.line([0.0, y(0.0)], [1.0, y(0.0)], Ink::Text, 1.0);
}

fn signed(value: f64) -> String {
    number(value).replace('-', "−")
}
