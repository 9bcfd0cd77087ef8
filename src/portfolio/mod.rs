//! Many sites: rows small enough to keep a million of, ranked, filtered, grouped and added up.

pub mod best;
pub mod dominance;
pub mod field;
pub mod row;
pub mod stream;
pub mod summary;
pub mod view;

pub use field::{Condition, Field, Order};
pub use row::Row;
pub use summary::{Step, Totals};
pub use view::{GroupBy, Portfolio, View};
