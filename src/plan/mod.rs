//! What closing the gaps costs, in what order, by when.
//!
//! A blueprint holds every work that a route may take of a target. It is costed and dated in each draw of a
//! site; the plan, its order and its phases are those of the median draw. The cheapest way to a goal ([`select`])
//! is solved where it is asked for.

pub mod answers;
mod blueprint;
mod bound;
mod builders;
mod change;
mod closing;
mod costing;
mod counted;
mod course;
mod draft;
mod finish;
mod firming;
mod fixing;
mod lead;
mod lengths;
mod market;
mod measure;
mod menu;
mod names;
mod network;
mod outlay;
mod pace;
mod phases;
mod price;
pub mod prices;
mod region;
mod schedule;
pub mod select;
mod size;
mod standing;
mod terms;
mod tranches;
pub(crate) mod works;
mod writes;
mod written;

pub(crate) use answers::answer;
pub use answers::{Answers, Ask};
pub(crate) use blueprint::Blueprint;
pub(crate) use bound::Bound;
pub use change::{Stated, Written};
pub use closing::Closing;
pub(crate) use costing::Costing;
pub use counted::Counted;
pub(crate) use draft::{Conditions, Draft, Scope};
pub use fixing::Fix;
pub(crate) use lead::leading;
pub use lead::{NoRoute, Wish};
pub(crate) use market::{DELIVERY, Market, PRICE_LEVEL};
pub(crate) use outlay::Outlay;
pub use pace::{DisclosedTime, NewSite, Pace, Term};
pub use prices::{PriceList, UserPrices, built_in};
pub use region::{Region, SiteWorks};
pub(crate) use schedule::NO_FLOAT;
pub use schedule::{Activity, Schedule};
pub(crate) use size::{GROUND, ground_mw, planned_mw};
pub(crate) use standing::Standing;
pub use tranches::Timing;
pub use tranches::Waits;
pub use works::{Certainty, CostLine, Work};
pub use writes::{Content, Literal, Planned, Writes};

use crate::capacity::Capacity as Limits;
use crate::rules::Route;
use crate::spread::{Bounded, Spread};
use crate::units::WEEKS_PER_MONTH;
use prices::Fate;

/// Facts that a plan reads by itself, for sizes, dates, what the mine brings and what is better already.
pub const READS: &[&str] = &[
    "as_of",
    "cooling.air_handlers[].count",
    "cooling.air_handlers[].mw",
    "cooling.cdus[].count",
    "cooling.cdus[].mw",
    "cooling.design_dry_bulb_c",
    "cooling.design_wet_bulb_c",
    "cooling.loop_flow_l_per_min",
    "cooling.loop_supply_c",
    "cooling.plant[].count",
    "cooling.plant[].mw",
    "cooling.trim_share",
    "cooling.water_m3_per_day",
    "fiber.diverse_routes",
    "fiber.lateral_km",
    "halls[].area_m2",
    "halls[].count",
    "halls[].racks",
    "land.area_acres",
    "land.buildable_acres",
    "land.elevation_m",
    "land.obtainable_acres",
    "mining.efficiency_j_per_th",
    "mining.fleet_mw",
    "mining.hosting",
    "mining.machines[].efficiency_j_per_th",
    "mining.machines[].mw",
    "mining.pue",
    "permits[].decision_on",
    "permits[].kind",
    "permits[].status",
    "power.approved_mw",
    "power.contracted_mw",
    "power.energization",
    "power.energized_mw",
    "power.expansion[].date",
    "power.expansion[].mw",
    "power.expansion[].readiness",
    "power.firming_mw",
    "power.firmness",
    "power.fully_energized_on",
    "power.interruptible_hours_per_year",
    "power.interruption_hours_each",
    "power.power_factor",
    "power.take_or_pay_mw",
    "redundancy.generators[].count",
    "redundancy.generators[].fuel_hours",
    "redundancy.generators[].mw",
    "redundancy.generators_ordered_on",
    "redundancy.ups[].count",
    "redundancy.ups[].mw",
    "redundancy.ups_ordered_on",
    "substation.owner",
    "substation.service_firm_mw",
    "substation.switchgear_ordered_on",
    "substation.transformers[].count",
    "substation.transformers[].mva",
    "substation.transformers_ordered_on",
    "workforce.builder",
];

