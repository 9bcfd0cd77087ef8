//! Which of the plans of a site leads: that of the route that was asked for, or that reaches a goal best.

use super::Plan;
use super::answers::{Ask, answer};
use super::prices::{PriceList, RouteName};
use super::select::Goal;
use crate::rules::Route;
use crate::site::Site;

/// What is wished of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// The route, where one was asked for.
    pub route: Option<RouteName>,
    /// What is asked of the plan.
    pub ask: Ask,
}

/// A hall was asked for where none stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file says that no hall stands, so there is none to plan in")]
pub struct NoRoute;

/// Position of the plan that leads; the first of them is that of the better route.
///
/// # Errors
/// When none of them is on the route that was asked for.
pub(crate) fn leading(
    plans: &[Plan],
    site: &Site,
    wish: &Wish,
    prices: &PriceList,
) -> Result<usize, NoRoute> {
    let goal = wish.ask.goal;
    // Readiness is told by the rows of one route; a goal of it does not change the route.
    let by_goal = goal != Goal::default() && goal.readiness.is_none();
    if wish.route.is_none() && !by_goal {
        return Ok(0);
    }
    let value = |plan: &Plan| {
        if by_goal {
            reach(plan, &wish.ask, prices)
        } else {
            (plan.median.planned_mw, 0.0)
        }
    };
    let may_lead = |route: Route| match wish.route {
        Some(asked) => RouteName::of(route) == asked,
        None => is_measured(route, site),
    };
    plans
        .iter()
        .enumerate()
        .filter(|(_, plan)| may_lead(plan.route))
        .map(|(at, plan)| (at, value(plan)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map(|(at, _)| at)
        .ok_or(NoRoute)
}

/// How well a plan reaches a goal: the MW where none are asked for, then how little it costs.
fn reach(plan: &Plan, ask: &Ask, prices: &PriceList) -> (f64, f64) {
    let once = Ask {
        curve: false,
        ..*ask
    };
    match answer(plan, 0.0, &once, prices).choice {
        Some(Ok(choice)) if ask.goal.mw.is_some() => (1.0, -choice.cost_musd),
        Some(Ok(choice)) => (choice.mw, -choice.cost_musd),
        _ => (-1.0, plan.median.planned_mw),
    }
}

/// A hall that nobody measured reaches no goal: what it carries is not known.
fn is_measured(route: Route, site: &Site) -> bool {
    let halls = site.halls.items().unwrap_or_default();
    match route {
        Route::NewHall => true,
        Route::InPlace(hall) => hall
            .and_then(|at| halls.get(at))
            .is_some_and(|hall| hall.area_m2.is_known()),
    }
}
