//! From a scope to its plan: how large it is, what it costs and when it carries.

use super::network::put_in_order;
use super::prices::{Band, Payer, PriceList, SalvageQuantity};
use super::schedule::Schedule;
use super::scope::Scope;
use super::works::{Certainty, Work, works};
use super::{Comparison, Credit, Phase, Plan, SoftCost};
use crate::capacity::Capacity;
use crate::engineering::LimitId;
use crate::engineering::halls::floor_it_mw;
use crate::estimate::{Bounds, Estimate};
use crate::hosting::Target;
use crate::rules::Route;
use crate::site::Site;
use crate::site::date::months_between;
use crate::units::{GridMw, Musd, WEEKS_PER_MONTH};

impl<'a> Scope<'_, 'a> {
    /// The plan for all MW that the route can carry.
    #[must_use]
    pub(crate) fn draft(&self) -> Plan<'a> {
        self.sized(self.planned_mw())
    }

    /// The plan for fewer MW than that.
    #[must_use]
    pub fn sized(&self, planned_mw: Bounds) -> Plan<'a> {
        let Self {
            site,
            target,
            route,
            capacity,
            prices: list,
            ..
        } = *self;
        let all = works(self, planned_mw.likely);
        let (works, beyond): (Vec<Work>, Vec<Work>) = all
            .into_iter()
            .partition(|w| !w.beyond && w.certainty != Certainty::Perhaps);
        let (works, schedule) = put_in_order(works, list);
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
    fn planned_mw(&self) -> Bounds {
        let ceiling = self.capacity.ceiling_mw;
        let Route::InPlace(index) = self.route else {
            return ceiling;
        };
        let hall = index.and_then(|i| self.site.halls.items()?.get(i));
        let Some(floor) = hall.and_then(|h| floor_it_mw(h, &self.target)) else {
            // A hall that nobody measured carries something between nothing and all.
            return Bounds {
                low: 0.0,
                ..ceiling
            };
        };
        ceiling.min(floor)
    }
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
    let megawatts =
        |fact: Option<Estimate<GridMw>>| fact.map_or(0.0, Estimate::likely).min(grid_mw);
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
            let factor = quantity * s.unit.dollars_per_quantity() / 1e6;
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
        .today(LimitId::Energized)
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
    let counts = |w: &Work| match w.limit {
        Some(LimitId::Energized) => false,
        Some(LimitId::Substation) => w.certainty == Certainty::Needed,
        _ => true,
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
            Some((
                months.likely * WEEKS_PER_MONTH,
                s.mw.known()?.likely() * share,
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::built_in;
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
}
