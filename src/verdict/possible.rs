//! The words that a verdict may come to, whatever the unknowns hold.

use super::{Deciding, Megawatts, Word};
use crate::engineering::surroundings::NO_END_MONTHS;
use crate::hosting::Target;
use crate::rules::Reach;

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
pub(crate) struct Words {
    said: u8,
    undated: bool,
}

impl Words {
    /// Whether no answer can lead to another word than this. What nobody dates may turn out too late.
    pub(crate) fn are_only(self, word: Word) -> bool {
        self.said == bit(word) && !self.undated
    }

    /// Whether a draw may say a word.
    #[cfg(test)]
    pub(crate) fn hold(self, word: Word) -> bool {
        self.said & bit(word) != 0
    }

    /// Those of two routes, either of which a site may take.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            said: self.said | other.said,
            undated: self.undated | other.undated,
        }
    }

    fn add(&mut self, word: Word) {
        self.said |= bit(word);
    }
}

fn bit(word: Word) -> u8 {
    1 << word as u8
}

/// A dated obstacle may lie beyond the tenant's window, or must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Late {
    No,
    Perhaps,
    Yes,
}

/// The words that [`decide`](super::decide) may say on a route, by its rows and MW at their worst and best.
#[must_use]
pub(crate) fn possible(
    target: &Target,
    deciding: &Deciding,
    row: impl Fn(usize) -> AtEnds,
    [worst, best]: [Megawatts; 2],
) -> Words {
    let window = target.tenant.parameters.window_months.value;
    let row = |at: u16| row(usize::from(at));
    let late_of = |at: u16| late(&row(at), window);
    let mut words = Words::default();
    let mut goes_on = true;
    for (gate, needed) in &deciding.gates {
        let [least, most] = row(*gate).earns;
        let excused = deciding.dated.contains(gate) && late_of(*gate) == Late::Yes;
        if least < *needed && !excused {
            words.add(Word::KeepMining);
            let may_be_late = deciding.dated.contains(gate) && late_of(*gate) != Late::No;
            goes_on &= most >= *needed || may_be_late;
        }
    }
    for at in &deciding.dated {
        let late = late_of(*at);
        if goes_on && late != Late::No {
            words.add(Word::Bridge);
        }
        goes_on &= late != Late::Yes;
    }
    if goes_on {
        by_megawatts(target, deciding, row, [worst, best], &mut words);
    }
    words
}

fn by_megawatts(
    target: &Target,
    deciding: &Deciding,
    row: impl Fn(u16) -> AtEnds,
    [worst, best]: [Megawatts; 2],
    words: &mut Words,
) {
    let least = target.tenant.parameters.min_mw.value;
    if worst.carried < least {
        words.add(Word::KeepMining);
    }
    if best.carried < least {
        return;
    }
    if worst.in_window < least {
        words.add(Word::Bridge);
    }
    if best.in_window < least {
        return;
    }
    let live = [worst, best].map(|mw| mw.energized.min(mw.in_window));
    if live[1] >= least {
        if worst.carried <= live[1] * super::ONE_PHASE {
            words.add(Word::Convert);
        }
        if best.carried > live[0].max(least) * super::ONE_PHASE {
            words.add(Word::ConvertInPhases);
        }
    }
    if live[0] >= least {
        return;
    }
    let first_power = || deciding.first_power.iter().map(|at| row(*at).reach);
    if first_power().any(|reach| reach.numbers.is_some()) {
        words.add(Word::ConvertInPhases);
    }
    if first_power().all(|reach| reach.absent || reach.numbers.is_none()) {
        words.add(Word::Convert);
        words.undated = true;
    }
}

fn late(at: &AtEnds, window: f64) -> Late {
    let Some([least, most]) = at.reach.numbers else {
        return Late::No;
    };
    let [worst, best] = at.earns;
    if worst > 0.0 || most < window || least >= NO_END_MONTHS {
        Late::No
    } else if best <= 0.0 && least >= window && most < NO_END_MONTHS && !at.reach.absent {
        Late::Yes
    } else {
        Late::Perhaps
    }
}
