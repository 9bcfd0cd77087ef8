//! Policies and baselines: refused with their places, or sites held to them, shown in every format.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jsonschema::Validator;
use rackready::checklist::{self, Checklist};
use rackready::gate::baseline::Baseline;
use rackready::gate::check::{Gate, Subject, invalid};
use rackready::gate::limits::Overlay;
use rackready::gate::outcome::Check;
use rackready::gate::policy::{Policy, RawPolicy};
use rackready::record::ShortReport;
use rackready::report::check::text::Show;
use rackready::report::check::{github, json, junit, markdown, sarif, text as page};
use rackready::report::html;
use rackready::source::Source;

use super::in_parts;
use super::judging::{BUILT_IN, MINES, Terms, short, target};
use super::oracles::{self, STYLE, harmless, told};

/// The day on which waivers are judged.
const DAY: Date = date(2026, 11, 22);

thread_local! {
    static REPORTS: [ShortReport<'static>; 2] =
        MINES.each_ref().map(|mine| short(&BUILT_IN, mine, target("nvl72")));
}

/// A baseline and a policy, and sites held to them.
pub fn policy(data: &[u8]) {
    let [baseline, policy] = in_parts(data);
    let baseline = std::str::from_utf8(baseline).ok().map(Baseline::parse);
    let baseline = baseline.and_then(Result::ok);
    let Some(policy) = policy_in(policy) else {
        return;
    };
    REPORTS.with(|reports| held(Some(&policy), baseline.as_ref(), &reports.each_ref()));
}

/// The policy that bytes say.
pub(super) fn policy_in(data: &[u8]) -> Option<Policy> {
    let refused = match Source::from_bytes(".rackready.yaml", data) {
        Ok(source) => {
            let raw = RawPolicy::read(&source);
            let policy = raw.and_then(|raw| Policy::of(&raw, &source, checklist::built_in()));
            match policy {
                Ok(policy) => return Some(policy),
                Err(problems) => rackready::source::Refused { source, problems },
            }
        }
        Err(refused) => refused,
    };
    told(&refused.source, &refused.problems);
    // What is refused is shown as a check shows it.
    let gate = gate(None, checklist::built_in(), &[]);
    let method = Terms::built_in().method();
    every(
        &gate.finish(vec![invalid(&refused)], Vec::new(), None, method),
        gate.checklist,
    );
    None
}

fn gate<'a>(
    policy: Option<&'a Policy>,
    checklist: &'a Checklist,
    reports: &[&ShortReport],
) -> Gate<'a> {
    let path = |report: &&ShortReport| (report.file.clone(), report.file.clone());
    Gate {
        checklist,
        policy,
        paths: reports
            .iter()
            .map(path)
            .collect::<BTreeMap<String, String>>(),
        over: Overlay::default(),
        as_of: DAY,
        waivers: true,
    }
}

/// Sites held to a policy and a baseline, in every format.
pub(super) fn held(policy: Option<&Policy>, baseline: Option<&Baseline>, reports: &[&ShortReport]) {
    let method = Terms::built_in().method();
    let gate = gate(policy, checklist::built_in(), reports);
    let site = |report: &&ShortReport| {
        gate.site(&Subject {
            id: &report.id,
            name: &report.name,
            file: &report.file,
            source: report.source,
            set: report.set,
            site: report.site,
            assessment: &report.assessment,
        })
    };
    let sites: Vec<_> = reports.iter().map(site).collect();
    let accepted = Baseline::of(&sites, &method);
    let again = Baseline::parse(&accepted.to_text().unwrap());
    assert!(again.is_ok_and(|again| again.accepted == accepted.accepted));
    let baseline = baseline.map(|baseline| ("baseline.json", baseline));
    let check = gate.finish(sites.clone(), Vec::new(), baseline, method.clone());
    oracles::judged("check", &check);
    every(&check, gate.checklist);
    // What a baseline accepts fails no gate but by what no baseline accepts.
    let all = gate.finish(
        sites,
        Vec::new(),
        Some(("baseline.json", &accepted)),
        method,
    );
    let fails = |check: &Check| {
        check
            .sites
            .iter()
            .flat_map(|site| &site.concerns)
            .filter(|c| c.fails())
            .count()
    };
    assert!(fails(&all) <= fails(&check), "{all:#?}");
}

/// A check in every format; what its JSON says is the check.
pub(super) fn every(check: &Check, checklist: &Checklist) {
    static SCHEMA: LazyLock<Validator> = LazyLock::new(|| oracles::schema(&json::schema()));
    let text = json::to_string(check).unwrap();
    oracles::fits(
        "json of a check",
        &SCHEMA,
        &oracles::json("json of a check", &text),
    );
    let read: Check =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    assert!(read == *check, "another check comes back:\n{text}");
    for show in [Show::Failures, Show::Gated, Show::All] {
        oracles::page(
            "text of a check",
            &page::check(check, show, &STYLE).unwrap(),
        );
    }
    harmless("markdown of a check", &markdown::to_string(check).unwrap());
    harmless("summary", &github::summary(check).unwrap());
    let commands = github::to_string(check).unwrap();
    harmless("commands", &commands);
    for line in commands.lines() {
        assert!(line.starts_with("::"), "{line} in:\n{commands}");
    }
    oracles::junit(&junit::to_string(check).unwrap());
    oracles::sarif(&sarif::to_string(check, checklist).unwrap());
    oracles::html("html of a check", &html::check(check).unwrap());
}
