//! The priors with every path, word and condition resolved to a number: what is the same for all sites.

use std::sync::{Arc, PoisonError, RwLock};

use super::checks::{Check, Place, Size, Texts};
use super::prior::{Better, Condition, ListPrior, Number, Prior, SILENCE, Test, Values, When};
use super::tables::{Tables, own_ends};
use super::uniforms::{Sample, stable_hash};
use crate::site::path::{self, FACTS};
use crate::site::shape::{Shape, Word};

/// The compiled priors.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) lists: Vec<List>,
    pub(super) facts: Vec<Role>,
    pub(super) texts: Texts,
    /// Facts that others or silence tell.
    pub(super) told: Vec<(usize, Told)>,
    /// Tables of facts that stand once.
    tables: usize,
    kept: RwLock<Vec<Arc<Tables>>>,
}

fn told(priors: &[Prior]) -> Vec<(usize, Told)> {
    let told = priors.iter().filter(|prior| !prior.told_by.is_empty());
    let told = told.filter_map(|prior| {
        let by_silence = prior.told_by.iter().any(|fact| fact == SILENCE);
        let facts = prior.told_by.iter().filter_map(|fact| path::number(fact));
        let by = if by_silence {
            Told::BySilence
        } else {
            Told::By(facts.collect())
        };
        Some((path::number(&prior.fact)?, by))
    });
    told.collect()
}

/// What tells a fact that nobody states.
#[derive(Debug)]
pub(super) enum Told {
    BySilence,
    By(Vec<usize>),
}

/// What a fact of the format is to the priors.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Role {
    /// The position of its prior.
    pub(super) op: Option<u16>,
    /// The list to whose entries it belongs.
    pub(super) list: Option<u16>,
    /// A text that is drawn or tested.
    pub(super) text: bool,
}

/// A list whose entries have facts.
#[derive(Debug)]
pub(super) struct List {
    pub(super) number: usize,
    pub(super) stride: usize,
    /// Entries of which room is kept where nothing is stated, and where something is.
    pub(super) spare: [usize; 2],
    /// The fact that names an entry.
    pub(super) name: Option<usize>,
    /// Of a list by kinds where in an entry the kind stands, and the kinds.
    pub(super) kinds: Option<(usize, &'static [Word])>,
    /// Tables of an entry.
    pub(super) tables: usize,
}

/// One prior.
#[derive(Debug)]
pub(super) struct Op {
    /// The number of its fact.
    pub(super) number: usize,
    /// Of a fact of an entry its list.
    pub(super) list: Option<usize>,
    /// Of a list by kinds its place among the lists, and where in an entry the kind stands.
    pub(super) kinds: Option<(usize, usize)>,
    pub(super) better: Better,
    pub(super) whole: bool,
    pub(super) only_when: Vec<Check>,
    /// In order, the plain values last.
    pub(super) cases: Vec<Case>,
    /// Numbers of the facts that it is not below; of a fact of entries those of all of them.
    pub(super) at_least: Vec<usize>,
    pub(super) at_most: Vec<usize>,
    /// The table of its uniforms.
    pub(super) uniforms: usize,
    /// A hash of its path.
    pub(super) hash: u64,
    /// Codes of words in the order of their low to their high end.
    order: Vec<f64>,
}

impl Op {
    /// The word of its low and of its high end, where its cases know all of its words.
    pub(super) fn word_ends(&self, words: usize) -> Option<[f64; 2]> {
        let known = self.order.len() == words;
        known.then_some([*self.order.first()?, *self.order.last()?])
    }
}

/// What a fact is likely to be, and where it is so.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) stated: Vec<Place>,
    pub(super) checks: Vec<Check>,
    pub(super) own: [f64; 2],
    pub(super) table: usize,
    pub(super) drawn: Drawn,
}

/// What is done with the value of a table.
#[derive(Debug)]
pub(super) enum Drawn {
    /// Nothing.
    Plain,
    Sized {
        times: Vec<Size>,
        over: Vec<Size>,
    },
    Date {
        after: Option<Size>,
    },
    Kinds(Vec<Kind>),
}

/// A kind by its position, and the table of the draws that have one.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) word: usize,
    pub(super) name: &'static str,
    pub(super) share: f64,
    pub(super) table: usize,
}

impl Program {
    pub(super) fn of(priors: &[Prior]) -> Self {
        let mut program = Self {
            ops: Vec::with_capacity(priors.len()),
            lists: lists(priors),
            facts: vec![Role::default(); FACTS],
            texts: Texts::default(),
            told: told(priors),
            tables: 0,
            kept: RwLock::default(),
        };
        for (at, list) in (0_u16..).zip(&program.lists) {
            for role in &mut program.facts[list.number + 1..][..list.stride] {
                role.list = Some(at);
            }
        }
        for (at, prior) in (0_u16..).zip(priors) {
            if let Some(number) = path::number(&prior.fact) {
                program.facts[number].op = Some(at);
            }
            program.note_texts(prior);
        }
        for prior in priors {
            let op = program.op(prior);
            program.ops.push(op);
        }
        program
    }

