//! What if: a site with other facts than its file states, before anything judges it.
//!
//! ```text
//! path       where in a site something is set
//! setting    a path and its value, read and checked like a file
//! change     settings × a site → the site that they make of it
//! scenarios  files of facts that are set together
//! sweep      a fact over values
//! ```

mod change;
mod path;
pub mod scenarios;
mod setting;
pub mod sweep;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use change::changed;
pub use setting::Setting;

/// What was set, as short as it can be written.
#[must_use]
pub fn in_short(set: &[SetFact]) -> String {
    let said = set
        .iter()
        .map(|SetFact { path, value, .. }| format!("{path}={value}"));
    said.collect::<Vec<_>>().join("; ")
}

/// The same with what set each; `None` where nothing was set.
#[must_use]
pub fn told(set: &[SetFact]) -> Option<String> {
    let said = set
        .iter()
        .map(|SetFact { path, value, by }| format!("{path}={value} ({by})"));
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(" · "))
}

/// What stands in place of what a file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SetEntry")]
pub struct SetFact {
    /// Where, as it was written: a dotted path such as `permits[kind=zoning].status`.
    pub path: String,
    /// What, as it was written; `unknown` takes the fact away.
    pub value: String,
    /// What set it, such as `--set 2`.
    pub by: String,
}
