//! What the work of a remedy costs and how it runs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::writes::Writes;
use crate::checklist::Weeks;
use crate::engineering::systems::Plant;
use crate::rules::Route;
use crate::site::land::PermitKind;

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
    /// MW of the engines bought so that the planned MW stand at N+1, in the sizes that engines are sold in.
    EngineMw,
    /// MW of the UPS modules.
    UpsMw,
    /// MW of the coolant distribution units.
    CduMw,
    /// MW of the air handlers.
    AirHandlerMw,
    /// MW of the dry or adiabatic coolers, for what chillers don't carry.
    CoolerMw,
    /// MW of the chillers that the air of the planned MW takes on the design day.
    AirChillerMw,
    /// MW of the chillers that the liquid loop of the planned MW takes on the design day.
    TrimMw,
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
    /// Square meters of hall that the planned MW take.
    HallM2,
    /// Their square meters times the floor load beyond 12 kPa, which an ordinary slab carries.
    FloorLoad,
    /// What the feeds of the racks are built for, MW.
    FeedMw,
    /// Critical IT MW that are fed with direct current.
    DcMw,
    /// All racks of the plan.
    Racks,
    /// Racks with coolant, of the planned MW less what stands at N+1.
    LiquidRacks,
    /// Accelerators of the plan.
    Accelerators,
    /// What is missing of a counted thing.
    MissingCount,
    /// MWh of the engines of the planned MW over the hours of fuel that the tenant asks, less those in tanks.
    FuelMwh,
    /// MW of engines to be bought for interruptions alone.
    FirmingEngineMw,
    /// The same of all engines to be bought.
    FirmingControlsMw,
    /// One where engines carry them, which takes a permit.
    FirmingPermit,
    /// MWh of critical IT of the longest interruption for which no tank holds fuel.
    FirmingTankMwh,
    /// MWh that engines give in a year for the critical IT that they carry, cooling and losses of the year included.
    FirmingFuelMwh,
    /// Critical IT MW that storage carries.
    FirmingStorageMw,
    /// MWh of critical IT of the longest interruption, where storage carries it.
    FirmingStorageMwh,
    /// One lump.
    Once,
}

