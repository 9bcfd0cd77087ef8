//! What priors must be before anything is drawn from them.

use super::entry_of;
use super::prior::{Form, Ground, ListPrior, Number, Prior, Test, Values};
use super::raw::{RawClimate, RawList, RawNumber, RawPrior, RawTest, Shares, Spread};
use crate::citations;
use crate::site::Site;
use crate::site::shape::{Shape, Shaped, Word};
use crate::source::Flaw;
use crate::source::nearest::nearest;
use crate::units::number::short;
use crate::units::{Count, Unit};

/// The shape of a fact that can be drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Words(&'static [Word]),
    Flag,
    Text,
    Number { unit: [f64; 2], count: bool },
    Date,
    List,
}

/// Years that the file format can write.
const YEARS: [f64; 2] = [0.0, 9_999.0];

impl Kind {
    /// Smallest and largest number that the file format takes.
    pub(super) fn unit(self) -> [f64; 2] {
        match self {
            Self::Number { unit, .. } => unit,
            _ => YEARS,
        }
    }

    pub(super) fn is_count(self) -> bool {
        matches!(self, Self::Number { count: true, .. })
    }
}

fn shape_at(fact: &str) -> Option<Shape> {
    Site::SHAPE.at(&fact.replace("[]", "[0]"))
}

fn kind_at(fact: &str) -> Option<Kind> {
    Some(match shape_at(fact)? {
        Shape::Word(words) => Kind::Words(words),
        Shape::Flag => Kind::Flag,
        Shape::Quantity {
            meaning, min, max, ..
        } => Kind::Number {
            unit: [min, max],
            count: meaning == Count::MEANING,
        },
        Shape::Date => Kind::Date,
        Shape::List(_) => Kind::List,
        Shape::Text | Shape::Country => Kind::Text,
        Shape::Section(_) => return None,
    })
}

/// How values may be written: words or a number or a list.
type Written<'a> = (
    Option<&'a Shares>,
    Option<&'a RawNumber>,
    Option<&'a RawList>,
);

