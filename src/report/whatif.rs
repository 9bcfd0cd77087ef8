//! Cases of sites side by side, by format.

pub mod csv;
#[cfg(feature = "cli")]
pub mod text;
