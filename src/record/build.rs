//! From an assessment to its row and its record.

mod economics;
mod finding;
mod plan;
mod question;
mod unknown;

pub use question::question;
use unknown::Unknown;

use super::finding::FindingEntry;
use super::listing::KnownLine;
use super::quantity::{Megawatts, Money, Months};
use super::route::{RouteEntry, RouteWord};
use super::row::{Name, Row, RowMoney, joined};
use super::site::{
    CapacityEntry, CategoryEntry, FitCell, FitEntry, GateEntry, LimitEntry, SiteRecord,
    VerdictEntry,
};
use crate::assess::{Assessment, Brief, Chosen, Details, Finances, FitRow, Suits};
use crate::capacity::Column;
use crate::checklist::Checklist;
use crate::economics::report::Reckoning;
use crate::hosting::Target;
use crate::plan::Answers;
use crate::rules::numbers::{gate_needs, number};
use crate::rules::{Finding, GateState, Route};
use crate::site::Site;
use crate::source::{Source, plain};
use crate::spread::Bounded;
use crate::whatif::SetFact;

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
    /// What stands in place of what the file says.
    pub set: &'a [SetFact],
    /// How the target came about.
    pub chosen: Chosen,
    /// The line between the two lists of a ranking.
    pub known: KnownLine,
    /// The assessment.
    pub assessment: Assessment<'a>,
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
    /// All that there is to say of its money, where that was asked.
    pub reckoning: Option<Reckoning>,
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
        let brief = self.assessment.brief();
        Row {
            set: self.set.to_vec(),
            ..Row::of(name, self.site, self.chosen, self.known, &brief)
        }
    }
}

impl SiteReport<'_> {
    /// What a ranking keeps of it, what to ask first among it.
    #[must_use]
    pub fn row(&self) -> Row {
        let first = self.details.sweep.inquiries.first();
        Row {
            best_answer: first.and_then(|first| question(first).best_answer()),
            ..self.short.row()
        }
    }
}

impl Row {
    /// The row of a site that was judged.
    #[must_use]
    pub fn of(name: Name, site: &Site, chosen: Chosen, known: KnownLine, brief: &Brief) -> Self {
        let location = &site.location;
        let (capacity, figures) = (&brief.capacity, &brief.figures);
        let binding = |column| joined(capacity.binding(column).map(|limit| limit.id.word()));
        let gates = |state| {
            let gates = brief.gates.iter().filter(|(_, found)| *found == state);
            joined(gates.map(|(id, _)| *id))
        };
        Self {
            name,
            operator: site.operator.get().cloned(),
            country: location.country.get().map(ToString::to_string),
            region: location.region_shown(),
            grid: location.grid_operator.get().cloned(),
            target: brief.target.id(),
            chosen,
            verdict: brief.word,
            chance: brief.chance,
            is_final: brief.is_final,
            score: brief.convertibility,
            empty: brief.empty,
            readiness: brief.readiness,
            confidence: brief.confidence,
            known,
            set: Vec::new(),
            known_facts: site.known_facts(),
            facts: Vec::new(),
            route: brief.route,
            today_mw: capacity.today_mw,
            planned_mw: figures.planned_mw,
            ceiling_mw: capacity.ceiling_mw,
            share: capacity.share,
            binding_today: binding(Column::Today),
            binding_ceiling: binding(Column::Ceiling),
            gates_failed: gates(GateState::Failed),
            gates_open: gates(GateState::Open),
            contradictions: brief.contradictions,
            cost: figures.owner_total,
            cost_per_mw: figures.per_mw,
            first_mw_months: figures.months(figures.first),
            full_months: figures.months(figures.all),
            money: brief.money.as_ref().map(row_money),
            best_answer: None,
        }
    }
}

fn row_money(finances: &Finances) -> RowMoney {
    let economics = &finances.economics;
    let best = economics.best.and_then(|best| economics.of(best));
    RowMoney {
        best: economics.best,
        npv_musd: best.map_or(0.0, |worth| worth.npv.mean),
        npv_per_grid_mw_musd: best.map_or(0.0, |worth| worth.per_grid_mw.mean),
        converting: economics.converting(),
        word: finances.verdict.word,
    }
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
    finding::placed(report, checklist, &mut Unknown::default()).0
}