    fn note_texts(&mut self, prior: &Prior) {
        let tested = prior.when.iter().flat_map(|when| &when.conditions);
        for condition in tested.chain(&prior.only_when) {
            let number = path::number(&condition.fact);
            if let (Some(number), Test::AnyOf(texts)) = (number, &condition.is)
                && matches!(path::shape(number), Some(Shape::Text | Shape::Country))
            {
                self.facts[number].text = true;
                texts.iter().for_each(|text| self.texts.add(text));
            }
        }
        let cases = prior.when.iter().map(|when| &when.values);
        for values in cases.chain([&prior.values]) {
            if let Values::Text(texts) = values {
                if let Some(number) = path::number(&prior.fact) {
                    self.facts[number].text = true;
                }
                texts.iter().for_each(|(text, _)| self.texts.add(text));
            }
        }
    }

    fn op(&mut self, prior: &Prior) -> Op {
        let number = path::number(&prior.fact).unwrap_or_default();
        let list = self.facts[number].list.map(usize::from);
        let numbers = |facts: &[String]| {
            let numbers = facts.iter().filter_map(|fact| path::number(fact));
            numbers
                .filter(|n| self.facts[*n].op.is_some())
                .collect::<Vec<_>>()
        };
        let (at_least, at_most) = (numbers(&prior.at_least), numbers(&prior.at_most));
        let only_when = self.checks(&prior.only_when, list);
        let mut cases: Vec<Case> = Vec::with_capacity(prior.when.len() + 1);
        for when in &prior.when {
            cases.push(self.case(prior, Some(when), list));
        }
        cases.push(self.case(prior, None, list));
        Op {
            number,
            list,
            kinds: self
                .list(number)
                .and_then(|at| Some((at, self.lists[at].kinds?.0))),
            better: prior.better,
            whole: prior.whole,
            only_when,
            cases,
            at_least,
            at_most,
            uniforms: self.table(list),
            hash: stable_hash(&prior.fact),
            order: self.order(prior, number),
        }
    }

    /// The words of all cases in one order: a word that one case alone has stands behind the one before it there.
    fn order(&self, prior: &Prior, number: usize) -> Vec<f64> {
        let mut order: Vec<f64> = Vec::new();
        let cases = prior.when.iter().map(|when| &when.values);
        for values in [&prior.values].into_iter().chain(cases) {
            let (Values::Words(words) | Values::Text(words) | Values::Flag(words)) = values else {
                continue;
            };
            let mut next = 0;
            for (word, _) in words {
                let code = self.code(number, word);
                match order.iter().position(|known| *known == code) {
                    Some(at) => next = at + 1,
                    None => {
                        order.insert(next, code);
                        next += 1;
                    }
                }
            }
        }
        if prior.better == Better::Lower {
            order.reverse();
        }
        order
    }

    /// Room for one more table.
    fn table(&mut self, list: Option<usize>) -> usize {
        let count = match list.and_then(|list| self.lists.get_mut(list)) {
            Some(list) => &mut list.tables,
            None => &mut self.tables,
        };
        *count += 1;
        *count - 1
    }

    fn case(&mut self, prior: &Prior, when: Option<&When>, list: Option<usize>) -> Case {
        let values = when.map_or(&prior.values, |when| &when.values);
        let drawn = match values {
            Values::Number(number) if number.is_sized() => self.sized(number, list),
            Values::Date(number) => Drawn::Date {
                after: number.after.as_ref().and_then(|of| self.size(of, None)),
            },
            Values::List(ListPrior::Kinds { shares, .. }) => {
                let kind = |(word, share): &(String, f64)| {
                    let (word, name) = self.kind(&prior.fact, word)?;
                    Some(Kind {
                        word,
                        name,
                        share: *share,
                        table: self.table(None),
                    })
                };
                Drawn::Kinds(shares.iter().filter_map(kind).collect())
            }
            _ => Drawn::Plain,
        };
        let stated = when.map_or(&[][..], |when| &when.stated).iter();
        let may_hold = when.map_or(prior.may_hold, |when| when.may_hold);
        Case {
            stated: stated.filter_map(|fact| self.place(fact, list)).collect(),
            checks: when.map_or(Vec::new(), |when| self.checks(&when.conditions, list)),
            own: own_ends(prior, may_hold),
            table: self.table(list),
            drawn,
        }
    }

    fn sized(&self, number: &Number, list: Option<usize>) -> Drawn {
        let sizes = |facts: &[String]| facts.iter().filter_map(|f| self.size(f, list)).collect();
        Drawn::Sized {
            times: sizes(&number.times),
            over: sizes(&number.over),
        }
    }

