//! What a person may write, as data: from it come the JSON Schema, the `init` template, the
//! field reference, the check of evidence paths and the list of everything wrong with a bad file.

use crate::estimate::Estimate;
use crate::site::country::Country;
use crate::site::date::Date;
use crate::site::fact::Fact;
use crate::units::amount::Quantity;
use crate::units::{Count, Unit};

/// The kind of value a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A number in a unit, or a range of it.
    Quantity {
        /// Symbol of the unit, empty for counts and shares.
        unit: &'static str,
        /// What the number measures.
        meaning: &'static str,
        /// Smallest value accepted.
        min: f64,
        /// Largest value accepted.
        max: f64,
    },
    /// One of a fixed set of words.
    Word(&'static [Word]),
    /// `true` or `false`.
    Flag,
    /// Free text.
    Text,
    /// The code of a country, ISO 3166-1.
    Country,
    /// A calendar date, possibly without day or month.
    Date,
    /// A list of items of one shape.
    List(&'static Shape),
    /// A map with fixed keys.
    Section(&'static [Field]),
}

/// One word of a vocabulary, and what it says.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// As written in the file.
    pub name: &'static str,
    /// Its meaning, one sentence.
    pub doc: &'static str,
    /// Other spellings of it, which a table may hold and a file is told.
    pub also: &'static [&'static str],
}

/// A set of words, each at its position.
pub trait Vocabulary: Copy {
    /// The word at a position.
    fn at(position: f64) -> Option<Self>;
}

/// One key of a section.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What it says, one or two sentences.
    pub doc: &'static str,
    /// A value as it would be written, for templates.
    pub example: &'static str,
    /// What values it takes.
    pub shape: Shape,
}

/// A type that a site file can hold.
pub trait Shaped {
    /// Its shape.
    const SHAPE: Shape;
}

impl<U: Unit> Shaped for Estimate<U> {
    const SHAPE: Shape = Shape::Quantity {
        unit: U::SYMBOL,
        meaning: U::MEANING,
        min: U::MIN,
        max: U::MAX,
    };
}
impl Shaped for bool {
    const SHAPE: Shape = Shape::Flag;
}
impl Shaped for String {
    const SHAPE: Shape = Shape::Text;
}
impl Shaped for Country {
    const SHAPE: Shape = Shape::Country;
}
impl Shaped for Date {
    const SHAPE: Shape = Shape::Date;
}
impl<T: Shaped> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}
impl<T: Shaped> Shaped for Fact<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl Shape {
    /// The quantity that a number of this shape is of; none where the value is no number.
    pub(crate) fn quantity(self) -> Option<Quantity> {
        let Self::Quantity {
            unit,
            meaning,
            min,
            max,
        } = self
        else {
            return None;
        };
        Some(Quantity {
            unit,
            min,
            max,
            is_count: meaning == Count::MEANING,
        })
    }

    /// The shape at a dotted path below this one; list indices such as `[0]` are steps of their own.
    #[must_use]
    pub fn at(self, path: &str) -> Option<Self> {
        path.split(['.', '['])
            .filter(|s| !s.is_empty())
            .try_fold(self, |shape, step| match shape {
                Self::Section(fields) => fields.iter().find(|f| f.name == step).map(|f| f.shape),
                Self::List(item) => step.strip_suffix(']')?.parse::<usize>().ok().map(|_| *item),
                _ => None,
            })
    }
}

/// A part of a site that can say whether the file states it, and step down to its parts.
pub trait Node {
    /// Whether the file states a value here or below.
    fn is_stated(&self) -> bool;
    /// The part under a key.
    fn child(&self, _key: &str) -> Option<&dyn Node> {
        None
    }
    /// The item of a list.
    fn item(&self, _index: usize) -> Option<&dyn Node> {
        None
    }
    /// The word stated here, where the fact is one of a vocabulary.
    fn word(&self) -> Option<&'static str> {
        None
    }
    /// How many single facts are stated here and below.
    fn stated_facts(&self) -> usize {
        usize::from(self.is_stated())
    }
    /// Forgets every single fact here and below that `keep` refuses by its path; whether any is left.
    ///
    /// An item of a list stays when all of it is forgotten, as there is one more than the others say; a
    /// list of which nothing is left is unknown, for an empty one would say that there is none.
    fn retain_facts(&mut self, path: &str, keep: &mut dyn FnMut(&str) -> bool) -> bool;
}

