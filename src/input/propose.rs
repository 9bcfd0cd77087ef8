//! A table → a mapping to start from. It is proposed, never decided: what is uncertain is said beside it.

mod fitting;
mod names;

use std::collections::{BTreeMap, HashMap, HashSet};

use fitting::{fits, lists_begin_with_their_first, nearest_fact, takes};
use names::{EXACT, Meant, by_name};
use serde::Serialize;

use super::cells::marks::{Ambiguous, Marks, settle};
use super::cells::units::Unit;
use super::cells::{self, Cell, Decimal, Manner};
use super::columns::meaning::{Columns, Tables, key};
use super::columns::misread::too_wide;
use super::columns::place;
use super::facts::{self, Fact};
use super::found::Input;
use super::kind::Kind;
use super::note::Note;
use super::opened::Opened;
use super::records::body;
use super::rows::Row;
use crate::site::shape::Shape;
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
    /// The sign before decimals as the first rows tell it: `point`, which is taken where none does, or `comma`.
    pub decimal: &'static str,
    /// A number of theirs that can be read in two ways, as none tells the sign.
    pub undecided: Option<String>,
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
    if let Some(problem) = too_wide(header) {
        return Err(Refused::unread(&name, problem));
    }
    let below = &rows[at + 1..];
    let units = below.first().and_then(place::units);
    let below = if units.is_some() { &below[1..] } else { below };
    let mut proposing = Proposing::of(header, below, units.as_deref());
    let sign = proposing.sign();
    proposing.decimal = *sign.as_ref().unwrap_or(&Decimal::Point);
    Ok(Proposal {
        file: name,
        header_row: (at > 0).then_some(header.line),
        columns: proposing.columns(),
        decimal: match proposing.decimal {
            Decimal::Point => "point",
            Decimal::Comma => "comma",
        },
        undecided: sign.err().map(|ambiguous| ambiguous.example),
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
        .filter(|cell| !by_name(cell, &cells::title(cell).name).is_empty())
        .count()
}

struct Proposing<'a> {
    header: &'a Row,
    below: &'a [Row],
    units: Option<&'a [Option<Unit>]>,
    decimal: Decimal,
}

impl<'a> Proposing<'a> {
    fn of(header: &'a Row, below: &'a [Row], units: Option<&'a [Option<Unit>]>) -> Self {
        Self {
            header,
            below,
            units,
            decimal: Decimal::Point,
        }
    }

    /// The sign before decimals, by the rule of who reads the table: of columns that are called like numbers.
    fn sign(&self) -> Result<Decimal, Ambiguous> {
        let marks = (0..self.header.filled()).filter_map(|at| {
            let numbers = |meant: &Meant| matches!(meant.fact.shape, Shape::Quantity { .. });
            let meant = self.called(at).0.into_iter().find(numbers)?;
            let mut marks = Marks::of(meant.fact.shape);
            let texts = self.below.iter().filter(|row| row.kind(at) == Kind::Text);
            texts.for_each(|row| marks.add(row.cell(at)));
            Some(marks)
        });
        let marks: Vec<Marks> = marks.collect();
        settle(marks.iter())
    }

    fn columns(&self) -> Vec<Proposed> {
        let width = self.header.filled();
        let mut may_mean: Vec<Vec<Meant>> = (0..width).map(|at| self.may_mean(at)).collect();
        let mut meant: Vec<Option<Meant>> = (0..width).map(|_| None).collect();
        let mut others: BTreeMap<usize, String> = BTreeMap::new();
        // The surest header has a fact, and of equals the first; another the next that it may mean.
        let mut order: Vec<usize> = (0..width).collect();
        order.sort_by_key(|at| std::cmp::Reverse(may_mean[*at].first().map_or(0, |m| m.sure)));
        let mut taken: HashMap<String, usize> = HashMap::new();
        for at in order {
            for may in may_mean[at].drain(..) {
                let path = &may.fact.path;
                let Some(first) = taken.get(path) else {
                    taken.insert(path.clone(), at);
                    meant[at] = Some(may);
                    break;
                };
                let title = self.title(*first);
                others.insert(at, format!("`{title}` is `{path}` already"));
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

    /// All that a column may mean by its header, where its unit and its cells do not gainsay it.
    fn may_mean(&self, at: usize) -> Vec<Meant> {
        let (mut all, _) = self.called(at);
        let unit = self.unit(at, &self.title(at));
        all.retain(|meant| {
            let (read, wrong, _) = self.cells(at, &meant.fact, unit);
            read > 0 || wrong == 0
        });
        all
    }

    /// All that a column is called like, parted by whether the unit of its numbers becomes the fact's.
    fn called(&self, at: usize) -> (Vec<Meant>, Vec<Meant>) {
        let title = self.title(at);
        if title.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let unit = self.unit(at, &title);
        let all = by_name(&title, &cells::title(&title).name);
        all.into_iter()
            .partition(|meant| takes(meant.fact.shape, unit))
    }

    /// The unit that a header or the line below it names.
    fn unit(&self, at: usize, title: &str) -> Option<Unit> {
        let below = self.units.and_then(|units| *units.get(at)?);
        let in_title = || cells::title(title).unit.map(|(unit, _)| unit);
        below.or_else(|| in_title().filter(|_| facts::find(title).is_none()))
    }

    /// How many cells of a column can be read as a fact, how many cannot, and the first of these.
    fn cells(&self, at: usize, fact: &Fact, unit: Option<Unit>) -> (usize, usize, Option<String>) {
        let manner = |decimal| Manner {
            unit,
            decimal,
            ..Manner::default()
        };
        let (of_texts, of_values) = (manner(self.decimal), manner(Decimal::Point));
        let (mut read, mut wrong, mut first) = (0, 0, None);
        for row in self.below {
            let manner = match row.kind(at) {
                Kind::Value => &of_values,
                _ => &of_texts,
            };
            match cells::read(row.cell(at), fact.shape, manner) {
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

    /// Why a column means nothing though it is called like a fact: its unit or its cells gainsay it.
    fn gainsaid(&self, at: usize) -> Option<String> {
        let unit = self.unit(at, &self.title(at));
        let (taken, others) = self.called(at);
        if let Some(meant) = taken.first() {
            let (_, _, first) = self.cells(at, &meant.fact, unit);
            let path = &meant.fact.path;
            return first.map(|first| {
                format!(
                    "`{path}` is called so, and none of its cells can be read so, such as `{first}`"
                )
            });
        }
        others.iter().find_map(|meant| {
            let Shape::Quantity { unit: own, .. } = meant.fact.shape else {
                return None;
            };
            let question = unit?.into(own).err()?;
            let path = &meant.fact.path;
            Some(format!("`{path}` is called so, and {}", question.message))
        })
    }

    fn proposed(&self, at: usize, meant: Option<Meant>, other: Option<String>) -> Proposed {
        let header = self.title(at);
        let texts = self.below.iter().map(|row| row.cell(at).trim());
        let example = texts.into_iter().find(|cell| !cell.is_empty()).map(short);
        let Some(meant) = meant else {
            let reason = other
                .or_else(|| self.gainsaid(at))
                .unwrap_or_else(|| nearest_fact(&header, self.unit(at, &header)));
            return Proposed {
                header,
                fact: None,
                unit: None,
                reason,
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
            (Shape::Quantity { unit: own, .. }, None)
                if !own.is_empty() && own != "°" && meant.sure < EXACT =>
            {
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

fn short(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(EXAMPLE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
