//! Money as bars of characters: what moves a difference, and what flows year by year.

use unicode_width::UnicodeWidthStr;

use super::shown::{musd, tenths};
use crate::economics::ways::Alternative;
use crate::record::economics::{CashFlowEntry, EconomicsEntry, SwingEntry};
use crate::report::bar::Line;
use crate::report::numbers::number;
use crate::report::plain;
use crate::report::sheet::Sheet;

/// Columns of the path of an input.
const PATH: usize = 27;
/// Columns of its tenth and ninth tenth.
const ENDS: usize = 15;
/// Columns of what the difference is at both.
const DIFFERENCE: usize = 13;
/// Columns of a year, its mean and its tenths.
const YEAR: usize = 41;
/// The most columns of a bar: longer ones say no more.
const WIDEST: usize = 48;

/// What moves the difference between two ways, the widest first.
pub(super) fn tornado(sheet: &mut Sheet, economics: &EconomicsEntry) {
    let (Some(bars), Some(turn)) = (&economics.tornado, &economics.break_even) else {
        return;
    };
    let [one, other] = turn.between;
    sheet.heading(&format!(
        "What moves the difference of {} to {}, M$",
        one.word(),
        other.word()
    ));
    if bars.is_empty() {
        sheet.wrap("", "", "Nothing that is open moves it.");
        return;
    }
    let ends = |bar: &SwingEntry| {
        [bar.npv_difference_low_musd, bar.npv_difference_high_musd].map(|musd| musd.get())
    };
    let columns = columns(sheet, PATH + ENDS + DIFFERENCE);
    let scale = columns.map(|columns| Line::over(bars.iter().flat_map(ends), columns));
    for bar in bars {
        let [low, high] = ends(bar);
        let numbers = [
            (
                format!("{} → {}", number(bar.low.get()), number(bar.high.get())),
                ENDS,
            ),
            (format!("{} → {}", musd(low), musd(high)), DIFFERENCE),
        ];
        let cells: String = numbers
            .iter()
            .map(|(text, width)| right(text, *width))
            .collect();
        let path = plain(&bar.path);
        // A path that is too long for its column has a line of its own, so that it can be copied.
        let path = if path.width() > PATH {
            sheet.line(&path);
            String::new()
        } else {
            path
        };
        let gap = " ".repeat(PATH.saturating_sub(path.width()));
        let bar = scale.map_or(String::new(), |scale| scale.between(low, high));
        sheet.line(&format!("{path}{gap}{cells}  {bar}"));
    }
    sheet.wrap(
        "",
        "",
        "P10 → P90 of each, set in all draws, and the mean difference there; the others as they are drawn.",
    );
}

/// What flows year by year, of the best way to convert and of mining.
pub(super) fn cash(sheet: &mut Sheet, economics: &EconomicsEntry) {
    let Some(flows) = &economics.cash_flow else {
        return;
    };
    let converting = economics
        .break_even
        .as_ref()
        .map_or(economics.best, |turn| Some(turn.between[0]));
    let shown = [converting, Some(Alternative::Mine)];
    let shown = shown.into_iter().flatten();
    let shown = shown.filter_map(|id| flows.iter().find(|flow| flow.id == id));
    let shown: Vec<&CashFlowEntry> = shown.collect();
    for flow in &shown {
        years(sheet, flow);
    }
    if !shown.is_empty() {
        sheet.wrap(
            "",
            "",
            "Years from the plan's start; the last has the price of the bare site in it.",
        );
    }
}

fn years(sheet: &mut Sheet, flow: &CashFlowEntry) {
    let means = flow.years_musd.iter().map(|year| year.mean.get());
    let scale = columns(sheet, YEAR).map(|columns| Line::over(means, columns));
    let shown = if scale.is_some() {
        "mean, P10, P90 and a bar of the mean"
    } else {
        "mean, P10 and P90"
    };
    let id = flow.id.word();
    sheet.heading(&format!("Cash flow by year, {id}, M$: {shown}"));
    for (at, year) in flow.years_musd.iter().enumerate() {
        let mean = year.mean.get();
        let line = format!(
            "{:>2}{}  {:<27}{}",
            at + 1,
            right(&musd(mean), 9),
            tenths(*year, musd),
            scale.map_or(String::new(), |scale| scale.between(0.0, mean))
        );
        sheet.line(&line);
    }
}

/// The columns that so many others leave to bars, where bars are wanted.
pub(super) fn columns(sheet: &Sheet, others: usize) -> Option<usize> {
    let left = sheet.style.width.saturating_sub(others + 2);
    (sheet.style.draws_bars() && left > 0).then(|| left.min(WIDEST))
}

/// A text at the right of its column, a blank before it at least.
pub(super) fn right(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(text.width()).max(1);
    format!("{}{text}", " ".repeat(gap))
}
