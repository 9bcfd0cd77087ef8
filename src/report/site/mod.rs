//! The record of a site → bytes.

#[cfg(feature = "cli")]
pub(super) mod head;
pub mod json;
pub mod streamed;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
mod verdict;
