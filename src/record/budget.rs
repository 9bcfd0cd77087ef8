//! Which tranches of which sites a budget builds, as a document says it. All is before tax, in nominal M$ of today.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::economics::MarketEntry;
use super::quantity::Rounded;
use crate::economics::budget::{Bought, Offer, Spending, Stage};
use crate::economics::market::MarketFigures;

/// The tranches of all sites that are worth most over keeping to mine, for a budget. A tranche comes with those of its
/// site before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BudgetEntry {
    /// M$ that may be spent.
    pub budget_musd: Rounded,
    /// The market that worths are reckoned by.
    pub market: MarketEntry,
    /// All sites: those that are built, most value for each M$ first, then the others in the order of the input.
    pub sites: Vec<BudgetSite>,
    /// What those that are built come to.
    pub totals: BudgetTotals,
    /// M$ that are left.
    pub unspent_musd: Rounded,
    /// What the least larger budget buys that is worth more; null where nothing more is worth having.
    pub next: Option<NextEntry>,
    /// M$ of worth that the next M$ brings where tranches may be had in parts: the shadow price of the budget.
    pub shadow: Rounded,
    /// By what share another choice may be worth more at most: 0 where it is proven that none is.
    pub gap: Rounded,
    /// Sites that are built whose workload wants one fabric, where there are several: as many clusters, not one.
    pub fabrics: Option<usize>,
}

crate::words::spelled! {
    /// Why nothing of a site is built.
    pub enum Unbuilt {
        /// The file states no megawatts, so that its money is not reckoned.
        NoMegawatts = "no-megawatts",
        /// It converts in no draw.
        NeverConverts = "never-converts",
        /// However many of its first tranches are built, mining is worth more.
        MiningIsWorthMore = "mining-is-worth-more",
        /// The money is worth more elsewhere, or doesn't reach.
        OverBudget = "over-budget",
    }
}

/// What a budget builds at a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BudgetSite {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// Number of its first tranches that are built.
    pub tranches: usize,
    /// What these come to.
    pub built: StageEntry,
    /// Why none is; null where some are.
    #[schemars(with = "Option<String>")]
    pub unbuilt: Option<Unbuilt>,
    /// Share of the draws that build any, 0 to 1.
    pub share: Rounded,
    /// One for each of its tranches, with all before it.
    pub stages: Vec<StageEntry>,
}

/// The first tranches of a site together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageEntry {
    /// Critical IT MW, the mean where they are built.
    pub mw: Rounded,
    /// M$ that the owner pays for them, the mean where they are built.
    pub capital_musd: Rounded,
    /// Mean M$ that a lease of them, with the rest of the mine run on, is worth more than mining with all of it.
    pub value_musd: Rounded,
    /// The last for each M$ of the second; null where nothing is paid.
    pub value_per_musd: Option<Rounded>,
}

/// What the sites that are built come to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BudgetTotals {
    /// Number of sites.
    pub sites: usize,
    /// Number of tranches.
    pub tranches: usize,
    /// What they come to.
    pub built: StageEntry,
}

/// What a larger budget buys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NextEntry {
    /// M$ beyond the budget.
    pub more_musd: Rounded,
    /// M$ that all is then worth more.
    pub value_musd: Rounded,
    /// Sites of which it builds more or fewer, in the order of the sites.
    pub changes: Vec<ChangeEntry>,
}

/// Tranches of a site that a larger budget builds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeEntry {
    /// Id of the site.
    pub id: String,
    /// Number of its first tranches that the budget builds.
    pub from: usize,
    /// Number that the larger one builds.
    pub to: usize,
}

/// A site that may be built.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// Whether the workload wants one fabric for all.
    pub one_fabric: bool,
    /// What it offers; `None` where the file states no megawatts.
    pub offer: Option<Offer>,
}

