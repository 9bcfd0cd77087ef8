//! From a number with something pasted to it to the number that was meant.

use crate::site::not_known;
use crate::units::amount::{Doubt, Quantity, Reader, is_bound};
use crate::units::decimal::Decimal;
use crate::units::number::short as number;
use crate::units::written::Question;

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
    let bare = without_leading_zeros(text);
    let meant = readers(quantity).find_map(|reader| {
        let one = alone(&reader, &bare);
        one.or_else(|| range(&reader, &bare))
    })?;
    let octal = (bare != text).then(|| "a leading zero means octal to some readers".to_owned());
    Some(Mended {
        reason: meant.reason.or(octal),
        ..meant
    })
}

/// What has to be answered before a text in the place of a number says one, such as by which power factor MVA are MW.
pub(super) fn question(text: &str, quantity: Quantity) -> Option<String> {
    readers(quantity).find_map(|reader| match reader.bounded(text) {
        Err(Doubt::Asked(Question { message, help })) => Some(format!("{message}; {help}")),
        _ => None,
    })
}

/// The readers of cells: with a point before decimals as a file has it, then with a comma.
fn readers(quantity: Quantity) -> impl Iterator<Item = Reader> {
    let decimals = [Decimal::Point, Decimal::Comma].into_iter();
    decimals.map(move |decimal| Reader {
        quantity,
        unit: None,
        decimal,
    })
}

/// `010 to 020` as `10 to 20`; decimals and thousands keep their zeros.
fn without_leading_zeros(text: &str) -> String {
    const WITHIN: [char; 7] = ['.', ',', ' ', '_', '\'', '’', '\u{a0}'];
    let mut bare = String::with_capacity(text.len());
    for (at, sign) in text.char_indices() {
        let more_digits = text[at + sign.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        let before = bare.trim_end_matches(WITHIN);
        let begins = !before.ends_with(|c: char| c.is_ascii_digit());
        if !(sign == '0' && begins && more_digits) {
            bare.push(sign);
        }
    }
    bare
}

/// A single number, without its unit.
fn alone(reader: &Reader, text: &str) -> Option<Mended> {
    let amount = reader.amount(&text.to_lowercase()).ok()?;
    let value = match amount.conversion {
        Some(conversion) if !conversion.is_none() => rounded(amount.value),
        _ => amount.value,
    };
    let reason = match (amount.conversion, reader.quantity.unit) {
        (Some(conversion), _) if conversion.is_none() => Some("the unit is part of the key".into()),
        (Some(_), "") => Some("a share is written from 0 to 1".to_owned()),
        (Some(_), unit) => Some(format!("the key is in {unit}")),
        (None, _) if reader.quantity.is_count && amount.changed => {
            Some("only the number is written".to_owned())
        }
        (None, _) => None,
    };
    (!amount.or_more && reader.quantity.holds(value)).then(|| Mended {
        value: number(value),
        reason,
    })
}

/// `40-60`, `40 MW to 60 MW`, `50 ± 10`, `~50`, `50+`.
fn range(reader: &Reader, text: &str) -> Option<Mended> {
    let ([low, likely, high], _) = reader.bounded(text).ok()?;
    let holds = reader.quantity.holds(low) && reader.quantity.holds(high);
    if !(low < high && holds) {
        return None;
    }
    let [low, likely, high] = [low, likely, high].map(rounded);
    Some(Mended {
        value: if likely == rounded(f64::midpoint(low, high)) {
            format!("{} to {}", number(low), number(high))
        } else {
            let [low, likely, high] = [low, likely, high].map(number);
            format!("{{low: {low}, likely: {likely}, high: {high}}}")
        },
        reason: is_bound(text)
            .then(|| "what is about so much, or more, or less, is a range".into()),
    })
}

/// Six digits are more than anybody knows about a site.
fn rounded(value: f64) -> f64 {
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
        let quantity = Estimate::<U>::SHAPE.quantity().unwrap();
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
            ("~300", "270 to 330"),
            ("300+", "{low: 300, likely: 300, high: 360}"),
            ("up to 300", "{low: 150, likely: 300, high: 300}"),
            ("010", "10"),
            ("1,005", "1005"),
            ("0.05", "0.05"),
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
        let mw = Estimate::<GridMw>::SHAPE.quantity().unwrap();
        assert!(question("60 MVA", mw).unwrap().contains("power factor"));
        assert_eq!(question("60 MW", mw), None);
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
            ("40~60", "40 to 60"),
            ("010 to 020", "10 to 20"),
            ("50 ± 10", "40 to 60"),
            ("40 to", "-"),
            ("60-40", "-"),
        ] {
            assert_eq!(said::<GridMw>(text), value, "{text}");
        }
    }
}