/// Collects everything that is wrong.
pub(super) struct Checker<'a> {
    own_sources: &'a [&'a str],
    facts: Vec<String>,
    pub(super) errors: Vec<Flaw>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(own_sources: &'a [&'a str]) -> Self {
        Self {
            own_sources,
            facts: Vec::new(),
            errors: Vec::new(),
        }
    }

    pub(super) fn error(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.errors.push(Flaw::new(path, message));
    }

    /// Notes what is wrong and gives nothing.
    fn refuse<T>(&mut self, path: impl Into<String>, message: impl Into<String>) -> Option<T> {
        self.error(path, message);
        None
    }

    pub(super) fn fact(&mut self, at: &str, raw: &RawPrior) -> Option<Kind> {
        if self.facts.contains(&raw.fact) {
            self.error(
                format!("{at}.fact"),
                format!("`{}` is written twice", raw.fact),
            );
        }
        self.facts.push(raw.fact.clone());
        let Some(kind) = kind_at(&raw.fact) else {
            let message = format!("the site file has no fact `{}` that can be drawn", raw.fact);
            return self.refuse(format!("{at}.fact"), message);
        };
        Some(kind)
    }

    pub(super) fn may_hold(&mut self, at: &str, raw: &RawPrior, kind: &Kind) -> Option<[f64; 2]> {
        let numeric = matches!(kind, Kind::Number { .. } | Kind::Date);
        match raw.may_hold {
            None if numeric => self.refuse(at, "a number needs `may_hold: [MIN, MAX]`"),
            None => Some(YEARS),
            Some(_) if !numeric => {
                self.refuse(format!("{at}.may_hold"), "only a number or date has ends")
            }
            Some([min, max]) => {
                let [least, most] = match kind {
                    // Years before and after another date, or the year itself.
                    Kind::Date => [-YEARS[1], YEARS[1]],
                    _ => kind.unit(),
                };
                if least <= min && min <= max && max <= most {
                    Some([min, max])
                } else {
                    let message = format!("must ascend and lie from {least} to {most}");
                    self.refuse(format!("{at}.may_hold"), message)
                }
            }
        }
    }

    pub(super) fn values(
        &mut self,
        at: &str,
        kind: &Kind,
        may_hold: [f64; 2],
        written: Written,
    ) -> Option<Values> {
        match (kind, written) {
            (Kind::Words(words), (Some(shares), None, None)) => {
                let names: Vec<&str> = words.iter().map(|w| w.name).collect();
                self.shares(&format!("{at}.shares"), shares, &names);
                Some(Values::Words(shares.0.clone()))
            }
            (Kind::Text, (Some(shares), None, None)) => {
                let names: Vec<&str> = shares.0.iter().map(|(word, _)| word.as_str()).collect();
                self.shares(&format!("{at}.shares"), shares, &names);
                Some(Values::Text(shares.0.clone()))
            }
            (Kind::Flag, (Some(shares), None, None)) => {
                self.shares(&format!("{at}.shares"), shares, &["false", "true"]);
                Some(Values::Flag(shares.0.clone()))
            }
            (Kind::Number { .. }, (None, Some(number), None)) => {
                if number.after.is_some() {
                    self.error(
                        format!("{at}.number.after"),
                        "only a date counts from another",
                    );
                }
                self.number(&format!("{at}.number"), number, may_hold)
                    .map(Values::Number)
            }
            (Kind::Date, (None, Some(number), None)) => self
                .number(&format!("{at}.number"), number, may_hold)
                .map(Values::Date),
            (Kind::List, (None, None, Some(list))) => {
                self.list(&format!("{at}.list"), list).map(Values::List)
            }
            (Kind::Words(_) | Kind::Flag | Kind::Text, _) => {
                self.refuse(at, "needs `shares`, and they alone")
            }
            (Kind::List, _) => self.refuse(at, "needs `list`, and it alone"),
            _ => self.refuse(at, "needs `number`, and it alone"),
        }
    }

    fn shares(&mut self, at: &str, shares: &Shares, words: &[&str]) {
        for (index, (word, share)) in shares.0.iter().enumerate() {
            if !words.contains(&word.as_str()) {
                self.unknown_word(at, word, words);
            }
            if shares.0[..index].iter().any(|(other, _)| other == word) {
                self.error(at, format!("`{word}` is written twice"));
            }
            if !(0.0..=1.0).contains(share) {
                self.error(at, format!("the share of `{word}` must be from 0 to 1"));
            }
        }
        let sum: f64 = shares.0.iter().map(|(_, share)| share).sum();
        if (sum - 1.0).abs() > 1e-6 {
            self.error(at, format!("the shares must sum to 1, not {sum}"));
        }
    }

    fn unknown_word(&mut self, at: &str, word: &str, words: &[&str]) {
        let hint = nearest(word, words.iter().copied())
            .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        self.error(at, format!("`{word}` is no word of this fact{hint}"));
    }

    fn number(&mut self, at: &str, raw: &RawNumber, may_hold: [f64; 2]) -> Option<Number> {
        let points = [raw.low, raw.likely, raw.high];
        if !(raw.low <= raw.likely && raw.likely <= raw.high && raw.high.is_finite()) {
            return self.refuse(at, "low, likely and high must ascend");
        }
        let sized = !(raw.times.is_empty() && raw.over.is_empty());
        let within = match (raw.within, sized) {
            (Some(within), _) => within,
            (None, false) => may_hold,
            (None, true) => {
                return self.refuse(at, "what is multiplied needs `within: [MIN, MAX]`");
            }
        };
        if !(within[0] <= raw.low && raw.high <= within[1] && within[1].is_finite()) {
            let [least, most] = within.map(short);
            let message = format!("low to high must lie within {least} to {most}");
            return self.refuse(at, message);
        }
        let inside = may_hold[0] <= within[0] && within[1] <= may_hold[1];
        if !(sized || inside) {
            return self.refuse(format!("{at}.within"), "must lie in what the fact may hold");
        }
        if raw.form == Form::Log && raw.low <= 0.0 {
            return self.refuse(at, "a number by its logarithm must be above 0");
        }
        if !(0.0..1.0).contains(&raw.none) || (raw.none > 0.0 && may_hold[0] > 0.0) {
            let message = "must be from 0 to below 1, and 0 a value that the fact may hold";
            return self.refuse(format!("{at}.none"), message);
        }
        Some(Number {
            points,
            form: raw.form,
            none: raw.none,
            within,
            times: raw.times.clone(),
            over: raw.over.clone(),
            after: raw.after.clone(),
        })
    }

    fn list(&mut self, at: &str, raw: &RawList) -> Option<ListPrior> {
        match (&raw.kind, raw.none) {
            (None, Some(none)) if (0.0..=1.0).contains(&none) => Some(ListPrior::One { none }),
            (Some(fact), None) => {
                let Some(Kind::Words(words)) = kind_at(fact) else {
                    return self.refuse(format!("{at}.kind"), "must be a word of an entry");
                };
                let (_, kind) = entry_of(fact)?;
                for (word, share) in &raw.shares.0 {
                    let names: Vec<&str> = words.iter().map(|w| w.name).collect();
                    if !names.contains(&word.as_str()) {
                        self.unknown_word(&format!("{at}.shares"), word, &names);
                    }
                    if !(0.0..=1.0).contains(share) {
                        let message = format!("the share of `{word}` must be from 0 to 1");
                        self.error(format!("{at}.shares"), message);
                    }
                }
                let shares = raw.shares.0.clone();
                Some(ListPrior::Kinds { kind, shares })
            }
            _ => self.refuse(
                at,
                "needs `none`, a share from 0 to 1, or `kind` with `shares`",
            ),
        }
    }

    pub(super) fn test(&mut self, at: &str, fact: &str, raw: &RawTest) -> Option<Test> {
        let Some(shape) = shape_at(fact) else {
            return self.refuse(at, format!("the site file has no fact `{fact}`"));
        };
        let words = match raw {
            RawTest::Flag(flag) => vec![flag.to_string()],
            RawTest::Word(word) => vec![word.clone()],
            RawTest::AnyOf(words) => words.clone(),
            RawTest::Between { from, below } => {
                return if matches!(shape, Shape::Quantity { .. } | Shape::Date | Shape::List(_)) {
                    Some(Test::Between(
                        from.unwrap_or(f64::MIN),
                        below.unwrap_or(f64::MAX),
                    ))
                } else {
                    self.refuse(at, format!("`{fact}` is no number"))
                };
            }
        };
        let known: Vec<&str> = match shape {
            Shape::Word(words) => words.iter().map(|w| w.name).collect(),
            Shape::Flag => vec!["false", "true"],
            Shape::Text | Shape::Country => return Some(Test::AnyOf(words)),
            _ => return self.refuse(at, format!("`{fact}` holds no word")),
        };
        for word in words.iter().filter(|w| !known.contains(&w.as_str())) {
            self.unknown_word(at, word, &known);
        }
        Some(Test::AnyOf(words))
    }

    pub(super) fn ground(&mut self, at: &str, raw: &RawPrior) {
        self.sources(at, raw.basis, &raw.sources);
        if raw.basis == Ground::Frequency && raw.count.is_none() {
            self.error(at, "a frequency needs its `count`");
        }
        if raw.why.trim().is_empty() {
            self.error(format!("{at}.why"), "says nothing");
        }
    }

    fn sources(&mut self, at: &str, basis: Ground, sources: &[String]) {
        if basis == Ground::Sourced && sources.is_empty() {
            self.error(at, "what is sourced needs `sources`");
        }
        for key in sources {
            if citations::find(key).is_none() && !self.own_sources.contains(&key.as_str()) {
                self.error(
                    format!("{at}.sources"),
                    format!("no source is called `{key}`"),
                );
            }
        }
    }

    pub(super) fn climate(&mut self, at: &str, climate: &RawClimate) {
        self.sources(at, climate.basis, &climate.sources);
        let ascends = |[a, b, c]: [f64; 3]| a <= b && b <= c;
        for (key, points) in [
            ("dry_bulb_c", climate.dry_bulb_c),
            ("wet_bulb_c", climate.wet_bulb_c),
            ("elevation_m", climate.elevation_m.unwrap_or_default()),
        ] {
            if !ascends(points) {
                self.error(format!("{at}.{key}"), "low, likely and high must ascend");
            }
        }
    }

    pub(super) fn spread(&mut self, spread: &Spread) {
        let worse = [
            spread.measured,
            spread.contracted,
            spread.studied,
            spread.reported,
            spread.assumed,
        ];
        let share = |x: &f64| (0.0..=0.5).contains(x);
        if !(worse.is_sorted() && worse.iter().all(share) && share(&spread.ungraded)) {
            let message = "shares from 0 to 0.5 that grow from the best grade to the worst";
            self.error("spread", format!("must be {message}"));
        }
    }

    /// Facts that a prior names must exist and be of a kind that can stand there.
    pub(super) fn facts_in_use(&mut self, priors: &[Prior]) {
        for (index, prior) in priors.iter().enumerate() {
            let at = format!("priors[{index}]");
            for fact in named_in(prior) {
                if shape_at(fact).is_none() {
                    self.error(&at, format!("the site file has no fact `{fact}`"));
                }
            }
            for fact in sizing(prior) {
                // A fact of an entry is one number only beside the entry that it belongs to.
                let list = entry_of(fact).map(|(list, _)| list);
                if list.is_some() && list != prior.entry.as_ref().map(|(list, _)| list.clone()) {
                    self.error(
                        &at,
                        format!("`{fact}` belongs to the entries of another list"),
                    );
                }
            }
            for fact in &prior.at_most {
                // An entry may be bounded by what stands once, and by nothing of another entry.
                let bounds =
                    |p: &&Prior| p.fact == *fact && p.entry.is_none() && p.unit == prior.unit;
                if !priors.iter().any(|p| bounds(&p)) {
                    let message = format!("`{fact}` has no prior in the same unit");
                    self.error(format!("{at}.at_most"), message);
                }
            }
        }
    }
}

/// Every fact that sizes the numbers of a prior.
fn sizing(prior: &Prior) -> impl Iterator<Item = &str> {
    let values = std::iter::once(&prior.values).chain(prior.when.iter().map(|w| &w.values));
    values.filter_map(Values::number).flat_map(Number::sized_by)
}

/// Every fact that a prior names as something it hangs on.
fn named_in(prior: &Prior) -> impl Iterator<Item = &str> {
    let tested = prior.when.iter().flat_map(|w| &w.conditions);
    let tested = prior
        .only_when
        .iter()
        .chain(tested)
        .map(|c| c.fact.as_str());
    let stated = prior
        .when
        .iter()
        .flat_map(|w| &w.stated)
        .map(String::as_str);
    tested.chain(stated).chain(sizing(prior))
}
