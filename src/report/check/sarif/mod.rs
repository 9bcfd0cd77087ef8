//! SARIF 2.1.0: one run, with every rule, the regions in site files, suppressions and baseline states.
//!
//! - Rules that held are no results: GitHub takes every result for an alert, `kind: pass` included.
//! - What cannot be judged for want of facts is `open` and, as the standard asks, of level `none`; unless the
//!   gate fails on it, as then it is the missing answer that fails.
//! - The fingerprint has a name of our own. GitHub's upload computes its `primaryLocationLineHash` from the text
//!   of the file and warns about every other value under that name.
//! - There is no `security-severity`: nothing here is a vulnerability.
//! - All stays inside of what GitHub takes and shows: of a run 5 000 results, of a result 100 places, of a rule 10 tags,
//!   and 10 MB of it all when compressed (<https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit>).
//!   The most important results stay and come first; the others are counted in a notification.

mod catalog;
mod model;
mod place;

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use self::catalog::{Rules, properties};
use self::model::{
    AutomationDetails, Driver, Finding, Invocation, Log, Notification, Run, Suppression, Text, Tool,
};
use super::first::First;
use super::standing::{Counts, Entry, Standing, advice, count, each_group, is_open, thousands};
use super::whole::text_of;
use crate::checklist::Checklist;
use crate::gate::outcome::{BaselineState, Check, Concern, Severity, Waived};
use crate::gate::sites::Sites;
use crate::report::plain;
use crate::report::prose::clip;
use crate::report::sentence::sentence;

/// Most results: as many as GitHub shows of a run, of which it takes five times as many.
pub const RESULTS: usize = 5_000;

/// Most further places of a result, of which GitHub shows 100: contradictions have two or three.
pub const RELATED: usize = 10;

/// Most characters of a message, so that all results together stay far below 10 MB.
pub const MESSAGE: usize = 1_000;

/// Name of the fingerprint, with the version of what goes into it.
pub const FINGERPRINT: &str = "rackready/v1";

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log as text, indented, with a line feed at the end.
///
/// # Errors
/// When sites cannot be read where they wait.
pub fn to_string<S: Sites>(check: &Check<S>, checklist: &Checklist) -> io::Result<String> {
    text_of(|out| write(check, checklist, out))
}

/// The log, indented, with a line feed at the end.
///
/// # Errors
/// What the writer says, and when sites cannot be read where they wait.
pub fn write<S: Sites>(
    check: &Check<S>,
    checklist: &Checklist,
    mut out: impl Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &log(check, checklist)?)?;
    out.write_all(b"\n")
}

/// A result that is kept: a concern, and the site that it stands against.
struct Kept {
    site: Option<String>,
    concern: Concern,
}

impl Kept {
    fn entry(&self) -> Entry<'_> {
        Entry {
            site: self.site.as_deref(),
            concern: &self.concern,
        }
    }
}

fn log<S: Sites>(check: &Check<S>, checklist: &Checklist) -> io::Result<Log> {
    let mut rules = Rules::of(checklist);
    let mut counts = Counts::default();
    let mut first = First::of(RESULTS);
    each_group(check, |group| {
        counts.take(&group);
        for entry in group.entries() {
            rules.name(&entry.concern.rule);
            first.offer(entry.importance(), || Kept {
                site: entry.site.map(str::to_owned),
                concern: entry.concern.clone(),
            });
        }
        Ok(())
    })?;
    let kept: Vec<Kept> = first.into_sorted();
    let mut listed = Counts::default();
    kept.iter().for_each(|kept| listed.add(&kept.entry()));
    let results = kept.iter().filter_map(|kept| {
        let rule = rules.at(&kept.concern.rule)?;
        Some(finding(check, kept.entry(), rule))
    });
    let results = results.collect();
    let run = Run {
        invocations: [invocation(check, &counts, &listed)],
        automation_details: AutomationDetails {
            // One category for each policy: uploads of one category replace each other.
            id: match &check.terms.policy {
                Some(policy) => format!("rackready/check/{policy}/"),
                None => "rackready/check/".to_owned(),
            },
        },
        original_uri_base_ids: properties(json!({
            (place::ROOT): { "description": { "text": "The root of the repository." } }
        })),
        column_kind: "unicodeCodePoints",
        results,
        properties: properties(json!({
            "passed": check.passed,
            "sites": check.sites.len(),
            "method": check.method,
            "terms": check.terms,
        })),
        tool: Tool {
            driver: Driver {
                name: "rackready",
                semantic_version: check.method.rackready.clone(),
                information_uri: Some(env!("CARGO_PKG_REPOSITORY")).filter(|uri| !uri.is_empty()),
                rules: rules.finish(),
            },
        },
    };
    Ok(Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    })
}

