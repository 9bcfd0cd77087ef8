//! The shapes that pictures are made of.

use std::fmt::Write;

use super::super::escaped;
use crate::report::numbers::number;
use crate::report::scale::Scale;

/// Where plots begin that have numbers at their left.
pub(super) const LEFT: f64 = 0.08;

/// Height of the letters.
pub(super) const LETTERS: f64 = 13.0;

/// Colors: each at least three to one against white and against the dark ground of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Blue,
    Orange,
    Green,
    Red,
    Violet,
    Gray,
    /// That of the text around the picture.
    Text,
}

impl Ink {
    fn color(self) -> &'static str {
        match self {
            Self::Blue => "#2f78d0",
            Self::Orange => "#c46a12",
            Self::Green => "#2b8a57",
            Self::Red => "#d5473f",
            Self::Violet => "#8b62d0",
            Self::Gray => "#77818d",
            Self::Text => "currentColor",
        }
    }
}

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A picture on its way. Across are shares of its width, down are pixels.
#[derive(Debug, Default)]
pub(super) struct Svg {
    body: String,
}

/// A share of the width; what lies outside stands at the edge.
fn across(share: f64) -> String {
    format!("{}%", short(100.0 * share.clamp(0.0, 1.0)))
}

/// A number with as few decimals as it needs: two at most.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Svg {
    fn push(&mut self, element: std::fmt::Arguments) {
        // A string takes all that is written to it.
        let _ = self.body.write_fmt(element);
    }

    /// A bar from one share of the width to another; even the thinnest shows.
    pub(super) fn bar(
        &mut self,
        [from, to]: [f64; 2],
        [top, height]: [f64; 2],
        ink: Ink,
        opacity: f64,
    ) {
        let (from, to) = (from.clamp(0.0, 1.0), to.clamp(0.0, 1.0));
        let width = (to - from).max(0.002);
        let opacity = if opacity < 1.0 {
            format!(" fill-opacity=\"{}\"", short(opacity))
        } else {
            String::new()
        };
        self.push(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"{opacity}/>",
            across(from),
            short(top),
            across(width),
            short(height.max(0.0)),
            ink.color()
        ));
    }

    /// A line between two points.
    pub(super) fn line(&mut self, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2], ink: Ink, width: f64) {
        self.stroke(
            [x1, y1],
            [x2, y2],
            ink,
            &format!(" stroke-width=\"{}\"", short(width)),
        );
    }

    /// A dashed line between two points.
    pub(super) fn dashed(&mut self, from: [f64; 2], to: [f64; 2], ink: Ink) {
        self.stroke(
            from,
            to,
            ink,
            " stroke-width=\"1.5\" stroke-dasharray=\"5 4\"",
        );
    }

    /// A faint line that leads the eye.
    pub(super) fn guide(&mut self, from: [f64; 2], to: [f64; 2]) {
        self.stroke(from, to, Ink::Text, " stroke-opacity=\"0.2\"");
    }

    /// Lines across a plot at round values of what rises, their numbers at the left and the unit above them.
    pub(super) fn rising(&mut self, scale: Scale, ticks: u32, y: impl Fn(f64) -> f64, unit: &str) {
        self.note([0.0, LETTERS - 2.0], Anchor::Start, unit);
        for tick in scale.ticks(ticks) {
            self.guide([LEFT, y(tick)], [1.0, y(tick)]);
            self.note([LEFT - 0.012, y(tick) + 4.0], Anchor::End, &number(tick));
        }
    }

    fn stroke(&mut self, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2], ink: Ink, how: &str) {
        self.push(format_args!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\"{how}/>",
            across(x1),
            short(y1),
            across(x2),
            short(y2),
            ink.color()
        ));
    }

    /// A dot.
    pub(super) fn dot(&mut self, [x, y]: [f64; 2], radius: f64, ink: Ink, opacity: f64) {
        self.push(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" fill-opacity=\"{}\"/>",
            across(x),
            short(y),
            short(radius),
            ink.color(),
            short(opacity)
        ));
    }

    /// A text whose base line is at `y`.
    pub(super) fn text(&mut self, [x, y]: [f64; 2], anchor: Anchor, text: &str) {
        self.letters([x, y], anchor, text, "");
    }

    /// The same in bold.
    pub(super) fn bold(&mut self, at: [f64; 2], anchor: Anchor, text: &str) {
        self.letters(at, anchor, text, " font-weight=\"600\"");
    }

    /// The same in smaller letters.
    pub(super) fn note(&mut self, at: [f64; 2], anchor: Anchor, text: &str) {
        self.letters(at, anchor, text, " font-size=\"11.5\"");
    }

    fn letters(&mut self, [x, y]: [f64; 2], anchor: Anchor, text: &str, how: &str) {
        let anchor = match anchor {
            Anchor::Start => String::new(),
            other => format!(" text-anchor=\"{}\"", other.word()),
        };
        self.push(format_args!(
            "<text x=\"{}\" y=\"{}\"{anchor}{how}>{}</text>",
            across(x),
            short(y),
            escaped(text)
        ));
    }

    /// Shapes that belong together, with what they say to a pointer that rests on them.
    pub(super) fn group(&mut self, title: &str, draw: impl FnOnce(&mut Self)) {
        self.push(format_args!("<g><title>{}</title>", escaped(title)));
        draw(self);
        self.body.push_str("</g>");
    }

    /// The picture, so many pixels high.
    pub(super) fn finish(self, title: &str, height: f64) -> String {
        format!(
            "<svg role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" height=\"{}\" fill=\"currentColor\" \
             font-family=\"system-ui, sans-serif\" font-size=\"{LETTERS}\"><title>{}</title>{}</svg>",
            short(height),
            escaped(title),
            self.body
        )
    }
}
