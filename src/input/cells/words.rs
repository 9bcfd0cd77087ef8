//! The words, flags and countries of cells.

use super::manner::{Cell, LONGEST, quoted};
use crate::site::country::{self, Meant};
use crate::site::shape::Word;
use crate::source::nearest::nearest;

/// The word of a vocabulary that a cell spells, whatever its case and what parts its syllables, and whether it is
/// one of the other spellings of that word.
pub(super) fn spelled(text: &str, words: &[Word]) -> Option<(&'static str, bool)> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = plain(text);
    let own = words.iter().find(|word| self::plain(word.name) == plain);
    let other = || {
        let is_it = |word: &&Word| word.also.iter().any(|also| self::plain(also) == plain);
        words.iter().find(is_it)
    };
    own.map(|word| (word.name, false))
        .or_else(|| other().map(|word| (word.name, true)))
}

/// What a cell says in the place of a word.
pub(super) fn word(text: &str, words: &[Word]) -> Cell {
    match spelled(text, words) {
        Some((name, false)) => Cell::plain(name),
        Some((name, true)) => {
            Cell::plain(name).remarked(format!("{} read as {name}", quoted(text)))
        }
        None => {
            let names: Vec<_> = words
                .iter()
                .map(|word| format!("`{}`", word.name))
                .collect();
            let list = format!("one of {}", names.join(", "));
            let spellings = words
                .iter()
                .flat_map(|word| std::iter::once(word.name).chain(word.also.iter().copied()));
            let near = nearest(text, spellings).and_then(|near| spelled(near, words));
            let help = match (answers(text, words), near) {
                (Some(values), _) => format!(
                    "it takes {list}; what yes and no stand for, `{values}` says, or the like, beside the `fact` of this \
                     column in the file of `--columns`"
                ),
                (None, Some((near, _))) => format!("did you mean `{near}`? It takes {list}"),
                (None, None) => format!("it takes {list}"),
            };
            Cell::mistake(format!("there is no value {}", quoted(text)), help)
        }
    }
}

/// Small letters and digits alone, with a plus where there is one.
fn plain(text: &str) -> String {
    let parts = text.chars().flat_map(char::to_lowercase);
    parts.filter(|c| c.is_alphanumeric() || *c == '+').collect()
}

const YES: &[&str] = &[
    "yes", "y", "true", "t", "1", "on", "x", "✓", "✔", "☑", "✅", "1.0",
];
const NO: &[&str] = &[
    "no", "n", "false", "f", "0", "off", "✗", "✘", "☐", "❌", "0.0",
];

/// How yes and no are written together.
const ANSWERS: [[&str; 2]; 5] = [
    ["yes", "no"],
    ["y", "n"],
    ["true", "false"],
    ["t", "f"],
    ["on", "off"],
];

/// How a mapping gives a column of yes and no the words of its fact, as such a column writes them.
fn answers(text: &str, words: &[Word]) -> Option<String> {
    let small = text.to_lowercase();
    let pair = ANSWERS.iter().find(|pair| pair.contains(&small.as_str()));
    let is_one = YES.contains(&small.as_str()) || NO.contains(&small.as_str());
    let [yes, no] = pair.or(is_one.then_some(&ANSWERS[0]))?;
    // Where there is a word for nothing, `no` says it.
    let nothing = words.iter().find(|word| word.name == "none");
    let mut others = words.iter().filter(|word| word.name != "none");
    let one = others.next()?;
    let other = nothing.or_else(|| others.next())?;
    Some(format!(
        "values: {{{yes}: {}, {no}: {}}}",
        one.name, other.name
    ))
}

/// What a cell says in the place of yes or no.
pub(super) fn flag(text: &str) -> Cell {
    let small = text.to_lowercase();
    let small = small.trim_end_matches('.');
    let answer = match small {
        _ if YES.contains(&small) => "true",
        _ if NO.contains(&small) => "false",
        _ => {
            let message = format!("expected yes or no, found {}", quoted(text));
            return Cell::mistake(
                message,
                "write `yes` or `no`, or leave the cell empty where it is not known",
            );
        }
    };
    // A cross marks what is there to most, and what is not to some.
    let remark = (small == "x").then(|| "`x` read as yes".to_owned());
    Cell::plain(answer).remarked(remark)
}

/// What a cell says in the place of a country.
pub(super) fn country(text: &str) -> Cell {
    let message = format!("expected a country, found {}", quoted(text));
    match country::meant(text) {
        Some(Meant::Country(country)) => Cell::plain_text(country.code()),
        Some(Meant::Spoken(country)) => {
            let remark = format!("{} read as {country}, {}", quoted(text), country.name());
            Cell::plain_text(country.code()).remarked(remark)
        }
        Some(Meant::Either(other, country)) => {
            let name = country.name();
            let help = if other == "not available" {
                format!(
                    "write `{name}` for the country, or leave the cell empty where it is not known"
                )
            } else {
                format!(
                    "write `{country}` for the country, or `US` and the state under `location.region`"
                )
            };
            Cell::mistake(format!("{} may be {name} or {other}", quoted(text)), help)
        }
        Some(Meant::Part(country, part)) => Cell::mistake(
            message,
            format!(
                "{part} is a part of {}: write `{country}`, and `{part}` under `location.region`",
                country.name()
            ),
        ),
        None => Cell::mistake(
            message,
            "write its ISO 3166-1 code or its name in English, such as `US` or `Sweden`",
        ),
    }
}
