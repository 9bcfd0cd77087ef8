//! The JSON report: a public, versioned contract. Names and meanings never change within `v1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::plan::entry::entry as plan_entry;
use super::plan::json::PlanEntry;
use super::portfolio::json::PortfolioEntry;
use super::{FileError, SiteReport, numbers, text::anchor};
use crate::capacity::Column;
use crate::checklist::Checklist;
use crate::engineering::Value;
use crate::estimate::Bounds;
use crate::rules::{Finding, Needs, Route};
use crate::score::Score;
use crate::source::{Place, locate};

/// Name and version of the contract.
pub const SCHEMA: &str = "rackready/report/v1";

/// A report on any number of sites.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document {
    /// Always `rackready/report/v1`.
    pub schema: String,
    /// Versions of everything that decides a number.
    pub method: Method,
    /// One entry for each site that could be read, in the order of the input.
    pub sites: Vec<Entry>,
    /// What the sites come to and how they rank; not in the document of `plan`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<PortfolioEntry>,
    /// Files that could not be assessed.
    pub errors: Vec<ErrorEntry>,
}

/// Versions of everything that decides a number.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Method {
    /// Version of the program.
    pub rackready: String,
    /// Name and version of the checklist.
    pub checklist: String,
    /// Version of the targets.
    pub targets: String,
    /// Version of the price list.
    pub prices: String,
}

/// The report on one site.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// Short name of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub operator: Option<String>,
    /// Date at which the facts hold.
    pub as_of: Option<String>,
    /// The file as the user named it.
    pub file: String,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// How the target came about: by-user, by-file, best-fit.
    pub target_chosen: String,
    /// Convertibility, 0 to 100.
    pub score: Score,
    /// Readiness today, 0 to 100.
    pub readiness: Score,
    /// Convertibility of an empty file, which rests on priors alone.
    pub empty_score: Score,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: f64,
    /// What to do.
    pub verdict: VerdictEntry,
    /// The better route.
    pub route: RouteEntry,
    /// Every route tried.
    pub routes: Vec<RouteEntry>,
    /// Rows that decide a verdict by themselves.
    pub gates: Vec<GateEntry>,
    /// The critical IT load it carries.
    pub capacity: CapacityEntry,
    /// Scores of each category.
    pub categories: Vec<CategoryEntry>,
    /// One entry for each row of the checklist.
    pub findings: Vec<FindingEntry>,
    /// What cannot be true at the same time.
    pub contradictions: Vec<ContradictionEntry>,
    /// What to ask next, most valuable first.
    pub questions: Vec<QuestionEntry>,
    /// One entry for each hardware.
    pub fit: Vec<FitEntry>,
    /// What closing the gaps costs, in what order, by when.
    pub plan: PlanEntry,
}

/// What to do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VerdictEntry {
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    pub word: String,
    /// Whether a missing answer can change it.
    pub provisional: bool,
    /// Why.
    pub reason: String,
    /// Paths of the missing facts that can change it.
    pub flips_on: Vec<String>,
}

/// A route and what it scores.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RouteEntry {
    /// in-place or new-hall.
    pub word: String,
    /// Position of the hall in the file, from 0.
    pub hall: Option<usize>,
    /// Convertibility on this route.
    pub score: Score,
}

/// A row that decides a verdict by itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GateEntry {
    /// Id of the row.
    pub requirement: String,
    /// passed, open or failed.
    pub state: String,
}

/// A number as it is known; `high` is null when nothing known limits it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Range {
    /// The smallest value.
    pub low: f64,
    /// The most likely value.
    pub likely: f64,
    /// The largest value.
    pub high: Option<f64>,
}

/// The critical IT load a site carries.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CapacityEntry {
    /// MW that stand ready today.
    pub today_mw: Range,
    /// MW after the plan of the better route.
    pub planned_mw: Range,
    /// MW that firm grid power and land allow.
    pub ceiling_mw: Range,
    /// Ids of the limits that hold today's MW down.
    pub binding: Vec<String>,
    /// Ids of the limits that hold the ceiling down.
    pub binding_ceiling: Vec<String>,
    /// Every limit, widest first within its column.
    pub limits: Vec<LimitEntry>,
}

