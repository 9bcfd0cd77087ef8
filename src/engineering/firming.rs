//! What carries the load when the supplier interrupts: what stands, and what may be added.

use super::climate::LESS_CLIMATE;
use super::overhead::to_grid;
use super::power::{CARRIED, HOURS_A_YEAR, LESS_RIGHT, RIGHT, SUPPLY, grid_right};
use super::systems::BACKUP_OVER_IT;
use super::{Better, Case, Effect, Kind, Metric, Role, Value, joined, n_minus_1};
use crate::site::land::{PermitKind, PermitStatus};
use crate::site::path::fact_path;
use crate::site::power::{Connection, Firmness, PlantFuel};
use crate::typical::Draw;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

/// MWh a year that a fleet of engines makes as a minor source: 100 short tons of nitrogen oxides at the 0.67 kg/MWh
/// of Tier 4 (our arithmetic; that a permit of its own is needed: TCEQ, WMULL).
const ENGINE_MWH_PER_YEAR: f64 = 135_000.0;

/// Hours that storage is built for at full power (our assumption); over longer ones it gives as much less.
const STORAGE_HOURS: f64 = 8.0;

/// Share of what storage takes that it gives back (our assumption).
const STORAGE_RETURN: f64 = 0.85;

/// Hours a year of interruption that neither tenant nor workload bears; `None` where there are none.
#[must_use]
pub(crate) fn hours_to_carry(case: &Case) -> Option<f64> {
    let (workload, tenant) = (case.target.workload, case.target.tenant);
    let borne = workload
        .parameters
        .interruption_h_per_year
        .value
        .max(tenant.parameters.tenant_interruption_h_per_year.value);
    let beyond = hours_by_contract(&case.draw) - borne;
    (beyond > 0.0).then_some(beyond)
}

/// Hours of the longest interruption.
#[must_use]
pub(crate) fn longest_hours(draw: &Draw) -> f64 {
    let in_a_year = hours_by_contract(draw);
    let each = draw.get(fact_path!("power.interruption_hours_each"));
    each.map_or(in_a_year, |each| each.min(in_a_year))
}

/// Hours a year that the supplier may interrupt.
#[must_use]
fn hours_by_contract(draw: &Draw) -> f64 {
    if draw.word(fact_path!("power.firmness")) == Some(Firmness::Firm) {
        0.0
    } else {
        draw.number(fact_path!("power.interruptible_hours_per_year"))
    }
}

fn feeds_directly(draw: &Draw) -> bool {
    matches!(
        draw.word(fact_path!("power.connection")),
        Some(Connection::BehindTheMeter | Connection::OffGrid)
    )
}

fn runs_at_will(fuel: Option<PlantFuel>) -> bool {
    !matches!(fuel, Some(PlantFuel::Wind | PlantFuel::Solar))
}

/// Grid MW that stay on when the supplier interrupts.
///
/// They are those of the firming; a plant behind the meter adds its output without its largest unit, and the
/// standby contracted for the time that this unit is out.
fn carried(draw: &Draw) -> f64 {
    let firming = draw.number(fact_path!("power.firming_mw"));
    if !feeds_directly(draw) {
        return firming;
    }
    let groups = draw.list(fact_path!("power.onsite_plant"));
    let at_will =
        groups.filter(|group| runs_at_will(group.word(fact_path!("power.onsite_plant[].fuel"))));
    let plant = n_minus_1(at_will.map(|group| {
        (
            group.number(fact_path!("power.onsite_plant[].count")),
            group.number(fact_path!("power.onsite_plant[].mw")),
        )
    }));
    firming + plant + draw.number(fact_path!("power.standby_mw"))
}

/// Grid MW of the site's right that are firm today.
#[must_use]
pub(crate) fn firm_today(case: &Case) -> f64 {
    // What is read first is where a report points.
    let interrupted = hours_to_carry(case).is_some();
    let right = grid_right(&case.draw);
    if interrupted {
        carried(&case.draw).min(right)
    } else {
        right
    }
}

/// Grid MW of the site's right that are firm, or can be made firm.
#[must_use]
pub(crate) fn firmable(case: &Case) -> f64 {
    let hours = hours_to_carry(case);
    let right = grid_right(&case.draw);
    hours.map_or(right, |hours| firmable_of(case, hours, right))
}

/// Of a right that is interrupted.
fn firmable_of(case: &Case, hours: f64, right: f64) -> f64 {
    let firm = carried(&case.draw).min(right);
    let engines = to_grid(case, engines_may_carry(&case.draw, hours));
    let storage = (right - firm) * storage_share(&case.draw, hours);
    (firm + engines.max(storage)).min(right)
}

