//! What a record says of each requirement, of what contradicts itself, and what to ask.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::{Amount, Rounded};
use crate::rules::Status;

/// One requirement at the site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingEntry {
    /// Id of the row.
    pub requirement: String,
    /// What it asks, in short.
    pub title: String,
    /// Id of its category.
    pub category: String,
    /// met, partial, gap, unknown or not-applicable.
    #[schemars(with = "String")]
    pub status: Status,
    /// Whether it counts in convertibility on the better route.
    pub counts: bool,
    /// Whether it is about a hall that stands, so that a new hall leaves it behind.
    pub of_standing_hall: bool,
    /// What it earns, 0 to 1.
    pub attainment: AttainmentEntry,
    /// What the site has.
    pub actual: ValueEntry,
    /// What earns everything.
    pub required: ValueEntry,
    /// Unit of both.
    pub unit: String,
    /// What the site has, in words.
    pub has: String,
    /// What earns everything, in words.
    pub needs: String,
    /// Weight of the row.
    pub weight: Rounded,
    /// Points of convertibility that its gap is expected to cost.
    pub worth: Rounded,
    /// Points of convertibility between the worst and the best that it can turn out.
    pub points_unknown: Rounded,
    /// Id of the remedy.
    pub remedy: Option<String>,
    /// What closing it takes; null unless it is a gap or partial, and money can close it.
    pub closing: Option<ClosingEntry>,
    /// Ids of the sources it rests on.
    pub sources: Vec<String>,
    /// Paths of the facts that are missing.
    pub missing: Vec<String>,
    /// Where the fact stands, or its nearest parent.
    pub location: Location,
}

/// What closing a gap takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClosingEntry {
    /// Name of the remedy.
    pub name: String,
    /// Who does it: operator, utility and so on.
    pub owner: String,
    /// Weeks it takes.
    pub weeks: Option<Amount>,
    /// What the plan's work costs, M$; null where there is none or it costs nothing.
    pub cost_musd: Option<Amount>,
    /// Critical IT MW that hang on the plan's work; null where none do.
    pub mw_at_stake: Option<Rounded>,
}

/// What a row earns, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AttainmentEntry {
    /// With every unknown at its worst.
    pub worst: Rounded,
    /// Expected.
    pub expected: Rounded,
    /// With every unknown at its best.
    pub best: Rounded,
    /// Share of the draws in which all of it is there, 0 to 1.
    pub chance_met: Rounded,
}

/// A value: a range, words, or null when unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ValueEntry {
    /// A number.
    Number(Amount),
    /// One word, or the words that earn most.
    Words(Vec<String>),
    /// Unknown.
    Unknown(()),
}

/// A place in the site file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// The file as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// JSON pointer of the fact.
    pub pointer: String,
}

impl Location {
    /// What set the fact, where it stands outside of the site's file.
    #[must_use]
    pub fn set_by(&self, file: &str) -> Option<&str> {
        (self.file != file).then_some(self.file.as_str())
    }

    /// The line of the site's file, or what set the fact.
    #[must_use]
    pub fn line_or_set(&self, file: &str) -> String {
        let set_by = self.set_by(file).map(str::to_owned);
        set_by.unwrap_or_else(|| self.line.to_string())
    }
}

/// What cannot be true at the same time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContradictionEntry {
    /// Its id.
    pub id: String,
    /// What excludes what.
    pub message: String,
    /// Where the facts stand.
    pub locations: Vec<Location>,
}

/// A stated fact that no mine was thought to hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RemarkEntry {
    /// Path of the fact.
    pub fact: String,
    /// What a mine may hold, in words.
    pub may_hold: String,
    /// Where it stands.
    pub location: Location,
}
