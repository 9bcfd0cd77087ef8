//! What closing the gaps costs, in what order, by when.
//!
//! Drafting a plan samples nothing and solves nothing; dates as P50, P80 and P90 ([`dates::sample`])
//! and the cheapest way to a goal ([`select`]) are asked for by themselves.

pub mod answers;
pub mod dates;
mod draft;
mod lead;
mod measure;
mod names;
mod network;
mod price;
pub mod prices;
mod schedule;
mod scope;
pub mod select;
pub(crate) mod works;

pub(crate) use answers::answer;
pub use answers::{Answers, Ask};
pub use dates::Dates;
pub use lead::{NoRoute, Wish};
pub(crate) use lead::{bound_by, leading};
pub use prices::{PriceList, UserPrices, built_in};
pub use schedule::{Activity, Schedule};
pub use scope::Scope;
pub use works::{Certainty, CostLine, Work};

use crate::estimate::{Bounds, Estimate};
use crate::rules::Route;
use crate::units::Musd;
use prices::{Fate, Payer};

/// A percentage on what stands above it.
#[derive(Debug, Clone, PartialEq)]
pub struct SoftCost<'a> {
    /// Id of the price.
    pub price: &'a str,
    /// What it pays for.
    pub item: &'a str,
    /// Percent.
    pub percent: Estimate<Musd>,
    /// What it costs.
    pub cost: Estimate<Musd>,
}

/// What a part of the mine brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit<'a> {
    /// What it is.
    pub what: &'a str,
    /// reuse, derate, sell or scrap.
    pub fate: Fate,
    /// What it brings; 0 where reuse merely avoids buying.
    pub credit: Estimate<Musd>,
}

/// Critical IT MW from a week on.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Weeks from the start of the plan.
    pub weeks: f64,
    /// Critical IT MW that run from then on, all phases together.
    pub mw: f64,
    /// What brings them.
    pub what: &'static str,
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

/// What closing the gaps of a route costs, in what order, by when.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<'a> {
    /// The route.
    pub route: Route,
    /// Version of the price list.
    pub prices: &'a str,
    /// Critical IT MW after the plan.
    pub planned_mw: Bounds,
    /// The works of the plan, the one that must start first in front.
    pub works: Vec<Work<'a>>,
    /// Critical IT MW that stand when all works up to and with this one are done.
    pub cumulative_mw: Vec<f64>,
    /// Works beyond it: those that a typical mine does not need, and those that add MW beyond the plan.
    pub beyond: Vec<Work<'a>>,
    /// Percentages on the owner's works.
    pub soft: Vec<SoftCost<'a>>,
    /// What the mine brings.
    pub salvage: Vec<Credit<'a>>,
    /// What the owner pays: works and soft costs, before credits.
    pub owner_total: Estimate<Musd>,
    /// What tenant or utility pay.
    pub others_total: Estimate<Musd>,
    /// Owner's total for each critical IT MW planned; `None` without MW.
    pub per_mw: Option<Estimate<Musd>>,
    /// Against what others paid.
    pub comparison: Option<Comparison>,
    /// The network of activities.
    pub schedule: Schedule,
    /// Megawatts and their weeks.
    pub phases: Vec<Phase>,
}

impl Plan<'_> {
    /// What the works cost that a payer pays; soft costs come on top of the owner's.
    #[must_use]
    pub(crate) fn paid_by(&self, payer: Payer) -> Estimate<Musd> {
        let works = self.works.iter().filter(|w| w.payer == payer);
        works.map(Work::cost).sum()
    }

    /// What the mine brings, all of it together.
    #[must_use]
    pub fn credits(&self) -> Estimate<Musd> {
        self.salvage.iter().map(|s| s.credit).sum()
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
            if price.basis != Basis::Assumed && price.sources.is_empty() {
                gaps.push(format!("{} has no source", price.id));
            }
        }
        gaps
    }

    #[test]
    fn the_built_in_price_list_is_complete() {
        assert_eq!(gaps_of(built_in()), Vec::<String>::new());
    }
}
