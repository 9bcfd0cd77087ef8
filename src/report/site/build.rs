//! From an assessment to its entry.

use super::entry::{
    AttainmentEntry, CapacityEntry, CategoryEntry, ClosingEntry, ContradictionEntry, Entry,
    FindingEntry, FitCell, FitEntry, GateEntry, LimitEntry, Location, QuestionEntry, RouteEntry,
    ValueEntry, VerdictEntry,
};
use super::json::Range;
use crate::capacity::{Capacity, Column};
use crate::checklist::{Checklist, RowRoute};
use crate::engineering::Value;
use crate::estimate::{Bounds, rounded};
use crate::hosting::Target;
use crate::report::SiteReport;
use crate::report::numbers::{gate_needs, needs, number, value};
use crate::report::plan::entry::entry as plan_entry;
use crate::report::plan::route_name;
use crate::rules::{Finding, Needs, Route, Status};
use crate::score::Score;
use crate::source::{Place, Pointer, locate};

fn scored(score: Score) -> Score {
    Score {
        worst: rounded(score.worst),
        p10: rounded(score.p10),
        expected: rounded(score.expected),
        p90: rounded(score.p90),
        best: rounded(score.best),
    }
}

pub(in crate::report) fn ranged(bounds: Bounds) -> Range {
    Range {
        low: rounded(bounds.low),
        likely: rounded(bounds.likely),
        high: bounds.high.map(rounded),
    }
}

pub(in crate::report) fn entry<'r>(report: &'r SiteReport, checklist: &'r Checklist) -> Entry<'r> {
    let assessment = &report.assessment;
    let route = |route: Route| {
        let found = assessment.routes.iter().find(|(r, _)| *r == route);
        let score = found.map_or(assessment.convertibility, |(_, score)| *score);
        RouteEntry {
            word: route.word(),
            hall: match route {
                Route::InPlace(hall) => hall,
                Route::NewHall => None,
            },
            name: route_name(report.site, route),
            score: scored(score),
        }
    };
    let (findings, contradictions) = placed(report, checklist);
    let place = &report.site.location;
    Entry {
        id: &report.id,
        name: &report.name,
        operator: report.site.operator.get().map(String::as_str),
        country: place.country.get().map(String::as_str),
        region: place.region.get().map(String::as_str),
        grid: place.grid_operator.get().map(String::as_str),
        as_of: report.site.as_of.get().map(ToString::to_string),
        file: &report.file,
        line: report.line,
        known_facts: report.site.known_facts(),
        target: assessment.target.id(),
        target_name: target_name(&assessment.target),
        target_chosen: report.chosen.word(),
        score: scored(assessment.convertibility),
        readiness: scored(assessment.readiness),
        empty_score: scored(report.empty),
        confidence: rounded(assessment.confidence),
        verdict: VerdictEntry {
            word: assessment.verdict.word.word(),
            provisional: assessment.verdict.provisional,
            reason: &assessment.verdict.reason,
            flips_on: &assessment.verdict.flips_on,
        },
        route: route(assessment.route),
        routes: assessment.routes.iter().map(|(r, _)| route(*r)).collect(),
        gates: assessment
            .findings
            .iter()
            .filter(|f| f.requirement.gate.is_some() && assessment.counts(f))
            .filter_map(|f| {
                Some(GateEntry {
                    requirement: &f.requirement.id,
                    state: f.gate()?.word(),
                    needs: gate_needs(f),
                })
            })
            .collect(),
        capacity: capacity(&assessment.capacity, assessment.plan.planned_mw),
        categories: report
            .categories()
            .iter()
            .map(|c| CategoryEntry {
                id: &c.id,
                name: &c.name,
                share: rounded(c.share),
                readiness: c.readiness.map(scored),
                convertibility: c.convertibility.map(scored),
            })
            .collect(),
        findings,
        contradictions,
        questions: report
            .questions()
            .iter()
            .map(|q| QuestionEntry {
                ask: q.whom.word(),
                question: &q.question,
                facts: &q.facts,
                points: rounded(q.points),
                gates: &q.gates,
                moves_mw: q.moves_mw.map(rounded),
            })
            .collect(),
        fit: report
            .fit()
            .iter()
            .map(|row| FitEntry {
                hardware: &row.hardware.id,
                tenants: row
                    .tenants
                    .iter()
                    .map(|(tenant, brief)| FitCell {
                        tenant: &tenant.id,
                        verdict: brief.verdict.word.word(),
                        provisional: brief.verdict.provisional,
                        expected: rounded(brief.expected),
                    })
                    .collect(),
            })
            .collect(),
        plan: plan_entry(report),
    }
}

