//! One site after the other held to its terms, and what the run comes to.

use super::baseline::Baseline;
use super::concern::{concerns, fingerprint};
use super::course::Course;
use super::outcome::{Check, Concern, Kind, Severity, SiteCheck, SiteResult};
use super::place::place;
use super::waiving::{self, Waiver};

pub use super::concern::Subject;
pub use super::place::slashed;
pub use super::terms::Gate;
use crate::assess::{Assessment, Method};
use crate::record::{Megawatts, Money, Months};
use crate::rules::register::FILE_INVALID;
use crate::source::{Problem, Refused};

impl Gate<'_> {
    /// Holds a site to its limits.
    #[must_use]
    pub fn site(&self, subject: &Subject) -> SiteCheck {
        let limits = self.limits(Some(subject.file));
        let (mut found, held) = concerns(subject, self.checklist, &limits);
        let file = slashed(subject.file);
        if self.waivers {
            let own = Waiver::of_site(subject.site, subject.file, subject.source);
            waiving::apply(&own, &mut found, self.as_of);
            if let Some(policy) = self.policy {
                let path = self.paths.get(&file).map(String::as_str);
                let shared: Vec<Waiver> = Waiver::of_policy(policy, subject.id, path).collect();
                waiving::apply(&shared, &mut found, self.as_of);
            }
            found.extend(waiving::remarks(&own, &found, self, subject.id, &limits));
        }
        SiteCheck {
            id: subject.id.to_owned(),
            name: subject.name.to_owned(),
            file,
            set: subject.set.to_vec(),
            result: Some(result(subject.assessment)),
            concerns: found,
            held,
        }
    }

    /// What the run comes to. `nothing` says why nothing was evaluated at a glob or directory.
    #[must_use]
    pub fn finish(
        &self,
        mut sites: Vec<SiteCheck>,
        nothing: Vec<String>,
        baseline: Option<(&str, &Baseline)>,
        method: Method,
    ) -> Check {
        let mut course = Course::of(self);
        let files = sites.iter().map(|site| site.file.as_str());
        let mut matching = baseline.map(|(_, baseline)| baseline.matching(files));
        for site in &mut sites {
            course.settle(site, matching.as_mut());
        }
        course.finish(sites, nothing, baseline.map(|(file, _)| file), method)
    }
}

/// A file that cannot be read as a site: one concern for each problem.
#[must_use]
pub fn invalid(refused: &Refused) -> SiteCheck {
    let source = &refused.source;
    let file = slashed(source.name());
    let at_start = || place(source.name(), None, source.span(0..0), "");
    let at = |span| place(source.name(), Some(source), span, "");
    let concern = |problem: &Problem| {
        let related = problem.related.iter();
        let related = related.map(|related| (at(related.at), related.label.clone()));
        Concern {
            help: problem.help.clone(),
            related: related.collect(),
            ..Concern::new(
                FILE_INVALID,
                Kind::Invalid,
                Severity::Blocker,
                problem.message.clone(),
                problem.at.map_or_else(at_start, at),
                // Problems have no pointer; their message tells them apart and stays when lines move.
                fingerprint(FILE_INVALID, &problem.message, &file),
            )
        }
    };
    SiteCheck {
        id: file.clone(),
        name: file.clone(),
        set: Vec::new(),
        result: None,
        concerns: refused.problems.iter().map(concern).collect(),
        held: Vec::new(),
        file,
    }
}

