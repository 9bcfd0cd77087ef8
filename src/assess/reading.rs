//! What is read of a site: the facts behind each row and behind the MW, in the median draw.

use super::drawn::case;
use super::prepared::Prepared;
use crate::capacity::limit_mw;
use crate::engineering::{Climates, LimitId};
use crate::rules::{Route, Seen};
use crate::site::path::fact_path;
use crate::typical::{Draw, Layout, Watch};

/// The limits that a verdict reads.
const DECIDING: [LimitId; 6] = [
    LimitId::Energized,
    LimitId::Voltage,
    LimitId::Substation,
    LimitId::Grid,
    LimitId::Land,
    LimitId::Engines,
];

/// The slots that were read, in the order of reading.
pub(super) struct Read<'d> {
    layout: &'d Layout,
    /// For each row.
    rows: Vec<Vec<usize>>,
    limits: Vec<usize>,
}

impl<'d> Read<'d> {
    pub(super) fn of(
        draw: Draw<'d>,
        prepared: &Prepared,
        route: Route,
        climates: &Climates,
    ) -> Self {
        let watch = Watch::default();
        let case = case(draw.watched(&watch), prepared, route, climates);
        // What finds the case reads too; nobody asks for that.
        watch.take();
        let of_row = |row| {
            prepared.rows.read(row, &case);
            watch.take()
        };
        let rows = prepared.rows.iter().map(of_row).collect();
        for limit in DECIDING {
            let _ = limit_mw(limit, &case);
        }
        Self {
            layout: draw.layout(),
            rows,
            limits: watch.take(),
        }
    }

    /// For each row, the share of the facts it reads that the file states. When the facts were gathered says nothing
    /// about the mine, and what others or silence tell nobody needs to state.
    pub(super) fn known(&self) -> Vec<f64> {
        let as_of = usize::from(fact_path!("as_of").number());
        let tells = |slot: usize| slot != as_of && !self.layout.goes_without_saying(slot);
        let counts = |slot: &&usize| tells(**slot) && !self.is_added(**slot);
        let known = |slots: &Vec<usize>| {
            let (mut all, mut stated) = (0_u32, 0_u32);
            for slot in slots.iter().filter(counts) {
                all += 1;
                stated += u32::from(self.layout.is_stated(*slot));
            }
            if all == 0 {
                1.0
            } else {
                f64::from(stated) / f64::from(all)
            }
        };
        self.rows.iter().map(known).collect()
    }

    /// The facts that each row reads.
    pub(super) fn facts(&self) -> Vec<Vec<Seen>> {
        self.rows.iter().map(|slots| self.seen(slots)).collect()
    }

    /// The facts that the limits on the MW read.
    pub(super) fn facts_of_limits(&self) -> Vec<Seen> {
        self.seen(&self.limits)
    }

    /// Whether a draw added the entry in which a slot stands; what that holds is nobody's statement.
    fn is_added(&self, slot: usize) -> bool {
        self.layout.fact(slot).1.is_some() && !self.layout.states_entry(slot)
    }

    /// The facts in some slots. Of a list that the file doesn't state the list itself is what is missing; of one that
    /// it states the entries tell.
    fn seen(&self, slots: &[usize]) -> Vec<Seen> {
        let layout = self.layout;
        let of_list = |slot: &usize| layout.fact(*slot).1.map(|(list, _)| list);
        let told_by_entries = |slot: usize| {
            let number = layout.fact(slot).0;
            layout.is_stated(slot) && slots.iter().any(|other| of_list(other) == Some(number))
        };
        let told = slots.iter().copied().filter(|slot| {
            let is_entry = of_list(slot).is_some();
            !self.is_added(*slot) && (is_entry || !told_by_entries(*slot))
        });
        told.map(|slot| Seen {
            path: layout.path(slot),
            known: layout.is_stated(slot),
        })
        .collect()
    }
}