/// One limit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LimitEntry {
    /// Its id.
    pub id: String,
    /// What it is.
    pub label: String,
    /// today or ceiling.
    pub column: String,
    /// Critical IT MW it allows; null when nothing is known.
    pub mw: Option<Range>,
}

/// Scores of one category; null where no row counts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CategoryEntry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Share of all of convertibility that it weighs, 0 to 1.
    pub share: f64,
    /// Readiness today.
    pub readiness: Option<Score>,
    /// Convertibility on the better route.
    pub convertibility: Option<Score>,
}

/// One requirement at the site.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingEntry {
    /// Id of the row.
    pub requirement: String,
    /// Id of its category.
    pub category: String,
    /// met, partial, gap, unknown or not-applicable.
    pub status: String,
    /// Whether it counts in convertibility on the better route.
    pub counts: bool,
    /// What it earns, 0 to 1.
    pub attainment: AttainmentEntry,
    /// What the site has.
    pub actual: ValueEntry,
    /// What earns everything.
    pub required: ValueEntry,
    /// Unit of both.
    pub unit: String,
    /// Weight of the row.
    pub weight: f64,
    /// Points of convertibility that its gap is expected to cost.
    pub worth: f64,
    /// Id of the remedy.
    pub remedy: Option<String>,
    /// Paths of the facts that are missing.
    pub missing: Vec<String>,
    /// Where the fact stands, or its nearest parent.
    pub location: Location,
}

/// What a row earns, 0 to 1.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AttainmentEntry {
    /// With every unknown at its worst.
    pub worst: f64,
    /// Expected.
    pub expected: f64,
    /// With every unknown at its best.
    pub best: f64,
}

/// A value: a range, words, or null when unknown.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ValueEntry {
    /// A number.
    Number(Range),
    /// One word, or the words that earn most.
    Words(Vec<String>),
    /// Unknown.
    Unknown(()),
}

/// A place in the site file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Location {
    /// The file as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// JSON pointer of the fact.
    pub pointer: String,
}

/// What cannot be true at the same time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContradictionEntry {
    /// Its id.
    pub id: String,
    /// What excludes what.
    pub message: String,
    /// Where the facts stand.
    pub locations: Vec<Location>,
}

/// A question.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionEntry {
    /// Whom to ask.
    pub ask: String,
    /// The question.
    pub question: String,
    /// Paths of the facts.
    pub facts: Vec<String>,
    /// Width in points that the answer takes from worst–best.
    pub points: f64,
    /// Ids of the gates that it can decide.
    pub gates: Vec<String>,
    /// Critical IT MW that hang on it; null when none or open.
    pub moves_mw: Option<f64>,
}

/// How the site suits one hardware.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FitEntry {
    /// Id of the hardware.
    pub hardware: String,
    /// One entry for each tenant.
    pub tenants: Vec<FitCell>,
}

/// How the site suits a hardware for a tenant.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FitCell {
    /// Id of the tenant.
    pub tenant: String,
    /// Verdict.
    pub verdict: String,
    /// Whether a missing answer can change it.
    pub provisional: bool,
    /// Convertibility, expected.
    pub expected: f64,
}

/// A file that could not be assessed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ErrorEntry {
    /// The file as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// The document for any number of sites.
#[must_use]
pub fn document(
    sites: &[SiteReport],
    errors: &[FileError],
    checklist: &Checklist,
    prices: &str,
) -> Document {
    Document {
        schema: SCHEMA.to_owned(),
        method: Method::of(checklist, prices),
        sites: sites
            .iter()
            .map(|report| entry(report, checklist))
            .collect(),
        portfolio: None,
        errors: errors.iter().map(ErrorEntry::from).collect(),
    }
}

