//! Records of sites that wait outside of memory, for ends that show each of them once more.

use std::io;

use rackready::assess::Method;
use rackready::record::{self, KnownLine, Legend, SiteRecord};
use rackready::report::site::json;
use rackready::spool::{Each, list_of};
use serde::{Serialize, Serializer};

use super::assembly::Held;

/// How the text of a record that waited is called, should it not be read again.
const NAME: &str = "a record that waited";

/// The piece of a site: its record as a saved report has it, with all that explains it.
pub(super) fn piece(site: &SiteRecord, method: &Method) -> anyhow::Result<Vec<u8>> {
    let known = KnownLine::default();
    let mut out = Vec::new();
    json::write_legend_line(&Legend::of(site), method, known, &mut out)?;
    json::write_line(site, method, known, &mut out)?;
    Ok(out)
}

/// Records in the order in which their pieces wait.
pub(super) struct Records<'a>(pub(super) &'a Held<'a>);

impl Records<'_> {
    /// The record at a place.
    pub(super) fn get(&self, at: usize) -> anyhow::Result<SiteRecord> {
        Ok(read(&self.0.get(at)?)?)
    }

    /// All of them; for ends that hold no more than one.
    pub(super) fn all(&self) -> anyhow::Result<Vec<SiteRecord>> {
        (0..self.len()).map(|at| self.get(at)).collect()
    }
}

fn read(piece: &[u8]) -> io::Result<SiteRecord> {
    let text = str::from_utf8(piece).map_err(io::Error::other)?;
    let report = record::read(NAME, text).map_err(io::Error::other)?;
    let mut sites = report.sites.into_iter();
    sites.next().ok_or_else(|| io::Error::other(NAME))
}

impl Each<SiteRecord> for Records<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn each(&self, take: &mut dyn FnMut(&SiteRecord) -> io::Result<()>) -> io::Result<()> {
        (0..self.0.len()).try_for_each(|at| take(&read(&self.0.get(at)?)?))
    }
}

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        list_of(self, to)
    }
}
