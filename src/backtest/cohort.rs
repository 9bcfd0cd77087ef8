//! The sites of a test, told apart by what became of them.

use super::outcome::Class;
use super::readings::{Groups, Owned};
use super::site::{Tested, Values};

/// The sites that are tested, and those of them that are held against each other.
pub(super) struct Cohort<'t> {
    tested: &'t [Tested],
    /// Positions of all.
    pub(super) all: Vec<usize>,
    /// Positions of those that are converted or not, none that is still evaluated.
    pub(super) in_main: Vec<usize>,
}

impl<'t> Cohort<'t> {
    pub(super) fn of(tested: &'t [Tested]) -> Self {
        let all = 0..tested.len();
        let is_settled = |at: &usize| tested[*at].class != Class::Evaluating;
        Self {
            tested,
            in_main: all.clone().filter(is_settled).collect(),
            all: all.collect(),
        }
    }

    /// The sites that are held against each other.
    pub(super) fn main(&self) -> impl Iterator<Item = &'t Tested> {
        self.in_main.iter().map(|at| &self.tested[*at])
    }

    /// Whether there are both converted sites and others: without them there is no test.
    pub(super) fn is_testable(&self) -> bool {
        let any = |converted| self.main().any(|site| is_converted(site) == converted);
        any(true) && any(false)
    }

    /// Some sites in two groups, each with values of its own.
    pub(super) fn grouped(&self, sites: &[usize], values: impl Fn(usize) -> Values) -> Groups {
        let is_converted = |at: &usize| is_converted(&self.tested[*at]);
        let (converted, others): (Vec<usize>, Vec<usize>) =
            sites.iter().copied().partition(is_converted);
        Groups {
            converted: converted.into_iter().map(&values).collect(),
            others: others.into_iter().map(&values).collect(),
        }
    }

    /// Whose sites are held against each other.
    pub(super) fn owned(&self) -> Vec<Owned<'t>> {
        let owned = self.main().map(|site| Owned {
            owner: site.owner.as_deref(),
            converted: is_converted(site),
            score: site.score.mean,
        });
        owned.collect()
    }
}

fn is_converted(site: &Tested) -> bool {
    site.class == Class::Converted
}
