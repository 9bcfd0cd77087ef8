//! What closing the gaps of each category of the checklist costs, and when that is done.

use super::Finish;
use super::blueprint::Candidate;
use super::costing::Costing;
use super::finish::{finish, spread};
use super::prices::Payer;
use super::tranches::never;
use crate::spread::Spread;

/// What closing the gaps of a category takes, over the draws that are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Closing {
    /// Position of the category in the checklist.
    pub category: usize,
    /// M$ that the owner pays, soft costs included; those of all categories make the owner's total in each draw.
    pub cost: Spread,
    /// Weeks from the start until the last of its works is done.
    pub weeks: Finish,
}

impl Costing<'_, '_> {
    /// Of each category that some draw has works in; a work belongs to the first row that it closes.
    pub(super) fn closings(&self, shown: &[usize]) -> Vec<Closing> {
        let works = || self.blueprint.works.iter();
        let of_work: Vec<usize> = works().map(|work| self.category(work)).collect();
        let categories = of_work.iter().max().map_or(0, |last| last + 1);
        let mut costs = vec![Vec::with_capacity(shown.len()); categories];
        let mut weeks = vec![Vec::with_capacity(shown.len()); categories];
        for run in shown {
            let done = self.done(*run);
            let (mut cost, mut end) = (vec![0.0; categories], vec![0.0_f64; categories]);
            for (at, work) in works().enumerate() {
                if work.beyond || !self.needs(*run, at) {
                    continue;
                }
                let category = of_work[at];
                end[category] = end[category].max(never(done[at]));
                if work.payer == Payer::Owner {
                    cost[category] += self.cost_of(*run, work) * self.soft_factor(*run);
                }
            }
            for category in 0..categories {
                costs[category].push(cost[category]);
                weeks[category].push(end[category]);
            }
        }
        let all = costs.into_iter().zip(weeks).enumerate();
        all.map(|(category, (cost, weeks))| Closing {
            category,
            cost: spread(cost),
            weeks: finish(weeks),
        })
        .filter(|closing| closing.weeks.weeks.p90 > 0.0 || closing.cost.p90 > 0.0)
        .collect()
    }

    fn category(&self, work: &Candidate) -> usize {
        let first = self.blueprint.rows_of(work).first();
        first.map_or(0, |gap| gap.requirement.category)
    }
}
