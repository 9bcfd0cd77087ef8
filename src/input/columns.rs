//! The columns of a table: which fact each holds, and the tree that a row of cells makes.

use std::collections::HashMap;
use std::path::Path;

use super::facts::{self, Fact};
use super::rows::Row;
use crate::site::shape::Shape;
use crate::source::tree::{Node, Style, Tree, Value};
use crate::source::{Problem, Refused, Source, Span, Step, yaml};
use crate::units::counted;

/// The word that says a column is not read.
const IGNORE: &str = "ignore";

/// What headers of a user's own mean: a file of `header: dotted.path`, or `header: ignore`.
#[derive(Debug, Default)]
pub struct Columns {
    meanings: HashMap<String, Option<Fact>>,
}

impl Columns {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it cannot be read, and everything that is wrong with it.
    pub fn load(path: &Path) -> Result<Self, Refused> {
        let source = Source::load(path)?;
        Self::read(&source).map_err(|problems| Refused { source, problems })
    }

    fn read(source: &Source) -> Result<Self, Vec<Problem>> {
        yaml::read::<HashMap<String, String>>(source)?;
        let tree = Tree::of(source);
        let (mut columns, mut problems) = (Self::default(), Vec::new());
        let entries = match tree.root.map(|root| root.value) {
            Some(Value::Mapping(entries)) => entries,
            _ => Vec::new(),
        };
        for (header, meaning) in entries {
            let (name, path) = (header.text(), meaning.text());
            let (Some(name), Some(path)) = (name, path) else {
                continue;
            };
            let fact = match path {
                IGNORE => Ok(None),
                path => facts::fact(path).map(Some),
            };
            let meaning = fact.unwrap_or_else(|unknown| {
                let at = source.span(meaning.range.clone());
                problems.push(Problem::at(at, unknown.message).help(unknown.help));
                None
            });
            if columns
                .meanings
                .insert(name.trim().to_owned(), meaning)
                .is_some()
            {
                let at = source.span(header.range.clone());
                problems.push(Problem::at(at, format!("`{name}` is given twice")));
            }
        }
        if problems.is_empty() {
            Ok(columns)
        } else {
            Err(problems)
        }
    }
}

/// The columns of one table.
#[derive(Debug)]
pub(super) struct Header {
    root: Branch,
    columns: usize,
}

