//! What things cost and how long they take in each draw: the luck of prices and deliveries, which all sites share.

use std::sync::{Arc, Mutex, PoisonError};

use super::terms::{Terms, widened};
use crate::typical::Sample;
use crate::typical::prior::in_range;
use crate::typical::uniforms::stream;

/// Prices and weeks in every draw, and the likely ones.
#[derive(Debug)]
pub(crate) struct Market {
    draws: usize,
    prices: Table,
    /// Of each price the share that is site labor and works.
    local: Vec<f64>,
    regions: Table,
    soft: Table,
    salvage: Table,
    weeks: Table,
    pace: Table,
    /// The owner's total for each M$ of the owner's works.
    soft_factors: Vec<f64>,
}

/// One row of numbers for each draw, the likely ones in a row behind them.
#[derive(Debug)]
struct Table {
    width: usize,
    values: Vec<f64>,
}

/// Where the prices and weeks of a draw stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At(usize);

/// What a price list names, in its order.
pub(super) struct Wares {
    pub prices: Vec<Ware>,
    /// Of each of them the share that is site labor and works.
    pub local: Vec<f64>,
    /// How many times as much these cost in each region.
    pub regions: Vec<Ware>,
    pub soft_costs: Vec<Ware>,
    pub salvage: Vec<Ware>,
    pub weeks: Vec<Ware>,
    /// Weeks for each MW behind the first hall, and those of the test of the site.
    pub pace: Vec<Ware>,
}

/// Something whose price or duration is drawn, between a low and a high end around what is likely.
pub(super) struct Ware {
    pub id: String,
    pub range: [f64; 3],
}

impl Market {
    fn of(wares: &Wares, sample: Sample) -> Self {
        let level = Shock::of("price", PRICE_LEVEL, OF_PRICES, sample);
        let (prices, soft) = (level.table(&wares.prices), level.table(&wares.soft_costs));
        let salvage = level.table(&wares.salvage);
        let regions = level.table(&wares.regions);
        let delivery = Shock::of("weeks", DELIVERY, OF_WEEKS, sample);
        let (weeks, pace) = (delivery.table(&wares.weeks), delivery.table(&wares.pace));
        let draws = sample.draws.max(1);
        let factor = |at| soft.row(At(at)).iter().map(|share| 1.0 + share).product();
        Self {
            draws,
            soft_factors: (0..=draws).map(factor).collect(),
            prices,
            local: wares.local.clone(),
            regions,
            soft,
            salvage,
            weeks,
            pace,
        }
    }

    pub(super) fn draw(&self, draw: usize) -> At {
        At(draw % self.draws)
    }

    /// Every price and duration at its likely value.
    pub(super) fn likely(&self) -> At {
        At(self.draws)
    }

    /// M$ for one of each price, in the order of the list.
    pub(super) fn prices(&self, at: At) -> &[f64] {
        self.prices.row(at)
    }

    /// M$ for one of a price on the terms of a site and a hardware.
    pub(super) fn price(&self, at: At, price: usize, terms: Terms) -> f64 {
        let of = |at| self.prices(at).get(price).copied().unwrap_or(0.0);
        widened(of(at), of(self.likely()), terms.overrun.cost) * self.on_site(price, terms)
    }

    /// How many times as much a price counts on the terms of a site and a hardware.
    pub(super) fn on_site(&self, price: usize, terms: Terms) -> f64 {
        terms.on(self.local.get(price).copied().unwrap_or(0.0))
    }

    /// How many times as much site labor and works cost in a region of the list.
    pub(super) fn region(&self, at: At, region: Option<usize>) -> f64 {
        let row = self.regions.row(at);
        region.and_then(|nth| row.get(nth)).copied().unwrap_or(1.0)
    }

    /// The share that each soft cost adds to what stands above it.
    pub(super) fn soft(&self, at: At) -> &[f64] {
        self.soft.row(at)
    }

    pub(super) fn soft_factor(&self, at: At) -> f64 {
        self.soft_factors.get(at.0).copied().unwrap_or(1.0)
    }

    /// M$ for one of each part of the mine.
    pub(super) fn salvage(&self, at: At) -> &[f64] {
        self.salvage.row(at)
    }

    /// Weeks for each MW behind the first hall, and those of the test of the site.
    pub(super) fn pace(&self, at: At) -> [f64; 2] {
        let row = self.pace.row(at);
        [0, 1].map(|nth| row.get(nth).copied().unwrap_or(0.0))
    }

    /// Weeks of the work of each measure.
    pub(super) fn weeks(&self, at: At) -> &[f64] {
        self.weeks.row(at)
    }
}

