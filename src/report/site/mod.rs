//! A finished site → bytes.

mod build;
mod entry;
pub mod json;
pub mod saved;
pub mod streamed;
pub mod text;
