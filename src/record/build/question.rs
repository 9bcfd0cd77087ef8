//! From a sweep to its entries.

use crate::assess::{Answer, Bar, Inquiry, Sweep};
use crate::record::asking::Asking;
use crate::record::question::{AnswerEntry, BarEntry, MovedEntry, QuestionEntry, WorthEntry};

/// What to ask and what each unknown does. What is unknown comes in the order of the sweep, then of the questions.
pub(super) fn asking(sweep: &Sweep) -> Asking {
    let questions: Vec<QuestionEntry> = sweep.inquiries.iter().map(question).collect();
    let sweep: Vec<BarEntry> = sweep.bars.iter().map(bar).collect();
    let swept = sweep.iter().map(|bar| &bar.fact);
    let asked = questions.iter().flat_map(|asked| &asked.facts);
    Asking {
        unknown: swept.chain(asked).cloned().collect(),
        questions,
        sweep,
    }
}

/// The entry of a question.
#[must_use]
pub fn question(asked: &Inquiry) -> QuestionEntry {
    let (good, bad) = (answer(&asked.good), answer(&asked.bad));
    QuestionEntry {
        ask: asked.whom,
        question: asked.question.clone(),
        facts: asked.facts.clone(),
        gates: asked.gates.clone(),
        worth: WorthEntry::between(&good, &bad),
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

fn bar(bar: &Bar) -> BarEntry {
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
