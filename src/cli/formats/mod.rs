//! The output formats: for each command that shares them with `render`, one list of what there is and how it is made.

pub(crate) mod assembly;
pub(crate) mod check;
pub(crate) mod layout;
mod parquet;
pub(crate) mod score;
mod short;