impl From<Stage> for StageEntry {
    fn from(stage: Stage) -> Self {
        let paid = stage.capital_musd > 0.0;
        Self {
            mw: stage.mw.into(),
            capital_musd: stage.capital_musd.into(),
            value_musd: stage.value_musd.into(),
            value_per_musd: paid.then(|| (stage.value_musd / stage.capital_musd).into()),
        }
    }
}

impl BudgetEntry {
    /// What a budget builds of some sites.
    #[must_use]
    pub fn of(
        budget_musd: f64,
        market: &MarketFigures,
        candidates: &[Candidate],
        spending: &Spending,
    ) -> Self {
        let bought = &spending.bought;
        let sites = candidates.iter().zip(&bought.blocks);
        let mut sites: Vec<BudgetSite> = sites.map(|(of, blocks)| site(of, *blocks)).collect();
        let each = |site: &BudgetSite| {
            let free = Some(f64::INFINITY).filter(|_| site.tranches > 0);
            site.built.value_per_musd.map(Rounded::get).or(free)
        };
        // Those of which nothing is built have no value for a M$, and stay in their order.
        sites.sort_by(|a, b| {
            let key = |site| each(site).unwrap_or(f64::NEG_INFINITY);
            key(b).total_cmp(&key(a))
        });
        let built = || {
            candidates
                .iter()
                .zip(&bought.blocks)
                .filter(|(_, n)| **n > 0)
        };
        let mw = built().filter_map(|(of, blocks)| Some(of.offer.as_ref()?.first(*blocks).mw));
        let fabrics = built().filter(|(of, _)| of.one_fabric).count();
        let Bought {
            capital_musd,
            value_musd,
            gap,
            ..
        } = *bought;
        Self {
            budget_musd: budget_musd.into(),
            market: MarketEntry::of(
                &(market.version().to_owned(), market.as_of),
                market.old().as_deref(),
            ),
            sites,
            totals: BudgetTotals {
                sites: built().count(),
                tranches: bought.blocks.iter().sum(),
                built: Stage {
                    mw: mw.sum(),
                    capital_musd,
                    value_musd,
                }
                .into(),
            },
            unspent_musd: (budget_musd - capital_musd).max(0.0).into(),
            next: spending.next.as_ref().map(|next| NextEntry {
                more_musd: (next.capital_musd - budget_musd).max(0.0).into(),
                value_musd: (next.value_musd - value_musd).into(),
                changes: changes(candidates, bought, next),
            }),
            shadow: spending.shadow.into(),
            gap: gap.into(),
            fabrics: (fabrics > 1).then_some(fabrics),
        }
    }
}

fn site(of: &Candidate, blocks: usize) -> BudgetSite {
    let nothing = Offer::default();
    let offer = of.offer.as_ref().unwrap_or(&nothing);
    let pays = |stage: &Stage| stage.value_musd > 0.0;
    let unbuilt = match &of.offer {
        _ if blocks > 0 => None,
        None => Some(Unbuilt::NoMegawatts),
        Some(offer) if offer.stages.is_empty() => Some(Unbuilt::NeverConverts),
        Some(offer) if !offer.stages.iter().any(pays) => Some(Unbuilt::MiningIsWorthMore),
        Some(_) => Some(Unbuilt::OverBudget),
    };
    BudgetSite {
        id: of.id.clone(),
        name: of.name.clone(),
        file: of.file.clone(),
        target: of.target.clone(),
        tranches: blocks,
        built: offer.first(blocks).into(),
        unbuilt,
        share: offer.share.into(),
        stages: offer.stages.iter().map(|stage| (*stage).into()).collect(),
    }
}

fn changes(candidates: &[Candidate], bought: &Bought, next: &Bought) -> Vec<ChangeEntry> {
    let both = bought.blocks.iter().zip(&next.blocks);
    let all = candidates.iter().zip(both);
    all.filter(|(_, (from, to))| from != to)
        .map(|(of, (from, to))| ChangeEntry {
            id: of.id.clone(),
            from: *from,
            to: *to,
        })
        .collect()
}
