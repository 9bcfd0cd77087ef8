//! The rows of a table, with the place of every cell: as CSV and TSV write them, or made of cells.

use std::io::{self, BufRead};
use std::ops::Range;
use std::sync::Arc;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::kind::Kind;
use super::lines::endless;
use crate::bounds::LINE;
use crate::source::{MAX_BYTES, Notation, Refused, Source};

/// Rows in their order, in bounded memory. Blank rows are none.
pub(super) struct Rows<R> {
    from: R,
    parser: Reader,
    delimiter: u8,
    /// Number of the line after the last row.
    line: Line,
    /// Bytes that were read since a row was given out.
    passed: u64,
}

/// The line that is being read. Lines end with a line feed, a carriage return or both.
#[derive(Debug, Clone, Copy)]
struct Line {
    number: usize,
    /// Whether the last byte was a carriage return, so that a line feed ends no further line.
    returned: bool,
}

impl Line {
    const FIRST: Self = Self {
        number: 1,
        returned: false,
    };

    fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends = *byte == b'\r' || *byte == b'\n' && !self.returned;
            self.number += usize::from(ends);
            self.returned = *byte == b'\r';
        }
    }
}

/// A row of cells.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// Its bytes in the file, cut to [`MAX_BYTES`] and a little more.
    pub(super) written: Vec<u8>,
    /// What the cells say, one behind the other.
    said: Vec<u8>,
    cells: Vec<Cell>,
    /// The sheet it stands in, where it is one of a workbook.
    #[cfg_attr(feature = "cli", serde(with = "shared"))]
    sheet: Option<Arc<str>>,
}

/// Where a cell stands in the row, and what it says among all that is said.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
struct Cell {
    written: Range<usize>,
    said: Range<usize>,
    kind: Kind,
}

/// A text that many rows share, which each that waits has for itself.
#[cfg(feature = "cli")]
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        text: &Option<Arc<str>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        text.as_deref().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Arc<str>>, D::Error> {
        Ok(Option::<String>::deserialize(from)?.map(Into::into))
    }
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(from: R, delimiter: u8) -> Self {
        Self {
            from,
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            line: Line::FIRST,
            passed: 0,
        }
    }

    /// The next row in which any cell says something.
    pub(super) fn next_row(&mut self) -> io::Result<Option<Row>> {
        while let Some(row) = self.read()? {
            if row.is_too_large() || (0..row.len()).any(|at| !row.cell(at).trim().is_empty()) {
                self.passed = 0;
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Begins again where `rewind` leads.
    pub(super) fn again(
        &mut self,
        rewind: impl FnOnce(&mut R) -> io::Result<()>,
    ) -> io::Result<()> {
        rewind(&mut self.from)?;
        self.parser = ReaderBuilder::new().delimiter(self.delimiter).build();
        self.line = Line::FIRST;
        Ok(())
    }

    fn read(&mut self) -> io::Result<Option<Row>> {
        let mut row = Row::default();
        let mut said = [0; 1024];
        let (mut cell_written, mut cell_said) = (0, 0);
        loop {
            let input = self.from.fill_buf()?;
            let (result, taken, given) = self.parser.read_field(input, &mut said);
            row.take(&input[..taken], &said[..given], &mut self.line);
            self.from.consume(taken);
            self.passed += taken as u64;
            if self.passed > LINE.most {
                return Err(endless());
            }
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    let ends = [self.delimiter, b'\n', b'\r'];
                    let ended = taken > 0 && row.written.last().is_some_and(|b| ends.contains(b));
                    let end = row.written.len() - usize::from(ended);
                    row.cells.push(Cell {
                        written: cell_written..end.max(cell_written),
                        said: cell_said..row.said.len(),
                        kind: Kind::Text,
                    });
                    (cell_written, cell_said) = (row.written.len(), row.said.len());
                    if record_end {
                        return Ok(Some(row));
                    }
                }
                ReadFieldResult::End => return Ok(None),
            }
        }
    }
}

