//! Reports that say less of each site: its gap report, or its row. Programs that need no more load them in a fraction of
//! the time; `render` and `diff` need whole reports, and say so.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::entries::written;
use super::json::schema_of;
use crate::assess::Method;
use crate::record::gaps::GapReport;
use crate::record::{FileError, GAPS, KnownLine, PortfolioEntry, ROWS, SiteRecord};

/// A short report on any number of sites.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document<'a, T> {
    /// `rackready/gaps/v1` or `rackready/row/v1`.
    pub schema: &'static str,
    /// Versions of everything that decides a number.
    pub method: &'a Method,
    /// The line of `list`: the least share known of a site that is ranked, 0 to 1.
    #[schemars(with = "f64")]
    pub known: KnownLine,
    /// One entry for each site that could be read.
    pub sites: Vec<T>,
    /// What the sites come to and how they rank; not in the document of `plan` and `economics`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<&'a PortfolioEntry>,
    /// Files that could not be assessed.
    pub errors: &'a [FileError],
}

/// A line of a short report.
#[derive(Debug, Serialize)]
struct Line<'a, T> {
    schema: &'static str,
    method: &'a Method,
    known: KnownLine,
    #[serde(flatten)]
    entry: Entry<'a, T>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Entry<'a, T> {
    Site(T),
    Error(&'a FileError),
}

/// What a short report says of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Short {
    /// Its gap report.
    Gaps,
    /// Its row: the columns of the CSV under their names.
    Row,
}

impl Short {
    fn schema(self) -> &'static str {
        match self {
            Self::Gaps => GAPS,
            Self::Row => ROWS,
        }
    }

    /// Writes what stands in front of the first site of a document.
    ///
    /// # Errors
    /// What the writer says.
    pub fn front(self, method: &Method, known: KnownLine, mut out: impl Write) -> io::Result<()> {
        let schema = self.schema();
        write!(out, "{{\n \"schema\": \"{schema}\",\n \"method\": ")?;
        written(method, 1, &mut out)?;
        write!(out, ",\n \"known\": {},\n \"sites\": [", known.share())
    }

    /// Writes what stands behind the last site of a document.
    ///
    /// # Errors
    /// What the writer says.
    pub fn back(
        self,
        any_site: bool,
        portfolio: Option<&impl Serialize>,
        errors: &[FileError],
        mut out: impl Write,
    ) -> io::Result<()> {
        let end = if any_site { "\n ]" } else { "]" };
        write!(out, "{end}")?;
        if let Some(portfolio) = portfolio {
            write!(out, ",\n \"portfolio\": ")?;
            written(portfolio, 1, &mut out)?;
        }
        write!(out, ",\n \"errors\": ")?;
        written(&errors, 1, &mut out)?;
        out.write_all(b"\n}\n")
    }

    /// Writes a file that could not be assessed as a line.
    ///
    /// # Errors
    /// When writing fails.
    pub fn error_line(
        self,
        error: &FileError,
        method: &Method,
        known: KnownLine,
        out: impl Write,
    ) -> serde_json::Result<()> {
        self.line(Entry::<()>::Error(error), method, known, out)
    }

    fn line<T: Serialize>(
        self,
        entry: Entry<T>,
        method: &Method,
        known: KnownLine,
        mut out: impl Write,
    ) -> serde_json::Result<()> {
        let line = Line {
            schema: self.schema(),
            method,
            known,
            entry,
        };
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n").map_err(serde_json::Error::io)
    }
}

/// Writes the gap report of a site as an entry of a document; a comma parts it from the one before.
///
/// # Errors
/// What the writer says.
pub fn gaps(site: &SiteRecord, mut out: impl Write) -> io::Result<()> {
    out.write_all(b"\n  ")?;
    Ok(written(&GapReport::from(site), 2, &mut out)?)
}

/// Writes the gap report of a site as a line.
///
/// # Errors
/// When writing fails.
pub fn gaps_line(
    site: &SiteRecord,
    method: &Method,
    known: KnownLine,
    out: impl Write,
) -> serde_json::Result<()> {
    let entry = Entry::Site(GapReport::from(site));
    Short::Gaps.line(entry, method, known, out)
}

/// Writes the row of a site as an entry of a document, on one line.
///
/// # Errors
/// What the writer says.
pub fn row(columns: &Map<String, Value>, mut out: impl Write) -> io::Result<()> {
    out.write_all(b"\n  ")?;
    Ok(serde_json::to_writer(&mut out, columns)?)
}

/// Writes the row of a site as a line.
///
/// # Errors
/// When writing fails.
pub fn row_line(
    columns: &Map<String, Value>,
    method: &Method,
    known: KnownLine,
    out: impl Write,
) -> serde_json::Result<()> {
    Short::Row.line(Entry::Site(columns), method, known, out)
}

/// The JSON Schema of a document of gap reports, draft 7.
#[must_use]
pub fn schema_of_gaps() -> Value {
    schema_of::<Document<GapReport>>()
}

/// The JSON Schema of a document of rows, draft 7.
#[must_use]
pub fn schema_of_rows() -> Value {
    schema_of::<Document<Map<String, Value>>>()
}
