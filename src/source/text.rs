//! A text that was read with care, and the way from its bytes to lines and columns.

use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::bounds;

use super::node::Node;
use super::notation::Notation;
use super::opening::open;
use super::problem::{Place, Problem, Span};

/// Largest file that is read unless the caller says otherwise.
pub(crate) const MAX_BYTES: u64 = bounds::FILE.most;

/// A text under its name: a file, or a part of one. It is UTF-8 without a byte order mark and safe for
/// the parser of its notation. Lines are counted as in the file.
#[derive(Debug, Clone, Default)]
pub struct Source {
    name: Box<str>,
    text: Box<str>,
    notation: Notation,
    /// Lines of the file that stand before the text.
    lines_before: usize,
    /// The tree of a row of a table, or of a text that others change.
    cells: Option<Box<Node>>,
    /// Texts that change what this one says. Their bytes are counted behind its own, one between two texts.
    asides: Arc<Vec<Arc<Self>>>,
    line_starts: OnceLock<Vec<usize>>,
}

/// A file that cannot be used: as much of its text as there is, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The text that the problems point into; empty when nothing could be read.
    pub source: Source,
    /// What is wrong, in the order of the text. Never empty.
    pub problems: Vec<Problem>,
}

impl Source {
    /// Reads a file of at most 1 MiB.
    ///
    /// # Errors
    /// When it cannot be read, is too large, or is no text that a YAML parser can be given.
    pub fn load(path: &Path) -> Result<Self, Refused> {
        Self::load_within(path, MAX_BYTES)
    }

    /// Reads a file of at most `limit` bytes. A larger one is refused by its size, unread.
    ///
    /// # Errors
    /// As [`Source::load`].
    pub(crate) fn load_within(path: &Path, limit: u64) -> Result<Self, Refused> {
        let name = path.display().to_string();
        let refuse = |problem| Refused::unread(&name, problem);
        let file = open(path).map_err(|e| refuse(unreadable(&e)))?;
        let size = file.size().map_err(|e| refuse(unreadable(&e)))?;
        if size > limit {
            return Err(refuse(too_large(Some(size), limit)));
        }
        Self::read(&name, file, limit)
    }

