//! What can be wrong with a market.

use super::quantity::{Quantity, Shock, Unit};
use super::raw::MarketRange;
use crate::source::Flaw;
use crate::units::number::short;

/// What is wrong with a market, and where.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{error}")]
pub struct MarketFault {
    /// Dotted path inside the file.
    pub path: String,
    /// What is wrong.
    pub error: MarketError,
}

impl MarketFault {
    pub(super) fn new(path: impl Into<String>, error: MarketError) -> Self {
        Self {
            path: path.into(),
            error,
        }
    }
}

impl From<&MarketFault> for Flaw {
    fn from(fault: &MarketFault) -> Self {
        Self::new(fault.path.clone(), fault.error.to_string())
    }
}

/// What is wrong with a market.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MarketError {
    /// No version.
    #[error("a market names its version, which results show")]
    NoVersion,
    /// No date.
    #[error("a market names the month of its newest data, as_of: 2026-07")]
    NoDate,
    /// A quantity that no figure states.
    #[error("no figure states {0}")]
    Missing(Quantity),
    /// A quantity, id or pair stated twice.
    #[error("{0} is stated twice")]
    Twice(String),
    /// Low, likely and high out of order, or not numbers.
    #[error(
        "{name}: low, likely and high must be numbers that rise, found {}, {}, {}",
        short(range.low), short(range.likely), short(range.high)
    )]
    Order {
        /// Of what.
        name: String,
        /// As it is written.
        range: MarketRange,
    },
    /// A number where none can be.
    #[error("{quantity}: {} {unit} cannot be; expected {}", short(*value), quantity.bounds())]
    Value {
        /// Of what.
        quantity: Quantity,
        /// The number.
        value: f64,
        /// Its unit.
        unit: Unit,
    },
    /// Another unit than the quantity's.
    #[error("{quantity} is stated in {unit}, not in {written}")]
    Unit {
        /// Of what.
        quantity: Quantity,
        /// Its unit.
        unit: Unit,
        /// The one that was written.
        written: Unit,
    },
    /// A rate of discount that is drawn.
    #[error("{0} is chosen and never drawn; expected `fixed`")]
    Drawn(Quantity),
    /// A normal law, whose tails know no bounds, of what has some.
    #[error("{quantity} must stay {}, which a normal law does not; expected `pert` or `fixed`", quantity.bounds())]
    Unbounded {
        /// Of what.
        quantity: Quantity,
    },
    /// Nothing to trust it by.
    #[error("{0}: a sourced or derived figure names a source, a judgment its reason in a note")]
    NoOrigin(String),
    /// A correlation that is none.
    #[error("{0}: a correlation lies above -1 and below 1")]
    NoCorrelation(String),
    /// A shock with itself.
    #[error("{0} always moves with itself; expected two shocks")]
    WithItself(Shock),
    /// Correlations that are no trees.
    #[error(
        "{} with {} closes a circle: {} belong together already; state one of the pairs between them as 0 to take it out",
        between[0], between[1], joined(through)
    )]
    Circle {
        /// The pair that closes it.
        between: [Shock; 2],
        /// What already leads from the one to the other, both ends included.
        through: Vec<Shock>,
    },
    /// A load shape that is no day.
    #[error("{0}: a load shape has 24 hours from 0 to 1")]
    Shape(String),
}

fn joined(shocks: &[Shock]) -> String {
    let words: Vec<&str> = shocks.iter().map(|shock| shock.word()).collect();
    words.join(", ")
}
