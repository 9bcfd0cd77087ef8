//! One draw of a site: every fact as a plain number, for calculators to read.
//!
//! A fact stands in the slot of its number in the file format; the entries of lists stand behind, one after the
//! other. Words are their position in the vocabulary, flags 0 and 1, dates months, lists their length. What a
//! site has not is NaN, which no reader hands out.

use std::cell::RefCell;

use crate::site::path::{self, FACTS, FactPath};
use crate::site::shape::Vocabulary;

/// Where the facts of a site stand in its draws, and which of them the file states.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    lists: Vec<Entries>,
    stated: Vec<bool>,
    locale: Locale,
    /// Facts that nobody needs to state at this site, as others or silence tell them.
    told: Vec<usize>,
}

/// Where a site says it lies. No draw moves it, and prices alone read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Locale {
    /// Two-letter code of its country.
    pub country: Option<String>,
    /// State, province or region.
    pub region: Option<String>,
}

/// Where the entries of a list stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entries {
    list: usize,
    first: usize,
    stride: usize,
    /// How many entries the file states.
    stated: usize,
    /// How many there can be in a draw.
    most: usize,
}

impl Layout {
    /// The layout of lists with so many facts in an entry, so many entries stated and so many at most, in the order
    /// of the format.
    #[must_use]
    pub(crate) fn of(lists: impl Iterator<Item = (usize, usize, usize, usize)>) -> Self {
        let mut slots = FACTS;
        let entries = |(list, stride, stated, most)| {
            let first = slots;
            slots += stride * most;
            Entries {
                list,
                first,
                stride,
                stated,
                most,
            }
        };
        let lists = lists.map(entries).collect();
        Self {
            lists,
            stated: vec![false; slots],
            locale: Locale::default(),
            told: Vec::new(),
        }
    }

    /// Notes where the site lies.
    pub(super) fn lies_in(&mut self, locale: Locale) {
        self.locale = locale;
    }

    /// Where the site lies, as far as it says so.
    #[must_use]
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// Notes that the file states what stands in a slot.
    pub(super) fn state(&mut self, slot: usize) {
        if let Some(stated) = self.stated.get_mut(slot) {
            *stated = true;
        }
    }

    /// Notes a fact that others or silence tell.
    pub(super) fn tell(&mut self, number: usize) {
        self.told.push(number);
    }

    /// Whether others or silence tell the fact in a slot.
    #[must_use]
    pub(crate) fn goes_without_saying(&self, slot: usize) -> bool {
        self.told.contains(&slot)
    }

    /// Slots of a draw.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.stated.len()
    }

    /// Whether the file states what stands in a slot.
    #[must_use]
    pub fn is_stated(&self, slot: usize) -> bool {
        self.stated.get(slot).copied().unwrap_or(false)
    }

    /// The slot of the fact at a path such as `halls[0].area_m2`.
    #[must_use]
    pub fn slot(&self, path: &str) -> Option<usize> {
        let number = path::find(path)?;
        let Some((list, index)) = path.split_once('[') else {
            return Some(number);
        };
        let index: usize = index.split(']').next()?.parse().ok()?;
        let list = path::find(list)?;
        let entries = self.entries(list)?;
        (index < entries.most).then(|| entries.slot(index, number))
    }

    /// The number in the file format of the fact in a slot, and where it is one of an entry, its list and place.
    #[must_use]
    pub(crate) fn fact(&self, slot: usize) -> (usize, Option<(usize, usize)>) {
        let of = |e: &&Entries| (e.first..e.first + e.stride * e.most).contains(&slot);
        self.lists.iter().find(of).map_or((slot, None), |entries| {
            let (index, field) = (
                (slot - entries.first) / entries.stride,
                (slot - entries.first) % entries.stride,
            );
            (entries.list + 1 + field, Some((entries.list, index)))
        })
    }

    /// Whether the file states the entry in which a slot stands.
    #[must_use]
    pub(crate) fn states_entry(&self, slot: usize) -> bool {
        let of = |e: &Entries| (e.first..e.first + e.stride * e.stated).contains(&slot);
        self.lists.iter().any(of)
    }

    /// The slots of the entries that draws may add to a list, where `list` is the slot of its length.
    pub(crate) fn added(&self, list: usize) -> std::ops::Range<usize> {
        self.entries(list).map_or(0..0, |entries| {
            let slot = |entry| entries.first + entries.stride * entry;
            slot(entries.stated)..slot(entries.most)
        })
    }

    /// The path of the fact in a slot.
    #[must_use]
    pub fn path(&self, slot: usize) -> String {
        let (number, entry) = self.fact(slot);
        let text = path::text(number);
        entry.map_or_else(
            || text.to_owned(),
            |(_, index)| text.replacen("[]", &format!("[{index}]"), 1),
        )
    }

    /// The slot of the first fact of an entry of a list; `list` is its place among the lists.
    #[inline]
    #[must_use]
    pub(super) fn first(&self, list: usize, index: usize) -> usize {
        let entries = self.lists.get(list);
        entries.map_or(0, |e| e.first + index * e.stride)
    }

    /// The most entries that a list has in any draw; `list` is its place among the lists.
    #[inline]
    #[must_use]
    pub(super) fn most(&self, list: usize) -> usize {
        self.lists.get(list).map_or(0, |e| e.most)
    }

    fn entries(&self, list: usize) -> Option<Entries> {
        self.lists.iter().find(|e| e.list == list).copied()
    }
}

