//! The price list: what work costs, how it runs, what of the mine it frees, and what to set totals against.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::names::{Names, Positions};
use crate::citations::{Basis, Citation, Confidence};
use crate::rules::Route;
use crate::source::nearest::nearest;

/// Something wrong with a price list, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PriceError {
    /// Dotted path inside the file.
    pub path: String,
    /// What is wrong and what was expected.
    pub message: String,
}

crate::words::spelled! {
    /// Unit of a price.
    pub enum PriceUnit {
        /// For each kilowatt.
        Kw = "USD/kW",
        /// For each megavolt-ampere.
        Mva = "USD/MVA",
        /// For each acre.
        Acre = "USD/acre",
        /// For each kilometer.
        Kilometer = "USD/km",
        /// For each rack.
        Rack = "USD/rack",
        /// For each hour.
        Hour = "USD/h",
        /// For all of it.
        Lump = "USD",
        /// Percent of what stands above it.
        Percent = "%",
    }
}

impl PriceUnit {
    /// Quantities come in MW; a price for each kW counts a thousand times.
    pub(super) fn dollars_per_quantity(self) -> f64 {
        match self {
            Self::Kw => 1_000.0,
            _ => 1.0,
        }
    }

    /// What one of it is.
    pub(super) fn of_one(self) -> &'static str {
        self.word().split_once('/').map_or("lump", |(_, one)| one)
    }
}

/// One price with its range.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Its id.
    pub id: String,
    /// What is bought.
    pub item: String,
    /// Unit, such as `USD/kW`; `%` for soft costs.
    pub unit: PriceUnit,
    /// Low.
    pub low: f64,
    /// Most likely.
    pub mode: f64,
    /// High.
    pub high: f64,
    /// Year of the money.
    pub year: u16,
    /// What is in and what is not.
    #[serde(default)]
    pub scope: Option<String>,
    /// Whether it is read, computed or assumed.
    pub basis: Basis,
    /// Grade of the deciding source.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Keys of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is ours, or where sources disagree.
    #[serde(default)]
    pub note: Option<String>,
}

/// How much of something work takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// Critical IT MW of the plan.
    PlannedMw,
    /// Planned MW less what stands at N+1.
    GapMw,
    /// The liquid-cooled part of it.
    LiquidGapMw,
    /// The air-cooled part of it.
    AirGapMw,
    /// Planned grid MW less the firm MW of the substation.
    GridGapMw,
    /// MVA to reach N−1 for the planned grid MW.
    MissingMva,
    /// Transformers that these MVA come in.
    MissingUnits,
    /// Length of the lateral.
    LateralKm,
    /// Length of one more diverse route.
    RouteKm,
    /// Acres the planned MW take, less those held.
    MissingAcres,
    /// Acres the planned MW take.
    PlannedAcres,
    /// Racks of the plan.
    Racks,
    /// Accelerators of the plan.
    Accelerators,
    /// What is missing of a counted thing.
    MissingCount,
    /// Missing hours of fuel × planned MW.
    HoursMw,
    /// One lump.
    Once,
}

impl Quantity {
    /// Whether it counts megawatts, so that it grows with the MW that are built.
    pub(super) fn grows(self) -> bool {
        matches!(
            self,
            Self::PlannedMw | Self::GapMw | Self::LiquidGapMw | Self::AirGapMw | Self::GridGapMw
        )
    }
}

/// One line of a measure: a price times a quantity.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineModel {
    /// Id of the price.
    pub price: String,
    /// How much of it.
    pub quantity: Quantity,
    /// Factor on the quantity; 1 when left out.
    #[serde(default)]
    pub times: Option<f64>,
}

/// Who usually pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Payer {
    /// The owner of the site.
    Owner,
    /// The tenant; shown, not summed.
    Tenant,
    /// The utility; shown, not summed.
    Utility,
}

crate::words::spelled! {
    /// A step of work.
    #[derive(PartialOrd, Ord)]
    pub enum Step {
        /// Study and design freeze.
        Study = "study",
        /// Permit.
        Permit = "permit",
        /// Order.
        Order = "order",
        /// Deliver.
        Deliver = "deliver",
        /// Install.
        Install = "install",
        /// Commission.
        Commission = "commission",
    }
}

impl Step {
    /// Every step in its order.
    pub const ALL: [Self; 6] = [
        Self::Study,
        Self::Permit,
        Self::Order,
        Self::Deliver,
        Self::Install,
        Self::Commission,
    ];
}

