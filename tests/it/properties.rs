//! What must hold for every site: the order of the score, what a missing fact may do, what a better one may not.

use proptest::prelude::*;
use rackready::assess::{Assessment, Assessor, Brief, Detail};
use rackready::checklist;
use rackready::hosting::{Target, catalog};
use rackready::site::Site;
use rackready::spread::Bounded;
use rackready::typical::{self, Sample};

use crate::support::{site_of, targets};

/// One fact: its path in the file, and values from worse to better where it has a direction.
struct Fact {
    path: &'static str,
    values: &'static [&'static str],
    better: Later,
}

/// What a later value does.
#[derive(PartialEq)]
enum Later {
    /// It is better in every metric the fact reaches.
    Better,
    /// It makes the site larger, and with it what the rows ask that count for each MW.
    Larger,
    /// It has no direction.
    Mixed,
}

const fn up(path: &'static str, values: &'static [&'static str]) -> Fact {
    Fact {
        path,
        values,
        better: Later::Better,
    }
}

const fn larger(path: &'static str, values: &'static [&'static str]) -> Fact {
    Fact {
        path,
        values,
        better: Later::Larger,
    }
}

const fn mixed(path: &'static str, values: &'static [&'static str]) -> Fact {
    Fact {
        path,
        values,
        better: Later::Mixed,
    }
}

/// Facts of generated sites. Those that decide how many MW the site could carry raise no score: the rows that ask
/// for cooling or backup *for each MW* ask for more as the site grows.
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
    larger("power.voltage_kv", &["25", "69", "138", "345"]),
    // A grid that spares engines lifts what their permit holds down.
    larger("power.outage_hours_per_year", &["20", "5", "1", "0.4"]),
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
    larger("cooling.design_dry_bulb_c", &["45", "38", "25", "15"]),
    up("cooling.loop_supply_c", &["50", "40", "30", "18"]),
    larger("cooling.water_m3_per_day", &["0", "500", "9000"]),
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
    larger("land.area_acres", &["6", "90", "600"]),
    larger("land.buildable_acres", &["1", "60", "500"]),
    mixed(
        "land.tenure",
        &["short-lease", "lease", "long-lease", "freehold"],
    ),
    up("land.tenure_extension", &["false", "true"]),
    up("power.supply_extension", &["false", "true"]),
    mixed(
        "land.zoning",
        &["not-permitted", "conditional", "permitted"],
    ),
    up("land.rezoning", &["false", "true"]),
    up("land.ownership", &["hosted", "tenant", "owner"]),
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
            "[{kind: air, status: denied}, {kind: zoning, status: contested}]",
            "[{kind: air, status: granted, cap_mw: 60}, {kind: grid, status: contested, upheld: false}]",
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

fn directed() -> Vec<usize> {
    (0..FACTS.len())
        .filter(|i| FACTS[*i].better != Later::Mixed)
        .collect()
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

/// Few draws tell as much about what must hold in each.
const SAMPLE: Sample = Sample { draws: 12, seed: 5 };

fn assessor() -> Assessor<'static> {
    Assessor::of(checklist::built_in()).drawn(typical::built_in(), SAMPLE)
}

fn assess(site: &Site, target: Target<'static>) -> Assessment<'static> {
    assessor().assess(site, target)
}

fn brief(site: &Site, target: Target<'static>) -> Brief<'static> {
    assessor().brief(site, target, Detail::Ends)
}

fn in_order(of: Bounded) -> bool {
    let Bounded {
        spread,
        worst,
        best,
    } = of;
    let (worst, best) = (
        worst.unwrap_or(f64::NEG_INFINITY),
        best.unwrap_or(f64::INFINITY),
    );
    let inside = [spread.p10, spread.p50, spread.p90, spread.mean];
    let lies = |x: &f64| x.is_finite() && worst <= x + 1e-9 && *x <= best + 1e-9;
    inside.iter().all(lies) && spread.p10 <= spread.p50 && spread.p50 <= spread.p90
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_quantity_is_finite_and_in_order(choice in choices(), id in targets()) {
        let assessment = assess(&site(&choice), target(&id));
        for score in [assessment.convertibility, assessment.readiness] {
            prop_assert!(in_order(score) && score.worst >= Some(0.0) && score.best.is_some_and(|best| best <= 100.0), "{score:?}");
        }
        let capacity = &assessment.capacity;
        let planned = assessment.plan.figures.planned_mw;
        for mw in [capacity.today_mw, capacity.ceiling_mw, planned] {
            prop_assert!(in_order(mw) && mw.worst >= Some(0.0), "{mw:?}");
        }
        for limit in &capacity.limits {
            prop_assert!(in_order(limit.mw), "{limit:?}");
        }
        let figures = &assessment.plan.figures;
        for money in [figures.owner_total, figures.tenant_total].into_iter().chain(figures.per_mw) {
            prop_assert!(money.p10.is_finite() && money.p10 <= money.p50 && money.p50 <= money.p90 && money.p90.is_finite(), "{money:?}");
        }
        for share in [assessment.confidence, capacity.share] {
            prop_assert!((0.0..=1.0).contains(&share));
        }
        let chance = assessment.verdict.chance;
        let all = chance.converting() + chance.bridge + chance.keep_mining;
        prop_assert!((all - 1.0).abs() < 1e-9, "{chance:?}");
        prop_assert_eq!(assessment.findings.len(), checklist::built_in().requirements.len());
    }

    #[test]
    fn a_plan_carries_no_more_than_the_ceiling(choice in choices(), id in targets()) {
        let assessment = assess(&site(&choice), target(&id));
        let (planned, ceiling) = (assessment.plan.figures.planned_mw, assessment.capacity.ceiling_mw);
        let best = |mw: Bounded| mw.best.unwrap_or(f64::INFINITY);
        prop_assert!(best(planned) <= best(ceiling) + 1e-6 && planned.spread.p90 <= ceiling.spread.p90 + 1e-6, "{planned:?} {ceiling:?}");
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
            let of = |a: &Assessment| {
                let megawatts = [a.capacity.today_mw, a.capacity.ceiling_mw];
                let ends = |b: Bounded| [b.worst.unwrap_or(f64::NEG_INFINITY), b.best.unwrap_or(f64::INFINITY)];
                let mut all: Vec<f64> = megawatts.into_iter().flat_map(ends).collect();
                if fact.better == Later::Better {
                    let scores = [a.convertibility, a.readiness].into_iter();
                    // The mean of MW is over the draws that carry the tenant's least on one route, which can be another.
                    all.extend(scores.flat_map(|b| [ends(b)[0], b.spread.mean, ends(b)[1]]));
                }
                all
            };
            for (a, b) in of(&low).into_iter().zip(of(&high)) {
                prop_assert!(b >= a - 1e-6, "{} {} → {}: {a} → {b}", fact.path, fact.values[value - 1], fact.values[value]);
            }
            worse[at] = Some(value);
        }
    }

    #[test]
    fn the_brief_and_the_whole_assessment_agree(choice in choices(), id in targets()) {
        let site = site(&choice);
        let (whole, short) = (assess(&site, target(&id)).brief(), brief(&site, target(&id)));
        prop_assert_eq!(format!("{whole:?}"), format!("{short:?}"));
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
