//! Figures that stand beside the worths of a site and are in none: carbon of its grid, what industry pays for power in
//! its state, water and heat.

use super::market::{Listed, MarketFigures, Month};
use crate::typical::draw::Locale;

/// A figure that stands beside.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// Its id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Low, likely and high.
    pub range: [f64; 3],
    /// Its unit.
    pub unit: String,
    /// Month that it is of.
    pub dated: Month,
}

impl Beside {
    fn of(row: &Listed, what: &str) -> Self {
        let range = row.range();
        Self {
            id: row.id.clone(),
            name: format!("{what}{}", row.name),
            range: [range.low, range.likely, range.high],
            unit: row.unit.clone(),
            dated: row.dated,
        }
    }
}

/// What a market lists for a place.
#[must_use]
pub(crate) fn beside(market: &MarketFigures, locale: &Locale) -> Vec<Beside> {
    let written = market.written();
    let here = |row: &&Listed| {
        let region = locale.region.as_deref();
        region.is_some_and(|region| row.states.iter().any(|state| state == region))
    };
    let grid = written.grids.iter().find(here);
    let price = written.power_prices.iter().find(here);
    let grid = grid.map(|row| Beside::of(row, "Carbon of a MWh, grid of "));
    let price = price.map(|row| Beside::of(row, "What industry pays for power in "));
    let all = written.surroundings.iter().map(|row| Beside::of(row, ""));
    grid.into_iter().chain(price).chain(all).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::market::built_in;

    #[test]
    fn carbon_and_power_are_those_of_the_place() {
        let of = |region: Option<&str>| {
            let locale = Locale {
                country: Some("US".to_owned()),
                region: region.map(str::to_owned),
            };
            let ids = beside(built_in(), &locale).into_iter().map(|row| row.id);
            ids.take(2).collect::<Vec<_>>()
        };
        assert_eq!(of(Some("Texas")), ["erct", "tx"]);
        assert_eq!(of(Some("Oklahoma")), ["spso", "ok"]);
        assert!(of(None)[0].starts_with("water"));
    }
}
