//! What a repository of site files is held to: policy, waivers and baseline.
//!
//! [`policy`] is read once; [`check::Gate`] holds one site after the other to it, and its end settles baseline,
//! waivers that nothing used, and the exit code.

mod asking;
pub mod baseline;
pub mod check;
mod concern;
mod draft;
pub mod limits;
pub mod outcome;
mod place;
pub mod policy;
mod terms;
mod threshold;
mod waiving;
