//! Where flows go: into a worth at once, or kept by quarter. One walk feeds both, so they can't disagree.

use std::ops::Range;

use serde::Serialize;

use crate::economics::cash;

/// What earns a flow, and by that its rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Earner {
    /// Miners.
    Mining,
    /// Halls and their tenant.
    Lease,
    /// Halls and the owner's accelerators.
    Cloud,
    /// The bare powered site.
    Property,
}

/// Rates a year, for each that earns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Of miners.
    pub mining: f64,
    /// Of halls with a tenant.
    pub lease: f64,
    /// Of halls with own accelerators.
    pub cloud: f64,
    /// Of the bare site.
    pub site: f64,
}

impl Rates {
    /// One for all.
    #[must_use]
    pub const fn one(rate: f64) -> Self {
        Self {
            mining: rate,
            lease: rate,
            cloud: rate,
            site: rate,
        }
    }

    /// The market's.
    #[must_use]
    pub fn of(market: &crate::economics::market::MarketFigures) -> Self {
        use crate::economics::market::Quantity as Q;
        let likely = |quantity| market.range(quantity).likely;
        Self {
            mining: likely(Q::RateMining),
            lease: likely(Q::RateLease),
            cloud: likely(Q::RateCloud),
            site: likely(Q::RateSite),
        }
    }
}

/// Factors of each quarter, worked out once for a market.
#[derive(Debug, Clone, PartialEq)]
pub struct Discounts {
    rates: Rates,
    factors: [Vec<f64>; 4],
    /// Sums of the factors before each quarter.
    sums: [Vec<f64>; 4],
}

impl Discounts {
    /// For so many quarters.
    #[must_use]
    pub fn new(rates: Rates, quarters: usize) -> Self {
        let factors = [rates.mining, rates.lease, rates.cloud, rates.site]
            .map(|rate| cash::discounts(rate, quarters));
        let sums = std::array::from_fn(|of| {
            let mut sums = Vec::with_capacity(quarters + 1);
            let mut sum = 0.0;
            sums.push(sum);
            for factor in &factors[of] {
                sum += factor;
                sums.push(sum);
            }
            sums
        });
        Self {
            rates,
            factors,
            sums,
        }
    }

    /// The rates.
    #[must_use]
    pub fn rates(&self) -> Rates {
        self.rates
    }

    /// The factor of a quarter; 0 beyond the last.
    #[must_use]
    #[inline]
    pub fn factor(&self, quarter: usize, earner: Earner) -> f64 {
        self.factors[earner as usize]
            .get(quarter)
            .copied()
            .unwrap_or(0.0)
    }
}

/// Takes flows, M$.
pub trait Till {
    /// At once.
    fn now(&mut self, musd: f64);
    /// In a quarter.
    fn put(&mut self, quarter: usize, earner: Earner, musd: f64);
    /// The same in each of some quarters.
    fn level(&mut self, quarters: Range<usize>, earner: Earner, musd: f64);
    /// So many times what is listed, from a quarter on.
    fn list(&mut self, from: usize, earner: Earner, times: f64, listed: &[f64]);
}

/// Adds up what flows are worth today.
#[derive(Debug, Clone, Copy)]
pub struct Present<'a> {
    discounts: &'a Discounts,
    musd: f64,
}

impl<'a> Present<'a> {
    /// Nothing yet.
    #[must_use]
    pub fn new(discounts: &'a Discounts) -> Self {
        Self {
            discounts,
            musd: 0.0,
        }
    }

    /// The sum, M$.
    #[must_use]
    pub fn musd(&self) -> f64 {
        self.musd
    }
}

impl Till for Present<'_> {
    fn now(&mut self, musd: f64) {
        self.musd += musd;
    }

    fn put(&mut self, quarter: usize, earner: Earner, musd: f64) {
        self.musd += musd * self.discounts.factor(quarter, earner);
    }

    fn level(&mut self, quarters: Range<usize>, earner: Earner, musd: f64) {
        let sums = &self.discounts.sums[earner as usize];
        let before = |quarter: usize| sums.get(quarter).or(sums.last()).copied().unwrap_or(0.0);
        self.musd += musd * (before(quarters.end) - before(quarters.start));
    }

    fn list(&mut self, from: usize, earner: Earner, times: f64, listed: &[f64]) {
        let factors = self.discounts.factors[earner as usize]
            .get(from..)
            .unwrap_or_default();
        let most = factors.len().min(listed.len());
        // Four sums side by side: one alone waits for itself at every step.
        let (fours, rest) = factors[..most].as_chunks::<4>();
        let (listed_fours, listed_rest) = listed[..most].as_chunks::<4>();
        let mut sums = [0.0; 4];
        for (factors, listed) in fours.iter().zip(listed_fours) {
            for ((sum, factor), listed) in sums.iter_mut().zip(factors).zip(listed) {
                *sum += factor * listed;
            }
        }
        let rest: f64 = rest
            .iter()
            .zip(listed_rest)
            .map(|(factor, listed)| factor * listed)
            .sum();
        self.musd += times * (sums.iter().sum::<f64>() + rest);
    }
}

