//! The price list: prices, measures, what of the mine they free, and what to set totals against.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::builders::Builders;
use super::market::{Market, Markets, Ware, Wares};
use super::names::{Names, Positions};
use super::pace::{DisclosedTime, NewSite, Pace};
use super::region::Region;
use crate::bounds::AMOUNT;
use crate::citations::{Basis, Citation, Confidence};
use crate::source::nearest::nearest;
use crate::source::{Flaw, Problem, Source, placed, yaml};
use crate::typical::Sample;

pub use super::measure::{After, LineModel, Measure, Payer, Quantity, RouteName, Step, Steps};
pub use super::price::{Price, PriceUnit};

/// What becomes of a part of the mine.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Salvage {
    /// Its id.
    pub id: String,
    /// What it is.
    pub what: String,
    /// reuse, derate, sell or scrap.
    pub fate: Fate,
    /// Unit of the credit.
    pub unit: PriceUnit,
    /// Of what the credit counts.
    pub quantity: SalvageQuantity,
    /// Low.
    pub low: f64,
    /// Most likely.
    pub mode: f64,
    /// High.
    pub high: f64,
    /// Year of the money.
    pub year: u16,
    /// Whether it is read, computed or assumed.
    pub basis: Basis,
    /// Grade of the deciding source.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Keys of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is ours.
    #[serde(default)]
    pub note: Option<String>,
}

crate::words::spelled! {
    /// What becomes of a part of the mine.
    pub enum Fate {
        /// Kept as it is.
        Reuse = "reuse",
        /// Kept at a lower rating.
        Derate = "derate",
        /// Sold.
        Sell = "sell",
        /// Scrapped.
        Scrap = "scrap",
    }
}

/// Of what a salvage credit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SalvageQuantity {
    /// MW of the fleet.
    FleetMw,
    /// EH/s of the owner's machines; none where they are customers'.
    OwnEh,
    /// MW energized.
    EnergizedMw,
    /// One lump.
    Once,
}

/// A disclosed project to set totals against.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// Its id.
    pub id: String,
    /// What it is.
    pub what: String,
    /// conversion or new-build.
    pub kind: String,
    /// Low, M$ for each critical IT MW.
    pub low: f64,
    /// High.
    pub high: f64,
    /// Unit.
    pub unit: String,
    /// Critical IT MW of the project, where disclosed.
    #[serde(default)]
    pub mw: Option<f64>,
    /// Year of the money.
    pub year: u16,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// Where sources disagree.
    #[serde(default)]
    pub note: Option<String>,
}

/// A range of disclosed totals, M$ for each critical IT MW.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Low.
    pub low: f64,
    /// High.
    pub high: f64,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// What the range covers.
    #[serde(default)]
    pub note: Option<String>,
}

/// Ranges of disclosed totals.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bands {
    /// Retrofits of standing halls.
    pub in_place: Band,
    /// New halls on an existing connection.
    pub new_hall: Band,
    /// New builds elsewhere.
    pub new_build: Band,
}

/// A price list.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PriceList {
    /// Version, stamped in every result.
    pub version: String,
    /// Currency of every price.
    pub currency: String,
    /// Unit prices.
    pub prices: Vec<Price>,
    /// Percentages on the sum, applied one after the other.
    pub soft_costs: Vec<Price>,
    /// How megawatts follow one another.
    pub pace: Pace,
    /// What each builder does to what runs over.
    pub builders: Builders,
    /// What site labor and works cost, by place; the first that fits, else the last.
    pub regions: Vec<Region>,
    /// How long new sites take, by grid.
    #[serde(rename = "new-sites")]
    pub new_sites: Vec<NewSite>,
    /// What the work of each remedy costs and how it runs.
    pub measures: Vec<Measure>,
    /// What becomes of the mine.
    pub salvage: Vec<Salvage>,
    /// Disclosed projects.
    pub benchmarks: Vec<Benchmark>,
    /// How long disclosed projects took.
    pub times: Vec<DisclosedTime>,
    /// Ranges of disclosed totals.
    pub bands: Bands,
    /// Where everything stands that is named above. Lists are changed only as copies, which resolve anew.
    #[serde(skip)]
    pub(super) names: Names,
    /// What all of it costs and takes in each draw.
    #[serde(skip)]
    pub(super) markets: Markets,
}

/// A user's price list: prices and soft costs that replace built-in ones by id.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPrices {
    /// Version, stamped in every result.
    pub version: String,
    /// Prices and soft costs, each the id of a built-in one.
    pub prices: Vec<UserPrice>,
    /// Sources of the user's own.
    #[serde(default)]
    pub citations: Vec<Citation>,
}

/// One price of a user's list.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPrice {
    /// Id of the built-in price.
    pub id: String,
    /// Low.
    pub low: f64,
    /// Most likely.
    pub mode: f64,
    /// High.
    pub high: f64,
    /// Where it comes from: a quote, a tender, a budget.
    pub source: String,
}

