//! Pieces that wait for their turn: a few in memory, many in a file that has no name and is gone with the process.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};
use tempfile::SpooledTempFile;

/// Things in an order, wherever they wait, as often as they are asked for.
pub trait Each<T> {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each of them in turn.
    ///
    /// # Errors
    /// When they cannot be read where they wait, and the first error of `take`, which ends it.
    fn each(&self, take: &mut dyn FnMut(&T) -> io::Result<()>) -> io::Result<()>;
}

impl<T> Each<T> for [T] {
    fn len(&self) -> usize {
        <[T]>::len(self)
    }

    fn each(&self, take: &mut dyn FnMut(&T) -> io::Result<()>) -> io::Result<()> {
        self.iter().try_for_each(take)
    }
}

impl<T> Each<T> for Vec<T> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn each(&self, take: &mut dyn FnMut(&T) -> io::Result<()>) -> io::Result<()> {
        self.as_slice().each(take)
    }
}

/// Writes things as the list that they would be were all of them there.
///
/// # Errors
/// What the serializer says, and when they cannot be read where they wait.
pub fn list_of<T: Serialize, S: Serializer>(
    things: &(impl Each<T> + ?Sized),
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut list = to.serialize_seq(Some(things.len()))?;
    // What stops the list is told by the serializer; what comes behind it never matters.
    let mut stopped = None;
    let read = things.each(&mut |thing| {
        list.serialize_element(thing).map_err(|error| {
            stopped = Some(error);
            io::ErrorKind::Interrupted.into()
        })
    });
    match (stopped, read) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(S::Error::custom(error)),
        (None, Ok(())) => list.end(),
    }
}

/// Bytes up to which nothing is written to a disk: what most runs ever hold.
const IN_MEMORY: usize = 4 << 20;

/// Pieces in the order in which they came, each read as often as it is asked for.
#[derive(Debug)]
pub struct Spool {
    file: Mutex<SpooledTempFile>,
    /// Where each piece ends.
    ends: Vec<u64>,
}

impl Default for Spool {
    fn default() -> Self {
        Self {
            file: Mutex::new(SpooledTempFile::new(IN_MEMORY)),
            ends: Vec::new(),
        }
    }
}

impl Spool {
    /// Adds a piece, and gives its number.
    ///
    /// # Errors
    /// When the folder of temporary files takes no more.
    pub fn push(&mut self, piece: &[u8]) -> io::Result<usize> {
        let at = self.ends.len();
        let begin = self.begin_of(at);
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(begin))?;
        file.write_all(piece)?;
        self.ends.push(begin + piece.len() as u64);
        Ok(at)
    }

    /// Number of pieces.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no piece.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The piece of a number; an empty one where there is none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn get(&self, at: usize) -> io::Result<Vec<u8>> {
        let mut piece = Vec::new();
        self.read(at, &mut piece)?;
        Ok(piece)
    }

    /// Every piece in turn.
    ///
    /// # Errors
    /// When the file cannot be read, and the first error of `take`, which ends it.
    pub fn each(&self, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut piece = Vec::new();
        (0..self.len()).try_for_each(|at| {
            self.read(at, &mut piece)?;
            take(&piece)
        })
    }

    fn begin_of(&self, at: usize) -> u64 {
        let before = at.checked_sub(1);
        before.map_or(0, |before| self.ends.get(before).copied().unwrap_or(0))
    }

    fn read(&self, at: usize, piece: &mut Vec<u8>) -> io::Result<()> {
        piece.clear();
        let Some(end) = self.ends.get(at) else {
            return Ok(());
        };
        let begin = self.begin_of(at);
        // Let go of before anybody takes the piece, who may ask for another.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(begin))?;
        let length = end - begin;
        let read = (&mut *file).take(length).read_to_end(piece)?;
        if (read as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_as_they_were_from_memory_and_from_a_file() {
        let piece = |at: usize| vec![u8::try_from(at % 251).unwrap(); at * 701 % 40_000];
        let mut spool = Spool::default();
        let pieces = 600;
        for at in 0..pieces {
            assert_eq!(spool.push(&piece(at)).unwrap(), at);
            // Reading in between moves nothing.
            assert_eq!(spool.get(at / 2).unwrap(), piece(at / 2));
        }
        let bytes: usize = (0..pieces).map(|at| piece(at).len()).sum();
        assert!(bytes > IN_MEMORY);
        assert!(spool.file.get_mut().unwrap().is_rolled());
        for _ in 0..2 {
            let mut at = 0;
            spool
                .each(|found| {
                    assert_eq!(found, piece(at));
                    assert_eq!(spool.get(pieces - 1 - at)?, piece(pieces - 1 - at));
                    at += 1;
                    Ok(())
                })
                .unwrap();
            assert_eq!(at, pieces);
        }
        assert!(spool.get(pieces).unwrap().is_empty());
    }

    #[test]
    fn few_pieces_need_no_file() {
        let mut spool = Spool::default();
        spool.push(b"one").unwrap();
        assert!(!spool.file.get_mut().unwrap().is_rolled());
        let stop = spool.each(|_| Err(io::ErrorKind::BrokenPipe.into()));
        assert_eq!(stop.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
