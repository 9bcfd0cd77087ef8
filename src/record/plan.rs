//! The plan of a record. Names and meanings never change within `v3`, once 0.2.0 is released.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::{Amount, Megawatts, Money, Months, Rounded};
use super::route::RouteWord;
#[cfg(feature = "cli")]
use super::schedule::ActivityEntry;
use super::schedule::ScheduleEntry;
use super::short::{self, ShortAmount, optional};
use crate::plan::prices::Fate;
use crate::plan::works::Certainty;
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
    /// What site labor and works count here; left out where a record does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_works: Option<SiteWorksEntry>,
    /// What it costs, and who pays.
    pub totals: PlanTotals,
    /// What the mine brings; in no total.
    pub salvage: Vec<SalvageEntry>,
    /// Against what others paid; left out without MW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<ComparisonEntry>,
    /// How much sooner than on a new site; left out without MW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_site: Option<NewSiteEntry>,
    /// What a take-or-pay leaves unused; left out where none is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take_or_pay: Option<TakeOrPayEntry>,
    /// The network of activities.
    #[schemars(with = "super::schedule::Written")]
    pub schedule: ScheduleEntry,
    /// Sampled dates; left out unless `plan` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DatesEntry>,
    /// The cheapest way to the goal; left out unless `plan` was given one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<ChoiceEntry>,
    /// The supply curve; left out unless `plan` was asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curve: Option<Vec<CurvePoint>>,
}

impl PlanEntry {
    /// The steps of one of its works.
    #[cfg(feature = "cli")]
    pub(crate) fn steps_of(&self, work: &WorkEntry) -> impl Iterator<Item = &ActivityEntry> {
        let at = self.works.iter().position(|w| w.remedy == work.remedy);
        let all = self.schedule.activities.iter();
        all.filter(move |step| Some(step.work) == at)
    }
}

/// A plan in a few figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RouteSummary {
    /// in-place or new-hall.
    #[schemars(with = "String")]
    pub route: RouteWord,
    /// Position of the hall in the file, from 0; left out where it is none of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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

/// One work. Its name and who does it stand in the legend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorkEntry {
    /// Id of the remedy.
    pub remedy: String,
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// Who does it: operator, utility and so on.
    #[serde(skip)]
    pub owner: String,
    /// Ids of the requirements whose gap it closes.
    pub closes: Vec<String>,
    /// needed or likely; left out where likely.
    #[serde(default = "likely", skip_serializing_if = "is_likely")]
    pub certainty: String,
    /// Share of the draws in which it is needed, 0 to 1; left out where in all.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub chance: Rounded,
    /// owner, tenant or utility; left out where the owner.
    #[serde(default = "by_owner", skip_serializing_if = "is_by_owner")]
    pub payer: String,
    /// What it costs, M$, before soft costs.
    #[serde(with = "short")]
    #[schemars(with = "ShortAmount")]
    pub cost_musd: Amount,
    /// The same line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineEntry>,
    /// Weeks from start to commissioned.
    #[serde(with = "short")]
    #[schemars(with = "ShortAmount")]
    pub weeks: Amount,
    /// Earliest start, weeks from the start of the plan; left out where that is 0.
    #[serde(default, skip_serializing_if = "Rounded::is_zero")]
    pub start_week: Rounded,
    /// When the part of it is there that the first MW need; left out where they do without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_lot_week: Option<Rounded>,
    /// Earliest finish.
    pub finish_week: Rounded,
    /// Weeks it can slip without moving the end; left out where none.
    #[serde(default, skip_serializing_if = "Rounded::is_zero")]
    pub float_weeks: Rounded,
    /// Critical IT MW that the full plan loses if this alone stays open; left out where none hang on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mw_at_stake: Option<Rounded>,
    /// Critical IT MW that stand when all works up to and with this one are done; left out where none.
    #[serde(default, skip_serializing_if = "Rounded::is_zero")]
    pub cumulative_mw: Rounded,
    /// Points of readiness it is expected to bring; left out where none.
    #[serde(default, skip_serializing_if = "Rounded::is_zero")]
    pub readiness_points: Rounded,
}

impl WorkEntry {
    /// What one of its lines costs.
    #[must_use]
    pub fn cost_of(&self, line: &LineEntry) -> Amount {
        line.cost_musd.unwrap_or(self.cost_musd)
    }
}

fn likely() -> String {
    Certainty::Likely.word().to_owned()
}

fn is_likely(certainty: &str) -> bool {
    certainty == Certainty::Likely.word()
}

