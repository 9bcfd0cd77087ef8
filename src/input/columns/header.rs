//! The columns of one table: which fact each holds, and how its cells are written.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::super::branch::Branch;
use super::super::cells::units::Unit;
use super::super::cells::{self, Decimal, Manner};
use super::super::facts::{self, Fact};
use super::super::filling::{Filled, Filling};
use super::super::kind::Kind;
use super::super::listed::{listed, quoted};
use super::super::note::Note;
use super::super::rows::Row;
use super::meaning::{Columns, Meaning, key};
use super::misread::{other_separator, unread};
use crate::site::shape::Shape;
use crate::source::{Problem, Refused, Source, Span};
use crate::units::counted;

/// What helps where a header means nothing.
const MAPPING: &str = "`--columns FILE` gives headers of your own a meaning, or `ignore`, and `rackready columns` \
                       proposes such a file";
/// Most headers without a meaning for which the nearest fact is proposed.
const PROPOSED: usize = 20;

/// The columns of one table.
#[derive(Debug)]
pub(in crate::input) struct Header {
    root: Branch,
    /// One for each cell of a row.
    pub(in crate::input) columns: Vec<Column>,
    /// Where the id and the name of a site stand.
    id: Option<usize>,
    name: Option<usize>,
    /// Whether it is one of a workbook, where cells at the end of a row are not written.
    in_sheet: bool,
}

/// One column.
#[derive(Debug)]
pub(in crate::input) struct Column {
    /// Its header as it is shown.
    pub(in crate::input) title: String,
    /// What it holds; nothing where it is not read.
    pub(in crate::input) fact: Option<Fact>,
    /// How its cells are written.
    pub(in crate::input) manner: Manner,
}

impl Column {
    /// How a cell of it is written. What a workbook keeps as a number is written here in one way.
    pub(in crate::input) fn manner_of(&self, kind: Kind) -> Cow<'_, Manner> {
        let mut manner = Cow::Borrowed(&self.manner);
        if kind == Kind::Value && manner.decimal != Decimal::Point {
            manner.to_mut().decimal = Decimal::Point;
        }
        manner
    }
}

impl Header {
    /// The columns that a row names, with units that stand below, and what is to be said of them.
    ///
    /// # Errors
    /// Every column that is unknown or there twice, and a table without names of sites.
    pub(in crate::input) fn of(
        name: &str,
        row: &Row,
        units: Option<&[Option<Unit>]>,
        mapping: &Columns,
    ) -> Result<(Self, Vec<Note>), Refused> {
        let source = row.source(name)?;
        if let Some(problem) = other_separator(&source, row, mapping) {
            let problems = vec![problem];
            return Err(Refused { source, problems });
        }
        let mut reading = Reading {
            source: &source,
            row,
            mapping,
            met: HashMap::new(),
            unknown: 0,
            further: Vec::new(),
            root: Branch::Section(Vec::new()),
            problems: Vec::new(),
            notes: Vec::new(),
        };
        let columns: Vec<Column> = (0..row.len())
            .map(|at| reading.column(at, units.and_then(|units| *units.get(at)?)))
            .collect();
        reading.tell_further();
        let Reading {
            root,
            mut problems,
            mut notes,
            ..
        } = reading;
        if problems.is_empty() && !root.is_whole() {
            let message = "a list has columns for a later item and none for an earlier one";
            let help = "items are counted from [0], one after the other";
            problems.push(Problem::at(source.span(0..0), message).help(help.to_owned()));
        }
        let about = |path: &str| {
            let is = |column: &Column| column.fact.as_ref().is_some_and(|fact| fact.path == path);
            columns.iter().position(is)
        };
        let header = Self {
            id: about("id"),
            name: about("name"),
            in_sheet: row.sheet().is_some(),
            root,
            columns,
        };
        if problems.is_empty() && header.name.is_none() {
            let message = "no column holds the names of the sites";
            let help = "call one `name`, or say in --columns which it is: `HEADER: name`";
            let at = source.span(0..source.text().len());
            problems.push(Problem::at(at, message).help(help.to_owned()));
        }
        notes.extend(header.missing(&source, mapping));
        notes.extend(header.whole(&source));
        if problems.is_empty() {
            Ok((header, notes))
        } else {
            Err(Refused { source, problems })
        }
    }

