//! What a repository of site files is held to: policy, waivers and baseline.
//!
//! [`policy`] is read once; [`check::Gate`] holds one site after the other to it, and [`course::Course`] settles
//! baseline, waivers that nothing used, and the exit code while they come. Of a site nothing is kept but in
//! [`sites`].

mod asking;
pub mod baseline;
pub mod check;
mod concern;
pub mod course;
mod draft;
pub mod limits;
pub mod outcome;
mod place;
pub mod policy;
pub mod sites;
mod terms;
mod threshold;
mod waiving;
