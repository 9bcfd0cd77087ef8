//! A finished site → bytes.

mod build;
mod entry;
pub mod json;
pub mod saved;
pub mod streamed;
#[cfg(feature = "cli")]
pub mod text;
