//! Waivers of a site file that came or went. They change no number, only what `check` lets pass.

use schemars::JsonSchema;
use serde::Serialize;

use super::Judged;
use crate::site::Site;
use crate::site::waivers::Waiver;

/// A waiver that one side alone has. A waiver that was reworded went and came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WaiverChange {
    /// added or removed.
    pub change: &'static str,
    /// Id of what it waives.
    pub requirement: String,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// When it ends, as written.
    pub expires: String,
}

/// The waivers of one side alone; none where numbers were saved, for a report has no waivers.
pub(super) fn changes(old: &Judged, new: &Judged) -> Vec<WaiverChange> {
    let site = |judged: &'_ Judged| judged.loaded.as_ref().map(|loaded| loaded.site.clone());
    let (Some(old), Some(new)) = (site(old), site(new)) else {
        return Vec::new();
    };
    let mut changes = only_in(&old, &new, "removed");
    changes.extend(only_in(&new, &old, "added"));
    changes
}

fn only_in(these: &Site, those: &Site, change: &'static str) -> Vec<WaiverChange> {
    let there = |waiver: &&Waiver| !those.waivers.items().contains(waiver);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let waivers = these.waivers.items().iter().filter(there);
    waivers
        .map(|waiver| WaiverChange {
            change,
            requirement: text(waiver.requirement.get()),
            reason: text(waiver.reason.get()),
            owner: text(waiver.owner.get()),
            expires: waiver
                .expires
                .get()
                .map_or_else(String::new, ToString::to_string),
        })
        .collect()
}
