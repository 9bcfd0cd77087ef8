//! What must hold for the plan of every site, whatever the target.

use proptest::prelude::*;
use rackready::assess::{Assessment, Assessor};
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::plan::select::{self, Goal, Menu, OutOfReach, cheapest};
use rackready::plan::{self, Plan};
use rackready::site::Site;
use rackready::spread::Bounded;

use crate::support::{site_files, site_in, site_of, targets};

/// Facts whose later values relieve a limit.
const LIMITS: &[(&str, &[&str])] = &[
    (
        "redundancy: {generators: ",
        &["[]}", "[{count: 12, mw: 2.5}]}", "[{count: 400, mw: 2.5}]}"],
    ),
    (
        "substation: {transformers: ",
        &["[]}", "[{count: 3, mva: 60}]}", "[{count: 9, mva: 60}]}"],
    ),
    (
        "cooling: {cdus: ",
        &["[]}", "[{count: 8, mw: 1.5}]}", "[{count: 200, mw: 1.5}]}"],
    ),
];

/// Facts that shape a site in other ways.
const OTHERS: &[(&str, &[&str])] = &[
    ("as_of: ", &["2026-01"]),
    (
        "power: {requested_mw: 900, ",
        &[
            "energized_mw: 20}",
            "energized_mw: 90, approved_mw: 300, firmness: firm}",
            "approved_mw: 600, firmness: firm, expansion: [{mw: 100, date: 2028-06, readiness: agreed}]}",
            "energized_mw: 90, approved_mw: 300, connection: grid, firmness: interruptible}",
        ],
    ),
    (
        "halls: ",
        &[
            "[]",
            "[{building: containers}]",
            "[{building: hall, area_m2: 9000, floor_load_kpa: 20}, {building: data-center}]",
        ],
    ),
    (
        "land: ",
        &["{area_acres: 6}", "{area_acres: 600, tenure: lease}"],
    ),
    (
        "permits: ",
        &["[]", "[{kind: air, status: pending, decision_on: 2027-09}]"],
    ),
    (
        "fiber: ",
        &["{diverse_routes: 1, lateral_km: 30}", "{diverse_routes: 3}"],
    ),
];

type Choice = Vec<Option<usize>>;

fn choice(facts: &'static [(&str, &[&str])]) -> impl Strategy<Value = Choice> {
    let one = |(_, values): &(&str, &[&str])| prop::option::of(0..values.len());
    facts.iter().map(one).collect::<Vec<_>>()
}

fn site(limits: &Choice, others: &Choice) -> Site {
    let line = |((key, values), at): (&(&str, &[&str]), &Option<usize>)| {
        at.map(|at| format!("{key}{}\n", values[at]))
    };
    let mut text = "name: Generated\n".to_owned();
    text.extend(LIMITS.iter().zip(limits).filter_map(line));
    text.extend(OTHERS.iter().zip(others).filter_map(line));
    if others[1].is_none() {
        text += "power: {requested_mw: 900}\n";
    }
    site_of(&text)
}

fn judged(site: &Site, target: &str) -> (Assessment<'static>, Vec<Plan<'static>>) {
    let target = catalog().target(target).unwrap();
    let (assessment, details) = Assessor::of(checklist::built_in()).assess_in_detail(site, target);
    let mut plans = vec![assessment.plan.clone()];
    plans.extend(details.other_plans);
    (assessment, plans)
}

/// What can be chosen on the better route of a site, with its plan.
fn menu_of(site: &Site, target: &str) -> (Plan<'static>, Menu) {
    let target = catalog().target(target).unwrap();
    let assessor = Assessor::of(checklist::built_in());
    let (_, menu) = assessor.menus(site, target).remove(0);
    (assessor.assess(site, target).plan, menu)
}

fn only(menu: &Menu, goal: Goal) -> Option<select::Choice> {
    match cheapest(menu, goal) {
        Err(OutOfReach::Unchecked) => panic!("no answer to {goal:?}"),
        choice => choice.ok(),
    }
}

/// Goals that ask for something, of each a few that a site may reach.
fn goals(menu: &Menu) -> Vec<Goal> {
    let at = |share: f64, most: f64| Some(share * most);
    let mut goals = Vec::new();
    for (points, mw) in [(0.3, 0.0), (0.6, 0.0), (0.0, 0.2), (0.0, 0.9), (0.5, 0.4)] {
        goals.push(Goal {
            readiness: at(points, 100.0 - menu.readiness)
                .filter(|_| points > 0.0)
                .map(|more| menu.readiness + more),
            mw: at(mw, menu.most_mw).filter(|_| mw > 0.0),
            ..Goal::default()
        });
    }
    goals
}

