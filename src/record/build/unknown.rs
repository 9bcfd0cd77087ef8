//! Paths of unknown facts, each once, by position.

use std::collections::BTreeMap;

/// Paths in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    paths: Vec<String>,
    positions: BTreeMap<String, usize>,
}

impl Unknown {
    /// Some paths.
    pub(super) fn of(paths: Vec<String>) -> Self {
        let mut unknown = Self::default();
        for path in paths {
            unknown.position(&path);
        }
        unknown
    }

    /// Where a path stands, which takes its place where it is new.
    pub(super) fn position(&mut self, path: &str) -> usize {
        if let Some(at) = self.positions.get(path) {
            return *at;
        }
        let at = self.paths.len();
        self.paths.push(path.to_owned());
        self.positions.insert(path.to_owned(), at);
        at
    }

    /// All of them.
    pub(super) fn paths(self) -> Vec<String> {
        self.paths
    }
}
