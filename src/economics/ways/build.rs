//! Building halls for a tenant: lease, hybrid and bridge.

use super::{
    Appraisal, Earner, Fleet, Lot, Present, Reason, Till, capex_musd, critical_mw, fillable,
};
use crate::economics::cash::MONTHS_PER_QUARTER;
use crate::economics::lease::{self, Lease, as_count, quarter_of};
use crate::economics::sample::Signing;

/// When a block comes, as things went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct When {
    /// Its money begins to flow.
    pub(super) spend_from: f64,
    /// It is live.
    pub(super) live: f64,
    /// The miners in its place run until then.
    pub(super) mining_until: f64,
}

impl When {
    /// As planned.
    pub(super) fn planned(block: &Lot) -> Self {
        Self {
            spend_from: block.spend_from_month,
            live: block.live_month,
            mining_until: block.mining_until_month,
        }
    }

    /// Begun in some month at the earliest, with a share of its building time saved before.
    fn begun(block: &Lot, month: f64, saved: f64) -> Self {
        let planned = Self::planned(block);
        let building = planned.live - planned.spend_from;
        let spend_from = planned.spend_from.max(month);
        let live = planned.live.max(spend_from + (1.0 - saved) * building);
        // The hall that stands is emptied so long before the new one is live as was planned.
        let mining_until = (live - (planned.live - planned.mining_until)).max(planned.mining_until);
        Self {
            spend_from,
            live,
            mining_until,
        }
    }
}

