//! What a site states, by the numbers of its facts: no path is written or read on the way.

use super::country::Country;
use super::date::Date;
use super::fact::Fact;
use crate::estimate::Estimate;
use crate::units::Unit;

/// What a single fact holds, a word by its position in its vocabulary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain<'a> {
    Number([f64; 3]),
    Word(usize),
    Flag(bool),
    Text(&'a str),
    Date(Date),
    List(usize),
}

/// Which fact: its number, and the entry of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) number: usize,
    pub(crate) entry: Option<usize>,
}

/// A part of a site that shows what it states.
pub(crate) trait Numbered {
    /// How many keys stand below.
    const KEYS: usize;
    /// Shows every fact that is stated here and below. `next` is the number that follows the own one.
    fn show<'a>(&'a self, next: usize, entry: Option<usize>, see: &mut dyn FnMut(Place, Plain<'a>));
}

macro_rules! single {
    ($type:ty, $of:lifetime, $read:expr) => {
        impl Numbered for $type {
            const KEYS: usize = 0;
            fn show<$of>(
                &$of self,
                next: usize,
                entry: Option<usize>,
                see: &mut dyn FnMut(Place, Plain<$of>),
            ) {
                let read: fn(&$of Self) -> Plain<$of> = $read;
                let number = next.saturating_sub(1);
                see(Place { number, entry }, read(self));
            }
        }
    };
}
single!(bool, 'a, |flag| Plain::Flag(*flag));
single!(Date, 'a, |date| Plain::Date(*date));
single!(Country, 'a, |country| Plain::Text(country.code()));
single!(String, 'a, |text| Plain::Text(text));

impl<U: Unit> Numbered for Estimate<U> {
    const KEYS: usize = 0;
    fn show<'a>(
        &'a self,
        next: usize,
        entry: Option<usize>,
        see: &mut dyn FnMut(Place, Plain<'a>),
    ) {
        let number = next.saturating_sub(1);
        see(Place { number, entry }, Plain::Number(self.parts()));
    }
}

impl<T: Numbered> Numbered for Vec<T> {
    const KEYS: usize = T::KEYS;
    fn show<'a>(
        &'a self,
        next: usize,
        entry: Option<usize>,
        see: &mut dyn FnMut(Place, Plain<'a>),
    ) {
        let number = next.saturating_sub(1);
        see(Place { number, entry }, Plain::List(self.len()));
        // Plain texts have no number of their own.
        if T::KEYS > 0 {
            for (at, item) in self.iter().enumerate() {
                item.show(next, Some(at), see);
            }
        }
    }
}

impl<T: Numbered> Numbered for Fact<T> {
    const KEYS: usize = T::KEYS;
    fn show<'a>(
        &'a self,
        next: usize,
        entry: Option<usize>,
        see: &mut dyn FnMut(Place, Plain<'a>),
    ) {
        if let Some(value) = self.get() {
            value.show(next, entry, see);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Site;
    use crate::site::hold::{Held, Hold};
    use crate::site::path::{FACTS, shape, text};
    use crate::site::shape::Shape;

    fn same(plain: Plain, held: Option<Held>, shape: Option<Shape>) -> bool {
        match (plain, held, shape) {
            (Plain::Number(a), Some(Held::Number(b)), _) => a == b,
            (Plain::Word(at), Some(Held::Word(b)), Some(Shape::Word(words))) => words[at].name == b,
            (Plain::Flag(a), Some(Held::Flag(b)), _) => a == b,
            (Plain::Text(a), Some(Held::Text(b)), _) => a == b,
            (Plain::Date(a), Some(Held::Date(b)), _) => a == b,
            (Plain::List(a), Some(Held::List(b)), _) => a == b,
            _ => false,
        }
    }

    #[test]
    fn what_is_shown_is_what_is_held_at_the_path_of_its_number() {
        let text_of = include_str!("../../sites/example-complete.yaml");
        let site: Site = crate::source::yaml::built_in(text_of);
        let mut seen = vec![0; FACTS];
        assert_eq!(Site::KEYS, FACTS);
        site.show(0, None, &mut |place, plain| {
            let index = place.entry.map_or("[]".to_owned(), |at| format!("[{at}]"));
            let path = text(place.number).replace("[]", &index);
            assert!(same(plain, site.held(&path), shape(place.number)), "{path}");
            seen[place.number] += 1;
        });
        for (number, seen) in seen.into_iter().enumerate() {
            let path = text(number);
            if !path.contains("[]") {
                assert_eq!(seen, usize::from(site.held(path).is_some()), "{path}");
            }
        }
    }
}
