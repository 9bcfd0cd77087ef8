//! What a choice is made from: the works of the median draw, each with the megawatts that wait for it, what it costs
//! and what it brings, and when megawatts come.

use super::blueprint::{Blueprint, Candidate, Gating};
use super::course::{NO_MW_WAIT, Times, WORTHWHILE};
use super::draft::{Conditions, Draft, LIT, Sized};
use super::phases::middle;
use super::prices::Payer;
use super::select::{Block, Extra, Menu, Needed, Way};
use super::standing::Standing;
use super::tranches::Waits;

/// What there is to choose from, before it is priced.
#[derive(Default)]
struct Offer {
    needed: Vec<Needed>,
    /// Positions of the works that are needed.
    places: Vec<usize>,
    extras: Vec<Extra>,
}

impl Blueprint<'_> {
    /// What can be chosen of a draw; the readiness it begins with is told by other routes too, so it is 0 here.
    pub(crate) fn menu(&self, now: Conditions, standing: &Standing) -> Menu {
        let mut draft = Draft::default();
        self.draft_sized(now, standing, Sized::All, None, &mut draft);
        let most_mw = draft.planned_mw;
        let first_mw = self.target.tenant.parameters.first_tranche_mw.value;
        let least_mw = first_mw.min(most_mw);
        let live = self.live(&draft);
        let Offer {
            needed,
            places,
            mut extras,
        } = self.offer(&draft, standing);
        let mut costs = |mw: f64| {
            self.size_at(mw, now, standing, &mut draft);
            self.costs(now, &draft)
        };
        let [at_least, at_most] = [least_mw, most_mw].map(&mut costs);
        for extra in &mut extras {
            let (first, all) = (at_least[extra.place], at_most[extra.place]);
            extra.first_musd = first;
            if most_mw > least_mw {
                extra.per_mw_musd = ((all - first) / (most_mw - least_mw)).max(0.0);
            }
        }
        let sum = |costs: &[f64], is_done: &dyn Fn(&Needed) -> bool| -> f64 {
            let done = needed.iter().zip(&places).filter(|(work, _)| is_done(work));
            done.map(|(_, place)| costs[*place]).sum()
        };
        let least_musd = sum(&at_least, &|work| work.is_done(least_mw));
        let mut from = (least_mw, at_least);
        let mut ways = Vec::new();
        for to_mw in ends(&needed, &live, least_mw, most_mw) {
            let at_end = costs(to_mw);
            ways.push(Way {
                to_mw,
                from_musd: sum(&from.1, &|work| !work.stands_beyond(from.0)),
                to_musd: sum(&at_end, &|work| work.is_done(to_mw)),
            });
            from = (to_mw, at_end);
        }
        self.link(&mut extras);
        Menu {
            least_mw,
            most_mw,
            readiness: 0.0,
            bound_by: middle(self, standing).bound_by.join(", "),
            needed,
            least_musd,
            ways,
            extras,
            live,
        }
    }

    /// The works of a draw that are done for some MW, and those that are done for their points alone.
    fn offer(&self, draft: &Draft, standing: &Standing) -> Offer {
        let done = self.done_with_points(draft);
        let live_mw = draft.power.first().map_or(0.0, |(mw, _)| mw / LIT);
        let mut offer = Offer::default();
        let works = self.works.iter().zip(&draft.stands).enumerate();
        for (at, (work, stands)) in works.filter(|(_, (work, _))| !work.beyond) {
            let remedy = work.remedy.id.clone();
            let points = self.points(work, standing);
            if *stands == WORTHWHILE {
                offer.extras.push(Extra {
                    place: at,
                    remedy,
                    first_musd: 0.0,
                    per_mw_musd: 0.0,
                    points,
                    weeks: done[at],
                    requires: Vec::new(),
                });
            } else if *stands >= 0.0 {
                let stands_mw = match work.gating {
                    Gating::Power => live_mw,
                    _ => *stands,
                };
                offer.places.push(at);
                offer.needed.push(Needed {
                    remedy,
                    // What all MW do without is done all the same where the whole plan has it.
                    stands_mw: Some(stands_mw).filter(|mw| *mw < draft.planned_mw),
                    points,
                });
            }
        }
        offer
    }

    /// Weeks until each work is done where all that earn points take part; no MW wait for those.
    fn done_with_points(&self, draft: &Draft) -> Vec<f64> {
        let with_points = draft.stands.iter().map(|stands| {
            if *stands == WORTHWHILE {
                NO_MW_WAIT
            } else {
                *stands
            }
        });
        let with_points: Vec<f64> = with_points.collect();
        let times = Times {
            stands: &with_points,
            ..times(draft)
        };
        self.course.done(times, draft.planned_mw, 1.0)
    }

    /// The blocks of a draw that come at all, and what each comes last for.
    fn live(&self, draft: &Draft) -> Vec<Block> {
        let times = times(draft);
        let blocks = draft.tranches.iter().map(|block| {
            let waits_for = match block.waits {
                Waits::Works => {
                    let chain = self.course.chain(times, block.mw, block.lot);
                    let longest = chain.iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
                    longest.map(|(work, _)| self.works[*work].remedy.id.clone())
                }
                _ => None,
            };
            Block {
                mw: block.mw,
                weeks: block.weeks,
                waits_for: waits_for.unwrap_or_else(|| block.waits.word().to_owned()),
            }
        });
        blocks.collect()
    }

    /// What the owner pays for each work of a draft, M$, soft costs included.
    pub(super) fn costs(&self, now: Conditions, draft: &Draft) -> Vec<f64> {
        let soft = now.market.soft_factor(now.at);
        let cost = |work: &Candidate| {
            if work.payer != Payer::Owner {
                return 0.0;
            }
            self.line_costs(work, now, draft).sum::<f64>() * soft
        };
        self.works.iter().map(cost).collect()
    }

    /// Points of readiness that its rows miss.
    fn points(&self, work: &Candidate, standing: &Standing) -> f64 {
        let missed = self.rows_of(work).iter().map(|gap| {
            let mark = standing.marks.get(gap.row);
            gap.points * mark.map_or(0.0, |mark| 1.0 - mark.attainment)
        });
        missed.sum()
    }

    /// Sets which of the works that are done for points another of them cannot do without.
    fn link(&self, extras: &mut [Extra]) {
        let measure = |place: usize| &self.list.measures[self.works[place].measure];
        let places: Vec<usize> = extras.iter().map(|extra| extra.place).collect();
        for extra in extras {
            let after = &measure(extra.place).after;
            let waited = |place: &usize| {
                let remedy = &measure(*place).remedy;
                *place != extra.place && after.iter().any(|a| a.remedy == *remedy)
            };
            let positions = places.iter().enumerate();
            extra.requires = positions
                .filter(|(_, place)| waited(place))
                .map(|(at, _)| at)
                .collect();
        }
    }
}

