//! What stands and what is built in a draw: blocks of halls, the obstacle before them, machines.

use super::{Judgment, WhatIf};
use crate::economics::holdings::{Holdings, MineToday};
use crate::economics::sample::MarketDraw;
use crate::economics::ways::{Fleet, Lot, capex_musd, critical_mw, full_month};
use crate::plan::{Outlay, Waits};
use crate::units::WEEKS_PER_MONTH;

impl WhatIf {
    pub(super) fn lots(&self, lots: &mut [Lot]) {
        let musd = capex_musd(lots);
        let capex = match self.capex_musd_per_mw {
            Some(per_mw) if musd > 0.0 => per_mw * critical_mw(lots) / musd,
            _ => self.capex,
        };
        let later = self
            .full_month
            .map_or(0.0, |month| month - full_month(lots));
        let weeks = self.delay_weeks + later * WEEKS_PER_MONTH;
        for lot in lots {
            *lot = lot.costing(capex).delayed(weeks);
        }
    }
}

/// The blocks of a draw, none where it does not convert, nor what would come when land or supply have ended. Halls take from the mine what power they need beyond what it
/// leaves; in a hall that is rebuilt it ends when the works begin there.
pub(super) fn lots(holdings: &Holdings, judged: Judgment, outlays: &[Outlay]) -> Vec<Lot> {
    if !judged.converts {
        return Vec::new();
    }
    let fleet = holdings.mine.fleet_mw;
    let prepaid = holdings.signed.map_or(0.0, |lease| lease.prepaid_musd);
    let all: f64 = outlays.iter().map(|block| block.owner_musd).sum();
    let owned = if all > 0.0 {
        (1.0 - prepaid / all).max(0.0)
    } else {
        1.0
    };
    let (mut drawn, mut taken) = (0.0, 0.0_f64);
    let lot = |block: &Outlay| {
        drawn += block.grid_mw;
        let spare = (block.live_grid_mw - fleet).max(0.0);
        let now = (drawn - spare).clamp(taken, fleet.max(taken));
        let mining_mw = now - taken;
        taken = now;
        Lot {
            critical_mw: block.critical_mw,
            mining_mw,
            spend_from_month: (block.live_month - block.paid_over_months).max(0.0),
            live_month: block.live_month,
            mining_until_month: if block.in_place {
                (block.live_month - block.installed_over_months).max(0.0)
            } else {
                block.live_month
            },
            capex_musd: block.owner_musd * owned,
            prepaid_musd: block.owner_musd * (1.0 - owned),
        }
    };
    let ends = holdings.held_until_month;
    let held = |block: &&Outlay| ends.is_infinite() || block.live_month < ends;
    outlays.iter().filter(held).map(lot).collect()
}

/// Month in which the dated obstacle of the first block is gone.
pub(super) fn obstacle(outlays: &[Outlay]) -> Option<f64> {
    let first = outlays.first()?;
    matches!(first.waits, Waits::Power | Waits::Permits).then_some(first.live_month)
}

pub(super) fn follows(mine: &MineToday) -> f64 {
    f64::from(u8::from(mine.follows))
}

/// The machines of a draw. What they take tells how old they are: new ones were as good some years ago as these are.
pub(super) fn fleet(mine: &MineToday, figures: &MarketDraw) -> Fleet {
    let start = &figures.start;
    let gain = -libm::log((1.0 - start.efficiency_gain).max(1e-3));
    let age = libm::log(mine.j_per_th / start.new_j_per_th) / gain.max(1e-3);
    Fleet {
        mw: mine.fleet_mw,
        j_per_th: mine.j_per_th,
        pue: mine.pue,
        age_years: age.clamp(0.0, figures.machine_life_years),
        life_years: figures.machine_life_years,
        uptime: mine.uptime,
        pool_fee: mine.pool_fee,
        power_usd_per_mwh: mine.power_usd_per_mwh,
        power_follows: follows(mine),
        opex_usd_per_mwh: figures.mining_opex_usd_per_mwh,
        idle_share: figures.idle_share,
        flexibility_musd: mine.flexibility_musd,
        hosted_usd_per_mwh: mine.hosted_usd_per_mwh,
        allowed_until_month: mine.allowed_until_month,
        renews: true,
    }
}
