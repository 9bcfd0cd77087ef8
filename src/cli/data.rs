//! Data that decides numbers: what is built in, or a user's file.

use std::ops::Deref;
use std::path::Path;

use rackready::source::{Problem, Refused, Source};

use super::console::Console;

/// Data that is built in, or a user's own.
pub(crate) enum Data<T: 'static> {
    BuiltIn(&'static T),
    Own(Box<T>),
}

impl<T> Deref for Data<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::BuiltIn(data) => data,
            Self::Own(data) => data,
        }
    }
}

/// The data that was asked for; `None` when its file is wrong, and all of that is told.
pub(crate) fn load<T>(
    file: Option<&Path>,
    built_in: &'static T,
    read: impl Fn(&Source) -> Result<T, Vec<Problem>>,
    console: &mut Console,
) -> Option<Data<T>> {
    let Some(file) = file else {
        return Some(Data::BuiltIn(built_in));
    };
    let own = Source::load(file)
        .and_then(|source| read(&source).map_err(|problems| Refused { source, problems }));
    match own {
        Ok(own) => Some(Data::Own(Box::new(own))),
        Err(refused) => {
            console.refused(&refused);
            None
        }
    }
}
