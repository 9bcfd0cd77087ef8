//! Cases as a table: a row for each site and case, the base in front.

use csv::Writer;

use super::super::spreadsheet::{cell, written};
use super::with_base;
use crate::record::Rounded;
use crate::record::whatif::{CaseEntry, FiguresEntry, SiteCases, WhatIfEntry};
use crate::whatif::in_short;

const COLUMNS: [&str; 30] = [
    "id",
    "file",
    "case",
    "set",
    "target",
    "verdict",
    "verdict_chance",
    "converting_chance",
    "score",
    "planned_mw",
    "first_mw_months",
    "cost_per_mw_musd",
    "best_way",
    "npv_per_grid_mw_musd",
    "score_change",
    "planned_mw_change",
    "first_mw_months_change",
    "cost_per_mw_musd_change",
    "npv_per_grid_mw_musd_change",
    "converting_chance_change",
    "gate_fails",
    "verdict_reason",
    "route",
    "contradictions",
    "error",
    "checklist",
    "prices",
    "market_version",
    "draws",
    "seed",
];

/// The cases as CSV; each fact that is swept has a column of its own behind the others.
///
/// # Errors
/// What the writer says.
pub fn table(entry: &WhatIfEntry) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let axes = entry.axes.iter().map(|axis| cell(&axis.path));
    writer.write_record(COLUMNS.map(str::to_owned).into_iter().chain(axes))?;
    for site in &entry.sites {
        for case in with_base(site) {
            writer.write_record(row(entry, site, case))?;
        }
    }
    written(writer)
}

fn row(entry: &WhatIfEntry, site: &SiteCases, case: &CaseEntry) -> Vec<String> {
    let (figures, change) = (case.figures.as_ref(), case.change.as_ref());
    let method = case.by.as_ref().unwrap_or(&entry.method);
    let text = |text: Option<&str>| text.map_or(String::new(), cell);
    let number = |number: Option<Rounded>| number.map_or(String::new(), |n| n.get().to_string());
    let mut row = vec![
        cell(&site.id),
        cell(&site.file),
        cell(&case.name),
        cell(&in_short(&case.set)),
        text(figures.map(|f| f.target.as_str())),
        text(figures.map(|f| f.verdict.word())),
        number(figures.map(|f| f.chance)),
        number(figures.map(|f| f.converting)),
        number(figures.map(|f| f.score.mean)),
        number(figures.map(|f| f.planned_mw.p50)),
        number(figures.and_then(FiguresEntry::months)),
        number(figures.and_then(|f| Some(f.cost_per_mw_musd?.p50))),
        text(figures.and_then(|f| Some(f.best_way?.word()))),
        number(figures.and_then(|f| f.npv_per_grid_mw_musd)),
        number(change.map(|c| c.score)),
        number(change.map(|c| c.planned_mw)),
        number(change.and_then(|c| c.first_mw_months)),
        number(change.and_then(|c| c.cost_per_mw_musd)),
        number(change.and_then(|c| c.npv_per_grid_mw_musd)),
        number(change.map(|c| c.converting)),
        text(
            figures
                .and_then(|f| Some(f.gate_fails.as_ref()?.join(" ")))
                .as_deref(),
        ),
        text(figures.and_then(|f| f.reason.as_deref())),
        text(figures.map(|f| f.route.as_str())),
        text(figures.map(excluded).as_deref()),
        text(case.error.as_deref()),
        cell(&method.checklist),
        cell(&method.prices),
        text(method.market.as_deref()),
        method.draws.to_string(),
        method.seed.to_string(),
    ];
    let values = 0..entry.axes.len();
    row.extend(values.map(|at| text(case.values.get(at).map(String::as_str))));
    row
}

/// What excludes what, in one cell.
fn excluded(figures: &FiguresEntry) -> String {
    let all = figures.contradictions.iter();
    let all: Vec<&str> = all.map(|of| of.message.as_str()).collect();
    all.join("; ")
}
