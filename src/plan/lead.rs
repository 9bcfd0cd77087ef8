//! Which of the routes of a site leads: the one that was asked for, or that reaches a goal best.

use super::answers::Ask;
use super::prices::RouteName;
use super::select::{Goal, Menu, cheapest};
use crate::rules::Route;

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

/// Position of the route that leads among those of which the menus are; the first of them is the better one.
///
/// # Errors
/// When none of them is the one that was asked for.
pub(crate) fn leading(menus: &[(Route, Menu)], wish: &Wish) -> Result<usize, NoRoute> {
    let goal = wish.ask.goal;
    let by_goal = goal != Goal::default();
    if wish.route.is_none() && !by_goal {
        return Ok(0);
    }
    let value = |menu: &Menu| {
        if by_goal {
            reach(menu, goal)
        } else {
            (menu.most_mw, 0.0)
        }
    };
    let may_lead = |route: Route| wish.route.is_none_or(|asked| RouteName::of(route) == asked);
    menus
        .iter()
        .enumerate()
        .filter(|(_, (route, _))| may_lead(*route))
        .map(|(at, (_, menu))| (at, value(menu)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map(|(at, _)| at)
        .ok_or(NoRoute)
}

/// How well a route reaches a goal: the MW where money or time bounds them and none are asked for, then how little it
/// costs.
fn reach(menu: &Menu, goal: Goal) -> (f64, f64) {
    let asked = goal.mw.is_some() || (goal.budget_musd.is_none() && goal.within_weeks.is_none());
    match cheapest(menu, goal) {
        Ok(choice) if asked => (1.0, -choice.cost_musd),
        Ok(choice) => (choice.mw, -choice.cost_musd),
        Err(_) => (-1.0, menu.most_mw),
    }
}
