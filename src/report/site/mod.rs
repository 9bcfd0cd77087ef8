//! The record of a site → bytes.

pub mod json;
pub mod streamed;
#[cfg(feature = "cli")]
pub mod text;
