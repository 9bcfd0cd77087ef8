//! Many sites: from what was asked for to one site after the other, in bounded memory; and rows small
//! enough to keep a million of, ranked, filtered, grouped and added up.
//!
//! ```text
//! collect   paths, directories, globs, lists of files → inputs, lazily and in order
//! stream    work on all cores, results in the order of the input
//! row       what a ranking keeps of a site
//! field     the columns: written, sorted by, asked for
//! view      what is asked of a ranking → a finished one
//! backtest  scores against what became of sites
//! ```

pub mod backtest;
pub mod best;
pub mod collect;
pub mod dominance;
pub mod field;
mod glob;
mod path_list;
pub mod row;
pub mod stream;
pub mod summary;
pub mod view;

pub use field::{Condition, Field, Order};
pub use row::Row;
pub use summary::{Step, Totals};
pub use view::{GroupBy, Portfolio, View};
