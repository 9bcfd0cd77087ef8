//! The median draw of a site with some facts moved: what it comes to, and what was moved in words.

use std::cmp::Ordering;
use std::sync::Arc;

use super::drawn::{Desk, case, judge, standing};
use super::prepared::Prepared;
use crate::plan::Market;
use crate::rules::Route;
use crate::rules::numbers::{number, with_unit};
use crate::site::Site;
use crate::site::hold::{Held, Hold};
use crate::site::path;
use crate::site::shape::Shape;
use crate::typical::{Choices, Draws, Layout, Made, Move, Pick, Sample, Watch};
use crate::units::WEEKS_PER_MONTH;
use crate::verdict::{MEGAWATTS, Word, states_megawatts};

/// What the median draw comes to with an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Turnout {
    /// Convertibility, in points.
    pub score: f64,
    /// Critical IT MW that convert: what the better route carries, none where the word is another.
    pub mw: f64,
    /// M$ that the owner pays for the plan; `None` where the route carries less than the tenant's least.
    pub musd: Option<f64>,
    /// The same for each critical IT MW.
    pub musd_per_mw: Option<f64>,
    /// Months from the start of the plan to its first MW.
    pub months: Option<f64>,
    /// What to do.
    pub word: Word,
    /// Critical IT MW that no limit keeps from the tenant's window, whatever the word.
    pub(super) within_reach: f64,
    /// Positions of the gates that fail.
    pub(super) failing: Vec<usize>,
}

impl Turnout {
    /// What is better: more MW that convert, then more within reach, fewer gates that fail, more points, less money
    /// and fewer months.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let least = |a: Option<f64>, b: Option<f64>| {
            let [a, b] = [a, b].map(|x| x.unwrap_or(f64::INFINITY));
            b.total_cmp(&a)
        };
        self.mw
            .total_cmp(&other.mw)
            .then(self.within_reach.total_cmp(&other.within_reach))
            .then(other.failing.len().cmp(&self.failing.len()))
            .then(self.score.total_cmp(&other.score))
            .then(least(self.musd, other.musd))
            .then(least(self.months, other.months))
    }
}

/// A median draw that can be moved.
pub(super) struct Mover<'m, 'a> {
    draws: &'m Draws<'m>,
    prepared: &'m Prepared<'a>,
    /// Whether the file names its halls.
    named: bool,
    /// Whether it states any MW.
    some_mw: bool,
    market: Arc<Market>,
    desk: Desk,
    values: Vec<f64>,
    /// What is read of it unmoved, by slot.
    read: Vec<usize>,
}

impl<'m, 'a> Mover<'m, 'a> {
    pub(super) fn of(
        site: &Site,
        draws: &'m Draws<'m>,
        prepared: &'m Prepared<'a>,
        sample: Sample,
    ) -> Self {
        let named = site.halls.is_known();
        let (mut values, mut desk, watch) = (Vec::new(), Desk::default(), Watch::default());
        let draw = draws.draw(Pick::Median, &mut values).watched(&watch);
        let market = prepared.market(sample);
        let outcome = judge(draw, market.usual(), prepared, named, &mut desk);
        // The plan of either route may come to lead, so what either reads is asked for.
        for route in [Route::InPlace(named.then_some(0)), Route::NewHall] {
            let case = case(draw, prepared, route, &desk.climates);
            let standing = standing(&case, route, prepared, &outcome.capacity, &desk);
            let _ = prepared.on(route).blueprint.costing(sample, &standing);
        }
        let mut read = watch.take();
        read.sort_unstable();
        Self {
            draws,
            prepared,
            named,
            some_mw: states_megawatts(site),
            market,
            desk,
            values,
            read,
        }
    }

    /// What rows, limits and the plan read that the file doesn't state; of a list that it doesn't state the list
    /// itself.
    pub(super) fn unknown(&self) -> Vec<usize> {
        let layout = self.layout();
        let is_added = |slot| layout.fact(slot).1.is_some() && !layout.states_entry(slot);
        let read = self.read.iter().copied();
        read.filter(|slot| !layout.is_stated(*slot) && !is_added(*slot))
            .collect()
    }

