//! From the events of the parser to the tree.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};

use saphyr_parser::{Event, ScalarStyle};

use super::super::problem::{Problem, Span};
use super::super::text::Source;
use super::{MAX_DEPTH, Node, Style, Tree, Value, hidden};

/// A section or list that is still open.
enum Open {
    Sequence(usize, Vec<Node>),
    /// With the key whose value comes next.
    Mapping(usize, Vec<(Node, Node)>, Option<Node>),
}

pub(super) struct Builder<'s> {
    source: &'s Source,
    /// Byte of each character, unless every character is one byte: the parser counts characters.
    bytes: Option<Vec<usize>>,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    problems: Vec<Problem>,
    /// Of each message that is told once: how often it was meant, and which problem it is.
    counted: HashMap<&'static str, (usize, usize)>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let text = source.text();
        let bytes = || text.char_indices().map(|(at, _)| at).collect();
        Self {
            source,
            bytes: (!text.is_ascii()).then(bytes),
            open: Vec::new(),
            root: None,
            documents: 0,
            problems: Vec::new(),
            counted: HashMap::new(),
        }
    }

    pub(super) fn byte(&self, character: usize) -> usize {
        let end = self.source.text().len();
        match &self.bytes {
            None => character.min(end),
            Some(bytes) => bytes.get(character).copied().unwrap_or(end),
        }
    }

    pub(super) fn take(&mut self, event: Event, range: Range<usize>) -> ControlFlow<()> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.refuse(
                        self.source.span(range),
                        "a second document begins here".to_owned(),
                        "a file holds one document: remove the line `---` or split the file",
                    );
                    return ControlFlow::Break(());
                }
            }
            Event::Alias(_) => {
                self.count(
                    self.source.span(range.clone()),
                    "aliases (`*name`) are not supported",
                    "write the value out",
                );
                self.place(Node {
                    range,
                    value: Value::Unreadable,
                });
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.decorated(range.start, anchor, tag.is_some());
                self.scalar(text.into_owned(), style, range);
            }
            Event::SequenceStart(anchor, tag) => {
                self.decorated(range.start, anchor, tag.is_some());
                return self.open(Open::Sequence(range.start, Vec::new()), range);
            }
            Event::MappingStart(anchor, tag) => {
                self.decorated(range.start, anchor, tag.is_some());
                return self.open(Open::Mapping(range.start, Vec::new(), None), range);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        ControlFlow::Continue(())
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, range: Range<usize>) {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        self.problems.extend(hidden(self.source, &text, &range));
        self.place(Node {
            range,
            value: Value::Scalar(text, style),
        });
    }

    /// Refuses the anchor and the tag before a node.
    fn decorated(&mut self, node: usize, anchor: usize, tag: bool) {
        // The parser tells where a node with such a sign is, or else the node behind it.
        let (before, behind) = self.source.text().split_at(node);
        let sign = |sign| match behind.starts_with(['&', '!']) {
            true => behind.find(sign).map(|at| node + at),
            false => before.rfind(sign),
        };
        let until_blank = |at: usize| {
            let rest = &self.source.text()[at..];
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            self.source.span(at..at + length)
        };
        if anchor > 0 {
            let span = until_blank(sign('&').unwrap_or(node));
            let help = "remove the anchor and write values out where they are used";
            self.count(span, "anchors (`&name`) are not supported", help);
        }
        if tag {
            let span = until_blank(sign('!').map_or(node, |at| self.first_of_run(at, '!')));
            self.count(span, "tags (`!name`) are not supported", "remove the tag");
        }
    }

    fn first_of_run(&self, at: usize, sign: char) -> usize {
        self.source.text()[..at].trim_end_matches(sign).len()
    }

    fn open(&mut self, open: Open, range: Range<usize>) -> ControlFlow<()> {
        if self.open.len() == MAX_DEPTH {
            let message = format!("values are nested more than {MAX_DEPTH} deep");
            self.refuse(
                self.source.span(range),
                message,
                "no key of a site lies so deep",
            );
            return ControlFlow::Break(());
        }
        self.open.push(open);
        ControlFlow::Continue(())
    }

    fn close(&mut self, end: usize) {
        match self.open.pop() {
            Some(Open::Sequence(start, items)) => {
                self.place(Node {
                    range: start..end,
                    value: Value::Sequence(items),
                });
            }
            Some(Open::Mapping(start, entries, _)) => {
                self.place(Node {
                    range: start..end,
                    value: Value::Mapping(entries),
                });
            }
            None => {}
        }
    }

    fn place(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(Open::Sequence(_, items)) => items.push(node),
            Some(Open::Mapping(_, entries, key)) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
            None => self.root = Some(node),
        }
    }

    /// Refuses what is usually there many times: told once, with how often.
    fn count(&mut self, span: Span, message: &'static str, help: &str) {
        let (count, _) = self
            .counted
            .entry(message)
            .or_insert((0, self.problems.len()));
        *count += 1;
        if *count == 1 {
            self.refuse(span, message.to_owned(), help);
        }
    }

    fn refuse(&mut self, span: Span, message: String, help: &str) {
        self.problems
            .push(Problem::at(span, message).help(help.to_owned()));
    }

    /// The value before a syntax error may have swallowed the line with the error.
    fn forget_last_value(&mut self) {
        let last = match self.open.last_mut() {
            Some(Open::Sequence(_, items)) => items.last_mut(),
            Some(Open::Mapping(_, entries, None)) => entries.last_mut().map(|(_, value)| value),
            _ => None,
        };
        if let Some(node) = last.filter(|node| node.text().is_some()) {
            node.value = Value::Unreadable;
        }
    }

    pub(super) fn finish(mut self, complete: bool) -> Tree {
        for (count, problem) in self.counted.values() {
            if *count > 1 {
                self.problems[*problem].message += &format!("; there are {count} in this file");
            }
        }
        if !complete {
            self.forget_last_value();
        }
        // What was open when parsing stopped is kept: its parts may be wrong too.
        while !self.open.is_empty() {
            self.close(self.source.text().len());
        }
        let empty = |node: &Node| matches!(&node.value, Value::Scalar(text, Style::Plain) if text.is_empty());
        let root = self.root.filter(|root| !empty(root));
        Tree {
            root,
            problems: self.problems,
            complete,
            documents: self.documents,
            stopped: None,
        }
    }
}
