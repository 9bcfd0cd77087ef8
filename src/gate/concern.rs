//! Findings, contradictions and thresholds of one site → concerns.

use sha2::{Digest, Sha256};

use super::limits::{End, Limits};
use super::outcome::{Concern, Kind, Severity, SiteResult};
use super::place::places;
use crate::assess::Assessment;
use crate::checklist::{Checklist, question};
use crate::engineering::Value;
use crate::estimate::rounded;
use crate::plan::prices::Payer;
use crate::plan::{Certainty, Plan};
use crate::rules::limits::{Counted, LIMITS, Limit, LimitRule};
use crate::rules::numbers::{gate_needs, needs, number, value};
use crate::rules::{CONTRADICTIONS, Contradiction, Finding, GateState, Status};
use crate::site::Site;
use crate::source::Source;

/// One judged site, as the gate sees it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Short name of the site.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The file as the user named it.
    pub file: &'a str,
    /// The text it was read from, where places are to be found.
    pub source: Option<&'a Source>,
    /// The site, for its waivers.
    pub site: &'a Site,
    /// The assessment.
    pub assessment: &'a Assessment<'a>,
}

/// A gap that costs as many points of convertibility, or more, is major.
const MAJOR_POINTS: f64 = 1.0;

/// A stable name: SHA-256 over rule, JSON pointer and site, cut to 128 bits. It holds back findings in a baseline,
/// so that two of them must not meet by chance or by craft.
pub(super) fn fingerprint(rule: &str, pointer: &str, site: &str) -> String {
    let hash = Sha256::digest(format!("{rule}\0{pointer}\0{site}"));
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A concern whose places are not looked up yet.
struct Draft {
    rule: String,
    kind: Kind,
    severity: Severity,
    message: String,
    help: Option<String>,
    points: Option<f64>,
    mw: Option<f64>,
    short_by: Option<f64>,
    gated: bool,
    path: String,
    related: Vec<String>,
}

/// Everything that stands against a site before waivers, and the rules that hold.
pub(super) fn concerns(
    subject: &Subject,
    result: &SiteResult,
    checklist: &Checklist,
    limits: &Limits,
) -> (Vec<Concern>, Vec<String>) {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut held: Vec<String> = Vec::new();
    let assessment = subject.assessment;
    for finding in assessment.findings.iter().filter(|f| assessment.counts(f)) {
        match of_finding(subject, finding, checklist, limits) {
            Some(draft) => drafts.push(draft),
            None => held.push(finding.requirement.id.clone()),
        }
    }
    drafts.extend(assessment.contradictions.iter().map(of_contradiction));
    let found = |id: &str| assessment.contradictions.iter().any(|c| c.id == id);
    let absent = CONTRADICTIONS.iter().filter(|e| !found(e.id));
    held.extend(absent.map(|e| e.id.to_owned()));
    for (rule, missed) in thresholds(result, subject.site, &assessment.plan, limits) {
        match missed {
            Some(draft) => drafts.push(draft),
            None => held.push(rule.to_owned()),
        }
    }
    (placed(subject, drafts), held)
}

fn of_finding(
    subject: &Subject,
    finding: &Finding,
    checklist: &Checklist,
    limits: &Limits,
) -> Option<Draft> {
    let row = finding.requirement;
    let points = subject.assessment.points(finding);
    let (kind, severity, lead) = match finding.gate() {
        Some(GateState::Failed) => (Kind::Gate, Severity::Blocker, "gate failed: "),
        Some(GateState::Open) => (Kind::Gate, Severity::Major, "gate open: "),
        _ => match finding.status {
            Status::Met | Status::NotApplicable => return None,
            Status::Unknown => (Kind::Requirement, Severity::Info, ""),
            Status::Gap | Status::Partial if points >= MAJOR_POINTS => {
                (Kind::Requirement, Severity::Major, "")
            }
            Status::Gap | Status::Partial => (Kind::Requirement, Severity::Minor, ""),
        },
    };
    let unit = row.metric.unit;
    let has = match finding.has {
        Value::Unknown => "unknown".to_owned(),
        has => format!("has {}", value(has, unit)),
    };
    let needed = match kind {
        Kind::Gate => gate_needs(finding),
        _ => needs(&finding.needs, unit),
    };
    let category = checklist.categories.get(row.category);
    let named = limits.names(&row.id, category.map_or("", |c| c.id.as_str()));
    let gated = match (kind, severity) {
        (Kind::Gate, Severity::Blocker) => true,
        // Who lets open gates pass does not want them back as a severity.
        (Kind::Gate, _) => named || !limits.allow_open,
        _ => named || limits.fails_severity(severity),
    };
    let mw = subject.assessment.plan.works.iter();
    let mw = mw.filter(|work| work.closes.contains(&row.id.as_str()));
    let mw = mw.filter_map(|work| work.mw_at_stake).reduce(f64::max);
    Some(Draft {
        rule: row.id.clone(),
        kind,
        severity,
        message: format!("{lead}{}: {has}, needs {needed}", row.title),
        help: help(finding),
        points: Some(points),
        mw,
        short_by: None,
        gated,
        path: finding.anchor().to_owned(),
        related: Vec::new(),
    })
}

/// The question that decides what is missing, else the remedy.
fn help(finding: &Finding) -> Option<String> {
    let asked = finding
        .missing()
        .find_map(|path| Some((path, question(path)?)));
    match (asked, finding.requirement.remedy) {
        (Some((path, q)), _) => Some(format!("ask the {}: {} ({path})", q.ask.word(), q.question)),
        (None, Some(remedy)) => Some(remedy.name.clone()),
        (None, None) => None,
    }
}

fn of_contradiction(contradiction: &Contradiction) -> Draft {
    let mut paths = contradiction.paths.iter().cloned();
    Draft {
        rule: contradiction.id.to_owned(),
        kind: Kind::Contradiction,
        severity: Severity::Blocker,
        message: contradiction.message.clone(),
        help: Some("one of these facts is wrong: correct it or leave it out".to_owned()),
        points: None,
        mw: None,
        short_by: None,
        gated: true,
        path: paths.next().unwrap_or_default(),
        related: paths.collect(),
    }
}

/// Each limit that is asked for, with what misses it.
fn thresholds(
    result: &SiteResult,
    site: &Site,
    plan: &Plan,
    limits: &Limits,
) -> Vec<(&'static str, Option<Draft>)> {
    let asked = LIMITS.iter().filter_map(|rule| {
        let number = limits.asked.of(rule.limit)?;
        let reading = reading(rule.limit, limits.on, result, site, plan);
        Some((rule.entry.id, missed(rule, number, reading)))
    });
    asked.collect()
}

/// What a limit reads at a site, and what the end that is read is called; nothing where no MW are planned.
fn reading(
    limit: Limit,
    on: End,
    result: &SiteResult,
    site: &Site,
    plan: &Plan,
) -> Option<(f64, &'static str)> {
    let likely = on == End::Expected;
    match limit {
        Limit::MinScore => {
            let [worst, p10, expected, _, _] = result.score;
            Some(match on {
                End::Worst => (worst, "at worst"),
                End::P10 => (p10, "at P10"),
                End::Expected => (expected, "as expected"),
            })
        }
        Limit::MinMw => {
            let (low_mw, likely_mw, _) = result.planned_mw;
            Some(if likely {
                (likely_mw, "as likely")
            } else if !site.power.connection.is_known() {
                // What nobody says how it is connected may be a plant's to give, and the plant's to take.
                (0.0, "at worst, since power.connection is not stated")
            } else {
                (low_mw, "at worst")
            })
        }
        Limit::MaxCostPerMw => result.cost_per_mw_musd.map(|[_, middle, high]| {
            if likely {
                (middle, "as likely")
            } else {
                let hidden = unasked_cost(plan) / plan.planned_mw.likely;
                (
                    high + hidden,
                    "at worst, with the works that missing facts may call for",
                )
            }
        }),
        // A plan has one duration for each work, the likely one.
        Limit::MaxMonths => result.first_mw_months.map(|months| (months, "as likely")),
    }
}

/// What the owner would pay at most, M$, for works outside of the plan that a missing fact may call for: who leaves
/// a fact out is not to look cheaper.
fn unasked_cost(plan: &Plan) -> f64 {
    let perhaps = plan.beyond.iter().filter(|work| {
        work.certainty == Certainty::Perhaps && !work.beyond && work.payer == Payer::Owner
    });
    let works: f64 = perhaps.map(|work| work.cost().high()).sum();
    let soft = plan.soft.iter().map(|s| 1.0 + s.percent.high() / 100.0);
    works * soft.product::<f64>()
}

/// Numbers that differ by less are equal: the rest is the machine's.
const TOLERANCE: f64 = 1e-9;

fn missed(rule: &LimitRule, limit: f64, reading: Option<(f64, &'static str)>) -> Option<Draft> {
    let short = |value: f64| {
        if rule.is_least {
            limit - value
        } else {
            value - limit
        }
    };
    if reading.is_some_and(|(value, _)| short(value) <= TOLERANCE) {
        return None;
    }
    let (lead, unit) = (rule.lead, rule.counted.unit());
    let bound = if rule.is_least { "at least" } else { "at most" };
    let (asked, help) = (number(limit), "`rackready plan` shows what moves it");
    let message = match reading {
        Some((value, end)) => {
            let mut shown = number(value);
            if shown == asked {
                shown = format!("{value:.6}");
            }
            format!("{lead} {shown} {unit} {end}, asked for is {bound} {asked} {unit}")
        }
        None => format!("no MW are planned, asked for is {bound} {asked} {unit}"),
    };
    let short_by = reading.map(|(value, _)| short(value));
    let lost = short_by.filter(|_| rule.is_least);
    Some(Draft {
        rule: rule.entry.id.to_owned(),
        kind: rule.entry.kind,
        severity: rule.entry.severity,
        message,
        help: Some(help.to_owned()),
        points: lost.filter(|_| rule.counted == Counted::Points),
        mw: lost.filter(|_| rule.counted == Counted::Megawatts),
        short_by,
        gated: true,
        path: rule.path.to_owned(),
        related: Vec::new(),
    })
}

/// Drafts with their places, all looked up in one parse.
fn placed(subject: &Subject, drafts: Vec<Draft>) -> Vec<Concern> {
    let paths: Vec<String> = drafts
        .iter()
        .flat_map(|d| std::iter::once(&d.path).chain(&d.related))
        .cloned()
        .collect();
    let mut places = places(subject.file, subject.source, &paths).into_iter();
    let concerns = drafts.into_iter().filter_map(|draft| {
        let mut place = places.next()?;
        let related = draft.related.iter().zip(places.by_ref());
        let related = related.map(|(path, place)| (place, path.clone())).collect();
        if draft.kind == Kind::Threshold {
            // It hangs on the whole file; the line is only where a reader looks.
            place.pointer.clear();
        }
        Some(Concern {
            fingerprint: fingerprint(&draft.rule, &place.pointer, subject.id),
            rule: draft.rule,
            kind: draft.kind,
            severity: draft.severity,
            message: draft.message,
            help: draft.help,
            place,
            related,
            points: draft.points.map(rounded),
            mw: draft.mw.map(rounded),
            short_by: draft.short_by.map(rounded),
            gated: draft.gated,
            waiver: None,
            baseline: None,
        })
    });
    concerns.collect()
}