    /// Columns that the mapping names and the table lacks.
    fn missing(&self, source: &Source, mapping: &Columns) -> Option<Note> {
        let there: BTreeSet<String> = self
            .columns
            .iter()
            .map(|column| key(&column.title))
            .collect();
        let gone = mapping
            .meanings
            .iter()
            .filter(|(key, _)| !there.contains(*key));
        let gone: Vec<String> = gone.map(|(_, m)| quoted(&m.written)).collect();
        if gone.is_empty() {
            return None;
        }
        let text = format!(
            "{}: --columns names {} that {} not there: {}",
            source.name(),
            counted(gone.len(), "column", "columns"),
            if gone.len() == 1 { "is" } else { "are" },
            listed(gone.iter().cloned())
        );
        Some(Note::understood(text))
    }

    /// Every column with what it is read as.
    fn whole(&self, source: &Source) -> Vec<Note> {
        let told = |column: &Column| match &column.fact {
            Some(fact) => format!("`{}` is `{}`", column.title, fact.path),
            None => format!("`{}` is not read", column.title),
        };
        let columns = self
            .columns
            .iter()
            .filter(|column| !column.title.is_empty());
        let told =
            columns.map(|column| Note::detail(format!("{}: {}", source.name(), told(column))));
        told.collect()
    }

    /// Sets the sign before decimals.
    pub(in crate::input) fn decimals(&mut self, decimal: Decimal) {
        for column in &mut self.columns {
            column.manner.decimal = decimal;
        }
    }

    /// What tells the site of a row from others: its id, or else its name.
    pub(in crate::input) fn site_of<'a>(&self, row: &'a Row) -> Option<&'a str> {
        let cell = |column: Option<usize>| {
            let text = row.cell(column?).trim();
            (!text.is_empty()).then_some(text)
        };
        cell(self.id).or_else(|| cell(self.name))
    }

    /// The column of what tells sites from each other.
    pub(in crate::input) fn names(&self) -> [Option<usize>; 2] {
        [self.id, self.name]
    }

    /// Why a row is none of this table.
    pub(in crate::input) fn misfit(&self, source: &Source, row: &Row) -> Option<Problem> {
        if let Some(open) = row.unclosed() {
            let at = source.span(row.range(source, open));
            let help = "close it, and write a quote inside of quotes twice";
            let problem = Problem::at(at, "the quote opened here is never closed");
            return Some(problem.help(help.to_owned()));
        }
        let (cells, columns) = (row.len(), self.columns.len());
        if row.filled() > columns {
            let at = source.span(row.range(source, columns));
            if self.in_sheet {
                let message = "this cell stands in a column without a header";
                let help = "give the column a header, or move what stands there to another sheet";
                return Some(Problem::at(at, message).help(help.to_owned()));
            }
            let message = format!(
                "this row has {} and the header {columns}",
                counted(cells, "cell", "cells")
            );
            let help = "a cell that holds the separator goes in double quotes";
            return Some(Problem::at(at, message).help(help.to_owned()));
        }
        if cells >= columns || self.in_sheet {
            return None;
        }
        let titles = self.columns[cells..]
            .iter()
            .map(|column| format!("`{}`", column.title));
        let mut titles: Vec<String> = titles.collect();
        let lacking = titles.len();
        if lacking > 4 {
            titles.truncate(3);
            titles.push("…".to_owned());
        }
        let message = format!(
            "this row has fewer cells than the header: {cells} of {columns}, {} {} missing at its end",
            titles.join(", "),
            if lacking == 1 { "is" } else { "are" },
        );
        let help = "a blank cell is unknown: write the separators at the end of the row too, or find the cell that \
                    is missing before";
        let end = source.text().trim_end().len();
        Some(Problem::at(source.span(end..end), message).help(help.to_owned()))
    }

    /// The tree that a row makes, and what its cells cannot say together.
    pub(in crate::input) fn fill(&self, source: &Source, row: &Row) -> Filled {
        let manner = |at: usize| {
            let column = self.columns.get(at);
            column.map_or_else(Cow::default, |column| column.manner_of(row.kind(at)))
        };
        let mut filled = Filling::of(source, row, &manner).tree(&self.root);
        let read = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.fact.is_some());
        let unread = read.filter_map(|(at, _)| unread(source, row, at));
        filled.problems.extend(unread);
        filled
    }
}

/// A header that is being read.
struct Reading<'a> {
    source: &'a Source,
    row: &'a Row,
    mapping: &'a Columns,
    /// Where each fact was met.
    met: HashMap<String, Span>,
    /// How many headers mean nothing, and those of them that are told together.
    unknown: usize,
    further: Vec<usize>,
    root: Branch,
    problems: Vec<Problem>,
    notes: Vec<Note>,
}

