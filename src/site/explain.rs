//! Everything wrong with a file, from its tree and the shape it should have.
//!
//! It accepts exactly what the typed reading accepts; a property test holds the two together.

mod found;
mod keys;
mod mend;
mod number;
mod scalar;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use crate::bounds::ENTRIES;
use crate::site::fact::too_many_entries;
use crate::site::faults::short;
use crate::site::shape::{Field, Shape};
use crate::source::tree::{Node, Style, Tree, Value};
use crate::source::yaml::{Plain, resolve};
use crate::source::{Notation, Problem, Source};
use crate::units::amount::Quantity;
use found::described;
use keys::Keys;
use number::RANGE_KEYS;

/// Longest list of keys that is worth printing.
const LISTED_KEYS: usize = 12;

/// All problems of a tree that is to have a shape.
pub(super) fn explain(source: &Source, tree: &Tree, shape: Shape) -> Vec<Problem> {
    let mut walk = Walk {
        source,
        root: shape,
        keys: std::cell::LazyCell::new(Box::new(move || Keys::of(shape))),
        problems: Vec::new(),
    };
    match &tree.root {
        Some(root) => walk.document(root),
        None if !tree.complete => {}
        None => {
            let holds = if source.text().trim().is_empty() {
                "is empty"
            } else {
                "holds nothing but comments"
            };
            let help = "`rackready init` prints a template to fill in";
            walk.problems
                .push(Problem::of_file(format!("the file {holds}")).help(help.to_owned()));
        }
    }
    walk.problems
}

/// What is wrong with a value, and what helps.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    message: String,
    help: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: Some(help.into()),
        }
    }
}

/// The place that a value fills: under a key, or in a list under a key.
struct Slot<'a> {
    key: &'a str,
    is_item: bool,
    notation: Notation,
    /// The key, pointed at where the value itself cannot be seen.
    range: Range<usize>,
}

impl Slot<'_> {
    /// The slot as it is called in a message.
    fn name(&self) -> String {
        if self.is_item {
            format!("an item of `{}`", self.key)
        } else {
            format!("`{}`", self.key)
        }
    }

    /// What would be right, as it is written there: a line of YAML, an entry of JSON, a cell of a table.
    fn with(&self, value: &str) -> String {
        match (self.notation, self.is_item) {
            (Notation::Yaml, true) => format!("`- {value}`"),
            (Notation::Yaml, false) => format!("`{}: {value}`", self.key),
            (Notation::Json, true) => format!("`{}`", json_literal(value)),
            (Notation::Json, false) => format!("`\"{}\": {}`", self.key, json_literal(value)),
            (Notation::Row, _) => format!("`{value}`"),
        }
    }
}

/// A bare value as JSON: numbers and flags as they are, everything else a text.
fn json_literal(value: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(value) {
        Ok(_) => value.to_owned(),
        Err(_) => serde_json::Value::from(value).to_string(),
    }
}

