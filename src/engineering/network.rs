//! Fiber to the site and the network inside it.

use super::{Better, Effect, Kind, Metric, Role, Value, YES_NO, fact, stated, stated_word};
use crate::estimate::{Bounds, Estimate};
use crate::site::network::Cabling;
use crate::site::path::fact_path;
use crate::units::{Kilometers, MetricUnit, Milliseconds};
use Effect::Worsens;

/// One-way delay of light in fiber, ms for each km (sources LYNX, ADG-36).
pub(crate) const FIBER_MS_PER_KM: f64 = 4.9e-3;

/// Length of a fiber route over the distance on the map, where only the map is known: low, likely, high.
///
/// Likely 1.5 by a check of Childress to Dallas (6 ms over some 400 km; IREN-CH); the ends are ours.
pub(crate) const ROUTE_FACTOR: [f64; 3] = [1.2, 1.5, 2.0];

/// Round-trip time over a fiber route: 2 × km × 4.9 µs/km. 204 km give 2 ms; 612 km give 6 ms.
#[must_use]
pub(crate) fn rtt_ms(route_km: f64) -> f64 {
    2.0 * route_km * FIBER_MS_PER_KM
}

/// Round-trip time over a distance on the map, with the range of route factors.
#[must_use]
pub(crate) fn rtt_from_map(distance: Estimate<Kilometers>) -> Bounds {
    let [low, likely, high] = ROUTE_FACTOR;
    let factor =
        Estimate::<Milliseconds>::new(low, likely, high).unwrap_or(Estimate::exact(likely));
    distance
        .rising::<Milliseconds, Milliseconds>(factor, |km, factor| rtt_ms(km * factor))
        .into()
}

/// Metrics about fiber and network.
pub(crate) const METRICS: &[Metric] = &[
    stated!(
        "fiber.diverse-routes",
        MetricUnit::Plain,
        Higher,
        "Physically diverse fiber routes",
        fiber.diverse_routes
    ),
    stated!(
        "fiber.carriers",
        MetricUnit::Plain,
        Higher,
        "Carriers that can serve the site",
        fiber.carriers
    ),
    stated_word!(
        "fiber.dark-fiber",
        YES_NO,
        "Dark fiber can be had",
        fiber.dark_fiber,
        Value::flag
    ),
    stated!(
        "fiber.lateral-km",
        MetricUnit::Kilometers,
        Lower,
        "Length of the lateral to the nearest backbone",
        fiber.lateral_km
    ),
    Metric {
        id: "fiber.rtt-ms",
        unit: MetricUnit::Milliseconds,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Round trip to the nearest major metro",
        formula: "as measured; else 2 × distance × route factor (1.2 to 2, likely 1.5) × 4.9 µs/km",
        sources: &["LYNX", "IREN-CH"],
        reads: &[
            ("fiber.rtt_ms", Worsens),
            ("location.metro_distance_km", Worsens),
        ],
        eval: |case, trace| {
            if let Some(rtt) = trace.optional(fact!(case.site, fiber.rtt_ms)) {
                return Value::Number(rtt.into());
            }
            match trace.optional(fact!(case.site, location.metro_distance_km)) {
                Some(distance) => Value::Number(rtt_from_map(distance)),
                None => {
                    trace.note(fact_path!("fiber.rtt_ms"), false);
                    Value::Unknown
                }
            }
        },
    },
    stated!(
        "fiber.strands",
        MetricUnit::Plain,
        Higher,
        "Strands of fiber into the site",
        fiber.strands
    ),
    stated!(
        "fiber.capacity-gbps",
        MetricUnit::Gbps,
        Higher,
        "Lit capacity contracted",
        fiber.capacity_gbps
    ),
    stated!(
        "fiber.meet-me-rooms",
        MetricUnit::Plain,
        Higher,
        "Meet-me rooms with entries of their own",
        fiber.meet_me_rooms
    ),
    stated!(
        "network.fabric-gbps",
        MetricUnit::Gbps,
        Higher,
        "Fastest port of the internal fabric",
        network.fabric_gbps
    ),
    stated_word!(
        "network.cabling",
        Cabling::WORDS,
        "Cabling between the racks",
        network.cabling,
        |w: Cabling| { Value::Word(w.word()) }
    ),
    stated!(
        "network.hall-spread-m",
        MetricUnit::Meters,
        Lower,
        "Cable length between the farthest halls of a cluster",
        network.hall_spread_m
    ),
    stated_word!(
        "network.out-of-band",
        YES_NO,
        "A separate management network",
        network.out_of_band,
        Value::flag
    ),
];

#[cfg(test)]
mod tests {
    use super::super::tests::value;
    use super::*;

    #[test]
    fn two_milliseconds_are_204_km_of_glass() {
        assert!((rtt_ms(204.0) - 2.0).abs() < 0.001);
        assert!((rtt_ms(612.0) - 6.0).abs() < 0.01);
    }

    #[test]
    fn childress_to_dallas_checks_the_route_factor() {
        let Value::Number(rtt) = value(
            "fiber.rtt-ms",
            "nvl72",
            "name: A\nlocation: {metro_distance_km: 402}",
        ) else {
            panic!()
        };
        assert!((rtt.likely - 6.0).abs() < 0.15, "{rtt:?}");
        assert!(rtt.low < 5.0 && rtt.high.unwrap() > 7.0);
    }

    #[test]
    fn a_measured_round_trip_outranks_the_map() {
        let text = "name: A\nlocation: {metro_distance_km: 402}\nfiber: {rtt_ms: 11}";
        assert_eq!(value("fiber.rtt-ms", "nvl72", text), Value::exact(11.0));
    }
}
