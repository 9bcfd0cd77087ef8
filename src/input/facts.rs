//! The dotted paths of all facts of a site.

use std::sync::LazyLock;

use crate::site::Site;
use crate::site::shape::{Shape, Shaped};
use crate::source::nearest::nearest;
use crate::source::{Step, steps};

/// A fact that a column can hold.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) path: String,
    pub(super) shape: Shape,
}

/// Why a text names no fact.
#[derive(Debug)]
pub(super) struct Unknown {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Fact {
    /// The steps to it, each with what stands there.
    pub(super) fn steps(&self) -> impl Iterator<Item = (Step<'_>, Shape)> {
        let mut shape = Site::SHAPE;
        steps(&self.path).map_while(move |step| {
            shape = below(shape, step)?;
            Some((step, shape))
        })
    }
}

/// The fact at a dotted path.
pub(super) fn fact(path: &str) -> Result<Fact, Unknown> {
    let unknown = |message: String, help: Option<String>| Err(Unknown { message, help });
    if path.is_empty() {
        return unknown("this column has no header".to_owned(), None);
    }
    match shape(path) {
        Some(Shape::Section(fields)) => {
            let first = fields.first().map_or("", |field| field.name);
            unknown(
                format!("`{path}` has facts of its own"),
                Some(format!("name one of them, such as `{path}.{first}`")),
            )
        }
        Some(shape) => Ok(Fact {
            path: path.to_owned(),
            shape,
        }),
        None => {
            let help = meant(path).map(|near| format!("did you mean `{near}`?"));
            unknown(format!("no fact is called `{path}`"), help)
        }
    }
}

/// The fact at a dotted path, where nobody wants to know what else was meant: that takes a look at all facts.
pub(super) fn find(path: &str) -> Option<Fact> {
    let shape = shape(path).filter(|shape| !matches!(shape, Shape::Section(_)))?;
    Some(Fact {
        path: path.to_owned(),
        shape,
    })
}

/// What stands at a dotted path.
fn shape(path: &str) -> Option<Shape> {
    let shape = steps(path).try_fold(Site::SHAPE, below);
    // One spelling for each path: `power..feeds` and `halls.[0]` are none.
    shape.filter(|_| !path.is_empty() && written(path) == path)
}

/// The name of a key as the shapes have it.
pub(super) fn name(key: &str) -> &'static str {
    let names = || PATHS.iter().flat_map(|path| steps(path));
    let mut names = names().filter_map(|step| match step {
        Step::Key(name) => Some(name),
        Step::Item(_) => None,
    });
    names.find(|name| *name == key).unwrap_or_default()
}

fn below(shape: Shape, step: Step) -> Option<Shape> {
    match (shape, step) {
        (Shape::Section(fields), Step::Key(key)) => {
            let field = fields.iter().find(|field| field.name == key);
            field.map(|field| field.shape)
        }
        (Shape::List(item), Step::Item(_)) => Some(*item),
        _ => None,
    }
}

fn written(path: &str) -> String {
    let mut written = String::new();
    for step in steps(path) {
        match step {
            Step::Item(index) => written += &format!("[{index}]"),
            Step::Key(key) if written.is_empty() => written += key,
            Step::Key(key) => {
                written.push('.');
                written += key;
            }
        }
    }
    written
}

/// The path that was probably meant: a key beside it, the same key elsewhere, or else the nearest.
fn meant(path: &str) -> Option<String> {
    let plain = path.trim().to_lowercase().replace([' ', '-'], "_");
    let items: Vec<_> = steps(&plain)
        .filter_map(|step| match step {
            Step::Item(index) => Some(format!("[{index}]")),
            Step::Key(_) => None,
        })
        .collect();
    let first_items = items
        .iter()
        .fold(plain, |path, item| path.replace(item, "[0]"));
    let known = || PATHS.iter().map(String::as_str);
    let beside = first_items.rsplit_once('.').and_then(|(section, key)| {
        let names = known().filter_map(|path| path.strip_prefix(section)?.strip_prefix('.'));
        Some(format!("{section}.{}", nearest(key, names)?))
    });
    let elsewhere = || known().find(|path| path.rsplit('.').next() == Some(&first_items));
    let near = match beside {
        Some(beside) => beside,
        None => elsewhere()
            .or_else(|| nearest(&first_items, known()))?
            .to_owned(),
    };
    // The items that were named stay.
    let named = items
        .iter()
        .fold(near, |path, item| path.replacen("[0]", item, 1));
    Some(named)
}

/// Every path, the first item standing for all.
#[cfg(feature = "cli")]
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    PATHS.iter().map(String::as_str)
}

/// Every path, the first item standing for all.
static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut paths = Vec::new();
    walk(Site::SHAPE, "", &mut paths);
    paths
});

fn walk(shape: Shape, path: &str, into: &mut Vec<String>) {
    match shape {
        Shape::Section(fields) => {
            let dot = if path.is_empty() { "" } else { "." };
            for field in fields {
                walk(field.shape, &format!("{path}{dot}{}", field.name), into);
            }
        }
        Shape::List(item) => {
            into.push(path.to_owned());
            if matches!(item, Shape::Section(_)) {
                walk(*item, &format!("{path}[0]"), into);
            }
        }
        _ => into.push(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_a_fact_and_all_keys_have_their_name() {
        assert!(PATHS.len() > 120, "{}", PATHS.len());
        for path in PATHS.iter() {
            assert_eq!(fact(path).unwrap().steps().count(), steps(path).count());
            for step in steps(path) {
                assert!(!matches!(step, Step::Key(key) if name(key) != key));
            }
        }
    }

    #[test]
    fn what_is_no_fact_is_told_what_was_meant() {
        let told = |path: &str| {
            let unknown = fact(path).unwrap_err();
            format!("{}; {}", unknown.message, unknown.help.unwrap_or_default())
        };
        for (path, expected) in [
            ("aproved_mw", "no fact is called `aproved_mw`; "),
            (
                "Approved MW",
                "no fact is called `Approved MW`; did you mean `power.approved_mw`?",
            ),
            (
                "power.aproved_mw",
                "no fact is called `power.aproved_mw`; did you mean `power.approved_mw`?",
            ),
            (
                "halls[3].area",
                "no fact is called `halls[3].area`; did you mean `halls[3].area_m2`?",
            ),
            (
                "power",
                "`power` has facts of its own; name one of them, such as `power.",
            ),
            (
                "halls[0]",
                "`halls[0]` has facts of its own; name one of them, such as `halls[0].",
            ),
            (
                "power..feeds",
                "no fact is called `power..feeds`; did you mean `power.feeds`?",
            ),
            ("", "this column has no header; "),
        ] {
            assert!(told(path).starts_with(expected), "{}", told(path));
        }
    }
}
