//! JSON into types, and what its parser complains about in words that help.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

use super::problem::{Place, Problem};
use super::text::Source;

/// A complaint of the parser (a part of its message), what it means, and what helps.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "EOF while parsing a string",
        "a text is opened and never closed",
        "close it with `\"`",
    ),
    (
        "EOF",
        "the JSON ends too early",
        "close every `{`, `[` and `\"`; in NDJSON a site takes one line",
    ),
    (
        "trailing characters",
        "something stands behind the end of the JSON value",
        "a file with several sites has one per line and is called .ndjson",
    ),
    (
        "trailing comma",
        "a comma stands before nothing",
        "remove it",
    ),
    (
        "key must be a string",
        "a key must be a text in double quotes",
        "write `\"key\": value`",
    ),
    (
        "expected value",
        "a JSON value cannot begin here",
        "put texts in double quotes; JSON knows no comments",
    ),
    (
        "expected `:`",
        "a `:` is missing behind the key",
        "write `\"key\": value`",
    ),
    (
        "expected `,` or",
        "a comma is missing, or what was opened is not closed",
        "write `{\"key\": value, \"key\": value}`",
    ),
    (
        "control character",
        "a text holds a line break or another control character",
        "write a line break as `\\n`, a tab as `\\t`",
    ),
    (
        "invalid escape",
        "this escape is unknown",
        "write a backslash as `\\\\`",
    ),
    (
        "hex escape",
        "this escape is half a character",
        "write the character itself",
    ),
    (
        "number out of range",
        "this number is too large for any quantity",
        "write a number in the unit of its key",
    ),
    (
        "invalid number",
        "this is no number",
        "a number has no leading zero and no `+`, and a digit behind its point",
    ),
    (
        "expected ident",
        "this is none of `true`, `false` and `null`",
        "put texts in double quotes",
    ),
    (
        "recursion limit",
        "values are nested too deeply",
        "no key of a site lies so deep",
    ),
];

/// The typed pass, with its first complaint.
pub(super) fn parse<T: DeserializeOwned>(source: &Source) -> Result<T, Vec<Problem>> {
    serde_json::from_str(source.text()).map_err(|error| vec![problem(source, &error)])
}

/// What is wrong with the text as JSON; a text without anything is told otherwise.
pub(super) fn syntax_problem(source: &Source) -> Option<Problem> {
    if source.text().trim().is_empty() {
        return None;
    }
    let read = serde_json::from_str::<IgnoredAny>(source.text());
    read.err().map(|error| problem(source, &error))
}

fn problem(source: &Source, error: &serde_json::Error) -> Problem {
    let suffix = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string().replacen(&suffix, "", 1);
    let at = byte(source, error.line(), error.column());
    let span = source.span(at..at + 1);
    let not_finite = ["NaN", "Infinity"];
    let rest = source.text().get(at..).unwrap_or_default();
    if not_finite.iter().any(|word| rest.starts_with(word)) {
        return Problem::at(span, "JSON has no NaN and no infinity")
            .help("write a number or leave the key out".to_owned());
    }
    let known = WORDS.iter().find(|(part, _, _)| message.contains(part));
    match known {
        Some(&(_, meaning, help)) if error.classify() != Category::Data => {
            Problem::at(span, meaning).help(help.to_owned())
        }
        _ => Problem::at(span, message),
    }
}

/// The complaint of a parser of JSON in words of people, without its place.
#[must_use]
pub fn words(error: &serde_json::Error) -> String {
    let suffix = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string().replacen(&suffix, "", 1);
    if error.classify() != Category::Data {
        let known = WORDS.iter().find(|(part, _, _)| message.contains(part));
        return known.map_or(message, |(_, meaning, _)| (*meaning).to_owned());
    }
    let mistaken = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.rsplit_once(", expected "));
    if let Some((found, expected)) = mistaken {
        return format!(
            "{} belongs here, and {} stands there",
            thing(expected),
            thing(found)
        );
    }
    let key = |before: &str| message.strip_prefix(before)?.split('`').next();
    if let Some(key) = key("missing field `") {
        return format!("the key `{key}` is missing");
    }
    if let Some(key) = key("duplicate field `") {
        return format!("the key `{key}` is given twice");
    }
    if let Some(key) = key("unknown field `") {
        return format!("the key `{key}` is unknown to this version");
    }
    if let Some(word) = key("unknown variant `") {
        return format!("the word `{word}` is unknown to this version");
    }
    message
}

