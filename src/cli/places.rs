//! Files by what they are, whatever they are called: what a run writes is kept apart from what else it writes, and from
//! what it reads.

use std::fs::{self, Metadata};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::bail;

/// Links that lead to one another at most.
const MOST_LINKS: usize = 40;

/// A file, whatever way leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// One that is there, by its device and its number on it.
    #[cfg(unix)]
    Numbered(u64, u64),
    /// One that is not there yet, or that the system has no number of.
    Called(PathBuf),
}

impl Place {
    /// What a path leads to.
    fn of(path: &Path) -> Self {
        let there = fs::metadata(path).ok();
        let called = || Self::Called(end_of(path).unwrap_or_else(|_| path.to_owned()));
        there
            .and_then(|there| numbered(&there))
            .unwrap_or_else(called)
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems tell no number")]
fn numbered(there: &Metadata) -> Option<Place> {
    use std::os::unix::fs::MetadataExt;

    Some(Place::Numbered(there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn numbered(_: &Metadata) -> Option<Place> {
    None
}

/// What standard input comes from.
#[cfg(unix)]
fn of_stdin() -> Option<Place> {
    numbered(&metadata_of(io::stdin())?)
}

/// What standard output goes to, unless it is a device that keeps nothing.
#[cfg(unix)]
fn of_stdout() -> Option<Place> {
    use std::os::unix::fs::FileTypeExt;

    let there = metadata_of(io::stdout())?;
    let keeps = !there.file_type().is_char_device() || io::stdout().is_terminal();
    numbered(&there).filter(|_| keeps)
}

#[cfg(unix)]
fn metadata_of(stream: impl std::os::fd::AsFd) -> Option<Metadata> {
    let copy = stream.as_fd().try_clone_to_owned().ok()?;
    fs::File::from(copy).metadata().ok()
}

#[cfg(not(unix))]
fn of_stdin() -> Option<Place> {
    None
}

#[cfg(not(unix))]
fn of_stdout() -> Option<Place> {
    None
}

/// Where a path leads in the end, over links to what is not there too.
///
/// # Errors
/// When links lead nowhere, or to each other.
pub(crate) fn end_of(path: &Path) -> io::Result<PathBuf> {
    if let Ok(there) = fs::canonicalize(path) {
        return Ok(there);
    }
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let folder = folder_of(&path).to_owned();
        match fs::read_link(&path) {
            Ok(next) => path = folder.join(next),
            Err(_) => {
                let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
                return Ok(fs::canonicalize(folder)?.join(name));
            }
        }
    }
    Err(io::Error::other("its links lead to each other"))
}

/// The folder that a file lies in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    let folder = file.parent();
    folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// What a run writes.
#[derive(Debug, Default)]
pub(crate) struct Written {
    files: Vec<Place>,
    /// Whether data goes to standard output.
    stdout: bool,
}

impl Written {
    /// Takes standard output, once.
    pub(crate) fn add_stdout(&mut self) -> anyhow::Result<()> {
        if self.stdout {
            bail!(
                "two formats cannot share standard output; give one a file: --output-format NAME=FILE"
            );
        }
        self.stdout = true;
        Ok(())
    }

    /// Takes a file that nothing else is written to. Standard output is taken before.
    pub(crate) fn add(&mut self, file: &Path) -> anyhow::Result<()> {
        let place = Place::of(file);
        if self.files.contains(&place) {
            bail!("two outputs cannot share the file `{}`", file.display());
        }
        if self.stdout && of_stdout().as_ref() == Some(&place) {
            bail!(
                "`{}` is standard output, where another format goes",
                file.display()
            );
        }
        self.files.push(place);
        Ok(())
    }

    /// Whether nothing that is read can be lost: no file is there that is written.
    pub(crate) fn replaces_nothing(&self) -> bool {
        let is_new = |place: &Place| matches!(place, Place::Called(path) if !path.exists());
        self.files.iter().all(is_new)
    }

    /// Lets a file pass that is read and not written.
    pub(crate) fn spares(&self, read: &Path) -> anyhow::Result<()> {
        if self.files.contains(&Place::of(read)) {
            bail!(
                "`{}` is read by this run, which would write over it: name another file to write",
                read.display()
            );
        }
        Ok(())
    }

    /// Lets standard input pass where it comes from no file that is written.
    pub(crate) fn spares_stdin(&self) -> anyhow::Result<()> {
        match of_stdin() {
            Some(place) if self.files.contains(&place) => bail!(
                "standard input comes from a file that this run would write over: name another file to write"
            ),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_once_and_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("there"), "").unwrap();
        let mut written = Written::default();
        written.add(&at("there")).unwrap();
        written.add(&at("new")).unwrap();
        for again in ["there", "./there", "new", "./new"] {
            assert!(written.add(&at(again)).is_err(), "{again}");
        }
        assert!(written.spares(&at("./there")).is_err());
        assert!(written.spares(&at("other")).is_ok());
        written.add_stdout().unwrap();
        assert!(written.add_stdout().is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_what_is_not_there() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("second", at("first")).unwrap();
        symlink("new", at("second")).unwrap();
        symlink("round", at("round")).unwrap();
        let new = fs::canonicalize(folder.path()).unwrap().join("new");
        assert_eq!(end_of(&at("first")).unwrap(), new);
        assert!(end_of(&at("round")).is_err());
        let mut written = Written::default();
        written.add(&at("first")).unwrap();
        assert!(written.add(&at("new")).is_err());
    }
}
