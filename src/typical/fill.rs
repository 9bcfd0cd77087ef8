//! A site with every unknown and every range given one value.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::prior::{Better, Condition, ListPrior, Number, Prior, Values, When, word_at};
use super::uniforms::{Luck, Sample};
use super::{Typical, beside, is_stated, names, number_of, passes, paths};
use crate::site::date::Date;
use crate::site::fact::Fact;
use crate::site::hold::{Held, Hold};
use crate::site::{Grade, Site};

/// What decides where in its distribution a fact lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Pick {
    Draw(usize),
    Median,
    /// Every unknown at the end of what it may hold: the better one, or the worse.
    End {
        better: bool,
    },
}

/// One site and the luck it is drawn with; holds what all its draws share.
///
/// A filled site carries neither evidence nor notes: its values are nobody's statement, and no calculator
/// reads them.
#[derive(Debug)]
pub struct Filling<'a> {
    pub(super) typical: &'a Typical,
    pub(super) site: &'a Site,
    luck: Luck,
    /// Paths of the evidence with what a number there may be off by, as a share of it.
    pub(super) spreads: Vec<(&'a str, f64)>,
    /// Of each list the names of its entries, where an entry has one of its own.
    names: BTreeMap<&'a str, Vec<Option<String>>>,
    /// The site without what no calculator reads and every draw would copy.
    base: Site,
    /// Positions of the priors with the paths of stated facts that are no exact value.
    inexact: Vec<(usize, String)>,
    /// Of each prior the cases that this site leaves open: what hangs on its place is settled once for all draws.
    cases: Vec<Vec<&'a When>>,
    /// Of each prior that stands once, whether the file states it.
    stated: Vec<bool>,
}

impl<'a> Filling<'a> {
    /// The draws of a site, each under the luck of its id, else its name.
    #[must_use]
    pub fn new(typical: &'a Typical, site: &'a Site, sample: Sample) -> Self {
        let id = site.id.get().or(site.name.get());
        let evidence = site.evidence.items().unwrap_or_default();
        let spread = |grade: Grade| {
            let spread = &typical.spread;
            match grade {
                Grade::Measured => spread.measured,
                Grade::Contracted => spread.contracted,
                Grade::Studied => spread.studied,
                Grade::Reported => spread.reported,
                Grade::Assumed => spread.assumed,
            }
        };
        let lists = typical.priors().iter();
        let lists = lists.filter_map(|p| p.entry.as_ref().map(|(list, _)| list.as_str()));
        let mut filling = Self {
            typical,
            site,
            luck: Luck::of(id.map_or("", String::as_str), sample),
            spreads: evidence
                .iter()
                .filter_map(|e| Some((e.path.get()?.as_str(), spread(e.grade.known()?))))
                .collect(),
            names: lists.map(|list| (list, names(site, list))).collect(),
            base: Site {
                evidence: Fact::default(),
                notes: Fact::default(),
                ..site.clone()
            },
            inexact: Vec::new(),
            cases: Vec::new(),
            stated: typical
                .priors()
                .iter()
                .map(|p| p.entry.is_none() && is_stated(site, &p.fact))
                .collect(),
        };
        let all = typical.priors().iter().enumerate();
        let all = all.flat_map(|(at, p)| paths(p, site).map(move |path| (at, path)));
        filling.inexact = all
            .filter(|(at, path)| filling.is_inexact(*at, path))
            .collect();
        let priors = typical.priors().iter();
        filling.cases = priors
            .map(|p| p.when.iter().filter(|w| filling.is_open(w)).collect())
            .collect();
        filling
    }

    /// Whether a case can still fit: facts that nobody draws are what the file says, or nothing.
    fn is_open(&self, when: &When) -> bool {
        let settled = |c: &&Condition| self.typical.position(&c.fact).is_none();
        let settled = when.conditions.iter().filter(settled);
        let stated = |fact: &String| fact.contains("[]") || is_stated(self.site, fact);
        when.stated.iter().all(stated) && all_pass(settled, self.site, "")
    }

    /// The site in one draw.
    #[must_use]
    pub fn draw(&self, draw: usize) -> Site {
        self.filled(Pick::Draw(draw))
    }

    /// The site with every uniform at one half, on which a plan is chosen.
    #[must_use]
    pub fn median(&self) -> Site {
        self.filled(Pick::Median)
    }

    /// The site with every unknown at the worse end of what it may hold; what has no direction is at its median.
    #[must_use]
    pub fn worst(&self) -> Site {
        self.filled(Pick::End { better: false })
    }

    /// The site with every unknown at the better end of what it may hold; what has no direction is at its median.
    #[must_use]
    pub fn best(&self) -> Site {
        self.filled(Pick::End { better: true })
    }