impl Reading<'_> {
    fn column(&mut self, at: usize, below: Option<Unit>) -> Column {
        let written = self.row.cell(at).trim();
        let mut column = Column {
            title: written.split_whitespace().collect::<Vec<_>>().join(" "),
            fact: None,
            manner: Manner::default(),
        };
        let span = self.source.span(self.row.range(self.source, at));
        if let Some(problem) = unread(self.source, self.row, at) {
            self.problems.push(problem);
            return column;
        }
        // A sheet has columns without end; who writes separators means a column by each.
        if written.is_empty() && self.row.sheet().is_some() {
            return column;
        }
        let meaning = self.mapping.meanings.get(&key(written));
        let fact = match meaning {
            Some(Meaning { fact: None, .. }) => return column,
            Some(Meaning {
                fact: Some(fact), ..
            }) => fact.clone(),
            None => match meant(&column.title) {
                Some(fact) => fact,
                None => {
                    self.means_nothing(at, &column.title, span);
                    return column;
                }
            },
        };
        if let Some(first) = self.met.get(&fact.path) {
            let message = format!("two columns are about `{}`", fact.path);
            self.problems
                .push(Problem::at(span, message).related(*first, "the first one"));
            return column;
        }
        self.met.insert(fact.path.clone(), span);
        if !self.root.grow(&fact, self.row.len(), at) {
            let message = format!("`{}` skips items of its list", fact.path);
            let help = "items are counted from [0], one after the other";
            self.problems
                .push(Problem::at(span, message).help(help.to_owned()));
        }
        column.manner.unit = self.unit(&column.title, &fact, meaning, below, span);
        if let Some(meaning) = meaning {
            column.manner.values.clone_from(&meaning.values);
        }
        column.fact = Some(fact);
        column
    }

    /// Takes in a header that means nothing. What was meant is looked for among all facts, so for the first ones alone.
    fn means_nothing(&mut self, at: usize, title: &str, span: Span) {
        self.unknown += 1;
        if self.unknown > PROPOSED {
            self.further.push(at);
        } else if let Err(unknown) = facts::fact(title) {
            let help = match unknown.help {
                Some(help) if help.ends_with('?') => format!("{help} Else {MAPPING}"),
                Some(help) => format!("{help}; {MAPPING}"),
                None => MAPPING.to_owned(),
            };
            let problem = Problem::at(span, unknown.message).help(help);
            self.problems.push(problem);
        }
    }

    /// Says which headers mean nothing beside those that were told one by one.
    fn tell_further(&mut self) {
        let Some(first) = self.further.first() else {
            return;
        };
        let span = self.source.span(self.row.range(self.source, *first));
        let names = self
            .further
            .iter()
            .map(|at| quoted(self.row.cell(*at).trim()));
        let message = format!(
            "{} no fact either: {}",
            counted(self.further.len(), "more header names", "more headers name"),
            listed(names)
        );
        let problem = Problem::at(span, message).help(MAPPING.to_owned());
        self.problems.push(problem);
    }

    /// The unit in which the cells of a column are written, where it is not the fact's own.
    fn unit(
        &mut self,
        title: &str,
        fact: &Fact,
        meaning: Option<&Meaning>,
        below: Option<Unit>,
        span: Span,
    ) -> Option<Unit> {
        let Shape::Quantity { unit: own, .. } = fact.shape else {
            return None;
        };
        let stated = meaning.and_then(|meaning| meaning.unit);
        let in_title = || {
            let is_path = facts::find(title).is_some();
            cells::title(title)
                .unit
                .filter(|_| !is_path)
                .map(|(unit, _)| unit)
        };
        let unit = stated.or(below).or_else(in_title)?;
        match unit.into(own) {
            Err(question) => {
                let help = format!("{}; `unit: …` in --columns says another", question.help);
                self.problems
                    .push(Problem::at(span, question.message).help(help));
                None
            }
            Ok(conversion) if conversion.is_none() => None,
            Ok(conversion) => {
                self.notes.push(Note::understood(format!(
                    "{}: `{title}` is converted from {} to {}, the unit of `{}`: {} for each",
                    self.source.name(),
                    unit.symbol(),
                    if own.is_empty() { "a share" } else { own },
                    fact.path,
                    number(conversion.of(1.0) - conversion.of(0.0))
                )));
                Some(unit)
            }
        }
    }
}

/// A factor with few digits.
fn number(factor: f64) -> String {
    format!("{factor:.6}")
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

/// The fact that a header names itself, with a unit behind it or without.
fn meant(title: &str) -> Option<Fact> {
    facts::find(title).or_else(|| {
        let named = cells::title(title);
        named.unit.and_then(|_| facts::find(&named.name))
    })
}
