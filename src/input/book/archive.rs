//! The parts of a workbook file. Each is unpacked once to see how large it is, before anyone holds it.

use std::io::{self, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::bounds::{BYTES, BYTES_AT_ONCE, Fault, NEVER_MIND, PARTS, RATIO};

/// Says in a list of texts how many there are; the reader of values makes room for so many.
const COUNT: &[u8] = b"uniqueCount";

/// A workbook file.
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
}

impl<R: Read + Seek> Archive<R> {
    pub(super) fn of(file: R) -> Result<Self, Fault> {
        let zip = ZipArchive::new(file).map_err(fault)?;
        if zip.len() > PARTS {
            return Err(Fault::TooLarge(format!(
                "{} parts, and at most {PARTS} are read",
                zip.len()
            )));
        }
        Ok(Self { zip })
    }

    /// Unpacks every part and keeps nothing of it.
    ///
    /// # Errors
    /// When one cannot be unpacked, or when it or all together are too large.
    pub(super) fn check(&mut self) -> Result<(), Fault> {
        let mut left = BYTES;
        for at in 0..self.zip.len() {
            let part = self.zip.by_index(at).map_err(fault)?;
            let (name, packed) = (
                part.name().map_err(fault)?.into_owned(),
                part.compressed_size(),
            );
            let most = left.min(NEVER_MIND.max(packed.saturating_mul(RATIO)));
            let is_sheet = name.contains("worksheets/");
            let most = if is_sheet || !is_markup(&name) {
                most
            } else {
                most.min(BYTES_AT_ONCE)
            };
            let mut counting = Counting::new(part.take(most + 1));
            let unpacked = io::copy(&mut counting, &mut io::sink())
                .map_err(|error| Fault::Broken(format!("`{name}`: {error}")))?;
            if unpacked > most {
                return Err(Fault::TooLarge(format!(
                    "its part `{name}` holds more than {most} bytes"
                )));
            }
            if counting.most > unpacked {
                return Err(Fault::Broken(format!(
                    "`{name}` counts more texts than it holds"
                )));
            }
            left -= unpacked;
        }
        Ok(())
    }

    /// One part as a stream; nothing where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<impl Read + '_>, Fault> {
        match self.zip.by_name(name) {
            Ok(part) => Ok(Some(part.take(BYTES))),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(error) => Err(fault(error)),
        }
    }

    /// One part in memory; nothing where there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(part) = self.part(name)? else {
            return Ok(None);
        };
        let mut text = Vec::new();
        part.take(BYTES_AT_ONCE).read_to_end(&mut text)?;
        Ok(Some(text))
    }

    /// The file again, from its beginning.
    pub(super) fn into_file(self) -> Result<R, Fault> {
        let mut file = self.zip.into_inner();
        file.rewind()?;
        Ok(file)
    }
}

/// Whether a part may be held in memory as a whole.
fn is_markup(name: &str) -> bool {
    !(name.contains("media/") || name.ends_with(".bin") || name.ends_with(".emf"))
}

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => Fault::Io(error),
        ZipError::UnsupportedArchive(why) if why.contains("assword") => Fault::Locked,
        _ => Fault::Broken("it is no whole archive".to_owned()),
    }
}

/// A stream that looks for how many texts are said to come.
struct Counting<R> {
    from: R,
    /// What was read last, in which a count may begin.
    tail: Vec<u8>,
    /// The largest count.
    most: u64,
}

impl<R> Counting<R> {
    fn new(from: R) -> Self {
        Self {
            from,
            tail: Vec::new(),
            most: 0,
        }
    }

    fn look(&mut self, bytes: &[u8]) {
        self.tail.extend_from_slice(bytes);
        let found = self.tail.windows(COUNT.len()).enumerate();
        for (at, _) in found.filter(|(_, window)| *window == COUNT) {
            let digits = self.tail[at + COUNT.len()..].iter().take(64);
            let digits = digits
                .skip_while(|b| matches!(b, b' ' | b'=' | b'"' | b'\'' | b'\n' | b'\r' | b'\t'))
                .take_while(|b| b.is_ascii_digit());
            let count = digits.fold(0_u64, |sum, digit| {
                sum.saturating_mul(10)
                    .saturating_add(u64::from(digit - b'0'))
            });
            self.most = self.most.max(count);
        }
        let keep = self.tail.len().saturating_sub(COUNT.len() + 64);
        self.tail.drain(..keep);
    }
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.look(&into[..read]);
        Ok(read)
    }
}
