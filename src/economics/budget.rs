//! Which blocks of which sites to build with so much capital, found exactly.
//!
//! The blocks of a site come in their order, a later one only with those before it. What its first blocks are worth is
//! the mean over the draws of a lease of them, with the rest of the mine run on, less mining with all of it. A block costs
//! its share of the plan, as works that serve several are shared by their MW.

mod program;

use program::Program;

use super::estate::{Estate, WhatIf};
use super::lease::as_count;
use super::ways::{Alternative, Appraisal, Lot, Present, capex_musd, critical_mw};

/// The first blocks of a site together, over the draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// Critical MW, the mean where they are built.
    pub mw: f64,
    /// M$ that the owner pays for them, the mean where they are built.
    pub capital_musd: f64,
    /// Mean M$ that they are worth more than mining with all; a draw that builds none counts as 0.
    pub value_musd: f64,
}

/// What a site offers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Offer {
    /// One for each block with all before it; the last is all that the plan builds.
    pub stages: Vec<Stage>,
    /// Share of the draws that build.
    pub share: f64,
}

/// Of each site how many of its first blocks are built, and what all of it comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Bought {
    /// Blocks of each site.
    pub blocks: Vec<usize>,
    /// M$ that they cost.
    pub capital_musd: f64,
    /// M$ that they are worth more than mining.
    pub value_musd: f64,
    /// By what share another choice may be better at most: 0 where it is proven that none is.
    pub gap: f64,
}

/// What a budget buys, and what more of it would.
#[derive(Debug, Clone, PartialEq)]
pub struct Spending {
    /// What is worth most.
    pub bought: Bought,
    /// What the least budget buys that is worth more; `None` where none is.
    pub next: Option<Bought>,
    /// M$ of worth that the next M$ brings where blocks may be had in parts: the shadow price of the budget.
    pub shadow: f64,
}

/// The solver gave up, or gave an answer that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no answer of the solver stood the check")]
pub struct Unchecked;

/// Less than this is not told as worth more, M$.
const LEAST_MORE_MUSD: f64 = 0.1;

impl Stage {
    const NOTHING: Self = Self {
        mw: 0.0,
        capital_musd: 0.0,
        value_musd: 0.0,
    };

    fn add(&mut self, draw: Self) {
        self.mw += draw.mw;
        self.capital_musd += draw.capital_musd;
        self.value_musd += draw.value_musd;
    }
}

impl Offer {
    /// The first blocks together; nothing of none.
    #[must_use]
    pub fn first(&self, blocks: usize) -> Stage {
        let last = blocks.checked_sub(1);
        let stage = last.and_then(|last| self.stages.get(last));
        stage.copied().unwrap_or(Stage::NOTHING)
    }

    /// What an estate offers: as many blocks as half of the draws have that build any.
    pub(crate) fn of(estate: &Estate) -> Self {
        let counts = estate.of_draws(|_, lots| coming(lots).len());
        let draws = as_count(counts.len().max(1));
        let mut building: Vec<usize> = counts.into_iter().filter(|blocks| *blocks > 0).collect();
        building.sort_unstable();
        let Some(all) = building.get(building.len() / 2) else {
            return Self::default();
        };
        let mut sums = vec![Stage::NOTHING; *all];
        estate.each(&WhatIf::NONE, |case| {
            let lots = coming(case.blocks);
            if lots.is_empty() {
                return;
            }
            let mut mining = Present::new(case.discounts);
            case.settle(Alternative::Mine, &mut mining);
            for (sum, blocks) in sums.iter_mut().zip(1..) {
                let built = match lots.get(..blocks) {
                    Some(first) if blocks < *all => first,
                    _ => lots,
                };
                sum.add(leased(case, built, mining.musd()));
            }
        });
        let building = as_count(building.len());
        let over = |sum: Stage| Stage {
            mw: sum.mw / building,
            capital_musd: sum.capital_musd / building,
            value_musd: sum.value_musd / draws,
        };
        Self {
            stages: sums.into_iter().map(over).collect(),
            share: building / draws,
        }
    }
}

/// Blocks that come at all, which are the first.
fn coming(lots: &[Lot]) -> &[Lot] {
    let never = lots.iter().position(|lot| lot.live_month.is_infinite());
    &lots[..never.unwrap_or(lots.len())]
}

/// Some blocks in a draw, with the rest of the mine run on.
fn leased(case: &Appraisal, built: &[Lot], mining_musd: f64) -> Stage {
    let mut leased = Present::new(case.discounts);
    let part = Appraisal {
        blocks: built,
        ..*case
    };
    part.lease_beside_mine(&mut leased);
    Stage {
        mw: critical_mw(built),
        capital_musd: capex_musd(built),
        value_musd: leased.musd() - mining_musd,
    }
}

/// What a budget of so many M$ buys of some offers.
///
/// # Errors
/// When the solver gives no answer that holds.
pub fn spend(offers: &[Offer], budget_musd: f64) -> Result<Spending, Unchecked> {
    let program = Program::of(offers);
    let bought = program.most(budget_musd)?;
    let more = bought.value_musd + LEAST_MORE_MUSD;
    let next = match program.least_budget(more)? {
        Some(budget_musd) => Some(program.most(budget_musd)?),
        None => None,
    };
    let in_parts = |musd| program.in_parts(musd);
    Ok(Spending {
        bought,
        next,
        shadow: (in_parts(budget_musd + 1.0)? - in_parts(budget_musd)?).max(0.0),
    })
}

#[cfg(test)]
mod tests;
