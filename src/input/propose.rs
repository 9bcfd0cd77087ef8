//! A table → a mapping to start from. It is proposed, never decided: what is uncertain is said beside it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::cells::units::Unit;
use super::cells::{self, Cell, Manner};
use super::columns::meaning::{Columns, Tables, key};
use super::columns::place;
use super::facts::{self, Fact};
use super::found::Input;
use super::note::Note;
use super::opened::Opened;
use super::records::body;
use super::rows::{Kind, Row};
use crate::site::shape::Shape;
use crate::source::nearest::nearest;
use crate::source::{Problem, Refused};

/// Rows that are looked at below the header.
const ROWS: usize = 200;
/// Letters of an example.
const EXAMPLE: usize = 30;

/// What the columns of a table probably mean.
#[derive(Debug, Serialize)]
pub struct Proposal {
    /// The file.
    pub file: String,
    /// The line of the header, where it is not the first.
    pub header_row: Option<usize>,
    /// Its columns, in their order.
    pub columns: Vec<Proposed>,
    /// What is to be known of the table beside.
    #[serde(skip)]
    pub notes: Vec<Note>,
}

/// What a column probably means.
#[derive(Debug, Serialize)]
pub struct Proposed {
    /// The header.
    pub header: String,
    /// Dotted path of the fact; nothing where none is near enough.
    pub fact: Option<String>,
    /// The unit of the header, where it is not the fact's own.
    pub unit: Option<String>,
    /// Why.
    pub reason: String,
    /// What a person should look at.
    pub doubts: Vec<String>,
    /// What a cell of it holds.
    pub example: Option<String>,
}

/// What headers of the trade mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Usual {
    fact: String,
    names: Vec<String>,
    #[serde(default)]
    doubt: Option<String>,
}

static USUAL: LazyLock<Vec<Usual>> = LazyLock::new(|| {
    crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/headers.json")))
});

/// Proposes what the columns of a table mean.
///
/// # Errors
/// When the input cannot be read, or is no table.
pub fn propose(input: &Input, tables: &Tables) -> Result<Proposal, Refused> {
    let name = input.path.display().to_string();
    let unread = |error: &std::io::Error| Refused::unreadable(&name, error);
    let opened = Opened::of(input)?;
    if !opened.format().is_table() {
        let problem = Problem::of_file("this is no table, to go by its name");
        let help = "columns are those of .csv, .tsv, .xlsx, .xlsm and .ods; --stdin-filename names standard input";
        return Err(Refused::unread(&name, problem.help(help.to_owned())));
    }
    let mut notes = Vec::new();
    let holds_facts = |rows: &[Row]| rows.iter().any(|row| usual_names(row) >= 2);
    let mut body = body(opened, input, tables, &holds_facts, &mut notes)?;
    let mut rows = body
        .first_rows(tables.columns.header_row)
        .map_err(|error| unread(&error))?;
    let at = header_of(&rows, &tables.columns);
    let Some(at) = at else {
        return Err(Refused::unread(
            &name,
            Problem::of_file("the table is empty"),
        ));
    };
    while rows.len() < at + ROWS {
        match body.next_row().map_err(|error| unread(&error))? {
            Some(row) => rows.push(row),
            None => break,
        }
    }
    rows.retain(|row| !row.is_too_large());
    let Some(header) = rows.get(at) else {
        return Err(Refused::unread(
            &name,
            Problem::of_file("the header is too long"),
        ));
    };
    let below = &rows[at + 1..];
    let units = below.first().and_then(place::units);
    let below = if units.is_some() { &below[1..] } else { below };
    let columns = Proposing::of(header, below, units.as_deref()).columns();
    Ok(Proposal {
        file: name,
        header_row: (at > 0).then_some(header.line),
        columns,
        notes,
    })
}