macro_rules! leaf {
    ($($type:ty),*) => {$(
        impl Node for $type {
            fn is_stated(&self) -> bool {
                true
            }
            fn retain_facts(&mut self, path: &str, keep: &mut dyn FnMut(&str) -> bool) -> bool {
                keep(path)
            }
        }
    )*};
}
leaf!(bool, String, Country, Date);

impl<U: Unit> Node for Estimate<U> {
    fn is_stated(&self) -> bool {
        true
    }
    fn retain_facts(&mut self, path: &str, keep: &mut dyn FnMut(&str) -> bool) -> bool {
        keep(path)
    }
}

impl<T: Node> Node for Vec<T> {
    fn is_stated(&self) -> bool {
        true
    }
    fn item(&self, index: usize) -> Option<&dyn Node> {
        self.get(index).map(|i| i as &dyn Node)
    }
    fn stated_facts(&self) -> usize {
        // A list that is known to be empty is a fact too.
        self.iter().map(Node::stated_facts).sum::<usize>().max(1)
    }
    fn retain_facts(&mut self, path: &str, keep: &mut dyn FnMut(&str) -> bool) -> bool {
        if self.iter().all(|item| item.stated_facts() == 0) {
            return keep(path);
        }
        let mut some_left = false;
        for (at, item) in self.iter_mut().enumerate() {
            some_left |= item.retain_facts(&format!("{path}[{at}]"), keep);
        }
        some_left
    }
}

impl<T: Node> Node for Fact<T> {
    fn is_stated(&self) -> bool {
        self.is_known()
    }
    fn child(&self, key: &str) -> Option<&dyn Node> {
        self.get()?.child(key)
    }
    fn item(&self, index: usize) -> Option<&dyn Node> {
        self.get()?.item(index)
    }
    fn word(&self) -> Option<&'static str> {
        self.get()?.word()
    }
    fn stated_facts(&self) -> usize {
        self.get().map_or(0, Node::stated_facts)
    }
    fn retain_facts(&mut self, path: &str, keep: &mut dyn FnMut(&str) -> bool) -> bool {
        if let Some(value) = &mut self.0
            && !value.retain_facts(path, keep)
        {
            self.0 = None;
        }
        self.is_known()
    }
}

impl dyn Node + '_ {
    /// The part at a dotted path such as `substation.transformers[0].mva`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&dyn Node> {
        let end = path.bytes().position(|b| b == b'.' || b == b'[');
        let (step, rest) = match end {
            Some(end) => (&path[..end], Some(&path[end + 1..])),
            None => (path, None),
        };
        let node = match step.strip_suffix(']') {
            _ if step.is_empty() => self,
            Some(index) => self.item(index.parse().ok()?)?,
            None => self.child(step)?,
        };
        rest.map_or(Some(node), |rest| node.at(rest))
    }
}

/// Declares a section of the site file: the struct, its reading, its shape and the way to its parts.
/// Every field is `/// doc`, `name: Type = "example"`.
macro_rules! section {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $fdoc:literal])* $field:ident : $type:ty = $example:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $($(#[doc = $fdoc])* pub $field: $type,)*
        }

        impl $crate::site::shape::Shaped for $name {
            const SHAPE: $crate::site::shape::Shape = $crate::site::shape::Shape::Section(&[$(
                $crate::site::shape::Field {
                    name: stringify!($field),
                    doc: concat!($($fdoc),*),
                    example: $example,
                    shape: <$type as $crate::site::shape::Shaped>::SHAPE,
                },
            )*]);
        }

        impl $crate::site::shape::Node for $name {
            fn is_stated(&self) -> bool {
                $(self.$field.is_stated() ||)* false
            }
            fn child(&self, key: &str) -> Option<&dyn $crate::site::shape::Node> {
                match key {
                    $(stringify!($field) => Some(&self.$field),)*
                    _ => None,
                }
            }
            fn stated_facts(&self) -> usize {
                0 $(+ self.$field.stated_facts())*
            }
            fn retain_facts(&mut self, path: &str, keep: &mut dyn FnMut(&str) -> bool) -> bool {
                let below = |field: &str| match path {
                    "" => field.to_owned(),
                    _ => format!("{path}.{field}"),
                };
                let mut some_left = false;
                $(some_left |= $crate::site::shape::Node::retain_facts(
                    &mut self.$field, &below(stringify!($field)), keep,
                );)*
                some_left
            }
        }

        impl $crate::site::numbered::Numbered for $name {
            const KEYS: usize = 0 $(+ 1 + <$type as $crate::site::numbered::Numbered>::KEYS)*;

            fn show<'a>(
                &'a self,
                mut next: usize,
                entry: Option<usize>,
                see: &mut dyn FnMut($crate::site::numbered::Place, $crate::site::numbered::Plain<'a>),
            ) {
                $(
                    next += 1;
                    $crate::site::numbered::Numbered::show(&self.$field, next, entry, see);
                    next += <$type as $crate::site::numbered::Numbered>::KEYS;
                )*
                let _ = next;
            }
        }

        impl $crate::site::exchange::Exchange for $name {
            fn exchange(&mut self, other: &Self, path: &str, take: &mut dyn FnMut(&str) -> bool) {
                if self == other {
                    return;
                }
                let below = |field: &str| match path {
                    "" => field.to_owned(),
                    _ => format!("{path}.{field}"),
                };
                $($crate::site::exchange::Exchange::exchange(
                    &mut self.$field, &other.$field, &below(stringify!($field)), take,
                );)*
            }
        }

        impl $crate::site::hold::Hold for $name {
            fn held(&self, path: &str) -> Option<$crate::site::hold::Held<'_>> {
                let (key, rest) = $crate::site::hold::first_step(path);
                match key {
                    $(stringify!($field) => $crate::site::hold::Hold::held(&self.$field, rest),)*
                    _ => None,
                }
            }
            fn hold(&mut self, path: &str, held: $crate::site::hold::Held) -> bool {
                let (key, rest) = $crate::site::hold::first_step(path);
                match key {
                    $(stringify!($field) => $crate::site::hold::Hold::hold(&mut self.$field, rest, held),)*
                    _ => false,
                }
            }
            fn made_of(held: $crate::site::hold::Held) -> Option<Self> {
                (held == $crate::site::hold::Held::Entry).then(Self::default)
            }
        }
    };
}
pub(crate) use section;