struct Walk<'s> {
    source: &'s Source,
    root: Shape,
    /// Made where a key is unknown.
    keys: std::cell::LazyCell<Keys, Box<dyn FnOnce() -> Keys>>,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    fn document(&mut self, root: &Node) {
        match (&root.value, self.root) {
            (Value::Mapping(entries), Shape::Section(fields)) => self.section(entries, fields, ""),
            (Value::Unreadable, _) => {}
            _ => {
                let message = format!(
                    "a site file consists of keys with values, found {}",
                    described(root)
                );
                let help = match (self.source.notation(), &root.value) {
                    (Notation::Json, Value::Sequence(_)) => {
                        "write one site per line into an .ndjson file: `jq -c '.[]'` does it"
                    }
                    (Notation::Json, _) => "begin with `{\"name\": `",
                    _ => "begin with a line such as `name: Childress`",
                };
                let fault = Fault::new(message, help);
                self.report(root.range.clone(), fault);
            }
        }
    }

    fn report(&mut self, range: Range<usize>, fault: Fault) {
        self.problems
            .push(Problem::at(self.source.span(range), fault.message).help(fault.help));
    }

    fn value(&mut self, node: &Node, shape: Shape, slot: &Slot) {
        if slot.is_item && is_null(node) {
            let help = "write its value after the `-`, or remove the line";
            let dash = || self.source.text()[..node.range.start].rfind('-');
            let unseen = node.range.is_empty() && self.source.notation() == Notation::Yaml;
            let seen = match unseen.then(dash).flatten() {
                Some(dash) => dash..dash + 1,
                None => node.range.clone(),
            };
            return self.report(seen, Fault::new(format!("{} is empty", slot.name()), help));
        }
        if let (Value::Mapping(entries), Some(quantity)) = (&node.value, shape.quantity()) {
            return self.range(entries, node, quantity, slot);
        }
        match (&node.value, shape) {
            (Value::Unreadable, _) => {}
            (Value::Mapping(entries), Shape::Section(fields)) => {
                self.section(entries, fields, &format!(" in {}", slot.name()));
            }
            (Value::Sequence(items), Shape::List(item)) => {
                if let Some(first) = items.get(ENTRIES.count()) {
                    let found = items.len();
                    let message = format!("{} has {found} entries", slot.name());
                    self.report(first.range.clone(), Fault::new(message, too_many_entries()));
                }
                for node in items.iter().take(ENTRIES.count()) {
                    let range = node.range.start..node.range.start;
                    self.value(
                        node,
                        *item,
                        &Slot {
                            key: slot.key,
                            is_item: true,
                            notation: slot.notation,
                            range,
                        },
                    );
                }
            }
            (Value::Scalar(text, Style::Plain), Shape::Text)
                if self.source.notation() == Notation::Json && !is_null(node) =>
            {
                let message = format!("{} takes a text, found {}", slot.name(), described(node));
                let help = format!("put it in quotes: \"{}\"", short(text));
                self.report(node.range.clone(), Fault::new(message, help));
            }
            (Value::Scalar(text, style), _) => {
                if let Some(fault) = scalar::fault(text, *style, shape, slot) {
                    self.report(seen(node, slot), fault);
                }
            }
            (Value::Mapping(_) | Value::Sequence(_), _) => {
                self.report(seen(node, slot), scalar::wrong_kind(node, shape, slot));
            }
        }
    }

    /// The entries of a section; `place` says which in messages.
    fn section(&mut self, entries: &[(Node, Node)], fields: &[Field], place: &str) {
        let mut met: HashMap<&str, &Node> = HashMap::new();
        for (key, value) in entries {
            let Some(word) = key.text() else {
                let fault = Fault::new(
                    "a key must be a word",
                    "write `key: value`; quote a text that begins with `[` or `{`",
                );
                self.report(key.range.clone(), fault);
                continue;
            };
            match met.entry(word) {
                Entry::Occupied(first) => self.duplicate(key, first.get()),
                Entry::Vacant(first) => drop(first.insert(key)),
            }
            match fields.iter().find(|field| field.name == word) {
                Some(field) => {
                    let slot = Slot {
                        key: field.name,
                        is_item: false,
                        notation: self.source.notation(),
                        range: key.range.clone(),
                    };
                    self.value(value, field.shape, &slot);
                }
                None => self.unknown_key(key, word, value, fields, place),
            }
        }
    }

    fn duplicate(&mut self, key: &Node, first: &Node) {
        let word = short(key.text().unwrap_or_default());
        let problem = Problem::at(
            self.source.span(key.range.clone()),
            format!("`{word}` is given twice"),
        )
        .help("remove one of the two".to_owned())
        .related(self.source.span(first.range.clone()), "first given here");
        self.problems.push(problem);
    }

    fn unknown_key(&mut self, key: &Node, word: &str, value: &Node, fields: &[Field], place: &str) {
        let names = || fields.iter().map(|field| field.name);
        let help = if word == "<<" {
            "merging is not supported: write the keys out".to_owned()
        } else if let Some(blank) = word.chars().find(|c| is_hidden_blank(*c)) {
            format!(
                "it holds the invisible blank U+{:04X}: use ordinary spaces",
                u32::from(blank)
            )
        } else if let Some((left, right)) = missing_space(word, value, fields) {
            format!("a space must follow the colon: `{left}: {right}`")
        } else if let Some(meant) =
            keys::meant(&self.keys, word, value, fields, self.source.notation())
        {
            meant
        } else if fields.len() <= LISTED_KEYS {
            let list: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            format!("valid here: {}", list.join(", "))
        } else {
            "`rackready init` lists every key; what fits none of them may go under `notes`"
                .to_owned()
        };
        let what = if word == "<<" {
            "merge key"
        } else {
            "unknown key"
        };
        self.report(
            key.range.clone(),
            Fault::new(format!("{what} `{}`{place}", short(word)), help),
        );
    }

    fn range(&mut self, entries: &[(Node, Node)], node: &Node, quantity: Quantity, slot: &Slot) {
        if !node.keys().any(|key| number::meant_end(key).is_some()) {
            return self.report(seen(node, slot), quantity.no_range(node, slot));
        }
        let before = self.problems.len();
        let mut met: HashMap<&str, &Node> = HashMap::new();
        let mut ends: HashMap<&str, f64> = HashMap::new();
        for (key, value) in entries {
            let word = key.text().unwrap_or_default();
            if !RANGE_KEYS.contains(&word) {
                self.unknown_range_key(key, word, slot);
                continue;
            }
            match met.entry(word) {
                Entry::Occupied(first) => self.duplicate(key, first.get()),
                Entry::Vacant(first) => drop(first.insert(key)),
            }
            let end = Slot {
                key: word,
                is_item: false,
                notation: slot.notation,
                range: key.range.clone(),
            };
            match quantity.end(value, &end) {
                _ if value.value == Value::Unreadable => {}
                Ok(number) => drop(ends.insert(word, number)),
                Err(fault) => self.report(seen(value, &end), fault),
            }
        }
        let meant = |end: &str| node.keys().any(|key| number::meant_end(key) == Some(end));
        for needed in ["low", "high"].into_iter().filter(|end| !meant(end)) {
            let help = "write `{low: …, high: …}`; only `likely` may be left out";
            let fault = Fault::new(
                format!("the range of {} has no `{needed}`", slot.name()),
                help,
            );
            self.report(seen(node, slot), fault);
        }
        // The ends say nothing together while one of them is wrong.
        if let (Some(&low), Some(&high), true) = (
            ends.get("low"),
            ends.get("high"),
            self.problems.len() == before,
        ) {
            let likely = ends
                .get("likely")
                .copied()
                .unwrap_or(f64::midpoint(low, high));
            if let Some(fault) = quantity.fault(low, likely, high, slot) {
                self.report(seen(node, slot), fault);
            }
        }
    }

    fn unknown_range_key(&mut self, key: &Node, word: &str, slot: &Slot) {
        let help = number::meant_end(word).map_or(
            "a range has `low`, `likely` and `high`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!(
            "unknown key `{}` in the range of {}",
            short(word),
            slot.name()
        );
        self.report(key.range.clone(), Fault::new(message, help));
    }
}

/// `feeds:2` is one word to YAML.
fn missing_space<'w>(word: &'w str, value: &Node, fields: &[Field]) -> Option<(&'w str, &'w str)> {
    let (left, right) = word.split_once(':')?;
    (is_null(value) && fields.iter().any(|field| field.name == left)).then_some((left, right))
}

/// A blank that word processors write, which YAML takes for a letter.
fn is_hidden_blank(c: char) -> bool {
    (c.is_whitespace() && !c.is_ascii())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// The value's place, or the key's where there is nothing to see.
fn seen(node: &Node, slot: &Slot) -> Range<usize> {
    if node.range.is_empty() {
        slot.range.clone()
    } else {
        node.range.clone()
    }
}

fn is_null(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(text, Style::Plain) if resolve(text) == Plain::Null)
}
