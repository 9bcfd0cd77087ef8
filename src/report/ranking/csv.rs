//! Rows of a ranking as CSV: the same columns whether they stream in the order of the input or stand ranked.

use std::io::{self, Write};

use csv::{Writer, WriterBuilder};

use super::super::spreadsheet::cell;
use crate::assess::Method;
use crate::estimate::rounded;
use crate::ranking::behind::{self, Ranked, Value};
use crate::ranking::field::{Cell, FIELDS};
use crate::ranking::{Portfolio, Row, Step};

/// The line of column names.
///
/// # Errors
/// What the writer says.
pub fn header(out: impl Write) -> io::Result<()> {
    let behind = behind::columns().map(|(name, _)| name);
    let columns = FIELDS.iter().map(|field| field.name).chain(behind);
    record(out, columns.map(str::to_owned))
}

/// The line of a row; what only a finished ranking knows stays empty without one.
///
/// # Errors
/// What the writer says.
pub fn row(
    row: &Row,
    standing: Option<Ranked>,
    method: &Method,
    out: impl Write,
) -> io::Result<()> {
    let of_row = FIELDS.iter().map(|field| shown(field.of(row)));
    let behind = behind::values(standing, method).map(shown_behind);
    record(out, of_row.chain(behind))
}

/// The ranking as a table, and behind it what to ask first.
///
/// # Errors
/// What the writer says.
pub fn ranking(portfolio: &Portfolio, method: &Method, mut out: impl Write) -> io::Result<()> {
    header(&mut out)?;
    portfolio.rows[..portfolio.shown]
        .iter()
        .enumerate()
        .try_for_each(|(at, r)| row(r, Some(portfolio.ranked(at)), method, &mut out))?;
    portfolio
        .ask_first
        .iter()
        .try_for_each(|r| row(r, None, method, &mut out))
}

/// The groups as a table.
///
/// # Errors
/// What the writer says.
pub fn groups(portfolio: &Portfolio, mut out: impl Write) -> io::Result<()> {
    let Some((by, groups)) = &portfolio.groups else {
        return Ok(());
    };
    let columns = [
        by.name(),
        "sites",
        "converting",
        "planned_mw",
        "cost_musd",
        "cost_per_mw_musd",
        "mean_score",
        "mean_confidence",
        "first",
    ];
    record(&mut out, columns.map(str::to_owned).into_iter())?;
    for group in groups {
        let t = &group.totals;
        let optional = |n: Option<f64>| n.map_or(String::new(), number);
        let cells = [
            group.key.as_deref().map_or(String::new(), cell),
            t.sites.to_string(),
            t.converting.to_string(),
            number(t.planned_mw),
            number(t.cost),
            optional(t.cost_per_mw),
            optional(t.mean_score),
            optional(t.mean_confidence),
            cell(&group.first),
        ];
        record(&mut out, cells.into_iter())?;
    }
    Ok(())
}

/// The supply curve as a table.
///
/// # Errors
/// What the writer says.
pub fn supply(portfolio: &Portfolio, mut out: impl Write) -> io::Result<()> {
    let columns = [
        "id",
        "file",
        "verdict",
        "cost_per_mw_musd",
        "mw",
        "cumulative_mw",
        "cumulative_musd",
    ];
    record(&mut out, columns.map(str::to_owned).into_iter())?;
    for step in &portfolio.supply_curve {
        let Step {
            row,
            cost_per_mw_musd,
            mw,
            cumulative_mw,
            cumulative_musd,
        } = step;
        let row = &portfolio.rows[*row];
        let cells = [
            cell(&row.name.id),
            cell(&row.name.file),
            row.verdict.word().to_owned(),
            number(*cost_per_mw_musd),
            number(*mw),
            number(*cumulative_mw),
            number(*cumulative_musd),
        ];
        record(&mut out, cells.into_iter())?;
    }
    Ok(())
}

fn record(out: impl Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let mut writer: Writer<_> = WriterBuilder::new()
        .buffer_capacity(1 << 10)
        .from_writer(out);
    writer.write_record(cells)?;
    writer.flush()
}

fn shown(value: Cell) -> String {
    match value {
        Cell::Unknown => String::new(),
        Cell::Number(n) => number(n),
        Cell::Text(text) => cell(&text),
    }
}

fn shown_behind(value: Option<Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Whole(n)) => n.to_string(),
        Some(Value::Number(n)) => number(n),
        Some(Value::Text(text)) => cell(text),
    }
}

/// Three decimals, as in the JSON report.
fn number(value: f64) -> String {
    rounded(value).to_string()
}
