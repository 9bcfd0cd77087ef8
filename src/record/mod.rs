//! The finished, owned result on a site: the one shape that every output is made of and that a saved report
//! reads back into.
//!
//! ```text
//! quantity        numbers, rounded once, and what is uncertain about them
//! short           the same in rows, of which there are hundreds
//! site            the record of a site, and the row that a ranking keeps of it
//! stated          facts that conditions and groups ask for, as a row keeps them
//! finding, plan   what a record says of each requirement, of the works
//! schedule        when the steps of works run
//! economics       what each way of using the connection is worth
//! gaps            what a gap report shows of a site
//! budget          which tranches of many sites a budget builds
//! row             what a ranking keeps of a site
//! listing         the two lists of a ranking, and the line between them
//! question        what to ask, and what each answer does
//! asking          the same and what is unknown, as it is written
//! legend          what is the same for every site, and so stands once
//! route           a way to convert a site
//! portfolio       what many sites come to, as it is written and read
//! build           from an assessment to its row, which looks up no line, and to its record
//! whatif          cases of a site side by side
//! bounded         what a saved report may hold, whoever wrote it
//! read            saved reports, read again
//! ```

pub mod asking;
mod bounded;
pub mod budget;
mod build;
pub mod economics;
pub mod finding;
mod foreign;
pub mod gaps;
pub mod legend;
pub(crate) mod listing;
pub mod plan;
pub mod portfolio;
pub mod quantity;
pub mod question;
pub mod read;
pub mod route;
pub mod row;
pub mod schedule;
pub mod short;
pub mod site;
pub mod stated;
pub mod whatif;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use budget::BudgetEntry;
pub use build::{ShortReport, SiteReport, findings, of, question};
pub use foreign::unknown_schema;
pub use legend::Legend;
pub use listing::{KnownLine, KnownLineError, Listing};
pub use portfolio::PortfolioEntry;
#[cfg(feature = "cli")]
pub(crate) use quantity::{Megawatts, Money, Points};
pub(crate) use quantity::{Months, Rounded};
pub use read::{Report, SavedError, read, schema_of, text_of, within_bounds};
pub use row::Row;
pub use site::SiteRecord;
pub use stated::StatedFact;

/// Name and version of the contract that is read and written.
pub const SCHEMA: &str = "rackready/report/v3";

/// Name and version of the contract of gap reports, of which no record can be made again.
pub const GAPS: &str = "rackready/gaps/v1";

/// Name and version of the contract of rows, of which none can be made either.
pub const ROWS: &str = "rackready/row/v1";

/// A file that could not be assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ErrorEntry")]
pub struct FileError {
    /// The file as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}