impl Row {
    /// A row of a sheet, written with bars between its cells.
    #[cfg(feature = "cli")]
    pub(super) fn of_sheet(sheet: Arc<str>, line: usize, cells: &[(Kind, &str)]) -> Self {
        let mut row = Self {
            line,
            sheet: Some(sheet),
            ..Self::default()
        };
        for (at, (kind, text)) in cells.iter().enumerate() {
            if at > 0 {
                row.written.extend_from_slice(b" | ");
            }
            let (written, said) = (row.written.len(), row.said.len());
            // One line in the excerpt, whatever the cell holds.
            let line = text.replace(['\n', '\r', '\t'], " ");
            row.written.extend_from_slice(line.as_bytes());
            if !matches!(kind, Kind::Unread(_)) {
                row.said.extend_from_slice(text.as_bytes());
            }
            row.cells.push(Cell {
                written: written..row.written.len(),
                said: said..row.said.len(),
                kind: *kind,
            });
        }
        row
    }

    /// What kind of cell stands in a column.
    pub(super) fn kind(&self, at: usize) -> Kind {
        self.cells.get(at).map_or(Kind::Text, |cell| cell.kind)
    }

    /// The sheet it stands in, where it is one of a workbook.
    pub(super) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// Which cell a byte of the text lies in, the last one that begins before it.
    pub(super) fn column_at(&self, byte: usize) -> Option<usize> {
        self.cells
            .iter()
            .rposition(|cell| cell.written.start <= byte)
    }

    /// The same row with so many cells: empty ones behind the last.
    pub(super) fn padded(mut self, columns: usize) -> Self {
        let (written, said) = (self.written.len(), self.said.len());
        let nothing = Cell {
            written: written..written,
            said: said..said,
            kind: Kind::Text,
        };
        if self.cells.len() < columns {
            self.cells.resize(columns, nothing);
        }
        self
    }

    /// The same row with nothing in some of its cells.
    pub(super) fn without(&self, columns: &[usize]) -> Self {
        let mut row = self.clone();
        for column in columns {
            if let Some(cell) = row.cells.get_mut(*column) {
                cell.said = cell.said.start..cell.said.start;
                cell.kind = Kind::Text;
            }
        }
        row
    }

    /// How many cells there are to the last that says something.
    pub(super) fn filled(&self) -> usize {
        let last = (0..self.len()).rposition(|at| !self.cell(at).trim().is_empty());
        last.map_or(0, |last| last + 1)
    }

    /// Takes in what was read, as far as it fits. Ends of lines before the row belong to no row.
    fn take(&mut self, mut written: &[u8], said: &[u8], line: &mut Line) {
        if self.written.is_empty() {
            let blank = |b: &u8| matches!(b, b'\n' | b'\r');
            let begin = written
                .iter()
                .position(|b| !blank(b))
                .unwrap_or(written.len());
            line.pass(&written[..begin]);
            written = &written[begin..];
            self.line = line.number;
        }
        line.pass(written);
        if !self.is_too_large() {
            self.written.extend_from_slice(written);
            self.said.extend_from_slice(said);
        }
    }

    /// Whether there was more than is read of one site.
    pub(super) fn is_too_large(&self) -> bool {
        self.written.len() as u64 > MAX_BYTES
    }

    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// What a cell says, without its quotes; nothing where it is no text.
    pub(super) fn cell(&self, at: usize) -> &str {
        let said = self
            .cells
            .get(at)
            .and_then(|cell| self.said.get(cell.said.clone()));
        std::str::from_utf8(said.unwrap_or_default()).unwrap_or("�")
    }

    /// Where a cell stands in the text of the row, blanks around it left out.
    pub(super) fn range(&self, source: &Source, at: usize) -> Range<usize> {
        let range = self.cells.get(at).map_or(0..0, |cell| cell.written.clone());
        let Some(text) = source.text().get(range.clone()) else {
            return range;
        };
        let start = range.start + text.len() - text.trim_start().len();
        start..(start + text.trim().len()).min(range.end.max(start))
    }

