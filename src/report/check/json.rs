//! The check as JSON: the types of the outcome as they are.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::gate::outcome::Check;

/// The document.
///
/// # Errors
/// Never for a check; the serializer's type says it may.
pub fn to_string(check: &Check) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(check)? + "\n")
}

/// The schema of the document, JSON Schema draft-07.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    generator.into_root_schema_for::<Check>().to_value()
}