impl Method {
    /// The versions of a run.
    #[must_use]
    pub fn of(checklist: &Checklist, prices: &str) -> Self {
        Self {
            rackready: env!("CARGO_PKG_VERSION").to_owned(),
            checklist: format!("{} {}", checklist.name, checklist.version),
            targets: crate::target::catalog().version.clone(),
            prices: prices.to_owned(),
        }
    }
}

impl From<&FileError> for ErrorEntry {
    fn from(e: &FileError) -> Self {
        Self {
            file: e.file.clone(),
            line: e.line,
            column: e.column,
            message: e.message.clone(),
        }
    }
}

/// The document as text, indented, with a line feed at the end.
///
/// # Errors
/// Never for a document of this room; the type of the serializer asks for it.
pub fn to_string(document: &Document) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(document).map(|text| text + "\n")
}

/// The JSON Schema of the document, draft 7.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::generate::SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<Document>()
        .to_value()
}

/// Three decimals are more than any number here bears; the rest would only differ between machines.
pub(crate) fn rounded(value: f64) -> f64 {
    let rounded = (value * 1_000.0).round() / 1_000.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn scored(score: Score) -> Score {
    Score {
        worst: rounded(score.worst),
        p10: rounded(score.p10),
        expected: rounded(score.expected),
        p90: rounded(score.p90),
        best: rounded(score.best),
    }
}

pub(crate) fn ranged(bounds: Bounds) -> Range {
    Range {
        low: rounded(bounds.low),
        likely: rounded(bounds.likely),
        high: bounds.high.map(rounded),
    }
}

pub(super) fn entry(report: &SiteReport, checklist: &Checklist) -> Entry {
    let assessment = &report.assessment;
    let capacity = &assessment.capacity;
    let binding = |column| capacity.binding(column).map(|l| l.id.to_owned()).collect();
    let route = |route: Route| {
        let score = assessment
            .routes
            .iter()
            .find(|(r, _)| *r == route)
            .map(|(_, score)| *score);
        RouteEntry {
            word: route.word().to_owned(),
            hall: if let Route::InPlace(hall) = route {
                hall
            } else {
                None
            },
            score: scored(score.unwrap_or(assessment.convertibility)),
        }
    };
    Entry {
        id: report.id.clone(),
        name: report.name.clone(),
        operator: report.site.operator.get().cloned(),
        as_of: report.site.as_of.get().map(ToString::to_string),
        file: report.file.clone(),
        target: assessment.target.id(),
        target_chosen: report.chosen.word().to_owned(),
        score: scored(assessment.convertibility),
        readiness: scored(assessment.readiness),
        empty_score: scored(report.empty),
        confidence: rounded(assessment.confidence),
        verdict: VerdictEntry {
            word: assessment.verdict.word.word().to_owned(),
            provisional: assessment.verdict.provisional,
            reason: assessment.verdict.reason.clone(),
            flips_on: assessment.verdict.flips_on.clone(),
        },
        route: route(assessment.route),
        routes: assessment.routes.iter().map(|(r, _)| route(*r)).collect(),
        gates: assessment
            .findings
            .iter()
            .filter(|f| assessment.counts(f))
            .filter_map(|f| {
                Some(GateEntry {
                    requirement: f.requirement.id.clone(),
                    state: f.gate()?.word().to_owned(),
                })
            })
            .collect(),
        capacity: CapacityEntry {
            today_mw: ranged(capacity.today_mw),
            planned_mw: ranged(assessment.plan.planned_mw),
            ceiling_mw: ranged(capacity.ceiling_mw),
            binding: binding(Column::Today),
            binding_ceiling: binding(Column::Ceiling),
            limits: capacity
                .limits
                .iter()
                .map(|l| LimitEntry {
                    id: l.id.to_owned(),
                    label: l.label.to_owned(),
                    column: if l.column == Column::Today {
                        "today"
                    } else {
                        "ceiling"
                    }
                    .to_owned(),
                    mw: l.mw.map(ranged),
                })
                .collect(),
        },
        categories: assessment
            .categories
            .iter()
            .map(|c| CategoryEntry {
                id: c.id.clone(),
                name: c.name.clone(),
                share: rounded(c.share),
                readiness: c.readiness.map(scored),
                convertibility: c.convertibility.map(scored),
            })
            .collect(),
        findings: finding_entries(report, checklist),
        contradictions: assessment
            .contradictions
            .iter()
            .map(|c| {
                let paths: Vec<&str> = c.paths.iter().map(String::as_str).collect();
                ContradictionEntry {
                    id: c.id.to_owned(),
                    message: c.message.clone(),
                    locations: locations(report, &paths),
                }
            })
            .collect(),
        questions: assessment
            .questions
            .iter()
            .map(|q| QuestionEntry {
                ask: q.whom.word().to_owned(),
                question: q.question.clone(),
                facts: q.facts.clone(),
                points: rounded(q.points),
                gates: q.gates.clone(),
                moves_mw: q.moves_mw.map(rounded),
            })
            .collect(),
        fit: report
            .fit
            .iter()
            .map(|row| FitEntry {
                hardware: row.hardware.id.clone(),
                tenants: row
                    .tenants
                    .iter()
                    .map(|(tenant, brief)| FitCell {
                        tenant: tenant.id.clone(),
                        verdict: brief.verdict.word.word().to_owned(),
                        provisional: brief.verdict.provisional,
                        expected: rounded(brief.expected),
                    })
                    .collect(),
            })
            .collect(),
        plan: plan_entry(report),
    }
}

fn finding_entries(report: &SiteReport, checklist: &Checklist) -> Vec<FindingEntry> {
    let findings = &report.assessment.findings;
    let paths: Vec<&str> = findings.iter().map(anchor).collect();
    let locations = locations(report, &paths);
    findings
        .iter()
        .zip(locations)
        .map(|(f, location)| finding_entry(report, checklist, f, location))
        .collect()
}

fn finding_entry(
    report: &SiteReport,
    checklist: &Checklist,
    f: &Finding,
    location: Location,
) -> FindingEntry {
    let required = match &f.needs {
        Needs::Nothing => ValueEntry::Unknown(()),
        Needs::Words(words) => ValueEntry::Words(words.to_vec()),
        Needs::Ramp { everything, .. } => ValueEntry::Number(ranged(*everything)),
    };
    let actual = match f.has {
        Value::Unknown => ValueEntry::Unknown(()),
        Value::Waived => ValueEntry::Words(vec!["waived".to_owned()]),
        Value::Word(word) => ValueEntry::Words(vec![word.to_owned()]),
        Value::Number(bounds) => ValueEntry::Number(ranged(bounds)),
    };
    FindingEntry {
        requirement: f.requirement.id.clone(),
        category: checklist
            .categories
            .get(f.requirement.category)
            .map_or(String::new(), |c| c.id.clone()),
        status: f.status.word().to_owned(),
        counts: report.assessment.counts(f),
        attainment: AttainmentEntry {
            worst: rounded(f.attainment.worst),
            expected: rounded(f.attainment.expected),
            best: rounded(f.attainment.best),
        },
        actual,
        required,
        unit: f.requirement.metric.unit.to_owned(),
        weight: f.requirement.weight,
        worth: rounded(report.assessment.points_at_stake(f)),
        remedy: f.requirement.remedy.map(|r| r.id.clone()),
        missing: f.missing().map(str::to_owned).collect(),
        location,
    }
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
            pointer: pointer(path),
        })
        .collect()
}

/// The JSON pointer (RFC 6901) of a dotted path.
fn pointer(path: &str) -> String {
    let steps = path.split(['.', '[']).filter(|s| !s.is_empty());
    steps
        .map(|s| format!("/{}", s.trim_end_matches(']')))
        .collect()
}

/// A range of the report as text, for tests and other renderers.
impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&numbers::range(Bounds {
            low: self.low,
            likely: self.likely,
            high: self.high,
        }))
    }
}
