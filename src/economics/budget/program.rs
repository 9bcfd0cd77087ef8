//! The question of a budget as the solver is asked it: a yes or no for each rung of each site, a later one only with that
//! before it. The answer is added up again by our own arithmetic.

use microlp::{
    ComparisonOp, OptimizationDirection, Problem, Solution, SolveOptions, TerminationReason,
    Variable,
};

use super::{Bought, Offer, Unchecked};

/// Branches that are looked at: what most portfolios take, and seconds where there are hundreds of tranches that earn
/// about the same.
const NODES: u64 = 2_000;

/// M$ closer to each other than this are the same.
const EVEN_MUSD: f64 = 1e-5;

/// Blocks behind which all that is built so far is worth more than with fewer: nobody stops elsewhere.
#[derive(Debug, Clone, Copy)]
struct Rung {
    /// Blocks up to here.
    blocks: usize,
    /// M$ that it costs beyond the rung before.
    capital_musd: f64,
    /// M$ that it is worth beyond the rung before.
    value_musd: f64,
}

/// What is asked of the rungs.
#[derive(Debug, Clone, Copy)]
enum Aim {
    /// The most worth for at most so many M$.
    Most { budget_musd: f64 },
    /// The least capital that is worth so many M$.
    Least { value_musd: f64 },
}

impl Aim {
    /// What of a rung is aimed at, and what is bounded.
    fn of(self, rung: &Rung) -> (f64, f64) {
        match self {
            Self::Most { .. } => (rung.value_musd, rung.capital_musd),
            Self::Least { .. } => (rung.capital_musd, rung.value_musd),
        }
    }
}

/// The rungs of each site.
pub(super) struct Program(Vec<Vec<Rung>>);

impl Program {
    pub(super) fn of(offers: &[Offer]) -> Self {
        Self(offers.iter().map(rungs).collect())
    }

    /// What is worth most for a budget.
    pub(super) fn most(&self, budget_musd: f64) -> Result<Bought, Unchecked> {
        let bought = self.solved(Aim::Most { budget_musd })?;
        let holds = bought.capital_musd <= budget_musd + EVEN_MUSD;
        holds.then_some(bought).ok_or(Unchecked)
    }

    /// The least budget whose best is worth so much; `None` where none is.
    pub(super) fn least_budget(&self, value_musd: f64) -> Result<Option<f64>, Unchecked> {
        let all: f64 = self.0.iter().flatten().map(|rung| rung.value_musd).sum();
        if all < value_musd {
            return Ok(None);
        }
        let bought = self.solved(Aim::Least { value_musd })?;
        let holds = bought.value_musd >= value_musd - EVEN_MUSD;
        holds.then_some(Some(bought.capital_musd)).ok_or(Unchecked)
    }

    /// M$ of worth for a budget where rungs may be had in parts.
    pub(super) fn in_parts(&self, budget_musd: f64) -> Result<f64, Unchecked> {
        let (problem, _) = self.problem(Aim::Most { budget_musd }, |problem, worth| {
            problem.add_var(worth, (0.0, 1.0))
        });
        Ok(solution(&problem)?.objective())
    }

    fn solved(&self, aim: Aim) -> Result<Bought, Unchecked> {
        let (problem, built) = self.problem(aim, Problem::add_binary_var);
        let solution = solution(&problem)?;
        let is_built = |rung: &Variable| solution.var_value_raw(*rung) > 0.5;
        let (mut capital_musd, mut value_musd) = (0.0, 0.0);
        let blocks = self.0.iter().zip(&built).map(|(rungs, built)| {
            let taken = built.iter().take_while(|rung| is_built(rung)).count();
            let taken = &rungs[..taken];
            capital_musd += taken.iter().map(|rung| rung.capital_musd).sum::<f64>();
            value_musd += taken.iter().map(|rung| rung.value_musd).sum::<f64>();
            taken.last().map_or(0, |rung| rung.blocks)
        });
        Ok(Bought {
            blocks: blocks.collect(),
            capital_musd,
            value_musd,
            gap: if solution.termination_reason() == TerminationReason::ProvenOptimal {
                0.0
            } else {
                solution.gap().unwrap_or(1.0)
            },
        })
    }

    /// The problem, and the variables of each site; how one is added decides whether it is whole.
    fn problem(
        &self,
        aim: Aim,
        add: impl Fn(&mut Problem, f64) -> Variable,
    ) -> (Problem, Vec<Vec<Variable>>) {
        let (direction, side, bound) = match aim {
            Aim::Most { budget_musd } => (
                OptimizationDirection::Maximize,
                ComparisonOp::Le,
                budget_musd,
            ),
            Aim::Least { value_musd } => (
                OptimizationDirection::Minimize,
                ComparisonOp::Ge,
                value_musd,
            ),
        };
        let mut problem = Problem::new(direction);
        let mut terms: Vec<(Variable, f64)> = Vec::new();
        let mut built = Vec::with_capacity(self.0.len());
        for rungs in &self.0 {
            let mut of_site: Vec<Variable> = Vec::with_capacity(rungs.len());
            for rung in rungs {
                let (aimed, bounded) = aim.of(rung);
                let taken = add(&mut problem, aimed);
                terms.push((taken, bounded));
                if let Some(before) = of_site.last() {
                    let order = [(taken, 1.0), (*before, -1.0)];
                    problem.add_constraint(order, ComparisonOp::Le, 0.0);
                }
                of_site.push(taken);
            }
            built.push(of_site);
        }
        problem.add_constraint(terms, side, bound);
        (problem, built)
    }
}

fn rungs(offer: &Offer) -> Vec<Rung> {
    let mut rungs = Vec::new();
    let (mut capital, mut value) = (0.0, 0.0);
    for (stage, blocks) in offer.stages.iter().zip(1..) {
        if stage.value_musd > value + EVEN_MUSD {
            rungs.push(Rung {
                blocks,
                capital_musd: stage.capital_musd - capital,
                value_musd: stage.value_musd - value,
            });
            (capital, value) = (stage.capital_musd, stage.value_musd);
        }
    }
    rungs
}

fn solution(problem: &Problem) -> Result<Solution, Unchecked> {
    let mut options = SolveOptions::default();
    options.node_limit = Some(NODES);
    let outcome = problem.solve_with(options).map_err(|_| Unchecked)?;
    outcome.into_solution().map_err(|_| Unchecked)
}
