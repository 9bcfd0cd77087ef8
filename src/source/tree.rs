//! A small tree of a YAML document that remembers where everything stands.
//!
//! It is built only when something is to be said about a place: for a file that is wrong, or to find
//! the line of a fact. It keeps what typed reading loses: duplicate keys, quotes, the order of keys.

mod build;
mod json;

use std::ops::Range;

use saphyr_parser::{Event, Parser};

use super::guard::MAX_SCALAR;
use super::notation::Notation;
use super::path::steps;
use super::problem::{Problem, Span};
use super::text::Source;
use build::Builder;

pub use super::node::{Node, Style, Value};

/// Deepest nesting that is kept; a site needs five. It also bounds the recursion of all who walk a tree.
const MAX_DEPTH: usize = 64;

/// The document of a source, as far as it could be parsed.
#[derive(Debug)]
pub struct Tree {
    /// The document; nothing when there is nothing in it but comments.
    pub root: Option<Node>,
    /// What no document may hold, wherever it stands: anchors, tags, a second document …
    pub problems: Vec<Problem>,
    /// Whether the text was parsed to its end.
    pub complete: bool,
    /// How many documents were met; parsing stops at the second.
    pub documents: usize,
    /// Byte at which the parser gave up.
    pub stopped: Option<usize>,
}

impl Tree {
    /// Parses a source.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        match source.notation() {
            Notation::Yaml => Self::of_yaml(source),
            Notation::Json => json::tree(source),
            Notation::Row => Self::of_cells(source),
        }
    }

    fn of_cells(source: &Source) -> Self {
        let root = source.cells().cloned();
        let mut problems = Vec::new();
        if let Some(root) = &root {
            hidden_in(source, root, &mut problems);
        }
        Self {
            root,
            problems,
            complete: true,
            documents: 1,
            stopped: None,
        }
    }

    fn of_yaml(source: &Source) -> Self {
        // A tab between key and value is fine, yet this parser refuses it where the other one does not.
        let text = source.text().replace('\t', " ");
        let mut builder = Builder::new(source);
        let (mut complete, mut stopped) = (false, None);
        for event in Parser::new_from_str(&text) {
            let (event, span) = match event {
                Ok(event) => event,
                // The error itself is told by `yaml::syntax`, so that one parser has the last word.
                Err(error) => {
                    stopped = Some(builder.byte(error.marker().index()));
                    break;
                }
            };
            complete = event == Event::StreamEnd;
            let range = builder.byte(span.start.index())..builder.byte(span.end.index());
            if builder.take(event, range).is_break() {
                break;
            }
        }
        Self {
            stopped,
            ..builder.finish(complete)
        }
    }

    /// What is to be said where this parser gave up on a text that the typed reading took: what may not stand behind
    /// that place can't be looked for, and another reader may read it otherwise.
    pub(crate) fn unread(&self, source: &Source) -> Option<Problem> {
        let at = self.stopped?;
        let message = "YAML readers disagree about what stands here".to_owned();
        let help = "indent the lines of a quoted text, and those of brackets, deeper than their key; put a blank before `#`";
        Some(Problem::at(source.span(at..at), message).help(help.to_owned()))
    }

    /// Where the key of a dotted path stands, or of the nearest part of it that the text has.
    #[must_use]
    pub(crate) fn key_of(&self, path: &str) -> Option<Range<usize>> {
        let mut node = self.root.as_ref()?;
        let mut key = None;
        for step in steps(path) {
            let Some((at, below)) = node.step(step) else {
                break;
            };
            key = Some(at.range.clone());
            node = below;
        }
        key
    }

    /// Where the value at a path stands; where it is missing or empty, the nearest key that the text has.
    #[must_use]
    pub fn span_of(&self, source: &Source, path: &str) -> Span {
        let value = self.root.as_ref().and_then(|root| root.at(path));
        let range = value
            .map(|value| value.range.clone())
            .filter(|range| !range.is_empty());
        source.span(range.or_else(|| self.key_of(path)).unwrap_or(0..0))
    }
}