    /// The cell whose quote is not closed.
    pub(super) fn unclosed(&self) -> Option<usize> {
        let is_unclosed = |cell: &Cell| {
            let written = self.written.get(cell.written.clone()).unwrap_or_default();
            let quotes = written.iter().filter(|b| **b == b'"').count();
            written.first() == Some(&b'"') && quotes % 2 == 1
        };
        // Only the end of the file can leave a quote open.
        self.cells.last().filter(|cell| is_unclosed(cell))?;
        Some(self.cells.len() - 1)
    }

    /// The text of the row.
    pub(super) fn source(&self, name: &str) -> Result<Source, Refused> {
        Source::of_record(name, &self.written, Notation::Row, self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], buffer: usize) -> Vec<Row> {
        let mut rows = Rows::new(io::BufReader::with_capacity(buffer, text), b',');
        let mut all = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            all.push(row);
        }
        all
    }

    #[test]
    fn every_cell_knows_what_it_says_and_where_it_stands() {
        let text = "a, b ,c\r\n\r\n,,\n\"x\ny\",\"say \"\"hi\"\"\",\r\nlast,é,";
        for buffer in [1, 2, 3, 7, 100] {
            let rows = all(text.as_bytes(), buffer);
            let told: Vec<_> = rows
                .iter()
                .map(|row| {
                    let source = row.source("x").unwrap();
                    let cell = |at| {
                        (
                            row.cell(at).to_owned(),
                            source.text()[row.range(&source, at)].to_owned(),
                        )
                    };
                    (row.line, (0..row.len()).map(cell).collect::<Vec<_>>())
                })
                .collect();
            let cell = |said: &str, written: &str| (said.to_owned(), written.to_owned());
            assert_eq!(
                told,
                [
                    (1, vec![cell("a", "a"), cell(" b ", "b"), cell("c", "c")]),
                    (
                        4,
                        vec![
                            cell("x\ny", "\"x\ny\""),
                            cell("say \"hi\"", "\"say \"\"hi\"\"\""),
                            cell("", "")
                        ]
                    ),
                    (6, vec![cell("last", "last"), cell("é", "é"), cell("", "")]),
                ],
                "{buffer}"
            );
        }
    }

    #[test]
    fn lines_are_counted_however_they_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "\"x", "y\",1", "c,d", ""].join(end);
            for buffer in [1, 2, 100] {
                let rows = all(text.as_bytes(), buffer);
                let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
                assert_eq!(lines, [1, 3, 5], "{end:?} {buffer}");
            }
        }
    }

    #[test]
    fn a_row_that_is_too_large_loses_no_other() {
        let limit = usize::try_from(MAX_BYTES).unwrap();
        let text = format!("a,b\n{},1\nc,d\n", "x".repeat(3 * limit));
        let rows = all(text.as_bytes(), 1 << 16);
        assert_eq!(rows.len(), 3);
        assert!(rows[1].is_too_large() && rows[1].written.len() < limit + (1 << 17));
        assert_eq!((rows[2].line, rows[2].cell(0)), (3, "c"));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found() {
        assert_eq!(all(b"a,\"b\nc,d\n", 9)[0].unclosed(), Some(1));
        assert_eq!(all(b"a,\"b\"\"\"\n", 9)[0].unclosed(), None);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_cells_within_their_row(
            text in proptest::collection::vec(proptest::sample::select(b"a,\"\n\r \xe9\0".to_vec()), 0..200),
            buffer in 1_usize..20
        ) {
            for row in all(&text, buffer) {
                let source = match row.source("x") { Ok(source) => source, Err(refused) => refused.source };
                for at in 0..row.len() {
                    let range = row.range(&source, at);
                    proptest::prop_assert!(range.start <= range.end && range.end <= row.written.len());
                    let _ = row.cell(at);
                }
            }
        }
    }
}
