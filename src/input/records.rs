//! From inputs to records: each one site, not read yet, with its place.
//!
//! Files are opened one after the other and read in bounded memory. What is expensive — text, guards,
//! types — is left to [`Record::read`], which can run elsewhere.

use std::io::{self, Read};
use std::sync::Arc;

use super::columns::Tables;
use super::format::{Format, geo_json};
use super::found::{Found, Input};
use super::lines::{Lines, Piece};
use super::load::Record;
use super::note::Note;
use super::opened::{Opened, Stream};
use super::rows::Row;
use super::table::{Body, Next, OfOne, Table};
use super::yaml_documents::Documents;
use crate::bounds::SITES;
use crate::site::read;
use crate::source::tree::Tree;
use crate::source::{MAX_BYTES, Notation, Problem, Refused, Source};

/// So many bytes of a file tell whether it is a saved report.
const HEAD: usize = 256;

/// What comes next of a portfolio.
#[derive(Debug)]
pub enum Entry {
    /// A site to be read.
    Site(Box<Record>),
    /// A file or a part of one that cannot be used.
    Refused(Refused),
    /// Why something that was asked for holds no site.
    Nothing(String),
    /// What was understood of a table, doubted and left out.
    Told(Vec<Note>),
}

/// The sites of all inputs, in their order.
pub struct Records<'a> {
    inputs: Box<dyn Iterator<Item = Found> + 'a>,
    tables: Tables,
    open: Option<Open>,
    /// How many more are given.
    left: u64,
}

impl<'a> Records<'a> {
    /// The records of inputs, and how tables are read.
    #[must_use]
    pub fn of(inputs: impl Iterator<Item = Found> + 'a, tables: impl Into<Tables>) -> Self {
        Self {
            inputs: Box::new(inputs),
            tables: tables.into(),
            open: None,
            left: SITES.most + 1,
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        match self.left {
            0 => None,
            1 => {
                self.left = 0;
                self.next_entry().map(|_| Entry::Refused(too_many()))
            }
            _ => {
                self.left -= 1;
                self.next_entry()
            }
        }
    }
}

/// What is said where there is one site more than is read.
fn too_many() -> Refused {
    let message = format!("there are more than {} sites", SITES.most);
    let problem = Problem::of_file(message).help("what is behind them is not read".to_owned());
    Refused::unread("all that was asked for", problem)
}

impl Records<'_> {
    fn next_entry(&mut self) -> Option<Entry> {
        loop {
            if let Some(open) = &mut self.open {
                match open.next() {
                    Some(entry) => return Some(entry),
                    None => self.open = None,
                }
            }
            match self.inputs.next()? {
                Found::Input(input) => match Open::of(&input, &self.tables) {
                    Ok((open, notes)) => {
                        self.open = Some(open);
                        if !notes.is_empty() {
                            return Some(Entry::Told(notes));
                        }
                    }
                    Err(refused) => return Some(Entry::Refused(refused)),
                },
                Found::Unreadable(refused) => return Some(Entry::Refused(refused)),
                Found::Nothing(why) => return Some(Entry::Nothing(why)),
            }
        }
    }
}

fn refused(input: &Input, error: &io::Error) -> Refused {
    Refused::unreadable(&input.path.display().to_string(), error)
}

/// A file that is being read.
struct Open {
    input: Input,
    name: Arc<str>,
    /// Whether nobody said in what format it is.
    guessed: bool,
    sites: Sites,
    given_any: bool,
}

/// How the sites of a file follow each other, by its ending.
enum Sites {
    /// A stream of YAML documents.
    Documents(Documents<Stream>),
    /// One JSON value.
    Json(Stream),
    /// A JSON value on each line.
    Lines(Lines<Stream>),
    /// Rows of a table, below a header that was read.
    Table(Box<Table>),
    /// The file is read to its end, or as far as possible.
    Done,
}

