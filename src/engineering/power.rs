//! Grid power and how firm it is.

use super::{
    Better, Case, Effect, Kind, Metric, Role, Value, YES_NO, n_minus_1, stated, stated_word, units,
};
use crate::site::path::fact_path;
use crate::site::power::{Connection, Firmness, Readiness};
use crate::typical::Draw;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

/// Grid MW that are granted already: the largest of what is approved, contracted and energized. Never their sum.
#[must_use]
pub(crate) fn granted(draw: &Draw) -> f64 {
    draw.number(fact_path!("power.approved_mw"))
        .max(draw.number(fact_path!("power.contracted_mw")))
        .max(draw.number(fact_path!("power.energized_mw")))
}

/// Grid MW that the site has a right to: what is granted, and the agreed steps of expansion on top.
#[must_use]
pub(crate) fn grid_right(draw: &Draw) -> f64 {
    granted(draw) + agreed(draw)
}

/// MW of the agreed steps of expansion.
#[must_use]
pub(super) fn agreed(draw: &Draw) -> f64 {
    steps(draw, |readiness| readiness >= Readiness::Agreed)
}

/// MW of the steps of expansion that have come so far.
#[must_use]
pub(super) fn steps(draw: &Draw, so_far: impl Fn(Readiness) -> bool) -> f64 {
    draw.list(fact_path!("power.expansion"))
        .filter(|step| {
            let readiness = step.word(fact_path!("power.expansion[].readiness"));
            so_far(readiness.unwrap_or(Readiness::None))
        })
        .map(|step| step.number(fact_path!("power.expansion[].mw")))
        .sum()
}

fn is_firm(draw: &Draw) -> bool {
    draw.word(fact_path!("power.firmness")) == Some(Firmness::Firm)
}

/// MW that stay on when the supplier interrupts; `None` where the supply is firm, or interrupted for no longer
/// than the workload tolerates.
///
/// They are those of the firming; a plant behind the meter adds its output without its largest unit, and the
/// standby contracted for the time that this unit is out.
#[must_use]
fn firmed(case: &Case) -> Option<f64> {
    let draw = &case.draw;
    if is_firm(draw) {
        return None;
    }
    let tolerated = tolerated_interruption(case);
    let hours = || draw.get(fact_path!("power.interruptible_hours_per_year"));
    if hours().is_some_and(|hours| hours <= tolerated) {
        return None;
    }
    let firming = draw.number(fact_path!("power.firming_mw"));
    let from_plant = matches!(
        draw.word(fact_path!("power.connection")),
        Some(Connection::BehindTheMeter | Connection::OffGrid)
    );
    let plant = if from_plant {
        n_minus_1(units!(draw, "power.onsite_plant", "mw"))
            + draw.number(fact_path!("power.standby_mw"))
    } else {
        0.0
    };
    Some(firming + plant)
}

/// The firm part of a load. A load smaller than the grid right is firmed by as many MW, so by a larger share.
#[must_use]
pub(crate) fn firm_part(case: &Case, load_mw: f64) -> f64 {
    firmed(case).map_or(load_mw, |firmed| firmed.min(load_mw))
}

/// Share of the grid right that is firm, from 0 to 1.
#[must_use]
pub(crate) fn firm_share(case: &Case) -> f64 {
    match firmed(case) {
        None => 1.0,
        Some(firmed) if firmed <= 0.0 => 0.0,
        Some(firmed) => (firmed / grid_right(&case.draw)).min(1.0),
    }
}

/// Hours of contractual interruption that tenant or workload bear, the larger of the two.
fn tolerated_interruption(case: &Case) -> f64 {
    let (workload, tenant) = (case.target.workload, case.target.tenant);
    workload
        .parameters
        .interruption_h_per_year
        .value
        .max(tenant.parameters.tenant_interruption_h_per_year.value)
}

