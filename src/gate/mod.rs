//! What a repository of site files is held to: policy, waivers, baseline, and what changed.

pub mod outcome;