impl Open {
    fn of(input: &Input, tables: &Tables) -> Result<(Self, Vec<Note>), Refused> {
        let opened = Opened::of(input)?;
        let guessed = opened.named.guessed;
        let mut notes = Vec::new();
        let sites = match opened.format() {
            Format::Json => Sites::Json(opened.into_stream()),
            Format::Lines => Sites::Lines(Lines::new(opened.into_stream())),
            Format::Yaml | Format::Foreign(..) => {
                Sites::Documents(Documents::new(opened.into_stream()))
            }
            Format::Csv | Format::Tsv | Format::Excel | Format::OpenDocument => {
                let name = input.path.display().to_string();
                let holds_facts = |rows: &[Row]| holds_facts(rows, tables);
                let body = body(opened, input, tables, &holds_facts, &mut notes)?;
                let table = Table::of(&name, body, tables);
                let (table, said) = table.map_err(|error| refused(input, &error))??;
                notes.extend(said);
                Sites::Table(Box::new(table))
            }
        };
        let open = Self {
            name: input.path.display().to_string().into(),
            input: input.clone(),
            guessed,
            sites,
            given_any: false,
        };
        Ok((open, notes))
    }

    fn next(&mut self) -> Option<Entry> {
        match self.next_site() {
            Ok(Some(entry)) => {
                self.given_any = true;
                Some(entry)
            }
            Ok(None) => {
                self.sites = Sites::Done;
                let nothing = format!("no site in `{}`", self.name);
                let is_new = !std::mem::replace(&mut self.given_any, true);
                is_new.then_some(Entry::Nothing(nothing))
            }
            Err(error) => {
                self.sites = Sites::Done;
                self.given_any = true;
                Some(Entry::Refused(refused(&self.input, &error)))
            }
        }
    }

    fn next_site(&mut self) -> io::Result<Option<Entry>> {
        let found = match &mut self.sites {
            Sites::Documents(documents) => {
                let site = documents.next_site()?;
                site.map(|(piece, alone)| (Notation::Yaml, piece, alone))
            }
            Sites::Json(from) => {
                let piece = whole(from)?;
                self.sites = Sites::Done;
                Some((Notation::Json, piece, true))
            }
            Sites::Lines(lines) => {
                let site = lines.next_site()?;
                site.map(|piece| (Notation::Json, piece, false))
            }
            Sites::Table(table) => {
                let next = table.next()?;
                let known = Arc::clone(&table.known);
                return Ok(next.map(|next| match next {
                    Next::Site(of_one) => self.rows(known, of_one),
                    Next::Asked(refused) => Entry::Refused(refused),
                }));
            }
            Sites::Done => None,
        };
        Ok(found.map(|(notation, piece, alone)| self.entry(notation, piece, alone)))
    }

    fn rows(&self, known: Arc<super::known::Known>, of_one: OfOne) -> Entry {
        if let Some(row) = of_one.rows.iter().find(|row| row.is_too_large()) {
            return Entry::Refused(too_large(&self.name, row.line, &row.written, false));
        }
        let name = Arc::clone(&self.name);
        let record = Record::of_rows(name, self.input.ordinal, known, of_one.rows);
        Entry::Site(Box::new(record.numbered(of_one.number)))
    }

    fn entry(&mut self, notation: Notation, piece: Piece, alone: bool) -> Entry {
        if !self.given_any
            && let Some(refused) = something_else(&self.name, &piece, notation, self.input.is_stdin)
        {
            self.sites = Sites::Done;
            return Entry::Refused(refused);
        }
        if piece.is_too_large() {
            let is_json_file = alone && notation == Notation::Json;
            return Entry::Refused(too_large(
                &self.name,
                piece.line,
                &piece.bytes,
                is_json_file,
            ));
        }
        let name = Arc::clone(&self.name);
        let is_guess = self.input.is_stdin && self.guessed;
        let record = Record::of_text(name, self.input.ordinal, notation, piece, alone);
        Entry::Site(Box::new(record.guessed(is_guess)))
    }
}

/// Whether first rows are those of a table of sites.
fn holds_facts(rows: &[Row], tables: &Tables) -> bool {
    #[cfg(feature = "cli")]
    return super::columns::place::holds_facts(rows, &tables.columns);
    #[cfg(not(feature = "cli"))]
    return !rows.is_empty() && tables.sheet.is_none();
}

