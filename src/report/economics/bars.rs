//! Money as bars of characters: what moves a difference, and what flows year by year.

use unicode_width::UnicodeWidthStr;

use super::shown::{musd, tenths};
use crate::economics::ways::Alternative;
use crate::record::economics::{CashFlowEntry, EconomicsEntry, SwingEntry};
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

/// A line of columns that values from the least to the most share, zero among them.
struct Scale {
    least: f64,
    most: f64,
    columns: usize,
}

impl Scale {
    fn over(values: impl Iterator<Item = f64>, columns: usize) -> Self {
        let (least, most) = values.fold((0.0_f64, 0.0_f64), |(least, most), value| {
            (least.min(value), most.max(value))
        });
        Self {
            least,
            most,
            columns: columns.clamp(1, WIDEST),
        }
    }

    /// The column of a value.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of the columns of a page"
    )]
    fn at(&self, value: f64) -> usize {
        let share = (value - self.least) / (self.most - self.least);
        let last = self.columns - 1;
        // Without a width all stands in the first column.
        ((share * last as f64).round() as usize).min(last)
    }

    /// The columns between two values, and a line at zero.
    fn bar(&self, from: f64, to: f64) -> String {
        let (one, other) = (self.at(from), self.at(to));
        let (left, right) = (one.min(other), one.max(other));
        let zero = self.at(0.0);
        let shown = |column| match column {
            _ if column == zero => '│',
            _ if (left..=right).contains(&column) => '█',
            _ => ' ',
        };
        (0..self.columns).map(shown).collect()
    }
}

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
    let columns = sheet
        .style
        .width
        .saturating_sub(PATH + ENDS + DIFFERENCE + 2);
    let scale = Scale::over(bars.iter().flat_map(ends), columns);
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
        sheet.line(&format!("{path}{gap}{cells}  {}", scale.bar(low, high)));
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
    sheet.heading(&format!(
        "Cash flow by year, {}, M$: mean, P10, P90 and a bar of the mean",
        flow.id.word()
    ));
    let columns = sheet.style.width.saturating_sub(YEAR + 2);
    let means = flow.years_musd.iter().map(|year| year.mean.get());
    let scale = Scale::over(means, columns);
    for (at, year) in flow.years_musd.iter().enumerate() {
        let mean = year.mean.get();
        let line = format!(
            "{:>2}{}  {:<27}{}",
            at + 1,
            right(&musd(mean), 9),
            tenths(*year, musd),
            scale.bar(0.0, mean)
        );
        sheet.line(&line);
    }
}

/// A text at the right of its column, a blank before it at least.
pub(super) fn right(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(text.width()).max(1);
    format!("{}{text}", " ".repeat(gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_reaches_from_zero_to_its_value_on_a_scale_that_all_share() {
        let scale = Scale::over([-10.0, 30.0].into_iter(), 9);
        assert_eq!(scale.bar(0.0, 30.0), "  │██████");
        assert_eq!(scale.bar(0.0, -10.0), "██│      ");
        assert_eq!(scale.bar(-10.0, 10.0), "██│██    ");
        assert_eq!(scale.bar(0.0, 0.0), "  │      ");
        let nothing = Scale::over([0.0].into_iter(), 3);
        assert_eq!(nothing.bar(0.0, 0.0), "│  ");
        assert_eq!(Scale::over([1.0].into_iter(), 0).bar(0.0, 1.0), "│");
    }
}
