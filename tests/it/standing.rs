//! What a building that stands is worth to tenants small enough for it, and what a file can say of a site.

use rackready::assess::{Assessment, Assessor};
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::plan::Plan;
use rackready::rules::{Has, Route, Status, contradictions};

use crate::engine::changed;
use crate::support::site_of;

/// A data hall of 30 MW.
const HALL: &str = "halls:
- {name: Hall, count: 1, building: data-center, area_m2: 15000, clear_height_m: 5, floor_load_kpa: 15,
   slab_on_grade: true, rack_standard: eia-19, racks: 750, rack_kw: 40, it_mw: 30, supply_v: 415,
   containment: hot-aisle, iso_class: 8, copper_angstrom_per_month: 200, fire: suppression,
   security: access-control, move_route_kg: 2000}
";
/// Containers of as many megawatts.
const YARD: &str = "halls:
- {name: Yard, count: 1, building: containers, area_m2: 5000, clear_height_m: 2.4, floor_load_kpa: 5,
   slab_on_grade: false, rack_standard: shelves, racks: 300, rack_kw: 100, it_mw: 30, supply_v: 240,
   containment: none, iso_class: 9, copper_angstrom_per_month: 200, fire: none,
   security: perimeter, move_route_kg: 500}
";

/// The complete mine with other halls, on so many MW of grid.
fn with_halls(halls: &str, grid_mw: &str) -> String {
    let text = changed(&[
        ("energized_mw: 200", &format!("energized_mw: {grid_mw}")),
        ("approved_mw: 200", &format!("approved_mw: {grid_mw}")),
        ("contracted_mw: 200", &format!("contracted_mw: {grid_mw}")),
        ("fleet_mw: 190", "fleet_mw: 40"),
    ]);
    let (before, rest) = text.split_once("halls:\n").unwrap();
    let (_, after) = rest.split_once("land:\n").unwrap();
    format!("{before}{halls}land:\n{after}")
}

fn judged(text: &str, target: &str) -> (Assessment<'static>, Vec<Plan<'static>>) {
    let target = catalog().target(target).unwrap();
    let assessor = Assessor::of(checklist::built_in());
    let (assessment, details) = assessor.assess_in_detail(&site_of(text), target);
    let mut plans = vec![assessment.plan.clone()];
    plans.extend(details.other_plans);
    (assessment, plans)
}

/// Points, MW, M$ for each MW and weeks to the first MW of a route.
struct Figures {
    points: f64,
    mw: f64,
    per_mw: f64,
    weeks: f64,
}

fn of_route(text: &str, target: &str, in_place: bool) -> Figures {
    let (assessment, plans) = judged(text, target);
    let is_it = |route: &Route| matches!(route, Route::InPlace(_)) == in_place;
    let plan = plans.iter().find(|plan| is_it(&plan.route)).unwrap();
    let (_, score) = assessment
        .routes
        .iter()
        .find(|(route, _)| is_it(route))
        .unwrap();
    let mw = plan.figures.planned_mw.spread.p50;
    Figures {
        points: score.spread.p50,
        mw,
        per_mw: plan.figures.owner_total.p50 / mw,
        weeks: plan.figures.first.weeks.p50,
    }
}

const SMALL: [&str; 5] = [
    "air-colo/enterprise",
    "hgx/enterprise/inference",
    "hpc/research",
    "hgx/neocloud",
    "hgx/edge/inference",
];

#[test]
fn a_data_hall_beats_containers_in_every_respect() {
    let (hall, yard) = (with_halls(HALL, "44"), with_halls(YARD, "44"));
    for target in SMALL {
        let (hall, yard) = (of_route(&hall, target, true), of_route(&yard, target, true));
        assert!(hall.points > yard.points + 3.0, "{target}");
        assert!(hall.mw > 2.0 * yard.mw, "{target}");
        assert!(hall.per_mw < 0.9 * yard.per_mw, "{target}");
        assert!(hall.weeks < yard.weeks, "{target}");
    }
}

#[test]
fn a_good_hall_beats_a_new_one_beside_it_and_containers_do_not() {
    for target in SMALL {
        let routes = |text: &str| [true, false].map(|it| of_route(text, target, it));
        let [here, new] = routes(&with_halls(HALL, "44"));
        assert!(here.points > new.points, "{target}");
        assert!(here.per_mw < 0.8 * new.per_mw, "{target}");
        assert!(here.weeks <= new.weeks, "{target}");
        let [here, new] = routes(&with_halls(YARD, "44"));
        assert!(here.points < new.points, "{target}");
    }
}

fn attainment(assessment: &Assessment, row: &str) -> f64 {
    let finding = assessment
        .findings
        .iter()
        .find(|finding| finding.requirement.id == row);
    finding.unwrap().attainment.expected
}

