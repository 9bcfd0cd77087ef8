//! By what money is reckoned.

use std::sync::{Arc, Mutex, PoisonError};

use crate::economics::courses::Courses;
use crate::economics::market::MarketFigures;
use crate::economics::ways::Rates;
use crate::typical::Sample;

/// A market and the rates at which it is discounted; drawn once for all sites.
#[derive(Debug, Clone)]
pub struct Books<'a> {
    market: &'a MarketFigures,
    rates: Rates,
    courses: Arc<Mutex<Option<Arc<Courses<'a>>>>>,
}

impl<'a> Books<'a> {
    /// At the rates of a market.
    #[must_use]
    pub fn at(market: &'a MarketFigures) -> Self {
        Self {
            market,
            rates: Rates::of(market),
            courses: Arc::default(),
        }
    }

    /// At other rates.
    #[must_use]
    pub fn discounted(self, rates: Rates) -> Self {
        Self {
            rates,
            courses: Arc::default(),
            ..self
        }
    }

    /// The same rates with another market.
    #[must_use]
    pub fn of(self, market: &'a MarketFigures) -> Self {
        Self { market, ..self }.anew()
    }

    /// The same, of which nothing is drawn yet.
    pub(super) fn anew(self) -> Self {
        Self {
            courses: Arc::default(),
            ..self
        }
    }

    /// The market.
    #[must_use]
    pub fn market(&self) -> &'a MarketFigures {
        self.market
    }

    pub(super) fn courses(&self, sample: Sample) -> Arc<Courses<'a>> {
        // A thread that panicked left all of it behind or nothing.
        let mut drawn = self.courses.lock().unwrap_or_else(PoisonError::into_inner);
        let courses =
            drawn.get_or_insert_with(|| Arc::new(Courses::new(self.market, self.rates, sample)));
        Arc::clone(courses)
    }
}
