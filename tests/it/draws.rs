//! What the draws of a site come to, to the last bit.

use std::fmt::Write;

use rackready::site::Site;
use rackready::source::Source;
use rackready::typical::uniforms::stable_hash;
use rackready::typical::{Draws, Pick, Sample, Typical, built_in, read};

use crate::support::{site_files, site_in, site_of, stem};

const SAMPLE: Sample = Sample { draws: 64, seed: 7 };
const PICKS: [Pick; 5] = [
    Pick::Draw(0),
    Pick::Draw(1),
    Pick::Draw(37),
    Pick::Draw(64 + 63),
    Pick::Median,
];

/// Everything that a draw holds, by path.
fn told(draws: &Draws, pick: Pick) -> String {
    let mut values = Vec::new();
    let draw = draws.draw(pick, &mut values);
    let mut told = String::new();
    for (slot, value) in draw.values().iter().enumerate() {
        if !value.is_nan() {
            let path = draw.layout().path(slot);
            writeln!(told, "{path} {:016x}", value.to_bits()).unwrap();
        }
    }
    told
}

fn line(typical: &Typical, name: &str, site: &Site) -> String {
    let draws = Draws::of(typical, site, SAMPLE);
    let mut line = name.to_owned();
    for pick in PICKS {
        let told = told(&draws, pick);
        let hash = stable_hash(&told) >> 32;
        write!(line, " {}:{hash:08x}", told.lines().count()).unwrap();
    }
    line
}

