//! From the draws of a costing to its figures and its plan.

use super::blueprint::Candidate;
use super::costing::{Costing, Run, place};
use super::counted::{Carrying, Counted};
use super::network::put_in_order;
use super::prices::{Payer, PriceList, RouteName, SalvageQuantity};
use super::tranches::{LEAST_BLOCK_MW, Timing, Tranche, Waits, weeks_until};
use super::works::{Certainty, CostLine, Work, unit_of};
use super::{Arrival, Comparison, Credit, Figures, Finish, Median, Plan, SoftCost, TakeOrPay};
use crate::rules::Route;
use crate::spread::{Bounded, Spread, percentile};

/// Blocks that come at the same time are told as one, weeks. A larger number would tell other dates than those that a
/// choice is made by.
const SAME_WEEKS: f64 = 1e-6;

/// Blocks of two draws whose megawatts differ by less of them are the same block.
const SAME_SHARE: f64 = 0.005;

/// A work that holds megawatts up for less is not named, weeks.
const LONG_WEEKS: f64 = 4.0;

/// Fewer critical IT MW are none to divide money by.
const LEAST_MW: f64 = 0.1;

impl<'a> Costing<'_, 'a> {
    /// What the plan comes to, without its works.
    #[must_use]
    pub(crate) fn figures(&self) -> Figures {
        self.figures_over(&self.shown())
    }

    /// The plan of a route of the blueprint's kind.
    #[must_use]
    pub(crate) fn finish(&self, route: Route) -> Plan<'a> {
        let shown = self.shown();
        let list = self.blueprint.list;
        let median = self.median();
        let planned_mw = median.planned_mw;
        let (mut works, mut worthwhile, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
        for (at, work) in self.works(&shown) {
            let place = if self.is_planned(at, &work) {
                &mut works
            } else if !work.beyond && self.share(|run| self.is_worthwhile(run, at)) >= work.chance {
                &mut worthwhile
            } else {
                &mut beyond
            };
            place.push(work);
        }
        let (works, schedule) = put_in_order(works, list, self.hold(), self.lot(0));
        let figures = self.figures_over(&shown);
        let (salvage, credits) = self.salvage(&works, &shown);
        Plan {
            route,
            prices: &list.version,
            new_sites: &list.new_sites,
            site_works: self.site_works(),
            cumulative_mw: self.middle.cumulative(&works, planned_mw),
            worthwhile,
            beyond,
            closings: self.closings(&shown),
            soft: self.soft_costs(&shown),
            salvage,
            credits,
            comparison: figures
                .per_mw
                .map(|per_mw| compare(per_mw.p50, RouteName::of(route), list)),
            arrivals: self.arrivals(&shown),
            median: Median {
                planned_mw,
                owner_total: median.owner_total,
                soft_factor: self.market.soft_factor(median.at),
                bound_by: self.middle.bound_by.clone(),
                timing: median.timing,
                take_or_pay: self.take_or_pay(),
            },
            figures,
            counted: self.counted(),
            schedule,
            works,
        }
    }

    /// The runs of which money and months are told: draws that carry the tenant's least, or all where none does.
    fn shown(&self) -> Vec<usize> {
        let carry = |run: &usize| self.runs[*run].carries_least;
        let carrying: Vec<usize> = self.draws().filter(carry).collect();
        if carrying.is_empty() {
            self.draws().collect()
        } else {
            carrying
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "no run has more draws than 53 bits count"
    )]
    fn share(&self, counts: impl Fn(usize) -> bool) -> f64 {
        let draws = self.draws();
        let all = draws.len() as f64;
        draws.filter(|run| counts(*run)).count() as f64 / all
    }

    /// Something over some runs.
    fn over(&self, runs: &[usize], of: impl Fn(&Run) -> f64) -> Spread {
        spread(runs.iter().map(|run| of(&self.runs[*run])).collect())
    }

    fn figures_over(&self, shown: &[usize]) -> Figures {
        let with_mw: Vec<usize> = shown
            .iter()
            .copied()
            .filter(|run| self.runs[*run].planned_mw >= LEAST_MW)
            .collect();
        let paid = |payer| self.over(shown, |run| run.paid[place(payer)]);
        Figures {
            share: self.share(|run| self.runs[run].carries_least),
            planned_mw: Bounded::within(self.over(shown, |run| run.planned_mw), [None; 2]),
            owner_works: paid(Payer::Owner),
            owner_total: self.over(shown, |run| run.owner_total),
            tenant_total: paid(Payer::Tenant),
            utility_total: paid(Payer::Utility),
            per_mw: (!with_mw.is_empty())
                .then(|| self.over(&with_mw, |run| run.owner_total / run.planned_mw)),
            first: self.finish_of(shown, |timing| timing.first),
            all: self.finish_of(shown, |timing| timing.all),
        }
    }

    /// Weeks that the median draw waits for its permits.
    fn hold(&self) -> f64 {
        self.times(0).hold
    }

    fn finish_of(&self, runs: &[usize], of: fn(Timing) -> f64) -> Finish {
        finish(runs.iter().map(|run| of(self.runs[*run].timing)).collect())
    }

    /// For each work, weeks in the median draw until the part of it is there that the first megawatts wait for; `None`
    /// where they do without.
    fn first_lots(&self) -> Vec<Option<f64>> {
        let times = self.times(0);
        let Some(first) = self.tranches(0).first() else {
            return vec![None; times.stands.len()];
        };
        let done = self.blueprint.course.done(times, first.mw, 0.0);
        let done = done.into_iter().enumerate();
        done.map(|(work, weeks)| times.gates(work, first.mw).then_some(weeks))
            .collect()
    }

    /// When the blocks of the median draw come, and as many megawatts in the draws that are shown.
    fn arrivals(&self, shown: &[usize]) -> Vec<Arrival<'a>> {
        let blocks = self.tranches(0);
        let ends = blocks
            .windows(2)
            .map(|pair| pair[1].weeks - pair[0].weeks > SAME_WEEKS);
        let ends = blocks.iter().zip(ends.chain([true]));
        let last_of_its_date = ends.filter(|(_, ends)| *ends).map(|(block, _)| block);
        let arrival = |block: &Tranche| {
            let chain = if block.waits == Waits::Works {
                self.chain(block.mw, block.lot)
            } else {
                Vec::new()
            };
            let longest = chain.iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
            Arrival {
                mw: block.mw,
                median_weeks: block.weeks,
                weeks: finish(
                    shown
                        .iter()
                        .map(|run| self.as_many_weeks(*run, block.mw))
                        .collect(),
                ),
                waits: block.waits,
                longest: longest.map(|(id, _)| *id),
                works: chain.into_iter().map(|(id, _)| id).collect(),
            }
        };
        last_of_its_date.map(arrival).collect()
    }

    /// Weeks until some MW of the median draw run in another one; where that plans fewer, as large a share of them. By
    /// these a row is about one block in every draw, and the last one about all of the plan.
    fn as_many_weeks(&self, run: usize, mw: f64) -> f64 {
        let planned = |run: usize| self.tranches(run).last().map_or(0.0, |all| all.mw);
        let share = (planned(run) / planned(0).max(LEAST_BLOCK_MW)).min(1.0);
        let same = (SAME_SHARE * mw).max(LEAST_BLOCK_MW);
        weeks_until(self.tranches(run), mw * share - same)
    }

    /// The works that hold some MW of the median draw up, one behind the other, and for how many weeks.
    fn chain(&self, mw: f64, lot: f64) -> Vec<(&'a str, f64)> {
        let chain = self.blueprint.course.chain(self.times(0), mw, lot);
        let works = chain.into_iter().filter(|(_, weeks)| *weeks >= LONG_WEEKS);
        let id = |work: usize| self.blueprint.works[work].remedy.id.as_str();
        works.map(|(work, weeks)| (id(work), weeks)).collect()
    }

    /// What of a take-or-pay the ramp of the median draw leaves unused; `None` where nothing is owed.
    fn take_or_pay(&self) -> Option<TakeOrPay> {
        let owed = self.median().take_or_pay_mw;
        let blocks = self.tranches(0);
        let last = blocks.last()?.weeks;
        if owed <= 0.0 || !last.is_finite() {
            return None;
        }
        let drawn = |mw: f64| self.median().overhead.grid_mw(mw).min(owed);
        let begins = std::iter::once((0.0, 0.0)).chain(blocks.iter().map(|b| (b.weeks, b.mw)));
        let ends = blocks.iter().map(|block| block.weeks);
        let unused = begins
            .zip(ends)
            .map(|((from, mw), to)| (owed - drawn(mw)) * (to - from));
        let met = blocks.iter().find(|block| drawn(block.mw) >= owed);
        Some(TakeOrPay {
            grid_mw: owed,
            met_weeks: met.map(|block| block.weeks),
            unused_mw_weeks: unused.sum(),
        })
    }

    fn counted(&self) -> Counted {
        let carrying = |run: &Run| {
            (run.carries_least && run.planned_mw >= LEAST_MW).then_some(Carrying {
                mw: run.planned_mw,
                owner_total: run.owner_total,
                first_weeks: run.timing.first,
            })
        };
        let draws = self.draws().map(|run| carrying(&self.runs[run]));
        Counted::over(&draws.collect::<Vec<_>>())
    }

    /// Whether a work is one of the plan, which is that of the median draw and of most draws.
    fn is_planned(&self, at: usize, work: &Work) -> bool {
        !work.beyond && (work.certainty != Certainty::Perhaps || self.needs(0, at))
    }

    /// Every work that the median or any draw needs, with its position.
    fn works(&self, shown: &[usize]) -> Vec<(usize, Work<'a>)> {
        let (critical, first_lots) = (self.critical(shown), self.first_lots());
        let candidates = self.blueprint.works.iter().enumerate();
        let works = candidates.filter_map(|(at, candidate)| {
            let needs = |run: &usize| self.needs(*run, at);
            let earns = |run: &usize| self.is_worthwhile(*run, at);
            let some = |runs: Vec<usize>| (!runs.is_empty()).then_some(runs);
            // Money and months are told of the draws that are shown, as far as these need the work; then of those to
            // which it would bring points.
            let runs = some(shown.iter().copied().filter(needs).collect())
                .or_else(|| some(self.draws().filter(needs).collect()))
                .or_else(|| some((0..1).filter(needs).collect()))
                .or_else(|| some(self.draws().filter(earns).collect()))?;
            let mut work = self.work(at, candidate, &runs, critical[at]);
            work.first_lot = first_lots[at];
            Some((at, work))
        });
        works.collect()
    }

    fn work(
        &self,
        at: usize,
        candidate: &Candidate<'a>,
        runs: &[usize],
        critical: f64,
    ) -> Work<'a> {
        let chance = self.share(|run| self.needs(run, at));
        let gaps = candidate
            .rows
            .clone()
            .zip(self.blueprint.rows_of(candidate));
        let open = gaps.clone().filter(|(row, _)| self.open[*row]);
        let closes: Vec<&str> = open.map(|(_, gap)| gap.requirement.id.as_str()).collect();
        let planned = self.median().planned_mw;
        let limits = gaps.clone().filter_map(|(_, gap)| gap.limit);
        let stake = limits
            .filter_map(|limit| {
                let mw = self
                    .middle
                    .at_stake(limit, planned, self.blueprint.in_place)?;
                Some((limit, mw))
            })
            .reduce(|most, next| if next.1 > most.1 { next } else { most });
        #[expect(
            clippy::cast_precision_loss,
            reason = "no run has more draws than 53 bits count"
        )]
        let draws = self.draws().len() as f64;
        Work {
            remedy: candidate.remedy,
            measure: candidate.measure,
            closes,
            chance,
            certainty: Certainty::of(chance),
            payer: candidate.payer,
            lines: self.lines(candidate, runs),
            cost: spread(
                runs.iter()
                    .map(|run| self.cost_of(*run, candidate))
                    .collect(),
            ),
            writes: self.written.get(at).cloned().unwrap_or_default(),
            weeks: spread(
                runs.iter()
                    .map(|run| self.durations(*run)[at].weeks)
                    .collect(),
            ),
            duration: self.durations(0)[at],
            first_lot: None,
            critical,
            mw_at_stake: stake.map(|(_, mw)| mw),
            limit: stake.map(|(limit, _)| limit),
            readiness_points: gaps
                .map(|(row, gap)| gap.points * self.lost[row])
                .sum::<f64>()
                / draws,
            later_phase: candidate.later_phase,
            beyond: candidate.beyond,
        }
    }

    /// The lines that some of the runs take anything of.
    fn lines(&self, candidate: &Candidate, runs: &[usize]) -> Vec<CostLine<'a>> {
        let list = self.blueprint.list;
        let lines = candidate
            .lines
            .clone()
            .zip(self.blueprint.lines_of(candidate));
        let lines = lines.filter_map(|(at, line)| {
            let quantities: Vec<f64> = runs.iter().map(|run| self.quantities(*run)[at]).collect();
            let taken = quantities.iter().any(|quantity| *quantity > 0.0);
            let price = list.prices.get(line.price).filter(|_| taken)?;
            Some(CostLine {
                price: &price.id,
                quantity: spread(quantities).p50,
                unit: unit_of(line.quantity, price.unit),
                grows: line.quantity.grows(),
                on_site: self.on_site(at),
                cost: spread(runs.iter().map(|run| self.cost(*run, at)).collect()),
                median_cost: self.cost(0, at),
            })
        });
        lines.collect()
    }

    /// For each work, the share of some runs in which it cannot slip.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no run has more draws than 53 bits count"
    )]
    fn critical(&self, runs: &[usize]) -> Vec<f64> {
        let blueprint = self.blueprint;
        let mut counts = vec![0_u32; blueprint.works.len()];
        let mut finishes = Vec::new();
        for run in runs {
            let planned = self.runs[*run].planned_mw;
            let times = self.times(*run);
            blueprint.course.count_critical(
                times,
                planned,
                self.lot(*run),
                &mut finishes,
                &mut counts,
            );
        }
        let share = |count| f64::from(count) / runs.len().max(1) as f64;
        counts.into_iter().map(share).collect()
    }

    /// Percentages one after the other, each on all that stands above it.
    fn soft_costs(&self, shown: &[usize]) -> Vec<SoftCost<'a>> {
        let costs = self.blueprint.list.soft_costs.iter().enumerate();
        let costs = costs.map(|(nth, price)| {
            let soft = |run: &Run| self.market.soft(run.at);
            let cost = |run: &Run| {
                let above = soft(run).iter().take(nth).map(|share| 1.0 + share);
                run.paid[place(Payer::Owner)] * above.product::<f64>() * soft(run)[nth]
            };
            SoftCost {
                price: &price.id,
                item: &price.item,
                percent: self.over(shown, |run| 100.0 * soft(run)[nth]),
                cost: self.over(shown, cost),
            }
        });
        costs.collect()
    }

    /// What the mine brings, as far as the plan takes its place; and all of it together.
    fn salvage(&self, works: &[Work], shown: &[usize]) -> (Vec<Credit<'a>>, Spread) {
        let blueprint = self.blueprint;
        let list = blueprint.list;
        let frees = |measure: usize, id: &String| {
            let measure = list.measures.get(measure);
            measure.is_some_and(|m| m.salvage.contains(id))
        };
        let mut sums = vec![0.0; shown.len()];
        let mut credits = Vec::new();
        for (nth, salvage) in list.salvage.iter().enumerate() {
            if !works.iter().any(|w| frees(w.measure, &salvage.id)) {
                continue;
            }
            let freeing: Vec<usize> = (0..blueprint.works.len())
                .filter(|at| frees(blueprint.works[*at].measure, &salvage.id))
                .collect();
            let in_run = |at: usize| {
                let run = &self.runs[at];
                if !freeing.iter().any(|work| self.needs(at, *work)) {
                    return 0.0;
                }
                let grid_mw = run.overhead.grid_mw(run.planned_mw);
                let quantity = match salvage.quantity {
                    SalvageQuantity::FleetMw => run.miners.mw.min(grid_mw),
                    SalvageQuantity::OwnEh => run.miners.own_eh(grid_mw),
                    SalvageQuantity::EnergizedMw => run.energized_mw.min(grid_mw),
                    SalvageQuantity::Once => 1.0,
                };
                quantity * self.market.salvage(run.at)[nth]
            };
            let each: Vec<f64> = shown.iter().map(|run| in_run(*run)).collect();
            for (sum, credit) in sums.iter_mut().zip(&each) {
                *sum += credit;
            }
            credits.push(Credit {
                what: &salvage.what,
                fate: salvage.fate,
                credit: spread(each),
            });
        }
        (credits, spread(sums))
    }
}

