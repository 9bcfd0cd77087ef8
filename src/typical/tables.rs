//! What each fact comes to in each draw, before other facts have their say: it hangs on its prior and its stream
//! alone, so that all sites share it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::prior::{Better, ListPrior, Prior, Values, When, word_at};
use super::uniforms::{Sample, stream};

/// What decides where in its distribution a fact lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pick {
    /// Its luck in the draw of that number.
    Draw(usize),
    /// The middle.
    Median,
}

/// Where in a table the value of a pick stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    at: usize,
    /// Of a draw how many there are: each fact reads them from a place of its own.
    draws: Option<usize>,
}

impl Column {
    pub(super) fn of(pick: Pick, draws: usize) -> Self {
        let draws = draws.max(1);
        match pick {
            Pick::Draw(draw) => Self {
                at: draw % draws,
                draws: Some(draws),
            },
            Pick::Median => Self::beside(draws),
        }
    }

    /// Where every fact has its tenth and its ninth tenth, behind the median.
    pub(super) fn tenths(draws: usize) -> [Self; 2] {
        let draws = draws.max(1);
        [draws + 1, draws + 2].map(Self::beside)
    }

    fn beside(at: usize) -> Self {
        Self { at, draws: None }
    }

    /// The column of a fact that begins at an offset, which is less than the number of draws.
    #[inline]
    pub(super) fn from(self, offset: usize) -> usize {
        match self.draws {
            None => self.at,
            Some(draws) if self.at + offset >= draws => self.at + offset - draws,
            Some(_) => self.at + offset,
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

    /// The uniforms of a key, then those of the median and of both tenths.
    pub(super) fn uniforms(&self, key: &str) -> Box<[f64]> {
        let drawn = stream(key, self.sample);
        let besides = [0.5].into_iter().chain(TENTHS);
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
                self.table(key, |uniform| code(word_at(words, uniform)))
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
                self.table(key, at)
            }
            Values::Date(number) => {
                let months = |years: f64| (years * 12.0).round();
                let at = |uniform| months(number.at(uniform));
                self.table(key, at)
            }
            Values::List(ListPrior::One { none }) => {
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
                self.table(key, at)
            }
            // Each kind has a stream of its own.
            Values::List(ListPrior::Kinds { .. }) => Box::default(),
        }
    }

    /// In which draws there is a thing of a kind that a share of mines has.
    pub(super) fn presence(&self, share: f64, key: &str) -> Box<[f64]> {
        let flag = |there: bool| f64::from(u8::from(there));
        let mut table = self.table(key, |uniform| flag(uniform < share));
        if let Some(median) = table.get_mut(self.sample.draws.max(1)) {
            *median = flag(share > 0.5);
        }
        table
    }

    /// What a function makes of each uniform of a key, then of the median and of both tenths.
    fn table(&self, key: &str, at: impl Fn(f64) -> f64) -> Box<[f64]> {
        let drawn = stream(key, self.sample);
        let besides = [0.5].into_iter().chain(TENTHS);
        drawn.iter().copied().chain(besides).map(at).collect()
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
