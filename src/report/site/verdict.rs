//! The verdict on one site, in words and with what is open about it.

use super::answer::in_words;
use crate::record::SiteRecord;
use crate::record::question::QuestionEntry;
use crate::record::site::VerdictEntry;
use crate::report::economics::shown::by_money;
use crate::report::numbers::percent;
use crate::report::plain;
use crate::verdict::{Chances, OPEN_BELOW, Word};

/// A smaller chance would be shown as none.
const LEAST_CHANCE: f64 = 0.005;

/// The word that heads the report, and what stands behind it: that of engineering and money together, the less hopeful.
pub(in crate::report) fn headline(site: &SiteRecord) -> (&'static str, String) {
    let (verdict, word) = (&site.verdict, site.verdict.word);
    let engineering = likelihood(verdict);
    let Some(with) = &verdict.with_money else {
        return (in_words(word), engineering);
    };
    let chance = percent(with.chance.get());
    if with.word == word {
        // Where the money is as hopeful in every draw, it says nothing new.
        let told = percent(Chances::from(verdict.chance).of_word(word));
        let beside = if word == Word::InsufficientData || told == chance {
            String::new()
        } else {
            format!("; {chance} with the money")
        };
        return (in_words(word), format!("{engineering}{beside}"));
    }
    let by_money = by_money(site).map_or(String::new(), |by| format!(" · {by}"));
    (in_words(with.word), format!(" · {chance}{by_money}"))
}

/// What the engineering alone says, where money says less.
pub(super) fn engineering(verdict: &VerdictEntry) -> Option<String> {
    let with = verdict.with_money.as_ref()?;
    let says = || {
        format!(
            "by engineering: {}{}",
            in_words(verdict.word),
            likelihood(verdict)
        )
    };
    (with.word != verdict.word).then(says)
}

/// What goes with the word, a paragraph each: what the engineering alone says, what the first answer would make of it,
/// and why.
pub(in crate::report) fn paragraphs(site: &SiteRecord) -> Vec<String> {
    let verdict = &site.verdict;
    let first = site.asking.that_matter().next();
    let mut paragraphs: Vec<String> = engineering(verdict).into_iter().collect();
    paragraphs.extend(first.and_then(|asked| open(verdict.word, asked)));
    paragraphs.push(plain(&verdict.reason));
    paragraphs
}

/// The missing facts that the verdict hangs on, as a paragraph.
pub(super) fn hangs_on(verdict: &VerdictEntry) -> Option<String> {
    let facts = &verdict.hangs_on;
    (!facts.is_empty()).then(|| format!("hangs on {}", plain(&facts.join(", "))))
}

/// What follows the word: its chance, the other chances in brackets, and whether it is settled. Where too little is
/// known the chances are those of any mine, and go unsaid.
pub(in crate::report) fn likelihood(verdict: &VerdictEntry) -> String {
    let word = verdict.word;
    if word == Word::InsufficientData {
        return String::new();
    }
    let chances = Chances::from(verdict.chance);
    let chance = chances.of_word(word);
    let mark = match (verdict.is_final, chance < OPEN_BELOW) {
        (true, _) => " · final",
        (false, true) => " · open",
        (false, false) => "",
    };
    format!(" · {}{}{mark}", percent(chance), others(chances, word))
}

/// The chances of the other words, the likeliest first.
fn others(chances: Chances, word: Word) -> String {
    let is_converting = |word| matches!(word, Word::Convert | Word::ConvertInPhases);
    let mut others: Vec<(Word, f64)> = [Word::Convert, Word::Bridge, Word::KeepMining]
        .into_iter()
        .filter(|other| *other != word && !(is_converting(*other) && is_converting(word)))
        .map(|other| (other, chances.of_word(other)))
        .filter(|(_, chance)| *chance >= LEAST_CHANCE)
        .collect();
    others.sort_by(|a, b| b.1.total_cmp(&a.1));
    let others: Vec<String> = others
        .iter()
        .map(|(word, chance)| format!("{} {}", in_words(*word), percent(*chance)))
        .collect();
    if others.is_empty() {
        String::new()
    } else {
        format!(" ({})", others.join(", "))
    }
}

/// What the first answer would make of the verdict, where its chance hangs on it.
fn open(word: Word, asked: &QuestionEntry) -> Option<String> {
    let (good, bad) = (asked.good.converting?.get(), asked.bad.converting?.get());
    if (good - bad).abs() < LEAST_CHANCE {
        return None;
    }
    let makes = match word {
        Word::Convert | Word::ConvertInPhases => "it",
        _ => "converting",
    };
    Some(format!(
        "open: {} `{}` makes {makes} {}, `{}` {}",
        plain(&asked.question),
        plain(&asked.good.answer),
        percent(good),
        plain(&asked.bad.answer),
        percent(bad)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::question::{AnswerEntry, WorthEntry};

    fn likely(word: Word, is_final: bool, [convert, in_phases, bridge, keep]: [f64; 4]) -> String {
        likelihood(&VerdictEntry {
            word,
            is_final,
            chance: Chances {
                convert,
                convert_in_phases: in_phases,
                bridge,
                keep_mining: keep,
            }
            .into(),
            reason: String::new(),
            hangs_on: Vec::new(),
            after_best_three: None,
            with_money: None,
        })
    }

    #[test]
    fn a_word_stands_with_its_chance_and_the_others_likeliest_first() {
        let phases = likely(Word::ConvertInPhases, false, [0.04, 0.6, 0.15, 0.21]);
        assert_eq!(phases, " · 64 % (keep mining 21 %, bridge 15 %)");
        let open = likely(Word::KeepMining, false, [0.3, 0.12, 0.0, 0.58]);
        assert_eq!(open, " · 58 % (converting 42 %) · open");
        let settled = likely(Word::Bridge, true, [0.0, 0.0, 1.0, 0.0]);
        assert_eq!(settled, " · 100 % · final");
        let nothing = likely(Word::InsufficientData, false, [0.2, 0.2, 0.3, 0.3]);
        assert_eq!(nothing, "");
    }

    #[test]
    fn the_first_question_says_what_each_answer_makes_of_it() {
        let answer = |answer: &str, converting: f64| AnswerEntry {
            answer: answer.to_owned(),
            score: 60.0.into(),
            mw: 40.0.into(),
            musd: None,
            musd_per_mw: None,
            months: None,
            verdict: Word::Convert,
            converting: Some(converting.into()),
        };
        let asked = QuestionEntry {
            ask: crate::checklist::Whom::Utility,
            question: "Is the supply firm?".to_owned(),
            facts: vec!["power.firmness".to_owned()],
            gates: Vec::new(),
            worth: WorthEntry {
                score: 3.0.into(),
                mw: 0.0.into(),
                musd: None,
                months: None,
            },
            good: answer("firm", 0.81),
            bad: answer("interruptible", 0.0),
        };
        assert_eq!(
            open(Word::ConvertInPhases, &asked).unwrap(),
            "open: Is the supply firm? `firm` makes it 81 %, `interruptible` 0 %"
        );
        assert_eq!(
            open(Word::KeepMining, &asked).unwrap(),
            "open: Is the supply firm? `firm` makes converting 81 %, `interruptible` 0 %"
        );
        let bad = answer("interruptible", 0.81);
        assert_eq!(open(Word::Convert, &QuestionEntry { bad, ..asked }), None);
    }
}
