//! Cases of a site side by side: scenarios, points of a sweep, targets, each with what it changes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FileError;
use super::finding::ContradictionSaid;
use super::quantity::{Amount, Megawatts, Money, Months, Rounded};
use super::row::Row;
use crate::assess::Method;
use crate::economics::ways::Alternative;
use crate::rules::contradictions;
use crate::site::Site;
use crate::verdict::Word;
use crate::whatif::SetFact;

/// Name and version of the contract.
pub const SCHEMA: &str = "rackready/whatif/v1";

crate::words::spelled! {
    /// What tells the cases apart.
    pub enum Compared {
        /// Scenarios of a file.
        Scenarios = "scenarios",
        /// Values of one fact or two.
        Sweep = "sweep",
        /// What is to be hosted.
        Targets = "targets",
    }
}

/// The cases of any number of sites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WhatIfEntry {
    /// Always `rackready/whatif/v1`.
    pub schema: String,
    /// Versions of everything that decides the numbers of the base; a case says where it has others.
    pub method: Method,
    /// What tells the cases apart: scenarios, sweep or targets.
    #[schemars(with = "String")]
    pub compared: Compared,
    /// Paths of the facts that are swept, and their values.
    pub axes: Vec<AxisEntry>,
    /// One entry for each site that could be read.
    pub sites: Vec<SiteCases>,
    /// Files that could not be read.
    pub errors: Vec<FileError>,
}

/// A fact that is swept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AxisEntry {
    /// Its path.
    pub path: String,
    /// Its values, as written.
    pub values: Vec<String>,
}

/// The cases of one site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SiteCases {
    /// Short name of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
    /// The site as it is, with what `--set` puts in place of its facts.
    pub base: CaseEntry,
    /// The cases, in their order.
    pub cases: Vec<CaseEntry>,
}

/// One case of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CaseEntry {
    /// What it is called.
    pub name: String,
    /// The values of the facts that are swept, in the order of the axes.
    pub values: Vec<String>,
    /// What stands in place of what the file says.
    pub set: Vec<SetFact>,
    /// Versions of checklist, prices, market and priors, where they are others than those of the base.
    pub by: Option<Method>,
    /// What comes out; null where the site lacks what is to change.
    pub figures: Option<FiguresEntry>,
    /// That less the base.
    pub change: Option<ChangeEntry>,
    /// Why there are no figures.
    pub error: Option<String>,
}

/// What comes out of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FiguresEntry {
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    #[schemars(with = "String")]
    pub verdict: Word,
    /// Share of the draws that say it; converting at once and in phases count together.
    pub chance: Rounded,
    /// Share of the draws that convert, at once or in phases.
    pub converting: Rounded,
    /// Why the verdict is what it is; only where targets are compared.
    pub reason: Option<String>,
    /// The route that it is planned on: in-place or new-hall.
    pub route: String,
    /// Facts that exclude each other, so that one of them is wrong: as the file states them, or by what is set.
    pub contradictions: Vec<ContradictionSaid>,
    /// Convertibility.
    pub score: Amount,
    /// Critical IT MW after the plan.
    pub planned_mw: Megawatts,
    /// Months to the first of them; null without MW.
    pub first_mw_months: Option<Months>,
    /// What each of them costs the owner, M$; null without MW.
    pub cost_per_mw_musd: Option<Money>,
    /// The way of using the connection that is worth most; null where money was left out or nothing can be done.
    #[schemars(with = "Option<String>")]
    pub best_way: Option<Alternative>,
    /// What it is worth for each MW of the connection, M$, mean.
    pub npv_per_grid_mw_musd: Option<Rounded>,
    /// Rules of the policy's gate that fail; null without a policy.
    pub gate_fails: Option<Vec<String>>,
}

/// What a case comes to less the base; null where one of both has none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeEntry {
    /// Points of convertibility, by the mean.
    pub score: Rounded,
    /// Critical IT MW after the plan, by P50.
    pub planned_mw: Rounded,
    /// Months to the first of them, by P50.
    pub first_mw_months: Option<Rounded>,
    /// M$ for each of them, by P50.
    pub cost_per_mw_musd: Option<Rounded>,
    /// NPV for each MW of the connection, M$, by the mean.
    pub npv_per_grid_mw_musd: Option<Rounded>,
    /// Share of the draws that convert.
    pub converting: Rounded,
}

impl FiguresEntry {
    /// What a row of a ranking says of a site, and what the site contradicts in itself.
    #[must_use]
    pub fn of(row: &Row, site: &Site) -> Self {
        let contradictions = contradictions(site);
        let money = row.money.filter(|money| money.best.is_some());
        Self {
            target: row.target.clone(),
            verdict: row.verdict,
            chance: row.chance.of_word(row.verdict).into(),
            converting: row.chance.converting().into(),
            reason: None,
            route: row.route.word().to_owned(),
            contradictions: contradictions.iter().map(ContradictionSaid::from).collect(),
            score: row.score.spread.into(),
            planned_mw: Megawatts::of(row.planned_mw, row.share),
            first_mw_months: row
                .first_mw_months
                .map(|months| Months::of(months, row.share)),
            cost_per_mw_musd: row.cost_per_mw.map(|cost| Money::of(cost, row.share)),
            best_way: money.and_then(|money| money.best),
            npv_per_grid_mw_musd: money.map(|money| money.npv_per_grid_mw_musd.into()),
            gate_fails: None,
        }
    }

    /// What comes of it less what comes of another, of the numbers as they are shown.
    #[must_use]
    pub fn less(&self, base: &Self) -> ChangeEntry {
        let less = |a: Rounded, b: Rounded| Rounded::from(a.get() - b.get());
        let both = |a: Option<Rounded>, b: Option<Rounded>| Some(less(a?, b?));
        ChangeEntry {
            score: less(self.score.mean, base.score.mean),
            planned_mw: less(self.planned_mw.p50, base.planned_mw.p50),
            first_mw_months: both(self.months(), base.months()),
            cost_per_mw_musd: both(
                self.cost_per_mw_musd.map(|cost| cost.p50),
                base.cost_per_mw_musd.map(|cost| cost.p50),
            ),
            npv_per_grid_mw_musd: both(self.npv_per_grid_mw_musd, base.npv_per_grid_mw_musd),
            converting: less(self.converting, base.converting),
        }
    }

    /// Months to the first MW, P50; none where they never come.
    #[must_use]
    pub(crate) fn months(&self) -> Option<Rounded> {
        self.first_mw_months.and_then(|months| months.p50)
    }
}
