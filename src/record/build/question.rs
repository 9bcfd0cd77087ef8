//! From a sweep to its entries.

use crate::assess::{Answer, Bar, Inquiry};
use crate::record::quantity::Rounded;
use crate::record::question::{AnswerEntry, BarEntry, MovedEntry, QuestionEntry, WorthEntry};

/// The entry of a question.
#[must_use]
pub fn question(asked: &Inquiry) -> QuestionEntry {
    let (good, bad) = (answer(&asked.good), answer(&asked.bad));
    // Of what is shown, so that a reader who subtracts finds the same.
    let less = |a: Rounded, b: Rounded| Rounded::from(a.get() - b.get());
    let between = |a: Option<Rounded>, b: Option<Rounded>| a.zip(b).map(|(a, b)| less(a, b));
    QuestionEntry {
        ask: asked.whom,
        question: asked.question.clone(),
        facts: asked.facts.clone(),
        gates: asked.gates.clone(),
        worth: WorthEntry {
            score: less(good.score, bad.score),
            mw: less(good.mw, bad.mw),
            musd: between(good.musd, bad.musd),
            months: between(good.months, bad.months),
        },
        good,
        bad,
    }
}

fn answer(answer: &Answer) -> AnswerEntry {
    let turnout = &answer.turnout;
    AnswerEntry {
        answer: answer.words.clone(),
        score: turnout.score.into(),
        mw: turnout.mw.into(),
        musd: turnout.musd.map(Into::into),
        musd_per_mw: turnout.musd_per_mw.map(Into::into),
        months: turnout.months.map(Into::into),
        verdict: turnout.word,
        converting: answer.converting.map(Into::into),
    }
}

pub(super) fn bar(bar: &Bar) -> BarEntry {
    BarEntry {
        fact: bar.fact.clone(),
        low: moved(&bar.low),
        high: moved(&bar.high),
    }
}

fn moved(answer: &Answer) -> MovedEntry {
    let turnout = &answer.turnout;
    MovedEntry {
        value: answer.words.clone(),
        score: turnout.score.into(),
        mw: turnout.mw.into(),
        musd: turnout.musd.map(Into::into),
        months: turnout.months.map(Into::into),
    }
}
