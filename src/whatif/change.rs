//! A site with settings in place of what its file says.
//!
//! The tree of the file is changed before it is read into a site, so that checking, ranges and messages are those of
//! files. What was set keeps its place in the text that set it.

use super::path::{Step, written};
use super::setting::{Setting, scalar};
use crate::site::read::read;
use crate::site::shape::{Shape, Shaped};
use crate::site::{Site, is_stated};
use crate::source::tree::{Node, Style, Tree, Value};
use crate::source::yaml::{Plain, resolve};
use crate::source::{Problem, Refused, Source};
use crate::units::counted;

/// The site that settings make of one that could be read, the last one winning, and its text with theirs beside it.
///
/// # Errors
/// When an entry that is to change is not there, and everything that is wrong with what comes out.
pub fn changed(source: &Source, settings: &[Setting]) -> Result<(Source, Site), Refused> {
    let tree = Tree::of(source);
    let mut root = tree.root.clone().unwrap_or_else(nothing);
    let mut text = source.clone();
    for setting in settings {
        let first;
        (text, first) = text.beside(&setting.source);
        let before = root.clone();
        let mut change = Change {
            setting,
            first,
            renumbered: Vec::new(),
        };
        if let Err(lacking) = change.place(&mut root, &setting.steps, "") {
            let problem = lacking.problem(source, &tree, setting);
            return Err(Refused {
                source: source.clone(),
                problems: vec![problem],
            });
        }
        change.drop_evidence(&before, &mut root);
    }
    say_texts(&mut root, Site::SHAPE);
    let text = text.with_cells(root);
    match read(&text) {
        Ok(site) => Ok((text, site)),
        Err(problems) => Err(Refused {
            source: text,
            problems,
        }),
    }
}

/// A list without the entry that is to change.
struct Lacking {
    /// Path of the list.
    list: String,
    /// The entry.
    step: Step,
    /// How many entries there are; `None` where the list is unknown.
    entries: Option<usize>,
}

impl Lacking {
    fn problem(self, source: &Source, tree: &Tree, setting: &Setting) -> Problem {
        let Self {
            list,
            step,
            entries,
        } = self;
        let by = &setting.says.by;
        let message = format!(
            "this site has no `{list}{step}`, which `{by}` is to change: `{}`",
            written(&setting.steps)
        );
        let help = match entries {
            None => format!("it does not state `{list}`; `{list}[+]` adds an entry"),
            Some(0) => format!("its `{list}` is empty; `{list}[+]` adds an entry"),
            Some(n) => format!(
                "its `{list}` has {}, from `{list}[0]`; `{list}[+]` adds one",
                counted(n, "entry", "entries")
            ),
        };
        Problem::at(tree.span_of(source, &list), message).help(help)
    }
}

/// One setting on its way into a tree.
struct Change<'a> {
    setting: &'a Setting,
    /// The first byte of its text, beside that of the site.
    first: usize,
    /// Paths of lists that lost entries, so that others have other numbers now.
    renumbered: Vec<String>,
}

