//! What holds for every row, put into the tree that a row makes. A cell that says something wins.

use crate::site::fact::UNKNOWN;
use crate::source::tree::{Node, Style, Value};
use crate::source::{Step, steps};

/// Puts a value at a path into a tree of constants.
pub(super) fn put(root: &mut Node, path: &str, key: &Node, value: Node) {
    let mut node = root;
    for step in steps(path) {
        node = match step {
            Step::Key(name) => {
                if !matches!(node.value, Value::Mapping(_)) {
                    node.value = Value::Mapping(Vec::new());
                }
                let Value::Mapping(entries) = &mut node.value else {
                    return;
                };
                let at = entries.iter().position(|(k, _)| k.text() == Some(name));
                let at = at.unwrap_or_else(|| {
                    let name = Value::Scalar(name.to_owned(), Style::Plain);
                    let name = Node {
                        range: key.range.clone(),
                        value: name,
                    };
                    entries.push((name, nothing(key)));
                    entries.len() - 1
                });
                &mut entries[at].1
            }
            Step::Item(index) => {
                if !matches!(node.value, Value::Sequence(_)) {
                    node.value = Value::Sequence(Vec::new());
                }
                let Value::Sequence(items) = &mut node.value else {
                    return;
                };
                // Items are counted one after the other, which is checked where constants are read.
                if items.len() <= index {
                    items.push(nothing(key));
                }
                let last = items.len() - 1;
                &mut items[index.min(last)]
            }
        };
    }
    *node = value;
}

/// A node that says nothing yet.
pub(super) fn nothing(key: &Node) -> Node {
    Node {
        range: key.range.clone(),
        value: Value::Scalar(String::new(), Style::Plain),
    }
}

/// Fills what a row leaves open.
pub(in crate::input) fn fill(row: &mut Node, constant: &Node) {
    if says_nothing(row) {
        *row = constant.clone();
        return;
    }
    match (&mut row.value, &constant.value) {
        (Value::Mapping(entries), Value::Mapping(constants)) => {
            for (key, value) in constants {
                match entries.iter_mut().find(|(k, _)| k.text() == key.text()) {
                    Some((_, there)) => fill(there, value),
                    None => entries.push((key.clone(), value.clone())),
                }
            }
        }
        (Value::Sequence(items), Value::Sequence(constants)) => {
            for (item, constant) in items.iter_mut().zip(constants) {
                fill(item, constant);
            }
        }
        _ => {}
    }
}

fn says_nothing(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(text, Style::Plain) => text.is_empty() || text == UNKNOWN,
        Value::Mapping(entries) => entries.is_empty(),
        _ => false,
    }
}
