//! Text from files in GitHub's Markdown: shown as it is, never obeyed.

use crate::report::plain;

/// Splits what GitHub would link after Markdown is done, and shows nothing itself.
/// A backslash does not help there: mentions and references are found in the rendered text.
const BREAK: &str = "<!-- -->";

/// Text for the middle of a line or a cell of a table. It makes no link, image, mention, reference,
/// formula, emoji or HTML, and ends no cell.
pub(in crate::report) fn prose(text: &str) -> String {
    written(text, |c| format!("\\{c}"))
}

/// The same for a line of HTML, where a backslash is one more sign to be seen.
pub(in crate::report) fn in_html(text: &str) -> String {
    written(text, |c| format!("&#{};", u32::from(c)))
}

/// A text of which Markdown obeys nothing; signs that mean something to it are written in a way that means themselves.
fn written(text: &str, itself: impl Fn(char) -> String) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    // The last characters that came, in lower case, for `www.` and `gh-`.
    let mut before = ['\0'; 3];
    while let Some(c) = rest.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out += &itself(c),
            '@' | '#' => {
                out.push(c);
                out.push_str(BREAK);
            }
            ':' if rest.peek().is_some_and(|n| !n.is_whitespace()) => {
                out.push(c);
                out.push_str(BREAK);
            }
            '.' if before == ['w', 'w', 'w'] => {
                out.push_str(BREAK);
                out.push(c);
            }
            '-' if before[1..] == ['g', 'h'] => {
                out.push_str(BREAK);
                out.push(c);
            }
            c => out.push(c),
        }
        before = [before[1], before[2], c.to_ascii_lowercase()];
    }
    out
}

/// Text as code: an id, a path, a place. HTML, as backticks and bars cannot be told apart in tables.
pub(in crate::report) fn code(text: &str) -> String {
    format!("<code>{}</code>", prose(text))
}

/// The beginning of a text that is too long to show.
pub(in crate::report) fn clip(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_counts_characters() {
        assert_eq!(clip("äöü", 3), "äöü");
        assert_eq!(clip("äöü!", 3), "äöü…");
    }

    #[test]
    fn bars_end_no_cell() {
        assert_eq!(prose("a|b"), "a\\|b");
        assert_eq!(prose("a\\|b"), "a\\\\\\|b");
    }

    #[test]
    fn a_line_of_html_shows_no_backslash_that_is_none() {
        assert_eq!(in_html("a_b <i> $x"), "a&#95;b &lt;i&gt; &#36;x");
    }
}
