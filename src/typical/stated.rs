//! What a site states, each fact in its slot, and how far a stated number or date is taken.

use std::collections::{BTreeMap, HashMap};

use super::draw::{Layout, Locale};
use super::prior::Prior;
use super::program::{List, Program, Told};
use super::raw::Spread;
use crate::site::date::Date;
use crate::site::numbered::{Numbered, Place, Plain};
use crate::site::path::fact_path;
use crate::site::{Grade, Site};

/// What the file says of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Unknown,
    Exact,
    /// A range, a date without a month, a list that names some kinds.
    Loose,
}

/// What a stated fact may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Range {
    Number([f64; 3]),
    /// The first and the last month.
    Months([f64; 2]),
}

impl Range {
    pub(super) fn ends(self) -> [f64; 2] {
        match self {
            Self::Number([low, _, high]) => [low, high],
            Self::Months(months) => months,
        }
    }
}

/// A stated fact that is no exact value.
pub(super) struct Inexact {
    pub(super) op: usize,
    pub(super) entry: Option<usize>,
    pub(super) slot: usize,
    pub(super) range: Range,
}

/// The statements of a site.
pub(super) struct Stated<'s> {
    pub(super) layout: Layout,
    pub(super) values: Vec<f64>,
    pub(super) states: Vec<State>,
    /// Of each list how many entries the file has.
    pub(super) lengths: Vec<usize>,
    /// Of each list the names that its entries have for themselves: what two share tells neither apart.
    pub(super) names: Vec<BTreeMap<usize, &'s str>>,
    /// In the order of the priors.
    pub(super) inexact: Vec<Inexact>,
    /// Slots of texts that stand there as codes.
    pub(super) texts: Vec<usize>,
}

impl<'s> Stated<'s> {
    pub(super) fn of(program: &Program, priors: &[Prior], spread: &Spread, site: &'s Site) -> Self {
        let mut told = Vec::with_capacity(128);
        site.show(0, None, &mut |place, plain| {
            // Evidence is one half of most files, and no draw reads it.
            if place.entry.is_none() || !in_evidence(place.number) {
                told.push((place, plain));
            }
        });
        let mut stated = Self::room_for(program, &told);
        let grades = Grades::of(spread, site);
        for (place, plain) in told {
            let slot = stated.slot(program, place);
            stated.layout.state(slot);
            stated.states[slot] = State::Exact;
            if !no_draw_reads(place.number) {
                stated.put(program, priors, &grades, (place, plain, slot));
            }
        }
        stated.layout.lies_in(Locale {
            country: site.location.country.get().map(ToString::to_string),
            region: site.location.region_shown(),
        });
        for (number, by) in &program.told {
            let is_told = match by {
                Told::BySilence => true,
                Told::By(facts) => facts.iter().any(|fact| stated.layout.is_stated(*fact)),
            };
            if is_told {
                stated.layout.tell(*number);
            }
        }
        stated.inexact.sort_by_key(|fact| (fact.op, fact.entry));
        for names in &mut stated.names {
            keep_single(names);
        }
        stated
    }

