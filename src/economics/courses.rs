//! The market in every draw: its figures and its course, worked out once for all sites.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::economics::draw::normal_quantile;
use crate::economics::market::{MarketFigures, Quantity, Shock};
use crate::economics::path::{Expectation, MarketPath};
use crate::economics::sample::{Laws, MarketDraw, Uniforms, buyer};
use crate::economics::ways::{Discounts, MOST_QUARTERS, Rates};
use crate::plan::{DELIVERY, PRICE_LEVEL};
use crate::site::mining::TenantCredit;
use crate::typical::Sample;
use crate::typical::uniforms::stream;

/// Quarters that a plan may start after the market's date.
pub(crate) const LATEST_START: usize = 40;

/// Quarters that are walked at a time.
const STRETCH: usize = 40;

/// The market in every draw of a sample.
#[derive(Debug)]
pub(crate) struct Courses<'m> {
    pub(crate) market: &'m MarketFigures,
    pub(crate) discounts: Discounts,
    pub(crate) outlook: Expectation,
    laws: Laws,
    sample: Sample,
    /// The course of the first draws, as far as somebody has looked.
    paths: Mutex<Arc<Vec<MarketPath>>>,
    /// How many draws have a course.
    walking: usize,
    shocks: Vec<[f64; Shock::COUNT]>,
    draws: [OnceLock<Vec<MarketDraw>>; 3],
    /// A quantity that is the same in all of them.
    fixed: Option<(Quantity, f64)>,
}

impl<'m> Courses<'m> {
    /// Of a market at some rates.
    #[must_use]
    pub(crate) fn new(market: &'m MarketFigures, rates: Rates, sample: Sample) -> Self {
        let laws = Laws::new(market);
        let likely = laws.likely(market, TenantCredit::Backed);
        let quarters = MOST_QUARTERS + LATEST_START;
        Self {
            discounts: Discounts::new(rates, MOST_QUARTERS),
            outlook: Expectation::new(&likely.start, buyer(market, rates.mining), quarters),
            market,
            laws,
            sample,
            paths: Mutex::default(),
            walking: sample.draws.max(1),
            shocks: shocks(market, sample),
            draws: Default::default(),
            fixed: None,
        }
    }

    /// These draws with a quantity that is the same in all of them; the first of them have a course.
    #[must_use]
    pub(crate) fn with(&self, fixed: (Quantity, f64), draws: usize) -> Self {
        let mut courses = Self {
            market: self.market,
            discounts: self.discounts.clone(),
            outlook: self.outlook.clone(),
            laws: self.laws.clone(),
            sample: self.sample,
            paths: Mutex::default(),
            walking: draws.min(self.walking),
            shocks: self.shocks.clone(),
            draws: Default::default(),
            fixed: Some(fixed),
        };
        let starts = |of: &Self| of.draws(TenantCredit::Backed).first().map(|d| d.start);
        if starts(&courses) == starts(self) {
            courses.paths = Mutex::new(self.paths(0));
        }
        courses
    }

    /// The figures of every draw, for a tenant of some credit.
    #[must_use]
    pub(crate) fn draws(&self, credit: TenantCredit) -> &[MarketDraw] {
        self.draws[credit as usize].get_or_init(|| self.drawn(credit))
    }

    /// Number of draws, at least one.
    #[must_use]
    pub(crate) fn count(&self) -> usize {
        self.sample.draws.max(1)
    }

    /// Everything at its likely value.
    #[must_use]
    pub(crate) fn likely(&self, credit: TenantCredit) -> MarketDraw {
        self.laws.likely(self.market, credit)
    }

    /// What a quantity is in each draw; `None` where it is the same in all.
    #[must_use]
    pub(crate) fn values(&self, quantity: Quantity) -> Option<Vec<f64>> {
        let luck = stream(&format!("market:{quantity}"), self.sample);
        let draws = self.shocks.iter().zip(luck.iter());
        let values: Vec<f64> = draws
            .map(|(shocks, luck)| self.laws.value(quantity, *luck, shocks))
            .collect();
        let moves = values.windows(2).any(|pair| pair[0] != pair[1]);
        moves.then_some(values)
    }

