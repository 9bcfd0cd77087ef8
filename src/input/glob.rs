//! Globs, expanded here so that they mean the same on every platform and in every shell.

use std::fs;
use std::path::{Component, Path, PathBuf};

use globset::GlobSet;

use crate::source::{excess, matcher};

/// A path with `*`, `?`, `[…]` or `{…}` in it: the part before, and a pattern below that.
pub(super) struct Glob {
    /// The folder below which the pattern is searched.
    pub(super) base: PathBuf,
    /// How many levels below the base can match.
    pub(super) depth: usize,
    /// Whether the pattern names something hidden.
    pub(super) hidden: bool,
    pattern: GlobSet,
}

impl Glob {
    /// The glob that a path is, unless it exists as it stands or is no pattern.
    ///
    /// # Errors
    /// Why it is not read, where it is too long or too deep.
    pub(super) fn of(path: &Path) -> Result<Option<Self>, String> {
        if fs::symlink_metadata(path).is_ok() {
            return Ok(None);
        }
        let Some((base, below)) = parts(path) else {
            return Ok(None);
        };
        let text = below.join("/");
        if let Some(why) = excess(&text) {
            return Err(why);
        }
        let is_deep = below.iter().any(|part| part.contains("**"));
        let glob = |pattern| Self {
            base,
            depth: if is_deep { usize::MAX } else { below.len() },
            hidden: below.iter().any(|part| part.starts_with('.')),
            pattern,
        };
        // What is no glob after all is the name of a file, which is not there.
        Ok(matcher(&[&text]).ok().map(glob))
    }

    /// Whether a path below the base is meant.
    pub(super) fn matches(&self, path: &Path) -> bool {
        self.pattern
            .is_match(path.strip_prefix(&self.base).unwrap_or(path))
    }
}

/// The folder before the first step that is a pattern, and the steps from there on.
fn parts(path: &Path) -> Option<(PathBuf, Vec<&str>)> {
    let is_pattern = |part: &Component| {
        part.as_os_str()
            .to_str()
            .is_some_and(|p| p.contains(['*', '?', '[', '{']))
    };
    let parts: Vec<Component> = path.components().collect();
    let first = parts.iter().position(is_pattern)?;
    let base = match first {
        0 => PathBuf::from("."),
        _ => parts[..first].iter().collect(),
    };
    let below = parts[first..].iter().map(|part| part.as_os_str().to_str());
    Some((base, below.collect::<Option<_>>()?))
}