/// What no value may hold, however it is written.
fn hidden(source: &Source, text: &str, range: &Range<usize>) -> Vec<Problem> {
    let at = |message: String, help: &str| {
        Problem::at(source.span(range.clone()), message).help(help.to_owned())
    };
    let mut problems = Vec::new();
    let control = |c: &char| c.is_control() && *c != '\n' && *c != '\t';
    let in_a_row = |c: &char| source.notation() == Notation::Row && *c == '\r';
    if let Some(character) = text.chars().find(|c| control(c) && !in_a_row(c)) {
        let help = match source.notation() {
            Notation::Yaml => {
                "remove the escape, or use single quotes so that `\\` stands for itself"
            }
            Notation::Json | Notation::Row => "remove it",
        };
        let number = u32::from(character);
        let message = format!("this value holds the control character U+{number:04X}");
        problems.push(at(message, help));
    }
    if text.len() > MAX_SCALAR {
        let message = format!("this value is {} bytes long", text.len());
        problems.push(at(message, "keep values below 16 KiB"));
    }
    problems
}

/// What no value of a tree may hold.
fn hidden_in(source: &Source, node: &Node, problems: &mut Vec<Problem>) {
    match &node.value {
        Value::Scalar(text, _) => problems.extend(hidden(source, text, &node.range)),
        Value::Sequence(items) => {
            for item in items {
                hidden_in(source, item, problems);
            }
        }
        Value::Mapping(entries) => {
            for (key, value) in entries {
                hidden_in(source, key, problems);
                hidden_in(source, value, problems);
            }
        }
        Value::Unreadable => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::from_text("x", text).unwrap()
    }

    fn messages(text: &str) -> Vec<(usize, usize, String)> {
        let problems = Tree::of(&source(text)).problems.into_iter();
        problems
            .map(|p| {
                (
                    p.place().unwrap().line,
                    p.place().unwrap().column,
                    p.message,
                )
            })
            .collect()
    }

    #[test]
    fn every_value_knows_its_bytes() {
        let source = source("é: \"q\"\nlist:\n- 1\n- {a: b}\n");
        let tree = Tree::of(&source);
        let root = tree.root.unwrap();
        assert_eq!(&source.text()[root.at("é").unwrap().range.clone()], "\"q\"");
        assert_eq!(
            &source.text()[root.at("list[1].a").unwrap().range.clone()],
            "b"
        );
        assert_eq!(root.at("list[0]").unwrap().text(), Some("1"));
        assert_eq!(root.at("list[2]"), None);
        assert_eq!(root.at("é.x"), None);
    }

    #[test]
    fn duplicates_are_kept_and_the_first_answers() {
        let tree = Tree::of(&source("a: 1\na: 2\n"));
        let Value::Mapping(entries) = &tree.root.as_ref().unwrap().value else {
            panic!()
        };
        assert_eq!(entries.len(), 2);
        assert_eq!(tree.root.unwrap().get("a").unwrap().text(), Some("1"));
    }

    #[test]
    fn what_a_site_file_may_not_hold_is_told_with_its_place() {
        assert_eq!(
            messages("a: &x 1\nb: *x\nc: !!float 2\nd: !mine\n  e: 3\nf: \"\\e\"\n"),
            [
                (1, 4, "anchors (`&name`) are not supported".to_owned()),
                (2, 4, "aliases (`*name`) are not supported".to_owned()),
                (
                    3,
                    4,
                    "tags (`!name`) are not supported; there are 2 in this file".to_owned()
                ),
                (
                    6,
                    4,
                    "this value holds the control character U+001B".to_owned()
                ),
            ]
        );
        assert_eq!(messages("a: 1\n---\nb: 2\n")[0].0, 2);
        assert_eq!(messages("a: 1\n...\n"), []);
        let deep: String = (0..100)
            .map(|level| format!("{}a:\n", " ".repeat(level)))
            .collect();
        assert!(messages(&deep)[0].2.contains("64 deep"));
        assert!(
            messages(&format!("a: {}", "x".repeat(MAX_SCALAR + 1)))[0]
                .2
                .contains("bytes long")
        );
    }

    #[test]
    fn a_broken_text_gives_the_part_before_the_fault() {
        let tree = Tree::of(&source("a: 1\nb:\n  c: 2\n  d: 3 e: 4\n"));
        assert!(!tree.complete);
        let root = tree.root.unwrap();
        assert_eq!(root.at("b.c").unwrap().text(), Some("2"));
        assert!(Tree::of(&source("")).root.is_none());
        assert!(Tree::of(&source("# only this\n")).complete);
    }
}
