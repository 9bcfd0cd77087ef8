//! What is kept of a stream that can be read only once, or of what was made of a file, to be read again.
//!
//! Small things stay in memory; larger ones go to a temporary file without a name.

use std::io::{self, Read, Seek, Write};

/// Bytes that stay in memory.
#[cfg(feature = "cli")]
const IN_MEMORY: usize = 8 << 20;
/// Most bytes of a stream that are kept.
const MOST: u64 = 1 << 30;

#[cfg(feature = "cli")]
type Store = tempfile::SpooledTempFile;
#[cfg(not(feature = "cli"))]
type Store = io::Cursor<Vec<u8>>;

/// Bytes that can be read from their beginning as often as need be.
#[derive(Debug)]
pub(super) struct Kept(Store);

impl Kept {
    /// Nothing yet, to be written to.
    pub(super) fn new() -> Self {
        #[cfg(feature = "cli")]
        return Self(tempfile::spooled_tempfile(IN_MEMORY));
        #[cfg(not(feature = "cli"))]
        return Self(Store::default());
    }

    /// All that a stream holds.
    ///
    /// # Errors
    /// When it cannot be read, or does not end within a limit.
    pub(super) fn of(from: impl Read) -> io::Result<Self> {
        let mut kept = Self::new();
        let copied = io::copy(&mut from.take(MOST + 1), &mut kept)?;
        if copied > MOST {
            let message = format!("it does not end within {MOST} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        kept.rewind()?;
        Ok(kept)
    }
}

impl Read for Kept {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Seek for Kept {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_twice_and_an_endless_stream_is_given_up() {
        let mut kept = Kept::of(&b"abc"[..]).unwrap();
        for _ in 0..2 {
            let mut text = String::new();
            kept.read_to_string(&mut text).unwrap();
            assert_eq!(text, "abc");
            kept.rewind().unwrap();
        }
    }
}
