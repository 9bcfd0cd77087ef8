//! Files that are written whole or not at all.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tempfile::NamedTempFile;

use super::console::unless_closed;
use super::places::{end_of, folder_of};
use super::watched::Watched;

/// What names of files on their way end with.
const ENDING: &str = ".rackready-tmp";

/// Letters of a name that begin the name of its file on its way: a name may be as long as the system allows, and that of
/// the file on its way is longer.
const BEGIN: usize = 40;

/// How old a file on its way must be to be cleared. Whoever made it holds its lock by then.
const STALE: Duration = Duration::from_secs(60);

/// Files on their way. Held while one is made, put in its place or given up, so that whoever ends the process finds all of
/// them and none that is done.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> impl std::ops::DerefMut<Target = Vec<PathBuf>> {
    // A list of names is whole whatever panicked beside it.
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what is not finished, and ends the process within; nobody can begin another file.
fn give_up(end: &dyn Fn()) {
    let files = unfinished();
    for file in files.iter() {
        let _ = fs::remove_file(file);
    }
    end();
}

/// Writes a file whole, or leaves what was there.
pub(crate) fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = Replacement::of(path)?;
    file.write(text.as_bytes())?;
    file.finish()
}

/// A file on its way: the bytes go to a new file beside it, which takes its place when all are there. What
/// is no regular file, such as a pipe, is written as it is.
#[derive(Debug)]
pub(crate) struct Replacement {
    /// The file as it was asked for.
    asked: PathBuf,
    out: BufWriter<Out>,
}

/// Where the bytes go.
#[derive(Debug)]
enum Out {
    /// Straight to what is no regular file.
    Through(File),
    /// To a new file, and the file that it will become; none once it has.
    Beside(Option<NamedTempFile>, PathBuf),
}

impl Replacement {
    /// Begins to write a file.
    pub(crate) fn of(path: &Path) -> anyhow::Result<Self> {
        let out = Out::begin(path).with_context(|| unwritable(path))?;
        Ok(Self {
            asked: path.to_owned(),
            out: BufWriter::new(out),
        })
    }

    /// Adds bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        unless_closed(self.out.write_all(bytes)).with_context(|| unwritable(&self.asked))
    }

    /// What is added, by whoever writes it piece by piece.
    pub(crate) fn filled(
        mut self,
        fill: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut out = Watched::of(&mut self.out);
        let filled = fill(&mut out);
        match (filled, out.failed) {
            (Err(error), true) => Err(error.context(unwritable(&self.asked))),
            (Err(error), false) => Err(error),
            (Ok(()), _) => self.finish(),
        }
    }

    /// Puts the whole file in its place.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        unless_closed(self.out.flush())
            .and_then(|()| self.out.get_mut().settle())
            .with_context(|| unwritable(&self.asked))
    }
}

impl Out {
    fn begin(path: &Path) -> io::Result<Self> {
        let there = fs::metadata(path).ok();
        match &there {
            Some(there) if there.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Some(there) if !there.is_file() => {
                return Ok(Self::Through(File::options().write(true).open(path)?));
            }
            Some(there) if there.permissions().readonly() => {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            _ => {}
        }
        // A link stays a link: what it points to is replaced, or made.
        let target = match fs::symlink_metadata(path) {
            Ok(_) => end_of(path)?,
            Err(_) => path.to_owned(),
        };
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let folder = folder_of(&target);
        let prefix = prefix(name);
        clear(folder, &prefix);
        super::signals::watch(give_up);
        let mut files = unfinished();
        let file = beside(folder, &prefix)?;
        files.push(file.path().to_owned());
        drop(files);
        // Tells the next run that somebody is at it; where nothing can be locked, its age alone does.
        let _ = file.as_file().try_lock();
        let alike = there.map_or(Ok(()), |like| {
            file.as_file().set_permissions(like.permissions())
        });
        let out = Self::Beside(Some(file), target);
        alike.map(|()| out)
    }

    fn settle(&mut self) -> io::Result<()> {
        let Self::Beside(beside, target) = self else {
            return Ok(());
        };
        let Some(file) = beside.take() else {
            return Ok(());
        };
        let temporary = file.path().to_owned();
        let synced = file.as_file().sync_all();
        let mut files = unfinished();
        files.retain(|other| *other != temporary);
        // Dropped with the error, a file that did not get to its place is removed.
        synced?;
        file.persist(target).map_err(|error| error.error)?;
        Ok(())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Through(file) => file.write(bytes),
            // Errors of the file itself tell no name: that of a file on its way is nobody's.
            Self::Beside(Some(file), _) => file.as_file_mut().write(bytes),
            Self::Beside(None, _) => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Through(file) => file.flush(),
            Self::Beside(Some(file), _) => file.as_file_mut().flush(),
            Self::Beside(None, _) => Ok(()),
        }
    }
}

