//! What is read of a site in a saved report. `report::json` says what each field means.

use serde::Deserialize;

use crate::assess::Chosen;
use crate::estimate::Bounds;
use crate::rules::{GateState, Status};
use crate::score::Score;
use crate::verdict::Word;

/// A number as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Range {
    /// The smallest value.
    pub low: f64,
    /// The most likely value.
    pub likely: f64,
    /// The largest value; none when nothing known limits it.
    pub high: Option<f64>,
}

impl From<Range> for Bounds {
    fn from(range: Range) -> Self {
        Self {
            low: range.low,
            likely: range.likely,
            high: range.high,
        }
    }
}

/// A site of a saved report.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Site {
    /// Short name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub operator: Option<String>,
    /// Two-letter code of its country.
    pub country: Option<String>,
    /// State, province or the like.
    pub region: Option<String>,
    /// Operator of its grid.
    pub grid: Option<String>,
    /// Date at which the facts hold.
    pub as_of: Option<String>,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// The same in words.
    pub target_name: String,
    /// How the target came about.
    pub target_chosen: Chosen,
    /// Number of facts that the file states.
    pub known_facts: usize,
    /// Convertibility, 0 to 100.
    pub score: Score,
    /// Readiness today, 0 to 100.
    pub readiness: Score,
    /// Convertibility of an empty file.
    pub empty_score: Score,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: f64,
    /// What to do.
    pub verdict: Verdict,
    /// The better route.
    pub route: Route,
    /// Every route tried.
    pub routes: Vec<Route>,
    /// Rows that decide a verdict by themselves.
    pub gates: Vec<Gate>,
    /// The critical IT load it carries.
    pub capacity: Capacity,
    /// Scores of each category.
    pub categories: Vec<Category>,
    /// One for each row of the checklist.
    pub findings: Vec<Finding>,
    /// What cannot be true at the same time.
    pub contradictions: Vec<Contradiction>,
    /// What to ask next.
    pub questions: Vec<Question>,
    /// How it suits each hardware.
    pub fit: Vec<Fit>,
    /// What closing the gaps costs, and by when.
    pub plan: Plan,
}

/// A verdict with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Verdict {
    /// What to do.
    pub word: Word,
    /// Whether a missing answer can change it.
    pub provisional: bool,
    /// Why.
    pub reason: String,
    /// Paths of the missing facts that can change it.
    pub flips_on: Vec<String>,
}

/// A route and what it scores.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Route {
    /// Which way.
    pub word: RouteWord,
    /// Position of the hall in the file, from 0.
    pub hall: Option<usize>,
    /// The same in words.
    pub name: String,
    /// Convertibility on this route.
    pub score: Score,
}

/// Ways to convert a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteWord {
    /// In a hall that stands.
    InPlace,
    /// In a new hall.
    NewHall,
}

/// A row that decides a verdict by itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Gate {
    /// Id of the row.
    pub requirement: String,
    /// How it stands.
    pub state: GateState,
    /// What it needs to pass, in words.
    pub needs: String,
}

/// The critical IT load a site carries.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Capacity {
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
    /// Every limit.
    pub limits: Vec<Limit>,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Limit {
    /// Its id.
    pub id: String,
    /// What it is.
    pub label: String,
    /// today or ceiling.
    pub column: String,
    /// Critical IT MW it allows; none when nothing is known.
    pub mw: Option<Range>,
}

/// Scores of one category; none where no row counts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// Share of all of convertibility, 0 to 1.
    pub share: f64,
    /// Readiness today.
    pub readiness: Option<Score>,
    /// Convertibility on the better route.
    pub convertibility: Option<Score>,
}

/// One requirement at the site.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Finding {
    /// Id of the row.
    pub requirement: String,
    /// What it asks, in short.
    pub title: String,
    /// How it stands.
    pub status: Status,
    /// Whether it counts in convertibility on the better route.
    pub counts: bool,
    /// Whether it is about a hall that stands, and is left behind by a new one.
    pub of_standing_hall: bool,
    /// What it earns.
    pub attainment: Attainment,
    /// What the site has, in words.
    pub has: String,
    /// What earns everything, in words.
    pub needs: String,
    /// Weight of the row.
    pub weight: f64,
    /// Points of convertibility that its gap is expected to cost.
    pub worth: f64,
    /// Points of convertibility between its worst and its best.
    pub points_unknown: f64,
    /// What closes it.
    pub closing: Option<Closing>,
    /// Addresses or ids of what it rests on.
    pub sources: Vec<String>,
    /// Where the fact stands.
    pub location: Location,
}

/// What a row earns, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Attainment {
    /// With every unknown at its worst.
    pub worst: f64,
    /// Expected.
    pub expected: f64,
    /// With every unknown at its best.
    pub best: f64,
}

/// What closes a gap.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Closing {
    /// Its name.
    pub name: String,
    /// Who does it.
    pub owner: String,
    /// Weeks it takes.
    pub weeks: Range,
    /// What it costs, M$; none where the plan has no such work or it costs nothing.
    pub cost_musd: Option<Range>,
    /// Critical IT MW that hang on it.
    pub mw_at_stake: Option<f64>,
}

/// A place in the site file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Location {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// JSON pointer of the fact.
    pub pointer: String,
}

/// What cannot be true at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Contradiction {
    /// Its id.
    pub id: String,
    /// What excludes what.
    pub message: String,
    /// Where the facts stand.
    pub locations: Vec<Location>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Question {
    /// Whom to ask.
    pub ask: String,
    /// The question.
    pub question: String,
    /// Paths of the facts.
    pub facts: Vec<String>,
    /// Points that hang on it.
    pub points: f64,
    /// Ids of the gates that it can decide.
    pub gates: Vec<String>,
    /// Critical IT MW that hang on it.
    pub moves_mw: Option<f64>,
}

/// How the site suits one hardware.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Fit {
    /// Id of the hardware.
    pub hardware: String,
    /// One for each tenant.
    pub tenants: Vec<FitCell>,
}

/// How the site suits a hardware for a tenant.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct FitCell {
    /// Id of the tenant.
    pub tenant: String,
    /// What to do.
    pub verdict: Word,
    /// Whether a missing answer can change it.
    pub provisional: bool,
    /// Convertibility, expected.
    pub expected: f64,
}

/// What closing the gaps costs, and by when.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Plan {
    /// Version of the price list.
    pub prices: String,
    /// The plan in a few figures.
    pub summary: PlanSummary,
}

/// A plan in a few figures.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PlanSummary {
    /// Critical IT MW after the plan.
    pub planned_mw: Range,
    /// What the owner pays, M$.
    pub owner_total_musd: Range,
    /// The same for each MW; none without MW.
    pub per_mw_musd: Option<Range>,
    /// Months to the first MW; none without MW.
    pub first_mw_months: Option<f64>,
    /// Months until all is done; none without MW.
    pub full_months: Option<f64>,
    /// Weeks until all is done.
    pub full_weeks: f64,
}
