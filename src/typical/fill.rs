//! A site with every unknown and every range given one value.

use std::collections::BTreeMap;

use super::prior::{Better, Condition, ListPrior, Number, Prior, Values, When, in_range, word_at};
use super::uniforms::{Luck, Sample};
use super::{Typical, beside, is_stated, names, number_of, passes, paths};
use crate::site::date::Date;
use crate::site::hold::{Held, Hold};
use crate::site::{Grade, Site};

/// What decides where in its distribution a fact lies.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Pick {
    Draw(usize),
    Median,
    /// Every unknown at the end of what it may hold: the better one, or the worse.
    End {
        better: bool,
    },
}

/// One site and the luck it is drawn with; holds what all its draws share.
#[derive(Debug)]
pub struct Filling<'a> {
    typical: &'a Typical,
    site: &'a Site,
    luck: Luck,
    /// Paths of the evidence with what a number there may be off by, as a share of it.
    spreads: Vec<(&'a str, f64)>,
    /// Of each list the names of its entries, where an entry has one of its own.
    names: BTreeMap<&'a str, Vec<Option<String>>>,
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
        Self {
            typical,
            site,
            luck: Luck::of(id.map_or("", String::as_str), sample),
            spreads: evidence
                .iter()
                .filter_map(|e| Some((e.path.get()?.as_str(), spread(e.grade.known()?))))
                .collect(),
            names: lists.map(|list| (list, names(site, list))).collect(),
        }
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
        let mut filled = self.site.clone();
        let mut done = vec![false; self.typical.priors().len()];
        for (at, prior) in self.typical.priors().iter().enumerate() {
            for path in paths(prior, self.site) {
                if is_stated(self.site, &path) {
                    self.fix(prior, &path, &mut filled, &done, pick);
                    done[at] = true;
                }
            }
        }
        for (at, prior) in self.typical.priors().iter().enumerate() {
            for path in paths(prior, &filled) {
                if !is_stated(self.site, &path) {
                    self.fill(prior, &path, &mut filled, &done, pick);
                } else if let Values::List(list) = &prior.values {
                    self.add_kinds(prior, list, &path, &mut filled, pick);
                }
            }
            done[at] = true;
        }
        filled
    }

    /// The uniform of a fact, or the end that stands for it.
    fn uniform(&self, path: &str, better: Better, pick: Pick, filled: &Site) -> f64 {
        match (pick, better) {
            (Pick::Draw(draw), _) => self.luck.uniform(&self.key(path, filled), draw),
            (Pick::End { better }, Better::Higher) => f64::from(u8::from(better)),
            (Pick::End { better }, Better::Lower) => f64::from(u8::from(!better)),
            (Pick::Median, _) | (Pick::End { .. }, Better::None) => 0.5,
        }
    }

    /// The key of a fact's stream: an entry of a list goes by its name, else by its place; what was added of
    /// a kind that the file doesn't name goes by its kind.
    fn key(&self, path: &str, filled: &Site) -> String {
        let (Some(from), Some(to)) = (path.find('['), path.find(']')) else {
            return path.to_owned();
        };
        let (list, key) = (&path[..from], &path[to + 1..]);
        let at: usize = path[from + 1..to].parse().unwrap_or(0);
        if let Some(Some(name)) = self.names.get(list).and_then(|names| names.get(at)) {
            return format!("{list}[{name:?}]{key}");
        }
        match self.kind_added(list, at, filled) {
            Some(kind) => format!("{list}[{kind}]{key}"),
            None => path.to_owned(),
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

    /// Gives a stated range, a number that its evidence leaves open, and a date without a month one value.
    fn fix(&self, prior: &Prior, path: &str, filled: &mut Site, done: &[bool], pick: Pick) {
        match self.site.held(path) {
            Some(Held::Number(parts)) => {
                let range = self.spread_out(prior, path, parts);
                if range[0] < range[2] {
                    let uniform = self.uniform(path, prior.better, pick, filled);
                    let value = in_range(range, uniform);
                    let value = self.bounded(prior, value, [range[0], range[2]], filled, done);
                    let value = if prior.whole { value.round() } else { value };
                    filled.hold(path, Held::Number([value; 3]));
                }
            }
            Some(Held::Date(date)) if date.earliest_month() < date.latest_month() => {
                let uniform = self.uniform(path, prior.better, pick, filled);
                let (first, last) = (date.earliest_month(), date.latest_month());
                let months = f64::from(last - first + 1) * uniform;
                let month = f64::from(first) + months.floor();
                let ends = [f64::from(first), f64::from(last)];
                let month = self.bounded(prior, month, ends, filled, done);
                filled.hold(path, Held::Date(date_of(month)));
            }
            _ => {}
        }
    }

    /// What a stated number may be: its range, or as much about it as the grade of its evidence leaves open.
    fn spread_out(&self, prior: &Prior, path: &str, parts: [f64; 3]) -> [f64; 3] {
        let [low, value, high] = parts;
        if low < high {
            return parts;
        }
        let width = self.spread(path) * prior.spread_of.unwrap_or(value.abs());
        let [least, most] = prior.unit;
        [(value - width).max(least), value, (value + width).min(most)]
    }

    /// The spread of the evidence on a fact or on the nearest section above it.
    fn spread(&self, path: &str) -> f64 {
        let covers = |of: &str| {
            path.strip_prefix(of)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let nearest = self
            .spreads
            .iter()
            .filter(|(of, _)| covers(of))
            .max_by_key(|(of, _)| of.len());
        nearest.map_or(self.typical.spread.ungraded, |(_, spread)| *spread)
    }

    /// A value brought between what must not exceed it and what it must not exceed: those that have a value
    /// already, and the ends of those that are stated as ranges. Where the file contradicts itself, its own.
    fn bounded(
        &self,
        prior: &Prior,
        value: f64,
        own: [f64; 2],
        filled: &Site,
        done: &[bool],
    ) -> f64 {
        let [mut low, mut high] = own;
        for fact in &prior.at_least {
            low = low.max(
                self.limits_of(fact, filled, done)
                    .map_or(low, |[low, _]| low),
            );
        }
        for fact in &prior.at_most {
            high = high.min(
                self.limits_of(fact, filled, done)
                    .map_or(high, |[_, high]| high),
            );
        }
        if low <= high {
            value.clamp(low, high)
        } else {
            value.clamp(own[0], own[1])
        }
    }

    fn limits_of(&self, fact: &str, filled: &Site, done: &[bool]) -> Option<[f64; 2]> {
        let at = self.typical.position(fact)?;
        let prior = &self.typical.priors()[at];
        match filled.held(fact)? {
            Held::Number([value, _, high]) if done[at] || !is_stated(self.site, fact) => {
                Some([value, high])
            }
            Held::Number(parts) => {
                let [low, _, high] = self.spread_out(prior, fact, parts);
                Some([low, high])
            }
            Held::Date(date) => Some([
                f64::from(date.earliest_month()),
                f64::from(date.latest_month()),
            ]),
            _ => None,
        }
    }

    /// Gives an unknown fact a value from its prior, where there is such a fact.
    fn fill(&self, prior: &Prior, path: &str, filled: &mut Site, done: &[bool], pick: Pick) {
        if filled.held(path).is_some() || !applies(prior, filled, path) {
            return;
        }
        let when = self.when(prior, path, filled);
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
    fn when<'p>(&self, prior: &'p Prior, path: &str, filled: &Site) -> Option<&'p When> {
        prior.when.iter().find(|when| {
            let stated = |fact: &String| is_stated(self.site, &beside(fact, path));
            when.stated.iter().all(stated) && all_pass(&when.conditions, filled, path)
        })
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
    all_pass(&prior.only_when, site, path)
}

fn all_pass(conditions: &[Condition], site: &Site, path: &str) -> bool {
    let pass = |c: &Condition| {
        let fact = beside(&c.fact, path);
        match fact.split_once("[]") {
            None => passes(&c.is, site.held(&fact)),
            // Of another list any entry will do.
            Some((list, key)) => (0..length(site, list))
                .any(|at| passes(&c.is, site.held(&format!("{list}[{at}]{key}")))),
        }
    };
    conditions.iter().all(pass)
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
fn date_of(month: f64) -> Date {
    Date::of_month(month.clamp(0.0, 119_987.0) as i32)
}
