//! From an assessment to its row and its record.

mod finding;
mod plan;

use super::finding::{FindingEntry, QuestionEntry};
use super::quantity::Rounded;
use super::route::{RouteEntry, RouteWord};
use super::site::{
    CapacityEntry, CategoryEntry, FitCell, FitEntry, GateEntry, LimitEntry, Name, Row, SiteRecord,
    VerdictEntry, joined,
};
use crate::assess::{Assessment, Chosen, Details, FitRow};
use crate::capacity::{Capacity, Column};
use crate::checklist::Checklist;
use crate::estimate::Bounds;
use crate::hosting::Target;
use crate::plan::{Answers, Plan};
use crate::rules::numbers::{gate_needs, number};
use crate::rules::{Finding, GateState, Route};
use crate::score::Score;
use crate::site::Site;
use crate::source::{Source, plain};
use crate::units::WEEKS_PER_MONTH;

/// A site judged as far as a row of a ranking shows it.
#[derive(Debug)]
pub struct ShortReport<'a> {
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
    /// What an empty file scores, so that nobody takes priors for evidence.
    pub empty: Score,
}

/// Everything a report of one site shows.
#[derive(Debug)]
pub struct SiteReport<'a> {
    /// What a row of a ranking shows too.
    pub short: ShortReport<'a>,
    /// What the assessment says beyond gates and rows.
    pub details: Details<'a>,
    /// How the site suits every hardware and tenant.
    pub fit: Vec<FitRow<'a>>,
    /// What was asked of the plan beyond its draft, where anything was.
    pub answers: Option<Answers>,
    /// The day on which the plan starts, where one was given.
    pub start: Option<jiff::civil::Date>,
}

impl ShortReport<'_> {
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

impl Row {
    /// The row of an assessed site.
    #[must_use]
    pub fn of(
        name: Name,
        site: &Site,
        chosen: Chosen,
        assessment: &Assessment,
        empty: Score,
    ) -> Self {
        let location = &site.location;
        let capacity = &assessment.capacity;
        let plan = &assessment.plan;
        let binding = |column| joined(capacity.binding(column).map(|limit| limit.id.word()));
        let gates = |state| {
            let gates = gates(assessment).filter(|(_, found)| *found == state);
            joined(gates.map(|(f, _)| f.requirement.id.as_str()))
        };
        Self {
            name,
            operator: site.operator.get().cloned(),
            country: location.country.get().cloned(),
            region: location.region.get().cloned(),
            grid: location.grid_operator.get().cloned(),
            target: assessment.target.id(),
            chosen,
            verdict: assessment.verdict.word,
            provisional: assessment.verdict.provisional,
            score: assessment.convertibility,
            empty,
            readiness: assessment.readiness,
            confidence: assessment.confidence,
            known_facts: site.known_facts(),
            route: assessment.route,
            today_mw: capacity.today_mw,
            planned_mw: plan.planned_mw,
            ceiling_mw: capacity.ceiling_mw,
            binding_today: binding(Column::Today),
            binding_ceiling: binding(Column::Ceiling),
            gates_failed: gates(GateState::Failed),
            gates_open: gates(GateState::Open),
            contradictions: assessment.contradictions.len(),
            cost: plan.owner_total,
            cost_per_mw: plan.per_mw,
            first_mw_months: first_mw_months(plan),
            full_months: full_months(plan),
        }
    }
}

/// Months from the start of a plan to its first MW; `None` without MW.
fn first_mw_months(plan: &Plan) -> Option<f64> {
    plan.phases
        .first()
        .map(|phase| phase.weeks / WEEKS_PER_MONTH)
}

/// Months from the start of a plan to its end; `None` without MW.
fn full_months(plan: &Plan) -> Option<f64> {
    (plan.planned_mw.likely > 0.0).then(|| plan.schedule.full_weeks / WEEKS_PER_MONTH)
}

/// Findings that decide a verdict by themselves on the better route, and how they stand.
fn gates<'r, 'a>(
    assessment: &'r Assessment<'a>,
) -> impl Iterator<Item = (&'r Finding<'a>, GateState)> {
    let counted = assessment.findings.iter().filter(|f| assessment.counts(f));
    counted.filter_map(|f| Some((f, f.gate()?)))
}

/// The findings of a record alone, for who compares sites and shows no plan.
#[must_use]
pub fn findings(report: &ShortReport, checklist: &Checklist) -> Vec<FindingEntry> {
    finding::placed(report, checklist).0
}

/// The record of a site. Lines are looked up where the report has its text.
#[must_use]
pub fn of(report: &SiteReport, checklist: &Checklist) -> SiteRecord {
    let short = &report.short;
    let assessment = &short.assessment;
    let row = short.row();
    let (findings, contradictions) = finding::placed(short, checklist);
    SiteRecord {
        id: row.name.id,
        name: row.name.name,
        operator: row.operator,
        country: row.country,
        region: row.region,
        grid: row.grid,
        as_of: short.site.as_of.get().map(ToString::to_string),
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
        route: route(short, row.route),
        routes: assessment
            .routes
            .iter()
            .map(|(found, _)| route(short, *found))
            .collect(),
        gates: gates(assessment)
            .map(|(f, state)| GateEntry {
                requirement: f.requirement.id.clone(),
                state,
                needs: gate_needs(f),
            })
            .collect(),
        capacity: capacity(&assessment.capacity, row.planned_mw),
        categories: categories(&report.details),
        findings,
        contradictions,
        questions: questions(&report.details),
        fit: report.fit.iter().map(fit).collect(),
        plan: plan::entry(report),
    }
}

fn route(report: &ShortReport, route: Route) -> RouteEntry {
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

fn categories(details: &Details) -> Vec<CategoryEntry> {
    let categories = details.categories.iter();
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

fn questions(details: &Details) -> Vec<QuestionEntry> {
    let questions = details.questions.iter();
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
        limits.map(|limit| limit.id.word().to_owned()).collect()
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
                id: limit.id.word().to_owned(),
                label: limit.label.to_owned(),
                column: limit.column,
                mw: limit.mw.map(Into::into),
            })
            .collect(),
    }
}

fn target_name(target: &Target) -> String {
    format!(
        "{}, {} kW/rack · tenant: {} · {}",
        target.hardware.name,
        number(target.hardware.parameters.rack_kw.value),
        target.tenant.name,
        target.workload.name.to_lowercase(),
    )
}
