//! Grid power and how firm it is.

use super::{Better, Effect, Kind, Metric, Role, Value, YES_NO, stated, stated_word};
use crate::site::path::fact_path;
use crate::site::power::Readiness;
use crate::typical::Draw;
use crate::units::MetricUnit;
use Effect::{Improves, Worsens};

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

pub(crate) const HOURS_A_YEAR: f64 = 8_760.0;

/// Share of the year with supply: 1 − outage hours / 8760.
#[must_use]
pub(crate) fn availability(outage_hours: f64) -> f64 {
    (1.0 - outage_hours / HOURS_A_YEAR).clamp(0.0, 1.0)
}

/// What more of each fact does to the grid right.
pub(crate) const RIGHT: &[(&str, Effect)] = &[
    ("power.approved_mw", Improves),
    ("power.contracted_mw", Improves),
    ("power.energized_mw", Improves),
    ("power.expansion[].mw", Improves),
    ("power.expansion[].readiness", Improves),
];

/// The same where a larger right is worse, as what there is must do for more.
pub(crate) const LESS_RIGHT: &[(&str, Effect)] = &[
    ("power.approved_mw", Worsens),
    ("power.contracted_mw", Worsens),
    ("power.energized_mw", Worsens),
    ("power.expansion[].mw", Worsens),
    ("power.expansion[].readiness", Worsens),
];

/// How the supply may be interrupted.
pub(crate) const SUPPLY: &[(&str, Effect)] = &[
    ("power.firmness", Effect::Mixed),
    ("power.connection", Effect::Mixed),
    ("power.interruptible_hours_per_year", Worsens),
];

/// What carries the load through it.
pub(crate) const CARRIED: &[(&str, Effect)] = &[
    ("power.onsite_plant[].count", Improves),
    ("power.onsite_plant[].mw", Improves),
    ("power.onsite_plant[].fuel", Improves),
    ("power.standby_mw", Improves),
    ("power.firming_mw", Improves),
];

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "power.grid-right-mw",
        unit: MetricUnit::GridMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Grid MW that the site has a right to",
        formula: "largest of approved, contracted and energized MW, plus agreed expansion steps",
        sources: &["RR-SITES"],
        reads: RIGHT,
        eval: |case| Value::Number(grid_right(&case.draw)),
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
    use super::super::tests::number;
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
    fn years_of_supply_end_with_the_agreement() {
        let text = "name: A\nas_of: 2026-01\npower: {supply_ends: 2032-07}";
        assert_eq!(number("power.supply-years", "nvl72", text), 6.5);
        let past = text.replace("2032-07", "2020");
        assert_eq!(number("power.supply-years", "nvl72", &past), 0.0);
    }

    #[test]
    fn availability_matches_the_hours_of_the_nines() {
        // 99.99 % is 0.88 h a year, 99.9 % is 8.8 h.
        assert!((availability(0.876) - 0.9999).abs() < 1e-9);
        assert!((availability(8.76) - 0.999).abs() < 1e-9);
    }
}
