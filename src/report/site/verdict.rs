//! The verdict on one site, in words and with what is open about it.

use crate::record::SiteRecord;
use crate::record::finding::QuestionEntry;
use crate::record::site::{ProspectEntry, VerdictEntry};
use crate::report::numbers::percent;
use crate::report::plain;
use crate::verdict::{Chances, OPEN_BELOW, Word};

/// A smaller chance would be shown as none.
const LEAST_CHANCE: f64 = 0.005;

/// What goes with the word, a paragraph each: what answers would make of it, why, and what it hangs on.
pub(super) fn paragraphs(site: &SiteRecord) -> Vec<String> {
    let verdict = &site.verdict;
    let answers = verdict.answers.iter();
    let mut paragraphs: Vec<String> = answers
        .map(|prospect| answer(verdict.word, &site.questions, prospect))
        .collect();
    paragraphs.push(plain(&verdict.reason));
    if !verdict.hangs_on.is_empty() {
        let facts = plain(&verdict.hangs_on.join(", "));
        paragraphs.push(format!("hangs on {facts}"));
    }
    paragraphs
}

/// A verdict as a person says it; either way to convert is converting.
pub(super) fn in_words(word: Word) -> &'static str {
    match word {
        Word::Convert => "converting",
        Word::ConvertInPhases => "converting, in phases",
        Word::Bridge => "bridge",
        Word::KeepMining => "keep mining",
        Word::InsufficientData => "insufficient data",
    }
}

/// What follows the word: its chance, the other chances in brackets, and whether it is settled. Where too little is
/// known the chances are those of any mine, and go unsaid.
pub(super) fn likelihood(verdict: &VerdictEntry) -> String {
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

/// What an answer would make of the verdict: the question where one is asked, else the path of its fact.
fn answer(word: Word, questions: &[QuestionEntry], prospect: &ProspectEntry) -> String {
    let fact = plain(&prospect.fact);
    let asked = questions
        .iter()
        .find(|asked| asked.facts.contains(&prospect.fact));
    let question = match asked {
        Some(asked) if asked.facts.len() == 1 => plain(&asked.question),
        Some(asked) => format!("{} {fact}:", plain(&asked.question)),
        None => format!("{fact}:"),
    };
    let chance = percent(prospect.converting.get());
    let makes = match word {
        Word::Convert | Word::ConvertInPhases => format!("it {chance}"),
        _ => format!("converting {chance} likely"),
    };
    format!("{question} `{}` makes {makes}", plain(&prospect.answer))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            answers: Vec::new(),
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
    fn an_answer_is_told_behind_its_question() {
        let asked = QuestionEntry {
            ask: "utility".to_owned(),
            question: "Is the supply firm?".to_owned(),
            facts: vec!["power.firmness".to_owned()],
            points: 3.0.into(),
            gates: Vec::new(),
            moves_mw: None,
        };
        let prospect = ProspectEntry {
            fact: "power.firmness".to_owned(),
            answer: "firm".to_owned(),
            converting: 0.81.into(),
        };
        assert_eq!(
            answer(Word::ConvertInPhases, &[asked], &prospect),
            "Is the supply firm? `firm` makes it 81 %"
        );
        assert_eq!(
            answer(Word::KeepMining, &[], &prospect),
            "power.firmness: `firm` makes converting 81 % likely"
        );
    }
}