/// What the parser calls a thing, as people call it.
fn thing(called: &str) -> String {
    let kinds = [
        ("integer", "a whole number"),
        ("floating point", "a number"),
        ("string", "a text"),
        ("boolean", "`true` or `false`"),
        ("null", "nothing"),
        ("unit", "nothing"),
        ("sequence", "a list"),
        ("a sequence", "a list"),
        ("map", "a section of keys"),
        ("a map", "a section of keys"),
        ("a string", "a text"),
        ("a boolean", "`true` or `false`"),
        ("struct", "a section of keys"),
        ("enum", "a word"),
        ("f64", "a number"),
    ];
    // What was found stands behind its kind.
    let kind = called.split(" `").next().unwrap_or(called);
    let kind = kind.split(" \"").next().unwrap_or(kind);
    if let Some((_, words)) = kinds.iter().find(|(name, _)| *name == kind) {
        return (*words).to_owned();
    }
    match kind {
        kind if kind.starts_with("struct ") => "a section of keys".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" | "isize" => {
            "a whole number".to_owned()
        }
        _ => called.to_owned(),
    }
}

/// The byte that the parser means: it counts bytes, and an end of input belongs to the line before.
fn byte(source: &Source, line: usize, column: usize) -> usize {
    let line = (line + source.first_line()).saturating_sub(1);
    let start = source.byte_at(Place { line, column: 1 });
    let last = source.text().trim_end().len().saturating_sub(1);
    (start + column.saturating_sub(1)).min(last)
}

#[cfg(test)]
mod tests {
    use super::super::notation::Notation;
    use super::*;

    fn told(text: &str) -> (usize, usize, String) {
        let source = Source::of_record("x", text.as_bytes(), Notation::Json, 1).unwrap();
        let problem = parse::<serde_json::Value>(&source).unwrap_err().remove(0);
        let place = problem.place().unwrap();
        (place.line, place.column, problem.message)
    }

    #[test]
    fn no_word_of_the_parser_is_left() {
        #[derive(serde::Deserialize, Debug)]
        #[serde(deny_unknown_fields)]
        struct Part {
            #[expect(dead_code, reason = "only read")]
            parts: Vec<Option<Part>>,
        }
        for (text, told) in [
            (
                "7",
                "a section of keys belongs here, and a whole number stands there",
            ),
            ("{}", "the key `parts` is missing"),
            (
                "{\"parts\": \"x\"}",
                "a list belongs here, and a text stands there",
            ),
            (
                "{\"parts\": [], \"b\": 1}",
                "the key `b` is unknown to this version",
            ),
            ("{\"parts\": [", "the JSON ends too early"),
        ] {
            assert_eq!(
                words(&serde_json::from_str::<Part>(text).unwrap_err()),
                told,
                "{text}"
            );
        }
    }

    #[test]
    fn the_parsers_complaints_are_put_in_plain_words() {
        for (text, line, column, message) in [
            ("{\"a\": 1", 1, 7, "the JSON ends too early"),
            ("{\"a\": 1\n\n", 1, 7, "the JSON ends too early"),
            ("{\"a\": \"x", 1, 8, "a text is opened"),
            ("{\"a\": 1} x", 1, 10, "something stands behind"),
            ("{\"a\": 1,}", 1, 9, "a comma stands before nothing"),
            ("{a: 1}", 1, 2, "a key must be a text"),
            ("{\"é\": x}", 1, 7, "a JSON value cannot begin here"),
            ("{\"a\" 1}", 1, 6, "a `:` is missing"),
            ("{\"a\": 1\n \"b\": 2}", 2, 2, "a comma is missing"),
            ("{\"a\": \"x\ny\"}", 2, 1, "a text holds a line break"),
            ("{\"a\": \"\\d\"}", 1, 9, "this escape is unknown"),
            ("{\"a\": \"\\ud800\"}", 1, 14, "this escape is half"),
            ("{\"a\": 1e999}", 1, 11, "this number is too large"),
            ("{\"a\": 010}", 1, 8, "this is no number"),
            ("{\"a\": NaN}", 1, 7, "JSON has no NaN"),
            ("{\"a\": nil}", 1, 8, "this is none of"),
        ] {
            let (l, c, m) = told(text);
            assert!(m.starts_with(message), "{text:?}: {m}");
            assert_eq!((l, c), (line, column), "{text:?}: {m}");
        }
    }
}
