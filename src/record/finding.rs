//! What a record says of each requirement, of what contradicts itself, and what to ask.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::{Amount, Rounded};
use super::short::{self, ShortAmount, optional};
use crate::rules::numbers::quantity;
use crate::rules::{Contradiction, Status};
use crate::spread::Spread;
use crate::units::MetricUnit;

/// One requirement at the site. What its row says of every site stands once, in the legend; what has and what needs in
/// words is said where it does not follow from the numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingEntry {
    /// Id of the row.
    #[serde(rename = "id")]
    pub requirement: String,
    /// What it asks, in short.
    #[serde(skip)]
    pub title: String,
    /// Id of its category.
    #[serde(skip)]
    pub category: String,
    /// met, partial, gap, unknown or not-applicable.
    #[schemars(with = "String")]
    pub status: Status,
    /// Whether it counts in convertibility on the better route; left out where it does.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub counts: bool,
    /// Whether it is about a hall that stands, so that a new hall leaves it behind.
    #[serde(skip)]
    pub of_standing_hall: bool,
    /// What it earns, 0 to 1.
    #[schemars(with = "ShortAttainment")]
    pub attainment: AttainmentEntry,
    /// What the site has; left out where that is unknown.
    #[serde(default, skip_serializing_if = "ValueEntry::is_unknown")]
    pub actual: ValueEntry,
    /// What earns everything; left out where nothing is asked.
    #[serde(default, skip_serializing_if = "ValueEntry::is_unknown")]
    pub required: ValueEntry,
    /// Unit of both.
    #[serde(skip, default = "plain_unit")]
    pub unit: MetricUnit,
    /// Whether no more than `required` earns everything, rather than no less.
    #[serde(skip)]
    pub at_most: bool,
    /// What the site has, in words.
    #[serde(skip)]
    pub has: String,
    /// The same where it does not follow from `actual` and the unit.
    #[serde(default, rename = "has", skip_serializing_if = "Option::is_none")]
    pub(super) has_said: Option<String>,
    /// What earns everything, in words.
    #[serde(skip)]
    pub needs: String,
    /// The same where it does not follow from `required` and the unit.
    #[serde(default, rename = "needs", skip_serializing_if = "Option::is_none")]
    pub(super) needs_said: Option<String>,
    /// Weight of the row.
    #[serde(skip)]
    pub weight: Rounded,
    /// Points of convertibility that its gap is expected to cost; left out where none.
    #[serde(default, skip_serializing_if = "Rounded::is_zero")]
    pub worth: Rounded,
    /// Points of convertibility between the worst and the best that it can turn out; left out where none.
    #[serde(default, skip_serializing_if = "Rounded::is_zero")]
    pub points_unknown: Rounded,
    /// Id of the remedy.
    #[serde(skip)]
    pub remedy: Option<String>,
    /// What closing it takes; left out unless it is a gap or partial, and money can close it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<ClosingEntry>,
    /// Ids of the sources it rests on.
    #[serde(skip)]
    pub sources: Vec<String>,
    /// Positions in `asking.unknown` of the facts that are missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<usize>,
    /// Line at which the fact stands, or its nearest parent, from 1.
    pub line: usize,
    /// Column, from 1; left out where it is the first.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub column: usize,
    /// What set the fact, such as `--set 2`, whose line that is then; left out where the site's file states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_by: Option<String>,
    /// JSON pointer of the fact; left out where one is missing, as it is that of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so serde asks")]
fn is_yes(value: &bool) -> bool {
    *value
}

fn first() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so serde asks")]
fn is_first(column: &usize) -> bool {
    *column == 1
}

fn plain_unit() -> MetricUnit {
    MetricUnit::Plain
}

impl FindingEntry {
    /// What the site has, as it follows from the number and its unit.
    fn has_of(&self) -> String {
        self.actual.in_words(self.unit)
    }

    /// What earns everything, as it follows from the number and its unit.
    fn needs_of(&self) -> String {
        let text = self.required.in_words(self.unit);
        match &self.required {
            ValueEntry::Number(_) if self.at_most => format!("at most {text}"),
            _ => text,
        }
    }

    /// The same with what has to be said in words.
    #[must_use]
    pub(super) fn said(self) -> Self {
        let unless = |said: &String, follows: String| (*said != follows).then(|| said.clone());
        Self {
            has_said: unless(&self.has, self.has_of()),
            needs_said: unless(&self.needs, self.needs_of()),
            ..self
        }
    }

