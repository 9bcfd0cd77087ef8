//! What must hold for the plan of every site, whatever the target.

use proptest::prelude::*;
use rackready::assess::{Assessment, Assessor};
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::plan::answers::candidates;
use rackready::plan::prices::Payer;
use rackready::plan::select::{Goal, OutOfReach, Start, cheapest};
use rackready::plan::{self, Plan};
use rackready::site::Site;
use rackready::spread::Bounded;

use crate::support::{site_of, targets};

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

fn start(plan: &Plan) -> Start {
    Start {
        most_mw: plan.median.planned_mw,
        readiness: 0.0,
        bound_by: String::new(),
    }
}

/// What the owner pays for all works in the median draw.
fn owner_total(plan: &Plan) -> f64 {
    let owner = plan.works.iter().filter(|w| w.payer == Payer::Owner);
    let lines = owner.flat_map(|w| &w.lines).map(|l| l.median_cost);
    plan.median.soft_factor * lines.sum::<f64>()
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
            prop_assert!(schedule.first_weeks <= schedule.full_weeks);
            let path = schedule.critical_path();
            let length: f64 = path.iter().map(|a| a.weeks).sum();
            prop_assert!(close(length, schedule.full_weeks), "{length} {}", schedule.full_weeks);
            prop_assert!(path.windows(2).all(|w| close(w[0].finish, w[1].start)));
            prop_assert!(path.iter().all(|a| a.float < 1e-6));
        }
    }

    #[test]
    fn phases_only_grow_and_end_at_the_plan(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        for plan in judged(&site(&limits, &others), &target).1 {
            let grow = |w: &[plan::Phase]| w[0].mw < w[1].mw && w[0].weeks <= w[1].weeks + 1e-9;
            prop_assert!(plan.phases.windows(2).all(grow), "{:?}", plan.phases);
            if let Some(last) = plan.phases.last() {
                prop_assert!(close(last.mw, plan.median.planned_mw), "{:?}", plan.phases);
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
    fn a_larger_budget_never_buys_less_and_more_mw_never_cost_less(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        let (assessment, _) = judged(&site(&limits, &others), &target);
        let options = candidates(&assessment.plan, plan::built_in());
        let plan = &assessment.plan;
        let buys = |share: f64| {
            let budget = owner_total(plan) * share;
            let goal = Goal { budget_musd: Some(budget), ..Goal::default() };
            match cheapest(&options, &start(plan), goal) {
                // Too little money for one megawatt is an answer too.
                Err(OutOfReach::Budget { .. }) => 0.0,
                choice => choice.unwrap().mw,
            }
        };
        let bought: Vec<f64> = [0.0, 0.1, 0.4, 0.8, 1.0].into_iter().map(buys).collect();
        prop_assert!(bought.windows(2).all(|w| w[0] <= w[1] + 1e-3), "{bought:?}");
        prop_assert!((bought[4] - plan.median.planned_mw).abs() < 1e-2, "the whole budget buys the whole plan");
        let costs = |share: f64| {
            let goal = Goal { mw: Some(plan.median.planned_mw * share), ..Goal::default() };
            cheapest(&options, &start(plan), goal).unwrap().cost_musd
        };
        prop_assert!(costs(0.3) <= costs(0.6) + 1e-4 && costs(0.6) <= costs(1.0) + 1e-4);
        prop_assert!(costs(1.0) <= owner_total(plan) + 1e-4);
    }

    #[test]
    fn the_whole_megawatts_cost_the_whole_plan_without_what_they_do_not_need(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        let (assessment, _) = judged(&site(&limits, &others), &target);
        let plan = &assessment.plan;
        prop_assume!(plan.median.planned_mw > 1.0);
        let options = candidates(plan, plan::built_in());
        let goal = Goal { mw: Some(plan.median.planned_mw), ..Goal::default() };
        let choice = cheapest(&options, &start(plan), goal).unwrap();
        let whole = |at: usize| {
            let o = &options[at];
            o.lump_musd + o.per_mw_musd * (plan.median.planned_mw - o.stands_mw.unwrap_or(0.0))
        };
        let left_out: f64 = (0..options.len()).filter(|at| !choice.works.contains(at)).map(whole).sum();
        let total = owner_total(plan);
        prop_assert!((choice.cost_musd + left_out - total).abs() < 1e-3 * (1.0 + total), "{} + {left_out} is not {total}", choice.cost_musd);
    }

    #[test]
    fn figures_are_in_order_and_chances_say_how_sure_a_work_is(
        limits in choice(LIMITS), others in choice(OTHERS), target in targets()
    ) {
        for plan in judged(&site(&limits, &others), &target).1 {
            let figures = plan.figures;
            for finish in [figures.first, figures.full] {
                let weeks = [finish.weeks.p10, finish.weeks.p50, finish.p80, finish.weeks.p90];
                prop_assert!(weeks.windows(2).all(|w| w[0] <= w[1]), "{weeks:?}");
            }
            prop_assert!(figures.first.p80 <= figures.full.p80);
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
