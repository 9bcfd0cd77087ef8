//! The record of one site. Names and meanings of the record never change
//! within `v3`, once 0.2.0 is released.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::asking::Asking;
use super::economics::{EconomicsEntry, WithMoneyEntry};
use super::finding::{ContradictionEntry, FindingEntry, RemarkEntry};
use super::listing::Listing;
use super::plan::{PlanEntry, TrancheEntry};
use super::quantity::{Megawatts, Money, Months, Points, Rounded};
use super::route::RouteEntry;
use super::short::six;
use crate::assess::Chosen;
use crate::capacity::Column;
use crate::rules::{GateState, Status};
use crate::verdict::{Chances, Word};
use crate::whatif::SetFact;

/// The report on one site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Entry")]
pub struct SiteRecord {
    /// Short name of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub operator: Option<String>,
    /// Two-letter code of its country.
    pub country: Option<String>,
    /// State, province or the like.
    pub region: Option<String>,
    /// Operator of its grid.
    pub grid: Option<String>,
    /// Date at which the facts hold.
    pub as_of: Option<String>,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
    /// What stands in place of what the file says; left out where nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<SetFact>,
    /// Number of facts that the file states.
    pub known_facts: usize,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// The same in words.
    #[serde(skip)]
    pub target_name: String,
    /// How the target came about: by-user, by-file, best-fit.
    #[schemars(with = "String")]
    pub target_chosen: Chosen,
    /// Convertibility, 0 to 100.
    pub score: Points,
    /// Readiness today, 0 to 100.
    pub readiness: Points,
    /// Convertibility of an empty file, which rests on priors alone.
    pub empty_score: Points,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: Rounded,
    /// The list of a ranking that it stands in: ranked, or ask-first where less than the line of the document is known.
    #[schemars(with = "String")]
    pub list: Listing,
    /// Whether its share known is within two points of that line.
    pub near_line: bool,
    /// What to do.
    pub verdict: VerdictEntry,
    /// The better route.
    pub route: RouteEntry,
    /// Every route tried.
    pub routes: Vec<RouteEntry>,
    /// Rows that decide a verdict by themselves.
    pub gates: Vec<GateEntry>,
    /// The critical IT load it carries.
    pub capacity: CapacityEntry,
    /// Scores of each category.
    pub categories: Vec<CategoryEntry>,
    /// One entry for each row of the checklist.
    pub findings: Vec<FindingEntry>,
    /// What cannot be true at the same time.
    pub contradictions: Vec<ContradictionEntry>,
    /// Stated facts that no mine was thought to hold; they are taken as stated.
    pub remarks: Vec<RemarkEntry>,
    /// What is unknown, what to ask, and what each answer does.
    #[schemars(with = "super::asking::Written")]
    pub asking: Asking,
    /// One entry for each hardware.
    pub fit: Vec<FitEntry>,
    /// What closing the gaps costs, in what order, by when.
    pub plan: PlanEntry,
    /// What each way of using the connection is worth by the plan that is shown; null where money was left out, where
    /// nothing is to be reckoned, and where the plan is that of another route.
    pub economics: Option<EconomicsEntry>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictEntry {
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    #[schemars(with = "String")]
    pub word: Word,
    /// Whether every gate and dated obstacle is settled at its worst and best, and all draws say this word.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Share of the draws that say each word.
    pub chance: ChanceEntry,
    /// Why.
    pub reason: String,
    /// Paths of the missing facts that can change it.
    pub hangs_on: Vec<String>,
    /// Share of the draws that say each word once the first three questions have turned out well; null where nothing
    /// hangs on any.
    pub after_best_three: Option<ChanceEntry>,
    /// The less hopeful of this and of what money says; null where money was left out.
    pub with_money: Option<WithMoneyEntry>,
}

/// Share of the draws that say each word, 0 to 1. Converting at once and in phases count together as converting.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ChanceEntry {
    /// Converting at once.
    pub convert: Rounded,
    /// Converting in phases.
    pub convert_in_phases: Rounded,
    /// A bridge.
    pub bridge: Rounded,
    /// Keeping to mine.
    pub keep_mining: Rounded,
}

impl From<Chances> for ChanceEntry {
    fn from(chances: Chances) -> Self {
        Self {
            convert: chances.convert.into(),
            convert_in_phases: chances.convert_in_phases.into(),
            bridge: chances.bridge.into(),
            keep_mining: chances.keep_mining.into(),
        }
    }
}

impl From<ChanceEntry> for Chances {
    fn from(entry: ChanceEntry) -> Self {
        Self {
            convert: entry.convert.get(),
            convert_in_phases: entry.convert_in_phases.get(),
            bridge: entry.bridge.get(),
            keep_mining: entry.keep_mining.get(),
        }
    }
}