    /// What has no single number sizes nothing.
    fn size(&self, fact: &str, list: Option<usize>) -> Option<Size> {
        let place = self.place(fact, list)?;
        let shape = path::shape(path::number(fact)?)?;
        let months = matches!(shape, Shape::Date);
        let counts = months || matches!(shape, Shape::Quantity { .. } | Shape::List(_));
        let one = !matches!(place, Place::Any(..));
        (counts && one).then_some(Size { place, months })
    }

    fn place(&self, fact: &str, own: Option<usize>) -> Option<Place> {
        let number = path::number(fact)?;
        let list = self.facts[number].list.map(usize::from);
        Some(match list {
            None => Place::Slot(number),
            Some(list) => {
                let field = number - self.lists.get(list)?.number - 1;
                if Some(list) == own {
                    Place::Beside(field)
                } else {
                    Place::Any(list, field)
                }
            }
        })
    }

    fn checks(&self, conditions: &[Condition], list: Option<usize>) -> Vec<Check> {
        let check = |condition: &Condition| {
            Some(Check {
                place: self.place(&condition.fact, list)?,
                is: self
                    .texts
                    .test(&condition.is, path::shape(path::number(&condition.fact)?)?),
            })
        };
        conditions.iter().filter_map(check).collect()
    }

    /// The position of a kind of a list.
    fn kind(&self, list: &str, word: &str) -> Option<(usize, &'static str)> {
        let number = path::number(list)?;
        let (_, kinds) = self.lists[self.list(number)?].kinds?;
        let mut kinds = kinds.iter().map(|kind| kind.name).enumerate();
        kinds.find(|(_, name)| *name == word)
    }

    /// The place among the lists of the list of that number.
    pub(super) fn list(&self, number: usize) -> Option<usize> {
        self.lists.iter().position(|list| list.number == number)
    }

    /// The code of a word, flag or text of a fact.
    #[expect(clippy::cast_precision_loss, reason = "words are few")]
    pub(super) fn code(&self, number: usize, word: &str) -> f64 {
        match path::shape(number) {
            Some(Shape::Word(words)) => {
                let at = words.iter().position(|w| w.name == word);
                at.map_or(f64::NAN, |at| at as f64)
            }
            Some(Shape::Text | Shape::Country) => self.texts.exact(word),
            _ => f64::from(u8::from(word == "true")),
        }
    }

    /// The tables of a sample, shared by all its sites.
    pub(super) fn tables(&self, sample: Sample) -> Arc<Tables> {
        let of = |kept: &[Arc<Tables>]| kept.iter().find(|t| t.sample == sample).map(Arc::clone);
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(tables) = of(&kept) {
            return tables;
        }
        drop(kept);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        of(&kept).unwrap_or_else(|| {
            let tables = Arc::new(Tables::new(sample, self.tables, self.lists.len()));
            if kept.len() >= SAMPLES {
                kept.remove(0);
            }
            kept.push(Arc::clone(&tables));
            tables
        })
    }
}

/// A run has one sample; tests have several.
const SAMPLES: usize = 4;

/// The lists of the format, with what the priors say of them.
fn lists(priors: &[Prior]) -> Vec<List> {
    let list = |(number, stride)| {
        let text = path::text(number);
        let prior = priors.iter().find(|prior| prior.fact == text);
        let cases = prior.into_iter().flat_map(|prior| {
            let cases = prior.when.iter().map(|when| &when.values);
            cases.chain([&prior.values])
        });
        let mut spare = [0, 0];
        let mut kinds = None;
        for values in cases {
            match values {
                Values::List(ListPrior::One { .. }) => spare[0] = spare[0].max(1),
                Values::List(ListPrior::Kinds { kind, shares }) => {
                    spare = spare.map(|spare| spare.max(shares.len()));
                    kinds = kinds_of(text, number, kind).or(kinds);
                }
                _ => {}
            }
        }
        List {
            number,
            stride,
            spare,
            name: path::number(&format!("{text}[].name")),
            kinds,
            tables: 0,
        }
    };
    path::lists().map(list).collect()
}

/// The kinds of a list and where in an entry they stand.
fn kinds_of(list: &str, number: usize, kind: &str) -> Option<(usize, &'static [Word])> {
    let at = path::number(&format!("{list}[].{kind}"))?;
    let Some(Shape::Word(words)) = path::shape(at) else {
        return None;
    };
    Some((at - number - 1, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vocabulary_fits_the_mask_of_its_words() {
        for number in 0..FACTS {
            if let Some(Shape::Word(words)) = path::shape(number) {
                assert!(words.len() <= 32, "{}", path::text(number));
            }
        }
    }
}
