//! What each way of using a connection is worth, as a record says it. All is before tax, in nominal M$ of today.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::{Amount, Rounded};
use super::short::{ShortAmount, list};
use crate::economics::market::{Month, Quantity};
use crate::economics::report::Premise;
use crate::economics::turn::Lever;
use crate::economics::ways::Alternative;
use crate::verdict::Word;

/// What an owner decides by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EconomicsEntry {
    /// The market that it is reckoned by.
    pub market: MarketEntry,
    /// Rates of discount, a share a year.
    pub rates: RatesEntry,
    /// Years from the plan's start that are looked at: the tenant's term from the first megawatts.
    pub years: Rounded,
    /// Months that the plan starts before the market's date, whose figures stand for them; 0 where it starts later.
    pub early_months: Rounded,
    /// Share of the draws in which a lease is signed today, 0 to 1.
    pub signed: Rounded,
    /// MW of the connection: what is granted, and the agreed steps on top.
    pub grid_mw: Amount,
    /// M$ that are owed whatever is done; in no worth.
    pub debt_musd: Amount,
    /// One entry for each way: mine, lease, cloud, hybrid, bridge, sale.
    pub alternatives: Vec<AlternativeEntry>,
    /// The highest mean; left out where nothing can be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub best: Option<Alternative>,
    /// Share of the draws in which a lease, a cloud or a hybrid is best, 0 to 1.
    pub converting: Rounded,
    /// The best way to convert against keeping to mine; left out where either can't be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_mining: Option<AgainstEntry>,
    /// M$ of today that leased halls would fetch at the horizon beyond the bare site: beside, never in; left out without a
    /// lease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_value_musd: Option<Amount>,
    /// Where the answer turns; left out unless `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub break_even: Option<BreakEvenEntry>,
    /// What moves the difference to mining, or where nothing may be mined to a sale, the widest first; left out unless
    /// `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tornado: Option<Vec<SwingEntry>>,
    /// What each answer is worth before choosing, the most first; left out unless `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth_of_knowing: Option<Vec<KnowingEntry>>,
    /// What knowing everything would be worth, M$; left out unless `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth_of_knowing_all_musd: Option<Rounded>,
    /// A lease at likely figures; left out without one, and unless `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likely_lease: Option<LikelyLeaseEntry>,
    /// The same under other choices of ours; left out unless `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<Vec<PremiseEntry>>,
    /// M$ of each year from the plan's start, for each way that can be done; left out in records that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_flow: Option<Vec<CashFlowEntry>>,
    /// Figures that stand beside; left out unless `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Vec<BesideEntry>>,
}

/// A market.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MarketEntry {
    /// Its version.
    pub version: String,
    /// Month of its newest data.
    pub as_of: String,
    /// Ids of its figures that are older than a year in the month that was named as today's; null where none was.
    pub old: Option<Vec<String>>,
}

impl MarketEntry {
    #[must_use]
    pub(crate) fn of((version, as_of): &(String, Month), old: Option<&[Quantity]>) -> Self {
        Self {
            version: version.clone(),
            as_of: as_of.to_string(),
            old: old.map(|old| old.iter().map(ToString::to_string).collect()),
        }
    }
}

/// Rates a year of what each earner brings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RatesEntry {
    /// Miners.
    pub mining: Rounded,
    /// Halls with a tenant.
    pub lease: Rounded,
    /// Halls with own accelerators.
    pub cloud: Rounded,
    /// The bare powered site.
    pub site: Rounded,
}

/// One way of using the connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AlternativeEntry {
    /// mine, lease, cloud, hybrid, bridge or sale.
    #[schemars(with = "String")]
    pub id: Alternative,
    /// NPV; left out where it can be done in no draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub npv_musd: Option<Amount>,
    /// NPV of each MW of the connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub npv_per_grid_mw_musd: Option<Amount>,
    /// Share of the draws in which it is the best, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hindsight: Option<Rounded>,
    /// Rate of return a year of the mean flows of what is built, without the mine that runs meanwhile and the bare site;
    /// null where nothing is built, where none is *the* return, and unless `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub irr: Option<Rounded>,
    /// Years until what is built has paid for itself, over the draws that build; left out where none does, and unless
    /// `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payback_years: Option<YearsEntry>,
    /// NPV for each M$ put in; left out where nothing is, and unless `economics` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub npv_per_invested: Option<Rounded>,
    /// Why it can be done in no draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Years over the draws; null where it never comes, which is later than any year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct YearsEntry {
    /// One draw in ten is earlier.
    pub p10: Option<Rounded>,
    /// Half of the draws are earlier.
    pub p50: Option<Rounded>,
    /// Nine draws in ten are earlier.
    pub p90: Option<Rounded>,
    /// The mean; null where it never comes in some draw.
    pub mean: Option<Rounded>,
}

/// A way to convert against keeping to mine.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgainstEntry {
    /// lease, cloud or hybrid.
    #[schemars(with = "String")]
    pub id: Alternative,
    /// M$ that it is worth more.
    pub npv_musd: Amount,
    /// The same for each MW of the connection.
    pub npv_per_grid_mw_musd: Amount,
    /// Share of the draws in which it is worth more, 0 to 1.
    pub chance: Rounded,
}

