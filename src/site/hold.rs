//! What a single fact holds, whichever its type, and the way to change it by its path.

use super::country::Country;
use super::date::Date;
use super::fact::Fact;
use crate::estimate::Estimate;
use crate::units::Unit;

/// The value of a fact without its type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Held<'a> {
    /// Low, likely and high.
    Number([f64; 3]),
    /// One of a vocabulary.
    Word(&'a str),
    /// Yes or no.
    Flag(bool),
    /// Free text.
    Text(&'a str),
    /// A date, perhaps without day or month.
    Date(Date),
    /// A list of so many entries.
    List(usize),
    /// An entry of a list of which nothing is known yet.
    Entry,
}

/// A part of a site whose facts can be read and changed by dotted paths such as `halls[0].area_m2`.
pub trait Hold {
    /// What the fact at a path below holds; `None` where it is unknown or a section.
    fn held(&self, path: &str) -> Option<Held<'_>>;
    /// Changes the fact at a path below; whether there is one that can hold it.
    ///
    /// [`Held::List`] makes a list shorter or longer, new entries being unknown.
    fn hold(&mut self, path: &str, held: Held) -> bool;
    /// A new value of this type.
    fn made_of(held: Held) -> Option<Self>
    where
        Self: Sized;
}

/// The first key or index of a path, and the rest behind it.
pub(crate) fn first_step(path: &str) -> (&str, &str) {
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let step = &path[..end];
    let rest = path.get(end + 1..).unwrap_or_default();
    (step.strip_suffix(']').unwrap_or(step), rest)
}

macro_rules! single {
    ($type:ty, $variant:ident, $read:expr, $make:expr) => {
        impl Hold for $type {
            fn held(&self, path: &str) -> Option<Held<'_>> {
                let read: fn(&Self) -> _ = $read;
                path.is_empty().then(|| Held::$variant(read(self)))
            }
            fn hold(&mut self, _: &str, _: Held) -> bool {
                false
            }
            fn made_of(held: Held) -> Option<Self> {
                match held {
                    Held::$variant(value) => Some($make(value)),
                    _ => None,
                }
            }
        }
    };
}
impl Hold for Country {
    fn held(&self, path: &str) -> Option<Held<'_>> {
        path.is_empty().then(|| Held::Text(self.code()))
    }
    fn hold(&mut self, _: &str, _: Held) -> bool {
        false
    }
    fn made_of(held: Held) -> Option<Self> {
        match held {
            Held::Text(code) => Self::of_code(code),
            _ => None,
        }
    }
}

single!(bool, Flag, |flag| *flag, |flag| flag);
single!(Date, Date, |date| *date, |date| date);

impl Hold for String {
    fn held(&self, path: &str) -> Option<Held<'_>> {
        path.is_empty().then_some(Held::Text(self))
    }
    fn hold(&mut self, _: &str, _: Held) -> bool {
        false
    }
    fn made_of(held: Held) -> Option<Self> {
        match held {
            Held::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl<U: Unit> Hold for Estimate<U> {
    fn held(&self, path: &str) -> Option<Held<'_>> {
        path.is_empty().then(|| Held::Number(self.parts()))
    }
    fn hold(&mut self, _: &str, _: Held) -> bool {
        false
    }
    fn made_of(held: Held) -> Option<Self> {
        match held {
            Held::Number([low, likely, high]) => Self::new(low, likely, high).ok(),
            _ => None,
        }
    }
}

impl<T: Hold> Hold for Vec<T> {
    fn held(&self, path: &str) -> Option<Held<'_>> {
        if path.is_empty() {
            return Some(Held::List(self.len()));
        }
        let (index, rest) = first_step(path);
        self.get(index.parse::<usize>().ok()?)?.held(rest)
    }
    fn hold(&mut self, path: &str, held: Held) -> bool {
        let (index, rest) = first_step(path);
        match held {
            Held::List(length) if path.is_empty() => {
                self.truncate(length);
                let missing = length - self.len();
                self.extend((0..missing).filter_map(|_| T::made_of(Held::Entry)));
                self.len() == length
            }
            _ => index
                .parse::<usize>()
                .ok()
                .and_then(|at| self.get_mut(at))
                .is_some_and(|entry| entry.hold(rest, held)),
        }
    }
    fn made_of(held: Held) -> Option<Self> {
        let mut list = Self::new();
        list.hold("", held).then_some(list)
    }
}

impl<T: Hold> Hold for Fact<T> {
    fn held(&self, path: &str) -> Option<Held<'_>> {
        self.get()?.held(path)
    }
    fn hold(&mut self, path: &str, held: Held) -> bool {
        if let Some(value) = &mut self.0
            && value.hold(path, held)
        {
            return true;
        }
        if !path.is_empty() {
            return false;
        }
        let made = T::made_of(held);
        let fits = made.is_some();
        self.0 = made.or(self.0.take());
        fits
    }
    fn made_of(held: Held) -> Option<Self> {
        T::made_of(held).map(|value| Self(Some(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Site;

    #[test]
    fn facts_are_read_and_changed_by_their_paths() {
        let mut site: Site = crate::source::yaml::built_in(
            "name: A\npower: {energized_mw: 40 to 60, firmness: firm}\nhalls: [{racks: 1}]\n",
        );
        assert_eq!(
            site.held("power.energized_mw"),
            Some(Held::Number([40.0, 50.0, 60.0]))
        );
        assert_eq!(site.held("halls"), Some(Held::List(1)));
        assert_eq!(
            (site.held("power"), site.held("halls[1].racks")),
            (None, None)
        );
        assert!(site.hold("halls", Held::List(2)));
        assert!(site.hold("halls[1].building", Held::Word("hall")));
        assert!(site.hold("power.energized_mw", Held::Number([5.0; 3])));
        assert!(site.hold("as_of", Held::Date("2024-05".parse().unwrap())));
        assert!(site.hold("permits", Held::List(0)));
        assert_eq!(site.held("halls[1].building"), Some(Held::Word("hall")));
        assert_eq!(site.held("halls[0].racks"), Some(Held::Number([1.0; 3])));
        assert_eq!(site.held("permits"), Some(Held::List(0)));
        // Neither a wrong type nor a path that leads nowhere changes anything.
        let before = site.clone();
        assert!(!site.hold("power.firmness", Held::Flag(true)));
        assert!(!site.hold("power.firmness", Held::Word("soft")));
        assert!(!site.hold("power.color", Held::Flag(true)));
        assert!(!site.hold("halls[7].racks", Held::Number([1.0; 3])));
        assert_eq!(site, before);
    }
}
