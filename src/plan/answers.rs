//! What is asked of a plan beyond its works: the cheapest way to a goal, the supply curve.

use super::Plan;
use super::prices::PriceList;
use super::select::{
    Candidate, Choice, Goal, OutOfReach, Start, cheapest, curve, megawatts, options, whole,
};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ask {
    /// What is to be reached, where anything is.
    pub goal: Goal,
    /// Whether the supply curve is wanted.
    pub curve: bool,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// What was to be reached.
    pub goal: Goal,
    /// The cheapest choice of works, or why there is none; `None` where no goal was given.
    pub choice: Option<Result<Choice, OutOfReach>>,
    /// The supply curve, where it was asked for.
    pub curve: Option<Vec<Choice>>,
}

impl Answers {
    /// Whether a goal was given that is out of reach.
    #[must_use]
    pub fn out_of_reach(&self) -> bool {
        matches!(self.choice, Some(Err(_)))
    }
}

/// Points of the supply curve.
const CURVE_POINTS: usize = 10;

/// Answers what is asked of a plan. `readiness` is that of its route today.
#[must_use]
pub(crate) fn answer(plan: &Plan, readiness: f64, ask: &Ask, list: &PriceList) -> Answers {
    let start = Start {
        most_mw: plan.median.planned_mw,
        readiness,
        bound_by: plan.median.bound_by.join(", "),
    };
    let options = candidates(plan, list);
    Answers {
        goal: ask.goal,
        choice: (ask.goal != Goal::default()).then(|| choose(&options, &start, ask.goal)),
        curve: ask.curve.then(|| {
            let bounds = Goal {
                mw: None,
                ..ask.goal
            };
            let mut points = curve(&options, &start, bounds, CURVE_POINTS);
            points.retain(|choice| choice.mw > 0.0);
            points
        }),
    }
}

/// The cheapest choice. Readiness without MW is asked of the whole plan: a work done for no MW is not done.
fn choose(options: &[Candidate], start: &Start, goal: Goal) -> Result<Choice, OutOfReach> {
    if goal.readiness.is_none() || goal.mw.is_some() {
        return cheapest(options, start, goal);
    }
    let choice = cheapest(&whole(options, start.most_mw), start, goal)?;
    let mw = megawatts(options, start.most_mw, &choice.works);
    Ok(Choice { mw, ..choice })
}

/// The works of a plan as the choice sees them.
#[must_use]
pub fn candidates(plan: &Plan, list: &PriceList) -> Vec<Candidate> {
    let finishes: Vec<f64> = (0..plan.works.len())
        .map(|at| plan.schedule.of_work(at).finish)
        .collect();
    options(
        &plan.works,
        &finishes,
        plan.median.planned_mw,
        plan.median.soft_factor,
        list,
    )
}
