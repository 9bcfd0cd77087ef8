//! Works: what closes gaps, how likely it is to be needed, what it costs and how long it takes.

use super::change::Written;
use super::lengths::Duration;
use super::prices::{Payer, PriceUnit, Quantity};
use crate::checklist::Remedy;
use crate::engineering::LimitId;
use crate::spread::Spread;

crate::words::spelled! {
    /// How sure it is that a work is needed.
    #[derive(PartialOrd, Ord)]
    pub enum Certainty {
        /// In every draw.
        Needed = "needed",
        /// In half of the draws or more.
        Likely = "likely",
        /// In fewer: ask before planning.
        Perhaps = "perhaps",
    }
}

impl Certainty {
    /// Of a work that is needed in a share of the draws.
    #[must_use]
    pub(super) fn of(chance: f64) -> Self {
        if chance >= 1.0 {
            Self::Needed
        } else if chance >= 0.5 {
            Self::Likely
        } else {
            Self::Perhaps
        }
    }
}

/// One line of cost: a price times a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostLine<'a> {
    /// Id of the price.
    pub price: &'a str,
    /// How much of it, in the unit of the price: half of the draws that need the work take no more.
    pub quantity: f64,
    /// Unit of the quantity.
    pub unit: &'static str,
    /// Whether it grows with the MW that are built.
    pub grows: bool,
    /// How many times as much its price counts at this place and for this hardware, in the median draw.
    pub on_site: f64,
    /// M$, over the draws that need the work.
    pub cost: Spread,
    /// M$ in the median draw.
    pub median_cost: f64,
}

/// One work of the plan: the remedy of one or several gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Work<'a> {
    /// The remedy.
    pub remedy: &'a Remedy,
    /// Position of its measure in the price list.
    pub measure: usize,
    /// Ids of the requirements whose gap it closes.
    pub closes: Vec<&'a str>,
    /// Share of the draws that need it.
    pub chance: f64,
    /// How sure that is.
    pub certainty: Certainty,
    /// Who pays.
    pub payer: Payer,
    /// What it costs, line by line; soft costs come on top of the whole plan.
    pub lines: Vec<CostLine<'a>>,
    /// M$, all lines together, over the draws that need it.
    pub cost: Spread,
    /// What it changes of the facts of the site, as it is sized in the median draw.
    pub writes: Vec<Written>,
    /// Weeks from start to commissioned, over the draws that need it.
    pub weeks: Spread,
    /// How long it takes in the median draw.
    pub(super) duration: Duration,
    /// Weeks until the part of it that the first megawatts need is there, in the median draw; `None` where they do
    /// without.
    pub first_lot: Option<f64>,
    /// Share of the draws in which it cannot slip without moving the last megawatts.
    pub critical: f64,
    /// Critical IT MW that the full plan loses if this gap alone stays open; `None` where no limit hangs on it.
    pub mw_at_stake: Option<f64>,
    /// The limit that costs them.
    pub limit: Option<LimitId>,
    /// Points of readiness that it is expected to bring.
    pub readiness_points: f64,
    /// A first phase does not wait for it.
    pub later_phase: bool,
    /// It adds MW beyond the plan, or takes longer than the tenant waits.
    pub beyond: bool,
}

impl Work<'_> {
    /// Weeks from start to commissioned in the median draw.
    #[must_use]
    pub fn median_weeks(&self) -> f64 {
        self.duration.weeks
    }
}

/// Unit of a quantity; a fixed amount has that of its price, `km` of `USD/km`.
pub(super) fn unit_of(quantity: Quantity, price: PriceUnit) -> &'static str {
    match quantity {
        Quantity::PlannedMw
        | Quantity::GapMw
        | Quantity::LiquidGapMw
        | Quantity::AirGapMw
        | Quantity::EngineMw
        | Quantity::UpsMw
        | Quantity::CduMw
        | Quantity::AirHandlerMw
        | Quantity::CoolerMw
        | Quantity::AirChillerMw
        | Quantity::TrimMw
        | Quantity::FeedMw
        | Quantity::DcMw
        | Quantity::FirmingEngineMw
        | Quantity::FirmingControlsMw
        | Quantity::FirmingStorageMw => "MW",
        Quantity::MissingMva => "MVA",
        Quantity::MissingUnits | Quantity::MissingCount => "units",
        Quantity::LateralKm | Quantity::RouteKm => "km",
        Quantity::MissingAcres | Quantity::PlannedAcres => "acres",
        Quantity::Racks | Quantity::LiquidRacks => "racks",
        Quantity::HallM2 => "m2",
        Quantity::FloorLoad => "m2 kPa",
        Quantity::Accelerators => "accelerators",
        Quantity::FuelMwh
        | Quantity::FirmingTankMwh
        | Quantity::FirmingFuelMwh
        | Quantity::FirmingStorageMwh => "MWh",
        Quantity::Once | Quantity::FirmingPermit => price.of_one(),
    }
}
