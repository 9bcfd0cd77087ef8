//! From findings and contradictions to what a record says of them.

use super::super::finding::{
    AttainmentEntry, ClosingEntry, ContradictionEntry, FindingEntry, Location, RemarkEntry,
    ValueEntry,
};
use super::super::quantity::{Amount, Rounded};
use super::ShortReport;
use super::unknown::Unknown;
use crate::checklist::{Checklist, RowRoute};
use crate::engineering::{Better, Kind};
use crate::rules::numbers::{needs, value};
use crate::rules::{Finding, Has, Needs, Status};
use crate::source::{Pointer, spans};
use crate::spread::Spread;
use crate::typical::Outside;

/// Findings and contradictions with their places, all of which are looked up at once.
pub(super) fn placed(
    report: &ShortReport,
    checklist: &Checklist,
    unknown: &mut Unknown,
) -> (Vec<FindingEntry>, Vec<ContradictionEntry>) {
    let assessment = &report.assessment;
    let of_contradictions = assessment.contradictions.iter().flat_map(|c| &c.paths);
    let paths: Vec<&str> = assessment
        .findings
        .iter()
        .map(Finding::anchor)
        .chain(of_contradictions.map(String::as_str))
        .collect();
    let mut locations = locations(report, &paths).into_iter();
    let findings = assessment
        .findings
        .iter()
        .zip(&mut locations)
        .map(|(f, location)| finding_entry(report, checklist, f, location, unknown))
        .collect();
    let contradictions = assessment
        .contradictions
        .iter()
        .map(|c| ContradictionEntry {
            id: c.id.to_owned(),
            message: c.message.clone(),
            locations: locations.by_ref().take(c.paths.len()).collect(),
        })
        .collect();
    (findings, contradictions)
}

/// Stated facts that no mine was thought to hold, with their places.
pub(super) fn remarks(report: &ShortReport, outside: &[Outside]) -> Vec<RemarkEntry> {
    let paths: Vec<&str> = outside.iter().map(|fact| fact.path.as_str()).collect();
    let places = locations(report, &paths);
    let remarks = outside.iter().zip(places);
    remarks
        .map(|(fact, location)| RemarkEntry {
            fact: fact.path.clone(),
            may_hold: fact.may_hold.clone(),
            location,
        })
        .collect()
}

fn finding_entry(
    report: &ShortReport,
    checklist: &Checklist,
    f: &Finding,
    location: Location,
    unknown: &mut Unknown,
) -> FindingEntry {
    let missing: Vec<usize> = f.missing().map(|path| unknown.position(path)).collect();
    let required = match &f.needs {
        Needs::Nothing => ValueEntry::Unknown(()),
        Needs::Words(words) => ValueEntry::Words(words.to_vec()),
        Needs::Ramp(ramp) => ValueEntry::Number(Spread::exact(ramp.everything).into()),
    };
    let actual = match f.has {
        Has::Unknown => ValueEntry::Unknown(()),
        Has::Absent => ValueEntry::Words(vec!["none".to_owned()]),
        Has::Waived => ValueEntry::Words(vec!["waived".to_owned()]),
        Has::Word(word) => ValueEntry::Words(vec![word.to_owned()]),
        Has::Number(spread) => ValueEntry::Number(spread.into()),
    };
    FindingEntry {
        requirement: f.requirement.id.clone(),
        title: f.requirement.title.clone(),
        category: checklist
            .categories
            .get(f.requirement.category)
            .map_or(String::new(), |c| c.id.clone()),
        status: f.status,
        counts: report.assessment.counts(f),
        of_standing_hall: f.requirement.route == RowRoute::InPlace,
        attainment: AttainmentEntry {
            worst: f.attainment.worst.into(),
            expected: f.attainment.expected.into(),
            best: f.attainment.best.into(),
            chance_met: f.attainment.chance_met.into(),
        },
        actual,
        required,
        unit: f.requirement.metric.unit,
        at_most: matches!(f.requirement.metric.kind, Kind::Number(Better::Lower)),
        has: value(f.has, f.requirement.metric.unit),
        has_said: None,
        needs: needs(&f.needs, f.requirement.metric.unit),
        needs_said: None,
        weight: f.requirement.weight.into(),
        worth: f.points_at_stake().into(),
        points_unknown: f.points_unknown().into(),
        remedy: f.requirement.remedy.map(|r| r.id.clone()),
        closing: closing(report, f),
        sources: f.requirement.sources.clone(),
        pointer: missing.is_empty().then_some(location.pointer),
        missing,
        line: location.line,
        column: location.column,
        set_by: location.set_by,
    }
    .said()
}

/// What closing a gap takes, where it is one that money can close.
fn closing(report: &ShortReport, f: &Finding) -> Option<ClosingEntry> {
    let remedy = f.requirement.remedy?;
    if !matches!(f.status, Status::Gap | Status::Partial) {
        return None;
    }
    let plan = &report.assessment.plan;
    let mut works = plan.works.iter().chain(&plan.beyond);
    let work = works.find(|w| w.closes.contains(&f.requirement.id.as_str()));
    let cost = work.map(|w| w.cost).filter(|cost| cost.p90 > 0.0);
    Some(ClosingEntry {
        name: remedy.name.clone(),
        owner: remedy.owner.word().to_owned(),
        weeks: work.map(|w| w.weeks.into()),
        cost_musd: cost.map(Amount::from),
        mw_at_stake: work.and_then(|w| w.mw_at_stake).map(Rounded::from),
    })
}

fn locations(report: &ShortReport, paths: &[&str]) -> Vec<Location> {
    let location = |path: &str, set_by: Option<&str>, [line, column]: [usize; 2]| Location {
        set_by: set_by.map(str::to_owned),
        line,
        column,
        pointer: Pointer(path).to_string(),
    };
    let Some(source) = report.source else {
        let paths = paths.iter();
        return paths.map(|path| location(path, None, [1, 1])).collect();
    };
    let placed = paths.iter().zip(spans(source, paths));
    placed
        .map(|(path, span)| {
            // What was set in place of the file stands in no file.
            let set_by = match source.part_at(span.start) {
                (1.., aside) => Some(aside.name()),
                _ => None,
            };
            location(path, set_by, [span.place.line, span.place.column])
        })
        .collect()
}
