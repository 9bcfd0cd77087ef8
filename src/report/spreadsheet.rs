//! Tables that people open in spreadsheets cannot execute, nor terminals that show them obey.

use super::plain;

/// A text from a file as a cell: without control characters, and no formula.
#[must_use]
pub(crate) fn cell(text: &str) -> String {
    harmless(&plain(text))
}

/// Text that a spreadsheet would run as a formula, made harmless by an apostrophe in front.
///
/// Source: OWASP, CSV injection; signs of full width begin a formula in some programs too.
#[must_use]
pub(crate) fn harmless(text: &str) -> String {
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // Some programs drop leading blanks before they look.
    if text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(signs) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text of a table that was written in memory.
///
/// # Errors
/// Never for a table in memory; the type of the writer asks for it.
pub(crate) fn written(writer: csv::Writer<Vec<u8>>) -> Result<String, csv::Error> {
    let bytes = writer.into_inner();
    let bytes = bytes.map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{cell, harmless};

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for text in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in [" =1+1", "\u{a0}@x", "  ＝1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("Rockdale"), "Rockdale");
        assert_eq!(harmless(" Mill = Creek"), " Mill = Creek");
        assert_eq!(cell("a\u{1b}[31m.yaml"), "a\u{fffd}[31m.yaml");
        assert_eq!(cell("\t=1"), "' =1");
    }
}
