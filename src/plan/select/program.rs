//! A question as the solver is asked it.
//!
//! There is a yes or no for each work that only earns points, and one for each number of MW behind which a work is
//! needed or a block of MW ends; the latter follow one another, as nobody builds the second block before the first.
//! Branch and bound proves its answer among these few, or ends after so many nodes and states the gap that is left, so
//! the same question has the same answer on every machine.

use microlp::{
    ComparisonOp, OptimizationDirection, Problem, SolveOptions, TerminationReason, Variable,
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
}

impl Program<'_> {
    /// Points that the works which are needed bring for each MW behind some MW.
    fn points_each(&self, behind_mw: f64) -> f64 {
        let each = |work: &Needed| match work.stands_mw {
            Some(stands) if stands <= behind_mw + EVEN => {
                work.points / (self.menu.most_mw - stands)
            }
            _ => 0.0,
        };
        self.menu.needed.iter().map(each).sum()
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
        let least_mw = self.menu.least_mw;
        let mut cost = Sum {
            constant: self.menu.least_musd,
            ..Sum::default()
        };
        let mut points = Sum {
            constant: self.menu.priced(least_mw, &[], 0.0).readiness,
            ..Sum::default()
        };
        let mw = problem.add_var(if self.wants_most() { -1.0 } else { 0.0 }, (least, most));
        let mut built = vec![(mw, 1.0)];
        let mut before: Option<(Variable, f64)> = None;
        for (from_mw, from_musd, way) in self.menu.ways() {
            let (once, each) = (way.from_musd - from_musd, way.each(from_mw));
            let length = way.to_mw - from_mw;
            let entered = problem.add_binary_var(of_cost * once);
            let gone = problem.add_var(of_cost * each, (0.0, length));
            cost.terms.extend([(entered, once), (gone, each)]);
            points.terms.push((gone, self.points_each(from_mw)));
            built.push((gone, -1.0));
            problem.add_constraint([(gone, 1.0), (entered, -length)], ComparisonOp::Le, 0.0);
            if let Some((before, length)) = before {
                let terms = [(before, 1.0), (entered, -length)];
                problem.add_constraint(terms, ComparisonOp::Ge, 0.0);
            }
            before = Some((gone, length));
        }
        problem.add_constraint(built, ComparisonOp::Eq, least_mw);
        let chosen = self.extras(&mut problem, mw, of_cost, &mut cost, &mut points);
        if let Some(readiness) = self.goal.readiness {
            let missing = readiness - points.constant;
            problem.add_constraint(points.terms, ComparisonOp::Ge, missing);
        }
        if let Some(budget) = self.goal.budget_musd {
            let left = budget - cost.constant;
            problem.add_constraint(cost.terms, ComparisonOp::Le, left);
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
        let ends = self.menu.ways.iter().map(|way| way.to_mw);
        let edges = ends.chain([least, most]);
        let mut near = edges.filter(|edge| (edge - mw).abs() < 1e-5);
        near.next().unwrap_or(mw).clamp(least, most)
    }
}
