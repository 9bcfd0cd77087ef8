//! What nobody stated: what each fact is likely to be at a mine, and sites in which every fact has one value.
//!
//! A prior says what a fact is likely to be, what it may hold at all and which way it is better. A draw gives
//! every unknown a value from its prior and every range a value inside it, so that calculators read a site of
//! plain numbers. Each fact has a stream of uniforms of its own; see [`uniforms`].

mod check;
pub mod fill;
pub mod load;
mod order;
pub mod prior;
pub mod raw;
mod stated;
pub mod uniforms;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::site::Site;
use crate::site::hold::{Held, Hold};
use prior::{Prior, Test, Values};
use raw::Spread;

pub use fill::Filling;
pub use load::{built_in, read, with};
pub use uniforms::{Luck, Sample};

/// Priors of the facts that a calculator reads, each after those that it hangs on.
#[derive(Debug, Clone, PartialEq)]
pub struct Typical {
    /// Version, stamped in every result.
    pub version: String,
    /// What a stated number may be, by the grade of its evidence.
    pub spread: Spread,
    priors: Vec<Prior>,
    index: BTreeMap<String, usize>,
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

    pub(crate) fn position(&self, fact: &str) -> Option<usize> {
        self.index.get(fact).copied()
    }

    /// The site in draw `draw` of a sample: every unknown and every range given one exact value.
    #[must_use]
    pub fn draw(&self, site: &Site, sample: Sample, draw: usize) -> Site {
        Filling::new(self, site, sample).draw(draw)
    }

    /// The site with every uniform at one half.
    #[must_use]
    pub fn median(&self, site: &Site) -> Site {
        Filling::new(self, site, Sample::default()).median()
    }

    /// The site with every unknown at the worse end of what it may hold.
    #[must_use]
    pub fn worst(&self, site: &Site) -> Site {
        Filling::new(self, site, Sample::default()).worst()
    }

    /// The site with every unknown at the better end of what it may hold.
    #[must_use]
    pub fn best(&self, site: &Site) -> Site {
        Filling::new(self, site, Sample::default()).best()
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
            !exact && (site.held(path).is_some() || fill::applies(prior, site, path))
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
        Some((list, _)) => match site.held(list) {
            Some(Held::List(length)) => length,
            _ => 0,
        },
    };
    (0..entries).map(move |at| match &prior.entry {
        None => prior.fact.clone(),
        Some((list, key)) => format!("{list}[{at}].{key}"),
    })
}

/// Names of the entries of a list that have one of their own; what two share tells neither apart.
fn names(site: &Site, list: &str) -> Vec<Option<String>> {
    let length = match site.held(list) {
        Some(Held::List(length)) => length,
        _ => 0,
    };
    let name = |at: usize| match site.held(&format!("{list}[{at}].name")) {
        Some(Held::Text(name)) => Some(name.to_owned()),
        _ => None,
    };
    let all: Vec<Option<String>> = (0..length).map(name).collect();
    let alone = |name: &String| all.iter().flatten().filter(|other| *other == name).count() == 1;
    all.iter().map(|name| name.clone().filter(alone)).collect()
}

/// Whether the file states the fact at a path.
fn is_stated(site: &Site, path: &str) -> bool {
    site.held(path).is_some()
}

/// Whether a fact is what it must be; what is unknown is nothing.
fn passes(test: &Test, held: Option<Held>) -> bool {
    match (test, held) {
        (Test::AnyOf(words), Some(Held::Word(word))) => words.iter().any(|w| w == word),
        (Test::AnyOf(words), Some(Held::Text(text))) => words.iter().any(|w| same_place(w, text)),
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
fn same_place(a: &str, b: &str) -> bool {
    let small = |text: &str| {
        text.trim()
            .chars()
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let begins = |text: &str| {
        text.trim_start()
            .chars()
            .next()
            .map(|c| c.to_lowercase().next())
    };
    // Most differ at once, and a draw asks for dozens.
    begins(a) == begins(b) && small(a) == small(b)
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
