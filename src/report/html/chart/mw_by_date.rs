//! Critical IT MW by date: steps in the middle of the draws, and when four of five draws have them.

use super::svg::{Anchor, Ink, LEFT, LETTERS, Svg};
use crate::record::Rounded;
use crate::record::plan::{TrancheEntry, calendar_month};
use crate::record::schedule::StartEntry;
use crate::record::site::CapacityEntry;
use crate::report::numbers::number;
use crate::report::scale::Scale;

/// Pixels of the plot, and above it.
const PLOT: f64 = 240.0;
const TOP: f64 = 24.0;

/// The picture; `None` where no MW come.
pub(in crate::report::html) fn picture_of(
    capacity: &CapacityEntry,
    start: Option<&StartEntry>,
) -> Option<String> {
    let tranches = &capacity.tranches;
    let last = tranches.last()?;
    let latest = tranches
        .iter()
        .flat_map(|t| months(t).into_iter().flatten().map(Rounded::get));
    let latest = latest.fold(1.0_f64, f64::max);
    let across = Scale::up_to(1.08 * latest).with_margin();
    let ceiling = capacity.ceiling_mw.p50.get();
    let up = Scale::up_to(last.mw.get().max(ceiling).max(1.0)).with_margin();
    let y = |mw: f64| TOP + PLOT * (1.0 - up.at(mw));
    let x = |month: Option<Rounded>| month.map_or(1.0, |month| from_left(across, month.get()));
    let mut svg = Svg::default();
    svg.rising(up, 4, y, "MW");
    let mut before = capacity.today_mw.p50.get();
    let mut right = LEFT;
    for tranche in tranches {
        let mw = tranche.mw.get();
        let [p10, p50, p90] = months(tranche);
        let told = format!(
            "{} MW: P10 {}, P50 {}, P90 {}",
            number(mw),
            when(start, p10),
            when(start, p50),
            when(start, p90)
        );
        svg.group(&told, |svg| {
            svg.bar(
                [x(p10), x(p90)],
                [y(mw), y(before) - y(mw)],
                Ink::Blue,
                0.22,
            );
        });
        svg.line([right, y(before)], [x(p50), y(before)], Ink::Blue, 2.5);
        if p50.is_some() {
            svg.line([x(p50), y(before)], [x(p50), y(mw)], Ink::Blue, 2.5);
            before = mw;
        }
        right = x(p50);
    }
    svg.line([right, y(before)], [1.0, y(before)], Ink::Blue, 2.5);
    svg.dashed([LEFT, y(ceiling)], [1.0, y(ceiling)], Ink::Orange);
    let label = format!("ceiling {} MW", number(ceiling));
    svg.text([1.0, y(ceiling) - 6.0], Anchor::End, &label);
    dates(&mut svg, across, start);
    let title = "Critical IT megawatts by date: P50 as steps, P10 to P90 as the band";
    Some(svg.finish(title, TOP + PLOT + LETTERS + 10.0))
}

/// Where a month lies behind the numbers at the left.
fn from_left(across: Scale, month: f64) -> f64 {
    LEFT + (1.0 - LEFT) * across.at(month)
}

fn months(tranche: &TrancheEntry) -> [Option<Rounded>; 3] {
    [tranche.months.p10, tranche.months.p50, tranche.months.p90]
}

/// The axis of time: months of the calendar where the start is known.
fn dates(svg: &mut Svg, across: Scale, start: Option<&StartEntry>) {
    let foot = TOP + PLOT;
    for month in months_of(across.high) {
        let x = from_left(across, month);
        svg.guide([x, TOP], [x, foot + 4.0]);
        let anchor = match x {
            x if x > 0.92 => Anchor::End,
            _ => Anchor::Middle,
        };
        svg.note([x, foot + LETTERS + 5.0], anchor, &calendar(start, month));
    }
}

/// Whole months along an axis of so many, six of them at most behind the first.
pub(super) fn months_of(last: f64) -> impl Iterator<Item = f64> {
    let steps = [1.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0, 1200.0];
    let step = steps
        .into_iter()
        .find(|step| last / step < 7.0)
        .unwrap_or(last.max(1.0));
    (0..=6_u8)
        .map(move |nth| f64::from(nth) * step)
        .take_while(move |month| *month <= last)
}

/// So many whole months behind the start.
pub(super) fn calendar(start: Option<&StartEntry>, months: f64) -> String {
    start
        .and_then(StartEntry::day)
        .and_then(|start| calendar_month(start, months.trunc()))
        .unwrap_or_else(|| format!("month {}", number(months)))
}

/// A month as a date where the start is known, else as it is counted.
pub(in crate::report::html) fn when(start: Option<&StartEntry>, month: Option<Rounded>) -> String {
    let Some(month) = month.map(Rounded::get) else {
        return "never".to_owned();
    };
    start
        .and_then(StartEntry::day)
        .and_then(|start| calendar_month(start, month))
        .unwrap_or_else(|| format!("month {}", number(month.round())))
}
