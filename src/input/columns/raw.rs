//! The shape of a mapping file, as its schema tells it.

use std::collections::BTreeMap;

use schemars::JsonSchema;

/// What the headers of a table mean, and what its rows are. Further keys are headers with their paths, as below
/// `columns`.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "Columns")]
pub struct RawColumns {
    /// What each header means. Blanks, line breaks and case of headers do not matter.
    #[schemars(default)]
    pub columns: BTreeMap<String, RawColumn>,
    /// What holds for every row, by dotted path; a cell that says something wins.
    #[schemars(default)]
    pub constants: BTreeMap<String, serde_json::Value>,
    /// The line in which the header stands, counted from 1; without it the first one that reads as one.
    #[schemars(default, range(min = 1))]
    pub header_row: Option<u32>,
    /// The sign before decimals in all columns.
    #[schemars(default)]
    pub decimal: Option<RawDecimal>,
    /// What several rows with one name are: parts to be added up, states of which the last counts, or sites of their own.
    #[schemars(default)]
    pub rows: Option<RawRows>,
    /// Headers of columns that are not read.
    #[schemars(default)]
    pub ignore: Vec<String>,
    /// Headers beside `columns`.
    #[schemars(flatten)]
    pub others: BTreeMap<String, RawColumn>,
}

/// What a header means: a dotted path, `ignore`, or more.
#[derive(Debug, JsonSchema)]
#[schemars(untagged, rename = "Column")]
pub enum RawColumn {
    /// A dotted path such as `power.energized_mw`, or `ignore`.
    Path(String),
    /// A fact with how its cells are written.
    Full(RawFull),
}

/// A fact with how its cells are written.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "FullColumn")]
pub struct RawFull {
    /// A dotted path, or `ignore`.
    pub fact: String,
    /// The unit of its numbers, such as `kW`; without it the one that the header names, or the fact's own.
    #[schemars(default)]
    pub unit: Option<String>,
    /// Words of the table, each with the fact's own word for it.
    #[schemars(default)]
    pub values: BTreeMap<String, serde_json::Value>,
}

/// The sign before decimals.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case", rename = "Decimal")]
pub enum RawDecimal {
    /// 1,200.5
    Point,
    /// 1.200,5
    Comma,
}

/// What several rows with one name are.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case", rename = "Rows")]
pub enum RawRows {
    /// Parts of one site: quantities that add up are added, all else must agree.
    Sum,
    /// States of one site: the one with the latest `as_of`, else the last, counts.
    Latest,
    /// Sites of their own, told apart by number.
    Each,
}
