//! The one door to the YAML crate.
//!
//! Only single documents are read: iterating the documents of a text never ends once one of them is
//! broken (dtolnay/serde-yaml issue 193). A [`Source`] keeps the crate's other hazards away.

use serde::de::{DeserializeOwned, IgnoredAny};

use super::guard;
use super::problem::{Place, Problem};
use super::syntax;
use super::text::Source;
use super::tree::Tree;
use crate::units::number::shortly;

/// Reads a source into a type.
///
/// # Errors
/// What is wrong with the text as YAML, or else the first thing that does not fit the type.
pub fn read<T: DeserializeOwned>(source: &Source) -> Result<T, Vec<Problem>> {
    let typed = parse(source);
    if typed.is_ok() && !guard::needs_a_look(source.text()) {
        return typed;
    }
    let tree = Tree::of(source);
    let unread = tree.unread(source).filter(|_| typed.is_ok());
    let mut problems = tree.problems;
    if problems.is_empty() {
        return unread.map_or(typed, |problem| Err(vec![problem]));
    }
    problems.extend(syntax_problem(source).filter(|_| tree.documents < 2));
    problems.sort();
    Err(problems)
}

/// Reads the few lines that a test holds.
#[cfg(test)]
pub(crate) fn built_in<T: DeserializeOwned>(text: &str) -> T {
    serde_yaml::from_str(text).unwrap()
}

/// Writes a value as YAML.
///
/// # Errors
/// When it holds what YAML cannot say, such as a map as a key.
pub fn write<T: serde::Serialize>(value: &T) -> Result<String, serde_yaml::Error> {
    serde_yaml::to_string(value)
}

/// The typed pass alone, with the YAML crate's first complaint.
pub(crate) fn parse<T: DeserializeOwned>(source: &Source) -> Result<T, Vec<Problem>> {
    serde_yaml::from_str(source.text()).map_err(|error| vec![problem(source, &error)])
}

/// What is wrong with the text as YAML, whatever it is to mean.
pub(crate) fn syntax_problem(source: &Source) -> Option<Problem> {
    parse::<IgnoredAny>(source).err()?.pop()
}

/// What a bare scalar means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain {
    /// Nothing: empty, `~` or `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Whole(i128),
    /// Any other number, infinite ones included.
    Real(f64),
    /// Text.
    Text,
}

/// What a bare scalar means to the typed pass, answered by the YAML crate itself so that nobody can
/// disagree with it.
pub(crate) fn resolve(scalar: &str) -> Plain {
    use serde_yaml::Value;
    if scalar.contains('\n') {
        return Plain::Text;
    }
    // The blank keeps a leading `---` from ending the document.
    match serde_yaml::from_str(&format!(" {scalar}")) {
        Ok(Value::Null) => Plain::Null,
        Ok(Value::Bool(flag)) => Plain::Flag(flag),
        Ok(Value::Number(number)) => {
            let whole = number
                .as_u64()
                .map(i128::from)
                .or(number.as_i64().map(i128::from));
            whole.map_or(
                Plain::Real(number.as_f64().unwrap_or(f64::NAN)),
                Plain::Whole,
            )
        }
        _ => Plain::Text,
    }
}

fn problem(source: &Source, error: &serde_yaml::Error) -> Problem {
    let place = error.location().map(|l| Place {
        line: l.line(),
        column: l.column(),
    });
    let message = shortly(&error.to_string());
    match place {
        Some(place) => {
            let suffix = format!(" at line {} column {}", place.line, place.column);
            let message = message.replacen(&suffix, "", 1);
            syntax::in_plain_words(source, syntax::in_the_file(source, place), &message)
        }
        None => syntax::in_plain_words(source, source.start(), &message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_scalar_means_what_yaml_1_2_says() {
        for (scalar, meaning) in [
            ("", Plain::Null),
            ("~", Plain::Null),
            ("NULL", Plain::Null),
            ("True", Plain::Flag(true)),
            ("no", Plain::Text),
            ("NO", Plain::Text),
            ("2022", Plain::Whole(2022)),
            ("+5", Plain::Whole(5)),
            ("-5", Plain::Whole(-5)),
            ("0x1F", Plain::Whole(31)),
            ("1.50", Plain::Real(1.5)),
            (".inf", Plain::Real(f64::INFINITY)),
            ("010", Plain::Text),
            ("1_000", Plain::Text),
            ("1:30", Plain::Text),
            ("1e999", Plain::Text),
            ("2022-12", Plain::Text),
            ("--- x", Plain::Text),
            ("a\n5", Plain::Text),
        ] {
            assert_eq!(resolve(scalar), meaning, "{scalar:?}");
        }
    }

    #[test]
    fn any_type_can_be_read_and_the_first_complaint_has_its_place() {
        type Prices = std::collections::BTreeMap<String, f64>;
        let source = |text| Source::from_text("x", text).unwrap();
        assert_eq!(read::<Prices>(&source("a: 1\nb: 2\n")).unwrap().len(), 2);
        let problems = read::<Prices>(&source("a: 1\nb: x\n")).unwrap_err();
        assert_eq!(problems[0].place(), Some(Place { line: 2, column: 4 }));
        assert!(
            !problems[0].message.contains("line 2"),
            "{}",
            problems[0].message
        );
        assert!(
            read::<Prices>(&source("a: &x 1\n")).is_err(),
            "anchors are refused for every type"
        );
    }
}
