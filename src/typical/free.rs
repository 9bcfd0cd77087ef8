//! What each fact of a site may hold where the file leaves it open: all that the format takes, whatever is likely.
//!
//! Priors say what is likely and draws stay inside of that. Whoever asks what holds *whatever the unknowns hold* must
//! not lean on them: a fact that is left out may be as bad as any that could be written down.

use super::bound::Bound;
use super::checks::{Check, Place, position};
use super::draw::{Draw, Layout};
use super::draws::Draws;
use super::prior::Better;
use super::program::{List, Op};
use super::run::MONTHS;
use super::stated::{Range, State};
use crate::site::path;
use crate::site::shape::Shape;

/// What an open fact may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Free {
    /// Any number between two.
    Numbers,
    /// Any of so many words; flags are two.
    Words(usize),
    /// So many entries as stated, or so many: those that are stated and one of each kind that the file doesn't name.
    Entries([usize; 2]),
}

/// Whether there is such a fact at a site at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum There {
    Yes,
    No,
    /// That hangs on a fact that is open too.
    Perhaps,
}

/// From here on a number counts an amount that nothing bounds.
const OPEN_FROM: f64 = 10_000.0;
/// As much of it as nobody needs, so that what it bounds is bounded by something else or by nothing; finite, for
/// calculators subtract.
pub(crate) const ENOUGH: f64 = 1e12;

/// The facts of a site with what is open among them.
#[derive(Debug)]
pub(crate) struct Freedom<'d> {
    bound: &'d Bound<'d>,
    /// Values by slot: what is stated, and what was settled since.
    pub(crate) values: Vec<f64>,
    open: Vec<bool>,
    /// For each list the most entries that are worth trying.
    most: Vec<usize>,
}

impl<'d> Freedom<'d> {
    pub(crate) fn of(draws: &'d Draws) -> Self {
        let bound = draws.bound();
        let mut freedom = Self {
            bound,
            values: bound.start.clone(),
            open: bound.states.iter().map(|s| *s != State::Exact).collect(),
            most: (0..bound.program.lists.len())
                .map(|at| bound.layout.most(at))
                .collect(),
        };
        for slot in &bound.texts {
            freedom.values[*slot] = f64::NAN;
        }
        for (at, list) in bound.program.lists.iter().enumerate() {
            freedom.add_kinds(at, list);
        }
        freedom
    }

    /// Settles the kinds of the entries that a list may have beyond those that the file states.
    #[expect(clippy::cast_precision_loss, reason = "words and entries are few")]
    fn add_kinds(&mut self, at: usize, list: &List) {
        let Some((field, kinds)) = list.kinds else {
            return;
        };
        let (stated, most) = (self.stated(list), self.most[at]);
        let slot = |index| self.bound.layout.first(at, index) + field;
        let named: Vec<f64> = (0..stated).map(|index| self.values[slot(index)]).collect();
        let kinds = (0..kinds.len()).map(|kind| kind as f64);
        let unnamed = kinds.filter(|kind| !named.contains(kind));
        let further: Vec<(usize, f64)> = (stated..most).map(slot).zip(unnamed).collect();
        self.most[at] = stated + further.len();
        for (slot, kind) in further {
            self.values[slot] = kind;
            self.open[slot] = false;
        }
    }

    /// How many entries of a list the file states.
    fn stated(&self, list: &List) -> usize {
        let length = self.bound.start[list.number];
        if length.is_nan() { 0 } else { position(length) }
    }