/// Where the difference between the best way to convert and mining, or a sale where nothing may be mined, changes its
/// sign; null where nothing turns it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BreakEvenEntry {
    /// The two that are compared.
    #[schemars(with = "[String; 2]")]
    pub between: [Alternative; 2],
    /// Hashprice of today with its whole course and machines behind it, dollars per PH and day.
    pub hashprice_usd_per_ph_day: Option<Rounded>,
    /// First-year rent, dollars per kW of critical IT and month.
    pub rent_usd_per_kw_month: Option<Rounded>,
    /// Capital of the plan, M$ for each critical MW.
    pub capex_musd_per_mw: Option<Rounded>,
    /// Weeks by which all comes later.
    pub delay_weeks: Option<Rounded>,
    /// Where each of them stands now.
    pub now: LeversEntry,
}

/// Where what may turn the answer stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeversEntry {
    /// Dollars per PH and day.
    pub hashprice_usd_per_ph_day: Option<Rounded>,
    /// Dollars per kW of critical IT and month.
    pub rent_usd_per_kw_month: Option<Rounded>,
    /// M$ for each critical MW.
    pub capex_musd_per_mw: Option<Rounded>,
}

impl LeversEntry {
    /// Where a lever stands; nothing is late yet.
    #[must_use]
    pub fn of(&self, lever: Lever) -> Option<f64> {
        match lever {
            Lever::Hashprice => self.hashprice_usd_per_ph_day.map(Rounded::get),
            Lever::Rent => self.rent_usd_per_kw_month.map(Rounded::get),
            Lever::Capex => self.capex_musd_per_mw.map(Rounded::get),
            Lever::Delay => Some(0.0),
        }
    }
}

impl BreakEvenEntry {
    /// Where a lever turns it.
    #[must_use]
    pub fn of(&self, lever: Lever) -> Option<f64> {
        let at = match lever {
            Lever::Hashprice => self.hashprice_usd_per_ph_day,
            Lever::Rent => self.rent_usd_per_kw_month,
            Lever::Capex => self.capex_musd_per_mw,
            Lever::Delay => self.delay_weeks,
        };
        at.map(Rounded::get)
    }
}

/// What one input moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SwingEntry {
    /// Path of a fact, `market.` and a quantity of the market, or `plan.` and what the plan draws itself.
    pub path: String,
    /// Its tenth.
    pub low: Rounded,
    /// Its ninth tenth.
    pub high: Rounded,
    /// Mean difference at the tenth, M$.
    pub npv_difference_low_musd: Rounded,
    /// Mean difference at the ninth tenth, M$.
    pub npv_difference_high_musd: Rounded,
}

/// What an answer is worth before choosing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KnowingEntry {
    /// As in the tornado.
    pub path: String,
    /// M$ by which the choice is better on average when it is known.
    pub worth_musd: Rounded,
}

/// A lease that is signed when it likely is, at likely figures and without luck.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LikelyLeaseEntry {
    /// Net operating income of the first full year, M$.
    pub first_noi_musd: Rounded,
    /// Capital, M$.
    pub capex_musd: Rounded,
    /// The first over the second.
    pub yield_on_cost: Option<Rounded>,
    /// Rate of return without debt.
    pub irr: Option<Rounded>,
    /// Rate of return with it.
    pub irr_with_debt: Option<Rounded>,
    /// What lenders give, M$.
    pub debt_musd: Option<Rounded>,
    /// Coupon, a share a year.
    pub coupon: Rounded,
    /// Income over service.
    pub debt_cover: Option<Rounded>,
    /// M$ of today that the halls would fetch at the horizon beyond the bare site.
    pub exit_value_musd: Option<Rounded>,
    /// Hashprice at which a MW of the mine leaves as much as the halls that its power feeds, dollars per PH and day, with
    /// capital free, as analysts print it; null without a mine.
    pub parity_hashprice_capital_free_usd_per_ph_day: Option<Rounded>,
    /// The same with 12 % a year on capital.
    pub parity_hashprice_usd_per_ph_day: Option<Rounded>,
}

/// The answer under another choice of ours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PremiseEntry {
    /// as-it-is, exit-value, one-rate, signed or unsigned.
    #[schemars(with = "String")]
    pub id: Premise,
    /// The highest mean.
    #[schemars(with = "Option<String>")]
    pub best: Option<Alternative>,
    /// Share of the draws in which the best way to convert beats mining, or a sale where nothing may be mined.
    pub chance: Rounded,
    /// Mean difference to that, M$ for each MW of the connection.
    pub npv_difference_per_grid_mw_musd: Rounded,
}

/// M$ of each year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CashFlowEntry {
    /// The way.
    #[schemars(with = "String")]
    pub id: Alternative,
    /// One for each year from the plan's start: P10, P50, P90 and mean, or one number where all draws agree.
    #[serde(with = "list")]
    #[schemars(with = "Vec<ShortAmount>")]
    pub years_musd: Vec<Amount>,
}

/// A figure that stands beside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BesideEntry {
    /// Its id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Low, likely and high.
    pub range: [Rounded; 3],
    /// Its unit.
    pub unit: String,
    /// Month that it is of.
    pub dated: String,
}

/// The less hopeful of what engineering and money say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WithMoneyEntry {
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    #[schemars(with = "String")]
    pub word: Word,
    /// Share of the draws in which both together say so, of a bridge or converting so or something more hopeful, 0 to 1.
    pub chance: Rounded,
    /// Why.
    pub reason: String,
}