/// Declares a vocabulary: an enum whose variants are written as the given words.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident { $(#[doc = $vdoc:literal] $variant:ident = $word:literal $(or $also:literal)*,)* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
        pub enum $name {
            $(#[doc = $vdoc] #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// The word as written in a file.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
            /// Every word with its meaning.
            pub const WORDS: &'static [$crate::site::shape::Word] =
                &[$($crate::site::shape::Word { name: $word, doc: $vdoc, also: &[$($also),*] },)*];
        }

        impl $crate::site::shape::Shaped for $name {
            const SHAPE: $crate::site::shape::Shape = $crate::site::shape::Shape::Word(Self::WORDS);
        }

        impl $crate::site::shape::Vocabulary for $name {
            #[inline]
            fn at(position: f64) -> Option<Self> {
                const ALL: &[$name] = &[$($name::$variant,)*];
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the position of a word")]
                ALL.get(position as usize).copied()
            }
        }

        impl $crate::site::shape::Node for $name {
            fn is_stated(&self) -> bool {
                true
            }
            fn word(&self) -> Option<&'static str> {
                Some((*self).word())
            }
            fn retain_facts(&mut self, path: &str, keep: &mut dyn FnMut(&str) -> bool) -> bool {
                keep(path)
            }
        }

        impl $crate::site::numbered::Numbered for $name {
            const KEYS: usize = 0;

            fn show<'a>(
                &'a self,
                next: usize,
                entry: Option<usize>,
                see: &mut dyn FnMut($crate::site::numbered::Place, $crate::site::numbered::Plain<'a>),
            ) {
                let number = next.saturating_sub(1);
                let place = $crate::site::numbered::Place { number, entry };
                see(place, $crate::site::numbered::Plain::Word(*self as usize));
            }
        }

        impl $crate::site::exchange::Exchange for $name {}

        impl $crate::site::hold::Hold for $name {
            fn held(&self, path: &str) -> Option<$crate::site::hold::Held<'_>> {
                path.is_empty().then(|| $crate::site::hold::Held::Word(self.word()))
            }
            fn hold(&mut self, _: &str, _: $crate::site::hold::Held) -> bool {
                false
            }
            fn made_of(held: $crate::site::hold::Held) -> Option<Self> {
                match held {
                    $($crate::site::hold::Held::Word($word) => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl $crate::site::fact::Stated for $name {
            fn read<'de, D: serde::de::Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
                let word = <std::borrow::Cow<str> as serde::Deserialize>::deserialize(from)?;
                match &*word {
                    $($word => Ok(Some(Self::$variant)),)*
                    $crate::site::fact::UNKNOWN => Ok(None),
                    other => Err(serde::de::Error::unknown_variant(other, &[$($word,)*])),
                }
            }
        }
    };
}
pub(crate) use words;
