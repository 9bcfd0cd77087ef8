//! Any number of items through all cores, results in the order of the input, memory bounded.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// Items that are worked on at a time. Enough to keep many cores busy, few enough to stay small in memory.
const CHUNK: usize = 256;

/// The same for each core where an item takes long and what is made of it is large.
const LARGE: usize = 16;

/// Gives every item to `work` on all cores and its result to `sink`, one after the other in the order of
/// the items. While one chunk is worked on, this thread takes the results of the one before and reads the
/// next.
///
/// # Errors
/// The first error of `sink`, which ends the stream.
pub fn ordered<I: Send, R: Send, E>(
    items: impl Iterator<Item = I>,
    work: impl Fn(I) -> R + Sync,
    sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    in_chunks(CHUNK, items, work, sink)
}

/// The same for items of which each takes milliseconds and leaves much to be taken: fewer are under way.
///
/// # Errors
/// As [`ordered`].
pub fn ordered_few<I: Send, R: Send, E>(
    items: impl Iterator<Item = I>,
    work: impl Fn(I) -> R + Sync,
    sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let few = (LARGE * rayon::current_num_threads()).min(CHUNK);
    in_chunks(few, items, work, sink)
}

fn in_chunks<I: Send, R: Send, E>(
    most: usize,
    items: impl Iterator<Item = I>,
    work: impl Fn(I) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut items = items.fuse();
    let mut chunk: Vec<I> = items.by_ref().take(most).collect();
    let mut done: Vec<R> = Vec::new();
    while !chunk.is_empty() || !done.is_empty() {
        let mut results: Vec<R> = Vec::new();
        let (of_now, of_before) = (std::mem::take(&mut chunk), std::mem::take(&mut done));
        let taken = rayon::in_place_scope(|scope| {
            scope.spawn(|_| results = of_now.into_par_iter().map(&work).collect());
            chunk.extend(items.by_ref().take(most));
            of_before.into_iter().try_for_each(&mut sink)
        });
        taken?;
        done = results;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_whatever_takes_longer() {
        let mut seen = Vec::new();
        let work = |i: usize| (0..(i * 7919) % 5_000).fold(i, |a, b| a ^ b ^ b);
        let result: Result<(), ()> = ordered(0..2_000_usize, work, |r| {
            seen.push(r);
            Ok(())
        });
        assert_eq!(result, Ok(()));
        assert!(seen.iter().copied().eq(0..2_000));
    }

    #[test]
    fn an_error_of_the_sink_ends_the_stream() {
        let mut taken = 0;
        let result = ordered(
            0..,
            |i: u64| i,
            |i| {
                taken += 1;
                if i == 300 { Err(i) } else { Ok(()) }
            },
        );
        assert_eq!((result, taken), (Err(300), 301));
    }

    #[test]
    fn few_items_are_read_ahead_of_what_was_taken() {
        let read = std::sync::atomic::AtomicUsize::new(0);
        let items = (0..10_000_usize).inspect(|_| {
            read.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        });
        let result: Result<(), ()> = ordered(
            items,
            |i| i,
            |i| {
                let ahead = read.load(std::sync::atomic::Ordering::Relaxed) - i;
                assert!(ahead <= 4 * CHUNK, "{ahead}");
                Ok(())
            },
        );
        assert_eq!(result, Ok(()));
    }
}
