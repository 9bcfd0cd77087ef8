//! The plan inside the JSON report. Names and meanings never change within `v1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::site::json::Range;

/// What closing the gaps costs, in what order, by when.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlanEntry<'a> {
    /// Version of the price list.
    pub prices: &'a str,
    /// The plan of the better route in a few figures.
    pub summary: RouteSummary,
    /// The plans of the other routes in a few figures.
    pub other_routes: Vec<RouteSummary>,
    /// The works, the one that must start first in front.
    pub works: Vec<WorkEntry<'a>>,
    /// Works that are in no total: they add MW or time beyond the plan, or should be asked about first.
    pub beyond: Vec<BeyondEntry<'a>>,
    /// Percentages on the owner's works.
    pub soft_costs: Vec<SoftCostEntry<'a>>,
    /// What it costs, and who pays.
    pub totals: Totals,
    /// What the mine brings; in no total.
    pub salvage: Vec<SalvageEntry<'a>>,
    /// Against what others paid; null without MW.
    pub comparison: Option<ComparisonEntry>,
    /// The network of activities.
    pub schedule: ScheduleEntry<'a>,
    /// Megawatts and their weeks.
    pub phases: Vec<PhaseEntry>,
    /// Sampled dates; null unless `plan` was asked.
    pub dates: Option<DatesEntry>,
    /// The cheapest way to the goal; null unless `plan` was given one.
    pub choice: Option<ChoiceEntry<'a>>,
    /// The supply curve; null unless `plan` was asked for it.
    pub curve: Option<Vec<CurvePoint<'a>>>,
}

/// A plan in a few figures.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RouteSummary {
    /// in-place or new-hall.
    pub route: &'static str,
    /// Position of the hall in the file, from 0.
    pub hall: Option<usize>,
    /// Critical IT MW after the plan.
    pub planned_mw: Range,
    /// What the owner pays, M$.
    pub owner_total_musd: Range,
    /// The same for each critical IT MW; null without MW.
    pub per_mw_musd: Option<Range>,
    /// Months to the first MW at likely durations; null without MW.
    pub first_mw_months: Option<f64>,
    /// Months until all is done at likely durations; null without MW.
    pub full_months: Option<f64>,
    /// Weeks to the first phase at likely durations.
    pub first_weeks: f64,
    /// Weeks until all is done at likely durations.
    pub full_weeks: f64,
}

/// One work.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkEntry<'a> {
    /// Id of the remedy.
    pub remedy: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Ids of the requirements whose gap it closes.
    pub closes: &'a [&'a str],
    /// needed or likely.
    pub certainty: &'a str,
    /// owner, tenant or utility.
    pub payer: &'a str,
    /// What it costs, M$, before soft costs.
    pub cost_musd: Range,
    /// The same line by line.
    pub lines: Vec<LineEntry<'a>>,
    /// Weeks from start to commissioned.
    pub weeks: Range,
    /// Earliest start, weeks from the start of the plan.
    pub start_week: f64,
    /// Earliest finish.
    pub finish_week: f64,
    /// Weeks it can slip without moving the end.
    pub float_weeks: f64,
    /// Critical IT MW that the full plan loses if this alone stays open; null where none hang on it.
    pub mw_at_stake: Option<f64>,
    /// Critical IT MW that stand when all works up to and with this one are done.
    pub cumulative_mw: f64,
    /// Points of readiness it is expected to bring.
    pub readiness_points: f64,
}

/// A price times a quantity.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LineEntry<'a> {
    /// Id of the price.
    pub price: &'a str,
    /// How much of it.
    pub quantity: f64,
    /// Unit of the quantity.
    pub unit: &'a str,
    /// What it costs, M$.
    pub cost_musd: Range,
}

/// A work outside the plan.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BeyondEntry<'a> {
    /// Id of the remedy.
    pub remedy: &'a str,
    /// Ids of the requirements whose gap it closes.
    pub closes: &'a [&'a str],
    /// Why it stands outside.
    pub reason: &'a str,
    /// What it would cost, M$, before soft costs.
    pub cost_musd: Range,
}

/// A percentage on what stands above it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SoftCostEntry<'a> {
    /// Id of the price.
    pub price: &'a str,
    /// What it pays for.
    pub item: &'a str,
    /// Percent.
    pub percent: Range,
    /// What it costs, M$.
    pub cost_musd: Range,
}

