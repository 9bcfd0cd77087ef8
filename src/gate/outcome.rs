//! A finished check: settled before any renderer runs, owned, and the same when it was saved and read again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assess::{Finances, Method};
use crate::economics::ways::Alternative;
use crate::plan::Counted;
use crate::record::economics::MarketEntry;
use crate::record::quantity::{Amount, Megawatts, Money, Months, Points, Rounded};
use crate::record::site::ChanceEntry;
pub use crate::rules::register::{Kind, Severity};
use crate::spread::Spread;
use crate::verdict::Word;
use crate::whatif::SetFact;

/// Name and version of the contract.
pub const SCHEMA: &str = "rackready/check/v2";

/// A check of any number of sites. Many of them wait outside of memory, in place of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Check")]
pub struct Check<S = Vec<SiteCheck>> {
    /// Always `rackready/check/v2`.
    pub schema: String,
    /// Versions of everything that decides a number.
    pub method: Method,
    /// What the sites were held to.
    pub terms: Terms,
    /// One entry for each file or record, in the order of the input, those that cannot be read included.
    pub sites: S,
    /// What concerns no site of the run, such as a waiver of the policy that nothing used.
    pub elsewhere: Vec<Concern>,
    /// Why nothing was evaluated at a glob or directory.
    pub nothing: Vec<String>,
    /// Whether the gate passed. Waived and accepted concerns do not fail it.
    pub passed: bool,
    /// The exit code of the run, by its cause.
    pub exit_code: u8,
}

/// What sites were held to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Terms {
    /// The policy file; null where none was used.
    pub policy: Option<String>,
    /// The baseline file; null where none was used.
    pub baseline: Option<String>,
    /// Day at which the expiry of waivers is judged, YYYY-MM-DD.
    pub as_of: String,
    /// Whether waivers counted.
    pub waivers: bool,
}

/// One site of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SiteCheck {
    /// Short name of the site; the file where it cannot be read.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it, with forward slashes.
    pub file: String,
    /// What stands in place of what the file says; left out where nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<SetFact>,
    /// What was found of it; null where it cannot be read.
    pub result: Option<SiteResult>,
    /// What stands against it, most important first, those that do not fail the gate included.
    pub concerns: Vec<Concern>,
    /// Ids of the rules that were judged and raised no concern, for formats that list what passed.
    pub held: Vec<String>,
}

/// The numbers of a site, and those of them that limits read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SiteResult {
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    #[schemars(with = "String")]
    pub verdict: Word,
    /// Whether no answer can change it.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Share of the draws that say each word.
    pub chance: ChanceEntry,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub known: Rounded,
    /// Convertibility.
    pub score: Points,
    /// Critical IT MW after the plan.
    pub planned_mw: Megawatts,
    /// What each MW costs the owner, M$; null without MW.
    pub cost_per_mw_musd: Option<Money>,
    /// Months to the first MW; null without MW.
    pub first_mw_months: Option<Months>,
    /// MW, money and months as limits read them.
    pub counted: CountedEntry,
    /// What ways of using the connection are worth, as limits read it; null where it is not reckoned. Nothing else in
    /// a check hangs on it.
    #[serde(default)]
    pub money: Option<MoneyEntry>,
}

/// What ways of using a connection are worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MoneyEntry {
    /// The market that it is reckoned by.
    pub market: MarketEntry,
    /// The highest mean: mine, lease, cloud, hybrid, bridge or sale; null where nothing can be done.
    #[schemars(with = "Option<String>")]
    pub best: Option<Alternative>,
    /// NPV of that way for each MW of the connection, M$.
    pub npv_per_mw_musd: Option<Amount>,
    /// Share of the draws in which a lease, a cloud or a hybrid is worth most, 0 to 1.
    pub converting: Rounded,
}

impl From<&Finances> for MoneyEntry {
    fn from(finances: &Finances) -> Self {
        let economics = &finances.economics;
        let worth = economics.best.and_then(|way| economics.of(way));
        Self {
            market: MarketEntry::of(&economics.market, economics.old.as_deref()),
            best: economics.best,
            npv_per_mw_musd: worth.map(|worth| worth.per_grid_mw.into()),
            converting: economics.converting().into(),
        }
    }
}

/// What a plan comes to over all draws: one below the tenant's least counts as 0 MW and as never.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CountedEntry {
    /// Critical IT MW.
    pub mw: OverAll,
    /// What each of them costs the owner, M$.
    pub cost_per_mw_musd: OverAll,
    /// Months to the first of them.
    pub first_mw_months: OverAll,
}