impl Table {
    fn row(&self, at: At) -> &[f64] {
        let begin = at.0 * self.width;
        self.values
            .get(begin..begin + self.width)
            .unwrap_or_default()
    }
}

/// A luck of which all things of a kind have a part.
struct Shock {
    kind: &'static str,
    common: Arc<[f64]>,
    /// How often the common luck is taken.
    share: f64,
    sample: Sample,
}

/// Streams of the common luck of prices and of deliveries.
pub(crate) const PRICE_LEVEL: &str = "price-level";
pub(crate) const DELIVERY: &str = "delivery";

/// How often a price takes the common luck instead of its own: so often that any two correlate by one half, and each by
/// itself is as likely as ever. That prices move together by half is our assumption; no source says how much.
const OF_PRICES: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// The same of weeks, of which any two correlate by four fifths: works of a site have one builder, one weather and one
/// market to order from, and who is late with one mostly is with all. Our assumption too.
const OF_WEEKS: f64 = 0.894;

impl Shock {
    fn of(kind: &'static str, common: &str, share: f64, sample: Sample) -> Self {
        Self {
            kind,
            common: stream(common, sample),
            share,
            sample,
        }
    }

    /// A range is drawn as one that a site states: half of the draws lie below its likely value.
    fn table(&self, wares: &[Ware]) -> Table {
        let columns: Vec<Vec<f64>> = wares
            .iter()
            .map(|ware| {
                let drawn = self.uniforms(&ware.id).map(|u| in_range(ware.range, u));
                drawn.chain([ware.range[1]]).collect()
            })
            .collect();
        let rows = 0..=self.common.len();
        Table {
            width: columns.len(),
            values: rows
                .flat_map(|row| columns.iter().filter_map(move |column| column.get(row)))
                .copied()
                .collect(),
        }
    }

    fn uniforms(&self, id: &str) -> impl Iterator<Item = f64> {
        let of = |part: &str| stream(&format!("{}{part}:{id}", self.kind), self.sample);
        let (own, part) = (of(""), of("-part"));
        let all = 0..self.common.len();
        all.map(move |draw| {
            if part[draw] < self.share {
                self.common[draw]
            } else {
                own[draw]
            }
        })
    }
}

/// The markets of a list, drawn on first use. A copy draws anew, since a copy is made to be changed.
#[derive(Debug, Default)]
pub(super) struct Markets(Mutex<Vec<(Sample, Arc<Market>)>>);

/// Nobody plans with more samples at a time.
const KEPT: usize = 4;

impl Markets {
    pub(super) fn drawn(&self, sample: Sample, wares: impl FnOnce() -> Wares) -> Arc<Market> {
        // A thread that panicked left whole markets behind or none.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, market)) = kept.iter().find(|(of, _)| *of == sample) {
            return Arc::clone(market);
        }
        let market = Arc::new(Market::of(&wares(), sample));
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((sample, Arc::clone(&market)));
        market
    }
}

impl Clone for Markets {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::built_in;

    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let (ma, mb) = (mean(a), mean(b));
        let sum = |x: &[f64], mx: f64, y: &[f64], my: f64| -> f64 {
            x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum()
        };
        sum(a, ma, b, mb) / (sum(a, ma, a, ma) * sum(b, mb, b, mb)).sqrt()
    }

    #[test]
    fn half_of_the_draws_lie_below_the_likely_price_and_any_two_move_together_by_half() {
        let sample = Sample {
            draws: 4_096,
            seed: 0,
        };
        let shock = Shock::of("price", PRICE_LEVEL, OF_PRICES, sample);
        let all: Vec<Vec<f64>> = ["a", "b", "c", "d"]
            .map(|id| shock.uniforms(id).collect())
            .into();
        for own in &all {
            let below = own.iter().filter(|u| **u < 0.5).count() as f64 / 4_096.0;
            assert!((below - 0.5).abs() < 0.03, "{below}");
        }
        for (at, one) in all.iter().enumerate() {
            for other in &all[..at] {
                let moved = correlation(one, other);
                assert!((moved - 0.5).abs() < 0.06, "{moved}");
            }
        }
    }

    #[test]
    fn prices_stay_in_their_range_and_the_likely_ones_are_those_of_the_list() {
        let list = built_in();
        let market = list.market(Sample::default());
        for (at, price) in list.prices.iter().enumerate() {
            let unit = price.unit.dollars_per_quantity() / 1e6;
            assert_eq!(market.prices(market.likely())[at], price.mode * unit);
            for draw in 0..128 {
                let drawn = market.prices(market.draw(draw))[at];
                assert!(
                    (price.low * unit..=price.high * unit).contains(&drawn),
                    "{}",
                    price.id
                );
            }
        }
        assert!(Arc::ptr_eq(&market, &list.market(Sample::default())));
    }
}
