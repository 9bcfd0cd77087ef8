//! The JSON report: a public, versioned contract. Names and meanings never change within `v3`, once 0.2.0 is released.
//!
//! A report is written to be loaded by the ten thousand, so each text stands once (see [`Legend`]). A document has its
//! legend behind its sites, so that no number of them has to be held. In lines, one with a legend stands in front of the
//! first site that needs it: nearly all of it is the first line, and a later one adds what a site has that no site had
//! before it. So a report in lines may be cut behind any line and joined with others; a part without its first line is
//! told as that.

use std::io::Write;

use schemars::JsonSchema;
use serde::Serialize;

use super::entries::written;
use crate::assess::Method;
use crate::record::{BudgetEntry, FileError, KnownLine, Legend, PortfolioEntry, SiteRecord};

pub(crate) use crate::record::SCHEMA;

/// A report on any number of sites.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Document")]
pub struct Document<'a, S: ?Sized = [SiteRecord]> {
    /// Always `rackready/report/v3`.
    pub schema: &'static str,
    /// Versions of everything that decides a number.
    pub method: &'a Method,
    /// The line of `list`: the least share known of a site that is ranked, 0 to 1.
    #[schemars(with = "f64")]
    pub known: KnownLine,
    /// One entry for each site that could be read, in the order of the input.
    pub sites: &'a S,
    /// What the ids in the entries of the sites stand for, each once.
    pub legend: Legend,
    /// What the sites come to and how they rank; not in the document of `plan`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<&'a PortfolioEntry>,
    /// Which tranches of the sites a budget builds; only in the document of `economics` with a budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub economics_budget: Option<&'a BudgetEntry>,
    /// Files that could not be assessed.
    pub errors: &'a [FileError],
}

/// One line of a report that is written site by site.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Line<'a> {
    /// What ids of the lines behind it stand for, as far as no line before it says.
    Legend(LegendLine<'a>),
    /// A site that could be read.
    Site(SiteLine<'a>),
    /// A file that could not be assessed.
    Error(ErrorLine<'a>),
}

/// What ids stand for.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LegendLine<'a> {
    /// Always `rackready/report/v3`.
    pub schema: &'static str,
    /// Versions of everything that decides a number.
    pub method: &'a Method,
    /// The line of the sites behind it.
    #[schemars(with = "f64")]
    pub known: KnownLine,
    /// What the ids stand for.
    pub legend: &'a Legend,
}

/// A site that could be read.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SiteLine<'a> {
    /// Always `rackready/report/v3`.
    pub schema: &'static str,
    /// Versions of everything that decides a number.
    pub method: &'a Method,
    /// The line of `list`: the least share known of a site that is ranked, 0 to 1.
    #[schemars(with = "f64")]
    pub known: KnownLine,
    /// The site.
    pub site: &'a SiteRecord,
}

/// A file that could not be assessed.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ErrorLine<'a> {
    /// Always `rackready/report/v3`.
    pub schema: &'static str,
    /// Versions of everything that decides a number.
    pub method: &'a Method,
    /// The line of the sites beside it.
    #[schemars(with = "f64")]
    pub known: KnownLine,
    /// The file, and what is wrong with it.
    pub error: &'a FileError,
}

/// The document for any number of sites.
#[must_use]
pub fn document<'a>(
    method: &'a Method,
    known: KnownLine,
    sites: &'a [SiteRecord],
    portfolio: Option<&'a PortfolioEntry>,
    errors: &'a [FileError],
) -> Document<'a> {
    with_legend(
        method,
        known,
        sites,
        Legend::of_all(sites),
        portfolio,
        errors,
    )
}

/// The same of sites that wait somewhere, whose legend was learned as they came.
pub(in crate::report) fn with_legend<'a, S: ?Sized>(
    method: &'a Method,
    known: KnownLine,
    sites: &'a S,
    legend: Legend,
    portfolio: Option<&'a PortfolioEntry>,
    errors: &'a [FileError],
) -> Document<'a, S> {
    Document {
        schema: SCHEMA,
        method,
        known,
        sites,
        legend,
        portfolio,
        economics_budget: None,
        errors,
    }
}

impl<'a> Document<'a> {
    /// The same with what a budget builds, where one was given.
    #[must_use]
    pub fn with_budget(self, budget: Option<&'a BudgetEntry>) -> Self {
        Self {
            economics_budget: budget,
            ..self
        }
    }
}

/// Writes what ids stand for as a line, a line feed at its end, as [`write_line`] does for a site.
///
/// # Errors
/// When writing fails.
pub fn write_legend_line(
    legend: &Legend,
    method: &Method,
    known: KnownLine,
    out: impl Write,
) -> serde_json::Result<()> {
    let line = LegendLine {
        schema: SCHEMA,
        method,
        known,
        legend,
    };
    write(&Line::Legend(line), out)
}

