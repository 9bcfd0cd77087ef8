//! Facts of the file format by number, so that sets of facts need no strings.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Site;
use super::shape::{Field, Shape, Shaped};

/// A fact of the file format, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FactPath {
    number: u16,
}

/// How many keys the file format has, all sections and lists together.
pub(crate) const FACTS: usize = size(Site::SHAPE);

impl FactPath {
    /// The fact at a path of the file format. Evaluated while compiling, a path that does not exist is an error
    /// of the compiler: see `fact_path!`.
    #[expect(clippy::panic, reason = "only ever evaluated by the compiler")]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the format has a few hundred keys"
    )]
    pub(crate) const fn new(text: &'static str) -> Self {
        match number(text) {
            Some(number) => Self {
                number: number as u16,
            },
            None => panic!("the file format has no such fact"),
        }
    }

    /// The fact at a path that data names.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the format has a few hundred keys"
    )]
    #[must_use]
    pub(crate) fn named(text: &str) -> Option<Self> {
        find(text).map(|number| Self {
            number: number as u16,
        })
    }

    /// Its number, below [`FACTS`].
    #[must_use]
    pub(crate) const fn number(self) -> u16 {
        self.number
    }
}

/// The number of the fact at a path such as `power.firmness`, `halls[].area_m2` or `halls[0].area_m2`.
#[must_use]
pub(crate) const fn number(path: &str) -> Option<usize> {
    position(Site::SHAPE, path.as_bytes())
}

/// The same at once, for paths that only a run knows; those into an entry of a list are gone through.
#[must_use]
pub(crate) fn find(path: &str) -> Option<usize> {
    let known = NUMBERS.get(path).copied();
    known.or_else(|| path.contains('[').then(|| number(path)).flatten())
}

static NUMBERS: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    let keys = KEYS.iter().enumerate();
    keys.map(|(number, (path, _))| (path.as_str(), number))
        .collect()
});

/// Every key of the file format by its number, with its shape.
static KEYS: LazyLock<Vec<(String, Shape)>> = LazyLock::new(|| {
    let mut keys = Vec::with_capacity(FACTS);
    walk(Site::SHAPE, "", &mut keys);
    keys
});

fn walk(shape: Shape, prefix: &str, into: &mut Vec<(String, Shape)>) {
    let list = matches!(shape, Shape::List(_));
    for field in fields_of(shape) {
        let path = match (prefix, list) {
            ("", _) => field.name.to_owned(),
            (_, true) => format!("{prefix}[].{}", field.name),
            (_, false) => format!("{prefix}.{}", field.name),
        };
        into.push((path.clone(), field.shape));
        walk(field.shape, &path, into);
    }
}

/// The path of a fact by its number, `halls[].area_m2` for that of any hall.
#[must_use]
pub(crate) fn text(number: usize) -> &'static str {
    KEYS.get(number).map_or("", |(path, _)| path)
}

/// The shape of a fact by its number.
#[must_use]
pub(crate) fn shape(number: usize) -> Option<Shape> {
    KEYS.get(number).map(|(_, shape)| *shape)
}

/// The lists of the format whose entries have facts of their own: their numbers, and how many facts an entry has.
pub(crate) fn lists() -> impl Iterator<Item = (usize, usize)> {
    let fields = |shape: &Shape| match shape {
        Shape::List(item) => size(**item),
        _ => 0,
    };
    let all = KEYS.iter().enumerate();
    all.map(move |(number, (_, shape))| (number, fields(shape)))
        .filter(|(_, fields)| *fields > 0)
}

/// A fact by its path, checked while compiling: `fact_path!("power.firmness")`.
macro_rules! fact_path {
    ($text:expr) => {
        const { $crate::site::path::FactPath::new($text) }
    };
}
pub(crate) use fact_path;

const fn fields_of(shape: Shape) -> &'static [Field] {
    match shape {
        Shape::Section(fields) => fields,
        Shape::List(item) => fields_of(*item),
        _ => &[],
    }
}

const fn size(shape: Shape) -> usize {
    let fields = fields_of(shape);
    let (mut sum, mut at) = (fields.len(), 0);
    while at < fields.len() {
        sum += size(fields[at].shape);
        at += 1;
    }
    sum
}

/// Keys are numbered as they are written in the format, a section before its own keys.
const fn position(shape: Shape, path: &[u8]) -> Option<usize> {
    let (key, rest) = first_step(path);
    let fields = fields_of(shape);
    let (mut number, mut at) = (0, 0);
    while at < fields.len() {
        if equal(fields[at].name.as_bytes(), key) {
            if rest.is_empty() {
                return Some(number);
            }
            return match position(fields[at].shape, rest) {
                Some(below) => Some(number + 1 + below),
                None => None,
            };
        }
        number += 1 + size(fields[at].shape);
        at += 1;
    }
    None
}

/// The first key of a path, and what comes after its `.`, `[].` or `[0].`; no key begins with a digit.
const fn first_step(path: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < path.len() && path[end] != b'.' && path[end] != b'[' {
        end += 1;
    }
    let (key, mut rest) = path.split_at(end);
    while let [b'.' | b'[' | b']' | b'0'..=b'9', tail @ ..] = rest {
        rest = tail;
    }
    (key, rest)
}

const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_number_of_its_own() {
        assert_eq!(KEYS.len(), FACTS);
        for (at, (path, _)) in KEYS.iter().enumerate() {
            assert_eq!(number(path), Some(at), "{path}");
            assert_eq!(find(path), Some(at), "{path}");
            assert_eq!(find(&path.replace("[]", "[3]")), Some(at), "{path}");
            assert_eq!(number(&path.replace("[]", "[17]")), Some(at), "{path}");
        }
        assert_eq!(number("power.colour"), None);
        assert_eq!(find("power.colour"), None);
    }
}