    /// Reads at most `limit` bytes from a stream such as standard input.
    ///
    /// # Errors
    /// As [`Source::load`].
    pub(crate) fn read(name: &str, reader: impl Read, limit: u64) -> Result<Self, Refused> {
        let mut bytes = Vec::new();
        // One byte more than allowed tells a file that is too large from one that just fits.
        match reader.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            Err(error) => Err(Refused::unread(name, unreadable(&error))),
            Ok(read) if read as u64 > limit => Err(Refused::unread(name, too_large(None, limit))),
            Ok(_) => Self::from_bytes(name, &bytes),
        }
    }

    /// Checks bytes that are at hand.
    ///
    /// # Errors
    /// When they are no text that a YAML parser can be given.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Refused> {
        Self::of_record(name, bytes, Notation::Yaml, 1)
    }

    /// Checks the bytes of a part of a file that begins on a line of it, counted from 1.
    ///
    /// # Errors
    /// When they are no text that the parser of the notation can be given.
    pub fn of_record(
        name: &str,
        bytes: &[u8],
        notation: Notation,
        first_line: usize,
    ) -> Result<Self, Refused> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let place = |text: &str| Self {
            notation,
            lines_before: first_line.saturating_sub(1),
            ..Self::unchecked(name, text)
        };
        match std::str::from_utf8(bytes) {
            Ok(text) => place(text).checked(),
            Err(error) => {
                let source = place(&String::from_utf8_lossy(bytes));
                let problem = not_utf8(&source, bytes, error.valid_up_to());
                Err(Refused {
                    source,
                    problems: vec![problem],
                })
            }
        }
    }

    /// Checks a text that is at hand.
    ///
    /// # Errors
    /// When it holds control characters or nests too deeply.
    pub fn from_text(name: &str, text: &str) -> Result<Self, Refused> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self::unchecked(name, text).checked()
    }

    fn checked(self) -> Result<Self, Refused> {
        match self.notation.hazard(&self.text) {
            None => Ok(self),
            Some(hazard) => {
                let span = self.span(hazard.at..hazard.at + 1);
                let problem = Problem::at(span, hazard.message).help(hazard.help.to_owned());
                Err(Refused {
                    source: self,
                    problems: vec![problem],
                })
            }
        }
    }

    /// The same text with what its cells say, where it is a row of a table.
    #[must_use]
    pub(crate) fn with_cells(self, root: Node) -> Self {
        Self {
            notation: Notation::Row,
            cells: Some(Box::new(root)),
            ..self
        }
    }

    /// The same text with one beside it, and the byte at which that one begins. The last may be given again.
    #[must_use]
    pub(crate) fn beside(mut self, aside: &Arc<Self>) -> (Self, usize) {
        if !self
            .asides
            .last()
            .is_some_and(|last| Arc::ptr_eq(last, aside))
        {
            Arc::make_mut(&mut self.asides).push(Arc::clone(aside));
        }
        let first = self.parts().last().map_or(0, |(first, _)| first);
        (self, first)
    }

    /// The texts beside this one, each with its first byte.
    fn parts(&self) -> impl Iterator<Item = (usize, &Self)> {
        let asides = self.asides.iter().map(|aside| &**aside);
        asides.scan(self.text.len() + 1, |next, aside| {
            let first = *next;
            *next += aside.text.len() + 1;
            Some((first, aside))
        })
    }

    /// The text that a byte belongs to, this one or one beside it, and its first byte.
    #[must_use]
    pub(crate) fn part_at(&self, byte: usize) -> (usize, &Self) {
        let holds =
            |(first, aside): &(usize, &Self)| (*first..=first + aside.text.len()).contains(&byte);
        self.parts().find(holds).unwrap_or((0, self))
    }

    fn unchecked(name: &str, text: &str) -> Self {
        #[cfg(feature = "cli")]
        super::taken_up::take_up(name);
        Self {
            name: name.into(),
            text: text.into(),
            ..Self::default()
        }
    }

    /// The name it was given, usually its path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the text is written.
    #[must_use]
    pub(crate) fn notation(&self) -> Notation {
        self.notation
    }

    /// What the cells say, where the text is a row of a table.
    pub(super) fn cells(&self) -> Option<&Node> {
        self.cells.as_deref()
    }

    /// The line of the file on which the text begins, from 1.
    #[must_use]
    pub fn first_line(&self) -> usize {
        self.lines_before + 1
    }

    /// The place in the file at which the text begins.
    #[must_use]
    pub(crate) fn start(&self) -> Place {
        self.place(0)
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let after_breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(after_breaks).collect()
        })
    }

    /// One line of the file without its end, counted from 1; empty where the text has none.
    #[must_use]
    pub(crate) fn line(&self, number: usize) -> &str {
        self.lines(number, number)
    }

    /// The lines from one to another, both counted from 1 and included, without the end of the last.
    #[must_use]
    pub(crate) fn lines(&self, first: usize, last: usize) -> &str {
        let range = self.line_range(first).start..self.line_range(last.max(first)).end;
        self.text[range].trim_end_matches(['\n', '\r'])
    }

    fn line_range(&self, number: usize) -> Range<usize> {
        let starts = self.line_starts();
        let end = self.text.len();
        let start = |n: usize| starts.get(n).copied().unwrap_or(end);
        match number.checked_sub(self.first_line()) {
            Some(at) => start(at)..start(at + 1),
            None => 0..0,
        }
    }

    /// The place of a byte. A byte beyond the end is the end.
    #[must_use]
    pub fn place(&self, byte: usize) -> Place {
        if let (first @ 1.., aside) = self.part_at(byte) {
            return aside.place(byte - first);
        }
        let byte = self.boundary(byte);
        let within = self.line_starts().partition_point(|&start| start <= byte);
        let line = self.lines_before + within;
        let start = self.line_range(line).start;
        Place {
            line,
            column: self.text[start..byte].chars().count() + 1,
        }
    }

    /// The byte at a line and column, both from 1; the end of the line when the column is beyond it.
    #[must_use]
    pub(crate) fn byte_at(&self, place: Place) -> usize {
        let start = self.line_range(place.line).start;
        let line = self.line(place.line);
        let within = line.char_indices().nth(place.column.saturating_sub(1));
        start + within.map_or(line.len(), |(at, _)| at)
    }

    /// The span of a range of bytes, cut to what is shown of it: its first line without blanks behind.
    #[must_use]
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        if let (first @ 1.., aside) = self.part_at(range.start) {
            let span = aside.span(range.start - first..range.end.saturating_sub(first));
            return Span {
                start: span.start + first,
                end: span.end + first,
                ..span
            };
        }
        let start = self.boundary(range.start);
        let end = self.boundary(range.end).max(start);
        let first_line = self.text[start..end].lines().next().unwrap_or_default();
        Span {
            place: self.place(start),
            start,
            end: start + first_line.trim_end().len(),
        }
    }

    /// The next character boundary at or after a byte.
    fn boundary(&self, byte: usize) -> usize {
        (byte..self.text.len())
            .find(|&at| self.text.is_char_boundary(at))
            .unwrap_or(self.text.len())
    }
}

