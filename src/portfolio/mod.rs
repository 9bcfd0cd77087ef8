//! Many sites: from what was asked for to one site after the other, in bounded memory; and rows small
//! enough to keep a million of, ranked, filtered, grouped and added up.
//!
//! ```text
//! collect         paths, directories, globs, lists of files → inputs, lazily and in order
//! records         inputs → records, each one site; by format:
//!   yaml_documents  the documents of a YAML stream
//!   lines           a JSON value on each line
//!   rows            the rows of a table; columns and facts: what their cells are about
//! load            record → site, on any thread
//! ids             no id twice, and both places where one is
//! stream          work on all cores, results in the order of the input
//! row             what a ranking keeps of a site
//! field           the columns of a ranking: written, sorted by, asked for
//! view            what is asked of a ranking → a finished one; of it:
//!   best            how likely a site is among the best k
//!   dominance       sites that nobody would choose
//!   summary         totals, groups, the supply curve
//! saved           reports that were written, read again
//! backtest        scores against what became of sites
//! ```

pub mod backtest;
pub mod best;
pub mod collect;
pub mod columns;
pub mod dominance;
mod facts;
pub mod field;
mod glob;
pub mod ids;
mod lines;
pub mod load;
mod path_list;
pub mod records;
pub mod row;
mod rows;
pub mod saved;
pub mod stream;
pub mod summary;
pub mod view;
mod yaml_documents;

pub use field::{Condition, Field, Order};
pub use row::Row;
pub use summary::{Step, Totals};
pub use view::{GroupBy, Portfolio, View};
