//! What is wrong with a number or a range of numbers.

use super::found::{described, found};
use super::mend::{mended, question};
use super::{Fault, Slot};
use crate::site::fact::number_from_text;
use crate::site::faults::short;
use crate::source::nearest::nearest;
use crate::source::tree::{Node, Style, Value};
use crate::source::yaml::{Plain, resolve};
use crate::units::amount::Quantity;
use crate::units::number::short as number;

/// The keys of a range that is written as a section.
pub(super) const RANGE_KEYS: [&str; 3] = ["low", "likely", "high"];

/// The key of a range that is written or was meant.
pub(super) fn meant_end(key: &str) -> Option<&'static str> {
    match key.to_lowercase().as_str() {
        "min" | "minimum" | "lower" | "from" | "p10" => Some("low"),
        "mid" | "mean" | "median" | "expected" | "typical" | "p50" => Some("likely"),
        "max" | "maximum" | "upper" | "to" | "p90" => Some("high"),
        _ => nearest(key, RANGE_KEYS),
    }
}

impl Quantity {
    /// What is wrong with a scalar in the place of this quantity.
    pub(super) fn scalar(
        self,
        text: &str,
        style: Style,
        meaning: Plain,
        slot: &Slot,
    ) -> Option<Fault> {
        if is_radix(text) && style == Style::Plain {
            return Some(self.radix(text, meaning, slot));
        }
        if let Some(value) = value(meaning) {
            return self.fault(value, value, value, slot);
        }
        if let Some((low, high)) = written_range(text).filter(|_| meaning == Plain::Text) {
            return self.fault(low, f64::midpoint(low, high), high, slot);
        }
        let help = match mended(text, self) {
            _ if style != Style::Plain && self.reads(text) => {
                format!("remove the quotes: {}", slot.with(text))
            }
            Some(mended) => mended.advice(&|value| slot.with(value)),
            None if text.trim().ends_with(" to") || text.trim().starts_with("to ") => {
                "a range has two ends, such as `40 to 60`".to_owned()
            }
            None if is_base_60(text) => {
                "some readers take it for base 60: write a decimal number".to_owned()
            }
            None => question(text, self).unwrap_or_else(|| {
                "write a number, a range such as `40 to 60`, or `unknown`".to_owned()
            }),
        };
        let message = format!(
            "{} takes {}, found {}",
            slot.name(),
            self.expected(),
            found(text, style)
        );
        Some(Fault::new(message, help))
    }

    /// Whether a text would be a good value without its quotes.
    fn reads(self, text: &str) -> bool {
        value(resolve(text)).is_some_and(|value| self.holds(value)) && !is_radix(text)
    }

    /// The number at one end of a range.
    pub(super) fn end(self, node: &Node, slot: &Slot) -> Result<f64, Fault> {
        let Value::Scalar(text, style) = &node.value else {
            let message = format!(
                "{} takes {}, found {}",
                slot.name(),
                self.expected(),
                described(node)
            );
            return Err(Fault::new(message, "write a single number"));
        };
        let meaning = if *style == Style::Plain {
            resolve(text)
        } else {
            Plain::Text
        };
        if is_radix(text) && *style == Style::Plain {
            return Err(self.radix(text, meaning, slot));
        }
        value(meaning).ok_or_else(|| {
            let help = match mended(text, self) {
                _ if *style != Style::Plain && self.reads(text) => {
                    format!("remove the quotes: {}", slot.with(text))
                }
                Some(mended) if mended.is_number() => mended.advice(&|value| slot.with(value)),
                _ => "write a number; where an end is unknown, leave the whole key out".to_owned(),
            };
            let message = format!(
                "{} takes {}, found {}",
                slot.name(),
                self.expected(),
                found(text, *style)
            );
            Fault::new(message, help)
        })
    }

    /// Keys that are not those of a range.
    pub(super) fn no_range(self, node: &Node, slot: &Slot) -> Fault {
        let message = format!(
            "{} takes {}, found {}",
            slot.name(),
            self.expected(),
            described(node)
        );
        let value = node
            .get("value")
            .and_then(Node::text)
            .filter(|text| self.reads(text));
        let help = match value {
            Some(value) => format!("write {}", slot.with(value)),
            None => "write a number, or a range as `{low: …, high: …}`".to_owned(),
        };
        Fault::new(message, help)
    }

