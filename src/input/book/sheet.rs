//! The rows of a sheet, written down once so that they can be read as often as need be in little memory.

use std::io::{self, BufReader, Read, Seek, Write};
use std::sync::Arc;

use calamine::{Data, Range, Xlsx};

use super::super::kept::Kept;
use super::super::kind::{Kind, Unread};
use super::super::rows::Row;
use super::bounds::Fault;
use super::grid::{Grid, Said};
use super::outline::Outline;
use super::values;

/// Rows of a sheet in their order; blank ones are none.
#[derive(Debug)]
pub(in crate::input) struct SheetRows {
    sheet: Arc<str>,
    from: BufReader<Kept>,
}

/// Reads the rows of a sheet of Excel, one cell after the other.
pub(super) fn of_excel<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    outline: &Outline,
) -> Result<SheetRows, Fault> {
    write_down(sheet, outline, |take| {
        let reader = book.worksheet_cells_reader(sheet);
        let mut reader = reader.map_err(|error| Fault::broken(&error))?;
        while let Some(cell) = reader.next_cell().map_err(|error| Fault::broken(&error))? {
            take(cell.get_position(), values::of_ref(cell.get_value()))?;
        }
        Ok(())
    })
}

/// Writes down the rows of a sheet that is held as a whole.
pub(super) fn of_open(
    range: &Range<Data>,
    sheet: &str,
    outline: &Outline,
) -> Result<SheetRows, Fault> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    write_down(sheet, outline, |take| {
        for (row, cells) in (first_row..).zip(range.rows()) {
            for (column, value) in (first_column..).zip(cells) {
                take((row, column), values::of_data(value))?;
            }
        }
        Ok(())
    })
}

type Take<'a> = dyn FnMut((u32, u32), Option<Said>) -> Result<(), Fault> + 'a;

fn write_down(
    sheet: &str,
    outline: &Outline,
    each: impl FnOnce(&mut Take<'_>) -> Result<(), Fault>,
) -> Result<SheetRows, Fault> {
    let mut kept = io::BufWriter::new(Kept::new());
    let mut grid = Grid::new(outline, |row, cells: &[Option<Said>]| {
        Ok(write_row(&mut kept, row, cells)?)
    });
    each(&mut |at, value| grid.take(at, value))?;
    grid.finish()?;
    let mut kept = kept.into_inner().map_err(io::IntoInnerError::into_error)?;
    kept.rewind()?;
    Ok(SheetRows {
        sheet: sheet.into(),
        from: BufReader::new(kept),
    })
}

/// Number of the row, number of its cells, and each with its kind and its length.
fn write_row(into: &mut impl Write, row: u32, cells: &[Option<Said>]) -> io::Result<()> {
    let count = u32::try_from(cells.len()).unwrap_or(u32::MAX);
    into.write_all(&row.to_le_bytes())?;
    into.write_all(&count.to_le_bytes())?;
    for cell in cells {
        let (kind, text) = match cell {
            None => (Kind::Text, ""),
            Some((kind, text)) => (*kind, text.as_str()),
        };
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        into.write_all(&[mark(kind)])?;
        into.write_all(&length.to_le_bytes())?;
        into.write_all(text.as_bytes())?;
    }
    Ok(())
}

fn mark(kind: Kind) -> u8 {
    match kind {
        Kind::Text => b't',
        Kind::Value => b'v',
        Kind::Unread(Unread::NotWorkedOut) => b'f',
        Kind::Unread(Unread::InPieces) => b'p',
        Kind::Unread(Unread::NoText) => b's',
        Kind::Unread(Unread::NoDay) => b'd',
    }
}

fn kind(mark: u8) -> Kind {
    match mark {
        b'v' => Kind::Value,
        b'f' => Kind::Unread(Unread::NotWorkedOut),
        b'p' => Kind::Unread(Unread::InPieces),
        b's' => Kind::Unread(Unread::NoText),
        b'd' => Kind::Unread(Unread::NoDay),
        _ => Kind::Text,
    }
}

impl SheetRows {
    /// The next row in which any cell says something.
    pub(in crate::input) fn next_row(&mut self) -> io::Result<Option<Row>> {
        let Some(row) = self.number()? else {
            return Ok(None);
        };
        let count = self.number()?.unwrap_or_default();
        let mut cells = Vec::new();
        for _ in 0..count {
            let mut mark = [0];
            self.from.read_exact(&mut mark)?;
            let length = self.number()?.unwrap_or_default();
            let mut text = Vec::new();
            self.from
                .by_ref()
                .take(u64::from(length))
                .read_to_end(&mut text)?;
            cells.push((kind(mark[0]), String::from_utf8_lossy(&text).into_owned()));
        }
        let cells: Vec<_> = cells
            .iter()
            .map(|(kind, text)| (*kind, text.as_str()))
            .collect();
        let line = usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1);
        Ok(Some(Row::of_sheet(Arc::clone(&self.sheet), line, &cells)))
    }

    fn number(&mut self) -> io::Result<Option<u32>> {
        let mut bytes = [0; 4];
        match self.from.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(u32::from_le_bytes(bytes))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Begins again with the first row.
    pub(in crate::input) fn rewind(&mut self) -> io::Result<()> {
        self.from.rewind()
    }
}
