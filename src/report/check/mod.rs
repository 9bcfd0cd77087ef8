//! A finished check → bytes; one file for each format. Renderers decide nothing.
//!
//! Of a site no more is held than what a format shows at another place than its own: what is most important of all, each
//! rule once, counts. Text, JSON and JUnit hold none of it.

pub(super) mod first;
pub mod github;
pub mod json;
pub mod junit;
pub mod markdown;
pub(super) mod result;
pub mod sarif;
pub(super) mod standing;
pub mod text;
pub(super) mod whole;
