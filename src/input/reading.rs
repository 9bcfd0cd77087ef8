//! Rows of a table that are one site, on their way to it.

use super::adding::add;
use super::columns::constants::fill;
use super::columns::meaning::RowsOfOne;
use super::filling::Filled;
use super::kind::Kind;
use super::known::Known;
use super::rows::Row;
use crate::site::Site;
use crate::source::tree::{Node, Value};
use crate::source::{Problem, Refused, Source};

/// How often cells that cannot be read are taken out before a row is given up.
const TRIES: usize = 4;

/// What was understood of a cell, or that it was taken as unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The header of its column.
    pub column: String,
    /// Where it stands: `file:line`.
    pub place: String,
    /// What was understood, or why it is unknown.
    pub text: String,
    /// Whether the cell was taken as unknown, as it could not be read.
    pub is_unknown: bool,
}

/// A site that was read, and its text.
pub(super) struct Read {
    pub(super) source: Source,
    pub(super) site: Site,
    pub(super) remarks: Vec<Remark>,
}

/// Reads rows that are one site.
///
/// # Errors
/// Everything that is wrong with them.
pub(super) fn rows(
    name: &str,
    known: &Known,
    rows: &[Row],
    judge: impl Fn(&Source) -> Result<Site, Vec<Problem>>,
) -> Result<Read, Refused> {
    let mut parts = Vec::with_capacity(rows.len());
    for row in rows {
        parts.push(Part::of(name, known, row)?);
    }
    if known.rows == Some(RowsOfOne::Latest) {
        parts = parts.into_iter().reduce(later).into_iter().collect();
    }
    let mut parts = parts.into_iter();
    let Some(mut first) = parts.next() else {
        return Err(Refused::unread(
            name,
            Problem::of_file("a site without rows"),
        ));
    };
    for part in parts {
        first.join(part)?;
    }
    let mut tries = 0;
    loop {
        let source = first.whole(known);
        match judge(&source) {
            Ok(site) => {
                return Ok(Read {
                    source,
                    site,
                    remarks: first.remarks,
                });
            }
            Err(problems) => {
                tries += 1;
                let may = known.lenient && rows.len() == 1 && tries < TRIES;
                if !(may && first.forget(known, &problems)) {
                    return Err(first.refused(source, problems));
                }
            }
        }
    }
}

/// One row as a tree.
struct Part {
    source: Source,
    row: Row,
    root: Node,
    remarks: Vec<Remark>,
}

impl Part {
    fn of(name: &str, known: &Known, row: &Row) -> Result<Self, Refused> {
        let source = row.source(name)?;
        if let Some(problem) = known.header.misfit(&source, row) {
            // Cells that are missing at the end say nothing.
            let is_short = row.unclosed().is_none() && row.filled() <= known.header.columns.len();
            if !(known.lenient && is_short) {
                let problems = vec![named(row, problem)];
                return Err(Refused { source, problems });
            }
        }
        let row = row.clone().padded(known.header.columns.len());
        let mut part = Self {
            root: nothing(),
            source,
            row,
            remarks: Vec::new(),
        };
        for _ in 0..TRIES {
            let Filled {
                root,
                problems,
                remarks,
            } = known.header.fill(&part.source, &part.row);
            part.root = root;
            if problems.is_empty() {
                let remarks = remarks.into_iter();
                let remarks: Vec<Remark> = remarks
                    .map(|(at, text)| part.remark(known, at, text, false))
                    .collect();
                part.remarks.extend(remarks);
                return Ok(part);
            }
            if !(known.lenient && part.forget(known, &problems)) {
                // Whatever else is wrong is told with it.
                let source = part.whole(known);
                let mut all = problems;
                all.extend(crate::site::read::read(&source).err().unwrap_or_default());
                return Err(part.refused(source, all));
            }
        }
        let problem = Problem::of_file("this row cannot be read");
        Err(Refused {
            source: part.source,
            problems: vec![problem],
        })
    }

