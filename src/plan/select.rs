//! The cheapest works and megawatts that reach a goal, found exactly.
//!
//! A mixed-integer program over the megawatts that are built and the works for them, in the median draw. What a tenant
//! asks is mandatory for all MW beyond those that stand without it; what only earns points is chosen freely. A goal is
//! one constraint more and nothing else, so one more never makes a choice cheaper.
//!
//! The answer of the solver is worked out again by our own arithmetic.

mod program;

use super::blueprint::EVEN;
use program::Program;

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Goal {
    /// At least so many critical IT MW.
    pub mw: Option<f64>,
    /// At least so many points of readiness.
    pub readiness: Option<f64>,
    /// At most so many M$ of the owner's money, soft costs included.
    pub budget_musd: Option<f64>,
    /// All MW that are chosen run within so many weeks, and what is done for points is done.
    pub within_weeks: Option<f64>,
}

/// What a choice is made from, in the median draw of a route.
#[derive(Debug, Clone, PartialEq)]
pub struct Menu {
    /// The fewest critical IT MW that are built at all: the tenant's first, or all where there are fewer.
    pub least_mw: f64,
    /// Critical IT MW of the whole plan.
    pub most_mw: f64,
    /// Points of readiness as it stands.
    pub readiness: f64,
    /// What holds the MW of the whole plan down.
    pub bound_by: String,
    /// What the tenant asks.
    pub needed: Vec<Needed>,
    /// M$ of it for the least MW.
    pub least_musd: f64,
    /// M$ of it for more, from the least to the most MW.
    pub ways: Vec<Way>,
    /// What only earns points.
    pub extras: Vec<Extra>,
    /// When megawatts come, block by block.
    pub live: Vec<Block>,
}

/// A work that a tenant asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Needed {
    /// Id of the remedy.
    pub remedy: String,
    /// Critical IT MW that stand without it; `None` where it is done once, for whatever MW.
    pub stands_mw: Option<f64>,
    /// Points of readiness that it brings when it is done for all MW.
    pub points: f64,
}

/// The way from some MW to more, on which the works that are needed cost the same for each MW.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// Critical IT MW where it ends; it begins where the one before ends, or at the least.
    pub to_mw: f64,
    /// M$ just behind its beginning, with what no longer stands from there on.
    pub from_musd: f64,
    /// M$ at its end.
    pub to_musd: f64,
}

/// A work that only earns points.
#[derive(Debug, Clone, PartialEq)]
pub struct Extra {
    /// Its place among all works of the route.
    pub place: usize,
    /// Id of the remedy.
    pub remedy: String,
    /// M$ beside the least MW.
    pub first_musd: f64,
    /// M$ for each MW more.
    pub per_mw_musd: f64,
    /// Points of readiness that it brings.
    pub points: f64,
    /// Weeks until it is done.
    pub weeks: f64,
    /// Positions of the others of its kind that it cannot do without.
    pub requires: Vec<usize>,
}

/// Megawatts that come together.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Critical IT MW that run from then on, all blocks together.
    pub mw: f64,
    /// Weeks until they do; infinite for never.
    pub weeks: f64,
    /// What they come last for: id of a remedy, or power, permits, crews.
    pub waits_for: String,
}

/// A choice of works.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Critical IT MW that it builds.
    pub mw: f64,
    /// Points of readiness with it.
    pub readiness: f64,
    /// M$ that it costs the owner in the median draw.
    pub cost_musd: f64,
    /// Weeks until all of its MW run.
    pub weeks: f64,
    /// Ids of the remedies that are done.
    pub works: Vec<String>,
    /// Places of those among them that only earn points.
    pub worthwhile: Vec<usize>,
    /// By what share another choice may be better at most: 0 where it is proven that none is.
    pub gap: f64,
}

/// Why a goal is out of reach.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OutOfReach {
    /// Nothing can be built at all.
    #[error("no MW can be planned here, bound by {bound_by}")]
    Nothing {
        /// What binds.
        bound_by: String,
    },
    /// More MW than the site can carry.
    #[error("{asked:.0} MW are out of reach: the plan ends at {most:.1} MW, bound by {bound_by}")]
    Megawatts {
        /// What was asked.
        asked: f64,
        /// The most there is.
        most: f64,
        /// What binds.
        bound_by: String,
    },
    /// More MW than run in time.
    #[error(
        "{asked:.0} MW do not run within {weeks:.0} weeks: {most:.1} MW do, and more come last for {waits_for}"
    )]
    InTime {
        /// What was asked, or the least that is built at all.
        asked: f64,
        /// The MW that run by then.
        most: f64,
        /// The time that was given.
        weeks: f64,
        /// What the next come last for.
        waits_for: String,
    },
    /// More readiness than all works bring.
    #[error("readiness {asked:.0} is out of reach: all works that are in time bring {most:.1}")]
    Readiness {
        /// What was asked.
        asked: f64,
        /// The most there is.
        most: f64,
    },
    /// The money does not reach.
    #[error(
        "M$ {musd:.0} are too little, the budget binds: the cheapest way costs M$ {least_musd:.0}"
    )]
    Budget {
        /// What was given.
        musd: f64,
        /// What it takes.
        least_musd: f64,
    },
    /// The solver gave up, or gave an answer that does not hold.
    #[error("no answer of the solver stood the check")]
    Unchecked,
}