impl SiteRecord {
    /// Name of the hardware of the target. The contract has it within the name of the target alone, in front of
    /// the power of a rack.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn hardware_name(&self) -> &str {
        let name = self.target_name.split(" kW/rack").next();
        name.and_then(|text| text.rsplit_once(", "))
            .map_or(&self.target, |(name, _)| name)
    }

    /// Whether `plan` made it: no other command samples dates.
    #[must_use]
    pub fn is_plan(&self) -> bool {
        self.plan.dates.is_some()
    }

    /// Whether what a plan was to reach is out of reach.
    #[must_use]
    pub fn misses_its_goal(&self) -> bool {
        let choice = self.plan.choice.as_ref();
        choice.is_some_and(|choice| choice.out_of_reach.is_some())
    }

    /// Whether `economics` made it: no other command looks at other choices.
    #[must_use]
    pub fn is_reckoned(&self) -> bool {
        let economics = self.economics.as_ref();
        economics.is_some_and(|economics| economics.premises.is_some())
    }

    /// Findings of some status: those that count first, then those that cost most points. Every output that
    /// orders them has this order.
    #[must_use]
    pub fn worst_first(&self, status: &[Status]) -> Vec<&FindingEntry> {
        let mut found: Vec<&FindingEntry> = self
            .findings
            .iter()
            .filter(|f| status.contains(&f.status))
            .filter(|f| f.counts || f.of_standing_hall)
            .collect();
        let weight = |f: &FindingEntry| f.weight.get() * (1.0 - f.attainment.expected.get());
        found.sort_by(|a, b| {
            b.counts
                .cmp(&a.counts)
                .then(b.worth.get().total_cmp(&a.worth.get()))
                .then(weight(b).total_cmp(&weight(a)))
                .then(a.requirement.cmp(&b.requirement))
        });
        found
    }
}

/// A row that decides a verdict by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateEntry {
    /// Id of the row.
    pub requirement: String,
    /// passed, open or failed.
    #[schemars(with = "String")]
    pub state: GateState,
    /// What it needs to pass, in words; that may be less than what earns everything.
    pub needs: String,
}

/// The critical IT load a site carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CapacityEntry {
    /// MW that stand ready today.
    pub today_mw: Megawatts,
    /// MW after the plan of the better route.
    pub planned_mw: Megawatts,
    /// MW that firm grid power and land allow.
    pub ceiling_mw: Megawatts,
    /// When they come on the better route.
    pub tranches: Vec<TrancheEntry>,
    /// Ids of the limits that hold today's MW down in half of the draws, else the one that does most often.
    pub binding: Vec<String>,
    /// Ids of the limits that hold the ceiling down.
    pub binding_ceiling: Vec<String>,
    /// Every limit, widest first within its column.
    pub limits: Vec<LimitEntry>,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LimitEntry {
    /// Its id.
    pub id: String,
    /// What it is.
    #[serde(skip)]
    pub label: String,
    /// today or ceiling.
    #[schemars(with = "String")]
    pub column: Column,
    /// Critical IT MW it allows, over all draws: worst, P10, P50, P90, best and mean; null where nothing bounds worst or
    /// best.
    #[serde(with = "six")]
    #[schemars(with = "six::Six")]
    pub mw: Points,
    /// Share of the draws in which it holds its column down, 0 to 1; left out where in none.
    #[serde(default, skip_serializing_if = "Rounded::is_zero")]
    pub binds: Rounded,
}

/// Scores of one category; null where no row counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CategoryEntry {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// Whether it is a family of the retrofit checklist, which is closed by works; the others come with the site.
    #[serde(skip)]
    pub retrofit: bool,
    /// Share of all of convertibility that it weighs, 0 to 1.
    pub share: Rounded,
    /// Readiness today.
    pub readiness: Option<Points>,
    /// M$ that the owner pays to close it, soft costs included; left out where nothing is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_musd: Option<Money>,
    /// Months from the start of the plan until all of it is closed; left out where nothing is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<Months>,
    /// Convertibility on the better route.
    pub convertibility: Option<Points>,
}

/// How the site suits one hardware.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FitEntry {
    /// Id of the hardware.
    pub hardware: String,
    /// One entry for each tenant.
    pub tenants: Vec<FitCell>,
}

/// How the site suits a hardware for a tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FitCell {
    /// Id of the tenant.
    pub tenant: String,
    /// Verdict in the median draw.
    #[schemars(with = "String")]
    pub verdict: Word,
    /// Why, where that is to keep mining.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Convertibility in the median draw.
    pub score: Rounded,
}
