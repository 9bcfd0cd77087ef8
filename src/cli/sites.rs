//! The sites that a command is about: found, read, judged. A bad file is told and does not stop the others.

use anyhow::Context;
use rackready::input::collect::{Collection, Wanted};
use rackready::input::columns::{Columns, Tables};
use rackready::input::found::Found;
use rackready::input::ids::Ids;
use rackready::input::load::Loaded;
use rackready::input::note::Note;
use rackready::input::records::{Entry, Records};
use rackready::report::{FileError, problems};
use rackready::site::Site;
use rackready::source::{Refused, locate};
use rackready::verdict::states_megawatts;
use rackready::whatif::Setting;

use super::Outcome;
use super::args::{PathArgs, SiteArgs, TableArgs};
use super::console::Console;
use super::settings;

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
            Taken::Told(notes) => console.notes(&notes),
        }
        None
    }

    /// Counts a site that could be read and can be judged no more.
    pub(crate) fn put_back(&mut self, refused: Refused, console: &mut Console) {
        self.sites -= 1;
        let _: Option<()> = self.take(Taken::Refused(refused), console);
    }

    /// Whether the run was about one site.
    pub(crate) fn is_one_site(&self) -> bool {
        self.sites == 1 && self.refused == 0
    }

    /// Says how many could not be judged, and how the run ended.
    pub(crate) fn outcome(&self, some_failed: bool, console: &mut Console) -> Outcome {
        let all = self.refused + self.sites;
        if self.refused > 0 && all > 1 {
            console.error(&format!("{} of {all} sites cannot be scored", self.refused));
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
    /// What is said of a table beside its sites.
    Told(Vec<Note>),
}

impl<T> Taken<T> {
    /// What is made of the site, where there is one.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Taken<U> {
        match self {
            Self::Site(site) => Taken::Site(make(site)),
            Self::Refused(refused) => Taken::Refused(refused),
            Self::Nothing(why) => Taken::Nothing(why),
            Self::Told(notes) => Taken::Told(notes),
        }
    }

    /// The same where the site may be refused after all.
    pub(crate) fn and_then<U, E>(
        self,
        make: impl FnOnce(T) -> Result<Result<U, Refused>, E>,
    ) -> Result<Taken<U>, E> {
        Ok(match self {
            Self::Site(site) => make(site)?.map_or_else(Taken::Refused, Taken::Site),
            Self::Refused(refused) => Taken::Refused(refused),
            Self::Nothing(why) => Taken::Nothing(why),
            Self::Told(notes) => Taken::Told(notes),
        })
    }
}

/// Reads what was found, with what is set in place of it.
pub(crate) fn read(entry: Entry, settings: &[Setting]) -> Taken<Loaded> {
    match entry {
        Entry::Nothing(why) => Taken::Nothing(why),
        Entry::Told(notes) => Taken::Told(notes),
        Entry::Refused(refused) => Taken::Refused(refused),
        Entry::Site(record) => match record.read().and_then(|site| site.with(settings)) {
            Ok(loaded) => Taken::Site(loaded),
            Err(refused) => Taken::Refused(refused),
        },
    }
}

/// Reads all that is asked for, in order; `None` when the mapping of columns is wrong, and all of that is told.
pub(crate) fn read_all(
    args: &PathArgs,
    settings: &[Setting],
    console: &mut Console,
) -> anyhow::Result<Option<Vec<Taken<Loaded>>>> {
    let Some(tables) = tables(&args.tables, console) else {
        return Ok(None);
    };
    let collection = collection(args, console)?;
    let mut ids = Ids::of(&collection);
    let entries = Records::of(collection.inputs(), tables);
    let claimed = entries.map(|entry| {
        read(entry, settings).and_then(|site| anyhow::Ok(claim(&mut ids, site, console)))
    });
    claimed.collect::<anyhow::Result<_>>().map(Some)
}

