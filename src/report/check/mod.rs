//! A finished check → bytes; one file for each format. Renderers decide nothing.

pub mod github;
pub mod json;
pub mod junit;
pub mod markdown;
pub(super) mod result;
pub mod sarif;
pub(super) mod standing;
pub mod text;