/// Share of the year with supply: 1 − outage hours / 8760.
#[must_use]
pub(crate) fn availability(outage_hours: f64) -> f64 {
    (1.0 - outage_hours / 8760.0).clamp(0.0, 1.0)
}

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "power.grid-right-mw",
        unit: MetricUnit::GridMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Grid MW that the site has a right to",
        formula: "largest of approved, contracted and energized MW, plus agreed expansion steps",
        sources: &["RR-SITES"],
        reads: &[
            ("power.approved_mw", Improves),
            ("power.contracted_mw", Improves),
            ("power.energized_mw", Improves),
            ("power.expansion[].mw", Improves),
            ("power.expansion[].readiness", Improves),
        ],
        eval: |case| Value::Number(grid_right(&case.draw)),
    },
    Metric {
        id: "power.firm-share",
        unit: MetricUnit::Share,
        role: Role::FirmShare,
        kind: Kind::Number(Better::Higher),
        summary: "Share of the supply that is firm",
        formula: "1 for a firm contract; firming MW / grid MW for an interruptible one beyond the hours the workload \
                  tolerates; (plant without its largest unit + standby + firming) / grid MW behind the meter",
        sources: &["DENTON", "RR-SITES"],
        reads: &[
            ("power.firmness", Mixed),
            ("power.connection", Mixed),
            ("power.interruptible_hours_per_year", Worsens),
            ("power.onsite_plant[].count", Improves),
            ("power.onsite_plant[].mw", Improves),
            ("power.standby_mw", Improves),
            ("power.firming_mw", Improves),
            ("power.approved_mw", Worsens),
            ("power.contracted_mw", Worsens),
            ("power.energized_mw", Worsens),
            ("power.expansion[].mw", Worsens),
            ("power.expansion[].readiness", Worsens),
        ],
        eval: |case| Value::Number(firm_share(case)),
    },
    Metric {
        id: "power.interruptible-hours",
        unit: MetricUnit::HoursPerYear,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Hours a year that the supplier may interrupt",
        formula: "0 for a firm supply, else as stated",
        sources: &["DUKE-S"],
        reads: &[
            ("power.firmness", Mixed),
            ("power.interruptible_hours_per_year", Worsens),
        ],
        eval: |case| {
            if is_firm(&case.draw) {
                return Value::Number(0.0);
            }
            Value::from(
                case.draw
                    .get(fact_path!("power.interruptible_hours_per_year")),
            )
        },
    },
    stated!(
        "power.feeds",
        MetricUnit::Plain,
        Higher,
        "Independent utility lines or feeds",
        power.feeds
    ),
    stated!(
        "power.voltage-kv",
        MetricUnit::Kilovolts,
        Higher,
        "Voltage of the grid connection",
        power.voltage_kv
    ),
    Metric {
        id: "power.grid-availability",
        unit: MetricUnit::Share,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Share of the year with supply, from the line's own history",
        formula: "1 − outage hours / 8760",
        sources: &["EIA113"],
        reads: &[("power.outage_hours_per_year", Worsens)],
        eval: |case| {
            let hours = case.draw.get(fact_path!("power.outage_hours_per_year"));
            Value::from(hours.map(availability))
        },
    },
    stated!(
        "power.outages-per-year",
        MetricUnit::PerYear,
        Lower,
        "Supply interruptions in a year",
        power.outages_per_year
    ),
    stated!(
        "power.power-factor",
        MetricUnit::Plain,
        Higher,
        "Power factor at the grid connection",
        power.power_factor
    ),
    stated_word!(
        "power.ride-through",
        YES_NO,
        "Rides through voltage and frequency dips",
        power.ride_through,
        Value::flag
    ),
    Metric {
        id: "power.supply-years",
        unit: MetricUnit::Years,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Years from the date of the facts to the end of the supply agreement",
        formula: "months between the two dates / 12",
        sources: &[],
        reads: &[("power.supply_ends", Improves), ("as_of", Worsens)],
        eval: |case| {
            let months = case
                .draw
                .months(fact_path!("as_of"), fact_path!("power.supply_ends"));
            Value::from(months.map(|months| months / 12.0))
        },
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{number, value};
    use super::*;

    #[test]
    fn megawatts_are_never_summed_but_agreed_steps_are_added() {
        let right = |power: &str| {
            let text = format!("name: A\npower: {power}");
            number("power.grid-right-mw", "nvl72", &text)
        };
        assert_eq!(
            right("{energized_mw: 200, approved_mw: 800, contracted_mw: 600, requested_mw: 2700}"),
            800.0
        );
        assert_eq!(
            right(
                "{approved_mw: 600, expansion: [{mw: 150, readiness: agreed}, {mw: 99, readiness: none}]}"
            ),
            750.0
        );
    }

    #[test]
    fn a_plant_is_as_firm_as_it_is_without_its_largest_unit() {
        let share = |text: &str| number("power.firm-share", "nvl72", text);
        let plant = "name: A\npower: {approved_mw: 220, connection: behind-the-meter, \
                     firmness: interruptible, interruptible_hours_per_year: 400, standby_mw: 0, \
                     firming_mw: 0, expansion: [], onsite_plant: [{count: 4, mw: 55}]}";
        assert_eq!(share(plant), 0.75);
        let single = plant.replace("count: 4, mw: 55", "count: 1, mw: 230");
        assert_eq!(share(&single), 0.0);
        assert_eq!(
            share(&single.replace("standby_mw: 0", "standby_mw: 110")),
            0.5
        );
        assert_eq!(
            share(&single.replace("standby_mw: 0", "standby_mw: 500")),
            1.0
        );
        // Behind the meter nothing is firm but by contract.
        assert_eq!(share(&plant.replace(": interruptible,", ": firm,")), 1.0);
        // What stands beside a grid connection is no part of its supply.
        assert_eq!(share(&plant.replace("behind-the-meter", "grid")), 0.0);
    }

    #[test]
    fn interruptible_supply_is_not_firm_unless_it_is_firmed() {
        let text = "name: A\npower: {approved_mw: 100, expansion: [], connection: grid, firming_mw: 0, \
                    firmness: interruptible, interruptible_hours_per_year: 300}";
        let share = |text: &str| number("power.firm-share", "nvl72", text);
        assert_eq!(share(text), 0.0);
        assert_eq!(share(&text.replace("firming_mw: 0", "firming_mw: 60")), 0.6);
    }

    #[test]
    fn hours_that_are_tolerated_are_firm() {
        // Research bears 88 hours a year.
        let share = |hours: &str| {
            let text = format!(
                "name: A\npower: {{approved_mw: 100, connection: grid, firmness: interruptible, \
                 firming_mw: 0, interruptible_hours_per_year: {hours}}}"
            );
            number("power.firm-share", "hpc/research", &text)
        };
        assert_eq!((share("88"), share("89")), (1.0, 0.0));
    }

    #[test]
    fn years_of_supply_end_with_the_agreement() {
        let text = "name: A\nas_of: 2026-01\npower: {supply_ends: 2032-07}";
        assert_eq!(number("power.supply-years", "nvl72", text), 6.5);
        let past = text.replace("2032-07", "2020");
        assert_eq!(number("power.supply-years", "nvl72", &past), 0.0);
    }

    #[test]
    fn a_firm_supply_is_never_interrupted_by_contract() {
        let text = "name: A\npower: {firmness: firm, interruptible_hours_per_year: 300}";
        let hours = |text: &str| value("power.interruptible-hours", "nvl72", text);
        assert_eq!(hours(text), Value::Number(0.0));
        assert_eq!(
            hours(&text.replace(": firm", ": interruptible")),
            Value::Number(300.0)
        );
    }

    #[test]
    fn availability_matches_the_hours_of_the_nines() {
        // 99.99 % is 0.88 h a year, 99.9 % is 8.8 h.
        assert!((availability(0.876) - 0.9999).abs() < 1e-9);
        assert!((availability(8.76) - 0.999).abs() < 1e-9);
    }
}
