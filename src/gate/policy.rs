//! The policy of a repository: what its sites are held to, read from `.rackready.yaml`.

use std::path::{Path, PathBuf};

use globset::GlobSet;

mod raw;

pub use raw::{RawChances, RawGroup, RawLimits, RawPolicy, RawWaiver, schema};

use super::limits::{End, FailOn, Limits, Overlay};
use super::outcome::Place;
use super::place::place;
use crate::checklist::Checklist;
use crate::site::date::Date;
use crate::source::tree::Tree;
use crate::source::{Problem, Source, matcher, shortened};

/// Names of the policy file that is looked for.
pub const FILES: [&str; 2] = [".rackready.yaml", ".rackready.yml"];

/// A folder holds the policy file under both of its names, so that neither can be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("both `{}` and `{}` are in `{}`: keep one", FILES[0], FILES[1], folder.display())]
pub struct TwoPolicies {
    /// The folder.
    pub folder: PathBuf,
}

/// A policy whose every id and glob is resolved.
#[derive(Debug)]
pub struct Policy {
    /// The file as the user sees it.
    pub file: String,
    limits: Overlay,
    groups: Vec<Group>,
    pub(super) waivers: Vec<Waiver>,
}

#[derive(Debug)]
struct Group {
    /// The paths as they are written.
    written: String,
    places: Vec<PathBuf>,
    paths: Vec<GlobSet>,
    limits: Overlay,
}

/// A waiver of the policy.
#[derive(Debug)]
pub(super) struct Waiver {
    pub(super) rule: String,
    pub(super) scope: Scope,
    pub(super) reason: String,
    pub(super) owner: String,
    pub(super) expires: Date,
    pub(super) place: Place,
}

/// The sites for which a waiver counts.
#[derive(Debug)]
pub(super) enum Scope {
    Site(String),
    Path(Option<GlobSet>),
}

impl Scope {
    /// Whether a site is in it. `path` counts from the folder of the policy; a file outside has none.
    pub(super) fn holds(&self, id: &str, path: Option<&str>) -> bool {
        match self {
            Self::Site(site) => site == id,
            Self::Path(globs) => path.is_some_and(|path| globs.iter().any(|g| g.is_match(path))),
        }
    }
}

impl Policy {
    /// Resolves the ids of a policy against a checklist.
    ///
    /// # Errors
    /// Every id in `fail_on` that is none, every bad glob, and waivers without a scope.
    pub fn of(
        raw: &RawPolicy,
        source: &Source,
        checklist: &Checklist,
    ) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader {
            source,
            tree: Tree::of(source),
            checklist,
            problems: Vec::new(),
        };
        let nothing = RawLimits::default();
        let limits = reader.limits(raw.check.as_ref().unwrap_or(&nothing), "check");
        let groups = raw.groups.iter().enumerate().map(|(at, group)| Group {
            written: group.paths.join(", "),
            places: group.paths.iter().map(|glob| place_of(glob)).collect(),
            paths: group
                .paths
                .iter()
                .enumerate()
                .flat_map(|(i, glob)| reader.glob(glob, &format!("groups[{at}].paths[{i}]")))
                .collect(),
            limits: reader.limits(&group.check, &format!("groups[{at}].check")),
        });
        let groups = groups.collect();
        let waivers = raw.waivers.iter().enumerate();
        let waivers = waivers
            .filter_map(|(at, waiver)| reader.waiver(waiver, &format!("waivers[{at}]")))
            .collect();
        if reader.problems.is_empty() {
            Ok(Self {
                file: source.name().to_owned(),
                limits,
                groups,
                waivers,
            })
        } else {
            reader.problems.sort();
            Err(reader.problems)
        }
    }

    /// What a site is held to. `path` counts from the folder of the policy; a file outside has none.
    #[must_use]
    pub(crate) fn limits(&self, path: Option<&str>) -> Limits {
        let of_all = Limits::default().with(&self.limits);
        let groups = self.groups.iter().filter(|group| {
            path.is_some_and(|path| group.paths.iter().any(|glob| glob.is_match(path)))
        });
        groups.fold(of_all, |limits, group| limits.with(&group.limits))
    }

    /// The paths of groups, as they are written, that hold none of the files though the run asked for them. `files`
    /// count from the folder of the policy, as does the place that is asked about: a path up to its first wildcard.
    #[must_use]
    pub fn idle_groups(&self, files: &[&str], is_asked_for: impl Fn(&Path) -> bool) -> Vec<&str> {
        let holds = |group: &&Group| {
            let mut all = files.iter();
            all.any(|file| group.paths.iter().any(|glob| glob.is_match(file)))
        };
        let asked = |group: &&Group| group.places.iter().any(|place| is_asked_for(place));
        let idle = self.groups.iter().filter(|g| !holds(g) && asked(g));
        idle.map(|group| group.written.as_str()).collect()
    }
}