/// Critical IT MW that engines may carry: a fleet that is denied its permit carries none, one that has it is held to
/// what a minor source emits in a year.
#[must_use]
pub(crate) fn engines_may_carry(draw: &Draw, hours_to_carry: f64) -> f64 {
    let denied = draw.list(fact_path!("permits")).any(|permit| {
        permit.word(fact_path!("permits[].kind")) == Some(PermitKind::Air)
            && permit.word(fact_path!("permits[].status")) == Some(PermitStatus::Denied)
    });
    if denied {
        0.0
    } else {
        ENGINE_MWH_PER_YEAR / hours_to_carry / BACKUP_OVER_IT
    }
}

/// Share of the MW beyond what is firm that storage carries: as far as it outlasts the longest interruption, and as far
/// as it is filled again by what the load leaves of the grid in the hours that are not interrupted.
#[must_use]
pub(crate) fn storage_share(draw: &Draw, hours_to_carry: f64) -> f64 {
    let filling = STORAGE_RETURN * (HOURS_A_YEAR - hours_by_contract(draw)).max(0.0);
    let filled = filling / (hours_to_carry + filling);
    (STORAGE_HOURS / longest_hours(draw)).min(filled)
}

/// MW so small that what carries anything carries them.
const NEXT_TO_NOTHING: f64 = 1e-6;

/// Share of the grid right that is firm or can be made firm, from 0 to 1.
#[must_use]
fn firmable_share(case: &Case) -> f64 {
    hours_to_carry(case).map_or(1.0, |hours| {
        let right = grid_right(&case.draw).max(NEXT_TO_NOTHING);
        firmable_of(case, hours, right) / right
    })
}

/// Hours a year by contract, in the share of the grid right that nothing carries through them.
#[must_use]
fn hours_not_carried(draw: &Draw) -> f64 {
    let hours = hours_by_contract(draw);
    if hours <= 0.0 {
        return 0.0;
    }
    let right = grid_right(draw).max(NEXT_TO_NOTHING);
    hours * (1.0 - carried(draw).min(right) / right)
}

