//! The sites that a command is about: found, read, judged. A bad file is told and does not stop the others.

use std::io;

use anyhow::Context;
use rackready::portfolio::collect::{Collection, Found, Input, Wanted};
use rackready::report::{FileError, SiteReport, Style, problems};
use rackready::site::{self, Site};
use rackready::source::tree::Tree;
use rackready::source::{MAX_BYTES, Problem, Refused, Source};
use rackready::target::{TargetError, catalog};

use super::args::SiteArgs;
use super::console::Console;
use super::judge::Judge;
use super::{Outcome, checklists};

/// What became of the inputs of a run. A bad one is told at once and does not stop the others.
#[derive(Default)]
pub(crate) struct Tally {
    /// Number of sites that were read.
    pub(crate) sites: usize,
    /// What is wrong with the others.
    pub(crate) errors: Vec<FileError>,
    refused: usize,
    some_empty: bool,
}

impl Tally {
    /// Counts what came of an input, and gives its site where there is one.
    pub(crate) fn take<T>(&mut self, taken: Taken<T>, console: &mut Console) -> Option<T> {
        match taken {
            Taken::Site(site) => {
                self.sites += 1;
                return Some(site);
            }
            Taken::Refused(refused) => {
                console.refused(&refused);
                self.refused += 1;
                self.errors
                    .extend(problems::errors(&refused.source, &refused.problems));
            }
            Taken::Nothing(why) => {
                console.note(&format!("nothing to evaluate: {why}"));
                self.some_empty = true;
            }
        }
        None
    }

    /// Whether the run was about one site.
    pub(crate) fn is_one_site(&self) -> bool {
        self.sites == 1 && self.refused == 0
    }

    /// Says how many could not be judged, and how the run ended.
    pub(crate) fn outcome(&self, some_failed: bool, console: &mut Console) -> Outcome {
        let all = self.refused + self.sites;
        if self.refused > 0 && all > 1 {
            console.error(&format!("{} of {all} files cannot be scored", self.refused));
        }
        Outcome::of(self.refused > 0, some_failed, self.some_empty)
    }
}

/// What came of an input.
pub(crate) enum Taken<T> {
    /// A site, or what was made of it.
    Site(T),
    /// It cannot be read.
    Refused(Refused),
    /// There was nothing in it.
    Nothing(String),
}

/// Reads what was found.
pub(crate) fn read(found: Found) -> Taken<Loaded> {
    match found {
        Found::Nothing(why) => Taken::Nothing(why),
        Found::Unreadable(refused) => Taken::Refused(refused),
        Found::Input(input) => match load(&input) {
            Ok(loaded) => Taken::Site(loaded),
            Err(refused) => Taken::Refused(refused),
        },
    }
}

/// Sites that could be read.
pub(crate) struct Sites {
    loaded: Vec<Loaded>,
    /// What became of the rest.
    pub(crate) tally: Tally,
}

impl Sites {
    /// Reads all that is asked for.
    pub(crate) fn read(args: &SiteArgs, console: &mut Console) -> anyhow::Result<Self> {
        let mut tally = Tally::default();
        let collection = collection(args)?;
        let inputs = collection.inputs();
        let loaded = inputs
            .filter_map(|found| tally.take(read(found), console))
            .collect();
        Ok(Self { loaded, tally })
    }

    /// Id, file and site of each that could be read.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&str, &str, &Site)> {
        let loaded = self.loaded.iter();
        loaded.map(|l| (l.id.as_str(), l.source.name(), &l.site))
    }

    /// Judges every site.
    pub(crate) fn reports<'a>(
        &'a self,
        judge: &'a Judge,
        console: &mut Console,
    ) -> Result<Vec<SiteReport<'a>>, TargetError> {
        let empty = judge.empty_file();
        let reports: Vec<SiteReport> = self
            .loaded
            .iter()
            .map(|site| judge.report(site, &empty, true))
            .collect::<Result<_, _>>()?;
        warn_of_equal_ids(&reports, console);
        for report in &reports {
            let (target, chosen) = (report.assessment.target.id(), report.chosen.word());
            console.detail(&format!("{}: target {target} ({chosen})", report.file));
        }
        Ok(reports)
    }
}

/// A site, the text it was read from, and its short name.
pub(crate) struct Loaded {
    pub(crate) id: String,
    pub(crate) source: Source,
    pub(crate) site: Site,
}

/// What the arguments ask for.
pub(crate) fn collection(args: &SiteArgs) -> anyhow::Result<Collection> {
    Collection::new(Wanted {
        paths: args.paths.clone(),
        files_from: args.files_from.clone(),
        no_ignore: args.no_ignore,
        stdin_filename: args.stdin_filename.clone(),
    })
    .context("--files-from")
}

fn load(input: &Input) -> Result<Loaded, Refused> {
    let source = if input.is_stdin {
        let name = input.path.display().to_string();
        Source::read(&name, io::stdin().lock(), MAX_BYTES)?
    } else {
        Source::load(&input.path)?
    };
    let checked = site::read::read(&source).and_then(|site| match target_problem(&source, &site) {
        None => Ok(site),
        Some(problem) => Err(vec![problem]),
    });
    match checked {
        Ok(site) => {
            let stem = input
                .path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned());
            let id = site.id.get().cloned().or(stem).unwrap_or_default();
            Ok(Loaded { id, source, site })
        }
        Err(problems) => Err(Refused { source, problems }),
    }
}

/// What is wrong with the target that a file asks for. A wrong file stays wrong where `--target` overrides it.
fn target_problem(source: &Source, site: &Site) -> Option<Problem> {
    let error = catalog().target(site.target.get()?).err()?;
    let span = checklists::span(source, &Tree::of(source), "target");
    Some(match error {
        TargetError::Unknown {
            kind,
            name,
            nearest,
            known,
        } => {
            let help = nearest.map_or(format!("known: {known}"), |near| {
                format!("did you mean `{near}`?")
            });
            Problem::at(span, format!("no {kind} is called `{name}`")).help(help)
        }
        shape @ TargetError::Shape(_) => Problem::at(span, shape.to_string()),
    })
}

/// Reports below each other, with a rule between two.
pub(crate) fn in_turn(
    reports: &[SiteReport],
    style: &Style,
    text: impl Fn(&SiteReport) -> String,
) -> String {
    let rule = format!("\n{}\n\n", "─".repeat(style.width));
    reports.iter().map(text).collect::<Vec<_>>().join(&rule)
}

/// Sites are told apart by their files, but whoever joins by id should know.
fn warn_of_equal_ids(reports: &[SiteReport], console: &mut Console) {
    for (at, report) in reports.iter().enumerate() {
        if let Some(earlier) = reports[..at].iter().find(|earlier| earlier.id == report.id) {
            console.warning(&format!(
                "`{}` and `{}` both have the id `{}`",
                earlier.file, report.file, report.id
            ));
        }
    }
}
