//! No id twice. Of each site a hash and a packed place are kept, never its name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use super::collect::Collection;
use super::found::Found;
use super::load::Loaded;
use crate::source::tree::Tree;
use crate::source::{Problem, Refused};

/// The ids that were met, each with its first place.
#[derive(Debug)]
pub struct Ids<'a> {
    collection: &'a Collection,
    /// Hash of an id → input and line of the site that has it. Among a million ids two that differ have
    /// the same hash once in forty million runs.
    places: HashMap<u64, (u32, u32)>,
    /// Names of all inputs, found again when the first of two places is to be named.
    names: Option<Vec<PathBuf>>,
}

impl<'a> Ids<'a> {
    /// No ids yet, of sites that come from a collection.
    #[must_use]
    pub fn of(collection: &'a Collection) -> Self {
        Self {
            collection,
            places: HashMap::new(),
            names: None,
        }
    }

    /// Takes the id of a site, in the order of sites.
    ///
    /// # Errors
    /// When an earlier site has it: names both places. The earlier one keeps it.
    pub fn claim(&mut self, site: Loaded) -> Result<Loaded, Refused> {
        let mut hasher = DefaultHasher::new();
        site.id.hash(&mut hasher);
        let line = u32::try_from(site.source.first_line()).unwrap_or(u32::MAX);
        let first = match self.places.entry(hasher.finish()) {
            Entry::Vacant(free) => {
                free.insert((site.ordinal, line));
                return Ok(site);
            }
            Entry::Occupied(taken) => *taken.get(),
        };
        let first = format!("{}:{}", self.name(first.0), first.1);
        Err(refused(site, &first))
    }

    fn name(&mut self, ordinal: u32) -> String {
        let names = self.names.get_or_insert_with(|| {
            let inputs = self.collection.inputs().filter_map(|found| match found {
                Found::Input(input) => Some(input.path),
                Found::Unreadable(_) | Found::Nothing(_) => None,
            });
            inputs.collect()
        });
        let name = usize::try_from(ordinal).ok().and_then(|at| names.get(at));
        name.map_or_else(String::new, |path| path.display().to_string())
    }
}

fn refused(site: Loaded, first: &str) -> Refused {
    let Loaded {
        id, source, site, ..
    } = site;
    let (path, help) = if site.id.is_known() {
        ("id", "give one of the two another `id`")
    } else {
        ("name", "give one of the two an `id` of its own")
    };
    let at = Tree::of(&source).span_of(&source, path);
    let message = format!("the id `{id}` is taken already, by the site at {first}");
    Refused {
        source,
        problems: vec![Problem::at(at, message).help(help.to_owned())],
    }
}
