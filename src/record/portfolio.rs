//! What many sites come to, as a document says it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::quantity::Rounded;

/// Rows as a document says them: their columns under their names.
pub type Columns = Vec<Map<String, Value>>;

/// What many sites come to, and how they rank. It does not depend on the order of the input. Where it is only written,
/// its rows may be something that makes them one after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PortfolioEntry")]
pub struct PortfolioEntry<Rows = Columns> {
    /// Column that the ranking is sorted by, and its direction: asc or desc.
    pub sorted_by: (String, String),
    /// Number of sites that do not hold the conditions of the run.
    pub left_out: usize,
    /// The k of `among_best`.
    pub best: usize,
    /// What an empty file scores for each target of the ranking.
    pub empty_scores: Vec<EmptyScore>,
    /// Ranked sites in order: `rank`, `among_best` (probability that the score is among the best k), `dominated_by`
    /// (id of a site that is no worse in score, chance of converting, MW, cost and months and better in one), and
    /// the columns of the CSV under their names.
    pub ranking: Rows,
    /// What the ranked come to.
    pub totals: TotalsEntry,
    /// Sites of which less than the line is known, in the same shape: by what the best answer is worth where that was
    /// worked out, else most known first. Ranks and chances among the best are null.
    pub ask_first: Rows,
    /// What these come to; in no other sum.
    pub ask_first_totals: TotalsEntry,
    /// The ranked by a word, where one was asked for.
    pub groups: Option<GroupsEntry>,
    /// Cumulative MW of the ranked by cost for each MW, cheapest first.
    pub supply_curve: Vec<StepEntry>,
}

/// What an empty file scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EmptyScore {
    /// The target.
    pub target: String,
    /// Mean score.
    pub mean: Rounded,
}

/// What a set of sites comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TotalsEntry {
    /// Number of sites.
    pub sites: usize,
    /// Number of sites by verdict, and how many of those are final.
    pub verdicts: Vec<VerdictCount>,
    /// Number of sites whose verdict is convert, convert-in-phases or bridge; MW and money are theirs.
    pub converting: usize,
    /// Critical IT MW planned: of each site its mean times the share of its draws that carry the tenant's least, which adds up where tenths do not.
    pub planned_mw: Rounded,
    /// What the owners pay, M$, added up in the same way.
    pub cost_musd: Rounded,
    /// The one over the other; null without MW.
    pub cost_per_mw_musd: Option<Rounded>,
    /// Mean score; null without sites.
    pub mean_score: Option<Rounded>,
    /// Mean confidence; null without sites.
    pub mean_confidence: Option<Rounded>,
    /// What the money comes to; null where it was left out.
    pub money: Option<MoneyTotalsEntry>,
    /// Whether there are several sites for a workload that runs on one fabric: for it they are not one large site.
    #[serde(default)]
    pub apart: bool,
}

/// What the money of a set of sites comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MoneyTotalsEntry {
    /// M$: of each site the mean NPV of the way that is worth most.
    pub npv_musd: Rounded,
    /// Number of sites by the way that is worth most.
    pub best: Vec<BestCount>,
}

/// Sites of which one way is worth most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BestCount {
    /// mine, lease, cloud, hybrid, bridge or sale.
    pub way: String,
    /// Number of sites.
    pub sites: usize,
}

/// Sites of one verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictCount {
    /// The verdict.
    pub verdict: String,
    /// Number of sites.
    pub sites: usize,
    /// How many of them no missing answer can change.
    #[serde(rename = "final")]
    pub is_final: usize,
}

/// Sites by a word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GroupsEntry {
    /// operator, country, region, grid, verdict or target.
    pub by: String,
    /// Most planned MW first.
    pub groups: Vec<GroupEntry>,
}

/// Sites that share a word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GroupEntry {
    /// The word; null for sites that do not state it.
    pub key: Option<String>,
    /// Id of the first of them in the ranking.
    pub first: String,
    /// What they come to.
    pub totals: TotalsEntry,
}

/// A step of the supply curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StepEntry {
    /// Id of the site.
    pub id: String,
    /// Cost of each MW, M$, P50.
    pub cost_per_mw_musd: Rounded,
    /// Critical IT MW of the site, mean.
    pub mw: Rounded,
    /// Critical IT MW of this and all cheaper sites.
    pub cumulative_mw: Rounded,
    /// What this and all cheaper sites cost, M$, mean.
    pub cumulative_musd: Rounded,
}
