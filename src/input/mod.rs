//! Many sites, read one after the other in bounded memory.
//!
//! ```text
//! collect         paths, directories, globs, lists of files → inputs, lazily and in order
//!   search          one directory or glob; ignore_files: what may be ignored
//! found           what there is to read
//! format          what a file is, by its name and its first bytes
//! opened          an input that is open; unpacked, utf16, kept: its bytes
//! records         inputs → records, each one site; by format:
//!   yaml_documents  the documents of a YAML stream
//!   lines           a JSON value on each line
//!   table           the rows of a table
//!     rows            as CSV and TSV write them; kind: what a cell is
//!     book            as workbooks hold them
//!     columns, facts  what their cells are about, as a header and a mapping say
//!     survey          what only all rows together tell
//!     known           what is known of a table before its rows are read
//! load            record → site, on any thread
//!   reading         rows that are one site: branch and filling make a tree of cells, adding one of several rows
//! propose         a table → a mapping of its columns to start from
//! note            what is said of a table beside its sites
//! ids             no id twice, and both places where one is
//! stream          work on all cores, results in the order of the input
//! ```
//!
//! What walks folders and works on all cores comes with the feature `cli`.

mod adding;
#[cfg(feature = "cli")]
mod book;
mod branch;
#[allow(
    dead_code,
    unused_imports,
    reason = "titles, units and marks are for who reads headers and whole tables"
)]
mod cells;
#[cfg(feature = "cli")]
pub mod collect;
pub mod columns;
mod facts;
mod filling;
mod format;
pub mod found;
#[cfg(feature = "cli")]
mod glob;
#[cfg(feature = "cli")]
pub mod ids;
#[cfg(feature = "cli")]
mod ignore_files;
mod kept;
mod kind;
mod known;
mod letters;
mod lines;
mod listed;
pub mod load;
pub mod note;
mod opened;
#[cfg(feature = "cli")]
mod path_list;
#[cfg(feature = "cli")]
pub mod propose;
pub mod reading;
pub mod records;
mod rows;
#[cfg(feature = "cli")]
mod search;
#[cfg(feature = "cli")]
pub mod shelf;
#[cfg(feature = "cli")]
pub mod stream;
mod survey;
mod table;
#[cfg(feature = "cli")]
mod tidy;
#[cfg(feature = "cli")]
mod unpacked;
mod utf16;
mod yaml_documents;
