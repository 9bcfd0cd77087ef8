//! Data that decides numbers: what is built in, or a user's file.

use std::path::Path;

use rackready::source::{Problem, Refused, Source};

use super::console::Console;

/// The data that was asked for; `None` when its file is wrong, and all of that is told.
///
/// It is loaded once and judges until the program ends, so it is never given back.
pub(crate) fn load<T>(
    file: Option<&Path>,
    built_in: &'static T,
    read: impl Fn(&Source) -> Result<T, Vec<Problem>>,
    console: &mut Console,
) -> Option<&'static T> {
    let Some(file) = file else {
        return Some(built_in);
    };
    if !console.spares(file) {
        return None;
    }
    let own = Source::load(file)
        .and_then(|source| read(&source).map_err(|problems| Refused { source, problems }));
    match own {
        Ok(own) => Some(kept(own)),
        Err(refused) => {
            console.refused(&refused);
            None
        }
    }
}

/// A value that is there until the program ends.
pub(crate) fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
