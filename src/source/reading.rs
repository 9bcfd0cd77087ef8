//! Everything wrong with a file whose JSON Schema is at hand, in one go.
//!
//! Typed reading stops at the first complaint and knows no nearest key. The schema comes from the same type, so
//! that the two cannot disagree about keys.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::bounds::{LIST, TEXT};

use super::nearest::nearest;
use super::tree::{self, Node, Style, Tree};
use super::yaml::{self, Plain, resolve};
use super::{Problem, Source};
use crate::units::number::short;

/// What a text is that the schema holds to a pattern.
pub(crate) struct Dated {
    /// What it is called.
    pub(crate) takes: &'static str,
    /// How to write one.
    pub(crate) help: &'static str,
    /// Whether a text is one.
    pub(crate) fits: fn(&str) -> bool,
}

/// Reads a source into a type whose schema is at hand.
///
/// # Errors
/// What is wrong with the text as YAML, or else everything that does not fit the schema, or else the first thing that
/// does not fit the type.
pub(crate) fn read<T: DeserializeOwned>(
    source: &Source,
    schema: &Value,
    dated: &Dated,
    more: impl FnOnce(&Tree) -> Vec<Problem>,
) -> Result<T, Vec<Problem>> {
    let typed = yaml::read::<T>(source);
    let tree = Tree::of(source);
    let mut problems = match &typed {
        // Behind a syntax error nothing is certain.
        Err(complaint) if !tree.complete || !tree.problems.is_empty() => {
            let syntax = yaml::syntax_problem(source).map(|problem| vec![problem]);
            return Err(syntax.unwrap_or_else(|| complaint.clone()));
        }
        // Nor is it where the parser with places gave up.
        Ok(_) if tree.stopped.is_some() => return Err(tree.unread(source).into_iter().collect()),
        Ok(_) if !tree.problems.is_empty() => return Err(tree.problems),
        _ => explain(source, &tree, schema, dated),
    };
    problems.extend(more(&tree));
    problems.sort();
    match typed {
        Ok(value) if problems.is_empty() => Ok(value),
        Err(complaint) if problems.is_empty() => Err(complaint),
        _ => Err(problems),
    }
}

/// All problems of a tree that is to fit a schema without references.
fn explain(source: &Source, tree: &Tree, schema: &Value, dated: &Dated) -> Vec<Problem> {
    let mut walk = Walk {
        source,
        dated,
        problems: Vec::new(),
    };
    match &tree.root {
        Some(root) => walk.value(root, schema, "the file"),
        None => walk.problems.push(Problem::of_file("the file is empty")),
    }
    walk.problems
}

struct Walk<'s> {
    source: &'s Source,
    dated: &'s Dated,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    fn report(&mut self, node: &Node, message: String, help: Option<String>) {
        let span = self.source.span(node.range.clone());
        self.problems.push(Problem::at(span, message).help(help));
    }

    /// `name` says in messages what the value is.
    fn value(&mut self, node: &Node, schema: &Value, name: &str) {
        let schema = without_null(schema);
        match (kind(schema), &node.value) {
            (_, tree::Value::Unreadable) => {}
            ("object", tree::Value::Mapping(entries)) => self.section(node, entries, schema, name),
            ("array", tree::Value::Sequence(items)) => {
                let [least, most] = ["minItems", "maxItems"].map(|key| schema[key].as_u64());
                let found = u64::try_from(items.len()).unwrap_or(u64::MAX);
                if let Some(first) = items.get(LIST.count()) {
                    let message = format!("{name} has {found} entries");
                    let help = format!("a list has at most {} entries", LIST.most);
                    return self.report(first, message, Some(help));
                }
                if items.is_empty() && least.is_some() {
                    self.report(node, format!("{name} is empty"), None);
                } else if let Some(most) =
                    most.filter(|most| least == Some(*most) && found != *most)
                {
                    self.report(
                        node,
                        format!("{name} takes {most} items, found {found}"),
                        None,
                    );
                }
                for item in items {
                    self.value(item, &schema["items"], &format!("an item of {name}"));
                }
            }
            (kind, tree::Value::Scalar(text, style)) => {
                if let Some((message, help)) = scalar(text, *style, kind, schema, name, self.dated)
                {
                    self.report(node, message, help);
                }
            }
            (kind, _) => self.report(node, format!("{name} takes {}", expected(kind)), None),
        }
    }

    fn section(&mut self, node: &Node, entries: &[(Node, Node)], schema: &Value, name: &str) {
        let none = Map::new();
        let fields = schema["properties"].as_object().unwrap_or(&none);
        let mut met: Vec<&str> = Vec::new();
        for (key, value) in entries {
            let Some(word) = key.text() else {
                self.report(key, "a key must be a word".to_owned(), None);
                continue;
            };
            if met.contains(&word) {
                self.report(key, format!("`{word}` is given twice"), None);
            }
            met.push(word);
            match fields.get(word) {
                Some(field) if is_null(value) => {
                    let takes = expected(kind(without_null(field)));
                    let help = format!("give it {takes}, or remove the line");
                    self.report(key, format!("`{word}` has no value"), Some(help));
                }
                Some(field) => self.value(value, field, &format!("`{word}`")),
                // Keys of any name, which are checked by who knows what they mean.
                None if schema.get("additionalProperties") == Some(&Value::Bool(true)) => {}
                None => {
                    let keys = || fields.keys().map(String::as_str);
                    let help = nearest(word, keys()).map_or_else(
                        || {
                            let keys: Vec<String> = keys().map(|k| format!("`{k}`")).collect();
                            format!("valid here: {}", keys.join(", "))
                        },
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.report(key, format!("unknown key `{word}` in {name}"), Some(help));
                }
            }
        }
        let required = schema["required"].as_array().into_iter().flatten();
        for key in required.filter_map(Value::as_str) {
            let misspelled = || {
                met.iter()
                    .any(|word| fields.get(*word).is_none() && nearest(word, [key]).is_some())
            };
            if !met.contains(&key) && !misspelled() {
                self.report(node, format!("`{key}` is missing in {name}"), None);
            }
        }
    }
}

