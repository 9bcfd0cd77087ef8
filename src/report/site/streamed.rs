//! The JSON report written site by site as one document, so that no number of sites has to be held.

use std::io::{self, Write};

use serde::Serialize;

use super::json::SCHEMA;
use crate::assess::Method;
use crate::record::{FileError, KnownLine, PortfolioEntry, SiteRecord};

/// Writes what stands in front of the first site of a document.
///
/// # Errors
/// What the writer says.
pub fn front(method: &Method, known: KnownLine, mut out: impl Write) -> io::Result<()> {
    let method = indented(method, 1)?;
    write!(
        out,
        "{{\n  \"schema\": \"{SCHEMA}\",\n  \"method\": {method},\n  \"known\": {},\n  \"sites\": [",
        serde_json::to_string(&known)?
    )
}

/// Writes a site of a document; a comma parts it from the one before.
///
/// # Errors
/// What the writer says.
pub fn site(site: &SiteRecord, mut out: impl Write) -> io::Result<()> {
    write!(out, "\n    {}", indented(site, 2)?)
}

/// Writes what stands behind the last site of a document.
///
/// # Errors
/// What the writer says.
pub fn back(
    any_site: bool,
    portfolio: &PortfolioEntry,
    errors: &[FileError],
    mut out: impl Write,
) -> io::Result<()> {
    let end = if any_site { "\n  ]" } else { "]" };
    let (portfolio, errors) = (indented(portfolio, 1)?, indented(&errors, 1)?);
    write!(
        out,
        "{end},\n  \"portfolio\": {portfolio},\n  \"errors\": {errors}\n}}\n"
    )
}

/// A value as indented JSON within so many levels. A line feed within a text is escaped, so that each one is
/// the end of a line.
fn indented(value: &impl Serialize, levels: usize) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(text.replace('\n', &format!("\n{}", "  ".repeat(levels))))
}
