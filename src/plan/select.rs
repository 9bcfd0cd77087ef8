//! The cheapest set of works that reaches a goal, found exactly.
//!
//! A mixed-integer program: MW to build, and one yes or no for each work. A limit that stands below the
//! MW must be lifted by its work; lumps are paid once, the rest for each MW. Solved by branch and bound
//! (microlp through `good_lp`) and checked again by our own arithmetic.

use good_lp::{
    Expression, Solution, SolverModel, Variable, constraint, microlp, variable, variables,
};

use super::prices::PriceList;
use super::works::Work;

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Goal {
    /// At least so many critical IT MW.
    pub mw: Option<f64>,
    /// At least so many points of readiness.
    pub readiness: Option<f64>,
    /// At most so many M$ of the owner's money, soft costs included.
    pub budget_musd: Option<f64>,
    /// No work that ends later than so many weeks.
    pub within_weeks: Option<f64>,
}

/// One work as the choice sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Id of the remedy.
    pub remedy: String,
    /// M$ paid once when it is done.
    pub lump_musd: f64,
    /// M$ for each MW it lifts its limit by, or for each MW built where it has no limit.
    pub per_mw_musd: f64,
    /// MW that stand without it; `None` where no limit hangs on it.
    pub stands_mw: Option<f64>,
    /// Points of readiness it brings.
    pub points: f64,
    /// Weeks until it is done.
    pub finish_weeks: f64,
    /// Positions of the works without which it cannot run.
    pub requires: Vec<usize>,
}

/// A choice of works.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Critical IT MW it reaches.
    pub mw: f64,
    /// Points of readiness with it.
    pub readiness: f64,
    /// M$ it costs.
    pub cost_musd: f64,
    /// Weeks until its last work is done.
    pub weeks: f64,
    /// Positions of the works chosen.
    pub works: Vec<usize>,
}

/// Why a goal is out of reach.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OutOfReach {
    /// More MW than the site can carry.
    #[error("{asked:.0} MW are out of reach: the plan ends at {most:.1} MW, bound by {bound_by}")]
    Megawatts {
        /// What was asked.
        asked: f64,
        /// The most there is.
        most: f64,
        /// What binds.
        bound_by: String,
    },
    /// More readiness than all works bring.
    #[error("readiness {asked:.0} is out of reach: all works that are in time bring {most:.1}")]
    Readiness {
        /// What was asked.
        asked: f64,
        /// The most there is.
        most: f64,
    },
    /// The money does not reach.
    #[error("M$ {musd:.0} are too little: the budget binds")]
    Budget {
        /// What was given.
        musd: f64,
    },
    /// The time does not reach.
    #[error("no works bring a megawatt within {weeks:.0} weeks: the months bind")]
    Months {
        /// What was given.
        weeks: f64,
    },
    /// The goals exclude each other.
    #[error("no choice of works reaches all goals at once; the budget or the months bind")]
    Together,
    /// The solver gave an answer that does not hold.
    #[error("the solver's answer did not stand the check")]
    Unchecked,
}

/// The facts of a choice: the most MW, readiness today, and what binds.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// Critical IT MW of the full plan.
    pub most_mw: f64,
    /// Readiness without any work.
    pub readiness: f64,
    /// What binds the full plan.
    pub bound_by: String,
}

/// Works as the choice sees them: lines that grow with MW apart from lumps, soft costs on top.
#[must_use]
pub(crate) fn options(
    works: &[Work],
    finishes: &[f64],
    planned_mw: f64,
    soft_factor: f64,
    list: &PriceList,
) -> Vec<Candidate> {
    works
        .iter()
        .zip(finishes)
        .map(|(work, finish)| {
            let owner = work.payer == super::prices::Payer::Owner;
            let scaled = |mw_line: bool| -> f64 {
                let lines = work.lines.iter().filter(|l| l.grows == mw_line);
                if owner {
                    lines.map(|l| l.median_cost).sum::<f64>() * soft_factor
                } else {
                    0.0
                }
            };
            let lifted = work.mw_at_stake.unwrap_or(planned_mw);
            Candidate {
                remedy: work.remedy.id.clone(),
                lump_musd: scaled(false),
                per_mw_musd: if lifted > 0.0 {
                    scaled(true) / lifted
                } else {
                    0.0
                },
                stands_mw: work.mw_at_stake.map(|stake| planned_mw - stake),
                points: work.readiness_points,
                finish_weeks: *finish,
                requires: prerequisites(work, works, list),
            }
        })
        .collect()
}