fn capacity(capacity: &Capacity, planned_mw: Bounds) -> CapacityEntry {
    let binding = |column| capacity.binding(column).map(|l| l.id.word()).collect();
    CapacityEntry {
        today_mw: ranged(capacity.today_mw),
        planned_mw: ranged(planned_mw),
        ceiling_mw: ranged(capacity.ceiling_mw),
        binding: binding(Column::Today),
        binding_ceiling: binding(Column::Ceiling),
        limits: capacity
            .limits
            .iter()
            .map(|l| LimitEntry {
                id: l.id.word(),
                label: l.label,
                column: match l.column {
                    Column::Today => "today",
                    Column::Ceiling => "ceiling",
                },
                mw: l.mw.map(ranged),
            })
            .collect(),
    }
}

/// Findings and contradictions with their places, all of which are looked up at once.
fn placed<'r>(
    report: &'r SiteReport,
    checklist: &'r Checklist,
) -> (Vec<FindingEntry<'r>>, Vec<ContradictionEntry<'r>>) {
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
        .zip(assessment.points_by_finding())
        .zip(&mut locations)
        .map(|((f, points), location)| finding_entry(report, checklist, f, points, location))
        .collect();
    let contradictions = assessment
        .contradictions
        .iter()
        .map(|c| ContradictionEntry {
            id: c.id,
            message: &c.message,
            locations: locations.by_ref().take(c.paths.len()).collect(),
        })
        .collect();
    (findings, contradictions)
}

fn finding_entry<'r>(
    report: &'r SiteReport,
    checklist: &'r Checklist,
    f: &'r Finding,
    points: f64,
    location: Location<'r>,
) -> FindingEntry<'r> {
    let required = match &f.needs {
        Needs::Nothing => ValueEntry::Unknown(()),
        Needs::Words(words) => ValueEntry::Words(words.iter().map(String::as_str).collect()),
        Needs::Ramp { everything, .. } => ValueEntry::Number(ranged(*everything)),
    };
    let actual = match f.has {
        Value::Unknown => ValueEntry::Unknown(()),
        Value::Waived => ValueEntry::Words(vec!["waived"]),
        Value::Word(word) => ValueEntry::Words(vec![word]),
        Value::Number(bounds) => ValueEntry::Number(ranged(bounds)),
    };
    FindingEntry {
        requirement: &f.requirement.id,
        title: &f.requirement.title,
        category: checklist
            .categories
            .get(f.requirement.category)
            .map_or("", |c| &c.id),
        status: f.status.word(),
        counts: report.assessment.counts(f),
        of_standing_hall: f.requirement.route == RowRoute::InPlace,
        attainment: AttainmentEntry {
            worst: rounded(f.attainment.worst),
            expected: rounded(f.attainment.expected),
            best: rounded(f.attainment.best),
        },
        actual,
        required,
        unit: f.requirement.metric.unit.word(),
        has: value(f.has, f.requirement.metric.unit),
        needs: needs(&f.needs, f.requirement.metric.unit),
        weight: f.requirement.weight,
        worth: rounded(points * (1.0 - f.attainment.expected)),
        points_unknown: rounded(points * (f.attainment.best - f.attainment.worst)),
        remedy: f.requirement.remedy.map(|r| r.id.as_str()),
        closing: closing(report, f),
        sources: &f.requirement.sources,
        missing: f.missing().collect(),
        location,
    }
}

/// What closing a gap takes, where it is one that money can close.
fn closing<'r>(report: &'r SiteReport, f: &'r Finding) -> Option<ClosingEntry<'r>> {
    let remedy = f.requirement.remedy?;
    if !matches!(f.status, Status::Gap | Status::Partial) {
        return None;
    }
    let plan = &report.assessment.plan;
    let mut works = plan.works.iter().chain(&plan.beyond);
    let work = works.find(|w| w.closes.contains(&f.requirement.id.as_str()));
    let cost = work.map(|w| w.cost()).filter(|cost| cost.high() > 0.0);
    Some(ClosingEntry {
        name: &remedy.name,
        owner: remedy.owner.word(),
        weeks: Range {
            low: rounded(remedy.weeks.low),
            likely: rounded(remedy.weeks.likely),
            high: Some(rounded(remedy.weeks.high)),
        },
        cost_musd: cost.map(|cost| ranged(cost.into())),
        mw_at_stake: work.and_then(|w| w.mw_at_stake).map(rounded),
    })
}

/// A target in words.
fn target_name(target: &Target) -> String {
    format!(
        "{}, {} kW/rack · tenant: {} · {}",
        target.hardware.name,
        number(target.hardware.parameters.rack_kw.value),
        target.tenant.name,
        target.workload.name.to_lowercase(),
    )
}

fn locations<'r>(report: &'r SiteReport, paths: &[&'r str]) -> Vec<Location<'r>> {
    let places = report.source.map_or_else(
        || vec![Place::START; paths.len()],
        |source| locate(source, paths),
    );
    paths
        .iter()
        .zip(places)
        .map(|(path, place)| Location {
            file: &report.file,
            line: place.line,
            column: place.column,
            pointer: Pointer(path),
        })
        .collect()
}
