//! The checklist that judges: the built-in one, or a user's file on top of it.

use std::path::Path;

use rackready::checklist::{self, Checklist, ChecklistError, RawChecklist};
use rackready::source::tree::Tree;
use rackready::source::{Problem, Refused, Source, yaml};

use super::args::ChecklistArgs;
use super::console::Console;

/// A checklist that is built in, or one that was read.
pub(crate) enum Chosen {
    /// The built-in one.
    BuiltIn(&'static Checklist),
    /// A user's.
    Own(Box<Checklist>),
}

impl std::ops::Deref for Chosen {
    type Target = Checklist;

    fn deref(&self) -> &Checklist {
        match self {
            Self::BuiltIn(checklist) => checklist,
            Self::Own(checklist) => checklist,
        }
    }
}

/// The checklist that was asked for; `None` when its file is wrong, and all of that is told.
pub(crate) fn load(args: &ChecklistArgs, console: &mut Console) -> Option<Chosen> {
    let chosen = match &args.file {
        None => Chosen::BuiltIn(checklist::built_in()),
        Some(file) => match read(file) {
            Ok(own) => Chosen::Own(Box::new(own)),
            Err(refused) => {
                console.refused(&refused);
                return None;
            }
        },
    };
    let from = args
        .file
        .as_ref()
        .map_or("built in".to_owned(), |file| file.display().to_string());
    console.detail(&format!(
        "checklist {} {} ({from})",
        chosen.name, chosen.version
    ));
    Some(chosen)
}

fn read(file: &Path) -> Result<Checklist, Refused> {
    let source = Source::load(file)?;
    let read = yaml::read::<RawChecklist>(&source)
        .and_then(|own| checklist::extend(own).map_err(|errors| problems(&source, &errors)));
    read.map_err(|problems| Refused { source, problems })
}

fn problems(source: &Source, errors: &[ChecklistError]) -> Vec<Problem> {
    let tree = Tree::of(source);
    let problem =
        |e: &ChecklistError| Problem::at(tree.span_of(source, &e.path), e.message.clone());
    let mut problems: Vec<Problem> = errors.iter().map(problem).collect();
    problems.sort();
    problems
}
