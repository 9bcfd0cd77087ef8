//! A list of paths in a file: one to a line, or separated by NUL as `find -print0` writes them.

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::bounds::PATH_LIST;
use crate::source::open;

/// Bytes looked at to tell which sign separates; no path is longer than 4096.
const LOOKED_AT: usize = 1 << 16;

/// The byte order mark that some editors write; no path begins with it.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Where a list of paths can be read, more than once.
#[derive(Debug)]
pub(super) enum PathList {
    /// A file, read again each time.
    File(PathBuf),
    /// Standard input, which can be read only once and is therefore kept.
    Kept(Vec<u8>),
}

impl PathList {
    /// The list in a file, or on standard input where the file is called `-`.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        if path.as_os_str() != "-" {
            return Ok(Self::File(path.to_owned()));
        }
        let mut list = Vec::new();
        Bounded::of(io::stdin().lock()).read_to_end(&mut list)?;
        Ok(Self::Kept(list))
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Kept(_) => "standard input".to_owned(),
        }
    }

    /// The paths in their order; a path may hold every character but the one that separates.
    pub(super) fn paths(&self) -> io::Result<impl Iterator<Item = io::Result<PathBuf>> + '_> {
        let from: Box<dyn Read + '_> = match self {
            Self::File(path) => Box::new(Bounded::of(open(path)?)),
            Self::Kept(list) => Box::new(list.as_slice()),
        };
        let mut from = BufReader::with_capacity(LOOKED_AT, from);
        if from.fill_buf()?.starts_with(MARK) {
            from.consume(MARK.len());
        }
        let by_nul = from.fill_buf()?.contains(&0);
        let entries = from.split(if by_nul { 0 } else { b'\n' });
        let mut broken = false;
        // A list that failed once fails again, and may do so for ever.
        let entries =
            entries.take_while(move |entry| !std::mem::replace(&mut broken, entry.is_err()));
        Ok(entries.filter_map(move |entry| match entry {
            Ok(mut entry) => {
                if !by_nul && entry.ends_with(b"\r") {
                    entry.pop();
                }
                let blank = entry.iter().all(u8::is_ascii_whitespace);
                (!blank).then(|| Ok(path_of(entry)))
            }
            Err(error) => Some(Err(error)),
        }))
    }
}

/// A list that fails where it goes on beyond what is read of one.
struct Bounded<R> {
    from: R,
    left: u64,
}

impl<R: Read> Bounded<R> {
    fn of(from: R) -> Self {
        Self {
            from,
            left: PATH_LIST.most,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            let most = PATH_LIST.most;
            io::Error::other(format!("it is too large: at most {most} bytes are read"))
        })?;
        Ok(read)
    }
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(list: &[u8]) -> Vec<String> {
        let list = PathList::Kept(list.to_vec());
        let paths = list.paths().unwrap();
        paths.map(|p| p.unwrap().display().to_string()).collect()
    }

    #[test]
    fn a_path_takes_a_line_and_nothing_in_it_is_special() {
        assert_eq!(
            paths(b"a.yaml\n\n#b.yaml\r\n  \nc d*.yaml"),
            ["a.yaml", "#b.yaml", "c d*.yaml"]
        );
        assert_eq!(paths(b"a\nb.yaml\0c.yaml\0"), ["a\nb.yaml", "c.yaml"]);
        assert_eq!(paths(b"\xef\xbb\xbfa.yaml\nb.yaml"), ["a.yaml", "b.yaml"]);
        assert!(paths(b"").is_empty());
    }

    #[test]
    fn a_list_that_is_not_there_is_an_error() {
        assert!(
            PathList::of(Path::new("none/at/all"))
                .unwrap()
                .paths()
                .is_err()
        );
    }
}
