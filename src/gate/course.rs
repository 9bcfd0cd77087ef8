//! What a run comes to, as its sites come one after the other.

use super::baseline::Matching;
use super::outcome::{Check, Concern, Kind, SCHEMA, SiteCheck, Terms};
use super::place::slashed;
use super::sites::Sites;
use super::terms::Gate;
use super::waiving::Use;
use crate::assess::Method;

/// What is settled of a run so far. No site is kept.
#[derive(Debug)]
pub struct Course<'g> {
    gate: &'g Gate<'g>,
    /// What the waivers of the policy were used for.
    waivers: Vec<Use<'g>>,
    invalid: bool,
    failed: bool,
}

impl<'g> Course<'g> {
    /// A run of which no site came yet.
    #[must_use]
    pub fn of(gate: &'g Gate) -> Self {
        let policy = gate.policy.filter(|_| gate.waivers);
        let waivers = policy.into_iter().flat_map(|policy| &policy.waivers);
        Self {
            gate,
            waivers: waivers.map(Use::of).collect(),
            invalid: false,
            failed: false,
        }
    }

    /// Settles the next site: what a baseline has of it, and the order of its concerns.
    pub fn settle(&mut self, site: &mut SiteCheck, baseline: Option<&mut Matching>) {
        if let Some(baseline) = baseline {
            baseline.apply(site);
        }
        site.concerns.sort_by(order);
        for waiver in &mut self.waivers {
            waiver.take(site, self.gate);
        }
        self.invalid |= site.result.is_none();
        self.failed |= site.concerns.iter().any(Concern::fails);
    }

    /// What the run comes to with the sites that were settled. `nothing` says why nothing was evaluated at a glob or
    /// directory, `baseline` where the baseline stands.
    #[must_use]
    pub fn finish<S: Sites>(
        self,
        sites: S,
        nothing: Vec<String>,
        baseline: Option<&str>,
        method: Method,
    ) -> Check<S> {
        let gate = self.gate;
        let used = self.waivers.iter().filter(|_| !sites.is_empty());
        let elsewhere: Vec<Concern> = used.filter_map(|used| used.remark(gate)).collect();
        let failed = self.failed || elsewhere.iter().any(Concern::fails);
        let exit_code = match (
            self.invalid,
            failed,
            sites.is_empty() || !nothing.is_empty(),
        ) {
            (true, _, _) => 2,
            (false, true, _) => 1,
            (false, false, true) => 3,
            (false, false, false) => 0,
        };
        Check {
            schema: SCHEMA.to_owned(),
            method,
            terms: Terms {
                policy: gate.policy.map(|policy| slashed(&policy.file)),
                baseline: baseline.map(slashed),
                as_of: gate.as_of.to_string(),
                waivers: gate.waivers,
            },
            sites,
            elsewhere,
            nothing,
            passed: exit_code == 0,
            exit_code,
        }
    }
}

/// What fails first, then what weighs most; the problems of a file in the order of its text.
fn order(a: &Concern, b: &Concern) -> std::cmp::Ordering {
    if a.kind == Kind::Invalid && b.kind == Kind::Invalid {
        return std::cmp::Ordering::Equal;
    }
    let points = |c: &Concern| c.points.unwrap_or(0.0);
    let mw = |c: &Concern| c.mw.unwrap_or(0.0);
    b.fails()
        .cmp(&a.fails())
        .then(a.severity.cmp(&b.severity))
        .then(points(b).total_cmp(&points(a)))
        .then(mw(b).total_cmp(&mw(a)))
        .then_with(|| a.rule.cmp(&b.rule))
        .then_with(|| a.place.pointer.cmp(&b.place.pointer))
}
