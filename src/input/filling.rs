//! A row of cells on its way to the tree that a file with the same facts would have.

use std::borrow::Cow;

use super::branch::Branch;
use super::cells::{self, Cell, Manner};
use super::rows::Row;
use crate::site::shape::Shape;
use crate::source::tree::{Node, Style, Value};
use crate::source::{Problem, Source};

/// A row on its way to a tree. Every node comes with whether its cells state anything.
pub(super) struct Filling<'a> {
    source: &'a Source,
    row: &'a Row,
    /// How the cell of a column is written.
    manner: &'a dyn Fn(usize) -> Cow<'a, Manner>,
    problems: Vec<Problem>,
    remarks: Vec<(usize, String)>,
}

/// What a row says as a tree.
pub(super) struct Filled {
    pub(super) root: Node,
    /// What its cells cannot say, alone or together.
    pub(super) problems: Vec<Problem>,
    /// What was understood of cells and a person should see, with their columns.
    pub(super) remarks: Vec<(usize, String)>,
}

impl<'a> Filling<'a> {
    pub(super) fn of(
        source: &'a Source,
        row: &'a Row,
        manner: &'a dyn Fn(usize) -> Cow<'a, Manner>,
    ) -> Self {
        Self {
            source,
            row,
            manner,
            problems: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// The tree that the row makes, and what its cells cannot say together.
    pub(super) fn tree(mut self, root: &Branch) -> Filled {
        let (root, _) = self.node(root);
        Filled {
            root,
            problems: self.problems,
            remarks: self.remarks,
        }
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
        let range = self.row.range(self.source, column);
        let manner = (self.manner)(column);
        let (value, stated) = match cells::read(self.row.cell(column), shape, &manner) {
            Cell::Unknown => (Value::Scalar(String::new(), Style::Plain), false),
            Cell::Value(reading) => {
                let remarks = reading.remark.into_iter().map(|remark| (column, remark));
                self.remarks.extend(remarks);
                (reading.value, true)
            }
            Cell::Mistake { message, help } => {
                let at = self.source.span(range.clone());
                self.problems.push(Problem::at(at, message).help(help));
                (Value::Unreadable, true)
            }
        };
        let mut node = Node { range, value };
        node.stand_together();
        (node, stated)
    }
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
