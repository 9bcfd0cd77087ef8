//! JUnit XML as Jenkins' xUnit plugin documents it (junit-10.xsd), the strictest of the known schemas.
//!
//! A suite is a site file, a case a rule: `classname` is the site, `name` the rule. A failure is what fails the
//! gate, an error a file that cannot be judged. A site of which nothing fails has one case that passes. What is unknown
//! and what is waived stands once for each rule in a suite of its own, skipped with its reason and its sites: a thousand
//! sites that lack the same facts are one line each, not a hundred thousand. All else is counted in the properties of
//! its suite. There are no times: the same check is the same bytes.
//!
//! Suites are counted first and then written one by one, so that none but the one at hand is held.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::standing::{
    self, Group, Once, Raised, Standing, advice, count, each_group, is_unknown, outcome,
};
use super::whole::text_of;
use crate::assess::Method;
use crate::gate::outcome::{BaselineState, Check, Concern, Kind, SiteCheck};
use crate::gate::sites::Sites;
use crate::report::numbers::points;
use crate::report::plain;
use crate::rules::register::NOTHING_EVALUATED;

/// One rule at one site.
struct Case<'a> {
    rule: &'a str,
    outcome: Outcome,
    /// One line for the lists of viewers.
    message: String,
    kind: &'static str,
    /// Every concern with its place.
    details: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failure,
    Error,
    Skipped,
}

struct Suite<'a> {
    name: &'a str,
    class: &'a str,
    properties: Vec<(&'static str, String)>,
    cases: Vec<Case<'a>>,
}

impl Suite<'_> {
    fn count(&self, outcome: Outcome) -> usize {
        self.cases.iter().filter(|c| c.outcome == outcome).count()
    }
}

/// How many cases there are of each outcome.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn add(&mut self, suite: &Suite) {
        self.tests += suite.cases.len();
        self.failures += suite.count(Outcome::Failure);
        self.errors += suite.count(Outcome::Error);
    }
}

/// The document as text.
///
/// # Errors
/// When sites cannot be read where they wait.
pub fn to_string<S: Sites>(check: &Check<S>) -> io::Result<String> {
    text_of(|out| write(check, out))
}

/// The document.
///
/// # Errors
/// What the writer says, and when sites cannot be read where they wait.
pub fn write<S: Sites>(check: &Check<S>, mut out: impl Write) -> io::Result<()> {
    let mut counts = Counts::default();
    let [mut unknown, mut waived] = [Once::in_order(), Once::in_order()];
    let mut standings = standing::Counts::default();
    each_group(check, |group| {
        standings.take(&group);
        unknown.take(&group, is_unknown);
        waived.take(&group, |entry| entry.standing() == Standing::Waived);
        if let Some(site) = group.site {
            counts.add(&of_site(&check.method, site));
        }
        Ok(())
    })?;
    let apart = [("unknown", unknown.finish()), ("waived", waived.finish())];
    let behind = behind(check, &apart, &standings);
    behind.iter().for_each(|suite| counts.add(suite));
    let mut writer = Writer::new_with_indent(&mut out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuites")
        .with_attributes([
            ("name", "rackready"),
            ("tests", &counts.tests.to_string()),
            ("failures", &counts.failures.to_string()),
            ("errors", &counts.errors.to_string()),
        ])
        .write_inner_content(|w| {
            let sites = &check.sites;
            sites.each(&mut |site| write_suite(w, &of_site(&check.method, site)))?;
            behind.iter().try_for_each(|suite| write_suite(w, suite))
        })?;
    out.write_all(b"\n")
}

fn write_suite(writer: &mut Writer<impl Write>, suite: &Suite) -> io::Result<()> {
    writer
        .create_element("testsuite")
        .with_attributes([
            ("name", xml(suite.name).as_str()),
            ("tests", &suite.cases.len().to_string()),
            ("failures", &suite.count(Outcome::Failure).to_string()),
            ("errors", &suite.count(Outcome::Error).to_string()),
            ("skipped", &suite.count(Outcome::Skipped).to_string()),
        ])
        .write_inner_content(|w| {
            if !suite.properties.is_empty() {
                w.create_element("properties").write_inner_content(|w| {
                    suite.properties.iter().try_for_each(|(name, value)| {
                        w.create_element("property")
                            .with_attributes([("name", *name), ("value", &xml(value))])
                            .write_empty()
                            .map(drop)
                    })
                })?;
            }
            let class = xml(suite.class);
            let mut cases = suite.cases.iter();
            cases.try_for_each(|case| write_case(w, &class, case))
        })
        .map(drop)
}

fn write_case(writer: &mut Writer<impl Write>, class: &str, case: &Case) -> io::Result<()> {
    let name = xml(case.rule);
    let element = writer
        .create_element("testcase")
        .with_attributes([("classname", class), ("name", name.as_str())]);
    let tag = match case.outcome {
        Outcome::Passed if case.details.is_empty() => return element.write_empty().map(drop),
        Outcome::Passed => "system-out",
        Outcome::Failure => "failure",
        Outcome::Error => "error",
        Outcome::Skipped => "skipped",
    };
    let message = xml(&case.message);
    let details = lines(&case.details);
    element
        .write_inner_content(|w| {
            let mut element = w.create_element(tag);
            if case.outcome != Outcome::Passed {
                element =
                    element.with_attributes([("type", case.kind), ("message", message.as_str())]);
            }
            element
                .write_text_content(BytesText::new(&details))
                .map(drop)
        })
        .map(drop)
}

/// The suites behind those of sites.
fn behind<'a, S: Sites>(
    check: &'a Check<S>,
    apart: &'a [(&'static str, Vec<Raised>)],
    counts: &standing::Counts,
) -> Vec<Suite<'a>> {
    let mut files: Vec<&str> = Vec::new();
    for concern in &check.elsewhere {
        if !files.contains(&concern.place.file.as_str()) {
            files.push(&concern.place.file);
        }
    }
    let elsewhere = files.into_iter().map(|file| {
        let of_file = || check.elsewhere.iter().filter(move |c| c.place.file == file);
        let mut cases = cases(of_file().filter(|c| c.fails()));
        for noted in of_file().filter(|c| Standing::of(c) == Standing::Noted) {
            if !cases.iter().any(|case| case.rule == noted.rule) {
                cases.push(Case {
                    rule: &noted.rule,
                    outcome: Outcome::Passed,
                    message: String::new(),
                    kind: "",
                    details: line(noted),
                });
            }
        }
        Suite {
            name: file,
            class: file,
            properties: Vec::new(),
            cases,
        }
    });
    let apart = apart.iter().filter(|(_, rules)| !rules.is_empty());
    let apart = apart.map(|(name, rules)| Suite {
        name,
        class: name,
        properties: Vec::new(),
        cases: rules.iter().map(skipped).collect(),
    });
    // An empty document would be green where the run is not.
    let nothing = (!check.nothing.is_empty()).then(|| Suite {
        name: "rackready",
        class: "rackready",
        properties: Vec::new(),
        cases: vec![Case {
            rule: NOTHING_EVALUATED,
            outcome: Outcome::Error,
            message: outcome(check, counts),
            kind: NOTHING_EVALUATED,
            details: check.nothing.join("\n"),
        }],
    });
    elsewhere.chain(apart).chain(nothing).collect()
}

