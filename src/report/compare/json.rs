//! The comparison as JSON: a public, versioned contract. Names and meanings never change within `v2`.

use crate::compare::Diff;
use crate::report::site::json;

/// The comparison as a document.
///
/// # Errors
/// Never for a comparison; the type of the serializer asks for it.
pub fn to_string(diff: &Diff) -> serde_json::Result<String> {
    json::to_string(diff)
}

/// The JSON Schema of the document, draft 7.
#[must_use]
pub fn schema() -> serde_json::Value {
    json::schema_of::<Diff>()
}
