//! A file on its way to be read: what would keep a reader waiting for ever is told instead.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

#[cfg(all(unix, feature = "cli"))]
use super::pipe::without_waiting;
use crate::bounds::Bound;

/// A file that is open, with what had to be read of it to know that it can be.
#[derive(Debug)]
pub struct Opened {
    file: File,
    /// What was read ahead, and how much of it was given out.
    ahead: io::Cursor<Vec<u8>>,
}

impl Opened {
    /// Its size, where it is a file and not a pipe or a device.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn size(&self) -> io::Result<u64> {
        self.file.metadata().map(|facts| facts.len())
    }
}

impl Read for Opened {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.ahead.read(into)? {
            0 => self.file.read(into),
            read => Ok(read),
        }
    }
}

/// Opens a file, a device or a pipe that somebody writes into.
///
/// # Errors
/// When the system does not let it be read, it is a directory, or a pipe that nobody writes into.
pub fn open(path: &Path) -> io::Result<Opened> {
    let (file, ahead) = without_waiting(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(Opened {
        file,
        ahead: io::Cursor::new(ahead),
    })
}

/// The text of a file of at most so many bytes.
///
/// # Errors
/// As [`open`]; when the file is larger, and when it is no UTF-8.
pub fn text_within(path: &Path, bound: Bound) -> io::Result<String> {
    let mut text = String::new();
    let limit = bound.most.saturating_add(1);
    let too_large = || {
        io::Error::other(format!(
            "it is too large: at most {} bytes are read",
            bound.most
        ))
    };
    let read = open(path)?.take(limit).read_to_string(&mut text);
    match read {
        Ok(read) if read as u64 == limit => Err(too_large()),
        Ok(_) => Ok(text),
        Err(error) => Err(error),
    }
}

#[cfg(not(all(unix, feature = "cli")))]
fn without_waiting(path: &Path) -> io::Result<(File, Vec<u8>)> {
    Ok((File::open(path)?, Vec::new()))
}
