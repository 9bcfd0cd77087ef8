//! What the first answers would make of a verdict, each turning out well.

use super::judged::{Depth, Judged, run};
use crate::site::Site;
use crate::site::date::Date;
use crate::site::hold::{Held, Hold};
use crate::site::path;
use crate::site::shape::Shape;
use crate::typical::prior::Better;
use crate::typical::{Draws, Layout, Pick, Sample, Typical};
use crate::verdict::{Chances, Prospect, Verdict};

/// No more answers are tried than this, and no more shown than that.
const TRIED: usize = 8;
const SHOWN: usize = 3;
/// A smaller change of the chance is no news.
const LEAST_GAIN: f64 = 0.02;

/// The answers that make converting likeliest, the best first, worked out over all draws.
pub(super) fn prospects(
    typical: &Typical,
    sample: Sample,
    site: &Site,
    judged: &Judged,
    verdict: &Verdict,
) -> Vec<Prospect> {
    let now = verdict.chance.converting();
    let asked = verdict.hangs_on.iter().take(TRIED);
    let good = Good::of(typical, sample, site);
    let mut prospects: Vec<Prospect> = asked
        .filter_map(|fact| {
            let answer = good.answer(fact)?;
            let mut answered = site.clone();
            if !answered.hold(fact, answer.held()) {
                return None;
            }
            let draws = Draws::of(typical, &answered, sample);
            let again = run(
                &answered,
                &draws,
                std::sync::Arc::clone(&judged.prepared),
                Depth::Row,
                |_, _, _, _| (),
            );
            let chance = Chances::of(again.draws.iter().map(|o| o.decision.word));
            Some(Prospect {
                fact: fact.clone(),
                answer: answer.words(),
                converting: chance.converting(),
            })
        })
        .filter(|prospect| prospect.converting > now + LEAST_GAIN)
        .collect();
    prospects.sort_by(|a, b| {
        b.converting
            .total_cmp(&a.converting)
            .then(a.fact.cmp(&b.fact))
    });
    prospects.truncate(SHOWN);
    prospects
}

/// What each fact is in the draws, to tell a good answer from.
struct Good<'s> {
    typical: &'s Typical,
    layout: Layout,
    draws: Vec<Vec<f64>>,
}

/// One answer.
enum Answer {
    Number(f64),
    Word(&'static str),
    Flag(bool),
    Date(Date),
}

impl<'s> Good<'s> {
    fn of(typical: &'s Typical, sample: Sample, site: &Site) -> Self {
        let draws = Draws::of(typical, site, sample);
        let values = |at| {
            let mut values = Vec::new();
            let _ = draws.draw(Pick::Draw(at), &mut values);
            values
        };
        Self {
            typical,
            draws: (0..draws.count()).map(values).collect(),
            layout: draws.layout().clone(),
        }
    }

    /// The better end of what the draws hold: of numbers and dates the tenth beyond which it gets better, of words
    /// the best that one draw in ten has.
    #[expect(clippy::cast_possible_truncation, reason = "a month")]
    fn answer(&self, fact: &str) -> Option<Answer> {
        let better = self.typical.prior(fact)?.better;
        let slot = self.layout.slot(fact)?;
        let mut values: Vec<f64> = self
            .draws
            .iter()
            .map(|draw| draw[slot])
            .filter(|x| !x.is_nan())
            .collect();
        values.sort_unstable_by(f64::total_cmp);
        let shape = path::shape(path::number(fact)?)?;
        let lower = match (better, shape) {
            (Better::None, _) => return None,
            // A prior lists words from worse to better, a vocabulary in an order of its own.
            (_, Shape::Word(words)) => return self.word(fact, slot, words),
            (better, _) => better == Better::Lower,
        };
        let last = values.len().checked_sub(1)?;
        let value = *values.get(if lower { last / 10 } else { last - last / 10 })?;
        match shape {
            Shape::Quantity { .. } => Some(Answer::Number(value)),
            Shape::Flag => Some(Answer::Flag(value > 0.5)),
            Shape::Date => Some(Answer::Date(Date::of_month(value as i32))),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "words and draws are few")]
    fn word(
        &self,
        fact: &str,
        slot: usize,
        words: &'static [crate::site::shape::Word],
    ) -> Option<Answer> {
        let share = |word: &str| {
            let at = words
                .iter()
                .position(|w| w.name == word)
                .map_or(-1.0, |at| at as f64);
            let having = self.draws.iter().filter(|draw| draw[slot] == at).count();
            having as f64 / self.draws.len().max(1) as f64
        };
        let prior = self.typical.prior(fact)?;
        let best = prior.words().rev().find(|word| share(word) >= 0.1)?;
        words
            .iter()
            .find(|word| word.name == best)
            .map(|word| Answer::Word(word.name))
    }
}

impl Answer {
    fn held(&self) -> Held<'_> {
        match self {
            Self::Number(value) => Held::Number([*value; 3]),
            Self::Word(word) => Held::Word(word),
            Self::Flag(flag) => Held::Flag(*flag),
            Self::Date(date) => Held::Date(*date),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Number(value) => crate::rules::numbers::number(*value),
            Self::Word(word) => (*word).to_owned(),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Self::Date(date) => date.to_string(),
        }
    }
}
