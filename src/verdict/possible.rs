//! The words that a verdict may come to, whatever the unknowns hold.

use super::{Deciding, Word};
use crate::engineering::surroundings::NO_END_MONTHS;
use crate::hosting::Target;
use crate::plan::Timing;
use crate::rules::Reach;
use crate::units::WEEKS_PER_MONTH;

/// A row at its ends: what it earns at its worst and best, and all that it may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AtEnds {
    /// What it earns at least and at most.
    pub earns: [f64; 2],
    /// What its metric may be.
    pub reach: Reach,
}

/// The words that draws can say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Words(u8);

impl Words {
    /// Whether no answer can lead to another word than this.
    pub(crate) fn are_only(self, word: Word) -> bool {
        self.0 == bit(word)
    }

    /// Whether a draw may say a word.
    #[cfg(test)]
    pub(crate) fn hold(self, word: Word) -> bool {
        self.0 & bit(word) != 0
    }

    /// Those of two routes, either of which a site may take.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn add(&mut self, word: Word) {
        self.0 |= bit(word);
    }
}

fn bit(word: Word) -> u8 {
    1 << word as u8
}

/// The words that [`decide`](super::decide) may say on a route, by its rows, MW and dates at their worst and best.
#[must_use]
pub(crate) fn possible(
    target: &Target,
    deciding: &Deciding,
    row: impl Fn(usize) -> AtEnds,
    [worst_mw, best_mw]: [f64; 2],
    timing: impl FnOnce() -> [Timing; 2],
) -> Words {
    let window = target.tenant.parameters.window_months.value;
    let row = |at: u16| row(usize::from(at));
    let mut words = Words::default();
    let mut goes_on = true;
    for (gate, needed) in &deciding.gates {
        let at = row(*gate);
        let [least, most] = at.earns;
        let dated = deciding.dated.contains(gate);
        // An obstacle that ends, however late, is no failure.
        let may_fail = least < *needed && !(dated && ends(&at) == [true, true]);
        let may_pass = most >= *needed || (dated && ends(&at)[1]);
        if may_fail {
            words.add(Word::KeepMining);
        }
        goes_on &= may_pass;
    }
    let least = target.tenant.parameters.min_mw.value;
    if worst_mw < least {
        words.add(Word::KeepMining);
    }
    goes_on &= best_mw >= least;
    for at in &deciding.dated {
        let at = row(*at);
        let Some([soonest, latest]) = at.reach.numbers else {
            continue;
        };
        let [ends_surely, may_end] = ends(&at);
        if goes_on && may_end && latest > window {
            words.add(Word::Bridge);
        }
        // What has no end is late for nobody: whether it fails is for its gate to say.
        goes_on &= soonest <= window || !ends_surely;
    }
    if !goes_on {
        return words;
    }
    let [worst, best] = timing();
    let window = window * WEEKS_PER_MONTH;
    if worst.first > window {
        words.add(Word::Bridge);
    }
    if best.first <= window {
        if best.all <= window {
            words.add(Word::Convert);
        }
        if worst.all > window {
            words.add(Word::ConvertInPhases);
        }
    }
    words
}

/// Whether a dated obstacle ends for sure, and whether it may.
fn ends(at: &AtEnds) -> [bool; 2] {
    let Some([soonest, latest]) = at.reach.numbers else {
        return [false; 2];
    };
    let sure = latest < NO_END_MONTHS && !at.reach.absent;
    [sure, soonest < NO_END_MONTHS]
}
