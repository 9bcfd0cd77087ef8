//! What is unknown of a site, and what each answer does, as it is written: each path stands once and is referred to by
//! its position, and of an answer is said what is otherwise than with most.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::quantity::Rounded;
use super::question::{AnswerEntry, BarEntry, MovedEntry, QuestionEntry, WorthEntry};
use crate::checklist::Whom;
use crate::verdict::Word;

/// What is unknown, what to ask, and what each unknown does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct Asking {
    /// Paths of the facts that nobody stated and on which anything may hang. Findings refer to them by position.
    pub unknown: Vec<String>,
    /// What to ask, the most valuable answer first.
    pub questions: Vec<QuestionEntry>,
    /// Each unknown fact moved by itself, the widest first.
    pub sweep: Vec<BarEntry>,
}

impl Asking {
    /// The paths at some positions.
    #[must_use]
    pub fn paths(&self, at: &[usize]) -> Vec<&str> {
        let paths = at.iter().filter_map(|at| self.unknown.get(*at));
        paths.map(String::as_str).collect()
    }

    /// The questions whose answers make a difference.
    pub fn that_matter(&self) -> impl Iterator<Item = &QuestionEntry> {
        self.questions.iter().filter(|ask| ask.makes_a_difference())
    }

    /// The unknown facts that move anything by themselves.
    #[cfg(feature = "cli")]
    pub fn that_move(&self) -> impl Iterator<Item = &BarEntry> {
        self.sweep.iter().filter(|bar| bar.is_open())
    }
}

/// What is unknown, what to ask, and what each unknown does.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Asking")]
pub(super) struct Written {
    /// Paths of the facts that nobody stated and on which anything may hang; all else refers to them by position, from 0.
    unknown: Vec<String>,
    /// What most answers come to, number by number: of an answer is said what is otherwise.
    usual: Turnout,
    /// What to ask, the most valuable answer first.
    questions: Vec<Question>,
    /// Each unknown fact moved by itself, the widest first.
    sweep: Vec<Bar>,
}

/// What an answer comes to where all else is middling.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Turnout {
    /// Convertibility, 0 to 100.
    score: Rounded,
    /// Critical IT MW that convert; 0 where the verdict is another.
    mw: Rounded,
    /// M$ that the owner pays for the plan; null where the tenant's least is not there.
    musd: Option<Rounded>,
    /// The same for each critical IT MW.
    musd_per_mw: Option<Rounded>,
    /// Months from the start of the plan to the first MW.
    months: Option<Rounded>,
    /// What to do.
    #[schemars(with = "String")]
    verdict: Word,
}

impl Turnout {
    const NOTHING: Self = Self {
        score: Rounded::ZERO,
        mw: Rounded::ZERO,
        musd: None,
        musd_per_mw: None,
        months: None,
        verdict: Word::InsufficientData,
    };

    fn of(answer: &AnswerEntry) -> Self {
        Self {
            score: answer.score,
            mw: answer.mw,
            musd: answer.musd,
            musd_per_mw: answer.musd_per_mw,
            months: answer.months,
            verdict: answer.verdict,
        }
    }

    /// What most answers come to, each number by itself.
    fn usual(questions: &[QuestionEntry]) -> Self {
        let answers = questions.iter().flat_map(|asked| [&asked.good, &asked.bad]);
        let all: Vec<Self> = answers.map(Self::of).collect();
        let nothing = Self::NOTHING;
        Self {
            score: most(all.iter().map(|t| t.score)).unwrap_or(nothing.score),
            mw: most(all.iter().map(|t| t.mw)).unwrap_or(nothing.mw),
            musd: most(all.iter().map(|t| t.musd)).unwrap_or(nothing.musd),
            musd_per_mw: most(all.iter().map(|t| t.musd_per_mw)).unwrap_or(nothing.musd_per_mw),
            months: most(all.iter().map(|t| t.months)).unwrap_or(nothing.months),
            verdict: most(all.iter().map(|t| t.verdict)).unwrap_or(nothing.verdict),
        }
    }

    /// What each MW costs where nothing else is said: the one over the other, and where none converts what is usual.
    fn usual_per_mw(&self, mw: Rounded, musd: Option<Rounded>) -> Option<Rounded> {
        let musd = musd?;
        if mw.get() > 0.0 {
            Some((musd.get() / mw.get()).into())
        } else {
            self.musd_per_mw
        }
    }
}