/// Name of the case of a site of which nothing fails.
const GATE: &str = "gate";

fn of_site<'a>(method: &Method, site: &'a SiteCheck) -> Suite<'a> {
    let mut properties = vec![
        ("name", site.name.clone()),
        ("rackready", method.rackready.clone()),
        ("checklist", method.checklist.clone()),
    ];
    if let Some(result) = &site.result {
        properties.push(("target", result.target.clone()));
        properties.push(("verdict", result.verdict.word().to_owned()));
        properties.push(("convertibility", points(result.score.mean.get())));
    }
    properties.push(("held", site.held.len().to_string()));
    let mut counts = standing::Counts::default();
    counts.take(&Group::of(site));
    if counts.concerns > 0 {
        properties.push(("concerns", counts.tally()));
    }
    let mut cases = cases(site.concerns.iter().filter(|c| c.fails()));
    if cases.is_empty() {
        cases.push(Case {
            rule: GATE,
            outcome: Outcome::Passed,
            message: String::new(),
            kind: "",
            details: String::new(),
        });
    }
    Suite {
        name: &site.file,
        class: &site.id,
        properties,
        cases,
    }
}

/// A rule of which too little is known, or that is waived, told once.
fn skipped(raised: &Raised) -> Case<'_> {
    let first = &raised.first;
    let said = match &first.waiver {
        Some(waiver) => format!(
            "waived by {} until {}: {}",
            waiver.owner, waiver.expires, waiver.reason
        ),
        None => format!("unknown: {}", first.message),
    };
    Case {
        rule: &raised.rule,
        outcome: Outcome::Skipped,
        message: format!("{said} ({})", raised.at()),
        kind: first.kind.word(),
        details: line(first),
    }
}

/// One case for each rule that fails: viewers take two cases of one name for one.
fn cases<'a>(concerns: impl Iterator<Item = &'a Concern>) -> Vec<Case<'a>> {
    let mut rules: Vec<(&str, Vec<&Concern>)> = Vec::new();
    for concern in concerns {
        match rules.iter_mut().find(|(rule, _)| *rule == concern.rule) {
            Some((_, same)) => same.push(concern),
            None => rules.push((&concern.rule, vec![concern])),
        }
    }
    rules
        .into_iter()
        .filter_map(|(rule, concerns)| case(rule, &concerns))
        .collect()
}

fn case<'a>(rule: &'a str, concerns: &[&'a Concern]) -> Option<Case<'a>> {
    let first = concerns.first()?;
    let lines: Vec<String> = concerns.iter().take(LINES).map(|c| line(c)).collect();
    let more = concerns.len() - 1;
    Some(Case {
        rule,
        outcome: if first.kind == Kind::Invalid {
            Outcome::Error
        } else {
            Outcome::Failure
        },
        message: if more == 0 {
            first.message.clone()
        } else {
            format!("{} (and {})", first.message, count(more, "more", "more"))
        },
        kind: first.kind.word(),
        details: lines.join("\n"),
    })
}

/// Most places of a case that are listed; all are counted.
const LINES: usize = 100;

/// A concern with its place, as compilers print it.
fn line(concern: &Concern) -> String {
    let place = &concern.place;
    let gone = match concern.baseline {
        Some(BaselineState::Absent) => "gone since the baseline: ",
        _ => "",
    };
    plain(&format!(
        "{}:{}:{}: {}: {gone}{}",
        place.file,
        place.line,
        place.column,
        concern.severity.word(),
        advice(concern)
    ))
}

/// Text that XML 1.0 can carry, on one line.
fn xml(text: &str) -> String {
    plain(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// The same with its line feeds.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(xml).collect();
    lines.join("\n")
}