#[test]
fn a_hall_that_takes_what_the_tenant_wants_need_be_no_campus() {
    let text = with_halls(HALL, "200");
    let all = |target: &str| attainment(&judged(&text, target).0, "form.hall-for-all");
    assert_eq!(all("air-colo/enterprise"), 1.0);
    assert_eq!(all("hpc/research"), 1.0);
    // A cloud that would take 136 MW finds room for 33.
    let part = all("hgx/neocloud");
    assert!((0.2..0.3).contains(&part), "{part}");
    // Ground for a campus is asked of a site for a campus alone.
    let plot = text.replace("buildable_acres: 100", "buildable_acres: 3");
    let ground = |target: &str| attainment(&judged(&plot, target).0, "form.campus-plot");
    assert_eq!(ground("air-colo/enterprise"), 1.0);
    assert!(ground("hgx/hyperscaler") < 0.2);
}

#[test]
fn a_small_tenant_is_served_by_little_and_the_plan_buys_for_all_of_it() {
    // 28 engines back 14 blocks of 1 MW, more than the 5 MW that an enterprise has use for.
    let text = with_halls(HALL, "44").replace(
        "generators: []",
        "generators: [{count: 28, mw: 1.25, fuel_hours: 24}]",
    );
    let (site, plans) = judged(&text, "air-colo/enterprise");
    let of = |row: &str| site.findings.iter().find(|f| f.requirement.id == row);
    let row = of("redundancy.standby-generation").unwrap();
    assert_eq!(row.status, Status::Met, "{:?}", row.has);
    let plan = &plans[0];
    let buys = plan.works.iter().any(|work| {
        work.closes
            .iter()
            .any(|row| row.contains("standby-generation"))
    });
    assert!(buys && plan.figures.planned_mw.spread.p50 > 20.0);
}

#[test]
fn cooling_by_parts_is_reused_by_their_megawatts() {
    let reuse = |cooling: &str| {
        let text = format!("name: A\ncooling: {{{cooling}}}");
        attainment(&judged(&text, "nvl72").0, "cooling.liquid-heritage")
    };
    assert_eq!(reuse("system: hydro, systems: []"), 0.4);
    let parts = "systems: [{system: hydro, mw: 40}, {system: evaporative, mw: 60}]";
    let of_parts = reuse(&format!("system: hydro, {parts}"));
    assert!((of_parts - 0.19).abs() < 1e-9, "{of_parts}");
    assert_eq!(of_parts, reuse(parts));
    let ids = |cooling: &str| {
        let clashes = contradictions(&site_of(&format!("name: A\ncooling: {{{cooling}}}")));
        clashes.iter().map(|clash| clash.id).collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&format!("system: immersion, {parts}")),
        ["cooling-system-not-among-parts"]
    );
    assert!(ids(&format!("system: evaporative, {parts}")).is_empty());
}

#[test]
fn a_moratorium_that_is_sought_lies_between_one_in_force_and_none() {
    let of = |rest: &str| {
        let permits = format!("permits: [{{kind: moratorium, {rest}, expires_on: 2031-01}}]");
        let (site, _) = judged(&changed(&[("permits: []", &permits)]), "nvl72");
        site.verdict.chance.converting()
    };
    let (none, in_force, sought) = (
        of("status: granted"),
        of("status: denied"),
        of("status: pending"),
    );
    assert!(
        in_force < sought && sought < none,
        "{in_force} {sought} {none}"
    );
    assert_eq!(of("status: pending, enacted: false"), none);
    assert_eq!(of("status: pending, enacted: true"), in_force);
}

#[test]
fn what_the_tenant_does_without_is_not_bought() {
    let bare = changed(&[]);
    let agreed = changed(&[
        ("generators_optional: false", "generators_optional: true"),
        ("ups_optional: false", "ups_optional: true"),
    ]);
    let target = "hgx/neocloud/inference";
    let ((before, dear), (after, cheap)) = (judged(&bare, target), judged(&agreed, target));
    for row in [
        "redundancy.standby-generation",
        "redundancy.fuel",
        "redundancy.engine-permit",
        "redundancy.ups",
        "redundancy.ups-minutes",
    ] {
        let of = |site: &Assessment| {
            let found = site.findings.iter().find(|f| f.requirement.id == row);
            matches!(found.unwrap().has, Has::Waived)
        };
        assert!(!of(&before) && of(&after), "{row}");
    }
    let cost = |plans: &[Plan]| plans[0].figures.owner_total.p50;
    assert!(cost(&cheap) < 0.9 * cost(&dear));
    assert!(after.convertibility.spread.p50 >= before.convertibility.spread.p50);
}

#[test]
fn an_edge_tenant_wants_a_metro_nearby_and_soon() {
    let near = changed(&[]);
    let far = changed(&[("rtt_ms: 4", "rtt_ms: 60")]);
    let target = "hgx/edge/inference";
    let failed = |text: &str| {
        let (site, _) = judged(text, target);
        attainment(&site, "network.latency")
    };
    assert_eq!((failed(&near), failed(&far)), (1.0, 0.0));
    let metros = "metros: [{metro: Austin, rtt_ms: 9}, {metro: Dallas, rtt_ms: 20}]";
    let several = far.replace("metros: []", metros);
    assert_eq!(failed(&several), 1.0);
    let window = |tenant: &str| {
        let target = catalog().target(&format!("hgx/{tenant}")).unwrap();
        target.tenant.parameters.window_months.value
    };
    assert!(window("edge") < window("enterprise"));
}
