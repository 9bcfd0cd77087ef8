//! A site in one draw, as a plan is costed by it.

use super::Limits;
use crate::engineering::Case;
use crate::rules::{Mark, Rows};

/// A site in one draw with its rows judged on a route.
#[derive(Clone, Copy)]
pub(crate) struct Standing<'d> {
    /// The draw, and the hall of the route.
    pub case: &'d Case<'d>,
    pub rows: &'d Rows<'d>,
    /// One for each row.
    pub marks: &'d [Mark],
    /// What rows are measured against.
    pub shared: &'d [f64],
    pub limits: &'d Limits,
    /// Whether the draw carries the tenant's least MW.
    pub carries_least: bool,
}
