//! Text from a file, made harmless before it is shown.

/// Text from a file as data: control characters and direction overrides are shown, never obeyed.
#[must_use]
pub fn plain(text: &str) -> String {
    let harmless = |c: char| match c {
        '\n' | '\t' | '\r' => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(harmless).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn text_from_a_file_cannot_steer_the_terminal() {
        assert_eq!(
            plain("\u{1b}[31mred\u{7}\nnext\u{202e}"),
            "\u{fffd}[31mred\u{fffd} next\u{fffd}"
        );
    }
}
