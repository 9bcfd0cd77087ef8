//! Digits with their marks, and angles on the earth.

use crate::units::decimal::Decimal;

/// A number at the beginning of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure<'t> {
    pub(super) value: f64,
    /// The mark of a currency before it.
    pub(super) mark: Option<&'static str>,
    /// Whether blanks or apostrophes stand between its thousands, which people should see.
    pub(super) grouped_by_blanks: bool,
    /// What stands behind it.
    pub(super) rest: &'t str,
}

impl Figure<'_> {
    /// The number, where nothing else is there.
    pub(super) fn whole(&self) -> Option<f64> {
        (self.rest.trim().is_empty() && self.mark.is_none()).then_some(self.value)
    }
}

/// Marks of currencies before a number, the longer ones first.
#[rustfmt::skip]
const MARKS: &[(&str, &str)] = &[
    ("us$", "$"), ("usd", "$"), ("ca$", "c$"), ("cad", "cad"), ("c$", "c$"), ("au$", "a$"), ("aud", "aud"), ("a$", "a$"),
    ("eur", "€"), ("€", "€"), ("gbp", "£"), ("£", "£"), ("nok", "nok"), ("sek", "sek"), ("chf", "chf"), ("jpy", "¥"),
    ("¥", "¥"), ("cny", "cny"), ("rmb", "rmb"), ("inr", "₹"), ("₹", "₹"), ("r$", "r$"), ("brl", "r$"), ("kr", "kr"), ("¢", "¢"), ("$", "$"),
];

/// The number at the beginning of a text.
pub(super) fn figure(text: &str, decimal: Decimal) -> Option<Figure<'_>> {
    let (negative, text) = sign(text);
    let (mark, text) = currency(text);
    let (negative_behind, text) = if negative { (false, text) } else { sign(text) };
    let (value, grouped_by_blanks, end) = digits(text, decimal)?;
    Some(Figure {
        value: if negative || negative_behind {
            -value
        } else {
            value
        },
        mark,
        grouped_by_blanks,
        rest: &text[end..],
    })
}

fn sign(text: &str) -> (bool, &str) {
    let text = text.trim_start();
    match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn currency(text: &str) -> (Option<&'static str>, &str) {
    for (written, mark) in MARKS {
        if let Some(head) = text.get(..written.len())
            && head.eq_ignore_ascii_case(written)
        {
            return (Some(mark), text[written.len()..].trim_start());
        }
    }
    (None, text)
}

/// The value of digits with marks, whether blanks part them, and where they end.
fn digits(text: &str, decimal: Decimal) -> Option<(f64, bool, usize)> {
    let (mut plain, mut end) = (String::new(), 0);
    let (mut fraction, mut grouped, mut by_blanks) = (false, false, false);
    while let Some(c) = text[end..].chars().next() {
        let behind = &text[end + c.len_utf8()..];
        if c.is_ascii_digit() {
            plain.push(c);
        } else if c == decimal.sign() && !fraction && starts_with_digit(behind) {
            (fraction, grouped) = (true, false);
            if plain.is_empty() {
                plain.push('0');
            }
            plain.push('.');
        } else if c == decimal.sign()
            && !fraction
            && !plain.is_empty()
            && !behind.starts_with(['.', ','])
        {
            // `300.` is 300.
            end += c.len_utf8();
            break;
        } else if is_group(c, decimal)
            && !fraction
            && is_thousand(behind)
            && (1..=3).contains(&plain.len()) | grouped
        {
            grouped = true;
            by_blanks |= c != decimal.thousands();
        } else if matches!(c, ',' | '.') && starts_with_digit(behind) {
            // A mark in a place where it says nothing.
            return None;
        } else {
            break;
        }
        end += c.len_utf8();
    }
    if let Some(length) = exponent(&text[end..]).filter(|_| !plain.is_empty()) {
        plain.push_str(&text[end..end + length]);
        end += length;
    }
    let octal =
        plain.len() > 1 && plain.starts_with('0') && plain.bytes().all(|b| b.is_ascii_digit());
    let value: f64 = plain.parse().ok().filter(|_| !octal)?;
    value.is_finite().then_some((value, by_blanks, end))
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether three digits follow and not a fourth.
fn is_thousand(text: &str) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).take(4).count() == 3
}

