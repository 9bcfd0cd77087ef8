//! How concerns stand in the gate, ordered and counted the same way in every format.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use super::first::First;
use crate::gate::outcome::{BaselineState, Check, Concern, Kind, Severity, SiteCheck};
use crate::gate::sites::Sites;
use crate::report::sentence::{capitalized, sentence};

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
    /// Id of the site.
    pub(in crate::report) site: Option<&'a str>,
    pub(in crate::report) concern: &'a Concern,
}

/// What sorts the most important first.
pub(in crate::report) type Importance = (Standing, Severity, Reverse<i64>);

impl Entry<'_> {
    pub(in crate::report) fn standing(&self) -> Standing {
        Standing::of(self.concern)
    }

    /// Sorts the most important first; equals stay in the order of the check.
    pub(in crate::report) fn importance(&self) -> Importance {
        let points = self.concern.points.filter(|p| p.is_finite());
        // Points have few digits that matter, and f64 has no total order of its own.
        let millipoints = points.map_or(0, |p| (p * 1_000.0).round() as i64);
        (self.standing(), self.concern.severity, Reverse(millipoints))
    }
}

/// Concerns that stand against the same site, or outside of all.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Group<'a> {
    pub(in crate::report) site: Option<&'a SiteCheck>,
    concerns: &'a [Concern],
}

impl<'a> Group<'a> {
    /// The concerns of a site.
    pub(in crate::report) fn of(site: &'a SiteCheck) -> Self {
        Self {
            site: Some(site),
            concerns: &site.concerns,
        }
    }

    /// Every one of them, in the order of the check.
    pub(in crate::report) fn entries(&self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let site = self.site.map(|site| site.id.as_str());
        let concerns = self.concerns.iter();
        concerns.map(move |concern| Entry { site, concern })
    }
}

/// Gives every concern in the order of the check, those of a site together; a site that has none comes too.
///
/// # Errors
/// When sites cannot be read where they wait, and the first error of `take`.
pub(in crate::report) fn each_group<S: Sites>(
    check: &Check<S>,
    mut take: impl FnMut(Group) -> io::Result<()>,
) -> io::Result<()> {
    check.sites.each(&mut |site| take(Group::of(site)))?;
    take(Group {
        site: None,
        concerns: &check.elsewhere,
    })
}

/// A rule that many sites raise, told once.
#[derive(Debug, Clone)]
pub(in crate::report) struct Raised {
    pub(in crate::report) rule: String,
    /// The first of them.
    pub(in crate::report) first: Concern,
    /// By what it comes first.
    key: Option<Importance>,
    /// Ids of the first sites.
    named: First<Option<Importance>, String>,
    /// How many sites there are, what stands outside of all of them counted as one.
    sites: usize,
    /// The group that raised it last.
    last: usize,
}

/// Each rule of some concerns once.
#[derive(Debug)]
pub(in crate::report) struct Once {
    rules: BTreeMap<String, Raised>,
    /// Whether the most important of a rule comes first, in place of the first in the order of the check.
    by_importance: bool,
    seen: usize,
}

impl Once {
    /// No rule yet; the first of each is its first in the order of the check.
    pub(in crate::report) fn in_order() -> Self {
        Self {
            rules: BTreeMap::new(),
            by_importance: false,
            seen: 0,
        }
    }

    /// No rule yet; the first of each is its most important.
    pub(in crate::report) fn by_importance() -> Self {
        Self {
            by_importance: true,
            ..Self::in_order()
        }
    }

    /// Takes those of a group that are meant.
    pub(in crate::report) fn take(&mut self, group: &Group, is_meant: impl Fn(&Entry) -> bool) {
        self.seen += 1;
        for entry in group.entries().filter(is_meant) {
            self.raise(entry);
        }
    }

    fn raise(&mut self, entry: Entry) {
        let key = self.by_importance.then(|| entry.importance());
        let Entry { site, concern } = entry;
        let rules = &mut self.rules;
        if !rules.contains_key(&concern.rule) {
            let new = Raised {
                rule: concern.rule.clone(),
                first: concern.clone(),
                key,
                named: First::of(NAMED),
                sites: 0,
                last: 0,
            };
            rules.insert(concern.rule.clone(), new);
        }
        let Some(raised) = rules.get_mut(&concern.rule) else {
            return;
        };
        if key < raised.key {
            raised.key = key;
            raised.first = concern.clone();
        }
        if raised.last != self.seen {
            raised.last = self.seen;
            raised.sites += 1;
            if let Some(id) = site.filter(|id| !id.is_empty()) {
                raised.named.offer(key, || id.to_owned());
            }
        }
    }

