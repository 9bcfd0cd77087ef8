//! The standing halls: what they carry, and what they are made of.

use super::{Better, Case, Effect, Kind, Metric, Role, Value, YES_NO};
use crate::hosting::Target;
use crate::site::halls::{Building, Containment, Fire, RackStandard, Security};
use crate::site::path::{FactPath, fact_path};
use crate::typical::draw::Entry;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

/// Critical IT MW that a floor area carries.
#[must_use]
pub(crate) fn area_it_mw(area_m2: f64, m2_per_mw: f64) -> f64 {
    if m2_per_mw <= 0.0 {
        0.0
    } else {
        area_m2 / m2_per_mw
    }
}

/// Critical IT MW that the floor of a hall and its equals carries.
#[must_use]
pub(crate) fn floor_it_mw(hall: &Entry, target: &Target) -> f64 {
    let per_mw = target.hardware.parameters.area_m2_per_mw.value;
    equal_halls(hall) * area_it_mw(hall.number(fact_path!("halls[].area_m2")), per_mw)
}

/// Critical IT MW on the rack positions of a hall and its equals.
#[must_use]
pub(crate) fn racks_it_mw(hall: &Entry, target: &Target) -> f64 {
    let asked_kw = target.hardware.parameters.rack_kw.value;
    let rack_kw = hall.number(fact_path!("halls[].rack_kw")).min(asked_kw);
    equal_halls(hall) * hall.number(fact_path!("halls[].racks")) * rack_kw / 1_000.0
}

fn equal_halls(hall: &Entry) -> f64 {
    hall.number(fact_path!("halls[].count"))
}

fn hall_fact(case: &Case, fact: FactPath) -> Option<f64> {
    case.hall()?.get(fact)
}

macro_rules! hall_number {
    ($id:literal, $unit:expr, $better:ident, $effect:ident, $summary:literal, $field:ident) => {
        Metric {
            id: $id,
            unit: $unit,
            role: Role::OfHall,
            kind: Kind::Number(Better::$better),
            summary: $summary,
            formula: "as stated for the hall",
            sources: &[],
            reads: &[(concat!("halls[].", stringify!($field)), $effect)],
            eval: |case| {
                let fact = fact_path!(concat!("halls[].", stringify!($field)));
                Value::from(hall_fact(case, fact))
            },
        }
    };
}

macro_rules! hall_word {
    ($id:literal, $words:expr, $summary:literal, $field:ident, $say:expr) => {
        Metric {
            id: $id,
            unit: MetricUnit::Plain,
            role: Role::OfHall,
            kind: Kind::Words($words),
            summary: $summary,
            formula: "as stated for the hall",
            sources: &[],
            reads: &[(concat!("halls[].", stringify!($field)), Mixed)],
            eval: |case| {
                let fact = fact_path!(concat!("halls[].", stringify!($field)));
                hall_fact(case, fact).map_or(Value::Absent, $say)
            },
        }
    };
}

/// Metrics about one standing hall.
pub(crate) const METRICS: &[Metric] = &[
    hall_word!(
        "hall.building",
        Building::WORDS,
        "Kind of building",
        building,
        Value::word
    ),
    Metric {
        id: "hall.area-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::OfHall,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that the floor of the hall and its equals carries",
        formula: "area × number of equal halls / m² for each MW IT of the hardware",
        sources: &["APLD-SF", "CRUSOE", "SABRE"],
        reads: &[("halls[].area_m2", Improves), ("halls[].count", Improves)],
        eval: |case| Value::from(case.hall().map(|hall| floor_it_mw(&hall, &case.target))),
    },
    hall_number!(
        "hall.floor-load-kpa",
        MetricUnit::Kilopascals,
        Higher,
        Improves,
        "Uniform load the floor carries",
        floor_load_kpa
    ),
    hall_number!(
        "hall.clear-height-m",
        MetricUnit::Meters,
        Higher,
        Improves,
        "Clear height under obstructions",
        clear_height_m
    ),
    hall_word!(
        "hall.slab",
        YES_NO,
        "Ground-bearing concrete slab",
        slab_on_grade,
        Value::flag
    ),
    hall_word!(
        "hall.rack-standard",
        RackStandard::WORDS,
        "What the machines stand in",
        rack_standard,
        Value::word
    ),
    hall_number!(
        "hall.rack-kw",
        MetricUnit::KwPerRack,
        Higher,
        Improves,
        "Load that one rack position is fed and cooled for",
        rack_kw
    ),
    Metric {
        id: "hall.racks-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::OfHall,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT on the rack positions of the hall and its equals",
        formula: "racks × smaller of rack kW today and the target's rack kW × number of equal halls / 1000",
        sources: &[],
        reads: &[
            ("halls[].racks", Improves),
            ("halls[].rack_kw", Improves),
            ("halls[].count", Improves),
        ],
        eval: |case| Value::from(case.hall().map(|hall| racks_it_mw(&hall, &case.target))),
    },
    hall_number!(
        "hall.supply-v",
        MetricUnit::Volts,
        Higher,
        Improves,
        "Voltage supplied to the rack",
        supply_v
    ),
    hall_word!(
        "hall.containment",
        Containment::WORDS,
        "How hot and cold air are kept apart",
        containment,
        Value::word
    ),
    hall_number!(
        "hall.iso-class",
        MetricUnit::Plain,
        Lower,
        Worsens,
        "ISO 14644-1 cleanliness class",
        iso_class
    ),
    hall_number!(
        "hall.copper-corrosion",
        MetricUnit::AngstromsPerMonth,
        Lower,
        Worsens,
        "Corrosion of a copper coupon",
        copper_angstrom_per_month
    ),
    hall_word!(
        "hall.fire",
        Fire::WORDS,
        "Fire protection",
        fire,
        Value::word
    ),
    hall_word!(
        "hall.security",
        Security::WORDS,
        "Security of the premises",
        security,
        Value::word
    ),
    hall_number!(
        "hall.move-route-kg",
        MetricUnit::Kilograms,
        Higher,
        Improves,
        "Heaviest crate the way to the floor takes",
        move_route_kg
    ),
];

#[cfg(test)]
mod tests {
    use super::super::tests::{number, value, word};
    use super::*;

    #[test]
    fn area_carries_the_megawatts_of_ellendale() {
        // 380,000 sq ft (35,303 m²) were built for 100 MW: 353 m² a MW.
        assert!((area_it_mw(35_303.0, 353.0) - 100.0).abs() < 0.1);
        let text = "name: A\nhalls: [{area_m2: 10000, count: 2}]";
        let mw = number("hall.area-mw", "nvl72", text);
        assert!((mw - 20_000.0 / 380.0).abs() < 0.1, "{mw:?}");
    }

    #[test]
    fn racks_count_at_the_smaller_load() {
        let text = "name: A\nhalls: [{count: 1, racks: 100, rack_kw: 40}]";
        assert_eq!(number("hall.racks-mw", "nvl72", text), 4.0);
        assert!(number("hall.racks-mw", "air-colo", text) < 4.0);
    }

    #[test]
    fn a_site_without_halls_has_nothing_to_say_of_them() {
        for metric in METRICS {
            let value = value(metric.id, "nvl72", "name: A\nhalls: []");
            assert_eq!(value, Value::Absent, "{}", metric.id);
        }
        let text = "name: A\nhalls: [{building: warehouse, slab_on_grade: true}]";
        assert_eq!(word("hall.building", "nvl72", text), "warehouse");
        assert_eq!(word("hall.slab", "nvl72", text), "yes");
    }
}
