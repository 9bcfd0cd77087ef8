//! The register: everything that can be reported, each once.
//!
//! Requirements come from the checklist, contradictions and limits from their tables; what remains stands here.
//! Whatever names, explains, lists or waives a rule asks here.

use super::contradictions::CONTRADICTIONS;
use super::limits::LIMITS;
use crate::checklist::{Checklist, Requirement};

pub use super::entry::{Entry, Kind, Severity};

/// The file cannot be read as a site.
pub const FILE_INVALID: &str = "file.invalid";
/// The file states no megawatts, so that no verdict is given.
pub(crate) const INSUFFICIENT_DATA: &str = "verdict.insufficient-data";
/// A waiver is past its last day.
pub const WAIVER_EXPIRED: &str = "waiver.expired";
/// A waiver covers nothing that was found.
pub const WAIVER_UNUSED: &str = "waiver.unused";
/// A waiver names a rule or site that does not exist.
pub(crate) const WAIVER_UNKNOWN: &str = "waiver.unknown";
/// A glob or directory holds nothing to judge.
pub(crate) const NOTHING_EVALUATED: &str = "nothing-evaluated";

const INVALID: Entry<'static> = Entry {
    id: FILE_INVALID,
    title: "File cannot be read",
    why: "The file cannot be read as the description of a site, so nothing about it was judged.",
    kind: Kind::Invalid,
    severity: Severity::Blocker,
    mend: Some("Correct the file at the place named; `rackready init` prints a file that reads."),
};

const INSUFFICIENT: Entry<'static> = Entry {
    id: INSUFFICIENT_DATA,
    title: "Too little known for a verdict",
    why: "The file states no megawatts of its connection, so every number rests on what is usual elsewhere.",
    kind: Kind::Gate,
    severity: Severity::Blocker,
    mend: Some("State the MW that are energized, approved, contracted or requested."),
};

/// It stands against the run, not against a site: no concern names it, test reports do.
const NOTHING: Entry<'static> = Entry {
    id: NOTHING_EVALUATED,
    title: "Nothing evaluated",
    why: "A glob or directory that was asked for holds no site, so the run says nothing about it.",
    kind: Kind::Invalid,
    severity: Severity::Blocker,
    mend: Some(
        "Correct the path, or take it out of the command; `--no-ignore` reads files that git ignores.",
    ),
};

const WAIVERS: [Entry<'static>; 3] = [
    Entry {
        id: WAIVER_EXPIRED,
        title: "Waiver expired",
        why: "The last day of a waiver has passed, so what it covered counts again.",
        kind: Kind::Waiver,
        severity: Severity::Major,
        mend: Some("Close the gap, or renew the waiver with a new reason and a new last day."),
    },
    Entry {
        id: WAIVER_UNUSED,
        title: "Waiver unused",
        why: "A waiver covers nothing that was found: the gap is closed, or the waiver names the wrong place.",
        kind: Kind::Waiver,
        severity: Severity::Minor,
        mend: Some("Remove the waiver."),
    },
    Entry {
        id: WAIVER_UNKNOWN,
        title: "Waiver names nothing",
        why: "A waiver names a rule or a site that does not exist, so it covers nothing.",
        kind: Kind::Waiver,
        severity: Severity::Major,
        mend: Some(
            "Correct the name; `rackready list requirements` lists the ids of the checklist.",
        ),
    },
];

/// The row of a checklist as a rule.
#[must_use]
pub(crate) fn of_requirement(row: &Requirement) -> Entry<'_> {
    let (kind, severity) = match row.gate {
        Some(_) => (Kind::Gate, Severity::Blocker),
        None => (Kind::Requirement, Severity::Major),
    };
    Entry {
        id: &row.id,
        title: &row.title,
        why: &row.why,
        kind,
        severity,
        mend: row.remedy.map(|remedy| remedy.name.as_str()),
    }
}

/// The rules that are no rows of a checklist, in the order of listings.
pub(crate) fn own<'a>() -> impl Iterator<Item = Entry<'a>> {
    [INVALID, INSUFFICIENT]
        .into_iter()
        .chain(LIMITS.iter().map(|rule| rule.entry))
        .chain(WAIVERS)
        .chain(CONTRADICTIONS.iter().map(|c| c.entry()))
}

/// Everything that can be reported and is no row of a checklist.
pub fn of_no_row<'a>() -> impl Iterator<Item = Entry<'a>> {
    own().chain([NOTHING])
}

/// Every rule that a site or a waiver can break.
#[cfg(feature = "cli")]
pub(crate) fn rules(checklist: &Checklist) -> impl Iterator<Item = Entry<'_>> {
    checklist
        .requirements
        .iter()
        .map(of_requirement)
        .chain(own())
}

/// Everything that can be reported.
pub fn all(checklist: &Checklist) -> impl Iterator<Item = Entry<'_>> {
    let rows = checklist.requirements.iter().map(of_requirement);
    rows.chain(of_no_row())
}

/// The entry of that id.
#[cfg(any(test, feature = "cli"))]
#[must_use]
pub(crate) fn find<'a>(id: &str, checklist: &'a Checklist) -> Option<Entry<'a>> {
    all(checklist).find(|entry| entry.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::built_in;
    use std::collections::BTreeSet;

    #[test]
    fn every_entry_has_an_id_of_its_own_and_says_something() {
        let mut ids = BTreeSet::new();
        for entry in all(built_in()) {
            assert!(ids.insert(entry.id), "{} stands twice", entry.id);
            assert!(
                !entry.title.is_empty() && !entry.why.is_empty(),
                "{entry:?}"
            );
            assert_eq!(find(entry.id, built_in()), Some(entry));
        }
        assert_eq!(find("power.nothing", built_in()), None);
    }
}