fn times(draft: &Draft) -> Times<'_> {
    Times {
        stands: &draft.stands,
        durations: &draft.durations,
        hold: draft.hold,
    }
}

/// The MW at which a work is needed or a block ends, behind the least up to the most, ascending.
fn ends(needed: &[Needed], live: &[Block], least_mw: f64, most_mw: f64) -> Vec<f64> {
    let stands = needed.iter().filter_map(|work| work.stands_mw);
    let blocks = live.iter().map(|block| block.mw);
    let between = |mw: &f64| *mw > least_mw + CLOSE && *mw < most_mw - CLOSE;
    let mut ends: Vec<f64> = stands.chain(blocks).filter(between).collect();
    ends.extend((most_mw > least_mw + CLOSE).then_some(most_mw));
    ends.sort_unstable_by(f64::total_cmp);
    ends.dedup();
    ends
}

/// MW that close together are no way from one to the other.
const CLOSE: f64 = 1e-5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_end_where_a_work_is_needed_or_a_block_does_and_at_the_most() {
        let needed = |stands_mw: Option<f64>| Needed {
            remedy: "generators".to_owned(),
            stands_mw,
            points: 0.0,
        };
        let block = |mw: f64| Block {
            mw,
            weeks: 0.0,
            waits_for: String::new(),
        };
        let works = [Some(60.0), None, Some(5.0), Some(20.0), Some(200.0)].map(needed);
        let blocks = [20.0, 45.0, 60.0, 100.0].map(block);
        assert_eq!(ends(&works, &blocks, 20.0, 100.0), [45.0, 60.0, 100.0]);
        assert_eq!(ends(&[], &[], 20.0, 100.0), [100.0]);
        // A site that carries no more than the least has no way to go.
        assert!(ends(&works, &blocks, 20.0, 20.0).is_empty());
    }
}