/// A goal with one constraint more, or a tighter one.
fn tighter(goal: Goal, menu: &Menu) -> Vec<Goal> {
    let add = |old: Option<f64>, new: f64| Some(old.map_or(new, |old| old.max(new)));
    let less = |old: Option<f64>, new: f64| Some(old.map_or(new, |old| old.min(new)));
    let mut all = Vec::new();
    for share in [0.1, 0.5, 1.0] {
        all.push(Goal {
            mw: add(goal.mw, share * menu.most_mw),
            ..goal
        });
        let points = menu.readiness + share * (90.0 - menu.readiness).max(0.0);
        all.push(Goal {
            readiness: add(goal.readiness, points),
            ..goal
        });
        all.push(Goal {
            within_weeks: less(goal.within_weeks, 60.0 / share),
            ..goal
        });
        all.push(Goal {
            budget_musd: less(goal.budget_musd, 400.0 / share),
            ..goal
        });
    }
    all
}

/// Adds constraints one at a time, two deep, and sees that none makes it cheaper.
fn no_constraint_makes_it_cheaper(menu: &Menu) -> usize {
    let mut seen = 0;
    for goal in goals(menu) {
        let free = only(menu, goal);
        for more in tighter(goal, menu) {
            let bound = only(menu, more);
            cheaper_is_a_fault(goal, &free, more, &bound);
            for most in tighter(more, menu).into_iter().step_by(5) {
                cheaper_is_a_fault(more, &bound, most, &only(menu, most));
            }
            seen += usize::from(bound.is_some());
        }
    }
    seen
}

fn cheaper_is_a_fault(
    goal: Goal,
    free: &Option<select::Choice>,
    more: Goal,
    bound: &Option<select::Choice>,
) {
    let Some(bound) = bound else { return };
    let free = free
        .as_ref()
        .unwrap_or_else(|| panic!("{more:?} is reached, {goal:?} is not"));
    let slack = 1e-4 * (1.0 + free.cost_musd);
    assert!(
        free.cost_musd <= bound.cost_musd + slack,
        "{goal:?} {} {more:?} {}",
        free.cost_musd,
        bound.cost_musd
    );
    assert!(free.mw > 0.0 && bound.mw > 0.0);
}

#[test]
fn adding_a_constraint_never_makes_a_real_site_cheaper() {
    let mut seen = 0;
    for file in site_files() {
        let (_, menu) = menu_of(&site_in(&file), "nvl72");
        seen += no_constraint_makes_it_cheaper(&menu);
    }
    assert!(seen > 500, "{seen}");
}

