//! The ways of using a connection, each as flows by quarter from the plan's start: mine, lease, cloud, hybrid, bridge, sale.
//!
//! They don't overlap: *lease* begins to build now and ends mining with its last hall; *bridge* spends nothing until a
//! dated obstacle is gone or a lease is signed, and decides then by what is known then; *hybrid* mines on with what no
//! lease can use; *cloud* fills the same halls with accelerators of its own, whatever the tenant; *sale* is today's.
//!
//! At the horizon every way that kept the site has the bare powered site at its sale price and nothing else: no machines,
//! no halls, no tenant. What a leased hall would fetch stands beside ([`crate::economics::lease::exit_value`]).
//!
//! A flow is discounted by what earns it, so that the same MW-hour of mining is worth the same in every way. Whoever wants
//! one rate for a way, or one for all, gives that.

mod build;
mod fleet;
mod own;
mod sink;

use serde::{Deserialize, Serialize};

pub use fleet::{Fleet, Margins};
pub use sink::{Discounts, Earner, Flows, Present, Rates, Till};

use crate::economics::cloud::Cloud;
use crate::economics::lease::{Lease, quarter_of};
use crate::economics::path::{Expectation, Window};
use crate::economics::sample::{Beside, Signing};
use crate::units::WEEKS_PER_MONTH;

/// A way of using a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alternative {
    /// Keep mining, with new machines where they pay.
    Mine,
    /// Lease to an AI tenant.
    Lease,
    /// An own GPU cloud.
    Cloud,
    /// Lease, and mine with the rest.
    Hybrid,
    /// Mine until something is known, then decide.
    Bridge,
    /// Sell the powered site.
    Sale,
}

impl Alternative {
    /// All, in the order in which ties are broken: a lease before everything, and what merely mines before a bridge to
    /// nothing.
    pub const ALL: [Self; 6] = [
        Self::Lease,
        Self::Hybrid,
        Self::Cloud,
        Self::Mine,
        Self::Bridge,
        Self::Sale,
    ];

    /// The word in a report.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Lease => "lease",
            Self::Cloud => "cloud",
            Self::Hybrid => "hybrid",
            Self::Bridge => "bridge",
            Self::Sale => "sale",
        }
    }
}

/// Why a way doesn't apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No machines.
    #[error("no machines stand here")]
    NoFleet,
    /// Mining is forbidden.
    #[error("mining is not allowed here")]
    Forbidden,
    /// Nothing to lease.
    #[error("it converts in no draw: the verdict says why")]
    NoMegawatts,
    /// Nothing is left to mine beside the tenant.
    #[error("every MW is leased, and training leaves no troughs that miners could fill")]
    NothingLeft,
    /// Nothing to wait for.
    #[error(
        "the lease is signed and nothing with a date stands in its way: there is nothing to wait for"
    )]
    NothingToWaitFor,
    /// No connection to sell.
    #[error("there is no connection to sell")]
    NoConnection,
}

/// A block of critical megawatts as the plan dates it, in one draw. Months count from the plan's start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lot {
    /// Critical MW.
    pub critical_mw: f64,
    /// MW of the mine that it takes the place of.
    pub mining_mw: f64,
    /// Month in which its money begins to flow, evenly until it is live.
    pub spend_from_month: f64,
    /// Month in which it is live; infinite where it never is.
    pub live_month: f64,
    /// Month until which the miners in its place run.
    pub mining_until_month: f64,
    /// M$ that the owner pays for it.
    pub capex_musd: f64,
    /// M$ beyond that, which the tenant of a lease pays before it moves in; an own cloud has no such tenant.
    pub prepaid_musd: f64,
}

impl Lot {
    /// So many weeks later, or sooner, its miners running on as long.
    #[must_use]
    pub fn delayed(self, weeks: f64) -> Self {
        let months = weeks / WEEKS_PER_MONTH;
        let live_month = (self.live_month + months).max(0.0);
        Self {
            spend_from_month: self.spend_from_month.min(live_month),
            live_month,
            mining_until_month: (self.mining_until_month + months).max(0.0),
            ..self
        }
    }

    /// At so many times its price.
    #[must_use]
    pub fn costing(self, factor: f64) -> Self {
        Self {
            capex_musd: self.capex_musd * factor,
            prepaid_musd: self.prepaid_musd * factor,
            ..self
        }
    }
}

/// Critical MW of some blocks.
#[must_use]
pub(crate) fn critical_mw(lots: &[Lot]) -> f64 {
    lots.iter().map(|lot| lot.critical_mw).sum()
}

/// M$ of some blocks.
#[must_use]
pub(crate) fn capex_musd(lots: &[Lot]) -> f64 {
    lots.iter().map(|lot| lot.capex_musd).sum()
}

/// Month in which the last block is live that ever is; 0 where none is.
#[must_use]
pub(crate) fn full_month(lots: &[Lot]) -> f64 {
    let live = lots.iter().map(|lot| lot.live_month);
    live.filter(|month| month.is_finite()).fold(0.0, f64::max)
}