/// Positions of the works that a work waits for.
fn prerequisites(work: &Work, works: &[Work], list: &PriceList) -> Vec<usize> {
    let after = list
        .measures
        .get(work.measure)
        .map_or(&[][..], |m| &m.after);
    (0..works.len())
        .filter(|at| after.iter().any(|a| a.remedy == works[*at].remedy.id))
        .collect()
}

/// Which works are done in time, they and all that they wait for.
fn in_time(options: &[Candidate], goal: Goal) -> Vec<bool> {
    let early = |o: &Candidate| goal.within_weeks.is_none_or(|w| o.finish_weeks <= w + 1e-9);
    let mut in_time: Vec<bool> = options.iter().map(early).collect();
    // What waits for a late work is late; again until nothing changes, which every round brings nearer.
    while let Some(late) = (0..options.len()).find(|at| {
        in_time[*at]
            && options[*at]
                .requires
                .iter()
                .any(|r| !in_time.get(*r).copied().unwrap_or(true))
    }) {
        in_time[late] = false;
    }
    in_time
}

/// The cheapest choice that reaches the goal; with a budget or months alone, the most MW they allow.
///
/// # Errors
/// When the goal is out of reach, with what binds.
pub fn cheapest(options: &[Candidate], start: &Start, goal: Goal) -> Result<Choice, OutOfReach> {
    let in_time = in_time(options, goal);
    let late = || {
        options
            .iter()
            .zip(&in_time)
            .filter(|(_, early)| !**early)
            .map(|(o, _)| o)
    };
    let most_mw = late()
        .filter_map(|o| o.stands_mw)
        .fold(start.most_mw, f64::min);
    if let Some(asked) = goal.mw.filter(|mw| *mw > most_mw + 1e-6) {
        let binding: Vec<&str> = late()
            .filter(|o| o.stands_mw.is_some_and(|s| s < asked))
            .map(|o| o.remedy.as_str())
            .collect();
        let bound_by = if binding.is_empty() {
            start.bound_by.clone()
        } else {
            format!("{} in that time", binding.join(", "))
        };
        return Err(OutOfReach::Megawatts {
            asked,
            most: most_mw,
            bound_by,
        });
    }
    let brought = options
        .iter()
        .zip(&in_time)
        .filter(|(_, early)| **early)
        .map(|(o, _)| o.points);
    let most = start.readiness + brought.sum::<f64>();
    if let Some(asked) = goal.readiness.filter(|r| *r > most + 1e-6) {
        return Err(OutOfReach::Readiness { asked, most });
    }
    let solved = solve(options, start, goal, most_mw, &in_time).ok_or_else(|| binding(goal))?;
    if !check(&solved, options, start, goal) {
        return Err(OutOfReach::Unchecked);
    }
    // Money or months that bring not one megawatt more reach nothing.
    let idle = goal.mw.is_none() && goal.readiness.is_none() && solved.mw < 0.5;
    if idle { Err(binding(goal)) } else { Ok(solved) }
}

/// What binds where no choice is left.
fn binding(goal: Goal) -> OutOfReach {
    match (goal.budget_musd, goal.within_weeks) {
        (Some(musd), None) => OutOfReach::Budget { musd },
        (None, Some(weeks)) => OutOfReach::Months { weeks },
        _ => OutOfReach::Together,
    }
}

/// Works at the size of the whole plan: a goal of readiness asks for them, however many MW are built.
#[must_use]
pub(crate) fn whole(options: &[Candidate], planned_mw: f64) -> Vec<Candidate> {
    let whole = |o: &Candidate| Candidate {
        lump_musd: o.lump_musd + o.per_mw_musd * (planned_mw - o.stands_mw.unwrap_or(0.0)).max(0.0),
        per_mw_musd: 0.0,
        stands_mw: None,
        ..o.clone()
    };
    options.iter().map(whole).collect()
}

