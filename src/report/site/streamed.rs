//! The JSON report written site by site as one document, so that no number of sites has to be held.

use std::io::{self, Write};

use serde::Serialize;

use super::entries::written;
use super::json::SCHEMA;
use crate::assess::Method;
use crate::record::{FileError, KnownLine, Legend, SiteRecord};

/// Writes what stands in front of the first site of a document.
///
/// # Errors
/// What the writer says.
pub fn front(method: &Method, known: KnownLine, mut out: impl Write) -> io::Result<()> {
    write!(out, "{{\n \"schema\": \"{SCHEMA}\",\n \"method\": ")?;
    written(method, 1, &mut out)?;
    write!(out, ",\n \"known\": {},\n \"sites\": [", known.share())
}

/// Writes a site of a document; a comma parts it from the one before.
///
/// # Errors
/// What the writer says.
pub fn site(site: &SiteRecord, mut out: impl Write) -> io::Result<()> {
    write!(out, "\n  ")?;
    Ok(written(site, 2, &mut out)?)
}

/// Writes what stands behind the last site of a document.
///
/// # Errors
/// What the writer says.
pub fn back(
    any_site: bool,
    legend: &Legend,
    portfolio: Option<&impl Serialize>,
    errors: &[FileError],
    mut out: impl Write,
) -> io::Result<()> {
    let end = if any_site { "\n ]" } else { "]" };
    write!(out, "{end},\n \"legend\": ")?;
    written(legend, 1, &mut out)?;
    if let Some(portfolio) = portfolio {
        write!(out, ",\n \"portfolio\": ")?;
        written(portfolio, 1, &mut out)?;
    }
    write!(out, ",\n \"errors\": ")?;
    written(&errors, 1, &mut out)?;
    out.write_all(b"\n}\n")
}
