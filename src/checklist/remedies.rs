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
    /// Chance that it can be had at all, 0 to 1: that those agree who must and that what stands bears it; our judgment,
    /// as no source counts those who asked in vain.
    #[serde(default = "always")]
    pub succeeds: f64,
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

/// Of works that a contractor does for money.
fn always() -> f64 {
    1.0
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

/// How to ask for facts that one answer tells together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Together {
    /// Paths of the facts.
    pub(crate) facts: Vec<String>,
    /// Whom to ask.
    pub(crate) ask: Whom,
    /// The question.
    pub(crate) question: String,
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
    together: Vec<Together>,
}

static REMEDIES: LazyLock<Vec<Remedy>> = LazyLock::new(|| {
    crate::source::built_in::<Remedies>(include_str!(concat!(env!("OUT_DIR"), "/remedies.json")))
        .remedies
});
static QUESTIONS: LazyLock<Questions> = LazyLock::new(|| {
    crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/questions.json")))
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
    &QUESTIONS.questions
}

/// For each number of a fact its question: its own, else that of the list in whose entries it stands.
static BY_FACT: LazyLock<Vec<Option<&'static Question>>> = LazyLock::new(|| {
    let mut by_fact = vec![None; path::FACTS];
    for question in questions() {
        if let Some(number) = path::number(&question.path) {
            by_fact[number].get_or_insert(question);
        }
    }
    for (list, facts) in path::lists() {
        let of_list = by_fact[list];
        for question in &mut by_fact[list + 1..][..facts] {
            *question = question.or(of_list);
        }
    }
    by_fact
});

/// How to ask for the fact of that number.
#[must_use]
pub(crate) fn question_of(number: usize) -> Option<&'static Question> {
    *BY_FACT.get(number)?
}

/// For each number of a fact the question that asks for it and others at once.
static TOGETHER: LazyLock<Vec<Option<&'static Together>>> = LazyLock::new(|| {
    let mut by_fact = vec![None; path::FACTS];
    for together in &QUESTIONS.together {
        for fact in together.facts.iter().filter_map(|fact| path::number(fact)) {
            by_fact[fact] = Some(together);
        }
    }
    by_fact
});

/// How to ask for the fact of that number and others at once, where one answer tells them together.
#[must_use]
pub(crate) fn together_of(number: usize) -> Option<&'static Together> {
    *TOGETHER.get(number)?
}

/// How to ask for the fact at a path such as `halls[0].area_m2`.
#[must_use]
pub fn question(path: &str) -> Option<&'static Question> {
    question_of(path::number(path)?)
}
