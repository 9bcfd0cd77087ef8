//! What adds up: several rows that are parts of one site become one tree.

use crate::site::Site;
use crate::site::shape::{Shape, Shaped};
use crate::source::tree::{Node, Style, Value};

/// Units of quantities that add up. A voltage, a price, a distance or a share of parts says nothing of their sum.
const UNITS: [&str; 11] = [
    "MW", "MW IT", "MW heat", "MVA", "MWh", "m³/day", "L/min", "m²", "acres", "Gb/s", "M$",
];
/// What is counted adds up; other plain numbers are shares and ratios.
const COUNT: &str = "count";
/// The one quantity in a unit of the list that does not.
const SHORT_CIRCUIT: &str = "short-circuit level";

/// Whether quantities of a fact add up over the parts of a site.
pub(super) fn adds_up(shape: Shape) -> bool {
    match shape {
        Shape::Quantity { unit, meaning, .. } => {
            (UNITS.contains(&unit) && meaning != SHORT_CIRCUIT) || meaning == COUNT
        }
        _ => false,
    }
}

/// What two parts of a site do not agree on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Disagreement {
    /// The dotted path of the fact.
    pub(super) path: String,
    /// What the first and the other say, where that is not what cannot be added.
    pub(super) says: [String; 2],
    /// Whether it is a quantity that would be added were it a plain number.
    pub(super) is_sum: bool,
}

/// Adds a part to what was added so far.
pub(super) fn add(sum: &mut Node, part: &Node) -> Vec<Disagreement> {
    let mut disagreements = Vec::new();
    join(sum, part, Site::SHAPE, "", &mut disagreements);
    disagreements
}

fn join(sum: &mut Node, part: &Node, shape: Shape, path: &str, into: &mut Vec<Disagreement>) {
    if says_nothing(part) {
        return;
    }
    if says_nothing(sum) {
        sum.value = placed(&part.value, sum);
        return;
    }
    match (shape, &mut sum.value, &part.value) {
        (Shape::Section(fields), Value::Mapping(entries), Value::Mapping(others)) => {
            for (key, value) in others {
                let name = key.text().unwrap_or_default();
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{name}");
                let shape = fields.iter().find(|field| field.name == name);
                match (
                    entries.iter_mut().find(|(k, _)| k.text() == Some(name)),
                    shape,
                ) {
                    (Some((_, there)), Some(field)) => join(there, value, field.shape, &path, into),
                    _ => entries.push((key.clone(), value.clone())),
                }
            }
        }
        (Shape::List(item), Value::Sequence(items), Value::Sequence(others)) => {
            for (at, other) in others.iter().enumerate() {
                match items.get_mut(at) {
                    Some(there) => join(there, other, *item, &format!("{path}[{at}]"), into),
                    None => items.push(other.clone()),
                }
            }
        }
        (shape, there, other) if adds_up(shape) => match (number(there), number(other)) {
            (Some(a), Some(b)) => *there = Value::Scalar((a + b).to_string(), Style::Plain),
            _ => into.push(disagreement(path, there, other, true)),
        },
        // Rows of one site differ in what they are called and when they were written.
        _ if matches!(path, "name" | "id") => {}
        (_, there, other) if text(there) == text(other) => {}
        (_, there, other) => into.push(disagreement(path, there, other, false)),
    }
}

fn disagreement(path: &str, there: &Value, other: &Value, is_sum: bool) -> Disagreement {
    Disagreement {
        path: path.to_owned(),
        says: [text(there), text(other)],
        is_sum,
    }
}

/// A value of another row, at the place of this one.
fn placed(value: &Value, at: &Node) -> Value {
    let node = |node: &Node| Node {
        range: at.range.clone(),
        value: placed(&node.value, at),
    };
    match value {
        Value::Mapping(entries) => Value::Mapping(
            entries
                .iter()
                .map(|(key, value)| (node(key), node(value)))
                .collect(),
        ),
        Value::Sequence(items) => Value::Sequence(items.iter().map(node).collect()),
        other => other.clone(),
    }
}

fn says_nothing(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(text, Style::Plain) => text.is_empty() || text == crate::site::fact::UNKNOWN,
        _ => false,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Scalar(text, _) => text.parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Scalar(text, _) => text.clone(),
        Value::Sequence(items) => {
            let items: Vec<String> = items.iter().map(|item| text(&item.value)).collect();
            items.join("; ")
        }
        Value::Mapping(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                format!("{}: {}", key.text().unwrap_or_default(), text(&value.value))
            });
            entries.collect::<Vec<_>>().join(", ")
        }
        Value::Unreadable => String::new(),
    }
}
