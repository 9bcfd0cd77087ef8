//! Fiber to the site and the network inside it.

use super::{Better, Effect, Kind, Metric, Role, Value, YES_NO, stated, stated_word};
use crate::site::network::Cabling;
use crate::site::path::fact_path;
use crate::units::MetricUnit;
use Effect::Worsens;

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
        formula: "the shortest of those measured; where nobody measured, 2 × distance × route factor × 4.9 µs/km",
        sources: &["LYNX", "IREN-CH"],
        reads: &[
            ("fiber.rtt_ms", Worsens),
            ("fiber.metros[].rtt_ms", Worsens),
        ],
        eval: |case| {
            let metros = case.draw.list(fact_path!("fiber.metros"));
            let others = metros.filter_map(|metro| metro.get(fact_path!("fiber.metros[].rtt_ms")));
            let nearest = case.draw.get(fact_path!("fiber.rtt_ms"));
            Value::from(nearest.into_iter().chain(others).reduce(f64::min))
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
        Value::word
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
    use super::super::tests::number;

    #[test]
    fn childress_to_dallas_checks_the_round_trip_over_the_map() {
        let text = "name: A\nlocation: {metro_distance_km: 402}";
        let rtt = number("fiber.rtt-ms", "nvl72", text);
        assert!((rtt - 6.0).abs() < 0.15, "{rtt}");
    }

    #[test]
    fn a_measured_round_trip_outranks_the_map() {
        let text = "name: A\nlocation: {metro_distance_km: 402}\nfiber: {rtt_ms: 11}";
        assert_eq!(number("fiber.rtt-ms", "nvl72", text), 11.0);
    }

    #[test]
    fn the_nearest_of_several_metros_counts() {
        let of = |fiber: &str| {
            let text = format!("name: A\nlocation: {{metro_distance_km: 402}}\nfiber: {{{fiber}}}");
            number("fiber.rtt-ms", "nvl72", &text)
        };
        let metros = "metros: [{metro: Austin, rtt_ms: 9}, {metro: Dallas, rtt_ms: 14}]";
        assert_eq!(of(metros), 9.0);
        assert_eq!(of(&format!("rtt_ms: 11, {metros}")), 9.0);
        assert_eq!(of(&format!("rtt_ms: 8, {metros}")), 8.0);
    }
}
