//! What the text of a table cell means in the place of a fact.
//!
//! ```text
//! manner     how a column is written, and what a cell says
//! numbers    with units, marks, footnotes and words around them; marks: decimals or thousands, from a whole table
//! dates      days, months and longer times
//! words      words of a vocabulary, yes and no, countries
//! title      the name and the unit in a header
//! ```

mod dates;
mod manner;
pub(super) mod marks;
mod numbers;
mod title;
mod words;

use crate::site::fact::UNKNOWN;
use crate::site::not_known;
use crate::site::shape::Shape;
use crate::source::tree::{Node, Style, Value};
pub(super) use crate::units::written as units;
pub(super) use manner::{Cell, Decimal, Manner, Reading};
use manner::{LONGEST, quoted};
pub(super) use title::{Title, title};

/// What the text of a cell means in the place of a fact.
pub(super) fn read(text: &str, shape: Shape, manner: &Manner) -> Cell {
    if let Some(number) = numbers::plain(text.trim(), shape, manner) {
        return number;
    }
    let tidy = tidy(text);
    let text = manner.stands_for(&tidy).unwrap_or(&tidy);
    if text == UNKNOWN {
        return Cell::Unknown;
    }
    if let Shape::Word(words) = shape
        && words::spelled(text, words).is_some()
    {
        return words::word(text, words);
    }
    if let Some(says) = not_known::spreadsheet_error(text) {
        let message = format!("{} is an error of the spreadsheet: {says}", quoted(text));
        let help = "mend the formula, or leave the cell empty where the value is not known";
        return Cell::mistake(message, help);
    }
    // `NA` is a country too, which is asked.
    let names_a_country = matches!(shape, Shape::Country) && text.eq_ignore_ascii_case("na");
    let is_empty_list = matches!(shape, Shape::List(_)) && text == "[]";
    if !names_a_country
        && !is_empty_list
        && not_known::is_not_known(text, matches!(shape, Shape::Text))
    {
        return Cell::Unknown;
    }
    match shape {
        Shape::Text => Cell::of(Value::Scalar(text.to_owned(), Style::Quoted)),
        Shape::List(item) => list(text, *item, manner),
        _ if text.len() > LONGEST => {
            let message = format!(
                "this cell holds {} bytes, which is no single value",
                text.len()
            );
            Cell::mistake(
                message,
                "put what is worth knowing under `notes`, and a value here",
            )
        }
        Shape::Quantity { .. } => numbers::read(text, shape, manner),
        Shape::Word(words) => words::word(text, words),
        Shape::Flag => words::flag(text),
        Shape::Country => words::country(text),
        Shape::Date => dates::read(text),
        Shape::Section(_) => Cell::mistake(
            format!(
                "a part with facts of its own stands in no cell, found {}",
                quoted(text)
            ),
            "give each of its facts a column",
        ),
    }
}

/// A text without what cannot be seen, hard blanks and minus signs as those of a keyboard.
fn tidy(text: &str) -> String {
    let hidden = |c: &char| {
        matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        )
    };
    let plain = |c: char| match c {
        '−' => '-',
        c if c.is_whitespace() && !matches!(c, '\n' | '\r' | '\t') => ' ',
        c => c,
    };
    let seen = text.chars().filter(|c| !hidden(c)).map(plain);
    let mut tidy: String = seen.collect();
    tidy.truncate(tidy.trim_end().len());
    let blanks = tidy.len() - tidy.trim_start().len();
    tidy.drain(..blanks);
    tidy
}

/// The items of a list, parted by semicolons, bars or ends of lines; words by commas too.
fn list(text: &str, item: Shape, manner: &Manner) -> Cell {
    let none = |text: &str| ["[]", "none", "no", "{}"].contains(&text.to_lowercase().as_str());
    let none_is_a_word =
        matches!(item, Shape::Word(words) if words::spelled(text, words).is_some());
    if none(text) && !none_is_a_word {
        return Cell::of(Value::Sequence(Vec::new()));
    }
    if let Shape::Section(_) = item {
        let message = format!(
            "a list of sections takes `[]` or `unknown`, found {}",
            quoted(text)
        );
        return Cell::mistake(
            message,
            "columns such as `halls[0].area_m2` hold the facts of an item",
        );
    }
    let inner = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let commas = inner.is_some() || !matches!(item, Shape::Text | Shape::Quantity { .. });
    let parts = inner
        .unwrap_or(text)
        .split(|c| matches!(c, ';' | '|' | '\n') || commas && c == ',');
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    let (mut items, mut remarks, mut left_out) = (Vec::new(), Vec::new(), 0);
    for part in parts {
        let part = part.trim_matches(['"', '\'']);
        match read(part, item, manner) {
            Cell::Value(Reading { value, remark }) => {
                remarks.extend(remark);
                items.push(Node { range: 0..0, value });
            }
            Cell::Unknown => left_out += 1,
            mistake @ Cell::Mistake { .. } => return mistake,
        }
    }
    if items.is_empty() {
        return Cell::Unknown;
    }
    if left_out > 0 {
        remarks.push(format!(
            "{} without the items that are not known",
            quoted(text)
        ));
    }
    let remark = (!remarks.is_empty()).then(|| remarks.join("; "));
    Cell::of(Value::Sequence(items)).remarked(remark)
}

#[cfg(test)]
mod tests;
