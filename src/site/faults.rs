//! What a well-formed file can still get wrong: no name, evidence for nothing.
//!
//! The same checks run on a typed site and, when the file does not fit the types, on its tree.

use std::collections::HashMap;

use crate::bounds::NAME;
use crate::site::Site;
use crate::site::fact::{UNKNOWN, is_too_long, too_long};
use crate::site::shape::{Node, Shape, Shaped};
use crate::source::tree::{self, Style, Value};
use crate::source::{Step, nearest::nearest, shortened, steps};

/// What is wrong, and at which path.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) path: String,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) related: Option<(String, &'static str)>,
}

/// What the checks ask of a file.
pub(super) trait Facts {
    /// Whether a value stands at or below a path.
    fn states(&self, path: &str) -> bool;
    /// A text under a key of the site itself.
    fn text(&self, key: &str) -> Option<&str>;
    /// Texts of a list, which no type of theirs holds to a length; those of a tree are told where it is explained.
    fn notes(&self) -> &[String];
    /// The path of every evidence entry, where it has one.
    fn evidence(&self) -> Vec<Option<&str>>;
    /// How many waivers there are.
    fn waivers(&self) -> usize;
}

impl Facts for Site {
    fn states(&self, path: &str) -> bool {
        (self as &dyn Node).at(path).is_some_and(Node::is_stated)
    }
    fn text(&self, key: &str) -> Option<&str> {
        let [name, id, operator] = NAMES;
        let named = [
            (name, &self.name),
            (id, &self.id),
            (operator, &self.operator),
        ];
        let (_, fact) = named.into_iter().find(|(named, _)| *named == key)?;
        fact.get().map(String::as_str)
    }
    fn notes(&self) -> &[String] {
        self.notes.items().unwrap_or_default()
    }
    fn evidence(&self) -> Vec<Option<&str>> {
        let entries = self.evidence.items().unwrap_or_default();
        entries
            .iter()
            .map(|entry| entry.path.get().map(String::as_str))
            .collect()
    }
    fn waivers(&self) -> usize {
        self.waivers.items().len()
    }
}

