//! The cheapest way to carry the interruptions that a plan meets.

use super::Limits;
use super::blueprint::Line;
use super::prices::Quantity;
use crate::engineering::firming::{
    engines_may_carry, hours_to_carry, longest_hours, storage_share,
};
use crate::engineering::overhead::{pue, to_it};
use crate::engineering::power::grid_right;
use crate::engineering::redundancy::backup_n_plus_1;
use crate::engineering::systems::Plant;
use crate::engineering::{Case, LimitId};
use crate::site::path::fact_path;

/// What a way to carry interruptions takes: critical IT MW, and MWh of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Firming {
    /// Nothing is to be carried.
    Nothing,
    /// Engines that may run in more than emergencies.
    Engines {
        /// MW of engines bought for that alone, in the sizes they are sold in.
        bought_mw: f64,
        /// The same of those that don't stand yet, whoever asks for them.
        new_mw: f64,
        /// MWh for which no tank holds fuel.
        tank_mwh: f64,
        /// MWh of a year, with what cooling and losses take.
        fuel_mwh: f64,
    },
    /// Storage.
    Storage {
        /// Its power.
        mw: f64,
        /// What it holds.
        mwh: f64,
    },
}

/// MW that are no MW.
const ROUNDING: f64 = 1e-6;

impl Firming {
    /// The cheapest way that carries the planned MW, by the lines of cost and the price of one of each.
    pub(super) fn cheapest(
        case: &Case,
        limits: &Limits,
        planned_mw: f64,
        (lines, prices): (&[Line], &[f64]),
    ) -> Self {
        let firm_mw = limits.limit(LimitId::Firm).unwrap_or(0.0);
        let mw = planned_mw - firm_mw;
        let Some(hours) = hours_to_carry(case).filter(|_| mw > ROUNDING) else {
            return Self::Nothing;
        };
        let longest = longest_hours(&case.draw);
        let by_storage = Self::Storage {
            mw,
            mwh: mw * longest,
        };
        if engines_may_carry(&case.draw, hours) < mw - ROUNDING {
            return by_storage;
        }
        let by_engines = Self::by_engines(case, limits, mw, hours, longest);
        let beyond = to_it(case, grid_right(&case.draw)) - firm_mw;
        let storable = beyond * storage_share(&case.draw, hours);
        if storable >= mw - ROUNDING
            && by_storage.cost(lines, prices) < by_engines.cost(lines, prices)
        {
            by_storage
        } else {
            by_engines
        }
    }

    fn by_engines(case: &Case, limits: &Limits, mw: f64, hours: f64, longest: f64) -> Self {
        let groups = case.draw.list(fact_path!("redundancy.generators"));
        let held = groups
            .map(|group| group.number(fact_path!("redundancy.generators[].fuel_hours")))
            .reduce(f64::min);
        let new = Plant::Engines.purchase(case, (mw - backup_n_plus_1(case)).max(0.0));
        let new_mw = new.nameplate_mw();
        // A tenant that expects backup has engines and fuel for them bought already.
        let is_backed = limits.limit(LimitId::Backup).is_some();
        let asked = case.target.tenant.parameters.fuel_hours.value;
        let held = held.unwrap_or(0.0).max(if is_backed { asked } else { 0.0 });
        Self::Engines {
            bought_mw: if is_backed { 0.0 } else { new_mw },
            new_mw,
            tank_mwh: mw * (longest - held).max(0.0),
            fuel_mwh: mw * hours * pue(case),
        }
    }

    fn cost(&self, lines: &[Line], prices: &[f64]) -> f64 {
        let priced = lines.iter().filter_map(|line| {
            let price = prices.get(line.price)?;
            Some(self.amount(line.quantity) * line.times * price)
        });
        priced.sum()
    }

