//! What more of each fact does to a calculator.

use crate::engineering::Effect::{self, Improves, Mixed, Worsens};
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

/// What more of each fact does to when megawatts come: sooner is better.
pub(super) const DATES: &[(&str, Effect)] = &[
    ("as_of", Improves),
    ("power.energized_mw", Improves),
    ("power.approved_mw", Worsens),
    ("power.contracted_mw", Worsens),
    ("power.fully_energized_on", Worsens),
    ("power.energization[].date", Worsens),
    ("power.expansion[].readiness", Mixed),
    ("power.expansion[].date", Worsens),
    ("permits[].kind", Mixed),
    ("permits[].status", Improves),
    ("permits[].decision_on", Worsens),
    ("permits[].upheld", Improves),
    ("permits[].enacted", Worsens),
    ("permits[].expires_on", Worsens),
];
