//! A prior that was checked: what a fact may hold at a mine, how likely, and what that hangs on.

use serde::{Deserialize, Serialize};

/// Which way a fact is better for hosting AI or HPC, other things equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// More is better; words stand from worse to better; some is better than none.
    Higher,
    /// Less is better; none is better than some.
    Lower,
    /// Neither way.
    None,
}

/// What a prior rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// Read from a source.
    Sourced,
    /// Our own.
    Judgment,
    /// Counted over the real sites that ship with the program: facts, never outcomes.
    Frequency,
}

/// How a number lies about its three points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Bell-shaped, each side with its own width.
    Bell,
    /// Bell-shaped in the logarithm, for what spans magnitudes.
    Log,
    /// Evenly between the points and the ends.
    Flat,
}

/// A number by its tenth, median and ninth tenth.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// P10, P50 and P90.
    pub points: [f64; 3],
    /// How the rest lies about them.
    pub form: Form,
    /// Share that is exactly 0, below the rest.
    pub none: f64,
    /// The ends.
    pub within: [f64; 2],
    /// Facts it is multiplied with.
    pub times: Vec<String>,
    /// Facts it is divided by.
    pub over: Vec<String>,
    /// Of a date: the date from which years are counted.
    pub after: Option<String>,
}

impl Number {
    /// The value at a uniform, before it is multiplied: its quantile.
    #[must_use]
    pub fn at(&self, uniform: f64) -> f64 {
        if uniform < self.none {
            return 0.0;
        }
        let u = ((uniform - self.none) / (1.0 - self.none)).clamp(1e-9, 1.0 - 1e-9);
        let [low, likely, high] = self.points;
        let value = match self.form {
            Form::Bell => logistic(u, low, likely, high),
            Form::Log => libm::exp(logistic(
                u,
                libm::log(low),
                libm::log(likely),
                libm::log(high),
            )),
            Form::Flat => self.flat(u),
        };
        value.clamp(self.within[0], self.within[1])
    }

    fn flat(&self, u: f64) -> f64 {
        let [low, likely, high] = self.points;
        let known = [
            (0.0, self.within[0]),
            (0.1, low),
            (0.5, likely),
            (0.9, high),
            (1.0, self.within[1]),
        ];
        let between = known.windows(2).find(|pair| u <= pair[1].0);
        between.map_or(self.within[1], |pair| {
            let ((from, a), (to, b)) = (pair[0], pair[1]);
            a + (b - a) * (u - from) / (to - from)
        })
    }

    /// Whether it is a factor of other facts rather than the number itself.
    pub(super) fn is_sized(&self) -> bool {
        !(self.times.is_empty() && self.over.is_empty())
    }

    /// Every fact that the size hangs on.
    pub fn sized_by(&self) -> impl Iterator<Item = &str> {
        let facts = self.times.iter().chain(&self.over).chain(&self.after);
        facts.map(String::as_str)
    }
}

/// A logistic curve of two halves through three points: a bell whose quantiles need no table.
fn logistic(u: f64, low: f64, likely: f64, high: f64) -> f64 {
    // ln(0.9 / 0.1), at which the curve passes the ninth tenth.
    const TENTH: f64 = 2.197_224_577_336_219_6;
    let side = if u < 0.5 { likely - low } else { high - likely };
    likely + side * libm::log(u / (1.0 - u)) / TENTH
}

/// Half of the mass on each side of the likely value, thinning out toward the ends: a stated range holds
/// nothing beyond them, and its median is what the file calls likely.
#[must_use]
pub fn in_range([low, likely, high]: [f64; 3], uniform: f64) -> f64 {
    if uniform < 0.5 {
        likely - (likely - low) * (1.0 - (2.0 * uniform).sqrt())
    } else {
        likely + (high - likely) * (1.0 - (2.0 * (1.0 - uniform)).sqrt())
    }
}

/// A list of which nothing is stated.
#[derive(Debug, Clone, PartialEq)]
pub enum ListPrior {
    /// None with a share, else one typical entry.
    One {
        /// Share that has none.
        none: f64,
    },
    /// Of each kind one with a share.
    Kinds {
        /// The key that tells the kind.
        kind: String,
        /// Kinds with the share of mines that have one.
        shares: Vec<(String, f64)>,
    },
}

/// How likely a fact is to hold what.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Words with shares, from worse to better where the fact has a direction.
    Words(Vec<(String, f64)>),
    /// Texts with shares.
    Text(Vec<(String, f64)>),
    /// `false` and `true` with shares, the better one last.
    Flag(Vec<(String, f64)>),
    /// A number.
    Number(Number),
    /// A date, in years.
    Date(Number),
    /// A list.
    List(ListPrior),
}

impl Values {
    /// The number behind a number or date.
    #[must_use]
    pub fn number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) | Self::Date(number) => Some(number),
            _ => None,
        }
    }
}

