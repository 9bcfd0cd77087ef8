//! The columns of a table: which fact each holds, and the tree that a row of cells makes.

use std::collections::HashMap;
use std::path::Path;

use super::branch::Branch;
use super::facts::{self, Fact};
use super::filling::Filling;
use super::rows::Row;
use crate::source::tree::{Node, Tree, Value};
use crate::source::{Problem, Refused, Source, Span, yaml};
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
        Filling::of(source, row).tree(&self.root)
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
