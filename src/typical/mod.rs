//! What nobody stated: what each fact is likely to be at a mine, and sites in which every fact has one value.
//!
//! A prior says what a fact is likely to be, what it may hold at all and which way it is better. A draw gives
//! every unknown a value from its prior and every range a value inside it, so that calculators read a site of
//! plain numbers. Each fact has a stream of uniforms of its own; see [`uniforms`].

mod bind;
mod bound;
mod check;
mod checks;
pub(crate) mod draw;
mod draws;
pub(crate) mod free;
pub mod load;
mod moved;
mod moves;
mod order;
pub mod prior;
mod program;
pub mod raw;
mod run;
mod stated;
mod tables;
pub mod uniforms;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::citations::Citation;
use crate::site::Site;
use crate::site::hold::{Held, Hold};
use prior::{Condition, Prior, Test, Values};
use program::Program;
use raw::{RawTypical, Spread};

pub(crate) use draw::Watch;
pub use draw::{Draw, Layout};
pub use draws::Draws;
pub use load::{built_in, read, with};
pub(crate) use moved::{Move, To};
pub(crate) use moves::{Choices, Made};
pub use tables::Pick;
pub use uniforms::Sample;

/// Priors of the facts that a calculator reads, each after those that it hangs on.
#[derive(Debug, Clone, PartialEq)]
pub struct Typical {
    /// Version, stamped in every result.
    pub version: String,
    /// What a stated number may be, by the grade of its evidence.
    pub spread: Spread,
    /// As written, in the order of the files.
    pub raw: RawTypical,
    /// Sources of a user's own.
    pub citations: Vec<Citation>,
    priors: Vec<Prior>,
    index: BTreeMap<String, usize>,
    compiled: Compiled,
}

/// The program of the priors, made when it is first asked for. It hangs on them alone, so that it tells no two
/// apart.
#[derive(Debug, Default)]
struct Compiled(OnceLock<Program>);

impl Clone for Compiled {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Compiled {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A stated fact that no mine was thought to hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Outside {
    /// Path of the fact.
    pub path: String,
    /// What the prior says it may hold.
    pub may_hold: String,
}

impl Typical {
    /// Every prior, each after those that it hangs on.
    #[must_use]
    pub fn priors(&self) -> &[Prior] {
        &self.priors
    }

    /// The prior of a fact; `halls[0].area_m2` has that of `halls[].area_m2`.
    #[must_use]
    pub fn prior(&self, path: &str) -> Option<&Prior> {
        self.position(&any_entry(path)).map(|at| &self.priors[at])
    }

    fn program(&self) -> &Program {
        self.compiled.0.get_or_init(|| Program::of(&self.priors))
    }

    pub(crate) fn position(&self, fact: &str) -> Option<usize> {
        self.index.get(fact).copied()
    }

    /// The site in draw `draw` of a sample: every unknown and every range given one exact value.
    #[must_use]
    pub fn draw(&self, site: &Site, sample: Sample, draw: usize) -> Site {
        Draws::of(self, site, sample).site(Pick::Draw(draw))
    }

    /// The site with every uniform at one half.
    #[must_use]
    pub fn median(&self, site: &Site) -> Site {
        Draws::of(self, site, Sample::default()).site(Pick::Median)
    }

    /// Paths of facts that have a prior and no exact value in this site; none in a filled one.
    #[must_use]
    pub fn open(&self, site: &Site) -> Vec<String> {
        let all = self
            .priors
            .iter()
            .flat_map(|p| paths(p, site).map(move |path| (p, path)));
        all.filter(|(prior, path)| {
            let exact = match site.held(path) {
                Some(Held::Number([low, _, high])) => low == high,
                Some(Held::Date(date)) => date.earliest_month() == date.latest_month(),
                held => held.is_some(),
            };
            !exact && (site.held(path).is_some() || applies(prior, site, path))
        })
        .map(|(_, path)| path)
        .collect()
    }

