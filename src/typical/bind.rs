//! How a site is bound to the compiled priors.

use std::sync::Arc;

use super::bound::{Bound, FREE, Fix, Limits, Open, Small, Step};
use super::checks::{Check, Place};
use super::prior::Prior;
use super::program::{Drawn, Op, Program};
use super::raw::Spread;
use super::stated::{Inexact, State, Stated};
use super::tables::Tables;
use super::uniforms::Luck;
use crate::site::Site;

/// An entry of a list.
#[derive(Debug, Clone, Copy)]
struct Entry {
    list: usize,
    first: usize,
    /// Whether the file has it.
    stated: bool,
}

struct Binder<'p, 't> {
    priors: &'p [Prior],
    tables: &'t Tables,
    bound: Bound<'p>,
    /// Of each list how many entries the file has.
    lengths: Vec<usize>,
    /// Of each list the first row of its entries.
    first_rows: Vec<usize>,
    /// What stands in the brackets of the key of each row.
    keys: Vec<String>,
    luck: Luck,
}

impl<'p> Bound<'p> {
    pub(super) fn of(
        program: &'p Program,
        priors: &'p [Prior],
        spread: &Spread,
        site: &Site,
        tables: &Tables,
        luck: Luck,
    ) -> Self {
        let stated = Stated::of(program, priors, spread, site);
        let mut binder = Binder {
            priors,
            tables,
            bound: Self {
                program,
                layout: stated.layout,
                start: stated.values,
                states: stated.states,
                fixes: Vec::with_capacity(stated.inexact.len()),
                steps: Vec::with_capacity(2 * priors.len()),
                cases: Vec::with_capacity(4 * priors.len()),
                limits: Vec::with_capacity(16),
                bounds: Vec::with_capacity(64),
                rows: vec![Arc::clone(&tables.once)],
                texts: stated.texts,
            },
            lengths: stated.lengths,
            first_rows: Vec::with_capacity(program.lists.len()),
            keys: vec![String::new()],
            luck,
        };
        for (list, names) in stated.names.iter().enumerate() {
            binder.name_rows(list, |index| names.get(&index).copied());
        }
        binder.fix(&stated.inexact);
        binder.draw();
        binder.bound
    }
}

