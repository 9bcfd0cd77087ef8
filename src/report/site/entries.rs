//! JSON of which each entry is a line: indented as far as people look and as differences are told, and no further, as
//! blanks would be half of it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// How deep objects are indented: document, sites, site, its parts.
const DEEP: usize = 4;

/// The depth of the entries of `sites`, which are no lines.
const SITES: usize = 2;

/// Indents down to a depth, and within an entry of a list not at all.
struct Entries {
    depth: usize,
    /// The depth at which the entry began that is being written.
    entry: Option<usize>,
    /// Whether something stands in the list or object that is being written.
    any: bool,
}

impl Entries {
    fn indents(&self) -> bool {
        self.depth <= DEEP && self.entry.is_none()
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.any = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        let indents = self.any && self.indents();
        self.depth -= 1;
        self.any = true;
        if indents {
            self.line(out)?;
        }
        out.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.any = true;
        if self.indents() {
            self.line(out)?;
        }
        Ok(())
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b" "))
    }
}

impl Formatter for Entries {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)?;
        if self.depth > SITES && self.entry.is_none() {
            self.entry = Some(self.depth);
        }
        Ok(())
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        if self.entry == Some(self.depth) {
            self.entry = None;
        }
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(if self.indents() { b": " } else { b":" })
    }
}

/// Writes a value that stands at a depth of a document.
///
/// # Errors
/// When writing fails.
pub(super) fn written(
    value: &impl Serialize,
    depth: usize,
    out: impl Write,
) -> serde_json::Result<()> {
    let entries = Entries {
        depth,
        entry: None,
        any: false,
    };
    value.serialize(&mut Serializer::with_formatter(out, entries))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_entry_is_a_line() {
        let value = json!({"sites": [{"a": [{"b": [1]}, 2], "c": {"d": {"e": 1}}, "f": []}]});
        let mut out = Vec::new();
        written(&value, 0, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let shown = [
            "{",
            r#" "sites": ["#,
            "  {",
            r#"   "a": ["#,
            r#"    {"b":[1]},"#,
            "    2",
            "   ],",
            r#"   "c": {"#,
            r#"    "d": {"e":1}"#,
            "   },",
            r#"   "f": []"#,
            "  }",
            " ]",
            "}",
        ];
        assert_eq!(text, shown.join("\n"));
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back, value);
    }
}
