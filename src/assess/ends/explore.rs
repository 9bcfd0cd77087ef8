//! All that a calculator may come to, whatever the open facts hold that it reads.
//!
//! A number that moves a calculator one way is put at the end that is asked for; words are tried one by one, lists
//! with no entries beyond the stated ones and with enough of them. Only what the calculator really reads is tried,
//! in the order of its reading.

use super::super::effects::Effects;
use crate::engineering::{Case, Effect, Metric, Value};
use crate::hosting::Target;
use crate::rules::Reach;
use crate::typical::Watch;
use crate::typical::free::{Free, Freedom, There};

/// More ways than this are not gone through: nothing bounds what hangs on so much.
const WAYS: usize = 4_096;

/// Goes through what a site leaves open.
pub(super) struct Explorer<'d> {
    pub(super) freedom: Freedom<'d>,
    target: Target<'d>,
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
        if self.ways > WAYS {
            return None;
        }
        let watch = Watch::default();
        let case = Case {
            draw: self.freedom.draw().watched(&watch),
            target: self.target,
            hall: search.hall,
        };
        let value = (search.eval)(&case);
        let read = watch.take();
        let Some(slot) = read.into_iter().find(|slot| self.freedom.is_open(*slot)) else {
            self.ways += 1;
            let mut reach = Reach::NOTHING;
            reach.add(value);
            return Some(reach);
        };
        self.is_open = true;
        let candidates = self.candidates(search, slot)?;
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
    fn candidates(&self, search: &Search, slot: usize) -> Option<Vec<f64>> {
        let freedom = &self.freedom;
        let (number, entry) = freedom.layout().fact(slot);
        let effect = search.effects.of_fact(number);
        let high = match effect {
            Effect::Improves => search.better,
            Effect::Worsens => !search.better,
            Effect::Mixed => false,
        };
        let mut candidates = match freedom.free(slot)? {
            Free::Numbers if effect == Effect::Mixed => return None,
            Free::Numbers => vec![freedom.ends(slot)[usize::from(high)]],
            // Words of entries multiply; those with an order are at its ends.
            Free::Words(count) => match freedom.words(slot, count) {
                Some(ends) if entry.is_some() && effect != Effect::Mixed => {
                    vec![ends[usize::from(high)]]
                }
                _ => (0..count).map(|word| word as f64).collect(),
            },
            Free::Entries([stated, most]) if stated == most => vec![stated as f64],
            Free::Entries([stated, most]) => vec![stated as f64, most as f64],
        };
        match freedom.there(slot) {
            _ if matches!(freedom.free(slot), Some(Free::Entries(_))) => {}
            There::Yes => {}
            There::No => candidates = vec![f64::NAN],
            There::Perhaps => candidates.push(f64::NAN),
        }
        Some(candidates)
    }
}