    /// The row with all that holds for every row. Its tree goes with it, and is filled anew where cells are taken out.
    fn whole(&mut self, known: &Known) -> Source {
        let source = self.source.clone();
        let mut root = std::mem::replace(&mut self.root, nothing());
        match &known.constants {
            None => source.with_cells(root),
            Some((text, constants)) => {
                let (source, first) = source.beside(text);
                fill(&mut root, &constants.clone().moved(first));
                source.with_cells(root)
            }
        }
    }

    fn refused(&self, source: Source, mut problems: Vec<Problem>) -> Refused {
        problems.sort();
        problems.dedup();
        let problems = problems
            .into_iter()
            .map(|problem| named(&self.row, problem));
        Refused {
            source,
            problems: problems.collect(),
        }
    }

    fn remark(&self, known: &Known, at: usize, text: String, is_unknown: bool) -> Remark {
        let column = known.header.columns.get(at);
        Remark {
            column: column.map_or_else(String::new, |column| column.title.clone()),
            place: format!("{}:{}", self.source.name(), self.row.line),
            text,
            is_unknown,
        }
    }

    /// Takes as unknown what the cells of problems say; whether each problem is one of a cell that may be unknown.
    fn forget(&mut self, known: &Known, problems: &[Problem]) -> bool {
        let mut columns = Vec::new();
        for problem in problems {
            let Some(at) = problem.at.filter(|at| at.end <= self.source.text().len()) else {
                return false;
            };
            let Some(column) = self.row.column_at(at.start) else {
                return false;
            };
            let is_name = known.header.names().contains(&Some(column));
            let is_blank = self.row.cell(column).trim().is_empty()
                && !matches!(self.row.kind(column), Kind::Unread(_));
            if is_name || is_blank {
                return false;
            }
            if !columns.contains(&column) {
                columns.push(column);
                let remark = self.remark(known, column, problem.message.clone(), true);
                self.remarks.push(remark);
            }
        }
        self.row = self.row.without(&columns);
        self.root = known.header.fill(&self.source, &self.row).root;
        true
    }

    /// Adds a part of the same site.
    fn join(&mut self, part: Self) -> Result<(), Refused> {
        let disagreements = add(&mut self.root, &part.root);
        self.remarks.extend(part.remarks.iter().cloned());
        if disagreements.is_empty() {
            return Ok(());
        }
        let problems = disagreements.into_iter().map(|differs| {
            let [first, other] = differs.says;
            let path = &differs.path;
            let message = if differs.is_sum {
                format!("parts of one site cannot be added: `{path}` is `{first}` in one and `{other}` in this one")
            } else {
                format!(
                    "parts of one site do not agree: `{path}` is `{first}` in line {} and `{other}` in this one",
                    self.row.line
                )
            };
            let help = "`rows: each` in --columns makes them sites of their own; `ignore` leaves a column out";
            let range = part.root.at(path).map_or(0..0, |node| node.range.clone());
            Problem::at(part.source.span(range), message).help(help.to_owned())
        });
        let problems = problems.collect();
        Err(part.refused(part.source.clone(), problems))
    }
}

/// A tree that is not filled.
fn nothing() -> Node {
    Node {
        range: 0..0,
        value: Value::Unreadable,
    }
}

/// The later of two states of one site, the second where nothing says when they were.
fn later(first: Part, second: Part) -> Part {
    let day = |part: &Part| {
        part.root
            .at("as_of")
            .and_then(|node| node.text().map(str::to_owned))
    };
    match (day(&first), day(&second)) {
        (Some(a), Some(b)) if a > b => first,
        _ => second,
    }
}

/// A problem of a row of a sheet, with the name of its cell.
fn named(row: &Row, mut problem: Problem) -> Problem {
    if let (Some(sheet), Some(at)) = (row.sheet(), problem.at)
        && let Some(column) = row.column_at(at.start)
    {
        let cell = super::letters::letters(column);
        problem.message = format!("{sheet}!{cell}{}: {}", row.line, problem.message);
    }
    problem
}