#[test]
fn draws_are_the_same_to_the_last_bit() {
    let files = site_files();
    let mut lines: Vec<String> = files
        .iter()
        .map(|file| {
            let site = site_in(file);
            line(built_in(), stem(file), &site)
        })
        .collect();
    let own = Source::from_text("own.yaml", OWN).unwrap();
    let own = read(&own).unwrap_or_else(|problems| panic!("{problems:?}"));
    for (name, text) in AWKWARD {
        lines.push(line(built_in(), name, &site_of(text)));
        lines.push(line(&own, &format!("{name} (own priors)"), &site_of(text)));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Sites that are stated in all the ways a file can state things.
const AWKWARD: &[(&str, &str)] = &[
    ("little", "name: A\npower: {approved_mw: 90}\n"),
    (
        "ranges",
        "name: B\nas_of: 2024\npower: {requested_mw: 300 to 500, approved_mw: {low: 100, likely: 140, high: 400}, \
         contracted_mw: 90 to 380, energized_mw: 60 to 350, voltage_kv: 69 to 138, feeds: 1 to 3, \
         supply_ends: 2031, approved_on: 2023, contracted_on: 2024-02-03}\nmining: {since: 2024, fleet_mw: 50 to 360}\n\
         cooling: {design_dry_bulb_c: 30 to 40, design_wet_bulb_c: 20 to 36}\n",
    ),
    (
        "no months",
        "name: C\nas_of: 2025-05-12\npower: {approved_mw: 50, expansion: [{mw: 20, date: 2027}, {date: 2026-03-01}, {mw: 1 to 4}]}\n\
         mining: {since: 2025}\nland: {tenure: lease, tenure_ends: 2040}\npermits: [{kind: moratorium, expires_on: 2028}]\n",
    ),
    (
        "kinds",
        "name: D\npower: {approved_mw: 70}\ncommunity: {stance: organized-opposition}\n\
         permits: [{kind: air, status: pending}, {status: granted}, {kind: moratorium}]\n",
    ),
    (
        "halls",
        "name: E\npower: {energized_mw: 45}\nhalls: [{name: North, building: containers}, {name: South, racks: 10 to 60}, \
         {name: South, rack_kw: 12}, {count: 3, area_m2: 900}, {name: \"Q \\\"4\\\"\", it_mw: 5 to 9}]\n",
    ),
    (
        "graded",
        "name: F\npower: {approved_mw: 200, energized_mw: 199, contracted_mw: 200, feeds: 2, voltage_kv: 138}\n\
         fiber: {rtt_ms: 8, carriers: 3}\nhalls: [{racks: 400, rack_kw: 20}, {racks: 100}]\n\
         substation: {transformers: [{mva: 60, count: 4}]}\nevidence: [{path: power, grade: assumed}, \
         {path: power.feeds, grade: measured}, {path: \"halls\", grade: reported}, {path: \"halls[0].racks\", grade: studied}, \
         {path: \"halls[1]\", grade: assumed}, {path: fiber.rtt_ms, grade: reported}, {path: substation, grade: assumed}]\n",
    ),
    (
        "unknown lists",
        "name: G\nid: g\npower: {approved_mw: 800, onsite_plant: unknown, connection: behind-the-meter}\nhalls: unknown\npermits: unknown\n\
         location: {country: US, region: ' new york '}\n",
    ),
    (
        "empty lists",
        "name: H\npower: {contracted_mw: 30, onsite_plant: [], expansion: []}\nhalls: []\npermits: []\n\
         redundancy: {generators: [], ups: []}\ncooling: {plant: [], system: immersion}\nlocation: {country: \"NO\"}\n",
    ),
    (
        "partly stated lists",
        "name: I\npower: {requested_mw: 40, onsite_plant: [{fuel: wind}, {count: 4}, {mw: 12}], firmness: interruptible}\n\
         substation: {owner: utility, transformers: [{count: 2}, {mva: 25 to 40}]}\n\
         redundancy: {generators: [{mw: 2}], ups: [{topology: 2n}], claimed_tier: tier-iii}\n\
         cooling: {system: direct-liquid, plant: [{kind: chiller}, {count: 5}], cdus: [{count: 3}], air_handlers: [{mw: 1}]}\n\
         location: {country: KZ, region: Pavlodar, metro_distance_km: 70 to 400}\n",
    ),
    (
        "contradicting",
        "name: J\npower: {approved_mw: 50, energized_mw: 80 to 90, contracted_mw: 60, requested_mw: 20}\n\
         mining: {fleet_mw: 100, since: 2026}\nas_of: 2024-01\n",
    ),
];

/// Priors that use what the built-in ones leave out.
const OWN: &str = r#"
version: own
priors:
- {fact: location.country, better: none, shares: {US: 0.6, CA: 0.3, "no": 0.1}, why: x, basis: judgment}
- fact: location.region
  better: none
  shares: {Texas: 0.5, new york: 0.5}
  when: [{if: {location.country: CA}, shares: {Quebec: 1}}]
  why: x
  basis: judgment
- fact: community.stance
  better: higher
  shares: {organized-opposition: 0.2, neutral: 0.3, welcoming: 0.5}
  when:
  - if: {"halls[].building": [containers, open-shed]}
    shares: {welcoming: 0.9, neutral: 0.1}
  - if: {halls: {from: 2}, as_of: {from: 2024, below: 2025}}
    shares: {some-opposition: 1}
  - stated: [location.country]
    shares: {neutral: 1}
  why: x
  basis: judgment
- fact: halls[].move_route_kg
  better: higher
  number: {none: 0.2, low: 0.5, likely: 1, high: 2, form: flat, within: [0.1, 3], times: ["halls[].racks", halls], over: ["halls[].count"]}
  may_hold: [0, 5000]
  when:
  - stated: ["halls[].building"]
    number: {low: 100, likely: 200, high: 300, form: flat}
    may_hold: [50, 400]
  - if: {"permits[].status": denied}
    number: {low: 1000, likely: 2000, high: 3000, form: bell}
  why: x
  basis: judgment
- fact: power.ride_through
  better: lower
  shares: {"false": 0.4, "true": 0.6}
  when: [{if: {power.firmness: firm, power.feeds: {from: 2}}, shares: {"true": 1}}]
  only_when: {power.connection: [grid, behind-the-meter]}
  why: x
  basis: judgment
- fact: redundancy.generators
  better: lower
  list: {none: 0.5}
  only_when: {power.ride_through: true}
  why: x
  basis: judgment
"#;
