//! Tables that people open in spreadsheets cannot execute.

/// Text that a spreadsheet would run as a formula, made harmless by an apostrophe in front.
///
/// Source: OWASP, CSV injection; signs of full width begin a formula in some programs too.
#[must_use]
pub fn harmless(text: &str) -> String {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(signs) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for text in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("Rockdale"), "Rockdale");
    }
}
