//! Where a key belongs that stands in a place that has none of its name.

use crate::site::shape::{Field, Shape};
use crate::source::Notation;
use crate::source::nearest::nearest;
use crate::source::tree::{Node, Value};

/// Every key of a file with its place.
pub(super) struct Keys {
    root: Shape,
    /// Place, name, and the name as far as it tells keys apart.
    all: Vec<(Place, &'static str, String)>,
}

impl Keys {
    /// The keys of a file of some shape.
    pub(super) fn of(root: Shape) -> Self {
        let all = places(root).into_iter();
        Self {
            root,
            all: all
                .map(|(place, name)| (place, name, plain(name)))
                .collect(),
        }
    }
}

/// What was probably meant by a key that `fields` does not have; `value` stands under it.
pub(super) fn meant(
    keys: &Keys,
    word: &str,
    value: &Node,
    fields: &[Field],
    notation: Notation,
) -> Option<String> {
    let letters = plain(word);
    nested(keys.root, word, notation)
        .or_else(|| home(keys, word))
        .or_else(|| {
            let found = elsewhere(keys, &letters)?;
            // A key of this section is nearer.
            let here = fields.iter().any(|field| plain(field.name) == letters);
            (!here).then_some(found)
        })
        .or_else(|| {
            let near = nearest(word, fields.iter().map(|field| field.name))?;
            Some(format!("did you mean `{near}`?"))
        })
        .or_else(|| by_its_keys(keys, value))
}

/// The nested form of a dotted path, which other tools and tables take as a key.
fn nested(root: Shape, word: &str, notation: Notation) -> Option<String> {
    let keys: Vec<&str> = word.split('.').collect();
    let (last, above) = keys.split_last()?;
    if above.is_empty() || word.contains('[') || root.at(word).is_none() {
        return None;
    }
    let quoted = |key: &str| match notation {
        Notation::Json => format!("\"{key}\""),
        Notation::Yaml | Notation::Row => key.to_owned(),
    };
    let innermost = format!("{}: …", quoted(last));
    let written = above.iter().rev().fold(innermost, |inner, key| {
        format!("{}: {{{inner}}}", quoted(key))
    });
    Some(format!(
        "a dotted path is written as nested keys: `{written}`"
    ))
}

/// Where a key belongs that stands in the wrong section.
fn home(keys: &Keys, word: &str) -> Option<String> {
    let homes: Vec<_> = keys
        .all
        .iter()
        .filter(|(_, field, _)| *field == word)
        .map(|(place, ..)| match place {
            Place::Top => "at the top of the file, not indented".to_owned(),
            Place::Section(path) => format!("in `{path}`"),
            Place::Items(path) => format!("in the items of `{path}`"),
        })
        .collect();
    // What is at home everywhere, like `count`, is at home nowhere.
    (1..=2)
        .contains(&homes.len())
        .then(|| format!("`{word}` belongs {}", homes.join(" or ")))
}

/// The path of a key of the same name, its case and an `s` at its end aside: `Generator` is `redundancy.generators`.
fn elsewhere(keys: &Keys, letters: &str) -> Option<String> {
    let paths: Vec<_> = keys
        .all
        .iter()
        .filter(|(_, _, plain)| plain == letters)
        .map(|(place, field, _)| match place {
            Place::Top => format!("`{field}`"),
            Place::Section(path) => format!("`{path}.{field}`"),
            Place::Items(path) => format!("`{path}[0].{field}`"),
        })
        .collect();
    (1..=2)
        .contains(&paths.len())
        .then(|| format!("did you mean {}?", paths.join(" or ")))
}

/// The section whose keys stand below the key.
fn by_its_keys(keys: &Keys, value: &Node) -> Option<String> {
    let Value::Mapping(_) = value.value else {
        return None;
    };
    let mut sections = value.keys().filter_map(|key| {
        let mut homes = keys.all.iter().filter(|(_, field, _)| *field == key);
        match (homes.next()?, homes.next()) {
            ((Place::Section(path), ..), None) => Some(path.clone()),
            _ => None,
        }
    });
    let first = sections.next()?;
    sections
        .all(|section| section == first)
        .then(|| format!("its keys belong in `{first}`"))
}

/// Where a key can stand.
enum Place {
    Top,
    Section(String),
    Items(String),
}

/// Every key with its place, two sections deep, which is as deep as a site goes.
fn places(root: Shape) -> Vec<(Place, &'static str)> {
    let Shape::Section(sections) = root else {
        return Vec::new();
    };
    let mut places: Vec<_> = sections
        .iter()
        .map(|field| (Place::Top, field.name))
        .collect();
    for section in sections {
        let fields = match section.shape {
            Shape::Section(fields) => {
                places.extend(
                    fields
                        .iter()
                        .map(|field| (Place::Section(section.name.to_owned()), field.name)),
                );
                fields
            }
            Shape::List(Shape::Section(fields)) => {
                places.extend(
                    fields
                        .iter()
                        .map(|field| (Place::Items(section.name.to_owned()), field.name)),
                );
                *fields
            }
            _ => continue,
        };
        for field in fields {
            if let Shape::List(Shape::Section(items)) = field.shape {
                let path = format!("{}.{}", section.name, field.name);
                places.extend(
                    items
                        .iter()
                        .map(|item| (Place::Items(path.clone()), item.name)),
                );
            }
        }
    }
    places
}

/// A key without its case, what parts its syllables, and an `s` at its end.
fn plain(key: &str) -> String {
    let letters = key
        .chars()
        .take(64)
        .filter(|c| !matches!(c, '_' | '-' | ' '));
    let small: String = letters.flat_map(char::to_lowercase).collect();
    small.strip_suffix('s').map_or(small.clone(), str::to_owned)
}
