//! A finished backtest: for a terminal, as a document, as a table.

#[cfg(feature = "cli")]
mod calibration;
#[cfg(feature = "cli")]
mod interval;
#[cfg(feature = "cli")]
mod text;

#[cfg(feature = "cli")]
pub use text::text;

use csv::Writer;
use serde::Serialize;

use super::FileError;
use super::spreadsheet::{cell, written};
use crate::backtest::{Backtest, LeftOut, Tested};
use crate::estimate::rounded;

/// Name and version of the contract.
pub(crate) const SCHEMA: &str = "rackready/backtest/v1";

/// A backtest as one document.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    /// Always `rackready/backtest/v1`.
    pub schema: &'static str,
    /// Version of the program.
    pub rackready: &'static str,
    /// All of the backtest.
    #[serde(flatten)]
    pub backtest: &'a Backtest,
    /// Files that could not be read.
    pub errors: &'a [FileError],
}

/// The document.
#[must_use]
pub fn document<'a>(backtest: &'a Backtest, errors: &'a [FileError]) -> Document<'a> {
    Document {
        schema: SCHEMA,
        rackready: env!("CARGO_PKG_VERSION"),
        backtest,
        errors,
    }
}

/// Names of the columns in front of the measures.
const FRONT: [&str; 18] = [
    "id",
    "file",
    "role",
    "why",
    "class",
    "owner",
    "grade",
    "deal_date",
    "verdict",
    "final",
    "score_worst",
    "score_p10",
    "score_p90",
    "score_best",
    "confidence",
    "known_facts",
    "removed_facts",
    "recorded_reason",
];

/// A row for each site: those tested with every measure, then those left out and those without an outcome.
///
/// # Errors
/// Never for a table in memory; the type of the writer asks for it.
pub fn table(backtest: &Backtest) -> Result<String, csv::Error> {
    let measures: Vec<&str> = backtest.measures.iter().map(|m| m.id.as_str()).collect();
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(FRONT.iter().chain(&measures))?;
    let width = FRONT.len() + measures.len();
    let tested = backtest.tested.iter().map(|t| tested(t, &measures));
    let left_out = backtest.left_out.iter().map(|out| (out, "left-out"));
    let without = backtest.without_outcome.iter();
    let without = without.map(|out| (out, "without-outcome"));
    let others = left_out
        .chain(without)
        .map(|(out, role)| not_tested(out, role));
    for mut row in tested.chain(others) {
        row.resize(width, String::new());
        writer.write_record(row.iter().map(|text| cell(text)))?;
    }
    written(writer)
}

fn tested(site: &Tested, measures: &[&str]) -> Vec<String> {
    let number = |value: f64| rounded(value).to_string();
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let score = site.score;
    let mut row = vec![
        site.id.clone(),
        site.file.clone(),
        "tested".to_owned(),
        String::new(),
        site.class.word().to_owned(),
        or_empty(&site.owner),
        site.grade
            .map_or(String::new(), |grade| format!("{grade:?}")),
        or_empty(&site.deal_date),
        site.verdict.to_owned(),
        if site.provisional { "no" } else { "yes" }.to_owned(),
    ];
    let scores = [score.worst, Some(score.p10), Some(score.p90), score.best];
    row.extend(scores.map(|score| score.map_or(String::new(), number)));
    row.push(number(site.confidence));
    row.push(site.known_facts.to_string());
    row.push(site.removed_facts.to_string());
    row.push(or_empty(&site.recorded_reason));
    let values = measures.iter().map(|id| site.measures.get(*id));
    row.extend(values.map(|value| value.map_or(String::new(), |v| number(*v))));
    row
}

fn not_tested(out: &LeftOut, role: &str) -> Vec<String> {
    let class = out.class.map_or("", |class| class.word());
    [&out.id, &out.file, role, &out.why, class]
        .map(str::to_owned)
        .to_vec()
}