/// Keeps flows by quarter and by what earns them.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows {
    /// At once, M$.
    pub now: f64,
    parts: [Vec<f64>; 4],
}

impl Flows {
    /// None yet, for so many quarters.
    #[must_use]
    pub fn new(quarters: usize) -> Self {
        Self {
            now: 0.0,
            parts: std::array::from_fn(|_| vec![0.0; quarters]),
        }
    }

    /// What one of them earns in each quarter, M$.
    #[must_use]
    pub fn of(&self, earner: Earner) -> &[f64] {
        &self.parts[earner as usize]
    }

    /// All of each quarter, M$.
    #[must_use]
    pub fn quarters(&self) -> Vec<f64> {
        let [mining, lease, cloud, site] = &self.parts;
        let halls = lease.iter().zip(cloud).map(|(lease, cloud)| lease + cloud);
        mining
            .iter()
            .zip(halls)
            .zip(site)
            .map(|((mining, halls), site)| mining + halls + site)
            .collect()
    }

    /// All of each year from the plan's start, M$; what comes at once lies in the first.
    #[must_use]
    pub fn years(&self) -> Vec<f64> {
        let mut years: Vec<f64> = self
            .quarters()
            .chunks(4)
            .map(|year| year.iter().sum())
            .collect();
        if let Some(first) = years.first_mut() {
            *first += self.now;
        }
        years
    }

    /// Rate of return a year of what is built; `None` where there is none.
    #[must_use]
    pub fn irr(&self) -> Option<f64> {
        cash::irr(0.0, &self.halls())
    }

    /// Years until what is built has paid for itself; `None` where it never does.
    #[must_use]
    pub fn payback_years(&self) -> Option<f64> {
        cash::payback_years(0.0, &self.halls())
    }

    /// What halls cost and earn in each quarter, M$: without the mine that runs meanwhile and the bare site.
    #[must_use]
    pub fn halls(&self) -> Vec<f64> {
        let pairs = self.of(Earner::Lease).iter().zip(self.of(Earner::Cloud));
        pairs.map(|(lease, cloud)| lease + cloud).collect()
    }

    /// The halls with a loan: money drawn in the proportion of what they cost, and its service from `live` on. Interest
    /// while they are built is part of the loan.
    #[must_use]
    pub fn with_debt(&self, debt: &cash::Debt, coupon: f64, live: usize) -> Vec<f64> {
        let halls = self.halls();
        let building = crate::economics::lease::as_count(live) / cash::QUARTERS_PER_YEAR;
        let interest = cash::interest_while_building(debt.principal, coupon, building);
        let drawn = (debt.principal - interest).max(0.0);
        let spent: f64 = halls.iter().map(|flow| (-flow).max(0.0)).sum();
        let each = halls.iter().enumerate().map(|(quarter, flow)| {
            let part = if spent > 0.0 {
                drawn * (-flow).max(0.0) / spent
            } else {
                0.0
            };
            let service = quarter
                .checked_sub(live)
                .and_then(|of| debt.service.get(of));
            flow + part - service.copied().unwrap_or(0.0)
        });
        each.collect()
    }
}

impl Till for Flows {
    fn now(&mut self, musd: f64) {
        self.now += musd;
    }

    fn put(&mut self, quarter: usize, earner: Earner, musd: f64) {
        if let Some(flow) = self.parts[earner as usize].get_mut(quarter) {
            *flow += musd;
        }
    }

    fn level(&mut self, quarters: Range<usize>, earner: Earner, musd: f64) {
        for quarter in quarters {
            self.put(quarter, earner, musd);
        }
    }

    fn list(&mut self, from: usize, earner: Earner, times: f64, listed: &[f64]) {
        for (quarter, musd) in (from..).zip(listed) {
            self.put(quarter, earner, times * musd);
        }
    }
}
