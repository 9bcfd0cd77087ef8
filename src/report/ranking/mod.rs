//! A finished ranking → bytes.

pub mod csv;
pub mod json;
pub mod markdown;
#[cfg(feature = "cli")]
pub mod text;
