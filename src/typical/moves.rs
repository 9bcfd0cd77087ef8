//! The median draw with some facts moved: what answers would make of it. What hangs on a moved fact follows.

use super::bound::{Bound, Step};
use super::draw::Draw;
use super::draws::Draws;
use super::moved::{Move, To};
use super::prior::{Better, ListPrior, Prior, Values};
use super::program::Drawn;
use super::tables::{Column, Pick};

/// A word or kind of a smaller share is no answer to reckon with, as numbers are moved to their tenths.
const LEAST_SHARE: f64 = 0.1;

/// What a fact may turn out to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choices {
    /// Which way it is better.
    pub(crate) better: Better,
    /// What it is made of.
    pub(crate) of: Made,
    /// Numbers and dates from low to high; words and flags from worse to better where they have such an order; none
    /// before some.
    pub(crate) to: Vec<To>,
}

/// What a fact is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Number,
    Date,
    Word,
    List,
}

impl Choices {
    /// Whether one end is known to be better.
    pub(crate) fn has_direction(&self) -> bool {
        self.better != Better::None
    }

    /// The same from worse to better; without a direction as they stand.
    pub(crate) fn worse_first(&self) -> Vec<To> {
        let mut to = self.to.clone();
        if self.better == Better::Lower && self.of != Made::Word {
            to.reverse();
        }
        to
    }
}

impl Draws<'_> {
    /// The median draw with some facts moved, its values kept in `values`.
    pub(crate) fn moved<'v>(&'v self, moves: &[Move], values: &'v mut Vec<f64>) -> Draw<'v> {
        let median = Column::of(Pick::Median, self.drawn());
        self.bound.run_moved(median, self.drawn(), moves, values);
        self.without_texts(values)
    }

    /// What a fact that the file doesn't state may turn out to be where the others have the values of a draw; `None`
    /// where that draw has no such fact.
    pub(crate) fn choices(&self, slot: usize, values: &[f64]) -> Option<Choices> {
        let bound = &self.bound;
        let step = bound.steps.iter().find(|step| step.slot.at() == slot)?;
        if values.get(slot)?.is_nan() {
            return None;
        }
        let prior = self.priors.get(step.op.at())?;
        let open = bound.fitting(step, values)?;
        let code = |word: &str| {
            bound
                .program
                .code(bound.program.ops[step.op.at()].number, word)
        };
        let (of, to) = choices(prior, open.case.at(), code)?;
        Some(Choices {
            better: bound.program.ops[step.op.at()].better,
            of,
            to,
        })
    }
}

/// What a prior leaves to choose from in the case of a position.
fn choices(prior: &Prior, case: usize, code: impl Fn(&str) -> f64) -> Option<(Made, Vec<To>)> {
    let when = prior.when.get(case);
    let likely = |words: &[(String, f64)]| {
        let likely = words.iter().filter(|(_, share)| *share >= LEAST_SHARE);
        likely.map(|(word, _)| To::Value(code(word))).collect()
    };
    let tenths = vec![To::Low, To::High];
    Some(match when.map_or(&prior.values, |when| &when.values) {
        Values::Number(_) => (Made::Number, tenths),
        Values::Date(_) => (Made::Date, tenths),
        Values::Words(words) => (Made::Word, likely(words)),
        Values::Flag(words) => {
            let possible = words.iter().filter(|(_, share)| *share > 0.0);
            let to = possible.map(|(word, _)| To::Value(code(word)));
            (Made::Word, to.collect())
        }
        Values::List(ListPrior::One { none }) => {
            // That there is something may be news, however few have it; that there is none is not where all have it.
            let none_or_some = [(0.0, *none >= LEAST_SHARE), (1.0, *none < 1.0)];
            let possible = none_or_some.into_iter().filter(|(_, possible)| *possible);
            (Made::List, possible.map(|(n, _)| To::Value(n)).collect())
        }
        Values::List(ListPrior::Kinds { .. }) => (Made::List, vec![To::Value(0.0), To::Kinds]),
        Values::Text(_) => return None,
    })
}

