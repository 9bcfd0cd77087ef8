//! A question as the solver is asked it.
//!
//! There is a yes or no for each work that only earns points, and for each number of MW that stands without a work
//! and lies between the least and the most that may be built; the latter come in their order. Branch and bound proves
//! its answer among these few, or ends after so many nodes and states the gap that is left, so the same question has
//! the same answer on every machine.

use microlp::{
    ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions, TerminationReason,
    Variable,
};

use super::{Choice, EVEN, Goal, Menu, Needed};

/// Branches that are looked at; thousands of times what a site takes.
const NODES: u64 = 20_000;

/// One question as the solver is asked it.
pub(super) struct Program<'m> {
    pub menu: &'m Menu,
    pub goal: Goal,
    /// The fewest and the most MW that may be chosen.
    pub range: (f64, f64),
    /// Which of the works that only earn points are done in time.
    pub in_time: &'m [bool],
}

/// A sum of variables times numbers, and a number.
#[derive(Default)]
struct Sum {
    terms: Vec<(Variable, f64)>,
    constant: f64,
    /// What all MW have in common.
    of_mw: f64,
}

impl Sum {
    fn linear(self, mw: Variable) -> LinearExpr {
        let mut linear = LinearExpr::empty();
        linear.add(mw, self.of_mw);
        for (variable, factor) in self.terms {
            linear.add(variable, factor);
        }
        linear
    }
}

impl Program<'_> {
    /// Points of a work for each MW that it is done for.
    fn points_each(&self, work: &Needed) -> f64 {
        let stands = work.stands_mw.unwrap_or(0.0);
        work.points / (self.menu.most_mw - stands).max(EVEN)
    }

    /// The MW between the ends of the range that stand without a work, ascending.
    fn steps(&self) -> Vec<f64> {
        let (least, most) = self.range;
        let stands = self.menu.needed.iter().filter_map(|work| work.stands_mw);
        let mut steps: Vec<f64> = stands
            .filter(|mw| (least..most - EVEN).contains(mw))
            .collect();
        steps.sort_unstable_by(f64::total_cmp);
        steps.dedup();
        steps
    }

    /// With a budget or months alone the most MW are asked for.
    fn wants_most(&self) -> bool {
        self.goal.mw.is_none() && self.goal.readiness.is_none()
    }

    /// What is best; `None` where nothing holds.
    pub(super) fn solve(&self) -> Option<Choice> {
        // With the most MW a trace of cost keeps the choice from waste.
        let of_cost = if self.wants_most() { 1e-6 } else { 1.0 };
        let (least, most) = self.range;
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let (mut cost, mut points) = (Sum::default(), Sum::default());
        for work in &self.menu.needed {
            if work.stands_mw.is_some_and(|stands| stands >= least) {
                continue;
            }
            cost.of_mw += work.per_mw_musd;
            cost.constant += work.first_musd - work.per_mw_musd * work.from_mw(self.menu.least_mw);
            match work.stands_mw {
                None => points.constant += work.points,
                Some(stands) => {
                    let each = self.points_each(work);
                    points.of_mw += each;
                    points.constant -= each * stands;
                }
            }
        }
        let of_mw = of_cost * cost.of_mw - if self.wants_most() { 1.0 } else { 0.0 };
        let mw = problem.add_var(of_mw, (least, most));
        let mut before: Option<Variable> = None;
        for stands in self.steps() {
            let works = || {
                let all = self.menu.needed.iter();
                all.filter(|work| work.stands_mw == Some(stands))
            };
            let once: f64 = works().map(|work| work.first_musd).sum();
            let each: f64 = works().map(|work| work.per_mw_musd).sum();
            let beyond = problem.add_binary_var(of_cost * once);
            let lifted = problem.add_var(of_cost * each, (0.0, most - stands));
            cost.terms.extend([(beyond, once), (lifted, each)]);
            let brings = works().map(|work| self.points_each(work)).sum();
            points.terms.push((lifted, brings));
            let mut at_most = |terms: &[(Variable, f64)], most| {
                problem.add_constraint(terms, ComparisonOp::Le, most);
            };
            at_most(&[(lifted, 1.0), (beyond, stands - most)], 0.0);
            at_most(&[(mw, 1.0), (lifted, -1.0)], stands);
            // No more is lifted than what is built beyond what stands.
            at_most(&[(lifted, 1.0), (mw, -1.0), (beyond, stands)], 0.0);
            if let Some(before) = before {
                at_most(&[(beyond, 1.0), (before, -1.0)], 0.0);
            }
            before = Some(beyond);
        }
        let chosen = self.extras(&mut problem, mw, of_cost, &mut cost, &mut points);
        if let Some(readiness) = self.goal.readiness {
            let missing = readiness - self.menu.readiness - points.constant;
            problem.add_constraint(points.linear(mw), ComparisonOp::Ge, missing);
        }
        if let Some(budget) = self.goal.budget_musd {
            let left = budget - cost.constant;
            problem.add_constraint(cost.linear(mw), ComparisonOp::Le, left);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(NODES);
        let outcome = problem.solve_with(options).ok()?;
        let solution = outcome.into_solution().ok()?;
        let done: Vec<usize> = (0..chosen.len())
            .filter(|at| solution.var_value_raw(chosen[*at]) > 0.5)
            .collect();
        let gap = if solution.termination_reason() == TerminationReason::ProvenOptimal {
            0.0
        } else {
            solution.gap().unwrap_or(1.0)
        };
        let mw = self.settled(solution.var_value_raw(mw));
        Some(self.menu.priced(mw, &done, gap))
    }

    /// Adds the works that only earn points: of each whether it is done.
    fn extras(
        &self,
        problem: &mut Problem,
        mw: Variable,
        of_cost: f64,
        cost: &mut Sum,
        points: &mut Sum,
    ) -> Vec<Variable> {
        let most = self.range.1;
        let mut chosen = Vec::with_capacity(self.menu.extras.len());
        for (extra, in_time) in self.menu.extras.iter().zip(self.in_time) {
            let once = extra.first_musd - extra.per_mw_musd * self.menu.least_mw;
            let done = problem.add_integer_var(of_cost * once, (0, i32::from(*in_time)));
            cost.terms.push((done, once));
            points.terms.push((done, extra.points));
            if extra.per_mw_musd > 0.0 {
                // As many MW as are built where it is done, else none.
                let beside = problem.add_var(of_cost * extra.per_mw_musd, (0.0, most));
                cost.terms.push((beside, extra.per_mw_musd));
                let terms = [(mw, 1.0), (beside, -1.0), (done, most)];
                problem.add_constraint(terms, ComparisonOp::Le, most);
            }
            chosen.push(done);
        }
        for (extra, done) in self.menu.extras.iter().zip(&chosen) {
            for required in extra.requires.iter().filter_map(|at| chosen.get(*at)) {
                let terms = [(*done, 1.0), (*required, -1.0)];
                problem.add_constraint(terms, ComparisonOp::Le, 0.0);
            }
        }
        chosen
    }

    /// MW on the edge that the solver meant: a work is not begun for a rounding error.
    fn settled(&self, mw: f64) -> f64 {
        let (least, most) = self.range;
        let edges = self.steps().into_iter().chain([least, most]);
        let mut near = edges.filter(|edge| (edge - mw).abs() < 1e-5);
        near.next().unwrap_or(mw).clamp(least, most)
    }
}
