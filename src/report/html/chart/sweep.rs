//! A figure over the values of one fact or of two, and by case.

use super::bars::{Bar, picture};
use super::svg::{Anchor, Ink, LETTERS, Svg};
use crate::report::numbers::number;
use crate::report::plain;
use crate::report::prose::clip;
use crate::report::scale::Scale;

/// Pixels of the plot of a curve, and above it.
const PLOT: f64 = 240.0;
const TOP: f64 = 20.0;
/// Share of the width on either side of a curve.
const MARGIN: f64 = 0.04;
/// Characters of the name of a value.
const NAME: usize = 14;
/// Values below an axis, and columns that have room for numbers.
const NAMED: usize = 8;

/// Share of the width for the names of the rows of a grid.
const NAMES: f64 = 0.24;
/// Pixels of a row that holds numbers, and of one that is a strip of color.
const ROW: f64 = 26.0;
const STRIP: f64 = 6.0;
/// More rows than this are strips.
const ROWS: usize = 40;

/// A value with what comes of it: the middle of the draws, and P10 to P90 where they are told.
pub(in crate::report::html) struct Point {
    pub(in crate::report::html) name: String,
    pub(in crate::report::html) middle: Option<f64>,
    pub(in crate::report::html) range: Option<[f64; 2]>,
}

/// A bar for each case, the base in front; `None` where none has the figure.
pub(in crate::report::html) fn bars(title: &str, unit: &str, cases: &[Point]) -> Option<String> {
    let bars: Vec<Bar> = cases
        .iter()
        .zip(0..)
        .filter_map(|(case, at)| {
            let middle = case.middle?;
            let ink = if at == 0 { Ink::Gray } else { Ink::Blue };
            let said = format!("{} {unit}", number(middle)).replace('-', "−");
            let bar = Bar::to(&case.name, said, middle, ink);
            Some(match case.range {
                Some([low, high]) => bar.around(low, high),
                None => bar,
            })
        })
        .collect();
    let scale = Scale::over(bars.iter().flat_map(Bar::every_value)).with_margin();
    (!bars.is_empty()).then(|| picture(title, &bars, scale, unit))
}

/// A line through what comes of each value, and the base as a dashed one; `None` where nothing comes of any.
pub(in crate::report::html) fn curve(
    title: &str,
    unit: &str,
    points: &[Point],
    base: Option<f64>,
) -> Option<String> {
    let values = points.iter().flat_map(|point| {
        point
            .middle
            .into_iter()
            .chain(point.range.into_iter().flatten())
    });
    let up = Scale::over(values.chain(base)).with_margin();
    points.iter().find_map(|point| point.middle)?;
    let y = |value: f64| TOP + PLOT * (1.0 - up.at(value));
    let across = Across::of(points);
    let mut svg = Svg::default();
    for tick in up.ticks(4) {
        svg.guide([0.0, y(tick)], [1.0, y(tick)]);
        let text = format!("{} {unit}", number(tick)).replace('-', "−");
        svg.note([0.0, y(tick) - 4.0], Anchor::Start, &text);
    }
    across.axis(&mut svg, points);
    if let Some(base) = base {
        svg.dashed([0.0, y(base)], [1.0, y(base)], Ink::Orange);
        let told = format!("as it is: {} {unit}", number(base)).replace('-', "−");
        svg.text([1.0, y(base) - 6.0], Anchor::End, &told);
    }
    let mut before: Option<[f64; 2]> = None;
    for (at, point) in points.iter().enumerate() {
        let Some(middle) = point.middle else {
            before = None;
            continue;
        };
        let here = [across.at(at), y(middle)];
        if let Some(before) = before {
            svg.line(before, here, Ink::Blue, 2.5);
        }
        svg.group(&told(point, middle, unit), |svg| {
            if let Some([low, high]) = point.range {
                svg.line([here[0], y(low)], [here[0], y(high)], Ink::Blue, 1.5);
            }
            svg.dot(here, 4.0, Ink::Blue, 1.0);
        });
        before = Some(here);
    }
    Some(svg.finish(title, TOP + PLOT + LETTERS + 10.0))
}

fn told(point: &Point, middle: f64, unit: &str) -> String {
    let name = plain(&point.name);
    match point.range {
        None => format!("{name}: {} {unit}", number(middle)),
        Some([low, high]) => format!(
            "{name}: P10 {}, P50 {}, P90 {} {unit}",
            number(low),
            number(middle),
            number(high)
        ),
    }
}

/// Where values stand side by side.
enum Across {
    /// Numbers, each at its place.
    Numbers(Scale, Vec<f64>),
    /// Anything else, at equal steps.
    Steps(usize),
}

impl Across {
    fn of(points: &[Point]) -> Self {
        let number = |point: &Point| point.name.parse::<f64>().ok().filter(|n| n.is_finite());
        let numbers: Option<Vec<f64>> = points.iter().map(number).collect();
        let numbers = numbers.unwrap_or_default();
        let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if low < high {
            Self::Numbers(Scale { low, high }, numbers)
        } else {
            Self::Steps(points.len())
        }
    }

    fn at(&self, nth: usize) -> f64 {
        let share = match self {
            Self::Numbers(scale, numbers) => numbers.get(nth).map_or(0.0, |n| scale.at(*n)),
            Self::Steps(steps) => (counted(nth) + 0.5) / counted(*steps).max(1.0),
        };
        MARGIN + (1.0 - 2.0 * MARGIN) * share
    }