/// Share of the megawatts that are live when the term counts by which the horizon lies: a last few decide nothing.
const BULK: f64 = 0.9;

/// Quarters from the plan's start to the horizon: the term of the block is over that brings nine tenths of the megawatts,
/// so that nearly each earns its own. The same in every draw and for every way, by the plan as it is dated.
#[must_use]
pub fn horizon(blocks: &[Lot], term_years: f64) -> usize {
    let live = blocks.iter().filter(|block| block.live_month.is_finite());
    let bulk = BULK * live.clone().map(|block| block.critical_mw).sum::<f64>() - 1e-9;
    let mut mw = 0.0;
    let mut at_bulk = live.filter(|block| {
        mw += block.critical_mw;
        mw >= bulk
    });
    let months = at_bulk.next().map_or(0.0, |block| block.live_month) + 12.0 * term_years;
    quarter_of((months - 1e-9).max(0.0), MOST_QUARTERS).map_or(MOST_QUARTERS, |last| last + 1)
}

/// Years that anything is looked at.
const MOST_YEARS: usize = 40;
/// Quarters that anything is looked at.
pub(crate) const MOST_QUARTERS: usize = 4 * MOST_YEARS;

/// A site, the same in all draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Property<'a> {
    /// MW of the connection.
    pub gross_mw: f64,
    /// M$ that the bare powered site sells for today.
    pub sale_musd: f64,
    /// M$ that it is worth at the horizon.
    pub kept_musd: f64,
    /// Month in which land or supply ends for good; infinite where neither does.
    pub held_until_month: f64,
    /// Its machines.
    pub fleet: Option<Fleet>,
    /// Requests of the target by hour against their peak, for inference; none for training, whose dips are too short.
    pub requests: &'a [f64],
    /// Month in which a dated obstacle is gone: power that comes, a moratorium or supply that ends.
    pub obstacle_month: Option<f64>,
    /// Quarters from the plan's start to the horizon.
    pub quarters: usize,
}

/// The world of one draw, from the plan's start.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The course of the market.
    pub market: Window<'a>,
    /// What is expected of hashprice, and the quarter of it in which the plan starts.
    pub outlook: (&'a Expectation, usize),
    /// The lease.
    pub lease: Lease,
    /// Whether and when it is signed.
    pub signing: Signing,
    /// Accelerators.
    pub cloud: Cloud,
    /// Fall of the rent of an accelerator that buyers expect, a share a year.
    pub gpu_fall: f64,
    /// Price of power of an AI hall of the owner's, dollars per MWh, and how far it follows the market, 0 to 1.
    pub power: (f64, f64),
    /// Mining beside a tenant.
    pub beside: Beside,
}

/// A site in one draw, with the margin of its machines worked out once for all ways.
#[derive(Debug, Clone, Copy)]
pub struct Appraisal<'a> {
    /// The site.
    pub site: &'a Property<'a>,
    /// The plan's blocks.
    pub blocks: &'a [Lot],
    /// The draw.
    pub world: &'a World<'a>,
    /// What a MW of its machines leaves.
    pub margins: &'a Margins,
    /// What each kind of flow is discounted at, for decisions on the way.
    pub discounts: &'a Discounts,
}