/// Writes one site as a line, a line feed at its end. It is written in small pieces: give a buffered writer. Its
/// [`Legend`] must have been written before.
///
/// # Errors
/// When writing fails.
pub fn write_line(
    site: &SiteRecord,
    method: &Method,
    known: KnownLine,
    out: impl Write,
) -> serde_json::Result<()> {
    let line = SiteLine {
        schema: SCHEMA,
        method,
        known,
        site,
    };
    write(&Line::Site(line), out)
}

/// Writes a file that could not be assessed as a line, as [`write_line`] does for a site.
///
/// # Errors
/// When writing fails.
pub fn write_error_line(
    error: &FileError,
    method: &Method,
    known: KnownLine,
    out: impl Write,
) -> serde_json::Result<()> {
    let line = ErrorLine {
        schema: SCHEMA,
        method,
        known,
        error,
    };
    write(&Line::Error(line), out)
}

fn write(line: &Line, mut out: impl Write) -> serde_json::Result<()> {
    serde_json::to_writer(&mut out, line)?;
    out.write_all(b"\n").map_err(serde_json::Error::io)
}

/// The document as text, indented as far as its entries, each of which is a line of its own, with a line feed at the
/// end.
///
/// # Errors
/// Never for a document of this room; the type of the serializer asks for it.
pub fn text(document: &Document) -> Result<String, serde_json::Error> {
    let mut out = Vec::new();
    written(document, 0, &mut out)?;
    let mut text = String::from_utf8_lossy(&out).into_owned();
    text.push('\n');
    Ok(text)
}

/// A document that is no report on sites as text, indented, with a line feed at the end.
///
/// # Errors
/// Never for a document of this room; the type of the serializer asks for it.
pub fn to_string(document: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(document).map(|text| text + "\n")
}

/// The JSON Schema of the document, draft 7.
#[must_use]
pub fn schema() -> serde_json::Value {
    schema_of::<Document>()
}

pub(in crate::report) fn schema_of<T: JsonSchema>() -> serde_json::Value {
    schemars::generate::SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::{Assessor, Chosen};
    use crate::checklist::built_in;
    use crate::record::{self, ShortReport, SiteReport};
    use crate::site::Site;
    use crate::typical::{self, Sample};

    #[test]
    fn a_line_is_a_document_of_its_own_that_fits_its_schema() {
        let site: Site = crate::source::yaml::built_in("name: \"A\\nB\"\n");
        let target = crate::hosting::catalog().target("hgx").unwrap();
        let assessor = Assessor::of(built_in());
        let (assessment, details) = assessor.assess_in_detail(&site, target);
        let short = ShortReport {
            id: "a".to_owned(),
            name: "A\nB".to_owned(),
            file: "a.yaml".to_owned(),
            line: 1,
            site: &site,
            source: None,
            set: &[],
            chosen: Chosen::ByUser,
            known: KnownLine::default(),
            assessment,
        };
        let report = SiteReport {
            short,
            details,
            fit: Vec::new(),
            answers: None,
            start: None,
            reckoning: None,
        };
        let record = record::of(&report, built_in());
        let error = FileError {
            file: "b.yaml".to_owned(),
            line: 2,
            column: 3,
            message: "no\nname".to_owned(),
        };
        let method = Method::of(
            built_in(),
            "2026-11",
            typical::built_in(),
            Sample::default(),
        );
        let mut text = Vec::new();
        let known = KnownLine::default();
        let legend = Legend::of(&record);
        write_legend_line(&legend, &method, known, &mut text).unwrap();
        write_line(&record, &method, known, &mut text).unwrap();
        write_error_line(&error, &method, known, &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.ends_with('\n'));
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let [legend, site, refused] = lines.as_slice() else {
            panic!("{} lines", lines.len());
        };
        let schema = jsonschema::draft7::new(&schema_of::<Line>()).unwrap();
        assert!(
            [legend, site, refused]
                .iter()
                .all(|line| schema.is_valid(line))
        );
        assert!(!schema.is_valid(&serde_json::json!({"schema": SCHEMA})));
        let (sites, errors) = ([record], [error]);
        let whole = document(&method, known, &sites, None, &errors);
        let whole = serde_json::to_value(&whole).unwrap();
        assert_eq!(
            (&site["method"], &site["site"]),
            (&whole["method"], &whole["sites"][0])
        );
        assert_eq!(legend["legend"], whole["legend"]);
        assert_eq!(refused["error"], whole["errors"][0]);
    }
}
