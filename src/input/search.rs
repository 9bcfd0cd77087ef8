//! A directory or glob, searched file by file.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ignore::{DirEntry, Walk, WalkBuilder};

use super::found::Found;
use super::glob::Glob;
use super::ignore_files::{refused_above, refused_in};
use super::tidy::tidy;
use crate::source::{Problem, Reach, Refused};

/// A directory or glob that is being searched.
pub(super) struct Search {
    walk: Walk,
    /// The pattern that files must match; else they must end as YAML does.
    glob: Option<Glob>,
    /// What to say when nothing is found.
    nothing: String,
    found_any: bool,
    /// Folders that the walk passed over, to be told before what it met next.
    passed: Passed,
    /// What it met next.
    held: Option<Option<Result<DirEntry, ignore::Error>>>,
    /// How far links may lead; anywhere without it.
    reach: Option<Reach>,
}

/// Why folders are not searched, in their order; shared with the walk, which asks at each.
#[derive(Debug, Clone, Default)]
struct Passed(Arc<Mutex<VecDeque<Refused>>>);

impl Passed {
    fn take(&self) -> Option<Refused> {
        self.locked().pop_front()
    }

    fn locked(&self) -> MutexGuard<'_, VecDeque<Refused>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why a folder is not searched, where it is not.
    fn refusal(entry: &DirEntry, reach: Option<&Reach>, no_ignore: bool) -> Option<Refused> {
        entry.file_type().filter(FileType::is_dir)?;
        let leads_out = reach.and_then(|reach| leads_out(entry, reach));
        leads_out.or_else(|| (!no_ignore).then(|| refused_in(entry.path())).flatten())
    }
}

/// What is said of a link out of reach.
fn leads_out(entry: &DirEntry, reach: &Reach) -> Option<Refused> {
    if !entry.path_is_symlink() || reach.holds(entry.path()) {
        return None;
    }
    let name = tidy(entry.path()).display().to_string();
    let problem =
        Problem::of_file("this link leads out of the repository or folder that is searched");
    let help = "name it on the command line, or follow all links by --trust-paths";
    Some(Refused::unread(&name, problem.help(help.to_owned())))
}

/// What a search goes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// Whether ignore files are disregarded.
    pub(super) no_ignore: bool,
    /// Whether links are followed wherever they lead.
    pub(super) trust_paths: bool,
}

impl Search {
    /// # Errors
    /// When an ignore file that holds in the directory is not read.
    pub(super) fn directory(path: &Path, rules: Rules) -> Result<Self, Refused> {
        if !rules.no_ignore
            && let Some(refused) = refused_above(path)
        {
            return Err(refused);
        }
        let mut walk = WalkBuilder::new(path);
        // What one user's git ignores everywhere is no part of what is read.
        walk.standard_filters(!rules.no_ignore)
            .git_global(false)
            .hidden(true);
        let nothing = format!("no *.yaml or *.yml in `{}`", path.display());
        Ok(Self::start(&mut walk, path, rules, None, nothing))
    }

    /// Files are named by a pattern as a shell would name them, ignored ones too: the result must not
    /// depend on who expands it.
    pub(super) fn glob(path: &Path, glob: Glob, trust_paths: bool) -> Self {
        let rules = Rules {
            no_ignore: true,
            trust_paths,
        };
        let base = glob.base.clone();
        let mut walk = WalkBuilder::new(&glob.base);
        walk.standard_filters(false)
            .hidden(!glob.hidden)
            .max_depth(Some(glob.depth));
        let nothing = format!("no file matches `{}`", path.display());
        Self::start(&mut walk, &base, rules, Some(glob), nothing)
    }

    fn start(
        walk: &mut WalkBuilder,
        folder: &Path,
        rules: Rules,
        glob: Option<Glob>,
        nothing: String,
    ) -> Self {
        let passed = Passed::default();
        let reach = (!rules.trust_paths).then(|| Reach::of(folder));
        let (told, within) = (passed.clone(), reach.clone());
        walk.filter_entry(move |entry| {
            let refusal = Passed::refusal(entry, within.as_ref(), rules.no_ignore);
            let passes = refusal.is_none();
            told.locked().extend(refusal);
            passes
        });
        Self {
            passed,
            held: None,
            reach,
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
            let met = self.held.take().unwrap_or_else(|| self.walk.next());
            let found = if let Some(passed) = self.passed.take() {
                self.held = Some(met);
                Some(Err(passed))
            } else {
                match met? {
                    Ok(entry) => self.file(entry),
                    Err(error) => self.unreadable(&error).map(Err),
                }
            };
            if found.is_some() {
                self.found_any = true;
                return found;
            }
        }
    }
}

impl Search {
    fn file(&self, entry: DirEntry) -> Option<Result<PathBuf, Refused>> {
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if !is_file || !self.wants(entry.path()) {
            return None;
        }
        let leads_out = self
            .reach
            .as_ref()
            .and_then(|reach| leads_out(&entry, reach));
        Some(leads_out.map_or_else(|| Ok(entry.into_path()), Err))
    }

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
