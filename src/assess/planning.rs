//! A site planned on the route that was asked for, or that reaches a goal best.

use super::assessor::{Costed, Routes, bound};
use super::judged::{Depth, Judged};
use super::{Assessment, Assessor, Detail, Details};
use crate::hosting::Target;
use crate::plan::select::{Choice, Menu};
use crate::plan::{Answers, NoRoute, Plan, Scope, Wish, answer, leading};
use crate::rules::Route;
use crate::site::Site;
use crate::spread::Bounded;

/// A site whose plan leads on the route that was asked for, and what was asked of it.
#[derive(Debug, Clone)]
pub struct Planned<'a> {
    /// The assessment, with that plan: the part that was chosen where a goal was given, unless the whole was wished.
    pub assessment: Assessment<'a>,
    /// The rest, the other plans among it.
    pub details: Details<'a>,
    /// What was asked of the plan.
    pub answers: Answers,
}

impl<'a> Assessor<'a> {
    /// Judges a site for a target and plans it as it is wished.
    ///
    /// # Errors
    /// When the route that was asked for does not exist.
    pub fn plan(
        &self,
        site: &Site,
        target: Target<'a>,
        wish: &Wish,
    ) -> Result<Planned<'a>, NoRoute> {
        let (judged, mut plans, menus) = self.with_menus(site, target);
        let leads = leading(&menus, wish)?;
        plans.swap(0, leads);
        let (_, menu) = &menus[leads];
        let answers = answer(menu, &wish.ask);
        let (mut assessment, mut details) = self.detail(site, &judged, plans);
        // Money is that of the plan which is shown.
        if let Some(choice) = answers.shown() {
            let route = assessment.plan.route;
            let (part, plan) = self.part(site, &judged, route, choice);
            assessment.money = part.finances(site, assessment.verdict.word);
            details.cash_flows = part.cash_flows(assessment.money.as_ref());
            assessment.plan = plan;
        } else if leads > 0 {
            assessment.money = None;
        } else {
            details.cash_flows = judged.cash_flows(assessment.money.as_ref());
        }
        Ok(Planned {
            answers,
            assessment,
            details,
        })
    }

    /// What can be chosen on each route of a site, in its median draw; the better one in front.
    #[must_use]
    pub fn menus(&self, site: &Site, target: Target<'a>) -> Vec<(Route, Menu)> {
        self.with_menus(site, target).2
    }

    fn with_menus(
        &self,
        site: &Site,
        target: Target<'a>,
    ) -> (Judged<'a>, Vec<Plan<'a>>, Vec<(Route, Menu)>) {
        let prepared = self.prepared(target);
        let routes = Routes {
            menus: true,
            ..Routes::all(site)
        };
        let (judged, made) = self.judge(site, &prepared, Depth::Whole, &routes, |costings| {
            let of = |costed: &Costed<'_, 'a>| {
                let plan = costed.costing.finish(costed.route);
                Some((plan, (costed.route, costed.menu.clone()?)))
            };
            costings.iter().filter_map(of).unzip()
        });
        let (mut plans, mut menus): (Vec<Plan>, Vec<(Route, Menu)>) = made;
        for plan in &mut plans {
            bound(&mut plan.figures, &judged, plan.route);
        }
        for (route, menu) in &mut menus {
            menu.readiness = judged.readiness_by(*route);
        }
        (judged, plans, menus)
    }

    /// The plan of what was chosen on a route, costed and dated in every draw.
    fn part(
        &self,
        site: &Site,
        judged: &Judged<'a>,
        route: Route,
        choice: &Choice,
    ) -> (Judged<'a>, Plan<'a>) {
        let scope = Scope {
            most_mw: choice.mw,
            worthwhile: choice.worthwhile.clone(),
        };
        let routes = Routes {
            part: Some((route, scope)),
            ..Routes::BETTER
        };
        let depth = Depth::Row(Detail::Draws);
        let (part, mut plan) = self.judge(site, &judged.prepared, depth, &routes, |costings| {
            costings[0].costing.finish(route)
        });
        bound(&mut plan.figures, judged, route);
        let mw = &mut plan.figures.planned_mw;
        let ends = [mw.worst, mw.best].map(|end| end.map(|end| end.min(choice.mw)));
        *mw = Bounded::within(mw.spread, ends);
        (part, plan)
    }
}
