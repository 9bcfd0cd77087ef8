//! What the names inside a price list mean: positions, found once for all plans drafted from it.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::prices::{Measure, Price};

/// The names of a list, resolved on first use. A copy resolves anew, since a copy is made to be changed; and
/// two lists that say the same are equal, whichever of them was used.
#[derive(Debug, Default)]
pub(super) struct Names(OnceLock<Positions>);

/// Positions in a price list.
#[derive(Debug)]
pub(super) struct Positions {
    /// Of the measure of each remedy.
    pub(super) measures: HashMap<String, usize>,
    /// For each measure, of the price of each of its lines; `None` for a name that the list lacks.
    pub(super) prices: Vec<Vec<Option<usize>>>,
    /// For each measure, of the measure that each of its prerequisites waits for.
    pub(super) waits_for: Vec<Vec<Option<usize>>>,
}

impl Names {
    pub(super) fn resolved(&self, prices: &[Price], measures: &[Measure]) -> &Positions {
        self.0.get_or_init(|| Positions::of(prices, measures))
    }
}

impl Clone for Names {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Names {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Positions {
    fn of(prices: &[Price], measures: &[Measure]) -> Self {
        let price = |id: &str| prices.iter().position(|p| p.id == id);
        let measure = |id: &str| measures.iter().position(|m| m.remedy == id);
        let by_remedy = |at: usize| (measures[at].remedy.clone(), at);
        Self {
            // The first of equals answers: it is inserted last.
            measures: (0..measures.len()).rev().map(by_remedy).collect(),
            prices: measures
                .iter()
                .map(|m| m.lines.iter().map(|l| price(&l.price)).collect())
                .collect(),
            waits_for: measures
                .iter()
                .map(|m| m.after.iter().map(|a| measure(&a.remedy)).collect())
                .collect(),
        }
    }
}
