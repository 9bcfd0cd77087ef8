//! What a report says of one site. Names and meanings never change within `v1`.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::json::Range;
use crate::report::plan::json::PlanEntry;
use crate::score::Score;
use crate::source::Pointer;

/// The report on one site.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Entry<'a> {
    /// Short name of the site.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Who runs it.
    pub operator: Option<&'a str>,
    /// Two-letter code of its country.
    pub country: Option<&'a str>,
    /// State, province or the like.
    pub region: Option<&'a str>,
    /// Operator of its grid.
    pub grid: Option<&'a str>,
    /// Date at which the facts hold.
    pub as_of: Option<String>,
    /// The file as the user named it.
    pub file: &'a str,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
    /// Number of facts that the file states.
    pub known_facts: usize,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// The same in words.
    pub target_name: String,
    /// How the target came about: by-user, by-file, best-fit.
    pub target_chosen: &'static str,
    /// Convertibility, 0 to 100.
    pub score: Score,
    /// Readiness today, 0 to 100.
    pub readiness: Score,
    /// Convertibility of an empty file, which rests on priors alone.
    pub empty_score: Score,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: f64,
    /// What to do.
    pub verdict: VerdictEntry<'a>,
    /// The better route.
    pub route: RouteEntry,
    /// Every route tried.
    pub routes: Vec<RouteEntry>,
    /// Rows that decide a verdict by themselves.
    pub gates: Vec<GateEntry<'a>>,
    /// The critical IT load it carries.
    pub capacity: CapacityEntry,
    /// Scores of each category.
    pub categories: Vec<CategoryEntry<'a>>,
    /// One entry for each row of the checklist.
    pub findings: Vec<FindingEntry<'a>>,
    /// What cannot be true at the same time.
    pub contradictions: Vec<ContradictionEntry<'a>>,
    /// What to ask next, most valuable first.
    pub questions: Vec<QuestionEntry<'a>>,
    /// One entry for each hardware.
    pub fit: Vec<FitEntry<'a>>,
    /// What closing the gaps costs, in what order, by when.
    pub plan: PlanEntry<'a>,
}

/// What to do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VerdictEntry<'a> {
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    pub word: &'static str,
    /// Whether a missing answer can change it.
    pub provisional: bool,
    /// Why.
    pub reason: &'a str,
    /// Paths of the missing facts that can change it.
    pub flips_on: &'a [String],
}

/// A route and what it scores.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RouteEntry {
    /// in-place or new-hall.
    pub word: &'static str,
    /// Position of the hall in the file, from 0.
    pub hall: Option<usize>,
    /// The route in words.
    pub name: String,
    /// Convertibility on this route.
    pub score: Score,
}

/// A row that decides a verdict by itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GateEntry<'a> {
    /// Id of the row.
    pub requirement: &'a str,
    /// passed, open or failed.
    pub state: &'static str,
    /// What it needs to pass, in words; that may be less than what earns everything.
    pub needs: String,
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
    pub binding: Vec<&'static str>,
    /// Ids of the limits that hold the ceiling down.
    pub binding_ceiling: Vec<&'static str>,
    /// Every limit, widest first within its column.
    pub limits: Vec<LimitEntry>,
}

/// One limit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LimitEntry {
    /// Its id.
    pub id: &'static str,
    /// What it is.
    pub label: &'static str,
    /// today or ceiling.
    pub column: &'static str,
    /// Critical IT MW it allows; null when nothing is known.
    pub mw: Option<Range>,
}

/// Scores of one category; null where no row counts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CategoryEntry<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Share of all of convertibility that it weighs, 0 to 1.
    pub share: f64,
    /// Readiness today.
    pub readiness: Option<Score>,
    /// Convertibility on the better route.
    pub convertibility: Option<Score>,
}

/// One requirement at the site.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingEntry<'a> {
    /// Id of the row.
    pub requirement: &'a str,
    /// What it asks, in short.
    pub title: &'a str,
    /// Id of its category.
    pub category: &'a str,
    /// met, partial, gap, unknown or not-applicable.
    pub status: &'static str,
    /// Whether it counts in convertibility on the better route.
    pub counts: bool,
    /// Whether it is about a hall that stands, so that a new hall leaves it behind.
    pub of_standing_hall: bool,
    /// What it earns, 0 to 1.
    pub attainment: AttainmentEntry,
    /// What the site has.
    pub actual: ValueEntry<'a>,
    /// What earns everything.
    pub required: ValueEntry<'a>,
    /// Unit of both.
    pub unit: &'static str,
    /// What the site has, in words.
    pub has: String,
    /// What earns everything, in words.
    pub needs: String,
    /// Weight of the row.
    pub weight: f64,
    /// Points of convertibility that its gap is expected to cost.
    pub worth: f64,
    /// Points of convertibility between the worst and the best that it can turn out.
    pub points_unknown: f64,
    /// Id of the remedy.
    pub remedy: Option<&'a str>,
    /// What closing it takes; null unless it is a gap or partial, and money can close it.
    pub closing: Option<ClosingEntry<'a>>,
    /// Ids of the sources it rests on.
    pub sources: &'a [String],
    /// Paths of the facts that are missing.
    pub missing: Vec<&'a str>,
    /// Where the fact stands, or its nearest parent.
    pub location: Location<'a>,
}

/// What closing a gap takes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClosingEntry<'a> {
    /// Name of the remedy.
    pub name: &'a str,
    /// Who does it: operator, utility and so on.
    pub owner: &'static str,
    /// Weeks it takes.
    pub weeks: Range,
    /// What the plan's work costs, M$; null where there is none or it costs nothing.
    pub cost_musd: Option<Range>,
    /// Critical IT MW that hang on the plan's work; null where none do.
    pub mw_at_stake: Option<f64>,
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
pub enum ValueEntry<'a> {
    /// A number.
    Number(Range),
    /// One word, or the words that earn most.
    Words(Vec<&'a str>),
    /// Unknown.
    Unknown(()),
}

/// A place in the site file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Location<'a> {
    /// The file as the user named it.
    pub file: &'a str,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// JSON pointer of the fact.
    #[schemars(with = "String")]
    #[serde(serialize_with = "written")]
    pub pointer: Pointer<'a>,
}

/// What cannot be true at the same time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContradictionEntry<'a> {
    /// Its id.
    pub id: &'static str,
    /// What excludes what.
    pub message: &'a str,
    /// Where the facts stand.
    pub locations: Vec<Location<'a>>,
}

/// A question.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionEntry<'a> {
    /// Whom to ask.
    pub ask: &'static str,
    /// The question.
    pub question: &'a str,
    /// Paths of the facts.
    pub facts: &'a [String],
    /// Width in points that the answer takes from worst–best.
    pub points: f64,
    /// Ids of the gates that it can decide.
    pub gates: &'a [String],
    /// Critical IT MW that hang on it; null when none or open.
    pub moves_mw: Option<f64>,
}

/// How the site suits one hardware.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FitEntry<'a> {
    /// Id of the hardware.
    pub hardware: &'a str,
    /// One entry for each tenant.
    pub tenants: Vec<FitCell<'a>>,
}

/// How the site suits a hardware for a tenant.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FitCell<'a> {
    /// Id of the tenant.
    pub tenant: &'a str,
    /// Verdict.
    pub verdict: &'static str,
    /// Whether a missing answer can change it.
    pub provisional: bool,
    /// Convertibility, expected.
    pub expected: f64,
}

/// Writes a pointer without making a text of it first.
fn written<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(pointer)
}
