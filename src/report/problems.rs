//! The problems of a file, as a compiler prints them or one to a line.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{FileError, Style, plain};
use crate::source::unmarked;
use crate::source::{Place, Problem, Source, Span, is_hidden};

/// Lines between two places up to which they are shown as one excerpt.
const ONE_EXCERPT: usize = 100;

/// Problems with the source lines they are about, each marked, and what to do about them.
#[must_use]
pub fn render(source: &Source, problems: &[Problem], style: &Style) -> String {
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    // The line number and its margin come on top of what the renderer counts.
    let renderer = renderer.term_width(style.width.saturating_sub(12).max(20));
    let mut text = String::new();
    for problem in problems {
        text += &renderer.render(&[group(Home::of(source, problem), problem, style.width)]);
        text += "\n\n";
    }
    text
}

/// The text that a problem is about, which may be part of another.
#[derive(Clone, Copy)]
struct Home<'s> {
    whole: &'s Source,
    part: &'s Source,
    /// The byte of the whole at which the part begins.
    first: usize,
}

impl<'s> Home<'s> {
    fn of(whole: &'s Source, problem: &Problem) -> Self {
        let (first, part) = problem.at.map_or((0, whole), |at| whole.part_at(at.start));
        Self { whole, part, first }
    }

    /// A span as the part counts its bytes.
    fn within(self, span: Span) -> Span {
        Span {
            start: span.start - self.first,
            end: span.end - self.first,
            ..span
        }
    }

    /// The second place of a problem, where it lies in the same part.
    fn related(self, problem: &Problem) -> Option<(Span, &str)> {
        let related = problem.related.as_ref()?;
        let (first, _) = self.whole.part_at(related.at.start);
        (first == self.first).then(|| (self.within(related.at), related.label.as_str()))
    }
}

/// Problems as `file:line:column: message`, one to a line.
#[must_use]
pub fn lines(source: &Source, problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let name = plain(Home::of(source, problem).part.name());
        let place = problem.place().map(|p| format!(":{}:{}", p.line, p.column));
        format!(
            "{name}{}: {}\n",
            place.unwrap_or_default(),
            plain(&said(problem))
        )
    };
    problems.iter().map(line).collect()
}

/// Problems as entries of a report on many files; what has no place is put at the beginning.
#[must_use]
pub fn errors(source: &Source, problems: &[Problem]) -> Vec<FileError> {
    let error = |problem: &Problem| {
        let place = problem.place().unwrap_or_else(|| source.start());
        FileError {
            file: Home::of(source, problem).part.name().to_owned(),
            line: place.line,
            column: place.column,
            message: said(problem),
        }
    };
    problems.iter().map(error).collect()
}

/// Message and help on one line.
fn said(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{} ({help})", problem.message),
        None => problem.message.clone(),
    }
}

fn group<'a>(home: Home<'a>, problem: &'a Problem, width: usize) -> Group<'a> {
    let title = Level::ERROR.primary_title(wrapped(&problem.message, width.saturating_sub(7)));
    let mut group = match problem.at {
        None => title.element(Origin::path(plain(home.part.name()))),
        Some(at) => excerpts(home, problem, home.within(at), width)
            .into_iter()
            .fold(Group::with_title(title), Group::element),
    };
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(wrapped(help, width.saturating_sub(14))));
    }
    group
}

/// The lines of a problem: one excerpt, or two when its places are far from each other.
fn excerpts<'a>(
    home: Home<'a>,
    problem: &'a Problem,
    at: Span,
    width: usize,
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let primary = (at, AnnotationKind::Primary, None);
    let source = home.part;
    let Some((other, label)) = home.related(problem) else {
        return vec![excerpt(source, &[primary], width)];
    };
    let context = (other, AnnotationKind::Context, Some(label));
    if at.place.line.abs_diff(other.place.line) <= ONE_EXCERPT {
        vec![excerpt(source, &[primary, context], width)]
    } else {
        vec![
            excerpt(source, &[primary], width),
            excerpt(source, &[context], width),
        ]
    }
}

type Mark<'a> = (Span, AnnotationKind, Option<&'a str>);

fn excerpt<'a>(
    source: &'a Source,
    marks: &[Mark<'a>],
    width: usize,
) -> Snippet<'a, Annotation<'a>> {
    let lines = || marks.iter().map(|(span, _, _)| span.place.line);
    let (first, last) = (lines().min().unwrap_or(1), lines().max().unwrap_or(1));
    let text = source.lines(first, last);
    let start = source.byte_at(Place {
        line: first,
        column: 1,
    });
    let annotations = marks.iter().map(|(span, kind, label)| {
        let marked = source.text().get(span.start..span.end).unwrap_or_default();
        // A mark that fills the line says no more than its beginning.
        let long = marked
            .char_indices()
            .nth(width / 2)
            .map_or(marked.len(), |(at, _)| at);
        let begin = span.start.saturating_sub(start).min(text.len());
        kind.span(begin..(begin + long).min(text.len()))
            .label(*label)
    });
    Snippet::source(visible(text))
        .line_start(first)
        .path(plain(source.name()))
        .fold(true)
        .annotations(annotations)
}

/// A text in which everything is seen and nothing is a command to a log, each sign as long as the one it stands for, so
/// that every mark stays in its place.
fn visible(text: &str) -> String {
    // The renderer shows the controls of ASCII by signs of its own.
    let shown = |sign: char| match sign.len_utf8() {
        _ if sign.is_ascii() || !is_hidden(sign) => sign.to_string(),
        2 => "·".to_owned(),
        3 => "\u{fffd}".to_owned(),
        _ => "··".to_owned(),
    };
    let text: String = text.chars().map(shown).collect();
    // Lines of an excerpt begin with their numbers: `::` is no command there.
    unmarked(&text, "#_")
}

/// A text broken between words, never at a hyphen: a key must stay whole to be found.
fn wrapped(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&plain(text), options)
}
