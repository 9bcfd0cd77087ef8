//! The record within its page, and out of it again.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::PageError;

/// What stands in front of a record; no other text of a page can hold it, as `<` is escaped everywhere.
const OPEN: &str = "<script type=\"application/json\" id=\"record\">";
const CLOSE: &str = "</script>";

/// A record as an element of a page. A browser runs nothing of it, and nothing in it can end it.
pub(super) fn element(record: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(record)?.replace('<', "\\u003c");
    Ok(format!("{OPEN}{json}{CLOSE}"))
}

/// An element for a record that is written later.
pub(super) fn nothing() -> String {
    format!("{OPEN}{CLOSE}")
}

/// Writes a page with a record in its empty element.
///
/// # Errors
/// What the writer says, and what stops the record.
pub(super) fn write(
    page: &str,
    record: &impl Serialize,
    mut out: impl Write,
) -> Result<(), PageError> {
    let (before, behind) = page.split_once(OPEN).unwrap_or((page, ""));
    out.write_all(before.as_bytes())?;
    out.write_all(OPEN.as_bytes())?;
    let harmless = Harmless(BufWriter::new(&mut out));
    let mut harmless = BufWriter::new(harmless);
    serde_json::to_writer(&mut harmless, record).map_err(io::Error::from)?;
    harmless.flush()?;
    drop(harmless);
    Ok(out.write_all(behind.as_bytes())?)
}

/// JSON in which nothing opens an element.
struct Harmless<W>(W);

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (at, piece) in bytes.split(|byte| *byte == b'<').enumerate() {
            if at > 0 {
                self.0.write_all(b"\\u003c")?;
            }
            self.0.write_all(piece)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a text is a page rather than JSON.
fn is_page(text: &str) -> bool {
    let start = text.trim_start().get(..9);
    start.is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
}

/// The record that a page carries; `None` where the text is no page, or one without a record.
#[must_use]
pub fn record_in(text: &str) -> Option<&str> {
    let (_, behind) = text.split_once(OPEN).filter(|_| is_page(text))?;
    behind.split_once(CLOSE).map(|(record, _)| record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out_whatever_it_says() {
        let hostile = ["</script><script>alert(1)</script>", "<!--", "]]>", OPEN];
        let page = format!("<!doctype html>\n<p>{}", element(&hostile).unwrap());
        let read: Vec<String> = serde_json::from_str(record_in(&page).unwrap()).unwrap();
        assert_eq!(read, hostile);
        assert_eq!(page.matches(CLOSE).count(), 1);
        let mut written = Vec::new();
        let empty = format!("<!doctype html>\n<p>{}", nothing());
        write(&empty, &hostile, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), page);
        assert_eq!(record_in(&page[1..]), None);
        assert_eq!(record_in("<!doctype html>"), None);
    }
}
