//! Waivers at work: which finding each covers, and what is wrong with those that cover none.

use jiff::civil::Date;

use super::concern::fingerprint;
use super::limits::{FailOn, Limits};
use super::outcome::{Concern, Kind, Place, Severity, SiteCheck, Waived};
use super::place::places;
use super::policy::Policy;
use super::terms::Gate;
use crate::checklist::Checklist;
use crate::rules::register::{self, WAIVER_EXPIRED, WAIVER_UNKNOWN, WAIVER_UNUSED};
use crate::site::Site;
use crate::source::Source;
use crate::source::nearest::nearest;

/// One waiver, wherever it is written.
pub(super) struct Waiver {
    pub(super) rule: String,
    pub(super) waived: Waived,
    last_day: Date,
}

impl Waiver {
    /// Those of a site file.
    pub(super) fn of_site(site: &Site, file: &str, source: Option<&Source>) -> Vec<Self> {
        let items = site.waivers.items();
        let paths: Vec<String> = (0..items.len())
            .map(|at| format!("waivers[{at}].requirement"))
            .collect();
        let places = places(file, source, &paths);
        let waivers = items.iter().zip(places).filter_map(|(waiver, place)| {
            // Reading has refused a file whose waivers lack one of these.
            let expires = waiver.expires.known()?;
            Some(Self {
                rule: waiver.requirement.get()?.clone(),
                last_day: expires.last_day(),
                waived: Waived {
                    reason: waiver.reason.get()?.clone(),
                    owner: waiver.owner.get()?.clone(),
                    expires: expires.last_day().to_string(),
                    place,
                },
            })
        });
        waivers.collect()
    }

    /// Those of a policy that count for a site.
    pub(super) fn of_policy<'a>(
        policy: &'a Policy,
        id: &'a str,
        path: Option<&'a str>,
    ) -> impl Iterator<Item = Self> + 'a {
        let in_scope = policy
            .waivers
            .iter()
            .filter(move |w| w.scope.holds(id, path));
        in_scope.map(Self::from)
    }

    fn covers(&self, concern: &Concern, as_of: Date) -> bool {
        self.last_day >= as_of && self.rule == concern.rule && concern.waiver.is_none()
    }

    /// What is wrong with it wherever it counts: it names nothing, or its time is over.
    fn fault(&self, gate: &Gate, site: &str) -> Option<Concern> {
        let rule = &self.rule;
        if !is_waivable(rule, gate.checklist) {
            let message = if register::find(rule, gate.checklist).is_some() {
                format!("`{rule}` cannot be waived")
            } else {
                format!("the waiver names no requirement, contradiction or threshold: `{rule}`")
            };
            let help = nearest(rule, waivable(gate.checklist))
                .map(|near| format!("did you mean `{near}`?"));
            return Some(self.concern(site, WAIVER_UNKNOWN, Severity::Major, message, help));
        }
        (self.last_day < gate.as_of).then(|| {
            let Waived { expires, owner, .. } = &self.waived;
            let message = format!("the waiver of `{rule}` expired on {expires} (owner: {owner})");
            let help = "remove it, or renew it with its owner".to_owned();
            self.concern(site, WAIVER_EXPIRED, Severity::Major, message, Some(help))
        })
    }

    fn concern(
        &self,
        site: &str,
        rule: &str,
        severity: Severity,
        message: String,
        help: Option<String>,
    ) -> Concern {
        let place = self.waived.place.clone();
        let fingerprint = fingerprint(rule, &place.pointer, site);
        Concern {
            help,
            ..Concern::new(rule, Kind::Waiver, severity, message, place, fingerprint)
        }
    }

    /// The remark that it covers nothing.
    fn unused(&self, site: &str, severity: Severity, why: &str, limits: &Limits) -> Concern {
        let message = format!("the waiver of `{}` is unused: {why}", self.rule);
        let help = Some("remove it".to_owned());
        let named = limits
            .fail_on
            .contains(&FailOn::Rule(WAIVER_UNUSED.to_owned()));
        Concern {
            gated: named || limits.fails_severity(severity),
            ..self.concern(site, WAIVER_UNUSED, severity, message, help)
        }
    }
}

