//! Plant that comes in units and stands in blocks: what stands carries, and what is bought so that more is carried.
//!
//! One rule finds gaps and fills them, so a plan closes its own.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Case, units};
use crate::citations::{Basis, Confidence};
use crate::site::path::fact_path;
use crate::site::redundancy::UpsTopology;

/// The sizes in which a kind of plant is bought, MW of one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sizes {
    sizes_mw: Vec<f64>,
    /// Of a chosen size, so many carry a block at most.
    most_in_block: f64,
    #[expect(dead_code, reason = "read by people, and held to be there")]
    basis: Basis,
    #[expect(dead_code, reason = "read by people, and held to be there")]
    confidence: Confidence,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people and by tests"))]
    sources: Vec<String>,
    #[expect(dead_code, reason = "read by people, and held to be there")]
    note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wares {
    engines: Sizes,
    ups: Sizes,
    cdus: Sizes,
    air_handlers: Sizes,
    coolers: Sizes,
}

static WARES: LazyLock<Wares> = LazyLock::new(|| {
    crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/units.json")))
});

/// Generator MW for each MW of critical IT: pumps, fans and losses of the design day on top (our assumption,
/// the 125 % sizing rule of ETRADER).
pub(crate) const BACKUP_OVER_IT: f64 = 1.25;

/// Share of the heat that goes to air where all racks are cooled by liquid: network and power rooms.
const LEAST_AIR_SHARE: f64 = 0.05;

/// Where units to spare stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spare {
    /// One in each block, which helps no other.
    InEachBlock,
    /// One for all, as large as the largest.
    Shared,
}

/// Equal units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Units {
    /// How many.
    pub count: f64,
    /// MW of one.
    pub unit_mw: f64,
}

impl Units {
    const NONE: Self = Self {
        count: 0.0,
        unit_mw: 0.0,
    };

    /// MW of all together.
    #[must_use]
    pub(crate) fn nameplate_mw(self) -> f64 {
        self.count * self.unit_mw
    }
}

/// Plant of one kind, as a target asks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct System {
    /// MW of it that a block takes.
    block_mw: f64,
    /// MW of it for each MW of critical IT.
    over_it: f64,
    spare: Spare,
    sizes: &'static Sizes,
}

impl System {
    fn of(case: &Case, over_it: f64, sizes: &'static Sizes) -> Self {
        let in_each = case.target.tenant.parameters.spare_in_each_block.value > 0.0;
        Self {
            block_mw: case.hardware().block_mw.value * over_it,
            over_it,
            spare: if in_each {
                Spare::InEachBlock
            } else {
                Spare::Shared
            },
            sizes,
        }
    }

    /// Standby engines.
    #[must_use]
    pub(crate) fn engines(case: &Case) -> Self {
        Self::of(case, BACKUP_OVER_IT, &WARES.engines)
    }

    /// UPS modules.
    #[must_use]
    pub(crate) fn ups(case: &Case) -> Self {
        Self::of(case, 1.0, &WARES.ups)
    }

    /// Coolant distribution units; `None` where no heat goes to liquid.
    #[must_use]
    pub(crate) fn cdus(case: &Case) -> Option<Self> {
        let share = case.hardware().liquid_share.value;
        (share > 0.0).then(|| Self::of(case, share, &WARES.cdus))
    }

    /// Air handlers.
    #[must_use]
    pub(crate) fn air_handlers(case: &Case) -> Self {
        Self::of(case, air_share(case), &WARES.air_handlers)
    }

    /// Coolers and chillers that reject heat outside.
    #[must_use]
    pub(crate) fn coolers(case: &Case) -> Self {
        Self::of(case, 1.0, &WARES.coolers)
    }

    /// Critical IT MW that groups of equal units, how many and MW of one, carry with what must be to spare.
    #[must_use]
    pub(crate) fn carried(&self, groups: impl Iterator<Item = (f64, f64)>) -> f64 {
        let whole = groups.map(|(count, mw)| (count.floor(), mw));
        let own_mw = match self.spare {
            Spare::InEachBlock => whole
                .map(|(count, mw)| in_blocks(count, mw, self.block_mw))
                .sum(),
            Spare::Shared => super::n_minus_1(whole),
        };
        own_mw / self.over_it
    }

