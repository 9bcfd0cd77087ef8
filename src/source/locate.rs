//! From the path of a fact to its line.

use super::problem::{Place, Span};
use super::text::Source;
use super::tree::Tree;

/// Where the keys of facts stand. Where a path is missing, the place of its nearest part that the
/// text has; the beginning of the text when it has none. All are found in one parse.
#[must_use]
pub fn locate(source: &Source, paths: &[&str]) -> Vec<Place> {
    spans(source, paths).iter().map(|span| span.place).collect()
}

/// The stretches of the keys that [`locate`] finds; empty ones at the beginning where there is none.
#[must_use]
pub(crate) fn spans(source: &Source, paths: &[&str]) -> Vec<Span> {
    if paths.is_empty() {
        return Vec::new();
    }
    let tree = Tree::of(source);
    let span = |path: &&str| source.span(tree.key_of(path).unwrap_or(0..0));
    paths.iter().map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "\
# A mine
name: Childress
power:
  approved_mw: 600
  expansion:
    - mw: 150
      date: 2025
    - {mw: 250, readiness: agreed}
halls:
- name: A
  racks: 400
-
  racks: 20
";

    #[test]
    fn a_fact_is_found_at_its_key_and_a_missing_one_at_its_parent() {
        let source = Source::from_text("x", SITE).unwrap();
        let at = |path| {
            let place = locate(&source, &[path])[0];
            (place.line, place.column)
        };
        assert_eq!(at("name"), (2, 1));
        assert_eq!(at("power.approved_mw"), (4, 3));
        assert_eq!(at("power.expansion[0]"), (6, 7));
        assert_eq!(at("power.expansion[0].date"), (7, 7));
        assert_eq!(at("power.expansion[1].readiness"), (8, 17));
        assert_eq!(at("halls[1].racks"), (13, 3));
        assert_eq!(at("halls[1].floor_load_kpa"), (13, 3));
        assert_eq!(at("halls[7].racks"), (9, 1));
        assert_eq!(at("power.voltage_kv"), (3, 1));
        assert_eq!(at("substation.owner"), (1, 1));
        assert_eq!(at(""), (1, 1));
    }

    #[test]
    fn a_key_has_an_end() {
        let source = Source::from_text("x", SITE).unwrap();
        let key = spans(&source, &["power.approved_mw"])[0];
        assert_eq!(&source.text()[key.start..key.end], "approved_mw");
        let nothing = spans(&source, &["fiber"])[0];
        assert_eq!((nothing.start, nothing.end), (0, 0));
    }

    #[test]
    fn several_paths_take_one_parse_and_a_broken_text_is_no_panic() {
        let source = Source::from_text("x", "a: 1\nb: [\n").unwrap();
        let places = locate(&source, &["b", "a", "c"]);
        assert_eq!(
            places,
            [Place { line: 2, column: 1 }, Place::START, Place::START]
        );
    }
}
