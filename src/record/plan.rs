//! The plan of a record. Names and meanings never change within `v2`, once 0.2.0 is released.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::{Amount, Megawatts, Money, Months, Rounded};
use super::route::RouteWord;
use crate::plan::prices::{Fate, Step};
use crate::rules::Route;

/// What closing the gaps costs, in what order, by when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanEntry {
    /// Version of the price list.
    pub prices: String,
    /// The plan of the better route in a few figures.
    pub summary: RouteSummary,
    /// The plans of the other routes in a few figures.
    pub other_routes: Vec<RouteSummary>,
    /// The works, the one that must start first in front.
    pub works: Vec<WorkEntry>,
    /// Works that are in no total: they earn points that no tenant asks for, add MW or time beyond the plan, or should
    /// be asked about first.
    pub beyond: Vec<BeyondEntry>,
    /// Percentages on the owner's works.
    pub soft_costs: Vec<SoftCostEntry>,
    /// What site labor and works count here; null where a record does not say.
    pub site_works: Option<SiteWorksEntry>,
    /// What it costs, and who pays.
    pub totals: PlanTotals,
    /// What the mine brings; in no total.
    pub salvage: Vec<SalvageEntry>,
    /// Against what others paid; null without MW.
    pub comparison: Option<ComparisonEntry>,
    /// How much sooner than on a new site; null without MW.
    pub new_site: Option<NewSiteEntry>,
    /// What a take-or-pay leaves unused; null where none is owed.
    pub take_or_pay: Option<TakeOrPayEntry>,
    /// The network of activities.
    pub schedule: ScheduleEntry,
    /// Sampled dates; null unless `plan` was asked.
    pub dates: Option<DatesEntry>,
    /// The cheapest way to the goal; null unless `plan` was given one.
    pub choice: Option<ChoiceEntry>,
    /// The supply curve; null unless `plan` was asked for it.
    pub curve: Option<Vec<CurvePoint>>,
}

/// A plan in a few figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RouteSummary {
    /// in-place or new-hall.
    #[schemars(with = "String")]
    pub route: RouteWord,
    /// Position of the hall in the file, from 0.
    pub hall: Option<usize>,
    /// Critical IT MW after the plan.
    pub planned_mw: Megawatts,
    /// What the owner pays, M$.
    pub owner_total_musd: Money,
    /// The same for each critical IT MW; null without MW.
    pub per_mw_musd: Option<Money>,
    /// Months to the first MW; null without MW.
    pub first_mw_months: Option<Months>,
    /// Months to all MW; null without MW.
    pub full_months: Option<Months>,
    /// Weeks to the first MW in the median draw; null where they never come.
    pub first_weeks: Option<Rounded>,
    /// Weeks to all MW in the median draw.
    pub full_weeks: Option<Rounded>,
}

impl RouteSummary {
    #[must_use]
    pub(crate) fn route(&self) -> Route {
        self.route.route(self.hall)
    }
}

/// One work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorkEntry {
    /// Id of the remedy.
    pub remedy: String,
    /// Its name.
    pub name: String,
    /// Ids of the requirements whose gap it closes.
    pub closes: Vec<String>,
    /// needed or likely.
    pub certainty: String,
    /// Share of the draws in which it is needed, 0 to 1.
    pub chance: Rounded,
    /// owner, tenant or utility.
    pub payer: String,
    /// What it costs, M$, before soft costs.
    pub cost_musd: Amount,
    /// The same line by line.
    pub lines: Vec<LineEntry>,
    /// Weeks from start to commissioned.
    pub weeks: Amount,
    /// Earliest start, weeks from the start of the plan.
    pub start_week: Rounded,
    /// When the part of it is there that the first MW need; null where they do without.
    pub first_lot_week: Option<Rounded>,
    /// Earliest finish.
    pub finish_week: Rounded,
    /// Weeks it can slip without moving the end.
    pub float_weeks: Rounded,
    /// Critical IT MW that the full plan loses if this alone stays open; null where none hang on it.
    pub mw_at_stake: Option<Rounded>,
    /// Critical IT MW that stand when all works up to and with this one are done.
    pub cumulative_mw: Rounded,
    /// Points of readiness it is expected to bring.
    pub readiness_points: Rounded,
}

