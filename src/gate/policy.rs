//! The policy of a repository: what its sites are held to, read from `.rackready.yaml`.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;

use super::limits::{End, FailOn, Limits, Overlay};
use super::outcome::Place;
use super::place::place;
use super::reading;
use crate::checklist::Checklist;
use crate::hosting::catalog;
use crate::rules::limits::{Asked, Limit};
use crate::site::date::Date;
use crate::site::fact::Stated;
use crate::source::tree::Tree;
use crate::source::{Problem, Source, yaml};

/// Names of the policy file that is looked for.
pub const FILES: [&str; 2] = [".rackready.yaml", ".rackready.yml"];

/// A folder holds the policy file under both of its names, so that neither can be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("both `{}` and `{}` are in `{}`: keep one", FILES[0], FILES[1], folder.display())]
pub struct TwoPolicies {
    /// The folder.
    pub folder: PathBuf,
}

/// A policy file as written. Paths in it count from its folder.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPolicy {
    /// Version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub version: u32,
    /// What is to be hosted, in place of what a site file names: hardware, hardware/tenant or
    /// hardware/tenant/workload.
    pub target: Option<String>,
    /// Checklist of your own, a path.
    pub checklist: Option<String>,
    /// Prices of your own, a path.
    pub prices: Option<String>,
    /// Priors of your own, a path.
    pub typical: Option<String>,
    /// What every site is held to.
    pub check: Option<RawLimits>,
    /// Baseline, a path: what it holds fails nothing.
    pub baseline: Option<String>,
    /// What groups of sites are held to; a later group overrides an earlier one key by key.
    #[serde(default)]
    pub groups: Vec<RawGroup>,
    /// Findings that may stand for a while.
    #[serde(default)]
    pub waivers: Vec<RawWaiver>,
}

/// What sites are held to beside gates and contradictions, which always count.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLimits {
    /// The end that numbers are read at: worst, p10 (of money and months P90) or expected (the mean of a score, P50 of
    /// MW, money and months); worst when left out.
    #[schemars(extend("enum" = End::WORDS))]
    pub on: Option<String>,
    /// Whether gates pass that a missing fact leaves open.
    pub allow_open: Option<bool>,
    /// Least convertibility, points.
    #[schemars(range(min = 0, max = 100))]
    pub min_score: Option<f64>,
    /// Least critical IT MW after the plan.
    #[schemars(range(min = 0))]
    pub min_mw: Option<f64>,
    /// Most that each critical IT MW may cost the owner, M$.
    #[schemars(range(min = 0))]
    pub max_cost_per_mw_musd: Option<f64>,
    /// Most months to the first MW.
    #[schemars(range(min = 0))]
    pub max_months: Option<f64>,
    /// Gaps that fail: those of a severity (blocker, major, minor, info) or worse, of a category, or of one
    /// requirement; `waiver.unused` for waivers that cover nothing.
    pub fail_on: Option<Vec<String>>,
}

impl RawLimits {
    fn asked(&self) -> Asked {
        let numbers = [
            (Limit::MinScore, self.min_score),
            (Limit::MinMw, self.min_mw),
            (Limit::MaxCostPerMw, self.max_cost_per_mw_musd),
            (Limit::MaxMonths, self.max_months),
        ];
        numbers.into_iter().collect()
    }
}

/// A group of sites.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGroup {
    /// Globs such as `sites/texas/*.yaml`; a folder means all below it.
    #[schemars(length(min = 1))]
    pub paths: Vec<String>,
    /// What the group is held to.
    pub check: RawLimits,
}

/// A finding that may stand for a while.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWaiver {
    /// Id of the requirement, contradiction or threshold.
    pub requirement: String,
    /// Id of the site for which it counts; either this or `path`.
    pub site: Option<String>,
    /// Glob of the site files for which it counts.
    pub path: Option<String>,
    /// Why it may stand.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Last day on which it counts; of a month or year its last day.
    #[serde(deserialize_with = "date")]
    #[schemars(with = "String", regex(pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))]
    pub expires: Date,
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    Date::read(from)?.ok_or_else(|| D::Error::custom("a waiver ends on a day"))
}

/// The schema of a policy file, JSON Schema draft-07.
#[must_use]
pub fn schema() -> Value {
    let settings = SchemaSettings::draft07().with(|s| s.inline_subschemas = true);
    let generator = settings.into_generator();
    generator.into_root_schema_for::<RawPolicy>().to_value()
}

impl RawPolicy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// Everything wrong with its keys and values, in the order of the text. Ids of the checklist are looked up
    /// by [`Policy::of`], since the policy may name the checklist.
    pub fn read(source: &Source) -> Result<Self, Vec<Problem>> {
        let typed = yaml::read::<Self>(source);
        let tree = Tree::of(source);
        let mut problems = match &typed {
            // Behind a syntax error nothing is certain.
            Err(complaint) if !tree.complete || !tree.problems.is_empty() => {
                let syntax = yaml::syntax_problem(source).map(|problem| vec![problem]);
                return Err(syntax.unwrap_or_else(|| complaint.clone()));
            }
            _ => reading::explain(source, &tree, &schema()),
        };
        let target = tree
            .root
            .as_ref()
            .and_then(|root| root.get("target")?.text());
        problems.extend(target.and_then(|id| target_problem(source, &tree, id)));
        problems.sort();
        match typed {
            Ok(policy) if problems.is_empty() => Ok(policy),
            Err(complaint) if problems.is_empty() => Err(complaint),
            _ => Err(problems),
        }
    }
}

fn target_problem(source: &Source, tree: &Tree, id: &str) -> Option<Problem> {
    let error = catalog().target(id).err()?;
    let span = tree.span_of(source, "target");
    Some(error.at(span))
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
    paths: Vec<GlobMatcher>,
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
    Path(Vec<GlobMatcher>),
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
    fn glob(&mut self, text: &str, path: &str) -> Vec<GlobMatcher> {
        let text = text.strip_prefix("./").unwrap_or(text);
        if Path::new(text).is_absolute() || text.split('/').any(|step| step == "..") {
            let message = format!("`{text}` leads out of the folder of the policy");
            let help =
                "paths count from that folder, such as `sites/` or `**/pilot-*.yaml`".to_owned();
            self.fail(path, message, help);
            return Vec::new();
        }
        let below = format!("{}/**", text.trim_end_matches('/'));
        let globs = [text, &below].map(|glob| {
            let mut builder = GlobBuilder::new(glob);
            builder.literal_separator(true).build()
        });
        let mut matchers = Vec::new();
        for glob in globs {
            match glob {
                Ok(glob) => matchers.push(glob.compile_matcher()),
                Err(error) => {
                    let message = format!("`{text}` is no glob: {}", error.kind());
                    let help = "`*` stands for a part of a name, `**` for folders".to_owned();
                    self.fail(path, message, help);
                    break;
                }
            }
        }
        matchers
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
