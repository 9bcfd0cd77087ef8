//! The only front door: site + target + checklist + prices → assessment.

mod choice;

pub use choice::{Chosen, FitRow, Glance, choose_target, fit, glance};

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::capacity::{Capacity, capacity, grid_limits};
use crate::checklist::{Checklist, Requirement};
use crate::engineering::Case;
use crate::hosting::Target;
use crate::plan::{self, Plan, PriceList};
use crate::rules::{
    Contradiction, Finding, Route, contradictions, counted, findings, findings_for_hall,
};
use crate::score::{
    Ask, CategoryScore, Score, categories, confidence, convertibility_weight, questions,
    readiness_weight, score,
};
use crate::site::Site;
use crate::verdict::{Megawatts, Verdict, verdict};

/// Versions of everything that decides a number.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub struct Method {
    /// Version of the program.
    pub rackready: String,
    /// Name and version of the checklist.
    pub checklist: String,
    /// Version of the targets.
    pub targets: String,
    /// Version of the price list.
    pub prices: String,
}

impl Method {
    /// The versions of this program and its data, of a checklist and of a price list.
    #[must_use]
    pub fn of(checklist: &Checklist, prices: &str) -> Self {
        Self {
            rackready: env!("CARGO_PKG_VERSION").to_owned(),
            checklist: format!("{} {}", checklist.name, checklist.version),
            targets: crate::hosting::catalog().version.clone(),
            prices: prices.to_owned(),
        }
    }
}

/// Everything there is to say about a site for a target.
#[derive(Debug, Clone)]
pub struct Assessment<'a> {
    /// What is to be hosted.
    pub target: Target<'a>,
    /// Name and version of the checklist that judged.
    pub checklist: String,
    /// What to do.
    pub verdict: Verdict,
    /// How much of what money cannot readily buy is there, on the better route at each point.
    pub convertibility: Score,
    /// How much of the checklist stands today.
    pub readiness: Score,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: f64,
    /// The better route, and why.
    pub route: Route,
    /// Convertibility on each route, in the order they were tried.
    pub routes: Vec<(Route, Score)>,
    /// The critical IT load it carries.
    pub capacity: Capacity,
    /// Scores of each category.
    pub categories: Vec<CategoryScore>,
    /// One finding for each row of the checklist, in its order, judged on the better route.
    pub findings: Vec<Finding<'a>>,
    /// What cannot be true at the same time.
    pub contradictions: Vec<Contradiction>,
    /// What to ask next, most valuable first.
    pub questions: Vec<Ask>,
    /// What closing the gaps costs, in what order, by when, on the better route.
    pub plan: Plan<'a>,
    /// Plans of the other routes, in the order they were tried.
    pub other_plans: Vec<Plan<'a>>,
}

impl Assessment<'_> {
    /// Whether a finding counts in convertibility on the better route.
    #[must_use]
    pub fn counts(&self, finding: &Finding) -> bool {
        finding.counts(self.route)
    }

    /// Points of convertibility that a row can earn for this target on the better route.
    #[must_use]
    pub fn points_of(&self, finding: &Finding) -> f64 {
        self.points_of_all(self.total_weight(), finding)
    }

    fn total_weight(&self) -> f64 {
        counted(&self.findings, self.route)
            .map(|f| convertibility_weight(f.requirement, &self.target))
            .sum()
    }

    fn points_of_all(&self, total: f64, finding: &Finding) -> f64 {
        if total <= 0.0 || !self.counts(finding) {
            return 0.0;
        }
        100.0 * convertibility_weight(finding.requirement, &self.target) / total
    }

    /// For each finding, points of convertibility that its row can earn.
    pub fn points_by_finding(&self) -> impl Iterator<Item = f64> {
        let total = self.total_weight();
        let findings = self.findings.iter();
        findings.map(move |f| self.points_of_all(total, f))
    }

    /// Points of convertibility that a finding is expected to lose.
    #[must_use]
    pub fn points_at_stake(&self, finding: &Finding) -> f64 {
        self.points_of(finding) * (1.0 - finding.attainment.expected)
    }

    /// Points of convertibility that every report gives a finding.
    #[must_use]
    pub fn points(&self, finding: &Finding) -> f64 {
        let (lost, open) = (self.points_at_stake(finding), self.points_unknown(finding));
        finding.status.points(lost, open)
    }

    /// Points of convertibility between the worst and the best that a finding can turn out.
    #[must_use]
    pub fn points_unknown(&self, finding: &Finding) -> f64 {
        self.points_of(finding) * (finding.attainment.best - finding.attainment.worst)
    }
}

/// Judges a site for a target at the built-in prices.
#[must_use]
pub fn assess<'a>(site: &Site, target: Target<'a>, checklist: &'a Checklist) -> Assessment<'a> {
    assess_at(site, target, checklist, plan::built_in())
}

/// How much of an assessment is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// What a row of a ranking shows: categories, questions and the plans of other routes stay empty.
    Row,
}

/// Judges a site for a target at given prices.
#[must_use]
pub fn assess_at<'a>(
    site: &Site,
    target: Target<'a>,
    checklist: &'a Checklist,
    prices: &'a PriceList,
) -> Assessment<'a> {
    assess_to(Extent::Whole, site, target, checklist, prices)
}