impl Change<'_> {
    fn place(&mut self, node: &mut Node, steps: &[Step], at: &str) -> Result<(), Lacking> {
        let Some((step, rest)) = steps.split_first() else {
            if let Some(value) = &self.setting.value {
                *node = value.clone().moved(self.first);
            }
            return Ok(());
        };
        match step {
            Step::Key(key) => self.under(node, key, rest, at),
            step => self.within(node, step, rest, at),
        }
    }

    /// Below a key, which is there afterwards unless it is taken away.
    fn under(
        &mut self,
        node: &mut Node,
        key: &str,
        rest: &[Step],
        at: &str,
    ) -> Result<(), Lacking> {
        let below = match at {
            "" => key.to_owned(),
            _ => format!("{at}.{key}"),
        };
        // What states nothing yet is no section.
        let mut entries = match std::mem::replace(&mut node.value, Value::Unreadable) {
            Value::Mapping(entries) => entries,
            _ => Vec::new(),
        };
        let range = self.setting.key.start + self.first..self.setting.key.end + self.first;
        let there = entries.iter().position(|(k, _)| k.text() == Some(key));
        let mut entry = match there {
            Some(place) => entries.remove(place),
            None => (scalar(range.clone(), key), nothing()),
        };
        if rest.is_empty() {
            entry.0.range = range;
        }
        let done = self.place(&mut entry.1, rest, &below);
        if !(rest.is_empty() && self.setting.value.is_none()) {
            entries.insert(there.unwrap_or(entries.len()), entry);
        }
        node.value = Value::Mapping(entries);
        done
    }

    /// In the entries of a list that a step means.
    fn within(
        &mut self,
        node: &mut Node,
        step: &Step,
        rest: &[Step],
        at: &str,
    ) -> Result<(), Lacking> {
        let lacking = |entries| Lacking {
            list: at.to_owned(),
            step: step.clone(),
            entries,
        };
        if *step == Step::New {
            let mut entries = match std::mem::replace(&mut node.value, Value::Unreadable) {
                Value::Sequence(entries) => entries,
                _ => Vec::new(),
            };
            let mut entry = nothing();
            let done = self.place(&mut entry, rest, &format!("{at}[{}]", entries.len()));
            entries.push(entry);
            node.value = Value::Sequence(entries);
            return done;
        }
        let Value::Sequence(entries) = &mut node.value else {
            return Err(lacking(None));
        };
        let is_meant = |place: usize, entry: &Node| match step {
            Step::At(index) => *index == place,
            Step::Where(key, word) => entry.get(key).and_then(Node::text) == Some(word),
            Step::Key(_) | Step::New => false,
        };
        let meant: Vec<usize> = entries
            .iter()
            .enumerate()
            .filter_map(|(place, entry)| is_meant(place, entry).then_some(place))
            .collect();
        if meant.is_empty() {
            return Err(lacking(Some(entries.len())));
        }
        if rest.is_empty() && self.setting.value.is_none() {
            for place in meant.into_iter().rev() {
                entries.remove(place);
            }
            self.renumbered.push(at.to_owned());
            return Ok(());
        }
        for place in meant {
            self.place(&mut entries[place], rest, &format!("{at}[{place}]"))?;
        }
        Ok(())
    }

    /// Takes the evidence of facts away that are there no more. What is another fact now is as sure as before.
    fn drop_evidence(&self, before: &Node, root: &mut Node) {
        let after = root.clone();
        let holds = |entry: &Node| {
            let Some(path) = entry.get("path").and_then(Node::text) else {
                return true;
            };
            let states = |facts: &Node| facts.at(path).is_some_and(is_stated);
            let is_entry = |list: &String| {
                let rest = path.strip_prefix(list.as_str());
                rest.is_some_and(|rest| rest.starts_with('['))
            };
            let is_gone = states(before) && !states(&after);
            !is_gone && !self.renumbered.iter().any(is_entry)
        };
        let Value::Mapping(sections) = &mut root.value else {
            return;
        };
        for (key, list) in sections {
            if let ("evidence", Value::Sequence(entries)) =
                (key.text().unwrap_or_default(), &mut list.value)
            {
                entries.retain(holds);
            }
        }
    }
}

fn nothing() -> Node {
    scalar(0..0, "")
}

/// Marks texts as such: a bare `2022` is one where a text is asked for, which a tree that is read without its text
/// cannot tell from a number.
fn say_texts(node: &mut Node, shape: Shape) {
    match (&mut node.value, shape) {
        (Value::Scalar(text, style), Shape::Text)
            if *style == Style::Plain && resolve(text) != Plain::Null =>
        {
            *style = Style::Quoted;
        }
        (Value::Sequence(items), Shape::List(item)) => {
            for node in items {
                say_texts(node, *item);
            }
        }
        (Value::Mapping(entries), Shape::Section(_)) => {
            for (key, value) in entries {
                if let Some(shape) = key.text().and_then(|key| shape.at(key)) {
                    say_texts(value, shape);
                }
            }
        }
        _ => {}
    }
}
