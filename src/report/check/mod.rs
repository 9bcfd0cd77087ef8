//! A finished check → bytes; one file for each format. Renderers decide nothing.

pub mod github;
pub mod json;
pub mod junit;
pub mod markdown;
mod result;
pub mod sarif;
mod standing;
pub mod text;
