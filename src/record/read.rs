//! Records that were written, read again: documents and lines alike, with what is wrong and where.
//!
//! The reader takes what it needs and passes over everything else, so that a report with more in it than this
//! version knows can still be compared and rendered.

use std::fmt;
use std::io::Read;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use super::bounded;
use super::foreign::{said, unknown_schema};
use super::{BudgetEntry, FileError, KnownLine, Legend, PortfolioEntry, SCHEMA, SiteRecord};
use crate::assess::Method;
use crate::bounds::REPORT;
use crate::source::json_words;

/// A saved report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What decided its numbers.
    pub method: Method,
    /// The line between the lists of its ranking.
    pub known: KnownLine,
    /// Its sites, in the order of the report.
    pub sites: Vec<SiteRecord>,
    /// What they came to and how they ranked, where one document says so.
    pub portfolio: Option<PortfolioEntry>,
    /// What a budget builds of them, where the document says so.
    pub budget: Option<BudgetEntry>,
    /// What could not be assessed.
    pub errors: Vec<FileError>,
}

/// Why a text is no saved report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct SavedError {
    /// The file as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong, and what is known instead.
    pub message: String,
}

impl SavedError {
    fn new(file: &str, line: usize, column: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: line.max(1),
            column: column.max(1),
            message: message.into(),
        }
    }

    /// What is wrong with a text as JSON or as what it says it is.
    #[must_use]
    pub fn of(file: &str, text: &str, error: &serde_json::Error) -> Self {
        Self::new(file, error.line(), error.column(), said(text, error))
    }
}

/// The contract that a piece names; another one than [`SCHEMA`] is refused where it stands.
#[derive(Debug)]
struct Known;

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // Refused by the visitor, so that the place is that of the name and not of what stands behind it.
        from.deserialize_str(KnownVisitor)
    }
}

struct KnownVisitor;

impl Visitor<'_> for KnownVisitor {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "the name of a contract, such as `{SCHEMA}`")
    }
    fn visit_str<E: Error>(self, named: &str) -> Result<Known, E> {
        if named == SCHEMA {
            Ok(Known)
        } else {
            Err(E::custom(unknown_schema(named)))
        }
    }
}

/// A document, or a line of its own: both name their contract and method.
#[derive(Debug, Deserialize)]
struct Piece {
    #[serde(rename = "schema")]
    _schema: Known,
    method: Method,
    #[serde(default)]
    known: KnownLine,
    #[serde(default)]
    legend: Legend,
    #[serde(default)]
    sites: Vec<SiteRecord>,
    portfolio: Option<PortfolioEntry>,
    economics_budget: Option<BudgetEntry>,
    #[serde(default)]
    errors: Vec<FileError>,
    site: Option<SiteRecord>,
    error: Option<FileError>,
}

/// Reads a saved report, a JSON document or NDJSON.
///
/// # Errors
/// With line and column: text that is no JSON or no report, a contract that is not known, a file whose parts
/// were made by different methods, or with the same site twice; a name, text or number beyond its bound.
pub fn read(file: &str, text: &str) -> Result<Report, SavedError> {
    let mut report: Option<Report> = None;
    let mut legend = Legend::default();
    let mut pieces = serde_json::Deserializer::from_str(text).into_iter::<Piece>();
    loop {
        let line = 1 + text[..pieces.byte_offset()].matches('\n').count();
        let Some(piece) = pieces.next() else { break };
        let piece = piece.map_err(|error| SavedError::of(file, text, &error))?;
        let is_first = report.is_none();
        let report = report.get_or_insert_with(|| Report {
            method: piece.method.clone(),
            known: piece.known,
            sites: Vec::new(),
            portfolio: None,
            budget: None,
            errors: Vec::new(),
        });
        // What one part came to is not what all of them come to.
        report.portfolio = piece.portfolio.filter(|_| is_first);
        report.budget = piece.economics_budget.filter(|_| is_first);
        if report.method != piece.method {
            let message =
                "this part was made by other versions than the first: their numbers do not compare";
            return Err(SavedError::new(file, line + 1, 1, message));
        }
        if report.known != piece.known {
            let message = "this part was ranked with another --known than the first";
            return Err(SavedError::new(file, line + 1, 1, message));
        }
        legend.learn(&piece.legend);
        for mut site in piece.sites.into_iter().chain(piece.site) {
            let explained = legend.explain(&mut site);
            // What is left of the line before is in front of all but the first.
            let line = line + usize::from(!is_first);
            explained.map_err(|error| SavedError::new(file, line, 1, error.to_string()))?;
            report.sites.push(site);
        }
        report
            .errors
            .extend(piece.errors.into_iter().chain(piece.error));
    }
    let report = report.ok_or_else(|| SavedError::new(file, 1, 1, "the report is empty"))?;
    match twice(&report.sites) {
        Some(id) => Err(SavedError::new(
            file,
            1,
            1,
            format!("the site `{id}` is in the report twice"),
        )),
        None => within_bounds(file, text).map(|()| report),
    }
}

