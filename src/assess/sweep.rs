//! The sweep: each unknown moved in the median draw, and what its answer is worth.
//!
//! Numbers and dates go to the tenth and the ninth tenth of their priors, words to each of a tenth or more, flags
//! either way, lists to none and to a typical entry. What hangs on a moved fact follows.
//!
//! What to ask is ordered by what hangs on the answer in the median draw: first the MW that convert with the good
//! answer and don't with the bad one, for the verdict, the money and the date are about them; where nothing converts
//! either way, the MW that come within reach of the tenant's window, and whether it decides a gate, for several
//! things may stand in the way at once; then points. Equal worth goes by path.

use std::cmp::Ordering;

use super::grouping::{Group, groups};
use super::moving::{Mover, Turnout};
use super::prepared::Prepared;
use crate::checklist::Whom;
use crate::typical::prior::Better;
use crate::typical::{Choices, Made, Move, To};

/// Fewer MW are no difference that anybody asks for.
const LEAST_MW: f64 = 0.5;

/// What answers make of a site.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sweep {
    /// What to ask, the most valuable answer first.
    pub inquiries: Vec<Inquiry>,
    /// Each unknown by itself, the widest first: the tornado.
    pub bars: Vec<Bar>,
}

/// A question: whom to ask what, and what its answer does.
#[derive(Debug, Clone, PartialEq)]
pub struct Inquiry {
    /// Whom to ask.
    pub whom: Whom,
    /// The question.
    pub question: String,
    /// Paths of the facts that it asks for.
    pub facts: Vec<String>,
    /// Ids of the gates that fail with one answer and not with the other.
    pub gates: Vec<String>,
    /// An answer that turns out well.
    pub good: Answer,
    /// One that doesn't.
    pub bad: Answer,
    /// Slots of the facts.
    pub(super) slots: Vec<usize>,
}

/// An answer, and what the median draw comes to with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// In words.
    pub words: String,
    /// What comes of it.
    pub turnout: Turnout,
    /// The chance of converting with it over all draws, where that was worked out.
    pub converting: Option<f64>,
    /// What it moves.
    pub(super) moves: Vec<Move>,
}

/// One unknown moved to both ends, all others in the middle.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Path of the fact.
    pub fact: String,
    /// The low end; of words the worse one.
    pub low: Answer,
    /// The high end.
    pub high: Answer,
}

/// What the good answer to a question is worth against the bad one, in the median draw.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Worth {
    /// Points of convertibility.
    pub points: f64,
    /// Critical IT MW that convert.
    pub mw: f64,
    /// M$ that the plan costs more, less where negative; 0 where one of the answers leaves nothing to plan.
    pub musd: f64,
    /// Months to the first MW, sooner where negative; 0 where one of the answers has none.
    pub months: f64,
}

impl Inquiry {
    /// What the good answer is worth against the bad one.
    #[must_use]
    pub fn worth(&self) -> Worth {
        let (good, bad) = (&self.good.turnout, &self.bad.turnout);
        let between = |a: Option<f64>, b: Option<f64>| a.zip(b).map_or(0.0, |(a, b)| a - b);
        Worth {
            points: good.score - bad.score,
            mw: good.mw - bad.mw,
            musd: between(good.musd, bad.musd),
            months: between(good.months, bad.months),
        }
    }
}

impl Inquiry {
    /// Whether anything hangs on the answer but money and time.
    #[must_use]
    pub fn matters(&self) -> bool {
        let width = Width::gain(&self.bad.turnout, &self.good.turnout);
        width.order(&Width::default()) == Ordering::Less
    }
}

/// How far apart two turnouts lie.
#[derive(Debug, Clone, Copy, Default)]
struct Width {
    mw: f64,
    within_reach: f64,
    decides: bool,
    points: f64,
}

impl Width {
    fn of(a: &Turnout, b: &Turnout) -> Self {
        let megawatts = |a: f64, b: f64| {
            let width = (b - a).abs();
            if width < LEAST_MW { 0.0 } else { width }
        };
        Self {
            mw: megawatts(a.mw, b.mw),
            within_reach: megawatts(a.within_reach, b.within_reach),
            decides: a.failing != b.failing,
            points: (b.score - a.score).abs(),
        }
    }

    /// How far the good answer is above the bad one. Where a plan moves to another route a better fact may carry less;
    /// that is no reason to ask for it.
    fn gain(bad: &Turnout, good: &Turnout) -> Self {
        let megawatts = |bad: f64, good: f64| {
            let gain = good - bad;
            if gain < LEAST_MW { 0.0 } else { gain }
        };
        let mends = bad.failing.iter().any(|row| !good.failing.contains(row));
        Self {
            mw: megawatts(bad.mw, good.mw),
            within_reach: megawatts(bad.within_reach, good.within_reach),
            decides: mends,
            points: (good.score - bad.score).max(0.0),
        }
    }

    /// The wider one first.
    fn order(&self, other: &Self) -> Ordering {
        other
            .mw
            .total_cmp(&self.mw)
            .then(other.within_reach.total_cmp(&self.within_reach))
            .then(other.decides.cmp(&self.decides))
            .then(other.points.total_cmp(&self.points))
    }
}

/// One unknown, and what each of its answers comes to, in the order of its choices.
pub(super) struct Unknown {
    pub(super) slot: usize,
    better: Better,
    of: Made,
    answers: Vec<Answer>,
}