fn one() -> Rounded {
    1.0.into()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so serde asks")]
fn is_one(value: &Rounded) -> bool {
    *value == one()
}

fn is_one_or_unsaid(value: &Option<Rounded>) -> bool {
    value.as_ref().is_none_or(is_one)
}

fn lump() -> String {
    "lump".to_owned()
}

fn is_lump(unit: &str) -> bool {
    unit == "lump"
}

fn once() -> Option<Rounded> {
    Some(one())
}

fn by_owner() -> String {
    "owner".to_owned()
}

fn is_by_owner(payer: &str) -> bool {
    payer == "owner"
}

/// A price times a quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineEntry {
    /// Id of the price.
    pub price: String,
    /// How much of it.
    pub quantity: Rounded,
    /// Unit of the quantity; left out where it is a lump.
    #[serde(default = "lump", skip_serializing_if = "is_lump")]
    pub unit: String,
    /// How many times as much its price counts at this place and for this hardware; left out where once.
    #[serde(default = "once", skip_serializing_if = "is_one_or_unsaid")]
    pub on_site: Option<Rounded>,
    /// What it costs, M$; left out where it is all that the work costs.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "optional")]
    #[schemars(with = "Option<ShortAmount>")]
    pub cost_musd: Option<Amount>,
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

/// A work outside the plan. Its name stands in the legend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BeyondEntry {
    /// Id of the remedy.
    pub remedy: String,
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// Who does it: operator, utility and so on.
    #[serde(skip)]
    pub owner: String,
    /// Ids of the requirements whose gap it closes.
    pub closes: Vec<String>,
    /// earns-points, adds-beyond, ask-first or not-in-plan; left out where ask-first.
    #[serde(default = "ask_first", skip_serializing_if = "is_ask_first")]
    #[schemars(with = "String")]
    pub reason: Outside,
    /// Share of the draws in which it is needed, 0 to 1.
    pub chance: Rounded,
    /// Points of readiness it is expected to bring.
    pub readiness_points: Rounded,
    /// What it would cost, M$, before soft costs.
    #[serde(with = "short")]
    #[schemars(with = "ShortAmount")]
    pub cost_musd: Amount,
}

crate::words::spelled! {
    /// Why a work stands outside of the plan.
    pub enum Outside {
        /// No tenant asks for it.
        EarnsPoints = "earns-points",
        /// What it adds comes beyond the plan.
        AddsBeyond = "adds-beyond",
        /// Nobody stated that it is needed, and it seldom is.
        AskFirst = "ask-first",
        /// The plan does without.
        NotInPlan = "not-in-plan",
    }
}

impl Outside {
    /// The same in words.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::EarnsPoints => "no tenant asks for it, it earns points",
            Self::AddsBeyond => "adds MW or time beyond this plan",
            Self::AskFirst => {
                "not stated, and a typical mine needs no such work: ask before planning"
            }
            Self::NotInPlan => "not part of this plan",
        }
    }
}

fn ask_first() -> Outside {
    Outside::AskFirst
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so serde asks")]
fn is_ask_first(reason: &Outside) -> bool {
    *reason == Outside::AskFirst
}

/// A percentage on what stands above it. What it pays for stands in the legend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SoftCostEntry {
    /// Id of the price.
    pub price: String,
    /// What it pays for.
    #[serde(skip)]
    pub item: String,
    /// Percent.
    #[serde(with = "short")]
    #[schemars(with = "ShortAmount")]
    pub percent: Amount,
    /// What it costs, M$.
    #[serde(with = "short")]
    #[schemars(with = "ShortAmount")]
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
    #[serde(with = "short")]
    #[schemars(with = "ShortAmount")]
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

/// Days of a month, on average.
const DAYS_PER_MONTH: f64 = 365.25 / 12.0;

/// The month of the calendar in which it is so many months after a start, as `2028-06`; `None` past the end of the
/// calendar.
#[must_use]
pub(crate) fn calendar_month(start: Date, months: f64) -> Option<String> {
    // Numbers are saved with three decimals: what lies so little before a month is its beginning.
    let whole = (months + 1e-3).floor();
    let days = ((months - whole) * DAYS_PER_MONTH).max(0.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    let span = Span::new()
        .try_months(whole as i64)
        .and_then(|span| span.try_days(days as i64));
    let day = start.checked_add(span.ok()?).ok()?;
    Some(day.strftime("%Y-%m").to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_those_of_the_calendar() {
        for (start, months, month) in [
            (date(2027, 1, 15), 0.4, "2027-01"),
            (date(2027, 1, 15), 0.6, "2027-02"),
            // Years of 364 days would be a month short here.
            (date(2025, 1, 1), 48.0, "2029-01"),
            (date(2026, 1, 1), 29.0, "2028-06"),
            // As weeks and back, and as it is saved.
            (
                date(2026, 1, 1),
                29.0 * (52.0 / 12.0) / (52.0 / 12.0),
                "2028-06",
            ),
            (date(2025, 1, 1), 47.9996, "2029-01"),
            (date(2025, 1, 31), 1.0, "2025-02"),
            (date(2025, 1, 1), 1200.0, "2125-01"),
        ] {
            assert_eq!(
                calendar_month(start, months).as_deref(),
                Some(month),
                "{start} + {months}"
            );
        }
        for never in [f64::MAX, f64::INFINITY, 1e6] {
            assert_eq!(calendar_month(date(2027, 1, 15), never), None);
        }
    }
}
