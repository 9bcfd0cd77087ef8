//! What ways are worth, draw by draw.

use crate::economics::standing::Contender;
use crate::economics::ways::{Alternative, Reason};

/// What a way is worth in each draw; where a draw leaves it nothing to do, what its owner then falls back on.
#[derive(Debug, Clone)]
pub(crate) struct WorthOf {
    pub(crate) way: Alternative,
    pub(crate) musd: Vec<f64>,
    /// In which draws it can be done.
    done: Vec<bool>,
    reason: Option<Reason>,
}

impl WorthOf {
    pub(super) fn new(way: Alternative) -> Self {
        Self {
            way,
            musd: Vec::new(),
            done: Vec::new(),
            reason: None,
        }
    }

    pub(super) fn add(&mut self, musd: f64, reason: Option<Reason>) {
        self.musd.push(musd);
        self.done.push(reason.is_none());
        self.reason = self.reason.or(reason);
    }

    /// Why it can be done in no draw.
    pub(crate) fn reason(&self) -> Option<Reason> {
        self.reason.filter(|_| !self.is_done())
    }

    fn is_done(&self) -> bool {
        self.done.contains(&true)
    }
}

/// What some ways are worth in the same draws.
#[derive(Debug, Clone)]
pub(crate) struct Worths(pub(crate) Vec<WorthOf>);

impl Worths {
    /// Those that can be done in some draw.
    pub(crate) fn done(&self) -> Vec<Contender<'_>> {
        let done = self.0.iter().filter(|of| of.is_done());
        done.map(|of| Contender {
            way: of.way,
            musd: &of.musd,
            done: &of.done,
        })
        .collect()
    }

    /// One of them, where it can be done.
    pub(crate) fn of(&self, way: Alternative) -> Option<&[f64]> {
        let done = self.0.iter().find(|of| of.way == way && of.is_done());
        done.map(|of| of.musd.as_slice())
    }
}
