//! The numbers of cells: with units, marks, footnotes and words around them, and from one to another.

mod scan;

use super::manner::{Cell, Decimal, Manner, quoted};
use crate::site::shape::Shape;
use crate::source::tree::{Node, Style, Value};
use crate::units::Unit as _;
use crate::units::written::{Conversion, Question, Unit};
use scan::Figure;

/// What a number of a cell has to fit.
#[derive(Debug, Clone, Copy)]
struct Quantity {
    unit: &'static str,
    min: f64,
    max: f64,
    is_count: bool,
}

/// A number with what stands around it, in the unit of the fact.
#[derive(Debug, Clone, PartialEq)]
struct Amount {
    value: f64,
    /// Whether more was done than to read digits.
    changed: bool,
    /// Whether a plus stands behind it.
    or_more: bool,
}

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq)]
enum Doubt {
    /// It is none.
    Unread,
    /// Its unit leaves a question.
    Asked(Question),
}

/// What the words around a number say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    About,
    AtLeast,
    AtMost,
}

/// How far `~200` may be off, as a share of it.
const ABOUT: f64 = 0.1;
/// How far `300+` goes, as a share of it: who knows of much more would say the next round number.
const OR_MORE: f64 = 0.2;
/// From which share of it on `up to 300` may lie.
const AT_MOST: f64 = 0.5;

#[rustfmt::skip]
const BEFORE: &[(Bound, &[&str])] = &[
    (Bound::About, &["~", "≈", "∼", "≅", "approximately", "approx.", "approx", "appx.", "appx", "circa", "ca.", "ca", "c.", "c", "about", "around",
        "roughly", "estimated", "estimate", "est.", "est", "some", "nearly", "almost", "+/-", "±"]),
    (Bound::AtLeast, &[">=", "≥", ">", "at least", "minimum of", "minimum", "min.", "no less than", "not less than", "more than",
        "greater than", "over", "above", "upwards of", "exceeding", "exceeds"]),
    (Bound::AtMost, &["<=", "≤", "<", "at most", "maximum of", "maximum", "max.", "max", "no more than", "not more than", "less than",
        "fewer than", "lower than", "up to", "under", "below"]),
];

#[rustfmt::skip]
const BEHIND: &[(Bound, &[&str])] = &[
    (Bound::About, &["approximately", "approx.", "approx", "(approx.)", "(approx)", "(est.)", "(est)", "(estimate)", "(estimated)", "(e)",
        "est.", "est", "estimated", "estimate", "or so", "-ish"]),
    (Bound::AtLeast, &["or more", "or greater", "or higher", "or above", "and above", "and more", "and up", "minimum", "plus", "+"]),
    (Bound::AtMost, &["or less", "or fewer", "or lower", "or below", "and below", "maximum", "max.", "max"]),
];

/// Between the two ends of a range; those that stand in other words too come last.
const BETWEEN: &[&str] = &[
    " to ",
    " through ",
    "–",
    "—",
    "‑",
    "…",
    "...",
    "..",
    " - ",
    "-",
    "to",
];

/// A number without anything around it: most cells, and what the same text is in YAML.
pub(super) fn plain(text: &str, shape: Shape, manner: &Manner) -> Option<Cell> {
    let as_in_yaml =
        manner.unit.is_none() && manner.decimal == Decimal::Point && manner.values.is_empty();
    let number = matches!(shape, Shape::Quantity { .. }) && as_in_yaml && is_plain(text);
    number.then(|| Cell::plain(text))
}