/// The word at a uniform among words with shares.
#[must_use]
pub fn word_at(words: &[(String, f64)], uniform: f64) -> &str {
    let mut below = 0.0;
    let found = words.iter().find(|(_, share)| {
        below += share;
        uniform < below
    });
    // Shares that sum to a hair less than 1 leave the last word that has any.
    let last = || words.iter().rev().find(|(_, share)| *share > 0.0);
    found.or_else(last).map_or("", |(word, _)| word)
}

/// What a fact must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// One of these words or texts; flags are `true` and `false`.
    AnyOf(Vec<String>),
    /// A number from one to below another; of a date its year.
    Between(f64, f64),
}

/// A fact and what it must be.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Path of the fact.
    pub fact: String,
    /// What it must be.
    pub is: Test,
}

/// What a fact is likely to be where other facts are known.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// Facts that the file must state.
    pub stated: Vec<String>,
    /// What it is then.
    pub values: Values,
    /// What it may hold then.
    pub may_hold: [f64; 2],
}

/// What tells a fact that nobody states where it is as ever.
pub(super) const SILENCE: &str = "silence";

/// The prior of one fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Its path, `halls[].area_m2` for any entry of a list.
    pub fact: String,
    /// Of a fact of an entry: the list and the key in the entry.
    pub entry: Option<(String, String)>,
    /// Which way it is better.
    pub better: Better,
    /// What it is likely to be.
    pub values: Values,
    /// What a number may hold at a mine at all; of a date in years, of words nothing.
    pub may_hold: [f64; 2],
    /// Smallest and largest number that the file format takes.
    pub unit: [f64; 2],
    /// Whether it counts whole things.
    pub whole: bool,
    /// What it is where other facts are known; the first that fits.
    pub when: Vec<When>,
    /// Where there is such a fact at all.
    pub only_when: Vec<Condition>,
    /// Facts of which one that is stated tells as much of it as anybody would, or `silence`.
    pub told_by: Vec<String>,
    /// Facts that it never exceeds, those that follow included.
    pub at_most: Vec<String>,
    /// Facts that never exceed it.
    pub at_least: Vec<String>,
    /// What its spread by grade is a share of, where not of itself.
    pub spread_of: Option<f64>,
    /// Why it is so.
    pub why: String,
    /// What it rests on.
    pub basis: Ground,
    /// How many of how many sites say so.
    pub count: Option<String>,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

impl Prior {
    /// Its words, from worse to better where it has a direction.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        let words = match &self.values {
            Values::Words(words) => words.as_slice(),
            _ => &[],
        };
        words.iter().map(|(word, _)| word.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(points: [f64; 3], form: Form, within: [f64; 2]) -> Number {
        Number {
            points,
            form,
            none: 0.0,
            within,
            times: Vec::new(),
            over: Vec::new(),
            after: None,
        }
    }

    #[test]
    fn a_number_passes_its_three_points_and_stays_within_its_ends() {
        for form in [Form::Bell, Form::Log, Form::Flat] {
            let prior = number([20.0, 150.0, 600.0], form, [1.0, 3_000.0]);
            for (u, value) in [(0.1, 20.0), (0.5, 150.0), (0.9, 600.0)] {
                assert!((prior.at(u) - value).abs() < 1e-9, "{form:?} at {u}");
            }
            let mut last = f64::MIN;
            for step in 0..=1_000 {
                let value = prior.at(f64::from(step) / 1_000.0);
                assert!(
                    value >= last && (1.0..=3_000.0).contains(&value),
                    "{form:?}"
                );
                last = value;
            }
        }
        let equal = number([2.0; 3], Form::Bell, [1.0, 4.0]);
        assert_eq!((equal.at(0.0), equal.at(1.0)), (2.0, 2.0));
    }

    #[test]
    fn a_share_of_none_lies_below_the_rest() {
        let prior = Number {
            none: 0.4,
            ..number([5.0, 10.0, 20.0], Form::Log, [1.0, 100.0])
        };
        assert_eq!((prior.at(0.0), prior.at(0.39)), (0.0, 0.0));
        assert!((prior.at(0.7) - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_stated_range_has_its_likely_value_in_the_middle() {
        let range = [36.0, 41.0, 55.0];
        let ends = [0.0, 0.5, 1.0].map(|u| in_range(range, u));
        assert_eq!(ends, range);
        assert_eq!(in_range([7.0; 3], 0.3), 7.0);
    }

    #[test]
    fn words_take_their_shares_in_order() {
        let words = [("worse".to_owned(), 0.3), ("better".to_owned(), 0.7)];
        let at = |u| word_at(&words, u);
        assert_eq!(
            (at(0.0), at(0.299), at(0.3), at(1.0)),
            ("worse", "worse", "better", "better")
        );
    }
}
