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

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use self::catalog::properties;
use self::model::{
    AutomationDetails, Driver, Finding, Invocation, Log, Notification, Run, Suppression, Text, Tool,
};
use super::standing::{
    Entry, Standing, advice, count, is_open, ranked, sentence, severities, thousands,
};
use crate::checklist::Checklist;
use crate::gate::outcome::{BaselineState, Check, Concern, Severity, Waived};
use crate::report::plain;
use crate::report::prose::clip;

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
/// Never for a log of this room; the type of the serializer asks for it.
pub fn to_string(check: &Check, checklist: &Checklist) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&log(check, checklist)).map(|text| text + "\n")
}

fn log(check: &Check, checklist: &Checklist) -> Log {
    let rules = catalog::rules(check, checklist);
    let index: BTreeMap<&str, usize> = rules
        .iter()
        .enumerate()
        .map(|(at, rule)| (rule.id.as_str(), at))
        .collect();
    let ranked = ranked(check);
    let (kept, dropped) = ranked.split_at(ranked.len().min(RESULTS));
    let results = kept
        .iter()
        .filter_map(|entry| {
            let rule = index.get(entry.concern.rule.as_str())?;
            Some(finding(check, *entry, *rule))
        })
        .collect();
    let run = Run {
        invocations: [invocation(check, dropped)],
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
                rules,
            },
        },
    };
    Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    }
}

fn invocation(check: &Check, dropped: &[Entry]) -> Invocation {
    let mut notes: Vec<Notification> = check
        .nothing
        .iter()
        .map(|why| Notification {
            level: "error",
            message: message(&sentence(why)),
        })
        .collect();
    if !dropped.is_empty() {
        notes.push(Notification {
            level: "warning",
            message: message(&format!(
                "Only the {} most important results are listed, as more are not shown. Left out: {} ({}).",
                thousands(RESULTS),
                count(dropped.len(), "result", "results"),
                severities(dropped.iter().copied()),
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

fn finding(check: &Check, entry: Entry, rule_index: usize) -> Finding {
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
fn baseline_state(check: &Check, concern: &Concern) -> Option<&'static str> {
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
        map.insert("site".to_owned(), json!(site.id));
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
