//! JUnit XML as Jenkins' xUnit plugin documents it (junit-10.xsd), the strictest of the known schemas.
//!
//! A suite is a site file, a case a rule: `classname` is the site, `name` the rule. A failure is what fails the
//! gate, an error a file that cannot be judged. Waived, in the baseline and unknown are skipped, each with its
//! reason; a gap below the gate passes and says so in `system-out`. There are no times: the same check is the
//! same bytes.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::standing::{Standing, advice, count, is_open, outcome};
use crate::gate::outcome::{BaselineState, Check, Concern, Kind, SiteCheck};
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

/// The document.
///
/// # Errors
/// Never for a document in memory; the type of the writer asks for it.
pub fn to_string(check: &Check) -> io::Result<String> {
    let suites = suites(check);
    let total = |outcome| -> usize { suites.iter().map(|s| s.count(outcome)).sum() };
    let tests: usize = suites.iter().map(|s| s.cases.len()).sum();
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuites")
        .with_attributes([
            ("name", "rackready"),
            ("tests", &tests.to_string()),
            ("failures", &total(Outcome::Failure).to_string()),
            ("errors", &total(Outcome::Error).to_string()),
        ])
        .write_inner_content(|w| suites.iter().try_for_each(|suite| write_suite(w, suite)))?;
    let mut text = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    text.push('\n');
    Ok(text)
}

fn write_suite(writer: &mut Writer<Vec<u8>>, suite: &Suite) -> io::Result<()> {
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

fn write_case(writer: &mut Writer<Vec<u8>>, class: &str, case: &Case) -> io::Result<()> {
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

fn suites(check: &Check) -> Vec<Suite<'_>> {
    let mut suites: Vec<Suite> = check
        .sites
        .iter()
        .map(|site| of_site(check, site))
        .collect();
    let mut files: Vec<&str> = Vec::new();
    for concern in &check.elsewhere {
        if !files.contains(&concern.place.file.as_str()) {
            files.push(&concern.place.file);
        }
    }
    suites.extend(files.into_iter().map(|file| {
        let these = check.elsewhere.iter().filter(|c| c.place.file == file);
        Suite {
            name: file,
            class: file,
            properties: Vec::new(),
            cases: cases(these.collect(), &[]),
        }
    }));
    if !check.nothing.is_empty() {
        // An empty document would be green where the run is not.
        suites.push(Suite {
            name: "rackready",
            class: "rackready",
            properties: Vec::new(),
            cases: vec![Case {
                rule: NOTHING_EVALUATED,
                outcome: Outcome::Error,
                message: outcome(check),
                kind: NOTHING_EVALUATED,
                details: check.nothing.join("\n"),
            }],
        });
    }
    suites
}

fn of_site<'a>(check: &Check, site: &'a SiteCheck) -> Suite<'a> {
    let mut properties = vec![
        ("name", site.name.clone()),
        ("rackready", check.method.rackready.clone()),
        ("checklist", check.method.checklist.clone()),
    ];
    if let Some(result) = &site.result {
        properties.push(("target", result.target.clone()));
        properties.push(("verdict", result.verdict.word().to_owned()));
        properties.push(("convertibility", points(result.score.mean.get())));
    }
    Suite {
        name: &site.file,
        class: &site.id,
        properties,
        cases: cases(site.concerns.iter().collect(), &site.held),
    }
}

/// One case for each rule: viewers take two cases of one name for one.
fn cases<'a>(concerns: Vec<&'a Concern>, held: &'a [String]) -> Vec<Case<'a>> {
    let mut rules: Vec<(&str, Vec<&Concern>)> = Vec::new();
    for concern in concerns {
        match rules.iter_mut().find(|(rule, _)| *rule == concern.rule) {
            Some((_, same)) => same.push(concern),
            None => rules.push((&concern.rule, vec![concern])),
        }
    }
    for rule in held {
        if !rules.iter().any(|(raised, _)| raised == rule) {
            rules.push((rule, Vec::new()));
        }
    }
    rules
        .into_iter()
        .map(|(rule, concerns)| case(rule, concerns))
        .collect()
}

fn case<'a>(rule: &'a str, mut concerns: Vec<&'a Concern>) -> Case<'a> {
    concerns.sort_by_key(|c| Standing::of(c));
    let lines: Vec<String> = concerns.iter().map(|c| line(c)).collect();
    let Some(first) = concerns.first() else {
        return Case {
            rule,
            outcome: Outcome::Passed,
            message: String::new(),
            kind: "",
            details: String::new(),
        };
    };
    let (outcome, message) = judged(first);
    let more = concerns.len() - 1;
    let message = if more == 0 {
        message
    } else {
        format!("{message} (and {})", count(more, "more", "more"))
    };
    Case {
        rule,
        outcome,
        message,
        kind: first.kind.word(),
        details: lines.join("\n"),
    }
}

fn judged(concern: &Concern) -> (Outcome, String) {
    let said = &concern.message;
    match Standing::of(concern) {
        Standing::Fails if concern.kind == Kind::Invalid => (Outcome::Error, said.clone()),
        Standing::Fails => (Outcome::Failure, said.clone()),
        Standing::Waived => {
            let why = concern.waiver.as_ref().map_or(String::new(), |w| {
                format!("waived by {} until {}: {}", w.owner, w.expires, w.reason)
            });
            (Outcome::Skipped, why)
        }
        Standing::Known => (Outcome::Skipped, format!("in the baseline: {said}")),
        Standing::Noted if is_open(concern) => (Outcome::Skipped, format!("unknown: {said}")),
        Standing::Noted | Standing::Gone => (Outcome::Passed, String::new()),
    }
}

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
