//! An answer and what it does, as text and Markdown say it.

use crate::record::SiteRecord;
use crate::record::question::AnswerEntry;
use crate::report::numbers::{number, percent, points};
use crate::report::plain;
use crate::verdict::{Chances, Word};

/// How many questions are asked; the rest are counted.
pub(in crate::report) const QUESTIONS: usize = 3;

/// An answer and what it does.
pub(in crate::report) fn answer(answer: &AnswerEntry) -> String {
    let mut does = vec![
        in_words(answer.verdict).to_owned(),
        match answer.mw.get() {
            mw if mw > 0.0 => format!("{} MW", number(mw)),
            _ => "no MW converts".to_owned(),
        },
        format!("score {}", points(answer.score.get())),
    ];
    does.extend(answer.musd.map(|cost| format!("{} M$", number(cost.get()))));
    let per_mw = answer.musd_per_mw;
    does.extend(per_mw.map(|cost| format!("{} M$/MW", number(cost.get()))));
    let months = answer.months;
    does.extend(months.map(|months| format!("first MW after {} months", number(months.get()))));
    let chance = answer.converting;
    does.extend(chance.map(|chance| format!("converting {} likely", percent(chance.get()))));
    format!("{}: {}", plain(&answer.answer), does.join(" · "))
}

/// What the best answers to the first questions together make of the verdict.
pub(in crate::report) fn together(site: &SiteRecord) -> Option<String> {
    let tried = site
        .asking
        .questions
        .iter()
        .filter(|ask| ask.good.converting.is_some());
    let several = tried.count();
    let after = site.verdict.after_best_three.filter(|_| several > 1)?;
    let converting = percent(Chances::from(after).converting());
    Some(format!(
        "With the best answers to the first {several} together converting is {converting} likely."
    ))
}

/// A verdict as a person says it; either way to convert is converting.
pub(in crate::report) fn in_words(word: Word) -> &'static str {
    match word {
        Word::Convert => "converting",
        Word::ConvertInPhases => "converting, in phases",
        Word::Bridge => "bridge",
        Word::KeepMining => "keep mining",
        Word::InsufficientData => "insufficient data",
    }
}
