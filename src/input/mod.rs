//! Many sites, read one after the other in bounded memory.
//!
//! ```text
//! collect         paths, directories, globs, lists of files → inputs, lazily and in order
//!   search          one directory or glob
//! found           what there is to read
//! records         inputs → records, each one site; by format:
//!   yaml_documents  the documents of a YAML stream
//!   lines           a JSON value on each line
//!   rows            the rows of a table; columns and facts: what their cells are about;
//!                   branch and filling: the tree that a row makes; cells: what a cell's text means
//! load            record → site, on any thread
//! ids             no id twice, and both places where one is
//! stream          work on all cores, results in the order of the input
//! ```
//!
//! What walks folders and works on all cores comes with the feature `cli`.

mod branch;
mod cells;
#[cfg(feature = "cli")]
pub mod collect;
pub mod columns;
mod facts;
mod filling;
pub(crate) mod found;
#[cfg(feature = "cli")]
mod glob;
#[cfg(feature = "cli")]
pub mod ids;
mod lines;
pub mod load;
#[cfg(feature = "cli")]
mod path_list;
pub mod records;
mod rows;
#[cfg(feature = "cli")]
mod search;
#[cfg(feature = "cli")]
pub mod stream;
mod yaml_documents;