    pub(super) fn layout(&self) -> &'m Layout {
        self.draws.layout()
    }

    /// What a fact may turn out to be in the draw as it was last moved.
    pub(super) fn choices(&self, slot: usize) -> Option<Choices> {
        self.draws.choices(slot, &self.values)
    }

    /// Whether the draw as it was last moved has an entry of a list.
    pub(super) fn has(&self, list: usize) -> bool {
        self.values.get(list).is_some_and(|length| *length > 0.0)
    }

    /// Moves the draw without judging it.
    pub(super) fn draw(&mut self, moves: &[Move]) {
        let _ = self.draws.moved(moves, &mut self.values);
    }

    /// Moves the draw and judges it.
    pub(super) fn turn(&mut self, moves: &[Move]) -> Turnout {
        let Self {
            draws,
            prepared,
            desk,
            values,
            market,
            ..
        } = self;
        let draw = draws.moved(moves, values);
        let now = market.usual();
        let outcome = judge(draw, now, prepared, self.named, desk);
        let (route, megawatts) = (outcome.route, outcome.megawatts);
        let on_route = prepared.on(route);
        let plan = prepared
            .carries(megawatts.carried)
            .then(|| on_route.blueprint.glimpse(now, &desk.draft));
        let marks = desk.marks(route);
        let gates = on_route.deciding.gates();
        let failing = gates.filter(|(row, needed)| marks[*row].attainment < *needed);
        let states = |number: usize| draw.values().get(number).is_some_and(|x| *x > 0.0);
        let moved_mw = MEGAWATTS.iter().map(|fact| usize::from(fact.number()));
        let says_mw = self.some_mw
            || moved_mw
                .filter(|number| moves.iter().any(|moved| moved.slot == *number))
                .any(states);
        let word = if says_mw {
            outcome.decision.word
        } else {
            Word::InsufficientData
        };
        let least = |mw: f64| if prepared.carries(mw) { mw } else { 0.0 };
        Turnout {
            score: outcome.convertibility,
            mw: if matches!(word, Word::Convert | Word::ConvertInPhases) {
                megawatts.carried
            } else {
                0.0
            },
            musd: plan.map(|plan| plan.owner_total),
            musd_per_mw: plan.map(|plan| plan.owner_total / megawatts.carried),
            months: plan
                .map(|plan| plan.first_weeks / WEEKS_PER_MONTH)
                .filter(|months| months.is_finite()),
            word,
            within_reach: least(megawatts.in_window),
            failing: failing.map(|(row, _)| row).collect(),
        }
    }

    /// States in a site what the draw has of some facts as it was last moved; of a list its entries too.
    pub(super) fn state(&self, slots: &[usize], site: &mut Site) {
        let mut state = |slot| {
            if let Some((path, held)) = self.draws.held_at(slot, &self.values) {
                site.hold(&path, held);
            }
        };
        for slot in slots {
            state(*slot);
            self.entries(*slot)
                .into_iter()
                .flatten()
                .for_each(&mut state);
        }
    }

    /// The slots of the entries that the draw has of a list which the file doesn't state; none of another fact.
    fn entries(&self, list: usize) -> Vec<Vec<usize>> {
        let length = self.values.get(list).copied().unwrap_or(0.0);
        let mut entries: Vec<Vec<usize>> = Vec::new();
        for slot in self.layout().added(list) {
            let Some((_, index)) = self.layout().fact(slot).1 else {
                continue;
            };
            #[expect(clippy::cast_precision_loss, reason = "lists are short")]
            if index as f64 >= length {
                break;
            }
            if entries.len() <= index {
                entries.resize_with(index + 1, Vec::new);
            }
            entries[index].push(slot);
        }
        entries
    }

    /// What the draw has of some facts as it was last moved, in words.
    pub(super) fn words(&self, slots: &[usize]) -> String {
        let mut parts: Vec<String> = Vec::new();
        for slot in slots {
            let word = if slots.len() == 1 {
                self.bare(*slot)
            } else {
                self.keyed(*slot)
            };
            // Equal halls say the same.
            if let Some(word) = word.filter(|word| !parts.contains(word)) {
                parts.push(word);
            }
        }
        parts.join(", ")
    }

    fn bare(&self, slot: usize) -> Option<String> {
        let (path, held) = self.draws.held_at(slot, &self.values)?;
        Some(match held {
            Held::List(0) => "none".to_owned(),
            Held::List(_) => {
                let entries = self.entries(slot);
                let entry = |slots: &Vec<usize>| {
                    let keyed = slots.iter().filter_map(|slot| self.keyed(*slot));
                    let mut keyed: Vec<String> = keyed.collect();
                    if keyed.len() > SHOWN {
                        keyed.truncate(SHOWN);
                        keyed.push("…".to_owned());
                    }
                    keyed.join(", ")
                };
                let more = entries.len().saturating_sub(ENTRIES);
                let mut told: Vec<String> = entries.iter().take(ENTRIES).map(entry).collect();
                if more > 0 {
                    told.push(format!("and {more} more"));
                }
                told.join("; ")
            }
            Held::Number([value, ..]) => {
                let unit = match path::find(&path).and_then(path::shape) {
                    Some(Shape::Quantity { unit, .. }) => unit,
                    _ => "",
                };
                with_unit(number(value), unit)
            }
            held => plainly(held),
        })
    }

    /// With its key, as a file has it.
    fn keyed(&self, slot: usize) -> Option<String> {
        let (path, held) = self.draws.held_at(slot, &self.values)?;
        let key = path.rsplit('.').next().unwrap_or(&path);
        let value = match held {
            Held::Number([value, ..]) => number(value),
            Held::List(_) => self.bare(slot)?,
            held => plainly(held),
        };
        Some(format!("{key}: {value}"))
    }

    /// Moves further facts to one end, now that the draw may have them; `numbers` says whether numbers too.
    pub(super) fn settle(
        &mut self,
        moves: &mut Vec<Move>,
        open: &[usize],
        better: bool,
        numbers: bool,
    ) {
        // What a moved fact brings may bring another: a permit its status, that its date.
        for _ in 0..DEPTH {
            self.draw(moves);
            let before = moves.len();
            for slot in open {
                if moves.iter().any(|moved| moved.slot == *slot) {
                    continue;
                }
                let choices = self.choices(*slot).filter(|choices| {
                    choices.has_direction() && (numbers || choices.of != Made::Number)
                });
                let to = choices.and_then(|choices| {
                    let to = choices.worse_first();
                    if better { to.last() } else { to.first() }.copied()
                });
                moves.extend(to.map(|to| Move { slot: *slot, to }));
            }
            if moves.len() == before {
                break;
            }
        }
    }
}

/// Entries of a list that are told, and facts of each.
const ENTRIES: usize = 2;
const SHOWN: usize = 4;
/// How often what is moved may bring more to move.
const DEPTH: usize = 3;

fn plainly(held: Held) -> String {
    match held {
        Held::Flag(flag) => if flag { "yes" } else { "no" }.to_owned(),
        Held::Word(text) | Held::Text(text) => text.to_owned(),
        Held::Date(date) => date.to_string(),
        Held::Number([value, ..]) => number(value),
        Held::List(length) => length.to_string(),
        Held::Entry => String::new(),
    }
}