/// What a cell says in the place of a number.
pub(super) fn read(text: &str, shape: Shape, manner: &Manner) -> Cell {
    let Shape::Quantity {
        unit,
        meaning,
        min,
        max,
    } = shape
    else {
        return Cell::mistake("this fact is no number", "leave the cell empty");
    };
    let quantity = Quantity {
        unit,
        min,
        max,
        is_count: meaning == crate::units::Count::MEANING,
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
    let reader = Reader { quantity, manner };
    reader.cell(text)
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

struct Reader<'a> {
    quantity: Quantity,
    manner: &'a Manner,
}

impl Reader<'_> {
    fn cell(&self, text: &str) -> Cell {
        if let Some(inner) = text
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            && self.amount(inner).is_ok()
        {
            let message = format!(
                "{} is less than nothing to an accountant and a remark to others",
                quoted(text)
            );
            return Cell::mistake(message, format!("write `{inner}` or `-{inner}`"));
        }
        let (bare, footnote) = without_footnotes(text.trim_end_matches([';', ',', ' ']));
        let read = self.bounded(bare);
        match read {
            Ok((ends, changed)) => {
                let said = shown(ends);
                let changed = changed || footnote;
                let unit = self.quantity.unit;
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
            Err(Doubt::Unread) => self.mistake(text),
        }
    }

    fn mistake(&self, text: &str) -> Cell {
        let expected = match self.quantity {
            Quantity { is_count: true, .. } => "a whole number".to_owned(),
            Quantity {
                unit: "", min, max, ..
            } => format!("a number from {min} to {max}"),
            Quantity { unit, .. } => format!("a number in {unit}"),
        };
        let message = format!("expected {expected}, found {}", quoted(text));
        let (sign, other) = (self.manner.decimal.sign(), self.manner.decimal.thousands());
        let turned = Manner {
            decimal: if sign == '.' {
                Decimal::Comma
            } else {
                Decimal::Point
            },
            ..self.manner.clone()
        };
        let reader = Reader {
            quantity: self.quantity,
            manner: &turned,
        };
        let help = if text.to_lowercase() == "none" || text.to_lowercase() == "nil" {
            "write `0` where there is none, and leave the cell empty where it is not known"
                .to_owned()
        } else if reader.bounded(text).is_ok() {
            format!(
                "`{sign}` stands before decimals in this table and `{other}` between thousands; `decimal:` in the file of `--columns` says it otherwise"
            )
        } else {
            "write a number, a range such as `40 to 60`, or leave the cell empty where it is not known".to_owned()
        };
        Cell::mistake(message, help)
    }

    /// Low, likely and high of a text, and whether more was done than to read digits.
    fn bounded(&self, text: &str) -> Result<([f64; 3], bool), Doubt> {
        let small = text.trim().to_lowercase();
        let (bound, inner) = match worded(&small) {
            Some((bound, inner)) => (Some(bound), inner),
            None => (None, small.as_str()),
        };
        match self.amount(inner) {
            Ok(amount) => {
                let bound = match (bound, amount.or_more) {
                    (None, true) => Some(Bound::AtLeast),
                    (Some(_), true) => return Err(Doubt::Unread),
                    (bound, false) => bound,
                };
                let ends = self.ends(amount.value, bound).ok_or(Doubt::Unread)?;
                Ok((ends, amount.changed || bound.is_some()))
            }
            Err(doubt) => match self.ends_in(inner) {
                Some((low, high, changed))
                    if !matches!(bound, Some(Bound::AtLeast | Bound::AtMost)) =>
                {
                    Ok((
                        [low, f64::midpoint(low, high), high],
                        changed || bound.is_some(),
                    ))
                }
                _ => Err(doubt),
            },
        }
    }

    /// What a bound makes of a number; nothing where it says nothing, as `> 0` does.
    fn ends(&self, value: f64, bound: Option<Bound>) -> Option<[f64; 3]> {
        let outward = |low: f64, high: f64| {
            let [low, high] = if self.quantity.is_count {
                [low.floor(), high.ceil()]
            } else {
                [tidy(low), tidy(high)]
            };
            // A bound that was added keeps to what the fact can hold; the number itself is judged as it stands.
            [
                low.max(self.quantity.min).min(value),
                value,
                high.min(self.quantity.max).max(value),
            ]
        };
        let off = value.abs() * ABOUT;
        match bound {
            None => Some([value; 3]),
            Some(Bound::About) => Some(outward(value - off, value + off)),
            Some(_) if value <= 0.0 => None,
            Some(Bound::AtLeast) => Some(outward(value, value * (1.0 + OR_MORE))),
            Some(Bound::AtMost) => Some(outward(value * AT_MOST, value)),
        }
    }

    /// `200-250`, `200 MW to 250 MW`, `1 to 1.2 GW`, `50 ± 10`.
    fn ends_in(&self, text: &str) -> Option<(f64, f64, bool)> {
        let between = text
            .strip_prefix("between ")
            .map(|ends| ends.replacen(" and ", " to ", 1));
        let text = between
            .as_deref()
            .or(text.strip_prefix("from "))
            .unwrap_or(text);
        for sign in ["±", "+/-", "+-"] {
            if let Some((middle, off)) = text.split_once(sign) {
                let middle = self.amount(middle).ok()?;
                let off = match off.trim().strip_suffix('%') {
                    Some(share) if !self.quantity.unit.is_empty() => {
                        scan::figure(share.trim(), self.manner.decimal)?
                            .whole()?
                            .abs()
                            / 100.0
                            * middle.value
                    }
                    _ => self.amount(off).ok()?.value,
                };
                return (off > 0.0)
                    .then(|| (tidy(middle.value - off), tidy(middle.value + off), true));
            }
        }
        for sign in BETWEEN {
            for (at, _) in text.match_indices(sign).take(4) {
                let (low, high) = (&text[..at], &text[at + sign.len()..]);
                let Ok(to) = self.amount(high) else { continue };
                // The unit behind the second end is that of the first.
                let dressed = self.dressed(low, high);
                let from = match dressed {
                    Some(dressed) => self.amount(&dressed),
                    None => self.amount(low),
                };
                if let Ok(from) = from
                    && !from.or_more
                    && !to.or_more
                {
                    return Some((from.value, to.value, from.changed || to.changed));
                }
            }
        }
        None
    }

    /// The first end of a range with the unit of the second, where it has none.
    fn dressed(&self, low: &str, high: &str) -> Option<String> {
        let bare = scan::figure(low.trim(), self.manner.decimal)?;
        let unit = scan::figure(high.trim(), self.manner.decimal)?.rest;
        (bare.rest.trim().is_empty() && bare.mark.is_none() && !unit.is_empty())
            .then(|| format!("{} {unit}", low.trim()))
    }

    /// A number with its unit, in the unit of the fact.
    fn amount(&self, text: &str) -> Result<Amount, Doubt> {
        let text = text.trim();
        if self.quantity.unit == "°"
            && let Some(value) = scan::coordinate(text, self.manner.decimal)
        {
            let changed = text.parse::<f64>().is_err();
            return Ok(Amount {
                value,
                changed,
                or_more: false,
            });
        }
        let figure = scan::figure(text, self.manner.decimal).ok_or(Doubt::Unread)?;
        let mut rest = figure.rest.trim();
        let mut or_more = false;
        if let Some(behind) = rest.strip_prefix('+') {
            (or_more, rest) = (true, behind.trim());
        } else if let Some(before) = rest.strip_suffix('+') {
            (or_more, rest) = (true, before.trim());
        }
        let (conversion, times, changed) = self.unit(&figure, rest)?;
        let scaled = tidy(figure.value * times);
        Ok(Amount {
            value: conversion.map_or(scaled, |conversion| conversion.of(scaled)),
            changed: changed
                || figure.grouped_by_blanks
                || conversion.is_some_and(|c| !c.is_none()),
            or_more,
        })
    }

    /// How to convert a number, by how much it was shortened, and whether that is worth a remark.
    fn unit(&self, figure: &Figure, rest: &str) -> Result<(Option<Conversion>, f64, bool), Doubt> {
        let fact = self.quantity.unit;
        let convert = |unit: Unit| unit.into(fact);
        let written = match figure.mark {
            Some(mark) => format!("{mark} {rest}").trim().to_owned(),
            None => rest.to_owned(),
        };
        if written.is_empty() {
            let conversion = self.manner.unit.map(convert).transpose();
            return conversion
                .map(|conversion| (conversion, 1.0, false))
                .map_err(Doubt::Asked);
        }
        let bracketed = written
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'));
        let bracketed = bracketed.or(written
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']')));
        let written = bracketed.unwrap_or(&written);
        // `45 million` in a fact in millions; `345-kV`.
        let money = (fact == "M$" && figure.mark.is_none()).then(|| format!("${rest}"));
        let unit = money.and_then(|money| Unit::named(&money));
        let unit = unit.or_else(|| Unit::named(written.strip_prefix('-').unwrap_or(written)));
        if self.quantity.is_count {
            return match unit {
                Some(unit) => Err(Doubt::Asked(unit.into(fact).err().unwrap_or(Question {
                    message: format!("{} is no count", unit.symbol()),
                    help: "write the number alone".to_owned(),
                }))),
                None if figure.mark.is_none() && is_noun(rest) => Ok((None, 1.0, true)),
                None => Err(Doubt::Unread),
            };
        }
        match unit.map(|unit| (unit, convert(unit))) {
            Some((unit, Ok(conversion))) => {
                // `$45` where millions are meant is nothing that anybody writes.
                if unit.symbol() == "USD" && figure.value.abs() < 1e5 {
                    return Err(Doubt::Asked(Question {
                        message: "it may be dollars or millions of dollars".to_owned(),
                        help: format!(
                            "write `${} million`, or the number alone in millions",
                            figure.value
                        ),
                    }));
                }
                Ok((Some(conversion), 1.0, false))
            }
            // `$45` for a price of energy: the rest of the unit is that of the fact, unless nobody pays so little.
            Some((unit, Err(_))) if unit.symbol() == "USD" && fact.starts_with("USD/") => {
                if fact == "USD/MWh" && figure.value != 0.0 && figure.value.abs() < 1.0 {
                    return Err(Doubt::Asked(Question {
                        message: "it may be for each kWh or for each MWh".to_owned(),
                        help: format!("write `${0}/kWh` or `${0}/MWh`", figure.value),
                    }));
                }
                Ok((None, 1.0, true))
            }
            other => {
                let scale = SCALES
                    .iter()
                    .find(|(names, _)| names.contains(&rest.to_lowercase().as_str()));
                match (scale, other) {
                    (Some((_, times)), _)
                        if figure.mark.is_none() && self.manner.unit.is_none() =>
                    {
                        Ok((None, *times, true))
                    }
                    (_, Some((_, Err(question)))) => Err(Doubt::Asked(question)),
                    _ => Err(Doubt::Unread),
                }
            }
        }
    }
}