static BUILT_IN: LazyLock<PriceList> = LazyLock::new(|| {
    let mut list: PriceList =
        crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/prices.json")));
    for measure in &mut list.measures {
        if let Some(remedy) = crate::checklist::remedy(&measure.remedy) {
            measure.weeks = Some(remedy.weeks);
            measure.awaits.clone_from(&remedy.awaits);
        }
    }
    list
});

/// The built-in price list.
#[must_use]
pub fn built_in() -> &'static PriceList {
    &BUILT_IN
}

impl PriceList {
    /// The price of that id.
    #[must_use]
    pub fn price(&self, id: &str) -> Option<&Price> {
        self.prices.iter().find(|p| p.id == id)
    }

    /// The measure of a remedy.
    #[must_use]
    pub fn measure(&self, remedy: &str) -> Option<&Measure> {
        self.measures.iter().find(|m| m.remedy == remedy)
    }

    /// Positions of all that is named.
    pub(super) fn positions(&self) -> &Positions {
        self.names.resolved(&self.prices, &self.measures)
    }

    /// Prices and weeks in the draws of a sample.
    pub(super) fn market(&self, sample: Sample) -> Arc<Market> {
        self.markets.drawn(sample, || self.wares())
    }

    fn wares(&self) -> Wares {
        let ware = |id: &str, unit: f64, range: [f64; 3]| Ware {
            id: id.to_owned(),
            range: range.map(|x| x * unit),
        };
        let millions = |unit: PriceUnit| unit.dollars_per_quantity() / 1e6;
        let priced = |p: &Price, unit: f64| ware(&p.id, unit, [p.low, p.mode, p.high]);
        let weeks = |m: &Measure| {
            let range = m.weeks.map_or([0.0; 3], |w| [w.low, w.likely, w.high]);
            ware(&m.remedy, 1.0, range)
        };
        let region = |r: &Region| ware(&r.id, 1.0, [r.low, r.likely, r.high]);
        let soft_costs = self.soft_costs.iter();
        let salvage = self.salvage.iter();
        Wares {
            prices: self
                .prices
                .iter()
                .map(|p| priced(p, millions(p.unit)))
                .collect(),
            local: self.prices.iter().map(|p| p.local).collect(),
            regions: self.regions.iter().map(region).collect(),
            soft_costs: soft_costs.map(|p| priced(p, 0.01)).collect(),
            salvage: salvage
                .map(|s| ware(&s.id, millions(s.unit), [s.low, s.mode, s.high]))
                .collect(),
            weeks: self.measures.iter().map(weeks).collect(),
            pace: self.pace.wares(),
        }
    }

    /// This list with the prices of a user's file in place of its own.
    ///
    /// # Errors
    /// Everything that is wrong with the file, at its place.
    pub fn with_file(&self, source: &Source) -> Result<Self, Vec<Problem>> {
        let own = yaml::read::<UserPrices>(source)?;
        self.with(own).map_err(|flaws| placed(&flaws, source))
    }

    /// This list with a user's prices in place of its own.
    ///
    /// # Errors
    /// Every unknown id and every price that is no ascending range.
    pub fn with(&self, user: UserPrices) -> Result<Self, Vec<Flaw>> {
        let mut list = self.clone();
        let mut errors = Vec::new();
        let mut named: Vec<String> = Vec::new();
        for (index, own) in user.prices.into_iter().enumerate() {
            if named.contains(&own.id) {
                errors.push(Flaw {
                    path: format!("prices[{index}].id"),
                    message: format!("`{}` is written twice", own.id),
                });
            }
            named.push(own.id.clone());
            let ordered = own.low <= own.mode && own.mode <= own.high;
            #[expect(clippy::cast_precision_loss, reason = "a round number")]
            let finite = own.low >= 0.0 && own.high <= AMOUNT.most as f64;
            if !(ordered && finite) {
                errors.push(Flaw {
                    path: format!("prices[{index}]"),
                    message: format!(
                        "{}: low, mode and high must be ascending, not negative and at most {}",
                        own.id, AMOUNT.most
                    ),
                });
                continue;
            }
            let all = list.prices.iter_mut().chain(&mut list.soft_costs);
            match all.into_iter().find(|p| p.id == own.id) {
                Some(price) => {
                    (price.low, price.mode, price.high) = (own.low, own.mode, own.high);
                    // A quote is of its place already.
                    price.local = 0.0;
                    price.note = Some(own.source);
                    price.sources.clear();
                }
                None => {
                    let ids = self
                        .prices
                        .iter()
                        .chain(&self.soft_costs)
                        .map(|p| p.id.as_str());
                    let hint = nearest(&own.id, ids)
                        .map_or(String::new(), |n| format!("; did you mean `{n}`?"));
                    errors.push(Flaw {
                        path: format!("prices[{index}].id"),
                        message: format!("no price is called `{}`{hint}", own.id),
                    });
                }
            }
        }
        list.version = format!("{} with {}", self.version, user.version);
        if errors.is_empty() {
            Ok(list)
        } else {
            Err(errors)
        }
    }
}
