//! From inputs to records: each one site, not read yet, with its place.
//!
//! Files are opened one after the other and read in bounded memory. What is expensive — text, guards,
//! types — is left to [`Record::read`], which can run elsewhere.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use super::columns::{Columns, Header};
use super::found::{Found, Input};
use super::lines::{Lines, Piece};
use super::load::Record;
use super::rows::{Row, Rows};
use super::yaml_documents::Documents;
use crate::site::read;
use crate::source::tree::Tree;
use crate::source::{MAX_BYTES, Notation, Problem, Refused, Source};

/// So many bytes of a file tell whether it is a saved report.
const HEAD: usize = 256;

/// What comes next of a portfolio.
#[derive(Debug)]
pub enum Entry {
    /// A site to be read.
    Site(Record),
    /// A file or a part of one that cannot be used.
    Refused(Refused),
    /// Why something that was asked for holds no site.
    Nothing(String),
}

/// The sites of all inputs, in their order.
pub struct Records<'a> {
    inputs: Box<dyn Iterator<Item = Found> + 'a>,
    columns: Columns,
    open: Option<Open>,
}

impl<'a> Records<'a> {
    /// The records of inputs; what headers of tables mean beyond dotted paths.
    #[must_use]
    pub fn of(inputs: impl Iterator<Item = Found> + 'a, columns: Columns) -> Self {
        Self {
            inputs: Box::new(inputs),
            columns,
            open: None,
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(open) = &mut self.open {
                match open.next(&self.columns) {
                    Some(entry) => return Some(entry),
                    None => self.open = None,
                }
            }
            match self.inputs.next()? {
                Found::Input(input) => match Open::of(&input) {
                    Ok(open) => self.open = Some(open),
                    Err(error) => return Some(Entry::Refused(refused(&input, &error))),
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

type Reader = BufReader<Box<dyn Read>>;

/// A file that is being read.
struct Open {
    input: Input,
    name: Arc<str>,
    sites: Sites,
    given_any: bool,
}

/// How the sites of a file follow each other, by its ending.
enum Sites {
    /// A stream of YAML documents.
    Documents(Documents<Reader>),
    /// One JSON value.
    Json(Reader),
    /// A JSON value on each line.
    Lines(Lines<Reader>),
    /// A row of a table for each, below a header that is read first.
    Table(Box<Rows<Reader>>, Option<Arc<Header>>),
    /// The file is read to its end, or as far as possible.
    Done,
}

impl Open {
    fn of(input: &Input) -> io::Result<Self> {
        let from: Box<dyn Read> = if input.is_stdin {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(&input.path)?)
        };
        let from = without_mark(from)?;
        let sites = match ending(&input.path).as_deref() {
            Some("json") => Sites::Json(from),
            Some("ndjson" | "jsonl") => Sites::Lines(Lines::new(from)),
            Some("csv") => Sites::Table(Box::new(Rows::new(from, b',')), None),
            Some("tsv") => Sites::Table(Box::new(Rows::new(from, b'\t')), None),
            _ => Sites::Documents(Documents::new(from)),
        };
        Ok(Self {
            name: input.path.display().to_string().into(),
            input: input.clone(),
            sites,
            given_any: false,
        })
    }

    fn next(&mut self, columns: &Columns) -> Option<Entry> {
        match self.next_site(columns) {
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

    fn next_site(&mut self, columns: &Columns) -> io::Result<Option<Entry>> {
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
            Sites::Table(rows, Some(header)) => {
                let Some(row) = rows.next_row()? else {
                    return Ok(None);
                };
                let header = Arc::clone(header);
                return Ok(Some(self.row(header, row)));
            }
            Sites::Table(rows, header) => match first_row(&self.name, rows, columns)? {
                Ok(first) => {
                    *header = Some(Arc::new(first));
                    return self.next_site(columns);
                }
                Err(refused) => {
                    self.sites = Sites::Done;
                    return Ok(Some(Entry::Refused(refused)));
                }
            },
            Sites::Done => None,
        };
        Ok(found.map(|(notation, piece, alone)| self.entry(notation, piece, alone)))
    }

    fn row(&self, header: Arc<Header>, row: Row) -> Entry {
        if row.is_too_large() {
            return Entry::Refused(too_large(&self.name, row.line, &row.written, false));
        }
        let name = Arc::clone(&self.name);
        Entry::Site(Record::of_row(name, self.input.ordinal, header, row))
    }

    fn entry(&mut self, notation: Notation, piece: Piece, alone: bool) -> Entry {
        if !self.given_any
            && let Some(refused) = saved_report(&self.name, &piece, self.input.is_stdin)
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
        let is_guess = self.input.is_stdin && ending(&self.input.path).is_none();
        let record = Record::of_text(name, self.input.ordinal, notation, piece, alone);
        Entry::Site(record.guessed(is_guess))
    }
}

/// The header of a table.
fn first_row(
    name: &str,
    rows: &mut Rows<Reader>,
    columns: &Columns,
) -> io::Result<Result<Header, Refused>> {
    Ok(match rows.next_row()? {
        None => {
            let help = "the first row names the fact of each column by its dotted path";
            let problem = Problem::of_file("the table is empty").help(help.to_owned());
            Err(Refused::unread(name, problem))
        }
        Some(row) if row.is_too_large() => Err(too_large(name, row.line, &row.written, false)),
        Some(row) => Header::of(name, &row, columns),
    })
}

/// The ending of a name, which tells the format.
fn ending(path: &Path) -> Option<String> {
    let ending = path.extension().and_then(OsStr::to_str)?;
    Some(ending.to_ascii_lowercase())
}

/// A stream without a byte order mark at its beginning.
fn without_mark(mut from: Box<dyn Read>) -> io::Result<Reader> {
    let mut first = Vec::new();
    from.by_ref().take(3).read_to_end(&mut first)?;
    let first = if first == b"\xef\xbb\xbf" {
        Vec::new()
    } else {
        first
    };
    Ok(BufReader::with_capacity(
        1 << 16,
        Box::new(Cursor::new(first).chain(from)),
    ))
}

fn whole(from: &mut Reader) -> io::Result<Piece> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(Piece { line: 1, bytes })
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
