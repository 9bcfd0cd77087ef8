//! What a run holds its sites to.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::limits::{Limits, Overlay};
use super::place::slashed;
use super::policy::Policy;
use crate::checklist::Checklist;

/// What all sites of a run are held to.
#[derive(Debug)]
pub struct Gate<'a> {
    /// The checklist that judged.
    pub checklist: &'a Checklist,
    /// The policy, where there is one.
    pub policy: Option<&'a Policy>,
    /// The paths of site files from the folder of the policy, by their names in the report; those outside of it
    /// are missing.
    pub paths: BTreeMap<String, String>,
    /// What the user asks for on top of the policy.
    pub over: Overlay,
    /// Day at which the expiry of waivers is judged.
    pub as_of: Date,
    /// Whether waivers count.
    pub waivers: bool,
}

impl Gate<'_> {
    /// What a site is held to; `None` for the run as a whole.
    #[must_use]
    pub fn limits(&self, file: Option<&str>) -> Limits {
        let path = file.and_then(|file| self.paths.get(&slashed(file)));
        let of_policy = self.policy.map(|p| p.limits(path.map(String::as_str)));
        of_policy.unwrap_or_default().with(&self.over)
    }
}
