//! Amounts as people write them: numbers with units, marks and words around them, and from one to another.

mod bounds;
mod scan;

use super::decimal::Decimal;
use super::number::short;
use super::written::{Conversion, Question, Unit};
use bounds::{Bound, worded};
use scan::Figure;

/// What an amount has to fit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quantity {
    pub(crate) unit: &'static str,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) is_count: bool,
}

impl Quantity {
    /// What is to be written, as a message says it.
    pub(crate) fn expected(self) -> String {
        match self.unit {
            _ if self.is_count => "a whole number".to_owned(),
            "" => format!("a number from {} to {}", short(self.min), short(self.max)),
            unit => format!("a number in {unit}"),
        }
    }

    /// Whether a number lies in the range of the quantity.
    pub(crate) fn holds(self, value: f64) -> bool {
        (self.min..=self.max).contains(&value)
    }
}

/// A number with what stands around it, in the unit of the fact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    pub(crate) value: f64,
    /// Whether more was done than to read digits.
    pub(crate) changed: bool,
    /// Whether a plus stands behind it.
    pub(crate) or_more: bool,
    /// From the unit that it names to that of the quantity.
    pub(crate) conversion: Option<Conversion>,
}

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Doubt {
    /// It is none.
    Unread,
    /// Its unit leaves a question.
    Asked(Question),
}

/// How far `~200` may be off, as a share of it.
const ABOUT: f64 = 0.1;
/// How far `300+` goes, as a share of it: who knows of much more would say the next round number.
const OR_MORE: f64 = 0.2;
/// From which share of it on `up to 300` may lie.
const AT_MOST: f64 = 0.5;

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
    "~",
    "to",
];

/// Reads amounts of a quantity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    /// What they have to fit.
    pub(crate) quantity: Quantity,
    /// The unit of a number that has none; without it that is the one of the quantity.
    pub(crate) unit: Option<Unit>,
    /// The sign before decimals.
    pub(crate) decimal: Decimal,
}

impl Reader {
    /// Low, likely and high of a text, and whether more was done than to read digits.
    pub(crate) fn bounded(&self, text: &str) -> Result<([f64; 3], bool), Doubt> {
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
                        scan::figure(share.trim(), self.decimal)?.whole()?.abs() / 100.0
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
        let bare = scan::figure(low.trim(), self.decimal)?;
        let unit = scan::figure(high.trim(), self.decimal)?.rest;
        (bare.rest.trim().is_empty() && bare.mark.is_none() && !unit.is_empty())
            .then(|| format!("{} {unit}", low.trim()))
    }

    /// A number with its unit, in the unit of the fact.
    pub(crate) fn amount(&self, text: &str) -> Result<Amount, Doubt> {
        let text = text.trim();
        if self.quantity.unit == "°"
            && let Some(value) = scan::coordinate(text, self.decimal)
        {
            let changed = text.parse::<f64>().is_err();
            return Ok(Amount {
                value,
                changed,
                or_more: false,
                conversion: None,
            });
        }
        let figure = scan::figure(text, self.decimal).ok_or(Doubt::Unread)?;
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
            conversion,
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
            let conversion = self.unit.map(convert).transpose();
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
        let written = written.strip_prefix('-').unwrap_or(written);
        let unit = unit.or_else(|| Unit::named_in(written, fact));
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
                            short(figure.value)
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
                        help: format!("write `${0}/kWh` or `${0}/MWh`", short(figure.value)),
                    }));
                }
                Ok((None, 1.0, true))
            }
            other => {
                let scale = SCALES
                    .iter()
                    .find(|(names, _)| names.contains(&rest.to_lowercase().as_str()));
                match (scale, other) {
                    (Some((_, times)), _) if figure.mark.is_none() && self.unit.is_none() => {
                        Ok((None, *times, true))
                    }
                    // A letter alone names too many things for a question about one of them.
                    (_, Some((_, Err(question)))) if !is_letter(written) => {
                        Err(Doubt::Asked(question))
                    }
                    _ => Err(Doubt::Unread),
                }
            }
        }
    }
}

/// Whether words or signs around a number say that it is about so much, or more, or less.
pub(crate) fn is_bound(text: &str) -> bool {
    worded(&text.trim().to_lowercase()).is_some()
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

fn is_letter(text: &str) -> bool {
    let mut signs = text.chars();
    signs.next().is_some_and(char::is_alphabetic) && signs.next().is_none()
}

/// Twelve digits: what lies behind them is the machine's.
fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}
