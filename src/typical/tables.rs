//! What each fact comes to in each draw, before other facts have their say: it hangs on its prior and its stream
//! alone, so that all sites share it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::prior::{Better, ListPrior, Prior, Values, When, word_at};
use super::uniforms::{Luck, Sample, stream};

/// What decides where in its distribution a fact lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pick {
    /// Its luck in the draw of that number.
    Draw(usize),
    /// The middle.
    Median,
    /// Every unknown at the end of what it may hold: the better one, or the worse.
    End {
        /// Which.
        better: bool,
    },
}

/// Where in a table the value of a pick stands, by the way its fact is better.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    higher: usize,
    lower: usize,
    either: usize,
    /// At an end whether it is the better one.
    end: Option<bool>,
}

/// Which end of its values a fact is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Low,
    High,
}

impl Column {
    pub(super) fn of(pick: Pick, luck: &Luck, draws: usize) -> Self {
        let draws = draws.max(1);
        let [median, low, high] = [draws, draws + 1, draws + 2];
        let column = |higher, lower, either, end| Self {
            higher,
            lower,
            either,
            end,
        };
        match pick {
            Pick::Draw(draw) => Self::all_at(luck.place(draw)),
            Pick::Median => Self::median(draws),
            Pick::End { better: true } => column(high, low, median, Some(true)),
            Pick::End { better: false } => column(low, high, median, Some(false)),
        }
    }

    #[inline]
    pub(super) fn at(&self, better: Better) -> usize {
        match better {
            Better::Higher => self.higher,
            Better::Lower => self.lower,
            Better::None => self.either,
        }
    }

    /// Where every fact has its middle.
    pub(super) fn median(draws: usize) -> Self {
        Self::all_at(draws.max(1))
    }

    /// Where every fact has its tenth and its ninth tenth, behind the median and both ends.
    pub(super) fn tenths(draws: usize) -> [Self; 2] {
        let draws = draws.max(1);
        [draws + 3, draws + 4].map(Self::all_at)
    }

    fn all_at(at: usize) -> Self {
        Self {
            higher: at,
            lower: at,
            either: at,
            end: None,
        }
    }

    /// The end at which a fact with a direction is.
    #[inline]
    pub(super) fn end(&self, better: Better) -> Option<End> {
        match (self.end?, better) {
            (true, Better::Higher) | (false, Better::Lower) => Some(End::High),
            (false, Better::Higher) | (true, Better::Lower) => Some(End::Low),
            (_, Better::None) => None,
        }
    }
}

/// The tables of one place: of all facts that stand once, or of one entry of a list. A table is made when it is
/// first needed.
#[derive(Debug)]
pub(super) struct Row(Box<[OnceLock<Box<[f64]>>]>);

impl Row {
    fn new(tables: usize) -> Self {
        Self((0..tables).map(|_| OnceLock::new()).collect())
    }

    pub(super) fn make(&self, table: usize, make: impl FnOnce() -> Box<[f64]>) {
        if let Some(cell) = self.0.get(table) {
            cell.get_or_init(make);
        }
    }

    /// NaN where nobody made the table.
    #[inline]
    pub(super) fn at(&self, table: usize, column: usize) -> f64 {
        let made = self.0.get(table).and_then(OnceLock::get);
        made.and_then(|values| values.get(column))
            .copied()
            .unwrap_or(f64::NAN)
    }
}

/// The rows of one sample.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) sample: Sample,
    pub(super) once: Arc<Row>,
    entries: Vec<RwLock<HashMap<String, Arc<Row>>>>,
}

/// Names of halls must not fill the memory of a run over a portfolio.
const KEPT: usize = 64;

impl Tables {
    pub(super) fn new(sample: Sample, tables: usize, lists: usize) -> Self {
        Self {
            sample,
            once: Arc::new(Row::new(tables)),
            entries: (0..lists).map(|_| RwLock::default()).collect(),
        }
    }