/// What it costs, and who pays, M$.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Totals {
    /// The owner's works.
    pub owner_works_musd: Range,
    /// The owner's works and soft costs, before credits.
    pub owner_musd: Range,
    /// The same for each critical IT MW; null without MW.
    pub owner_per_mw_musd: Option<Range>,
    /// Works that the tenant pays.
    pub tenant_musd: Range,
    /// Works that the utility pays.
    pub utility_musd: Range,
    /// What the mine brings.
    pub credits_musd: Range,
}

/// What a part of the mine brings.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SalvageEntry<'a> {
    /// What it is.
    pub what: &'a str,
    /// reuse, derate, sell or scrap.
    pub fate: crate::plan::prices::Fate,
    /// What it brings, M$; 0 where reuse merely avoids buying.
    pub credit_musd: Range,
}

/// Against what others paid, M$ for each critical IT MW.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComparisonEntry {
    /// Low and high of disclosed conversions on this route.
    pub conversions_musd_per_mw: [f64; 2],
    /// Low and high of new builds elsewhere.
    pub new_build_musd_per_mw: [f64; 2],
    /// How this plan lies, in a sentence.
    pub verdict: &'static str,
}

/// The network of activities at their likely durations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScheduleEntry<'a> {
    /// The day of week 0; null unless `plan` was given one.
    pub start: Option<String>,
    /// Weeks to the first phase.
    pub first_weeks: f64,
    /// Weeks until all is done.
    pub full_weeks: f64,
    /// Positions of the activities of one chain that fills the plan.
    pub critical_path: Vec<usize>,
    /// The activities, each behind those it waits for.
    pub activities: Vec<ActivityEntry<'a>>,
}

/// One step of one work.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActivityEntry<'a> {
    /// Id of the remedy.
    pub remedy: &'a str,
    /// study, permit, order, deliver, install or commission.
    pub step: &'a str,
    /// Likely duration.
    pub weeks: f64,
    /// Earliest start, weeks from the start of the plan.
    pub start_week: f64,
    /// Earliest finish.
    pub finish_week: f64,
    /// Weeks it can slip without moving the end.
    pub float_weeks: f64,
    /// Positions of the activities it waits for.
    pub waits_for: &'a [usize],
}

/// Megawatts from a week on.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PhaseEntry {
    /// Weeks from the start of the plan.
    pub week: f64,
    /// The same as a day; null without a start.
    pub date: Option<String>,
    /// Critical IT MW that run from then on, all phases together.
    pub mw: f64,
    /// What brings them.
    pub what: &'static str,
}

/// Sampled dates.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DatesEntry {
    /// Seed of the samples.
    pub seed: u64,
    /// Number of samples.
    pub samples: usize,
    /// Weeks to the first phase.
    pub first_weeks: Percentiles,
    /// Weeks until all is done.
    pub full_weeks: Percentiles,
    /// For each work, in the order of the works, the share of samples in which it is critical.
    pub critical_share: Vec<f64>,
}

/// P50, P80 and P90.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Percentiles {
    /// Half of the samples end no later.
    pub p50: f64,
    /// Eight of ten.
    pub p80: f64,
    /// Nine of ten.
    pub p90: f64,
}

/// A goal and the cheapest way to it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChoiceEntry<'a> {
    /// What was to be reached.
    pub goal: GoalEntry,
    /// Whether it can be.
    pub reached: bool,
    /// Why not; null where it can be.
    pub out_of_reach: Option<String>,
    /// The choice; null where there is none.
    pub chosen: Option<Chosen<'a>>,
}

/// What is to be reached.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GoalEntry {
    /// At least so many critical IT MW.
    pub mw: Option<f64>,
    /// At least so many points of readiness.
    pub readiness: Option<f64>,
    /// At most so many M$ of the owner's money, soft costs included.
    pub budget_musd: Option<f64>,
    /// No work that ends later than so many months.
    pub within_months: Option<f64>,
}

/// A choice of works.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Chosen<'a> {
    /// Ids of the remedies.
    pub works: Vec<&'a str>,
    /// Critical IT MW it reaches.
    pub mw: f64,
    /// Points of readiness with it.
    pub readiness: f64,
    /// M$ of the owner's money, soft costs included.
    pub cost_musd: f64,
    /// Weeks until its last work is done.
    pub weeks: f64,
}

/// One point of the supply curve.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CurvePoint<'a> {
    /// The choice.
    #[serde(flatten)]
    pub choice: Chosen<'a>,
    /// M$ for each MW of the whole choice.
    pub musd_per_mw: f64,
    /// M$ for each MW more than at the point before.
    pub marginal_musd_per_mw: f64,
}