/// A price times a quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineEntry {
    /// Id of the price.
    pub price: String,
    /// How much of it.
    pub quantity: Rounded,
    /// Unit of the quantity.
    pub unit: String,
    /// How many times as much its price counts at this place and for this hardware; null where a record does not say.
    pub on_site: Option<Rounded>,
    /// What it costs, M$.
    pub cost_musd: Amount,
}

/// What site labor and works count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SiteWorksEntry {
    /// Id of the region of the price list.
    pub region: String,
    /// What it is called.
    pub name: String,
    /// Times as much as in an average US market, in the median draw.
    pub place: Rounded,
    /// Times as much as in the halls that prices are told for.
    pub hardware: Rounded,
}

/// A work outside the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BeyondEntry {
    /// Id of the remedy.
    pub remedy: String,
    /// Ids of the requirements whose gap it closes.
    pub closes: Vec<String>,
    /// Why it stands outside.
    pub reason: String,
    /// Share of the draws in which it is needed, 0 to 1.
    pub chance: Rounded,
    /// Points of readiness it is expected to bring.
    pub readiness_points: Rounded,
    /// What it would cost, M$, before soft costs.
    pub cost_musd: Amount,
}

/// A percentage on what stands above it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SoftCostEntry {
    /// Id of the price.
    pub price: String,
    /// What it pays for.
    pub item: String,
    /// Percent.
    pub percent: Amount,
    /// What it costs, M$.
    pub cost_musd: Amount,
}

/// What it costs, and who pays, M$.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Totals")]
pub struct PlanTotals {
    /// The owner's works.
    pub owner_works_musd: Amount,
    /// The owner's works and soft costs, before credits.
    pub owner_musd: Money,
    /// The same for each critical IT MW; null without MW.
    pub owner_per_mw_musd: Option<Money>,
    /// Works that the tenant pays.
    pub tenant_musd: Amount,
    /// Works that the utility pays.
    pub utility_musd: Amount,
    /// What the mine brings.
    pub credits_musd: Amount,
}

/// What a part of the mine brings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SalvageEntry {
    /// What it is.
    pub what: String,
    /// reuse, derate, sell or scrap.
    pub fate: Fate,
    /// What it brings, M$; 0 where reuse merely avoids buying.
    pub credit_musd: Amount,
}

/// Against what others paid, M$ for each critical IT MW.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonEntry {
    /// Low and high of disclosed conversions on this route.
    pub conversions_musd_per_mw: [Rounded; 2],
    /// Low and high of new builds elsewhere.
    pub new_build_musd_per_mw: [Rounded; 2],
    /// How this plan lies, in a sentence.
    pub verdict: String,
}

/// Months to the first MW of a new site with a connection of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NewSiteEntry {
    /// When all goes well, most likely, and when it does not.
    pub months: [Rounded; 3],
    /// How many months sooner than likely there the first MW come here, P50; below 0 where they come later, null where
    /// they never come.
    pub head_start_months: Option<Rounded>,
}

/// Grid MW that are paid for, drawn or not, held against the ramp of the median draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TakeOrPayEntry {
    /// What is owed.
    pub grid_mw: Rounded,
    /// Months until the halls draw as much; null where they never do.
    pub met_month: Option<Rounded>,
    /// What the halls leave of it until all of them run: MW times months.
    pub unused_mw_months: Rounded,
}

/// The network of activities at their likely durations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleEntry {
    /// The day of week 0; null where no date is known.
    pub start: Option<StartEntry>,
    /// Weeks to the first MW; null where they never come.
    pub first_weeks: Option<Rounded>,
    /// Weeks to all MW.
    pub full_weeks: Option<Rounded>,
    /// Weeks until the last work is done, of which not all bring MW.
    pub works_weeks: Rounded,
    /// Positions of the activities of one chain that fills the plan.
    pub critical_path: Vec<usize>,
    /// The activities, each behind those it waits for.
    pub activities: Vec<ActivityEntry>,
}

