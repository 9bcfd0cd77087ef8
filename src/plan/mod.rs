//! What closing the gaps costs, in what order, by when.
//!
//! Drafting a plan samples nothing and solves nothing; dates as P50, P80 and P90 ([`schedule::sample`])
//! and the cheapest way to a goal ([`select`]) are asked for by themselves.

pub mod answers;
mod names;
pub mod prices;
pub mod schedule;
pub mod select;
pub mod works;

pub use answers::{Answers, Ask, answer};
pub use prices::{PriceList, UserPrices, built_in};
pub use schedule::{Activity, Dates, Schedule, Span};
pub use works::{Certainty, CostLine, Work};

use crate::capacity::Capacity;
use crate::engineering::halls::floor_it_mw;
use crate::estimate::{Bounds, Estimate};
use crate::hosting::Target;
use crate::rules::{Finding, Route};
use crate::site::Site;
use crate::site::date::months_between;
use crate::units::Musd;
use prices::{Band, Fate, Payer, SalvageQuantity};
use works::Size;

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
    pub fn paid_by(&self, payer: Payer) -> Estimate<Musd> {
        let works = self.works.iter().filter(|w| w.payer == payer);
        works.map(Work::cost).sum()
    }

    /// What the mine brings, all of it together.
    #[must_use]
    pub fn credits(&self) -> Estimate<Musd> {
        self.salvage.iter().map(|s| s.credit).sum()
    }
}

/// Drafts the plan of a route from its findings.
#[must_use]
pub fn draft<'a>(
    site: &Site,
    target: Target,
    findings: &[&Finding<'a>],
    route: Route,
    capacity: &Capacity,
    list: &'a PriceList,
) -> Plan<'a> {
    let planned = planned_mw(site, &target, route, capacity);
    sized(site, target, findings, route, capacity, list, planned)
}

/// The plan for fewer MW than a route could carry.
#[must_use]
pub fn sized<'a>(
    site: &Site,
    target: Target,
    findings: &[&Finding<'a>],
    route: Route,
    capacity: &Capacity,
    list: &'a PriceList,
    planned_mw: Bounds,
) -> Plan<'a> {
    let size = Size {
        site,
        target,
        planned_mw: planned_mw.likely,
    };
    let all = works::works(findings, route, &size, capacity, list);
    let (works, beyond): (Vec<Work>, Vec<Work>) = all
        .into_iter()
        .partition(|w| !w.beyond && w.certainty != Certainty::Perhaps);
    let (works, schedule) = schedule::put_in_order(works, list);
    let paid_by = |owner: bool| {
        works
            .iter()
            .filter(move |w| (w.payer == Payer::Owner) == owner)
            .map(Work::cost)
    };
    let (soft, owner_total) = soft_costs(paid_by(true).sum(), list);
    let others_total = paid_by(false).sum();
    let per_mw =
        (planned_mw.likely > 0.0).then(|| owner_total.map::<Musd>(|m| m / planned_mw.likely));
    Plan {
        route,
        prices: &list.version,
        planned_mw,
        cumulative_mw: cumulative(&works, planned_mw.likely, capacity),
        soft,
        salvage: salvage(
            &works,
            site,
            list,
            planned_mw.likely / target.hardware.parameters.grid_to_it.value.max(0.01),
        ),
        owner_total,
        others_total,
        per_mw,
        comparison: per_mw.map(|per_mw| compare(per_mw, route, list)),
        phases: phases(
            site,
            &target,
            planned_mw.likely,
            capacity,
            &works,
            &schedule,
        ),
        schedule,
        works,
        beyond,
    }
}

/// Critical IT MW after the plan: what can be bought cuts nothing; in a standing hall its floor does.
#[must_use]
pub fn planned_mw(site: &Site, target: &Target, route: Route, capacity: &Capacity) -> Bounds {
    let ceiling = capacity.ceiling_mw;
    let Route::InPlace(index) = route else {
        return ceiling;
    };
    let hall = index.and_then(|i| site.halls.items()?.get(i));
    let Some(floor) = hall.and_then(|h| floor_it_mw(h, target)) else {
        // A hall that nobody measured carries something between nothing and all.
        return Bounds {
            low: 0.0,
            ..ceiling
        };
    };
    ceiling.min(floor)
}