impl Quantity {
    /// How much it is, for whoever reckons a line of cost again.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::PlannedMw => "critical IT MW of the plan",
            Self::GapMw => "planned MW less those that stand by the row that it closes",
            Self::LiquidGapMw => "gap-mw × liquid share of the hardware",
            Self::AirGapMw => "gap-mw × (1 − liquid share), 0.05 at least",
            Self::EngineMw => {
                "MW of engines that carry gap-mw more, as redundancy.backup-n1-mw counts"
            }
            Self::UpsMw => "MW of modules that carry gap-mw more, as redundancy.ups-n1-mw counts",
            Self::CduMw => "MW of units that carry gap-mw more, as cooling.cdu-n1-mw counts",
            Self::AirHandlerMw => "MW of units that carry gap-mw more, as cooling.air-n1-mw counts",
            Self::CoolerMw => {
                "heat of gap-mw that no chiller carries (power.grid-to-it) ÷ (1 − 0.75 × what the air is thinner), × \
                 what cooling.heat-rejection-n1-mw buys for gap-mw ÷ gap-mw"
            }
            Self::AirChillerMw => {
                "heat to air of gap-mw that chillers carry ÷ (1 − 0.008 for each K of the design day above 35 °C) ÷ \
                 (1 − 0.2 × what the air is thinner), spared as cooler-mw is"
            }
            Self::TrimMw => {
                "liquid heat of the planned MW that chillers carry, less trim_share of all of it, rated and spared as \
                 air-chiller-mw is, for planned MW"
            }
            Self::MissingMva => {
                "missing-units × MVA of the largest transformer, 120 where none stands"
            }
            Self::MissingUnits => {
                "transformers of that size until planned MW ÷ power.grid-to-it ÷ power factor stand with the largest \
                 out; of a service agreement, until it is that large"
            }
            Self::LateralKm => "fiber.lateral_km",
            Self::RouteKm => {
                "1.5 × fiber.lateral_km for each route that is missing, 1 × for the first where none stands"
            }
            Self::PlannedAcres => "acres for each MW of grid × grid MW of the planned ones",
            Self::MissingAcres => {
                "planned-acres less land.buildable_acres, in a standing hall less land.area_acres"
            }
            Self::HallM2 => "planned MW × m² for each MW IT of the hardware",
            Self::FloorLoad => "hall-m2 × kPa of the hardware beyond 12",
            Self::FeedMw => "planned MW × feed_headroom",
            Self::DcMw => "planned MW × dc_share",
            Self::Racks => {
                "whole racks of planned MW × accelerator_rack_share ÷ rack_kw, and of the rest ÷ support_rack_kw"
            }
            Self::LiquidRacks => "whole racks of gap-mw × accelerator_rack_share ÷ rack_kw",
            Self::Accelerators => {
                "whole racks of planned MW × accelerator_rack_share ÷ rack_kw, × accelerators_per_rack"
            }
            Self::MissingCount => "what the tenant asks less what there is",
            Self::FuelMwh => {
                "planned MW × 1.25 × fuel_hours of the tenant, less redundancy.fuel-mwh"
            }
            Self::FirmingEngineMw => {
                "MW of engines, as engine-mw, for what interruptions leave; 0 where the tenant asks for engines anyhow"
            }
            Self::FirmingControlsMw => "the same, whoever asks for them",
            Self::FirmingPermit => "1 where engines carry interruptions",
            Self::FirmingTankMwh => {
                "MW carried by engines × hours of the longest interruption for which no tank holds fuel"
            }
            Self::FirmingFuelMwh => "MW carried by engines × hours a year × cooling.pue",
            Self::FirmingStorageMw => "MW carried by storage",
            Self::FirmingStorageMwh => "the same × hours of the longest interruption",
            Self::Once => "1",
        }
    }

    /// Whether it counts megawatts, so that it grows with the MW that are built.
    pub(super) fn grows(self) -> bool {
        let planned = [
            Self::PlannedMw,
            Self::HallM2,
            Self::FloorLoad,
            Self::FeedMw,
            Self::DcMw,
            Self::TrimMw,
        ];
        planned.contains(&self) || self.is_missing_mw() || self.firms_mw()
    }

    /// Whether it counts what the MW take that are made firm.
    fn firms_mw(self) -> bool {
        matches!(
            self,
            Self::FirmingEngineMw
                | Self::FirmingControlsMw
                | Self::FirmingTankMwh
                | Self::FirmingFuelMwh
                | Self::FirmingStorageMw
                | Self::FirmingStorageMwh
        )
    }

    /// Whether it counts the MW that rows miss.
    pub(super) fn is_missing_mw(self) -> bool {
        matches!(
            self,
            Self::GapMw | Self::LiquidGapMw | Self::AirGapMw | Self::LiquidRacks
        ) || self.plant().is_some()
    }

    /// The plant whose units it counts.
    pub(super) fn plant(self) -> Option<Plant> {
        Some(match self {
            Self::EngineMw => Plant::Engines,
            Self::UpsMw => Plant::Ups,
            Self::CduMw => Plant::Cdus,
            Self::AirHandlerMw => Plant::AirHandlers,
            Self::CoolerMw | Self::AirChillerMw => Plant::Coolers,
            _ => return None,
        })
    }

    /// Whether it counts what rows miss in their own unit.
    pub(super) fn is_counted(self) -> bool {
        self == Self::MissingCount
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
    /// How long the remedy takes, found when the list is loaded.
    #[serde(skip)]
    pub weeks: Option<Weeks>,
    /// Permits for which the remedy is the wait, found when the list is loaded.
    #[serde(skip)]
    pub(super) awaits: Vec<PermitKind>,
    /// Routes on which the work exists.
    pub routes: Vec<RouteName>,
    /// What it costs.
    #[serde(default)]
    pub lines: Vec<LineModel>,
    /// Who pays.
    pub payer: Payer,
    /// How its weeks split.
    pub steps: Steps,
    /// Share of the delivery that a first hall waits for, whose few units come from stock and from slots that
    /// others hold; 1 when left out.
    #[serde(default)]
    pub first_lot: Option<f64>,
    /// The fact that tells on which day what is still to come was ordered.
    #[serde(default)]
    pub ordered_on: Option<String>,
    /// What it waits for.
    #[serde(default)]
    pub after: Vec<After>,
    /// It adds MW or quality beyond the planned MW and is no part of the plan.
    #[serde(default)]
    pub beyond: bool,
    /// A first phase does not wait for it.
    #[serde(default)]
    pub later_phase: bool,
    /// What it changes of the facts of the site; nothing where it settles what no fact tells.
    #[serde(default)]
    pub writes: BTreeMap<String, Writes>,
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
    pub fn of(route: Route) -> Self {
        match route {
            Route::InPlace(_) => Self::InPlace,
            Route::NewHall => Self::NewHall,
        }
    }
}
