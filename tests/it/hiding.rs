//! Whoever leaves a bad fact out gains nothing anywhere.

use std::collections::BTreeSet;

use rackready::assess::Assessor;
use rackready::checklist;
use rackready::hosting::{Target, catalog};
use rackready::rules::contradictions;
use rackready::site::Site;
use rackready::typical::{self, Sample};

use crate::fuzz::targets::hiding::{SLACK, ends, gains, hidden, leaves};
use crate::support::{site_files, site_in, site_of};

/// A fictional mine of which everything is stated.
const BASE: &str = include_str!("../data/base-200-mw.yaml");
/// A name, and lines in place of some of the mine's own.
type Variant = (&'static str, &'static [(&'static str, &'static str)]);

/// The same with bad facts: what stops it, what it lacks, what it waits for.
const BAD: &[Variant] = &[
    (
        "one transformer",
        &[("count: 3\n    mva: 110", "count: 1\n    mva: 110")],
    ),
    (
        "little service",
        &[("owner: customer", "owner: utility\n  service_firm_mw: 10")],
    ),
    (
        "a service through own banks",
        &[("owner: customer", "owner: customer\n  service_firm_mw: 0")],
    ),
    (
        "a service through another's banks",
        &[(
            "owner: customer",
            "owner: third-party\n  service_firm_mw: 0",
        )],
    ),
    (
        "counted by a reporter",
        &[(
            "workforce:",
            "evidence:\n- {path: power, source: press, date: 2026-10, grade: reported}\nworkforce:",
        )],
    ),
    (
        "a distribution feeder",
        &[
            ("voltage_kv: 138", "voltage_kv: 12.47"),
            ("feeds: 2", "feeds: 1"),
        ],
    ),
    (
        "a weak grid with rules",
        &[
            ("short_circuit_mva: 6000", "short_circuit_mva: 300"),
            ("ramp_limit_mw_per_min: 200", "ramp_limit_mw_per_min: 1"),
        ],
    ),
    (
        "nothing to be had",
        &[("obtainable_acres: 100", "obtainable_acres: 0")],
    ),
    (
        "a small plot",
        &[
            ("area_acres: 200", "area_acres: 10"),
            ("buildable_acres: 100", "buildable_acres: 2"),
            ("obtainable_acres: 100", "obtainable_acres: 0"),
        ],
    ),
    (
        "interrupted",
        &[(
            "firmness: firm",
            "firmness: interruptible\n  interruptible_hours_per_year: 300",
        )],
    ),
    (
        "interrupted without engines",
        &[
            (
                "firmness: firm",
                "firmness: interruptible\n  interruptible_hours_per_year: 300\n  interruption_hours_each: 100\n  firming_mw: 0",
            ),
            ("permits: []", "permits:\n- {kind: air, status: denied}"),
        ],
    ),
    (
        "a calm",
        &[
            (
                "connection: grid",
                "connection: behind-the-meter\n  onsite_plant:\n  - {fuel: wind, count: 60, mw: 5}\n  standby_mw: 0",
            ),
            (
                "firmness: firm",
                "firmness: interruptible\n  interruptible_hours_per_year: 4000\n  interruption_hours_each: 60\n  firming_mw: 0",
            ),
            (
                "generators: []",
                "generators:\n  - {count: 116, mw: 2.5, fuel_hours: 24}",
            ),
        ],
    ),
    (
        "behind the meter",
        &[
            (
                "connection: grid",
                "connection: behind-the-meter\n  onsite_plant:\n  - {fuel: gas, count: 2, mw: 10}\n  standby_mw: 0",
            ),
            (
                "firmness: firm",
                "firmness: interruptible\n  interruptible_hours_per_year: 300\n  firming_mw: 0",
            ),
        ],
    ),
    (
        "denied",
        &[(
            "permits: []",
            "permits:\n- {kind: zoning, status: denied}\n- {kind: air, status: denied}\n- {kind: building, status: granted}",
        )],
    ),
    (
        "a permit of no kind",
        &[("permits: []", "permits:\n- {status: denied}")],
    ),
    (
        "a hot and high place",
        &[
            ("design_dry_bulb_c: 38", "design_dry_bulb_c: 47"),
            ("elevation_m: 150", "elevation_m: 2500"),
        ],
    ),
    (
        "a moist place with water",
        &[
            ("design_wet_bulb_c: 24", "design_wet_bulb_c: 31"),
            (
                "water_m3_per_day: 0\n  water_source: none",
                "water_m3_per_day: 900\n  water_source: well",
            ),
        ],
    ),
    (
        "a freeze that ends",
        &[(
            "permits: []",
            "permits:\n- {kind: moratorium, status: denied, expires_on: 2032-01}",
        )],
    ),
    (
        "a freeze that is sought",
        &[(
            "permits: []",
            "permits:\n- {kind: moratorium, status: pending, enacted: true, expires_on: 2032-01}",
        )],
    ),
    (
        "cooled in two ways, far from two metros",
        &[
            (
                "systems: []",
                "systems: [{system: open-air, mw: 150}, {system: hydro, mw: 50}]",
            ),
            ("rtt_ms: 4", "rtt_ms: 55"),
            ("metros: []", "metros: [{metro: Austin, rtt_ms: 58}]"),
        ],
    ),
    (
        "agreed without engines that stand",
        &[
            ("generators_optional: false", "generators_optional: true"),
            ("ups_optional: false", "ups_optional: true"),
        ],
    ),
    (
        "a small hall on much grid",
        &[
            ("area_m2: 5000", "area_m2: 300"),
            ("racks: 300", "racks: 20"),
        ],
    ),
    (
        "a freeze",
        &[(
            "permits: []",
            "permits:\n- {kind: moratorium, status: denied}",
        )],
    ),
    (
        "not wanted",
        &[
            ("zoning: permitted", "zoning: not-permitted"),
            ("stance: neutral", "stance: organized-opposition"),
        ],
    ),
    (
        "for a while",
        &[
            (
                "tenure: freehold",
                "tenure: short-lease\n  tenure_ends: 2028-01",
            ),
            ("supply_ends: 2045-12", "supply_ends: 2027-06"),
        ],
    ),
    (
        "for a while and no longer",
        &[
            (
                "tenure: freehold",
                "tenure: lease\n  tenure_ends: 2031-01\n  tenure_extension: false\n  ownership: tenant\n  landlord: power-plant",
            ),
            (
                "supply_ends: 2045-12",
                "supply_ends: 2030-06\n  supply_extension: false",
            ),
        ],
    ),
    (
        "for a while and renewed",
        &[
            (
                "tenure: freehold",
                "tenure: lease\n  tenure_ends: 2031-01\n  tenure_extension: true\n  ownership: hosted",
            ),
            (
                "supply_ends: 2045-12",
                "supply_ends: 2030-06\n  supply_extension: true",
            ),
        ],
    ),
    (
        "never rezoned",
        &[(
            "zoning: permitted",
            "zoning: not-permitted\n  rezoning: false",
        )],
    ),
    (
        "contested",
        &[(
            "permits: []",
            "permits:\n- {kind: zoning, status: contested, upheld: false, decision_on: 2028-01}\n- {kind: grid, status: contested, upheld: true, decision_on: 2027-09}",
        )],
    ),
    (
        "engines denied",
        &[
            ("permits: []", "permits:\n- {kind: air, status: denied}"),
            ("firmness: firm", "firmness: firm\n  firming_mw: 30"),
        ],
    ),
    (
        "engines capped",
        &[(
            "permits: []",
            "permits:\n- {kind: air, status: granted, cap_mw: 60}\n- {kind: building, status: pending, decision_on: 2028-01}",
        )],
    ),
    (
        "far and hot",
        &[
            ("rtt_ms: 4", "rtt_ms: 80"),
            ("design_dry_bulb_c: 38", "design_dry_bulb_c: 46"),
            ("power_factor: 0.97", "power_factor: 0.85"),
        ],
    ),
    (
        "some plant",
        &[
            (
                "generators: []",
                "generators:\n  - {count: 10, mw: 2.5, fuel_hours: 8}\n  - {count: 1, mw: 1, fuel_hours: 4}",
            ),
            (
                "ups: []",
                "ups:\n  - {count: 3, mw: 1.5, minutes: 5, topology: n}\n  - {count: 4, mw: 1, minutes: 5, topology: 2n}",
            ),
            (
                "plant: []",
                "plant:\n  - {kind: dry-cooler, count: 20, mw: 0.5}",
            ),
        ],
    ),
    (
        "later",
        &[
            ("energized_mw: 200", "energized_mw: 2"),
            (
                "expansion: []",
                "expansion:\n  - {mw: 50, readiness: agreed, date: 2035-01}\n  - {mw: 20, readiness: none, date: 2027-03}",
            ),
        ],
    ),
    (
        "granted for later",
        &[(
            "energized_mw: 200",
            "energized_mw: 2\n  energization:\n  - {mw: 50, date: 2034-01}\n  - {mw: 30, date: 2036-01}\n  fully_energized_on: 2040-01",
        )],
    ),
    (
        "granted without a date",
        &[("energized_mw: 200", "energized_mw: 2\n  energization: []")],
    ),
    (
        "ordered late",
        &[
            (
                "owner: customer",
                "owner: customer\n  transformers_ordered_on: 2026-10\n  switchgear_ordered_on: 2026-10",
            ),
            (
                "generators: []",
                "generators: []\n  generators_ordered_on: 2026-10\n  ups_ordered_on: 2026-10",
            ),
            ("power_factor: 0.97", "power_factor: 0.85"),
        ],
    ),
    (
        "a small hall beside",
        &[(
            "halls:\n",
            "halls:\n- {name: Shop, count: 1, area_m2: 300, clear_height_m: 3, racks: 20, rack_kw: 10}\n",
        )],
    ),
];