    /// The rules, those of most sites first, else by name.
    pub(in crate::report) fn finish(self) -> Vec<Raised> {
        let mut all: Vec<Raised> = self.rules.into_values().collect();
        all.sort_by_key(|raised| Reverse(raised.sites));
        all
    }
}

/// Whether a concern is noted because too little is known.
pub(in crate::report) fn is_unknown(entry: &Entry) -> bool {
    entry.standing() == Standing::Noted && is_open(entry.concern)
}

/// How many sites are named beside a rule.
const NAMED: usize = 3;

impl Raised {
    /// How many sites raise it, and the first of them.
    pub(in crate::report) fn at(&self) -> String {
        let named = self.named.in_order().cloned().collect::<Vec<_>>();
        let named = named.join(", ");
        match self.named.offered() {
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

/// How many concerns there are of each kind, and of how many sites.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::report) struct Counts {
    pub(in crate::report) concerns: usize,
    /// Sites of which something fails.
    failed_sites: usize,
    standings: [usize; STANDINGS.len()],
    severities: [usize; Severity::ALL.len()],
    states: [usize; 3],
    unknown: usize,
}

/// Each standing with its words.
const STANDINGS: [(Standing, &str); 5] = [
    (Standing::Fails, "failing"),
    (Standing::Noted, "noted"),
    (Standing::Waived, "waived"),
    (Standing::Known, "in the baseline"),
    (Standing::Gone, "gone since the baseline"),
];

impl Counts {
    /// Counts the concerns of a group.
    pub(in crate::report) fn take(&mut self, group: &Group) {
        let failing = self.standing(Standing::Fails);
        group.entries().for_each(|entry| self.add(&entry));
        let fails = self.standing(Standing::Fails) > failing;
        self.failed_sites += usize::from(fails && group.site.is_some());
    }

    /// Counts a concern.
    pub(in crate::report) fn add(&mut self, entry: &Entry) {
        self.concerns += 1;
        self.standings[entry.standing() as usize] += 1;
        if let Some(at) = severity_at(entry.concern.severity) {
            self.severities[at] += 1;
        }
        if let Some(state) = entry.concern.baseline {
            self.states[state as usize] += 1;
        }
        self.unknown += usize::from(is_unknown(entry));
    }

    /// How many stand so.
    pub(in crate::report) fn standing(&self, standing: Standing) -> usize {
        self.standings[standing as usize]
    }

    /// How many stand so against the baseline.
    pub(in crate::report) fn state(&self, state: BaselineState) -> usize {
        self.states[state as usize]
    }

    /// How many are noted though all of it is known.
    pub(in crate::report) fn noted_though_known(&self) -> usize {
        self.standing(Standing::Noted) - self.unknown
    }

    /// How many of each standing, in words: `3 failing, 2 waived`. Empty where there is nothing.
    pub(in crate::report) fn tally(&self) -> String {
        let words = STANDINGS.into_iter();
        let words = words.map(|(standing, word)| (self.standing(standing), word));
        in_words(words)
    }

    /// How many of each severity there are beyond others, in words: `12 minor, 500 info`.
    pub(in crate::report) fn severities_beyond(&self, others: &Self) -> String {
        let words = Severity::ALL.iter().enumerate();
        in_words(words.map(|(at, severity)| {
            let beyond = self.severities[at].saturating_sub(others.severities[at]);
            (beyond, severity.word())
        }))
    }
}

fn severity_at(severity: Severity) -> Option<usize> {
    Severity::ALL.iter().position(|other| *other == severity)
}

fn in_words<'a>(counts: impl Iterator<Item = (usize, &'a str)>) -> String {
    let parts = counts.filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, word)| format!("{} {word}", thousands(count)))
        .collect();
    parts.join(", ")
}

/// One sentence on the outcome: what was checked, and whether the gate passed.
pub(in crate::report) fn outcome<S: Sites>(check: &Check<S>, counts: &Counts) -> String {
    let sites = count(check.sites.len(), "site", "sites");
    let failing = counts.standing(Standing::Fails);
    if check.sites.is_empty() && failing == 0 {
        return "nothing was evaluated".to_owned();
    }
    let gate = if check.passed { "passed" } else { "failed" };
    match (failing, counts.failed_sites) {
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
            gated,
            waiver: waived.then(|| Waived {
                reason: "known".into(),
                owner: "ops".into(),
                expires: "2027-01-01".into(),
                place: place.clone(),
            }),
            baseline,
            ..Concern::new(
                "power.firm-supply",
                Kind::Gate,
                Severity::Blocker,
                "interruptible".into(),
                place,
                "f".into(),
            )
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
}