/// Where the header stands: names of the trade tell it too.
fn header_of(rows: &[Row], columns: &Columns) -> Option<usize> {
    let plain = place::header(rows, columns)?;
    if columns.header_row.is_some() {
        return Some(plain);
    }
    let known = usual_names;
    let best = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (known(row), std::cmp::Reverse(at)));
    match best.max() {
        Some((2.., std::cmp::Reverse(at))) if known(&rows[plain]) < 2 => Some(at),
        _ => Some(plain),
    }
}

/// How many cells of a row are headers that are usual, or name a fact.
fn usual_names(row: &Row) -> usize {
    let cells = (0..row.len()).map(|at| row.cell(at).trim());
    let cells = cells.filter(|cell| !cell.is_empty());
    cells
        .filter(|cell| by_name(cell, &cells::title(cell).name).is_some())
        .count()
}

/// A name without signs and case.
fn plain_name(name: &str) -> String {
    let words = name.to_lowercase();
    let words = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn usual(name: &str) -> Option<&'static Usual> {
    static BY_NAME: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
        let mut by_name = HashMap::new();
        for (at, usual) in USUAL.iter().enumerate() {
            for name in &usual.names {
                by_name.entry(name.as_str()).or_insert(at);
            }
        }
        by_name
    });
    USUAL.get(*BY_NAME.get(name)?)
}

/// A fact that a header may mean.
struct Meant {
    fact: Fact,
    reason: String,
    doubt: Option<String>,
    /// How sure it is, the more the better.
    sure: u8,
}

struct Proposing<'a> {
    header: &'a Row,
    below: &'a [Row],
    units: Option<&'a [Option<Unit>]>,
}

impl<'a> Proposing<'a> {
    fn of(header: &'a Row, below: &'a [Row], units: Option<&'a [Option<Unit>]>) -> Self {
        Self {
            header,
            below,
            units,
        }
    }

    fn columns(&self) -> Vec<Proposed> {
        let width = self.header.filled();
        let mut meant: Vec<Option<Meant>> = (0..width).map(|at| self.meant(at)).collect();
        let mut others: BTreeMap<usize, String> = BTreeMap::new();
        // The surest header has a fact, and of equals the first.
        let mut order: Vec<usize> = (0..width).filter(|at| meant[*at].is_some()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(meant[*at].as_ref().map_or(0, |m| m.sure)));
        let mut taken: HashMap<String, usize> = HashMap::new();
        for at in order {
            let Some(path) = meant[at].as_ref().map(|meant| meant.fact.path.clone()) else {
                continue;
            };
            match taken.get(&path) {
                Some(first) => {
                    let title = self.title(*first);
                    others.insert(at, format!("`{title}` is `{path}` already"));
                    meant[at] = None;
                }
                None => {
                    taken.insert(path, at);
                }
            }
        }
        self.first_name(&mut meant, &taken);
        lists_begin_with_their_first(&mut meant, &mut others);
        let mut keys = HashSet::new();
        let columns = meant.into_iter().enumerate();
        let columns = columns.filter(|(at, _)| !self.title(*at).is_empty());
        columns
            .filter_map(|(at, meant)| {
                // Of two headers that are the same, one is proposed; the other is told where the mapping is used.
                let is_new = keys.insert(key(&self.title(at)));
                is_new.then(|| self.proposed(at, meant, others.remove(&at)))
            })
            .collect()
    }

    fn title(&self, at: usize) -> String {
        let words: Vec<&str> = self.header.cell(at).split_whitespace().collect();
        words.join(" ")
    }

    /// What a column means by its header, where its cells do not gainsay it.
    fn meant(&self, at: usize) -> Option<Meant> {
        let title = self.title(at);
        if title.is_empty() {
            return None;
        }
        let named = cells::title(&title);
        let meant = by_name(&title, &named.name)?;
        let unit = self.unit(at, &title);
        if let (Shape::Quantity { unit: own, .. }, Some(unit)) = (meant.fact.shape, unit)
            && unit.into(own).is_err()
        {
            return None;
        }
        let (read, wrong, _) = self.cells(at, &meant.fact, unit);
        (read > 0 || wrong == 0).then_some(meant)
    }

