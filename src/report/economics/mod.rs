//! What each way of using a connection is worth → bytes. One file for each format, all made of the record alone.

#[cfg(feature = "cli")]
mod bars;
pub mod csv;
#[cfg(feature = "cli")]
mod hanging;
pub(in crate::report) mod shown;
#[cfg(feature = "cli")]
pub mod sites;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
mod ways;
