//! A key that takes a number, and how a number is written in a message.

use crate::site::shape::Shape;
pub(super) use crate::units::number::short as number;
use crate::units::{Count, Unit};

/// A quantity's unit and bounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantity {
    pub(super) unit: &'static str,
    pub(super) is_count: bool,
    pub(super) min: f64,
    pub(super) max: f64,
}

impl Quantity {
    pub(super) fn of(shape: Shape) -> Option<Self> {
        match shape {
            Shape::Quantity {
                unit,
                meaning,
                min,
                max,
            } => Some(Self {
                unit,
                is_count: meaning == Count::MEANING,
                min,
                max,
            }),
            _ => None,
        }
    }

    /// What the key takes, as a message says it.
    pub(super) fn expected(self) -> String {
        match self.unit {
            _ if self.is_count => "a whole number".to_owned(),
            "" => format!("a number from {} to {}", number(self.min), number(self.max)),
            unit => format!("a number in {unit}"),
        }
    }

    /// Whether a number lies in the range of the unit.
    pub(super) fn holds(self, value: f64) -> bool {
        (self.min..=self.max).contains(&value)
    }
}
