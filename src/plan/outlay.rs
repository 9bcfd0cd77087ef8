//! What each block of a plan costs its owner, and when that money flows.

use super::costing::Costing;
use super::course::{NO_MW_WAIT, NOT_NEEDED};
use super::draft::LIT;
use super::measure::Step;
use super::prices::Payer;
use super::tranches::Waits;
use crate::units::WEEKS_PER_MONTH;

/// A block of megawatts as whoever pays for it sees it. Months count from the plan's start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outlay {
    /// Critical IT MW of the block alone.
    pub critical_mw: f64,
    /// Grid MW that it draws.
    pub grid_mw: f64,
    /// Grid MW that are live at the site by then.
    pub live_grid_mw: f64,
    /// Whether it takes the place of what stands in a hall.
    pub in_place: bool,
    /// M$ that the owner pays for it, soft costs included.
    pub owner_musd: f64,
    /// Month in which it is live; infinite where it never is.
    pub live_month: f64,
    /// Months over which its money flows until then: what its works take, weighed by their cost.
    pub paid_over_months: f64,
    /// What it comes last for.
    pub waits: Waits,
    /// Months of these in which something is installed, so that nothing else stands in its place.
    pub installed_over_months: f64,
}

/// A work of a run, for each MW that it serves.
struct Share {
    /// MW that stand without it.
    from_mw: f64,
    musd_per_mw: f64,
    weeks: f64,
    install_weeks: f64,
}

impl Share {
    /// M$ of it for the MW between two.
    fn between(&self, below: f64, up_to: f64) -> f64 {
        self.musd_per_mw * (up_to - below.max(self.from_mw)).max(0.0)
    }
}

impl Costing<'_, '_> {
    /// The blocks of a run. A work is paid by the MW that don't stand without it, each the same; together the blocks cost
    /// what the plan does, less what MW would cost that never come.
    pub(crate) fn outlays(&self, run: usize) -> Vec<Outlay> {
        let planned = self.runs[run].planned_mw;
        let Some(last_mw) = self.tranches(run).last().map(|block| block.mw) else {
            return Vec::new();
        };
        let all_mw = if last_mw >= LIT * planned {
            last_mw
        } else {
            planned
        };
        let shares = self.shares(run, all_mw);
        let (soft, overhead) = (self.soft_factor(run), self.runs[run].overhead);
        let live_mw = |weeks: f64| {
            let live = self.power(run).iter().filter(|(_, from)| *from <= weeks);
            live.fold(0.0, |most, (mw, _)| f64::max(most, *mw))
        };
        let mut below = 0.0;
        let outlay = |block: &super::tranches::Tranche| {
            let (mut musd, mut weeks, mut install) = (0.0, 0.0, 0.0);
            for share in &shares {
                let part = share.between(below, block.mw);
                musd += part;
                weeks += part * share.weeks;
                install += part * share.install_weeks;
            }
            let months = |weeks: f64| {
                if musd > 0.0 {
                    weeks / musd / WEEKS_PER_MONTH
                } else {
                    0.0
                }
            };
            let critical_mw = block.mw - below;
            let grid_mw = overhead.grid_mw(block.mw) - overhead.grid_mw(below);
            below = block.mw;
            Outlay {
                critical_mw,
                grid_mw,
                live_grid_mw: overhead.grid_mw(live_mw(block.weeks)),
                in_place: self.blueprint.in_place,
                owner_musd: musd * soft,
                live_month: block.weeks / WEEKS_PER_MONTH,
                paid_over_months: months(weeks),
                waits: block.waits,
                installed_over_months: months(install),
            }
        };
        self.tranches(run).iter().map(outlay).collect()
    }

    /// The blocks of the draw that was added last.
    pub(crate) fn last_outlays(&self) -> Vec<Outlay> {
        self.runs
            .len()
            .checked_sub(1)
            .map_or_else(Vec::new, |last| self.outlays(last))
    }

    fn shares(&self, run: usize, all_mw: f64) -> Vec<Share> {
        let blueprint = self.blueprint;
        let durations = self.durations(run);
        let owners = blueprint.works.iter().enumerate().filter(|(at, work)| {
            !work.beyond && work.payer == Payer::Owner && self.stands(run)[*at] > NOT_NEEDED
        });
        let shares = owners
            .filter(|(at, _)| self.needs(run, *at))
            .map(|(at, work)| {
                let stands = self.stands(run)[at];
                // What no MW wait for is paid with all of them, and so is a work of which the last MW alone have need.
                let from_mw = if stands < all_mw && stands < NO_MW_WAIT {
                    stands
                } else {
                    0.0
                };
                let steps = blueprint.list.measures.get(work.measure).map(|m| m.steps);
                let installing = steps.map_or(0.0, |steps| {
                    steps.share(Step::Install) + steps.share(Step::Commission)
                });
                let weeks = durations[at].weeks;
                Share {
                    from_mw,
                    musd_per_mw: self.cost_of(run, work) / (all_mw - from_mw),
                    weeks,
                    install_weeks: weeks * installing,
                }
            });
        shares.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::costing::tests::{MINE, costed, site};
    use super::Share;
    use crate::checklist;

    #[test]
    fn the_blocks_of_a_draw_cost_what_its_plan_does() {
        let mut whole = 0;
        for in_place in [true, false] {
            costed(
                checklist::built_in(),
                &site(MINE),
                in_place,
                |costing, _| {
                    let blocks = costing.last_outlays();
                    let run = costing.runs.last().unwrap();
                    let (musd, mw) = blocks.iter().fold((0.0, 0.0), |(musd, mw), block| {
                        assert!(block.installed_over_months <= block.paid_over_months);
                        (musd + block.owner_musd, mw + block.critical_mw)
                    });
                    let slack = 1e-6 * run.owner_total.max(1.0);
                    assert!(mw <= run.planned_mw + 1e-6);
                    assert!(musd <= run.owner_total + slack);
                    assert!(mw < 0.99 * run.planned_mw || musd >= run.owner_total - slack);
                    whole += usize::from(mw >= 0.99 * run.planned_mw);
                },
                |costing| assert!(costing.runs.len() > 100),
            );
        }
        assert!(whole > 100, "{whole}");
    }

    #[test]
    fn what_stands_for_the_first_megawatts_is_not_paid_by_them() {
        let engines = Share {
            from_mw: 30.0,
            musd_per_mw: 2.0,
            weeks: 50.0,
            install_weeks: 20.0,
        };
        assert_eq!(engines.between(0.0, 20.0), 0.0);
        assert_eq!(engines.between(20.0, 40.0), 20.0);
        assert_eq!(engines.between(40.0, 45.0), 10.0);
    }
}
