//! How concerns stand in the gate, ordered and counted the same way in every format.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::gate::outcome::{BaselineState, Check, Concern, Kind, Severity, SiteCheck};

/// What a concern means for the gate. Each has exactly one standing; the order is that of importance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) enum Standing {
    /// The gate fails on it.
    Fails,
    /// It is shown, and fails nothing.
    Noted,
    /// A waiver covers it.
    Waived,
    /// The baseline has it.
    Known,
    /// The baseline has it, the site no longer.
    Gone,
}

impl Standing {
    /// The standing of a concern.
    pub(in crate::report) fn of(concern: &Concern) -> Self {
        match concern.baseline {
            Some(BaselineState::Absent) => Self::Gone,
            _ if concern.waiver.is_some() => Self::Waived,
            Some(BaselineState::Unchanged) if concern.gated => Self::Known,
            _ if concern.gated => Self::Fails,
            _ => Self::Noted,
        }
    }
}

/// Whether a concern says that too little is known to judge, not that something is wrong.
pub(in crate::report) fn is_open(concern: &Concern) -> bool {
    match concern.kind {
        Kind::Gate => concern.severity != Severity::Blocker,
        Kind::Requirement => concern.severity == Severity::Info,
        Kind::Invalid | Kind::Contradiction | Kind::Threshold | Kind::Waiver => false,
    }
}

/// A concern and the site that it stands against, where it stands against one.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Entry<'a> {
    pub(in crate::report) site: Option<&'a SiteCheck>,
    pub(in crate::report) concern: &'a Concern,
}

impl Entry<'_> {
    pub(in crate::report) fn standing(&self) -> Standing {
        Standing::of(self.concern)
    }

    /// Sorts the most important first; equals stay in the order of the check.
    pub(in crate::report) fn importance(&self) -> impl Ord + use<> {
        let points = self.concern.points.filter(|p| p.is_finite());
        // Points have few digits that matter, and f64 has no total order of its own.
        let millipoints = points.map_or(0, |p| (p * 1_000.0).round() as i64);
        (self.standing(), self.concern.severity, Reverse(millipoints))
    }
}

/// Every concern in the order of the check.
pub(in crate::report) fn entries(check: &Check) -> impl Iterator<Item = Entry<'_>> {
    let of_sites = check.sites.iter().flat_map(|site| {
        site.concerns.iter().map(move |concern| Entry {
            site: Some(site),
            concern,
        })
    });
    let elsewhere = check.elsewhere.iter();
    of_sites.chain(elsewhere.map(|concern| Entry {
        site: None,
        concern,
    }))
}

/// Every concern, the most important first.
pub(in crate::report) fn ranked(check: &Check) -> Vec<Entry<'_>> {
    let mut all: Vec<Entry> = entries(check).collect();
    all.sort_by_cached_key(Entry::importance);
    all
}

/// A rule that many sites raise, told once.
#[derive(Debug, Clone)]
pub(in crate::report) struct Raised<'a> {
    pub(in crate::report) rule: &'a str,
    /// The first of them in the order of the check.
    pub(in crate::report) first: &'a Concern,
    /// Ids of the sites, each once.
    pub(in crate::report) sites: Vec<&'a str>,
    /// How often it is raised.
    pub(in crate::report) times: usize,
}

/// Each rule of some concerns once, those of most sites first, else by name.
pub(in crate::report) fn once<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Vec<Raised<'a>> {
    let mut rules: BTreeMap<&str, Raised> = BTreeMap::new();
    for Entry { site, concern } in entries {
        let raised = rules.entry(&concern.rule).or_insert_with(|| Raised {
            rule: &concern.rule,
            first: concern,
            sites: Vec::new(),
            times: 0,
        });
        raised.times += 1;
        let id = site.map_or("", |site| site.id.as_str());
        // Concerns of a site come one behind the other.
        if raised.sites.last() != Some(&id) {
            raised.sites.push(id);
        }
    }
    let mut all: Vec<Raised> = rules.into_values().collect();
    all.sort_by_key(|raised| Reverse(raised.sites.len()));
    all
}

/// Whether a concern is noted because too little is known.
pub(in crate::report) fn is_unknown(entry: &Entry) -> bool {
    entry.standing() == Standing::Noted && is_open(entry.concern)
}

/// How many sites are named beside a rule.
const NAMED: usize = 3;

impl Raised<'_> {
    /// How many sites raise it, and the first of them.
    pub(in crate::report) fn at(&self) -> String {
        let sites: Vec<&str> = self
            .sites
            .iter()
            .copied()
            .filter(|id| !id.is_empty())
            .collect();
        let named = sites
            .iter()
            .take(NAMED)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        match sites.len() {
            0 => "outside of all sites".to_owned(),
            n if n <= NAMED => format!("at {named}"),
            n => format!("at {} sites: {named}, …", thousands(n)),
        }
    }
}

