//! Many records, small enough to keep a million of: ranked, filtered, grouped and added up.
//!
//! ```text
//! field           the columns of a ranking: written and compared; order: sorted by
//! behind          columns behind those: of a finished ranking, and of what decided the numbers
//! asked           a column or a fact; condition: what it must hold; value: what it can hold
//! view            what is asked of a ranking → a finished one; of it:
//!   best            how likely a site is among the best k
//!   dominance       sites that nobody would choose
//!   summary         totals, groups, the supply curve
//! ```

pub(crate) mod asked;
pub mod behind;
pub(crate) mod best;
pub(crate) mod condition;
pub(crate) mod dominance;
pub mod field;
pub(crate) mod order;
pub(crate) mod summary;
mod value;
pub(crate) mod view;

pub use crate::record::{KnownLine, Listing, Row};
pub use asked::Asked;
pub use condition::Condition;
pub use order::{ByMoney, Order, ask_first};
#[cfg(feature = "cli")]
pub(crate) use summary::OfVerdict;
#[cfg(feature = "cli")]
pub(crate) use summary::runs_on_one_fabric;
pub(crate) use summary::{MoneyTotals, Step, Totals};
pub use view::{Portfolio, View};
