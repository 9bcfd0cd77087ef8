//! The documents of a YAML stream, cut by their marks.
//!
//! The YAML crate's own stream never ends once a document is broken. A mark stands at the beginning of
//! a line, where no quoted, bare or block text may hold it, so that no parser is needed to find it.

use std::io::{self, BufRead};

use super::lines::{Lines, Piece};

/// Documents in the order of the stream, in bounded memory.
pub(super) struct Documents<R> {
    lines: Lines<R>,
    /// The line that ended the last document, and its number.
    mark: Option<Piece>,
    /// What was looked at beyond the site that is given out.
    ahead: Option<io::Result<Option<Piece>>>,
    given_any: bool,
    /// The line that is looked at.
    line: Vec<u8>,
}

/// A document, with everything that stands before its mark.
struct Document {
    piece: Piece,
    /// Whether it holds more than marks, comments and directives.
    holds_something: bool,
}

impl<R: BufRead> Documents<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            lines: Lines::new(from),
            mark: None,
            ahead: None,
            given_any: false,
            line: Vec::new(),
        }
    }

    /// The next document that holds something, and whether the stream holds it alone. A stream with
    /// nothing at all gives what it has, so that this can be told.
    pub(super) fn next_site(&mut self) -> io::Result<Option<(Piece, bool)>> {
        if let Some(ahead) = self.ahead.take() {
            return ahead.map(|piece| piece.map(|piece| (piece, false)));
        }
        if self.given_any {
            return Ok(self.next_with_content()?.map(|piece| (piece, false)));
        }
        self.given_any = true;
        let mut nothing = None;
        while let Some(document) = self.next_document()? {
            if document.holds_something {
                self.lines.give();
                let ahead = self.next_with_content();
                let alone = matches!(ahead, Ok(None));
                self.ahead = Some(ahead);
                return Ok(Some((document.piece, alone)));
            }
            nothing.get_or_insert(document.piece);
        }
        let nothing = nothing.unwrap_or(Piece {
            line: 1,
            bytes: Vec::new(),
        });
        Ok(Some((nothing, true)))
    }

    fn next_with_content(&mut self) -> io::Result<Option<Piece>> {
        while let Some(document) = self.next_document()? {
            if document.holds_something {
                self.lines.give();
                return Ok(Some(document.piece));
            }
        }
        Ok(None)
    }

    fn next_document(&mut self) -> io::Result<Option<Document>> {
        let mark = self.mark.take();
        // Before its mark a document may have comments and directives, and nothing else.
        let mut begun = mark.is_some();
        let mut document = Document {
            holds_something: mark
                .as_ref()
                .is_some_and(|mark| says_something(&mark.bytes)),
            piece: mark.unwrap_or(Piece {
                line: self.lines.next_line(),
                bytes: Vec::new(),
            }),
        };
        loop {
            let number = self.lines.next_line();
            if self.lines.read(&mut self.line)?.is_none() {
                return Ok((!document.piece.bytes.is_empty()).then_some(document));
            }
            let begins = is_mark(&self.line, b"---");
            if begins && begun {
                self.mark = Some(Piece {
                    line: number,
                    bytes: std::mem::take(&mut self.line),
                });
                return Ok(Some(document));
            }
            let something = says_something(&self.line);
            begun |= begins || something;
            document.holds_something |= something;
            document.piece.append(&self.line);
            if is_mark(&self.line, b"...") {
                return Ok(Some(document));
            }
        }
    }
}