/// A count with its noun.
pub(in crate::report) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// A number with commas between thousands.
pub(in crate::report) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many of each standing, in words: `3 fail, 2 waived`. Empty where there is nothing.
pub(in crate::report) fn tally(entries: &[Entry]) -> String {
    let of = |standing| entries.iter().filter(|e| e.standing() == standing).count();
    let words = [
        (Standing::Fails, "failing"),
        (Standing::Noted, "noted"),
        (Standing::Waived, "waived"),
        (Standing::Known, "in the baseline"),
        (Standing::Gone, "gone since the baseline"),
    ];
    let parts: Vec<String> = words
        .into_iter()
        .filter(|(standing, _)| of(*standing) > 0)
        .map(|(standing, word)| format!("{} {word}", thousands(of(standing))))
        .collect();
    parts.join(", ")
}

/// How many of each severity, in words: `12 minor, 500 info`.
pub(in crate::report) fn severities<'a>(
    entries: impl Iterator<Item = Entry<'a>> + Clone,
) -> String {
    let of = |severity| {
        let these = entries.clone().filter(|e| e.concern.severity == severity);
        these.count()
    };
    let parts: Vec<String> = Severity::ALL
        .into_iter()
        .filter(|severity| of(*severity) > 0)
        .map(|severity| format!("{} {}", thousands(of(severity)), severity.word()))
        .collect();
    parts.join(", ")
}

/// One sentence on the outcome: what was checked, and whether the gate passed.
pub(in crate::report) fn outcome(check: &Check) -> String {
    let sites = count(check.sites.len(), "site", "sites");
    let failing: Vec<Entry> = entries(check).filter(|e| e.concern.fails()).collect();
    if check.sites.is_empty() && failing.is_empty() {
        return "nothing was evaluated".to_owned();
    }
    let gate = if check.passed { "passed" } else { "failed" };
    let failed_sites = check
        .sites
        .iter()
        .filter(|site| site.concerns.iter().any(Concern::fails))
        .count();
    match (failing.len(), failed_sites) {
        (0, _) => format!("the gate {gate} for {sites}"),
        (n, 0) => format!(
            "the gate {gate} for {sites}: {} outside of them",
            count(n, "failure", "failures")
        ),
        (n, failed) => format!(
            "the gate {gate}: {} at {} of {sites}",
            count(n, "failure", "failures"),
            thousands(failed)
        ),
    }
}

/// A text as a sentence, with a full stop unless it has an end.
pub(in crate::report) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The same with a capital at the beginning.
pub(in crate::report) fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(rest).collect()
    })
}

/// What is wrong and what helps, as sentences.
pub(in crate::report) fn advice(concern: &Concern) -> String {
    let said = sentence(&concern.message);
    match &concern.help {
        Some(help) => format!("{said} {}", sentence(&capitalized(help))),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::outcome::{Place, Waived};

    fn concern(gated: bool, waived: bool, baseline: Option<BaselineState>) -> Concern {
        let place = Place {
            file: "a.yaml".into(),
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 2,
            pointer: String::new(),
        };
        Concern {
            rule: "power.firm-supply".into(),
            kind: Kind::Gate,
            severity: Severity::Blocker,
            message: "interruptible".into(),
            help: None,
            related: Vec::new(),
            points: None,
            mw: None,
            short_by: None,
            read_at: None,
            gated,
            waiver: waived.then(|| Waived {
                reason: "known".into(),
                owner: "ops".into(),
                expires: "2027-01-01".into(),
                place: place.clone(),
            }),
            baseline,
            fingerprint: "f".into(),
            place,
        }
    }

    #[test]
    fn a_concern_stands_as_failing_exactly_where_the_gate_fails_on_it() {
        let states = [
            None,
            Some(BaselineState::New),
            Some(BaselineState::Unchanged),
            Some(BaselineState::Absent),
        ];
        for baseline in states {
            for (gated, waived) in [(true, true), (true, false), (false, true), (false, false)] {
                let concern = concern(gated, waived, baseline);
                let fails = Standing::of(&concern) == Standing::Fails;
                assert_eq!(fails, concern.fails(), "{concern:?}");
            }
        }
    }

    #[test]
    fn numbers_have_commas() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(thousands(n), text);
        }
    }

    #[test]
    fn sentences_end_once() {
        assert_eq!(sentence("so it is"), "so it is.");
        assert_eq!(sentence("is it? "), "is it?");
        assert_eq!(sentence(""), "");
    }
}
