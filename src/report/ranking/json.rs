//! The portfolio of the JSON report.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::super::site::json::{Range, ranged, rounded};
use super::csv::Standing;
use crate::ranking::field::{Cell, FIELDS};
use crate::ranking::summary::Group;
use crate::ranking::{Portfolio, Totals};

/// What many sites come to, and how they rank. It does not depend on the order of the input.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortfolioEntry {
    /// Column that the ranking is sorted by, and its direction: asc or desc.
    pub sorted_by: (String, String),
    /// Number of sites that do not hold the conditions of the run.
    pub left_out: usize,
    /// The k of `among_best`.
    pub best: usize,
    /// What an empty file scores for each target of the ranking.
    pub empty_scores: Vec<EmptyScore>,
    /// Sites in order: `rank`, `among_best` (probability that the score is among the best k), `dominated_by`
    /// (id of a site that is no worse in score, MW, cost and months and better in one), and the columns of
    /// the CSV under their names.
    pub ranking: Vec<Map<String, Value>>,
    /// What all of them come to.
    pub totals: TotalsEntry,
    /// The same by a word, where one was asked for.
    pub groups: Option<GroupsEntry>,
    /// Cumulative MW by cost for each MW, cheapest first.
    pub supply_curve: Vec<StepEntry>,
}

/// What an empty file scores.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EmptyScore {
    /// The target.
    pub target: String,
    /// Expected score.
    pub expected: f64,
}

/// What a set of sites comes to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TotalsEntry {
    /// Number of sites.
    pub sites: usize,
    /// Number of sites by verdict, and how many of those are provisional.
    pub verdicts: Vec<VerdictCount>,
    /// Number of sites whose verdict is convert, convert-in-phases or bridge; MW and money are theirs.
    pub converting: usize,
    /// Critical IT MW planned; the ends put all sites at their low or high end together.
    pub planned_mw: Range,
    /// What the owners pay, M$; ends as above.
    pub cost_musd: Range,
    /// The same for each MW, likely; null without MW.
    pub cost_per_mw_musd: Option<f64>,
    /// Mean expected score; null without sites.
    pub mean_score: Option<f64>,
    /// Mean confidence; null without sites.
    pub mean_confidence: Option<f64>,
}

/// Sites of one verdict.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VerdictCount {
    /// The verdict.
    pub verdict: String,
    /// Number of sites.
    pub sites: usize,
    /// How many of them a missing answer can change.
    pub provisional: usize,
}

/// Sites by a word.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupsEntry {
    /// operator, country, region, grid, verdict or target.
    pub by: String,
    /// Most planned MW first.
    pub groups: Vec<GroupEntry>,
}

/// Sites that share a word.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupEntry {
    /// The word; null for sites that do not state it.
    pub key: Option<String>,
    /// Id of the first of them in the ranking.
    pub first: String,
    /// What they come to.
    pub totals: TotalsEntry,
}

/// A step of the supply curve.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepEntry {
    /// Id of the site.
    pub id: String,
    /// Cost of each MW, M$, likely.
    pub cost_per_mw_musd: f64,
    /// Critical IT MW of the site, likely.
    pub mw: f64,
    /// Critical IT MW of this and all cheaper sites.
    pub cumulative_mw: f64,
    /// What this and all cheaper sites cost, M$.
    pub cumulative_musd: f64,
}

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
            .map(|(target, expected)| EmptyScore {
                target: target.to_owned(),
                expected: rounded(expected),
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
            cost_per_mw_musd: rounded(step.cost_per_mw_musd),
            mw: rounded(step.mw),
            cumulative_mw: rounded(step.cumulative_mw),
            cumulative_musd: rounded(step.cumulative_musd),
        })
        .collect()
}

fn ranked(portfolio: &Portfolio, at: usize) -> Map<String, Value> {
    let standing = Standing::of(portfolio, at);
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
            .map(|(word, sites, provisional)| VerdictCount {
                verdict: word.word().to_owned(),
                sites: *sites,
                provisional: *provisional,
            })
            .collect(),
        converting: totals.converting,
        planned_mw: ranged(totals.planned_mw),
        cost_musd: ranged(totals.cost.into()),
        cost_per_mw_musd: totals.cost_per_mw.map(rounded),
        mean_score: totals.mean_score.map(rounded),
        mean_confidence: totals.mean_confidence.map(rounded),
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
