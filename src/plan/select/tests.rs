use super::*;
use proptest::prelude::*;

/// A work without which some MW stand, done once for the first MW behind them and then by the MW.
#[derive(Clone)]
struct Priced(Needed, [f64; 2]);

fn work(remedy: &str, stands_mw: Option<f64>, cost: [f64; 2], points: f64) -> Priced {
    let remedy = remedy.to_owned();
    let needed = Needed {
        remedy,
        stands_mw,
        points,
    };
    Priced(needed, cost)
}

impl Priced {
    /// Its M$ for some MW, or just behind them.
    fn cost(&self, mw: f64, behind: bool) -> f64 {
        let Self(work, [first, each]) = self;
        let is_done = work.is_done(mw) || behind && !work.stands_beyond(mw);
        let more = mw - work.stands_mw.unwrap_or(0.0).max(LEAST);
        if is_done { first + each * more } else { 0.0 }
    }
}

const LEAST: f64 = 10.0;

/// A work that only earns points.
fn extra(place: usize, cost: f64, points: f64) -> Extra {
    Extra {
        place,
        remedy: format!("extra {place}"),
        first_musd: cost,
        per_mw_musd: 0.0,
        points,
        weeks: 10.0,
        requires: Vec::new(),
    }
}

fn block(mw: f64, weeks: f64) -> Block {
    Block {
        mw,
        weeks,
        waits_for: format!("what {mw} MW wait for"),
    }
}

/// 10 to 100 MW, half of them in a year and the rest in two.
fn menu(works: Vec<Priced>, extras: Vec<Extra>) -> Menu {
    let sum = |mw, behind| works.iter().map(|work| work.cost(mw, behind)).sum();
    let mut ends = vec![50.0, 100.0];
    ends.extend(works.iter().filter_map(|work| work.0.stands_mw));
    ends.retain(|mw| *mw > LEAST);
    ends.sort_unstable_by(f64::total_cmp);
    ends.dedup();
    let begins = std::iter::once(&LEAST).chain(&ends);
    let ways = begins.zip(&ends).map(|(from, to)| Way {
        to_mw: *to,
        from_musd: sum(*from, true),
        to_musd: sum(*to, false),
    });
    Menu {
        least_mw: LEAST,
        most_mw: 100.0,
        readiness: 20.0,
        bound_by: "firm grid power".to_owned(),
        least_musd: sum(LEAST, false),
        ways: ways.collect(),
        needed: works.iter().map(|work| work.0.clone()).collect(),
        extras,
        live: vec![block(10.0, 40.0), block(50.0, 52.0), block(100.0, 104.0)],
    }
}

fn mw(mw: f64) -> Goal {
    Goal {
        mw: Some(mw),
        ..Goal::default()
    }
}

