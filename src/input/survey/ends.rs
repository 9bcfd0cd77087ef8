//! The ends of the number in a cell.

use super::super::cells::{self, Cell};
use super::super::columns::header::Column;
use super::super::rows::Row;
use crate::source::tree::Value;

/// Low and high end of a number, which are one where it is exact.
pub(super) type Ends = [f64; 2];

/// The ends of the number in a cell, in the unit of its fact; nothing where it holds none.
pub(super) fn ends(column: &Column, row: &Row, at: usize) -> Option<Ends> {
    let manner = column.manner_of(row.kind(at));
    let shape = column.fact.as_ref()?.shape;
    let Cell::Value(reading) = cells::read(row.cell(at), shape, &manner) else {
        return None;
    };
    let number = |text: &str| text.parse().ok().filter(|n: &f64| n.is_finite());
    match reading.value {
        Value::Scalar(text, _) => match text.split_once(" to ") {
            Some((low, high)) => Some([number(low)?, number(high)?]),
            None => number(&text).map(|number| [number; 2]),
        },
        Value::Mapping(entries) => {
            let end = |name: &str| {
                let entry = entries.iter().find(|(key, _)| key.text() == Some(name));
                entry.and_then(|(_, value)| number(value.text()?))
            };
            Some([end("low")?, end("high")?])
        }
        _ => None,
    }
    .filter(|[low, high]| low <= high)
}
