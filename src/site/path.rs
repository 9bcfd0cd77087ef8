//! Facts of the file format by number, so that sets of facts need no strings.

use super::Site;
use super::shape::{Field, Shape, Shaped};

/// A fact of the file format: its dotted path, with `halls[]` for any hall, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FactPath {
    text: &'static str,
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
                text,
                number: number as u16,
            },
            None => panic!("the file format has no such fact"),
        }
    }

    /// The path as written in the source.
    #[must_use]
    pub(crate) const fn text(self) -> &'static str {
        self.text
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

    fn walk(shape: Shape, prefix: &str, into: &mut Vec<String>) {
        let list = matches!(shape, Shape::List(_));
        for field in fields_of(shape) {
            let path = match (prefix, list) {
                ("", _) => field.name.to_owned(),
                (_, true) => format!("{prefix}[].{}", field.name),
                (_, false) => format!("{prefix}.{}", field.name),
            };
            into.push(path.clone());
            walk(field.shape, &path, into);
        }
    }

    #[test]
    fn every_key_has_a_number_of_its_own() {
        let mut paths = Vec::new();
        walk(Site::SHAPE, "", &mut paths);
        assert_eq!(paths.len(), FACTS);
        for (at, path) in paths.iter().enumerate() {
            assert_eq!(number(path), Some(at), "{path}");
            assert_eq!(number(&path.replace("[]", "[17]")), Some(at), "{path}");
        }
        assert_eq!(number("power.colour"), None);
    }
}