impl Appraisal<'_> {
    /// Puts the flows of a way into a sink.
    ///
    /// # Errors
    /// With the reason where the way doesn't apply. What applies depends on site, plan and signature, never on the luck of
    /// a draw.
    pub fn run(&self, way: Alternative, sink: &mut impl Till) -> Result<(), Reason> {
        match way {
            Alternative::Mine => {
                let fleet = self.mine()?;
                self.keep_mining(fleet.mw, 0, sink);
                // Where mining ends by law, the machines are sold then; the horizon leaves none.
                if let Some(end) = quarter_of(fleet.allowed_until_month, self.quarters()) {
                    let used = self.world.market.resale_usd_per_th[end];
                    sink.put(
                        end,
                        Earner::Mining,
                        fleet.mw * fleet.resale_musd_per_mw(used),
                    );
                }
                self.keep_site(sink);
            }
            Alternative::Lease => {
                self.megawatts()?;
                self.lease(sink);
                self.keep_site(sink);
            }
            Alternative::Hybrid => {
                self.megawatts()?;
                self.hybrid(sink)?;
                self.keep_site(sink);
            }
            Alternative::Bridge => {
                self.megawatts()?;
                self.mine()?;
                self.bridge(sink)?;
                self.keep_site(sink);
            }
            Alternative::Cloud => {
                self.megawatts()?;
                self.cloud(sink);
                self.keep_site(sink);
            }
            Alternative::Sale => {
                if self.site.gross_mw <= 0.0 {
                    return Err(Reason::NoConnection);
                }
                sink.now(self.site.sale_musd);
                // Machines go to whoever mines elsewhere, as they do when halls take their place.
                let used = self
                    .world
                    .market
                    .resale_usd_per_th
                    .first()
                    .copied()
                    .unwrap_or(0.0);
                let machines = self
                    .site
                    .fleet
                    .map_or(0.0, |fleet| fleet.mw * fleet.resale_musd_per_mw(used));
                sink.now(machines);
            }
        }
        Ok(())
    }

    /// The site as it is: mined on where it may be, else idle.
    fn as_it_is(&self, sink: &mut impl Till) {
        self.keep_mining(self.miners_mw(), 0, sink);
        self.keep_site(sink);
    }

    /// Puts the flows of a way into a sink; where the draw leaves it nothing to do, of what its owner then falls back on.
    /// Gives the reason.
    pub fn settle(&self, way: Alternative, sink: &mut impl Till) -> Option<Reason> {
        let reason = self.run(way, sink).err()?;
        match reason {
            Reason::NothingLeft | Reason::NothingToWaitFor => {
                if self.run(Alternative::Lease, sink).is_err() {
                    self.as_it_is(sink);
                }
            }
            _ => self.as_it_is(sink),
        }
        Some(reason)
    }

    /// What a way is worth today, M$.
    ///
    /// # Errors
    /// With the reason where it doesn't apply.
    pub fn worth(&self, way: Alternative) -> Result<f64, Reason> {
        let mut worth = Present::new(self.discounts);
        self.run(way, &mut worth)?;
        Ok(worth.musd())
    }

    /// The flows of a way.
    ///
    /// # Errors
    /// With the reason where it doesn't apply.
    pub fn flows(&self, way: Alternative) -> Result<Flows, Reason> {
        let mut flows = Flows::new(self.quarters());
        self.run(way, &mut flows)?;
        Ok(flows)
    }

    /// Quarters that are looked at: to the horizon, as far as the market's course goes.
    fn quarters(&self) -> usize {
        self.site.quarters.min(self.world.market.quarters())
    }

    /// The same as far as land and supply are held: behind them no hall earns anything.
    fn halls_until(&self) -> usize {
        quarter_of(self.site.held_until_month, self.quarters()).unwrap_or(self.quarters())
    }

    /// The machines, where they may run.
    fn mine(&self) -> Result<&Fleet, Reason> {
        let fleet = self
            .site
            .fleet
            .as_ref()
            .filter(|fleet| fleet.mw > 0.0)
            .ok_or(Reason::NoFleet)?;
        if fleet.allowed_until_month <= 0.0 {
            return Err(Reason::Forbidden);
        }
        Ok(fleet)
    }

    /// Machines that may run, or none: a lease doesn't need them.
    fn miners_mw(&self) -> f64 {
        self.mine().map_or(0.0, |fleet| fleet.mw)
    }

    fn megawatts(&self) -> Result<(), Reason> {
        let any = self.blocks.iter().any(|block| block.critical_mw > 0.0);
        any.then_some(()).ok_or(Reason::NoMegawatts)
    }

    /// Mines with so many MW from a quarter to the horizon, with new machines where they pay.
    fn keep_mining(&self, mw: f64, from: usize, sink: &mut impl Till) {
        let renewed = self
            .margins
            .renewed()
            .get(from..self.quarters())
            .unwrap_or_default();
        sink.list(from, Earner::Mining, mw, renewed);
    }

    /// The bare powered site at the horizon.
    fn keep_site(&self, sink: &mut impl Till) {
        if let Some(last) = self.quarters().checked_sub(1) {
            sink.put(last, Earner::Property, self.site.kept_musd);
        }
    }
}

/// Share of the tenant's peak that miners can fill on average: what inference leaves of its committed power after a
/// reserve, hour by hour, with idle servers still drawing `idle` of their peak.
#[must_use]
pub fn fillable(requests: &[f64], idle: f64, reserve: f64) -> f64 {
    if requests.is_empty() {
        return 0.0;
    }
    let free = |requests: &f64| (1.0 - reserve - idle - (1.0 - idle) * requests).max(0.0);
    requests.iter().map(free).sum::<f64>() / crate::economics::lease::as_count(requests.len())
}

/// The way of the highest mean worth; ties go to the earlier of [`Alternative::ALL`], a lease first.
#[must_use]
pub fn best(means: &[(Alternative, f64)]) -> Option<Alternative> {
    let mean = |way: Alternative| {
        means
            .iter()
            .find(|(of, mean)| *of == way && mean.is_finite())
            .map(|(_, mean)| *mean)
    };
    let mut best: Option<(Alternative, f64)> = None;
    for (way, worth) in Alternative::ALL
        .into_iter()
        .filter_map(|way| Some((way, mean(way)?)))
    {
        if best.is_none_or(|(_, most)| worth > most) {
            best = Some((way, worth));
        }
    }
    best.map(|(way, _)| way)
}

#[cfg(test)]
mod tests;
