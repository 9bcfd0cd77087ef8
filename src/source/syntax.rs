//! What the YAML parser complains about, in words that help.

use super::problem::{Place, Problem};
use super::text::Source;

/// A complaint of the parser (a part of its message), what it means, and what helps.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a `:` cannot stand here",
        "put a text that holds `: ` in quotes; or check the indentation of this line and the one above",
    ),
    (
        "could not find expected ':'",
        "this is no `key: value`",
        "a space must follow the colon; a text over several lines is indented below its key",
    ),
    (
        "did not find expected '-' indicator",
        "this does not line up with the list above",
        "begin each item with `- ` in the same column, and indent its keys by two more",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin the list on the line below its key",
    ),
    (
        "did not find expected ',' or '}'",
        "the `{` opened here is not closed, or a comma is missing",
        "write `{key: value, key: value}`",
    ),
    (
        "did not find expected ',' or ']'",
        "the `[` opened here is not closed, or a comma is missing",
        "write `[item, item]`",
    ),
    (
        "found unexpected end of stream",
        "the quote opened here is never closed",
        "close it on the same line, or remove it",
    ),
    (
        "found unexpected document indicator",
        "the quote opened here is not closed before the document ends",
        "close it on the same line, or remove it",
    ),
    (
        "unknown escape character",
        "this escape is unknown",
        "in double quotes `\\` begins an escape: use single quotes",
    ),
    (
        "while scanning a directive",
        "this `%` line is no YAML directive",
        "remove the line",
    ),
    (
        "while parsing a quoted scalar",
        "this quoted text is broken",
        "close the quote on the same line",
    ),
    (
        "more than one document",
        "the file holds more than one document",
        "remove the line `---` or split the file",
    ),
    (
        "unknown anchor",
        "aliases (`*name`) are not supported",
        "write the value out; a text that begins with `*` goes in quotes",
    ),
    (
        "recursion limit exceeded",
        "values are nested too deeply",
        "no key of a site lies so deep",
    ),
];

/// A complaint of the YAML parser as a problem at a place.
pub(super) fn in_plain_words(source: &Source, place: Place, message: &str) -> Problem {
    if let Some(problem) = tab(source, place, message) {
        return problem;
    }
    if message.contains("cannot start any token") {
        let at = source.byte_at(place);
        let character = source.text()[at..].chars().next().unwrap_or(' ');
        return Problem::at(
            source.span(at..at + character.len_utf8()),
            format!("a value cannot begin with `{character}`"),
        )
        .help("put the text in quotes".to_owned());
    }
    if message.contains("did not find expected key") {
        return out_of_line(source, place);
    }
    let known = WORDS.iter().find(|(part, _, _)| message.contains(part));
    match known {
        None => Problem::at(rest_of_line(source, place), message),
        Some(&(_, meaning, help)) => {
            let names_its_beginning =
                meaning.contains("opened here") || meaning.contains("no `key: value`");
            let beginning = opening(message).filter(|_| names_its_beginning);
            let beginning = beginning.map(|place| in_the_file(source, place));
            let place = beginning.unwrap_or(place);
            Problem::at(rest_of_line(source, place), meaning).help(help.to_owned())
        }
    }
}

/// A place that a parser counted from the beginning of its text, in the file.
pub(super) fn in_the_file(source: &Source, place: Place) -> Place {
    Place {
        line: place.line + source.first_line() - 1,
        ..place
    }
}

/// Tabs cannot indent. The parser says so in several ways, at the tab or on the line after.
fn tab(source: &Source, place: Place, message: &str) -> Option<Problem> {
    let indented_by_tab = |line: &usize| {
        let text = source.line(*line);
        text[..text.len() - text.trim_start().len()].contains('\t')
    };
    let near = [place.line, place.line.saturating_sub(1), place.line + 1];
    let line = near.into_iter().find(indented_by_tab)?;
    let parser_knows =
        message.contains("tab character") || message.contains("cannot start any token");
    (parser_knows || line == place.line).then(|| {
        let start = source.byte_at(Place { line, column: 1 });
        let at = start + source.line(line).find('\t').unwrap_or_default();
        Problem::at(source.span(at..at), "a tab cannot indent")
            .help("indent with spaces, two for each level".to_owned())
    })
}

/// Text that belongs to nothing: a line indented in another way, or what stands behind a closed quote.
fn out_of_line(source: &Source, place: Place) -> Problem {
    let blanks = source
        .line(place.line)
        .chars()
        .take_while(|c| c.is_whitespace())
        .count();
    let help = if place.column <= blanks + 1 {
        "indent the keys of one section equally"
    } else {
        "put the text in quotes as a whole"
    };
    Problem::at(
        rest_of_line(source, place),
        "this does not continue what stands before it",
    )
    .help(help.to_owned())
}

/// The place at which the parser began what it could not end, which it names last.
fn opening(message: &str) -> Option<Place> {
    let (_, place) = message.rsplit_once("at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some(Place {
        line: line.parse().ok()?,
        column: column.parse().ok()?,
    })
}

fn rest_of_line(source: &Source, place: Place) -> super::problem::Span {
    let start = source.byte_at(place);
    source.span(start..source.text().len())
}

#[cfg(test)]
mod tests {
    use super::super::notation::Notation;
    use super::super::yaml::syntax_problem;
    use super::*;

    fn told(text: &str) -> (usize, usize, String) {
        let problem = syntax_problem(&Source::from_text("x", text).unwrap()).unwrap();
        let place = problem.place().unwrap();
        (place.line, place.column, problem.message)
    }

    #[test]
    fn the_parsers_complaints_are_put_in_plain_words() {
        for (text, line, column, message) in [
            ("a:\n\tb: 1\n", 2, 1, "a tab cannot indent"),
            ("a:\n  b: 1\n\tc: 1\n", 3, 1, "a tab cannot indent"),
            ("a: @b\n", 1, 4, "a value cannot begin with `@`"),
            ("a: `b`\n", 1, 4, "a value cannot begin with ``"),
            ("a: b: c\n", 1, 5, "a `:` cannot stand here"),
            ("a: 1\nb 2\nc: 3\n", 2, 1, "this is no `key: value`"),
            ("a:\n  b: 1\n c: 2\n", 3, 2, "this does not continue"),
            ("a: 'x' y\n", 1, 8, "this does not continue"),
            ("a:\n- b\nc\n", 3, 1, "this is no `key: value`"),
            ("a: - b\n", 1, 4, "a list cannot begin here"),
            ("a: {b: 1\n", 1, 4, "the `{` opened here"),
            ("a: [1\nb: 2\n", 1, 4, "the `[` opened here"),
            ("a: 1\nb: \"x\n", 2, 4, "the quote opened here"),
            ("a: 'x\n---\n", 1, 4, "the quote opened here"),
            ("a: \"\\d\"\n", 1, 5, "this escape is unknown"),
            ("%FOO\n---\na: 1\n", 1, 5, "this `%` line"),
        ] {
            let (l, c, m) = told(text);
            assert!(m.starts_with(message), "{text:?}: {m}");
            assert_eq!((l, c), (line, column), "{text:?}: {m}");
            let later = Source::of_record("x", text.as_bytes(), Notation::Yaml, 10).unwrap();
            let place = syntax_problem(&later).unwrap().place().unwrap();
            assert_eq!((place.line, place.column), (line + 9, column), "{text:?}");
        }
    }
}
