//! From text to a site.
//!
//! A good file costs one typed pass. Only a file that fails is parsed again, into a tree with places,
//! so that everything wrong with it can be told in one go.

use std::path::Path;

use crate::site::Site;
use crate::site::explain::explain;
use crate::site::faults::{Fault, faults};
use crate::site::shape::Shaped;
use crate::source::nearest::nearest;
use crate::source::parsing::{needs_a_look, parse, syntax_problem};
use crate::source::tree::{Node, Tree, Value};
use crate::source::{Problem, Refused, Source};
use crate::units::counted;

/// Most problems that are told of one file; who has more reads the first ones anyway.
const MOST_TOLD: usize = 100;

/// Reads a site.
///
/// # Errors
/// Everything that is wrong with the file, in the order of the text; never empty.
pub fn read(source: &Source) -> Result<Site, Vec<Problem>> {
    let typed = parse::<Site>(source);
    match typed {
        Ok(site) if !needs_a_look(source) && faults(&site).is_empty() => Ok(site),
        _ => read_with_places(source, typed),
    }
}

/// Reads the site in a file.
///
/// # Errors
/// When the file cannot be read, and everything that is wrong with it otherwise.
pub fn read_file(path: &Path) -> Result<(Source, Site), Refused> {
    let source = Source::load(path)?;
    match read(&source) {
        Ok(site) => Ok((source, site)),
        Err(problems) => Err(Refused { source, problems }),
    }
}

/// Everything wrong with a part of a site that stands in its sections and lists, and in nothing else.
pub(crate) fn problems_of_part(source: &Source, root: Node) -> Vec<Problem> {
    let tree = Tree {
        root: Some(root),
        problems: Vec::new(),
        complete: true,
        documents: 1,
        stopped: None,
    };
    in_order(explain(source, &tree, Site::SHAPE))
}

/// The contracts of what `render` reads, of any version.
const RENDERED: [&str; 2] = ["rackready/report/", "rackready/check/"];

/// The one thing to say where a report was saved and is taken for a site.
pub(crate) fn saved_report(source: &Source, tree: &Tree) -> Option<Problem> {
    let named = tree.root.as_ref()?.get("schema")?.text()?;
    let is_ours = RENDERED.iter().any(|contract| named.starts_with(contract));
    let at = tree.span_of(source, "schema");
    let help = format!("`rackready render {}` shows it", source.name());
    is_ours.then(|| Problem::at(at, "this is a saved report, not a site").help(help))
}

fn read_with_places(
    source: &Source,
    typed: Result<Site, Vec<Problem>>,
) -> Result<Site, Vec<Problem>> {
    let mut tree = Tree::of(source);
    if let Some(report) = saved_report(source, &tree) {
        return Err(vec![report]);
    }
    let mut problems = std::mem::take(&mut tree.problems);
    let syntax = syntax_problem(source, &tree);
    if let (true, None, Some(unread)) = (typed.is_ok(), &syntax, tree.unread(source)) {
        // Behind it nothing is certain.
        problems.push(unread);
        return Err(in_order(problems));
    }
    problems.extend(explain(source, &tree, Site::SHAPE));
    let faults = match (&typed, &tree.root) {
        (Ok(site), _) => faults(site),
        (Err(_), Some(root)) if syntax.is_none() && tree.complete => faults(root),
        _ => Vec::new(),
    };
    // Nothing is explained by a file without problems.
    let told = |fault: &Fault| !problems.is_empty() && is_explained(&tree, &problems, &fault.path);
    let untold = faults.into_iter().filter(|fault| !told(fault));
    let placed: Vec<_> = untold.map(|fault| placed(source, &tree, fault)).collect();
    problems.extend(placed);
    if let Some(syntax) = syntax {
        // Behind a syntax error nothing is certain.
        problems.retain(|problem| problem.place() < syntax.place());
        problems.push(syntax);
    }
    match typed {
        Ok(site) if problems.is_empty() => Ok(site),
        Err(complaint) if problems.is_empty() => Err(complaint),
        _ => Err(in_order(problems)),
    }
}

/// Whether what is wrong with a fact follows from something that is told already: a problem in its
/// value or its section, or a key that is misspelled or in the wrong place.
fn is_explained(tree: &Tree, problems: &[Problem], path: &str) -> bool {
    let Some(root) = tree
        .root
        .as_ref()
        .filter(|root| matches!(root.value, Value::Mapping(_)))
    else {
        return true;
    };
    let has_problem = |node: &Node| {
        let mut spans = problems.iter().filter_map(|problem| problem.at);
        spans.any(|span| node.range.contains(&span.start))
    };
    let misspelled =
        |name| root.get(name).is_none() && root.keys().any(|key| nearest(key, [name]).is_some());
    match (root.at(path), path.rsplit_once('.')) {
        (Some(value), _) => {
            matches!(value.value, Value::Mapping(_) | Value::Sequence(_)) && has_problem(value)
        }
        (None, None) => misspelled(path),
        (None, Some((section, _))) => {
            let misplaced = |key| {
                Site::SHAPE.at(key).is_none()
                    && Site::SHAPE.at(&format!("{section}.{key}")).is_some()
            };
            root.at(section).is_some_and(has_problem)
                || misspelled(section)
                || root.keys().any(misplaced)
        }
    }
}