fn is_group(c: char, decimal: Decimal) -> bool {
    c == decimal.thousands() || matches!(c, ' ' | '\'' | '’' | '_')
}

/// How long an exponent at the beginning of a text is.
fn exponent(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['e', 'E'])?;
    let digits = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !digits[count..].starts_with(char::is_alphanumeric);
    (count > 0 && ends).then(|| text.len() - digits.len() + count)
}

/// Degrees with a direction or in minutes and seconds: `34.43° N`, `100.2 W`, `34°25'48"N`.
pub(super) fn coordinate(text: &str, decimal: Decimal) -> Option<f64> {
    let text = text.trim();
    let last = text.chars().last()?.to_ascii_uppercase();
    let (body, direction) = match last {
        'N' | 'E' => (&text[..text.len() - 1], 1.0),
        'S' | 'W' => (&text[..text.len() - 1], -1.0),
        _ => (text, 0.0),
    };
    let mut rest = body.trim();
    let (mut total, mut size, mut signs) = (0.0, 1.0, 0);
    let negative = rest.starts_with('-');
    for part in ["°", "'", "\""] {
        let number = figure(rest, decimal)?;
        let fits = number.mark.is_none() && (size == 1.0 || (0.0..60.0).contains(&number.value));
        if !fits {
            return None;
        }
        total += number.value.abs() * size;
        rest = number.rest.trim_start();
        let spellings: &[&str] = match part {
            "°" => &["°", "º", "deg"],
            "'" => &["''", "'", "′", "’"],
            _ => &["\"", "″", "''", "”"],
        };
        let sign = spellings.iter().find_map(|sign| rest.strip_prefix(sign));
        match sign {
            Some(behind) => (rest, signs) = (behind.trim_start(), signs + 1),
            None if part == "°" && rest.is_empty() => break,
            None => return None,
        }
        if rest.is_empty() {
            break;
        }
        size /= 60.0;
    }
    let known = rest.is_empty() && (signs > 0 || direction != 0.0);
    let value = (total * 1e9).round() / 1e9;
    known.then_some(match (negative, direction) {
        (true, -1.0 | 0.0) => -value,
        (true, _) => return None,
        (false, -1.0) => -value,
        (false, _) => value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_with_their_marks() {
        let read = |text, decimal| figure(text, decimal).and_then(|figure| figure.whole());
        for (text, value) in [
            ("300", 300.0),
            ("1,200", 1_200.0),
            ("1,234,567", 1_234_567.0),
            ("1 200", 1_200.0),
            ("1'200", 1_200.0),
            ("1’200.5", 1_200.5),
            ("1_200", 1_200.0),
            ("1.2E+02", 120.0),
            ("1.2e-2", 0.012),
            (".5", 0.5),
            ("300.", 300.0),
            ("-5", -5.0),
            ("- 5", -5.0),
            ("+5", 5.0),
            ("0.5", 0.5),
        ] {
            assert_eq!(read(text, Decimal::Point), Some(value), "{text}");
        }
        for (text, value) in [
            ("1.200", 1_200.0),
            ("1.200,5", 1_200.5),
            ("45,5", 45.5),
            ("0,500", 0.5),
        ] {
            assert_eq!(read(text, Decimal::Comma), Some(value), "{text}");
        }
        for text in [
            "1,5", "1,2000", "1.2.3", "1,200,5", "010", "", "-", "e5", "1200,500", "1e999",
        ] {
            assert_eq!(read(text, Decimal::Point), None, "{text}");
        }
        assert_eq!(read("45.5", Decimal::Comma), None);
    }

    #[test]
    fn angles_are_read_with_their_direction() {
        let read = |text| coordinate(text, Decimal::Point);
        for (text, value) in [
            ("34.43° N", 34.43),
            ("34.43N", 34.43),
            ("100.2 W", -100.2),
            ("-100.2° W", -100.2),
            ("34.43°", 34.43),
            ("34°25'48\"N", 34.43),
            ("100° 12' 0\" W", -100.2),
            ("34°30'S", -34.5),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
        for text in ["34.43", "N", "-5 N", "34°90'N", "x", "34 N W", "é"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