/// MW that stand after each work in order: the smallest of the limits that no finished work has lifted.
fn cumulative(works: &[Work], planned: f64, capacity: &Capacity) -> Vec<f64> {
    let stated = capacity.today_mw.likely.min(planned);
    let mut standing = vec![planned; works.len()];
    let mut least = planned;
    // From the last work to the first: what stands after a work is bound by the works behind it.
    for (standing, work) in standing.iter_mut().zip(works).rev() {
        *standing = least.max(stated);
        least = work
            .mw_at_stake
            .map_or(least, |stake| least.min(planned - stake));
    }
    standing
}

/// Percentages one after the other, each on all that stands above it.
fn soft_costs(works: Estimate<Musd>, list: &PriceList) -> (Vec<SoftCost<'_>>, Estimate<Musd>) {
    let mut total = works;
    let soft = list
        .soft_costs
        .iter()
        .map(|price| {
            let percent = Estimate::new(price.low, price.mode, price.high)
                .unwrap_or(Estimate::exact(price.mode));
            let cost: Estimate<Musd> = total.rising(percent, |sum, percent| sum * percent / 100.0);
            total = total + cost;
            SoftCost {
                price: &price.id,
                item: &price.item,
                percent,
                cost,
            }
        })
        .collect();
    (soft, total)
}

/// What the mine brings, as far as the plan takes its place.
fn salvage<'a>(works: &[Work], site: &Site, list: &'a PriceList, grid_mw: f64) -> Vec<Credit<'a>> {
    let freed: Vec<&String> = works
        .iter()
        .filter_map(|w| list.measures.get(w.measure))
        .flat_map(|m| &m.salvage)
        .collect();
    let megawatts = |fact: Option<Estimate<crate::units::GridMw>>| {
        fact.map_or(0.0, Estimate::likely).min(grid_mw)
    };
    list.salvage
        .iter()
        .filter(|s| freed.contains(&&s.id))
        .map(|s| {
            let quantity = match s.quantity {
                SalvageQuantity::FleetMw => megawatts(
                    site.mining
                        .fleet_mw
                        .known()
                        .or(site.power.energized_mw.known()),
                ),
                SalvageQuantity::EnergizedMw => megawatts(site.power.energized_mw.known()),
                SalvageQuantity::Once => 1.0,
            };
            let factor = quantity * works::dollars_per_unit(&s.unit) / 1e6;
            let credit = Estimate::new(s.low * factor, s.mode * factor, s.high * factor);
            Credit {
                what: &s.what,
                fate: s.fate,
                credit: credit.unwrap_or(Estimate::exact(0.0)),
            }
        })
        .collect()
}

fn compare(per_mw: Estimate<Musd>, route: Route, list: &PriceList) -> Comparison {
    let band = |b: &Band| (b.low, b.high);
    let conversions = match route {
        Route::InPlace(_) => band(&list.bands.in_place),
        Route::NewHall => band(&list.bands.new_hall),
    };
    let likely = per_mw.likely();
    let verdict = if likely < conversions.0 {
        "below what disclosed conversions of this kind cost: little is known to be missing, or works are small"
    } else if likely > conversions.1 {
        "above what disclosed conversions of this kind cost: lumps weigh on few MW, or the hardware asks for more"
    } else {
        "inside what disclosed conversions of this kind cost"
    };
    Comparison {
        conversions,
        new_build: band(&list.bands.new_build),
        verdict,
    }
}