    /// The course of each draw, for so many quarters at least: walked when somebody looks so far.
    #[must_use]
    pub(crate) fn paths(&self, quarters: usize) -> Arc<Vec<MarketPath>> {
        // A thread that panicked left whole courses behind or none.
        let mut walked = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        let far = walked.first().map_or(0, MarketPath::quarters);
        if far < quarters {
            *walked = Arc::new(self.walked(quarters.next_multiple_of(STRETCH)));
        }
        Arc::clone(&walked)
    }

    fn drawn(&self, credit: TenantCredit) -> Vec<MarketDraw> {
        let of = |key: String| stream(&key, self.sample);
        let figures: Vec<_> = Quantity::ALL
            .iter()
            .map(|quantity| of(format!("market:{quantity}")))
            .collect();
        let (default, signing) = (
            of("market-default".to_owned()),
            of("market-signing".to_owned()),
        );
        let mut row = vec![0.0; figures.len()];
        let draw = |(draw, shocks): (usize, &[f64; Shock::COUNT])| {
            for (to, stream) in row.iter_mut().zip(&figures) {
                *to = stream[draw];
            }
            let luck = Uniforms {
                figures: &row,
                shocks,
                default: default[draw],
                signing: signing[draw],
            };
            self.laws.sample_with(credit, &luck, self.fixed)
        };
        self.shocks.iter().enumerate().map(draw).collect()
    }

    fn walked(&self, quarters: usize) -> Vec<MarketPath> {
        let passing = &self.market.passing;
        let streams: Vec<Vec<_>> = (0..quarters)
            .map(|quarter| {
                let each = (0..passing.len())
                    .map(|place| stream(&format!("market-path:{place}:{quarter}"), self.sample));
                each.collect()
            })
            .collect();
        let mut row = vec![0.0; passing.len()];
        let path = |(draw, figures): (usize, &MarketDraw)| {
            MarketPath::new(&figures.start, quarters, |quarter| {
                for (to, stream) in row.iter_mut().zip(&streams[quarter]) {
                    *to = stream[draw];
                }
                passing.shocks(&row, &[])
            })
        };
        // What a market starts from is the same for every tenant.
        let all = self.draws(TenantCredit::Backed).iter().take(self.walking);
        all.enumerate().map(path).collect()
    }
}

/// Lasting shocks of every draw. The plan draws its cost and its delays itself: the market hangs on that luck.
fn shocks(market: &MarketFigures, sample: Sample) -> Vec<[f64; Shock::COUNT]> {
    let lasting = &market.lasting;
    let own: Vec<_> = (0..lasting.len())
        .map(|place| stream(&format!("market-shock:{place}"), sample))
        .collect();
    let (capex, delay) = (stream(PRICE_LEVEL, sample), stream(DELIVERY, sample));
    let mut row = vec![0.0; own.len()];
    let shock = |draw: usize| {
        for (to, stream) in row.iter_mut().zip(&own) {
            *to = stream[draw];
        }
        let given = [(Shock::Capex, &capex), (Shock::Delay, &delay)]
            .map(|(shock, luck)| (shock.place(), normal_quantile(luck[draw])));
        lasting.shocks(&row, &given)
    };
    (0..sample.draws.max(1)).map(shock).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::market::built_in;

    #[test]
    fn who_looks_farther_leaves_what_was_seen() {
        let sample = Sample { draws: 8, seed: 0 };
        let courses = Courses::new(built_in(), Rates::of(built_in()), sample);
        let near = courses.paths(10);
        assert!(near.iter().all(|path| path.quarters() == STRETCH));
        let far = courses.paths(STRETCH + 1);
        for (near, far) in near.iter().zip(&*far) {
            assert_eq!(far.quarters(), 2 * STRETCH);
            assert_eq!(near.hashprice_usd, far.hashprice_usd[..STRETCH]);
            assert_eq!(near.resale_usd_per_th, far.resale_usd_per_th[..STRETCH]);
        }
        assert!(Arc::ptr_eq(&far, &courses.paths(10)));
    }
}
