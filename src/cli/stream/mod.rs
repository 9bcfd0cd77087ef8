//! Any number of sites through a command: read and worked on on all cores, taken in the order of the input. Of a site
//! nothing is kept but what whoever takes it keeps.

mod progress;
mod rendered;
mod sinks;

use std::io;

use anyhow::bail;
use rackready::input::collect::Collection;
use rackready::input::columns::Tables;
use rackready::input::found::Found;
use rackready::input::ids::Ids;
use rackready::input::load::{Loaded, Record};
use rackready::input::records::{Entry, Records};
use rackready::input::shelf::Packed;
use rackready::input::stream;
use rackready::plan::NoRoute;
use rackready::report::FileError;
use rackready::whatif::Setting;

pub(crate) use rendered::{Rendered, view};
pub(crate) use sinks::Sinks;

use super::args::{PathArgs, SiteArgs};
use super::console::Console;
use super::settings;
use super::sites::{self, Taken, Tally, collection, tables};
use progress::Progress;

/// What a command reads.
pub(crate) struct Inputs {
    collection: Collection,
    tables: Tables,
    settings: Vec<Setting>,
    /// Whether a row alone is made of each, so that many may be under way.
    rows: bool,
}

impl Inputs {
    /// What is asked for; `None` when the mapping of columns is wrong, and all of that is told.
    pub(crate) fn of(args: &PathArgs, console: &mut Console) -> anyhow::Result<Option<Self>> {
        Self::with(args, Vec::new(), console)
    }

    /// The same with what is set in place of it; `None` when either is wrong, and all of that is told.
    pub(crate) fn changed(args: &SiteArgs, console: &mut Console) -> anyhow::Result<Option<Self>> {
        match settings::settings(&args.changes, console) {
            Some(settings) => Self::with(&args.files, settings, console),
            None => Ok(None),
        }
    }

    fn with(
        args: &PathArgs,
        settings: Vec<Setting>,
        console: &mut Console,
    ) -> anyhow::Result<Option<Self>> {
        let Some(tables) = tables(&args.tables, console) else {
            return Ok(None);
        };
        Ok(Some(Self {
            collection: collection(args, console)?,
            tables,
            settings,
            rows: false,
        }))
    }

    /// The same where rows may be all that is made of them.
    pub(crate) fn for_rows(self) -> Self {
        Self { rows: true, ..self }
    }

    /// Names of the files, as the report has them.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.collection.inputs().filter_map(|found| match found {
            Found::Input(input) => Some(input.path.display().to_string()),
            Found::Unreadable(refused) => Some(refused.source.name().to_owned()),
            Found::Nothing(_) => None,
        })
    }

    /// Works on every site on all cores, and takes what came of each input one after the other in its order. A site
    /// has its number among all that was found.
    pub(crate) fn each<T: Send>(
        self,
        work: impl Fn(usize, &Loaded) -> anyhow::Result<T> + Sync,
        take: impl FnMut(Taken<(Loaded, T)>, &mut Console) -> anyhow::Result<()>,
        console: &mut Console,
    ) -> anyhow::Result<()> {
        let pack = |_: &Record| Ok(());
        self.run(pack, |at, (), loaded| work(at, loaded), take, console)
    }

    /// Reads every site, and takes each with its record packed.
    pub(crate) fn packed(
        self,
        take: impl FnMut(Taken<(Loaded, Packed)>, &mut Console) -> anyhow::Result<()>,
        console: &mut Console,
    ) -> anyhow::Result<()> {
        let pack = |record: &Record| Packed::of(record);
        self.run(pack, |_, packed, _| Ok(packed), take, console)
    }

    fn run<P, T: Send>(
        self,
        pack: impl Fn(&Record) -> io::Result<P> + Sync,
        work: impl Fn(usize, P, &Loaded) -> anyhow::Result<T> + Sync,
        mut take: impl FnMut(Taken<(Loaded, T)>, &mut Console) -> anyhow::Result<()>,
        console: &mut Console,
    ) -> anyhow::Result<()> {
        let Self {
            collection,
            tables,
            settings,
            rows,
        } = self;
        let mut ids = Ids::of(&collection);
        let mut progress = Progress::new();
        // What is said of tables is no site and has no number.
        let mut next = 0;
        let entries = Records::of(collection.inputs(), tables).map(|entry| {
            let at = next;
            next += usize::from(!matches!(entry, Entry::Told(_)));
            (at, entry)
        });
        let worked = |(at, entry)| {
            let packed = match &entry {
                Entry::Site(record) => Some(pack(record)),
                Entry::Nothing(_) | Entry::Told(_) | Entry::Refused(_) => None,
            };
            sites::read(entry, &settings).map(|loaded| {
                let packed =
                    packed.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))??;
                let made = work(at, packed, &loaded)?;
                anyhow::Ok((loaded, made))
            })
        };
        let take = |taken: Taken<anyhow::Result<(Loaded, T)>>| {
            progress.step();
            progress.aside(|| {
                let claimed = taken.and_then(|worked| {
                    let (loaded, made) = worked?;
                    let claimed = sites::claim(&mut ids, loaded, console);
                    anyhow::Ok(claimed.map(|loaded| (loaded, made)))
                })?;
                take(claimed, console)
            })
        };
        let streamed = match rows {
            true => stream::ordered(entries, worked, take),
            false => stream::ordered_few(entries, worked, take),
        };
        progress.finish();
        streamed
    }
}

/// How a run to outputs ended.
#[derive(Default)]
pub(crate) struct Ended {
    /// What became of the inputs.
    pub(crate) tally: Tally,
    /// Whether what was asked of some site is out of its reach.
    pub(crate) some_failed: bool,
    /// Whether some site has no such route.
    pub(crate) some_without_route: bool,
}

/// Renders every site, and writes it to outputs.
pub(crate) fn to_outputs(
    inputs: Inputs,
    render: impl Fn(usize, &Loaded) -> anyhow::Result<Result<Rendered, NoRoute>> + Sync,
    mut sinks: Sinks,
    console: &mut Console,
) -> anyhow::Result<Ended> {
    let mut ended = Ended::default();
    let take = |taken: Taken<(Loaded, Result<Rendered, NoRoute>)>, console: &mut Console| {
        let tally = &mut ended.tally;
        let known = tally.errors.len();
        match tally.take(taken, console) {
            Some((_, Ok(site))) => {
                ended.some_failed |= site.failed;
                sinks.site(site, console)?;
            }
            Some((loaded, Err(why))) => {
                ended.some_without_route = true;
                console.error(&format!("{}: {why}", loaded.source.name()));
                // A saved report ends as the run did.
                tally.errors.push(FileError {
                    file: loaded.source.name().to_owned(),
                    line: loaded.source.first_line(),
                    column: 1,
                    message: why.to_string(),
                });
                sinks.errors(&tally.errors[known..], console)?;
            }
            None => sinks.errors(&tally.errors[known..], console)?,
        }
        if sinks.nobody_reads(console) {
            bail!(ReadEnough);
        }
        Ok(())
    };
    match inputs.each(render, take, console) {
        Err(error) if error.is::<ReadEnough>() => return Ok(ended),
        streamed => streamed?,
    }
    let tally = &ended.tally;
    sinks.finish(tally.is_one_site(), &tally.errors, console)?;
    Ok(ended)
}

/// Whoever read standard output has read enough, and nothing else is written.
#[derive(Debug, thiserror::Error)]
#[error("standard output is closed")]
struct ReadEnough;
