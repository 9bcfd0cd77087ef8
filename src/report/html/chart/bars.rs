//! Bars below their names, with the range around each: what most pictures are.

use super::svg::{Anchor, Ink, LETTERS, Svg};
use crate::report::plain;
use crate::report::prose::clip;
use crate::report::scale::Scale;

/// Pixels of a row: its name, its bar.
const ROW: f64 = 38.0;
const NAME: f64 = 13.0;
const TOP: f64 = 19.0;
const THICK: f64 = 10.0;

/// Characters of a name that a telephone has room for.
const LINE: usize = 45;
/// Share of the width that bars take: what each says stands at the right of them, where no bar runs into it.
const PLOT: f64 = 0.68;

/// One row.
#[derive(Debug, Clone)]
pub(super) struct Bar {
    pub(super) name: String,
    /// What stands at the end of the line of the bar.
    pub(super) said: String,
    /// Where the bar ends, from zero or from the other end.
    pub(super) span: [f64; 2],
    /// P10 to P90, drawn as a line over it.
    pub(super) range: Option<[f64; 2]>,
    /// A dot on it.
    pub(super) dot: Option<f64>,
    pub(super) ink: Ink,
    pub(super) bold: bool,
}

impl Bar {
    /// A bar from zero.
    pub(super) fn to(
        name: impl Into<String>,
        said: impl Into<String>,
        value: f64,
        ink: Ink,
    ) -> Self {
        Self {
            name: name.into(),
            said: said.into(),
            span: [0.0, value],
            range: None,
            dot: None,
            ink,
            bold: false,
        }
    }

    pub(super) fn around(self, low: f64, high: f64) -> Self {
        Self {
            range: Some([low, high]),
            ..self
        }
    }

    pub(super) fn every_value(&self) -> impl Iterator<Item = f64> {
        let range = self.range.into_iter().flatten();
        self.span.into_iter().chain(range).chain(self.dot)
    }
}

/// The rows as a picture, its axis at the foot.
pub(super) fn picture(title: &str, bars: &[Bar], scale: Scale, unit: &str) -> String {
    let mut svg = Svg::default();
    let foot = bars.iter().map(|_| ROW).sum::<f64>();
    axis(&mut svg, scale, [0.0, foot], unit);
    let mut top = 0.0;
    for bar in bars {
        row(&mut svg, bar, scale, top);
        top += ROW;
    }
    svg.finish(title, foot + LETTERS + 10.0)
}

/// Lines at round values from top to foot, and their values below.
fn axis(svg: &mut Svg, scale: Scale, [top, foot]: [f64; 2], unit: &str) {
    for tick in scale.ticks(4) {
        let x = PLOT * scale.at(tick);
        svg.guide([x, top], [x, foot + 3.0]);
        let anchor = match x {
            x if x < 0.06 => Anchor::Start,
            _ => Anchor::Middle,
        };
        let text = crate::report::numbers::number(tick).replace('-', "−");
        let text = if tick == 0.0 {
            format!("{text} {unit}")
        } else {
            text
        };
        svg.note([x, foot + LETTERS + 4.0], anchor, text.trim_end());
    }
    if scale.low < 0.0 {
        let zero = PLOT * scale.at(0.0);
        svg.line([zero, top], [zero, foot + 3.0], Ink::Text, 1.0);
    }
}

fn row(svg: &mut Svg, bar: &Bar, scale: Scale, top: f64) {
    let name = clip(&plain(&bar.name), LINE);
    let at = |value: f64| PLOT * scale.at(value);
    let told = format!("{}: {}", bar.name, bar.said);
    svg.group(&told, |svg| {
        let begins = [0.0, top + NAME];
        if bar.bold {
            svg.bold(begins, Anchor::Start, &name);
        } else {
            svg.text(begins, Anchor::Start, &name);
        }
        let middle = top + TOP + THICK / 2.0;
        svg.note([1.0, middle + 4.0], Anchor::End, &bar.said);
        if bar.every_value().all(|value| value < scale.low) {
            return svg.note([0.0, middle + 4.0], Anchor::Start, "◂");
        }
        let [a, b] = bar.span.map(at);
        svg.bar([a.min(b), a.max(b)], [top + TOP, THICK], bar.ink, 0.85);
        if let Some(range) = bar.range.filter(|[low, high]| low < high) {
            let [low, high] = range.map(at);
            svg.line([low, middle], [high, middle], Ink::Text, 1.5);
            for end in range.into_iter().filter(|end| *end <= scale.high) {
                let end = at(end);
                svg.line([end, middle - 4.0], [end, middle + 4.0], Ink::Text, 1.5);
            }
        }
        if let Some(dot) = bar.dot {
            svg.dot([at(dot), middle], 4.0, Ink::Text, 1.0);
        }
        if bar.every_value().any(|value| value > scale.high) {
            svg.note([PLOT, middle + 4.0], Anchor::Start, "▸");
        }
    });
}