/// Takes a site whose id no other has, and warns of one without megawatts: there is no verdict on it.
pub(crate) fn claim(ids: &mut Ids, site: Loaded, console: &mut Console) -> Result<Loaded, Refused> {
    let claimed = ids.claim(site)?;
    console.remarks(&claimed.remarks);
    if !states_megawatts(&claimed.site) {
        let line = locate(&claimed.source, &[FIRST_MEGAWATTS])
            .first()
            .map_or(claimed.source.first_line(), |place| place.line);
        console.warning(&format!(
            "{}:{line}: states no megawatts, so there is no verdict: give one of `energized_mw`, `approved_mw`, \
             `contracted_mw`, `requested_mw`, `expansion` or `onsite_plant` under `power`",
            claimed.source.name()
        ));
    }
    Ok(claimed)
}

/// Where megawatts are looked for first, and where a warning of none points.
const FIRST_MEGAWATTS: &str = "power.energized_mw";

/// Sites that could be read.
pub(crate) struct Sites {
    loaded: Vec<Loaded>,
    /// What became of the rest.
    pub(crate) tally: Tally,
}

impl Sites {
    /// Reads all that is asked for; `None` when the mapping of columns is wrong, and all of that is told.
    pub(crate) fn read(args: &PathArgs, console: &mut Console) -> anyhow::Result<Option<Self>> {
        Self::read_with(args, &[], console)
    }

    /// Reads what is asked for, with what is set in place of it; `None` when either is wrong, and all of that is told.
    pub(crate) fn changed(args: &SiteArgs, console: &mut Console) -> anyhow::Result<Option<Self>> {
        match settings::settings(&args.changes, console) {
            Some(settings) => Self::read_with(&args.files, &settings, console),
            None => Ok(None),
        }
    }

    fn read_with(
        args: &PathArgs,
        settings: &[Setting],
        console: &mut Console,
    ) -> anyhow::Result<Option<Self>> {
        let mut tally = Tally::default();
        let Some(taken) = read_all(args, settings, console)? else {
            return Ok(None);
        };
        let loaded = taken.into_iter();
        let loaded = loaded
            .filter_map(|taken| tally.take(taken, console))
            .collect();
        Ok(Some(Self { loaded, tally }))
    }

    /// Those that could be read.
    pub(crate) fn loaded(&self) -> &[Loaded] {
        &self.loaded
    }

    /// How many could be read.
    pub(crate) fn len(&self) -> usize {
        self.loaded.len()
    }

    /// Id, file and site of each that could be read.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&str, &str, &Site)> {
        let loaded = self.loaded.iter();
        loaded.map(|l| (l.id.as_str(), l.source.name(), &l.site))
    }

    /// The sites, and what became of the rest.
    pub(crate) fn into_parts(self) -> (Vec<Loaded>, Tally) {
        (self.loaded, self.tally)
    }
}

/// What the arguments ask for, none of which is written over.
pub(crate) fn collection(args: &PathArgs, console: &Console) -> anyhow::Result<Collection> {
    if let Some(list) = &args.files_from {
        console.written.spares(list)?;
    }
    let collection = Collection::new(Wanted {
        paths: args.paths.clone(),
        files_from: args.files_from.clone(),
        no_ignore: args.no_ignore,
        stdin_filename: args.stdin_filename.clone(),
        trust_paths: args.trust_paths,
    })
    .context("--files-from")?;
    spared(&collection, console)?;
    Ok(collection)
}

/// Lets inputs pass of which none is written over.
pub(crate) fn spared(collection: &Collection, console: &Console) -> anyhow::Result<()> {
    let written = &console.written;
    if written.replaces_nothing() {
        return Ok(());
    }
    collection.inputs().try_for_each(|found| match found {
        Found::Input(input) if input.is_stdin => written.spares_stdin(),
        Found::Input(input) => written.spares(&input.path),
        Found::Unreadable(_) | Found::Nothing(_) => Ok(()),
    })
}

/// How tables are read; `None` when the mapping of columns is wrong, and all of that is told.
pub(crate) fn tables(args: &TableArgs, console: &mut Console) -> Option<Tables> {
    let columns = args.columns.as_deref();
    if columns.is_some_and(|file| !console.spares(file)) {
        return None;
    }
    match columns.map(Columns::load).transpose() {
        Ok(columns) => Some(Tables {
            columns: columns.unwrap_or_default(),
            sheet: args.sheet.clone(),
            lenient: args.lenient,
        }),
        Err(refused) => {
            console.refused(&refused);
            None
        }
    }
}
