//! The nodes of a tree.

use std::ops::Range;

use super::path::{Step, steps};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its bytes in the text; a section or list begins with its first key or item.
    pub range: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A single value, without its quotes.
    Scalar(String, Style),
    /// The items of a list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the text, duplicates included.
    Mapping(Vec<(Node, Node)>),
    /// An alias, or a value cut off by a syntax error. What is wrong with it is told already.
    Unreadable,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Bare, so that it may be a number or a flag.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As an indented block after `|` or `>`.
    Block,
}

impl Node {
    /// The same so many bytes further on.
    #[must_use]
    pub(crate) fn moved(self, by: usize) -> Self {
        let value = match self.value {
            Value::Sequence(items) => {
                Value::Sequence(items.into_iter().map(|item| item.moved(by)).collect())
            }
            Value::Mapping(entries) => {
                let entries = entries.into_iter();
                let entries = entries.map(|(key, value)| (key.moved(by), value.moved(by)));
                Value::Mapping(entries.collect())
            }
            value => value,
        };
        Self {
            range: self.range.start + by..self.range.end + by,
            value,
        }
    }

    /// Gives everything below the place of the node itself, as its parts share one cell.
    pub(crate) fn stand_together(&mut self) {
        let range = self.range.clone();
        let stand = |node: &mut Self| {
            node.range = range.clone();
            node.stand_together();
        };
        match &mut self.value {
            Value::Sequence(items) => items.iter_mut().for_each(stand),
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    key.range = range.clone();
                    value.range = range.clone();
                    value.stand_together();
                }
            }
            Value::Scalar(..) | Value::Unreadable => {}
        }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// The value under a key; the first of several.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The keys of a section, duplicates included.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let entries = match &self.value {
            Value::Mapping(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().filter_map(|(key, _)| key.text())
    }

    fn entry(&self, key: &str) -> Option<(&Self, &Self)> {
        let Value::Mapping(entries) = &self.value else {
            return None;
        };
        let mut entries = entries.iter().map(|(k, v)| (k, v));
        entries.find(|(k, _)| k.text() == Some(key))
    }

    pub(super) fn step(&self, step: Step) -> Option<(&Self, &Self)> {
        match (step, &self.value) {
            (Step::Key(key), _) => self.entry(key),
            (Step::Item(index), Value::Sequence(items)) => {
                items.get(index).map(|item| (item, item))
            }
            _ => None,
        }
    }

    /// The node at a dotted path such as `substation.transformers[0].mva`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Self> {
        steps(path).try_fold(self, |node, step| node.step(step).map(|(_, value)| value))
    }
}
