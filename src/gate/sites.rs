//! The sites of a check, one after the other, as often as a format asks for them.

use std::io;

use serde::{Serialize, Serializer};

use super::outcome::SiteCheck;
use crate::spool::{Each, Spool, list_of};

/// Sites in the order of the input, wherever they wait.
pub trait Sites: Each<SiteCheck> + Serialize {}

impl<S: Each<SiteCheck> + Serialize> Sites for S {}

/// Sites that wait outside of memory, as their JSON.
#[derive(Debug, Default)]
pub struct Waiting(Spool);

impl Waiting {
    /// Puts a site behind the others.
    ///
    /// # Errors
    /// When the folder of temporary files takes no more.
    pub fn push(&mut self, site: &SiteCheck) -> io::Result<()> {
        self.0.push(&serde_json::to_vec(site)?).map(drop)
    }

    /// Each of them in turn, to be changed by whoever takes it.
    ///
    /// # Errors
    /// As [`Each::each`].
    pub fn each_owned(&self, take: &mut dyn FnMut(SiteCheck) -> io::Result<()>) -> io::Result<()> {
        self.0.each(|site| take(serde_json::from_slice(site)?))
    }
}

impl Each<SiteCheck> for Waiting {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn each(&self, take: &mut dyn FnMut(&SiteCheck) -> io::Result<()>) -> io::Result<()> {
        self.each_owned(&mut |site| take(&site))
    }
}

impl Serialize for Waiting {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        list_of(self, to)
    }
}
