//! What a work changes of the facts of a site, as the price list declares it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a work writes into a fact.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Writes {
    /// One more entry of a list, key by key.
    Entry {
        /// What it holds.
        add: BTreeMap<String, Content>,
    },
    /// What the fact holds then.
    Fact(Content),
}

/// What a fact holds when a work is done.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Content {
    /// What the plan says.
    Planned(Planned),
    /// What the target asks.
    Param {
        /// Name of the parameter.
        param: String,
    },
    /// The same for every plan.
    Is {
        /// A number, a word, yes or no.
        is: Literal,
    },
    /// A date that lies so many years and two of building after that of the facts.
    Years {
        /// Name of the parameter that counts them.
        years: String,
    },
}

/// What stands in a price list as it stands in a site.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Literal {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A word, or a text.
    Word(String),
    /// A list of nothing.
    Empty([u8; 0]),
}

/// What follows from the size of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Planned {
    /// What the open row that reads the fact asks for; in a new entry, what any row asks.
    Asked,
    /// How machines of the kind that is hosted are cooled.
    Cooling,
    /// How many units are bought.
    Units,
    /// MW of one of them, MVA of a transformer.
    UnitSize,
    /// Grid MW that the planned MW take.
    GridMw,
    /// The voltage at which the lines that there are carry them.
    GridKv,
    /// The warmest water that a loop may bring.
    CoolantC,
    /// Share of the liquid heat for which chillers stand behind the coolers.
    TrimShare,
    /// Water to reject the heat with.
    WaterPerDay,
    /// Flow that takes the liquid heat.
    CoolantFlow,
    /// Racks of the hall's own load that make up the planned MW, in each of its equals.
    Racks,
    /// Square meters of hall.
    HallM2,
    /// Acres that the planned MW take.
    Acres,
    /// Acres that are still to be had next door when those are bought.
    AcresLeft,
}

impl Planned {
    /// Whether it is a fact of the site that may be better already, no part of a new entry.
    pub(super) fn is_of_site(self) -> bool {
        matches!(
            self,
            Self::GridMw
                | Self::GridKv
                | Self::CoolantC
                | Self::TrimShare
                | Self::WaterPerDay
                | Self::CoolantFlow
                | Self::Acres
        )
    }
}