fn invocation<S>(check: &Check<S>, all: &Counts, listed: &Counts) -> Invocation {
    let mut notes: Vec<Notification> = check
        .nothing
        .iter()
        .map(|why| Notification {
            level: "error",
            message: message(&sentence(why)),
        })
        .collect();
    let dropped = all.concerns - listed.concerns;
    if dropped > 0 {
        notes.push(Notification {
            level: "warning",
            message: message(&format!(
                "Only the {} most important results are listed, as more are not shown. Left out: {} ({}).",
                thousands(RESULTS),
                count(dropped, "result", "results"),
                all.severities_beyond(listed),
            )),
        });
    }
    Invocation {
        execution_successful: check.exit_code <= 1,
        exit_code: check.exit_code,
        exit_code_description: match check.exit_code {
            0 => "the gate passed",
            1 => "the gate failed",
            2 => "wrong usage, or input that cannot be read",
            _ => "nothing to evaluate",
        },
        tool_execution_notifications: notes,
    }
}

fn finding<S>(check: &Check<S>, entry: Entry, rule_index: usize) -> Finding {
    let concern = entry.concern;
    let (kind, level) = judged(concern);
    let related = concern.related.iter().take(RELATED).enumerate();
    Finding {
        rule_id: concern.rule.clone(),
        rule_index,
        kind,
        level,
        message: message(&advice(concern)),
        locations: [place::location(&concern.place, None, None)],
        related_locations: related
            .map(|(at, (place, said))| {
                place::location(place, Some(at + 1), Some(message(&sentence(said))))
            })
            .collect(),
        partial_fingerprints: properties(json!({ FINGERPRINT: concern.fingerprint })),
        // An empty list says that nothing is suppressed; a missing one, that nobody knows.
        suppressions: concern
            .waiver
            .iter()
            .map(|waiver| suppression(concern, waiver))
            .collect(),
        baseline_state: baseline_state(check, concern),
        properties: result_properties(entry),
    }
}

/// Kind and level; any kind but `fail` goes with the level `none`.
fn judged(concern: &Concern) -> (&'static str, &'static str) {
    if Standing::of(concern) == Standing::Gone {
        return ("pass", "none");
    }
    if is_open(concern) && !concern.gated {
        return ("open", "none");
    }
    let level = match concern.severity {
        Severity::Blocker => "error",
        Severity::Major => "warning",
        Severity::Minor | Severity::Info => "note",
    };
    ("fail", level)
}

/// Every result has a state where a baseline was used, and none where it was not.
fn baseline_state<S>(check: &Check<S>, concern: &Concern) -> Option<&'static str> {
    let state = concern.baseline;
    let state = state.or(check.terms.baseline.as_ref().map(|_| BaselineState::New));
    state.map(|state| match state {
        BaselineState::New => "new",
        BaselineState::Unchanged => "unchanged",
        BaselineState::Absent => "absent",
    })
}

fn suppression(concern: &Concern, waiver: &Waived) -> Suppression {
    let in_source = waiver.place.file == concern.place.file;
    Suppression {
        kind: if in_source { "inSource" } else { "external" },
        status: "accepted",
        justification: plain(&waiver.reason),
        location: place::location(&waiver.place, None, None),
        properties: properties(json!({
            "owner": plain(&waiver.owner),
            "expires": plain(&waiver.expires),
        })),
    }
}

fn result_properties(entry: Entry) -> Map<String, Value> {
    let concern = entry.concern;
    let mut map = properties(json!({
        "kind": concern.kind.word(),
        "severity": concern.severity.word(),
        "failsGate": concern.fails(),
    }));
    if let Some(site) = entry.site {
        map.insert("site".to_owned(), json!(site));
    }
    let numbers = [("points", concern.points), ("mw", concern.mw)];
    for (name, number) in numbers {
        // JSON has no infinity.
        if let Some(number) = number.filter(|n| n.is_finite()) {
            map.insert(name.to_owned(), json!(crate::estimate::rounded(number)));
        }
    }
    map
}

/// Text from a file as a message: no placeholder and no embedded link (SARIF 3.11.5, 3.11.6).
fn message(text: &str) -> Text {
    let text = plain(&clip(text, MESSAGE))
        .replace('{', "{{")
        .replace('}', "}}")
        .replace("](", "\\](");
    Text {
        text,
        markdown: None,
    }
}