/// Words that stand for zeros.
const SCALES: &[(&[&str], f64)] = &[(&["k", "thousand"], 1e3), (&["million", "mio", "mn"], 1e6)];

/// `2 feeds`, `3x`: what is counted.
fn is_noun(rest: &str) -> bool {
    let words = rest.split_whitespace().count();
    let letters = rest
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.'));
    let bound = ["or", "to", "and", "not", "none", "no"]
        .iter()
        .any(|word| rest.split_whitespace().any(|w| w == *word));
    (rest == "x" || rest == "×") || (1..=2).contains(&words) && letters && rest.len() > 1 && !bound
}

/// A number without the words that say how it is meant.
fn worded(small: &str) -> Option<(Bound, &str)> {
    for (bound, words) in BEFORE {
        for word in *words {
            let Some(rest) = small.strip_prefix(word) else {
                continue;
            };
            let is_word = word.ends_with(char::is_alphabetic);
            // `C$45` is money of Canada.
            let is_money = word.starts_with('c') && rest.starts_with('$');
            if is_word && rest.starts_with(char::is_alphabetic)
                || is_money
                || rest.trim().is_empty()
            {
                continue;
            }
            return Some((*bound, rest.trim()));
        }
    }
    for (bound, words) in BEHIND {
        for word in *words {
            let Some(rest) = small.strip_suffix(word) else {
                continue;
            };
            let is_word = word.starts_with(char::is_alphabetic);
            if is_word && rest.ends_with(char::is_alphabetic) || rest.trim().is_empty() {
                continue;
            }
            return Some((*bound, rest.trim()));
        }
    }
    None
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

/// Twelve digits: what lies behind them is the machine's.
fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
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

/// A number that reads as itself again.
fn number(value: f64) -> String {
    if value != 0.0 && !(1e-7..1e16).contains(&value.abs()) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}
