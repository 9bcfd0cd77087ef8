//! Figures of the market that differ, and what the money says differently.

use schemars::JsonSchema;
use serde::Serialize;

use super::Sides;
use super::measure::round;
use crate::economics::market::{Law, MarketFigures, MarketRange};
use crate::economics::ways::Alternative;
use crate::record::Row;
use crate::verdict::Word;

/// What the money says of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MoneySaid {
    /// The way that is worth most: mine, lease, cloud, hybrid, bridge or sale; null where nothing can be done.
    #[schemars(with = "Option<String>")]
    pub best: Option<Alternative>,
    /// The less hopeful of both verdicts.
    #[schemars(with = "String")]
    pub with_money: Word,
}

impl MoneySaid {
    fn of(row: &Row) -> Option<Self> {
        row.money.map(|money| Self {
            best: money.best,
            with_money: money.word,
        })
    }
}

/// What the money says of two states of a site.
pub(super) fn said(base: &Row, head: &Row) -> Sides<Option<MoneySaid>> {
    Sides {
        base: MoneySaid::of(base),
        head: MoneySaid::of(head),
    }
}

/// A figure of the market, or a correlation, that differs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FigureChange {
    /// The quantity, or the pair of a correlation.
    pub figure: String,
    /// Its unit; empty of a correlation.
    pub unit: &'static str,
    /// In the base; null where it has no such pair.
    pub base: Option<FigureSaid>,
    /// In the head; null where it has no such pair.
    pub head: Option<FigureSaid>,
}

/// What a market says of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct FigureSaid {
    /// Low.
    #[serde(serialize_with = "round")]
    pub low: f64,
    /// Most likely.
    #[serde(serialize_with = "round")]
    pub likely: f64,
    /// High.
    #[serde(serialize_with = "round")]
    pub high: f64,
    /// How it is drawn: pert, normal or fixed; null of a correlation.
    #[schemars(with = "Option<String>")]
    pub law: Option<Law>,
}

impl FigureSaid {
    fn of(range: MarketRange, law: Option<Law>) -> Self {
        let MarketRange { low, likely, high } = range;
        Self {
            low,
            likely,
            high,
            law,
        }
    }
}

/// A figure with its name and unit.
type Named = (String, &'static str, FigureSaid);

/// Figures and correlations that decide what ways are worth and differ, in the order of the base.
pub(super) fn figures(base: &MarketFigures, head: &MarketFigures) -> Vec<FigureChange> {
    let (base, head) = (named(base), named(head));
    let found = |all: &[Named], name: &str| {
        let found = all.iter().find(|(other, ..)| other == name);
        found.map(|(_, _, said)| *said)
    };
    let new = head
        .iter()
        .filter(|(name, ..)| found(&base, name).is_none());
    let all = base.iter().chain(new);
    let changes = all.map(|(name, unit, _)| FigureChange {
        figure: name.clone(),
        unit,
        base: found(&base, name),
        head: found(&head, name),
    });
    changes
        .filter(|change| change.base != change.head)
        .collect()
}

fn named(market: &MarketFigures) -> Vec<Named> {
    let written = market.written();
    let figures = written.figures.iter().map(|figure| {
        let said = FigureSaid::of(figure.range(), Some(figure.law()));
        (figure.quantity.to_string(), figure.unit.word(), said)
    });
    let pairs = written.correlations.iter().map(|pair| {
        // A pair has no order.
        let mut between = pair.between;
        between.sort();
        let name = format!("{} with {}", between[0], between[1]);
        (name, "", FigureSaid::of(pair.range(), None))
    });
    figures.chain(pairs).collect()
}