    fn radix(self, text: &str, meaning: Plain, slot: &Slot) -> Fault {
        let decimal = value(meaning).filter(|v| self.holds(*v));
        let help = decimal.map_or("write it as a decimal number".to_owned(), |v| {
            format!("write {}", slot.with(&number(v)))
        });
        Fault::new(
            format!(
                "{} takes a decimal number, found `{}`",
                slot.name(),
                short(text)
            ),
            help,
        )
    }

    /// What is wrong with three numbers that were read.
    pub(super) fn fault(self, low: f64, likely: f64, high: f64, slot: &Slot) -> Option<Fault> {
        let name = slot.name();
        if ![low, likely, high].iter().all(|part| part.is_finite()) {
            let help = "write `unknown` where the number is not known";
            return Some(Fault::new(format!("{name} takes a finite number"), help));
        }
        if low > high {
            let message = format!(
                "the range of {name} runs backwards, from {} to {}",
                number(low),
                number(high)
            );
            let turned = slot.with(&format!("{} to {}", number(high), number(low)));
            return Some(Fault::new(message, format!("write {turned}")));
        }
        if !(low..=high).contains(&likely) {
            let message = format!(
                "`likely` of {name} is {}, outside {} to {}",
                number(likely),
                number(low),
                number(high)
            );
            return Some(Fault::new(
                message,
                "`likely` lies between `low` and `high`",
            ));
        }
        if let Some(out) = [low, high].into_iter().find(|part| !self.holds(*part)) {
            return Some(self.out_of_range(out, low == high, slot));
        }
        (self.is_count && low == high && low.fract() != 0.0).then(|| {
            let range = format!("{} to {}", number(low.floor()), number(low.ceil()));
            Fault::new(
                format!("{name} counts whole things, found {}", number(low)),
                format!(
                    "write a whole number, or a range such as {}",
                    slot.with(&range)
                ),
            )
        })
    }

    fn out_of_range(self, value: f64, is_exact: bool, slot: &Slot) -> Fault {
        let unit = if self.unit.is_empty() {
            String::new()
        } else {
            format!(" {}", self.unit)
        };
        let message = format!(
            "{} must be from {} to {}{unit}, found {}",
            slot.name(),
            number(self.min),
            number(self.max),
            number(value)
        );
        let scaled = self
            .smaller_unit()
            .filter(|_| is_exact)
            .and_then(|(name, factor)| {
                // Nine decimals: what lies behind them is the machine's, not the writer's.
                let scaled = (value * factor * 1e9).round() / 1e9;
                self.holds(scaled).then(|| (name, number(scaled)))
            });
        let help = scaled.map(|(name, scaled)| {
            format!(
                "if {}{name} was meant, write {}",
                number(value),
                slot.with(&scaled)
            )
        });
        Fault { message, help }
    }

    /// The unit that people mix up with this one, and its size in this one.
    fn smaller_unit(self) -> Option<(&'static str, f64)> {
        let unit = match self.unit {
            "" if !self.is_count => ("%", 0.01),
            "kV" => (" V", 0.001),
            "km" => (" m", 0.001),
            "kPa" => (" Pa", 0.001),
            "kW/rack" => (" W", 0.001),
            "MVA" => (" kVA", 0.001),
            unit if unit.starts_with("MW") => (" kW", 0.001),
            _ => return None,
        };
        Some(unit)
    }
}

fn value(meaning: Plain) -> Option<f64> {
    match meaning {
        #[expect(
            clippy::cast_precision_loss,
            reason = "no quantity of a site needs more than 53 bits"
        )]
        Plain::Whole(value) => Some(value as f64),
        Plain::Real(value) => Some(value),
        _ => None,
    }
}

/// `0x1F`, `0o17` and `0b11` are numbers to YAML and typing errors in a site file.
fn is_radix(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    ["0x", "0o", "0b"]
        .iter()
        .any(|prefix| digits.starts_with(prefix))
}

/// `1:30`, which YAML 1.1 reads as 90.
fn is_base_60(text: &str) -> bool {
    text.contains(':')
        && text
            .split(':')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// The ends of `LOW to HIGH`, as the typed pass reads them.
fn written_range(text: &str) -> Option<(f64, f64)> {
    let (low, high) = text.split_once(" to ")?;
    Some((
        number_from_text(low.trim())?,
        number_from_text(high.trim())?,
    ))
}
