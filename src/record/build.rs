//! From an assessment to its record.

mod plan;

use super::finding::{
    AttainmentEntry, ClosingEntry, ContradictionEntry, FindingEntry, Location, ValueEntry,
};
use super::quantity::{Range, Rounded};
use super::row::{self, Name, Row};
use super::site::{
    CapacityEntry, CategoryEntry, FitCell, FitEntry, GateEntry, LimitEntry, QuestionEntry,
    RouteEntry, RouteWord, SiteRecord, VerdictEntry,
};
use crate::assess::{Assessment, Chosen, FitRow};
use crate::capacity::{Capacity, Column};
use crate::checklist::{Checklist, RowRoute};
use crate::engineering::Value;
use crate::estimate::Bounds;
use crate::hosting::Target;
use crate::plan::Answers;
use crate::rules::numbers::{gate_needs, needs, number, value};
use crate::rules::{Finding, Needs, Route, Status};
use crate::score::Score;
use crate::site::Site;
use crate::source::{Place, Pointer, Source, locate, plain};

/// Everything a report of one site shows.
#[derive(Debug)]
pub struct SiteReport<'a> {
    /// Short name of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
    /// The site.
    pub site: &'a Site,
    /// The text it was read from, where lines are to be shown.
    pub source: Option<&'a Source>,
    /// How the target came about.
    pub chosen: Chosen,
    /// The assessment.
    pub assessment: Assessment<'a>,
    /// How the site suits every hardware and tenant.
    pub fit: Vec<FitRow<'a>>,
    /// What an empty file scores, so that nobody takes priors for evidence.
    pub empty: Score,
    /// What was asked of the plan beyond its draft, where anything was.
    pub answers: Option<Answers>,
    /// The day on which the plan starts, where one was given.
    pub start: Option<jiff::civil::Date>,
}

impl SiteReport<'_> {
    /// What a ranking keeps of it.
    #[must_use]
    pub fn row(&self) -> Row {
        let name = Name {
            id: self.id.clone(),
            name: self.name.clone(),
            file: self.file.clone(),
            line: self.line,
        };
        Row::of(name, self.site, self.chosen, &self.assessment, self.empty)
    }
}

/// The record of a site. Lines are looked up where the report has its text.
#[must_use]
pub fn of(report: &SiteReport, checklist: &Checklist) -> SiteRecord {
    let assessment = &report.assessment;
    let row = report.row();
    let (findings, contradictions) = placed(report, checklist);
    SiteRecord {
        id: row.name.id,
        name: row.name.name,
        operator: row.operator,
        country: row.country,
        region: row.region,
        grid: row.grid,
        as_of: report.site.as_of.get().map(ToString::to_string),
        file: row.name.file,
        line: row.name.line,
        known_facts: row.known_facts,
        target: row.target,
        target_name: target_name(&assessment.target),
        target_chosen: row.chosen,
        score: row.score.into(),
        readiness: row.readiness.into(),
        empty_score: row.empty.into(),
        confidence: row.confidence.into(),
        verdict: VerdictEntry {
            word: row.verdict,
            provisional: row.provisional,
            reason: assessment.verdict.reason.clone(),
            flips_on: assessment.verdict.flips_on.clone(),
        },
        route: route(report, row.route),
        routes: assessment
            .routes
            .iter()
            .map(|(found, _)| route(report, *found))
            .collect(),
        gates: row::gates(assessment)
            .map(|(f, state)| GateEntry {
                requirement: f.requirement.id.clone(),
                state,
                needs: gate_needs(f),
            })
            .collect(),
        capacity: capacity(&assessment.capacity, row.planned_mw),
        categories: categories(assessment),
        findings,
        contradictions,
        questions: questions(assessment),
        fit: report.fit.iter().map(fit).collect(),
        plan: plan::entry(report),
    }
}

fn route(report: &SiteReport, route: Route) -> RouteEntry {
    let assessment = &report.assessment;
    let found = assessment.routes.iter().find(|(r, _)| *r == route);
    let score = found.map_or(assessment.convertibility, |(_, score)| *score);
    let (word, hall) = RouteWord::of(route);
    RouteEntry {
        word,
        hall,
        name: route_name(report.site, route),
        score: score.into(),
    }
}

/// A route in words.
fn route_name(site: &Site, route: Route) -> String {
    let Route::InPlace(index) = route else {
        return "a new hall on the same connection".to_owned();
    };
    let Some(index) = index else {
        return "in the standing hall".to_owned();
    };
    let name = site
        .halls
        .items()
        .and_then(|h| h.get(index))
        .and_then(|h| h.name.get());
    name.map_or_else(
        || format!("in hall {}", index + 1),
        |name| format!("in {}", plain(name)),
    )
}

fn categories(assessment: &Assessment) -> Vec<CategoryEntry> {
    let categories = assessment.categories.iter();
    categories
        .map(|c| CategoryEntry {
            id: c.id.clone(),
            name: c.name.clone(),
            share: c.share.into(),
            readiness: c.readiness.map(Into::into),
            convertibility: c.convertibility.map(Into::into),
        })
        .collect()
}

