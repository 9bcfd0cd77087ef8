//! The first of many by some order, and how many there were: what does not come among them is not kept.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The first of many by a key, of those of one key by when they came.
#[derive(Debug, Clone)]
pub(in crate::report) struct First<K, T> {
    most: usize,
    offered: usize,
    /// The last of them on top.
    kept: BinaryHeap<Placed<K, T>>,
}

/// Something at its place, which alone decides the order.
#[derive(Debug, Clone)]
struct Placed<K, T> {
    place: (K, usize),
    what: T,
}

impl<K: Ord, T> First<K, T> {
    /// None yet, of which so many are kept.
    pub(in crate::report) fn of(most: usize) -> Self {
        Self {
            most,
            offered: 0,
            kept: BinaryHeap::new(),
        }
    }

    /// Counts something, and makes and keeps it where it comes among the first.
    pub(in crate::report) fn offer(&mut self, key: K, make: impl FnOnce() -> T) {
        let place = (key, self.offered);
        self.offered += 1;
        if self.kept.len() >= self.most {
            if self.kept.peek().is_none_or(|last| last.place <= place) {
                return;
            }
            self.kept.pop();
        }
        self.kept.push(Placed {
            place,
            what: make(),
        });
    }

    /// How many there were.
    pub(in crate::report) fn offered(&self) -> usize {
        self.offered
    }

    /// Those that are kept, in their order.
    pub(in crate::report) fn in_order(&self) -> impl Iterator<Item = &T> {
        let mut kept: Vec<&Placed<K, T>> = self.kept.iter().collect();
        kept.sort();
        kept.into_iter().map(|placed| &placed.what)
    }

    /// The same for good.
    pub(in crate::report) fn into_sorted(self) -> Vec<T> {
        let sorted = self.kept.into_sorted_vec().into_iter();
        sorted.map(|placed| placed.what).collect()
    }
}

/// Rows of which no more are shown than have room, the first by a key. What can have none is only counted.
#[derive(Debug)]
pub(in crate::report) struct Fitting<K> {
    /// Bytes that all rows together may have at most.
    room: usize,
    bytes: usize,
    offered: usize,
    kept: BinaryHeap<Placed<K, String>>,
}

impl<K: Ord> Fitting<K> {
    /// No row yet.
    pub(in crate::report) fn within(room: usize) -> Self {
        Self {
            room,
            bytes: 0,
            offered: 0,
            kept: BinaryHeap::new(),
        }
    }

    /// Counts a row, and makes and keeps it where it may have room.
    pub(in crate::report) fn offer(&mut self, key: K, make: impl FnOnce() -> String) {
        let place = (key, self.offered);
        self.offered += 1;
        let full = self.bytes >= self.room;
        if full && self.kept.peek().is_some_and(|last| last.place <= place) {
            return;
        }
        let row = make();
        self.bytes += row.len();
        self.kept.push(Placed { place, what: row });
        // The last goes where those before it fill all the room, so that nothing behind it is ever shown in its place.
        while let Some(last) = self.kept.peek()
            && self.bytes - last.what.len() >= self.room
        {
            self.bytes -= last.what.len();
            self.kept.pop();
        }
    }

    /// How many there were.
    pub(in crate::report) fn offered(&self) -> usize {
        self.offered
    }

    /// Those that may have room, in their order.
    pub(in crate::report) fn into_sorted(self) -> Vec<String> {
        let sorted = self.kept.into_sorted_vec().into_iter();
        sorted.map(|placed| placed.what).collect()
    }
}

impl<K: Ord, T> PartialEq for Placed<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl<K: Ord, T> Eq for Placed<K, T> {}

impl<K: Ord, T> PartialOrd for Placed<K, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord, T> Ord for Placed<K, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place.cmp(&other.place)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_are_those_that_sorting_all_puts_first(points in prop::collection::vec(0_i64..20, 0..60), most in 0_usize..12) {
            let mut first = First::of(most);
            for (at, &of) in points.iter().enumerate() {
                first.offer(Reverse(of), || (of, at));
            }
            let mut all: Vec<(i64, usize)> = points.iter().copied().zip(0..).collect();
            all.sort_by_key(|&(of, at)| (Reverse(of), at));
            all.truncate(most);
            prop_assert_eq!(first.offered(), points.len());
            let kept: Vec<_> = first.in_order().copied().collect();
            prop_assert_eq!(&kept, &all);
            prop_assert_eq!(first.into_sorted(), all);
        }

        #[test]
        fn what_has_room_is_what_has_room_among_all(rows in prop::collection::vec((0_i64..9, 1_usize..30), 0..60), room in 0_usize..120) {
            let shown = |rows: Vec<String>| {
                let mut used = 0;
                rows.into_iter().take_while(|row| { used += row.len(); used <= room }).collect::<Vec<_>>()
            };
            let named = |at: usize, length: usize| format!("{at:03}{}", "x".repeat(length));
            let mut fitting = Fitting::within(room);
            for (at, &(of, length)) in rows.iter().enumerate() {
                fitting.offer(Reverse(of), || named(at, length));
            }
            let mut all: Vec<(i64, usize, usize)> = rows.iter().zip(0..).map(|(&(of, length), at)| (of, at, length)).collect();
            all.sort_by_key(|&(of, at, _)| (Reverse(of), at));
            let all = all.into_iter().map(|(_, at, length)| named(at, length)).collect();
            prop_assert_eq!(fitting.offered(), rows.len());
            prop_assert!(fitting.bytes <= room + 33);
            prop_assert_eq!(shown(fitting.into_sorted()), shown(all));
        }
    }
}
