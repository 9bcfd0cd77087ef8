//! One change to a complete mine, and what it must do.

use rackready::assess::{Assessment, Assessor};
use rackready::checklist;
use rackready::engineering::LimitId;
use rackready::hosting::catalog;
use rackready::plan::Plan;

use crate::support::site_of;

/// A fictional mine of 200 MW of which everything is stated.
const BASE: &str = include_str!("../data/base-200-mw.yaml");

/// The mine with other lines in place of some of its own.
fn changed(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn land(area: &str, buildable: &str, obtainable: &str) -> [(&'static str, String); 3] {
    let line = |key: &str, value: &str| match value {
        "" => String::new(),
        value => format!("{key}: {value}"),
    };
    [
        ("area_acres: 200", line("area_acres", area)),
        ("buildable_acres: 100", line("buildable_acres", buildable)),
        ("obtainable_acres: 100", line("obtainable_acres", obtainable)),
    ]
}

fn on_land(area: &str, buildable: &str, obtainable: &str, more: &[(&str, &str)]) -> String {
    let land = land(area, buildable, obtainable);
    let changes: Vec<(&str, &str)> = land.iter().map(|(from, to)| (*from, to.as_str())).collect();
    changed(&[&changes, more].concat())
}

/// The mine assessed, with the plan of each of its routes.
fn assess(text: &str) -> (Assessment<'static>, Vec<Plan<'static>>) {
    let target = catalog().target("nvl72").unwrap();
    let assessor = Assessor::of(checklist::built_in());
    let (assessment, details) = assessor.assess_in_detail(&site_of(text), target);
    let mut plans = vec![assessment.plan.clone()];
    plans.extend(details.other_plans);
    (assessment, plans)
}

fn limit(assessment: &Assessment, id: LimitId) -> f64 {
    let limit = assessment.capacity.limits.iter().find(|l| l.id == id);
    limit.unwrap().mw.spread.p50
}

#[test]
fn a_fully_stated_mine_has_no_spread_but_that_of_prices_and_deliveries() {
    let (base, plans) = assess(BASE);
    for quantity in [base.convertibility, base.readiness, base.capacity.ceiling_mw, base.capacity.today_mw] {
        assert!(quantity.spread.is_exact() && quantity.worst == quantity.best, "{quantity:?}");
    }
    assert_eq!(base.capacity.share, 1.0);
    assert_eq!(base.verdict.chance_of_word(), 1.0);
    for plan in plans {
        assert!(plan.figures.planned_mw.spread.is_exact());
        let cost = plan.figures.owner_total;
        assert!(cost.p10 < cost.p50 && cost.p50 < cost.p90, "{cost:?}");
        let weeks = plan.figures.full.weeks;
        assert!(weeks.p10 < weeks.p90, "{weeks:?}");
    }
}

#[test]
fn no_route_carries_more_than_the_land() {
    let (site, plans) = assess(&on_land("20", "10", "0", &[]));
    assert_eq!(limit(&site, LimitId::Land).round(), 69.0);
    for plan in plans {
        assert!(plan.figures.planned_mw.best <= 69.5, "{:?}: {:?}", plan.route, plan.figures.planned_mw);
    }
}

#[test]
fn a_new_hall_carries_at_most_what_its_plot_carries() {
    let (_, plans) = assess(&on_land("", "5", "0", &[]));
    let new_hall = plans.iter().find(|p| p.route == rackready::rules::Route::NewHall).unwrap();
    assert!(new_hall.figures.planned_mw.best <= 46.0, "{:?}", new_hall.figures.planned_mw);
    assert!(new_hall.figures.planned_mw.spread.p50 > 10.0);
}

#[test]
fn a_large_connection_is_bound_by_the_same_land() {
    let grid = [
        ("energized_mw: 200", "energized_mw: 2000"),
        ("approved_mw: 200", "approved_mw: 2000"),
        ("contracted_mw: 200", "contracted_mw: 2000"),
    ];
    let (site, plans) = assess(&on_land("200", "100", "100", &grid));
    assert_eq!(limit(&site, LimitId::Land).round(), 1_035.0);
    assert_eq!(site.capacity.ceiling_mw.spread.p50.round(), 1_035.0);
    for plan in plans {
        assert!(plan.figures.planned_mw.best <= 1_035.5, "{:?}", plan.figures.planned_mw);
    }
}

#[test]
fn a_fact_that_turns_out_well_helps_and_one_that_turns_out_badly_does_not() {
    let hidden = changed(&[("  firmness: firm\n", "")]);
    let interruptible = changed(&[("firmness: firm", "firmness: interruptible\n  interruptible_hours_per_year: 300\n  firming_mw: 0")]);
    let converting = |text: &str| assess(text).0.verdict.chance.converting();
    let (firm, hidden, interruptible) = (converting(BASE), converting(&hidden), converting(&interruptible));
    assert!(interruptible < hidden && hidden < firm, "{interruptible} {hidden} {firm}");
}