/// A part of a site that some columns are about.
#[derive(Debug)]
enum Branch {
    /// A single fact, in a column.
    Cell(usize, Shape),
    /// A section.
    Section(Vec<(&'static str, Branch)>),
    /// A list: as a whole in a column, by its items, or both.
    List(Option<(usize, Shape)>, Vec<Branch>),
}

impl Header {
    /// The columns that the first row of a table names.
    ///
    /// # Errors
    /// Every column that is unknown or there twice.
    pub(super) fn of(name: &str, row: &Row, columns: &Columns) -> Result<Self, Refused> {
        let source = row.source(name)?;
        if let Some(problem) = other_separator(&source, row, columns) {
            let problems = vec![problem];
            return Err(Refused { source, problems });
        }
        let mut header = Self {
            root: Branch::Section(Vec::new()),
            columns: row.len(),
        };
        let mut problems = Vec::new();
        let mut met: HashMap<String, Span> = HashMap::new();
        for column in 0..row.len() {
            let title = row.cell(column).trim();
            let at = source.span(row.range(&source, column));
            let fact = match columns.meanings.get(title) {
                Some(None) => continue,
                Some(Some(fact)) => Ok(fact.clone()),
                None => facts::fact(title).map_err(|unknown| {
                    let more = "`--columns FILE` gives headers of your own a meaning, or `ignore`";
                    let help = match unknown.help {
                        Some(help) if help.ends_with('?') => format!("{help} Else {more}"),
                        Some(help) => format!("{help}; {more}"),
                        None => more.to_owned(),
                    };
                    Problem::at(at, unknown.message).help(help)
                }),
            };
            match fact {
                Err(problem) => problems.push(problem),
                Ok(fact) => match met.get(&fact.path) {
                    Some(first) => {
                        let message = format!("two columns are about `{}`", fact.path);
                        problems.push(Problem::at(at, message).related(*first, "the first one"));
                    }
                    None => {
                        met.insert(fact.path.clone(), at);
                        if !header.root.grow(&fact, row.len(), column) {
                            let message = format!("`{}` skips items of its list", fact.path);
                            let help = "items are counted from [0], one after the other";
                            problems.push(Problem::at(at, message).help(help.to_owned()));
                        }
                    }
                },
            }
        }
        if problems.is_empty() && !header.root.is_whole() {
            let message = "a list has columns for a later item and none for an earlier one";
            let help = "items are counted from [0], one after the other";
            problems.push(Problem::at(source.span(0..0), message).help(help.to_owned()));
        }
        if problems.is_empty() {
            Ok(header)
        } else {
            Err(Refused { source, problems })
        }
    }

    /// Why a row is none of this table.
    pub(super) fn misfit(&self, source: &Source, row: &Row) -> Option<Problem> {
        if let Some(open) = row.unclosed() {
            let at = source.span(row.range(source, open));
            let help = "close it, and write a quote inside of quotes twice";
            let problem = Problem::at(at, "the quote opened here is never closed");
            return Some(problem.help(help.to_owned()));
        }
        if row.len() == self.columns {
            return None;
        }
        let (cells, columns) = (row.len(), self.columns);
        let at = row.range(source, columns.min(cells.saturating_sub(1)));
        let message = format!(
            "this row has {} and the header {columns}",
            counted(cells, "cell", "cells")
        );
        let help = "a cell that holds the separator goes in double quotes";
        Some(Problem::at(source.span(at), message).help(help.to_owned()))
    }

    /// The tree that a row makes, and what its cells cannot say together.
    pub(super) fn tree(&self, source: &Source, row: &Row) -> (Node, Vec<Problem>) {
        let mut filling = Filling {
            source,
            row,
            problems: Vec::new(),
        };
        let (root, _) = filling.node(&self.root);
        (root, filling.problems)
    }
}

/// What is wrong with a header that is a single cell, as its separator is that of another format.
fn other_separator(source: &Source, row: &Row, columns: &Columns) -> Option<Problem> {
    let header = row.cell(0);
    if row.len() > 1 || columns.meanings.contains_key(header.trim()) {
        return None;
    }
    let separators = [(';', "semicolons"), ('\t', "tabs"), (',', "commas")];
    let (_, found) = separators.iter().find(|(sign, _)| header.contains(*sign))?;
    let at = source.span(row.range(source, 0));
    let message =
        format!("{found} separate these cells; commas are expected in .csv, tabs in .tsv");
    let help = "save the table with that separator; numbers take a decimal point";
    Some(Problem::at(at, message).help(help.to_owned()))
}

impl Branch {
    fn for_shape(shape: Shape, column: usize) -> Self {
        match shape {
            Shape::Section(_) => Self::Section(Vec::new()),
            Shape::List(_) => Self::List(None, Vec::new()),
            _ => Self::Cell(column, shape),
        }
    }

    /// Adds a column; whether its place in a list can exist among so many columns.
    fn grow(&mut self, fact: &Fact, columns: usize, column: usize) -> bool {
        let mut branch = self;
        for (step, shape) in fact.steps() {
            branch = match (step, branch) {
                (Step::Key(key), Self::Section(parts)) => {
                    let at = parts.iter().position(|(name, _)| *name == key);
                    let at = at.unwrap_or(parts.len());
                    if at == parts.len() {
                        // A path was checked against the shapes, whose names live as long as the program.
                        parts.push((facts::name(key), Self::for_shape(shape, column)));
                    }
                    &mut parts[at].1
                }
                (Step::Item(item), Self::List(_, items)) if item < columns => {
                    while items.len() <= item {
                        items.push(Self::for_shape(shape, usize::MAX));
                    }
                    if let Self::Cell(place, _) = &mut items[item] {
                        *place = column;
                    }
                    &mut items[item]
                }
                _ => return false,
            };
        }
        if let Self::List(whole, _) = branch {
            *whole = Some((column, fact.shape));
        }
        true
    }

    /// Whether every item of every list has a column.
    fn is_whole(&self) -> bool {
        match self {
            Self::Cell(column, _) => *column != usize::MAX,
            Self::Section(parts) => parts.iter().all(|(_, part)| part.is_whole()),
            Self::List(_, items) => items.iter().all(|item| {
                item.is_whole() && !matches!(item, Self::Section(parts) if parts.is_empty())
            }),
        }
    }
}

/// A row on its way to a tree. Every node comes with whether its cells state anything.
struct Filling<'a> {
    source: &'a Source,
    row: &'a Row,
    problems: Vec<Problem>,
}

impl Filling<'_> {
    fn node(&mut self, branch: &Branch) -> (Node, bool) {
        match branch {
            Branch::Cell(column, shape) => self.cell(*column, *shape),
            Branch::Section(parts) => {
                let (mut entries, mut any_stated) = (Vec::new(), false);
                for (name, part) in parts {
                    let (value, stated) = self.node(part);
                    any_stated |= stated;
                    let key = scalar(value.range.clone(), name, Style::Plain);
                    entries.push((key, value));
                }
                (over(Value::Mapping(entries)), any_stated)
            }
            Branch::List(whole, items) => self.list(*whole, items),
        }
    }

