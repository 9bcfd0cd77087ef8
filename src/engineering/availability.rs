//! How much of a year a rack has power: supply, what bridges and carries its outages, and the paths behind both.

use super::power::{HOURS_A_YEAR, availability};
use super::redundancy::{engines_carry, ups_waived};
use super::{Better, Case, Effect, Kind, Metric, Role, Value};
use crate::site::path::fact_path;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

/// Hours a year in which one path without a second is taken out for work. With those of its failures they make the 22.7
/// hours of a class II facility, whose plant is redundant and whose path is not (UPT-TIER); the split is ours.
const SERVICE_HOURS: f64 = 20.0;

/// Hours a year in which one path has failed.
const FAILED_HOURS: f64 = 2.7;

/// Hours until a hall that went dark runs again (our assumption: tests of plant, then of the machines).
const RESTART_HOURS: f64 = 4.0;

/// Hours a year without power that the paths of a site by themselves leave: a failure of one of two is none.
#[must_use]
fn path_hours(paths: f64, is_maintainable: bool) -> f64 {
    let failed = HOURS_A_YEAR * (FAILED_HOURS / HOURS_A_YEAR).powf(paths.max(1.0));
    failed + if is_maintainable { 0.0 } else { SERVICE_HOURS }
}

/// Hours a year without supply that neither UPS nor engines carry.
#[must_use]
fn supply_hours(case: &Case) -> f64 {
    let dark = case.draw.number(fact_path!("power.outage_hours_per_year"));
    let outages = case.draw.number(fact_path!("power.outages_per_year"));
    // Engines start into a hall that went dark unless batteries bridge the start.
    let restarts = if has_ups(case) || ups_waived(case) {
        0.0
    } else {
        outages * RESTART_HOURS
    };
    dark * (1.0 - engines_carry(case)) + restarts
}

fn has_ups(case: &Case) -> bool {
    let groups = case.draw.list(fact_path!("redundancy.ups"));
    groups
        .filter(|group| group.number(fact_path!("redundancy.ups[].count")) >= 1.0)
        .any(|group| group.number(fact_path!("redundancy.ups[].minutes")) > 0.0)
}

/// Share of a year with power at the rack.
#[must_use]
pub(crate) fn power_availability(case: &Case) -> f64 {
    let draw = &case.draw;
    let paths = draw.number(fact_path!("redundancy.distribution_paths"));
    let is_maintainable = draw.flag(fact_path!("redundancy.concurrently_maintainable"));
    availability(supply_hours(case) + path_hours(paths, is_maintainable))
}

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "redundancy.power-availability",
    unit: MetricUnit::Share,
    role: Role::Plain,
    kind: Kind::Number(Better::Higher),
    summary: "Share of a year with power at the rack: supply, engines, UPS and paths together",
    formula: "1 − (outage hours × (1 − share that engines carry) + outages × 4 h where no UPS bridges them + hours of \
              the paths) / 8760; waived where the tenant does without engines. Engines carry Σ C(n,i) aⁱ (1−a)ⁿ⁻ⁱ for i ≥ k, a = exp(−24 h / 1500 h), k units for a \
              block, as far as 12 h of fuel go. One path fails 2.7 h a year, two together next to none; without \
              concurrent maintenance 20 h more",
    sources: &["UPT-TIER", "NREL-EDG", "NREL-MG", "KOHLER"],
    reads: &[
        ("power.outage_hours_per_year", Worsens),
        ("power.outages_per_year", Worsens),
        ("redundancy.generators[].count", Mixed),
        ("redundancy.generators[].mw", Mixed),
        ("redundancy.generators[].fuel_hours", Improves),
        ("redundancy.ups[].count", Improves),
        ("redundancy.ups[].minutes", Improves),
        ("redundancy.generators_optional", Improves),
        ("redundancy.ups_optional", Improves),
        ("redundancy.distribution_paths", Improves),
        ("redundancy.concurrently_maintainable", Improves),
    ],
    eval: |case| {
        // Who agreed to do without engines has taken the hours of the grid with them.
        if case.draw.flag(fact_path!("redundancy.generators_optional")) {
            Value::Waived
        } else {
            Value::Number(power_availability(case))
        }
    },
}];

#[cfg(test)]
mod tests {
    use super::super::redundancy::{engine_survival, k_of_n};
    use super::super::tests::number;
    use super::*;

    fn hours(facts: &str) -> f64 {
        let text = format!("name: A\n{facts}");
        HOURS_A_YEAR * (1.0 - number("redundancy.power-availability", "nvl72", &text))
    }

    const MINE: &str = "power: {approved_mw: 100, outage_hours_per_year: 6, outages_per_year: 3}\n\
                        redundancy: {generators: [], ups: [], distribution_paths: 1, concurrently_maintainable: false}";

    #[test]
    fn a_mine_has_less_than_a_facility_of_the_first_class() {
        // 6 h dark, 3 restarts of 4 h, 22.7 h of the path: 40.7 h; class I is out for 28.8.
        assert!((hours(MINE) - 40.7).abs() < 1e-6);
    }

    #[test]
    fn with_all_of_it_a_hall_passes_the_third_class() {
        let full = MINE
            .replace(
                "generators: [], ups: []",
                "generators: [{count: 4, mw: 2.5, fuel_hours: 24}], ups: [{count: 5, mw: 1.5, minutes: 5}]",
            )
            .replace("paths: 1", "paths: 2")
            .replace("false", "true");
        // Three of four engines carry the block: what is left of six hours is two minutes.
        let left = 6.0 * (1.0 - k_of_n(3, 4, engine_survival(24.0)));
        assert!((hours(&full) - left - 2.7 * 2.7 / 8_760.0).abs() < 1e-6);
        assert!(hours(&full) < 1.6);
        let thirsty = full.replace("fuel_hours: 24", "fuel_hours: 6");
        assert!(
            (hours(&thirsty) - hours(&full) - 6.0 * k_of_n(3, 4, engine_survival(24.0)) / 2.0)
                .abs()
                < 1e-6
        );
    }

    #[test]
    fn each_part_alone_takes_what_it_is_there_for() {
        let with = |old: &str, new: &str| hours(MINE) - hours(&MINE.replace(old, new));
        assert!((with("ups: []", "ups: [{count: 5, mw: 1.5, minutes: 5}]") - 12.0).abs() < 1e-6);
        assert!((with("maintainable: false", "maintainable: true") - 20.0).abs() < 1e-6);
        assert!((with("paths: 1", "paths: 2") - 2.7).abs() < 0.001);
        assert!((with("hours_per_year: 6", "hours_per_year: 1") - 5.0).abs() < 1e-6);
    }
}
