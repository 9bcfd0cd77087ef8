//! Requirements × metrics → findings, contradictions inside a file, and the register of all that can be reported.

pub(crate) mod attain;
mod contradictions;
mod entry;
pub mod limits;
pub mod numbers;
mod reach;
pub mod register;
mod rows;

pub use attain::{Needs, Ramp};
#[cfg(feature = "cli")]
pub(crate) use contradictions::CONTRADICTIONS;
pub use contradictions::{Contradiction, contradictions};
pub(crate) use reach::Reach;
pub(crate) use rows::{Mark, Ready, Rows};

use crate::checklist::{Requirement, RowRoute};
use crate::spread::Spread;

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

/// Why a gate is open, whose likely value may well pass.
#[cfg(feature = "cli")]
pub(crate) const OPEN_FOR: &str = "what is not stated allows worse";

impl GateState {
    /// How a gate stands whose row earns so much at its worst and at its best.
    #[must_use]
    pub(crate) fn of([worst, best]: [f64; 2], needed: f64) -> Self {
        if worst >= needed {
            Self::Passed
        } else if best < needed {
            Self::Failed
        } else {
            Self::Open
        }
    }
}

/// One requirement at one site, over its draws.
#[derive(Debug, Clone)]
pub struct Finding<'a> {
    /// The row.
    pub requirement: &'a Requirement,
    /// How it stands.
    pub status: Status,
    /// What the site has.
    pub has: Has,
    /// What it is in the draws where it is a number, however much of that is known.
    pub drawn: Option<Spread>,
    /// What the target needs, in the median draw where that hangs on the site.
    pub needs: Needs<'a>,
    /// What it earns.
    pub attainment: Attainment,
    /// Points of convertibility that it can earn on the better route.
    pub points: f64,
    /// The facts it was judged by.
    pub facts: Vec<Seen>,
}

/// What a site has of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Has {
    /// A number, over the draws.
    Number(Spread),
    /// A word, the same in all draws.
    Word(&'static str),
    /// The workload does without; whatever is there is enough.
    Waived,
    /// There is no such thing at the site.
    Absent,
    /// A fact is missing that decides it.
    Unknown,
}

/// What a row earns over the draws, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attainment {
    /// In the draw or at the end where it earns least.
    pub worst: f64,
    /// In the mean over the draws.
    pub expected: f64,
    /// In the draw or at the end where it earns most.
    pub best: f64,
    /// Share of the draws in which all of it is there.
    pub chance_met: f64,
}

impl Attainment {
    /// What is earned in every draw.
    #[must_use]
    pub(crate) fn exact(value: f64) -> Self {
        Self {
            worst: value,
            expected: value,
            best: value,
            chance_met: f64::from(u8::from(value >= 1.0)),
        }
    }
}

/// One fact that a metric read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Dotted path of the fact in the site file.
    pub path: String,
    /// Whether the file states it.
    pub known: bool,
}

impl Finding<'_> {
    /// Paths of the facts that are missing.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().filter(|s| !s.known).map(|s| &*s.path)
    }

    /// The fact a finding points at: the first missing one, else the first it read.
    #[must_use]
    pub fn anchor(&self) -> &str {
        let missing = self.facts.iter().find(|s| !s.known);
        missing.or(self.facts.first()).map_or("name", |s| &s.path)
    }

    /// How the gate stands, where the row is one.
    #[must_use]
    pub fn gate(&self) -> Option<GateState> {
        let needed = self.requirement.gate?;
        let Attainment { worst, best, .. } = self.attainment;
        (self.status != Status::NotApplicable).then(|| GateState::of([worst, best], needed))
    }

    /// Points of convertibility that it is expected to lose.
    #[must_use]
    pub(crate) fn points_at_stake(&self) -> f64 {
        self.points * (1.0 - self.attainment.expected)
    }

    /// Points of convertibility between the worst and the best that it can turn out.
    #[must_use]
    pub(crate) fn points_unknown(&self) -> f64 {
        self.points * (self.attainment.best - self.attainment.worst)
    }

    /// Whether the target asks for the row and it counts on a route.
    #[must_use]
    pub(crate) fn counts(&self, route: Route) -> bool {
        self.status != Status::NotApplicable && route.counts(self.requirement.route)
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

/// The rows that the target asks for and that count on a route.
pub fn counted<'f, 'a>(
    findings: &'f [Finding<'a>],
    route: Route,
) -> impl Iterator<Item = &'f Finding<'a>> {
    findings.iter().filter(move |f| f.counts(route))
}
