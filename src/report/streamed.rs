//! The JSON report written site by site, so that no number of sites has to be held: as one document, or as
//! a line for each site.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::json::{Entry, ErrorEntry, Method, SCHEMA, entry};
use super::portfolio::json::PortfolioEntry;
use super::{FileError, SiteReport};
use crate::checklist::Checklist;

/// One line of NDJSON: a site, or something wrong with a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Line<'a> {
    /// Always `rackready/report/v1`.
    pub schema: &'a str,
    /// Versions of everything that decides a number.
    pub method: &'a Method,
    /// The report on a site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<Entry>,
    /// What is wrong with a file that could not be assessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorEntry>,
}

/// Writes the line of a site.
///
/// # Errors
/// What the writer says.
pub fn line(
    report: &SiteReport,
    checklist: &Checklist,
    method: &Method,
    out: impl Write,
) -> io::Result<()> {
    let site = Some(entry(report, checklist));
    write_line(
        &Line {
            schema: SCHEMA,
            method,
            site,
            error: None,
        },
        out,
    )
}

/// Writes the line of something wrong with a file.
///
/// # Errors
/// What the writer says.
pub fn error_line(error: &FileError, method: &Method, out: impl Write) -> io::Result<()> {
    let error = Some(ErrorEntry::from(error));
    write_line(
        &Line {
            schema: SCHEMA,
            method,
            site: None,
            error,
        },
        out,
    )
}

fn write_line(line: &Line, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut out, line)?;
    out.write_all(b"\n")
}

/// Writes what stands in front of the first site of a document.
///
/// # Errors
/// What the writer says.
pub fn front(method: &Method, mut out: impl Write) -> io::Result<()> {
    let method = indented(method, 1)?;
    write!(
        out,
        "{{\n  \"schema\": \"{SCHEMA}\",\n  \"method\": {method},\n  \"sites\": ["
    )
}

/// Writes a site of a document; a comma parts it from the one before.
///
/// # Errors
/// What the writer says.
pub fn site(report: &SiteReport, checklist: &Checklist, mut out: impl Write) -> io::Result<()> {
    write!(out, "\n    {}", indented(&entry(report, checklist), 2)?)
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
    let errors: Vec<ErrorEntry> = errors.iter().map(ErrorEntry::from).collect();
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