impl Refused {
    /// A file that the system does not let be read.
    #[must_use]
    pub(crate) fn unreadable(name: &str, error: &io::Error) -> Self {
        Self::unread(name, unreadable(error))
    }

    /// A file of which nothing could be read.
    #[must_use]
    pub fn unread(name: &str, problem: Problem) -> Self {
        Self {
            source: Source::unchecked(name, ""),
            problems: vec![problem],
        }
    }
}

fn unreadable(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::of_file("there is no such file"),
        io::ErrorKind::IsADirectory => {
            Problem::of_file("this is a directory, not a file").help("name a file in it".to_owned())
        }
        io::ErrorKind::PermissionDenied => {
            Problem::of_file("the file may not be read: permission denied")
        }
        io::ErrorKind::TimedOut => Problem::of_file(error.to_string()),
        _ => Problem::of_file(format!("the file cannot be read: {error}")),
    }
}

fn too_large(size: Option<u64>, limit: u64) -> Problem {
    let size = size.map_or_else(|| format!("more than {limit}"), |size| size.to_string());
    Problem::of_file(format!("the file is too large: {size} bytes"))
        .help(format!("at most {limit} bytes are read"))
}

fn not_utf8(source: &Source, bytes: &[u8], at: usize) -> Problem {
    let (message, help) = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => (
            "the file is UTF-16, not UTF-8".to_owned(),
            "save it as UTF-8",
        ),
        _ => (
            format!(
                "the file is not UTF-8: byte 0x{:02X} begins no character",
                bytes.get(at).copied().unwrap_or_default()
            ),
            "save it as UTF-8; it was probably written as Latin-1 or Windows-1252",
        ),
    };
    Problem::at(source.span(at..at + 1), message).help(help.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(refused: Result<Source, Refused>) -> String {
        refused.unwrap_err().problems.remove(0).message
    }

    #[test]
    fn places_count_characters_and_lines_end_with_lf_or_crlf() {
        let source = Source::from_text("x", "a: é\r\nbc: 中x\n").unwrap();
        let x = source.text().find('x').unwrap();
        assert_eq!(source.place(x), Place { line: 2, column: 6 });
        assert_eq!(source.byte_at(source.place(x)), x);
        assert_eq!(source.line(1), "a: é");
        assert_eq!(source.line(2), "bc: 中x");
        assert_eq!(source.line(3), "");
        assert_eq!(source.line(99), "");
        assert_eq!(source.place(usize::MAX), Place { line: 3, column: 1 });
        assert_eq!(source.place(0), Place::START);
        assert_eq!(Source::default().place(5), Place::START);
    }

    #[test]
    fn a_part_of_a_file_counts_the_lines_of_the_file() {
        let source = Source::of_record("x", b"a: 1\nb: 2\n", Notation::Yaml, 7).unwrap();
        let b = source.text().find('b').unwrap();
        assert_eq!(source.place(b), Place { line: 8, column: 1 });
        assert_eq!(source.byte_at(source.place(b)), b);
        assert_eq!((source.line(8), source.line(7)), ("b: 2", "a: 1"));
        assert_eq!((source.line(1), source.line(9)), ("", ""));
        assert_eq!(source.lines(7, 8), "a: 1\nb: 2");
        assert_eq!(source.start(), Place { line: 7, column: 1 });
    }

    #[test]
    fn texts_beside_have_bytes_and_places_of_their_own() {
        let source = Source::from_text("x", "a: 1\n").unwrap();
        let first = Arc::new(Source::from_text("one", "b=é2").unwrap());
        let second = Arc::new(Source::from_text("two", "\nc=3").unwrap());
        let (source, at_first) = source.beside(&first);
        let (source, again) = source.beside(&first);
        let (source, at_second) = source.beside(&second);
        assert_eq!((at_first, again, at_second), (6, 6, 12));
        let span = source.span(at_first + 4..at_first + 5);
        assert_eq!((span.place, span.start), (Place { line: 1, column: 4 }, 10));
        assert_eq!(source.place(at_second + 3), Place { line: 2, column: 3 });
        assert_eq!(source.place(5), Place { line: 2, column: 1 });
        let names =
            [0, 5, at_first, at_first + 5, at_second, 99].map(|at| source.part_at(at).1.name());
        assert_eq!(names, ["x", "x", "one", "one", "two", "x"]);
    }

    #[test]
    fn a_span_stays_on_its_line() {
        let source = Source::from_text("x", "a: b  \n  c\n").unwrap();
        assert_eq!((source.span(3..10).start, source.span(3..10).end), (3, 4));
        #[expect(clippy::reversed_empty_ranges, reason = "a parser may report one")]
        let backwards = source.span(4..2);
        assert_eq!((backwards.start, backwards.end), (4, 4));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let latin = Source::from_bytes("x", b"a: 1\nb: caf\xe9\n").unwrap_err();
        assert_eq!(
            latin.problems[0].place(),
            Some(Place { line: 2, column: 7 })
        );
        assert!(message(Source::from_bytes("x", b"\xff\xfea\0")).contains("UTF-16"));
        assert!(message(Source::from_bytes("x", b"a\0b")).contains("NUL"));
        assert_eq!(
            Source::from_bytes("x", b"\xef\xbb\xbfa: 1").unwrap().text(),
            "a: 1"
        );
    }

    #[test]
    fn a_stream_is_read_to_its_limit_and_no_further() {
        assert!(message(Source::read("-", io::repeat(b'a'), 1_000)).contains("too large"));
        assert_eq!(Source::read("-", &b"name"[..], 4).unwrap().text(), "name");
    }

    #[test]
    fn missing_files_and_directories_say_so() {
        let folder = tempfile::tempdir().unwrap();
        assert!(message(Source::load(&folder.path().join("none.yaml"))).contains("no such file"));
        assert!(message(Source::load(folder.path())).contains("directory"));
    }

    #[test]
    fn a_huge_file_is_refused_by_its_size() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(1 << 30).unwrap();
        let before = std::time::Instant::now();
        assert_eq!(
            message(Source::load(file.path())),
            "the file is too large: 1073741824 bytes"
        );
        assert!(before.elapsed().as_millis() < 100);
    }
}
