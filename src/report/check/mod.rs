//! A finished check → bytes; one file for each format.

pub mod json;
pub mod text;
