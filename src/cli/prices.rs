//! The prices of a plan: the built-in ones, or a user's in their place.

use std::path::Path;

use rackready::plan::prices::PriceError;
use rackready::plan::{PriceList, UserPrices, built_in};
use rackready::source::tree::Tree;
use rackready::source::{Problem, Refused, Source, yaml};

use super::args::PriceArgs;
use super::console::Console;

/// A price list that is built in, or one that was read.
pub(crate) enum Chosen {
    /// The built-in one.
    BuiltIn(&'static PriceList),
    /// A user's.
    Own(Box<PriceList>),
}

impl std::ops::Deref for Chosen {
    type Target = PriceList;

    fn deref(&self) -> &PriceList {
        match self {
            Self::BuiltIn(list) => list,
            Self::Own(list) => list,
        }
    }
}

/// The prices that were asked for; `None` when their file is wrong, and all of that is told.
pub(crate) fn load(args: &PriceArgs, console: &mut Console) -> Option<Chosen> {
    let chosen = match &args.file {
        None => Chosen::BuiltIn(built_in()),
        Some(file) => match read(file) {
            Ok(own) => Chosen::Own(Box::new(own)),
            Err(refused) => {
                console.refused(&refused);
                return None;
            }
        },
    };
    console.detail(&format!("prices {}", chosen.version));
    Some(chosen)
}

fn read(file: &Path) -> Result<PriceList, Refused> {
    let source = Source::load(file)?;
    let read = yaml::read::<UserPrices>(&source).and_then(|own| {
        built_in()
            .with(own)
            .map_err(|errors| problems(&source, &errors))
    });
    read.map_err(|problems| Refused { source, problems })
}

fn problems(source: &Source, errors: &[PriceError]) -> Vec<Problem> {
    let tree = Tree::of(source);
    let problem = |e: &PriceError| Problem::at(tree.span_of(source, &e.path), e.message.clone());
    let mut problems: Vec<Problem> = errors.iter().map(problem).collect();
    problems.sort();
    problems
}