    /// The unit that a header or the line below it names.
    fn unit(&self, at: usize, title: &str) -> Option<Unit> {
        let below = self.units.and_then(|units| *units.get(at)?);
        let in_title = || cells::title(title).unit.map(|(unit, _)| unit);
        below.or_else(|| in_title().filter(|_| facts::fact(title).is_err()))
    }

    /// How many cells of a column can be read as a fact, how many cannot, and the first of these.
    fn cells(&self, at: usize, fact: &Fact, unit: Option<Unit>) -> (usize, usize, Option<String>) {
        let manner = Manner {
            unit,
            ..Manner::default()
        };
        let (mut read, mut wrong, mut first) = (0, 0, None);
        for row in self.below {
            match cells::read(row.cell(at), fact.shape, &manner) {
                Cell::Unknown => {}
                Cell::Value(reading) => {
                    if fits(&reading.value, fact.shape) {
                        read += 1;
                    } else {
                        wrong += 1;
                        first.get_or_insert_with(|| short(row.cell(at)));
                    }
                }
                Cell::Mistake { .. } => {
                    wrong += 1;
                    first.get_or_insert_with(|| short(row.cell(at)));
                }
            }
        }
        (read, wrong, first)
    }

    /// Where nothing is called like the name of a site: the first column of texts that tells rows apart.
    fn first_name(&self, meant: &mut [Option<Meant>], taken: &HashMap<String, usize>) {
        if taken.contains_key("name") {
            return;
        }
        let tells_apart = |at: usize| {
            let cells = self.below.iter().map(|row| row.cell(at).trim());
            let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
            let texts = self.below.iter().all(|row| row.kind(at) == Kind::Text);
            let are_texts = texts && cells.iter().all(|cell| cell.parse::<f64>().is_err());
            let different: HashSet<&str> = cells.iter().copied().collect();
            !cells.is_empty() && are_texts && different.len() == self.below.len()
        };
        let free = |at: &usize| {
            meant[*at]
                .as_ref()
                .is_none_or(|meant| matches!(meant.fact.shape, Shape::Text))
        };
        let found = (0..meant.len()).filter(free).find(|at| tells_apart(*at));
        if let (Some(at), Ok(fact)) = (found, facts::fact("name")) {
            meant[at] = Some(Meant {
                fact,
                reason: "the first column of texts that tells rows apart".to_owned(),
                doubt: Some("no header is called like the name of a site".to_owned()),
                sure: 0,
            });
        }
    }

    fn proposed(&self, at: usize, meant: Option<Meant>, other: Option<String>) -> Proposed {
        let header = self.title(at);
        let texts = self.below.iter().map(|row| row.cell(at).trim());
        let example = texts.into_iter().find(|cell| !cell.is_empty()).map(short);
        let Some(meant) = meant else {
            let near = || {
                let name = cells::title(&header).name;
                let near = nearest(&name, facts::paths().map(last_key))?;
                let path = facts::paths().find(|path| last_key(path) == near)?;
                Some(format!("nothing is called so; `{path}` is nearest"))
            };
            let reason = other.or_else(near);
            return Proposed {
                header,
                fact: None,
                unit: None,
                reason: reason.unwrap_or_else(|| "no fact is near".to_owned()),
                doubts: Vec::new(),
                example,
            };
        };
        let mut doubts: Vec<String> = meant.doubt.into_iter().collect();
        let unit = self.unit(at, &header);
        let (read, wrong, first) = self.cells(at, &meant.fact, unit);
        if let Some(first) = first {
            doubts.push(format!(
                "{wrong} of {} cells cannot be read so, such as `{first}`",
                read + wrong
            ));
        }
        let unit = match (meant.fact.shape, unit) {
            (Shape::Quantity { unit: own, .. }, Some(unit)) => {
                let converts = unit
                    .into(own)
                    .ok()
                    .filter(|conversion| !conversion.is_none());
                converts.map(|_| unit.symbol().to_owned())
            }
            (Shape::Quantity { unit: own, .. }, None) if !own.is_empty() && meant.sure < EXACT => {
                doubts.push(format!("the header names no unit: {own} is taken"));
                None
            }
            _ => None,
        };
        Proposed {
            header,
            fact: Some(meant.fact.path),
            unit,
            reason: meant.reason,
            doubts,
            example,
        }
    }
}

