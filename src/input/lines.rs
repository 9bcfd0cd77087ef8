//! Lines of a stream in bounded memory, and the sites of a file that has one on each line.

use std::io::{self, BufRead, Read};

use crate::bounds::LINE;
use crate::source::MAX_BYTES;

/// Says that a stream goes on and on without a site.
pub(super) fn endless() -> io::Error {
    let message = format!("no site ends within {} bytes", LINE.most);
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// A part of a file that holds one site.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// Its bytes, cut to [`MAX_BYTES`] and one more.
    pub(super) bytes: Vec<u8>,
}

impl Piece {
    /// Takes bytes in, as far as they fit.
    pub(super) fn append(&mut self, bytes: &[u8]) {
        let room = (MAX_BYTES + 1).saturating_sub(self.bytes.len() as u64);
        let fitting = usize::try_from(room).map_or(bytes.len(), |room| room.min(bytes.len()));
        self.bytes.extend_from_slice(&bytes[..fitting]);
    }

    /// Whether there was more than is read of one site.
    pub(super) fn is_too_large(&self) -> bool {
        self.bytes.len() as u64 > MAX_BYTES
    }
}

/// A stream that is read line by line, however long lines are.
pub(super) struct Lines<R> {
    from: R,
    /// Number of the next line.
    next: usize,
    /// Bytes that were read since a site was given out.
    passed: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            next: 1,
            passed: 0,
        }
    }

    /// Number of the next line, from 1.
    pub(super) fn next_line(&self) -> usize {
        self.next
    }

    /// Says that what was read is given out as a site.
    pub(super) fn give(&mut self) {
        self.passed = 0;
    }

    /// Reads the next line with its end, cut to what is read of one site and one byte more. Nothing when
    /// there is no further line.
    pub(super) fn read(&mut self, line: &mut Vec<u8>) -> io::Result<Option<()>> {
        line.clear();
        let read = self
            .from
            .by_ref()
            .take(MAX_BYTES + 1)
            .read_until(b'\n', line)?;
        if read == 0 {
            return Ok(None);
        }
        self.passed += read as u64;
        if read as u64 > MAX_BYTES && !line.ends_with(b"\n") {
            let mut rest = self.from.by_ref().take(LINE.most);
            self.passed += rest.skip_until(b'\n')? as u64;
        }
        if self.passed > LINE.most {
            return Err(endless());
        }
        self.next += 1;
        Ok(Some(()))
    }

    /// The next line that is not blank, as a piece.
    pub(super) fn next_site(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let mut piece = Piece {
                line: self.next,
                bytes: Vec::new(),
            };
            if self.read(&mut piece.bytes)?.is_none() {
                return Ok(None);
            }
            if !piece.bytes.iter().all(u8::is_ascii_whitespace) {
                self.give();
                return Ok(Some(piece));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_site_and_blank_ones_are_none() {
        let mut lines = Lines::new(&b"{}\n\n  \r\n{\"a\": 1}\r\nx"[..]);
        let mut told = Vec::new();
        while let Some(piece) = lines.next_site().unwrap() {
            told.push((piece.line, String::from_utf8(piece.bytes).unwrap()));
        }
        let expected = [(1, "{}\n"), (4, "{\"a\": 1}\r\n"), (5, "x")];
        assert_eq!(told, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_one_is_whole() {
        let limit = usize::try_from(MAX_BYTES).unwrap();
        let long = "x".repeat(3 * limit) + "\nnext\n";
        let mut lines = Lines::new(long.as_bytes());
        let first = lines.next_site().unwrap().unwrap();
        assert!(first.is_too_large() && first.bytes.len() == limit + 1);
        let second = lines.next_site().unwrap().unwrap();
        assert_eq!((second.line, second.bytes.as_slice()), (2, &b"next\n"[..]));
        assert!(lines.next_site().unwrap().is_none());
        let fits = "x".repeat(limit);
        assert!(
            !Lines::new(fits.as_bytes())
                .next_site()
                .unwrap()
                .unwrap()
                .is_too_large()
        );
    }

    /// The same bytes again and again.
    struct Repeated(&'static [u8]);

    impl Read for Repeated {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let whole = into.len() - into.len() % self.0.len();
            for (at, byte) in into[..whole].iter_mut().enumerate() {
                *byte = self.0[at % self.0.len()];
            }
            Ok(whole)
        }
    }

    #[test]
    fn a_line_without_end_is_given_up() {
        let endless = io::BufReader::with_capacity(1 << 20, io::repeat(b'x'));
        assert!(Lines::new(endless).next_site().is_err());
        let blank = io::BufReader::with_capacity(1 << 20, Repeated(b"\n\n"));
        assert!(Lines::new(blank).next_site().is_err());
    }
}
