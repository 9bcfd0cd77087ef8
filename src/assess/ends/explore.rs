//! All that a calculator may come to, whatever the open facts hold that it reads.
//!
//! A number that moves a calculator one way is put at the end that is asked for; words are tried one by one, lists
//! with no entries beyond the stated ones and with enough of them. Only what the calculator really reads is tried,
//! in the order of its reading.

use smallvec::{SmallVec, smallvec};

use super::super::effects::Effects;
use crate::engineering::{Case, Climates, Effect, Metric, Value};
use crate::hosting::Target;
use crate::rules::Reach;
use crate::typical::Watch;
use crate::typical::free::{Free, Freedom, There};

/// More ways than this are not gone through: nothing bounds what hangs on so much.
const WAYS: usize = 4_096;

/// Values of a fact that are tried.
type Candidates = SmallVec<[f64; 8]>;

/// Goes through what a site leaves open.
pub(super) struct Explorer<'d> {
    pub(super) freedom: Freedom<'d>,
    target: Target<'d>,
    watch: Watch,
    climates: Climates,
    /// Room for the open slots that a calculator read.
    open: Vec<usize>,
    /// Slots that left no choice, in the order in which they were settled.
    settled: Vec<usize>,
    ways: usize,
    /// Whether anything is open of what a calculator reads.
    is_open: bool,
}

/// What is gone through: a calculator, and what its facts do to it.
struct Search<'s> {
    eval: &'s dyn Fn(&Case) -> Value,
    effects: &'s Effects,
    hall: Option<usize>,
    better: bool,
}

impl<'d> Explorer<'d> {
    pub(super) fn of(freedom: Freedom<'d>, target: Target<'d>) -> Self {
        Self {
            freedom,
            target,
            watch: Watch::default(),
            climates: Climates::default(),
            open: Vec::new(),
            settled: Vec::new(),
            ways: 0,
            is_open: false,
        }
    }

    /// All that a metric may be, of a hall where it is about one.
    pub(super) fn metric(
        &mut self,
        metric: &Metric,
        effects: &Effects,
        hall: Option<usize>,
    ) -> Reach {
        let eval = |case: &Case| (metric.eval)(case);
        self.reach(&eval, effects, hall).without_gaps(metric.kind)
    }

    /// The least and the most MW that a calculator may come to.
    pub(super) fn mw(
        &mut self,
        eval: &dyn Fn(&Case) -> f64,
        effects: &Effects,
        hall: Option<usize>,
    ) -> [f64; 2] {
        let reach = self.reach(&|case| Value::Number(eval(case)), effects, hall);
        let [least, most] = reach.numbers.unwrap_or_default();
        [least.max(0.0), most.max(0.0)]
    }

    fn reach(
        &mut self,
        eval: &dyn Fn(&Case) -> Value,
        effects: &Effects,
        hall: Option<usize>,
    ) -> Reach {
        let mut reach = Reach::NOTHING;
        for better in [false, true] {
            (self.ways, self.is_open) = (0, false);
            let search = Search {
                eval,
                effects,
                hall,
                better,
            };
            match self.search(&search) {
                Some(found) => reach = reach.or(found),
                None => return Reach::ANY,
            }
            if !self.is_open {
                break;
            }
        }
        reach
    }

    /// `None` where nothing bounds it.
    fn search(&mut self, search: &Search) -> Option<Reach> {
        let settled = self.settled.len();
        let reach = self.search_on(search);
        for slot in self.settled.drain(settled..) {
            self.freedom.reopen(slot);
        }
        reach
    }

    fn search_on(&mut self, search: &Search) -> Option<Reach> {
        loop {
            if self.ways > WAYS {
                return None;
            }
            let case = Case {
                draw: self.freedom.draw().watched(&self.watch),
                target: self.target,
                hall: search.hall,
                climates: Some(&self.climates),
                limits: None,
            };
            let value = (search.eval)(&case);
            let mut open = std::mem::take(&mut self.open);
            self.watch.swap(&mut open);
            open.retain(|slot| self.freedom.is_open(*slot));
            if open.is_empty() {
                self.open = open;
                self.ways += 1;
                let mut reach = Reach::NOTHING;
                reach.add(value);
                return Some(reach);
            }
            self.is_open = true;
            // What leaves no choice is settled at once.
            let mut branch = None;
            let mut sure: SmallVec<[(usize, f64); 16]> = SmallVec::new();
            for slot in &open {
                match self.candidates(search, *slot) {
                    Some(only) if only.len() == 1 => sure.push((*slot, only[0])),
                    Some(several) => branch = branch.or(Some((*slot, several))),
                    // Another word may spare it.
                    None => {}
                }
            }
            self.open = open;
            for (slot, only) in &sure {
                self.freedom.settle(*slot, *only);
                self.settled.push(*slot);
            }
            if sure.is_empty() {
                let (slot, candidates) = branch?;
                return self.branch(search, slot, candidates);
            }
        }
    }

    fn branch(&mut self, search: &Search, slot: usize, candidates: Candidates) -> Option<Reach> {
        let mut reach = Reach::NOTHING;
        for value in candidates {
            self.freedom.settle(slot, value);
            let found = self.search(search);
            self.freedom.reopen(slot);
            reach = reach.or(found?);
        }
        Some(reach)
    }

    /// What to try of a fact; `None` where its ends don't tell what lies between.
    #[expect(clippy::cast_precision_loss, reason = "words and entries are few")]
    fn candidates(&self, search: &Search, slot: usize) -> Option<Candidates> {
        let freedom = &self.freedom;
        let (number, entry) = freedom.layout().fact(slot);
        let effect = search.effects.of_fact(number);
        let high = match effect {
            Effect::Improves => search.better,
            Effect::Worsens => !search.better,
            Effect::Mixed => false,
        };
        let free = freedom.free(slot)?;
        // A list that is not there has no entries.
        let there = match free {
            Free::Entries(_) => There::Yes,
            _ => freedom.there(slot),
        };
        if there == There::No {
            return Some(smallvec![f64::NAN]);
        }
        let mut candidates: Candidates = match free {
            Free::Numbers if effect == Effect::Mixed => return None,
            Free::Numbers => smallvec![freedom.ends(slot)[usize::from(high)]],
            // Words of entries multiply; those with an order are at its ends.
            Free::Words(count) => match freedom.words(slot, count) {
                Some(ends) if entry.is_some() && effect != Effect::Mixed => {
                    smallvec![ends[usize::from(high)]]
                }
                _ => (0..count).map(|word| word as f64).collect(),
            },
            Free::Entries([stated, most]) if stated == most => smallvec![stated as f64],
            Free::Entries([stated, most]) => smallvec![stated as f64, most as f64],
        };
        if there == There::Perhaps {
            candidates.push(f64::NAN);
        }
        Some(candidates)
    }
}
