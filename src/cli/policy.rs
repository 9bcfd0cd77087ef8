//! The policy of a run: the file it stands in, and how files lie from there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rackready::checklist::Checklist;
use rackready::gate::check::slashed;
use rackready::gate::policy::{self, Policy, RawPolicy, TwoPolicies};
use rackready::source::{Problem, Reach, Refused, Source, real};

use super::args::{CheckArgs, JudgeArgs};

/// A policy file that was found, and its folder.
pub(super) struct PolicyFile {
    pub(super) file: PathBuf,
    pub(super) folder: PathBuf,
    source: Source,
    raw: RawPolicy,
    /// Whether it may name files anywhere.
    trusts: bool,
}

impl PolicyFile {
    /// The one that was asked for, or the nearest on the way up.
    pub(super) fn read(args: &CheckArgs) -> Result<Option<Self>, Refused> {
        let file = match &args.policy {
            _ if args.isolated => None,
            Some(file) => Some(file.clone()),
            None => nearest()?,
        };
        let trusts = args.sites.files.trust_paths;
        if let Some(file) = file.as_ref().filter(|_| args.policy.is_none() && !trusts) {
            stays(file)?;
        }
        file.map(|file| Self::at(&file, trusts)).transpose()
    }

    /// The one in a file; whether it may name files anywhere.
    pub(super) fn at(file: &Path, trusts: bool) -> Result<Self, Refused> {
        let source = Source::load(file)?;
        match RawPolicy::read(&source) {
            Ok(raw) => Ok(Self {
                file: file.to_owned(),
                folder: file.parent().map(Path::to_owned).unwrap_or_default(),
                source,
                raw,
                trusts,
            }),
            Err(problems) => Err(Refused { source, problems }),
        }
    }

    /// The arguments with what the policy says where they say nothing.
    ///
    /// # Errors
    /// When it names a file out of its reach.
    pub(super) fn fill(&self, mut args: JudgeArgs) -> Result<JudgeArgs, Refused> {
        args.target = args.target.or_else(|| self.raw.target.clone());
        for (asked, named, key) in [
            (&mut args.checklist.file, &self.raw.checklist, "checklist"),
            (&mut args.prices.file, &self.raw.prices, "prices"),
            (&mut args.money.market.file, &self.raw.market, "market"),
            (&mut args.draws.typical.file, &self.raw.typical, "typical"),
        ] {
            let is_read = key != "market" || !args.money.without_economics;
            if asked.is_none() && is_read {
                *asked = self.named(named.as_ref(), key)?;
            }
        }
        Ok(args)
    }

    /// The arguments with what the policy says where they say nothing, and the baseline that it names, if it is read.
    ///
    /// # Errors
    /// When it names a file out of its reach.
    pub(super) fn names(&self, args: &CheckArgs) -> Result<(JudgeArgs, Option<PathBuf>), Refused> {
        let is_read = args.baseline.is_none() && args.write_baseline.is_none();
        let baseline = self.raw.baseline.as_ref().filter(|_| is_read);
        let baseline = self.named(baseline, "baseline")?;
        Ok((self.fill(args.sites.judge.clone())?, baseline))
    }

    /// Whether it lets gates pass that a missing fact leaves open, where it says so.
    pub(super) fn allows_open(&self) -> Option<bool> {
        self.raw.check.as_ref()?.allow_open
    }

    /// A file that it names under a key.
    fn named(&self, path: Option<&String>, key: &str) -> Result<Option<PathBuf>, Refused> {
        let Some(path) = path.map(|path| self.folder.join(path)) else {
            return Ok(None);
        };
        if !self.trusts {
            Reach::of(&self.folder).check(&path, &self.source, key)?;
        }
        Ok(Some(path))
    }

    pub(super) fn resolve(&self, checklist: &Checklist) -> Result<Policy, Refused> {
        Policy::of(&self.raw, &self.source, checklist).map_err(|problems| Refused {
            source: self.source.clone(),
            problems,
        })
    }

    /// Files by their names in a report, as they lie from the folder of the policy.
    pub(super) fn paths(
        &self,
        files: impl Iterator<Item = impl AsRef<str>>,
    ) -> BTreeMap<String, String> {
        let folder = real(&self.folder);
        let below = files.filter_map(|file| {
            let file = file.as_ref();
            let path = real(Path::new(file));
            let steps = path.strip_prefix(&folder).ok()?.components();
            let steps: Vec<_> = steps.map(|s| s.as_os_str().to_string_lossy()).collect();
            Some((slashed(file), steps.join("/")))
        });
        below.collect()
    }
}

/// A policy that nobody named is read where it lies, and not where a link leads.
fn stays(file: &Path) -> Result<(), Refused> {
    let folder = file.parent().unwrap_or(Path::new(""));
    if Reach::of(folder).holds(file) {
        return Ok(());
    }
    let problem = Problem::of_file("this link leads out of the repository")
        .help("name the policy by --policy, or trust it by --trust-paths".to_owned());
    Err(Refused::unread(&file.display().to_string(), problem))
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
