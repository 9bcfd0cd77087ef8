//! What was found before and is accepted: a check with a baseline fails only on what is new.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::outcome::{BaselineState, Concern, Kind, Place, ReadAt, Severity, SiteCheck};
use crate::assess::Method;
use crate::compare::{VersionChange, versions};
use crate::source::json_words;

/// Name and version of the file format.
pub(crate) const SCHEMA: &str = "rackready/baseline/v2";

/// Amounts are written to three decimals.
const LEAST_DIFFERENCE: f64 = 0.001;

/// Findings that are accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Always `rackready/baseline/v2`.
    pub schema: String,
    /// Versions, draws and seed of the run that wrote it last; it holds under any.
    pub method: Method,
    /// The findings, by file, rule and pointer.
    pub accepted: Vec<Accepted>,
}

/// One accepted finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The file it was found in.
    pub file: String,
    /// Id of the site.
    pub site: String,
    /// Id of the rule.
    pub rule: String,
    /// JSON pointer of the fact.
    pub pointer: String,
    /// What the rule is about.
    pub kind: Kind,
    /// How much it weighed; a finding that weighs more now is new.
    pub severity: Severity,
    /// By how much a threshold was missed, in its unit; one that is missed by more now is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_by: Option<f64>,
    /// Where in its range the number was read; one that is missed elsewhere now is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<ReadAt>,
    /// What was found, for readers.
    pub message: String,
    /// What it is told by.
    pub fingerprint: String,
}

/// Where the file of an entry is when a baseline is written anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilePlace {
    /// Among the files of the run.
    InRun,
    /// On disk, though not in the run.
    Elsewhere,
    /// Nowhere.
    Gone,
}

/// How many entries of an older baseline stayed, and how many went with their files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// Entries of files that were not in the run.
    pub kept: usize,
    /// Entries of files that are gone.
    pub dropped: usize,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is no JSON, or lacks a key.
    #[error("it cannot be read as a baseline; `--write-baseline` writes one: {0}")]
    Shape(String),
    /// It is another document, or of another version.
    #[error("it says `{0}`, and this program reads `{SCHEMA}`; `--write-baseline` writes one")]
    Schema(String),
    /// It is of a version that read numbers elsewhere: what was missed by how much says nothing today.
    #[error("it says `{0}`, whose numbers are read no more")]
    Older(String),
}

/// The version before, whose thresholds were read at the worst end and over other draws.
const OLDER: &str = "rackready/baseline/v1";

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// When the text is none.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let shape = |error| BaselineError::Shape(json_words(&error));
        let head: Head = serde_json::from_str(text).map_err(shape)?;
        match head.schema.as_str() {
            SCHEMA => serde_json::from_str(text).map_err(shape),
            OLDER => Err(BaselineError::Older(head.schema)),
            _ => Err(BaselineError::Schema(head.schema)),
        }
    }

    /// The baseline that accepts all that the gate would fail on. Files that cannot be read and faults of
    /// waivers are never accepted; what is waived needs no baseline until its waiver ends.
    #[must_use]
    pub fn of(sites: &[SiteCheck], method: &Method) -> Self {
        let mut baseline = Self::empty(method);
        sites.iter().for_each(|site| baseline.accept(site));
        baseline.sort();
        baseline
    }

    /// A baseline that accepts nothing.
    #[must_use]
    pub fn empty(method: &Method) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            method: method.clone(),
            accepted: Vec::new(),
        }
    }

    /// Accepts of a site what [`Baseline::of`] accepts.
    pub fn accept(&mut self, site: &SiteCheck) {
        let concerns = site.concerns.iter().filter(|c| {
            let gone = c.baseline == Some(BaselineState::Absent);
            c.kind.may_stand() && !gone && c.gated && c.waiver.is_none()
        });
        self.accepted.extend(concerns.map(|c| Accepted {
            file: site.file.clone(),
            site: site.id.clone(),
            rule: c.rule.clone(),
            pointer: c.place.pointer.clone(),
            kind: c.kind,
            severity: c.severity,
            short_by: c.short_by,
            read_at: c.read_at,
            message: c.message.clone(),
            fingerprint: c.fingerprint.clone(),
        }));
    }

    /// Takes over from an older baseline what a run of a part of the sites cannot speak for: the entries of files
    /// that are there and were not in the run. Those of files in the run were found anew or closed.
    pub fn carry_over(
        &mut self,
        older: Vec<Accepted>,
        place_of: impl Fn(&str) -> FilePlace,
    ) -> Carried {
        let mut carried = Carried::default();
        for entry in older {
            match place_of(&entry.file) {
                FilePlace::InRun => {}
                FilePlace::Elsewhere => {
                    carried.kept += 1;
                    self.accepted.push(entry);
                }
                FilePlace::Gone => carried.dropped += 1,
            }
        }
        self.sort();
        carried
    }

    /// What decides numbers and is not as it was when it was written.
    #[must_use]
    pub fn written_otherwise(&self, now: &Method) -> Vec<VersionChange> {
        versions(&self.method, now)
    }

    fn sort(&mut self) {
        self.accepted.sort_by_cached_key(|a| {
            [&a.file, &a.site, &a.rule, &a.pointer, &a.fingerprint].map(String::clone)
        });
    }

    /// The file, the same for the same findings.
    ///
    /// # Errors
    /// Never for a baseline; the serializer's type says it may.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The baseline laid beside a run of some files.
    #[must_use]
    pub fn matching<'a>(&self, files: impl Iterator<Item = &'a str>) -> Matching<'_> {
        let files: BTreeSet<&str> = files.collect();
        let mut matching = Matching::default();
        for entry in &self.accepted {
            if files.contains(entry.file.as_str()) {
                matching.by_file.entry(&entry.file).or_default().push(entry);
            } else {
                matching.moved.entry(&entry.site).or_default().push(entry);
            }
        }
        matching
    }
}