/// The rows of a table, wherever they stand.
pub(super) fn body(
    opened: Opened,
    input: &Input,
    tables: &Tables,
    holds_facts: &dyn Fn(&[Row]) -> bool,
    notes: &mut Vec<Note>,
) -> Result<Body, Refused> {
    let format = opened.format();
    let again = opened
        .into_again()
        .map_err(|error| refused(input, &error))?;
    let delimiter = match format {
        Format::Csv => None,
        Format::Tsv => Some(b'\t'),
        _ => return sheet(again, format, input, tables, holds_facts, notes),
    };
    Body::of(again, delimiter).map_err(|error| refused(input, &error))
}

#[cfg(feature = "cli")]
fn sheet(
    from: super::opened::Again,
    format: Format,
    input: &Input,
    tables: &Tables,
    holds_facts: &dyn Fn(&[Row]) -> bool,
    notes: &mut Vec<Note>,
) -> Result<Body, Refused> {
    use super::book;
    let kind = match format {
        Format::OpenDocument => book::Format::OpenDocument,
        _ => book::Format::Excel,
    };
    let name = input.path.display().to_string();
    let choice = book::Choice {
        name: tables.sheet.as_deref(),
        holds_facts,
    };
    match book::open(from, kind, &choice) {
        Ok(opened) => {
            let said = opened.notes.into_iter();
            notes.extend(said.map(|text| Note::understood(format!("{name}: {text}"))));
            Ok(Body::Sheet(opened.rows))
        }
        Err(fault) => Err(Refused::unread(&name, fault.problem())),
    }
}

#[cfg(not(feature = "cli"))]
fn sheet(
    _: super::opened::Again,
    _: Format,
    input: &Input,
    _: &Tables,
    _: &dyn Fn(&[Row]) -> bool,
    _: &mut Vec<Note>,
) -> Result<Body, Refused> {
    let problem = Problem::of_file("this is a workbook, which this build does not read");
    let help = "save the sheet as .csv";
    let name = input.path.display().to_string();
    Err(Refused::unread(&name, problem.help(help.to_owned())))
}

fn whole(from: &mut Stream) -> io::Result<Piece> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(Piece { line: 1, bytes })
}

/// The one thing to say of what is no site at all, however large it is and however many lines it has.
fn something_else(
    name: &str,
    piece: &Piece,
    notation: Notation,
    is_stdin: bool,
) -> Option<Refused> {
    let head = &piece.bytes[..piece.bytes.len().min(HEAD)];
    if notation == Notation::Json
        && let Some(problem) = geo_json(head)
    {
        return Some(Refused::unread(name, problem));
    }
    saved_report(name, piece, is_stdin)
}

/// The one thing to say of a saved report that is taken for sites, however large it is and however many lines it has.
fn saved_report(name: &str, piece: &Piece, is_stdin: bool) -> Option<Refused> {
    let head = &piece.bytes[..piece.bytes.len().min(HEAD)];
    let head = String::from_utf8_lossy(head);
    let source = Source::of_record(name, head.as_bytes(), Notation::Json, piece.line).ok()?;
    let mut problem = read::saved_report(&source, &Tree::of(&source))?;
    if is_stdin {
        problem = problem.help("`rackready render -` shows it".to_owned());
    }
    Some(Refused {
        source,
        problems: vec![problem],
    })
}

/// A site that is too large, at its beginning; a whole file of JSON may be a list of many.
fn too_large(name: &str, line: usize, bytes: &[u8], is_json_file: bool) -> Refused {
    let first = bytes.split(|byte| *byte == b'\n').next();
    let shown = String::from_utf8_lossy(first.unwrap_or_default());
    let shown: String = shown.chars().take(100).collect();
    let source = Source::of_record(name, shown.as_bytes(), Notation::Row, line);
    let source = source.unwrap_or_else(|refused| refused.source);
    let help = if is_json_file {
        "write one site per line into an .ndjson file: `jq -c '.[]'` does it".to_owned()
    } else {
        format!("at most {MAX_BYTES} bytes are read of one site")
    };
    let message = format!("this site is too large: more than {MAX_BYTES} bytes");
    let problem = Problem::at(source.span(0..source.text().len()), message).help(help);
    Refused {
        source,
        problems: vec![problem],
    }
}
