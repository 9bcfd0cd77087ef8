//! The output formats: for each command that shares them with `render`, one list of what there is and how it is made.

pub(crate) mod assembly;
pub(crate) mod check;
mod document;
pub(crate) mod economics;
mod kept;
pub(crate) mod layout;
#[cfg(not(feature = "parquet"))]
#[path = "no_parquet.rs"]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet;
pub(crate) mod plan;
pub(crate) mod score;
pub(crate) mod short;
