//! What a condition or a grouping asks of a site: a column of the ranking, or a fact of its file.

use std::borrow::Cow;
use std::str::FromStr;

use super::field::{Cell, FIELDS, Field, FieldError};
use crate::assess::Detail;
use crate::record::Row;
use crate::record::stated::FactValue;
use crate::site::country::{self, Country, Meant};
use crate::site::shape::{Shape, Shaped};
use crate::site::{Site, suggestion};

/// A column of the ranking, or a fact by its dotted path; neither hangs on case.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// A column.
    Column(Field),
    /// A fact, such as `power.firmness` or `halls[0].racks`.
    Fact(String),
}

/// Facts that columns hold, which saved reports have too.
const HELD: [(&str, &str); 3] = [
    ("location.country", "country"),
    ("location.region", "region"),
    ("location.grid_operator", "grid"),
];

impl FromStr for Asked {
    type Err = FieldError;

    fn from_str(name: &str) -> Result<Self, FieldError> {
        let plain = name.trim().to_lowercase().replace([' ', '-'], "_");
        let held = HELD.iter().find(|(path, _)| *path == plain);
        let column = held.map_or(plain.as_str(), |(_, column)| column);
        if let Some(field) = FIELDS.iter().find(|field| field.name == column) {
            return Ok(Self::Column(*field));
        }
        match Site::SHAPE.at(&plain) {
            Some(Shape::Section(_)) => Err(FieldError(format!(
                "`{plain}` has facts of its own: ask one of them, such as `{plain}.…`"
            ))),
            Some(_) if is_written_once(&plain) => Ok(Self::Fact(plain)),
            _ if plain.contains('.') => {
                let near = suggestion(&plain);
                let help =
                    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                Err(FieldError(format!("no fact is called `{name}`{help}")))
            }
            _ => name.parse().map(Self::Column),
        }
    }
}

/// Whether a path is in the one form in which paths are written: `power..feeds` is not.
fn is_written_once(path: &str) -> bool {
    !path.contains("..") && !path.contains(".[") && !path.starts_with('.') && !path.ends_with('.')
}

impl Asked {
    /// Its name, as it is asked for.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Column(field) => field.name,
            Self::Fact(path) => path,
        }
    }

    /// The path of the fact, where it is none of the columns.
    #[must_use]
    pub fn fact(&self) -> Option<&str> {
        match self {
            Self::Column(_) => None,
            Self::Fact(path) => Some(path),
        }
    }

    /// What has to be worked out for it.
    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::Column(field) => field.detail,
            Self::Fact(_) => Detail::Draws,
        }
    }

    /// Whether its values have an order.
    pub(super) fn is_number(&self) -> bool {
        match self {
            // A column of numbers tells so in each row.
            Self::Column(_) => true,
            Self::Fact(path) => matches!(
                Site::SHAPE.at(path),
                Some(Shape::Quantity { .. } | Shape::List(_))
            ),
        }
    }

    /// The value of a row.
    pub(super) fn of<'r>(&self, row: &'r Row) -> Cell<'r> {
        match self {
            Self::Column(field) => field.of(row),
            Self::Fact(path) => match row.stated(path) {
                None => Cell::Unknown,
                Some(FactValue::Number(number)) => Cell::Number(*number),
                Some(FactValue::Text(text)) => Cell::Text(Cow::Borrowed(text)),
            },
        }
    }

    /// What is the same for all spellings of a text in it: `TX` and Texas are one, and so are `ERCOT` and `ercot`.
    pub(super) fn key(&self, row: &Row, text: &str) -> String {
        match self.name() {
            "region" => {
                let country = row.country.as_deref().and_then(Country::of_code);
                country::region_key(country, text)
            }
            "country" => match country::meant(text) {
                Some(
                    Meant::Country(country) | Meant::Spoken(country) | Meant::Either(_, country),
                ) => country.code().to_owned(),
                Some(Meant::Part(..)) | None => text.to_uppercase(),
            },
            _ => {
                let words: Vec<_> = text.split_whitespace().collect();
                let small = words.join(" ").to_lowercase();
                match small.as_str() {
                    "true" => "yes".to_owned(),
                    "false" => "no".to_owned(),
                    _ => small,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &str) -> Result<String, String> {
        let asked: Result<Asked, _> = name.parse();
        asked
            .map(|asked| asked.name().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn columns_and_facts_are_asked_whatever_their_case() {
        for (name, found) in [
            ("score", "score"),
            ("Planned_MW", "planned_mw"),
            ("planned-mw", "planned_mw"),
            ("Region", "region"),
            ("location.region", "region"),
            ("Location.Grid_Operator", "grid"),
            ("power.firmness", "power.firmness"),
            ("Power.Energized_MW", "power.energized_mw"),
            ("halls[0].racks", "halls[0].racks"),
        ] {
            assert_eq!(asked(name).as_deref(), Ok(found));
        }
        for (name, told) in [
            ("planed_mw", "did you mean `planned_mw`?"),
            ("power.firmnes", "did you mean `power.firmness`?"),
            ("power", "has facts of its own"),
            ("power..firmness", "no fact is called"),
            ("rank", "follows from the finished ranking"),
        ] {
            let error = asked(name).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }

    #[test]
    fn spellings_of_one_place_have_one_key() {
        let mut row = crate::record::row::tests::row("a", 1.0, 1.0);
        row.country = Some("US".to_owned());
        let key = |name: &str, text| name.parse::<Asked>().unwrap().key(&row, text);
        for text in ["TX", "Texas", "US-TX", "texas"] {
            assert_eq!(key("location.region", text), "US-TX");
        }
        assert_eq!(key("country", "Sweden"), key("country", "se"));
        assert_eq!(key("grid", " ercot"), key("grid", "ERCOT"));
        assert_eq!(key("final", "TRUE"), "yes");
    }
}