impl From<Counted> for CountedEntry {
    fn from(counted: Counted) -> Self {
        Self {
            mw: counted.mw.into(),
            cost_per_mw_musd: counted.per_mw.into(),
            first_mw_months: counted.first_months().into(),
        }
    }
}

/// A quantity over all draws; null where there is none to be had.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OverAll {
    /// One draw in ten lies below.
    pub p10: Option<Rounded>,
    /// Half of the draws lie below.
    pub p50: Option<Rounded>,
    /// Nine draws in ten lie below.
    pub p90: Option<Rounded>,
}

impl From<Spread> for OverAll {
    fn from(spread: Spread) -> Self {
        let to_be_had = |value: f64| value.is_finite().then(|| value.into());
        Self {
            p10: to_be_had(spread.p10),
            p50: to_be_had(spread.p50),
            p90: to_be_had(spread.p90),
        }
    }
}

crate::words::spelled! {
    /// Where in its range a number of a site was read.
    pub enum ReadAt {
        /// At the worst that the unknowns allow.
        Worst = "worst",
        /// At what one draw in ten falls short of.
        P10 = "p10",
        /// In the middle of the draws.
        P50 = "p50",
        /// At what one draw in ten exceeds.
        P90 = "p90",
        /// In the mean of the draws.
        Mean = "mean",
    }
}

impl ReadAt {
    /// The same within a sentence.
    #[must_use]
    pub(crate) fn phrase(self) -> &'static str {
        match self {
            Self::Worst => "at worst",
            Self::P10 => "at P10",
            Self::P50 => "at P50",
            Self::P90 => "at P90",
            Self::Mean => "in the mean",
        }
    }
}

/// Where a concern stands against a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BaselineState {
    /// The baseline does not have it.
    New,
    /// The baseline has it.
    Unchanged,
    /// The baseline has it and it is gone; it fails nothing.
    Absent,
}

/// One thing that stands against a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Concern {
    /// Id of the rule: a requirement, a contradiction, or one of the gate's own such as `threshold.min-score`.
    pub rule: String,
    /// What it is about.
    pub kind: Kind,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in one sentence without the place.
    pub message: String,
    /// What helps; null where nothing is known.
    pub help: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Further places with what they say.
    pub related: Vec<(Place, String)>,
    /// Points of convertibility at stake, as `score` names them: what a gap is expected to lose, all that hangs on
    /// an unknown; null where none can be named.
    pub points: Option<f64>,
    /// Critical IT MW at stake; null where none can be named.
    pub mw: Option<f64>,
    /// By how much a threshold is missed, in its unit, all chances of a verdict together; null for all else, and where
    /// there is nothing to be had.
    #[serde(default)]
    pub short_by: Option<f64>,
    /// Where in its range the number was read that misses a threshold: worst, p10, p50, p90 or mean; null for all else.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub read_at: Option<ReadAt>,
    /// Whether the gate fails on it, were it neither waived nor in the baseline.
    pub gated: bool,
    /// The waiver that covers it.
    pub waiver: Option<Waived>,
    /// How it stands against the baseline; null without one.
    pub baseline: Option<BaselineState>,
    /// Stable name: rule, JSON pointer and site, hashed; the same when lines move.
    pub fingerprint: String,
}

impl Concern {
    /// The gate fails on it, nobody knows what helps, nothing is at stake that has a number, and neither a waiver nor a
    /// baseline has it.
    pub(crate) fn new(
        rule: &str,
        kind: Kind,
        severity: Severity,
        message: String,
        place: Place,
        fingerprint: String,
    ) -> Self {
        Self {
            rule: rule.to_owned(),
            kind,
            severity,
            message,
            help: None,
            place,
            related: Vec::new(),
            points: None,
            mw: None,
            short_by: None,
            read_at: None,
            gated: true,
            waiver: None,
            baseline: None,
            fingerprint,
        }
    }

    /// Whether the gate fails on it.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.gated
            && self.waiver.is_none()
            && !matches!(
                self.baseline,
                Some(BaselineState::Unchanged | BaselineState::Absent)
            )
    }
}

/// A waiver at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waived {
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Last day on which it counts, YYYY-MM-DD.
    pub expires: String,
    /// Where it is written.
    pub place: Place,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The file as the user named it, with forward slashes and without `./`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// Line of the end, from 1.
    pub end_line: usize,
    /// Column behind the end, from 1.
    pub end_column: usize,
    /// JSON pointer of the fact; empty where none is meant.
    pub pointer: String,
}