/// One step of one work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActivityEntry {
    /// Id of the remedy.
    pub remedy: String,
    /// study, permit, order, deliver, install or commission.
    #[schemars(with = "String")]
    pub step: Step,
    /// Likely duration.
    pub weeks: Rounded,
    /// Earliest start, weeks from the start of the plan.
    pub start_week: Rounded,
    /// Earliest finish.
    pub finish_week: Rounded,
    /// Weeks it can slip without moving the end.
    pub float_weeks: Rounded,
    /// Positions of the activities it waits for.
    pub waits_for: Vec<usize>,
}

/// Critical IT MW from a date on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TrancheEntry {
    /// Critical IT MW that run from then on, all tranches together.
    pub mw: Rounded,
    /// Months from the start of the plan in the median draw; null where they never come.
    pub month: Option<Rounded>,
    /// Months until as many MW run, over the draws.
    pub months: Months,
    /// The month of the calendar in the median draw; null where they never come.
    pub date: Option<String>,
    /// What the last of them wait for in the median draw: ids of remedies one behind the other, or power, permits,
    /// crews.
    pub waits_for: Vec<String>,
}

/// The day that months and weeks count from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StartEntry {
    /// The day.
    pub date: String,
    /// Where it is from.
    #[schemars(with = "String")]
    pub from: StartedBy,
}

crate::words::spelled! {
    /// Where the day is from that months count from.
    pub enum StartedBy {
        /// It was asked for.
        Given = "given",
        /// The date of the facts.
        AsOf = "as-of",
        /// The version of the price list, as nothing else is dated.
        Prices = "prices",
    }
}

/// Sampled dates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DatesEntry {
    /// Weeks to the first MW.
    pub first_weeks: Percentiles,
    /// Weeks to all MW.
    pub full_weeks: Percentiles,
    /// For each work, in the order of the works, the share of the draws in which it cannot slip.
    pub critical_share: Vec<Rounded>,
}

/// P50, P80 and P90; null where they never come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Percentiles {
    /// Half of the draws end no later.
    pub p50: Option<Rounded>,
    /// Eight of ten.
    pub p80: Option<Rounded>,
    /// Nine of ten.
    pub p90: Option<Rounded>,
}

/// A goal and the cheapest way to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChoiceEntry {
    /// What was to be reached.
    pub goal: GoalEntry,
    /// Whether it can be.
    pub reached: bool,
    /// Whether works, money and dates of this plan are those of the choice; else they are those of the whole route.
    pub shown: bool,
    /// Why not; null where it can be.
    pub out_of_reach: Option<String>,
    /// The choice; null where there is none.
    pub chosen: Option<ChosenWorks>,
}

/// What is to be reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoalEntry {
    /// At least so many critical IT MW.
    pub mw: Option<Rounded>,
    /// At least so many points of readiness.
    pub readiness: Option<Rounded>,
    /// At most so many M$ of the owner's money, soft costs included.
    pub budget_musd: Option<Rounded>,
    /// All MW run within so many months, and what is done for points is done.
    pub within_months: Option<Rounded>,
}

/// A choice of works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Chosen")]
pub struct ChosenWorks {
    /// Ids of the remedies.
    pub works: Vec<String>,
    /// Critical IT MW it reaches.
    pub mw: Rounded,
    /// Points of readiness with it.
    pub readiness: Rounded,
    /// M$ of the owner's money, soft costs included.
    pub cost_musd: Rounded,
    /// Weeks until all of its MW run in the median draw.
    pub weeks: Rounded,
    /// By what share another choice may be better at most; 0 where it is proven that none is.
    pub gap: Rounded,
}

/// One point of the supply curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CurvePoint {
    /// The choice.
    #[serde(flatten)]
    pub choice: ChosenWorks,
    /// M$ for each MW of the whole choice.
    pub musd_per_mw: Rounded,
    /// M$ for each MW more than at the point before.
    pub marginal_musd_per_mw: Rounded,
    /// Months until all of its MW run in the median draw.
    pub months: Rounded,
}

/// The day some weeks after a start; `None` past the end of the calendar.
#[must_use]
pub(crate) fn day(start: Date, weeks: f64) -> Option<Date> {
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    let days = (weeks * 7.0).round() as i64;
    start.checked_add(Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_become_days() {
        let start = jiff::civil::date(2027, 1, 15);
        assert_eq!(day(start, 2.0), Some(jiff::civil::date(2027, 1, 29)));
        assert_eq!(day(start, f64::MAX), None);
    }
}
