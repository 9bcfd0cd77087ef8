//! What a metric may come to whatever the unknowns hold, and what its row earns there.

use super::attain::Ramp;
use super::rows::{At, Ready, ReadyScale};
use crate::engineering::{Better, Kind, Value};

/// All that a metric may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reach {
    /// The least and the most that it is where it is a number.
    pub(crate) numbers: Option<[f64; 2]>,
    /// The words that it can be, by their positions.
    words: u64,
    /// Whether a target may do without.
    pub(crate) waived: bool,
    /// Whether there may be no such thing.
    pub(crate) absent: bool,
}

/// No value is told apart from another.
pub(crate) const ANYTHING: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];

impl Reach {
    /// Nothing yet.
    pub(crate) const NOTHING: Self = Self {
        numbers: None,
        words: 0,
        waived: false,
        absent: false,
    };

    /// Nothing is known of it.
    pub(crate) const ANY: Self = Self {
        numbers: Some(ANYTHING),
        words: u64::MAX,
        waived: true,
        absent: true,
    };

    /// Any number between two.
    pub(crate) fn between(ends: [f64; 2]) -> Self {
        Self {
            numbers: Some(ends),
            ..Self::NOTHING
        }
    }

    /// One value more.
    pub(crate) fn add(&mut self, value: Value) {
        match value {
            Value::Number(number) => {
                let [least, most] = self.numbers.unwrap_or([number; 2]);
                self.numbers = Some([least.min(number), most.max(number)]);
            }
            Value::Word(at) => self.words |= 1 << (at & 63),
            Value::Waived => self.waived = true,
            Value::Absent => self.absent = true,
        }
    }

    /// All that two reach.
    pub(crate) fn or(mut self, other: Self) -> Self {
        for number in other.numbers.into_iter().flatten() {
            self.add(Value::Number(number));
        }
        Self {
            numbers: self.numbers,
            words: self.words | other.words,
            waived: self.waived | other.waived,
            absent: self.absent | other.absent,
        }
    }

    /// The same with what lies between a number and its absence: a month that may never come may come at any time.
    pub(crate) fn without_gaps(mut self, kind: Kind) -> Self {
        if let (Kind::Number(better), Some([least, most]), true) = (kind, self.numbers, self.absent)
        {
            self.numbers = Some(match better {
                Better::Higher => [f64::NEG_INFINITY, most],
                Better::Lower => [least, f64::INFINITY],
            });
        }
        self
    }
}

impl Ready<'_> {
    /// The least and the most that the row earns whatever its metric, and those that it is measured against, come to.
    pub(crate) fn ends<'r>(&self, has: &Reach, shared: impl Fn() -> &'r [Reach]) -> [f64; 2] {
        let mut ends = Earns::default();
        if has.waived {
            ends.add(1.0);
        }
        if has.absent {
            ends.add(0.0);
        }
        match self.scale() {
            ReadyScale::Levels(levels) => {
                let can = |at: &usize| has.words >> (at & 63) & 1 == 1;
                (0..levels.len())
                    .filter(can)
                    .for_each(|at| ends.add(levels[at]));
            }
            ReadyScale::Ramp {
                nothing,
                everything,
                better,
                relative,
            } => {
                let [nothing, everything] = [nothing, everything].map(|at| at.ends(&shared));
                for value in has.numbers.into_iter().flatten() {
                    for nothing in nothing {
                        for everything in needs(everything, *relative) {
                            let ramp = Ramp {
                                nothing,
                                everything,
                                better: *better,
                                relative: *relative,
                            };
                            ends.add(ramp.earns(value));
                        }
                    }
                }
            }
        }
        ends.0.unwrap_or([0.0, 0.0])
    }
}

impl At {
    /// The least and the most of a threshold. What is no number counts nothing.
    fn ends<'r>(self, shared: &impl Fn() -> &'r [Reach]) -> [f64; 2] {
        match self {
            Self::Number(number) => [number; 2],
            Self::Metric {
                nth,
                most,
                times,
                plus,
            } => {
                let reach = shared().get(nth).copied().unwrap_or(Reach::NOTHING);
                let nothing = (reach
                    != Reach {
                        numbers: reach.numbers,
                        ..Reach::NOTHING
                    })
                .then_some(0.0);
                let values = reach.numbers.into_iter().flatten().chain(nothing);
                let all = values.map(|value| value.min(most) * times + plus);
                let ends = all.fold(None, |ends: Option<[f64; 2]>, x| {
                    let [least, most] = ends.unwrap_or([x; 2]);
                    Some([least.min(x), most.max(x)])
                });
                ends.unwrap_or([plus; 2])
            }
        }
    }
}

/// What is needed at its least and most. A site that carries nothing earns nothing, one that carries next to nothing
/// all: where both can be, so can what lies between.
fn needs([least, most]: [f64; 2], relative: bool) -> impl Iterator<Item = f64> {
    let next_to_nothing = (relative && least <= 0.0 && most > 0.0).then_some(f64::MIN_POSITIVE);
    [least, most].into_iter().chain(next_to_nothing)
}

#[derive(Debug, Default)]
struct Earns(Option<[f64; 2]>);

impl Earns {
    fn add(&mut self, earned: f64) {
        let [least, most] = self.0.unwrap_or([earned; 2]);
        self.0 = Some([least.min(earned), most.max(earned)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_holds_what_was_added() {
        let mut reach = Reach::NOTHING;
        for value in [Value::Number(3.0), Value::Number(-1.0), Value::Absent] {
            reach.add(value);
        }
        assert_eq!(reach.numbers, Some([-1.0, 3.0]));
        assert!(reach.absent && !reach.waived);
        let open = reach.without_gaps(Kind::Number(Better::Lower));
        assert_eq!(open.numbers, Some([-1.0, f64::INFINITY]));
    }

    #[test]
    fn what_may_be_nothing_may_be_next_to_nothing() {
        assert_eq!(needs([0.0, 5.0], true).collect::<Vec<_>>().len(), 3);
        assert_eq!(needs([2.0, 5.0], true).collect::<Vec<_>>(), [2.0, 5.0]);
    }
}