    /// How much it takes of a thing; of what is no part of firming, nothing.
    pub(super) fn amount(&self, quantity: Quantity) -> f64 {
        match (quantity, *self) {
            (Quantity::FirmingEngineMw, Self::Engines { bought_mw, .. }) => bought_mw,
            (Quantity::FirmingControlsMw, Self::Engines { new_mw, .. }) => new_mw,
            (Quantity::FirmingPermit, Self::Engines { .. }) => 1.0,
            (Quantity::FirmingTankMwh, Self::Engines { tank_mwh, .. }) => tank_mwh,
            (Quantity::FirmingFuelMwh, Self::Engines { fuel_mwh, .. }) => fuel_mwh,
            (Quantity::FirmingStorageMw, Self::Storage { mw, .. }) => mw,
            (Quantity::FirmingStorageMwh, Self::Storage { mwh, .. }) => mwh,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capacity::capacity;
    use crate::engineering::tests::{HOT, at_median, number};
    use crate::plan::prices::{RouteName, built_in};

    /// The lines of the built-in list that firming takes.
    fn lines() -> (Vec<Line>, Vec<f64>) {
        let list = built_in();
        let measure = list.measures.iter().find(|m| m.remedy == "firm-supply");
        let measure = measure.unwrap();
        assert!(measure.routes.contains(&RouteName::NewHall) && !measure.beyond);
        let lines = measure.lines.iter().map(|line| Line {
            price: list.prices.iter().position(|p| p.id == line.price).unwrap(),
            quantity: line.quantity,
            times: line.times.unwrap_or(1.0),
        });
        let each = list
            .prices
            .iter()
            .map(|p| p.mode * p.unit.dollars_per_quantity() / 1e6);
        (lines.collect(), each.collect())
    }

    /// The way of a mine on 200 MW, and M$ for 138 MW of critical IT.
    fn carried(
        hours: f64,
        each: f64,
        engines: &str,
        permits: &str,
        target: &str,
    ) -> (Firming, f64) {
        carried_by(138.0, hours, each, engines, permits, target)
    }

    fn carried_by(
        mw: f64,
        hours: f64,
        each: f64,
        engines: &str,
        permits: &str,
        target: &str,
    ) -> (Firming, f64) {
        let text = format!(
            "name: A\npower: {{approved_mw: 200, energized_mw: 200, contracted_mw: 200, expansion: [], connection: grid, \
             firming_mw: 0, firmness: interruptible, interruptible_hours_per_year: {hours}, \
             interruption_hours_each: {each}, outage_hours_per_year: 2}}\n\
             redundancy: {{generators: [{engines}]}}\npermits: [{permits}]\n{HOT}"
        );
        let (lines, prices) = lines();
        at_median(target, &text, |case| {
            let firming = Firming::cheapest(case, &capacity(case), mw, (&lines, &prices));
            (firming, firming.cost(&lines, &prices))
        })
    }

    /// MWh of a year in that place for each MWh of critical IT.
    fn hot_pue() -> f64 {
        number("cooling.pue", "nvl72", &format!("name: A\n{HOT}"))
    }

    const DENIED: &str = "{kind: air, status: denied}";

    #[test]
    fn engines_that_the_tenant_asks_for_anyhow_cost_controls_permit_and_fuel() {
        // Controls 216 × 0.13 = 28.08 M$, permit 0.15, fuel 138 × 40 × 10 × 0.00025 = 13.8 times the PUE; twelve hours of
        // tanks are the tenant's own.
        let (way, cost) = carried(40.0, 4.0, "", "", "nvl72");
        assert!(
            matches!(way, Firming::Engines { bought_mw: 0.0, .. }),
            "{way:?}"
        );
        assert!((cost - 28.23 - 13.8 * hot_pue()).abs() < 1e-6, "{cost}");
    }

    #[test]
    fn engines_that_stand_with_fuel_take_their_permit_and_what_they_burn() {
        // 29 blocks of four engines carry 6 MW each at N+1, 139.2 MW of critical IT.
        let (way, cost) = carried(
            40.0,
            4.0,
            "{count: 116, mw: 2.5, fuel_hours: 24}",
            "",
            "nvl72",
        );
        assert!(
            matches!(
                way,
                Firming::Engines {
                    new_mw: 0.0,
                    tank_mwh: 0.0,
                    ..
                }
            ),
            "{way:?}"
        );
        assert!((cost - 0.15 - 13.8 * hot_pue()).abs() < 1e-6, "{cost}");
    }

    #[test]
    fn storage_carries_what_engines_may_not() {
        // 138 × 1.25 = 172.5 MW at 0.968 M$ and 690 MWh at 0.253 M$.
        let (way, cost) = carried(40.0, 4.0, "", DENIED, "nvl72");
        assert_eq!(
            way,
            Firming::Storage {
                mw: 138.0,
                mwh: 552.0
            }
        );
        assert!(
            (cost - (172.5 * 0.968 + 690.0 * 0.253)).abs() < 1e-6,
            "{cost}"
        );
    }

    #[test]
    fn storage_is_cheaper_than_engines_of_its_own_where_interruptions_are_short_and_many() {
        // Research asks for no engines and bears 88 hours: 300 hours of fuel stand against two of cells.
        // A little less than the connection carries, so that there is power to fill cells with.
        let of = |hours, each| carried_by(130.0, hours, each, "", "", "hpc/research").0;
        assert!(matches!(of(400.0, 2.0), Firming::Storage { .. }));
        assert!(matches!(of(400.0, 8.0), Firming::Engines { .. }));
        assert_eq!(of(88.0, 2.0), Firming::Nothing);
    }

    proptest! {
        #[test]
        fn more_hours_never_cost_less(
            hours in 0.0..700.0_f64,
            more in 0.0..100.0_f64,
            each in 0.5..8.0_f64,
            longer in 0.0..1.0_f64,
            denied in any::<bool>(),
            target in prop::sample::select(vec!["nvl72", "hpc/research"]),
        ) {
            let cost = |hours: f64, each: f64| {
                // A little less than the connection carries, so that storage may carry all of it.
                let permits = if denied { DENIED } else { "" };
                carried_by(130.0, hours, each, "", permits, target).1
            };
            let now = cost(hours, each);
            prop_assert!(cost(hours + more, each) >= now - 1e-9);
            prop_assert!(cost(hours, each + longer) >= now - 1e-9);
        }
    }
}