/// What more of each fact does to the MW that are firm today.
pub(crate) const FIRM_TODAY: &[(&str, Effect)] = joined!(RIGHT, SUPPLY, CARRIED);

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "power.firmable-share",
        unit: MetricUnit::Share,
        role: Role::FirmShare,
        kind: Kind::Number(Better::Higher),
        summary: "Share of the supply that is firm, or can be made firm",
        formula: "1 for a firm contract, or hours that tenant or workload bear; else (firming MW + the larger of \
                  engines and storage) / grid MW: engines 135 000 MWh a year by power.grid-to-it, none where their permit is denied; \
                  storage the smaller of 8 h / longest interruption and of what fills it again, 0.85 × uninterrupted hours / \
                  (hours to carry + 0.85 × uninterrupted hours); behind the meter firming counts standby and the plant that \
                  runs at will, without its largest unit",
        sources: &["DENTON", "RR-SITES", "TCEQ", "WMULL"],
        reads: joined!(
            SUPPLY,
            &[("power.interruption_hours_each", Worsens)],
            CARRIED,
            &[("permits[].kind", Mixed), ("permits[].status", Improves)],
            LESS_RIGHT,
            LESS_CLIMATE
        ),
        eval: |case| Value::Number(firmable_share(case)),
    },
    Metric {
        id: "power.interruptible-hours",
        unit: MetricUnit::HoursPerYear,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Hours a year that the supplier may interrupt, in the share that nothing carries through them",
        formula: "0 for a firm supply, else hours × (1 − firming MW / grid MW), firming as in power.firmable-share",
        sources: &["DUKE-S"],
        reads: joined!(SUPPLY, CARRIED, LESS_RIGHT),
        eval: |case| Value::Number(hours_not_carried(&case.draw)),
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{at_median, hot_ratio, number};
    use super::*;

    fn share(of: fn(&Case) -> f64, target: &str, text: &str) -> f64 {
        at_median(target, text, |case| of(case) / grid_right(&case.draw))
    }

    fn firm(text: &str) -> f64 {
        share(firm_today, "nvl72", text)
    }

    /// Research bears 88 hours a year, a GPU cloud none.
    fn can_be_firm(text: &str) -> f64 {
        share(firmable, "nvl72", text)
    }

    const PLANT: &str = "name: A\npower: {approved_mw: 220, connection: behind-the-meter, firmness: interruptible, \
                         interruptible_hours_per_year: 400, standby_mw: 0, firming_mw: 0, expansion: [], \
                         onsite_plant: [{fuel: gas, count: 4, mw: 55}]}";

    #[test]
    fn a_plant_is_as_firm_as_it_is_without_its_largest_unit() {
        assert_eq!(firm(PLANT), 0.75);
        let single = PLANT.replace("count: 4, mw: 55", "count: 1, mw: 230");
        assert_eq!(firm(&single), 0.0);
        let standby = |mw: &str| single.replace("standby_mw: 0", &format!("standby_mw: {mw}"));
        assert_eq!((firm(&standby("110")), firm(&standby("500"))), (0.5, 1.0));
        assert_eq!(firm(&PLANT.replace(": interruptible,", ": firm,")), 1.0);
        // What stands beside a grid connection is no part of its supply.
        assert_eq!(firm(&PLANT.replace("behind-the-meter", "grid")), 0.0);
    }

    #[test]
    fn wind_and_sun_carry_nothing() {
        for fuel in ["wind", "solar"] {
            let calm = PLANT.replace("fuel: gas", &format!("fuel: {fuel}"));
            assert_eq!(firm(&calm), 0.0);
        }
        let both = PLANT.replace(
            "[{fuel: gas,",
            "[{fuel: wind, count: 9, mw: 99}, {fuel: gas,",
        );
        assert_eq!(firm(&both), 0.75);
    }

    const TARIFF: &str = "name: A\npower: {approved_mw: 200, expansion: [], connection: grid, firming_mw: 0, \
                          firmness: interruptible, interruptible_hours_per_year: 300, interruption_hours_each: 4}\n\
                          permits: []\nland: {elevation_m: 0}\n\
                          cooling: {design_dry_bulb_c: 38, water_m3_per_day: 0}";

    #[test]
    fn what_is_interrupted_is_firm_as_far_as_it_is_firmed() {
        assert_eq!(firm(TARIFF), 0.0);
        assert_eq!(
            firm(&TARIFF.replace("firming_mw: 0", "firming_mw: 60")),
            0.3
        );
    }

    #[test]
    fn hours_that_are_borne_are_firm() {
        let firm = |target: &str, hours: &str| {
            share(
                firm_today,
                target,
                &TARIFF.replace(": 300", &format!(": {hours}")),
            )
        };
        assert_eq!(
            (firm("hpc/research", "88"), firm("hpc/research", "89")),
            (1.0, 0.0)
        );
        assert_eq!((firm("nvl72", "0"), firm("nvl72", "1")), (1.0, 0.0));
    }

    #[test]
    fn what_can_be_made_firm_shrinks_with_the_hours_and_falls_off_nowhere() {
        let of = |hours: &str, each: &str, permits: &str| {
            let text = TARIFF.replace(": 300", &format!(": {hours}"));
            let text = text.replace("each: 4", &format!("each: {each}"));
            can_be_firm(&text.replace("permits: []", &format!("permits: [{permits}]")))
        };
        assert_eq!(of("300", "24", ""), 1.0);
        // 135 000 MWh over 1 000 hours are 135 MW of engines, 108 of critical IT, about 157 of 200 on the grid.
        assert!((of("1000", "24", "") - 108.0 / hot_ratio() / 200.0).abs() < 1e-9);
        // Without engines: eight hours of storage outlast four, filled in 8 460 h by what the load leaves, and give a
        // third over twenty-four.
        let denied = "{kind: air, status: denied}";
        let filled = |hours: f64| 0.85 * (8760.0 - hours) / (hours + 0.85 * (8760.0 - hours));
        assert!((of("300", "4", denied) - filled(300.0)).abs() < 1e-9);
        assert!((filled(300.0) - 0.96).abs() < 1e-3);
        assert!((of("300", "24", denied) - 8.0 / 24.0).abs() < 1e-9);
        // No interruption is longer than all of a year's.
        assert!((of("5", "24", denied) - filled(5.0)).abs() < 1e-9);
        // What is always off fills nothing.
        assert_eq!(of("8760", "4", denied), 0.0);
        let shares = ["1", "40", "700", "800", "3000", "8000"].map(|hours| of(hours, "24", ""));
        assert!(
            shares.windows(2).all(|pair| pair[0] >= pair[1]),
            "{shares:?}"
        );
        assert!(shares[5] > 0.0);
    }

    #[test]
    fn hours_count_in_the_share_that_nothing_carries() {
        let hours = |text: &str| number("power.interruptible-hours", "nvl72", text);
        assert_eq!(hours(TARIFF), 300.0);
        assert_eq!(
            hours(&TARIFF.replace("firming_mw: 0", "firming_mw: 50")),
            225.0
        );
        assert_eq!(hours(&TARIFF.replace(": interruptible,", ": firm,")), 0.0);
    }
}