/// Judges a site for a target at given prices, as far as it is needed.
#[must_use]
pub fn assess_to<'a>(
    extent: Extent,
    site: &Site,
    target: Target<'a>,
    checklist: &'a Checklist,
    prices: &'a PriceList,
) -> Assessment<'a> {
    let whole = extent == Extent::Whole;
    let Judged {
        mut lists,
        routes,
        best,
        convertibility,
        capacity,
        verdict,
    } = judge(site, target, checklist);
    let (route, _) = routes[best];
    let findings = &lists[list_of(route)];
    // As it stands, a site is judged in its readiest hall.
    let ready = |route| score(&lists[list_of(route)], &target, route, readiness_weight);
    let (standing, readiness) = routes
        .iter()
        .filter(|(route, _)| *route != Route::NewHall)
        .map(|(route, _)| (*route, ready(*route)))
        .reduce(|best, next| {
            if next.1.expected > best.1.expected {
                next
            } else {
                best
            }
        })
        .unwrap_or_else(|| (Route::InPlace(None), ready(Route::InPlace(None))));
    let draft = |route: Route| {
        let rows: Vec<&Finding> = counted(&lists[list_of(route)], route).collect();
        plan::draft(site, target, &rows, route, &capacity, prices)
    };
    let others = routes
        .iter()
        .map(|(route, _)| *route)
        .filter(|r| whole && *r != route);
    Assessment {
        target,
        checklist: format!("{} {}", checklist.name, checklist.version),
        verdict,
        convertibility,
        readiness,
        confidence: confidence(findings, &target, route),
        route,
        categories: if whole {
            let standing = (lists[list_of(standing)].as_slice(), standing);
            categories(checklist, standing, (findings, route), &target)
        } else {
            Vec::new()
        },
        contradictions: contradictions(site),
        questions: if whole {
            questions(findings, &target, route)
        } else {
            Vec::new()
        },
        plan: draft(route),
        other_plans: others.map(draft).collect(),
        routes,
        capacity,
        findings: lists.swap_remove(list_of(route)),
    }
}

/// What ranking needs of a site: verdict and score alone.
#[derive(Debug, Clone)]
pub struct Brief<'a> {
    /// What is to be hosted.
    pub target: Target<'a>,
    /// What to do.
    pub verdict: Verdict,
    /// Convertibility.
    pub convertibility: Score,
    /// Likely critical IT MW of the ceiling.
    pub ceiling_mw: f64,
}

/// Judges a site for a target, verdict and score alone.
#[must_use]
pub fn brief<'a>(site: &Site, target: Target<'a>, checklist: &'a Checklist) -> Brief<'a> {
    let judged = judge(site, target, checklist);
    Brief {
        target,
        verdict: judged.verdict,
        convertibility: judged.convertibility,
        ceiling_mw: judged.capacity.ceiling_mw.likely,
    }
}

/// What an empty file scores, worked out once for each target: printed beside scores, so that nobody takes
/// priors for evidence.
#[derive(Debug)]
pub struct EmptyFile<'a> {
    checklist: &'a Checklist,
    by_target: Mutex<BTreeMap<String, Score>>,
}

impl<'a> EmptyFile<'a> {
    /// Nothing is worked out yet.
    #[must_use]
    pub fn new(checklist: &'a Checklist) -> Self {
        Self {
            checklist,
            by_target: Mutex::default(),
        }
    }

    /// Convertibility of an empty file for a target.
    #[must_use]
    pub fn convertibility(&self, target: Target) -> Score {
        let mut by_target = self
            .by_target
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let empty = || brief(&Site::default(), target, self.checklist).convertibility;
        *by_target.entry(target.id()).or_insert_with(empty)
    }
}

struct Judged<'a> {
    /// One list of findings for each hall; see [`list_of`].
    lists: Vec<Vec<Finding<'a>>>,
    /// Convertibility on each route, in the order they were tried.
    routes: Vec<(Route, Score)>,
    /// Position of the better route.
    best: usize,
    convertibility: Score,
    capacity: Capacity,
    verdict: Verdict,
}

/// Position of the findings of a route: the first hall of the file stands for a hall that nobody names.
fn list_of(route: Route) -> usize {
    match route {
        Route::InPlace(Some(hall)) => hall,
        Route::InPlace(None) | Route::NewHall => 0,
    }
}

/// The routes of a site, a hall that stands before one to be built. Each standing hall is a route of its own;
/// halls that are not known are one unknown hall.
fn routes_of(site: &Site) -> Vec<Route> {
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
fn first_case<'a>(site: &'a Site, target: Target<'a>) -> Case<'a> {
    let halls = site.halls.items();
    Case {
        site,
        target,
        hall: halls.filter(|h| !h.is_empty()).map(|_| 0),
    }
}

/// The same case with each further hall.
fn further_cases<'a>(case: Case<'a>) -> impl Iterator<Item = Case<'a>> {
    let halls = case.site.halls.items().map_or(0, <[_]>::len);
    (1..halls).map(move |hall| Case {
        hall: Some(hall),
        ..case
    })
}

/// Position of the route that is expected to score most, the first of equals.
fn best_of(mut expected: impl Iterator<Item = f64>) -> usize {
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
fn is_stuck(row: &Requirement, target: &Target) -> bool {
    row.metric.id == "substation.firm-mw" && row.fixable_share(target) <= 0.0
}

fn judge<'a>(site: &Site, target: Target<'a>, checklist: &'a Checklist) -> Judged<'a> {
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
