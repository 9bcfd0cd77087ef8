//! Rows as Parquet.

use std::sync::{Mutex, PoisonError};

use rackready::assess::Method;
use rackready::ranking::Row;
use rackready::report::ranking::parquet::Table;

use super::assembly::{Format, Last, Shows};
use super::layout::Layout;

/// A table on its way. Its rows come one after the other, so that nobody waits.
struct Parquet(Layout, Mutex<Table>);

/// The format.
pub(super) fn format(layout: Layout) -> anyhow::Result<Box<dyn Format>> {
    Ok(Box::new(Parquet(layout, Mutex::new(Table::new()?))))
}

impl Parquet {
    fn table<T>(&self, with: impl FnOnce(&mut Table) -> T) -> T {
        with(&mut self.1.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Format for Parquet {
    fn shows(&self) -> Shows {
        Shows::Row
    }

    fn ranks(&self) -> bool {
        !self.0.streams()
    }

    fn taken(&self, row: &Row, method: &Method) -> anyhow::Result<Vec<u8>> {
        if !self.0.streams() {
            return Ok(Vec::new());
        }
        Ok(self.table(|table| table.row(row, None, method))?)
    }

    fn end(&self, last: &Last) -> anyhow::Result<Vec<u8>> {
        let (portfolio, method) = (last.run.portfolio, last.run.method);
        self.table(|table| {
            let mut out = Vec::new();
            if !self.0.streams() {
                out.extend(table.ranking(portfolio, method)?);
            }
            out.extend(table.finish()?);
            Ok(out)
        })
    }
}
