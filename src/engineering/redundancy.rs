//! Backup at N+1, fuel, availability of redundant plant.

use super::surroundings::PERMITS;
use super::{
    Better, Case, Effect, Kind, LimitId, Metric, Role, Trace, Value, YES_NO, fact, groups_n_plus_1,
    stated, stated_word,
};
use crate::estimate::Bounds;
use crate::site::land::PermitKind;
use crate::site::redundancy::{GeneratorGroup, Tier, UpsGroup, UpsTopology};
use crate::units::{BackupMw, MetricUnit};
use Effect::{Improves, Mixed, Worsens};

/// Mean time to failure of a well-kept standby engine while running, h (NREL; implied by 0.80 over two weeks).
pub(crate) const GENERATOR_MTTF_H: f64 = 1_500.0;

/// Availability of k out of n independent equal units: Σ C(n,i) aⁱ (1−a)ⁿ⁻ⁱ for i from k to n.
///
/// With a = exp(−24/1500): five of five engines 0.923, five of six 0.996 (formula: KOHLER; mean life: NREL-EDG).
/// Independence is assumed; a common cause lowers it.
#[must_use]
pub(crate) fn k_of_n(k: u32, n: u32, unit: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    let a = unit.clamp(0.0, 1.0);
    let mut term = a.powi(i32::try_from(n).unwrap_or(i32::MAX));
    let mut sum = term;
    // From all n down to k: each step trades one working unit for one failed.
    for failed in 1..=(n - k) {
        if a <= 0.0 {
            break;
        }
        term *= f64::from(n - failed + 1) / f64::from(failed) * (1.0 - a) / a;
        sum += term;
    }
    sum.clamp(0.0, 1.0)
}

/// Chance that one engine runs for some hours: exp(−hours / MTTF).
#[must_use]
pub(crate) fn engine_survival(hours: f64) -> f64 {
    (-hours / GENERATOR_MTTF_H).exp()
}

/// Generators of one size for a block at N+1: as many as carry it, and one more.
#[must_use]
pub(crate) fn generators_for(block_mw: f64, unit_mw: f64) -> f64 {
    if unit_mw <= 0.0 {
        0.0
    } else {
        (block_mw / unit_mw - 1e-9).ceil().max(1.0) + 1.0
    }
}

/// Whether the workload waives generators on the stated grid availability; `None` when that is unknown.
pub(crate) fn backup_waived(case: &Case, trace: &mut Trace) -> Option<bool> {
    let needed = case
        .target
        .workload
        .parameters
        .backup_waiver_availability
        .value;
    if needed >= 1.0 {
        return Some(false);
    }
    let hours = trace.optional(fact!(case.site, power.outage_hours_per_year))?;
    Some(super::power::availability(hours.high()) >= needed)
}

/// Critical IT MW that generators back at N+1 in each block.
pub(crate) fn backup_n_plus_1(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let block = case.target.hardware.parameters.block_mw.value * BACKUP_OVER_IT;
    let groups = trace.read(fact!(case.site, redundancy.generators))?;
    Some(
        groups_n_plus_1(groups.iter().map(|g| (&g.count, &g.mw)), block)
            .map(|mw| mw / BACKUP_OVER_IT),
    )
}

/// Generator MW for each MW of critical IT: pumps, fans and losses of the design day on top (our assumption,
/// the 125 % sizing rule of ETRADER).
pub(crate) const BACKUP_OVER_IT: f64 = 1.25;

/// Critical IT MW on UPS at N+1 in each block.
pub(crate) fn ups_n_plus_1(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let block = case.target.hardware.parameters.block_mw.value;
    let groups = trace.read(fact!(case.site, redundancy.ups))?;
    let by_topology = |group: &UpsGroup| {
        let all = || -> Bounds {
            let sum = group.count.known().zip(group.mw.known());
            sum.map_or(Bounds::open(0.0, 0.0), |(n, mw)| {
                n.rising::<_, BackupMw>(mw, |n, mw| n * mw).into()
            })
        };
        match group.topology.known() {
            // Either of two full systems carries the load alone.
            Some(UpsTopology::TwoN) => all().map(|mw| mw / 2.0),
            // Just enough modules leave none to spare.
            Some(UpsTopology::N) => Bounds::exact(0.0),
            // A failed shelf takes its own rack at most.
            Some(UpsTopology::RackBattery) => all(),
            _ => groups_n_plus_1(std::iter::once((&group.count, &group.mw)), block),
        }
    };
    Some(
        groups
            .iter()
            .map(by_topology)
            .fold(Bounds::exact(0.0), |sum, group| {
                sum.rising(group, |a, b| a + b)
            }),
    )
}

