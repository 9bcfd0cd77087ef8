//! One value in a site file: a number, a range, a word, a list, or unknown.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};

use crate::bounds::{ENTRIES, TEXT};
use crate::estimate::Estimate;
use crate::site::country::Country;
use crate::site::date::{Date, FORMS};
use crate::units::{Count, Unit};

/// The word that means the same as leaving the key out.
pub(crate) const UNKNOWN: &str = "unknown";

/// A fact of a site, or that it is unknown. Leaving the key out, `unknown` and an empty value are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<T>(pub Option<T>);

impl<T> Default for Fact<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Fact<T> {
    /// The value, where it is known.
    pub fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }

    /// Whether the file states a value.
    pub fn is_known(&self) -> bool {
        self.0.is_some()
    }
}

impl<T: Copy> Fact<T> {
    /// The value by copy, where it is known.
    pub fn known(&self) -> Option<T> {
        self.0
    }
}

impl<T> Fact<Vec<T>> {
    /// The items, where the list is known; a list that is known may be empty.
    pub fn items(&self) -> Option<&[T]> {
        self.0.as_deref()
    }
}

/// A type a fact can have: how it is read, `None` meaning unknown.
pub(crate) trait Stated: Sized {
    /// Reads the value or `unknown`.
    ///
    /// # Errors
    /// When the value has another type or lies outside its range.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error>;
}

impl<'de, T: Stated> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_option(FactVisitor(std::marker::PhantomData))
    }
}

/// Takes an empty value for unknown before the type sees it: as text, `~` would be a name.
struct FactVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Stated> Visitor<'de> for FactVisitor<T> {
    type Value = Fact<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value or `unknown`")
    }
    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Fact(None))
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Fact(None))
    }
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        T::read(from).map(Fact)
    }
}

/// Reads the text forms of a number: `40 to 60` or a plain number in quotes is refused by the caller.
///
/// # Errors
/// A sentence for the user when the text is not `LOW to HIGH`.
pub(crate) fn range_from_text<U: Unit>(text: &str) -> Result<Estimate<U>, String> {
    let refusal = || {
        let unit = if U::SYMBOL.is_empty() {
            String::new()
        } else {
            format!(" in {}", U::SYMBOL)
        };
        format!("expected a number{unit}, `LOW to HIGH`, {{low, likely, high}} or `unknown`")
    };
    let (low, high) = text.split_once(" to ").ok_or_else(refusal)?;
    let number = |part: &str| number_from_text(part.trim()).ok_or_else(refusal);
    let (low, high) = (number(low)?, number(high)?);
    in_range::<U>(low, f64::midpoint(low, high), high)
}

/// A decimal number; `010` is none, for it is eight to some and ten to others.
#[must_use]
pub(crate) fn number_from_text(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(['-', '+']);
    let octal =
        digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| !octal)
}

/// An estimate whose ends lie in the range of its unit.
///
/// # Errors
/// A sentence for the user.
pub(crate) fn in_range<U: Unit>(low: f64, likely: f64, high: f64) -> Result<Estimate<U>, String> {
    let estimate = Estimate::new(low, likely, high).map_err(|e| e.to_string())?;
    if low < U::MIN || high > U::MAX {
        let unit = if U::SYMBOL.is_empty() {
            String::new()
        } else {
            format!(" {}", U::SYMBOL)
        };
        return Err(format!(
            "{} must be from {} to {}{unit}",
            U::MEANING,
            U::MIN,
            U::MAX
        ));
    }
    if U::MEANING == Count::MEANING && estimate.is_exact() && low.fract() != 0.0 {
        return Err("a count must be a whole number".to_owned());
    }
    Ok(estimate)
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum RangeKey {
    Low,
    Likely,
    High,
}

/// A number at one end of a range; unlike `f64` it refuses `010`.
struct Number(f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

#[expect(
    clippy::cast_precision_loss,
    reason = "no quantity of a site needs more than 53 bits"
)]
impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a number")
    }
    fn visit_f64<E: Error>(self, v: f64) -> Result<Number, E> {
        Ok(Number(v))
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Number, E> {
        Ok(Number(v as f64))
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Number, E> {
        Ok(Number(v as f64))
    }
}

struct QuantityVisitor<U>(std::marker::PhantomData<U>);

impl<'de, U: Unit> Visitor<'de> for QuantityVisitor<U> {
    type Value = Option<Estimate<U>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a number, `LOW to HIGH`, {low, likely, high} or `unknown`")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_f64<E: Error>(self, v: f64) -> Result<Self::Value, E> {
        in_range(v, v, v).map(Some).map_err(E::custom)
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "no quantity of a site needs more than 53 bits"
    )]
    fn visit_i64<E: Error>(self, v: i64) -> Result<Self::Value, E> {
        self.visit_f64(v as f64)
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "no quantity of a site needs more than 53 bits"
    )]
    fn visit_u64<E: Error>(self, v: u64) -> Result<Self::Value, E> {
        self.visit_f64(v as f64)
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        if v == UNKNOWN {
            return Ok(None);
        }
        range_from_text(v).map(Some).map_err(E::custom)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut low, mut likely, mut high) = (None, None, None);
        while let Some(key) = map.next_key::<RangeKey>()? {
            let slot = match key {
                RangeKey::Low => &mut low,
                RangeKey::Likely => &mut likely,
                RangeKey::High => &mut high,
            };
            if slot.replace(map.next_value::<Number>()?.0).is_some() {
                return Err(A::Error::custom("duplicate key in a range"));
            }
        }
        let low = low.ok_or_else(|| A::Error::missing_field("low"))?;
        let high = high.ok_or_else(|| A::Error::missing_field("high"))?;
        in_range(low, likely.unwrap_or(f64::midpoint(low, high)), high)
            .map(Some)
            .map_err(A::Error::custom)
    }
}

