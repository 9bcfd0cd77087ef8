//! Requirements that stand differently, and why.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Judged;
use super::measure::round;
use crate::record::finding::FindingEntry;
use crate::rules::Status;

/// A requirement that stands differently.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FindingChange {
    /// Its id.
    pub requirement: String,
    /// How it stood; null where the base has no such row.
    pub base: Option<Standing>,
    /// How it stands; null where the head has no such row.
    pub head: Option<Standing>,
    /// Points of convertibility that its gap costs, head less base; negative is better.
    #[serde(serialize_with = "round")]
    pub points_lost: f64,
    /// Line of its fact in the head, from 1; in the base where it is gone.
    pub line: usize,
    /// What set that fact, such as `--set 2`; left out where a file states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<String>,
    /// What it can come from: facts, target, checklist; only those that differ.
    pub because: Vec<&'static str>,
}

/// How a requirement stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Standing {
    /// met, partial, gap, unknown or not-applicable.
    pub status: Status,
    /// What it earns in the mean over the draws, 0 to 1.
    #[serde(serialize_with = "round")]
    pub attainment: f64,
    /// Share of the draws in which all of it is there, 0 to 1.
    #[serde(serialize_with = "round")]
    pub chance_met: f64,
    /// Points of convertibility that its gap is expected to cost.
    #[serde(serialize_with = "round")]
    pub worth: f64,
    /// What the site has, in words.
    pub has: String,
    /// What earns everything, in words.
    pub needs: String,
}

impl Standing {
    fn of(finding: &FindingEntry) -> Self {
        Self {
            status: finding.status,
            attainment: finding.attainment.expected.get(),
            chance_met: finding.attainment.chance_met.get(),
            worth: finding.worth.get(),
            has: finding.has.clone(),
            needs: finding.needs.clone(),
        }
    }
}

/// Findings whose status, attainment or weight changed, and whose demand did by another checklist; those that
/// move most points first.
pub(super) fn changes(old: &Judged, new: &Judged, same_checklist: bool) -> Vec<FindingChange> {
    let (before, after) = (by_id(old), by_id(new));
    let mut ids: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    ids.sort();
    ids.dedup();
    let same = Same {
        target: old.row.target == new.row.target,
        checklist: same_checklist,
    };
    let mut found: Vec<FindingChange> = ids
        .into_iter()
        .filter_map(|id| {
            let both = [before.get(id).copied(), after.get(id).copied()];
            change(both, same)
        })
        .collect();
    found.sort_by(|a, b| {
        let size = |change: &FindingChange| change.points_lost.abs();
        size(b)
            .total_cmp(&size(a))
            .then_with(|| a.requirement.cmp(&b.requirement))
    });
    found
}

fn by_id(judged: &Judged) -> BTreeMap<&str, &FindingEntry> {
    let findings = judged.findings.iter();
    findings.map(|f| (f.requirement.as_str(), f)).collect()
}

fn change([old, new]: [Option<&FindingEntry>; 2], same: Same) -> Option<FindingChange> {
    let either = new.or(old)?;
    let because = match old.zip(new) {
        None => vec!["checklist"],
        Some((old, new)) => because(old, new, same)?,
    };
    let worth = |finding: Option<&FindingEntry>| finding.map_or(0.0, |f| f.worth.get());
    Some(FindingChange {
        requirement: either.requirement.clone(),
        base: old.map(Standing::of),
        head: new.map(Standing::of),
        points_lost: worth(new) - worth(old),
        line: either.line,
        set_by: either.set_by.clone(),
        because,
    })
}

/// What both sides have in common.
#[derive(Debug, Clone, Copy)]
struct Same {
    target: bool,
    checklist: bool,
}

/// Why a finding changed; nothing where it did not. Its points alone also move with the weights of others, and a
/// demand that follows the size of the site moves with its facts.
fn because(old: &FindingEntry, new: &FindingEntry, same: Same) -> Option<Vec<&'static str>> {
    let earns = |f: &FindingEntry| (f.attainment.expected, f.attainment.chance_met);
    let other_demand = old.needs != new.needs;
    let other_weight = old.weight != new.weight;
    let moved = old.status != new.status || earns(old) != earns(new);
    if !moved && !other_weight && (same.checklist || !other_demand) {
        return None;
    }
    let of_row = other_demand || other_weight;
    let mut because = Vec::new();
    if old.has != new.has || (same.target && same.checklist) {
        because.push("facts");
    }
    if of_row && !same.target {
        because.push("target");
    }
    if of_row && !same.checklist {
        because.push("checklist");
    }
    if because.is_empty() {
        // The same words on both sides: what is behind the row moved, not the row.
        because.push(if same.target { "facts" } else { "target" });
    }
    Some(because)
}
