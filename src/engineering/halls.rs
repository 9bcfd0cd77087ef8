//! The standing halls: what they carry, and what they are made of.

use super::{Better, Case, Effect, Kind, Metric, Role, Trace, Value, YES_NO};
use crate::estimate::{Bounds, Estimate};
use crate::hosting::Target;
use crate::site::fact::Fact;
use crate::site::halls::{Building, Containment, Fire, Hall, RackStandard, Security};
use crate::site::path::{FactPath, fact_path};
use crate::site::shape::Node;
use crate::units::{Count, MetricUnit};
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

/// Critical IT MW that the floor of a hall and its equals carries; `None` where nobody measured it.
#[must_use]
pub(crate) fn floor_it_mw(hall: &Hall, target: &Target) -> Option<Bounds> {
    let per_mw = target.hardware.parameters.area_m2_per_mw.bounds();
    let area = hall.area_m2.known()?;
    let total: Estimate<Count> = area.rising(equal_halls(Some(hall)), |m2, n| m2 * n);
    Some(Bounds {
        low: area_it_mw(total.low(), per_mw.high.unwrap_or(per_mw.likely)),
        likely: area_it_mw(total.likely(), per_mw.likely),
        high: Some(area_it_mw(total.high(), per_mw.low)),
    })
}

/// Reads a fact of the hall in question; without any hall the list of halls is what is missing.
fn hall_fact<'a, T: Node>(
    case: &Case<'a>,
    trace: &mut Trace,
    path: FactPath,
    fact: impl Fn(&'a Hall) -> &'a Fact<T>,
) -> Option<&'a T> {
    match (case.hall, case.hall()) {
        (Some(index), Some(hall)) => {
            let fact = fact(hall);
            trace.note_in_hall(path, index, fact.is_stated());
            fact.get()
        }
        _ => {
            trace.note(fact_path!("halls"), false);
            None
        }
    }
}

/// Critical IT MW that the floor of the hall in question and its equals carries.
pub(crate) fn area_it(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    hall_fact(case, trace, fact_path!("halls[].area_m2"), |h| &h.area_m2);
    floor_it_mw(case.hall()?, &case.target)
}

/// Critical IT MW on the rack positions of the hall in question and its equals.
pub(crate) fn racks_it(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let rack_kw = case.target.hardware.parameters.rack_kw.value;
    let racks = hall_fact(case, trace, fact_path!("halls[].racks"), |h| &h.racks);
    let fed = hall_fact(case, trace, fact_path!("halls[].rack_kw"), |h| &h.rack_kw);
    let (racks, fed) = racks.zip(fed)?;
    let one: Estimate<Count> = racks.rising(*fed, |n, kw| n * kw.min(rack_kw) / 1_000.0);
    let all: Estimate<Count> = one.rising(equal_halls(case.hall()), |mw, n| mw * n);
    Some(all.into())
}

fn equal_halls(hall: Option<&Hall>) -> Estimate<Count> {
    hall.and_then(|h| h.count.known())
        .unwrap_or(Estimate::exact(1.0))
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
            eval: |case, trace| {
                hall_fact(
                    case,
                    trace,
                    fact_path!(concat!("halls[].", stringify!($field))),
                    |h| &h.$field,
                )
                .map_or(Value::Unknown, |e| Value::Number((*e).into()))
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
            eval: |case, trace| {
                let say: fn(_) -> Value = $say;
                hall_fact(
                    case,
                    trace,
                    fact_path!(concat!("halls[].", stringify!($field))),
                    |h| &h.$field,
                )
                .map_or(Value::Unknown, |w| say(*w))
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
        |w: Building| Value::Word(w.word())
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
        eval: |case, trace| Value::from(area_it(case, trace)),
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
        |w: RackStandard| { Value::Word(w.word()) }
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
        eval: |case, trace| Value::from(racks_it(case, trace)),
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
        |w: Containment| { Value::Word(w.word()) }
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
        |w: Fire| Value::Word(w.word())
    ),
    hall_word!(
        "hall.security",
        Security::WORDS,
        "Security of the premises",
        security,
        |w: Security| Value::Word(w.word())
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
    use super::super::tests::value;
    use super::*;

    #[test]
    fn area_carries_the_megawatts_of_ellendale() {
        // 380,000 sq ft (35,303 m²) were built for 100 MW: 353 m² a MW.
        assert!((area_it_mw(35_303.0, 353.0) - 100.0).abs() < 0.1);
        let text = "name: A\nhalls: [{area_m2: 10000, count: 2}]";
        let Value::Number(mw) = value("hall.area-mw", "nvl72", text) else {
            panic!()
        };
        assert!(mw.low <= mw.likely && mw.likely <= mw.high.unwrap());
        assert!((mw.low - 20_000.0 / 455.0).abs() < 1.0, "{mw:?}");
    }

    #[test]
    fn racks_count_at_the_smaller_load() {
        let text = "name: A\nhalls: [{racks: 100, rack_kw: 40}]";
        assert_eq!(value("hall.racks-mw", "nvl72", text), Value::exact(4.0));
        let air = value("hall.racks-mw", "air-colo", text);
        assert!(
            matches!(air, Value::Number(mw) if mw.likely < 4.0),
            "{air:?}"
        );
    }
}