/// Fewer critical IT MW are none.
const LEAST_MW: f64 = 0.1;

impl Needed {
    /// Whether it is done for some MW.
    pub(super) fn is_done(&self, mw: f64) -> bool {
        self.stands_mw.is_none_or(|stands| mw > stands + EVEN)
    }

    /// Whether MW just behind some MW do without it.
    pub(super) fn stands_beyond(&self, mw: f64) -> bool {
        self.stands_mw.is_some_and(|stands| stands > mw + EVEN)
    }

    /// The share of its gap that is closed.
    fn share(&self, mw: f64, most_mw: f64) -> f64 {
        match self.stands_mw {
            Some(stands) if self.is_done(mw) => (mw - stands) / (most_mw - stands),
            Some(_) => 0.0,
            None => 1.0,
        }
    }
}

impl Way {
    /// M$ for each MW.
    fn each(&self, from_mw: f64) -> f64 {
        (self.to_musd - self.from_musd) / (self.to_mw - from_mw).max(EVEN)
    }
}

impl Menu {
    /// Critical IT MW that run some weeks from the start; those that never come do not.
    #[must_use]
    pub fn mw_by(&self, weeks: f64) -> f64 {
        let in_time = self.live.iter().take_while(|b| b.weeks <= weeks + 1e-9);
        let in_time = in_time.filter(|block| block.weeks.is_finite());
        in_time.last().map_or(0.0, |block| block.mw)
    }

    /// The block that brings so many MW.
    fn block(&self, mw: f64) -> Option<&Block> {
        self.live.iter().find(|block| block.mw >= mw - EVEN)
    }

    /// The ways with the MW and M$ where each begins.
    fn ways(&self) -> impl Iterator<Item = (f64, f64, &Way)> {
        let ends = self.ways.iter().map(|way| (way.to_mw, way.to_musd));
        let begins = std::iter::once((self.least_mw, self.least_musd)).chain(ends);
        begins
            .zip(&self.ways)
            .map(|((mw, musd), way)| (mw, musd, way))
    }

    /// M$ of the works that some MW need.
    fn cost(&self, mw: f64) -> f64 {
        let way = self.ways().take_while(|(from_mw, ..)| mw > from_mw + EVEN);
        way.last().map_or(self.least_musd, |(from_mw, _, way)| {
            way.from_musd + way.each(from_mw) * (mw - from_mw)
        })
    }

    /// Which works that only earn points are done in time, they and what they cannot do without.
    fn in_time(&self, goal: Goal) -> Vec<bool> {
        let early = |e: &Extra| goal.within_weeks.is_none_or(|w| e.weeks <= w + 1e-9);
        let mut in_time: Vec<bool> = self.extras.iter().map(early).collect();
        let waits_in_vain = |in_time: &[bool], at: usize| {
            let mut requires = self.extras[at].requires.iter();
            in_time[at] && requires.any(|r| !in_time.get(*r).copied().unwrap_or(true))
        };
        // What waits for a late work is late; again until nothing changes, which every round brings nearer.
        while let Some(late) = (0..self.extras.len()).find(|at| waits_in_vain(&in_time, *at)) {
            in_time[late] = false;
        }
        in_time
    }

    /// What some MW cost and bring with some of the works that only earn points.
    fn priced(&self, mw: f64, chosen: &[usize], gap: f64) -> Choice {
        let done = self.needed.iter().filter(|work| work.is_done(mw));
        let extras = || chosen.iter().map(|at| &self.extras[*at]);
        let share = |work: &Needed| work.points * work.share(mw, self.most_mw);
        let of_needed: f64 = self.needed.iter().map(share).sum();
        let of_extras: f64 = extras().map(|extra| extra.points).sum();
        let beside = |extra: &Extra| extra.first_musd + extra.per_mw_musd * (mw - self.least_mw);
        Choice {
            mw,
            readiness: self.readiness + of_needed + of_extras,
            cost_musd: self.cost(mw) + extras().map(beside).sum::<f64>(),
            weeks: self.block(mw).map_or(f64::INFINITY, |block| block.weeks),
            works: done
                .map(|work| &work.remedy)
                .chain(extras().map(|extra| &extra.remedy))
                .cloned()
                .collect(),
            worthwhile: extras().map(|extra| extra.place).collect(),
            gap,
        }
    }