/// Megawatts and the weeks they come: at each time the least of live power and of every limit that no work
/// has lifted yet. Dated steps of expansion come at their dates, what has no date when all works are done.
fn phases(
    site: &Site,
    target: &Target,
    planned: f64,
    capacity: &Capacity,
    works: &[Work],
    schedule: &Schedule,
) -> Vec<Phase> {
    if planned <= 0.0 {
        return Vec::new();
    }
    let steps = dated_steps(site, target);
    let live = capacity
        .today("energized")
        .and_then(|l| l.mw)
        .map_or(0.0, |mw| mw.likely);
    let power = |weeks: f64| {
        let dated: f64 = steps
            .iter()
            .filter(|(at, _)| *at <= weeks)
            .map(|(_, mw)| mw)
            .sum();
        if weeks >= schedule.full_weeks {
            planned
        } else {
            (live + dated).min(planned)
        }
    };
    // Live power is counted above, its dated steps included. A substation that nobody described carries
    // what is live, only not with a unit out.
    let counts = |w: &Work| {
        w.remedy.id != ENERGIZE && (w.remedy.id != TRANSFORMER || w.certainty == Certainty::Needed)
    };
    let finishes = (0..works.len()).map(|at| schedule.of_work(at).finish);
    let stakes: Vec<(f64, f64)> = finishes
        .clone()
        .zip(works)
        .filter(|(_, work)| counts(work))
        .filter_map(|(finish, work)| Some((finish, work.mw_at_stake?)))
        .collect();
    let limits = |weeks: f64| {
        let open = stakes.iter().filter(|(finish, _)| *finish > weeks + 1e-9);
        open.map(|(_, stake)| planned - stake)
            .fold(planned, f64::min)
    };
    let mut times: Vec<f64> = finishes.chain(steps.iter().map(|(at, _)| *at)).collect();
    times.extend([schedule.first_weeks, schedule.full_weeks]);
    times.retain(|weeks| *weeks >= schedule.first_weeks);
    times.sort_by(f64::total_cmp);
    let mut phases: Vec<Phase> = Vec::new();
    for weeks in times {
        let mw = power(weeks).min(limits(weeks));
        if mw > phases.last().map_or(0.0, |p| p.mw) + LEAST_PHASE_MW {
            let what = if mw >= planned - 1e-9 {
                "all that the plan carries"
            } else if power(weeks) <= limits(weeks) {
                "what is live carries; N−1 as far as it is stated"
            } else {
                "bound by works that are not done yet"
            };
            phases.push(Phase { weeks, mw, what });
        }
    }
    phases
}

/// The remedy that brings agreed power to life.
const ENERGIZE: &str = "energize-tranche";

/// The remedy that mends a substation without a spare.
const TRANSFORMER: &str = "transformer-n-1";

/// Less is no phase of its own, MW.
const LEAST_PHASE_MW: f64 = 0.5;

/// Weeks and critical IT MW of the agreed steps of expansion that have a date.
fn dated_steps(site: &Site, target: &Target) -> Vec<(f64, f64)> {
    let share = target.hardware.parameters.grid_to_it.value;
    let agreed = |r| r >= crate::site::power::Readiness::Agreed;
    site.power
        .expansion
        .items()
        .unwrap_or_default()
        .iter()
        .filter(|s| s.readiness.known().is_some_and(agreed))
        .filter_map(|s| {
            let months = months_between(site.as_of.known()?, s.date.known()?);
            Some((months.likely * 52.0 / 12.0, s.mw.known()?.likely() * share))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_costs_stand_on_each_other() {
        // 100 M$ of works, 10 % design, 20 % contingency on both: 132 M$.
        let (soft, total) = soft_costs(Estimate::exact(100.0), built_in());
        assert_eq!(soft.len(), built_in().soft_costs.len());
        let by_hand = built_in()
            .soft_costs
            .iter()
            .fold(100.0, |sum, p| sum * (1.0 + p.mode / 100.0));
        assert!((total.likely() - by_hand).abs() < 1e-9, "{total:?}");
    }

    #[test]
    fn the_built_in_price_list_is_complete() {
        assert_eq!(prices::gaps_of(built_in()), Vec::<String>::new());
    }
}
