//! A writer that remembers whether it failed, so that an error is told by who caused it.

use std::io::{self, Write};

use super::console::unless_closed;

/// A writer that is watched. Who has closed a pipe has read enough, and the rest goes nowhere.
pub(super) struct Watched<W> {
    to: W,
    /// Whether the writer took something no more.
    pub(super) failed: bool,
}

impl<W: Write> Watched<W> {
    /// A writer that did not fail yet.
    pub(super) fn of(to: W) -> Self {
        Self { to, failed: false }
    }

    fn watched(&mut self, written: io::Result<()>) -> io::Result<()> {
        let written = unless_closed(written);
        self.failed |= written.is_err();
        written
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write_all(bytes);
        self.watched(written).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.to.flush();
        self.watched(flushed)
    }
}
