//! The check as JSON: the types of the outcome as they are.

use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::whole::text_of;
use crate::gate::outcome::Check;
use crate::gate::sites::Sites;

/// The document.
///
/// # Errors
/// What the writer says, and when sites cannot be read where they wait.
pub fn write<S: Sites>(check: &Check<S>, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, check)?;
    out.write_all(b"\n")
}

/// The document as text.
///
/// # Errors
/// When sites cannot be read where they wait.
pub fn to_string<S: Sites>(check: &Check<S>) -> io::Result<String> {
    text_of(|out| write(check, out))
}

/// The schema of the document, JSON Schema draft-07.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    generator.into_root_schema_for::<Check>().to_value()
}