impl Facts for tree::Node {
    fn states(&self, path: &str) -> bool {
        self.at(path).is_some_and(is_stated)
    }
    fn text(&self, key: &str) -> Option<&str> {
        known_text(self.get(key)?)
    }
    fn notes(&self) -> &[String] {
        &[]
    }
    fn evidence(&self) -> Vec<Option<&str>> {
        match self.get("evidence").map(|list| &list.value) {
            Some(Value::Sequence(entries)) => {
                let entries = entries
                    .iter()
                    .filter(|e| matches!(e.value, Value::Mapping(_)));
                entries
                    .map(|entry| entry.get("path").and_then(known_text))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
    fn waivers(&self) -> usize {
        match self.get("waivers").map(|list| &list.value) {
            Some(Value::Sequence(entries)) => entries.len(),
            _ => 0,
        }
    }
}

/// Whether a part of a tree says anything, as far as can be told without its type.
pub(crate) fn is_stated(node: &tree::Node) -> bool {
    match &node.value {
        Value::Scalar(..) => known_text(node).is_some(),
        Value::Mapping(entries) => entries.iter().any(|(_, value)| is_stated(value)),
        Value::Sequence(_) | Value::Unreadable => true,
    }
}

fn known_text(node: &tree::Node) -> Option<&str> {
    let Value::Scalar(text, style) = &node.value else {
        return None;
    };
    let null = *style == Style::Plain && matches!(text.as_str(), "~" | "null" | "Null" | "NULL");
    (!null && text != UNKNOWN && !text.trim().is_empty()).then_some(text)
}

/// Everything wrong with the facts of a file.
pub(super) fn faults(facts: &impl Facts) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !facts.states("name") {
        faults.push(fault(
            "name",
            "the site has no name",
            "add a line such as `name: Childress`",
        ));
    }
    faults.extend(NAMES.iter().filter_map(|key| name_fault(facts, key)));
    let long = facts.notes().iter().position(|note| is_too_long(note));
    faults.extend(long.map(|at| {
        let found = facts.notes()[at].chars().count();
        let message = format!("an item of `notes` has {found} characters");
        fault(&format!("notes[{at}]"), message, too_long())
    }));
    faults.extend(evidence_faults(facts));
    faults.extend(waiver_faults(facts));
    faults
}

/// What a site is called by in tables and on pages.
pub(super) const NAMES: [&str; 3] = ["name", "id", "operator"];

/// A name that fills a page is none. One that is no text at all is told elsewhere.
fn name_fault(facts: &impl Facts, key: &str) -> Option<Fault> {
    let name = facts.text(key)?;
    let found = name.chars().count();
    (found > NAME.count() && !is_too_long(name)).then(|| {
        let help = format!("write at most {}; the rest may go under `notes`", NAME.most);
        fault(key, format!("`{key}` has {found} characters"), help)
    })
}

/// What every waiver has to say, and how.
const WAIVER_KEYS: [(&str, &str, &str); 4] = [
    ("requirement", "what it is for", "network.diverse-routes"),
    ("reason", "why", "second route is under construction"),
    ("owner", "who answers for it", "A. Example"),
    ("expires", "until when it counts", "2027-06-30"),
];

/// A waiver without reason, owner or end is a hole that nobody closes.
fn waiver_faults(facts: &impl Facts) -> Vec<Fault> {
    let keys = (0..facts.waivers()).flat_map(|index| {
        WAIVER_KEYS
            .iter()
            .map(move |key| (format!("waivers[{index}].{}", key.0), key))
    });
    keys.filter(|(path, _)| !facts.states(path))
        .map(|(path, (key, says, example))| {
            let help = format!("add a line such as `{key}: {example}`");
            fault(&path, format!("this waiver does not say {says}"), help)
        })
        .collect()
}

fn fault(path: &str, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault {
        path: path.to_owned(),
        message: message.into(),
        help: Some(help.into()),
        related: None,
    }
}

fn evidence_faults(facts: &impl Facts) -> Vec<Fault> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut faults = Vec::new();
    for (index, path) in facts.evidence().into_iter().enumerate() {
        let at = format!("evidence[{index}].path");
        let Some(path) = path else {
            let help = "add `path:` with the fact it supports, such as `power.approved_mw`";
            faults.push(fault(
                &at,
                "this evidence does not say for which fact it is",
                help,
            ));
            continue;
        };
        if let Some(earlier) = first.get(path) {
            let message = format!("`{}` has evidence twice", short(path));
            let mut twice = fault(&at, message, "merge the two entries, or remove one");
            twice.related = Some((format!("evidence[{earlier}].path"), "first given here"));
            faults.push(twice);
            continue;
        }
        first.insert(path, index);
        faults.extend(path_fault(facts, path).map(|(message, help)| fault(&at, message, help)));
    }
    faults
}

fn path_fault(facts: &impl Facts, path: &str) -> Option<(String, String)> {
    let shown = short(path);
    if Site::SHAPE.at(path).is_none() || canonical(path) != path {
        let help = suggestion(path).map_or_else(
            || {
                "a path goes from section to key, such as `power.approved_mw` or `halls[0].racks`"
                    .to_owned()
            },
            |near| format!("did you mean `{near}`?"),
        );
        return Some((format!("a site has no fact `{shown}`"), help));
    }
    (!facts.states(path)).then(|| {
        let message = format!("`{shown}` has evidence, but this file does not state it");
        (message, "state the fact, or remove the entry".to_owned())
    })
}

/// A path in the one way that findings write it, so that equal paths are equal texts.
fn canonical(path: &str) -> String {
    let mut text = String::new();
    for step in steps(path) {
        match step {
            Step::Item(index) => text += &format!("[{index}]"),
            Step::Key(key) if text.is_empty() => text += key,
            Step::Key(key) => text += &format!(".{key}"),
        }
    }
    text
}

/// The path that was probably meant: the only one with the same last key, or one with similar letters.
pub(crate) fn suggestion(path: &str) -> Option<String> {
    let numbers = |path: &str| -> Vec<usize> {
        let parts = path.split(['.', '[', ']']);
        parts.filter_map(|part| part.parse().ok()).collect()
    };
    let mut paths = Vec::new();
    all_paths(Site::SHAPE, "", &mut paths);
    let last_key = |path: &str| {
        let keys = steps(path).filter_map(|step| match step {
            Step::Key(key) if key.parse::<usize>().is_err() => Some(key.to_owned()),
            _ => None,
        });
        keys.last()
    };
    let wanted = last_key(path.trim());
    let mut same_key = paths
        .iter()
        .filter(|p| wanted.is_some() && last_key(p) == wanted && !p.ends_with(']'));
    let near = match (same_key.next(), same_key.next()) {
        (Some(only), None) => Some(only.as_str()),
        _ => nearest(path, paths.iter().map(String::as_str)),
    }?;
    // The list position is the writer's, not part of the name.
    let mut indices = numbers(path).into_iter();
    let parts: Vec<&str> = near.split("[0]").collect();
    let (last, before) = parts.split_last()?;
    let numbered: String = before
        .iter()
        .map(|part| format!("{part}[{}]", indices.next().unwrap_or(0)))
        .collect();
    Some(numbered + last)
}

/// Every path of a shape, with `[0]` for the items of lists.
fn all_paths(shape: Shape, path: &str, paths: &mut Vec<String>) {
    if !path.is_empty() {
        paths.push(path.to_owned());
    }
    match shape {
        Shape::Section(fields) => {
            for field in fields {
                let dot = if path.is_empty() { "" } else { "." };
                all_paths(field.shape, &format!("{path}{dot}{}", field.name), paths);
            }
        }
        Shape::List(item) => all_paths(*item, &format!("{path}[0]"), paths),
        _ => {}
    }
}

/// A text of the file as it may be quoted in a message.
pub(super) fn short(text: &str) -> String {
    shortened(text, 40)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn messages(text: &str) -> Vec<(String, String)> {
        let source = Source::from_text("x", text).unwrap();
        let site: Site = crate::source::yaml::read(&source).unwrap();
        let of_site = faults(&site);
        let tree = tree::Tree::of(&source);
        assert_eq!(
            of_site,
            faults(tree.root.as_ref().unwrap()),
            "both see the same"
        );
        of_site
            .into_iter()
            .map(|f| (f.path, f.message + " | " + &f.help.unwrap_or_default()))
            .collect()
    }

    fn evidence(path: &str) -> Option<String> {
        let text = format!(
            "name: A\npower: {{requested_mw: 1, approved_mw: unknown}}\nhalls:\n- racks: 5\n- racks: 6\n\
             location: {{region: Texas}}\nevidence:\n- path: {path}\n"
        );
        messages(&text).pop().map(|(_, message)| message)
    }

    #[test]
    fn a_name_is_all_a_file_needs() {
        assert_eq!(messages("name: A\n"), []);
        let unnamed = messages("name: ' '\npower: {energized_mw: unknown}\n");
        let paths: Vec<_> = unnamed.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["name"]);
    }

