//! From a number with something pasted to it to the number that was meant.

use super::quantity::{Quantity, number};
use crate::site::not_known;
use crate::units::written::Unit;

/// What the writer probably meant.
#[derive(Debug, PartialEq)]
pub(super) struct Mended {
    /// As it should be written.
    value: String,
    /// What was converted or dropped, a clause.
    reason: Option<String>,
}

impl Mended {
    /// The advice to write it so; `line` makes the line from the value.
    pub(super) fn advice(&self, line: &dyn Fn(&str) -> String) -> String {
        let line = line(&self.value);
        match &self.reason {
            Some(reason) => format!("{reason}: write {line}"),
            None => format!("write {line}"),
        }
    }

    /// Whether it is a single number.
    pub(super) fn is_number(&self) -> bool {
        self.value.parse::<f64>().is_ok()
    }
}

/// What was probably meant by a text in the place of a number; nothing when there is doubt.
pub(super) fn mended(text: &str, quantity: Quantity) -> Option<Mended> {
    let text = text.trim();
    let none = ["none", "nil"].contains(&text.to_lowercase().as_str());
    if none || not_known::is_not_known(text, false) && !text.is_empty() {
        if quantity.is_count && none {
            let reason = "none is 0, and what is not known is `unknown`".to_owned();
            return Some(Mended {
                value: "0".to_owned(),
                reason: Some(reason),
            });
        }
        return Some(Mended {
            value: "unknown".to_owned(),
            reason: None,
        });
    }
    range(text, quantity).or_else(|| {
        let (value, reason) = amount(text, quantity)?;
        quantity.holds(value).then(|| Mended {
            value: number(value),
            reason,
        })
    })
}

/// `40-60`, `40 MW to 60 MW`, `50 ± 10`.
fn range(text: &str, quantity: Quantity) -> Option<Mended> {
    let words = text.to_lowercase();
    if let Some((middle, spread)) = words.split_once('±').or_else(|| words.split_once("+/-")) {
        let (middle, spread) = (amount(middle, quantity)?.0, amount(spread, quantity)?.0);
        return ordered(middle - spread, middle + spread, quantity);
    }
    for separator in [" to ", " - ", "–", "—", "...", "..", "to", "~", "-"] {
        if let Some((low, high)) = words.split_once(separator)
            && let (Some((low, _)), Some((high, _))) =
                (end_of_range(low, high, quantity), amount(high, quantity))
        {
            return ordered(low, high, quantity);
        }
    }
    None
}

/// `40 to 60 GW`: the unit behind the second end is the unit of the first.
fn end_of_range(low: &str, high: &str, quantity: Quantity) -> Option<(f64, Option<String>)> {
    let bare = low.trim().chars().all(|c| c.is_ascii_digit() || c == '.');
    let unit = high
        .trim()
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    if bare {
        amount(&format!("{low}{unit}"), quantity)
    } else {
        amount(low, quantity)
    }
}

fn ordered(low: f64, high: f64, quantity: Quantity) -> Option<Mended> {
    (low < high && quantity.holds(low) && quantity.holds(high)).then(|| Mended {
        value: format!("{} to {}", number(low), number(high)),
        reason: None,
    })
}

/// A number with its decoration taken off, in the unit of the quantity.
fn amount(text: &str, quantity: Quantity) -> Option<(f64, Option<String>)> {
    let text = text.trim().to_lowercase();
    let text = [
        "ca.",
        "circa",
        "about",
        "approx.",
        "approximately",
        "~",
        "≈",
        "us$",
        "$",
        "usd",
    ]
    .iter()
    .fold(text.as_str(), |text, prefix| {
        text.strip_prefix(prefix).unwrap_or(text).trim()
    });
    let digits = digits(text);
    let (figure, unit) = text.split_at(digits);
    let value = figure_value(figure)?;
    let unit: String = unit.chars().filter(|c| !c.is_whitespace()).collect();
    let unit = unit.replace('²', "2").replace('³', "3");
    if unit.is_empty() {
        let octal = figure.len() > 1
            && figure.starts_with('0')
            && figure.bytes().all(|b| b.is_ascii_digit());
        return Some((
            value,
            octal.then(|| "a leading zero means octal to some readers".to_owned()),
        ));
    }
    if quantity.is_count {
        let bare_word = unit.chars().all(char::is_alphabetic) && unit.len() > 1 || unit == "x";
        return bare_word.then_some((value, Some("only the number is written".to_owned())));
    }
    let (converted, own) = convert(value, &unit, quantity.unit)?;
    let reason = match (own, quantity.unit) {
        (true, _) => "the unit is part of the key".to_owned(),
        (false, "") => "a share is written from 0 to 1".to_owned(),
        (false, unit) => format!("the key is in {unit}"),
    };
    Some((converted, Some(reason)))
}