/// Whether a line is a mark: three signs, and a blank or nothing behind them.
fn is_mark(line: &[u8], mark: &[u8; 3]) -> bool {
    line.strip_prefix(mark)
        .is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

/// Whether a line holds more than a mark, a comment or a directive.
fn says_something(line: &[u8]) -> bool {
    let is_mark = is_mark(line, b"---") || is_mark(line, b"...");
    let rest = if is_mark { &line[3..] } else { line }.trim_ascii_start();
    !(rest.is_empty() || rest.starts_with(b"#") || line.starts_with(b"%"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::yaml::syntax_problem;
    use crate::source::{MAX_BYTES, Notation, Source};

    fn all(text: &str) -> Vec<Document> {
        let mut documents = Documents::new(text.as_bytes());
        let mut all = Vec::new();
        while let Some(document) = documents.next_document().unwrap() {
            all.push(document);
        }
        all
    }

    /// Line and text of every site, and whether it stands alone.
    fn sites(text: &str) -> Vec<(usize, String, bool)> {
        let mut documents = Documents::new(text.as_bytes());
        let mut sites = Vec::new();
        while let Some((piece, alone)) = documents.next_site().unwrap() {
            sites.push((piece.line, String::from_utf8(piece.bytes).unwrap(), alone));
        }
        sites
    }

    fn cut(text: &str) -> Vec<(usize, String)> {
        let sites = sites(text).into_iter();
        sites.map(|(line, text, _)| (line, text)).collect()
    }

    #[test]
    fn documents_end_at_marks_and_nowhere_else() {
        for (text, expected) in [
            ("a: 1\n", &[(1, "a: 1\n")][..]),
            ("a: 1\n---\nb: 2", &[(1, "a: 1\n"), (2, "---\nb: 2")]),
            (
                "---\na: 1\r\n---\r\nb: 2",
                &[(1, "---\na: 1\r\n"), (3, "---\r\nb: 2")],
            ),
            ("# x\n\n---\na: 1\n", &[(1, "# x\n\n---\na: 1\n")]),
            ("%YAML 1.2\n---\na: 1\n", &[(1, "%YAML 1.2\n---\na: 1\n")]),
            (
                "a: 1\n...\n%YAML 1.2\n---\nb: 2\n",
                &[(1, "a: 1\n...\n"), (3, "%YAML 1.2\n---\nb: 2\n")],
            ),
            ("a: 1\n...\nb: 2\n", &[(1, "a: 1\n...\n"), (3, "b: 2\n")]),
            (
                "a: 1\n---\n# x\n---\n---\nb: 2\n---\n",
                &[(1, "a: 1\n"), (5, "---\nb: 2\n")],
            ),
            (
                "a: |\n  x\n  ---\n ---\n",
                &[(1, "a: |\n  x\n  ---\n ---\n")],
            ),
            ("a: 1\n---x\n----\n", &[(1, "a: 1\n---x\n----\n")]),
            (
                "--- {a: 1}\n--- # c\nb: 2",
                &[(1, "--- {a: 1}\n"), (2, "--- # c\nb: 2")],
            ),
        ] {
            let expected: Vec<_> = expected
                .iter()
                .map(|(l, t)| (*l, (*t).to_owned()))
                .collect();
            assert_eq!(cut(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_stream_knows_whether_a_site_is_alone_and_nothing_is_told_as_it_stands() {
        assert!(sites("# x\n---\na: 1\n---\n...\n")[0].2);
        assert!(sites("a: 1\n---\nb: 1\n").iter().all(|site| !site.2));
        assert_eq!(sites(""), [(1, String::new(), true)]);
        assert_eq!(
            sites("# x\n---\n---\n"),
            [(1, "# x\n---\n".to_owned(), true)]
        );
    }

    #[test]
    fn a_document_that_is_too_large_ends_where_the_next_one_begins() {
        let limit = usize::try_from(MAX_BYTES).unwrap();
        for long in ["x".repeat(2 * limit), "a: 1\n".repeat(limit / 2)] {
            let text = format!("a: 1\n---\n{long}\n---\nb: 2\n");
            let sites = cut(&text);
            assert_eq!(sites.len(), 3);
            assert_eq!(sites[1].1.len(), limit + 1);
            assert_eq!(sites[2].1, "---\nb: 2\n");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_byte_is_lost_and_every_line_keeps_its_number(
            text in "(---|\\.\\.\\.|[ %#'\"|>{}a:é-]|\r?\n)*"
        ) {
            let documents = all(&text);
            let joined: Vec<u8> = documents.iter().flat_map(|d| d.piece.bytes.clone()).collect();
            proptest::prop_assert_eq!(joined, text.as_bytes());
            let mut line = 1;
            for document in &documents {
                proptest::prop_assert_eq!(document.piece.line, line);
                line += document.piece.bytes.iter().filter(|b| **b == b'\n').count();
            }
        }

        /// Cutting a stream of good documents gives each of them back as one document.
        #[test]
        fn a_document_of_a_stream_reads_as_it_would_alone(
            texts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "a: 1\n", "a: |\n  ---\n  x\nb: 2\n", "{a: 'x\n y', b: [1]}\n", "# c\na: \"x\"\n",
                    "a: >-\n ...\n", "a:\n- b\n- --- c\n",
                ]),
                1..6,
            ),
            ends in proptest::collection::vec(proptest::bool::ANY, 6)
        ) {
            let mut stream = String::new();
            for (text, end) in texts.iter().zip(ends) {
                stream += "---\n";
                stream += text;
                stream += if end { "...\n" } else { "" };
            }
            let cut = cut(&stream);
            proptest::prop_assert_eq!(cut.len(), texts.len());
            for ((line, document), text) in cut.iter().zip(&texts) {
                let body = document.strip_prefix("---\n").unwrap();
                proptest::prop_assert!(body.starts_with(*text));
                let source = Source::of_record("x", document.as_bytes(), Notation::Yaml, *line).unwrap();
                proptest::prop_assert_eq!(syntax_problem(&source), None);
            }
        }
    }
}
