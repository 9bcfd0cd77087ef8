//! Disclosed projects against plans drafted from their facts before the deal.

use rackready::assess::Assessor;
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::plan::prices::Payer;
use rackready::plan::{Plan, Work, built_in};
use rackready::rules::Route;
use rackready::spread::Spread;
use rackready::typical::{self, Sample};

use crate::support::{site_in, sites};

/// The plan of a site on a route.
fn planned(site: &str, target: &str, route: Route) -> Plan<'static> {
    let site = site_in(&sites().join(format!("{site}.yaml")));
    let target = catalog().target(target).unwrap();
    // What others paid is held against a tenth that no luck of few draws moves.
    let many = Sample {
        draws: 1_024,
        ..Sample::default()
    };
    let assessor = Assessor::of(checklist::built_in()).drawn(typical::built_in(), many);
    let (assessment, details) = assessor.assess_in_detail(&site, target);
    let plans = std::iter::once(assessment.plan).chain(details.other_plans);
    plans.into_iter().find(|plan| plan.route == route).unwrap()
}

/// The owner's M$ for each MW in the median draw, without the works that the disclosed scope left out.
fn without(plan: &Plan, left_out: &[&str]) -> f64 {
    let owner = plan.works.iter().filter(|w| w.payer == Payer::Owner);
    let (out, kept): (Vec<&Work>, Vec<&Work>) =
        owner.partition(|w| left_out.contains(&w.remedy.id.as_str()));
    assert!(!out.is_empty(), "nothing was left out");
    let lines = kept.iter().flat_map(|w| &w.lines);
    let sum: f64 = lines.map(|l| l.median_cost).sum();
    sum * plan.median.soft_factor / plan.median.planned_mw
}

fn per_mw(plan: &Plan) -> Spread {
    plan.figures.per_mw.unwrap()
}

#[test]
fn barber_lake_lies_inside_its_disclosed_range() {
    // 9 to 11 M$/MW for 207 MW in new halls on powered land (ECO rows miner.cipher).
    let plan = planned("cipher-barber-lake-tx", "nvl72", Route::NewHall);
    let (mw, cost) = (plan.figures.planned_mw.spread.p50, per_mw(&plan).p50);
    assert!((200.0..=215.0).contains(&mw), "{mw}");
    assert!((9.0..=11.0).contains(&cost), "{cost}");
}

#[test]
fn lake_mariner_lies_inside_once_the_coal_plant_yard_and_its_climate_count() {
    // 8 to 10 M$/MW for 360 of 420 MW, 6 to 8 for the rest. The file does not know that the yard of the
    // former coal plant stands with its transformers, nor the climate at the lake, so the plan buys both.
    let plan = planned("terawulf-lake-mariner-ny", "nvl72", Route::NewHall);
    let cost = per_mw(&plan);
    assert!(
        cost.p10 < 9.5 && 10.0 < cost.p90 && cost.p50 < 11.5,
        "{cost:?}"
    );
    let yard_and_climate = [
        "transformer-n-1",
        "hv-switchgear",
        "spare-transformer",
        "trim-cooling",
    ];
    let scoped = without(&plan, &yard_and_climate);
    // Labor in New York is put 3 % above the average, by judgment: 0.1 M$/MW, which no announced range resolves. Nor does
    // it the 0.2 M$/MW by which plant with a spare in each block, in whole machines, passes one spare in six.
    assert!((8.0..=10.4).contains(&scoped), "{scoped}");
}

#[test]
fn ellendale_lies_above_its_plan_by_what_a_first_building_carries() {
    // 13.0 M$/MW: 1.3 billion for the first 100 MW building, our ratio. It carries yard and campus works
    // of all 400 MW, and the landlord's total holds interest and land, which are no lines of a plan.
    let plan = planned("applied-digital-ellendale-nd", "nvl72", Route::NewHall);
    let cost = per_mw(&plan);
    assert!(cost.p50 < 13.0 && 13.0 < cost.p90, "{cost:?}");
    assert!(13.0 / cost.p50 < 1.35, "{cost:?}");
}

#[test]
fn rockdale_in_place_lies_in_its_band_once_only_the_hall_is_refitted() {
    // 3.6 M$/MW for 25 MW of moderate density in a standing building whose power, water and fiber were
    // there; redundancy was not disclosed, and 3.6 leaves no room for it. The file knows none of this, so
    // the plan buys lines, transformers, water, fiber and N+1.
    const OUTSIDE_THE_HALL: [&str; 17] = [
        "transformer-n-1",
        "second-feed",
        "hv-switchgear",
        "spare-transformer",
        "ride-through",
        "water-supply",
        "diverse-route",
        "fiber-capacity",
        "dark-fiber",
        "meet-me-rooms",
        "generators",
        "fuel-storage",
        "air-permit",
        "second-path",
        "maintainability",
        "class-certificate",
        "land-tenure",
    ];
    for target in ["hgx", "air-colo"] {
        let plan = planned("riot-rockdale-tx", target, Route::InPlace(Some(0)));
        let cost = per_mw(&plan);
        assert!(3.6 < cost.p10, "{target}: {cost:?}");
        let band = &built_in().bands.in_place;
        let scoped = without(&plan, &OUTSIDE_THE_HALL);
        // Labor is cheap in Texas and ordinary racks ask for less of it, which the one disclosed refit, of whose
        // scope little is known, does not tell apart: a tenth below it is as near as prices are.
        assert!(
            (band.low * 0.9..=band.high).contains(&scoped),
            "{target}: {scoped}"
        );
    }
}

/// Weeks from contract to first MW, this program's over those disclosed, of each site of which they are.
fn times() -> Vec<(&'static str, f64)> {
    let assessor = Assessor::of(checklist::built_in());
    let target = catalog().target("nvl72").unwrap();
    let ratio = |time: &'static rackready::plan::DisclosedTime| {
        let site = site_in(&sites().join(format!("{}.yaml", time.site)));
        let first = assessor.assess(&site, target).plan.median.timing.first;
        (time.id.as_str(), first / time.likely)
    };
    built_in().times.iter().map(ratio).collect()
}

#[test]
fn first_megawatts_come_when_those_of_others_did_unless_nothing_was_to_be_built() {
    let times = times();
    let near = |(_, ratio): &&(&str, f64)| (0.7..=1.55).contains(ratio);
    let (inside, outside): (Vec<_>, Vec<_>) = times.iter().partition(|time| near(time));
    assert!(inside.len() >= 5, "{times:?}");
    // A refit of a standing building for air-cooled racks, and a date announced before its conditions were met.
    let ids: Vec<&str> = outside.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ["rockdale", "tydal"], "{times:?}");
}