/// How many bytes of a text are a figure: digits and what groups them.
fn digits(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match c {
            '0'..='9' => end = at + 1,
            '-' | '+' if at == 0 => {}
            '.' | ',' | '_' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => break,
        }
    }
    end
}

/// The value of a figure with separators: `1,000`, `1 000`, `1_000`, `1.000,5`, `1,5`.
fn figure_value(figure: &str) -> Option<f64> {
    let figure: String = figure
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '\'' | '’'))
        .collect();
    let groups_of_three = |separator| {
        let mut groups = figure.trim_start_matches(['-', '+']).split(separator);
        groups
            .next()
            .is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.all(|group| group.len() == 3)
    };
    let plain = match (figure.rfind(','), figure.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => {
            figure.replace('.', "").replacen(',', ".", 1)
        }
        (Some(_), Some(_)) => figure.replace(',', ""),
        (Some(_), None) if groups_of_three(',') => figure.replace(',', ""),
        (Some(_), None) => figure.replacen(',', ".", 1),
        (None, Some(_)) if figure.matches('.').count() > 1 && groups_of_three('.') => {
            figure.replace('.', "")
        }
        _ => figure,
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// A value in the unit of a key, and whether it was in that unit already.
fn convert(value: f64, unit: &str, key_unit: &str) -> Option<(f64, bool)> {
    let conversion = Unit::named(unit)?.into(key_unit).ok()?;
    Some((tidy(conversion.of(value)), conversion.is_none()))
}

/// Six digits are more than anybody knows about a site.
fn tidy(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Estimate;
    use crate::site::shape::Shaped;
    use crate::units::{
        Celsius, Count, GridMw, HeatMw, Kilopascal, Share, SquareMeters, Unit as Measure, UsdPerMwh,
    };

    fn said<U: Measure>(text: &str) -> String {
        let quantity = Quantity::of(Estimate::<U>::SHAPE).unwrap();
        mended(text, quantity).map_or("-".to_owned(), |m| m.value)
    }

    #[test]
    fn units_and_separators_come_off() {
        for (text, value) in [
            ("300 MW", "300"),
            ("300MW", "300"),
            ("1.2 GW", "1200"),
            ("60,000 kW", "60"),
            ("1,000", "1000"),
            ("1_000", "1000"),
            ("1 000", "1000"),
            ("1.000,5", "1000.5"),
            ("1,5", "1.5"),
            ("~300", "300"),
            ("010", "10"),
            ("300 tons", "-"),
            ("60000 GW", "-"),
            ("TBD", "unknown"),
            ("1:30", "-"),
            ("three hundred", "-"),
            ("", "-"),
            ("12/2024", "-"),
        ] {
            assert_eq!(said::<GridMw>(text), value, "{text}");
        }
        assert_eq!(said::<Share>("5%"), "0.05");
        assert_eq!(said::<HeatMw>("2500 kW"), "2.5");
        assert_eq!(said::<UsdPerMwh>("$38"), "38");
        assert_eq!(said::<UsdPerMwh>("3.8 c/kWh"), "38");
        assert_eq!(said::<Celsius>("100 °F"), "37.7778");
        assert_eq!(said::<Celsius>("-5 C"), "-5");
        assert_eq!(said::<Kilopascal>("250 psf"), "11.9701");
        assert_eq!(said::<SquareMeters>("60,000 sq ft"), "5574.18");
        assert_eq!(said::<Count>("2 feeds"), "2");
        assert_eq!(said::<Count>("3x"), "3");
    }

    #[test]
    fn ranges_in_other_spellings_are_mended() {
        for (text, value) in [
            ("40-60", "40 to 60"),
            ("40 - 60", "40 to 60"),
            ("40–60 MW", "40 to 60"),
            ("40 MW to 60 MW", "40 to 60"),
            ("1 to 1.2 GW", "1000 to 1200"),
            ("40..60", "40 to 60"),
            ("40to60", "40 to 60"),
            ("40 TO 60", "40 to 60"),
            ("50 ± 10", "40 to 60"),
            ("40 to", "-"),
            ("300+", "-"),
            ("60-40", "-"),
        ] {
            assert_eq!(said::<GridMw>(text), value, "{text}");
        }
    }
}