/// Texts by which the place of a site is found among the regions of a price list.
pub const PRICED_BY: &[&str] = &["location.country", "location.region"];

/// A percentage on what stands above it.
#[derive(Debug, Clone, PartialEq)]
pub struct SoftCost<'a> {
    /// Id of the price.
    pub price: &'a str,
    /// What it pays for.
    pub item: &'a str,
    /// Percent.
    pub percent: Spread,
    /// M$.
    pub cost: Spread,
}

/// What a part of the mine brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit<'a> {
    /// What it is.
    pub what: &'a str,
    /// reuse, derate, sell or scrap.
    pub fate: Fate,
    /// M$ that it brings; 0 where reuse merely avoids buying.
    pub credit: Spread,
}

/// When some critical IT MW are there, all blocks of the plan up to theirs together.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival<'a> {
    /// Critical IT MW.
    pub mw: f64,
    /// Weeks from the start of the plan in the median draw; infinite where they never come.
    pub median_weeks: f64,
    /// The same over the draws that are shown.
    pub weeks: Finish,
    /// What the last of them wait for in the median draw.
    pub waits: Waits,
    /// Where that is works, ids of the remedies that hold them up, one behind the other.
    pub works: Vec<&'a str>,
    /// The one of them that takes longest.
    pub longest: Option<&'a str>,
}

/// A total against what others paid.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Range of disclosed conversions on this route, M$ for each critical IT MW.
    pub conversions: (f64, f64),
    /// Range of new builds elsewhere.
    pub new_build: (f64, f64),
    /// How this total lies, in a sentence.
    pub verdict: &'static str,
}

/// When a phase ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finish {
    /// Weeks from the start of the plan.
    pub weeks: Spread,
    /// Eight draws in ten end no later.
    pub p80: f64,
}

/// What a plan comes to over the draws that carry the tenant's least MW; where none does, over all of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Share of the draws that carry the tenant's least.
    pub share: f64,
    /// Critical IT MW after the plan; worst and best are those of all draws and both ends.
    pub planned_mw: Bounded,
    /// M$ of the owner's works.
    pub owner_works: Spread,
    /// M$ that the owner pays: works and soft costs, before credits.
    pub owner_total: Spread,
    /// M$ of works that the tenant pays.
    pub tenant_total: Spread,
    /// M$ of works that the utility pays.
    pub utility_total: Spread,
    /// Owner's total for each critical IT MW planned; `None` without MW.
    pub per_mw: Option<Spread>,
    /// When the tenant's first megawatts can run.
    pub first: Finish,
    /// When all of them can.
    pub all: Finish,
}

impl Figures {
    /// Months from the start of the plan to the end of a phase; `None` without MW.
    #[must_use]
    pub fn months(&self, phase: Finish) -> Option<Spread> {
        let months = phase.weeks.map(|weeks| weeks / WEEKS_PER_MONTH);
        self.per_mw.map(|_| months)
    }
}

/// The plan in its median draw, which the choice of works is made on.
#[derive(Debug, Clone, PartialEq)]
pub struct Median {
    /// Critical IT MW after the plan.
    pub planned_mw: f64,
    /// M$ that the owner pays, soft costs included.
    pub owner_total: f64,
    /// The owner's total for each M$ of the owner's works.
    pub soft_factor: f64,
    /// What holds the planned MW down.
    pub bound_by: Vec<&'static str>,
    /// Weeks until the first of them and until all of them run.
    pub timing: Timing,
    /// What of a take-or-pay is left unused on the way; `None` where nothing is owed.
    pub take_or_pay: Option<TakeOrPay>,
}

/// Grid MW that are paid for, drawn or not, held against the ramp of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TakeOrPay {
    /// What is owed.
    pub grid_mw: f64,
    /// Weeks until the halls draw as much; `None` where they never do.
    pub met_weeks: Option<f64>,
    /// What the halls leave of it until all of them run: MW times weeks.
    pub unused_mw_weeks: f64,
}

