//! The policy of a run: the file it stands in, and how files lie from there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use rackready::checklist::Checklist;
use rackready::gate::check::slashed;
use rackready::gate::policy::{self, Policy, RawPolicy, TwoPolicies};
use rackready::source::{Problem, Refused, Source};

use super::args::{CheckArgs, JudgeArgs};

/// A policy file that was found, and its folder.
pub(super) struct PolicyFile {
    pub(super) folder: PathBuf,
    source: Source,
    raw: RawPolicy,
}

impl PolicyFile {
    /// The one that was asked for, or the nearest on the way up.
    pub(super) fn read(args: &CheckArgs) -> Result<Option<Self>, Refused> {
        let file = match &args.policy {
            _ if args.isolated => None,
            Some(file) => Some(file.clone()),
            None => nearest()?,
        };
        file.map(|file| Self::at(&file)).transpose()
    }

    /// The one in a file.
    pub(super) fn at(file: &Path) -> Result<Self, Refused> {
        let source = Source::load(file)?;
        match RawPolicy::read(&source) {
            Ok(raw) => Ok(Self {
                folder: file.parent().map(Path::to_owned).unwrap_or_default(),
                source,
                raw,
            }),
            Err(problems) => Err(Refused { source, problems }),
        }
    }

    /// The arguments with what the policy says where they say nothing.
    pub(super) fn fill(&self, mut args: JudgeArgs) -> JudgeArgs {
        let path = |text: &Option<String>| text.as_ref().map(|text| self.folder.join(text));
        args.target = args.target.or_else(|| self.raw.target.clone());
        args.checklist.file = args.checklist.file.or_else(|| path(&self.raw.checklist));
        args.prices.file = args.prices.file.or_else(|| path(&self.raw.prices));
        let market = &mut args.money.market.file;
        *market = market.take().or_else(|| path(&self.raw.market));
        let typical = &mut args.draws.typical.file;
        *typical = typical.take().or_else(|| path(&self.raw.typical));
        args
    }

    pub(super) fn resolve(&self, checklist: &Checklist) -> Result<Policy, Refused> {
        Policy::of(&self.raw, &self.source, checklist).map_err(|problems| Refused {
            source: self.source.clone(),
            problems,
        })
    }

    /// The baseline that it names.
    pub(super) fn baseline(&self) -> Option<PathBuf> {
        Some(self.folder.join(self.raw.baseline.as_ref()?))
    }

    /// Files by their names in a report, as they lie from the folder of the policy.
    pub(super) fn paths<'a>(
        &self,
        files: impl Iterator<Item = &'a str>,
    ) -> BTreeMap<String, String> {
        let folder = real(&self.folder);
        let below = files.filter_map(|file| {
            let path = real(Path::new(file));
            let steps = path.strip_prefix(&folder).ok()?.components();
            let steps: Vec<_> = steps.map(|s| s.as_os_str().to_string_lossy()).collect();
            Some((slashed(file), steps.join("/")))
        });
        below.collect()
    }
}

/// The nearest policy file on the way up, as seen from here.
fn nearest() -> Result<Option<PathBuf>, Refused> {
    let Ok(here) = std::env::current_dir() else {
        return Ok(None);
    };
    let seen = |folder: &Path| -> PathBuf {
        let up = here
            .strip_prefix(folder)
            .map_or(0, |below| below.components().count());
        std::iter::repeat_n("..", up).collect()
    };
    match policy::find(&here) {
        Ok(found) => Ok(found.map(|file| {
            let folder = seen(file.parent().unwrap_or(&here));
            folder.join(file.file_name().unwrap_or_default())
        })),
        Err(TwoPolicies { folder }) => {
            let folder = Path::new(".").join(seen(&folder));
            let name = folder.join(policy::FILES[0]).display().to_string();
            let problem = Problem::of_file(TwoPolicies { folder }.to_string());
            Err(Refused::unread(&name, problem))
        }
    }
}

/// A path from the root without links and `..`; as far as words go where there is no such file.
pub(super) fn real(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    // Standard input goes by a name that need not exist: it lies in the folder it names.
    let mut whole = fs::canonicalize(".").unwrap_or_default();
    for step in path.components() {
        match step {
            Component::ParentDir => drop(whole.pop()),
            Component::CurDir => {}
            other => whole.push(other),
        }
    }
    whole
}