impl Drop for Out {
    /// What did not become whole leaves nothing behind.
    fn drop(&mut self) {
        if let Self::Beside(beside @ Some(_), _) = self {
            let mut files = unfinished();
            if let Some(file) = beside.take() {
                files.retain(|other| other != file.path());
            }
        }
    }
}

/// A new file in a folder, as any other but for its name.
fn beside(folder: &Path, prefix: &str) -> io::Result<NamedTempFile> {
    let mut number = None;
    let mut names = tempfile::Builder::new();
    let made = names.prefix(prefix).suffix(ENDING).make_in(folder, |path| {
        let mut options = File::options();
        let made = options.read(true).write(true).create_new(true).open(path);
        made.inspect_err(|error| number = error.raw_os_error())
    });
    // As the system says it, without the name that nobody gave.
    made.map_err(|error| number.map_or(error, io::Error::from_raw_os_error))
}

/// What names of files begin with that are on their way to a name.
fn prefix(name: &OsStr) -> String {
    let begin: String = name.to_string_lossy().chars().take(BEGIN).collect();
    format!(".{begin}.")
}

/// Removes what a run left that was killed on the way to the same name.
fn clear(folder: &Path, prefix: &str) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let left = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        name.starts_with(prefix.as_bytes()) && name.ends_with(ENDING.as_bytes())
    });
    for entry in left {
        if is_stale(&entry) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file is old, and nobody holds its lock.
fn is_stale(entry: &fs::DirEntry) -> bool {
    // Of the entry itself: a link is nobody's file.
    let Ok(there) = entry.metadata() else {
        return false;
    };
    let old = there
        .modified()
        .is_ok_and(|at| at.elapsed().is_ok_and(|age| age > STALE));
    there.is_file() && old && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok())
}

fn unwritable(path: &Path) -> String {
    format!("`{}` cannot be written", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        write_whole(&path, "one").unwrap();
        write_whole(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(write_whole(folder.path(), "x").is_err());
        assert!(write_whole(&folder.path().join("none/x"), "x").is_err());
        drop(Replacement::of(&path).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(
            unfinished()
                .iter()
                .all(|file| !file.starts_with(folder.path()))
        );
    }

    #[test]
    fn a_file_that_nobody_may_write_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "one").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(write_whole(&path, "two").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_and_what_is_on_its_way_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        let left = |name: &str, age: Duration| {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(std::time::SystemTime::now() - age)
                .unwrap();
            file
        };
        let hour = Duration::from_secs(3600);
        drop(left(".report.json.a1.rackready-tmp", hour));
        drop(left(".report.json.b2.rackready-tmp", Duration::ZERO));
        drop(left(".other.json.c3.rackready-tmp", hour));
        let held = left(".report.json.d4.rackready-tmp", hour);
        held.lock().unwrap();
        write_whole(&path, "one").unwrap();
        let names = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(
            names,
            [
                ".other.json.c3.rackready-tmp",
                ".report.json.b2.rackready-tmp",
                ".report.json.d4.rackready-tmp",
                "report.json"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_new_file_is_as_any_other() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "one").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_whole(&link, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        write_whole(&folder.path().join("new"), "x").unwrap();
        assert_eq!(mode(&folder.path().join("new")), mode(&file));
    }
}
