//! What a connection carries at its voltage, what it asks of a load that swings, and who holds the substation.

use proptest::prelude::*;
use rackready::assess::{Assessment, Assessor};
use rackready::checklist;
use rackready::engineering::LimitId;
use rackready::hosting::catalog;
use rackready::rules::{Finding, Status};

use crate::engine::{BASE, assess, changed};
use crate::support::site_of;

fn at_voltage(kv: f64, feeds: u32) -> Assessment<'static> {
    let (voltage, lines) = (format!("voltage_kv: {kv}"), format!("feeds: {feeds}"));
    assess(&changed(&[
        ("voltage_kv: 138", &voltage),
        ("feeds: 2", &lines),
    ]))
    .0
}

fn lines_mw(site: &Assessment) -> f64 {
    let of_lines = |l: &&rackready::assess::Limit| l.id == LimitId::Voltage;
    let limit = site.capacity.limits.iter().find(of_lines).unwrap();
    limit.mw.spread.p50
}

/// Critical IT MW that run some months from the start, in the median draw.
fn mw_by(site: &Assessment, months: f64) -> f64 {
    let weeks = months * 52.0 / 12.0;
    let live = site
        .plan
        .arrivals
        .iter()
        .filter(|a| a.median_weeks <= weeks);
    live.map(|a| a.mw).fold(0.0, f64::max)
}

fn cost_of(site: &Assessment, remedy: &str) -> Option<f64> {
    let work = site.plan.works.iter().find(|w| w.remedy.id == remedy);
    work.map(|work| work.cost.p50)
}

fn row<'s>(site: &'s Assessment<'static>, id: &str) -> Option<&'s Finding<'static>> {
    site.findings.iter().find(|f| f.requirement.id == id)
}

#[test]
fn medium_voltage_carries_a_first_hall_and_the_rest_waits_for_a_higher_node() {
    let (high, medium) = (at_voltage(138.0, 2), at_voltage(12.47, 2));
    // Two feeders of 13 MVA at 0.97, a share of it critical IT as of the 200 MW that are live; two lines of 250 MVA
    // carry all.
    let share = high.plan.figures.planned_mw.spread.p50 / 200.0;
    assert!((0.68..0.7).contains(&share), "{share}");
    assert!((lines_mw(&medium) - 2.0 * 13.0 * 0.97 * share).abs() < 0.01);
    assert!((lines_mw(&high) - 2.0 * 250.0 * 0.97 * share).abs() < 0.01);
    assert_eq!(cost_of(&high, "hv-node"), None);
    // A yard and ten kilometers of line.
    let node = cost_of(&medium, "hv-node").unwrap();
    assert!((10.0..40.0).contains(&node), "{node}");
    let planned = |site: &Assessment| site.plan.figures.planned_mw.spread.p50;
    assert_eq!(planned(&medium), planned(&high));
    // What the feeders carry comes no later than it does at 138 kV; nothing else comes before three years.
    assert!((mw_by(&medium, 30.0) - lines_mw(&medium)).abs() < 0.1);
    assert!(mw_by(&high, 30.0) > 3.0 * lines_mw(&medium));
    let weeks = |site: &Assessment| site.plan.figures.all.weeks.p50;
    assert!(weeks(&medium) > 104.0 && weeks(&medium) > weeks(&high));
    assert!(medium.plan.figures.first.weeks.p50 <= high.plan.figures.first.weeks.p50);
}

#[test]
fn explain_names_what_a_line_of_every_class_carries() {
    let formula = rackready::capacity::metric("capacity.line-mw")
        .unwrap()
        .formula;
    let mut classes = 0;
    let lines = include_str!("../../src/engineering/grid.yaml")
        .split("- kv: ")
        .skip(1);
    for class in lines {
        let number = |text: &str| {
            let digits = text.split(|c: char| !c.is_ascii_digit() && c != '.').next();
            digits.unwrap().to_owned()
        };
        let (kv, mva) = (number(class), class.split_once("value: ").unwrap().1);
        let named = [
            format!("{} at {kv}", number(mva)),
            format!("{} MVA at {kv}", number(mva)),
        ];
        assert!(named.iter().any(|n| formula.contains(n)), "{named:?}");
        classes += 1;
    }
    assert_eq!(classes, 11);
}

#[test]
fn a_plant_next_door_is_held_down_by_no_line() {
    let off = changed(&[
        ("connection: grid", "connection: behind-the-meter"),
        ("voltage_kv: 138", "voltage_kv: 12.47"),
    ]);
    let (site, _) = assess(&off);
    assert!(
        site.capacity
            .limits
            .iter()
            .all(|l| l.id != LimitId::Voltage)
    );
    assert_eq!(cost_of(&site, "hv-node"), None);
}

