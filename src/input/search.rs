//! A directory or glob, searched file by file.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use ignore::{Walk, WalkBuilder};

use super::found::Found;
use super::glob::Glob;
use crate::source::{Problem, Refused};

/// A directory or glob that is being searched.
pub(super) struct Search {
    walk: Walk,
    /// The pattern that files must match; else they must end as YAML does.
    glob: Option<Glob>,
    /// What to say when nothing is found.
    nothing: String,
    found_any: bool,
}

impl Search {
    pub(super) fn directory(path: &Path, no_ignore: bool) -> Self {
        let mut walk = WalkBuilder::new(path);
        walk.standard_filters(!no_ignore).hidden(true);
        let nothing = format!("no *.yaml or *.yml in `{}`", path.display());
        Self::start(&mut walk, None, nothing)
    }

    /// Files are named by a pattern as a shell would name them, ignored ones too: the result must not
    /// depend on who expands it.
    pub(super) fn glob(path: &Path, glob: Glob) -> Self {
        let mut walk = WalkBuilder::new(&glob.base);
        walk.standard_filters(false)
            .hidden(!glob.hidden)
            .max_depth(Some(glob.depth));
        let nothing = format!("no file matches `{}`", path.display());
        Self::start(&mut walk, Some(glob), nothing)
    }

    fn start(walk: &mut WalkBuilder, glob: Option<Glob>, nothing: String) -> Self {
        Self {
            walk: walk.follow_links(true).sort_by_file_name(Ord::cmp).build(),
            glob,
            nothing,
            found_any: false,
        }
    }

    pub(super) fn nothing(self) -> Option<Found> {
        (!self.found_any).then_some(Found::Nothing(self.nothing))
    }

    fn wants(&self, path: &Path) -> bool {
        self.glob
            .as_ref()
            .map_or_else(|| is_yaml(path), |glob| glob.matches(path))
    }

    /// Whether a name is skipped because it is hidden.
    fn skips(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        let hidden = name.as_encoded_bytes().starts_with(b".");
        hidden && !self.glob.as_ref().is_some_and(|glob| glob.hidden)
    }
}

impl Iterator for Search {
    type Item = Result<PathBuf, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = match self.walk.next()? {
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                    (is_file && self.wants(entry.path())).then(|| Ok(entry.into_path()))
                }
                Err(error) => self.unreadable(&error).map(Err),
            };
            if found.is_some() {
                self.found_any = true;
                return found;
            }
        }
    }
}

impl Search {
    fn unreadable(&self, error: &ignore::Error) -> Option<Refused> {
        let path = match error_path(error) {
            // A link to a directory above leads to files that are found anyway.
            ErrorPath::Loop => return None,
            ErrorPath::At(path) => path,
            ErrorPath::Nowhere => Path::new("."),
        };
        if error.depth() != Some(0) && self.skips(path) {
            return None;
        }
        let name = tidy(path).display().to_string();
        let problem = match error.io_error().map(cause) {
            Some((io::ErrorKind::NotFound, _)) => {
                Problem::of_file("there is no such file or directory")
            }
            Some((_, why)) => Problem::of_file(format!("this cannot be read: {why}")),
            None => Problem::of_file(format!("this cannot be read: {error}")),
        };
        Some(Refused::unread(&name, problem))
    }
}

/// Kind and words of an error without what the search says around it: the path is told already.
fn cause(error: &io::Error) -> (io::ErrorKind, String) {
    let inner = std::error::Error::source(error);
    let words = inner.map_or_else(|| error.to_string(), ToString::to_string);
    // Who is not told of operating systems has no use for their numbers.
    let words = words.split(" (os error").next().unwrap_or_default();
    (error.kind(), words.to_owned())
}

enum ErrorPath<'a> {
    At(&'a Path),
    Loop,
    Nowhere,
}

fn error_path(error: &ignore::Error) -> ErrorPath<'_> {
    match error {
        ignore::Error::WithPath { path, err } => match error_path(err) {
            ErrorPath::Nowhere => ErrorPath::At(path),
            inner => inner,
        },
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            error_path(err)
        }
        ignore::Error::Loop { .. } => ErrorPath::Loop,
        _ => ErrorPath::Nowhere,
    }
}

fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

/// A path as reports show it: without a leading `./`, and with `/` on every platform.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let path = path
        .strip_prefix(".")
        .ok()
        .filter(|rest| rest.components().next().is_some())
        .unwrap_or(path);
    match path.to_str() {
        Some(text) if cfg!(windows) => PathBuf::from(text.replace('\\', "/")),
        _ => path.to_owned(),
    }
}
