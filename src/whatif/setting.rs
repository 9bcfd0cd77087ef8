//! One change to a site, read and checked without one.

use std::ops::Range;
use std::sync::Arc;

use super::SetFact;
use super::path::{Step, steps};
use crate::site::fact::UNKNOWN;
use crate::site::read::problems_of_part;
use crate::site::shape::Shape;
use crate::source::parsing::syntax_problem;
use crate::source::tree::{Node, Style, Tree, Value};
use crate::source::yaml::{Plain, resolve};
use crate::source::{Problem, Refused, Source};

/// A path and what it is to hold.
#[derive(Debug, Clone)]
pub struct Setting {
    /// What was written.
    pub(super) says: SetFact,
    /// The text in which it stands.
    pub(super) source: Arc<Source>,
    /// Where it leads.
    pub(super) steps: Vec<Step>,
    /// The bytes of the path.
    pub(super) key: Range<usize>,
    /// The value; `None` takes away what is there.
    pub(super) value: Option<Node>,
}

impl Setting {
    /// Reads `PATH=VALUE`, the value in YAML, under the name of what sets it, such as `--set 2`.
    ///
    /// # Errors
    /// Everything that is wrong with it, whatever site it is for.
    pub fn read(text: &str, by: &str) -> Result<Self, Refused> {
        let source = Source::from_text(by, text)?;
        let refuse = |source, problems| Refused { source, problems };
        let Some(end) = end_of_path(text) else {
            let help = "write `PATH=VALUE`, such as `power.approved_mw=300`";
            let at = source.span(0..text.len());
            let problem = Problem::at(at, "a `=` is missing behind the path");
            let problems = vec![problem.help(help.to_owned())];
            return Err(refuse(source, problems));
        };
        match value_in(&source, by, end + 1) {
            Err(problems) => Err(refuse(source, problems)),
            Ok(value) => {
                let source = Arc::new(source);
                let key = scalar(0..end, &text[..end]);
                Self::of(&source, &key, value, by.to_owned())
                    .map_err(|problems| refuse(Arc::unwrap_or_clone(source), problems))
            }
        }
    }

    /// A value for a path that stands in a text.
    pub(super) fn of(
        source: &Arc<Source>,
        key: &Node,
        value: Node,
        by: String,
    ) -> Result<Self, Vec<Problem>> {
        let path = key.text().unwrap_or_default().trim().to_owned();
        let key = key.range.clone();
        let says = SetFact {
            path,
            value: on_one_line(source, &value),
            by,
        };
        let (steps, shape) = steps(&says.path).map_err(|wrong| {
            let problem = Problem::at(source.span(key.clone()), wrong.message);
            vec![problem.help(wrong.help)]
        })?;
        let value = (!takes_away(&value, &steps, shape)).then_some(value);
        let mut problems = problems_of_entries(source, &key, &steps);
        if let (Some(value), true) = (&value, problems.is_empty()) {
            problems = problems_at(source, &key, &steps, value.clone());
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            says,
            source: Arc::clone(source),
            steps,
            key,
            value,
        })
    }

    /// What was written.
    #[must_use]
    pub fn says(&self) -> &SetFact {
        &self.says
    }
}