fn bad() -> impl Iterator<Item = (String, Site)> {
    BAD.iter().map(|(name, changes)| {
        let text = changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        ((*name).to_owned(), site_of(&text))
    })
}

/// The real sites, the complete mine and its bad variants.
fn sites() -> impl Iterator<Item = (String, Site)> {
    let real = site_files()
        .into_iter()
        .map(|file| (file.display().to_string(), site_in(&file)));
    real.chain([("base".to_owned(), site_of(BASE))])
        .chain(bad())
}

/// The ends hang on no draw, so that few of them do.
fn assessor() -> Assessor<'static> {
    let few = Sample {
        draws: 16,
        ..Sample::default()
    };
    Assessor::of(checklist::built_in()).drawn(typical::built_in(), few)
}

/// A target by its id.
fn hosted(id: &str) -> Target<'static> {
    catalog().target(id).unwrap()
}

/// Hides each fact of some sites in turn: how many were hidden, and what that gained.
fn hide_each(sites: impl Iterator<Item = (String, Site)>, target: &str) -> (usize, Vec<String>) {
    let assessor = assessor();
    let (mut tried, mut gained) = (0, Vec::new());
    for (name, site) in sites.filter(|(_, site)| contradictions(site).is_empty()) {
        let before = ends(&assessor, &site, hosted(target));
        for leaf in leaves(&site) {
            tried += 1;
            let gains = gains(
                &before,
                &ends(&assessor, &hidden(&site, &leaf), hosted(target)),
            );
            gained.extend(
                gains
                    .into_iter()
                    .map(|gain| format!("{name}: {leaf}: {gain}")),
            );
        }
    }
    (tried, gained)
}