    /// The row of the entries of a list that have one key, with room for so many tables.
    pub(super) fn entry(&self, list: usize, key: &str, tables: usize) -> Arc<Row> {
        let Some(rows) = self.entries.get(list) else {
            return Arc::new(Row::new(tables));
        };
        // A thread that panicked left whole rows behind or none: they are only ever inserted.
        let kept = rows.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(row) = kept.get(key) {
            return Arc::clone(row);
        }
        drop(kept);
        let mut rows = rows.write().unwrap_or_else(PoisonError::into_inner);
        if rows.len() >= KEPT && !rows.contains_key(key) {
            return Arc::new(Row::new(tables));
        }
        let row = rows.entry(key.to_owned());
        Arc::clone(row.or_insert_with(|| Arc::new(Row::new(tables))))
    }

    /// The uniforms of a key, then those of the median, of the ends and of both tenths.
    pub(super) fn uniforms(&self, key: &str) -> Box<[f64]> {
        let drawn = stream(key, self.sample);
        let besides = [0.5, 0.0, 1.0].into_iter().chain(TENTHS);
        drawn.iter().copied().chain(besides).collect()
    }

    /// What a prior's values come to under a key, texts and words by their code.
    pub(super) fn values(
        &self,
        prior: &Prior,
        case: Option<&When>,
        code: &dyn Fn(&str) -> f64,
        key: &str,
    ) -> Box<[f64]> {
        let values = case.map_or(&prior.values, |when| &when.values);
        let may_hold = case.map_or(prior.may_hold, |when| when.may_hold);
        match values {
            Values::Words(words) | Values::Text(words) | Values::Flag(words) => {
                let end = |word: Option<&(String, f64)>| code(word.map_or("", |(word, _)| word));
                let mut ends = [end(words.first()), end(words.last())];
                // Words stand from worse to better, the low end of what is better lower is the better one.
                if prior.better == Better::Lower {
                    ends.reverse();
                }
                self.table(key, |uniform| code(word_at(words, uniform)), ends)
            }
            Values::Number(number) => {
                let own = own_ends(prior, may_hold);
                let settled = |value: f64| {
                    let value = value.clamp(own[0], own[1]);
                    // What bounds a number has its say before it is rounded.
                    let free = prior.at_least.is_empty() && prior.at_most.is_empty();
                    if prior.whole && free {
                        value.round()
                    } else {
                        value
                    }
                };
                let at = |uniform| {
                    let value = number.at(uniform);
                    if number.is_sized() {
                        value
                    } else {
                        settled(value)
                    }
                };
                self.table(key, at, may_hold.map(settled))
            }
            Values::Date(number) => {
                let months = |years: f64| (years * 12.0).round();
                let at = |uniform| months(number.at(uniform));
                self.table(key, at, may_hold.map(months))
            }
            Values::List(ListPrior::One { none }) => {
                let some = f64::from(u8::from(*none < 1.0));
                let lower = prior.better == Better::Lower;
                let at = |uniform| {
                    // Worse first, as with words.
                    let some = if lower {
                        uniform < 1.0 - none
                    } else {
                        uniform >= *none
                    };
                    f64::from(u8::from(some))
                };
                self.table(key, at, [0.0, some])
            }
            // Each kind has a stream of its own.
            Values::List(ListPrior::Kinds { .. }) => Box::default(),
        }
    }

    /// In which draws there is a thing of a kind that a share of mines has.
    pub(super) fn presence(&self, share: f64, key: &str) -> Box<[f64]> {
        let flag = |there: bool| f64::from(u8::from(there));
        let mut table = self.table(
            key,
            |uniform| flag(uniform < share),
            [0.0, flag(share > 0.0)],
        );
        if let Some(median) = table.get_mut(self.sample.draws.max(1)) {
            *median = flag(share > 0.5);
        }
        table
    }

    /// What a function makes of each uniform of a key, then what stands at the low and the high end and at both
    /// tenths.
    fn table(&self, key: &str, at: impl Fn(f64) -> f64, ends: [f64; 2]) -> Box<[f64]> {
        let drawn = stream(key, self.sample);
        let drawn = drawn.iter().chain(&[0.5]).map(|uniform| at(*uniform));
        drawn.chain(ends).chain(TENTHS.map(&at)).collect()
    }
}

/// Uniforms below which one value in ten and nine values in ten lie.
const TENTHS: [f64; 2] = [0.1, 0.9];

/// What a number may hold at a mine, and in the file format.
pub(super) fn own_ends(prior: &Prior, may_hold: [f64; 2]) -> [f64; 2] {
    [
        may_hold[0].max(prior.unit[0]),
        may_hold[1].min(prior.unit[1]),
    ]
}
