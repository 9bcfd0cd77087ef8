//! What a saved report may hold, whoever wrote it: names and texts that a page has room for, and numbers that can be
//! shown.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::bounds::{REPORT_NAME, REPORT_NUMBER, REPORT_TEXT};

/// A part of a document, by what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The document, or a line of it.
    Document,
    /// Its sites, or the one of a line.
    Sites,
    /// What a site is called.
    Name,
    /// Everything else.
    Other,
}

impl Part {
    /// What stands under a key.
    fn under(self, key: &str) -> Self {
        match (self, key) {
            (Self::Document, "sites" | "site" | "rows") => Self::Sites,
            (Self::Sites, "id" | "name" | "operator") => Self::Name,
            _ => Self::Other,
        }
    }
}

/// Holds a text that was read as a report to what one may hold.
///
/// # Errors
/// With line and column: a name, a text or a number beyond its bound.
pub(super) fn check(text: &str) -> serde_json::Result<()> {
    let mut from = serde_json::Deserializer::from_str(text);
    while from.end().is_err() {
        Part::Document.deserialize(&mut from)?;
    }
    Ok(())
}

impl<'de> DeserializeSeed<'de> for Part {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value of JSON")
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    // A seed is as large as its type holds, and is shown as it is.
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        #[expect(clippy::cast_precision_loss, reason = "a round number")]
        let most = REPORT_NUMBER.most as f64;
        if number.abs() > most {
            let message = format!("this number is none of a report: at most {most} stands in one");
            return Err(E::custom(message));
        }
        Ok(())
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let (what, bound) = match self {
            Self::Name => ("name", REPORT_NAME),
            _ => ("text", REPORT_TEXT),
        };
        // Bytes are never fewer.
        if text.len() > bound.count() && text.chars().count() > bound.count() {
            let message = format!("this {what} is longer than {} {}", bound.most, bound.unit);
            return Err(E::custom(message));
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self)?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<Cow<str>>()? {
            Self::Other.visit_str(&key)?;
            entries.next_value_seed(self.under(&key))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(usize, String)> {
        let error = check(text).err()?;
        Some((error.line(), error.to_string()))
    }

    #[test]
    fn what_no_page_has_room_for_is_told_where_it_stands() {
        let long = "x".repeat(REPORT_NAME.count() + 1);
        let (line, message) =
            told(&format!("{{\"sites\": [{{\n\"name\": \"{long}\"}}]}}")).unwrap();
        assert_eq!(line, 2);
        assert!(message.contains("this name is longer than"), "{message}");
        assert!(told(&format!("{{}}\n{{\"site\": {{\"id\": \"{long}\"}}}}")).is_some());
        // No name of a site.
        assert_eq!(
            told(&format!("{{\"legend\": {{\"name\": \"{long}\"}}}}")),
            None
        );
        let longer = "x".repeat(REPORT_TEXT.count() + 1);
        for text in [
            format!("[\"{longer}\"]"),
            format!("{{\"{longer}\": 1}}"),
            "{\"a\": [1, -1e308]}".to_owned(),
            "[1e16]".to_owned(),
        ] {
            assert!(told(&text).is_some());
        }
        let seed = u64::MAX;
        assert_eq!(
            told(&format!(
                "{{\"seed\": {seed}, \"a\": [null, true, -3, 2.5e9]}}"
            )),
            None
        );
    }
}