impl<'p> Binder<'p, '_> {
    /// The rows of the entries of a list: one goes by its name, else by its place; what was added of a kind that the
    /// file doesn't name goes by its kind.
    fn name_rows<'n>(&mut self, list: usize, name: impl Fn(usize) -> Option<&'n str>) {
        self.first_rows.push(self.keys.len());
        let (most, length) = (self.bound.layout.most(list), self.lengths[list]);
        let shape = &self.bound.program.lists[list];
        if shape.tables == 0 || most == 0 {
            return;
        }
        let key = |index| name(index).map_or_else(|| index.to_string(), |n| format!("{n:?}"));
        match shape.kinds {
            None => self.keys.extend((0..most).map(key)),
            Some((_, kinds)) => {
                let kinds = kinds.iter().map(|kind| kind.name.to_owned());
                self.keys.extend((0..length).map(key).chain(kinds));
            }
        }
        for key in &self.keys[self.bound.rows.len()..] {
            let row = self.tables.entry(list, key, shape.tables);
            self.bound.rows.push(row);
        }
    }

    /// What is stated comes first: nothing drawn changes it, and what is drawn must go with it.
    fn fix(&mut self, inexact: &[Inexact]) {
        for (at, fact) in inexact.iter().enumerate() {
            let op = &self.bound.program.ops[fact.op];
            // A range bounds what is stated beside it until it has a value of its own.
            let limits = self.limits(op, None, &inexact[at..]);
            let row = match (op.list, fact.entry) {
                (Some(list), Some(index)) => self.first_rows[list] + index,
                _ => 0,
            };
            let make = || self.tables.uniforms(&self.key(fact.op, row));
            self.bound.rows[row].make(op.uniforms, make);
            self.bound.fixes.push(Fix {
                op: fact.op,
                slot: fact.slot,
                row,
                offset: self.luck.offset(op.hash, &self.keys[row]),
                range: fact.range,
                limits,
            });
        }
    }

    fn draw(&mut self) {
        let program = self.bound.program;
        for (at, op) in program.ops.iter().enumerate() {
            match op.list {
                None => self.draw_once(at, op),
                Some(list) => {
                    for index in 0..self.bound.layout.most(list) {
                        self.draw_in_entry(at, op, list, index);
                    }
                }
            }
        }
    }

    fn draw_once(&mut self, at: usize, op: &'p Op) {
        let slot = op.number;
        let mut named = None;
        match (self.bound.states[slot], op.kinds) {
            (State::Unknown, _) => {}
            (State::Loose, Some((list, _))) => named = Some(self.named(list)),
            _ => return,
        }
        self.step(
            at,
            op,
            None,
            Step {
                named,
                ..Step::of(at, slot)
            },
        );
    }

    fn draw_in_entry(&mut self, at: usize, op: &'p Op, list: usize, index: usize) {
        let shape = &self.bound.program.lists[list];
        let entry = Entry {
            list,
            first: self.bound.layout.first(list, index),
            stated: index < self.lengths[list],
        };
        let field = op.number - shape.number - 1;
        let slot = entry.first + field;
        let kind = shape.kinds.filter(|_| !entry.stated).map(|(at, _)| at);
        // What was added of a kind has it.
        if self.bound.states[slot] != State::Unknown || kind == Some(field) {
            return;
        }
        let behind = if kind.is_some() {
            self.lengths[list]
        } else {
            index
        };
        let there = [Small::of(shape.number), Small::of(index)];
        self.step(
            at,
            op,
            Some(entry),
            Step {
                first: Small::of(entry.first),
                there: (!entry.stated).then_some(there),
                row: Small::of(self.first_rows[list] + behind),
                kind: kind.map(|kind| Small::of(entry.first + kind)),
                ..Step::of(at, slot)
            },
        );
    }

    /// Adds a step, unless the site rules out that there is such a fact.
    fn step(&mut self, at: usize, op: &'p Op, entry: Option<Entry>, mut step: Step) {
        if step.named.is_none() {
            for check in &op.only_when {
                match self.settled(check, entry) {
                    Some(false) => return,
                    Some(true) => {}
                    None => step.only_when = true,
                }
            }
        }
        let limits = self.limits(op, Some(at), &[]);
        if !limits.are_free() {
            step.limits = Some(Small::of(self.bound.limits.len()));
            self.bound.limits.push(limits);
        }
        let first = self.bound.cases.len();
        self.open(op, entry, limits.are_free());
        step.cases = [first, self.bound.cases.len()].map(Small::of);
        // What was added of a kind is told by the kind, which only a draw knows.
        let key = step
            .kind
            .map_or_else(|| self.keys[step.row.at()].as_str(), |_| "");
        step.offset = Small::of(self.luck.offset(op.hash, key));
        self.make_tables(at, op, &step);
        if self.bound.program.facts[op.number].text {
            self.bound.texts.push(step.slot.at());
        }
        self.bound.steps.push(step);
    }

    /// The cases up to the first that surely fits.
    fn open(&mut self, op: &Op, entry: Option<Entry>, free: bool) {
        for (at, case) in op.cases.iter().enumerate() {
            let stated = |place: &Place| match (place, entry) {
                (Place::Slot(slot), _) => self.bound.states[*slot] != State::Unknown,
                (Place::Beside(field), Some(entry)) => {
                    entry.stated && self.bound.states[entry.first + field] != State::Unknown
                }
                _ => false,
            };
            if !case.stated.iter().all(stated) {
                continue;
            }
            let mut checks = case.checks.iter().map(|check| self.settled(check, entry));
            let mut checked = false;
            if checks.any(|passes| {
                checked |= passes.is_none();
                passes == Some(false)
            }) {
                continue;
            }
            self.bound.cases.push(Open {
                case: Small::of(at),
                table: Small::of(case.table),
                checked,
                plain: free && matches!(case.drawn, Drawn::Plain),
            });
            if !checked {
                return;
            }
        }
    }

    /// Whether a check passes in every draw, or in none; `None` where it hangs on the draw.
    fn settled(&self, check: &Check, entry: Option<Entry>) -> Option<bool> {
        let (slot, number) = match (check.place, entry) {
            (Place::Slot(slot), _) => (slot, slot),
            (Place::Beside(field), Some(entry)) if entry.stated => {
                let number = self.bound.program.lists[entry.list].number + 1 + field;
                (entry.first + field, number)
            }
            _ => return None,
        };
        let drawn = match self.bound.states[slot] {
            State::Exact => false,
            State::Loose => true,
            State::Unknown => self.bound.program.facts[number].op.is_some(),
        };
        (!drawn).then(|| check.passes(self.bound.start[slot]))
    }

    /// The kinds that the entries of a list name, as a mask.
    fn named(&self, list: usize) -> u32 {
        let Some((field, kinds)) = self.bound.program.lists[list].kinds else {
            return 0;
        };
        let slots = (0..self.lengths[list]).map(|at| self.bound.layout.first(list, at) + field);
        let named: Vec<f64> = slots.map(|slot| self.bound.start[slot]).collect();
        let all = (0_u32..32).zip(kinds).map(|(at, _)| at);
        let masks = all.filter(|at| named.contains(&f64::from(*at)));
        masks.map(|at| 1 << at).sum()
    }

    /// What bounds a fact when its turn comes: of those that are fixed the ones before, or all of them and what is
    /// drawn before `at`.
    fn limits(&mut self, op: &Op, at: Option<usize>, unfixed: &[Inexact]) -> Limits {
        let mut ends = FREE;
        let mut bounds = [self.bound.bounds.len(); 3];
        for (side, facts) in [&op.at_least, &op.at_most].into_iter().enumerate() {
            for (number, slot) in facts
                .iter()
                .flat_map(|fact| self.slots(*fact))
                .collect::<Vec<_>>()
            {
                let value = match self.bound.states[slot] {
                    State::Exact => self.bound.start[slot],
                    State::Loose => match unfixed.iter().find(|fact| fact.slot == slot) {
                        Some(fact) => fact.range.ends()[side],
                        None => f64::NAN,
                    },
                    State::Unknown => {
                        let drawn = self.bound.program.facts[number].op.map(usize::from);
                        if at.is_none_or(|at| drawn.is_none_or(|other| other >= at)) {
                            continue;
                        }
                        f64::NAN
                    }
                };
                if value.is_nan() {
                    self.bound.bounds.push(slot);
                } else if side == 0 {
                    ends[0] = ends[0].max(value);
                } else {
                    ends[1] = ends[1].min(value);
                }
            }
            bounds[side + 1] = self.bound.bounds.len();
        }
        Limits { ends, bounds }
    }

    /// Where a fact stands, one of entries in each of them; with its number.
    fn slots(&self, number: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let program = self.bound.program;
        let list = program.facts[number].list.map(usize::from);
        let (first, stride, count) = list.map_or((number, 0, 1), |list| {
            let shape = &program.lists[list];
            let first = self.bound.layout.first(list, 0) + number - shape.number - 1;
            (first, shape.stride, self.bound.layout.most(list))
        });
        (0..count).map(move |at| (number, first + stride * at))
    }

    /// The key of a fact's stream in a row.
    fn key(&self, op: usize, row: usize) -> String {
        let index = format!("[{}]", self.keys[row]);
        self.priors[op].fact.replacen("[]", &index, 1)
    }

    fn make_tables(&self, at: usize, op: &Op, step: &Step) {
        let prior = &self.priors[at];
        let kinds = match (step.kind, op.list) {
            (Some(_), Some(list)) => {
                let kinds = self.bound.program.lists[list].kinds;
                kinds.map_or(1, |(_, kinds)| kinds.len())
            }
            _ => 1,
        };
        for open in &self.bound.cases[step.cases[0].at()..step.cases[1].at()] {
            let case = &op.cases[open.case.at()];
            if let Drawn::Kinds(kinds) = &case.drawn {
                for kind in kinds {
                    let make = || {
                        let key = format!("{}[{}]", prior.fact, kind.name);
                        self.tables.presence(kind.share, &key)
                    };
                    self.bound.rows[0].make(kind.table, make);
                }
                continue;
            }
            for row in step.row.at()..step.row.at() + kinds {
                let code = |word: &str| self.bound.program.code(op.number, word);
                let when = prior.when.get(open.case.at());
                let make = || self.tables.values(prior, when, &code, &self.key(at, row));
                self.bound.rows[row].make(case.table, make);
            }
        }
    }
}

impl Step {
    /// A fact that stands once and is there in every draw.
    fn of(op: usize, slot: usize) -> Self {
        Self {
            op: Small::of(op),
            slot: Small::of(slot),
            first: Small::ZERO,
            there: None,
            row: Small::ZERO,
            kind: None,
            named: None,
            cases: [Small::ZERO; 2],
            limits: None,
            offset: Small::ZERO,
            only_when: false,
        }
    }
}