#[test]
fn hiding_a_fact_gains_nothing() {
    let (tried, gained) = hide_each(sites(), "nvl72");
    assert!(tried > 1_500);
    assert!(
        gained.is_empty(),
        "{} of {tried}:\n{}",
        gained.len(),
        gained.join("\n")
    );
}

#[test]
fn a_bad_fact_that_is_hidden_opens_the_verdict() {
    let assessor = assessor();
    let mut opened = BTreeSet::new();
    for (variant, leaf) in [
        ("one transformer", "substation.transformers"),
        ("little service", "substation.service_firm_mw"),
        ("nothing to be had", "land.obtainable_acres"),
        ("a small plot", "land"),
        ("granted for later", "power.energization"),
        ("granted for later", "power.fully_energized_on"),
        ("interrupted", "power.firmness"),
        ("interrupted without engines", "power.firmness"),
        (
            "interrupted without engines",
            "power.interruption_hours_each",
        ),
        ("interrupted without engines", "permits[0].status"),
        ("denied", "permits[0].kind"),
        ("a freeze", "permits[0].kind"),
        ("for a while and no longer", "land.tenure_ends"),
        ("never rezoned", "land.rezoning"),
        ("never rezoned", "land.zoning"),
    ] {
        let (_, site) = bad().find(|(name, _)| name == variant).unwrap();
        let hidden = hidden(&site, leaf);
        assert_ne!(hidden.known_facts(), site.known_facts(), "{leaf}");
        let (before, after) = (
            ends(&assessor, &site, hosted("nvl72")),
            ends(&assessor, &hidden, hosted("nvl72")),
        );
        assert_eq!(gains(&before, &after), Vec::<String>::new(), "{variant}");
        if before.is_final && !after.is_final {
            opened.insert(variant);
        }
    }
    // Where nothing but the fact decides, the verdict was final.
    for variant in ["interrupted without engines", "denied", "never rezoned"] {
        assert!(opened.contains(variant), "{variant} of {opened:?}");
    }
}

#[test]
fn hiding_a_bad_fact_gains_nothing_for_other_targets() {
    for target in ["air-colo", "nvl72/hyperscaler/inference", "hpc/research"] {
        let (tried, gained) = hide_each(bad(), target);
        assert!(
            gained.is_empty(),
            "{target}: {} of {tried}:\n{}",
            gained.len(),
            gained.join("\n")
        );
    }
}

#[test]
fn draws_lie_between_the_ends() {
    let assessor = Assessor::of(checklist::built_in());
    let mut broken = Vec::new();
    for (name, site) in sites() {
        let assessed = assessor.assess(&site, catalog().target("nvl72").unwrap());
        let mut check = |what: &str, of: rackready::spread::Bounded| {
            let (worst, best) = (
                of.worst.unwrap_or(f64::NEG_INFINITY),
                of.best.unwrap_or(f64::INFINITY),
            );
            if of.spread.p10 < worst - SLACK || of.spread.p90 > best + SLACK {
                broken.push(format!("{name}: {what}: {of:?}"));
            }
        };
        check("score", assessed.convertibility);
        check("readiness", assessed.readiness);
        check("today", assessed.capacity.today_mw);
        check("ceiling", assessed.capacity.ceiling_mw);
        check("planned", assessed.plan.figures.planned_mw);
        for limit in &assessed.capacity.limits {
            check(limit.id.word(), limit.mw);
        }
        for f in &assessed.findings {
            let a = f.attainment;
            if a.expected < a.worst - SLACK || a.expected > a.best + SLACK {
                broken.push(format!("{name}: {}: {a:?}", f.requirement.id));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