    fn list(&mut self, whole: Option<(usize, Shape)>, items: &[Branch]) -> (Node, bool) {
        let mut nodes: Vec<_> = items.iter().map(|item| self.node(item)).collect();
        // Tables have columns for the longest list: what lies beyond the last item is no item.
        let stated = nodes.iter().rposition(|(_, stated)| *stated);
        nodes.truncate(stated.map_or(0, |last| last + 1));
        for (node, _) in nodes.iter().filter(|(_, stated)| !stated) {
            let at = self.source.span(node.range.clone());
            let message = "an item of this list is empty and a later one is not";
            let help = "move the later items to the front";
            self.problems
                .push(Problem::at(at, message).help(help.to_owned()));
        }
        let whole = whole.map(|(column, shape)| {
            (
                self.row.range(self.source, column),
                self.cell(column, shape),
            )
        });
        match whole {
            Some((range, (_, true))) if !nodes.is_empty() => {
                let message = "this list is given as a whole and by its items";
                self.problems
                    .push(Problem::at(self.source.span(range), message));
                (over(Value::Sequence(Vec::new())), true)
            }
            Some((_, whole)) if nodes.is_empty() => whole,
            _ if nodes.is_empty() => {
                let first = items.first().map(|item| self.node(item).0.range);
                (scalar(first.unwrap_or(0..0), "", Style::Plain), false)
            }
            _ => {
                let items = nodes.into_iter().map(|(node, _)| node).collect();
                (over(Value::Sequence(items)), true)
            }
        }
    }

    fn cell(&mut self, column: usize, shape: Shape) -> (Node, bool) {
        let text = self.row.cell(column).trim();
        let range = self.row.range(self.source, column);
        let stated = !text.is_empty() && text != crate::site::fact::UNKNOWN;
        let value = match shape {
            _ if !stated => Value::Scalar(text.to_owned(), Style::Plain),
            Shape::Text => Value::Scalar(text.to_owned(), Style::Quoted),
            Shape::List(_) if text == "[]" => Value::Sequence(Vec::new()),
            Shape::List(Shape::Section(_)) => {
                let message = format!("a list of sections takes `[]` or `unknown`, found `{text}`");
                let help = "columns such as `halls[0].area_m2` hold the facts of an item";
                let problem = Problem::at(self.source.span(range.clone()), message);
                self.problems.push(problem.help(help.to_owned()));
                Value::Unreadable
            }
            Shape::List(item) => {
                let items = text
                    .split(';')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                let style = if matches!(item, Shape::Text) {
                    Style::Quoted
                } else {
                    Style::Plain
                };
                Value::Sequence(
                    items
                        .map(|item| scalar(range.clone(), item, style))
                        .collect(),
                )
            }
            Shape::Quantity { .. } => bounds(text, &range).unwrap_or_else(|| plain(text)),
            _ => plain(text),
        };
        (Node { range, value }, stated)
    }
}

/// `{low: 40, likely: 50, high: 60}`, as YAML writes it too.
fn bounds(text: &str, range: &std::ops::Range<usize>) -> Option<Value> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let entry = |part: &str| {
        let (key, value) = part.split_once(':')?;
        let node = |text: &str| scalar(range.clone(), text.trim(), Style::Plain);
        Some((node(key), node(value)))
    };
    inner
        .split(',')
        .map(entry)
        .collect::<Option<_>>()
        .map(Value::Mapping)
}

fn plain(text: &str) -> Value {
    Value::Scalar(text.to_owned(), Style::Plain)
}

fn scalar(range: std::ops::Range<usize>, text: &str, style: Style) -> Node {
    Node {
        range,
        value: Value::Scalar(text.to_owned(), style),
    }
}

/// A section or list, from its first cell to its last.
fn over(value: Value) -> Node {
    let ranges: Vec<_> = match &value {
        Value::Mapping(entries) => entries
            .iter()
            .map(|(_, below)| below.range.clone())
            .collect(),
        Value::Sequence(items) => items.iter().map(|item| item.range.clone()).collect(),
        Value::Scalar(..) | Value::Unreadable => Vec::new(),
    };
    let start = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let end = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    Node {
        range: start..end,
        value,
    }
}
