//! What stands in the place of a fact, as a message calls it.

use crate::site::faults::short;
use crate::source::tree::{Node, Style, Value};
use crate::source::yaml::{Plain, resolve};

/// What a scalar says to the typed pass.
pub(super) fn meaning(text: &str, style: Style) -> Plain {
    if style == Style::Plain {
        resolve(text)
    } else {
        Plain::Text
    }
}

/// A scalar as a message calls it.
pub(super) fn found(text: &str, style: Style) -> String {
    let shown = short(text);
    match meaning(text, style) {
        Plain::Null if text.is_empty() => "nothing".to_owned(),
        Plain::Null => format!("the empty value `{shown}`"),
        Plain::Flag(_) => format!("the flag `{shown}`"),
        Plain::Whole(_) | Plain::Real(_) => format!("the number `{shown}`"),
        Plain::Text if style == Style::Plain => format!("the text `{shown}`"),
        Plain::Text if style == Style::Block => format!("the text block `{}`", shown.trim_end()),
        Plain::Text => format!("the quoted text `{shown}`"),
    }
}

/// What stands there, as a message calls it.
pub(super) fn described(node: &Node) -> String {
    match &node.value {
        Value::Scalar(text, style) => found(text, *style),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "keys with values".to_owned(),
        Value::Unreadable => "an alias".to_owned(),
    }
}
