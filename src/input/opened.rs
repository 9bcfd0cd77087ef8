//! An input that is open: what it is, and its bytes as they are read.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;

use super::format::{Format, MAGIC, Named, gainsaid};
use super::found::Input;
use super::kept::Kept;
use super::utf16::{Utf8, is_utf16};
use crate::source::{Refused, open};

/// Bytes that are read once.
pub(super) type Stream = BufReader<Box<dyn Read>>;
/// Bytes that are read more than once.
pub(super) type Again = BufReader<Box<dyn ReadSeek>>;

/// What can be read from its beginning again.
pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

const BUFFER: usize = 1 << 16;

/// An input that is open.
pub(super) struct Opened {
    pub(super) named: Named,
    from: From,
    head: Vec<u8>,
}

enum From {
    /// A file on a disk.
    File(File),
    Stream(Box<dyn Read>),
}

impl Opened {
    /// Opens an input and looks at its first bytes.
    ///
    /// # Errors
    /// When it cannot be read, or is something else than its name says.
    pub(super) fn of(input: &Input) -> Result<Self, Refused> {
        let name = input.path.display().to_string();
        let opened = Self::open(input).map_err(|error| Refused::unreadable(&name, &error))?;
        match gainsaid(&opened.head, opened.named, input.is_stdin) {
            Some(problem) => Err(Refused::unread(&name, problem)),
            None => opened.unpacked(&name),
        }
    }

    fn open(input: &Input) -> io::Result<Self> {
        let named = Named::of(Path::new(&input.path));
        if input.is_stdin {
            return Self::stream(named, Box::new(io::stdin()));
        }
        if !std::fs::metadata(&input.path)?.is_file() {
            return Self::stream(named, Box::new(open(&input.path)?));
        }
        let mut file = File::open(&input.path)?;
        let mut head = Vec::new();
        file.by_ref().take(MAGIC as u64).read_to_end(&mut head)?;
        file.rewind()?;
        Ok(Self {
            named,
            from: From::File(file),
            head,
        })
    }

    fn stream(named: Named, mut from: Box<dyn Read>) -> io::Result<Self> {
        let mut head = Vec::new();
        from.by_ref().take(MAGIC as u64).read_to_end(&mut head)?;
        let from = Box::new(Cursor::new(head.clone()).chain(from));
        Ok(Self {
            named,
            from: From::Stream(from),
            head,
        })
    }

    /// The same without gzip around it.
    fn unpacked(self, name: &str) -> Result<Self, Refused> {
        if !self.head.starts_with(&[0x1f, 0x8b]) {
            return Ok(self);
        }
        #[cfg(feature = "cli")]
        {
            let named = Named {
                packed: false,
                ..self.named
            };
            let from = super::unpacked::Unpacked::of(self.into_read());
            let opened = Self::stream(named, Box::new(from));
            let opened = opened.map_err(|error| Refused::unreadable(name, &error))?;
            match gainsaid(&opened.head, named, false) {
                Some(problem) => Err(Refused::unread(name, problem)),
                None => Ok(opened),
            }
        }
        #[cfg(not(feature = "cli"))]
        {
            let problem = crate::source::Problem::of_file(
                "this is packed by gzip, which this build does not read",
            );
            Err(Refused::unread(name, problem))
        }
    }

    /// The format in which it is written.
    pub(super) fn format(&self) -> Format {
        self.named.format
    }

    fn into_read(self) -> Box<dyn Read> {
        match self.from {
            From::File(file) => Box::new(file),
            From::Stream(from) => from,
        }
    }

    /// Its text, to be read once, without a byte order mark.
    pub(super) fn into_stream(self) -> Stream {
        let has_mark = self.head.starts_with(b"\xef\xbb\xbf");
        let mut from = BufReader::with_capacity(BUFFER, self.into_read());
        if has_mark {
            // The mark was read already, so that it is there.
            let _ = from.read_exact(&mut [0; 3]);
        }
        from
    }

    /// Its bytes, to be read again: a stream is kept for it. UTF-16 becomes UTF-8.
    ///
    /// # Errors
    /// When a stream cannot be read, or is too long to be kept.
    pub(super) fn into_again(self) -> io::Result<Again> {
        let is_utf16 = is_utf16(&self.head);
        let again: Box<dyn ReadSeek> = match self.from {
            From::File(file) if !is_utf16 => Box::new(file),
            From::File(file) => Box::new(Kept::of(Utf8::of(file))?),
            From::Stream(from) if !is_utf16 => Box::new(Kept::of(from)?),
            From::Stream(from) => Box::new(Kept::of(Utf8::of(from))?),
        };
        Ok(BufReader::with_capacity(BUFFER, again))
    }
}