    /// Stated facts that lie outside what a mine may hold; they are taken as stated all the same.
    #[must_use]
    pub fn outside(&self, site: &Site) -> Vec<Outside> {
        let all = self
            .priors
            .iter()
            .flat_map(|p| paths(p, site).map(move |path| (p, path)));
        all.filter_map(|(prior, path)| {
            let may_hold = outside_of(prior, site.held(&path)?)?;
            Some(Outside { path, may_hold })
        })
        .collect()
    }
}

/// What a prior says that a fact may hold, where this is outside of it. Of dates nothing is said: theirs are years
/// from another.
fn outside_of(prior: &Prior, held: Held) -> Option<String> {
    let words = || {
        let plain = std::iter::once(&prior.values).chain(prior.when.iter().map(|w| &w.values));
        plain.filter_map(|values| match values {
            Values::Words(words) => Some(words),
            _ => None,
        })
    };
    match held {
        Held::Number([low, _, high]) => {
            let [min, max] = prior.may_hold;
            (low < min || high > max).then(|| format!("{min} to {max}"))
        }
        Held::Word(word) => {
            let known = words().flatten().any(|(name, _)| name == word);
            let names = |w: &Vec<(String, f64)>| {
                let names: Vec<&str> = w.iter().map(|(name, _)| name.as_str()).collect();
                names.join(", ")
            };
            (!known).then(|| words().next().map_or(String::new(), names))
        }
        _ => None,
    }
}

/// A path for any entry of its list.
fn any_entry(path: &str) -> String {
    match (path.find('['), path.find(']')) {
        (Some(from), Some(to)) if from < to => format!("{}[]{}", &path[..from], &path[to + 1..]),
        _ => path.to_owned(),
    }
}

/// The list and the key in an entry of it, of a path such as `halls[].area_m2`.
pub(crate) fn entry_of(fact: &str) -> Option<(String, String)> {
    let (list, key) = fact.split_once("[].")?;
    Some((list.to_owned(), key.to_owned()))
}

/// The path of a fact beside another: in the same entry where both are of one list.
fn beside<'a>(fact: &'a str, of: &str) -> Cow<'a, str> {
    if let Some((list, key)) = fact.split_once("[]")
        && let (Some(from), Some(to)) = (of.find('['), of.find(']'))
        && of[..from] == *list
    {
        return Cow::Owned(format!("{list}{}{key}", &of[from..=to]));
    }
    Cow::Borrowed(fact)
}

/// The paths at which a prior stands in a site: one, or one in each entry of its list.
fn paths<'a>(prior: &'a Prior, site: &Site) -> impl Iterator<Item = String> + use<'a> {
    let entries = match &prior.entry {
        None => 1,
        Some((list, _)) => length(site, list),
    };
    (0..entries).map(move |at| match &prior.entry {
        None => prior.fact.clone(),
        Some((list, key)) => format!("{list}[{at}].{key}"),
    })
}

/// Whether there is such a fact at this site at all.
fn applies(prior: &Prior, site: &Site, path: &str) -> bool {
    let pass = |c: &Condition| {
        let fact = beside(&c.fact, path);
        match fact.split_once("[]") {
            None => passes(&c.is, site.held(&fact)),
            // Of another list any entry will do.
            Some((list, key)) => (0..length(site, list))
                .any(|at| passes(&c.is, site.held(&format!("{list}[{at}]{key}")))),
        }
    };
    prior.only_when.iter().all(pass)
}

fn length(site: &Site, list: &str) -> usize {
    match site.held(list) {
        Some(Held::List(length)) => length,
        _ => 0,
    }
}

/// Whether a fact is what it must be; what is unknown is nothing.
fn passes(test: &Test, held: Option<Held>) -> bool {
    match (test, held) {
        (Test::AnyOf(words), Some(Held::Word(word))) => words.iter().any(|w| w == word),
        (Test::AnyOf(words), Some(Held::Text(text))) => {
            words.iter().any(|w| small(w) == small(text))
        }
        (Test::AnyOf(words), Some(Held::Flag(flag))) => words
            .iter()
            .any(|w| w == if flag { "true" } else { "false" }),
        (Test::Between(from, below), Some(held)) => {
            number_of(held).is_some_and(|x| *from <= x && x < *below)
        }
        _ => false,
    }
}

/// Places are written by people, in large letters and small ones.
fn small(text: &str) -> String {
    let letters = text.trim().chars();
    letters.flat_map(char::to_lowercase).collect()
}

/// What is held as one number: of a list how many, of a date its year.
fn number_of(held: Held) -> Option<f64> {
    match held {
        Held::Number([_, likely, _]) => Some(likely),
        #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
        Held::List(length) => Some(length as f64),
        Held::Date(date) => {
            let months = f64::midpoint(
                f64::from(date.earliest_month()),
                f64::from(date.latest_month()),
            );
            Some(months / 12.0)
        }
        _ => None,
    }
}
