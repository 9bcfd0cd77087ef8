//! The numbers of cells: with units, marks, footnotes and words around them, and from one to another.

use super::manner::{Cell, Decimal, Manner, quoted};
use crate::site::shape::Shape;
use crate::source::tree::{Node, Style, Value};
use crate::units::amount::{Doubt, Reader};
use crate::units::number::short as number;

/// A number without anything around it: most cells, and what the same text is in YAML.
pub(super) fn plain(text: &str, shape: Shape, manner: &Manner) -> Option<Cell> {
    let as_in_yaml =
        manner.unit.is_none() && manner.decimal == Decimal::Point && manner.values.is_empty();
    let number = matches!(shape, Shape::Quantity { .. }) && as_in_yaml && is_plain(text);
    number.then(|| Cell::plain(text))
}

/// What a cell says in the place of a number.
pub(super) fn read(text: &str, shape: Shape, manner: &Manner) -> Cell {
    let Some(quantity) = shape.quantity() else {
        return Cell::mistake("this fact is no number", "leave the cell empty");
    };
    // What a file refuses, with the number that it would be.
    if ["0x", "0o", "0b"]
        .iter()
        .any(|radix| text.starts_with(radix))
    {
        return Cell::plain(text);
    }
    if let Some(value) = bounds(text) {
        return Cell::of(value);
    }
    let reader = Reader {
        quantity,
        unit: manner.unit,
        decimal: manner.decimal,
    };
    cell(&reader, text)
}

/// Whether a text is a number in YAML, JSON and everywhere.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | 'e' | 'E' | '+');
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(plain)
        && crate::site::fact::number_from_text(text).is_some_and(f64::is_finite)
}

/// `{low: 40, likely: 50, high: 60}`, as YAML writes it too.
fn bounds(text: &str) -> Option<Value> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let entry = |part: &str| {
        let (key, value) = part.split_once(':')?;
        Some((scalar(key.trim()), scalar(value.trim())))
    };
    let entries = inner.split(',').map(entry);
    entries.collect::<Option<_>>().map(Value::Mapping)
}

fn scalar(text: &str) -> Node {
    Node {
        range: 0..0,
        value: Value::Scalar(text.to_owned(), Style::Plain),
    }
}

fn cell(reader: &Reader, text: &str) -> Cell {
    if let Some(inner) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        && reader.amount(inner).is_ok()
    {
        let message = format!(
            "{} is less than nothing to an accountant and a remark to others",
            quoted(text)
        );
        return Cell::mistake(message, format!("write `{inner}` or `-{inner}`"));
    }
    let (bare, footnote) = without_footnotes(text.trim_end_matches([';', ',', ' ']));
    match reader.bounded(bare) {
        Ok((ends, changed)) => {
            let said = shown(ends);
            let changed = changed || footnote;
            let unit = reader.quantity.unit;
            let remark = changed.then(|| {
                format!(
                    "{} read as {said}{}{unit}",
                    quoted(text),
                    if unit.is_empty() { "" } else { " " }
                )
            });
            Cell::of(value(ends)).remarked(remark)
        }
        Err(Doubt::Asked(question)) => Cell::Mistake {
            message: format!("{}: {}", quoted(text), question.message),
            help: Some(question.help),
        },
        Err(Doubt::Unread) => mistake(reader, text),
    }
}

fn mistake(reader: &Reader, text: &str) -> Cell {
    let expected = reader.quantity.expected();
    let message = format!("expected {expected}, found {}", quoted(text));
    let (sign, other) = (reader.decimal.sign(), reader.decimal.thousands());
    let turned = Reader {
        decimal: reader.decimal.turned(),
        ..*reader
    };
    let help = if text.to_lowercase() == "none" || text.to_lowercase() == "nil" {
        "write `0` where there is none, and leave the cell empty where it is not known".to_owned()
    } else if turned.bounded(text).is_ok() {
        format!(
            "`{sign}` stands before decimals in this table and `{other}` between thousands; `decimal:` in the file of `--columns` says it otherwise"
        )
    } else {
        "write a number, a range such as `40 to 60`, or leave the cell empty where it is not known"
            .to_owned()
    };
    Cell::mistake(message, help)
}

/// A text without the marks of footnotes behind it: `300 (1)`, `300*`, `300†`, `300 [2]`, `300¹`; whether there were any.
fn without_footnotes(text: &str) -> (&str, bool) {
    let mut bare = text;
    loop {
        let before = bare;
        let signs = [
            '*', '†', '‡', '§', '¶', '¹', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰',
        ];
        bare = bare.trim_end_matches(signs).trim_end();
        // `ft²` is a unit, and `300²` a footnote.
        for sign in ['²', '³'] {
            if let Some(rest) = bare.strip_suffix(sign)
                && rest.ends_with(|c: char| c.is_ascii_digit() || c == '¹')
            {
                bare = rest.trim_end();
            }
        }
        for (open, close) in [('(', ')'), ('[', ']')] {
            let inner = bare
                .strip_suffix(close)
                .and_then(|rest| rest.rsplit_once(open));
            if let Some((rest, mark)) = inner
                && !rest.trim().is_empty()
                && is_footnote(mark.trim())
            {
                bare = rest.trim_end();
            }
        }
        if bare == before || bare.is_empty() {
            break;
        }
    }
    if bare.is_empty() {
        return (text, false);
    }
    (bare, bare.len() < text.len())
}

fn is_footnote(mark: &str) -> bool {
    let small = mark.to_lowercase();
    let small = ["note", "fn", "see note", "footnote", "ref", "ref.", "n."]
        .iter()
        .fold(small.as_str(), |mark, word| {
            mark.strip_prefix(word).map_or(mark, str::trim)
        });
    let number = small.len() <= 2 && small.bytes().all(|b| b.is_ascii_digit());
    let letter = ["a", "b", "i", "ii", "iii", "iv", "*", "**", "†"].contains(&small);
    !mark.is_empty() && (number || letter)
}

/// Low, likely and high as a file states them.
fn value(ends: [f64; 3]) -> Value {
    let [low, likely, high] = ends;
    if low == high {
        return Value::Scalar(number(low), Style::Plain);
    }
    if likely == f64::midpoint(low, high) {
        return Value::Scalar(format!("{} to {}", number(low), number(high)), Style::Plain);
    }
    let entry = |key: &str, value: f64| (scalar(key), scalar(&number(value)));
    Value::Mapping(vec![
        entry("low", low),
        entry("likely", likely),
        entry("high", high),
    ])
}

fn shown([low, likely, high]: [f64; 3]) -> String {
    if low == high {
        number(low)
    } else if likely == f64::midpoint(low, high) {
        format!("{} to {}", number(low), number(high))
    } else {
        format!(
            "{} to {}, likely {}",
            number(low),
            number(high),
            number(likely)
        )
    }
}