impl From<&super::policy::Waiver> for Waiver {
    fn from(waiver: &super::policy::Waiver) -> Self {
        Self {
            rule: waiver.rule.clone(),
            last_day: waiver.expires.last_day(),
            waived: Waived {
                reason: waiver.reason.clone(),
                owner: waiver.owner.clone(),
                expires: waiver.expires.last_day().to_string(),
                place: waiver.place.clone(),
            },
        }
    }
}

/// Marks what waivers cover; the first that covers a concern has it.
pub(super) fn apply(waivers: &[Waiver], concerns: &mut [Concern], as_of: Date) {
    for waiver in waivers {
        for concern in concerns.iter_mut().filter(|c| waiver.covers(c, as_of)) {
            concern.waiver = Some(waiver.waived.clone());
        }
    }
}

/// What is wrong with the waivers of a site file, after they were applied.
pub(super) fn remarks(
    waivers: &[Waiver],
    concerns: &[Concern],
    gate: &Gate,
    site: &str,
    limits: &Limits,
) -> Vec<Concern> {
    let remark = |waiver: &Waiver| {
        waiver.fault(gate, site).or_else(|| {
            (!is_used(&waiver.waived.place, concerns)).then(|| {
                let covered = concerns.iter().any(|c| c.rule == waiver.rule);
                let why = if covered {
                    "another one covers the same"
                } else {
                    "nothing is found that it could cover"
                };
                waiver.unused(site, Severity::Minor, why, limits)
            })
        })
    };
    waivers.iter().filter_map(remark).collect()
}

/// What a waiver of a policy was used for while sites came.
#[derive(Debug)]
pub(super) struct Use<'p> {
    written: &'p super::policy::Waiver,
    in_scope: bool,
    /// Whether a site in its scope cannot be read.
    unread: bool,
    used: bool,
}

impl<'p> Use<'p> {
    /// A waiver for which no site came yet.
    pub(super) fn of(written: &'p super::policy::Waiver) -> Self {
        Self {
            written,
            in_scope: false,
            unread: false,
            used: false,
        }
    }

    /// Looks at a site after it was judged.
    pub(super) fn take(&mut self, site: &SiteCheck, gate: &Gate) {
        let path = gate.paths.get(&site.file).map(String::as_str);
        if self.written.scope.holds(&site.id, path) {
            self.in_scope = true;
            self.unread |= site.result.is_none();
            self.used |= is_used(&self.written.place, &site.concerns);
        }
    }

    /// What is wrong with the waiver, after every site was judged.
    pub(super) fn remark(&self, gate: &Gate) -> Option<Concern> {
        let limits = gate.limits(None);
        let waiver = Waiver::from(self.written);
        waiver.fault(gate, "").or_else(|| {
            if !self.in_scope {
                // A run on part of the sites says nothing about the others.
                let why = "no site of this run is in its scope";
                return Some(waiver.unused("", Severity::Info, why, &limits));
            }
            (!self.unread && !self.used).then(|| {
                let why = "nothing is found that it could cover";
                waiver.unused("", Severity::Minor, why, &limits)
            })
        })
    }
}

/// Whether the waiver that is written at a place covers any of the concerns.
fn is_used(place: &Place, concerns: &[Concern]) -> bool {
    let mut waived = concerns.iter().filter_map(|c| c.waiver.as_ref());
    waived.any(|waived| waived.place == *place)
}

/// The ids that a waiver may name.
fn waivable(checklist: &Checklist) -> impl Iterator<Item = &str> {
    let rules = register::rules(checklist).filter(|rule| rule.kind.may_stand());
    rules.map(|rule| rule.id)
}

fn is_waivable(rule: &str, checklist: &Checklist) -> bool {
    waivable(checklist).any(|id| id == rule)
}

#[cfg(test)]
mod tests;
