//! A row of cells on its way to the tree that a file with the same facts would have.

use super::branch::Branch;
use super::rows::Row;
use crate::site::shape::Shape;
use crate::source::tree::{Node, Style, Value};
use crate::source::{Problem, Source};

/// A row on its way to a tree. Every node comes with whether its cells state anything.
pub(super) struct Filling<'a> {
    source: &'a Source,
    row: &'a Row,
    problems: Vec<Problem>,
}

impl<'a> Filling<'a> {
    pub(super) fn of(source: &'a Source, row: &'a Row) -> Self {
        Self {
            source,
            row,
            problems: Vec::new(),
        }
    }

    /// The tree that the row makes, and what its cells cannot say together.
    pub(super) fn tree(mut self, root: &Branch) -> (Node, Vec<Problem>) {
        let (root, _) = self.node(root);
        (root, self.problems)
    }

    fn node(&mut self, branch: &Branch) -> (Node, bool) {
        match branch {
            Branch::Cell(column, shape) => self.cell(*column, *shape),
            Branch::Section(parts) => {
                let (mut entries, mut any_stated) = (Vec::new(), false);
                for (name, part) in parts {
                    let (value, stated) = self.node(part);
                    any_stated |= stated;
                    let key = scalar(value.range.clone(), name, Style::Plain);
                    entries.push((key, value));
                }
                (over(Value::Mapping(entries)), any_stated)
            }
            Branch::List(whole, items) => self.list(*whole, items),
        }
    }

    fn list(&mut self, whole: Option<(usize, Shape)>, items: &[Branch]) -> (Node, bool) {
        let mut nodes: Vec<_> = items.iter().map(|item| self.node(item)).collect();
        // Tables have columns for the longest list: what lies beyond the last item is no item.
        let stated = nodes.iter().rposition(|(_, stated)| *stated);
        nodes.truncate(stated.map_or(0, |last| last + 1));
        for (node, _) in nodes.iter().filter(|(_, stated)| !stated) {
            let at = self.source.span(node.range.clone());
            let message = "an item of this list is empty and a later one is not";
            let help = "move the later items to the front";
            self.problems
                .push(Problem::at(at, message).help(help.to_owned()));
        }
        let whole = whole.map(|(column, shape)| {
            (
                self.row.range(self.source, column),
                self.cell(column, shape),
            )
        });
        match whole {
            Some((range, (_, true))) if !nodes.is_empty() => {
                let message = "this list is given as a whole and by its items";
                self.problems
                    .push(Problem::at(self.source.span(range), message));
                (over(Value::Sequence(Vec::new())), true)
            }
            Some((_, whole)) if nodes.is_empty() => whole,
            _ if nodes.is_empty() => {
                let first = items.first().map(|item| self.node(item).0.range);
                (scalar(first.unwrap_or(0..0), "", Style::Plain), false)
            }
            _ => {
                let items = nodes.into_iter().map(|(node, _)| node).collect();
                (over(Value::Sequence(items)), true)
            }
        }
    }

    fn cell(&mut self, column: usize, shape: Shape) -> (Node, bool) {
        let text = self.row.cell(column).trim();
        let range = self.row.range(self.source, column);
        let stated = !text.is_empty() && text != crate::site::fact::UNKNOWN;
        let value = match shape {
            _ if !stated => Value::Scalar(text.to_owned(), Style::Plain),
            Shape::Text => Value::Scalar(text.to_owned(), Style::Quoted),
            Shape::List(_) if text == "[]" => Value::Sequence(Vec::new()),
            Shape::List(Shape::Section(_)) => {
                let message = format!("a list of sections takes `[]` or `unknown`, found `{text}`");
                let help = "columns such as `halls[0].area_m2` hold the facts of an item";
                let problem = Problem::at(self.source.span(range.clone()), message);
                self.problems.push(problem.help(help.to_owned()));
                Value::Unreadable
            }
            Shape::List(item) => {
                let items = text
                    .split(';')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                let style = if matches!(item, Shape::Text) {
                    Style::Quoted
                } else {
                    Style::Plain
                };
                Value::Sequence(
                    items
                        .map(|item| scalar(range.clone(), item, style))
                        .collect(),
                )
            }
            Shape::Quantity { .. } => bounds(text, &range).unwrap_or_else(|| plain(text)),
            _ => plain(text),
        };
        (Node { range, value }, stated)
    }
}

/// `{low: 40, likely: 50, high: 60}`, as YAML writes it too.
fn bounds(text: &str, range: &std::ops::Range<usize>) -> Option<Value> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let entry = |part: &str| {
        let (key, value) = part.split_once(':')?;
        let node = |text: &str| scalar(range.clone(), text.trim(), Style::Plain);
        Some((node(key), node(value)))
    };
    inner
        .split(',')
        .map(entry)
        .collect::<Option<_>>()
        .map(Value::Mapping)
}

fn plain(text: &str) -> Value {
    Value::Scalar(text.to_owned(), Style::Plain)
}

fn scalar(range: std::ops::Range<usize>, text: &str, style: Style) -> Node {
    Node {
        range,
        value: Value::Scalar(text.to_owned(), style),
    }
}

/// A section or list, from its first cell to its last.
fn over(value: Value) -> Node {
    let ranges: Vec<_> = match &value {
        Value::Mapping(entries) => entries
            .iter()
            .map(|(_, below)| below.range.clone())
            .collect(),
        Value::Sequence(items) => items.iter().map(|item| item.range.clone()).collect(),
        Value::Scalar(..) | Value::Unreadable => Vec::new(),
    };
    let start = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let end = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    Node {
        range: start..end,
        value,
    }
}
