//! A finished ranking → bytes.

pub mod csv;
pub mod json;
pub mod markdown;
pub mod text;