impl Appraisal<'_> {
    /// Builds now. Before a signature only the early works; where nobody ever signs, part of their price comes back and
    /// the mine goes on.
    pub(super) fn lease(&self, sink: &mut impl Till) {
        if self.leased(sink) {
            self.rest_mines_until_the_last(sink);
        }
    }

    /// The same of blocks that are built in part: the mine runs on where none takes its place.
    pub(crate) fn lease_beside_mine(&self, sink: &mut impl Till) {
        if self.leased(sink) {
            self.keep_mining(self.rest_mw(), 0, sink);
        }
        self.keep_site(sink);
    }

    /// The halls of a lease, and the miners whose place they take. Gives whether any are built: else all mine on.
    fn leased(&self, sink: &mut impl Till) -> bool {
        let Signing {
            month,
            early_share,
            head_start,
            ..
        } = self.world.signing;
        match month {
            None => self.never_signed(sink),
            Some(month) if month <= 0.0 => self.halls(When::planned, 1.0, 1.0, sink),
            Some(month) => {
                self.early(month, 0.0, sink);
                self.halls(
                    |block| When::begun(block, month, head_start),
                    1.0 - early_share,
                    1.0,
                    sink,
                );
            }
        }
        month.is_some()
    }

    /// Leases the same, and mines on with what no lease can use.
    pub(super) fn hybrid(&self, sink: &mut impl Till) -> Result<(), Reason> {
        let fleet = self.mine()?;
        let beside = self.world.beside;
        let rest = self.rest_mw();
        let fill = fillable(self.site.requests, beside.idle_power, beside.reserve);
        if rest <= 1e-9 && fill <= 0.0 {
            return Err(Reason::NothingLeft);
        }
        let Signing {
            month,
            early_share,
            head_start,
            ..
        } = self.world.signing;
        let Some(month) = month else {
            self.never_signed(sink);
            return Ok(());
        };
        let when = |block: &Lot| {
            if month <= 0.0 {
                When::planned(block)
            } else {
                When::begun(block, month, head_start)
            }
        };
        let share = if month <= 0.0 { 1.0 } else { 1.0 - early_share };
        self.early(month, 0.0, sink);
        self.halls(when, share, 1.0 - beside.rent_discount, sink);
        self.keep_mining(rest, 0, sink);
        for block in self.blocks {
            let mw = block.critical_mw * fill;
            let Some(live) = quarter_of(when(block).live, self.quarters()) else {
                continue;
            };
            sink.put(live, Earner::Mining, -mw * beside.capex_musd_per_mw);
            // Written-off machines, and power that is paid only where it is used: no trough is filled at a loss. They earn
            // nothing by flexibility, as the tenant's load decides when they run.
            let flexible = fleet.flexibility_musd / 4.0;
            for (quarter, margin) in self
                .margins
                .kept()
                .iter()
                .enumerate()
                .take(self.quarters())
                .skip(live)
            {
                sink.put(
                    quarter,
                    Earner::Mining,
                    mw / fleet.uptime.max(0.5) * (margin - flexible).max(0.0),
                );
            }
        }
        Ok(())
    }

    /// Mines and spends nothing until the obstacle is gone or the lease signed, then does what is worth more by what is
    /// known then.
    pub(super) fn bridge(&self, sink: &mut impl Till) -> Result<(), Reason> {
        let fleet = self.mine()?;
        let signed = self.world.signing.month;
        if self.site.obstacle_month.is_none_or(|month| month <= 0.0) && self.signed_before_start() {
            return Err(Reason::NothingToWaitFor);
        }
        let waits = signed.map(|signed| signed.max(self.site.obstacle_month.unwrap_or(0.0)));
        let decided = waits.and_then(|month| Some((month, quarter_of(month, self.quarters())?)));
        let Some((month, quarter)) = decided else {
            self.keep_mining(fleet.mw, 0, sink);
            return Ok(());
        };
        let when = |block: &Lot| When::begun(block, month, 0.0);
        // Nobody knows then whether the tenant will fail.
        let mut halls = Present::new(self.discounts);
        let known = Lease {
            default_after_months: f64::INFINITY,
            ..self.world.lease
        };
        self.rents(&known, when, 1.0, 1.0, &mut halls);
        // Compared as of that quarter: from today a rate of 20 % would have shrunk mining by then more than the lease.
        let then = |musd: f64, earner| {
            musd / self
                .discounts
                .factor(quarter, earner)
                .max(f64::MIN_POSITIVE)
        };
        let mines = self.expected_of_mining(fleet, quarter, when);
        let converts = then(halls.musd(), Earner::Lease) > then(mines, Earner::Mining);
        if converts {
            self.halls(when, 1.0, 1.0, sink);
            let last = self
                .blocks
                .iter()
                .map(|block| when(block).mining_until)
                .fold(month, f64::max);
            self.mine_until(self.rest_mw(), last, sink);
        } else {
            self.keep_mining(fleet.mw, 0, sink);
        }
        Ok(())
    }

    /// Net operating income of all blocks in their first full year, M$.
    #[must_use]
    pub fn first_noi_musd(&self) -> f64 {
        critical_mw(self.blocks) * self.world.lease.noi_musd_per_mw(0.0)
    }

    /// What leased halls would fetch at the horizon beyond the bare site, by a cap rate on the year after: M$ then, and
    /// M$ of today; nothing where no lease is ever signed. It stands beside, never in a worth.
    #[must_use]
    pub fn exit_beside(&self, cap_rate: f64) -> Option<(f64, f64)> {
        let last = self.quarters().checked_sub(1)?;
        let signed = self.world.signing.month.is_some();
        let critical: f64 = self
            .blocks
            .iter()
            .filter(|block| signed && block.live_month.is_finite())
            .map(|block| block.critical_mw)
            .sum();
        let noi = critical
            * self
                .world
                .lease
                .noi_musd_per_mw(self.world.lease.term_years);
        let held = self.halls_until() == self.quarters();
        let noi = if held { noi } else { 0.0 };
        let halls = (lease::exit_value(noi, cap_rate)? - self.site.kept_musd).max(0.0);
        Some((halls, halls * self.discounts.factor(last, Earner::Lease)))
    }

    fn signed_before_start(&self) -> bool {
        self.world.signing.month.is_some_and(|month| month <= 0.0)
    }

    /// What the machines would earn from when halls take their place, by what is known in a quarter; less what they would
    /// fetch. M$ of today, as the halls are.
    fn expected_of_mining(
        &self,
        fleet: &Fleet,
        quarter: usize,
        when: impl Fn(&Lot) -> When,
    ) -> f64 {
        let market = &self.world.market;
        let (outlook, start) = self.world.outlook;
        let first = self
            .blocks
            .iter()
            .map(|block| when(block).mining_until)
            .fold(f64::INFINITY, f64::min);
        let Some(from) = quarter_of(first, self.quarters()) else {
            return 0.0;
        };
        let ahead = outlook.from(start + quarter, market.hashprice_usd[quarter]);
        let factors =
            (quarter..self.quarters()).map(|of| self.discounts.factor(of, Earner::Mining));
        let (power, cost) = (market.power[quarter], market.cost[quarter]);
        let skip = from.saturating_sub(quarter);
        let earns = fleet.expected(ahead.skip(skip), power, cost, factors.skip(skip));
        let fetches = fleet.resale_musd_per_mw(market.resale_usd_per_th[quarter])
            * self.discounts.factor(from, Earner::Mining);
        fleet.mw * (earns - fetches)
    }

    /// The early works, spent evenly until `month`, of which `back` of the money comes back then.
    fn early(&self, month: f64, back: f64, sink: &mut impl Till) {
        if month <= 0.0 {
            return;
        }
        let early = self.world.signing.early_share * capex_musd(self.blocks);
        spend(early, 0.0, month, self.quarters(), sink);
        if let Some(quarter) = quarter_of(month, self.quarters()) {
            sink.put(quarter, Earner::Lease, back * early);
        }
    }

    /// Nobody signs: the early works are given up after the planned building time, and the mine goes on.
    fn never_signed(&self, sink: &mut impl Till) {
        let last = self
            .blocks
            .iter()
            .map(|block| block.live_month)
            .filter(|month| month.is_finite())
            .fold(12.0, f64::max);
        self.early(last, self.world.signing.early_kept, sink);
        self.keep_mining(self.miners_mw(), 0, sink);
    }

    /// Halls, their rent, and the miners whose place they take.
    fn halls(
        &self,
        when: impl Fn(&Lot) -> When,
        capex_share: f64,
        rent_share: f64,
        sink: &mut impl Till,
    ) {
        for block in self.blocks {
            self.mine_until(
                block.mining_mw.min(self.miners_mw()),
                when(block).mining_until,
                sink,
            );
        }
        self.rents(&self.world.lease, when, capex_share, rent_share, sink);
    }

    /// Halls and their rent.
    fn rents(
        &self,
        lease: &Lease,
        when: impl Fn(&Lot) -> When,
        capex_share: f64,
        rent_share: f64,
        sink: &mut impl Till,
    ) {
        let quarters = self.quarters();
        let first = self
            .blocks
            .iter()
            .map(|block| when(block).live)
            .fold(f64::INFINITY, f64::min);
        for block in self.blocks {
            let When {
                spend_from, live, ..
            } = when(block);
            spend(
                capex_share * block.capex_musd,
                spend_from,
                live,
                quarters,
                sink,
            );
            lease::by_quarter(
                lease,
                first,
                live,
                self.halls_until(),
                |quarters, rent, cost| {
                    sink.level(
                        quarters,
                        Earner::Lease,
                        block.critical_mw * (rent_share * rent - cost),
                    );
                },
            );
        }
    }

    /// Machines as they stand, until a month, in which they are sold; with new ones where no month ends them.
    pub(super) fn mine_until(&self, mw: f64, month: f64, sink: &mut impl Till) {
        let quarters = self.quarters();
        if mw <= 0.0 {
            return;
        }
        if month.is_infinite() {
            self.keep_mining(mw, 0, sink);
            return;
        }
        let end = quarter_of(month, quarters);
        let whole = end.unwrap_or(if month > 0.0 { quarters } else { 0 });
        sink.list(
            0,
            Earner::Mining,
            mw,
            self.margins.kept().get(..whole).unwrap_or_default(),
        );
        let (Some(end), Some(fleet)) = (end, &self.site.fleet) else {
            return;
        };
        let kept = self.margins.kept().get(end).copied().unwrap_or(0.0);
        let part = (month / MONTHS_PER_QUARTER - as_count(end)).max(0.0);
        let resale = fleet.resale_musd_per_mw(self.world.market.resale_usd_per_th[end]);
        sink.put(end, Earner::Mining, mw * (part * kept + resale));
    }

    /// MW of the mine that no block takes the place of.
    fn rest_mw(&self) -> f64 {
        let taken: f64 = self.blocks.iter().map(|block| block.mining_mw).sum();
        (self.miners_mw() - taken).max(0.0)
    }

    /// A lease ends mining with its last hall: what is left is sold then.
    fn rest_mines_until_the_last(&self, sink: &mut impl Till) {
        let Signing {
            month, head_start, ..
        } = self.world.signing;
        let until = |block: &Lot| match month {
            Some(month) if month > 0.0 => When::begun(block, month, head_start).mining_until,
            _ => block.mining_until_month,
        };
        let last = self.blocks.iter().map(until).fold(0.0, f64::max);
        self.mine_until(self.rest_mw(), last, sink);
    }
}

/// Money spent evenly between two months, by quarter; what falls before the start is spent in the first quarter.
pub(super) fn spend(musd: f64, from: f64, to: f64, quarters: usize, sink: &mut impl Till) {
    if musd == 0.0 || !to.is_finite() {
        return;
    }
    let from = from.clamp(0.0, to.max(0.0));
    let Some(first) = quarter_of(from, quarters) else {
        return;
    };
    if to - from < 1e-9 {
        sink.put(first, Earner::Lease, -musd);
        return;
    }
    let per_month = musd / (to - from);
    for quarter in first..quarters {
        let start = MONTHS_PER_QUARTER * as_count(quarter);
        let months = to.min(start + MONTHS_PER_QUARTER) - from.max(start);
        if months <= 0.0 {
            break;
        }
        sink.put(quarter, Earner::Lease, -months * per_month);
    }
}
