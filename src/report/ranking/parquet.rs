//! Rows of a ranking as Parquet: the columns of the CSV, each with a type. Numbers are doubles, counts whole numbers,
//! yes and no booleans, all else text in UTF-8; what is not known is null. The same rows are the same bytes.
//!
//! Rows are gathered by the thousand and written as a group, so that a file of any length takes the memory of one group.
//! Nothing is compressed, as no codec is worth a dependency: words that repeat are written once a group anyway.

use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::assess::Method;
use crate::estimate::rounded;
use crate::ranking::behind::{self, Kind, Ranked, Value};
use crate::ranking::field::{Cell, FIELDS};
use crate::ranking::{Portfolio, Row};
use crate::source::plain;

/// Rows of a group.
const GROUP: usize = 8192;

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// What the format says.
    #[error("the table cannot be written as parquet: {0}")]
    Parquet(#[from] ParquetError),
    /// What the writer says.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The values of a column in the group that is being gathered.
enum Values {
    Text(Vec<ByteArray>),
    Flag(Vec<bool>),
    Whole(Vec<i64>),
    Number(Vec<f64>),
}

struct Column {
    values: Values,
    /// For each row 1 where it has a value, 0 where it has none.
    there: Vec<i16>,
}

impl Column {
    fn of(kind: Kind) -> Self {
        Self {
            values: match kind {
                Kind::Text => Values::Text(Vec::new()),
                Kind::Flag => Values::Flag(Vec::new()),
                Kind::Whole => Values::Whole(Vec::new()),
                Kind::Number => Values::Number(Vec::new()),
            },
            there: Vec::new(),
        }
    }

    /// Takes the value of a row.
    fn push(&mut self, cell: &Cell) {
        let is_there = match (&mut self.values, cell) {
            (Values::Text(values), Cell::Text(text)) => {
                values.push(bytes(text));
                true
            }
            (Values::Flag(values), cell) => {
                let flag = cell.as_flag();
                values.extend(flag);
                flag.is_some()
            }
            (Values::Whole(values), Cell::Number(number)) => {
                #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
                values.push(*number as i64);
                true
            }
            (Values::Number(values), Cell::Number(number)) => {
                values.push(rounded(*number));
                true
            }
            _ => false,
        };
        self.there.push(i16::from(is_there));
    }

    /// Takes a value of what stands behind the row.
    fn push_behind(&mut self, value: Option<Value>) {
        let is_there = match (&mut self.values, value) {
            (Values::Text(values), Some(Value::Text(text))) if !text.is_empty() => {
                values.push(bytes(text));
                true
            }
            (Values::Whole(values), Some(Value::Whole(number))) => {
                let number = i64::try_from(number).ok();
                values.extend(number);
                number.is_some()
            }
            (Values::Number(values), Some(Value::Number(number))) => {
                values.push(rounded(number));
                true
            }
            _ => false,
        };
        self.there.push(i16::from(is_there));
    }

    fn write(&mut self, writer: &mut ColumnWriter) -> Result<(), ParquetError> {
        let there = Some(self.there.as_slice());
        match (&mut self.values, writer) {
            (Values::Text(values), ColumnWriter::ByteArrayColumnWriter(writer)) => {
                writer.write_batch(values, there, None)?;
                values.clear();
            }
            (Values::Flag(values), ColumnWriter::BoolColumnWriter(writer)) => {
                writer.write_batch(values, there, None)?;
                values.clear();
            }
            (Values::Whole(values), ColumnWriter::Int64ColumnWriter(writer)) => {
                writer.write_batch(values, there, None)?;
                values.clear();
            }
            (Values::Number(values), ColumnWriter::DoubleColumnWriter(writer)) => {
                writer.write_batch(values, there, None)?;
                values.clear();
            }
            _ => return Err(ParquetError::General("a column of another type".to_owned())),
        }
        self.there.clear();
        Ok(())
    }
}

fn bytes(text: &str) -> ByteArray {
    ByteArray::from(plain(text).into_bytes())
}

/// A table on its way.
pub struct Table {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    /// Rows that wait for their group to be full.
    waiting: usize,
}

fn columns() -> impl Iterator<Item = (&'static str, Kind)> {
    FIELDS
        .iter()
        .map(|field| (field.name, field.kind()))
        .chain(behind::columns())
}

fn schema() -> Result<Type, ParquetError> {
    let field = |(name, kind): (&str, Kind)| {
        let (physical, logical) = match kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Flag => (Physical::BOOLEAN, None),
            Kind::Whole => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
        };
        let built = Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .with_converted_type(match kind {
                Kind::Text => ConvertedType::UTF8,
                _ => ConvertedType::NONE,
            })
            .build();
        built.map(Arc::new)
    };
    let fields = columns().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("rackready")
        .with_fields(fields)
        .build()
}

impl Table {
    /// An empty table.
    ///
    /// # Errors
    /// Never for a table in memory; the type of the writer asks for it.
    pub fn new() -> Result<Self, TableError> {
        let made_by = format!("rackready version {}", env!("CARGO_PKG_VERSION"));
        let properties = WriterProperties::builder()
            .set_created_by(made_by)
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        Ok(Self {
            writer: SerializedFileWriter::new(
                Vec::new(),
                Arc::new(schema()?),
                Arc::new(properties),
            )?,
            columns: columns().map(|(_, kind)| Column::of(kind)).collect(),
            waiting: 0,
        })
    }

    /// Takes a row; what only a finished ranking knows is null without one. Gives back what is to be written next, which
    /// is nothing until a group is full.
    ///
    /// # Errors
    /// What the format says.
    pub fn row(
        &mut self,
        row: &Row,
        standing: Option<Ranked>,
        method: &Method,
    ) -> Result<Vec<u8>, TableError> {
        let (of_row, behind) = self.columns.split_at_mut(FIELDS.len());
        for (column, field) in of_row.iter_mut().zip(FIELDS) {
            column.push(&field.of(row));
        }
        for (column, value) in behind.iter_mut().zip(behind::values(standing, method)) {
            column.push_behind(value);
        }
        self.waiting += 1;
        if self.waiting < GROUP {
            return Ok(Vec::new());
        }
        self.group()?;
        self.written()
    }

    /// Takes the ranking, and behind it what to ask first. Gives back what is to be written next.
    ///
    /// # Errors
    /// What the format says.
    pub fn ranking(
        &mut self,
        portfolio: &Portfolio,
        method: &Method,
    ) -> Result<Vec<u8>, TableError> {
        let mut out = Vec::new();
        for (at, row) in portfolio.rows[..portfolio.shown].iter().enumerate() {
            out.extend(self.row(row, Some(portfolio.ranked(at)), method)?);
        }
        for row in &portfolio.ask_first {
            out.extend(self.row(row, None, method)?);
        }
        Ok(out)
    }

    /// Ends the table, and gives back what is left to be written.
    ///
    /// # Errors
    /// What the format says.
    pub fn finish(&mut self) -> Result<Vec<u8>, TableError> {
        if self.waiting > 0 {
            self.group()?;
        }
        self.writer.finish()?;
        self.written()
    }

    fn group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let mut columns = self.columns.iter_mut();
        while let Some(mut writer) = group.next_column()? {
            if let Some(column) = columns.next() {
                column.write(writer.untyped())?;
            }
            writer.close()?;
        }
        group.close()?;
        self.waiting = 0;
        Ok(())
    }

    /// What was written since it was last asked. The offsets in the file count what was written before.
    fn written(&mut self) -> Result<Vec<u8>, TableError> {
        self.writer.flush()?;
        Ok(std::mem::take(self.writer.inner_mut()))
    }
}