fn result(assessment: &Assessment) -> SiteResult {
    let plan = &assessment.plan.figures;
    SiteResult {
        target: assessment.target.id(),
        verdict: assessment.verdict.word,
        is_final: assessment.verdict.is_final,
        chance: assessment.verdict.chance.into(),
        known: assessment.confidence.into(),
        score: assessment.convertibility.into(),
        planned_mw: Megawatts::of(plan.planned_mw, plan.share),
        cost_per_mw_musd: plan.per_mw.map(|cost| Money::of(cost, plan.share)),
        first_mw_months: plan
            .months(plan.first)
            .map(|months| Months::of(months, plan.share)),
        counted: assessment.plan.counted.into(),
        money: assessment.money.as_ref().map(Into::into),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::assess::Assessor;
    use crate::checklist::built_in;
    use crate::gate::limits::Overlay;
    use crate::hosting::catalog;
    use crate::rules::register::INSUFFICIENT_DATA;
    use crate::site::read::read;
    use crate::source::Source;

    pub(in crate::gate) fn checked(text: &str) -> SiteCheck {
        checked_with(text, true)
    }

    fn checked_with(text: &str, allow_open: bool) -> SiteCheck {
        let source = Source::from_text("a.yaml", text).unwrap();
        let site = read(&source).unwrap();
        let target = catalog().target("nvl72").unwrap();
        let gate = Gate {
            checklist: built_in(),
            policy: None,
            paths: BTreeMap::new(),
            over: Overlay {
                allow_open: Some(allow_open),
                ..Overlay::default()
            },
            as_of: jiff::civil::date(2026, 1, 1),
            waivers: true,
        };
        gate.site(&Subject {
            id: "a",
            name: "A",
            file: "a.yaml",
            source: Some(&source),
            set: &[],
            site: &site,
            assessment: &Assessor::of(built_in()).assess(&site, target),
        })
    }

    #[test]
    fn a_file_without_megawatts_fails_and_what_is_unknown_says_how_likely_it_is_met() {
        let check = checked("name: A\npower: {feeds: 2}");
        let failing: Vec<&str> = check
            .concerns
            .iter()
            .filter(|c| c.fails())
            .map(|c| c.rule.as_str())
            .collect();
        assert_eq!(failing, [INSUFFICIENT_DATA]);
        let help = check
            .concerns
            .iter()
            .find(|c| c.fails())
            .and_then(|c| c.help.as_deref());
        assert!(
            help.is_some_and(|help| help.contains("power.approved_mw")),
            "{help:?}"
        );
        let some_chance = check
            .concerns
            .iter()
            .any(|c| c.message.contains(" % of draws, needs "));
        assert!(some_chance, "{:#?}", check.concerns);
        let check = checked("name: A\npower: {approved_mw: 150}");
        assert!(
            !check.concerns.iter().any(|c| c.fails()),
            "{:#?}",
            check.concerns
        );
        assert!(check.held.iter().any(|id| id == INSUFFICIENT_DATA));
    }

    #[test]
    fn an_open_gate_fails_where_open_gates_may_not_pass_and_only_there() {
        let text = "name: A\npower: {approved_mw: 150}";
        let open = |allow_open| {
            let check = checked_with(text, allow_open);
            let gates = check.concerns.into_iter().filter(|c| c.kind == Kind::Gate);
            gates.map(|c| (c.severity, c.fails())).collect::<Vec<_>>()
        };
        let (passing, failing) = (open(true), open(false));
        assert!(!passing.is_empty() && passing.len() == failing.len());
        assert!(
            passing
                .iter()
                .all(|(severity, fails)| *severity > Severity::Blocker && !fails)
        );
        assert!(failing.iter().all(|(_, fails)| *fails));
    }

    #[test]
    fn the_first_questions_are_few_and_each_is_asked_once() {
        let site = crate::source::yaml::built_in("name: A\npower: {approved_mw: 150}");
        let target = catalog().target("nvl72").unwrap();
        let assessment = Assessor::of(built_in()).assess(&site, target);
        let questions = super::super::asking::first_questions(&assessment).unwrap();
        let questions: Vec<&str> = questions.split("; ").collect();
        assert_eq!(questions.len(), 3, "{questions:?}");
        assert!(
            questions
                .iter()
                .all(|question| question.starts_with("ask the "))
        );
        assert!(
            questions[1..]
                .iter()
                .all(|question| *question != questions[0])
        );
    }
}
