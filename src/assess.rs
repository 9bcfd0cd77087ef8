//! The only front door: site + target + checklist + prices → assessment.

mod assessor;
mod choice;
mod judged;
mod planning;

pub use assessor::Assessor;
pub use choice::Chosen;
pub(crate) use choice::FitRow;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::capacity::Capacity;
use crate::checklist::Checklist;
use crate::hosting::Target;
use crate::plan::Plan;
use crate::rules::{Contradiction, Finding, Route, counted};
use crate::score::{Ask, CategoryScore, Score, convertibility_weight};
use crate::site::Site;
use crate::verdict::Verdict;

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

/// What there is to say about a site for a target: all that a gate or a row of a ranking takes.
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
    /// One finding for each row of the checklist, in its order, judged on the better route.
    pub findings: Vec<Finding<'a>>,
    /// What cannot be true at the same time.
    pub contradictions: Vec<Contradiction>,
    /// What closing the gaps costs, in what order, by when: on the better route, unless another was asked for.
    pub plan: Plan<'a>,
}

/// What a report says beyond that.
#[derive(Debug, Clone)]
pub struct Details<'a> {
    /// Scores of each category.
    pub categories: Vec<CategoryScore>,
    /// What to ask next, most valuable first.
    pub questions: Vec<Ask>,
    /// Plans of the other routes, in the order they were tried.
    pub other_plans: Vec<Plan<'a>>,
}

impl Assessment<'_> {
    /// Whether a finding counts in convertibility on the better route.
    #[must_use]
    pub(crate) fn counts(&self, finding: &Finding) -> bool {
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
    pub(crate) fn points_by_finding(&self) -> impl Iterator<Item = f64> {
        let total = self.total_weight();
        let findings = self.findings.iter();
        findings.map(move |f| self.points_of_all(total, f))
    }

    /// Points of convertibility that a finding is expected to lose.
    #[must_use]
    pub(crate) fn points_at_stake(&self, finding: &Finding) -> f64 {
        self.points_of(finding) * (1.0 - finding.attainment.expected)
    }

    /// Points of convertibility that every report gives a finding.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn points(&self, finding: &Finding) -> f64 {
        let (lost, open) = (self.points_at_stake(finding), self.points_unknown(finding));
        finding.status.points(lost, open)
    }

    /// Points of convertibility between the worst and the best that a finding can turn out.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn points_unknown(&self, finding: &Finding) -> f64 {
        self.points_of(finding) * (finding.attainment.best - finding.attainment.worst)
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
        let assessor = Assessor::of(self.checklist);
        let empty = || assessor.brief(&Site::default(), target).convertibility;
        *by_target.entry(target.id()).or_insert_with(empty)
    }
}
