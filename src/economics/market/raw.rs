//! A market as a file writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::month::Month;
use super::quantity::{Quantity, Shock, Unit};
use crate::citations::{Basis, Confidence};

/// How a figure is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Law {
    /// Between low and high, mostly near likely.
    #[default]
    Pert,
    /// Normal around likely; low and high lie one standard deviation off.
    Normal,
    /// Never drawn: always likely. Low and high say what others would take.
    Fixed,
}

impl Law {
    /// The word in a file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pert => "pert",
            Self::Normal => "normal",
            Self::Fixed => "fixed",
        }
    }
}

/// Low, likely and high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarketRange {
    /// Low.
    pub low: f64,
    /// Most likely.
    pub likely: f64,
    /// High.
    pub high: f64,
}

/// Whether somebody answers for a figure: a source, or for a judgment its reason.
fn vouched(basis: Basis, sources: &[String], note: Option<&str>) -> bool {
    match basis {
        Basis::Sourced | Basis::Derived => !sources.is_empty(),
        Basis::Assumed => note.is_some_and(|note| !note.trim().is_empty()),
    }
}

/// What a row of a market file says of itself, and behind that where it comes from. Written out in each, as serde can't
/// refuse unknown keys of a row made of parts.
macro_rules! dated {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)*
            /// Month that it is of.
            pub dated: Month,
            /// Read, computed or judged.
            pub basis: Basis,
            /// Grade of the deciding source.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub confidence: Option<Confidence>,
            /// Keys of `rackready list sources`, or words of your own that name a source.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub sources: Vec<String>,
            /// What is ours; of a judgment, its reason.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub note: Option<String>,
        }

        impl $name {
            /// Whether something is named to trust it by.
            pub(super) fn vouched(&self) -> bool {
                vouched(self.basis, &self.sources, self.note.as_deref())
            }
        }
    };
}

/// The same of rows that have a range.
macro_rules! rows {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        dated! {
            $(#[$meta])*
            $name {
                $($(#[$doc])* $field: $type,)*
                /// Low.
                low: f64,
                /// Most likely.
                likely: f64,
                /// High.
                high: f64,
            }
        }

        impl $name {
            /// Its range.
            #[must_use]
            pub fn range(&self) -> MarketRange {
                MarketRange { low: self.low, likely: self.likely, high: self.high }
            }
        }
    )*};
}

rows! {
    /// A figure that the engine reads.
    Figure {
        /// Which quantity it is.
        quantity: Quantity,
        /// What it says; left out, as the figure says that it replaces.
        #[serde(default)]
        what: String,
        /// Its unit.
        unit: Unit,
        /// How it is drawn; left out, as the figure is that it replaces.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        law: Option<Law>,
    }

    /// A correlation of two shocks; the likely one is used, and none at 0.
    Correlation {
        /// The two.
        between: [Shock; 2],
    }

    /// A figure that stands beside, read by its id: a class of machines, a state's power price, the carbon of a grid.
    Listed {
        /// Its id.
        id: String,
        /// What it is.
        name: String,
        /// Its unit.
        unit: String,
        /// States that it is of, as people write them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        states: Vec<String>,
    }
}

impl Figure {
    /// How it is drawn.
    #[must_use]
    pub fn law(&self) -> Law {
        self.law.unwrap_or_default()
    }
}

dated! {
    /// Requests of a tenant over a day, against their peak.
    LoadShape {
        /// Its id.
        id: String,
        /// What it is.
        name: String,
        /// Hour by hour, 0 to 1: 24 of them.
        requests: Vec<f64>,
    }
}

/// A market as a file writes it; a file that replaces figures leaves out the rest.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMarket {
    /// Version that results name.
    pub version: String,
    /// Month of its newest data.
    #[serde(default)]
    pub as_of: Option<Month>,
    /// What the engine reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// What moves together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<Correlation>,
    /// Load shapes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub load_shapes: Vec<LoadShape>,
    /// Classes of mining machines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub machines: Vec<Listed>,
    /// Power prices by state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub power_prices: Vec<Listed>,
    /// Carbon of a MWh by grid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grids: Vec<Listed>,
    /// Water and heat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surroundings: Vec<Listed>,
}

impl RawMarket {
    /// The lists of figures that stand beside, each under its key.
    #[must_use]
    pub fn lists(&self) -> [(&'static str, &[Listed]); 4] {
        [
            ("machines", &self.machines),
            ("power_prices", &self.power_prices),
            ("grids", &self.grids),
            ("surroundings", &self.surroundings),
        ]
    }

    /// This with what another replaces: a figure by its quantity, a correlation by its pair, all else by its id.
    #[must_use]
    pub fn with(mut self, over: Self) -> Self {
        fn lay<T>(under: &mut Vec<T>, over: Vec<T>, same: impl Fn(&T, &T) -> bool) {
            for new in over {
                match under.iter_mut().find(|old| same(old, &new)) {
                    Some(old) => *old = new,
                    None => under.push(new),
                }
            }
        }
        let figures = over.figures.into_iter().map(|new| {
            let old = self.figures.iter().find(|old| old.quantity == new.quantity);
            old.map_or_else(|| new.clone(), |old| new.clone().in_place_of(old))
        });
        let figures: Vec<Figure> = figures.collect();
        self.version = format!("{} with {}", self.version, over.version);
        self.as_of = over.as_of.or(self.as_of);
        lay(&mut self.figures, figures, |old, new| {
            old.quantity == new.quantity
        });
        lay(
            &mut self.correlations,
            over.correlations,
            Correlation::same_pair,
        );
        lay(&mut self.load_shapes, over.load_shapes, |old, new| {
            old.id == new.id
        });
        for (under, over) in [
            (&mut self.machines, over.machines),
            (&mut self.power_prices, over.power_prices),
            (&mut self.grids, over.grids),
            (&mut self.surroundings, over.surroundings),
        ] {
            lay(under, over, |old, new| old.id == new.id);
        }
        self
    }
}

impl Figure {
    /// This with what it leaves out as another has it.
    fn in_place_of(self, old: &Self) -> Self {
        let what = if self.what.trim().is_empty() {
            old.what.clone()
        } else {
            self.what
        };
        Self {
            what,
            law: self.law.or(old.law),
            ..self
        }
    }
}

impl Correlation {
    pub(super) fn same_pair(&self, other: &Self) -> bool {
        let [one, two] = other.between;
        self.between == [one, two] || self.between == [two, one]
    }
}
