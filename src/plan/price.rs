//! One price: what is bought, in which unit, and how sure that is.

use serde::{Deserialize, Serialize};

use crate::citations::{Basis, Confidence};

crate::words::spelled! {
    /// Unit of a price.
    pub enum PriceUnit {
        /// For each kilowatt.
        Kw = "USD/kW",
        /// For each kilowatt-hour.
        Kwh = "USD/kWh",
        /// For each megavolt-ampere.
        Mva = "USD/MVA",
        /// For each square meter of hall.
        SquareMeter = "USD/m2",
        /// For each kilopascal of floor load on a square meter.
        FloorLoad = "USD/(m2 kPa)",
        /// For each acre.
        Acre = "USD/acre",
        /// For each kilometer.
        Kilometer = "USD/km",
        /// For each rack.
        Rack = "USD/rack",
        /// For each terahash a second.
        Terahash = "USD/TH",
        /// For each hour.
        Hour = "USD/h",
        /// For all of it.
        Lump = "USD",
        /// Percent of what stands above it.
        Percent = "%",
    }
}

impl PriceUnit {
    /// Quantities come in MW, MWh and EH/s; a price for each kW or kWh counts a thousand times, for each TH/s a million.
    pub(super) fn dollars_per_quantity(self) -> f64 {
        match self {
            Self::Kw | Self::Kwh => 1_000.0,
            Self::Terahash => 1e6,
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
    /// Share of it that is site labor and works, which cost more in one place than in another; the rest is bought at
    /// the same price everywhere.
    pub local: f64,
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
