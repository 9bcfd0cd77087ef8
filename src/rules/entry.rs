//! What the register says of each thing that can be reported.

crate::words::spelled! {
    /// How much a concern weighs.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum Severity {
        /// It decides by itself: a gate that fails, a contradiction, an invalid file, a threshold missed.
        Blocker = "blocker",
        /// A gate that is open, or a gap that costs a point of convertibility or more.
        Major = "major",
        /// Any other gap.
        Minor = "minor",
        /// An unknown, or a remark.
        Info = "info",
    }
}

crate::words::spelled! {
    /// What a concern is about.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum Kind {
        /// The file cannot be read as a site.
        Invalid = "invalid",
        /// Facts that cannot be true at the same time.
        Contradiction = "contradiction",
        /// A gate of the checklist.
        Gate = "gate",
        /// A number of the policy that is missed.
        Threshold = "threshold",
        /// A requirement of the checklist that is not met.
        Requirement = "requirement",
        /// A waiver that is expired, unused or names nothing.
        Waiver = "waiver",
    }
}

impl Kind {
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