impl Bound<'_> {
    /// Fills in a draw of so many, with some facts moved.
    pub(super) fn run_moved(
        &self,
        column: Column,
        draws: usize,
        moves: &[Move],
        values: &mut Vec<f64>,
    ) {
        let tenths = Column::tenths(draws);
        values.clear();
        values.extend_from_slice(&self.start);
        for fix in &self.fixes {
            let moved = moves.iter().find(|moved| moved.slot == fix.slot);
            let column = match moved.map(|moved| moved.to) {
                Some(To::Low) => tenths[0],
                Some(To::High) => tenths[1],
                _ => column,
            };
            self.fix(fix, column, values);
        }
        for step in &self.steps {
            let slot = step.slot.at();
            match moves.iter().find(|moved| moved.slot == slot) {
                None => self.step(step, column, values),
                Some(Move { to: To::Low, .. }) => self.step(step, tenths[0], values),
                Some(Move { to: To::High, .. }) => self.step(step, tenths[1], values),
                Some(Move { to: To::Kinds, .. }) => self.add_likely(step, values),
                Some(Move {
                    to: To::Value(value),
                    ..
                }) => {
                    self.step(step, column, values);
                    if !values[slot].is_nan() {
                        values[slot] = *value;
                    }
                }
            }
        }
    }

    /// Adds an entry of each kind that is likely enough.
    fn add_likely(&self, step: &Step, values: &mut [f64]) {
        if let Some(open) = self.fitting(step, values)
            && matches!(
                self.program.ops[step.op.at()].cases[open.case.at()].drawn,
                Drawn::Kinds(_)
            )
        {
            let is_likely = |kind: &super::program::Kind| kind.share >= LEAST_SHARE;
            self.add_those(step, std::slice::from_ref(open), is_likely, values);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Sample, built_in};
    use super::*;
    use crate::site::Site;

    fn slot(draws: &Draws, path: &str) -> usize {
        draws.layout().slot(path).unwrap()
    }

    /// Bits, so that what is not there equals itself.
    fn moved(draws: &Draws, moves: &[Move]) -> Vec<u64> {
        let mut values = Vec::new();
        let draw = draws.moved(moves, &mut values);
        draw.values().iter().map(|value| value.to_bits()).collect()
    }

    #[test]
    fn without_moves_it_is_the_median_draw_and_moves_have_no_order() {
        let site = Site::default();
        let draws = Draws::of(built_in(), &site, Sample::default());
        let mut values = Vec::new();
        let median = draws.draw(super::super::Pick::Median, &mut values);
        let median: Vec<u64> = median.values().iter().map(|v| v.to_bits()).collect();
        assert_eq!(moved(&draws, &[]), median);
        let to = |path, to| Move {
            slot: slot(&draws, path),
            to,
        };
        let (a, b) = (
            to("power.approved_mw", To::Low),
            to("power.voltage_kv", To::High),
        );
        assert_eq!(moved(&draws, &[a, b]), moved(&draws, &[b, a]));
        assert_ne!(moved(&draws, &[a]), median);
    }

    #[test]
    fn what_hangs_on_a_moved_fact_follows() {
        let site = Site::default();
        let draws = Draws::of(built_in(), &site, Sample::default());
        let [firmness, hours] =
            ["power.firmness", "power.interruptible_hours_per_year"].map(|path| slot(&draws, path));
        let mut values = Vec::new();
        let _ = draws.moved(&[], &mut values);
        assert!(values[hours].is_nan() && draws.choices(hours, &values).is_none());
        let words = draws.choices(firmness, &values).unwrap().worse_first();
        let to = words[0];
        let _ = draws.moved(&[Move { slot: firmness, to }], &mut values);
        assert!(!values[hours].is_nan());
        let hours = draws.choices(hours, &values).unwrap();
        assert_eq!(hours.worse_first(), [To::High, To::Low]);
        // What is approved bounds what is contracted, and sizes the transformers.
        let approved = slot(&draws, "power.approved_mw");
        let contracted = slot(&draws, "power.contracted_mw");
        let low = Move {
            slot: approved,
            to: To::Low,
        };
        let before = values[contracted];
        let _ = draws.moved(&[low], &mut values);
        assert!(values[contracted] <= values[approved] && values[contracted] < before);
    }
}