/// The steps of a glob before its first wildcard.
fn place_of(glob: &str) -> PathBuf {
    let is_plain = |step: &&str| !step.contains(['*', '?', '[', '{']);
    glob.split('/').take_while(is_plain).collect()
}

/// Resolves the parts of a policy; what is wrong is collected, so that all of it is told at once.
struct Reader<'a> {
    source: &'a Source,
    tree: Tree,
    checklist: &'a Checklist,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn fail(&mut self, path: &str, message: String, help: String) {
        let span = self.tree.span_of(self.source, path);
        self.problems.push(Problem::at(span, message).help(help));
    }

    fn limits(&mut self, raw: &RawLimits, path: &str) -> Overlay {
        let fail_on = raw.fail_on.as_ref().map(|words| {
            let words = words.iter().enumerate();
            let known = words.filter_map(|(at, word)| match FailOn::of(word, self.checklist) {
                Ok(known) => Some(known),
                Err((message, help)) => {
                    self.fail(&format!("{path}.fail_on[{at}]"), message, help);
                    None
                }
            });
            known.collect()
        });
        Overlay {
            on: raw.on.as_deref().and_then(End::of),
            allow_open: raw.allow_open,
            asked: raw.asked(),
            fail_on,
        }
    }

    /// The glob, and the one for all below it in case it is a folder.
    fn glob(&mut self, text: &str, path: &str) -> Option<GlobSet> {
        let text = text.strip_prefix("./").unwrap_or(text);
        if Path::new(text).is_absolute() || text.split('/').any(|step| step == "..") {
            let message = format!("`{text}` leads out of the folder of the policy");
            let help =
                "paths count from that folder, such as `sites/` or `**/pilot-*.yaml`".to_owned();
            self.fail(path, message, help);
            return None;
        }
        let below = format!("{}/**", text.trim_end_matches('/'));
        let made = matcher(&[text, &below]);
        made.map_err(|why| {
            let message = format!("`{}` is no glob that is read: {why}", shortened(text, 40));
            let help = "`*` stands for a part of a name, `**` for folders".to_owned();
            self.fail(path, message, help);
        })
        .ok()
    }

    fn waiver(&mut self, raw: &RawWaiver, path: &str) -> Option<Waiver> {
        let scope = match (&raw.site, &raw.path) {
            (Some(site), None) => Scope::Site(site.clone()),
            (None, Some(glob)) => Scope::Path(self.glob(glob, &format!("{path}.path"))),
            (Some(_), Some(_)) => {
                let message = "this waiver has both `site` and `path`".to_owned();
                self.fail(&format!("{path}.path"), message, "keep one".to_owned());
                return None;
            }
            (None, None) => {
                let message = "this waiver does not say for which site it counts".to_owned();
                let help = "add `site:` with an id, or `path:` with a glob".to_owned();
                self.fail(path, message, help);
                return None;
            }
        };
        let at = format!("{path}.requirement");
        let span = self.tree.span_of(self.source, &at);
        Some(Waiver {
            rule: raw.requirement.clone(),
            scope,
            reason: raw.reason.clone(),
            owner: raw.owner.clone(),
            expires: raw.expires,
            place: place(self.source.name(), Some(self.source), span, &at),
        })
    }
}

/// The policy file that holds in a folder: the nearest on the way up to the root of the repository, which holds
/// `.git`. Outside of a repository only the folder itself is looked into.
///
/// # Errors
/// When the nearest folder that has one has it under both names.
pub fn find(folder: &Path) -> Result<Option<PathBuf>, TwoPolicies> {
    let root = folder.ancestors().position(|at| at.join(".git").exists());
    for folder in folder.ancestors().take(root.unwrap_or(0) + 1) {
        let files = FILES.map(|name| folder.join(name));
        let mut there = files.into_iter().filter(|file| file.is_file());
        match (there.next(), there.next()) {
            (Some(_), Some(_)) => {
                let folder = folder.to_owned();
                return Err(TwoPolicies { folder });
            }
            (Some(file), None) => return Ok(Some(file)),
            (None, _) => {}
        }
    }
    Ok(None)
}
