//! The sites that a command is about: found, read, judged. A bad file is told and does not stop the others.

use std::io;

use anyhow::Context;
use rackready::assess::{self, Chosen};
use rackready::checklist::Checklist;
use rackready::plan::PriceList;
use rackready::portfolio::collect::{Collection, Found, Input, Wanted};
use rackready::report::{FileError, SiteReport, Style, problems};
use rackready::site::{Site, read};
use rackready::source::tree::Tree;
use rackready::source::{MAX_BYTES, Problem, Refused, Source};
use rackready::target::{Target, TargetError, catalog};

use super::args::SiteArgs;
use super::console::Console;
use super::{Outcome, checklists, prices};

/// Sites that could be read, and all that judges them.
pub(crate) struct Sites {
    checklist: checklists::Chosen,
    prices: prices::Chosen,
    target: Option<Target<'static>>,
    loaded: Vec<Loaded>,
    refused: Vec<Refused>,
    some_empty: bool,
}

impl Sites {
    /// Reads all that is asked for; `None` when checklist or prices are wrong, and all of that is told.
    pub(crate) fn read(args: &SiteArgs, console: &mut Console) -> anyhow::Result<Option<Self>> {
        let target = args
            .target
            .as_deref()
            .map(|id| catalog().target(id))
            .transpose()
            .context("--target")?;
        let checklist = checklists::load(&args.checklist, console);
        let prices = prices::load(&args.prices, console);
        let (Some(checklist), Some(prices)) = (checklist, prices) else {
            return Ok(None);
        };
        let collection = collection(args)?;
        let (mut loaded, mut refused, mut some_empty) = (Vec::new(), Vec::new(), false);
        for found in collection.inputs() {
            match found {
                Found::Nothing(why) => {
                    console.note(&format!("nothing to evaluate: {why}"));
                    some_empty = true;
                }
                Found::Unreadable(problems) => refused.push(problems),
                Found::Input(input) => {
                    console.detail(&format!("reading {}", input.path.display()));
                    match load(&input) {
                        Ok(site) => loaded.push(site),
                        Err(problems) => refused.push(problems),
                    }
                }
            }
        }
        refused.iter().for_each(|refused| console.refused(refused));
        Ok(Some(Self {
            checklist,
            prices,
            target,
            loaded,
            refused,
            some_empty,
        }))
    }

    /// The checklist that judges.
    pub(crate) fn checklist(&self) -> &Checklist {
        &self.checklist
    }

    /// The prices of every plan.
    pub(crate) fn prices(&self) -> &PriceList {
        &self.prices
    }

    /// Judges every site.
    pub(crate) fn reports(
        &self,
        console: &mut Console,
    ) -> Result<Vec<SiteReport<'_>>, TargetError> {
        let reports: Vec<SiteReport> = self
            .loaded
            .iter()
            .map(|site| report(site, self.target, &self.checklist, &self.prices))
            .collect::<Result<_, _>>()?;
        warn_of_equal_ids(&reports, console);
        for report in &reports {
            let (target, chosen) = (report.assessment.target.id(), report.chosen.word());
            console.detail(&format!("{}: target {target} ({chosen})", report.file));
        }
        Ok(reports)
    }

    /// What is wrong with files that could not be read.
    pub(crate) fn errors(&self) -> Vec<FileError> {
        self.refused
            .iter()
            .flat_map(|r| problems::errors(&r.source, &r.problems))
            .collect()
    }

    /// Counts what could not be judged, and says how the run ended.
    pub(crate) fn outcome(&self, some_failed: bool, console: &mut Console) -> Outcome {
        let all = self.refused.len() + self.loaded.len();
        if !self.refused.is_empty() && all > 1 {
            console.error(&format!(
                "{} of {all} files cannot be scored",
                self.refused.len()
            ));
        }
        Outcome::of(!self.refused.is_empty(), some_failed, self.some_empty)
    }
}

/// A site, the text it was read from, and its short name.
struct Loaded {
    id: String,
    source: Source,
    site: Site,
}

/// What the arguments ask for.
fn collection(args: &SiteArgs) -> anyhow::Result<Collection> {
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
    let checked = read::read(&source).and_then(|site| match target_problem(&source, &site) {
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

fn report<'a>(
    loaded: &'a Loaded,
    asked: Option<Target<'a>>,
    checklist: &'a Checklist,
    prices: &PriceList,
) -> Result<SiteReport<'a>, TargetError> {
    let Loaded { id, source, site } = loaded;
    let (target, chosen) = match asked {
        Some(target) => (target, Chosen::ByUser),
        None => assess::choose_target(site, catalog(), checklist)?,
    };
    Ok(SiteReport {
        id: id.clone(),
        name: site.name.get().unwrap_or(id).clone(),
        file: source.name().to_owned(),
        site,
        source: Some(source),
        chosen,
        assessment: assess::assess_at(site, target, checklist, prices),
        fit: assess::fit(site, catalog(), checklist),
        empty: assess::brief(&Site::default(), target, checklist).convertibility,
        answers: None,
        start: None,
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
