//! Whether what stands in a column fits a fact, and which fact is near where none does.

use std::collections::BTreeMap;

use super::names::{Meant, last_key, plain_name};
use crate::input::cells;
use crate::input::cells::units::Unit;
use crate::input::facts;
use crate::site::shape::Shape;
use crate::source::nearest::nearest;
use crate::source::tree::Value;

/// Whether numbers in a unit become those of a fact.
pub(super) fn takes(shape: Shape, unit: Option<Unit>) -> bool {
    match (shape, unit) {
        (Shape::Quantity { unit: own, .. }, Some(unit)) => unit.into(own).is_ok(),
        (_, Some(_)) => false,
        (_, None) => true,
    }
}

/// What is said of a header that is called like nothing.
pub(super) fn nearest_fact(header: &str, unit: Option<Unit>) -> String {
    let name = cells::title(header).name;
    let paths = || {
        let taking = move |path: &&str| facts::find(path).is_some_and(|f| takes(f.shape, unit));
        facts::paths().filter(taking)
    };
    let by_key = nearest(&name, paths().map(last_key))
        .and_then(|near| paths().find(|path| last_key(path) == near));
    let words = plain_name(&name);
    let by_word = |path: &&str| {
        plain_name(path)
            .split(' ')
            .any(|w| words.split(' ').any(|o| o == w))
    };
    let near = by_key.or_else(|| paths().filter(|_| unit.is_some()).find(by_word));
    match (near, unit) {
        (Some(path), _) => format!("nothing is called so; `{path}` is nearest"),
        (None, Some(unit)) => format!("no fact that numbers in {} become is near", unit.symbol()),
        (None, None) => "no fact is near".to_owned(),
    }
}

/// Whether a value is one of its fact: a word of the vocabulary, a number.
pub(super) fn fits(value: &Value, shape: Shape) -> bool {
    match (shape, value) {
        (Shape::Word(words), Value::Scalar(text, _)) => words.iter().any(|word| word.name == text),
        (Shape::Flag, Value::Scalar(text, _)) => matches!(text.as_str(), "true" | "false"),
        (Shape::Quantity { .. }, Value::Scalar(text, _)) => {
            text.parse::<f64>().is_ok() || text.contains(" to ")
        }
        _ => true,
    }
}

/// An item of a list has no column before those of its list's first item; facts of later items alone are left out.
pub(super) fn lists_begin_with_their_first(
    meant: &mut [Option<Meant>],
    others: &mut BTreeMap<usize, String>,
) {
    let paths: Vec<String> = meant
        .iter()
        .flatten()
        .map(|meant| meant.fact.path.clone())
        .collect();
    for (at, of) in meant.iter_mut().enumerate() {
        let Some(path) = of.as_ref().map(|meant| meant.fact.path.clone()) else {
            continue;
        };
        let Some((list, rest)) = path.split_once('[') else {
            continue;
        };
        let index = rest
            .split(']')
            .next()
            .and_then(|index| index.parse::<usize>().ok());
        let first = format!("{list}[0]");
        if index.is_some_and(|index| index > 0)
            && !paths.iter().any(|path| path.starts_with(&first))
        {
            others.insert(
                at,
                format!("`{path}` is of a later item, and no column is of the first"),
            );
            *of = None;
        }
    }
}