/// A fault at the value of its path, or at the key where the value cannot be seen.
fn placed(source: &Source, tree: &Tree, fault: Fault) -> Problem {
    let span = |path: &str| tree.span_of(source, path);
    let problem = Problem::at(span(&fault.path), fault.message).help(fault.help);
    match fault.related {
        Some((path, label)) => problem.related(span(&path), label),
        None => problem,
    }
}

fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort();
    problems.dedup();
    let untold = problems.len().saturating_sub(MOST_TOLD);
    if untold > 0 {
        problems.truncate(MOST_TOLD);
        problems.push(Problem::of_file(format!(
            "{} not listed",
            counted(untold, "more problem is", "more problems are")
        )));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::shape::Shape;
    use crate::source::yaml;
    use proptest::prelude::*;

    fn source(text: &str) -> Option<Source> {
        Source::from_text("x", text).ok()
    }

    fn problems(text: &str) -> Vec<String> {
        let problems = read(&source(text).unwrap()).unwrap_err();
        problems.into_iter().map(|p| p.message).collect()
    }

    #[test]
    fn all_problems_of_a_file_are_told_at_once_in_the_order_of_the_text() {
        let text =
            "nane: A\npower:\n  approved_mw: 300 MW\n  feeds: 2\n  feeds: x\n  voltage_kv: 9999\n";
        let problems = read(&source(text).unwrap()).unwrap_err();
        let lines: Vec<_> = problems.iter().map(|p| p.place().unwrap().line).collect();
        assert_eq!(lines, [1, 3, 5, 5, 6], "{problems:#?}");
    }

    #[test]
    fn what_a_misspelled_key_explains_is_not_told_twice() {
        assert_eq!(problems("name: A\npower: {aproved_mw: 5}\n").len(), 1);
        assert_eq!(problems("Name: A\npower: {approved_mw: 5}\n").len(), 1);
        assert_eq!(problems("name: A\npower: 300\n").len(), 1);
        assert_eq!(problems("").len(), 1);
        assert_eq!(problems("---\n# nothing\n").len(), 1);
    }

    #[test]
    fn a_syntax_error_is_told_with_the_problems_above_it() {
        let told = problems("name: A\npowr: {}\nland: @\nwater: x\n");
        assert_eq!(
            told,
            ["unknown key `powr`", "a value cannot begin with `@`"]
        );
    }

    #[test]
    fn a_file_full_of_problems_is_cut() {
        let text: String = (0..300).map(|i| format!("k{i}: 1\n")).collect();
        let told = problems(&text);
        assert_eq!(told.len(), MOST_TOLD + 1);
    }

    /// Whether each of the two readings accepts a text.
    fn accepted(source: &Source) -> (bool, bool) {
        let typed = yaml::parse::<Site>(source).is_ok_and(|site| faults(&site).is_empty());
        let tree = Tree::of(source);
        let explained = tree.problems.is_empty()
            && yaml::syntax_problem(source).is_none()
            && explain(source, &tree, Site::SHAPE).is_empty()
            && tree
                .root
                .as_ref()
                .is_some_and(|root| faults(root).is_empty());
        (typed, explained || !tree.complete && typed)
    }

    /// The two YAML parsers differ on a few broken texts; reading must then still give an answer.
    fn readings_go_together(text: &str) {
        let Some(source) = source(text) else { return };
        let (typed, explained) = accepted(&source);
        match read(&source) {
            Ok(_) => assert!(typed && explained, "{text}"),
            Err(problems) => assert!(!(problems.is_empty() || typed && explained), "{text}"),
        }
    }

    fn readings_agree(text: &str) {
        let source = source(text).unwrap();
        let (typed, explained) = accepted(&source);
        assert!(
            typed || !explained,
            "only the typed reading refuses:\n{text}\n{:#?}",
            yaml::parse::<Site>(&source)
        );
        assert!(
            explained || !typed || needs_a_look(&source),
            "only the tree refuses:\n{text}\n{:#?}",
            read(&source)
        );
        readings_go_together(text);
    }

    /// Numbers from a seed, so that a failing case can be run again.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % n
        }
        fn of<'a>(&mut self, items: &[&'a str]) -> &'a str {
            items[self.below(items.len())]
        }
    }

    #[rustfmt::skip]
    const VALUES: &[&str] = &[
        "", "~", "null", "unknown", "'unknown'", "Unknown", "yes", "no", "NO", "on", "true", "True", "'true'", "5",
        "-5", "2.5", "0", "1e2", "+5", "0x1F", "0o17", "010", "1_000", "1,000", "300 MW", "5%", "1:30", ".nan", ".inf",
        "-.inf", "1e999", "40 to 60", "60 to 40", "40-60", "40 to", "' 40 to 60 '", "010 to 020", "inf to 5",
        "nan to 5", "0.5 to 0.7", "{low: 1, high: 2}", "{low: 2, high: 1}", "{low: 1}", "{low: 010, high: 20}",
        "{low: 1, likely: 9, high: 2}", "{low: 1, low: 1, high: 2}", "{low: ~, high: 2}", "{lo: 1, high: 2}",
        "{low: '1', high: 2}", "{low: 0x1, high: 2}", "{low: .inf, high: .inf}", "{}", "{a: b}", "{low: 0.5, high: 1}",
        "[]", "[1, 2]", "[~]", "[unknown]", "[[]]", "[{}]", "[a, b]", "2022", "2022-12", "2022-13", "2022-02-30",
        "+2022", "2022.0", "'2022'", "99999", "99999999999999999999999999999999999999999999", "-99999999999999999999",
        "grid", "firm", "gird", "\"\"", "' '", "a text", "é", "US", "us", "|\n      5", ">\n      grid\n      x", "5 # c",
        "power.energized_mw", "power", "halls[0].racks", "!!str 5", "&a 5", "*a", "\"\\e\"", "don't", "a: b",
    ];

    const EDITS: &[&str] = &[
        ":",
        " ",
        "\n",
        "-",
        "- ",
        "'",
        "\"",
        "[",
        "]",
        "{",
        "}",
        "#",
        " #",
        "&a ",
        "*a",
        "!x ",
        "<<: ",
        "\t",
        "---\n",
        "...\n",
        "? ",
        "|",
        ">",
        "%",
        "@",
        "é",
        "0",
        "name: b\n",
        "\r\n",
        ",",
        "  ",
    ];

    /// A site file in which most is right.
    fn written(dice: &mut Dice) -> String {
        let wrong = [1, 10, 40, 1_000_000][dice.below(4)];
        let mut text = String::new();
        section(Site::SHAPE, "", wrong, dice, &mut text);
        text
    }

    /// The same with a slip of the pen.
    fn damaged(dice: &mut Dice) -> String {
        let mut text = written(dice);
        for _ in 0..1 + dice.below(3) {
            let boundary = |text: &str, at: usize| {
                (at..=text.len())
                    .find(|&at| text.is_char_boundary(at))
                    .unwrap()
            };
            let at = boundary(&text, dice.below(text.len() + 1));
            if dice.below(3) == 0 {
                let end = boundary(&text, (at + dice.below(4)).min(text.len()));
                text.replace_range(at..end, "");
            } else {
                text.insert_str(at, dice.of(EDITS));
            }
        }
        text
    }

    fn section(shape: Shape, indent: &str, wrong: usize, dice: &mut Dice, text: &mut String) {
        let Shape::Section(fields) = shape else {
            return;
        };
        for field in fields {
            let needed = matches!(field.name, "name" | "power" | "energized_mw");
            if !needed && dice.below(3) > 0 {
                continue;
            }
            let key = if dice.below(wrong) == 0 && dice.below(4) == 0 {
                "feeds"
            } else {
                field.name
            };
            *text += &format!("{indent}{key}: ");
            let below = format!("{indent}  ");
            match field.shape {
                _ if dice.below(wrong) == 0 => *text += dice.of(VALUES),
                Shape::Section(_) => {
                    text.push('\n');
                    section(field.shape, &below, wrong, dice, text);
                    continue;
                }
                Shape::List(Shape::Section(fields)) => {
                    let first = fields[0];
                    let value = if first.name == "path" {
                        "name"
                    } else {
                        first.example
                    };
                    *text += &format!("\n{indent}- {}: {value}\n", first.name);
                    continue;
                }
                Shape::List(_) => *text += "[a text]",
                _ => *text += field.example,
            }
            text.push('\n');
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(600), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn both_readings_accept_the_same_files(seed in any::<u64>()) {
            readings_agree(&written(&mut Dice(seed)));
        }

        #[test]
        fn damaged_files_are_read_or_refused(seed in any::<u64>()) {
            readings_go_together(&damaged(&mut Dice(seed)));
        }

        #[test]
        fn no_text_makes_reading_panic(text in r"([a-z_]{1,12}|[-:?,\[\]{}#&*!|>'\x22%@`~ \t\n\r.0-9é])*") {
            readings_go_together(&text);
        }

        #[test]
        fn no_bytes_make_loading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(source) = Source::from_bytes("x", &bytes) {
                let _ = read(&source);
            }
        }
    }

    #[test]
    fn generated_files_are_often_good() {
        let good = (0..200)
            .filter(|&seed| read(&source(&written(&mut Dice(seed))).unwrap()).is_ok())
            .count();
        assert!(good > 20, "{good} of 200");
    }
}