const EXACT: u8 = 4;

fn by_name(title: &str, name: &str) -> Option<Meant> {
    let meant = |path: &str, reason: &str, doubt: Option<&String>, sure| {
        let fact = facts::fact(path).ok()?;
        Some(Meant {
            fact,
            reason: reason.to_owned(),
            doubt: doubt.cloned(),
            sure,
        })
    };
    for path in [title, name] {
        if let Some(exact) = meant(path, "a dotted path", None, EXACT) {
            return Some(exact);
        }
    }
    for plain in [plain_name(title), plain_name(name)] {
        if let Some(usual) = usual(&plain) {
            let sure = if usual.doubt.is_some() { 1 } else { 3 };
            return meant(
                &usual.fact,
                "called so in the trade",
                usual.doubt.as_ref(),
                sure,
            );
        }
    }
    // The last key of one path, with its unit or without.
    let plain = [plain_name(title), plain_name(name)];
    let is_key = |path: &&str| {
        let last = last_key(path).replace('_', " ");
        let bare = last.rsplit_once(' ').map_or("", |(bare, _)| bare);
        plain
            .iter()
            .any(|name| *name == last || (!bare.is_empty() && *name == bare && name.contains(' ')))
    };
    let mut found = facts::paths().filter(is_key);
    let first = found.next()?;
    let doubt = found
        .next()
        .map(|other| format!("`{other}` is called so too"));
    let sure = if doubt.is_some() { 1 } else { 2 };
    meant(first, "the last key of its path", doubt.as_ref(), sure)
}

fn last_key(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Whether a value is one of its fact: a word of the vocabulary, a number.
fn fits(value: &crate::source::tree::Value, shape: Shape) -> bool {
    use crate::source::tree::Value;
    match (shape, value) {
        (Shape::Word(words), Value::Scalar(text, _)) => words.iter().any(|word| word.name == text),
        (Shape::Flag, Value::Scalar(text, _)) => matches!(text.as_str(), "true" | "false"),
        (Shape::Quantity { .. }, Value::Scalar(text, _)) => {
            text.parse::<f64>().is_ok() || text.contains(" to ")
        }
        _ => true,
    }
}

/// An item of a list has no column before those of its list's first item; facts of later items alone are left out.
fn lists_begin_with_their_first(meant: &mut [Option<Meant>], others: &mut BTreeMap<usize, String>) {
    let paths: Vec<String> = meant
        .iter()
        .flatten()
        .map(|meant| meant.fact.path.clone())
        .collect();
    for (at, of) in meant.iter_mut().enumerate() {
        let Some(path) = of.as_ref().map(|meant| meant.fact.path.clone()) else {
            continue;
        };
        let Some((list, rest)) = path.split_once('[') else {
            continue;
        };
        let index = rest
            .split(']')
            .next()
            .and_then(|index| index.parse::<usize>().ok());
        let first = format!("{list}[0]");
        if index.is_some_and(|index| index > 0)
            && !paths.iter().any(|path| path.starts_with(&first))
        {
            others.insert(
                at,
                format!("`{path}` is of a later item, and no column is of the first"),
            );
            *of = None;
        }
    }
}

fn short(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(EXAMPLE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_header_is_of_a_fact_and_has_one_meaning() {
        let mut met = HashSet::new();
        for usual in USUAL.iter() {
            assert!(facts::fact(&usual.fact).is_ok(), "{}", usual.fact);
            for name in &usual.names {
                assert_eq!(&plain_name(name), name);
                assert!(met.insert(name.clone()), "`{name}` is there twice");
            }
        }
    }
}
