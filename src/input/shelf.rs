//! Records that wait outside of memory, to be read whenever their site is asked for.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::known::Known;
use super::lines::Piece;
use super::load::{Body, Record};
use super::rows::Row;
use crate::source::Notation;
use crate::spool::Spool;

/// Records in the order in which they came.
#[derive(Debug, Default)]
pub struct Shelf {
    spool: Spool,
    /// What is known of the tables of rows, each once.
    known: Vec<Arc<Known>>,
}

/// A record on its way to the shelf.
#[derive(Debug)]
pub struct Packed {
    bytes: Vec<u8>,
    known: Option<Arc<Known>>,
}

/// All of a record but its text.
#[derive(Debug, Serialize, Deserialize)]
struct Label {
    name: String,
    ordinal: u32,
    alone: bool,
    is_guess: bool,
    number: Option<u32>,
    what: What,
}

#[derive(Debug, Serialize, Deserialize)]
enum What {
    /// A text whose bytes stand behind the label, and the line on which it begins.
    Text(Written, usize),
    Rows(Vec<Row>),
}

/// How a text is written.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Written {
    Yaml,
    Json,
    Row,
}

impl Packed {
    /// Packs a record.
    ///
    /// # Errors
    /// Never for a record; the type of the serializer asks for it.
    pub fn of(record: &Record) -> io::Result<Self> {
        let (what, text, known) = match &record.body {
            Body::Text(notation, piece) => {
                let written = match notation {
                    Notation::Yaml => Written::Yaml,
                    Notation::Json => Written::Json,
                    Notation::Row => Written::Row,
                };
                (
                    What::Text(written, piece.line),
                    piece.bytes.as_slice(),
                    None,
                )
            }
            Body::Rows(known, rows) => (What::Rows(rows.clone()), [].as_slice(), Some(known)),
        };
        let label = Label {
            name: record.name.to_string(),
            ordinal: record.ordinal,
            alone: record.alone,
            is_guess: record.is_guess,
            number: record.number,
            what,
        };
        let mut bytes = serde_json::to_vec(&label)?;
        bytes.push(b'\n');
        bytes.extend_from_slice(text);
        Ok(Self {
            bytes,
            known: known.cloned(),
        })
    }
}

impl Shelf {
    /// Puts a record behind the others, and gives its number.
    ///
    /// # Errors
    /// When the folder of temporary files takes no more.
    pub fn push(&mut self, packed: Packed) -> io::Result<usize> {
        let Packed { mut bytes, known } = packed;
        if let Some(known) = known {
            // Rows of a table come one behind the other.
            let is_last = self
                .known
                .last()
                .is_some_and(|last| Arc::ptr_eq(last, &known));
            if !is_last {
                self.known.push(known);
            }
            let table = self.known.len() as u64 - 1;
            bytes.extend_from_slice(&table.to_le_bytes());
        }
        self.spool.push(&bytes)
    }

    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spool.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spool.is_empty()
    }

    /// The record of a number.
    ///
    /// # Errors
    /// When it cannot be read where it waits, or when there is none.
    pub fn get(&self, at: usize) -> io::Result<Record> {
        let bytes = self.spool.get(at)?;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let (label, behind) = bytes.split_at(end.map_or(bytes.len(), |end| end + 1));
        let label: Label = serde_json::from_slice(label)?;
        let body = match label.what {
            What::Text(written, line) => {
                let notation = match written {
                    Written::Yaml => Notation::Yaml,
                    Written::Json => Notation::Json,
                    Written::Row => Notation::Row,
                };
                let bytes = behind.to_vec();
                Body::Text(notation, Piece { line, bytes })
            }
            What::Rows(rows) => {
                let table = behind.try_into().map(u64::from_le_bytes).ok();
                let table = table.and_then(|table| usize::try_from(table).ok());
                let known = table.and_then(|table| self.known.get(table));
                let known = known.ok_or(io::ErrorKind::InvalidData)?;
                Body::Rows(Arc::clone(known), rows)
            }
        };
        Ok(Record {
            name: label.name.into(),
            ordinal: label.ordinal,
            alone: label.alone,
            is_guess: label.is_guess,
            number: label.number,
            body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::collect::{Collection, Wanted};
    use crate::input::columns::Tables;
    use crate::input::records::{Entry, Records};

    #[test]
    fn a_record_comes_back_from_the_shelf_as_the_same_site() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let paths = vec![
            file(
                "a.yaml",
                "name: Élan\npower: {energized_mw: 5}\n".as_bytes(),
            ),
            file(
                "b.ndjson",
                b"{\"name\":\"B\",\"power\":{\"energized_mw\":5}}\n{\"name\":\"C\"}\n",
            ),
            file(
                "c.csv",
                b"name,power.energized_mw,notes\nD,\"7\",\nE,8,\"x\ny\"\n",
            ),
            file("d.csv", b"power.energized_mw,name\n9,F\n"),
        ];
        let collection = Collection::new(Wanted {
            paths,
            ..Wanted::default()
        });
        let collection = collection.unwrap();
        let mut shelf = Shelf::default();
        let mut sites = Vec::new();
        for entry in Records::of(collection.inputs(), Tables::default()) {
            let Entry::Site(record) = entry else { continue };
            shelf.push(Packed::of(&record).unwrap()).unwrap();
            sites.push(record.read().unwrap());
        }
        assert_eq!((shelf.len(), sites.len()), (6, 6));
        for (at, site) in sites.iter().enumerate().rev() {
            let again = shelf.get(at).unwrap().read().unwrap();
            assert_eq!(format!("{again:?}"), format!("{site:?}"));
        }
        assert!(shelf.get(6).is_err());
    }
}
