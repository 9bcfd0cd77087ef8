//! The luck of every fact: a Latin hypercube in which each fact has a stream of its own.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// How many draws, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sample {
    /// Number of draws, at least one.
    pub draws: usize,
    /// Seed of all streams.
    pub seed: u64,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            draws: 128,
            seed: 0,
        }
    }
}

/// A hash that is the same on every machine and in every version of the compiler (FNV-1a, then mixed, since
/// its high bits hardly move between paths that differ at their end).
#[must_use]
pub fn stable_hash(text: &str) -> u64 {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    mixed(text.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}

/// The finalizer of SplitMix64.
fn mixed(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Streams by their keys, for each sample.
#[derive(Default)]
struct Streams {
    of: HashMap<Sample, HashMap<String, Arc<[f64]>>>,
    count: usize,
}

/// Every site asks for the same few hundred streams.
static STREAMS: LazyLock<RwLock<Streams>> = LazyLock::new(RwLock::default);

/// More than the facts of the format; names of halls must not fill the memory of a run over a portfolio.
const KEPT: usize = 4_096;

/// The uniforms of a key, one in each of as many equal steps as there are draws, in an order of their own.
///
/// They hang on nothing but key, seed and number of draws: what else a site states leaves them as they are.
#[must_use]
pub fn stream(key: &str, sample: Sample) -> Arc<[f64]> {
    // A thread that panicked left whole streams behind or none: they are only ever inserted.
    let kept = STREAMS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(stream) = kept.of.get(&sample).and_then(|streams| streams.get(key)) {
        return Arc::clone(stream);
    }
    drop(kept);
    let stream: Arc<[f64]> = drawn(key, sample).into();
    let mut streams = STREAMS.write().unwrap_or_else(PoisonError::into_inner);
    if streams.count < KEPT {
        streams.count += 1;
        let of_sample = streams.of.entry(sample).or_default();
        of_sample.insert(key.to_owned(), Arc::clone(&stream));
    }
    stream
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no run has more draws than 53 bits count"
)]
fn drawn(key: &str, sample: Sample) -> Vec<f64> {
    let draws = sample.draws.max(1);
    let mut generator = Pcg64::seed_from_u64(mixed(stable_hash(key) ^ mixed(sample.seed)));
    let mut steps: Vec<usize> = (0..draws).collect();
    steps.shuffle(&mut generator);
    let mut inside = |step: usize| {
        let place: f64 = generator.random();
        (step as f64 + place) / draws as f64
    };
    steps.into_iter().map(&mut inside).collect()
}

/// Where the facts of one site stand in their streams. Two sites read the same streams, each fact from another place,
/// so that what meets in a draw of the one does not meet in any of the other: a portfolio doesn't share one luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Luck {
    draws: u64,
    site: u64,
}

impl Luck {
    /// The luck of the site that goes by that name.
    pub(super) fn of(name: &str, sample: Sample) -> Self {
        Self {
            draws: sample.draws.max(1) as u64,
            site: stable_hash(name),
        }
    }

    /// Where the first draw of a fact stands in its stream: of a fact by the hash of its path, in an entry by what the
    /// entry goes by.
    pub(super) fn offset(&self, fact: u64, entry: &str) -> usize {
        let fact = if entry.is_empty() {
            fact
        } else {
            mixed(fact ^ stable_hash(entry))
        };
        usize::try_from(mixed(self.site ^ fact) % self.draws).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stream_holds_one_uniform_in_each_step() {
        for draws in [1, 7, 128] {
            let stream = stream("power.firmness", Sample { draws, seed: 3 });
            let mut steps: Vec<u64> = stream.iter().map(|u| (u * draws as f64) as u64).collect();
            steps.sort_unstable();
            assert_eq!(steps, (0..draws as u64).collect::<Vec<_>>());
        }
    }

    #[test]
    fn streams_differ_by_key_and_seed_and_are_the_same_again() {
        let sample = Sample::default();
        let power = stream("power.firmness", sample);
        assert_eq!(power.to_vec(), drawn("power.firmness", sample));
        assert_ne!(power, stream("power.feeds", sample));
        assert_ne!(
            power,
            stream("power.firmness", Sample { seed: 1, ..sample })
        );
        // Close keys are no more alike than any two.
        let (a, b) = (
            stream("halls[0].racks", sample),
            stream("halls[1].racks", sample),
        );
        let mean = |s: &[f64]| s.iter().sum::<f64>() / s.len() as f64;
        let alike: f64 = a
            .iter()
            .zip(b.iter())
            .map(|(a, b)| (a - 0.5) * (b - 0.5))
            .sum::<f64>()
            / (128.0 / 12.0);
        assert!(
            alike.abs() < 0.3 && (mean(&a) - 0.5).abs() < 0.01,
            "{alike}"
        );
    }

    #[test]
    fn the_hash_is_the_same_on_every_machine() {
        assert_eq!(stable_hash(""), 0xf52a_15e9_a9b5_e89b);
        assert_ne!(stable_hash("a"), stable_hash("b"));
    }

    #[test]
    fn two_sites_read_each_fact_from_another_place() {
        let sample = Sample::default();
        let (a, b) = (Luck::of("a", sample), Luck::of("b", sample));
        let facts = [
            "power.firmness",
            "power.feeds",
            "land.zoning",
            "cooling.system",
        ]
        .map(stable_hash);
        let shifts = facts.map(|fact| (a.offset(fact, "") + 128 - b.offset(fact, "")) % 128);
        assert!(shifts.iter().any(|shift| *shift != shifts[0]), "{shifts:?}");
        assert!(facts.iter().all(|fact| a.offset(*fact, "") < 128));
        assert_ne!(a.offset(facts[0], "0"), a.offset(facts[0], "1"));
    }
}
