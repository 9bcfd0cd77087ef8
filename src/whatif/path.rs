//! Where something is set: a dotted path, its entries of lists by number, by a key of theirs, or new.

use std::fmt;

use crate::site::shape::{Shape, Shaped};
use crate::site::{Site, suggestion};
use crate::source::nearest::nearest;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Under a key.
    Key(String),
    /// To the entry of a list, from 0.
    At(usize),
    /// To every entry of a list in which a key holds a word.
    Where(String, String),
    /// To a new entry behind the last.
    New,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, ".{key}"),
            Self::At(index) => write!(f, "[{index}]"),
            Self::Where(key, word) => write!(f, "[{key}={word}]"),
            Self::New => f.write_str("[+]"),
        }
    }
}

/// Steps as they are written.
pub(super) fn written(steps: &[Step]) -> String {
    let text: String = steps.iter().map(ToString::to_string).collect();
    text.strip_prefix('.').map_or(text.clone(), str::to_owned)
}

/// A text that leads nowhere, and what helps.
#[derive(Debug)]
pub(super) struct NoPath {
    pub(super) message: String,
    pub(super) help: String,
}

/// What every wrong path is told where none is near.
const FORMS: &str = "a path goes from section to key, such as `power.approved_mw`, `halls[0].racks`, \
                     `permits[kind=zoning].status` or, for a new entry, `permits[+]`";

/// The steps of a path of the file format, and what stands at its end.
pub(super) fn steps(text: &str) -> Result<(Vec<Step>, Shape), NoPath> {
    let steps = split(text.trim()).ok_or_else(|| NoPath {
        message: format!("`{text}` is no path"),
        help: FORMS.to_owned(),
    })?;
    let mut shape = Site::SHAPE;
    for (at, step) in steps.iter().enumerate() {
        shape = below(shape, step).ok_or_else(|| match (shape, step) {
            (Shape::List(entry), Step::Where(key, _)) => {
                no_key(&written(&steps[..at]), *entry, key)
            }
            _ => nowhere(&steps),
        })?;
    }
    Ok((steps, shape))
}

fn split(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (key, behind) = rest.split_at(end);
        if key.is_empty() {
            return None;
        }
        steps.push(Step::Key(key.to_owned()));
        rest = behind;
        while let Some(inside) = rest.strip_prefix('[') {
            let (entry, behind) = inside.split_once(']')?;
            steps.push(entry_of(entry)?);
            rest = behind;
        }
        if rest.is_empty() {
            return Some(steps);
        }
        rest = rest.strip_prefix('.')?;
    }
}

fn entry_of(text: &str) -> Option<Step> {
    if text == "+" {
        return Some(Step::New);
    }
    if let Some((key, word)) = text.split_once('=') {
        // Quotes are how a shell or YAML is told of blanks.
        let word = word.trim().trim_matches(['"', '\'']);
        return Some(Step::Where(key.trim().to_owned(), word.to_owned()));
    }
    // One spelling for each entry: `[01]` is none.
    let index: usize = text.parse().ok()?;
    (index.to_string() == text).then_some(Step::At(index))
}

fn below(shape: Shape, step: &Step) -> Option<Shape> {
    match (shape, step) {
        (Shape::Section(_), Step::Key(key)) => shape.at(key),
        (Shape::List(entry), Step::At(_) | Step::New) => Some(*entry),
        (Shape::List(entry), Step::Where(key, _)) => {
            let told_by = entry.at(key)?;
            let is_single = !matches!(told_by, Shape::Section(_) | Shape::List(_));
            is_single.then_some(*entry)
        }
        _ => None,
    }
}

fn no_key(list: &str, entry: Shape, key: &str) -> NoPath {
    let keys: Vec<&str> = match entry {
        Shape::Section(fields) => fields.iter().map(|field| field.name).collect(),
        _ => Vec::new(),
    };
    let near = nearest(key, keys.iter().copied()).filter(|near| *near != key);
    NoPath {
        message: format!("no entry of `{list}` is told by a key `{key}`"),
        help: near.map_or_else(
            || match keys.as_slice() {
                [] => format!("name it by its number, such as `{list}[0]`"),
                keys => format!("keys are {}", keys.join(", ")),
            },
            |near| format!("did you mean `{list}[{near}=…]`?"),
        ),
    }
}

fn nowhere(steps: &[Step]) -> NoPath {
    let first_entries: Vec<Step> = steps
        .iter()
        .map(|step| match step {
            Step::Key(_) => step.clone(),
            _ => Step::At(0),
        })
        .collect();
    let near = suggestion(&written(&first_entries));
    NoPath {
        message: format!("a site has no fact `{}`", written(steps)),
        help: near.map_or_else(
            || FORMS.to_owned(),
            |near| format!("did you mean `{}`?", with_entries(&near, steps)),
        ),
    }
}

/// A path of first entries with those that were meant.
fn with_entries(path: &str, steps: &[Step]) -> String {
    let mut entries = steps.iter().filter(|step| !matches!(step, Step::Key(_)));
    let mut parts = path.split("[0]");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let entry = entries.next().unwrap_or(&Step::At(0));
        format!("{path}{entry}{part}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_it_was_read() {
        for path in [
            "name",
            "power.approved_mw",
            "halls[1].racks",
            "permits[kind=zoning].status",
            "permits[+]",
            "substation.transformers[+].mva",
            "evidence[path=power.approved_mw].grade",
            "notes[0]",
            "power",
        ] {
            let (steps, _) = steps(path).unwrap();
            assert_eq!(written(&steps), path);
        }
    }

    #[test]
    fn a_wrong_path_is_told_with_the_nearest() {
        let told = |path: &str| {
            let NoPath { message, help } = steps(path).unwrap_err();
            format!("{message}; {help}")
        };
        for (path, expected) in [
            ("power.aproved_mw", "did you mean `power.approved_mw`?"),
            ("approved_mw", "did you mean `power.approved_mw`?"),
            ("halls[3].racs", "did you mean `halls[3].racks`?"),
            ("halls.racks", "did you mean `halls[0].racks`?"),
            (
                "permits[kind=zoning].statuss",
                "did you mean `permits[kind=zoning].status`?",
            ),
            ("permits[+].knd", "did you mean `permits[+].kind`?"),
            (
                "permits[knd=zoning].status",
                "did you mean `permits[kind=…]`?",
            ),
            ("notes[kind=a]", "such as `notes[0]`"),
            ("power.approved_mw.low", "a site has no fact"),
            ("halls[01].racks", "is no path"),
            ("halls[0", "is no path"),
            ("halls[0]racks", "is no path"),
            ("power..feeds", "is no path"),
            ("", "is no path"),
            ("quux", "a path goes from section to key"),
        ] {
            assert!(told(path).contains(expected), "{path}: {}", told(path));
        }
    }
}