    /// The cheapest units to buy so that some critical IT MW more are carried beside groups that stand: those of the
    /// least nameplate, of equals the larger.
    #[must_use]
    pub(crate) fn purchase(
        &self,
        more_it_mw: f64,
        standing: impl Iterator<Item = (f64, f64)>,
    ) -> Units {
        let more_mw = more_it_mw * self.over_it;
        if more_mw <= DUST {
            return Units::NONE;
        }
        let largest_mw = standing
            .filter(|(count, _)| *count >= 1.0)
            .fold(0.0, |largest, (_, mw)| f64::max(largest, mw));
        let bought = self.admissible().map(|unit_mw| Units {
            count: match self.spare {
                Spare::InEachBlock => for_blocks(more_mw, unit_mw, self.block_mw),
                // A unit to spare that stands spares for those that are no larger.
                Spare::Shared => up(more_mw + (unit_mw - largest_mw).max(0.0), unit_mw),
            },
            unit_mw,
        });
        let cheaper = |best: Units, next: Units| {
            if next.nameplate_mw() <= best.nameplate_mw() + DUST {
                next
            } else {
                best
            }
        };
        bought.reduce(cheaper).unwrap_or(Units::NONE)
    }

    /// Critical IT MW that units bought anew carry where their nameplates may come to so many MW.
    #[must_use]
    pub(crate) fn within(&self, nameplate_mw: f64) -> f64 {
        let carried = self.admissible().map(|unit_mw| {
            let count = (nameplate_mw / unit_mw + DUST).floor();
            self.carried(std::iter::once((count, unit_mw)))
        });
        carried.fold(0.0, f64::max)
    }

    /// The sizes of which few enough carry a block, ascending; else the largest.
    fn admissible(&self) -> impl Iterator<Item = f64> {
        let sizes = self.sizes.sizes_mw.as_slice();
        let large_enough = |size: &f64| up(self.block_mw, *size) <= self.sizes.most_in_block;
        let from = sizes.iter().position(large_enough);
        let from = from.unwrap_or(sizes.len().saturating_sub(1));
        sizes.iter().skip(from).copied()
    }
}

/// A kind of plant that a target may ask for more of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plant {
    Engines,
    Ups,
    Cdus,
    AirHandlers,
    Coolers,
}

impl Plant {
    /// What to buy of it beside what stands, so that some critical IT MW more are carried.
    #[must_use]
    pub(crate) fn purchase(self, case: &Case, more_it_mw: f64) -> Units {
        let draw = &case.draw;
        match self {
            Self::Engines => {
                let stands = units!(draw, "redundancy.generators", "mw");
                System::engines(case).purchase(more_it_mw, stands)
            }
            Self::Ups => System::ups(case).purchase(more_it_mw, spared_ups(case)),
            Self::Cdus => System::cdus(case).map_or(Units::NONE, |cdus| {
                cdus.purchase(more_it_mw, units!(draw, "cooling.cdus", "mw"))
            }),
            Self::AirHandlers => {
                let stands = units!(draw, "cooling.air_handlers", "mw");
                System::air_handlers(case).purchase(more_it_mw, stands)
            }
            Self::Coolers => {
                let stands = units!(draw, "cooling.plant", "mw");
                System::coolers(case).purchase(more_it_mw, stands)
            }
        }
    }
}

/// UPS groups that have modules to spare, how many and MW of one.
pub(crate) fn spared_ups<'d>(case: &Case<'d>) -> impl Iterator<Item = (f64, f64)> + use<'d> {
    let groups = case.draw.list(fact_path!("redundancy.ups"));
    groups.filter_map(|group| {
        let topology = group.word(fact_path!("redundancy.ups[].topology"));
        let spares = !matches!(
            topology,
            Some(UpsTopology::N | UpsTopology::TwoN | UpsTopology::RackBattery)
        );
        spares.then(|| {
            (
                group.number(fact_path!("redundancy.ups[].count")),
                group.number(fact_path!("redundancy.ups[].mw")),
            )
        })
    })
}

