//! What all draws of one site share.

use std::sync::Arc;

use super::draw::Layout;
use super::program::Program;
use super::stated::{Range, State};
use super::tables::Row;

/// One site bound to the compiled priors: what is left to draw, each fact at its slot, with the cases that the site
/// leaves open.
#[derive(Debug)]
pub(super) struct Bound<'p> {
    pub(super) program: &'p Program,
    pub(super) layout: Layout,
    /// What is stated.
    pub(super) start: Vec<f64>,
    pub(super) states: Vec<State>,
    pub(super) fixes: Vec<Fix>,
    pub(super) steps: Vec<Step>,
    pub(super) cases: Vec<Open>,
    pub(super) limits: Vec<Limits>,
    /// Slots that bound others.
    pub(super) bounds: Vec<usize>,
    pub(super) rows: Vec<Arc<Row>>,
    /// Slots of texts, which stand there as codes while a site is drawn.
    pub(super) texts: Vec<usize>,
}

/// A stated fact that takes a value inside of what is stated.
#[derive(Debug)]
pub(super) struct Fix {
    pub(super) op: usize,
    pub(super) slot: usize,
    pub(super) row: usize,
    pub(super) offset: usize,
    pub(super) range: Range,
    pub(super) limits: Limits,
}

/// What a fact is brought between, besides its own ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) ends: [f64; 2],
    /// Places among the bounds: from the first on what it must not be below, from the second to the third what it
    /// must not exceed.
    pub(super) bounds: [usize; 3],
}

impl Limits {
    /// Whether nothing bounds it.
    pub(super) fn are_free(&self) -> bool {
        self.bounds[0] == self.bounds[2] && self.ends == FREE
    }
}

pub(super) const FREE: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];

/// A fact that is drawn. A draw goes through some hundred of them: each is one line of the cache.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) op: Small,
    pub(super) slot: Small,
    /// The first slot of the entry.
    pub(super) first: Small,
    /// Of an entry that not every draw has: the slot of the length of its list, and its place in it.
    pub(super) there: Option<[Small; 2]>,
    pub(super) row: Small,
    /// Of an entry that was added by kinds: the slot of its kind, by which its row is found behind `row`.
    pub(super) kind: Option<Small>,
    /// Of a stated list the kinds that it names: their mask.
    pub(super) named: Option<u32>,
    pub(super) cases: [Small; 2],
    pub(super) limits: Option<Small>,
    /// From where it reads its luck.
    pub(super) offset: Small,
    pub(super) only_when: bool,
}

/// A case that the site leaves open.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) case: Small,
    pub(super) table: Small,
    /// Whether it hangs on what is drawn.
    pub(super) checked: bool,
    /// Whether what stands in the table is the value.
    pub(super) plain: bool,
}

/// A place in one of the vectors of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Small(u32);

impl Small {
    pub(super) const ZERO: Self = Self(0);

    #[expect(
        clippy::cast_possible_truncation,
        reason = "no file that is read has facts for so many slots"
    )]
    pub(super) fn of(place: usize) -> Self {
        Self(place as u32)
    }

    #[inline]
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}
