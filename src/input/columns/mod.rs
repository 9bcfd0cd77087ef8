//! What the columns and rows of a table are: the mapping of a user's own, and the header of a table.
//!
//! ```text
//! raw       the shape of a mapping file, for its schema
//! read      a mapping file → what it says, and everything that is wrong with it
//! meaning   what a column, a row and a table are said to be
//! constants what holds for every row
//! place     in which line the header stands
//! misread   what is wrong with a row before its cells mean anything
//! header    the columns of one table
//! ```

pub(super) mod constants;
pub(super) mod header;
pub(super) mod meaning;
pub(super) mod misread;
pub(super) mod place;
pub mod raw;
mod read;

use std::path::Path;

use crate::source::{Refused, Source};
pub use meaning::{Columns, Tables};

impl Columns {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it cannot be read, and everything that is wrong with it.
    pub fn load(path: &Path) -> Result<Self, Refused> {
        let source = Source::load(path)?;
        read::read(&source).map_err(|problems| Refused { source, problems })
    }
}