    /// What is stated comes first: nothing drawn changes it, and what is drawn must go with it.
    fn filled(&self, pick: Pick) -> Site {
        let mut filled = self.base.clone();
        let mut done = self.stated.clone();
        // A range bounds what is stated beside it until it has a value of its own.
        for (at, _) in &self.inexact {
            done[*at] = false;
        }
        for (at, path) in &self.inexact {
            self.fix(&self.typical.priors()[*at], path, &mut filled, &done, pick);
            done[*at] = true;
        }
        for (at, prior) in self.typical.priors().iter().enumerate() {
            if self.stated[at] {
                let values = self
                    .when(at, &prior.fact, &filled)
                    .map_or(&prior.values, |w| &w.values);
                if let Values::List(list) = values {
                    self.add_kinds(prior, list, &prior.fact, &mut filled, pick);
                }
            } else if prior.entry.is_none() {
                self.fill(at, &prior.fact, &mut filled, &done, pick);
            } else {
                for path in paths(prior, &filled) {
                    self.fill(at, &path, &mut filled, &done, pick);
                }
            }
            done[at] = true;
        }
        filled
    }

    /// The uniform of a fact, or the end that stands for it.
    pub(super) fn uniform(&self, path: &str, better: Better, pick: Pick, filled: &Site) -> f64 {
        match (pick, better) {
            (Pick::Draw(draw), _) => self.luck.uniform(&self.key(path, filled), draw),
            (Pick::End { better }, Better::Higher) => f64::from(u8::from(better)),
            (Pick::End { better }, Better::Lower) => f64::from(u8::from(!better)),
            (Pick::Median, _) | (Pick::End { .. }, Better::None) => 0.5,
        }
    }

    /// The key of a fact's stream: an entry of a list goes by its name, else by its place; what was added of
    /// a kind that the file doesn't name goes by its kind.
    fn key<'p>(&self, path: &'p str, filled: &Site) -> Cow<'p, str> {
        let (Some(from), Some(to)) = (path.find('['), path.find(']')) else {
            return Cow::Borrowed(path);
        };
        let (list, key) = (&path[..from], &path[to + 1..]);
        let at: usize = path[from + 1..to].parse().unwrap_or(0);
        if let Some(Some(name)) = self.names.get(list).and_then(|names| names.get(at)) {
            return Cow::Owned(format!("{list}[{name:?}]{key}"));
        }
        match self.kind_added(list, at, filled) {
            Some(kind) => Cow::Owned(format!("{list}[{kind}]{key}")),
            None => Cow::Borrowed(path),
        }
    }

    /// The kind of an entry that a draw added to a list by kinds.
    fn kind_added(&self, list: &str, at: usize, filled: &Site) -> Option<String> {
        let prior = &self.typical.priors()[self.typical.position(list)?];
        let Values::List(ListPrior::Kinds { kind, .. }) = &prior.values else {
            return None;
        };
        if at < length(self.site, list) {
            return None;
        }
        match filled.held(&format!("{list}[{at}].{kind}")) {
            Some(Held::Word(word)) => Some(word.to_owned()),
            _ => None,
        }
    }

    /// Gives an unknown fact a value from its prior, where there is such a fact.
    fn fill(&self, at: usize, path: &str, filled: &mut Site, done: &[bool], pick: Pick) {
        let prior = &self.typical.priors()[at];
        if filled.held(path).is_some() || !applies(prior, filled, path) {
            return;
        }
        let when = self.when(at, path, filled);
        let values = when.map_or(&prior.values, |when| &when.values);
        let may_hold = when.map_or(prior.may_hold, |when| when.may_hold);
        let uniform = self.uniform(path, prior.better, pick, filled);
        let at_end = matches!(pick, Pick::End { .. }) && prior.better != Better::None;
        match values {
            Values::Words(words) => {
                filled.hold(path, Held::Word(one_of(words, uniform, at_end)));
            }
            Values::Text(texts) => {
                filled.hold(path, Held::Text(one_of(texts, uniform, at_end)));
            }
            Values::Flag(words) => {
                filled.hold(path, Held::Flag(one_of(words, uniform, at_end) == "true"));
            }
            Values::Number(number) => {
                let value = if at_end {
                    may_hold[usize::from(uniform > 0.5)]
                } else {
                    sized(number, uniform, path, filled, prior.whole)
                };
                let own = [
                    may_hold[0].max(prior.unit[0]),
                    may_hold[1].min(prior.unit[1]),
                ];
                let value = self.bounded(prior, value.clamp(own[0], own[1]), own, filled, done);
                let value = if prior.whole { value.round() } else { value };
                filled.hold(path, Held::Number([value; 3]));
            }
            Values::Date(number) => {
                let years = if at_end {
                    may_hold[usize::from(uniform > 0.5)]
                } else {
                    number.at(uniform)
                };
                let from = number
                    .after
                    .as_deref()
                    .and_then(|of| number_of(filled.held(of)?));
                let month = (from.unwrap_or(0.0) * 12.0).round() + (years * 12.0).round();
                let month = self.bounded(prior, month, [0.0, 119_987.0], filled, done);
                filled.hold(path, Held::Date(date_of(month)));
            }
            Values::List(ListPrior::One { none }) => {
                let some = match (at_end, prior.better) {
                    (true, Better::Lower) => uniform < 0.5 && *none < 1.0,
                    (true, _) => uniform > 0.5 && *none < 1.0,
                    // Worse first, as with words.
                    (false, Better::Lower) => uniform < 1.0 - none,
                    (false, _) => uniform >= *none,
                };
                filled.hold(path, Held::List(usize::from(some)));
            }
            Values::List(list @ ListPrior::Kinds { .. }) => {
                filled.hold(path, Held::List(0));
                self.add_kinds(prior, list, path, filled, pick);
            }
        }
    }

    /// Adds entries of kinds that the list doesn't name. An empty list says that there is none.
    fn add_kinds(
        &self,
        prior: &Prior,
        list: &ListPrior,
        path: &str,
        filled: &mut Site,
        pick: Pick,
    ) {
        let ListPrior::Kinds { kind, shares } = list else {
            return;
        };
        let stated = length(self.site, path);
        if stated == 0 && is_stated(self.site, path) {
            return;
        }
        let named: Vec<String> = (0..stated)
            .filter_map(|at| match self.site.held(&format!("{path}[{at}].{kind}")) {
                Some(Held::Word(word)) => Some(word.to_owned()),
                _ => None,
            })
            .collect();
        for (word, share) in shares.iter().filter(|(word, _)| !named.contains(word)) {
            let key = format!("{path}[{word}]");
            let there = match (pick, prior.better) {
                (Pick::Draw(draw), _) => self.luck.uniform(&key, draw) < *share,
                (Pick::End { better }, Better::Lower) => !better && *share > 0.0,
                (Pick::End { better }, Better::Higher) => better && *share > 0.0,
                _ => *share > 0.5,
            };
            if there {
                let at = length(filled, path);
                filled.hold(path, Held::List(at + 1));
                filled.hold(&format!("{path}[{at}].{kind}"), Held::Word(word));
            }
        }
    }

    /// The first condition of a prior that fits.
    fn when(&self, at: usize, path: &str, filled: &Site) -> Option<&'a When> {
        let mut cases = self.cases[at].iter().copied();
        let fits = |when: &&When| {
            let stated = |fact: &String| is_stated(self.site, &beside(fact, path));
            when.stated.iter().all(stated) && all_pass(when.conditions.iter(), filled, path)
        };
        cases.find(fits)
    }
}

