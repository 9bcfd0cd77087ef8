//! What is asked of a plan beyond its works: the cheapest way to a goal, the supply curve.

use super::select::{Choice, Goal, Menu, OutOfReach, cheapest, curve};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ask {
    /// What is to be reached, where anything is.
    pub goal: Goal,
    /// Whether the supply curve is wanted.
    pub curve: bool,
    /// Whether the plan that is shown is the whole one, whatever is chosen of it.
    pub whole: bool,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// What was to be reached.
    pub goal: Goal,
    /// The cheapest choice of works, or why there is none; `None` where no goal was given.
    pub choice: Option<Result<Choice, OutOfReach>>,
    /// Whether the plan beside it is that of the choice.
    pub is_shown: bool,
    /// The supply curve, where it was asked for.
    pub curve: Option<Vec<Choice>>,
}

impl Answers {
    /// Whether a goal was given that is out of reach.
    #[must_use]
    pub fn out_of_reach(&self) -> bool {
        matches!(self.choice, Some(Err(_)))
    }

    /// The choice that the plan is narrowed to.
    pub(crate) fn shown(&self) -> Option<&Choice> {
        let choice = self.choice.as_ref()?.as_ref().ok();
        choice.filter(|_| self.is_shown)
    }
}

/// Points of the supply curve.
const CURVE_POINTS: usize = 10;

/// Answers what is asked of the plan of a route.
#[must_use]
pub(crate) fn answer(menu: &Menu, ask: &Ask) -> Answers {
    let choice = (ask.goal != Goal::default()).then(|| cheapest(menu, ask.goal));
    Answers {
        goal: ask.goal,
        is_shown: !ask.whole && matches!(choice, Some(Ok(_))),
        choice,
        curve: ask.curve.then(|| {
            let bounds = Goal {
                mw: None,
                ..ask.goal
            };
            curve(menu, bounds, CURVE_POINTS)
        }),
    }
}
