//! The market: dated figures with low, likely and high, their sources, and what moves together.
//!
//! A file is read as it is written ([`RawMarket`]), laid over another where it replaces figures, and checked as a whole into
//! a [`MarketFigures`]. Every problem has a type of its own; places in the text are the reader's.

mod check;
mod fault;
mod file;
mod month;
mod quantity;
mod raw;

use std::sync::LazyLock;

pub use fault::{MarketError, MarketFault};
pub use file::schema;
pub use month::Month;
pub use quantity::{Bounds, Quantity, Shock, Unit};
pub use raw::{Correlation, Figure, Law, Listed, LoadShape, MarketRange, RawMarket};

use crate::economics::draw::ShockTree;

static BUILT_IN: LazyLock<MarketFigures> = LazyLock::new(|| {
    let written: RawMarket =
        crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/market.json")));
    written
        .checked()
        .unwrap_or_else(|faults| unreachable!("the built-in market is broken: {faults:?}"))
});

/// The built-in market.
#[must_use]
pub fn built_in() -> &'static MarketFigures {
    &BUILT_IN
}

/// A market that was checked: each quantity is there once.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketFigures {
    /// As it was written, figures in the order of [`Quantity::ALL`].
    written: RawMarket,
    /// Month of its newest data.
    pub as_of: Month,
    /// Month in which it is looked at, where somebody said so: no clock is asked.
    seen_from: Option<Month>,
    /// Shocks that last for a draw, hung on the cost of the plan, which the plan draws itself.
    pub lasting: ShockTree<{ Shock::COUNT }>,
    /// Shocks of a quarter, hung on the price of bitcoin.
    pub passing: ShockTree<{ Shock::COUNT }>,
}

impl MarketFigures {
    /// The version that results name.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.written.version
    }

    /// As it was written, figures in the order of [`Quantity::ALL`].
    #[must_use]
    pub fn written(&self) -> &RawMarket {
        &self.written
    }

    /// The range of a quantity.
    #[must_use]
    pub fn range(&self, quantity: Quantity) -> MarketRange {
        self.written.figures[quantity.place()].range()
    }

    /// The figure of a quantity.
    #[must_use]
    pub fn figure(&self, quantity: Quantity) -> &Figure {
        &self.written.figures[quantity.place()]
    }

    /// The same, looked at in some month.
    #[must_use]
    pub fn seen_from(self, month: Month) -> Self {
        Self {
            seen_from: Some(month),
            ..self
        }
    }

    /// The figures that are older than a year when it is looked at; `None` where nobody said when that is.
    #[must_use]
    pub fn old(&self) -> Option<Vec<Quantity>> {
        let month = self.seen_from?;
        Some(self.old_at(month).map(|figure| figure.quantity).collect())
    }

    /// The figures that are older than a year at some month.
    pub fn old_at(&self, month: Month) -> impl Iterator<Item = &Figure> {
        self.written
            .figures
            .iter()
            .filter(move |figure| month.since(figure.dated) > 12)
    }

    /// Requests of inference over a day.
    #[must_use]
    pub fn load_shape(&self, id: &str) -> Option<&LoadShape> {
        self.written.load_shapes.iter().find(|shape| shape.id == id)
    }

    /// Its version and the month of its newest data, as results name it.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} of {}", self.version(), self.as_of)
    }
}

#[cfg(test)]
mod tests;