impl Unknown {
    fn of(mover: &mut Mover, slot: usize, choices: Choices) -> Self {
        let none = To::Value(0.0);
        let mut answers = Vec::with_capacity(choices.to.len() + 1);
        for to in &choices.to {
            let moved = Move { slot, to: *to };
            if choices.of == Made::List && *to != none {
                // Of something that is better not there the entry is a bad one.
                let better = choices.better != Better::Lower;
                answers.extend(entries(mover, moved, better));
            } else {
                answers.push(answer(mover, vec![moved], &[slot]));
            }
        }
        Self {
            slot,
            better: choices.better,
            of: choices.of,
            answers,
        }
    }

    /// From worse to better; without a direction by what comes of them.
    fn worse_first(&self) -> Vec<&Answer> {
        let mut answers: Vec<&Answer> = self.answers.iter().collect();
        match self.better {
            Better::None => answers.sort_by(|a, b| a.turnout.compare(&b.turnout)),
            Better::Lower if self.of != Made::Word => answers.reverse(),
            _ => {}
        }
        answers
    }

    fn bar(&self, mover: &Mover) -> Option<Bar> {
        Some(Bar {
            fact: mover.layout().path(self.slot),
            low: self.answers.first()?.clone(),
            high: self.answers.last()?.clone(),
        })
    }
}

/// A list with an entry: of what most mines have none a typical one, of what the median draw has a bad and a good one.
fn entries(mover: &mut Mover, list: Move, better: bool) -> Vec<Answer> {
    mover.draw(&[]);
    let is_usual = mover.has(list.slot);
    let entry: Vec<usize> = mover.layout().added(list.slot).collect();
    let mut with = |better, numbers| {
        let mut moves = vec![list];
        mover.settle(&mut moves, &entry, better, numbers);
        answer(mover, moves, &[list.slot])
    };
    if is_usual {
        vec![with(!better, true), with(better, true)]
    } else {
        vec![with(better, false)]
    }
}

fn answer(mover: &mut Mover, moves: Vec<Move>, slots: &[usize]) -> Answer {
    Answer {
        turnout: mover.turn(&moves),
        words: mover.words(slots),
        converting: None,
        moves,
    }
}

/// Moves every unknown of a site.
pub(super) fn sweep(mover: &mut Mover, prepared: &Prepared) -> Sweep {
    let slots = mover.unknown();
    let mut unknowns: Vec<Unknown> = Vec::with_capacity(slots.len());
    mover.draw(&[]);
    let choices: Vec<(usize, Option<Choices>)> = slots
        .iter()
        .map(|slot| (*slot, mover.choices(*slot)))
        .collect();
    for (slot, choices) in choices {
        unknowns.extend(choices.map(|choices| Unknown::of(mover, slot, choices)));
    }
    let mut bars: Vec<Bar> = unknowns.iter().filter_map(|u| u.bar(mover)).collect();
    let width = |bar: &Bar| Width::of(&bar.low.turnout, &bar.high.turnout);
    bars.sort_by(|a, b| width(a).order(&width(b)).then(a.fact.cmp(&b.fact)));
    let mut inquiries: Vec<Inquiry> = groups(mover.layout(), &slots)
        .into_iter()
        .filter_map(|group| inquiry(mover, prepared, group, &unknowns))
        .collect();
    let width = |asked: &Inquiry| Width::gain(&asked.bad.turnout, &asked.good.turnout);
    inquiries.sort_by(|a, b| width(a).order(&width(b)).then(a.facts.cmp(&b.facts)));
    Sweep { inquiries, bars }
}

/// A question about a group of facts; `None` where the median draw has none of them.
fn inquiry(
    mover: &mut Mover,
    prepared: &Prepared,
    group: Group,
    unknowns: &[Unknown],
) -> Option<Inquiry> {
    let of_group = |u: &&Unknown| group.slots.contains(&u.slot);
    let there: Vec<&Unknown> = unknowns.iter().filter(of_group).collect();
    let answers = match there.as_slice() {
        [] => return None,
        [alone] if group.slots.len() == 1 => alone.worse_first().into_iter().cloned().collect(),
        all => vec![
            together(mover, &group.slots, all, false),
            together(mover, &group.slots, all, true),
        ],
    };
    // What a prior calls better is the good answer, even where the draw makes nothing of it.
    let (bad, good) = (answers.first()?.clone(), answers.last()?.clone());
    let fails = |answer: &Answer, row: &usize| answer.turnout.failing.contains(row);
    let failing = bad.turnout.failing.iter().chain(&good.turnout.failing);
    let decided = failing.filter(|row| fails(&good, row) != fails(&bad, row));
    let id = |row: &usize| {
        let row = prepared.rows.iter().nth(*row);
        row.map_or(String::new(), |row| row.requirement.id.clone())
    };
    Some(Inquiry {
        gates: decided.map(id).collect(),
        facts: group
            .slots
            .iter()
            .map(|slot| mover.layout().path(*slot))
            .collect(),
        whom: group.whom,
        question: group.question,
        slots: group.slots,
        good,
        bad,
    })
}

/// All facts of a group at their better or their worse ends, with those that come of it.
fn together(mover: &mut Mover, slots: &[usize], there: &[&Unknown], better: bool) -> Answer {
    let end = |unknown: &&Unknown| {
        let answers = unknown.worse_first();
        let end = if better {
            answers.last()
        } else {
            answers.first()
        };
        end.map_or(Vec::new(), |answer| answer.moves.clone())
    };
    let mut moves: Vec<Move> = there.iter().flat_map(end).collect();
    let is_there = |slot: &usize| there.iter().any(|unknown| unknown.slot == *slot);
    let absent: Vec<usize> = slots
        .iter()
        .copied()
        .filter(|slot| !is_there(slot))
        .collect();
    mover.settle(&mut moves, &absent, better, true);
    answer(mover, moves, slots)
}
