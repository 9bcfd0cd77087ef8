//! Two sides of sites: the records of the base wait outside of memory, and each is judged when its site comes in the
//! head, so that two states of a site are there together and no others.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, anyhow};
use rackready::compare::{
    Brought, Comparison, Diff, Judged, Origin, Pair, Pairing, Single, Terms, Tolerance, Unread,
};
use rackready::input::load::Loaded;
use rackready::input::shelf::{Packed, Shelf};
use rackready::input::stream;

use super::unread::{readable, tell_aside, unread};
use crate::cli::console::Console;
use crate::cli::formats::assembly::WAITING;
use crate::cli::judge::Judge;
use crate::cli::sites::{Taken, Tally};
use crate::cli::stream::Inputs;

/// What compares two sides, of each the base first.
pub(super) struct Sides<'a> {
    pub(super) judges: (&'a Judge, &'a Judge),
    pub(super) origins: (Origin, Origin),
    pub(super) terms: (&'a Terms<'static>, &'a Terms<'static>),
    pub(super) tolerance: Tolerance,
    /// Whether the only site of each side is one, whatever their ids.
    pub(super) as_one: bool,
}

/// What came of a site of the head.
enum Found {
    /// The number of its base, what that brings, and what came of both.
    Pair(usize, Brought, Box<Pair>),
    /// It is in the head alone.
    Added(Single),
}

/// The base, whose records wait.
#[derive(Default)]
struct Base {
    shelf: Mutex<Shelf>,
    /// The number of each site by its id.
    places: HashMap<String, usize>,
    tally: Tally,
}

impl Base {
    fn read(inputs: Inputs, console: &mut Console) -> anyhow::Result<Self> {
        let mut base = Self::default();
        let take = |taken: Taken<(Loaded, Packed)>, console: &mut Console| {
            if let Some((loaded, packed)) = base.tally.take(taken, console) {
                let shelf = base.shelf.get_mut().unwrap_or_else(PoisonError::into_inner);
                let at = shelf.push(packed).context(WAITING)?;
                base.places.insert(loaded.id, at);
            }
            Ok(())
        };
        inputs.packed(take, console)?;
        Ok(base)
    }

    /// The site of a number.
    fn site(&self, at: usize) -> anyhow::Result<Loaded> {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let record = shelf.get(at);
        drop(shelf);
        let read = record.context(WAITING)?.read();
        read.map_err(|_| anyhow!("a site of the base cannot be read once more"))
    }
}

impl Sides<'_> {
    /// What changed, and what became of the inputs of both sides; `None` where there is nothing to compare, and that is
    /// told.
    pub(super) fn compared(
        self,
        base: Inputs,
        head: Inputs,
        console: &mut Console,
    ) -> anyhow::Result<Option<(Diff, Tally, Tally)>> {
        let base = Base::read(base, console)?;
        let (of_base, of_head) = (&self.origins.0, &self.origins.1);
        let unread_of_base = unread(&base.tally.errors, of_base);
        let mut aside = [0; 2];
        let terms = Some(self.terms);
        let pairing = Pairing::of((&self.origins.0, &self.origins.1), terms, self.tolerance);
        let mut comparison = Comparison::default();
        let mut tally = Tally::default();
        let mut came = HashSet::new();
        // The only site of the head, which may be that of the base under another id.
        let mut only = None;
        let paired = |at: usize, loaded: &Loaded| {
            let old = judged(base.site(at)?, self.judges.0)?;
            let new = judged(loaded.clone(), self.judges.1)?;
            let pair = Box::new(pairing.pair(&old, &new));
            anyhow::Ok(Found::Pair(at, Brought::by(&old.row), pair))
        };
        let found = |_: usize, loaded: &Loaded| match base.places.get(&loaded.id) {
            Some(at) => paired(*at, loaded),
            None => {
                let row = self.judges.1.short(loaded)?.row();
                Ok(Found::Added(Single::of(&row)))
            }
        };
        let only_one = self.as_one && base.places.len() == 1;
        let take = |taken: Taken<(Loaded, Found)>, console: &mut Console| {
            let Some((loaded, found)) = tally.take(taken, console) else {
                return Ok(());
            };
            match found {
                Found::Pair(at, brings, pair) => {
                    came.insert(at);
                    comparison.base(at, brings);
                    comparison.pair(*pair);
                }
                // Nobody knows whether it came.
                Found::Added(site) if unread_of_base.may_hold(site.file(), of_head) => {
                    aside[1] += 1
                }
                Found::Added(site) => comparison.added(site),
            }
            only = Some(loaded).filter(|_| only_one && tally.sites == 1);
            Ok(())
        };
        head.each(found, take, console)?;
        if let Some(only) = only {
            // Whatever it was taken for.
            comparison = Comparison::default();
            if let Found::Pair(at, brings, pair) = paired(0, &only)? {
                comparison.base(at, brings);
                comparison.pair(*pair);
            }
        } else {
            let unread_of_head = unread(&tally.errors, of_head);
            let lone = (0..base.places.len()).filter(|at| !came.contains(at));
            aside[0] = self.removed(&base, lone, &unread_of_head, &mut comparison)?;
        }
        let sides = [
            (of_base, base.places.len(), base.tally.errors.as_slice()),
            (of_head, tally.sites, tally.errors.as_slice()),
        ];
        if !readable(sides, console) {
            return Ok(None);
        }
        tell_aside(aside, of_base, of_head, console);
        let diff = comparison.finish(self.origins, terms);
        Ok(Some((diff, base.tally, tally)))
    }

    /// Judges the sites of the base whose head did not come, and counts those that may have come in a file that cannot
    /// be read.
    fn removed(
        &self,
        base: &Base,
        lone: impl Iterator<Item = usize> + Send,
        unread: &Unread,
        comparison: &mut Comparison,
    ) -> anyhow::Result<usize> {
        let judged = |at: usize| {
            let row = self.judges.0.short(&base.site(at)?)?.row();
            anyhow::Ok((at, Brought::by(&row), Single::of(&row)))
        };
        let mut aside = 0;
        stream::ordered_few(lone, judged, |site| {
            let (at, brings, site) = site?;
            if unread.may_hold(site.file(), &self.origins.0) {
                aside += 1;
            } else {
                comparison.base(at, brings);
                comparison.removed(site);
            }
            anyhow::Ok(())
        })?;
        Ok(aside)
    }
}

/// A site judged, with how it stands row by row.
fn judged(loaded: Loaded, judge: &Judge) -> anyhow::Result<Judged> {
    let report = judge.short(&loaded)?;
    let judged = Judged::of(&report, judge.checklist());
    drop(report);
    Ok(judged.read_from(loaded))
}
