//! A mapping file, and everything that is wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::IgnoredAny;

use super::super::cells::Decimal;
use super::super::cells::units::Unit;
use super::super::facts::{self, Fact};
use super::constants::{nothing, put};
use super::meaning::{Columns, Meaning, RowsOfOne, key};
use crate::site::read::problems_of_part;
use crate::site::shape::Shape;
use crate::source::nearest::nearest;
use crate::source::tree::{Node, Tree, Value};
use crate::source::{Problem, Source, yaml};

/// The word that says a column is not read.
const IGNORE: &str = "ignore";
const COLUMNS: &str = "columns";
const CONSTANTS: &str = "constants";
const HEADER_ROW: &str = "header_row";
const DECIMAL: &str = "decimal";
const ROWS: &str = "rows";
/// Keys that say something of the whole table. A header of such a name goes below `columns`.
const SETTINGS: [&str; 6] = [COLUMNS, CONSTANTS, HEADER_ROW, DECIMAL, ROWS, IGNORE];
/// Keys of one column.
const OF_A_COLUMN: [&str; 3] = ["fact", "unit", "values"];

/// What a mapping says.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read(source: &Source) -> Result<Columns, Vec<Problem>> {
    yaml::read::<IgnoredAny>(source)?;
    let tree = Tree::of(source);
    if let Some(problem) = tree.unread(source) {
        return Err(vec![problem]);
    }
    let mut reading = Reading {
        source,
        columns: Columns::default(),
        places: BTreeMap::new(),
        problems: tree.problems,
    };
    if let Some(root) = &tree.root {
        reading.all(root);
    }
    reading.problems.sort();
    if reading.problems.is_empty() {
        Ok(reading.columns)
    } else {
        Err(reading.problems)
    }
}

