//! What must hold for every site: the order of the score, what a missing fact may do, what a better one may not.

use proptest::prelude::*;
use rackready::assess::{Assessment, Assessor, Brief};
use rackready::checklist;
use rackready::hosting::{Target, catalog};
use rackready::rules::GateState;
use rackready::site::Site;

use crate::support::{site_of, targets};

/// One fact: its path in the file, and values from worse to better where it has a direction.
struct Fact {
    path: &'static str,
    values: &'static [&'static str],
    /// Whether a later value is better in every metric the fact reaches.
    ascending: bool,
}

const fn up(path: &'static str, values: &'static [&'static str]) -> Fact {
    Fact {
        path,
        values,
        ascending: true,
    }
}

const fn mixed(path: &'static str, values: &'static [&'static str]) -> Fact {
    Fact {
        path,
        values,
        ascending: false,
    }
}

/// Facts of generated sites. Those that decide how many MW the site could carry have no direction
/// here: the rows that ask for cooling or backup *for each MW* ask for more as the site grows.
const FACTS: &[Fact] = &[
    mixed("power.energized_mw", &["0", "20", "90", "300"]),
    mixed("power.approved_mw", &["300", "600", "1400"]),
    mixed(
        "power.connection",
        &["off-grid", "behind-the-meter", "grid"],
    ),
    mixed("power.firmness", &["interruptible", "firm"]),
    mixed("power.interruptible_hours_per_year", &["300", "40", "0"]),
    mixed("power.standby_mw", &["0", "50"]),
    mixed(
        "power.onsite_plant",
        &["[]", "[{count: 1, mw: 110}]", "[{count: 4, mw: 55}]"],
    ),
    up("power.feeds", &["1", "2", "3"]),
    up("power.voltage_kv", &["25", "69", "138", "345"]),
    up("power.outage_hours_per_year", &["20", "5", "1", "0.4"]),
    up("power.outages_per_year", &["9", "2", "0.3"]),
    up("power.ride_through", &["false", "true"]),
    up("substation.spare_transformer", &["false", "true"]),
    mixed(
        "substation.transformers",
        &["[{count: 1, mva: 300}]", "[{count: 3, mva: 120}]"],
    ),
    up("cooling.pumps_on_ups", &["false", "true"]),
    up(
        "cooling.cdus",
        &["[]", "[{count: 8, mw: 1.5}]", "[{count: 200, mw: 1.5}]"],
    ),
    up("cooling.design_dry_bulb_c", &["45", "38", "25", "15"]),
    up("cooling.loop_supply_c", &["50", "40", "30", "18"]),
    up("cooling.water_m3_per_day", &["0", "500", "9000"]),
    up("fiber.diverse_routes", &["0", "1", "2", "3"]),
    up("fiber.carriers", &["0", "1", "3"]),
    up("fiber.dark_fiber", &["false", "true"]),
    up("fiber.lateral_km", &["200", "30", "2"]),
    up("fiber.rtt_ms", &["80", "30", "9", "1"]),
    up("network.out_of_band", &["false", "true"]),
    up(
        "redundancy.generators",
        &["[]", "[{count: 12, mw: 2.5, fuel_hours: 24}]"],
    ),
    up(
        "redundancy.ups",
        &["[]", "[{count: 12, mw: 2.5, minutes: 5}]"],
    ),
    up("redundancy.distribution_paths", &["1", "2"]),
    up("redundancy.concurrently_maintainable", &["false", "true"]),
    mixed(
        "halls",
        &[
            "[]",
            "[{building: containers}]",
            "[{building: hall, area_m2: 9000, floor_load_kpa: 20}, {building: data-center}]",
        ],
    ),
    mixed("land.area_acres", &["6", "90", "600"]),
    up("land.buildable_acres", &["1", "60", "500"]),
    mixed(
        "land.tenure",
        &["short-lease", "lease", "long-lease", "freehold"],
    ),
    mixed(
        "land.flood_zone",
        &["inside-100-year", "outside-100-year", "outside-500-year"],
    ),
    mixed(
        "permits",
        &[
            "[]",
            "[{kind: moratorium, status: denied}]",
            "[{kind: moratorium, status: denied, expires_on: 2031}]",
            "[{kind: air, status: pending}]",
        ],
    ),
    mixed(
        "community.stance",
        &[
            "organized-opposition",
            "some-opposition",
            "neutral",
            "welcoming",
        ],
    ),
    mixed("as_of", &["2026-01"]),
];

/// For each fact the value it has, or none.
type Choice = Vec<Option<usize>>;

fn choices() -> impl Strategy<Value = Choice> {
    FACTS
        .iter()
        .map(|f| prop::option::of(0..f.values.len()))
        .collect::<Vec<_>>()
}

fn fact_at(path: &str) -> usize {
    FACTS.iter().position(|f| f.path == path).unwrap()
}

fn directed() -> Vec<usize> {
    (0..FACTS.len()).filter(|i| FACTS[*i].ascending).collect()
}

fn target(id: &str) -> Target<'static> {
    catalog().target(id).unwrap()
}

fn site(choice: &Choice) -> Site {
    let mut sections: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
    for (fact, value) in FACTS
        .iter()
        .zip(choice)
        .filter_map(|(f, c)| Some((f, f.values[(*c)?])))
    {
        match fact.path.split_once('.') {
            Some((section, key)) => {
                *sections.entry(section).or_default() += &format!("\n  {key}: {value}")
            }
            None => *sections.entry(fact.path).or_default() += &format!(" {value}"),
        }
    }
    // The file format asks for one figure under power.
    *sections.entry("power").or_default() += "\n  requested_mw: 2000";
    let body: String = sections
        .iter()
        .map(|(name, text)| format!("{name}:{text}\n"))
        .collect();
    site_of(&format!("name: Generated\n{body}"))
}

fn assess(site: &Site, target: Target<'static>) -> Assessment<'static> {
    Assessor::of(checklist::built_in()).assess(site, target)
}

fn brief(site: &Site, target: Target<'static>) -> Brief<'static> {
    Assessor::of(checklist::built_in()).brief(site, target)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_score_is_ordered_and_from_0_to_100(choice in choices(), id in targets()) {
        let assessment = assess(&site(&choice), target(&id));
        for score in [assessment.convertibility, assessment.readiness] {
            let ordered = [0.0, score.worst, score.p10, score.expected, score.p90, score.best, 100.0];
            prop_assert!(ordered.windows(2).all(|w| w[0] <= w[1] + 1e-9), "{score:?}");
        }
        prop_assert!((0.0..=1.0).contains(&assessment.confidence));
        for bounds in [assessment.capacity.today_mw, assessment.capacity.ceiling_mw] {
            prop_assert!(bounds.low <= bounds.likely + 1e-9, "{bounds:?}");
            prop_assert!(bounds.high.is_none_or(|high| bounds.likely <= high + 1e-9), "{bounds:?}");
        }
        prop_assert_eq!(assessment.findings.len(), checklist::built_in().requirements.len());
    }

    #[test]
    fn taking_a_fact_away_never_narrows_the_bounds_nor_passes_a_gate(
        choice in choices(), id in targets(), at in 0..FACTS.len()
    ) {
        let full = assess(&site(&choice), target(&id));
        let mut less = choice.clone();
        less[at] = None;
        let less = assess(&site(&less), target(&id));
        let width = |a: &Assessment| a.convertibility.best - a.convertibility.worst;
        // A plant described in full says more about firmness than the word whose place it takes.
        let plant_speaks = FACTS[at].path == "power.firmness" && choice[fact_at("power.onsite_plant")].is_some();
        prop_assert!(plant_speaks || width(&less) >= width(&full) - 1e-6, "{}: {} < {}", FACTS[at].path, width(&less), width(&full));
        let gates = |a: &Assessment| -> std::collections::BTreeMap<String, GateState> {
            a.findings.iter().filter_map(|f| Some((f.requirement.id.clone(), f.gate()?))).collect()
        };
        let before = gates(&full);
        for (id, state) in gates(&less) {
            if state == GateState::Passed {
                prop_assert_eq!(before.get(&id), Some(&GateState::Passed), "{} without {}", id, FACTS[at].path);
            }
        }
    }

    #[test]
    fn a_better_fact_never_lowers_a_score_or_a_megawatt(
        choice in choices(), id in targets(), at in prop::sample::select(directed())
    ) {
        let fact = &FACTS[at];
        let (mut worse, mut better) = (choice.clone(), choice);
        worse[at] = Some(0);
        for value in 1..fact.values.len() {
            better[at] = Some(value);
            let (low, high) = (assess(&site(&worse), target(&id)), assess(&site(&better), target(&id)));
            let pairs = [
                (low.convertibility.worst, high.convertibility.worst),
                (low.convertibility.expected, high.convertibility.expected),
                (low.convertibility.best, high.convertibility.best),
                (low.readiness.expected, high.readiness.expected),
                (low.capacity.today_mw.likely, high.capacity.today_mw.likely),
                (low.capacity.ceiling_mw.likely, high.capacity.ceiling_mw.likely),
            ];
            for (a, b) in pairs {
                prop_assert!(b >= a - 1e-6, "{} {} → {}: {a} → {b}", fact.path, fact.values[value - 1], fact.values[value]);
            }
            worse[at] = Some(value);
        }
    }

    #[test]
    fn the_brief_and_the_whole_assessment_agree(choice in choices(), id in targets()) {
        let site = site(&choice);
        let (whole, short) = (assess(&site, target(&id)), brief(&site, target(&id)));
        prop_assert_eq!(whole.convertibility, short.convertibility);
        prop_assert_eq!(whole.verdict, short.verdict);
    }
}

#[test]
fn applicability_depends_on_the_target_alone() {
    let full = site(&FACTS.iter().map(|f| Some(f.values.len() - 1)).collect());
    for target in catalog().every() {
        let (full, empty) = (assess(&full, target), assess(&Site::default(), target));
        let asked = |a: &Assessment| -> Vec<(String, bool)> {
            a.findings
                .iter()
                .map(|f| {
                    (
                        f.requirement.id.clone(),
                        f.status == rackready::rules::Status::NotApplicable,
                    )
                })
                .collect()
        };
        assert_eq!(asked(&full), asked(&empty), "{}", target.id());
    }
}
