//! What each way of using a mine's grid connection is worth: keep mining, lease to an AI tenant, own a GPU cloud, a
//! hybrid, a bridge, or the sale of the powered site.
//!
//! Pure functions on plain numbers, and the dated figures of the market. All is before tax, in nominal dollars; M$ unless
//! a name says otherwise. Time runs in months and quarters from the plan's start.

pub mod beside;
pub mod budget;
pub mod cash;
pub mod cloud;
pub(crate) mod courses;
pub mod draw;
pub(crate) mod estate;
pub mod holdings;
pub mod lease;
pub mod market;
pub mod mining;
pub mod path;
pub mod reckoning;
pub mod report;
pub mod sample;
pub mod standing;
pub mod tornado;
pub mod turn;
pub mod ways;

#[cfg(test)]
mod tests;

/// Fails where a number is further from another than so much of it.
#[cfg(test)]
#[track_caller]
pub(crate) fn near(got: f64, want: f64, share: f64) {
    assert!(
        (got - want).abs() <= share * want.abs(),
        "{got} instead of {want}"
    );
}
