//! Conditions of the priors, resolved: where their facts stand and what these must hold, words and texts as numbers.

use std::collections::HashMap;

use super::prior::Test;
use super::small;
use crate::site::shape::Shape;

/// Where a fact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Slot(usize),
    /// So far behind the first fact of the same entry.
    Beside(usize),
    /// So far behind the first fact of any entry of a list.
    Any(usize, usize),
}

/// A number that sizes another.
#[derive(Debug)]
pub(super) struct Size {
    pub(super) place: Place,
    /// Months that count as years.
    pub(super) months: bool,
}

/// A condition: where its fact stands, and what it must be.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) place: Place,
    pub(super) is: Is,
}

/// What a fact must be.
#[derive(Debug)]
pub(super) enum Is {
    /// One of the words of this mask.
    Word(u64),
    Text(Vec<usize>),
    Between(f64, f64),
    /// Of a date in months its year.
    Year(f64, f64),
    Never,
}

impl Check {
    /// Whether a value is what it must be; what is unknown is nothing.
    #[inline]
    pub(super) fn passes(&self, value: f64) -> bool {
        match &self.is {
            Is::Word(mask) => mask >> (position(value) & 63) & 1 == 1 && !value.is_nan(),
            Is::Text(codes) => codes.contains(&position(value)) && !value.is_nan(),
            Is::Between(from, below) => *from <= value && value < *below,
            Is::Year(from, below) => *from <= value / 12.0 && value / 12.0 < *below,
            Is::Never => false,
        }
    }
}

/// The position of a word, the code of a text or the length of a list, 0 where there is none.
///
/// At 2^52 the bits of a number count by one. A cast would have to look out for numbers of any size, and a draw has
/// hundreds of them.
#[inline]
#[must_use]
pub(super) fn position(value: f64) -> usize {
    const COUNTED: f64 = 4_503_599_627_370_496.0;
    ((value + COUNTED).to_bits() & 0xffff_ffff) as usize
}

/// Texts that are drawn or tested, by number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: Vec<String>,
    same: HashMap<String, Vec<usize>>,
}

impl Texts {
    pub(super) fn add(&mut self, text: &str) {
        if !self.texts.iter().any(|known| known == text) {
            let same = self.same.entry(small(text)).or_default();
            same.push(self.texts.len());
            self.texts.push(text.to_owned());
        }
    }

    /// The code of a drawn text.
    #[expect(clippy::cast_precision_loss, reason = "texts are few")]
    pub(super) fn exact(&self, text: &str) -> f64 {
        let at = self.texts.iter().position(|known| known == text);
        at.map_or(f64::NAN, |at| at as f64)
    }

    /// The code of a stated text; one that nobody asks for has a code as well, since it is known.
    #[expect(clippy::cast_precision_loss, reason = "texts are few")]
    pub(super) fn code(&self, text: &str) -> f64 {
        let same = self.same.get(&small(text)).and_then(|same| same.first());
        same.map_or(self.texts.len(), |at| *at) as f64
    }

    pub(super) fn get(&self, code: usize) -> Option<&str> {
        self.texts.get(code).map(String::as_str)
    }

    /// What a test asks of a fact of a shape.
    pub(super) fn test(&self, test: &Test, shape: Shape) -> Is {
        let has = |words: &[String], word: &str| words.iter().any(|w| w == word);
        match (test, shape) {
            (Test::AnyOf(words), Shape::Word(all)) => {
                let bits = (0_u32..64).zip(all).filter(|(_, w)| has(words, w.name));
                Is::Word(bits.map(|(at, _)| 1 << at).sum())
            }
            (Test::AnyOf(words), Shape::Flag) => {
                Is::Word(u64::from(has(words, "false")) | u64::from(has(words, "true")) << 1)
            }
            (Test::AnyOf(words), Shape::Text | Shape::Country) => {
                let same = words.iter().filter_map(|w| self.same.get(&small(w)));
                Is::Text(same.flatten().copied().collect())
            }
            (Test::Between(from, below), Shape::Quantity { .. } | Shape::List(_)) => {
                Is::Between(*from, *below)
            }
            (Test::Between(from, below), Shape::Date) => Is::Year(*from, *below),
            _ => Is::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any_of(words: &[&str]) -> Test {
        Test::AnyOf(words.iter().map(|&word| word.to_owned()).collect())
    }

    fn check(is: Is) -> Check {
        Check {
            place: Place::Slot(0),
            is,
        }
    }

    #[test]
    fn a_flag_is_asked_for_by_either_of_its_words() {
        for (words, passes) in [
            (&["true"][..], [false, true]),
            (&["false"], [true, false]),
            (&["false", "true"], [true, true]),
        ] {
            let is = check(Texts::default().test(&any_of(words), Shape::Flag));
            assert_eq!([0.0, 1.0].map(|flag| is.passes(flag)), passes, "{words:?}");
            assert!(!is.passes(f64::NAN));
        }
    }

    #[test]
    fn a_date_is_asked_for_by_its_year_and_a_number_by_itself() {
        let of = |shape| check(Texts::default().test(&Test::Between(2024.0, 2026.0), shape));
        let january = |year: f64| 12.0 * year;
        let dates = [2024.0, 2025.0, 2026.0].map(january);
        let year = of(Shape::Date);
        assert_eq!(dates.map(|month| year.passes(month)), [true, true, false]);
        assert!(year.passes(january(2025.0) + 11.0) && !year.passes(january(2024.0) - 1.0));
        let length = of(Shape::Quantity {
            min: 0.0,
            max: 9e9,
            unit: "",
            meaning: "",
        });
        assert!(length.passes(2024.0) && !length.passes(2026.0) && !length.passes(f64::NAN));
    }

    #[test]
    fn a_stated_text_has_the_code_of_the_one_that_is_written_alike() {
        let mut texts = Texts::default();
        for text in ["Ohio", "Texas", "Ohio"] {
            texts.add(text);
        }
        assert_eq!((texts.code("Ohio"), texts.code(" TEXAS ")), (0.0, 1.0));
        assert_eq!((texts.exact("Texas"), texts.get(1)), (1.0, Some("Texas")));
        // One that nobody asks for is none of them.
        assert_eq!(texts.code("Utah"), 2.0);
        assert!(texts.exact("texas").is_nan() && texts.get(2).is_none());
    }

    #[test]
    fn words_are_counted_without_a_cast() {
        for at in [0_u32, 1, 31, 4_096] {
            assert_eq!(position(f64::from(at)), at as usize);
        }
        assert_eq!(position(f64::NAN), 0);
    }
}