    /// Takes the words that were said, or that follow.
    pub(super) fn put_in_words(&mut self) {
        self.has = self.has_said.clone().unwrap_or_else(|| self.has_of());
        self.needs = self.needs_said.clone().unwrap_or_else(|| self.needs_of());
    }

    /// The line of the site's file, or what set the fact.
    #[must_use]
    pub fn line_or_set(&self) -> String {
        let set_by = self.set_by.clone();
        set_by.unwrap_or_else(|| self.line.to_string())
    }
}

/// What closing a gap takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClosingEntry {
    /// Name of the remedy.
    #[serde(skip)]
    pub name: String,
    /// Who does it: operator, utility and so on.
    #[serde(skip)]
    pub owner: String,
    /// Weeks it takes.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "optional")]
    #[schemars(with = "Option<ShortAmount>")]
    pub weeks: Option<Amount>,
    /// What the plan's work costs, M$; left out where there is none or it costs nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "optional")]
    #[schemars(with = "Option<ShortAmount>")]
    pub cost_musd: Option<Amount>,
    /// Critical IT MW that hang on the plan's work; left out where none do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mw_at_stake: Option<Rounded>,
}

/// What a row earns, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(into = "ShortAttainment", from = "ShortAttainment")]
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

/// What a row earns, 0 to 1.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "AttainmentEntry")]
pub(super) enum ShortAttainment {
    /// The same whatever the unknowns hold; all of it is there where that is 1.
    Same(Rounded),
    /// With every unknown at its worst, expected, with every unknown at its best, and the share of the draws in which
    /// all of it is there.
    Spread([Rounded; 4]),
}

/// The share of the draws that have all of it where all earn the same.
fn chance_of(earned: Rounded) -> Rounded {
    f64::from(u8::from(earned.get() >= 1.0)).into()
}

impl From<AttainmentEntry> for ShortAttainment {
    fn from(entry: AttainmentEntry) -> Self {
        let AttainmentEntry {
            worst,
            expected,
            best,
            chance_met,
        } = entry;
        if [expected, best] == [worst; 2] && chance_met == chance_of(worst) {
            Self::Same(worst)
        } else {
            Self::Spread([worst, expected, best, chance_met])
        }
    }
}

impl From<ShortAttainment> for AttainmentEntry {
    fn from(short: ShortAttainment) -> Self {
        let [worst, expected, best, chance_met] = match short {
            ShortAttainment::Same(earned) => [earned, earned, earned, chance_of(earned)],
            ShortAttainment::Spread(parts) => parts,
        };
        Self {
            worst,
            expected,
            best,
            chance_met,
        }
    }
}

/// A value: a number or P10, P50, P90 and mean; words; null when unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ValueEntry {
    /// A number.
    Number(
        #[serde(with = "short")]
        #[schemars(with = "ShortAmount")]
        Amount,
    ),
    /// One word, or the words that earn most.
    Words(Vec<String>),
    /// Unknown.
    Unknown(()),
}

impl Default for ValueEntry {
    fn default() -> Self {
        Self::Unknown(())
    }
}

impl ValueEntry {
    fn is_unknown(&self) -> bool {
        *self == Self::Unknown(())
    }

    fn in_words(&self, unit: MetricUnit) -> String {
        match self {
            Self::Unknown(()) => "unknown".to_owned(),
            Self::Words(words) => words.join(" or "),
            Self::Number(amount) => quantity(Spread::from(*amount), unit),
        }
    }
}

/// A place in the site file, or in what stands in place of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// What set the fact, such as `--set 2`, whose line and column these are then; left out where the site's file
    /// states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_by: Option<String>,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// JSON pointer of the fact.
    pub pointer: String,
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

/// The same without its places, which differ from side to side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContradictionSaid {
    /// Its id.
    pub id: String,
    /// What excludes what.
    pub message: String,
}

impl From<&Contradiction> for ContradictionSaid {
    fn from(found: &Contradiction) -> Self {
        Self {
            id: found.id.to_owned(),
            message: found.message.clone(),
        }
    }
}

impl From<ContradictionEntry> for ContradictionSaid {
    fn from(entry: ContradictionEntry) -> Self {
        Self {
            id: entry.id,
            message: entry.message,
        }
    }
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