/// Share of the heat that goes to air.
#[must_use]
pub(crate) fn air_share(case: &Case) -> f64 {
    f64::max(1.0 - case.hardware().liquid_share.value, LEAST_AIR_SHARE)
}

/// MW that are no MW.
const DUST: f64 = 1e-9;

/// Units that carry some MW, none to spare.
fn up(mw: f64, unit_mw: f64) -> f64 {
    (mw / unit_mw - DUST).ceil()
}

/// Units of one size for a block, no smaller than one, that carry it with one to spare.
pub(super) fn with_spare(block_mw: f64, unit_mw: f64) -> f64 {
    up(block_mw.max(unit_mw), unit_mw) + 1.0
}

/// MW that equal units carry when every independent block has one unit more than it needs.
///
/// N+1 counts inside a block, never once for all: ten units of 2.5 MW serve blocks of 5 MW as three blocks of 2 + 1
/// units, 15 MW, not as 9 × 2.5 MW. The last block may be smaller: eleven units carry 17.5 MW. A block is never smaller
/// than one unit.
///
/// Source: Uptime Institute tier classification (redundant components), applied per block.
fn in_blocks(count: f64, unit_mw: f64, block_mw: f64) -> f64 {
    if unit_mw <= 0.0 || block_mw <= 0.0 {
        return 0.0;
    }
    let block_mw = block_mw.max(unit_mw);
    let of_block = with_spare(block_mw, unit_mw);
    let blocks = (count / of_block).floor();
    let rest = count - blocks * of_block;
    let last_mw = (rest - 1.0).max(0.0) * unit_mw;
    blocks * block_mw + last_mw.min(block_mw)
}

