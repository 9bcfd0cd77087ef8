//! What a header may mean by its name alone, the likeliest first.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::input::facts::{self, Fact};

/// What headers of the trade mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Usual {
    fact: String,
    names: Vec<String>,
    #[serde(default)]
    doubt: Option<String>,
}

static USUAL: LazyLock<Vec<Usual>> = LazyLock::new(|| {
    crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/headers.json")))
});

/// A name without signs and case.
pub(super) fn plain_name(name: &str) -> String {
    let words = name.to_lowercase();
    let words = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Words behind a name that say no more than that it is counted.
const COUNTED: [&str; 8] = [
    " no",
    " nr",
    " num",
    " number",
    " count",
    " qty",
    " quantity",
    " units",
];

/// What a name usually means in the trade, each meaning in the order of its list.
fn usual(name: &str) -> &'static [usize] {
    static BY_NAME: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, usual) in USUAL.iter().enumerate() {
            for name in &usual.names {
                by_name.entry(name).or_default().push(at);
            }
        }
        by_name
    });
    let bare = COUNTED.iter().find_map(|word| name.strip_suffix(word));
    let found = BY_NAME.get(name).or_else(|| BY_NAME.get(bare?));
    found.map_or(&[], Vec::as_slice)
}

/// A fact that a header may mean.
pub(super) struct Meant {
    pub(super) fact: Fact,
    pub(super) reason: String,
    pub(super) doubt: Option<String>,
    /// How sure it is, the more the better.
    pub(super) sure: u8,
}

/// How sure a header is that is a dotted path.
pub(super) const EXACT: u8 = 4;

/// All that a header may mean, by its whole title and by its name without the unit.
pub(super) fn by_name(title: &str, name: &str) -> Vec<Meant> {
    let meant = |path: &str, reason: &str, doubt: Option<String>, sure| {
        let fact = facts::fact(path).ok()?;
        Some(Meant {
            fact,
            reason: reason.to_owned(),
            doubt,
            sure,
        })
    };
    if let Some(exact) = [title, name]
        .into_iter()
        .find_map(|path| meant(path, "a dotted path", None, EXACT))
    {
        return vec![exact];
    }
    let plain = [plain_name(title), plain_name(name)];
    let called = plain.iter().map(|name| usual(name));
    if let Some(called) = called.into_iter().find(|called| !called.is_empty()) {
        let each = called.iter().filter_map(|at| {
            let usual = &USUAL[*at];
            let sure = if usual.doubt.is_some() { 1 } else { 3 };
            meant(
                &usual.fact,
                "called so in the trade",
                usual.doubt.clone(),
                sure,
            )
        });
        return each.collect();
    }
    // The last key of one path, with its unit or without.
    let is_key = |path: &&str| {
        let last = last_key(path).replace('_', " ");
        let bare = last.rsplit_once(' ').map_or("", |(bare, _)| bare);
        plain
            .iter()
            .any(|name| *name == last || (!bare.is_empty() && *name == bare && name.contains(' ')))
    };
    let found: Vec<&str> = facts::paths().filter(is_key).collect();
    let sure = if found.len() > 1 { 1 } else { 2 };
    let each = found.iter().filter_map(|path| {
        let other = found.iter().find(|other| *other != path);
        let doubt = other.map(|other| format!("`{other}` is called so too"));
        meant(path, "the last key of its path", doubt, sure)
    });
    each.collect()
}

pub(super) fn last_key(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_usual_header_is_of_a_fact_and_a_name_of_several_says_its_doubt() {
        let mut met: HashMap<&str, &Usual> = HashMap::new();
        for usual in USUAL.iter() {
            assert!(facts::fact(&usual.fact).is_ok(), "{}", usual.fact);
            for name in &usual.names {
                assert_eq!(&plain_name(name), name);
                let Some(first) = met.insert(name, usual) else {
                    continue;
                };
                let doubts = [first, usual].map(|usual| usual.doubt.is_some());
                // Words of two languages are told apart by their cells and units.
                assert!(
                    doubts == [true; 2] || name == "land",
                    "`{name}` is there twice"
                );
                assert_ne!(first.fact, usual.fact, "`{name}` is there twice");
            }
        }
    }

    #[test]
    fn what_is_counted_is_called_like_what_it_counts() {
        for title in ["Generators (no.)", "Generators #", "generators count"] {
            let meant = by_name(title, title);
            assert_eq!(
                meant[0].fact.path, "redundancy.generators[0].count",
                "{title}"
            );
        }
    }
}