struct Reading<'a> {
    source: &'a Source,
    columns: Columns,
    /// Where each header was met.
    places: BTreeMap<String, Node>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn wrong(&mut self, at: &Node, message: impl Into<String>, help: impl Into<Option<String>>) {
        let at = self.source.span(at.range.clone());
        self.problems.push(Problem::at(at, message).help(help));
    }

    fn all(&mut self, root: &Node) {
        let Value::Mapping(entries) = &root.value else {
            let help = "write a line for each column: `header: dotted.path`, or `header: ignore`";
            return self.wrong(
                root,
                "a mapping of headers is expected here",
                help.to_owned(),
            );
        };
        for (key, value) in entries {
            let Some(name) = key.text() else {
                self.wrong(key, "a header is a text", None);
                continue;
            };
            match name {
                COLUMNS if is_mapping(value) => self.headers(value),
                CONSTANTS if is_mapping(value) => self.constants(value),
                IGNORE if is_list(value) => self.ignored(value),
                HEADER_ROW | DECIMAL | ROWS | IGNORE | COLUMNS | CONSTANTS => {
                    if is_fact(value) {
                        self.header(key, value);
                    } else {
                        self.setting(name, value);
                    }
                }
                _ => self.header(key, value),
            }
        }
    }

    fn headers(&mut self, below: &Node) {
        let Value::Mapping(entries) = &below.value else {
            return;
        };
        for (key, value) in entries {
            self.header(key, value);
        }
    }

    fn header(&mut self, header: &Node, value: &Node) {
        let Some(name) = header.text() else {
            return self.wrong(header, "a header is a text", None);
        };
        let meaning = match &value.value {
            Value::Mapping(entries) => self.full(name, value, entries),
            _ => match value.text() {
                Some(IGNORE) => Some(Self::unread(name)),
                Some(path) => self.fact(value, path, Some(name)).map(|fact| Meaning {
                    fact: Some(fact),
                    ..Self::unread(name)
                }),
                None => {
                    let help =
                        "write a dotted path, `ignore`, or `{fact: …, unit: …, values: {…}}`";
                    self.wrong(value, "this says no fact", help.to_owned());
                    None
                }
            },
        };
        self.take(header, name, meaning);
    }

    fn unread(name: &str) -> Meaning {
        Meaning {
            written: name.to_owned(),
            fact: None,
            unit: None,
            values: BTreeMap::new(),
        }
    }

    fn take(&mut self, header: &Node, name: &str, meaning: Option<Meaning>) {
        let key = key(name);
        if let Some(first) = self.places.get(&key) {
            let at = self.source.span(header.range.clone());
            let first = self.source.span(first.range.clone());
            let problem = Problem::at(at, format!("`{name}` is given twice"));
            self.problems.push(problem.related(first, "the first one"));
            return;
        }
        self.places.insert(key.clone(), header.clone());
        // A header whose meaning is wrong is told already.
        let meaning = meaning.unwrap_or_else(|| Self::unread(name));
        self.columns.meanings.insert(key, meaning);
    }

    fn fact(&mut self, at: &Node, path: &str, header: Option<&str>) -> Option<Fact> {
        match facts::fact(path) {
            Ok(fact) => Some(fact),
            Err(unknown) => {
                let setting = header.and_then(|header| nearest(header, SETTINGS));
                let help = match (setting, unknown.help) {
                    (Some(near), None) => Some(format!("is `{near}` meant in front of it?")),
                    (_, help) => help,
                };
                self.wrong(at, unknown.message, help);
                None
            }
        }
    }

    fn full(&mut self, name: &str, column: &Node, entries: &[(Node, Node)]) -> Option<Meaning> {
        let mut meaning = Self::unread(name);
        let Some(path) = column.get("fact") else {
            let message = format!("the column `{name}` names no fact");
            self.wrong(
                column,
                message,
                "write `fact: dotted.path` in it".to_owned(),
            );
            return None;
        };
        if path.text() != Some(IGNORE) {
            meaning.fact = Some(self.fact(path, path.text().unwrap_or_default(), None)?);
        }
        for (key, value) in entries {
            match key.text().unwrap_or_default() {
                "fact" => {}
                "unit" => meaning.unit = self.unit(value, meaning.fact.as_ref()),
                "values" => meaning.values = self.values(value),
                other => {
                    let near = nearest(other, OF_A_COLUMN);
                    let help = near.map_or_else(
                        || "a column takes `fact`, `unit` and `values`".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.wrong(key, format!("a column has no key `{other}`"), help);
                }
            }
        }
        Some(meaning)
    }

    fn unit(&mut self, at: &Node, fact: Option<&Fact>) -> Option<Unit> {
        let text = at.text().unwrap_or_default();
        let Some(unit) = Unit::named(text) else {
            let help = "write one such as `kW`, `MW`, `kV`, `mi`, `sq ft` or `ha`";
            self.wrong(
                at,
                format!("`{text}` is no unit that is known here"),
                help.to_owned(),
            );
            return None;
        };
        match fact.map(|fact| (fact, fact.shape)) {
            Some((_, Shape::Quantity { unit: own, .. })) => {
                if let Err(question) = unit.into(own) {
                    self.wrong(at, question.message, question.help);
                }
            }
            Some((fact, _)) => {
                let message = format!("`{}` has no unit", fact.path);
                self.wrong(at, message, "leave `unit` out".to_owned());
            }
            None => {}
        }
        Some(unit)
    }

    fn values(&mut self, at: &Node) -> BTreeMap<String, String> {
        let Value::Mapping(entries) = &at.value else {
            let help = "write `{word of the table: word of the fact}`";
            self.wrong(at, "words of the table are expected here", help.to_owned());
            return BTreeMap::new();
        };
        let mut values = BTreeMap::new();
        for (from, to) in entries {
            match (from.text(), to.text()) {
                (Some(from), Some(to)) => {
                    values.insert(from.to_owned(), to.to_owned());
                }
                _ => self.wrong(to, "a single word is expected here", None),
            }
        }
        values
    }

    fn ignored(&mut self, list: &Node) {
        let Value::Sequence(items) = &list.value else {
            return;
        };
        for item in items {
            match item.text() {
                Some(name) => self.take(item, name, Some(Self::unread(name))),
                None => self.wrong(item, "a header is expected here", None),
            }
        }
    }

    fn setting(&mut self, name: &str, value: &Node) {
        let text = value.text().unwrap_or_default();
        match name {
            HEADER_ROW => match text.parse::<usize>() {
                Ok(line @ 1..) => self.columns.header_row = Some(line),
                _ => self.wrong(value, "`header_row` is the number of a line, from 1", None),
            },
            DECIMAL => match text {
                "point" => self.columns.decimal = Some(Decimal::Point),
                "comma" => self.columns.decimal = Some(Decimal::Comma),
                other => self.no_word(value, name, other, &["point", "comma"]),
            },
            ROWS => match RowsOfOne::WORDS.iter().find(|(word, _)| *word == text) {
                Some((_, rows)) => self.columns.rows = Some(*rows),
                None => self.no_word(value, name, text, &RowsOfOne::WORDS.map(|(word, _)| word)),
            },
            IGNORE => self.wrong(
                value,
                "`ignore` is a list of headers",
                "write `ignore: [HEADER, …]`".to_owned(),
            ),
            other => {
                let below = if other == COLUMNS {
                    "header: path"
                } else {
                    "dotted.path: value"
                };
                let help = format!("write a line `{below}` for each below it");
                self.wrong(value, format!("`{other}` is a mapping"), help);
            }
        }
    }

    fn no_word(&mut self, at: &Node, name: &str, found: &str, words: &[&str]) {
        let all: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
        let help = nearest(found, words.iter().copied());
        let help = help.map(|near| format!("did you mean `{near}`?"));
        let message = format!("`{name}` is one of {}, found `{found}`", all.join(", "));
        self.wrong(at, message, help);
    }

    fn constants(&mut self, below: &Node) {
        let Value::Mapping(entries) = &below.value else {
            return;
        };
        let mut root = nothing(below);
        let mut paths: Vec<&str> = Vec::new();
        for (key, value) in entries {
            let path = key.text().unwrap_or_default();
            let Some(fact) = self.fact(key, path, None) else {
                continue;
            };
            if matches!(path, "id" | "name") {
                self.wrong(key, format!("no two sites have one `{path}`"), None);
                continue;
            }
            let inside = |other: &&str| {
                let longer = |a: &str, b: &str| {
                    a.strip_prefix(b)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
                };
                longer(path, other) || longer(other, path)
            };
            if let Some(other) = paths.iter().find(|other| inside(other)) {
                let message = format!("`{path}` and `{other}` are about the same fact");
                self.wrong(key, message, None);
                continue;
            }
            if skips(&root, &fact) {
                let help = "items are counted from [0], one after the other";
                self.wrong(
                    key,
                    format!("`{path}` skips items of its list"),
                    help.to_owned(),
                );
                continue;
            }
            paths.push(path);
            put(&mut root, path, key, value.clone());
        }
        if paths.is_empty() {
            return;
        }
        self.problems
            .extend(problems_of_part(self.source, root.clone()));
        self.columns.constants = Some((Arc::new(self.source.clone()), root));
    }
}

/// Whether an item of a list comes before the one in front of it.
fn skips(root: &Node, fact: &Fact) -> bool {
    let mut before = String::new();
    for part in fact.path.split_inclusive(']') {
        let Some((list, index)) = part.trim_end_matches(']').rsplit_once('[') else {
            continue;
        };
        before += list;
        let there = match root.at(&before).map(|node| &node.value) {
            Some(Value::Sequence(items)) => items.len(),
            _ => 0,
        };
        if index.parse::<usize>().is_ok_and(|index| index > there) {
            return true;
        }
        before += &format!("[{index}]");
    }
    false
}

fn is_mapping(node: &Node) -> bool {
    matches!(node.value, Value::Mapping(_))
}

fn is_list(node: &Node) -> bool {
    matches!(node.value, Value::Sequence(_))
}

/// Whether a header of the name of a setting is meant.
fn is_fact(node: &Node) -> bool {
    let text = node.text();
    text.is_some_and(|text| text == IGNORE || facts::fact(text).is_ok())
        || node.get("fact").is_some()
}