    #[test]
    fn evidence_is_for_a_fact_that_the_file_states() {
        for good in [
            "power.requested_mw",
            "location",
            "halls",
            "halls[1].racks",
            "halls[0]",
            "power",
        ] {
            assert_eq!(evidence(good), None, "{good}");
        }
        for (bad, said) in [
            ("power.approved_mw", "does not state it"),
            ("halls[2].racks", "does not state it"),
            ("substation", "does not state it"),
            ("halls.racks", "did you mean `halls[0].racks`?"),
            ("halls.1.racks", "did you mean `halls[1].racks`?"),
            ("'halls[01].racks'", "did you mean `halls[1].racks`?"),
            ("power.requestd_mw", "did you mean `power.requested_mw`?"),
            ("requested_mw", "did you mean `power.requested_mw`?"),
            (
                "transformers[2].mva",
                "did you mean `substation.transformers[2].mva`?",
            ),
            ("power.requested_mw.low", "has no fact"),
            ("power..requested_mw", "did you mean `power.requested_mw`?"),
            ("quux", "goes from section to key"),
            ("~", "does not say for which fact"),
        ] {
            let message = evidence(bad).unwrap();
            assert!(message.contains(said), "{bad}: {message}");
        }
    }

    #[test]
    fn evidence_given_twice_names_both_entries() {
        let text = "name: A\npower: {requested_mw: 1}\nevidence:\n- path: name\n- path: name\n";
        let source = Source::from_text("x", text).unwrap();
        let site: Site = crate::source::yaml::read(&source).unwrap();
        let twice = faults(&site).remove(0);
        assert_eq!(twice.path, "evidence[1].path");
        assert_eq!(
            twice.related,
            Some(("evidence[0].path".to_owned(), "first given here"))
        );
    }
}