fn readiness(points: f64) -> Goal {
    Goal {
        readiness: Some(points),
        ..Goal::default()
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-4 * (1.0 + a.abs())
}

#[test]
fn what_the_tenant_asks_is_done_for_all_megawatts_beyond_what_stands_without_it() {
    let menu = menu(
        vec![
            work("hall", Some(0.0), [30.0, 1.0], 20.0),
            work("transformer", Some(60.0), [8.0, 0.5], 4.0),
            work("fence", None, [2.0, 0.0], 3.0),
        ],
        vec![extra(7, 1.0, 5.0)],
    );
    let choice = cheapest(&menu, mw(50.0)).unwrap();
    assert_eq!(choice.works, ["hall", "fence"]);
    assert!(close(choice.cost_musd, 30.0 + 40.0 + 2.0), "{choice:?}");
    assert!(close(choice.readiness, 20.0 + 10.0 + 3.0), "{choice:?}");
    assert_eq!((choice.weeks, choice.gap), (52.0, 0.0));
    // 60 MW stand without the transformer, 80 do not; the half of what it lifts brings half of its points.
    assert_eq!(cheapest(&menu, mw(60.0)).unwrap().works, ["hall", "fence"]);
    let choice = cheapest(&menu, mw(80.0)).unwrap();
    assert_eq!(choice.works, ["hall", "transformer", "fence"]);
    assert!(close(choice.cost_musd, 30.0 + 70.0 + 2.0 + 8.0 + 10.0));
    assert!(close(choice.readiness, 20.0 + 16.0 + 3.0 + 2.0));
}

#[test]
fn readiness_is_bought_with_megawatts_or_with_works_that_only_earn_points() {
    let hall = work("hall", Some(0.0), [30.0, 1.0], 20.0);
    // 10 MW bring 2 points for 30 M$; each point more costs 5 M$ by MW, the extra's 10 cost 25 M$.
    let menu = menu(vec![hall], vec![extra(3, 25.0, 10.0)]);
    let choice = cheapest(&menu, readiness(26.0)).unwrap();
    assert!(close(choice.mw, 30.0) && choice.worthwhile.is_empty());
    let choice = cheapest(&menu, readiness(32.0)).unwrap();
    assert!(
        close(choice.mw, 10.0) && choice.worthwhile == [3],
        "{choice:?}"
    );
    assert!(close(choice.cost_musd, 55.0));
    // The most there is takes both.
    let choice = cheapest(&menu, readiness(50.0)).unwrap();
    assert!(close(choice.mw, 100.0) && choice.worthwhile == [3]);
    assert_eq!(
        cheapest(&menu, readiness(51.0)),
        Err(OutOfReach::Readiness {
            asked: 51.0,
            most: 50.0
        })
    );
}

#[test]
fn greedy_by_points_for_each_dollar_loses() {
    // 10 points are asked. Greedy takes the 9 points for 8 M$ (best ratio), then needs another: 18 M$.
    // The one work that brings all 10 costs 10.
    let extras = [(8.0, 9.0), (10.0, 10.0), (10.0, 2.0)];
    let extras = extras.iter().zip(0..).map(|((c, p), at)| extra(at, *c, *p));
    let choice = cheapest(&menu(Vec::new(), extras.collect()), readiness(30.0)).unwrap();
    assert_eq!(choice.worthwhile, [1]);
    assert!(close(choice.cost_musd, 10.0));
}

#[test]
fn engines_are_not_bought_for_points_beyond_the_megawatts_that_are_built() {
    let menu = menu(
        vec![
            work("hall", Some(0.0), [50.0, 10.0], 0.0),
            work("engines", Some(20.0), [1.0, 0.1], 8.0),
        ],
        Vec::new(),
    );
    // One point is the eighth of 80 MW of engines, and takes the hall of 30 MW.
    let choice = cheapest(&menu, readiness(21.0)).unwrap();
    assert!(close(choice.mw, 30.0), "{choice:?}");
    assert!(close(choice.cost_musd, 50.0 + 200.0 + 1.0 + 1.0));
}

#[test]
fn a_budget_or_months_alone_take_the_most_megawatts() {
    let menu = menu(
        vec![work("hall", Some(0.0), [10.0, 1.0], 1.0)],
        vec![extra(1, 3.0, 1.0)],
    );
    let by_money = Goal {
        budget_musd: Some(60.0),
        ..Goal::default()
    };
    let choice = cheapest(&menu, by_money).unwrap();
    assert!(
        close(choice.mw, 60.0) && choice.worthwhile.is_empty(),
        "{choice:?}"
    );
    let by_time = Goal {
        within_weeks: Some(60.0),
        ..Goal::default()
    };
    let choice = cheapest(&menu, by_time).unwrap();
    assert!(close(choice.mw, 50.0) && close(choice.weeks, 52.0));
}

#[test]
fn what_is_out_of_reach_says_what_binds() {
    let hall = || vec![work("hall", Some(0.0), [10.0, 1.0], 1.0)];
    let error = cheapest(&menu(hall(), Vec::new()), mw(120.0)).unwrap_err();
    assert!(error.to_string().contains("firm grid power"), "{error}");
    let soon = Goal {
        within_weeks: Some(60.0),
        ..mw(80.0)
    };
    let error = cheapest(&menu(hall(), Vec::new()), soon).unwrap_err();
    assert!(
        matches!(&error, OutOfReach::InTime { most, .. } if *most == 50.0),
        "{error}"
    );
    assert!(
        error.to_string().contains("what 100 MW wait for"),
        "{error}"
    );
    let sooner = Goal {
        within_weeks: Some(20.0),
        ..Goal::default()
    };
    let error = cheapest(&menu(hall(), Vec::new()), sooner).unwrap_err();
    assert!(error.to_string().contains("what 10 MW wait for"), "{error}");
    let poor = Goal {
        budget_musd: Some(5.0),
        ..readiness(20.5)
    };
    let error = cheapest(&menu(hall(), Vec::new()), poor).unwrap_err();
    assert!(
        matches!(&error, OutOfReach::Budget { musd, least_musd } if *musd == 5.0 && close(*least_musd, 50.0)),
        "{error}"
    );
    let empty = Menu {
        least_mw: 0.0,
        most_mw: 0.0,
        ..menu(Vec::new(), vec![extra(0, 1.0, 50.0)])
    };
    let error = cheapest(&empty, readiness(30.0)).unwrap_err();
    assert!(matches!(error, OutOfReach::Nothing { .. }), "{error}");
}

#[test]
fn a_work_for_points_brings_what_it_cannot_do_without_and_ends_in_time() {
    let with = |weeks| {
        let waiting = Extra {
            requires: vec![1],
            ..extra(4, 2.0, 9.0)
        };
        let waited = Extra {
            weeks,
            ..extra(9, 3.0, 0.0)
        };
        menu(Vec::new(), vec![waiting, waited])
    };
    let choice = cheapest(&with(10.0), readiness(25.0)).unwrap();
    assert_eq!(choice.worthwhile, [4, 9]);
    assert!(close(choice.cost_musd, 5.0));
    let soon = Goal {
        within_weeks: Some(60.0),
        ..readiness(25.0)
    };
    assert!(cheapest(&with(60.0), soon).is_ok());
    let error = cheapest(&with(61.0), soon).unwrap_err();
    assert_eq!(
        error,
        OutOfReach::Readiness {
            asked: 25.0,
            most: 20.0
        }
    );
}

#[test]
fn megawatts_that_never_come_are_no_answer() {
    let mut menu = menu(vec![work("hall", Some(0.0), [10.0, 1.0], 1.0)], Vec::new());
    menu.live[2].weeks = f64::INFINITY;
    let error = cheapest(&menu, mw(80.0)).unwrap_err();
    assert!(
        matches!(&error, OutOfReach::Megawatts { most, .. } if *most == 50.0),
        "{error}"
    );
}

#[test]
fn the_curve_begins_with_the_least_and_never_falls() {
    let hall = work("hall", Some(0.0), [10.0, 1.0], 1.0);
    let mut menu = menu(vec![hall], Vec::new());
    (menu.least_mw, menu.least_musd) = (35.0, 35.0);
    menu.ways[0].from_musd = 35.0;
    let points: Vec<(f64, f64)> = curve(&menu, Goal::default(), 5)
        .iter()
        .map(|choice| (choice.mw.round(), choice.weeks))
        .collect();
    assert_eq!(
        points,
        [
            (35.0, 52.0),
            (40.0, 52.0),
            (60.0, 104.0),
            (80.0, 104.0),
            (100.0, 104.0)
        ]
    );
}

type Parts = (Vec<(u8, u8, u8, u8)>, Vec<(u8, u8)>);

fn parts() -> impl Strategy<Value = Parts> {
    let work = (0_u8..11, 0_u8..40, 0_u8..20, 0_u8..20);
    let works = prop::collection::vec(work, 0..6);
    (works, prop::collection::vec((1_u8..50, 1_u8..20), 0..6))
}

fn some_menu((works, extras): &Parts) -> Menu {
    let works = works.iter().map(|(stands, first, each, points)| {
        let stands = (*stands < 10).then(|| f64::from(*stands) * 10.0);
        let cost = [f64::from(*first), f64::from(*each) / 10.0];
        work("w", stands, cost, f64::from(*points))
    });
    let extras = extras.iter().zip(0..).map(|((cost, points), at)| Extra {
        per_mw_musd: f64::from(*points) / 50.0,
        ..extra(at, f64::from(*cost), f64::from(*points))
    });
    menu(works.collect(), extras.collect())
}

/// The least cost of a goal of MW and readiness, by trying all.
fn by_trying(menu: &Menu, goal: Goal) -> Option<f64> {
    let least = goal.mw.unwrap_or(0.0).max(menu.least_mw);
    let most = menu.mw_by(goal.within_weeks.unwrap_or(f64::MAX));
    let mut best: Option<f64> = None;
    for set in 0_u32..1 << menu.extras.len() {
        let chosen: Vec<usize> = (0..menu.extras.len())
            .filter(|at| set >> at & 1 == 1)
            .collect();
        let of = |mw| menu.priced(mw, &chosen, 0.0);
        let enough = |mw| goal.readiness.is_none_or(|r| of(mw).readiness >= r - 1e-9);
        if !enough(most) || least > most {
            continue;
        }
        // More MW never cost less and never bring less, so the fewest that are enough are the cheapest.
        let (mut low, mut high) = (least, most);
        if enough(low) {
            high = low;
        }
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if enough(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        let cost = of(high).cost_musd;
        best = Some(best.map_or(cost, |best| best.min(cost)));
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_choice_is_as_cheap_as_the_best_of_all(
        parts in parts(), points in 20_u8..90, mw in prop::option::of(1_u8..101), soon in any::<bool>()
    ) {
        let menu = some_menu(&parts);
        let goal = Goal {
            readiness: Some(f64::from(points)),
            mw: mw.map(f64::from),
            within_weeks: soon.then_some(60.0),
            ..Goal::default()
        };
        match (by_trying(&menu, goal), cheapest(&menu, goal)) {
            (Some(best), Ok(choice)) => {
                prop_assert!(close(choice.cost_musd, best), "{best} {choice:?}");
                prop_assert_eq!(choice.gap, 0.0);
            }
            (None, Err(_)) => {}
            (best, choice) => prop_assert!(false, "{best:?} {choice:?}"),
        }
    }

    #[test]
    fn more_budget_never_buys_less(parts in parts(), a in 1_u8..200, b in 1_u8..200) {
        let menu = some_menu(&parts);
        let buys = |budget: u8| {
            let goal = Goal { budget_musd: Some(f64::from(budget)), ..Goal::default() };
            cheapest(&menu, goal).map_or(0.0, |choice| choice.mw)
        };
        prop_assert!(buys(a.max(b)) >= buys(a.min(b)) - 1e-6);
    }
}
