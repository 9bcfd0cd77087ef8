//! Globs, expanded here so that they mean the same on every platform and in every shell.

use std::fs;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

/// A path with `*`, `?`, `[…]` or `{…}` in it: the part before, and a pattern below that.
pub(super) struct Glob {
    /// The folder below which the pattern is searched.
    pub(super) base: PathBuf,
    /// How many levels below the base can match.
    pub(super) depth: usize,
    /// Whether the pattern names something hidden.
    pub(super) hidden: bool,
    pattern: GlobMatcher,
}

impl Glob {
    /// The glob that a path is, unless it exists as it stands or is no pattern.
    pub(super) fn of(path: &Path) -> Option<Self> {
        if fs::symlink_metadata(path).is_ok() {
            return None;
        }
        let is_pattern = |part: &Component| {
            part.as_os_str()
                .to_str()
                .is_some_and(|p| p.contains(['*', '?', '[', '{']))
        };
        let parts: Vec<Component> = path.components().collect();
        let first = parts.iter().position(is_pattern)?;
        let base: PathBuf = parts[..first].iter().collect();
        let below: Vec<&str> = parts[first..]
            .iter()
            .map(|part| part.as_os_str().to_str())
            .collect::<Option<_>>()?;
        let pattern = GlobBuilder::new(&below.join("/"))
            .literal_separator(true)
            .build()
            .ok()?;
        Some(Self {
            base: if first == 0 { PathBuf::from(".") } else { base },
            depth: if below.iter().any(|part| part.contains("**")) {
                usize::MAX
            } else {
                below.len()
            },
            hidden: below.iter().any(|part| part.starts_with('.')),
            pattern: pattern.compile_matcher(),
        })
    }

    /// Whether a path below the base is meant.
    pub(super) fn matches(&self, path: &Path) -> bool {
        self.pattern
            .is_match(path.strip_prefix(&self.base).unwrap_or(path))
    }
}