/// The schema behind an option.
fn without_null(schema: &Value) -> &Value {
    let Some(choices) = schema["anyOf"].as_array() else {
        return schema;
    };
    let mut choices = choices.iter().filter(|choice| choice["type"] != "null");
    choices.next().unwrap_or(schema)
}

fn kind(schema: &Value) -> &str {
    let named = match &schema["type"] {
        Value::Array(kinds) => kinds
            .iter()
            .find_map(|k| k.as_str().filter(|k| *k != "null")),
        kind => kind.as_str(),
    };
    named.unwrap_or("string")
}

/// The words that a text may be, where not any will do; those that a comment explains stand apart.
fn words(schema: &Value) -> Vec<&str> {
    let list = |key: &str| schema[key].as_array().into_iter().flatten();
    let explained = list("oneOf").flat_map(|choice| {
        let bare = choice["enum"].as_array().into_iter().flatten();
        bare.chain(choice.get("const"))
    });
    let all = list("enum").chain(explained);
    all.filter_map(Value::as_str).collect()
}

fn expected(kind: &str) -> &'static str {
    match kind {
        "object" => "keys of its own",
        "array" => "a list",
        "number" => "a number",
        "integer" => "a whole number",
        "boolean" => "`true` or `false`",
        _ => "a text",
    }
}

fn meaning(text: &str, style: Style) -> Plain {
    match style {
        Style::Plain => resolve(text),
        _ => Plain::Text,
    }
}

fn is_null(node: &Node) -> bool {
    matches!(&node.value, tree::Value::Scalar(text, style) if meaning(text, *style) == Plain::Null)
}

/// What is wrong with a single value, and what helps.
fn scalar(
    text: &str,
    style: Style,
    kind: &str,
    schema: &Value,
    name: &str,
    dated: &Dated,
) -> Option<(String, Option<String>)> {
    let shown: String = text.chars().take(40).collect();
    let meaning = meaning(text, style);
    let takes = |help: Option<String>| {
        let message = format!("{name} takes {}, found `{shown}`", expected(kind));
        Some((message, help))
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "no number of a file needs more than 53 bits"
    )]
    let number = match meaning {
        Plain::Whole(value) => Some(value as f64),
        Plain::Real(value) => Some(value).filter(|value| value.is_finite()),
        _ => None,
    };
    if schema.get("pattern").is_some() {
        let message = format!("{name} takes {}, found `{shown}`", dated.takes);
        return (!(dated.fits)(text)).then(|| (message, Some(dated.help.to_owned())));
    }
    match kind {
        "number" | "integer" => {
            let whole = matches!(meaning, Plain::Whole(_));
            let Some(number) = number.filter(|_| kind == "number" || whole) else {
                return takes(None);
            };
            let (low, high) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
            let inside = low.is_none_or(|low| number >= low) && high.is_none_or(|h| number <= h);
            let range = match (low, high) {
                (Some(low), Some(high)) if low == high => short(low),
                (Some(low), Some(high)) => format!("from {} to {}", short(low), short(high)),
                (Some(low), None) => format!("{} or more", short(low)),
                _ => "smaller".to_owned(),
            };
            let is_share = (low, high) == (Some(0.0), Some(1.0));
            let is_percent = is_share && (2.0..=100.0).contains(&number);
            let help = is_percent.then(|| format!("for {number} % write {}", number / 100.0));
            (!inside).then(|| (format!("{name} must be {range}, found {shown}"), help))
        }
        "boolean" if matches!(meaning, Plain::Flag(_)) => None,
        "string" if text.len() > TEXT.count() && text.chars().count() > TEXT.count() => {
            let message = format!("{name} has {} characters", text.chars().count());
            Some((
                message,
                Some(format!("a text has at most {} characters", TEXT.most)),
            ))
        }
        "string" if meaning == Plain::Text && !text.trim().is_empty() => {
            let words = words(schema);
            let is_free = words.is_empty() || words.contains(&text);
            (!is_free).then(|| {
                let help = nearest(text, words.iter().copied()).map_or_else(
                    || format!("it takes one of {}", words.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                (format!("{name} has no value `{shown}`"), Some(help))
            })
        }
        "string" if meaning != Plain::Text => takes(Some("put it in quotes".to_owned())),
        _ => takes(None),
    }
}