/// A value as it is written, or the same in brackets where that takes several lines.
fn on_one_line(source: &Source, node: &Node) -> String {
    let written = source.text().get(node.range.clone()).unwrap_or_default();
    let written = written.trim();
    if !written.contains('\n') {
        return written.to_owned();
    }
    let each = |node| on_one_line(source, node);
    match &node.value {
        Value::Scalar(text, Style::Plain) => text.clone(),
        Value::Scalar(text, _) => serde_json::Value::from(text.as_str()).to_string(),
        Value::Sequence(items) => {
            let items: Vec<String> = items.iter().map(each).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Mapping(entries) => {
            let entries = entries.iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| format!("{}: {}", each(key), each(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Unreadable => String::new(),
    }
}

/// The first `=` that stands in no brackets.
pub(super) fn end_of_path(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b'=' && depth == 0
    })
}

/// The YAML value that begins at a byte.
fn value_in(source: &Source, by: &str, first: usize) -> Result<Node, Vec<Problem>> {
    let moved = |problem: Problem| Problem {
        at: problem
            .at
            .map(|at| source.span(first + at.start..first + at.end)),
        related: None,
        ..problem
    };
    let text = source.text().get(first..).unwrap_or_default();
    let (problems, root) = match Source::from_text(by, text) {
        Err(refused) => (refused.problems, None),
        Ok(value) => {
            let mut tree = Tree::of(&value);
            let mut problems = std::mem::take(&mut tree.problems);
            problems.extend(syntax_problem(&value, &tree));
            (problems, tree.root)
        }
    };
    if problems.is_empty() {
        let nothing = || scalar(text.len()..text.len(), "");
        Ok(root.unwrap_or_else(nothing).moved(first))
    } else {
        Err(problems.into_iter().map(moved).collect())
    }
}

/// Whether a value says that there is none, where a file would leave out the section or the entry.
fn takes_away(value: &Node, steps: &[Step], shape: Shape) -> bool {
    let is_nothing = match &value.value {
        Value::Scalar(text, Style::Plain) => text == UNKNOWN || resolve(text) == Plain::Null,
        _ => false,
    };
    let is_entry = matches!(steps.last(), Some(Step::At(_) | Step::Where(..)));
    let is_new = matches!(steps.last(), Some(Step::New));
    is_nothing && (is_entry || matches!(shape, Shape::Section(_)) && !is_new)
}

/// What is wrong with a value at the end of some steps.
fn problems_at(source: &Source, key: &Range<usize>, steps: &[Step], value: Node) -> Vec<Problem> {
    let steps = steps.iter().rev();
    let root = steps.fold(value, |node, step| around(step, key, node));
    problems_of_part(source, root)
}

/// What is wrong with the keys by which entries are told: what no entry can hold is in no list.
fn problems_of_entries(source: &Source, key: &Range<usize>, steps: &[Step]) -> Vec<Problem> {
    let told = steps.iter().enumerate().filter_map(|(at, step)| {
        let Step::Where(told_by, word) = step else {
            return None;
        };
        let entry = (scalar(key.clone(), told_by), scalar(key.clone(), word));
        let entry = Node {
            range: key.clone(),
            value: Value::Mapping(vec![entry]),
        };
        Some(problems_at(source, key, &steps[..=at], entry))
    });
    told.flatten().collect()
}

/// What a step leads to, within nothing else.
fn around(step: &Step, key: &Range<usize>, node: Node) -> Node {
    let range = node.range.clone();
    let value = match step {
        Step::Key(word) => Value::Mapping(vec![(scalar(key.clone(), word), node)]),
        _ => Value::Sequence(vec![node]),
    };
    Node { range, value }
}

/// A bare word.
pub(super) fn scalar(range: Range<usize>, text: &str) -> Node {
    Node {
        range,
        value: Value::Scalar(text.to_owned(), Style::Plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (usize, String) {
        let refused = Setting::read(text, "--set 2").unwrap_err();
        assert_eq!(refused.source.name(), "--set 2");
        let problem = &refused.problems[0];
        (problem.place().unwrap().column, problem.message.clone())
    }

    #[test]
    fn what_is_set_is_split_at_the_first_sign_that_stands_in_no_brackets() {
        let read = |text| {
            let SetFact { path, value, by } = Setting::read(text, "--set 1").unwrap().says;
            assert_eq!(by, "--set 1");
            (path, value)
        };
        for (text, path, value) in [
            ("power.approved_mw=300", "power.approved_mw", "300"),
            (
                "power.approved_mw= 40 to 60",
                "power.approved_mw",
                "40 to 60",
            ),
            (
                "permits[kind=zoning].status=granted",
                "permits[kind=zoning].status",
                "granted",
            ),
            ("permits[+]={kind: air}", "permits[+]", "{kind: air}"),
            ("notes=[a=b]", "notes", "[a=b]"),
            ("power.feeds=", "power.feeds", ""),
            ("substation=unknown", "substation", "unknown"),
        ] {
            assert_eq!(read(text), (path.to_owned(), value.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_wrong_value_is_told_as_in_a_file_and_where_it_stands() {
        for (text, column, message) in [
            ("power.approved_mw", 1, "a `=` is missing"),
            ("power.aproved_mw=5", 1, "a site has no fact"),
            ("power.approved_mw=300 MW", 19, "`approved_mw` takes"),
            (
                "power.approved_mw=60 to 40",
                19,
                "the range of `approved_mw`",
            ),
            (
                "power.approved_mw={low: 1}",
                19,
                "the range of `approved_mw`",
            ),
            ("power.firmness=frim", 16, "`firmness` has no value `frim`"),
            (
                "permits[kind=zonng].status=denied",
                1,
                "`kind` has no value `zonng`",
            ),
            ("halls[racks=many].count=4", 1, "`racks` takes"),
            ("permits[+]={knd: air}", 13, "unknown key `knd`"),
            ("permits[+]=unknown", 12, "an item of `permits` takes keys"),
            ("halls[0].racks=&a 5", 16, "anchors"),
            ("halls[0].racks=[", 17, "did not find expected node content"),
            ("power.approved_mw=5\u{7}", 20, ""),
        ] {
            let (at, said) = told(text);
            assert!(said.starts_with(message), "{text}: {said}");
            assert_eq!(at, column, "{text}: {said}");
        }
    }
}