/// MW that stand when some works are done: the least of the limits that the others leave.
#[must_use]
pub(crate) fn megawatts(options: &[Candidate], planned_mw: f64, done: &[usize]) -> f64 {
    let open = options
        .iter()
        .enumerate()
        .filter(|(at, _)| !done.contains(at));
    open.filter_map(|(_, o)| o.stands_mw)
        .fold(planned_mw, f64::min)
}

fn solve(
    options: &[Candidate],
    start: &Start,
    goal: Goal,
    most_mw: f64,
    in_time: &[bool],
) -> Option<Choice> {
    let mut vars = variables!();
    let mw = vars.add(
        variable()
            .min(goal.mw.unwrap_or(0.0))
            .max(most_mw.max(goal.mw.unwrap_or(0.0))),
    );
    let done: Vec<Variable> = options
        .iter()
        .zip(in_time)
        .map(|(_, early)| {
            vars.add(
                variable()
                    .integer()
                    .min(0.0)
                    .max(f64::from(u8::from(*early))),
            )
        })
        .collect();
    let lifted: Vec<Variable> = options
        .iter()
        .map(|_| vars.add(variable().min(0.0)))
        .collect();
    let cost: Expression = options
        .iter()
        .zip(done.iter().zip(&lifted))
        .map(|(o, (done, lifted))| o.lump_musd * *done + o.per_mw_musd * *lifted)
        .sum();
    // With a budget or months alone the most MW are asked for; a trace of cost keeps the choice from waste.
    let only_bounds = goal.mw.is_none() && goal.readiness.is_none();
    let objective = if only_bounds {
        Expression::from(mw) * -1.0 + cost.clone() * 1e-6
    } else {
        cost.clone()
    };
    let mut model = vars.minimise(objective).using(microlp);
    for (option, (done, lifted)) in options.iter().zip(done.iter().zip(&lifted)) {
        // A limit below the MW is lifted by its work; a work without limit is as large as the MW built.
        let stands = option.stands_mw.unwrap_or(0.0);
        if option.stands_mw.is_some() {
            model.add_constraint(constraint!(mw - *lifted <= stands));
        } else {
            // Not lifting: sized by the MW when done.
            model.add_constraint(constraint!(mw - *lifted <= start.most_mw * (1.0 - *done)));
        }
        model.add_constraint(constraint!(*lifted <= start.most_mw * *done));
    }
    for (option, waits) in options.iter().zip(&done) {
        for required in option.requires.iter().filter_map(|r| done.get(*r)) {
            model.add_constraint(constraint!(*waits - *required <= 0.0));
        }
    }
    if let Some(readiness) = goal.readiness {
        let points: Expression = options
            .iter()
            .zip(&done)
            .map(|(o, done)| o.points * *done)
            .sum();
        model.add_constraint(constraint!(points >= readiness - start.readiness));
    }
    if let Some(budget) = goal.budget_musd {
        model.add_constraint(constraint!(cost <= budget));
    }
    let solution = model.solve().ok()?;
    let works: Vec<usize> = (0..options.len())
        .filter(|at| solution.value(done[*at]) > 0.5)
        .collect();
    Some(priced(options, start, solution.value(mw), works))
}

/// What a choice costs and brings, by our own arithmetic.
fn priced(options: &[Candidate], start: &Start, mw: f64, works: Vec<usize>) -> Choice {
    let cost = works
        .iter()
        .map(|at| {
            let o = &options[*at];
            o.lump_musd + o.per_mw_musd * (mw - o.stands_mw.unwrap_or(0.0)).max(0.0)
        })
        .sum();
    Choice {
        mw,
        readiness: start.readiness + works.iter().map(|at| options[*at].points).sum::<f64>(),
        cost_musd: cost,
        weeks: works
            .iter()
            .map(|at| options[*at].finish_weeks)
            .fold(0.0, f64::max),
        works,
    }
}