/// The word at a uniform; at an end the first or last, which needs no share to be possible.
fn one_of(words: &[(String, f64)], uniform: f64, at_end: bool) -> &str {
    let end = if uniform > 0.5 {
        words.last()
    } else {
        words.first()
    };
    match end {
        Some((word, _)) if at_end => word,
        _ => word_at(words, uniform),
    }
}

/// Whether there is such a fact at this site at all.
pub(super) fn applies(prior: &Prior, site: &Site, path: &str) -> bool {
    all_pass(prior.only_when.iter(), site, path)
}

fn all_pass<'c>(
    mut conditions: impl Iterator<Item = &'c Condition>,
    site: &Site,
    path: &str,
) -> bool {
    let pass = |c: &Condition| {
        let fact = beside(&c.fact, path);
        match fact.split_once("[]") {
            None => passes(&c.is, site.held(&fact)),
            // Of another list any entry will do.
            Some((list, key)) => (0..length(site, list))
                .any(|at| passes(&c.is, site.held(&format!("{list}[{at}]{key}")))),
        }
    };
    conditions.all(pass)
}

/// The number at a uniform, grown with the facts that size it. What is counted never comes to more than what
/// sizes it.
fn sized(number: &Number, uniform: f64, path: &str, filled: &Site, whole: bool) -> f64 {
    let value = |fact: &String| number_of(filled.held(&beside(fact, path))?);
    let times: f64 = number.times.iter().filter_map(value).product();
    let over: f64 = number
        .over
        .iter()
        .filter_map(value)
        .filter(|x| *x > 0.0)
        .product();
    let size = number.at(uniform) * times / over;
    if whole && !(number.times.is_empty() && number.over.is_empty()) {
        size.floor()
    } else {
        size
    }
}

fn length(site: &Site, list: &str) -> usize {
    match site.held(list) {
        Some(Held::List(length)) => length,
        _ => 0,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to years of four digits"
)]
pub(super) fn date_of(month: f64) -> Date {
    Date::of_month(month.clamp(0.0, 119_987.0) as i32)
}
