//! The record of one site. Names and meanings never change within `v1`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::{ContradictionEntry, FindingEntry};
use super::plan::PlanEntry;
use super::quantity::{Points, Range, Rounded};
use crate::assess::Chosen;
use crate::capacity::Column;
use crate::rules::{GateState, Route};
use crate::verdict::Word;

/// The report on one site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Entry")]
pub struct SiteRecord {
    /// Short name of the site.
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
    /// Number of facts that the file states.
    pub known_facts: usize,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// The same in words.
    pub target_name: String,
    /// How the target came about: by-user, by-file, best-fit.
    #[schemars(with = "String")]
    pub target_chosen: Chosen,
    /// Convertibility, 0 to 100.
    pub score: Points,
    /// Readiness today, 0 to 100.
    pub readiness: Points,
    /// Convertibility of an empty file, which rests on priors alone.
    pub empty_score: Points,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: Rounded,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictEntry {
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    #[schemars(with = "String")]
    pub word: Word,
    /// Whether a missing answer can change it.
    pub provisional: bool,
    /// Why.
    pub reason: String,
    /// Paths of the missing facts that can change it.
    pub flips_on: Vec<String>,
}

/// A route and what it scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RouteEntry {
    /// in-place or new-hall.
    #[schemars(with = "String")]
    pub word: RouteWord,
    /// Position of the hall in the file, from 0.
    pub hall: Option<usize>,
    /// The route in words.
    pub name: String,
    /// Convertibility on this route.
    pub score: Points,
}

impl SiteRecord {
    /// Name of the hardware of the target. The contract has it within the name of the target alone, in front of
    /// the power of a rack.
    #[must_use]
    pub fn hardware_name(&self) -> &str {
        let name = self.target_name.split(" kW/rack").next();
        name.and_then(|text| text.rsplit_once(", "))
            .map_or(&self.target, |(name, _)| name)
    }

    /// Whether `plan` made it: no other command samples dates.
    #[must_use]
    pub fn is_plan(&self) -> bool {
        self.plan.dates.is_some()
    }
}

/// Ways to convert a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteWord {
    /// In a hall that stands.
    InPlace,
    /// In a new hall.
    NewHall,
}

impl RouteWord {
    /// The word of a route, and the position of its hall where it names one.
    #[must_use]
    pub fn of(route: Route) -> (Self, Option<usize>) {
        match route {
            Route::InPlace(hall) => (Self::InPlace, hall),
            Route::NewHall => (Self::NewHall, None),
        }
    }

    /// The route of this word and that hall.
    #[must_use]
    pub fn route(self, hall: Option<usize>) -> Route {
        match self {
            Self::InPlace => Route::InPlace(hall),
            Self::NewHall => Route::NewHall,
        }
    }
}

impl RouteEntry {
    /// The route itself.
    #[must_use]
    pub fn route(&self) -> Route {
        self.word.route(self.hall)
    }
}

/// A row that decides a verdict by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateEntry {
    /// Id of the row.
    pub requirement: String,
    /// passed, open or failed.
    #[schemars(with = "String")]
    pub state: GateState,
    /// What it needs to pass, in words; that may be less than what earns everything.
    pub needs: String,
}

/// The critical IT load a site carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LimitEntry {
    /// Its id.
    pub id: String,
    /// What it is.
    pub label: String,
    /// today or ceiling.
    #[schemars(with = "String")]
    pub column: Column,
    /// Critical IT MW it allows; null when nothing is known.
    pub mw: Option<Range>,
}

/// Scores of one category; null where no row counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CategoryEntry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Share of all of convertibility that it weighs, 0 to 1.
    pub share: Rounded,
    /// Readiness today.
    pub readiness: Option<Points>,
    /// Convertibility on the better route.
    pub convertibility: Option<Points>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuestionEntry {
    /// Whom to ask.
    pub ask: String,
    /// The question.
    pub question: String,
    /// Paths of the facts.
    pub facts: Vec<String>,
    /// Width in points that the answer takes from worst–best.
    pub points: Rounded,
    /// Ids of the gates that it can decide.
    pub gates: Vec<String>,
    /// Critical IT MW that hang on it; null when none or open.
    pub moves_mw: Option<Rounded>,
}

/// How the site suits one hardware.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FitEntry {
    /// Id of the hardware.
    pub hardware: String,
    /// One entry for each tenant.
    pub tenants: Vec<FitCell>,
}

/// How the site suits a hardware for a tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FitCell {
    /// Id of the tenant.
    pub tenant: String,
    /// Verdict.
    #[schemars(with = "String")]
    pub verdict: Word,
    /// Whether a missing answer can change it.
    pub provisional: bool,
    /// Convertibility, expected.
    pub expected: Rounded,
}