/// What the choice is priced by is a straight line for each work; engines and transformers come in units.
#[test]
fn a_choice_costs_what_its_works_come_to_in_the_median_draw() {
    let target = catalog().target("nvl72").unwrap();
    let assessor = Assessor::of(checklist::built_in());
    let mut seen = 0;
    for file in site_files().into_iter().step_by(3) {
        let site = site_in(&file);
        for share in [0.4, 0.7, 1.0] {
            let most = menu_of(&site, "nvl72").1.mw_by(f64::MAX);
            let goal = Goal {
                mw: Some(share * most),
                ..Goal::default()
            };
            let ask = plan::Ask {
                goal,
                curve: false,
                whole: false,
            };
            let wish = plan::Wish { route: None, ask };
            let planned = assessor.plan(&site, target, &wish).unwrap();
            let Some(Ok(choice)) = planned.answers.choice else {
                continue;
            };
            let median = &planned.assessment.plan.median;
            let near = (choice.cost_musd / median.owner_total - 1.0).abs();
            assert!(
                near < 0.03,
                "{} {share}: {} {}",
                file.display(),
                choice.cost_musd,
                median.owner_total
            );
            assert!((choice.mw - median.planned_mw).abs() < 1e-6);
            assert!((choice.weeks - median.timing.all).abs() < 1e-6);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_starts_before_what_it_waits_for_and_the_critical_path_fills_the_plan(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        for plan in judged(&site(&limits, &others), &target).1 {
            let schedule = &plan.schedule;
            for activity in &schedule.activities {
                for before in schedule.waits_for(activity) {
                    prop_assert!(schedule.activities[*before].finish <= activity.start + 1e-9);
                }
                prop_assert!(activity.float >= 0.0 && activity.start >= 0.0);
            }
            let last = schedule.activities.iter().map(|a| a.finish).fold(0.0, f64::max);
            prop_assert!(close(last, schedule.full_weeks));
            prop_assert!(plan.median.timing.first <= plan.median.timing.all);
            let path = schedule.critical_path();
            let length: f64 = path.iter().map(|a| a.weeks).sum();
            prop_assert!(close(length, schedule.full_weeks), "{length} {}", schedule.full_weeks);
            prop_assert!(path.windows(2).all(|w| close(w[0].finish, w[1].start)));
            prop_assert!(path.iter().all(|a| a.float < 1e-6));
        }
    }

    #[test]
    fn blocks_only_grow_and_end_at_the_plan(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        for plan in judged(&site(&limits, &others), &target).1 {
            let grow = |w: &[plan::Arrival]| w[0].mw < w[1].mw && w[0].median_weeks <= w[1].median_weeks + 1e-9;
            prop_assert!(plan.arrivals.windows(2).all(grow), "{:?}", plan.arrivals);
            if let Some(last) = plan.arrivals.last() {
                prop_assert!(close(last.mw, plan.median.planned_mw), "{:?}", plan.arrivals);
                prop_assert_eq!(last.median_weeks, plan.median.timing.all);
            }
        }
    }

    #[test]
    fn relieving_a_limit_never_lowers_the_planned_mw_nor_todays(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets(), which in 0..LIMITS.len()
    ) {
        let more = |at: usize| {
            let mut limits = limits.clone();
            limits[which] = Some(at);
            judged(&site(&limits, &others), &target)
        };
        let steps: Vec<_> = (0..LIMITS[which].1.len()).map(more).collect();
        for pair in steps.windows(2) {
            let [(less, before), (more, after)] = pair else { unreachable!("windows of two") };
            let [before_mw, after_mw] = [less, more].map(|a| a.capacity.today_mw.spread.p50);
            prop_assert!(before_mw <= after_mw + 1e-9);
            for before in before {
                let after = after.iter().find(|p| p.route == before.route).unwrap();
                let [before, after] = [before, after].map(|p| p.figures.planned_mw);
                prop_assert!(before.spread.p50 <= after.spread.p50 + 1e-9);
                let worst = |mw: Bounded| mw.worst.unwrap_or(f64::NEG_INFINITY);
                prop_assert!(worst(before) <= worst(after) + 1e-9);
            }
        }
    }

    #[test]
    fn each_work_more_leaves_no_larger_gap(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        for plan in judged(&site(&limits, &others), &target).1 {
            prop_assert!(plan.cumulative_mw.windows(2).all(|w| w[0] <= w[1] + 1e-9));
            if let Some(last) = plan.cumulative_mw.last() {
                prop_assert!(close(*last, plan.median.planned_mw));
            }
            prop_assert!(plan.works.iter().all(|w| w.readiness_points >= 0.0));
        }
    }

    #[test]
    fn a_larger_budget_never_buys_less_and_the_whole_of_it_buys_the_whole_plan(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        let (plan, menu) = menu_of(&site(&limits, &others), &target);
        let live = menu.mw_by(f64::MAX);
        prop_assume!(live > 1.0 && close(live, menu.most_mw));
        let total = plan.median.owner_total;
        let buys = |share: f64| {
            let goal = Goal { budget_musd: Some(total * share), ..Goal::default() };
            match cheapest(&menu, goal) {
                // Too little money for the least is an answer too.
                Err(OutOfReach::Budget { .. }) => 0.0,
                choice => choice.unwrap().mw,
            }
        };
        let bought: Vec<f64> = [0.0, 0.1, 0.4, 0.8, 1.0].into_iter().map(buys).collect();
        prop_assert!(bought.windows(2).all(|w| w[0] <= w[1] + 1e-3), "{bought:?}");
        prop_assert!((bought[4] - menu.most_mw).abs() < 1e-2, "{bought:?} {}", menu.most_mw);
        let whole = Goal { mw: Some(menu.most_mw), ..Goal::default() };
        let choice = cheapest(&menu, whole).unwrap();
        prop_assert!(close(choice.cost_musd, total), "{} {total}", choice.cost_musd);
    }

    #[test]
    fn adding_a_constraint_never_makes_it_cheaper(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        no_constraint_makes_it_cheaper(&menu_of(&site(&limits, &others), &target).1);
    }

    #[test]
    fn figures_are_in_order_and_chances_say_how_sure_a_work_is(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        for plan in judged(&site(&limits, &others), &target).1 {
            let figures = plan.figures;
            for finish in [figures.first, figures.all] {
                let weeks = [finish.weeks.p10, finish.weeks.p50, finish.p80, finish.weeks.p90];
                prop_assert!(weeks.windows(2).all(|w| w[0] <= w[1]), "{weeks:?}");
            }
            prop_assert!(figures.first.p80 <= figures.all.p80);
            prop_assert!(figures.owner_works.mean <= figures.owner_total.mean);
            for work in plan.works.iter().chain(&plan.beyond) {
                prop_assert!((0.0..=1.0).contains(&work.critical) && (0.0..=1.0).contains(&work.chance));
                prop_assert_eq!(work.chance == 1.0, work.certainty == plan::Certainty::Needed);
                prop_assert!(work.cost.p10 <= work.cost.p90 && work.cost.mean.is_finite());
            }
            let few = |w: &plan::Work| w.beyond || w.certainty == plan::Certainty::Perhaps;
            prop_assert!(plan.beyond.iter().all(few));
        }
    }
}
