//! Findings, contradictions and thresholds of one site → concerns.

use sha2::{Digest, Sha256};

use super::asking::ask;
use super::draft::Draft;
use super::limits::Limits;
use super::outcome::{Concern, Kind, Severity};
use super::place::places;
use super::threshold::missed;
use crate::assess::Assessment;
use crate::checklist::Checklist;
use crate::estimate::rounded;
use crate::rules::numbers::{gate_needs, needs, value};
use crate::rules::register::INSUFFICIENT_DATA;
use crate::rules::{CONTRADICTIONS, Contradiction, Finding, GateState, Has, OPEN_FOR, Status};
use crate::site::Site;
use crate::source::Source;
use crate::verdict::{Verdict, Word};
use crate::whatif::SetFact;

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
    /// What stands in place of what the file says.
    pub set: &'a [SetFact],
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

/// Everything that stands against a site before waivers, and the rules that hold.
pub(super) fn concerns(
    subject: &Subject,
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
    for (rule, missed) in missed(assessment, limits) {
        match missed {
            Some(draft) => drafts.push(draft),
            None => held.push(rule.to_owned()),
        }
    }
    match of_verdict(&assessment.verdict) {
        Some(draft) => drafts.push(draft),
        None => held.push(INSUFFICIENT_DATA.to_owned()),
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
    let (lost, open) = (finding.points_at_stake(), finding.points_unknown());
    let points = finding.status.points(lost, open);
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
    let mut has = match finding.has {
        Has::Unknown => "unknown".to_owned(),
        has => format!("has {}", value(has, unit)),
    };
    if finding.status == Status::Unknown {
        has += &format!(
            ", wholly met in {:.0} % of draws",
            100.0 * finding.attainment.chance_met
        );
    }
    let needed = match (kind, finding.gate()) {
        (Kind::Gate, Some(GateState::Open)) => format!("{}; {OPEN_FOR}", gate_needs(finding)),
        (Kind::Gate, _) => gate_needs(finding),
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
    let message = format!("{lead}{}: {has}, needs {needed}", row.title);
    Some(Draft {
        help: help(finding),
        points: Some(points),
        mw,
        gated,
        ..Draft::new(&row.id, kind, severity, message, finding.anchor())
    })
}

/// The question that decides what is missing, else the remedy.
fn help(finding: &Finding) -> Option<String> {
    let remedy = finding.requirement.remedy;
    ask(finding.missing()).or_else(|| remedy.map(|remedy| remedy.name.clone()))
}

/// A site of which too little is known to say a word is not let pass, whatever its draws say.
fn of_verdict(verdict: &Verdict) -> Option<Draft> {
    if verdict.word != Word::InsufficientData {
        return None;
    }
    let (kind, severity) = (Kind::Gate, Severity::Blocker);
    let message = format!("too little is known for a verdict: {}", verdict.reason);
    Some(Draft {
        help: ask(verdict.hangs_on.iter().map(String::as_str)),
        ..Draft::new(INSUFFICIENT_DATA, kind, severity, message, "power")
    })
}

fn of_contradiction(contradiction: &Contradiction) -> Draft {
    let mut paths = contradiction.paths.iter();
    let path = paths.next().map_or("", String::as_str);
    let (kind, severity) = (Kind::Contradiction, Severity::Blocker);
    let message = contradiction.message.clone();
    Draft {
        help: Some("one of these facts is wrong: correct it or leave it out".to_owned()),
        related: paths.cloned().collect(),
        ..Draft::new(contradiction.id, kind, severity, message, path)
    }
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
        let Draft { rule, message, .. } = draft;
        let fingerprint = fingerprint(&rule, &place.pointer, subject.id);
        Some(Concern {
            help: draft.help,
            related,
            points: draft.points.map(rounded),
            mw: draft.mw.map(rounded),
            short_by: draft.short_by.map(rounded),
            read_at: draft.read_at,
            gated: draft.gated,
            ..Concern::new(
                &rule,
                draft.kind,
                draft.severity,
                message,
                place,
                fingerprint,
            )
        })
    });
    concerns.collect()
}