/// Units whose blocks carry some MW: [`in_blocks`] the other way.
fn for_blocks(mw: f64, unit_mw: f64, block_mw: f64) -> f64 {
    let block_mw = block_mw.max(unit_mw);
    let blocks = (mw / block_mw + DUST).floor();
    let last_mw = mw - blocks * block_mw;
    let last = if last_mw > DUST * mw {
        up(last_mw, unit_mw) + 1.0
    } else {
        0.0
    };
    blocks * with_spare(block_mw, unit_mw) + last
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::at_median;
    use super::*;
    use crate::hosting::catalog;

    const ALL: [fn(&Case) -> Option<System>; 5] = [
        |case| Some(System::engines(case)),
        |case| Some(System::ups(case)),
        System::cdus,
        |case| Some(System::air_handlers(case)),
        |case| Some(System::coolers(case)),
    ];

    const NONE: std::iter::Empty<(f64, f64)> = std::iter::empty();

    /// A system of a target.
    fn of(target: &str, system: fn(&Case) -> Option<System>) -> Option<System> {
        at_median(target, "name: A", system)
    }

    #[test]
    fn a_block_has_its_own_spare() {
        assert_eq!(in_blocks(10.0, 2.5, 5.0), 15.0);
        assert_eq!(in_blocks(11.0, 2.5, 5.0), 17.5);
        assert_eq!(in_blocks(2.0, 2.5, 5.0), 2.5);
        assert_eq!(in_blocks(1.0, 2.5, 5.0), 0.0);
        assert_eq!(in_blocks(3.0, 2.5, 5.0), 5.0);
        // A unit larger than the block makes the block: two of them, one of which may fail.
        assert_eq!(in_blocks(2.0, 3.0, 1.2), 3.0);
        assert_eq!(in_blocks(2.0, 0.0, 1.2), 0.0);
    }

    #[test]
    fn the_plant_of_a_mine_by_hand() {
        // 138 MW of NVL72 are 28 blocks of 4.8 MW and one of 3.6. A block takes 6 MW of engines: four of 1.5 MW and one;
        // the last 4.5 MW: three and one.
        let engines = of("nvl72", ALL[0]).unwrap();
        let bought = engines.purchase(138.0, NONE);
        assert_eq!((bought.count, bought.unit_mw), (28.0 * 5.0 + 4.0, 1.5));
        // UPS: four modules of 1.25 MW and one; for 3.6 MW three and one.
        let bought = of("nvl72", ALL[1]).unwrap().purchase(138.0, NONE);
        assert_eq!((bought.count, bought.unit_mw), (28.0 * 5.0 + 4.0, 1.25));
        // 20 MW of research share one spare: 17 modules of 1.25 MW, or 11 of 2.
        let shared = of("hpc", ALL[1]).unwrap();
        assert_eq!(shared.spare, Spare::Shared);
        let bought = shared.purchase(20.0, NONE);
        assert!(bought.nameplate_mw() <= 21.25, "{bought:?}");
        // What stands to spare serves what is bought beside it.
        let more = shared.purchase(20.0, std::iter::once((2.0, 2.5)));
        assert!(more.nameplate_mw() < bought.nameplate_mw(), "{more:?}");
    }

    #[test]
    fn explain_names_the_sizes_and_their_sources() {
        let named = [
            ("redundancy.backup-n1-mw", &WARES.engines),
            ("redundancy.ups-n1-mw", &WARES.ups),
            ("cooling.cdu-n1-mw", &WARES.cdus),
            ("cooling.air-n1-mw", &WARES.air_handlers),
            ("cooling.heat-rejection-n1-mw", &WARES.coolers),
        ];
        for (metric, sizes) in named {
            let metric = super::super::metrics().find(|m| m.id == metric).unwrap();
            let all: Vec<String> = sizes.sizes_mw.iter().map(f64::to_string).collect();
            let text = format!("sold in {} MW", all.join(", "));
            assert!(metric.formula.contains(&text), "{}: {text}", metric.id);
            let cited = |source: &String| metric.sources.contains(&source.as_str());
            assert!(sizes.sources.iter().all(cited), "{}", metric.id);
            assert!(sizes.sizes_mw.is_sorted());
        }
    }

    /// Groups of equal units, how many and MW of one.
    fn groups() -> impl Strategy<Value = Vec<(f64, f64)>> {
        let count = (0_u8..60).prop_map(f64::from);
        prop::collection::vec((count, 0.05..4.0_f64), 0..3)
    }

    proptest! {
        #[test]
        fn what_is_bought_carries_what_was_missing(
            standing in groups(),
            more in 0.0..300.0_f64,
            system in 0..ALL.len(),
        ) {
            for target in catalog().every() {
                let Some(system) = of(&target.id(), ALL[system]) else { continue };
                let bought = system.purchase(more, standing.iter().copied());
                let stands = system.carried(standing.iter().copied());
                let both = standing.iter().copied().chain([(bought.count, bought.unit_mw)]);
                let after = system.carried(both);
                prop_assert!(after >= stands + more - 1e-6, "{after} < {stands} + {more}: {bought:?}");
                // No machine too many: one fewer would not do.
                if bought.count > 1.0 {
                    let fewer = standing.iter().copied().chain([(bought.count - 1.0, bought.unit_mw)]);
                    prop_assert!(system.carried(fewer) < stands + more - 1e-9);
                }
            }
        }

        #[test]
        fn more_or_larger_units_never_carry_less(
            count in 0_u8..80, unit in 0.05..5.0_f64, more in 1_u8..9, larger in 0.0..3.0_f64, block in 0.1..12.0_f64,
        ) {
            let (count, more) = (f64::from(count), f64::from(more));
            let carried = in_blocks(count, unit, block);
            prop_assert!(in_blocks(count + more, unit, block) >= carried - 1e-9);
            prop_assert!(in_blocks(count, unit + larger, block) >= carried - 1e-9);
        }

        #[test]
        fn the_unit_of_power_is_no_part_of_the_rule(
            count in 0_u8..80, unit in 0.05..5.0_f64, block in 0.1..12.0_f64,
        ) {
            let count = f64::from(count);
            let kilo = in_blocks(count, unit * 1_024.0, block * 1_024.0) / 1_024.0;
            prop_assert!((kilo - in_blocks(count, unit, block)).abs() < 1e-9);
        }

        #[test]
        fn what_is_carried_within_a_permit_is_bought_within_it(allowed in 0.0..300.0_f64) {
            for target in catalog().every() {
                let engines = of(&target.id(), ALL[0]).unwrap();
                let bought = engines.purchase(engines.within(allowed), NONE);
                prop_assert!(bought.nameplate_mw() <= allowed + 1e-6, "{allowed}: {bought:?}");
            }
        }
    }
}
