//! What the register says of each thing that can be reported.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a concern weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It decides by itself: a gate that fails, a contradiction, an invalid file, a threshold missed.
    Blocker,
    /// A gate that is open, or a gap that costs a point of convertibility or more.
    Major,
    /// Any other gap.
    Minor,
    /// An unknown, or a remark.
    Info,
}

impl Severity {
    /// Worst first.
    pub const ALL: [Self; 4] = [Self::Blocker, Self::Major, Self::Minor, Self::Info];

    /// The word in reports and policies.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocker => "blocker",
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Info => "info",
        }
    }
}

/// What a concern is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The file cannot be read as a site.
    Invalid,
    /// Facts that cannot be true at the same time.
    Contradiction,
    /// A gate of the checklist.
    Gate,
    /// A number of the policy that is missed.
    Threshold,
    /// A requirement of the checklist that is not met.
    Requirement,
    /// A waiver that is expired, unused or names nothing.
    Waiver,
}

impl Kind {
    /// The word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Contradiction => "contradiction",
            Self::Gate => "gate",
            Self::Threshold => "threshold",
            Self::Requirement => "requirement",
            Self::Waiver => "waiver",
        }
    }

    /// Whether a waiver or a baseline may let it stand.
    #[must_use]
    pub fn may_stand(self) -> bool {
        !matches!(self, Self::Invalid | Self::Waiver)
    }
}

/// One thing that can be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Stable for good: waivers and baselines name it.
    pub id: &'a str,
    /// A few words.
    pub title: &'a str,
    /// What it says or why it counts, one or two sentences.
    pub why: &'a str,
    /// What it is about.
    pub kind: Kind,
    /// The most that it can weigh.
    pub severity: Severity,
    /// What mends it, where something is known.
    pub mend: Option<&'a str>,
}