impl<U: Unit> Stated for Estimate<U> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(QuantityVisitor(std::marker::PhantomData))
    }
}

struct FlagVisitor;

impl Visitor<'_> for FlagVisitor {
    type Value = Option<bool>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("`true`, `false` or `unknown`")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_bool<E: Error>(self, v: bool) -> Result<Self::Value, E> {
        Ok(Some(v))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        if v == UNKNOWN {
            Ok(None)
        } else {
            Err(E::invalid_value(Unexpected::Str(v), &self))
        }
    }
}

impl Stated for bool {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(FlagVisitor)
    }
}

/// Whether a text has more characters than are read.
pub(crate) fn is_too_long(text: &str) -> bool {
    text.len() > TEXT.count() && text.chars().nth(TEXT.count()).is_some()
}

/// What is said of such a text.
pub(crate) fn too_long() -> String {
    format!("a text has at most {} characters", TEXT.most)
}

/// What is said of a list with more entries than are read.
pub(crate) fn too_many_entries() -> String {
    format!("a list has at most {} entries", ENTRIES.most)
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text or `unknown`")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        if is_too_long(v) {
            return Err(E::custom(too_long()));
        }
        Ok((v != UNKNOWN && !v.trim().is_empty()).then(|| v.to_owned()))
    }
}

impl Stated for String {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_str(TextVisitor)
    }
}

struct CountryVisitor;

impl Visitor<'_> for CountryVisitor {
    type Value = Option<Country>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the ISO 3166-1 code of a country or `unknown`")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        if v == UNKNOWN || v.trim().is_empty() {
            return Ok(None);
        }
        let country = Country::of_code(v).map(Some);
        country.ok_or_else(|| E::invalid_value(Unexpected::Str(v), &self))
    }
}

impl Stated for Country {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_str(CountryVisitor)
    }
}

struct DateVisitor;

impl Visitor<'_> for DateVisitor {
    type Value = Option<Date>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "a date, {FORMS}, or `unknown`")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Self::Value, E> {
        self.visit_str(&v.to_string())
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Self::Value, E> {
        self.visit_str(&v.to_string())
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        if v == UNKNOWN {
            return Ok(None);
        }
        v.parse().map(Some).map_err(E::custom)
    }
}

impl Stated for Date {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(DateVisitor)
    }
}

struct ListVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list or `unknown`")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        if v == UNKNOWN {
            Ok(None)
        } else {
            Err(E::invalid_type(Unexpected::Str(v), &self))
        }
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Option<T>>()? {
            if items.len() == ENTRIES.count() {
                return Err(A::Error::custom(too_many_entries()));
            }
            items.push(item.ok_or_else(|| A::Error::custom("an item of this list is empty"))?);
        }
        Ok(Some(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Err(A::Error::custom(
            "expected a list: begin each item with `- `",
        ))
    }
}

impl<T: for<'de> Deserialize<'de>> Stated for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(ListVisitor(std::marker::PhantomData))
    }
}
