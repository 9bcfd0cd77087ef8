//! Backup at N+1, fuel, availability of redundant plant.

use super::permits::{Outlook, PERMITS, outlook, worst_status};
use super::power::availability;
use super::systems::{BACKUP_OVER_IT, System, spared_ups, with_spare};
use super::{
    Better, Case, Effect, Kind, LimitId, Metric, Role, Value, YES_NO, n_minus_1, stated,
    stated_word, units,
};
use crate::site::land::PermitKind;
use crate::site::path::fact_path;
use crate::site::redundancy::{Core, Tier, UpsTopology};
use crate::typical::Draw;
use crate::typical::draw::Entry;
use crate::units::MetricUnit;
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

/// Whether the tenant has agreed to do without generators, or the workload does on a grid as available as this.
#[must_use]
pub(crate) fn backup_waived(case: &Case) -> bool {
    if case.draw.flag(fact_path!("redundancy.generators_optional")) {
        return true;
    }
    let parameters = &case.target.workload.parameters;
    let needed = parameters.backup_waiver_availability.value;
    let hours = || case.draw.get(fact_path!("power.outage_hours_per_year"));
    needed < 1.0 && hours().is_some_and(|hours| availability(hours) >= needed)
}

/// Whether the tenant has agreed to do without UPS.
#[must_use]
pub(crate) fn ups_waived(case: &Case) -> bool {
    case.draw.flag(fact_path!("redundancy.ups_optional"))
}

fn where_ups_is_needed(case: &Case, of: impl Fn(&Case) -> f64) -> Value {
    if ups_waived(case) {
        Value::Waived
    } else {
        Value::Number(of(case))
    }
}

fn where_backup_is_needed(case: &Case, of: impl Fn(&Case) -> f64) -> Value {
    if backup_waived(case) {
        Value::Waived
    } else {
        Value::Number(of(case))
    }
}

/// Hours of fuel that a class asks for, and outages seldom pass (UPT-FUEL).
const OUTAGE_FUEL_HOURS: f64 = 12.0;

/// Share of the hours of outages that the engines carry: the weakest block runs for a day, as far as its fuel goes.
#[must_use]
pub(super) fn engines_carry(case: &Case) -> f64 {
    let generators = units!(case.draw, "redundancy.generators", "mw");
    let fuel = shortest_fuel(&case.draw) / OUTAGE_FUEL_HOURS;
    plant_survival(generators, backup_block_mw(case)) * fuel.min(1.0)
}

/// MWh that the fuel on site gives its engines.
#[must_use]
pub(crate) fn fuel_mwh(draw: &Draw) -> f64 {
    let groups = draw.list(fact_path!("redundancy.generators"));
    let of = |group: Entry| {
        group.number(fact_path!("redundancy.generators[].count"))
            * group.number(fact_path!("redundancy.generators[].mw"))
            * group.number(fact_path!("redundancy.generators[].fuel_hours"))
    };
    groups.map(of).sum()
}

/// Hours of fuel of the group that has least.
fn shortest_fuel(draw: &Draw) -> f64 {
    let groups = draw.list(fact_path!("redundancy.generators"));
    least(groups.map(|group| group.number(fact_path!("redundancy.generators[].fuel_hours"))))
}

/// Generator MW that one block takes.
fn backup_block_mw(case: &Case) -> f64 {
    case.hardware().block_mw.value * BACKUP_OVER_IT
}

/// Critical IT MW that generators back at N+1.
#[must_use]
pub(crate) fn backup_n_plus_1(case: &Case) -> f64 {
    System::engines(case).carried(units!(case.draw, "redundancy.generators", "mw"))
}

/// Engine MW that the air permits of a site allow, the tightest of them; `None` where there is none to keep to.
#[must_use]
fn permitted_engines(draw: &Draw) -> Option<f64> {
    let air = draw
        .list(fact_path!("permits"))
        .filter(|permit| permit.word(fact_path!("permits[].kind")) == Some(PermitKind::Air));
    let allowed = air.filter_map(|permit| match outlook(draw, &permit) {
        Outlook::Never => Some(0.0),
        // What is decided anew is a date, and asks for what is needed.
        Outlook::Anew(_) => None,
        Outlook::Stands | Outlook::Awaited => permit.get(fact_path!("permits[].cap_mw")),
    });
    allowed.reduce(f64::min)
}

