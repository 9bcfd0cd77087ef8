//! Problems that repeat: a mistake in every row of a table is told once, with how often it is there.

use std::collections::HashMap;

use crate::source::tree::{Node, Tree, Value};
use crate::source::{Notation, Problem, Refused, Source};
use crate::units::counted;

/// Most kinds of mistakes that are counted; of further ones each is told.
const KINDS: usize = 10_000;

/// So many of a kind are told that quote something else, such as three words that a column does not take.
const EACH: usize = 3;

/// The kinds of mistakes that were told.
#[derive(Debug, Default)]
pub struct Repeats {
    kinds: HashMap<Kind, usize>,
    told: Vec<Told>,
}

/// What makes two mistakes the same.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Kind {
    file: String,
    /// The fact that the cell holds.
    path: String,
    /// The message without what is quoted in it.
    message: String,
}

#[derive(Debug)]
struct Told {
    place: String,
    /// What was said of the first, and of others that say something else.
    messages: Vec<String>,
    /// Further rows, and the line of the last.
    more: usize,
    last: usize,
}

impl Repeats {
    /// The problems of a refused site that were not told of a row before.
    pub fn fresh<'p>(&mut self, refused: &'p Refused) -> Vec<&'p Problem> {
        let Refused { source, problems } = refused;
        if source.notation() != Notation::Row {
            return problems.iter().collect();
        }
        let tree = Tree::of(source);
        let fresh = problems.iter();
        fresh
            .filter(|problem| self.is_fresh(source, &tree, problem))
            .collect()
    }

    fn is_fresh(&mut self, source: &Source, tree: &Tree, problem: &Problem) -> bool {
        let start = problem.at.map_or(0, |at| at.start);
        let path = tree.root.as_ref().and_then(|root| path_to(root, start));
        let kind = Kind {
            file: source.name().to_owned(),
            path: path.unwrap_or_default(),
            message: match &tree.root {
                Some(_) => without_quoted(&problem.message),
                // A header, whose columns are told each, or a row that does not fit it.
                None => problem.message.clone(),
            },
        };
        let line = problem
            .place()
            .map_or(source.first_line(), |place| place.line);
        if let Some(told) = self.kinds.get(&kind) {
            let told = &mut self.told[*told];
            told.more += 1;
            told.last = line;
            let is_another = !told.messages.contains(&problem.message);
            if is_another && told.messages.len() < EACH {
                told.messages.push(problem.message.clone());
                return true;
            }
            return false;
        }
        if self.kinds.len() < KINDS {
            self.kinds.insert(kind, self.told.len());
            self.told.push(Told {
                place: format!("{}:{line}", source.name()),
                messages: vec![problem.message.clone()],
                more: 0,
                last: line,
            });
        }
        true
    }

    /// What repeated, a line for each kind, in the order in which they were met.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        let repeated = self.told.iter().filter(|told| told.more > 0);
        let line = |told: &Told| {
            format!(
                "{} have a mistake of this kind, the first {}, the last in line {}: {}",
                counted(told.more + 1, "row", "rows"),
                told.place,
                told.last,
                told.messages.first().map_or("", String::as_str)
            )
        };
        repeated.map(line).collect()
    }
}

/// The dotted path of the innermost value that begins at or before a byte and reaches to it.
fn path_to(node: &Node, byte: usize) -> Option<String> {
    if !(node.range.contains(&byte) || node.range.start == byte) {
        return None;
    }
    let below = |key: String, node: &Node| {
        let rest = path_to(node, byte)?;
        Some(match rest.as_str() {
            "" => key,
            rest if rest.starts_with('[') => format!("{key}{rest}"),
            rest => format!("{key}.{rest}"),
        })
    };
    let inner = match &node.value {
        Value::Mapping(entries) => entries
            .iter()
            .find_map(|(key, value)| below(key.text().unwrap_or_default().to_owned(), value)),
        Value::Sequence(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(at, item)| below(format!("[{at}]"), item))
        }
        Value::Scalar(..) | Value::Unreadable => None,
    };
    Some(inner.unwrap_or_default())
}

/// A message without what stands between back quotes, and without the names of cells in front.
fn without_quoted(message: &str) -> String {
    let message = match message.split_once(": ") {
        Some((cell, rest)) if cell.contains('!') && !cell.contains(' ') => rest,
        _ => message,
    };
    let parts = message.split('`').step_by(2);
    let plain = parts.collect::<Vec<_>>().join("``");
    plain.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_alike_whatever_they_quote() {
        assert_eq!(
            without_quoted("Sheet1!C7: expected a number, found `12 x`"),
            without_quoted("Sheet1!D9: expected a number, found `y`")
        );
        assert_ne!(
            without_quoted("expected a number"),
            without_quoted("expected a word")
        );
    }
}
