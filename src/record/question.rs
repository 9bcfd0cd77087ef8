//! What to ask of a site, and what each answer does.

use super::quantity::Rounded;
use crate::checklist::Whom;
use crate::verdict::Word;

/// A question. Its answers are tried in the draw in which all else is as likely above as below.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionEntry {
    /// Whom to ask.
    pub ask: Whom,
    /// The question.
    pub question: String,
    /// Paths of the facts.
    pub facts: Vec<String>,
    /// Ids of the gates that fail with one of the answers and not with the other.
    pub gates: Vec<String>,
    /// What the good answer is worth against the bad one.
    pub worth: WorthEntry,
    /// An answer that turns out well.
    pub good: AnswerEntry,
    /// One that doesn't.
    pub bad: AnswerEntry,
}

impl QuestionEntry {
    /// Whether its answers come to anything different.
    #[must_use]
    pub(crate) fn makes_a_difference(&self) -> bool {
        let come_to = |a: &AnswerEntry| (a.score, a.mw, a.musd, a.months, a.verdict);
        come_to(&self.good) != come_to(&self.bad)
    }
}

impl QuestionEntry {
    /// What a ranking keeps of it, where more than money and months hangs on it.
    #[must_use]
    pub fn best_answer(&self) -> Option<BestAnswer> {
        let (mw, points) = (self.worth.mw.get(), self.worth.score.get());
        (mw != 0.0 || points != 0.0 || !self.gates.is_empty()).then(|| BestAnswer {
            whom: self.ask,
            question: self.question.clone(),
            facts: self.facts.clone(),
            mw,
            points,
        })
    }
}

/// The first question of a site, and what its good answer is worth against the bad one.
#[derive(Debug, Clone, PartialEq)]
pub struct BestAnswer {
    /// Whom to ask.
    pub whom: Whom,
    /// The question.
    pub question: String,
    /// Paths of the facts that it asks for.
    pub facts: Vec<String>,
    /// Critical IT MW that convert.
    pub mw: f64,
    /// Points of convertibility.
    pub points: f64,
}

/// What the good answer is worth against the bad one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorthEntry {
    /// Points of convertibility.
    pub score: Rounded,
    /// Critical IT MW that convert.
    pub mw: Rounded,
    /// M$ that the plan costs more, less where negative; null where one of the answers leaves nothing to plan.
    pub musd: Option<Rounded>,
    /// Months that the first MW come later, sooner where negative; null where one of the answers has none.
    pub months: Option<Rounded>,
}

impl WorthEntry {
    /// What one answer is worth against another. Of what is shown, so that a reader who subtracts finds the same.
    #[must_use]
    pub(crate) fn between(good: &AnswerEntry, bad: &AnswerEntry) -> Self {
        let less = |a: Rounded, b: Rounded| Rounded::from(a.get() - b.get());
        let both = |a: Option<Rounded>, b: Option<Rounded>| a.zip(b).map(|(a, b)| less(a, b));
        Self {
            score: less(good.score, bad.score),
            mw: less(good.mw, bad.mw),
            musd: both(good.musd, bad.musd),
            months: both(good.months, bad.months),
        }
    }
}

/// An answer, and what comes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerEntry {
    /// In words; of several facts each with its key.
    pub answer: String,
    /// Convertibility, 0 to 100.
    pub score: Rounded,
    /// Critical IT MW that convert; 0 where the verdict is another.
    pub mw: Rounded,
    /// M$ that the owner pays for the plan; null where the tenant's least is not there.
    pub musd: Option<Rounded>,
    /// The same for each critical IT MW.
    pub musd_per_mw: Option<Rounded>,
    /// Months from the start of the plan to the first MW.
    pub months: Option<Rounded>,
    /// What to do.
    pub verdict: Word,
    /// The chance of converting with it over all draws, 0 to 1; of the first three questions alone.
    pub converting: Option<Rounded>,
}

/// An unknown fact moved by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct BarEntry {
    /// Path of the fact.
    pub fact: String,
    /// At its tenth, its worse word, or none.
    pub low: MovedEntry,
    /// At its ninth tenth, its better word, or some.
    pub high: MovedEntry,
}

impl BarEntry {
    /// Whether its ends come to anything different.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        let come_to = |a: &MovedEntry| (a.score, a.mw, a.musd, a.months);
        come_to(&self.low) != come_to(&self.high)
    }
}

/// Where a fact was moved to, and what comes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct MovedEntry {
    /// What the fact is there, in words.
    pub value: String,
    /// Convertibility, 0 to 100.
    pub score: Rounded,
    /// Critical IT MW that convert.
    pub mw: Rounded,
    /// M$ that the owner pays for the plan; null where the tenant's least is not there.
    pub musd: Option<Rounded>,
    /// Months from the start of the plan to the first MW.
    pub months: Option<Rounded>,
}