fn questions(assessment: &Assessment) -> Vec<QuestionEntry> {
    let questions = assessment.questions.iter();
    questions
        .map(|q| QuestionEntry {
            ask: q.whom.word().to_owned(),
            question: q.question.clone(),
            facts: q.facts.clone(),
            points: q.points.into(),
            gates: q.gates.clone(),
            moves_mw: q.moves_mw.map(Rounded::from),
        })
        .collect()
}

fn fit(row: &FitRow) -> FitEntry {
    let tenants = row.tenants.iter();
    FitEntry {
        hardware: row.hardware.id.clone(),
        tenants: tenants
            .map(|(tenant, brief)| FitCell {
                tenant: tenant.id.clone(),
                verdict: brief.verdict.word,
                provisional: brief.verdict.provisional,
                expected: brief.expected.into(),
            })
            .collect(),
    }
}

fn capacity(capacity: &Capacity, planned_mw: Bounds) -> CapacityEntry {
    let binding = |column| {
        let limits = capacity.binding(column);
        limits.map(|limit| limit.id.to_owned()).collect()
    };
    CapacityEntry {
        today_mw: capacity.today_mw.into(),
        planned_mw: planned_mw.into(),
        ceiling_mw: capacity.ceiling_mw.into(),
        binding: binding(Column::Today),
        binding_ceiling: binding(Column::Ceiling),
        limits: capacity
            .limits
            .iter()
            .map(|limit| LimitEntry {
                id: limit.id.to_owned(),
                label: limit.label.to_owned(),
                column: limit.column,
                mw: limit.mw.map(Into::into),
            })
            .collect(),
    }
}

/// Findings and contradictions with their places, all of which are looked up at once.
fn placed(
    report: &SiteReport,
    checklist: &Checklist,
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
        .zip(assessment.points_by_finding())
        .zip(&mut locations)
        .map(|((f, points), location)| finding_entry(report, checklist, f, points, location))
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

fn finding_entry(
    report: &SiteReport,
    checklist: &Checklist,
    f: &Finding,
    points: f64,
    location: Location,
) -> FindingEntry {
    let required = match &f.needs {
        Needs::Nothing => ValueEntry::Unknown(()),
        Needs::Words(words) => ValueEntry::Words(words.to_vec()),
        Needs::Ramp { everything, .. } => ValueEntry::Number((*everything).into()),
    };
    let actual = match f.has {
        Value::Unknown => ValueEntry::Unknown(()),
        Value::Waived => ValueEntry::Words(vec!["waived".to_owned()]),
        Value::Word(word) => ValueEntry::Words(vec![word.to_owned()]),
        Value::Number(bounds) => ValueEntry::Number(bounds.into()),
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
        },
        actual,
        required,
        unit: f.requirement.metric.unit.to_owned(),
        has: value(f.has, f.requirement.metric.unit),
        needs: needs(&f.needs, f.requirement.metric.unit),
        weight: f.requirement.weight.into(),
        worth: (points * (1.0 - f.attainment.expected)).into(),
        points_unknown: (points * (f.attainment.best - f.attainment.worst)).into(),
        remedy: f.requirement.remedy.map(|r| r.id.clone()),
        closing: closing(report, f),
        sources: f.requirement.sources.clone(),
        missing: f.missing().map(str::to_owned).collect(),
        location,
    }
}

/// What closing a gap takes, where it is one that money can close.
fn closing(report: &SiteReport, f: &Finding) -> Option<ClosingEntry> {
    let remedy = f.requirement.remedy?;
    if !matches!(f.status, Status::Gap | Status::Partial) {
        return None;
    }
    let plan = &report.assessment.plan;
    let mut works = plan.works.iter().chain(&plan.beyond);
    let work = works.find(|w| w.closes.contains(&f.requirement.id.as_str()));
    let cost = work.map(|w| w.cost()).filter(|cost| cost.high() > 0.0);
    Some(ClosingEntry {
        name: remedy.name.clone(),
        owner: remedy.owner.word().to_owned(),
        weeks: Range {
            low: remedy.weeks.low.into(),
            likely: remedy.weeks.likely.into(),
            high: Some(remedy.weeks.high.into()),
        },
        cost_musd: cost.map(Range::from),
        mw_at_stake: work.and_then(|w| w.mw_at_stake).map(Rounded::from),
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

fn locations(report: &SiteReport, paths: &[&str]) -> Vec<Location> {
    let places = report.source.map_or_else(
        || vec![Place::START; paths.len()],
        |source| locate(source, paths),
    );
    paths
        .iter()
        .zip(places)
        .map(|(path, place)| Location {
            file: report.file.clone(),
            line: place.line,
            column: place.column,
            pointer: Pointer(path).to_string(),
        })
        .collect()
}