/// Critical IT MW that is carried by what may run: engines within their air permits, as they are bought, and what needs no such permit: firming, and plants that run under their own. `None` where no permit holds engines
/// down.
#[must_use]
pub(crate) fn permitted_n_plus_1(case: &Case) -> Option<f64> {
    let allowed = permitted_engines(&case.draw)?;
    let engines = System::engines(case).within(allowed);
    let plants = n_minus_1(units!(case.draw, "power.onsite_plant", "mw"));
    let firming = case.draw.number(fact_path!("power.firming_mw"));
    Some(engines + (plants + firming) / BACKUP_OVER_IT)
}

/// Critical IT MW on UPS at N+1.
#[must_use]
pub(crate) fn ups_n_plus_1(case: &Case) -> f64 {
    let groups = case.draw.list(fact_path!("redundancy.ups"));
    let whole = groups.map(|group| {
        let mw = || {
            group.number(fact_path!("redundancy.ups[].count"))
                * group.number(fact_path!("redundancy.ups[].mw"))
        };
        match group.word(fact_path!("redundancy.ups[].topology")) {
            // Either of two full systems carries the load alone.
            Some(UpsTopology::TwoN) => mw() / 2.0,
            // A failed shelf takes its own rack at most.
            Some(UpsTopology::RackBattery) => mw(),
            // Just enough modules leave none to spare; the rest is counted beside it.
            _ => 0.0,
        }
    });
    whole.sum::<f64>() + System::ups(case).carried(spared_ups(case))
}

/// Chance that the weakest N+1 block of generators runs for a day; groups too few for one block are a smaller block, one
/// engine alone carries none.
#[must_use]
fn plant_survival(groups: impl Iterator<Item = (f64, f64)>, block_mw: f64) -> f64 {
    let chance = |(count, mw): (f64, f64)| {
        let n = with_spare(block_mw, mw).min(count.floor());
        (mw > 0.0 && n >= 2.0).then(|| k_of_n(small(n - 1.0), small(n), engine_survival(24.0)))
    };
    least(groups.filter_map(chance))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a small count"
)]
fn small(count: f64) -> u32 {
    count.clamp(0.0, 10_000.0) as u32
}

/// The smallest of some numbers, 0 where there is none.
fn least(numbers: impl Iterator<Item = f64>) -> f64 {
    numbers.reduce(f64::min).unwrap_or(0.0)
}

