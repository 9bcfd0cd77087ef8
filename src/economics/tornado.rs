//! What moves the difference between two ways: one input at its tenth and at its ninth tenth in all draws, the others as
//! they are drawn. Both ends are looked at under the same luck, so that few draws say as much as many.

use std::sync::Arc;

use super::estate::{Estate, WhatIf};
use super::market::Quantity;
use super::reckoning::{mean, more};
use super::turn::Swing;
use super::ways::{Alternative, capex_musd, critical_mw, full_month};
use crate::spread::Spread;

/// Draws in which ends are looked at.
pub(crate) const LOOKED: usize = 256;

/// As many bars are told.
const MOST_BARS: usize = 12;

/// A bar that swings less than this is none, M$.
const LEAST_MUSD: f64 = 0.05;

/// What one input moves.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Path of a fact, or what the market or the plan calls it.
    pub path: String,
    /// Its tenth and ninth tenth, and the mean difference there.
    pub swing: Swing,
}

/// An estate with a fact that the file leaves open at its tenth and at its ninth tenth.
pub(crate) struct MovedFact<'m> {
    pub(crate) path: String,
    pub(crate) ends: [f64; 2],
    pub(crate) estates: [Estate<'m>; 2],
}

/// The bars, the widest first.
pub(crate) fn tornado(
    estate: &Estate,
    pair: (Alternative, Alternative),
    facts: &[MovedFact],
) -> Vec<Moved> {
    let by_fact = facts.iter().map(|fact| Moved {
        path: fact.path.clone(),
        swing: Swing {
            low: fact.ends[0],
            high: fact.ends[1],
            at_low: difference(&fact.estates[0], pair, &WhatIf::NONE),
            at_high: difference(&fact.estates[1], pair, &WhatIf::NONE),
        },
    });
    let mut bars: Vec<Moved> = by_fact
        .chain(by_plan(estate, pair))
        .chain(by_market(estate, pair))
        .filter(|moved| moved.swing.swing() >= LEAST_MUSD)
        .collect();
    bars.sort_by(|a, b| {
        let wider = b.swing.swing().total_cmp(&a.swing.swing());
        wider.then_with(|| a.path.cmp(&b.path))
    });
    bars.truncate(MOST_BARS);
    bars
}

/// Mean difference between two ways, M$.
fn difference(estate: &Estate, (one, other): (Alternative, Alternative), change: &WhatIf) -> f64 {
    let worths = estate.worths_of(&[one, other], change);
    more(&worths, one, other).map_or(0.0, |more| mean(&more))
}

/// What the plan draws itself, over the draws that build.
fn by_plan(estate: &Estate, pair: (Alternative, Alternative)) -> Vec<Moved> {
    let looked = estate.in_market(estate.market(), LOOKED);
    let building = estate.of_draws(|_, lots| {
        let mw = critical_mw(lots);
        (mw > 0.0).then(|| (capex_musd(lots) / mw, full_month(lots)))
    });
    let tenths = |of: fn((f64, f64)) -> f64| {
        let mut values: Vec<f64> = building.iter().flatten().copied().map(of).collect();
        Spread::of(&mut values)
    };
    let moved = |path: &str, tenths: Option<Spread>, change: fn(f64) -> WhatIf| {
        let Spread { p10, p90, .. } = tenths?;
        Some(Moved {
            path: path.to_owned(),
            swing: Swing {
                low: p10,
                high: p90,
                at_low: difference(&looked, pair, &change(p10)),
                at_high: difference(&looked, pair, &change(p90)),
            },
        })
    };
    let capex = moved("plan.capex_musd_per_mw", tenths(|of| of.0), |value| {
        WhatIf {
            capex_musd_per_mw: Some(value),
            ..WhatIf::NONE
        }
    });
    let months = moved("plan.full_months", tenths(|of| of.1), |value| WhatIf {
        full_month: Some(value),
        ..WhatIf::NONE
    });
    capex.into_iter().chain(months).collect()
}

/// What the market draws, as far as it is in a worth.
fn by_market(estate: &Estate, pair: (Alternative, Alternative)) -> Vec<Moved> {
    let courses = estate.market();
    let moved = Quantity::ALL.iter().filter_map(|quantity| {
        let drawn = courses
            .values(*quantity)
            .filter(|_| !quantity.stands_beside());
        let tenths = Spread::of(&mut drawn?)?;
        let at = |value| {
            let fixed = courses.with((*quantity, value), LOOKED);
            difference(
                &estate.in_market(Arc::new(fixed), LOOKED),
                pair,
                &WhatIf::NONE,
            )
        };
        Some(Moved {
            path: format!("market.{quantity}"),
            swing: Swing {
                low: tenths.p10,
                high: tenths.p90,
                at_low: at(tenths.p10),
                at_high: at(tenths.p90),
            },
        })
    });
    moved.collect()
}
