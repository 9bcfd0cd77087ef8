//! Requirements × metrics → findings, contradictions inside a file, and the register of all that can be reported.

mod attain;
mod contradictions;
mod entry;
pub mod limits;
pub mod numbers;
pub mod register;

pub(crate) use attain::{Attainment, Needs};
#[cfg(feature = "cli")]
pub(crate) use contradictions::CONTRADICTIONS;
pub use contradictions::{Contradiction, contradictions};

use attain::Known;

use crate::checklist::{Checklist, Requirement, RowRoute};
use crate::engineering::{Case, Trace, Value};

crate::words::spelled! {
    /// How a requirement stands at a site.
    #[derive(PartialOrd, Ord)]
    pub enum Status {
        /// Nothing of it is there.
        Gap = "gap",
        /// Part of it is there.
        Partial = "partial",
        /// A fact is missing that decides it.
        Unknown = "unknown",
        /// All of it is there.
        Met = "met",
        /// The target does not ask for it.
        NotApplicable = "not-applicable",
    }
}

impl Status {
    /// The points that stand beside a finding: what a gap is expected to lose, but of what nobody knows all that
    /// hangs on the answer, since an expected loss would only be the prior's.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn points(self, lost: f64, open: f64) -> f64 {
        match self {
            Self::Unknown => open,
            Self::Gap | Self::Partial | Self::Met | Self::NotApplicable => lost,
        }
    }
}

crate::words::spelled! {
    /// Which way a gate stands.
    pub enum GateState {
        /// Passes even at its worst.
        Passed = "passed",
        /// A missing fact decides it.
        Open = "open",
        /// Fails even at its best.
        Failed = "failed",
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
    pub needs: Needs<'a>,
    /// What it earns, 0 to 1.
    pub attainment: Attainment,
    /// The facts it was judged by.
    pub facts: Trace,
}

impl<'a> Finding<'a> {
    /// The finding without its reasons.
    #[must_use]
    pub(crate) fn mark(&self) -> Mark<'a> {
        Mark {
            requirement: self.requirement,
            has: self.has,
            attainment: self.attainment,
            some_missing: self.facts.some_missing(),
        }
    }

    /// Paths of the facts that are missing.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &str> {
        self.facts
            .seen()
            .iter()
            .filter(|s| !s.known)
            .map(|s| &*s.path)
    }

    /// The fact a finding points at: the first missing one, else the first it read.
    #[must_use]
    pub fn anchor(&self) -> &str {
        let seen = self.facts.seen();
        let missing = seen.iter().find(|s| !s.known);
        missing.or(seen.first()).map_or("name", |s| &s.path)
    }

    /// How the gate stands, where the row is one.
    #[must_use]
    pub fn gate(&self) -> Option<GateState> {
        self.mark()
            .gate()
            .filter(|_| self.status != Status::NotApplicable)
    }

    /// Whether the target asks for the row and it counts on a route.
    #[must_use]
    pub(crate) fn counts(&self, route: Route) -> bool {
        self.status != Status::NotApplicable && route.counts(self.requirement.route)
    }

    /// Whether the row is one of those that are asked for and not wholly met.
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.status, Status::Gap | Status::Partial | Status::Unknown)
    }
}

/// A row that the target asks for, judged without reasons: all that word and score of a verdict take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark<'a> {
    /// The row.
    pub requirement: &'a Requirement,
    /// What the site has.
    pub has: Value,
    /// What it earns, 0 to 1.
    pub attainment: Attainment,
    /// Whether a fact that it reads is missing.
    pub some_missing: bool,
}

impl Mark<'_> {
    /// How the gate stands, where the row is one.
    #[must_use]
    pub(crate) fn gate(&self) -> Option<GateState> {
        let needed = self.requirement.gate?;
        Some(if self.attainment.worst >= needed {
            GateState::Passed
        } else if self.attainment.best < needed {
            GateState::Failed
        } else {
            GateState::Open
        })
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
    pub(crate) fn counts(self, row: RowRoute) -> bool {
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
    let known = &mut Known::default();
    checklist
        .requirements
        .iter()
        .map(|requirement| judge(requirement, case, known))
        .collect()
}

/// The rows about the standing hall judged again for another hall, the others taken over.
#[must_use]
pub fn findings_for_hall<'a>(of_site: &[Finding<'a>], case: &Case) -> Vec<Finding<'a>> {
    let known = &mut Known::default();
    of_site
        .iter()
        .map(|f| {
            if f.requirement.metric.is_per_hall() {
                judge(f.requirement, case, known)
            } else {
                f.clone()
            }
        })
        .collect()
}

fn judge<'a>(requirement: &'a Requirement, case: &Case, known: &mut Known) -> Finding<'a> {
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
    let (has, needs, attainment) = measure(requirement, case, &mut facts, known);
    let missing = facts.some_missing();
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

/// What the site has, what it needs and what that earns.
fn measure<'a>(
    requirement: &'a Requirement,
    case: &Case,
    facts: &mut Trace,
    known: &mut Known,
) -> (Value, Needs<'a>, Attainment) {
    let has = (requirement.metric.eval)(case, facts);
    let needs = attain::needs(requirement, case, facts, known);
    let prior = || requirement.prior_of(case.site);
    let attainment = attain::attain(requirement, has, &needs, prior);
    (has, needs, attainment)
}

fn mark<'a>(requirement: &'a Requirement, case: &Case, known: &mut Known) -> Mark<'a> {
    let mut facts = Trace::silent();
    let (has, _, attainment) = measure(requirement, case, &mut facts, known);
    Mark {
        requirement,
        has,
        attainment,
        some_missing: facts.some_missing(),
    }
}

/// The rows of a checklist that the target asks for, judged without reasons.
#[must_use]
pub(crate) fn marks<'a>(checklist: &'a Checklist, case: &Case) -> Vec<Mark<'a>> {
    let known = &mut Known::default();
    let mut marks = Vec::with_capacity(checklist.requirements.len());
    let asked = checklist.requirements.iter();
    marks.extend(
        asked
            .filter(|requirement| requirement.applies_to(&case.target))
            .map(|requirement| mark(requirement, case, known)),
    );
    marks
}

/// The marks about the standing hall judged again for another hall, the others taken over.
#[must_use]
pub(crate) fn marks_for_hall<'a>(of_site: &[Mark<'a>], case: &Case) -> Vec<Mark<'a>> {
    let known = &mut Known::default();
    let mut again = |m: &Mark<'a>| match m.requirement.metric.is_per_hall() {
        true => mark(m.requirement, case, known),
        false => *m,
    };
    of_site.iter().map(&mut again).collect()
}

/// The rows that the target asks for and that count on a route.
pub fn counted<'f, 'a>(
    findings: &'f [Finding<'a>],
    route: Route,
) -> impl Iterator<Item = &'f Finding<'a>> {
    findings.iter().filter(move |f| f.counts(route))
}