    /// The site as it is settled so far.
    pub(crate) fn draw(&self) -> Draw<'_> {
        Draw::of(&self.bound.layout, &self.values)
    }

    pub(crate) fn layout(&self) -> &'d Layout {
        &self.bound.layout
    }

    /// Whether what stands in a slot is open still.
    #[inline]
    pub(crate) fn is_open(&self, slot: usize) -> bool {
        self.open[slot]
    }

    /// Settles what stands in a slot; NaN says that there is no such thing.
    pub(crate) fn settle(&mut self, slot: usize, value: f64) {
        self.values[slot] = value;
        self.open[slot] = false;
    }

    /// Leaves a slot open again.
    pub(crate) fn reopen(&mut self, slot: usize) {
        self.values[slot] = self.bound.start[slot];
        self.open[slot] = true;
    }

    /// What may stand in a slot; `None` for what no calculator reads.
    pub(crate) fn free(&self, slot: usize) -> Option<Free> {
        let (number, _) = self.layout().fact(slot);
        Some(match path::shape(number)? {
            Shape::Quantity { .. } | Shape::Date => Free::Numbers,
            Shape::Word(words) => Free::Words(words.len()),
            Shape::Flag => Free::Words(2),
            Shape::List(_) => {
                let program = self.bound.program;
                let at = program.list(number)?;
                let stated = self.stated(&program.lists[at]);
                Free::Entries([stated, self.most[at]])
            }
            Shape::Text | Shape::Country | Shape::Section(_) => return None,
        })
    }

    /// The least and the most that a number or a date may be: its own ends where it is stated as a range, else all
    /// that the format takes.
    pub(crate) fn ends(&self, slot: usize) -> [f64; 2] {
        let fix = self.bound.fixes.iter().find(|fix| fix.slot == slot);
        if let Some(fix) = fix {
            // As in a draw, what is counted is whole.
            let whole = self.bound.program.ops[fix.op].whole;
            return match fix.range {
                Range::Number([low, _, high]) if whole => [low.round(), high.round()],
                Range::Number([low, _, high]) => [low, high],
                Range::Months(months) => months,
            };
        }
        match path::shape(self.layout().fact(slot).0) {
            Some(Shape::Quantity { min, max, .. }) if max >= OPEN_FROM => [min, ENOUGH],
            Some(Shape::Quantity { min, max, .. }) => [min, max],
            _ => MONTHS,
        }
    }

    /// The worst and the best word of a fact that has an order, where the order knows all of them.
    pub(crate) fn words(&self, slot: usize, count: usize) -> Option<[f64; 2]> {
        let op = self.op(slot)?;
        let [low, high] = op.word_ends(count)?;
        match op.better {
            Better::Higher => Some([low, high]),
            Better::Lower => Some([high, low]),
            Better::None => None,
        }
    }

    /// Whether there is such a fact at this site.
    pub(crate) fn there(&self, slot: usize) -> There {
        let stated = self.bound.states[slot] != State::Unknown;
        let Some(op) = self.op(slot).filter(|_| !stated) else {
            // A fact that nobody draws is not there unless it is written down, and it may be.
            return if stated { There::Yes } else { There::Perhaps };
        };
        let entry = self.layout().fact(slot).1;
        let first = entry.and_then(|(list, index)| {
            let at = self.bound.program.list(list)?;
            Some(self.layout().first(at, index))
        });
        let each = op
            .only_when
            .iter()
            .map(|c| self.holds(c, first.unwrap_or(0)));
        each.fold(There::Yes, |all, one| match (all, one) {
            (There::No, _) | (_, There::No) => There::No,
            (There::Perhaps, _) | (_, There::Perhaps) => There::Perhaps,
            _ => There::Yes,
        })
    }

    fn holds(&self, check: &Check, first: usize) -> There {
        let at = |slot: usize| {
            if self.open[slot] {
                There::Perhaps
            } else if check.passes(self.values[slot]) {
                There::Yes
            } else {
                There::No
            }
        };
        match check.place {
            Place::Slot(slot) => at(slot),
            Place::Beside(field) => at(first + field),
            // Of another list any entry will do, and which there are may be open.
            Place::Any(..) => There::Perhaps,
        }
    }

    fn op(&self, slot: usize) -> Option<&'d Op> {
        let program = self.bound.program;
        let op = program.facts[self.layout().fact(slot).0].op?;
        program.ops.get(usize::from(op))
    }
}