/// Chance that the smallest N+1 block of the plant starts and runs for a day.
fn plant_survival(groups: &[GeneratorGroup], block_mw: f64) -> Value {
    let mut worst: f64 = 1.0;
    let mut carried = false;
    for group in groups {
        let (Some(count), Some(mw)) = (group.count.known(), group.mw.known()) else {
            return Value::Unknown;
        };
        let n = generators_for(block_mw, mw.likely());
        if count.likely() < n - 1.0 {
            continue;
        }
        carried = true;
        let (n, k) = (n.min(count.likely()), n - 1.0);
        worst = worst.min(k_of_n(small(k), small(n), engine_survival(24.0)));
    }
    Value::exact(if carried { worst } else { 0.0 })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a small count"
)]
fn small(count: f64) -> u32 {
    count.clamp(0.0, 10_000.0) as u32
}

/// The smallest number of a list of facts, where all state it.
fn least<'a>(values: impl Iterator<Item = Option<Bounds>> + 'a) -> Value {
    values
        .map(|v| {
            v.unwrap_or(Bounds {
                low: 0.0,
                likely: 0.0,
                high: None,
            })
        })
        .reduce(Bounds::min)
        .map_or(Value::exact(0.0), Value::Number)
}

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "redundancy.backup-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Backup),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that generators back with one out in each block",
        formula: "N+1 MW of generators in blocks of 1.25 × block MW, divided by 1.25; waived where the workload does \
                  without on the stated grid availability",
        sources: &["UPT-TIER", "ETRADER", "WINREP"],
        reads: &[
            ("redundancy.generators", Improves),
            ("power.outage_hours_per_year", Worsens),
        ],
        eval: |case, trace| {
            if backup_waived(case, trace) == Some(true) {
                return Value::Waived;
            }
            backup_n_plus_1(case, trace).map_or(Value::Unknown, Value::Number)
        },
    },
    Metric {
        id: "redundancy.fuel-hours",
        unit: MetricUnit::Hours,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Fuel on site at full load, the shortest group",
        formula: "smallest of the groups; 0 without generators",
        sources: &["UPT-FUEL"],
        reads: &[
            ("power.outage_hours_per_year", Worsens),
            ("redundancy.generators", Improves),
        ],
        eval: |case, trace| {
            if backup_waived(case, trace) == Some(true) {
                return Value::Waived;
            }
            trace
                .read(fact!(case.site, redundancy.generators))
                .map_or(Value::Unknown, |groups| {
                    least(
                        groups
                            .iter()
                            .map(|g| g.fuel_hours.known().map(Bounds::from)),
                    )
                })
        },
    },
    Metric {
        id: "redundancy.backup-availability",
        unit: MetricUnit::Share,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Chance that the generators of a block run for 24 h, one spare in each block",
        formula: "Σ C(n,i) aⁱ (1−a)ⁿ⁻ⁱ for i ≥ k, a = exp(−24 h / 1500 h), k units carry the block",
        sources: &["NREL-EDG", "NREL-MG"],
        reads: &[
            ("power.outage_hours_per_year", Worsens),
            ("redundancy.generators", Mixed),
        ],
        eval: |case, trace| {
            if backup_waived(case, trace) == Some(true) {
                return Value::Waived;
            }
            let block = case.target.hardware.parameters.block_mw.value * BACKUP_OVER_IT;
            trace
                .read(fact!(case.site, redundancy.generators))
                .map_or(Value::Unknown, |groups| plant_survival(groups, block))
        },
    },
    Metric {
        id: "redundancy.backup-permit",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(PERMITS),
        summary: "Air permit for standby engines",
        formula: "the worst status of the air permits listed",
        sources: &["WMULL", "TCEQ"],
        reads: &[("permits", Mixed)],
        eval: |case, trace| {
            trace
                .read(fact!(case.site, permits))
                .map_or(Value::Unknown, |permits| {
                    super::surroundings::worst_status(permits, |kind| kind == PermitKind::Air)
                })
        },
    },
    Metric {
        id: "redundancy.ups-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Ups),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT on UPS with one module out in each block",
        formula: "floor(modules / (ceil(block / module MW) + 1)) × block MW, group by group; half the modules of 2N, \
                  all of rack batteries, none of N",
        sources: &["UPT-TIER", "NV-GB200RA"],
        reads: &[("redundancy.ups", Improves)],
        eval: |case, trace| ups_n_plus_1(case, trace).map_or(Value::Unknown, Value::Number),
    },
    Metric {
        id: "redundancy.ups-minutes",
        unit: MetricUnit::Minutes,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Minutes of UPS at full load, the shortest group",
        formula: "smallest of the groups; 0 without UPS",
        sources: &["AGEE", "ZINC"],
        reads: &[("redundancy.ups", Improves)],
        eval: |case, trace| {
            trace
                .read(fact!(case.site, redundancy.ups))
                .map_or(Value::Unknown, |groups| {
                    least(groups.iter().map(|g| g.minutes.known().map(Bounds::from)))
                })
        },
    },
    stated!(
        "redundancy.distribution-paths",
        MetricUnit::Plain,
        Higher,
        "Independent distribution paths",
        redundancy.distribution_paths
    ),
    stated_word!(
        "redundancy.concurrently-maintainable",
        YES_NO,
        "Any component can be serviced without shutting IT down",
        redundancy.concurrently_maintainable,
        Value::flag
    ),
    Metric {
        id: "redundancy.tier",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Facility class claimed, half a class less when it is not certified",
        formula: "1 to 4 as claimed; − 0.5 when not certified, the range of both when that is unknown",
        sources: &["UPT-TIER"],
        reads: &[
            ("redundancy.claimed_tier", Improves),
            ("redundancy.tier_certified", Improves),
        ],
        eval: |case, trace| {
            let Some(tier) = trace.read(fact!(case.site, redundancy.claimed_tier)) else {
                return Value::Unknown;
            };
            let class = match tier {
                Tier::One => 1.0,
                Tier::Two => 2.0,
                Tier::Three => 3.0,
                Tier::Four => 4.0,
            };
            match trace.read(fact!(case.site, redundancy.tier_certified)) {
                Some(true) => Value::exact(class),
                Some(false) => Value::exact(class - 0.5),
                None => Value::Number(Bounds {
                    low: class - 0.5,
                    likely: class - 0.5,
                    high: Some(class),
                }),
            }
        },
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::value;
    use super::*;

    #[test]
    fn engines_as_published() {
        let a = engine_survival(24.0);
        assert!((k_of_n(5, 5, a) - 0.923).abs() < 0.0005);
        assert!((k_of_n(5, 6, a) - 0.996).abs() < 0.0007);
        // 0.80 over two weeks.
        assert!((engine_survival(336.0) - 0.80).abs() < 0.005);
    }

    #[test]
    fn k_of_n_at_its_edges() {
        assert_eq!(k_of_n(0, 0, 0.5), 1.0);
        assert_eq!(k_of_n(3, 2, 0.99), 0.0);
        assert_eq!(k_of_n(2, 2, 1.0), 1.0);
        assert_eq!(k_of_n(1, 2, 0.0), 0.0);
    }

    #[test]
    fn generators_count_in_each_block() {
        // A block of 4.8 MW IT asks 6 MW of backup: three units of 2.5 MW and one spare.
        assert_eq!(generators_for(6.0, 2.5), 4.0);
        let text = "name: A\nredundancy: {generators: [{count: 12, mw: 2.5, fuel_hours: 24}]}";
        let Value::Number(mw) = value("redundancy.backup-n1-mw", "nvl72/neocloud/inference", text)
        else {
            panic!()
        };
        assert!((mw.likely - 14.4).abs() < 1e-9);
        assert_eq!(
            value("redundancy.fuel-hours", "nvl72", text),
            Value::exact(24.0)
        );
    }

    #[test]
    fn no_generators_is_a_fact_and_silence_is_none() {
        let none = "name: A\nredundancy: {generators: [], ups: []}";
        assert_eq!(
            value("redundancy.backup-n1-mw", "nvl72/neocloud/inference", none),
            Value::exact(0.0)
        );
        assert_eq!(
            value("redundancy.ups-minutes", "nvl72", none),
            Value::exact(0.0)
        );
        assert_eq!(
            value(
                "redundancy.backup-n1-mw",
                "nvl72/neocloud/inference",
                "name: A"
            ),
            Value::Unknown
        );
    }

    #[test]
    fn training_waives_generators_on_four_nines() {
        let grid = "name: A\npower: {approved_mw: 100, outage_hours_per_year: 0.5}\nredundancy: {generators: []}";
        assert_eq!(
            value("redundancy.backup-n1-mw", "nvl72/neocloud/training", grid),
            Value::Waived
        );
        assert_eq!(
            value("redundancy.backup-n1-mw", "nvl72/neocloud/inference", grid),
            Value::exact(0.0)
        );
    }

    #[test]
    fn the_topology_of_a_ups_decides_what_may_fail() {
        let ups = |topology: &str| {
            let text = format!(
                "name: A\nredundancy: {{ups: [{{topology: {topology}, count: 60, mw: 1.5}}]}}"
            );
            match value("redundancy.ups-n1-mw", "nvl72", &text) {
                Value::Number(mw) => mw.likely,
                other => panic!("{other:?}"),
            }
        };
        // Blocks of 4.8 MW take four modules and a spare: twelve blocks.
        assert!((ups("n+1") - 57.6).abs() < 1e-9);
        assert!((ups("2n") - 45.0).abs() < 1e-9);
        assert!((ups("n")).abs() < 1e-9);
        assert!((ups("rack-battery") - 90.0).abs() < 1e-9);
    }
}
