//! A saved report in other formats: what was written of each site goes through as it is.

use serde_json::{Map, Value};

use super::json::{self, SCHEMA};
use crate::ranking::Portfolio;
use crate::report::ranking::json::entry;

/// A saved report as one document. A document stays what it was; lines become one, with the portfolio that they
/// come to.
///
/// # Errors
/// When the text is no JSON.
pub fn document(text: &str, portfolio: &Portfolio) -> serde_json::Result<String> {
    let mut pieces = pieces(text)?;
    if let [whole] = pieces.as_slice()
        && whole.contains_key("sites")
    {
        return json::to_string(whole);
    }
    let method = pieces
        .first()
        .and_then(|piece| piece.get("method").cloned());
    let mut parts = |one: &str, many: &str| -> Vec<Value> {
        let taken = pieces.iter_mut().flat_map(|piece| {
            let listed = match piece.remove(many) {
                Some(Value::Array(items)) => items,
                _ => Vec::new(),
            };
            listed.into_iter().chain(piece.remove(one))
        });
        taken.collect()
    };
    let document = serde_json::json!({
        "schema": SCHEMA,
        "method": method,
        "sites": parts("site", "sites"),
        "portfolio": entry(portfolio),
        "errors": parts("error", "errors"),
    });
    json::to_string(&document)
}

/// A saved report as lines: lines stay what they were; of a document come its sites, then its errors.
///
/// # Errors
/// When the text is no JSON.
pub fn lines(text: &str) -> serde_json::Result<String> {
    let mut out = String::new();
    for piece in pieces(text)? {
        let mut line = |key: &str, value: &Value| -> serde_json::Result<()> {
            let line = serde_json::json!({
                "schema": SCHEMA,
                "method": piece.get("method"),
                key: value,
            });
            out.push_str(&serde_json::to_string(&line)?);
            out.push('\n');
            Ok(())
        };
        for (one, many) in [("site", "sites"), ("error", "errors")] {
            let listed = piece.get(many).and_then(Value::as_array);
            let parts = listed.into_iter().flatten().chain(piece.get(one));
            for part in parts {
                line(one, part)?;
            }
        }
    }
    Ok(out)
}

fn pieces(text: &str) -> serde_json::Result<Vec<Map<String, Value>>> {
    serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect()
}
