//! What the ways of using a site are worth, over its draws.

use super::estate::{Estate, WhatIf, Worths};
use super::market::{Month, Quantity};
use super::standing::{Standings, standings};
use super::ways::{Alternative, Rates, Reason};
use crate::spread::Spread;

/// What a way is worth over the draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Valued {
    /// The way.
    pub way: Alternative,
    /// What it is worth, or why it can't be done in any draw.
    pub worth: Result<Valuation, Reason>,
}

/// M$ over the draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Valuation {
    /// NPV, M$.
    pub npv: Spread,
    /// NPV of each MW of the connection, M$.
    pub per_grid_mw: Spread,
    /// Share of the draws in which it is the best.
    pub hindsight: f64,
}

/// What an owner decides by, in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Economics {
    /// Version of the market, and the month of its newest data.
    pub market: (String, Month),
    /// Figures of it that are older than a year, where somebody said when they are looked at.
    pub old: Option<Vec<Quantity>>,
    /// Every way, in the order of [`Alternative::ALL`].
    pub ways: Vec<Valued>,
    /// The highest mean; `None` where nothing can be done.
    pub best: Option<Alternative>,
    /// The best way of each draw.
    pub winners: Vec<Option<Alternative>>,
    /// The best way to convert against keeping to mine, where both can be done.
    pub against_mining: Option<Against>,
    /// Rates, a year.
    pub rates: Rates,
    /// Years that are looked at.
    pub years: f64,
    /// Months that the plan starts before the market's date.
    pub early_months: f64,
    /// Share of the draws in which a lease is signed today.
    pub signed: f64,
    /// MW of the connection.
    pub grid_mw: Spread,
    /// M$ that are owed whatever is done.
    pub debt: Spread,
    /// Exit value that stands beside the lease, M$ of today, where it can be done.
    pub exit_beside: Option<Spread>,
}

/// One way to convert against keeping to mine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Against {
    /// The way.
    pub way: Alternative,
    /// M$ that it is worth more.
    pub musd: Spread,
    /// The same for each MW of the connection.
    pub per_grid_mw: Spread,
    /// Share of the draws in which it is worth more.
    pub chance: f64,
}

impl Economics {
    /// One way.
    #[must_use]
    pub fn of(&self, way: Alternative) -> Option<&Valuation> {
        let found = self.ways.iter().find(|valued| valued.way == way)?;
        found.worth.as_ref().ok()
    }

    /// Share of the draws in which converting is best: lease, cloud or hybrid.
    #[must_use]
    pub fn converting(&self) -> f64 {
        let converting = self.ways.iter().filter(|valued| valued.way.converts());
        converting
            .filter_map(|valued| valued.worth.as_ref().ok())
            .map(|worth| worth.hindsight)
            .sum()
    }
}

/// What an estate is worth, in short.
#[must_use]
pub(crate) fn economics(estate: &Estate) -> (Economics, Worths) {
    let worths = estate.worths(&WhatIf::NONE);
    let Standings {
        ways: ranked,
        best,
        winners,
    } = standings(&worths.done());
    let ways = worths.0.iter().map(|of| Valued {
        way: of.way,
        worth: match (
            of.reason(),
            ranked.iter().find(|ranked| ranked.way == of.way),
        ) {
            (None, Some(ranked)) => Ok(Valuation {
                npv: ranked.npv,
                per_grid_mw: per_grid_mw(estate, &of.musd),
                hindsight: ranked.hindsight,
            }),
            (reason, _) => Err(reason.unwrap_or(Reason::NoConnection)),
        },
    });
    let courses = estate.courses();
    let signed = estate.of_draws(|holdings, _| f64::from(u8::from(holdings.signed.is_some())));
    let economics = Economics {
        market: (courses.market.version().to_owned(), courses.market.as_of),
        old: courses.market.old(),
        ways: ways.collect(),
        best,
        winners,
        against_mining: against(estate, &worths, Alternative::Mine),
        rates: courses.discounts.rates(),
        years: estate.years(),
        early_months: estate.early_months(),
        signed: over(signed).mean,
        grid_mw: over(estate.of_draws(|holdings, _| holdings.connection_mw)),
        debt: over(estate.of_draws(|holdings, _| holdings.debt_musd)),
        exit_beside: worths.of(Alternative::Lease).map(|_| over(estate.exits())),
    };
    (economics, worths)
}

/// M$ for each MW of the connection, over the draws that have any.
fn per_grid_mw(estate: &Estate, musd: &[f64]) -> Spread {
    let mw = estate.of_draws(|holdings, _| holdings.connection_mw);
    let each = musd.iter().zip(mw).filter(|(_, mw)| *mw > 0.0);
    over(each.map(|(musd, mw)| musd / mw).collect())
}

/// The best way to convert by its mean, against another in the same draws.
pub(crate) fn against(estate: &Estate, worths: &Worths, other: Alternative) -> Option<Against> {
    let way = best_to_convert(worths)?;
    let more = more(worths, way, other)?;
    let chance = more.iter().map(|musd| f64::from(u8::from(*musd > 0.0)));
    Some(Against {
        way,
        per_grid_mw: per_grid_mw(estate, &more),
        chance: mean(&chance.collect::<Vec<_>>()),
        musd: over(more),
    })
}

/// The best way to convert by its mean.
pub(crate) fn best_to_convert(worths: &Worths) -> Option<Alternative> {
    let done = worths.done();
    let converting = done.iter().filter(|of| of.way.converts());
    let means: Vec<_> = converting.map(|of| (of.way, mean(of.musd))).collect();
    super::ways::best(&means)
}

/// What is done where nothing is converted: mining, or a sale where nothing may be mined.
pub(crate) fn instead(worths: &Worths) -> Option<Alternative> {
    let able = |way: &Alternative| worths.of(*way).is_some();
    [Alternative::Mine, Alternative::Sale]
        .into_iter()
        .find(able)
}

/// M$ that a way is worth more than another, in each draw.
pub(crate) fn more(worths: &Worths, way: Alternative, other: Alternative) -> Option<Vec<f64>> {
    let pairs = worths.of(way)?.iter().zip(worths.of(other)?);
    Some(pairs.map(|(one, other)| one - other).collect())
}

/// Over draws; nothing of none.
pub(crate) fn over(mut values: Vec<f64>) -> Spread {
    Spread::of(&mut values).unwrap_or(Spread::exact(0.0))
}

/// The mean of draws.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / super::lease::as_count(values.len().max(1))
}

impl Alternative {
    /// What it does, as the subject of a sentence.
    #[must_use]
    pub const fn does(self) -> &'static str {
        match self {
            Self::Lease => "a lease",
            Self::Hybrid => "a lease with mining beside it",
            Self::Cloud => "an own cloud",
            Self::Mine => "keeping to mine",
            Self::Bridge => "a bridge",
            Self::Sale => "a sale of the powered site",
        }
    }

    /// Whether halls are built: lease, cloud, hybrid.
    #[must_use]
    pub const fn converts(self) -> bool {
        matches!(self, Self::Lease | Self::Cloud | Self::Hybrid)
    }
}

/// What the money says, beside what the engineering does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// Lease, cloud or hybrid is best.
    Converting,
    /// A bridge is.
    Bridge,
    /// Mining or a sale is.
    KeepMining,
}

impl Alternative {
    /// What it means that this is best.
    #[must_use]
    pub const fn means(self) -> Means {
        match self {
            Self::Lease | Self::Cloud | Self::Hybrid => Means::Converting,
            Self::Bridge => Means::Bridge,
            Self::Mine | Self::Sale => Means::KeepMining,
        }
    }
}
