//! What more of each fact does to a calculator.

use crate::engineering::Effect;
use crate::site::path;

/// What more of each fact does to a calculator, by the number of the fact.
#[derive(Debug)]
pub(super) struct Effects(Vec<(usize, Effect)>);

impl Effects {
    pub(super) fn of(reads: &[(&str, Effect)]) -> Self {
        let numbered = reads
            .iter()
            .filter_map(|(fact, effect)| Some((path::number(fact)?, *effect)));
        Self(numbered.collect())
    }

    pub(super) fn of_fact(&self, number: usize) -> Effect {
        let found = self.0.iter().find(|(fact, _)| *fact == number);
        found.map_or(Effect::Mixed, |(_, effect)| *effect)
    }
}
