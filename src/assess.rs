//! The only front door: site + target + checklist + prices → assessment.

use crate::capacity::{Capacity, capacity};
use crate::checklist::Checklist;
use crate::engineering::Case;
use crate::plan::{self, Plan, PriceList};
use crate::rules::{
    Contradiction, Finding, Route, contradictions, counted, findings, findings_for_hall,
};
use crate::score::{
    Ask, CategoryScore, Score, categories, confidence, convertibility_weight, questions,
    readiness_weight, score,
};
use crate::site::Site;
use crate::target::{Catalog, Hardware, Target, Tenant};
use crate::verdict::{Megawatts, Verdict, verdict};

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
    pub plan: Plan,
    /// Plans of the other routes, in the order they were tried.
    pub other_plans: Vec<Plan>,
}

impl Assessment<'_> {
    /// Whether a finding counts in convertibility on the better route.
    #[must_use]
    pub fn counts(&self, finding: &Finding) -> bool {
        finding.requirement.applies_to(&self.target) && self.route.counts(finding.requirement.route)
    }

    /// Points of convertibility that a row can earn for this target on the better route.
    #[must_use]
    pub fn points_of(&self, finding: &Finding) -> f64 {
        let total: f64 = counted(&self.findings, &self.target, self.route)
            .map(|f| convertibility_weight(f, &self.target))
            .sum();
        if total <= 0.0 || !self.counts(finding) {
            return 0.0;
        }
        100.0 * convertibility_weight(finding, &self.target) / total
    }

    /// Points of convertibility that a finding is expected to lose.
    #[must_use]
    pub fn points_at_stake(&self, finding: &Finding) -> f64 {
        self.points_of(finding) * (1.0 - finding.attainment.expected)
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

/// Judges a site for a target at given prices.
#[must_use]
pub fn assess_at<'a>(
    site: &Site,
    target: Target<'a>,
    checklist: &'a Checklist,
    prices: &PriceList,
) -> Assessment<'a> {
    let judged = judge(site, target, checklist);
    let Judged {
        best,
        standing,
        others,
        routes,
        convertibility,
        capacity,
        verdict,
    } = judged;
    let (route, of_route) = best;
    let (standing_route, of_standing) = standing;
    let draft = |route: Route, findings: &[Finding]| {
        let rows: Vec<&Finding> = counted(findings, &target, route).collect();
        plan::draft(site, target, &rows, route, &capacity, prices)
    };
    Assessment {
        target,
        checklist: format!("{} {}", checklist.name, checklist.version),
        verdict,
        convertibility,
        readiness: score(&of_standing, &target, standing_route, readiness_weight),
        confidence: confidence(&of_route, &target, route),
        route,
        routes,
        categories: categories(
            checklist,
            (&of_standing, standing_route),
            (&of_route, route),
            &target,
        ),
        contradictions: contradictions(site),
        questions: questions(&of_route, &target, route),
        plan: draft(route, &of_route),
        other_plans: others
            .iter()
            .map(|(route, findings)| draft(*route, findings))
            .collect(),
        capacity,
        findings: of_route,
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

struct Judged<'a> {
    best: (Route, Vec<Finding<'a>>),
    standing: (Route, Vec<Finding<'a>>),
    others: Vec<(Route, Vec<Finding<'a>>)>,
    routes: Vec<(Route, Score)>,
    convertibility: Score,
    capacity: Capacity,
    verdict: Verdict,
}

fn judge<'a>(site: &Site, target: Target<'a>, checklist: &'a Checklist) -> Judged<'a> {
    let halls = site.halls.items();
    let case = Case {
        site,
        target,
        hall: halls.filter(|h| !h.is_empty()).map(|_| 0),
    };
    let of_site = findings(checklist, &case);
    // Each standing hall is a route of its own; halls that are not known are one unknown hall.
    let in_place: Vec<(Route, Vec<Finding>)> = match halls {
        None => vec![(Route::InPlace(None), of_site.clone())],
        Some(halls) => (0..halls.len())
            .map(|hall| {
                let case = Case {
                    hall: Some(hall),
                    ..case
                };
                (
                    Route::InPlace(Some(hall)),
                    findings_for_hall(&of_site, &case),
                )
            })
            .collect(),
    };
    let points = |(route, found): &(Route, Vec<Finding>)| {
        (*route, score(found, &target, *route, convertibility_weight))
    };
    let new_hall = (Route::NewHall, of_site);
    let mut routes: Vec<(Route, Score)> = in_place.iter().map(points).collect();
    routes.push(points(&new_hall));
    let convertibility = routes
        .iter()
        .map(|(_, s)| *s)
        .reduce(Score::better)
        .unwrap_or(routes[0].1);
    // The first of equals: a hall that stands before one to be built.
    let best = (1..routes.len()).fold(0, |best, at| {
        if routes[at].1.expected > routes[best].1.expected {
            at
        } else {
            best
        }
    });
    let readiest = (0..in_place.len()).reduce(|best, at| {
        let ready =
            |i: usize| score(&in_place[i].1, &target, in_place[i].0, readiness_weight).expected;
        if ready(at) > ready(best) { at } else { best }
    });
    let standing = readiest.map_or_else(
        || (Route::InPlace(None), new_hall.1.clone()),
        |at| in_place[at].clone(),
    );
    let mut others = in_place;
    others.push(new_hall);
    let best = others.remove(best);
    let capacity = capacity(&case);
    let counted: Vec<&Finding> = counted(&best.1, &target, best.0).collect();
    let stuck = |limit: &str| {
        limit == "substation"
            && counted.iter().any(|f| {
                f.requirement.metric.id == "substation.firm-mw"
                    && f.requirement.fixable_share(&target) <= 0.0
            })
    };
    let verdict = verdict(site, &target, &counted, Megawatts::of(&capacity, stuck));
    Judged {
        best,
        standing,
        others,
        routes,
        convertibility,
        capacity,
        verdict,
    }
}

/// The target the file asks for, or the best-fitting one.
///
/// # Errors
/// When the file names a target that does not exist.
pub fn choose_target<'a>(
    site: &Site,
    catalog: &'a Catalog,
    checklist: &'a Checklist,
) -> Result<(Target<'a>, Chosen), crate::target::TargetError> {
    if let Some(text) = site.target.get() {
        return Ok((catalog.target(text)?, Chosen::ByFile));
    }
    let best = catalog
        .usual()?
        .into_iter()
        .filter(|t| t.hardware.on_the_market)
        .map(|t| brief(site, t, checklist))
        .reduce(|best, next| {
            if fits_better(&next, &best) {
                next
            } else {
                best
            }
        });
    best.map(|b| (b.target, Chosen::BestFit))
        .ok_or_else(|| crate::target::TargetError::Shape(String::new()))
}

/// Whether one target fits a site better than another: by verdict, then by the MW such a tenant values, then by
/// score. A large site is judged for a tenant that takes a large site.
fn fits_better(a: &Brief, b: &Brief) -> bool {
    let valued = |brief: &Brief| {
        brief
            .ceiling_mw
            .min(brief.target.tenant.parameters.ideal_mw.value)
    };
    let rank = |brief: &Brief| (brief.verdict.word.rank(), valued(brief));
    let ((word_a, mw_a), (word_b, mw_b)) = (rank(a), rank(b));
    // The hardware changes the MW a little; within a tenth the score decides.
    let alike = (mw_a - mw_b).abs() <= 0.1 * mw_a.max(mw_b);
    match word_a.cmp(&word_b) {
        std::cmp::Ordering::Equal if alike => a.convertibility.expected > b.convertibility.expected,
        std::cmp::Ordering::Equal => mw_a > mw_b,
        order => order.is_gt(),
    }
}

/// How the target came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Asked for on the command line.
    ByUser,
    /// Named in the file.
    ByFile,
    /// The one that fits best.
    BestFit,
}

impl Chosen {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ByUser => "by-user",
            Self::ByFile => "by-file",
            Self::BestFit => "best-fit",
        }
    }
}

/// One line of the fit table: a hardware, and how the site suits each tenant with it.
#[derive(Debug, Clone)]
pub struct FitRow<'a> {
    /// The hardware.
    pub hardware: &'a Hardware,
    /// Each tenant with verdict and score, in the order of the catalog.
    pub tenants: Vec<(&'a Tenant, Brief<'a>)>,
}

/// How a site suits every hardware and tenant, each hardware with its usual workload.
#[must_use]
pub fn fit<'a>(site: &Site, catalog: &'a Catalog, checklist: &'a Checklist) -> Vec<FitRow<'a>> {
    catalog
        .hardware
        .iter()
        .map(|hardware| {
            let workload = catalog
                .workloads
                .iter()
                .find(|w| w.id == hardware.usual_workload);
            let tenants = catalog.tenants.iter().filter_map(|tenant| {
                let target = Target {
                    hardware,
                    tenant,
                    workload: workload?,
                };
                Some((tenant, brief(site, target, checklist)))
            });
            FitRow {
                hardware,
                tenants: tenants.collect(),
            }
        })
        .collect()
}