    /// The layout of the lists, nothing being stated yet.
    fn room_for(program: &Program, told: &[(Place, Plain)]) -> Self {
        let mut lengths = vec![None; program.lists.len()];
        for (place, plain) in told {
            if let (Some(list), Plain::List(length)) = (program.list(place.number), plain) {
                lengths[list] = Some(*length);
            }
        }
        let most = |(list, length): (&List, &Option<usize>)| {
            let most = match length {
                None => list.spare[0],
                // An empty list says that there is none.
                Some(0) => 0,
                Some(_) if no_draw_reads(list.number) => 0,
                Some(length) => length + list.spare[1],
            };
            (list.number, list.stride, length.unwrap_or(0), most)
        };
        let layout = Layout::of(program.lists.iter().zip(&lengths).map(most));
        Self {
            values: vec![f64::NAN; layout.slots()],
            states: vec![State::Unknown; layout.slots()],
            layout,
            names: vec![BTreeMap::new(); lengths.len()],
            lengths: lengths.into_iter().map(Option::unwrap_or_default).collect(),
            inexact: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn slot(&self, program: &Program, place: Place) -> usize {
        let list = program.facts[place.number].list.map(usize::from);
        match (place.entry, list) {
            (Some(index), Some(list)) => {
                let field = place.number - program.lists[list].number - 1;
                self.layout.first(list, index) + field
            }
            _ => place.number,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "words and entries are few")]
    fn put(
        &mut self,
        program: &Program,
        priors: &[Prior],
        grades: &Grades,
        (place, plain, slot): (Place, Plain<'s>, usize),
    ) {
        let role = program.facts[place.number];
        let op = role.op.map(usize::from);
        let mut range = None;
        self.values[slot] = match plain {
            Plain::Number(parts) => {
                let prior = op.map(|op| &priors[op]);
                range = prior.and_then(|prior| grades.range(prior, place.entry, parts));
                parts[1]
            }
            Plain::Date(date) => {
                let [first, last] = months(date);
                range = (first < last).then_some(Range::Months([first, last]));
                f64::midpoint(first, last)
            }
            Plain::Word(at) => at as f64,
            Plain::Flag(flag) => f64::from(u8::from(flag)),
            Plain::List(length) => {
                let list = program.list(place.number).map(|at| &program.lists[at]);
                if length > 0 && list.is_some_and(|list| list.kinds.is_some()) {
                    self.states[slot] = State::Loose;
                }
                length as f64
            }
            Plain::Text(text) => {
                self.name(program, place, text);
                if role.text {
                    self.texts.push(slot);
                    program.texts.code(text)
                } else {
                    f64::NAN
                }
            }
        };
        if let (Some(range), Some(op)) = (range, op) {
            self.states[slot] = State::Loose;
            self.inexact.push(Inexact {
                op,
                entry: place.entry,
                slot,
                range,
            });
        }
    }

    fn name(&mut self, program: &Program, place: Place, text: &'s str) {
        let list = program.facts[place.number].list.map(usize::from);
        if let (Some(index), Some(list)) = (place.entry, list)
            && program.lists[list].name == Some(place.number)
        {
            self.names[list].insert(index, text);
        }
    }
}

fn keep_single(names: &mut BTreeMap<usize, &str>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names.values() {
        *counts.entry(name).or_default() += 1;
    }
    names.retain(|_, name| counts.get(name) == Some(&1));
}

/// Evidence and notes, the entries of their lists included.
fn no_draw_reads(number: usize) -> bool {
    in_evidence(number) || number == usize::from(fact_path!("notes").number())
}

fn in_evidence(number: usize) -> bool {
    let [list, last] =
        const { [fact_path!("evidence"), fact_path!("evidence[].note")] }.map(|fact| fact.number());
    (usize::from(list)..=usize::from(last)).contains(&number)
}

fn months(date: Date) -> [f64; 2] {
    [
        f64::from(date.earliest_month()),
        f64::from(date.latest_month()),
    ]
}

/// What a stated number may be off by, as a share of it.
struct Grades<'s> {
    by_path: HashMap<&'s str, f64>,
    ungraded: f64,
}

impl<'s> Grades<'s> {
    fn of(spread: &Spread, site: &'s Site) -> Self {
        let of = |grade: Grade| match grade {
            Grade::Measured => spread.measured,
            Grade::Contracted => spread.contracted,
            Grade::Studied => spread.studied,
            Grade::Reported => spread.reported,
            Grade::Assumed => spread.assumed,
        };
        let evidence = site.evidence.items().unwrap_or_default();
        let mut by_path = HashMap::with_capacity(evidence.len());
        for item in evidence {
            if let (Some(path), Some(grade)) = (item.path.get(), item.grade.known()) {
                by_path.insert(path.as_str(), of(grade));
            }
        }
        Self {
            by_path,
            ungraded: spread.ungraded,
        }
    }

    /// The spread of the evidence on a fact or on the nearest section above it.
    fn nearest(&self, path: &str) -> f64 {
        let mut end = path.len();
        loop {
            if let Some(spread) = self.by_path.get(&path[..end]) {
                return *spread;
            }
            match path[..end].rfind(['.', '[']) {
                Some(shorter) => end = shorter,
                None => return self.ungraded,
            }
        }
    }

    /// What a stated number may be where it is not exact: its range, or as much about it as the grade of its
    /// evidence leaves open.
    fn range(&self, prior: &Prior, entry: Option<usize>, parts: [f64; 3]) -> Option<Range> {
        let [low, value, high] = parts;
        if low < high {
            return Some(Range::Number(parts));
        }
        let spread = match entry {
            None => self.nearest(&prior.fact),
            Some(index) => self.nearest(&prior.fact.replacen("[]", &format!("[{index}]"), 1)),
        };
        let width = spread * prior.spread_of.unwrap_or(value.abs());
        let [least, most] = prior.unit;
        let range = [(value - width).max(least), value, (value + width).min(most)];
        (range[0] < range[2]).then_some(Range::Number(range))
    }
}