/// What closing the gaps of a route costs, in what order, by when.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<'a> {
    /// The route.
    pub route: Route,
    /// Version of the price list.
    pub prices: &'a str,
    /// How long new sites take, by grid.
    pub new_sites: &'a [NewSite],
    /// What site labor and works count, by place and hardware.
    pub site_works: SiteWorks<'a>,
    /// What it comes to over the draws: works that few draws need are in these totals as far as they need them.
    pub figures: Figures,
    /// The same over all draws, as limits read it.
    pub counted: Counted,
    /// The works that the median draw or most draws need, the one that must start first in front.
    pub works: Vec<Work<'a>>,
    /// Critical IT MW that stand when all works up to and with this one are done.
    pub cumulative_mw: Vec<f64>,
    /// Works that no tenant asks for and that earn points; in no total.
    pub worthwhile: Vec<Work<'a>>,
    /// Other works: those that few draws need, and those that add MW beyond the plan.
    pub beyond: Vec<Work<'a>>,
    /// What each category of the checklist takes.
    pub closings: Vec<Closing>,
    /// Percentages on the owner's works.
    pub soft: Vec<SoftCost<'a>>,
    /// What the mine brings.
    pub salvage: Vec<Credit<'a>>,
    /// M$ of that, all of it together.
    pub credits: Spread,
    /// Against what others paid.
    pub comparison: Option<Comparison>,
    /// The network of activities in the median draw.
    pub schedule: Schedule,
    /// When megawatts come, block by block.
    pub arrivals: Vec<Arrival<'a>>,
    /// The rest of the median draw.
    pub median: Median,
}

impl Plan<'_> {
    /// The work that the first megawatts wait for the longest in the median draw.
    #[must_use]
    pub(crate) fn longest_of_first(&self) -> Option<&str> {
        self.arrivals.first()?.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist;
    use crate::citations::Basis;
    use prices::Step;

    /// What is missing or wrong in a price list.
    fn gaps_of(list: &PriceList) -> Vec<String> {
        let mut gaps = Vec::new();
        for remedy in checklist::remedies() {
            if list
                .measures
                .iter()
                .filter(|m| m.remedy == remedy.id)
                .count()
                != 1
            {
                gaps.push(format!("{} needs exactly one measure", remedy.id));
            }
        }
        for measure in &list.measures {
            if checklist::remedy(&measure.remedy).is_none() {
                gaps.push(format!("no remedy is called {}", measure.remedy));
            }
            let sum: f64 = Step::ALL.iter().map(|s| measure.steps.share(*s)).sum();
            if (sum - 1.0).abs() > 1e-6 {
                gaps.push(format!("the steps of {} sum to {sum}", measure.remedy));
            }
            for line in measure
                .lines
                .iter()
                .filter(|l| list.price(&l.price).is_none())
            {
                gaps.push(format!(
                    "{}: no price is called {}",
                    measure.remedy, line.price
                ));
            }
            for after in measure
                .after
                .iter()
                .filter(|a| list.measure(&a.remedy).is_none())
            {
                gaps.push(format!(
                    "{}: waits for unknown {}",
                    measure.remedy, after.remedy
                ));
            }
            for id in measure
                .salvage
                .iter()
                .filter(|id| !list.salvage.iter().any(|s| s.id == **id))
            {
                gaps.push(format!("{}: frees unknown {id}", measure.remedy));
            }
        }
        for price in list.prices.iter().chain(&list.soft_costs) {
            if !(price.low <= price.mode && price.mode <= price.high) {
                gaps.push(format!("{} is not ascending", price.id));
            }
            if price.basis == Basis::Assumed && price.note.is_none() {
                gaps.push(format!("{} is assumed without a note", price.id));
            }
            if !(0.0..=1.0).contains(&price.local) {
                gaps.push(format!("{} has no share of site labor", price.id));
            }
            if price.basis != Basis::Assumed && price.sources.is_empty() {
                gaps.push(format!("{} has no source", price.id));
            }
        }
        for region in &list.regions {
            if !(region.low <= region.likely && region.likely <= region.high) {
                gaps.push(format!("{} is not ascending", region.id));
            }
            if region.note.is_none() {
                gaps.push(format!("{} has no note", region.id));
            }
        }
        if list
            .regions
            .last()
            .is_none_or(|last| !last.countries.is_empty())
        {
            gaps.push("no region is that of all other places".to_owned());
        }
        gaps
    }

    #[test]
    fn the_built_in_price_list_is_complete() {
        assert_eq!(gaps_of(built_in()), Vec::<String>::new());
    }
}
