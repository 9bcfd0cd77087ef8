//! The record of a site → bytes.

pub(super) mod answer;
#[cfg(feature = "cli")]
mod asking;
#[cfg(feature = "cli")]
pub(super) mod charts;
mod entries;
#[cfg(feature = "cli")]
mod figures;
#[cfg(feature = "cli")]
mod glance;
#[cfg(feature = "cli")]
pub(super) mod head;
pub mod json;
pub mod short;
pub mod streamed;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
pub(super) mod verdict;