    fn holds(&self, choice: &Choice, goal: Goal) -> bool {
        const SLACK: f64 = 1e-4;
        let chosen = |at: &usize| {
            let place = self.extras.get(*at).map(|extra| extra.place);
            place.is_some_and(|place| choice.worthwhile.contains(&place))
        };
        let done = (0..self.extras.len()).filter(chosen);
        let mut done = done.map(|at| &self.extras[at]);
        let in_time = |weeks: f64| goal.within_weeks.is_none_or(|w| weeks <= w + SLACK);
        done.all(|extra| in_time(extra.weeks) && extra.requires.iter().all(chosen))
            && (self.least_mw - SLACK..=self.most_mw + SLACK).contains(&choice.mw)
            && in_time(choice.weeks)
            && goal.mw.is_none_or(|mw| choice.mw >= mw - SLACK)
            && goal.readiness.is_none_or(|r| choice.readiness >= r - SLACK)
            && goal
                .budget_musd
                .is_none_or(|b| choice.cost_musd <= b + SLACK * (1.0 + b))
    }
}

/// The cheapest choice that reaches the goal; with a budget or months alone, the most MW they allow.
///
/// # Errors
/// When the goal is out of reach, with what binds.
pub fn cheapest(menu: &Menu, goal: Goal) -> Result<Choice, OutOfReach> {
    if menu.most_mw < LEAST_MW {
        return Err(OutOfReach::Nothing {
            bound_by: menu.bound_by.clone(),
        });
    }
    let asked = goal.mw.unwrap_or(0.0).max(menu.least_mw);
    if asked > menu.most_mw + EVEN {
        return Err(OutOfReach::Megawatts {
            asked,
            most: menu.most_mw,
            bound_by: menu.bound_by.clone(),
        });
    }
    let weeks = goal.within_weeks.unwrap_or(f64::MAX);
    let most = menu.mw_by(weeks);
    if asked > most + EVEN {
        let next = menu.block(most + 2.0 * EVEN);
        let waits_for = next.map_or(&menu.bound_by, |block| &block.waits_for);
        return Err(if goal.within_weeks.is_some() {
            OutOfReach::InTime {
                asked,
                most,
                weeks,
                waits_for: waits_for.clone(),
            }
        } else {
            OutOfReach::Megawatts {
                asked,
                most,
                bound_by: waits_for.clone(),
            }
        });
    }
    let in_time = menu.in_time(goal);
    let all: Vec<usize> = (0..in_time.len()).filter(|at| in_time[*at]).collect();
    let brought = menu.priced(most, &all, 0.0).readiness;
    if let Some(asked) = goal.readiness.filter(|r| *r > brought + EVEN) {
        return Err(OutOfReach::Readiness {
            asked,
            most: brought,
        });
    }
    let program = Program {
        menu,
        goal,
        range: (asked.min(most), most),
        in_time: &in_time,
    };
    match program.solve() {
        Some(choice) if menu.holds(&choice, goal) => Ok(choice),
        Some(_) => Err(OutOfReach::Unchecked),
        // All else was seen to be within reach: the money is not.
        None => match goal.budget_musd {
            Some(musd) => {
                let cheapest_way = Goal {
                    budget_musd: None,
                    mw: Some(asked.min(most)),
                    ..goal
                };
                let least = cheapest(menu, cheapest_way)?;
                Err(OutOfReach::Budget {
                    musd,
                    least_musd: least.cost_musd,
                })
            }
            None => Err(OutOfReach::Unchecked),
        },
    }
}

/// The supply curve: the cheapest way to each of some MW, up to the most.
#[must_use]
pub(crate) fn curve(menu: &Menu, goal: Goal, points: usize) -> Vec<Choice> {
    #[expect(clippy::cast_precision_loss, reason = "a handful of points")]
    let at = |i: usize| menu.most_mw * i as f64 / points.max(1) as f64;
    let choices = (1..=points).filter_map(|i| {
        let goal = Goal {
            mw: Some(at(i)),
            ..goal
        };
        cheapest(menu, goal).ok()
    });
    let mut choices: Vec<Choice> = choices.collect();
    // Fewer than the least are not built.
    choices.dedup_by(|a, b| (a.mw - b.mw).abs() < EVEN);
    choices
}

#[cfg(test)]
mod tests;