/// Over values of which there is at least one.
pub(super) fn spread(mut values: Vec<f64>) -> Spread {
    Spread::of(&mut values).unwrap_or(Spread::exact(0.0))
}

/// The end of a phase.
#[expect(
    clippy::cast_precision_loss,
    reason = "no run has more draws than 53 bits count"
)]
pub(super) fn finish(mut weeks: Vec<f64>) -> Finish {
    weeks.sort_unstable_by(f64::total_cmp);
    Finish {
        p80: percentile(&weeks, 0.8 * weeks.len().saturating_sub(1) as f64),
        weeks: spread(weeks),
    }
}

fn compare(per_mw: f64, route: RouteName, list: &PriceList) -> Comparison {
    let band = match route {
        RouteName::InPlace => &list.bands.in_place,
        RouteName::NewHall => &list.bands.new_hall,
    };
    let new_build = &list.bands.new_build;
    let verdict = if per_mw < band.low {
        "below what disclosed conversions of this kind cost: little is known to be missing, or works are small"
    } else if per_mw > band.high {
        "above what disclosed conversions of this kind cost: lumps weigh on few MW, or the hardware asks for more"
    } else {
        "inside what disclosed conversions of this kind cost"
    };
    Comparison {
        conversions: (band.low, band.high),
        new_build: (new_build.low, new_build.high),
        verdict,
    }
}