/// Shares of the weeks of a remedy, one for each step; they sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub struct Steps {
    /// Study.
    pub study: f64,
    /// Permit.
    pub permit: f64,
    /// Order.
    pub order: f64,
    /// Deliver.
    pub deliver: f64,
    /// Install.
    pub install: f64,
    /// Commission.
    pub commission: f64,
}

impl Steps {
    /// The share of a step.
    #[must_use]
    pub fn share(&self, step: Step) -> f64 {
        match step {
            Step::Study => self.study,
            Step::Permit => self.permit,
            Step::Order => self.order,
            Step::Deliver => self.deliver,
            Step::Install => self.install,
            Step::Commission => self.commission,
        }
    }
}

/// A prerequisite: a step of this work waits for a step of another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// The step that waits.
    pub step: Step,
    /// The other remedy.
    pub remedy: String,
    /// The step of the other remedy that must be finished.
    pub until: Step,
}

/// What the work of a remedy costs and how it runs.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Id of the remedy.
    pub remedy: String,
    /// Routes on which the work exists.
    pub routes: Vec<RouteName>,
    /// What it costs.
    #[serde(default)]
    pub lines: Vec<LineModel>,
    /// Who pays.
    pub payer: Payer,
    /// How its weeks split.
    pub steps: Steps,
    /// What it waits for.
    #[serde(default)]
    pub after: Vec<After>,
    /// It adds MW or quality beyond the planned MW and is no part of the plan.
    #[serde(default)]
    pub beyond: bool,
    /// A first phase does not wait for it.
    #[serde(default)]
    pub later_phase: bool,
    /// Ids of what of the mine it frees.
    #[serde(default)]
    pub salvage: Vec<String>,
    /// Judgement behind the model.
    #[serde(default)]
    pub note: Option<String>,
}

/// A route as written in the price list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RouteName {
    /// In the hall that stands.
    InPlace,
    /// In a new hall.
    NewHall,
}

impl RouteName {
    /// The kind of a route.
    #[must_use]
    pub(crate) fn of(route: Route) -> Self {
        match route {
            Route::InPlace(_) => Self::InPlace,
            Route::NewHall => Self::NewHall,
        }
    }
}

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

/// What becomes of a part of the mine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// Kept as it is.
    Reuse,
    /// Kept at a lower rating.
    Derate,
    /// Sold.
    Sell,
    /// Scrapped.
    Scrap,
}

impl Fate {
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Reuse => "reuse",
            Self::Derate => "derate",
            Self::Sell => "sell",
            Self::Scrap => "scrap",
        }
    }
}

/// Of what a salvage credit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SalvageQuantity {
    /// MW of the fleet.
    FleetMw,
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
    /// What the work of each remedy costs and how it runs.
    pub measures: Vec<Measure>,
    /// What becomes of the mine.
    pub salvage: Vec<Salvage>,
    /// Disclosed projects.
    pub benchmarks: Vec<Benchmark>,
    /// Ranges of disclosed totals.
    pub bands: Bands,
    /// Where everything stands that is named above. Lists are changed only as copies, which resolve anew.
    #[serde(skip)]
    pub(super) names: Names,
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
    crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/prices.json")))
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

    /// This list with a user's prices in place of its own.
    ///
    /// # Errors
    /// Every unknown id and every price that is no ascending range.
    pub fn with(&self, user: UserPrices) -> Result<Self, Vec<PriceError>> {
        let mut list = self.clone();
        let mut errors = Vec::new();
        let mut named: Vec<String> = Vec::new();
        for (index, own) in user.prices.into_iter().enumerate() {
            if named.contains(&own.id) {
                errors.push(PriceError {
                    path: format!("prices[{index}].id"),
                    message: format!("`{}` is written twice", own.id),
                });
            }
            named.push(own.id.clone());
            let ordered = own.low <= own.mode && own.mode <= own.high;
            let finite = own.low.is_finite() && own.high.is_finite() && own.low >= 0.0;
            if !(ordered && finite) {
                errors.push(PriceError {
                    path: format!("prices[{index}]"),
                    message: format!(
                        "{}: low, mode and high must be ascending and not negative",
                        own.id
                    ),
                });
                continue;
            }
            let all = list.prices.iter_mut().chain(&mut list.soft_costs);
            match all.into_iter().find(|p| p.id == own.id) {
                Some(price) => {
                    (price.low, price.mode, price.high) = (own.low, own.mode, own.high);
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
                    errors.push(PriceError {
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