/// The value that comes most often, of several the first.
fn most<T: PartialEq + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counted: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counted.iter_mut().find(|(known, _)| *known == value) {
            Some((_, n)) => *n += 1,
            None => counted.push((value, 1)),
        }
    }
    let most = counted.iter().map(|(_, n)| *n).max()?;
    counted
        .into_iter()
        .find(|(_, n)| *n == most)
        .map(|(value, _)| value)
}

/// A question; whom it goes to and its words stand in the legend, below its paths with a blank between.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct Question {
    /// Positions of the facts.
    facts: Vec<usize>,
    /// Ids of the gates that fail with one of the answers and not with the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gates: Vec<String>,
    /// An answer that turns out well.
    good: Answer,
    /// One that doesn't.
    bad: Answer,
}

/// An unknown fact moved by itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct Bar {
    /// Position of the fact.
    fact: usize,
    /// At its tenth, its worse word, or none. Without it both ends are those of the question about this fact alone: the
    /// bad answer here, the good one there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    low: Option<Answer>,
    /// At its ninth tenth, its better word, or some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    high: Option<Answer>,
    /// The fact is the better the lower it is: the good answer is the low end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    falls: bool,
}

/// An answer: its words alone where it comes to what is usual.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Answer {
    /// All comes to what is usual.
    Usual(String),
    /// Something is otherwise.
    Otherwise(Otherwise),
}

/// An answer, and what of what comes of it is otherwise than with most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Otherwise {
    /// In words; of several facts each with its key.
    answer: String,
    /// Convertibility, 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    score: Option<Rounded>,
    /// Critical IT MW that convert; 0 where the verdict is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mw: Option<Rounded>,
    /// M$ that the owner pays for the plan; null where the tenant's least is not there.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "said"
    )]
    musd: Option<Option<Rounded>>,
    /// The same for each critical IT MW, where it is not the one over the other.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "said"
    )]
    musd_per_mw: Option<Option<Rounded>>,
    /// Months from the start of the plan to the first MW.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "said"
    )]
    months: Option<Option<Rounded>>,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    verdict: Option<Word>,
    /// The chance of converting with it over all draws, 0 to 1; of the first three questions alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    converting: Option<Rounded>,
}

/// A null that is said is none, and one that is not said is what is usual.
fn said<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<Rounded>>, D::Error> {
    Option::<Rounded>::deserialize(from).map(Some)
}

impl Answer {
    fn of(answer: &AnswerEntry, usual: &Turnout) -> Self {
        fn unless<T: PartialEq>(value: T, usual: T) -> Option<T> {
            (value != usual).then_some(value)
        }
        let otherwise = Otherwise {
            answer: answer.answer.clone(),
            score: unless(answer.score, usual.score),
            mw: unless(answer.mw, usual.mw),
            musd: unless(answer.musd, usual.musd),
            musd_per_mw: unless(
                answer.musd_per_mw,
                usual.usual_per_mw(answer.mw, answer.musd),
            ),
            months: unless(answer.months, usual.months),
            verdict: unless(answer.verdict, usual.verdict),
            converting: answer.converting,
        };
        if otherwise == Otherwise::words(answer.answer.clone()) {
            Self::Usual(otherwise.answer)
        } else {
            Self::Otherwise(otherwise)
        }
    }

    fn read(self, usual: &Turnout) -> AnswerEntry {
        let said = match self {
            Self::Usual(words) => Otherwise::words(words),
            Self::Otherwise(said) => said,
        };
        let (mw, musd) = (said.mw.unwrap_or(usual.mw), said.musd.unwrap_or(usual.musd));
        AnswerEntry {
            answer: said.answer,
            score: said.score.unwrap_or(usual.score),
            mw,
            musd,
            musd_per_mw: said
                .musd_per_mw
                .unwrap_or_else(|| usual.usual_per_mw(mw, musd)),
            months: said.months.unwrap_or(usual.months),
            verdict: said.verdict.unwrap_or(usual.verdict),
            converting: said.converting,
        }
    }
}

impl Otherwise {
    fn words(answer: String) -> Self {
        Self {
            answer,
            score: None,
            mw: None,
            musd: None,
            musd_per_mw: None,
            months: None,
            verdict: None,
            converting: None,
        }
    }
}