/// A baseline as it is laid beside the sites of a run, which come in their order.
///
/// An entry belongs to the site in its file. One whose file is not in the run belongs to whichever site has
/// its fingerprint, since files move; entries of sites that this run does not judge say nothing.
#[derive(Debug, Default)]
pub struct Matching<'b> {
    by_file: BTreeMap<&'b str, Vec<&'b Accepted>>,
    /// By the id of the site.
    moved: BTreeMap<&'b str, Vec<&'b Accepted>>,
}

impl Matching<'_> {
    /// Marks what is new of a site and what is not, and adds what is gone.
    pub(super) fn apply(&mut self, site: &mut SiteCheck) {
        if site.result.is_none() {
            return;
        }
        let here = self.by_file.get(site.file.as_str()).cloned();
        let mut left = here
            .or_else(|| self.moved.remove(site.id.as_str()))
            .unwrap_or_default();
        for concern in &mut site.concerns {
            concern.baseline = Some(state(concern, &mut left));
        }
        // An entry that is there twice, as two branches bring it, is the one that accepts.
        let accepted = |entry: &&Accepted| {
            let mut known = site.concerns.iter();
            known.any(|c| {
                c.baseline == Some(BaselineState::Unchanged) && c.fingerprint == entry.fingerprint
            })
        };
        left.retain(|entry| !accepted(entry));
        let gone = left.into_iter().map(|entry| gone(entry, &site.file));
        site.concerns.extend(gone);
    }
}

/// Whether an entry accepts a concern; the entry is used up then.
fn state(concern: &Concern, left: &mut Vec<&Accepted>) -> BaselineState {
    let accepts = |entry: &&Accepted| {
        entry.fingerprint == concern.fingerprint
            && entry.severity <= concern.severity
            && entry.read_at == concern.read_at
            && !is_shorter(concern, entry)
    };
    let accepted = left.iter().position(accepts);
    match accepted.filter(|_| concern.kind.may_stand()) {
        Some(at) => {
            left.remove(at);
            BaselineState::Unchanged
        }
        None => BaselineState::New,
    }
}

/// Whether a threshold is missed by more than was accepted; what never comes is missed by most.
fn is_shorter(concern: &Concern, entry: &Accepted) -> bool {
    match (entry.short_by, concern.short_by) {
        (Some(accepted), Some(now)) => now > accepted + LEAST_DIFFERENCE,
        (Some(_), None) => concern.kind == Kind::Threshold,
        (None, _) => false,
    }
}

/// An entry that nothing answers to any more.
fn gone(entry: &Accepted, file: &str) -> Concern {
    let place = Place {
        file: file.to_owned(),
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 1,
        pointer: entry.pointer.clone(),
    };
    let (message, fingerprint) = (entry.message.clone(), entry.fingerprint.clone());
    Concern {
        help: Some("it can be removed from the baseline".to_owned()),
        short_by: entry.short_by,
        read_at: entry.read_at,
        gated: false,
        baseline: Some(BaselineState::Absent),
        ..Concern::new(
            &entry.rule,
            entry.kind,
            entry.severity,
            message,
            place,
            fingerprint,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A missed limit, as it was accepted.
    fn accepted() -> Accepted {
        Accepted {
            file: "a.yaml".to_owned(),
            site: "a".to_owned(),
            rule: "threshold.min-mw".to_owned(),
            pointer: "/power".to_owned(),
            kind: Kind::Threshold,
            severity: Severity::Major,
            short_by: Some(5.0),
            read_at: Some(ReadAt::P50),
            message: "too few".to_owned(),
            fingerprint: "f00d".to_owned(),
        }
    }

    /// The same as it is found again, with something changed; whether the entry accepts it.
    fn is_accepted(change: impl FnOnce(&mut Concern)) -> bool {
        let entry = accepted();
        let mut concern = gone(&entry, "a.yaml");
        (concern.gated, concern.baseline) = (true, None);
        change(&mut concern);
        let mut left = vec![&entry];
        let state = state(&concern, &mut left);
        // An entry accepts once.
        assert_eq!(left.is_empty(), state == BaselineState::Unchanged);
        state == BaselineState::Unchanged
    }

    #[test]
    fn what_is_found_again_is_accepted_unless_it_is_another_or_weighs_more() {
        assert!(is_accepted(|_| ()));
        assert!(!is_accepted(|c| c.fingerprint = "beef".to_owned()));
        assert!(!is_accepted(|c| c.severity = Severity::Blocker));
        assert!(is_accepted(|c| c.severity = Severity::Minor));
        assert!(!is_accepted(|c| c.read_at = Some(ReadAt::Worst)));
        // Missed by less or by as much to three decimals, and by more or by all there is.
        assert!(is_accepted(|c| c.short_by = Some(4.0)));
        assert!(is_accepted(|c| c.short_by = Some(5.0009)));
        assert!(!is_accepted(|c| c.short_by = Some(5.002)));
        assert!(!is_accepted(|c| c.short_by = None));
        // What cannot be read never stands.
        assert!(!is_accepted(|c| c.kind = Kind::Invalid));
    }
}
