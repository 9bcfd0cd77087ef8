//! The one judge of sites.

use super::judged::{Judged, judge, list_of};
use super::{Assessment, Brief, Details};
use crate::checklist::Checklist;
use crate::hosting::Target;
use crate::plan::{self, Plan, PriceList, Scope};
use crate::rules::{Finding, Route, contradictions, counted};
use crate::score::{Score, categories, confidence, questions, readiness_weight, score};
use crate::site::Site;

/// Judges sites by a checklist, and drafts plans at a price list.
#[derive(Debug, Clone, Copy)]
pub struct Assessor<'a> {
    pub(super) checklist: &'a Checklist,
    pub(super) prices: &'a PriceList,
}

impl<'a> Assessor<'a> {
    /// Judges by a checklist, at the built-in prices.
    #[must_use]
    pub fn of(checklist: &'a Checklist) -> Self {
        Self {
            checklist,
            prices: plan::built_in(),
        }
    }

    /// The same at other prices.
    #[must_use]
    pub fn at(self, prices: &'a PriceList) -> Self {
        Self { prices, ..self }
    }

    /// Judges a site for a target, verdict and score alone.
    #[must_use]
    pub fn brief(&self, site: &Site, target: Target<'a>) -> Brief<'a> {
        let judged = judge(site, target, self.checklist);
        Brief {
            target,
            verdict: judged.verdict,
            convertibility: judged.convertibility,
            ceiling_mw: judged.capacity.ceiling_mw.likely,
        }
    }

    /// Judges a site for a target, and plans the better route.
    #[must_use]
    pub fn assess(&self, site: &Site, target: Target<'a>) -> Assessment<'a> {
        let judged = judge(site, target, self.checklist);
        let plan = self.draft(site, target, &judged, judged.best_route());
        self.finish(site, target, judged, plan)
    }

    /// Judges a site for a target, and plans every route.
    #[must_use]
    pub fn assess_in_detail(
        &self,
        site: &Site,
        target: Target<'a>,
    ) -> (Assessment<'a>, Details<'a>) {
        let judged = judge(site, target, self.checklist);
        let plans = self.drafts(site, target, &judged);
        self.detail(site, target, judged, plans)
    }

    /// The plan of every route, that of the better one first.
    pub(super) fn drafts(
        &self,
        site: &Site,
        target: Target<'a>,
        judged: &Judged<'a>,
    ) -> Vec<Plan<'a>> {
        let best = judged.best_route();
        let others = judged.routes.iter().map(|(route, _)| *route);
        std::iter::once(best)
            .chain(others.filter(|route| *route != best))
            .map(|route| self.draft(site, target, judged, route))
            .collect()
    }

    fn draft(
        &self,
        site: &Site,
        target: Target<'a>,
        judged: &Judged<'a>,
        route: Route,
    ) -> Plan<'a> {
        let findings: Vec<&Finding> = counted(&judged.lists[list_of(route)], route).collect();
        Scope {
            site,
            target,
            findings: &findings,
            route,
            capacity: &judged.capacity,
            prices: self.prices,
        }
        .draft()
    }

    /// All of it; the first of the plans leads.
    pub(super) fn detail(
        &self,
        site: &Site,
        target: Target<'a>,
        judged: Judged<'a>,
        mut plans: Vec<Plan<'a>>,
    ) -> (Assessment<'a>, Details<'a>) {
        let plan = plans.remove(0);
        let route = judged.best_route();
        let findings = judged.lists[list_of(route)].as_slice();
        let (standing, _) = standing(&judged, target);
        let of_standing = judged.lists[list_of(standing)].as_slice();
        let details = Details {
            categories: categories(
                self.checklist,
                (of_standing, standing),
                (findings, route),
                &target,
            ),
            questions: questions(findings, &target, route),
            other_plans: plans,
        };
        (self.finish(site, target, judged, plan), details)
    }

    fn finish(
        &self,
        site: &Site,
        target: Target<'a>,
        mut judged: Judged<'a>,
        plan: Plan<'a>,
    ) -> Assessment<'a> {
        let route = judged.best_route();
        let (_, readiness) = standing(&judged, target);
        let findings = judged.lists.swap_remove(list_of(route));
        Assessment {
            target,
            checklist: format!("{} {}", self.checklist.name, self.checklist.version),
            verdict: judged.verdict,
            convertibility: judged.convertibility,
            readiness,
            confidence: confidence(&findings, &target, route),
            route,
            routes: judged.routes,
            capacity: judged.capacity,
            findings,
            contradictions: contradictions(site),
            plan,
        }
    }
}

/// As it stands, a site is judged in its readiest hall: the route of it, and its readiness.
fn standing(judged: &Judged, target: Target) -> (Route, Score) {
    let ready = |route| {
        let findings = &judged.lists[list_of(route)];
        (route, score(findings, &target, route, readiness_weight))
    };
    judged
        .routes
        .iter()
        .filter(|(route, _)| *route != Route::NewHall)
        .map(|(route, _)| ready(*route))
        .reduce(|best, next| {
            if next.1.expected > best.1.expected {
                next
            } else {
                best
            }
        })
        .unwrap_or_else(|| ready(Route::InPlace(None)))
}
