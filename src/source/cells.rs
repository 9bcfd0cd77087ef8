//! A row of a table into types. Its tree is made where the header is known; here the tree is read.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::node::{Node, Style, Value};
use super::problem::Problem;
use super::text::Source;
use super::yaml::{Plain, resolve};

/// The typed pass, with its first complaint.
pub(super) fn parse<T: DeserializeOwned>(source: &Source) -> Result<T, Vec<Problem>> {
    let value = source.cells().map_or(Json::Null, value);
    T::deserialize(value).map_err(|error| vec![Problem::at(source.span(0..0), error.to_string())])
}

fn value(node: &Node) -> Json {
    match &node.value {
        Value::Scalar(text, Style::Plain) => scalar(text),
        Value::Scalar(text, _) => Json::String(text.clone()),
        Value::Sequence(items) => items.iter().map(value).collect(),
        Value::Mapping(entries) => {
            let entries = entries.iter();
            Json::Object(
                entries
                    .filter_map(|(key, below)| Some((key.text()?.to_owned(), value(below))))
                    .collect(),
            )
        }
        Value::Unreadable => Json::Null,
    }
}

/// What a bare cell means, as it would in YAML.
fn scalar(text: &str) -> Json {
    // The numbers of JSON are those of YAML, and cost a tenth.
    if let Ok(number) = text.parse::<serde_json::Number>() {
        return Json::Number(number);
    }
    match resolve(text) {
        Plain::Null => Json::Null,
        Plain::Flag(flag) => Json::Bool(flag),
        Plain::Whole(whole) => {
            serde_json::Number::from_i128(whole).map_or(Json::Null, Json::Number)
        }
        // A number that is not finite is none of JSON and stays a text, which no quantity takes.
        Plain::Real(real) => serde_json::Number::from_f64(real)
            .map_or_else(|| Json::String(text.to_owned()), Json::Number),
        Plain::Text => Json::String(text.to_owned()),
    }
}