/// Holds a text that was read as a document to what one may hold.
///
/// # Errors
/// With line and column: a name, a text or a number beyond its bound.
pub fn within_bounds(file: &str, text: &str) -> Result<(), SavedError> {
    bounded::check(text)
        .map_err(|error| SavedError::new(file, error.line(), error.column(), json_words(&error)))
}

fn twice(sites: &[SiteRecord]) -> Option<&str> {
    let mut ids: Vec<&str> = sites.iter().map(|site| site.id.as_str()).collect();
    ids.sort_unstable();
    ids.windows(2)
        .find(|two| two[0] == two[1])
        .map(|two| two[0])
}

/// The contract that the first JSON value of a text names; none where it is no JSON object that names one.
#[must_use]
pub fn schema_of(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        schema: Option<String>,
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Named>();
    values.next()?.ok()?.schema
}

/// Bytes of a report that are read before it is looked at.
const PIECE: u64 = 1 << 20;

/// Why bytes begin no report, neither JSON nor a page; those before `seen` were looked at.
fn no_report(bytes: &[u8], seen: usize) -> Option<&'static str> {
    if bytes.get(seen..).unwrap_or_default().contains(&0) {
        return Some("this is no text: it holds a NUL byte");
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let begins = first.is_none_or(|byte| matches!(byte, b'{' | b'[' | b'<'));
    (!begins).then_some(
        "this is no saved report: one is JSON, which begins with `{`, or a page, which begins with `<`",
    )
}

/// Reads the text of a saved report, up to 1 GiB.
///
/// # Errors
/// When it cannot be read, is too large or is no UTF-8.
pub fn text_of(file: &str, from: impl Read) -> Result<String, SavedError> {
    let mut bytes = Vec::new();
    let mut from = from.take(REPORT.most + 1);
    // Piece by piece, so that what is no text at all does not fill the memory first.
    loop {
        let seen = bytes.len();
        let read = from.by_ref().take(PIECE).read_to_end(&mut bytes);
        let read = read.map_err(|error| SavedError::new(file, 1, 1, error.to_string()))?;
        if let Some(why) = no_report(&bytes, seen) {
            return Err(SavedError::new(file, 1, 1, why));
        }
        if read == 0 {
            break;
        }
    }
    if bytes.len() as u64 > REPORT.most {
        let most = REPORT.most;
        let message = format!("the report is larger than {most} bytes; write it in parts");
        return Err(SavedError::new(file, 1, 1, message));
    }
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        SavedError::new(file, line, 1, "this is no UTF-8 text")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const METHOD: &str = r#"{"rackready": "1", "checklist": "c 1", "targets": "t", "prices": "p", "typical": "1", "draws": 8, "seed": 0}"#;

    fn told(text: &str) -> (usize, usize, String) {
        let error = read("r.json", text).unwrap_err();
        (error.line, error.column, error.message)
    }

    #[test]
    fn errors_name_line_column_and_what_is_known() {
        let (line, column, message) = told("{\n  \"schema\": \"rackready/report/v9\"\n}");
        assert_eq!((line, column), (2, 33));
        assert!(message.contains("rackready/report/v9") && message.contains(SCHEMA));
        let (_, _, message) = told("{\"schema\": \"rackready/report/v1\"}");
        assert!(
            message.contains("make it anew") && message.contains("rackready score"),
            "{message}"
        );
        let (line, _, message) = told(&format!(
            "{{\"schema\": \"{SCHEMA}\",\n\"method\": {METHOD},\n\"sites\": [{{\"id\": 7}}]}}"
        ));
        assert_eq!(line, 3);
        assert!(
            message.contains("a text belongs here, and a whole number stands there"),
            "{message}"
        );
        assert_eq!(told("").2, "the report is empty");
        assert!(
            told("{\"sites\": []}")
                .2
                .contains("begins with its `schema`")
        );
        assert!(told("name: x").2.contains("this is no JSON"));
    }

    #[test]
    fn parts_of_different_methods_are_no_report() {
        let other = METHOD.replace("c 1", "c 2");
        let line = |method: &str| {
            format!(
                r#"{{"schema": "{SCHEMA}", "method": {method}, "error": {{"file": "a", "line": 1, "column": 1, "message": "m"}}}}"#
            )
        };
        let report = read("r", &format!("{}\n{}\n", line(METHOD), line(METHOD))).unwrap();
        assert_eq!((report.sites.len(), report.errors.len()), (0, 2));
        let (at, _, message) = told(&format!("{}\n{}\n", line(METHOD), line(&other)));
        assert_eq!(at, 2);
        assert!(message.contains("other versions"), "{message}");
    }

    #[test]
    fn a_contract_is_told_without_reading_the_rest() {
        assert_eq!(
            schema_of("{\"schema\": \"x/v1\", \"a\": [1]}\n{}").as_deref(),
            Some("x/v1")
        );
        assert_eq!(schema_of("{\"a\": 1}"), None);
        assert_eq!(schema_of("name: x"), None);
    }
}
