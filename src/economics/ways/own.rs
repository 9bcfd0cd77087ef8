//! Filling the plan's halls with the owner's own accelerators.

use std::ops::Range;

use super::build::{When, spend};
use super::{Appraisal, Earner, Lot, Till};
use crate::economics::cash::MONTHS_PER_QUARTER;
use crate::economics::lease::{as_count, quarter_of};

/// Passes flows of halls on as flows of a cloud.
struct AsCloud<'a, S>(&'a mut S);

impl<S: Till> Till for AsCloud<'_, S> {
    fn now(&mut self, musd: f64) {
        self.0.now(musd);
    }

    fn put(&mut self, quarter: usize, _: Earner, musd: f64) {
        self.0.put(quarter, Earner::Cloud, musd);
    }

    fn level(&mut self, quarters: Range<usize>, _: Earner, musd: f64) {
        self.0.level(quarters, Earner::Cloud, musd);
    }

    fn list(&mut self, from: usize, _: Earner, times: f64, listed: &[f64]) {
        self.0.list(from, Earner::Cloud, times, listed);
    }
}

impl Appraisal<'_> {
    /// Halls as planned, accelerators when both are there; no tenant is waited for.
    pub(super) fn cloud(&self, sink: &mut impl Till) {
        let mut last = 0.0_f64;
        for block in self.blocks {
            let planned = When::planned(block);
            let live = planned.live.max(self.world.cloud.delivery_months);
            let until = planned.mining_until + (live - planned.live).max(0.0);
            let until = if until.is_finite() {
                until
            } else {
                planned.mining_until
            };
            last = last.max(until);
            self.mine_until(block.mining_mw.min(self.miners_mw()), until, sink);
            spend(
                block.capex_musd + block.prepaid_musd,
                planned.spend_from,
                planned.live,
                self.quarters(),
                &mut AsCloud(sink),
            );
            self.generations(block, live, sink);
        }
        let taken: f64 = self.blocks.iter().map(|block| block.mining_mw).sum();
        self.mine_until(self.miners_mw() - taken, last, sink);
    }

    /// One generation of accelerators after another, as long as the next earns its price.
    fn generations(&self, block: &Lot, live: f64, sink: &mut impl Till) {
        let (cloud, market) = (&self.world.cloud, &self.world.market);
        let Some(first) = quarter_of(live, self.quarters()) else {
            return;
        };
        let (price, follows) = self.world.power;
        let rate = self.discounts.rates().cloud;
        let life = quarter_of(cloud.life_years * 12.0, usize::MAX)
            .unwrap_or(0)
            .max(1);
        let (mut generation, mut bought) = (1.0, first);
        let cost = block.critical_mw * cloud.musd_per_mw();
        sink.put(first, Earner::Cloud, -cost);
        // The month in which the halls are live may lie inside the first quarter.
        let mut part = 1.0 - (live / MONTHS_PER_QUARTER - as_count(first)).clamp(0.0, 1.0);
        for quarter in first..self.halls_until() {
            let power = price * (1.0 + follows * (market.power[quarter] - 1.0));
            if quarter == bought + life {
                sink.put(quarter, Earner::Cloud, cloud.residual * cost);
                let next = generation * cloud.refresh_revenue;
                let first_year = cloud.margin(next, 1.0, power, market.cost[quarter]);
                if !cloud.refresh_pays(first_year, self.world.gpu_fall, rate) {
                    return;
                }
                (generation, bought) = (next, quarter);
                sink.put(quarter, Earner::Cloud, -cost);
            }
            let index = market.gpu[quarter] / market.gpu[bought];
            let margin = cloud
                .margin(generation, index, power, market.cost[quarter])
                .musd();
            sink.put(
                quarter,
                Earner::Cloud,
                block.critical_mw * part * margin / 4.0,
            );
            part = 1.0;
        }
    }
}