fn check(choice: &Choice, options: &[Candidate], start: &Start, goal: Goal) -> bool {
    const SLACK: f64 = 1e-4;
    let lifted = options.iter().enumerate().all(|(at, o)| {
        o.stands_mw
            .is_none_or(|stands| choice.mw <= stands + SLACK || choice.works.contains(&at))
    });
    let complete = choice.works.iter().all(|at| {
        options[*at]
            .requires
            .iter()
            .all(|r| choice.works.contains(r))
    });
    lifted
        && complete
        && choice.mw <= start.most_mw + SLACK
        && goal.mw.is_none_or(|mw| choice.mw >= mw - SLACK)
        && goal.readiness.is_none_or(|r| choice.readiness >= r - SLACK)
        && goal
            .budget_musd
            .is_none_or(|b| choice.cost_musd <= b + SLACK * (1.0 + b))
        && goal.within_weeks.is_none_or(|w| choice.weeks <= w + SLACK)
}

/// The supply curve: the cheapest way to each of some MW, up to the most.
#[must_use]
pub(crate) fn curve(
    options: &[Candidate],
    start: &Start,
    goal: Goal,
    points: usize,
) -> Vec<Choice> {
    #[expect(clippy::cast_precision_loss, reason = "a handful of points")]
    let at = |i: usize| start.most_mw * i as f64 / points.max(1) as f64;
    (1..=points)
        .filter_map(|i| {
            cheapest(
                options,
                start,
                Goal {
                    mw: Some(at(i)),
                    ..goal
                },
            )
            .ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lump(remedy: &str, cost: f64, points: f64) -> Candidate {
        Candidate {
            remedy: remedy.to_owned(),
            lump_musd: cost,
            per_mw_musd: 0.0,
            stands_mw: None,
            points,
            finish_weeks: 10.0,
            requires: Vec::new(),
        }
    }

    const START: Start = Start {
        most_mw: 100.0,
        readiness: 20.0,
        bound_by: String::new(),
    };

    #[test]
    fn greedy_by_points_for_each_dollar_loses() {
        // 10 points are asked. Greedy takes the 9 points for 8 M$ (best ratio), then needs another: 18 M$.
        // The one work that brings all 10 costs 10.
        let options = [
            lump("cheap", 8.0, 9.0),
            lump("whole", 10.0, 10.0),
            lump("rest", 10.0, 2.0),
        ];
        let choice = cheapest(
            &options,
            &START,
            Goal {
                readiness: Some(30.0),
                ..Goal::default()
            },
        )
        .unwrap();
        assert_eq!(choice.works, [1]);
        assert!((choice.cost_musd - 10.0).abs() < 1e-6);
    }

    #[test]
    fn a_limit_below_the_goal_is_lifted_and_one_above_is_not() {
        let limit = |stands| Candidate {
            stands_mw: Some(stands),
            per_mw_musd: 0.5,
            ..lump("limit", 3.0, 1.0)
        };
        let options = [limit(0.0), limit(60.0)];
        let choice = cheapest(
            &options,
            &START,
            Goal {
                mw: Some(50.0),
                ..Goal::default()
            },
        )
        .unwrap();
        assert_eq!(choice.works, [0]);
        assert!((choice.cost_musd - 28.0).abs() < 1e-6, "{choice:?}");
        let choice = cheapest(
            &options,
            &START,
            Goal {
                mw: Some(80.0),
                ..Goal::default()
            },
        )
        .unwrap();
        assert_eq!(choice.works, [0, 1]);
        assert!(
            (choice.cost_musd - (43.0 + 13.0)).abs() < 1e-6,
            "{choice:?}"
        );
    }

    #[test]
    fn what_is_out_of_reach_says_what_binds() {
        let late = Candidate {
            stands_mw: Some(10.0),
            finish_weeks: 90.0,
            ..lump("transformer", 3.0, 1.0)
        };
        let goal = Goal {
            mw: Some(40.0),
            within_weeks: Some(52.0),
            ..Goal::default()
        };
        let error = cheapest(&[late], &START, goal).unwrap_err();
        assert!(
            matches!(&error, OutOfReach::Megawatts { most, .. } if (*most - 10.0).abs() < 1e-9)
        );
        assert!(error.to_string().contains("transformer"), "{error}");
        let error = cheapest(
            &[],
            &START,
            Goal {
                readiness: Some(50.0),
                ..Goal::default()
            },
        )
        .unwrap_err();
        assert_eq!(
            error,
            OutOfReach::Readiness {
                asked: 50.0,
                most: 20.0
            }
        );
        let poor = Goal {
            readiness: Some(25.0),
            budget_musd: Some(1.0),
            ..Goal::default()
        };
        assert_eq!(
            cheapest(&[lump("a", 8.0, 9.0)], &START, poor),
            Err(OutOfReach::Budget { musd: 1.0 })
        );
    }

    #[test]
    fn a_work_brings_what_it_waits_for() {
        let hall = Candidate {
            stands_mw: Some(0.0),
            requires: vec![1],
            ..lump("hall", 10.0, 1.0)
        };
        let permit = lump("permit", 2.0, 0.0);
        let goal = Goal {
            mw: Some(50.0),
            ..Goal::default()
        };
        let choice = cheapest(&[hall.clone(), permit.clone()], &START, goal).unwrap();
        assert_eq!(choice.works, [0, 1]);
        assert!((choice.cost_musd - 12.0).abs() < 1e-6);
        // A permit that comes too late makes the hall late.
        let late = Candidate {
            finish_weeks: 90.0,
            ..permit
        };
        let goal = Goal {
            within_weeks: Some(52.0),
            ..goal
        };
        let error = cheapest(&[hall, late], &START, goal).unwrap_err();
        assert!(matches!(error, OutOfReach::Megawatts { most, .. } if most.abs() < 1e-9));
    }

    #[test]
    fn a_budget_alone_buys_the_most_megawatts() {
        let hall = Candidate {
            stands_mw: Some(0.0),
            per_mw_musd: 1.0,
            ..lump("hall", 10.0, 1.0)
        };
        let choice = cheapest(
            &[hall],
            &START,
            Goal {
                budget_musd: Some(60.0),
                ..Goal::default()
            },
        )
        .unwrap();
        assert!((choice.mw - 50.0).abs() < 1e-3, "{choice:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_choice_is_as_cheap_as_the_best_of_all_subsets(
            costs in prop::collection::vec((1_u8..50, 1_u8..20), 1..9), ask in 1_u8..60
        ) {
            let options: Vec<Candidate> =
                costs.iter().map(|(c, p)| lump("w", f64::from(*c), f64::from(*p))).collect();
            let goal = Goal { readiness: Some(20.0 + f64::from(ask)), ..Goal::default() };
            let best = (0_u32..1 << options.len())
                .filter_map(|set| {
                    let chosen = |i: &usize| set >> i & 1 == 1;
                    let points: f64 = (0..options.len()).filter(chosen).map(|i| options[i].points).sum();
                    let cost: f64 = (0..options.len()).filter(chosen).map(|i| options[i].lump_musd).sum();
                    (points >= f64::from(ask)).then_some(cost)
                })
                .min_by(f64::total_cmp);
            match (best, cheapest(&options, &START, goal)) {
                (Some(best), Ok(choice)) => prop_assert!((choice.cost_musd - best).abs() < 1e-6),
                (None, Err(_)) => {}
                (best, choice) => prop_assert!(false, "{best:?} {choice:?}"),
            }
        }

        #[test]
        fn more_budget_never_buys_less(a in 1_u8..100, b in 1_u8..100) {
            let hall = Candidate { stands_mw: Some(0.0), per_mw_musd: 0.7, ..lump("hall", 10.0, 1.0) };
            let spare = Candidate { stands_mw: Some(30.0), per_mw_musd: 0.2, ..lump("spare", 15.0, 1.0) };
            let buys = |budget: u8| {
                let goal = Goal { budget_musd: Some(f64::from(budget)), ..Goal::default() };
                cheapest(&[hall.clone(), spare.clone()], &START, goal).map_or(0.0, |c| c.mw)
            };
            prop_assert!(buys(a.max(b)) >= buys(a.min(b)) - 1e-6);
        }
    }
}