impl Entries {
    fn slot(&self, index: usize, number: usize) -> usize {
        self.first + index * self.stride + (number - self.list - 1)
    }
}

/// The slots that a calculator read, in the order it read them.
#[derive(Debug, Default)]
pub(crate) struct Watch(RefCell<Noted>);

#[derive(Debug, Default)]
struct Noted {
    order: Vec<usize>,
    by_slot: Vec<bool>,
}

impl Watch {
    fn note(&self, slot: usize) {
        let Noted { order, by_slot } = &mut *self.0.borrow_mut();
        if by_slot.len() <= slot {
            by_slot.resize(slot + 1, false);
        }
        if !std::mem::replace(&mut by_slot[slot], true) {
            order.push(slot);
        }
    }

    /// What was read since this was last asked.
    pub(crate) fn take(&self) -> Vec<usize> {
        let mut read = Vec::new();
        self.swap(&mut read);
        read
    }

    /// The same in place of what `read` holds, whose room is used again.
    pub(crate) fn swap(&self, read: &mut Vec<usize>) {
        let Noted { order, by_slot } = &mut *self.0.borrow_mut();
        for slot in &*order {
            by_slot[*slot] = false;
        }
        std::mem::swap(order, read);
        order.clear();
    }
}

/// A site in which every fact has one value.
#[derive(Debug, Clone, Copy)]
pub struct Draw<'a> {
    layout: &'a Layout,
    values: &'a [f64],
    watch: Option<&'a Watch>,
}

impl<'a> Draw<'a> {
    /// The draw of these values.
    #[must_use]
    pub(crate) fn of(layout: &'a Layout, values: &'a [f64]) -> Self {
        Self {
            layout,
            values,
            watch: None,
        }
    }

    /// The same draw, every fact that is read from now on being noted.
    #[must_use]
    pub(crate) fn watched(self, watch: &'a Watch) -> Self {
        Self {
            watch: Some(watch),
            ..self
        }
    }

    #[inline]
    fn at(&self, slot: usize) -> Option<f64> {
        if let Some(watch) = self.watch {
            watch.note(slot);
        }
        self.values
            .get(slot)
            .copied()
            .filter(|value| !value.is_nan())
    }

    /// A number, the months of a date or the length of a list; `None` where the site has no such thing.
    #[inline]
    #[must_use]
    pub(crate) fn get(&self, fact: FactPath) -> Option<f64> {
        self.at(usize::from(fact.number()))
    }

    /// A number; what the site has not counts nothing.
    #[inline]
    #[must_use]
    pub(crate) fn number(&self, fact: FactPath) -> f64 {
        self.get(fact).unwrap_or(0.0)
    }

    /// A word.
    #[inline]
    #[must_use]
    pub(crate) fn word<W: Vocabulary>(&self, fact: FactPath) -> Option<W> {
        W::at(self.get(fact)?)
    }

    /// Yes or no; what the site has not is a no.
    #[inline]
    #[must_use]
    pub(crate) fn flag(&self, fact: FactPath) -> bool {
        self.number(fact) > 0.5
    }

    /// Months from one date to another, 0 where it is past; `None` where there is no such date.
    #[must_use]
    pub(crate) fn months(&self, from: FactPath, to: FactPath) -> Option<f64> {
        Some((self.get(to)? - self.get(from)?).max(0.0))
    }

    /// The entries of a list.
    #[inline]
    pub(crate) fn list(&self, list: FactPath) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let draw = *self;
        let entries = draw.layout.entries(usize::from(list.number()));
        let length = entries.map_or(0, |entries| draw.length(list, entries));
        (0..length).filter_map(move |index| {
            Some(Entry {
                draw,
                entries: entries?,
                index,
            })
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the length of a list"
    )]
    fn length(&self, list: FactPath, entries: Entries) -> usize {
        entries.most.min(self.number(list) as usize)
    }

    /// One entry of a list, where it has so many.
    #[must_use]
    pub(crate) fn entry(&self, list: FactPath, index: usize) -> Option<Entry<'a>> {
        let entries = self.layout.entries(usize::from(list.number()))?;
        let there = index < self.length(list, entries);
        there.then_some(Entry {
            draw: *self,
            entries,
            index,
        })
    }

    /// Values by slot, NaN for what the site has not.
    #[must_use]
    pub fn values(&self) -> &'a [f64] {
        self.values
    }

    /// Where they stand.
    #[must_use]
    pub fn layout(&self) -> &'a Layout {
        self.layout
    }
}

/// One entry of a list in a draw. Its facts are named as those of any entry: `halls[].area_m2`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    draw: Draw<'a>,
    entries: Entries,
    index: usize,
}

impl Entry<'_> {
    /// Yes or no; what the entry has not is a no.
    #[inline]
    #[must_use]
    pub(crate) fn flag(&self, fact: FactPath) -> bool {
        self.number(fact) > 0.5
    }

    /// A number; `None` where the entry has no such thing.
    #[inline]
    #[must_use]
    pub(crate) fn get(&self, fact: FactPath) -> Option<f64> {
        self.draw
            .at(self.entries.slot(self.index, usize::from(fact.number())))
    }

    /// A number; what the entry has not counts nothing.
    #[inline]
    #[must_use]
    pub(crate) fn number(&self, fact: FactPath) -> f64 {
        self.get(fact).unwrap_or(0.0)
    }

    /// A word.
    #[inline]
    #[must_use]
    pub(crate) fn word<W: Vocabulary>(&self, fact: FactPath) -> Option<W> {
        W::at(self.get(fact)?)
    }
}
