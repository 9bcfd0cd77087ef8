//! Whether a column or fact can hold a value at all: a slip of the pen would be held by no site, and nobody would know.

use super::asked::Asked;
use super::behind::Kind;
use super::field::{FieldError, Range};
use crate::site::Site;
use crate::site::country::{Meant, meant};
use crate::site::fact::UNKNOWN;
use crate::site::shape::{Shape, Shaped};
use crate::source::nearest::nearest;
use crate::source::shortened;

/// Most letters of a value that are repeated.
const SHOWN: usize = 40;

/// What a column or fact may hold, where that is known.
enum Holds {
    Words(Vec<&'static str>),
    Number,
    Country,
    Any,
}

impl Holds {
    fn of(asked: &Asked) -> Self {
        match asked {
            Asked::Column(field) if field.name == "country" => Self::Country,
            Asked::Column(field) => match (field.origin.map(|origin| origin.range), field.kind()) {
                (Some(Range::YesNo), _) => Self::flag(),
                (Some(Range::OneOf(words)), _) => Self::Words(words_of(words).collect()),
                (_, Kind::Number | Kind::Whole) => Self::Number,
                _ => Self::Any,
            },
            Asked::Fact(path) => match Site::SHAPE.at(path) {
                Some(Shape::Word(words)) => {
                    Self::Words(words.iter().map(|word| word.name).collect())
                }
                Some(Shape::Flag) => Self::flag(),
                Some(Shape::Country) => Self::Country,
                Some(Shape::Quantity { .. }) => Self::Number,
                _ => Self::Any,
            },
        }
    }

    fn flag() -> Self {
        Self::Words(vec!["yes", "no", "true", "false"])
    }
}

/// The words of a list such as `a, b or c`.
fn words_of(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(", ").flat_map(|part| part.split(" or "))
}

/// Lets a value pass that a column or fact may be equal to.
///
/// # Errors
/// When it holds words, numbers or countries and this is none: with what is known, and the nearest.
pub(super) fn check(asked: &Asked, value: &str) -> Result<(), FieldError> {
    if value.eq_ignore_ascii_case(UNKNOWN) {
        return Ok(());
    }
    let (name, shown) = (asked.name(), shortened(value, SHOWN));
    let told = match Holds::of(asked) {
        Holds::Words(words) if !words.iter().any(|word| word.eq_ignore_ascii_case(value)) => {
            let near = nearest(value, words.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            format!(
                "`{name}` is never `{shown}`; {near}known are {} and {UNKNOWN}",
                words.join(", ")
            )
        }
        Holds::Number if !value.parse().is_ok_and(f64::is_finite) => {
            format!("`{name}` holds numbers: expected one or {UNKNOWN}, found `{shown}`")
        }
        Holds::Country => match meant(value) {
            Some(Meant::Country(_) | Meant::Spoken(_) | Meant::Either(..)) => return Ok(()),
            Some(Meant::Part(country, part)) => {
                format!(
                    "`{shown}` is a part of {}: ask for region={part}",
                    country.code()
                )
            }
            None => format!(
                "no country is called `{shown}`; write its name or its code of two letters (ISO 3166-1)"
            ),
        },
        _ => return Ok(()),
    };
    Err(FieldError(told))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ranking::field::{Cell, FIELDS};
    use crate::record::row::tests::row;

    fn told(asked: &str, value: &str) -> Option<String> {
        let asked = asked.parse().unwrap();
        check(&asked, value).err().map(|error| error.to_string())
    }

    #[test]
    fn what_nothing_can_hold_is_told_with_what_is_known() {
        for (asked, value, said) in [
            ("verdict", "converting", "did you mean `convert`?"),
            ("verdict", "maybe", "insufficient-data and unknown"),
            ("power.firmness", "solid", "known are "),
            ("country", "Texas", "region="),
            ("location.country", "Atlantis", "no country is called"),
            ("final", "perhaps", "yes, no"),
            ("score", "good", "holds numbers"),
            ("power.energized_mw", "many", "holds numbers"),
        ] {
            let told = told(asked, value).unwrap();
            assert!(told.contains(said), "{told}");
        }
        for (asked, value) in [
            ("verdict", "Keep-Mining"),
            ("verdict", "unknown"),
            ("power.firmness", "firm"),
            ("country", "UK"),
            ("country", "united states"),
            ("final", "TRUE"),
            ("score", "61.5"),
            ("operator", "whoever"),
            ("region", "Texas"),
        ] {
            assert_eq!(told(asked, value), None, "{asked} {value}");
        }
    }

    #[test]
    fn a_column_of_words_holds_one_of_them() {
        let site = row("a", 50.0, 10.0);
        for field in FIELDS {
            if let (Some(Range::OneOf(_)), Cell::Text(text)) =
                (field.origin.map(|origin| origin.range), field.of(&site))
            {
                assert_eq!(told(field.name, &text), None, "{field:?}");
            }
        }
    }
}
