//! From the path of a fact to its place in a report.

use super::outcome::Place;
use crate::source::{Pointer, Source, Span, spans};

/// Where facts stand, each with its end.
pub(super) fn places(file: &str, source: Option<&Source>, paths: &[String]) -> Vec<Place> {
    let names: Vec<&str> = paths.iter().map(String::as_str).collect();
    let nowhere = Span {
        place: crate::source::Place::START,
        start: 0,
        end: 0,
    };
    let spans = source.map_or_else(|| vec![nowhere; paths.len()], |s| spans(s, &names));
    let spans = spans.into_iter().zip(paths);
    spans
        .map(|(span, path)| place(file, source, span, path))
        .collect()
}

/// A span as a place of the report.
pub(super) fn place(file: &str, source: Option<&Source>, span: Span, path: &str) -> Place {
    let end = source.map_or(span.place, |source| source.place(span.end));
    // What was set in place of the file stands in no file.
    let aside = source.map(|source| source.part_at(span.start));
    let file = match aside {
        Some((1.., aside)) => aside.name(),
        _ => file,
    };
    Place {
        file: slashed(file),
        line: span.place.line,
        column: span.place.column,
        end_line: end.line,
        end_column: end.column,
        pointer: Pointer(path).to_string(),
    }
}

/// A path with forward slashes and without `./`, the same on every platform.
#[must_use]
pub fn slashed(file: &str) -> String {
    let file = if std::path::MAIN_SEPARATOR == '\\' {
        file.replace('\\', "/")
    } else {
        file.to_owned()
    };
    file.strip_prefix("./").unwrap_or(&file).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_with_forward_slashes_from_where_it_stands() {
        assert_eq!(slashed("./sites/a.yaml"), "sites/a.yaml");
        assert_eq!(slashed("../a.yaml"), "../a.yaml");
        // Where it parts no folders a backslash is a letter like another.
        let told = if cfg!(windows) {
            "a/b.yaml"
        } else {
            "a\\b.yaml"
        };
        assert_eq!(slashed("a\\b.yaml"), told);
    }
}