    fn axis(&self, svg: &mut Svg, points: &[Point]) {
        let foot = TOP + PLOT + LETTERS + 5.0;
        if let Self::Numbers(scale, _) = self {
            for tick in scale.ticks(4) {
                let x = MARGIN + (1.0 - 2.0 * MARGIN) * scale.at(tick);
                svg.guide([x, TOP], [x, TOP + PLOT + 4.0]);
                svg.note([x, foot], Anchor::Middle, &number(tick).replace('-', "−"));
            }
            return;
        }
        let every = points.len().div_ceil(NAMED).max(1);
        for (at, point) in points.iter().enumerate().step_by(every) {
            let name = clip(&plain(&point.name), NAME);
            svg.note([self.at(at), foot], Anchor::Middle, &name);
        }
    }
}

/// A cell for each pair of values, the stronger colored the larger it is; below zero in another color.
pub(in crate::report::html) fn grid(
    title: &str,
    [rows, columns]: [&[String]; 2],
    figures: &[Option<f64>],
) -> Option<String> {
    let most = figures
        .iter()
        .flatten()
        .map(|f| f.abs())
        .fold(0.0, f64::max);
    figures.iter().find_map(|figure| *figure)?;
    let width = (1.0 - NAMES) / counted(columns.len()).max(1.0);
    let left = |column: usize| NAMES + width * counted(column);
    let height = if rows.len() > ROWS { STRIP } else { ROW };
    let has_numbers = columns.len() <= NAMED && rows.len() <= ROWS;
    let mut svg = Svg::default();
    for (at, column) in columns
        .iter()
        .enumerate()
        .step_by(columns.len().div_ceil(NAMED).max(1))
    {
        let name = clip(&plain(column), if columns.len() > 4 { 6 } else { NAME });
        svg.note([left(at) + width / 2.0, LETTERS], Anchor::Middle, &name);
    }
    let all = figures.chunks(columns.len().max(1));
    for ((at, row), cells) in rows.iter().enumerate().zip(all) {
        let top = TOP + height * counted(at);
        if at % rows.len().div_ceil(ROWS).max(1) == 0 {
            let base = top + height.min(ROW) / 2.0 + 4.5;
            svg.note([0.0, base], Anchor::Start, &clip(&plain(row), NAME));
        }
        for ((nth, column), figure) in columns.iter().enumerate().zip(cells) {
            let Some(figure) = *figure else { continue };
            let text = number(figure).replace('-', "−");
            let told = format!("{}, {}: {text}", plain(row), plain(column));
            svg.group(&told, |svg| {
                let share = if most > 0.0 { figure.abs() / most } else { 0.0 };
                let ink = if figure < 0.0 { Ink::Red } else { Ink::Blue };
                let span = [left(nth), left(nth) + width * 0.97];
                svg.bar(span, [top, height - 1.0], ink, 0.08 + 0.42 * share);
                if has_numbers {
                    let middle = [left(nth) + width * 0.485, top + height / 2.0 + 4.5];
                    svg.text(middle, Anchor::Middle, &text);
                }
            });
        }
    }
    Some(svg.finish(title, TOP + height * counted(rows.len()) + 4.0))
}

#[expect(clippy::cast_precision_loss, reason = "there are a thousand at most")]
fn counted(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(name: &str, middle: Option<f64>) -> Point {
        Point {
            name: name.to_owned(),
            middle,
            range: None,
        }
    }

    #[test]
    fn numbers_stand_at_their_place_and_words_at_equal_steps() {
        let places = |names: &[&str]| -> Vec<f64> {
            let points: Vec<Point> = names.iter().map(|name| point(name, None)).collect();
            let across = Across::of(&points);
            (0..names.len()).map(|at| across.at(at)).collect()
        };
        assert_eq!(places(&["50", "100", "250"])[1], MARGIN + 0.92 * 0.25);
        assert_eq!(
            places(&["firm", "unknown"]),
            [MARGIN + 0.92 * 0.25, MARGIN + 0.92 * 0.75]
        );
        assert_eq!(places(&["5"]), [0.5]);
        assert_eq!(places(&["5", "unknown"]), places(&["firm", "unknown"]));
    }

    #[test]
    fn a_line_is_broken_where_nothing_comes_of_a_value() {
        let all = [Some(1.0), Some(2.0), None, Some(4.0)];
        let points: Vec<Point> = (1..)
            .zip(all)
            .map(|(n, m)| point(&format!("{n}"), m))
            .collect();
        let svg = curve("t", "MW", &points, Some(3.0)).unwrap();
        let solid = format!("stroke-width=\"{}\"", 2.5);
        assert_eq!(
            (svg.matches("<circle").count(), svg.matches(&solid).count()),
            (3, 1)
        );
        assert!(svg.contains("as it is: 3 MW"));
        assert_eq!(curve("t", "MW", &[point("1", None)], Some(3.0)), None);
    }

    #[test]
    fn a_grid_has_a_cell_for_each_figure() {
        let names = |n: usize| -> Vec<String> { (0..n).map(|at| at.to_string()).collect() };
        let (rows, columns) = (names(2), names(2));
        let figures = [Some(4.0), Some(-2.0), None, Some(0.0)];
        let svg = grid("t", [&rows, &columns], &figures).unwrap();
        assert_eq!(svg.matches("<rect").count(), 3);
        assert!(svg.contains("<title>0, 1: −2</title>"), "{svg}");
        assert!(svg.contains("#d5473f"), "{svg}");
        let wide = names(30);
        let figures: Vec<Option<f64>> = (0..60).map(|_| Some(1.0)).collect();
        let svg = grid("t", [&rows, &wide], &figures).unwrap();
        assert_eq!(svg.matches("<rect").count(), 60);
        assert!(
            svg.matches("<text").count() < 20,
            "no room for sixty numbers"
        );
    }
}