#[test]
fn a_load_that_swings_is_smoothed_where_the_grid_is_weak_or_its_operator_asks() {
    let of = |from: &str, to: &str| assess(&changed(&[(from, to)])).0;
    let smoothing = |site: &Assessment| cost_of(site, "load-smoothing");
    let (stiff, _) = assess(BASE);
    assert_eq!(smoothing(&stiff), None);
    // 1,000 MVA over 200 MW are 5.
    let weak = of("short_circuit_mva: 6000", "short_circuit_mva: 1000");
    // A fifth of 138 MW at 968 dollars a kilowatt.
    let price = smoothing(&weak).unwrap();
    assert!((22.0..32.0).contains(&price), "{price}");
    let capped = of("ramp_limit_mw_per_min: 200", "ramp_limit_mw_per_min: 20");
    assert_eq!(smoothing(&capped).map(f64::round), Some(price.round()));
    let scores = [&stiff, &weak, &capped].map(|site| site.convertibility.spread.mean);
    assert!(scores[0] > scores[1] && scores[0] > scores[2], "{scores:?}");
    // At 345 kV the same ratio bears less distortion than at 138.
    let distorts =
        |site: &Assessment<'static>| row(site, "power.harmonics").unwrap().attainment.expected;
    let higher = of("voltage_kv: 138", "voltage_kv: 345");
    assert!(distorts(&higher) < distorts(&stiff));
}

#[test]
fn a_load_that_does_not_swing_is_asked_nothing_of_it() {
    let target = catalog().target("nvl72/neocloud/inference").unwrap();
    let assessor = Assessor::of(checklist::built_in());
    let site = assessor.assess(&site_of(BASE), target);
    for id in ["power.grid-strength", "power.load-ramp", "power.harmonics"] {
        let finding = row(&site, id);
        assert!(
            finding.is_none_or(|f| f.status == Status::NotApplicable),
            "{id} counts for inference"
        );
    }
}

#[test]
fn two_full_sets_of_core_switches_and_storage_are_enough() {
    let of = |core: &str| {
        let (site, _) = assess(&changed(&[("core: n", &format!("core: {core}"))]));
        let bought = cost_of(&site, "core-redundancy").is_some();
        (
            bought,
            row(&site, "redundancy.core").unwrap().attainment.expected,
        )
    };
    assert_eq!(of("n"), (true, 0.0));
    assert_eq!(of("n+1"), (true, 0.4));
    assert_eq!(of("2n"), (false, 0.9));
    assert_eq!(of("cached-and-verified"), (false, 1.0));
}

#[test]
fn a_third_party_serves_no_better_than_the_utility() {
    for (of_service, rest) in [
        ("  service_firm_mw: 150\n", ""),
        ("  service_firm_mw: 10\n", ""),
        ("", ""),
    ] {
        let owned = |owner: &str| {
            let owner = format!("owner: {owner}\n{of_service}{rest}");
            assess(&changed(&[("owner: customer\n", &owner)])).0
        };
        let (utility, third) = (owned("utility"), owned("third-party"));
        let firm = |site: &Assessment| {
            let substation = |l: &&rackready::assess::Limit| l.id == LimitId::Substation;
            let limit = site.capacity.limits.iter().find(substation).unwrap();
            limit.mw.spread
        };
        assert_eq!(firm(&third), firm(&utility));
        assert!(third.convertibility.spread.mean < utility.convertibility.spread.mean);
        assert!(third.readiness.spread.mean < utility.readiness.spread.mean);
        assert!(third.verdict.word.rank() <= utility.verdict.word.rank());
        let (a, b) = (&third.plan.figures, &utility.plan.figures);
        assert!(a.planned_mw.spread.p50 <= b.planned_mw.spread.p50);
        assert!(a.first.weeks.p50 >= b.first.weeks.p50 - 1e-9);
        assert!(a.owner_total.p50 >= b.owner_total.p50);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn more_kilovolts_or_lines_are_never_worse(
        kv in 4.0..400.0_f64,
        times in 1.0..3.0_f64,
        feeds in 1..4_u32,
        more in 0..3_u32,
    ) {
        let (less, greater) = (at_voltage(kv, feeds), at_voltage(kv * times, feeds + more));
        prop_assert!(lines_mw(&greater) >= lines_mw(&less) - 1e-9);
        prop_assert!(greater.capacity.today_mw.spread.p50 >= less.capacity.today_mw.spread.p50 - 1e-9);
        prop_assert!(greater.verdict.word.rank() >= less.verdict.word.rank());
        for months in [12.0, 24.0, 36.0, 60.0] {
            let (a, b) = (mw_by(&less, months), mw_by(&greater, months));
            // Halls end where lines give out: the last of those by a date may be cut elsewhere.
            prop_assert!(b >= a - 40.0, "{months}: {a} {b}");
        }
        let all = |site: &Assessment| site.plan.figures.all.weeks.p50;
        prop_assert!(all(&greater) <= all(&less) + 1e-9);
    }
}