fn class_of(tier: Tier) -> f64 {
    match tier {
        Tier::One => 1.0,
        Tier::Two => 2.0,
        Tier::Three => 3.0,
        Tier::Four => 4.0,
    }
}

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "redundancy.backup-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Backup),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that generators back with one out",
        formula: "N+1 MW of generators in blocks of 1.25 × block MW, none smaller than one unit, or without the largest \
                  where units to spare are shared, divided by 1.25; waived where the workload does without on the availability of the grid. \
                  Engines are sold in 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5 MW; of those of which four at most \
                  carry a block a plan buys the size that makes the least in all, of equals the larger",
        sources: &["UPT-TIER", "ETRADER", "WINREP", "ECO-GENSET"],
        reads: &[
            ("redundancy.generators[].count", Improves),
            ("redundancy.generators[].mw", Improves),
            ("redundancy.generators_optional", Improves),
            ("power.outage_hours_per_year", Worsens),
        ],
        eval: |case| where_backup_is_needed(case, backup_n_plus_1),
    },
    Metric {
        id: "redundancy.fuel-mwh",
        unit: MetricUnit::MegawattHours,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Energy that the fuel on site gives the engines that it is there for",
        formula: "Σ engines × MW × hours of fuel at full load; waived where the tenant does without engines",
        sources: &["UPT-FUEL"],
        reads: &[
            ("redundancy.generators_optional", Improves),
            ("power.outage_hours_per_year", Worsens),
            ("redundancy.generators[].count", Improves),
            ("redundancy.generators[].mw", Improves),
            ("redundancy.generators[].fuel_hours", Improves),
        ],
        eval: |case| where_backup_is_needed(case, |case| fuel_mwh(&case.draw)),
    },
    Metric {
        id: "redundancy.backup-permit",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(PERMITS),
        summary: "Air permit for standby engines",
        formula: "the worst status of the air permits listed; waived where the tenant does without engines",
        sources: &["WMULL", "TCEQ"],
        reads: &[
            ("redundancy.generators_optional", Improves),
            ("permits[].kind", Mixed),
            ("permits[].status", Improves),
        ],
        eval: |case| {
            if case.draw.flag(fact_path!("redundancy.generators_optional")) {
                return Value::Waived;
            }
            worst_status(&case.draw, |kind| kind == PermitKind::Air)
        },
    },
    Metric {
        id: "redundancy.ups-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Ups),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT on UPS with one module out",
        formula: "blocks of ceil(block / module MW) modules and one to spare, group by group, the last as large as its \
                  modules and no block smaller than one; all modules but the largest for a tenant who shares them; half the modules of 2N, all of \
                  rack batteries, none of N. Modules are sold in 0.25, 0.5, 1, 1.25, 1.5, 2, 2.5 MW, and bought as engines are \
                  (redundancy.backup-n1-mw), four at most to a block",
        sources: &["UPT-TIER", "NV-GB200RA"],
        reads: &[
            ("redundancy.ups[].count", Improves),
            ("redundancy.ups[].mw", Improves),
            ("redundancy.ups[].topology", Mixed),
            ("redundancy.ups_optional", Improves),
        ],
        eval: |case| where_ups_is_needed(case, ups_n_plus_1),
    },
    Metric {
        id: "redundancy.ups-minutes",
        unit: MetricUnit::Minutes,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Minutes of UPS at full load, the shortest group",
        formula: "smallest of the groups; 0 without UPS; waived where the tenant does without",
        sources: &["AGEE", "ZINC"],
        reads: &[
            ("redundancy.ups[].minutes", Improves),
            ("redundancy.ups_optional", Improves),
        ],
        eval: |case| {
            where_ups_is_needed(case, |case| {
                let groups = case.draw.list(fact_path!("redundancy.ups"));
                least(groups.map(|g| g.number(fact_path!("redundancy.ups[].minutes"))))
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
    stated_word!(
        "redundancy.core",
        Core::WORDS,
        "How core switches and storage are doubled",
        redundancy.core,
        Value::word
    ),
    Metric {
        id: "redundancy.tier",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Facility class claimed, half a class less when it is not certified",
        formula: "1 to 4 as claimed; − 0.5 when not certified",
        sources: &["UPT-TIER"],
        reads: &[
            ("redundancy.claimed_tier", Improves),
            ("redundancy.tier_certified", Improves),
        ],
        eval: |case| {
            let tier = case.draw.word(fact_path!("redundancy.claimed_tier"));
            let certified = case.draw.flag(fact_path!("redundancy.tier_certified"));
            let doubt = if certified { 0.0 } else { 0.5 };
            Value::from(tier.map(|tier| class_of(tier) - doubt))
        },
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{number, value};
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
        assert_eq!(with_spare(6.0, 2.5), 4.0);
        let text = "name: A\nredundancy: {generators: [{count: 12, mw: 2.5, fuel_hours: 24}]}";
        let mw = number("redundancy.backup-n1-mw", "nvl72/neocloud/inference", text);
        assert!((mw - 14.4).abs() < 1e-9);
        let inference = "nvl72/neocloud/inference";
        assert_eq!(number("redundancy.fuel-mwh", inference, text), 720.0);
    }

    /// MW that what may run carries, on a grid whose outages are not waived.
    fn permitted(permits: &str) -> Option<f64> {
        let text = format!(
            "name: A\nas_of: 2026-01\npower: {{approved_mw: 100, firming_mw: 0, onsite_plant: [{{count: 3, mw: 10}}]}}\n\
             permits: {permits}"
        );
        let inference = "nvl72/neocloud/inference";
        super::super::tests::at_median(inference, &text, permitted_n_plus_1)
    }

    #[test]
    fn engines_run_as_far_as_their_permit_goes() {
        // Two of the three units of the plant, 20 MW, carry 16 MW of IT whatever the engines.
        let engines =
            |rest: &str| permitted(&format!("[{{kind: air, {rest}}}]")).map(|mw| mw - 16.0);
        let near = |mw: Option<f64>, to: f64| mw.is_some_and(|mw| (mw - to).abs() < 1e-9);
        assert_eq!(permitted("[]"), None);
        assert_eq!(engines("status: denied, decision_on: 2027-01"), None);
        assert!(near(engines("status: denied"), 0.0));
        assert!(near(engines("status: contested, upheld: false"), 0.0));
        // 100 MW are 66 engines of 1.5 MW; 13 blocks of 4.8 MW of IT take five each.
        for status in ["granted", "pending", "contested, upheld: true"] {
            assert!(near(
                engines(&format!("status: {status}, cap_mw: 100")),
                62.4
            ));
        }
        assert!(near(engines("status: granted, cap_mw: 9"), 4.8));
        assert!(near(engines("status: granted, cap_mw: 2"), 0.0));
        let tightest = "[{kind: air, status: granted, cap_mw: 100}, {kind: air, status: denied}]";
        assert!(near(permitted(tightest), 16.0));
    }

    #[test]
    fn a_group_too_small_for_a_block_is_a_smaller_one() {
        let day = engine_survival(24.0);
        assert_eq!(plant_survival([(1.0, 2.5)].into_iter(), 6.0), 0.0);
        assert_eq!(
            plant_survival([(2.0, 2.5)].into_iter(), 6.0),
            k_of_n(1, 2, day)
        );
        assert_eq!(
            plant_survival([(3.0, 2.5)].into_iter(), 6.0),
            k_of_n(2, 3, day)
        );
        assert_eq!(
            plant_survival([(9.0, 2.5)].into_iter(), 6.0),
            k_of_n(3, 4, day)
        );
        assert_eq!(plant_survival([(9.0, 0.0)].into_iter(), 6.0), 0.0);
    }

    #[test]
    fn without_generators_and_ups_there_is_no_backup() {
        let none = "name: A\nredundancy: {generators: [], ups: []}";
        let backup = number("redundancy.backup-n1-mw", "nvl72/neocloud/inference", none);
        assert_eq!(backup, 0.0);
        assert_eq!(number("redundancy.ups-minutes", "nvl72", none), 0.0);
    }

    #[test]
    fn training_waives_generators_on_four_nines() {
        let grid = "name: A\npower: {approved_mw: 100, outage_hours_per_year: 0.5}\nredundancy: {generators: []}";
        assert_eq!(
            value("redundancy.backup-n1-mw", "nvl72/neocloud/training", grid),
            Value::Waived
        );
        assert_eq!(
            number("redundancy.backup-n1-mw", "nvl72/neocloud/inference", grid),
            0.0
        );
    }

    #[test]
    fn the_topology_of_a_ups_decides_what_may_fail() {
        let ups = |topology: &str| {
            let text = format!(
                "name: A\nredundancy: {{ups: [{{topology: {topology}, count: 60, mw: 1.5}}]}}"
            );
            number("redundancy.ups-n1-mw", "nvl72", &text)
        };
        // Blocks of 4.8 MW take four modules and a spare: twelve blocks.
        assert!((ups("n+1") - 57.6).abs() < 1e-9);
        assert!((ups("2n") - 45.0).abs() < 1e-9);
        assert!((ups("n")).abs() < 1e-9);
        assert!((ups("rack-battery") - 90.0).abs() < 1e-9);
    }

    #[test]
    fn a_class_that_nobody_certified_is_half_a_class_less() {
        let class = |certified: &str| {
            let text = format!(
                "name: A\nredundancy: {{claimed_tier: tier-iii, tier_certified: {certified}}}"
            );
            number("redundancy.tier", "nvl72", &text)
        };
        assert_eq!((class("true"), class("false")), (3.0, 2.5));
    }
}
