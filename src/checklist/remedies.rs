//! What closes a gap, and whom to ask about an unknown.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::citations::{Basis, Confidence};
use crate::site::land::PermitKind;
use crate::site::path;

crate::words::spelled! {
    /// Who carries an action out, or answers a question.
    #[derive(PartialOrd, Ord)]
    pub enum Whom {
        /// The site's own people.
        Operator = "operator",
        /// The utility or transmission operator.
        Utility = "utility",
        /// A fiber carrier.
        Carrier = "carrier",
        /// A contractor or engineer.
        Contractor = "contractor",
        /// The owner of the land.
        Landlord = "landlord",
        /// A permitting authority.
        Authority = "authority",
    }
}

/// Weeks from order to commissioned.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weeks {
    /// When all goes well.
    pub low: f64,
    /// Most likely.
    pub likely: f64,
    /// When it does not.
    pub high: f64,
}

/// The action that closes a gap.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// Its id.
    pub id: String,
    /// Its name, an imperative.
    pub name: String,
    /// What is done.
    pub action: String,
    /// Lead time.
    pub weeks: Weeks,
    /// Who carries it out.
    pub owner: Whom,
    /// Permits whose stated day of decision tells its weeks.
    #[serde(default, skip_serializing)]
    pub awaits: Vec<PermitKind>,
    /// Whether the lead time is read, computed or assumed.
    pub basis: Basis,
    /// Grade of the deciding source.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Keys of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is ours, or where sources disagree.
    #[serde(default)]
    pub note: Option<String>,
}

/// How to ask for an unknown fact.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Path of the fact; `halls[]` stands for any hall.
    pub path: String,
    /// Whom to ask.
    pub ask: Whom,
    /// The question.
    pub question: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Remedies {
    remedies: Vec<Remedy>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    questions: Vec<Question>,
}

static REMEDIES: LazyLock<Vec<Remedy>> = LazyLock::new(|| {
    crate::source::built_in::<Remedies>(include_str!(concat!(env!("OUT_DIR"), "/remedies.json")))
        .remedies
});
static QUESTIONS: LazyLock<Vec<Question>> = LazyLock::new(|| {
    crate::source::built_in::<Questions>(include_str!(concat!(env!("OUT_DIR"), "/questions.json")))
        .questions
});

/// Every remedy.
#[must_use]
pub fn remedies() -> &'static [Remedy] {
    &REMEDIES
}

/// The remedy of that id.
#[must_use]
pub fn remedy(id: &str) -> Option<&'static Remedy> {
    remedies().iter().find(|r| r.id == id)
}

/// Every question.
#[must_use]
pub fn questions() -> &'static [Question] {
    &QUESTIONS
}

/// For each number of a fact the position of its question.
static BY_FACT: LazyLock<Vec<Option<usize>>> = LazyLock::new(|| {
    let mut positions = vec![None; path::FACTS];
    for (position, question) in questions().iter().enumerate() {
        if let Some(number) = path::number(&question.path) {
            positions[number].get_or_insert(position);
        }
    }
    positions
});

/// How to ask for the fact of that number.
#[must_use]
pub(crate) fn question_of(number: u16) -> Option<&'static Question> {
    questions().get((*BY_FACT.get(usize::from(number))?)?)
}

/// How to ask for the fact at a path such as `halls[0].area_m2`.
#[must_use]
pub fn question(path: &str) -> Option<&'static Question> {
    questions().get((*BY_FACT.get(path::number(path)?)?)?)
}
