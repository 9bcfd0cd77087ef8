//! The facts that a metric reads, noted as it reads them.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::estimate::Estimate;
use crate::site::fact::Fact;
use crate::site::path::FactPath;
use crate::site::shape::Node;
use crate::units::Unit;

/// One fact that a metric read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Dotted path of the fact in the site file.
    pub path: Cow<'static, str>,
    /// Number of the fact in the file format, whichever hall it belongs to.
    pub number: u16,
    /// Whether the file states it.
    pub known: bool,
}

/// The facts a metric read, in the order it read them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// Most metrics read few facts, and a site is judged by a hundred of them.
    seen: SmallVec<[Seen; 3]>,
    silent: bool,
    some_missing: bool,
}

impl Trace {
    /// A trace that keeps nothing but whether some fact is missing, for verdicts that nobody asks reasons of.
    #[must_use]
    pub(crate) fn silent() -> Self {
        Self {
            silent: true,
            ..Self::default()
        }
    }

    /// An empty trace that keeps as much as this one.
    #[must_use]
    pub(crate) fn fresh(&self) -> Self {
        Self {
            silent: self.silent,
            ..Self::default()
        }
    }

    /// Notes that a fact was read.
    #[inline]
    pub(crate) fn note(&mut self, fact: FactPath, known: bool) {
        self.note_at(fact, known, || Cow::Borrowed(fact.text()));
    }

    /// Notes that a fact of one hall was read.
    pub(crate) fn note_in_hall(&mut self, fact: FactPath, hall: usize, known: bool) {
        let of_hall = || Cow::Owned(fact.text().replacen("[]", &format!("[{hall}]"), 1));
        self.note_at(fact, known, of_hall);
    }

    #[inline]
    fn note_at(&mut self, fact: FactPath, known: bool, path: impl FnOnce() -> Cow<'static, str>) {
        if self.silent {
            self.some_missing |= !known;
        } else {
            self.keep(Seen {
                path: path(),
                number: fact.number(),
                known,
            });
        }
    }

    fn keep(&mut self, new: Seen) {
        let is_new = |s: &Seen| s.number != new.number || s.path != new.path;
        if self.seen.iter().all(is_new) {
            self.some_missing |= !new.known;
            self.seen.push(new);
        }
    }

    /// Notes what another trace noted.
    pub(crate) fn absorb(&mut self, other: &Self) {
        if self.silent {
            self.some_missing |= other.some_missing;
        } else {
            other.seen.iter().for_each(|seen| self.keep(seen.clone()));
        }
    }

    /// Whether a fact that was read is missing.
    #[must_use]
    pub(crate) fn some_missing(&self) -> bool {
        self.some_missing
    }

    /// Reads a fact and notes it.
    pub(crate) fn read<'f, T: Node>(&mut self, fact: (FactPath, &'f Fact<T>)) -> Option<&'f T> {
        self.note(fact.0, fact.1.is_stated());
        fact.1.get()
    }

    /// Reads a number and notes it.
    pub(crate) fn quantity<U: Unit>(
        &mut self,
        fact: (FactPath, &Fact<Estimate<U>>),
    ) -> Option<Estimate<U>> {
        self.read(fact).copied()
    }

    /// Reads a number where leaving it out says something too; a missing one is not asked for.
    pub(crate) fn optional<U: Unit>(
        &mut self,
        fact: (FactPath, &Fact<Estimate<U>>),
    ) -> Option<Estimate<U>> {
        fact.1.is_known().then(|| self.quantity(fact)).flatten()
    }

    /// What was read.
    #[must_use]
    pub(crate) fn seen(&self) -> &[Seen] {
        &self.seen
    }
}

/// A fact of a site with its dotted path: `fact!(site, power.firmness)`.
macro_rules! fact {
    ($site:expr, $first:ident $(. $rest:ident)*) => {
        (
            $crate::site::path::fact_path!(concat!(stringify!($first) $(, ".", stringify!($rest))*)),
            &$site.$first $(. $rest)*,
        )
    };
}
pub(crate) use fact;
