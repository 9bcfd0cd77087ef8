//! Requirements × metrics → findings, and contradictions inside a file.

mod attain;
mod contradictions;

pub use attain::{Attainment, Needs};
pub use contradictions::{Contradiction, contradictions};

use crate::checklist::{Checklist, Requirement, RowRoute};
use crate::engineering::{Case, Trace, Value};
use crate::target::Target;

/// How a requirement stands at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing of it is there.
    Gap,
    /// Part of it is there.
    Partial,
    /// A fact is missing that decides it.
    Unknown,
    /// All of it is there.
    Met,
    /// The target does not ask for it.
    NotApplicable,
}

impl Status {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Partial => "partial",
            Self::Unknown => "unknown",
            Self::Met => "met",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// Which way a gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateState {
    /// Passes even at its worst.
    Passed,
    /// A missing fact decides it.
    Open,
    /// Fails even at its best.
    Failed,
}

impl GateState {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Open => "open",
            Self::Failed => "failed",
        }
    }
}

/// One requirement at one site.
#[derive(Debug, Clone)]
pub struct Finding<'a> {
    /// The row.
    pub requirement: &'a Requirement,
    /// How it stands.
    pub status: Status,
    /// What the site has.
    pub has: Value,
    /// What the target needs.
    pub needs: Needs,
    /// What it earns, 0 to 1.
    pub attainment: Attainment,
    /// The facts it was judged by.
    pub facts: Trace,
}

impl Finding<'_> {
    /// Paths of the facts that are missing.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.facts
            .seen()
            .iter()
            .filter(|s| !s.known)
            .map(|s| &*s.path)
    }

    /// How the gate stands, where the row is one.
    #[must_use]
    pub fn gate(&self) -> Option<GateState> {
        let needed = self
            .requirement
            .gate
            .filter(|_| self.status != Status::NotApplicable)?;
        Some(if self.attainment.worst >= needed {
            GateState::Passed
        } else if self.attainment.best < needed {
            GateState::Failed
        } else {
            GateState::Open
        })
    }

    /// Whether the row is one of those that are asked for and not wholly met.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Gap | Status::Partial | Status::Unknown)
    }
}

/// A way to convert the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// In a hall that stands: its position in the file, `None` while the halls are unknown.
    InPlace(Option<usize>),
    /// In a new hall on the same connection.
    NewHall,
}

impl Route {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InPlace(_) => "in-place",
            Self::NewHall => "new-hall",
        }
    }

    /// Whether a row counts on this route.
    #[must_use]
    pub fn counts(self, row: RowRoute) -> bool {
        match row {
            RowRoute::Both => true,
            RowRoute::InPlace => matches!(self, Self::InPlace(_)),
            RowRoute::NewHall => self == Self::NewHall,
        }
    }
}

/// Every row of a checklist judged at a site, for one hall where it has several.
/// Rows the target does not ask for are there too, as not applicable.
#[must_use]
pub fn findings<'a>(checklist: &'a Checklist, case: &Case) -> Vec<Finding<'a>> {
    checklist
        .requirements
        .iter()
        .map(|requirement| judge(requirement, case))
        .collect()
}

/// The rows about the standing hall judged again for another hall, the others taken over.
#[must_use]
pub fn findings_for_hall<'a>(of_site: &[Finding<'a>], case: &Case) -> Vec<Finding<'a>> {
    of_site
        .iter()
        .map(|f| {
            if f.requirement.metric.is_per_hall() {
                judge(f.requirement, case)
            } else {
                f.clone()
            }
        })
        .collect()
}

fn judge<'a>(requirement: &'a Requirement, case: &Case) -> Finding<'a> {
    if !requirement.applies_to(&case.target) {
        return Finding {
            requirement,
            status: Status::NotApplicable,
            has: Value::Unknown,
            needs: Needs::Nothing,
            attainment: Attainment::exact(1.0),
            facts: Trace::default(),
        };
    }
    let mut facts = Trace::default();
    let has = (requirement.metric.eval)(case, &mut facts);
    let needs = attain::needs(requirement, case, &mut facts);
    let prior = prior(requirement, case);
    let attainment = attain::attain(requirement, has, &needs, prior);
    let missing = facts.seen().iter().any(|s| !s.known);
    let undecided = attainment.worst <= 0.0 && attainment.best >= 1.0;
    let status = match has {
        Value::Unknown => Status::Unknown,
        _ if undecided && missing => Status::Unknown,
        _ if attainment.worst >= 1.0 => Status::Met,
        _ if attainment.best <= 0.0 => Status::Gap,
        _ => Status::Partial,
    };
    Finding {
        requirement,
        status,
        has,
        needs,
        attainment,
        facts,
    }
}

/// Expected attainment and spread of a typical mine, by what is known of this one.
fn prior(requirement: &Requirement, case: &Case) -> (f64, f64) {
    let prior = &requirement.prior;
    prior
        .when
        .iter()
        .find(|when| word_at(case, &when.fact) == Some(when.is.as_str()))
        .map_or((prior.expected, prior.spread), |when| {
            (when.expected, when.spread)
        })
}

/// The word a fact has. Only words that priors may depend on are looked up here.
fn word_at<'a>(case: &Case<'a>, path: &str) -> Option<&'a str> {
    use crate::site::shape::Node;
    let site: &'a dyn Node = case.site;
    site.at(path)?.word()
}

/// The rows that count for a target on a route.
pub fn counted<'f, 'a>(
    findings: &'f [Finding<'a>],
    target: &Target,
    route: Route,
) -> impl Iterator<Item = &'f Finding<'a>> {
    findings
        .iter()
        .filter(move |f| f.requirement.applies_to(target) && route.counts(f.requirement.route))
}
