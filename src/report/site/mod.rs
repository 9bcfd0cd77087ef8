//! The record of a site → bytes.

pub mod json;
pub mod streamed;
pub mod text;
