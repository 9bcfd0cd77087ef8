//! One site, one target, every route: findings, scores, MW and the verdict.

use crate::capacity::{Capacity, capacity, grid_limits};
use crate::checklist::{Checklist, Requirement};
use crate::engineering::{Case, LimitId, Role};
use crate::hosting::Target;
use crate::rules::{Finding, Route, counted, findings, findings_for_hall};
use crate::score::{Score, convertibility_weight, score};
use crate::site::Site;
use crate::verdict::{Megawatts, Verdict, verdict};

/// A site judged on each of its routes.
pub(super) struct Judged<'a> {
    /// One list of findings for each hall; see [`list_of`].
    pub(super) lists: Vec<Vec<Finding<'a>>>,
    /// Convertibility on each route, in the order they were tried.
    pub(super) routes: Vec<(Route, Score)>,
    /// Position of the better route.
    pub(super) best: usize,
    pub(super) convertibility: Score,
    pub(super) capacity: Capacity,
    pub(super) verdict: Verdict,
}

impl Judged<'_> {
    /// The route that is expected to score most.
    pub(super) fn best_route(&self) -> Route {
        self.routes[self.best].0
    }
}

/// Position of the findings of a route: the first hall of the file stands for a hall that nobody names.
pub(super) fn list_of(route: Route) -> usize {
    match route {
        Route::InPlace(Some(hall)) => hall,
        Route::InPlace(None) | Route::NewHall => 0,
    }
}

/// The routes of a site, a hall that stands before one to be built. Each standing hall is a route of its own;
/// halls that are not known are one unknown hall.
pub(super) fn routes_of(site: &Site) -> Vec<Route> {
    let mut routes = match site.halls.items() {
        None => vec![Route::InPlace(None)],
        Some(halls) => (0..halls.len())
            .map(|hall| Route::InPlace(Some(hall)))
            .collect(),
    };
    routes.push(Route::NewHall);
    routes
}

/// The case of the site with its first hall, where it has one.
pub(super) fn first_case<'a>(site: &'a Site, target: Target<'a>) -> Case<'a> {
    let halls = site.halls.items();
    Case {
        site,
        target,
        hall: halls.filter(|h| !h.is_empty()).map(|_| 0),
    }
}

/// The same case with each further hall.
pub(super) fn further_cases<'a>(case: Case<'a>) -> impl Iterator<Item = Case<'a>> {
    let halls = case.site.halls.items().map_or(0, <[_]>::len);
    (1..halls).map(move |hall| Case {
        hall: Some(hall),
        ..case
    })
}

/// Position of the route that is expected to score most, the first of equals.
pub(super) fn best_of(mut expected: impl Iterator<Item = f64>) -> usize {
    let mut most = expected.next().unwrap_or(0.0);
    let mut best = 0;
    for (at, points) in (1..).zip(expected) {
        if points > most {
            (best, most) = (at, points);
        }
    }
    best
}

/// Whether a row says that the substation cannot be mended while the tenant waits.
pub(super) fn is_stuck(row: &Requirement, target: &Target) -> bool {
    row.metric.role == Role::Limit(LimitId::Substation) && row.fixable_share(target) <= 0.0
}

pub(super) fn judge<'a>(site: &Site, target: Target<'a>, checklist: &'a Checklist) -> Judged<'a> {
    let case = first_case(site, target);
    let mut lists = vec![findings(checklist, &case)];
    for case in further_cases(case) {
        lists.push(findings_for_hall(&lists[0], &case));
    }
    let points = |route| {
        let found = &lists[list_of(route)];
        (route, score(found, &target, route, convertibility_weight))
    };
    let routes: Vec<(Route, Score)> = routes_of(site).into_iter().map(points).collect();
    let best = best_of(routes.iter().map(|(_, score)| score.expected));
    let (route, score) = routes[best];
    let convertibility = routes.iter().map(|(_, s)| *s).fold(score, Score::better);
    let counted: Vec<&Finding> = counted(&lists[list_of(route)], route).collect();
    let stuck = counted.iter().any(|f| is_stuck(f.requirement, &target));
    let megawatts = Megawatts::of(&grid_limits(&case), stuck);
    let verdict = verdict(site, &target, &counted, megawatts);
    Judged {
        capacity: capacity(&case),
        lists,
        routes,
        best,
        convertibility,
        verdict,
    }
}