/// The record of a site. Lines are looked up where the report has its text.
#[must_use]
pub fn of(report: &SiteReport, checklist: &Checklist) -> SiteRecord {
    let short = &report.short;
    let assessment = &short.assessment;
    let row = short.row();
    let (list, near_line) = (row.listing(), row.is_near_line());
    let mut asking = question::asking(&report.details.sweep);
    let mut unknown = Unknown::of(std::mem::take(&mut asking.unknown));
    let (findings, contradictions) = finding::placed(short, checklist, &mut unknown);
    asking.unknown = unknown.paths();
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
        set: row.set,
        known_facts: row.known_facts,
        target: row.target,
        target_name: target_name(&assessment.target),
        target_chosen: row.chosen,
        score: row.score.into(),
        readiness: row.readiness.into(),
        empty_score: row.empty.into(),
        confidence: row.confidence.into(),
        list,
        near_line,
        verdict: VerdictEntry {
            word: row.verdict,
            is_final: row.is_final,
            chance: row.chance.into(),
            reason: assessment.verdict.reason.clone(),
            hangs_on: assessment.verdict.hangs_on.clone(),
            after_best_three: report.details.after_best_three.map(Into::into),
            with_money: assessment
                .money
                .as_ref()
                .map(|money| economics::with_money(&money.verdict)),
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
        capacity: capacity(report, row.planned_mw),
        categories: categories(report),
        findings,
        contradictions,
        remarks: finding::remarks(short, &report.details.outside),
        asking,
        fit: report.fit.iter().map(fit).collect(),
        plan: plan::entry(report),
        economics: assessment.money.as_ref().map(|money| {
            let flows = &report.details.cash_flows;
            economics::entry(money, flows, report.reckoning.as_ref())
        }),
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

fn categories(report: &SiteReport) -> Vec<CategoryEntry> {
    let plan = &report.short.assessment.plan;
    let share = plan.figures.share;
    let categories = report.details.categories.iter().enumerate();
    categories
        .map(|(at, c)| {
            let closing = plan.closings.iter().find(|found| found.category == at);
            let months = closing.and_then(|c| plan.figures.months(c.weeks));
            CategoryEntry {
                id: c.id.clone(),
                name: c.name.clone(),
                retrofit: c.retrofit,
                share: c.share.into(),
                readiness: c.readiness.map(Into::into),
                convertibility: c.convertibility.map(Into::into),
                cost_musd: closing.map(|closing| Money::of(closing.cost, share)),
                months: months.map(|months| Months::of(months, share)),
            }
        })
        .collect()
}

fn fit(row: &FitRow) -> FitEntry {
    let tenants = row.tenants.iter();
    FitEntry {
        hardware: row.hardware.id.clone(),
        tenants: tenants
            .map(|Suits { glance, reason }| FitCell {
                tenant: glance.target.tenant.id.clone(),
                verdict: glance.word,
                reason: reason.clone(),
                score: glance.convertibility.into(),
            })
            .collect(),
    }
}

fn capacity(report: &SiteReport, planned_mw: Bounded) -> CapacityEntry {
    let capacity = &report.short.assessment.capacity;
    let binding = |column| {
        let limits = capacity.binding(column);
        limits.map(|limit| limit.id.word().to_owned()).collect()
    };
    CapacityEntry {
        today_mw: Megawatts::of(capacity.today_mw, capacity.share),
        planned_mw: Megawatts::of(planned_mw, capacity.share),
        ceiling_mw: Megawatts::of(capacity.ceiling_mw, capacity.share),
        tranches: plan::tranches(report),
        binding: binding(Column::Today),
        binding_ceiling: binding(Column::Ceiling),
        limits: capacity
            .limits
            .iter()
            .map(|limit| LimitEntry {
                id: limit.id.word().to_owned(),
                label: limit.id.label().to_owned(),
                column: limit.column,
                mw: limit.mw.into(),
                binds: limit.binds.into(),
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