/// An end of a bar as an answer. Of a bar nobody asks for the verdict nor for what each MW costs.
fn end(moved: &MovedEntry, usual: &Turnout) -> Answer {
    let answer = AnswerEntry {
        answer: moved.value.clone(),
        score: moved.score,
        mw: moved.mw,
        musd: moved.musd,
        musd_per_mw: usual.usual_per_mw(moved.mw, moved.musd),
        months: moved.months,
        verdict: usual.verdict,
        converting: None,
    };
    Answer::of(&answer, usual)
}

impl From<&AnswerEntry> for MovedEntry {
    fn from(answer: &AnswerEntry) -> Self {
        Self {
            value: answer.answer.clone(),
            score: answer.score,
            mw: answer.mw,
            musd: answer.musd,
            months: answer.months,
        }
    }
}

impl QuestionEntry {
    /// Whether it asks for one fact alone.
    fn is_about(&self, fact: &str) -> bool {
        matches!(self.facts.as_slice(), [alone] if alone == fact)
    }
}

impl From<Asking> for Written {
    fn from(asking: Asking) -> Self {
        let usual = Turnout::usual(&asking.questions);
        let position = |path: &String| {
            let found = asking.unknown.iter().position(|known| known == path);
            // Whoever built it put every path there.
            found.unwrap_or(asking.unknown.len())
        };
        let bar = |bar: &BarEntry| {
            let asked = asking.questions.iter().find(|q| q.is_about(&bar.fact));
            let ends = [&bar.low, &bar.high];
            let are = |one: &AnswerEntry, other: &AnswerEntry| {
                ends == [&MovedEntry::from(one), &MovedEntry::from(other)]
            };
            let fact = position(&bar.fact);
            let said = |falls| Bar {
                fact,
                low: None,
                high: None,
                falls,
            };
            match asked {
                Some(q) if are(&q.bad, &q.good) => said(false),
                Some(q) if are(&q.good, &q.bad) => said(true),
                _ => Bar {
                    low: Some(end(&bar.low, &usual)),
                    high: Some(end(&bar.high, &usual)),
                    ..said(false)
                },
            }
        };
        let question = |asked: &QuestionEntry| Question {
            facts: asked.facts.iter().map(position).collect(),
            gates: asked.gates.clone(),
            good: Answer::of(&asked.good, &usual),
            bad: Answer::of(&asked.bad, &usual),
        };
        Self {
            usual,
            questions: asking.questions.iter().map(question).collect(),
            sweep: asking.sweep.iter().map(bar).collect(),
            unknown: asking.unknown,
        }
    }
}

impl TryFrom<Written> for Asking {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written {
            unknown,
            usual,
            questions,
            sweep,
        } = written;
        let path = |at: usize| {
            let path = unknown.get(at).cloned();
            path.ok_or_else(|| format!("`unknown` has no path {at}"))
        };
        let questions = questions.into_iter().map(|asked| {
            let facts = asked.facts.into_iter().map(path);
            let (good, bad) = (asked.good.read(&usual), asked.bad.read(&usual));
            Ok(QuestionEntry {
                // Whom and what: the legend says it.
                ask: Whom::Operator,
                question: String::new(),
                facts: facts.collect::<Result<_, String>>()?,
                gates: asked.gates,
                worth: WorthEntry::between(&good, &bad),
                good,
                bad,
            })
        });
        let questions: Vec<QuestionEntry> = questions.collect::<Result<_, String>>()?;
        let sweep = sweep.into_iter().map(|bar| {
            let fact = path(bar.fact)?;
            let (low, high) = match (bar.low, bar.high) {
                (Some(low), Some(high)) => (
                    MovedEntry::from(&low.read(&usual)),
                    MovedEntry::from(&high.read(&usual)),
                ),
                _ => {
                    let asked = questions.iter().find(|q| q.is_about(&fact));
                    let asked = asked.ok_or_else(|| {
                        format!("the ends of `{fact}` are neither here nor in a question")
                    })?;
                    let (good, bad) = (&asked.good, &asked.bad);
                    let (low, high) = if bar.falls { (good, bad) } else { (bad, good) };
                    (low.into(), high.into())
                }
            };
            Ok(BarEntry { fact, low, high })
        });
        Ok(Self {
            sweep: sweep.collect::<Result<_, String>>()?,
            questions,
            unknown,
        })
    }
}
