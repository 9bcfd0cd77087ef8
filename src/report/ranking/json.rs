//! The portfolio of the JSON report.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::estimate::rounded;
use crate::ranking::field::{Cell, FIELDS};
use crate::ranking::summary::Group;
use crate::ranking::{Portfolio, Totals};
use crate::record::Rounded;
use crate::record::portfolio::{
    EmptyScore, GroupEntry, GroupsEntry, PortfolioEntry, StepEntry, TotalsEntry, VerdictCount,
};

/// The entry of a ranking.
#[must_use]
pub fn entry(portfolio: &Portfolio) -> PortfolioEntry {
    let direction = if portfolio.order.is_descending() {
        "desc"
    } else {
        "asc"
    };
    PortfolioEntry {
        sorted_by: (
            portfolio.order.field().name.to_owned(),
            direction.to_owned(),
        ),
        left_out: portfolio.left_out,
        best: portfolio.best,
        empty_scores: portfolio
            .empty_scores()
            .into_iter()
            .map(|(target, mean)| EmptyScore {
                target: target.to_owned(),
                mean: mean.into(),
            })
            .collect(),
        ranking: (0..portfolio.shown)
            .map(|at| ranked(portfolio, at))
            .collect(),
        totals: totals(&portfolio.totals),
        groups: portfolio.groups.as_ref().map(|(by, groups)| GroupsEntry {
            by: by.word().to_owned(),
            groups: groups.iter().map(group).collect(),
        }),
        supply_curve: supply(portfolio),
    }
}

fn supply(portfolio: &Portfolio) -> Vec<StepEntry> {
    let steps = portfolio.supply_curve.iter();
    steps
        .map(|step| StepEntry {
            id: portfolio.rows[step.row].name.id.clone(),
            cost_per_mw_musd: step.cost_per_mw_musd.into(),
            mw: step.mw.into(),
            cumulative_mw: step.cumulative_mw.into(),
            cumulative_musd: step.cumulative_musd.into(),
        })
        .collect()
}

fn ranked(portfolio: &Portfolio, at: usize) -> Map<String, Value> {
    let standing = portfolio.ranked(at);
    let mut entry = Map::new();
    entry.insert("rank".to_owned(), standing.rank.into());
    entry.insert("among_best".to_owned(), rounded(standing.among_best).into());
    entry.insert("dominated_by".to_owned(), standing.dominated_by.into());
    for field in FIELDS {
        let value = match field.of(&portfolio.rows[at]) {
            Cell::Unknown => Value::Null,
            Cell::Number(n) => rounded(n).into(),
            Cell::Text(text) => text.into_owned().into(),
        };
        entry.insert(field.name.to_owned(), value);
    }
    entry
}

fn group(group: &Group) -> GroupEntry {
    GroupEntry {
        key: group.key.clone(),
        first: group.first.clone(),
        totals: totals(&group.totals),
    }
}

fn totals(totals: &Totals) -> TotalsEntry {
    TotalsEntry {
        sites: totals.sites,
        verdicts: totals
            .verdicts
            .iter()
            .map(|of| VerdictCount {
                verdict: of.word.word().to_owned(),
                sites: of.sites,
                is_final: of.is_final,
            })
            .collect(),
        converting: totals.converting,
        planned_mw: totals.planned_mw.into(),
        cost_musd: totals.cost.into(),
        cost_per_mw_musd: totals.cost_per_mw.map(Rounded::from),
        mean_score: totals.mean_score.map(Rounded::from),
        mean_confidence: totals.mean_confidence.map(Rounded::from),
    }
}

/// The groups, a line for each.
///
/// # Errors
/// What the writer says.
pub fn write_groups(portfolio: &Portfolio, mut out: impl Write) -> io::Result<()> {
    let groups = portfolio
        .groups
        .as_ref()
        .map(|(_, groups)| groups.as_slice());
    groups
        .unwrap_or_default()
        .iter()
        .map(group)
        .try_for_each(|entry| line(&entry, &mut out))
}

/// The supply curve, a line for each step.
///
/// # Errors
/// What the writer says.
pub fn write_supply(portfolio: &Portfolio, mut out: impl Write) -> io::Result<()> {
    supply(portfolio)
        .iter()
        .try_for_each(|step| line(step, &mut out))
}

fn line(entry: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, entry)?;
    out.write_all(b"\n")
}
