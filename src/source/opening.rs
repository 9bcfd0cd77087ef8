//! A file on its way to be read: what would keep a reader waiting for ever is told instead.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

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
    let opened = without_waiting(path)?;
    if opened.file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(opened)
}

/// The text of a file of at most so many bytes.
///
/// # Errors
/// As [`open`]; when the file is larger, and when it is no UTF-8.
pub fn text_within(path: &Path, bound: Bound) -> io::Result<String> {
    let mut text = String::new();
    let limit = bound.most.saturating_add(1);
    let too_large = |_| {
        io::Error::other(format!(
            "it is too large: at most {} bytes are read",
            bound.most
        ))
    };
    let read = open(path)?.take(limit).read_to_string(&mut text);
    match read {
        Ok(read) if read as u64 == limit => Err(()).map_err(too_large),
        Ok(_) => Ok(text),
        Err(error) => Err(error),
    }
}

#[cfg(not(all(unix, feature = "cli")))]
fn without_waiting(path: &Path) -> io::Result<Opened> {
    Ok(Opened {
        file: File::open(path)?,
        ahead: io::Cursor::default(),
    })
}

#[cfg(all(unix, feature = "cli"))]
use pipe::without_waiting;

#[cfg(all(unix, feature = "cli"))]
mod pipe {
    use std::fs::OpenOptions;
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
    use std::thread::sleep;
    use std::time::Duration;

    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

    use super::{Opened, Path, Read, io};

    /// Who begins to write within two seconds is waited for: a shell starts both ends of a pipe at once.
    const LOOKS: u32 = 200;
    const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

    /// Opens a pipe without waiting for a writer; reading waits for what it writes, as ever.
    pub(super) fn without_waiting(path: &Path) -> io::Result<Opened> {
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let mut file = OpenOptions::new()
            .read(true)
            .custom_flags(flags)
            .open(path)?;
        let mut ahead = Vec::new();
        if file.metadata()?.file_type().is_fifo() {
            ahead = first_bytes(&mut file)?;
        }
        fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
        Ok(Opened {
            file,
            ahead: io::Cursor::new(ahead),
        })
    }

    /// What a pipe holds already; nothing where its writer has not written yet.
    fn first_bytes(pipe: &mut impl Read) -> io::Result<Vec<u8>> {
        let mut first = vec![0; 1 << 12];
        for _ in 0..LOOKS {
            match pipe.read(&mut first) {
                Ok(0) => sleep(BETWEEN_LOOKS),
                Ok(read) => {
                    first.truncate(read);
                    return Ok(first);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Vec::new()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let message = "this is a pipe, and nobody writes into it";
        Err(io::Error::new(io::ErrorKind::TimedOut, message))
    }
}
