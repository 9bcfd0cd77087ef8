//! The baseline of a check: read, or written over what the sites come to.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use rackready::assess::Method;
use rackready::bounds::BASELINE;
use rackready::compare::VersionChange;
use rackready::gate::baseline::{Accepted, Baseline, BaselineError, Carried, FilePlace, Matching};
use rackready::gate::outcome::SiteCheck;
use rackready::report::numbers::counted;
use rackready::source::{real, text_within};

use crate::cli::args::CheckArgs;
use crate::cli::console::Console;
use crate::cli::replacement::write_whole;

/// The baseline of a run that goes on, and the files of the run.
pub(super) struct Against<'m> {
    file: PathBuf,
    method: &'m Method,
    /// What is accepted by the baseline that is to be written; `None` where one is read.
    written: Option<Baseline>,
    /// What the file accepted that is to be written anew.
    older: Vec<Accepted>,
    some_unread: bool,
    files: BTreeSet<String>,
}

/// A baseline that sites are held against, and the files of the run.
pub(super) struct Held {
    name: String,
    baseline: Baseline,
    files: BTreeSet<String>,
}

impl<'m> Against<'m> {
    /// What is asked for; `None` where it is no baseline.
    ///
    /// # Errors
    /// When the file that is to be written holds something else, and when the one that is read is written too.
    pub(super) fn of(
        args: &CheckArgs,
        of_policy: Option<PathBuf>,
        method: &'m Method,
        console: &mut Console,
    ) -> anyhow::Result<Option<Self>> {
        let of_file = |file: PathBuf, written, older| Self {
            file,
            method,
            written,
            older,
            some_unread: false,
            files: BTreeSet::new(),
        };
        if let Some(file) = &args.write_baseline {
            let older = older(file, console)?;
            let written = Some(Baseline::empty(method));
            return Ok(Some(of_file(file.clone(), written, older)));
        }
        let read = args.baseline.clone().or(of_policy);
        if let Some(file) = &read {
            console.written.spares(file)?;
        }
        Ok(read.map(|file| of_file(file, None, Vec::new())))
    }

    /// Takes of a site what the baseline needs.
    pub(super) fn look_at(&mut self, site: &SiteCheck) {
        if !self.files.contains(&site.file) {
            self.files.insert(site.file.clone());
        }
        self.some_unread |= site.result.is_none();
        if let Some(baseline) = &mut self.written {
            baseline.accept(site);
        }
    }

    /// The baseline that is written or read; `None` where none can be written.
    pub(super) fn baseline(self, console: &mut Console) -> anyhow::Result<Option<Held>> {
        let Self {
            file,
            method,
            written,
            older,
            some_unread,
            files,
        } = self;
        let baseline = match written {
            Some(_) if some_unread => {
                console.error("no baseline is written while files cannot be read");
                return Ok(None);
            }
            Some(baseline) => write(baseline, older, &file, &files, console)?,
            None => read(&file, method, console)?,
        };
        Ok(Some(Held {
            name: file.display().to_string(),
            baseline,
            files,
        }))
    }
}

impl Held {
    /// The baseline laid beside the sites of the run.
    pub(super) fn matching(&self) -> Matching<'_> {
        self.baseline
            .matching(self.files.iter().map(String::as_str))
    }

    /// Where it stands.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// Writes what sites are accepted with, and what an older baseline says of others.
fn write(
    mut baseline: Baseline,
    older: Vec<Accepted>,
    file: &Path,
    files: &BTreeSet<String>,
    console: &mut Console,
) -> anyhow::Result<Baseline> {
    let found = baseline.accepted.len();
    let run: BTreeSet<PathBuf> = files.iter().map(|file| real(Path::new(file))).collect();
    let carried = baseline.carry_over(older, |entry| place_of(entry, file, &run));
    write_whole(file, &baseline.to_text()?)?;
    console.note(&written(file, found, carried));
    Ok(baseline)
}

fn read(file: &Path, method: &Method, console: &mut Console) -> anyhow::Result<Baseline> {
    let name = file.display().to_string();
    let text = text_within(file, BASELINE).with_context(|| {
        format!("the baseline `{name}` cannot be read; --write-baseline writes one")
    })?;
    let baseline = Baseline::parse(&text);
    if let Err(BaselineError::Older(_)) = &baseline {
        let renew = renewal(&name, std::env::args_os().skip(1));
        return Err(anyhow!(
            "the baseline `{name}` is of version 1, and this program reads version 2, whose numbers are those of draws; \
             renew it over all sites with `{renew}`"
        ));
    }
    let baseline = baseline.with_context(|| format!("the baseline `{name}`"))?;
    for VersionChange { what, base, head } in baseline.written_otherwise(method) {
        console.note(&format!(
            "`{name}` was written with {what} {base}, this run has {head}: numbers may differ for that alone"
        ));
    }
    Ok(baseline)
}

/// The command of this run, writing the baseline in place of reading it.
fn renewal(baseline: &str, args: impl Iterator<Item = OsString>) -> String {
    let mut words = vec!["rackready".to_owned()];
    let mut args = args.map(|arg| arg.to_string_lossy().into_owned());
    while let Some(arg) = args.next() {
        if arg == "--baseline" {
            args.next();
        } else if !arg.starts_with("--baseline=") {
            words.push(arg);
        }
    }
    words.extend(["--write-baseline".to_owned(), baseline.to_owned()]);
    let words = words.iter().map(|word| quoted(word));
    words.collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// What the baseline held that is about to be written anew.
///
/// # Errors
/// When the file is something else, which would be lost.
fn older(file: &Path, console: &mut Console) -> anyhow::Result<Vec<Accepted>> {
    let is_file = std::fs::metadata(file).is_ok_and(|there| there.is_file() && there.len() > 0);
    if !is_file {
        return Ok(Vec::new());
    }
    let name = file.display();
    let text = text_within(file, BASELINE)
        .with_context(|| format!("`{name}` is there and cannot be read as a baseline"))?;
    match Baseline::parse(&text) {
        Ok(baseline) => Ok(baseline.accepted),
        Err(BaselineError::Older(_)) => {
            console.note(&format!(
                "`{name}` was no baseline of this version; nothing of it is kept"
            ));
            Ok(Vec::new())
        }
        Err(_) => bail!(
            "`{name}` holds something that is no baseline of this program: name another file to write, or remove it"
        ),
    }
}

/// Where the file of an entry is: it is named as seen from where the baseline was written, which is here or, from
/// a folder below, beside the baseline.
fn place_of(entry: &str, baseline: &Path, run: &BTreeSet<PathBuf>) -> FilePlace {
    let beside = baseline.parent().map(|folder| folder.join(entry));
    let seen = std::iter::once(PathBuf::from(entry)).chain(beside);
    let mut places = seen.map(|path| real(&path));
    let there = |place: &PathBuf| run.contains(place) || place.is_file();
    match places.find(there) {
        Some(place) if run.contains(&place) => FilePlace::InRun,
        Some(_) => FilePlace::Elsewhere,
        None => FilePlace::Gone,
    }
}

/// What a baseline that was written accepts, and what became of the entries of files outside of the run.
fn written(file: &Path, found: usize, carried: Carried) -> String {
    let mut text = format!(
        "`{}` accepts {}",
        file.display(),
        counted(found, "finding", "findings")
    );
    if carried.kept > 0 {
        let kept = counted(carried.kept, "entry", "entries");
        text += &format!(", and {kept} kept of files that are not in this run");
    }
    if carried.dropped > 0 {
        let dropped = counted(carried.dropped, "entry", "entries");
        text += &format!("; dropped {dropped} of files that are gone");
    }
    text
}
