//! The portfolio of the JSON report.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::ranking::behind::{self, OF_RANKING, Ranked};
use crate::ranking::field::{Cell, FIELDS};
use crate::ranking::summary::Group;
use crate::ranking::{MoneyTotals, Portfolio, Row, Totals};
use crate::record::Rounded;
use crate::record::portfolio::{
    BestCount, EmptyScore, GroupEntry, GroupsEntry, MoneyTotalsEntry, PortfolioEntry, StepEntry,
    TotalsEntry, VerdictCount,
};

/// The entry of a ranking.
#[must_use]
pub fn entry(portfolio: &Portfolio) -> PortfolioEntry {
    let (ranking, ask_first) = lists(portfolio);
    around(
        portfolio,
        ranking.columns().collect(),
        ask_first.columns().collect(),
    )
}

/// The same to be written alone; of its rows no more than one is ever held.
#[must_use]
pub fn written(portfolio: &Portfolio) -> PortfolioEntry<Rows<'_>> {
    let (ranking, ask_first) = lists(portfolio);
    around(portfolio, ranking, ask_first)
}

/// Rows of a ranking that are written one after the other.
#[derive(Debug)]
pub struct Rows<'a> {
    rows: &'a [Row],
    /// The ranking in which they have their places.
    ranked: Option<&'a Portfolio>,
}

impl Rows<'_> {
    fn columns(&self) -> impl Iterator<Item = Map<String, Value>> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(at, row)| columns(self.ranked.map(|among| among.ranked(at)), row))
    }
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.columns())
    }
}

/// Those that are ranked, and those that are asked first.
fn lists(portfolio: &Portfolio) -> (Rows<'_>, Rows<'_>) {
    let ranking = Rows {
        rows: &portfolio.rows[..portfolio.shown],
        ranked: Some(portfolio),
    };
    let ask_first = Rows {
        rows: &portfolio.ask_first,
        ranked: None,
    };
    (ranking, ask_first)
}

fn around<R>(portfolio: &Portfolio, ranking: R, ask_first: R) -> PortfolioEntry<R> {
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
        ranking,
        totals: totals(&portfolio.totals),
        ask_first,
        ask_first_totals: totals(&portfolio.ask_first_totals),
        groups: portfolio.groups.as_ref().map(|(by, groups)| GroupsEntry {
            by: by.name().to_owned(),
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

/// The columns of the CSV under their names, with what only a finished ranking knows; null without one.
#[must_use]
pub fn columns(standing: Option<Ranked>, row: &Row) -> Map<String, Value> {
    let mut entry = Map::new();
    for column in OF_RANKING {
        let value = match standing.and_then(column.value) {
            None => Value::Null,
            Some(behind::Value::Whole(n)) => n.into(),
            Some(behind::Value::Number(n)) => shown(n),
            Some(behind::Value::Text(text)) => text.into(),
        };
        entry.insert(column.name.to_owned(), value);
    }
    for field in FIELDS {
        let value = match field.of(row) {
            Cell::Unknown => Value::Null,
            Cell::Number(n) => shown(n),
            Cell::Text(text) => text.into_owned().into(),
        };
        entry.insert(field.name.to_owned(), value);
    }
    entry
}

/// A number as records have it; one that has no end is null.
fn shown(number: f64) -> Value {
    serde_json::to_value(Rounded::from(number)).unwrap_or_default()
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
        money: totals.money.as_ref().map(money),
        apart: totals.apart,
    }
}

fn money(totals: &MoneyTotals) -> MoneyTotalsEntry {
    let best = totals.best.iter().map(|(way, sites)| BestCount {
        way: way.word().to_owned(),
        sites: *sites,
    });
    MoneyTotalsEntry {
        npv_musd: totals.npv_musd.into(),
        best: best.collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ranking::View;
    use crate::record::row::tests::row;

    #[test]
    fn a_portfolio_that_is_only_written_says_what_it_says_held() {
        let mut rows = vec![row("a", 60.0, 40.0), row("b", 70.0, 20.0)];
        let mut unknown = row("c", 50.0, 10.0);
        unknown.confidence = 0.0;
        rows.push(unknown);
        let portfolio = Portfolio::of(rows, 1, &View::default());
        let held = serde_json::to_value(entry(&portfolio)).unwrap();
        assert_eq!(serde_json::to_value(written(&portfolio)).unwrap(), held);
        let count = |list: &str| held[list].as_array().unwrap().len();
        assert_eq!(count("ranking") + count("ask_first"), 3);
    }
}
