//! How much of what a row misses money buys in a tenant's time, told by lead times and prices.

use super::blueprint::{Blueprint, Candidate};
use super::draft::{Conditions, Draft};
use super::measure::Step;
use super::standing::Standing;
use crate::checklist::Requirement;
use crate::hosting::Target;
use crate::typical::prior::in_range;

/// What it takes to close a row at a mine of which nothing is known, built as large as the tenant likes best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    /// Chance that as much as a first hall waits for is there within the tenant's window.
    pub in_time: f64,
    /// Chance that it can be had at all.
    pub succeeds: f64,
    /// What it costs of what closing everything costs the owner.
    pub cost: f64,
}

/// A row that nothing closes.
const NEVER: Fix = Fix {
    in_time: 0.0,
    succeeds: 0.0,
    cost: 0.0,
};

impl Fix {
    /// The share that money buys.
    #[must_use]
    pub fn share(self) -> f64 {
        self.in_time * self.succeeds * (1.0 - self.cost)
    }

    /// Of a row that no work of the price list closes, by its class.
    fn by_class(row: &Requirement, target: &Target) -> Self {
        row.remedy.map_or(NEVER, |remedy| Self {
            in_time: f64::from(u8::from(remedy.weeks.likely <= target.window_weeks())),
            succeeds: row.fixability.share(),
            cost: 0.0,
        })
    }
}

impl Blueprint<'_> {
    /// What closing each row of its target takes.
    #[must_use]
    pub(crate) fn fixes(&self, now: Conditions, ordinary: &Standing) -> Vec<Fix> {
        let mut draft = Draft::default();
        let mw = self.target.tenant.parameters.ideal_mw.value;
        self.size_at(mw, now, ordinary, &mut draft);
        let costs = self.costs(now, &draft);
        let planned = self.works.iter().zip(&costs).filter(|(w, _)| !w.beyond);
        let all: f64 = planned.map(|(_, cost)| cost).sum();
        let mut fixes: Vec<Fix> = ordinary
            .rows
            .iter()
            .map(|row| Fix::by_class(row.requirement, &self.target))
            .collect();
        for (work, cost) in self.works.iter().zip(costs) {
            let fix = Fix {
                in_time: self.in_time(work),
                succeeds: work.remedy.succeeds,
                cost: (cost / all.max(f64::MIN_POSITIVE)).min(1.0),
            };
            for gap in self.rows_of(work) {
                fixes[gap.row] = fix;
            }
        }
        fixes
    }

    fn in_time(&self, work: &Candidate) -> f64 {
        let weeks = work.remedy.weeks;
        let first = self.list.measures.get(work.measure).map_or(1.0, |measure| {
            1.0 - measure.steps.share(Step::Deliver) * (1.0 - measure.first_lot.unwrap_or(1.0))
        });
        let window = self.target.window_weeks();
        let is_in_time = |nth: &u8| {
            let luck = (f64::from(*nth) + 0.5) / f64::from(LUCKS);
            in_range([weeks.low, weeks.likely, weeks.high], luck) * first <= window
        };
        let in_time = (0..LUCKS).filter(is_in_time).count();
        u8::try_from(in_time).map_or(1.0, f64::from) / f64::from(LUCKS)
    }
}

/// In as many equal steps a chance is told.
const LUCKS: u8 = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist;
    use crate::hosting::catalog;
    use crate::plan::built_in;
    use crate::rules::Rows;

    #[test]
    fn as_many_chances_in_a_hundred_are_in_time_as_quantiles_of_the_weeks_are() {
        let (mut never, mut sometimes, mut always) = (0, 0, 0);
        for id in [
            "nvl72",
            "nvl72/hyperscaler/training",
            "hpc/research",
            "air-colo",
        ] {
            let target = catalog().target(id).unwrap();
            let rows = Rows::of(checklist::built_in(), &target);
            let blueprint = Blueprint::of(&rows, target, false, built_in());
            let window = target.window_weeks();
            for work in &blueprint.works {
                let measure = &built_in().measures[work.measure];
                if measure.first_lot.is_some() {
                    continue;
                }
                let weeks = work.remedy.weeks;
                let chance = blueprint.in_time(work);
                // Half of the mass lies on each side of what is likely, densest there.
                if weeks.high <= window {
                    assert_eq!(chance, 1.0, "{id} {}", work.remedy.id);
                    always += 1;
                } else if weeks.low > window {
                    assert_eq!(chance, 0.0, "{id} {}", work.remedy.id);
                    never += 1;
                } else if weeks.likely <= window {
                    let beyond = (weeks.high - window) / (weeks.high - weeks.likely);
                    let by_hand = 1.0 - 0.5 * beyond * beyond;
                    assert!(
                        (chance - by_hand).abs() < 0.011,
                        "{id} {}: {chance}",
                        work.remedy.id
                    );
                    sometimes += 1;
                } else {
                    let within = (window - weeks.low) / (weeks.likely - weeks.low);
                    let by_hand = 0.5 * within * within;
                    assert!(
                        (chance - by_hand).abs() < 0.011,
                        "{id} {}: {chance}",
                        work.remedy.id
                    );
                    sometimes += 1;
                }
            }
        }
        assert!(sometimes > 0 && always > 0, "{never} {sometimes} {always}");
    }

    #[test]
    fn a_row_that_no_work_closes_is_fixed_where_its_likely_weeks_fit_the_window() {
        let target = catalog().target("nvl72").unwrap();
        let rows = checklist::built_in().requirements.iter();
        let (mut fixed, mut late) = (0, 0);
        for row in rows {
            let fix = Fix::by_class(row, &target);
            let Some(remedy) = row.remedy else {
                assert_eq!((fix, fix.share()), (NEVER, 0.0));
                continue;
            };
            if remedy.weeks.likely > target.window_weeks() {
                assert_eq!(fix.share(), 0.0, "{}", row.id);
                late += 1;
            } else {
                assert_eq!(fix.share(), row.fixability.share(), "{}", row.id);
                fixed += 1;
            }
        }
        assert!(fixed > 20, "{fixed} {late}");
    }
}
