//! What has to be known about a text before a YAML parser may see it.
//!
//! The YAML crates are quadratic in the nesting of flow brackets, disagree on control characters,
//! and expand aliases. All checks here are one cheap pass over the bytes.

use crate::bounds;

/// Deepest nesting of `[` and `{` that is read.
const MAX_NESTING: usize = bounds::NESTING.count();

/// Most flow brackets in one file. It bounds the damage when quotes are told apart wrongly below:
/// 4,000 brackets inside each other cost the parsers 15 ms.
const MAX_BRACKETS: usize = bounds::BRACKETS.count();

/// Longest single value, in bytes.
pub(super) const MAX_SCALAR: usize = 16_384;

/// Why a text is not handed to a parser: what is wrong, and at which byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hazard {
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// The first hazard of a text, if it has one.
pub(super) fn hazard(text: &str) -> Option<Hazard> {
    forbidden_character(text)
        .or_else(|| deep_brackets(text))
        .or_else(|| deep_items(text))
}

/// A NUL byte, which says that a file is no text at all.
pub(super) fn nul(text: &str) -> Option<Hazard> {
    text.contains('\0').then(|| forbidden_character(text))?
}

/// Where JSON nests too deeply. Its quotes leave no doubt, so that brackets are simply counted.
pub(super) fn deep_json(text: &str) -> Option<Hazard> {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                while let Some((_, byte)) = bytes.next() {
                    match byte {
                        b'\\' => drop(bytes.next()),
                        b'"' => break,
                        _ => {}
                    }
                }
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            return Some(Hazard {
                at,
                message: format!("brackets are nested more than {MAX_NESTING} deep"),
                help: "no key of a site lies so deep",
            });
        }
    }
    None
}

/// Characters that no parser reads, or that editors and parsers break lines at differently.
fn forbidden_character(text: &str) -> Option<Hazard> {
    let suspicious = |b: u8| (b < 0x20 && b != b'\n' && b != b'\t') || b >= 0x7f;
    if !text.bytes().any(suspicious) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut found = text.char_indices().filter(|&(at, c)| match c {
        '\r' => bytes.get(at + 1) != Some(&b'\n'),
        '\t' | '\n' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    });
    let (at, character) = found.next()?;
    let more = match found.count() {
        0 => String::new(),
        n => format!(" ({n} more in this file)"),
    };
    let (name, help) = match character {
        '\0' => (
            "a NUL byte".to_owned(),
            "this is a binary file, or UTF-16: save it as UTF-8 text",
        ),
        '\r' => (
            "a carriage return without a line feed".to_owned(),
            "end lines with LF or CRLF",
        ),
        c => (
            format!("the invisible character U+{:04X}", u32::from(c)),
            "delete it; it was probably pasted along with the text",
        ),
    };
    Some(Hazard {
        at,
        message: format!("the file holds {name}{more}"),
        help,
    })
}

fn deep_brackets(text: &str) -> Option<Hazard> {
    let brackets = text.bytes().filter(|b| matches!(b, b'[' | b'{')).count();
    if brackets <= MAX_NESTING {
        return None;
    }
    let hazard = |at, message| Hazard {
        at,
        message,
        help: "write long lists and sections as indented lines instead of `[ ]` and `{ }`",
    };
    if brackets > MAX_BRACKETS {
        let at = text.find(['[', '{']).unwrap_or_default();
        let message =
            format!("the file holds {brackets} brackets; at most {MAX_BRACKETS} are read");
        return Some(hazard(at, message));
    }
    nesting_beyond(text, MAX_NESTING).map(|at| {
        hazard(
            at,
            format!("brackets are nested more than {MAX_NESTING} deep"),
        )
    })
}

/// `- - - - …`: each sign is a level of its own. Levels that are indented run out of file first.
fn deep_items(text: &str) -> Option<Hazard> {
    let levels = |line: &str| {
        let signs = line
            .split(' ')
            .take_while(|word| matches!(*word, "" | "-" | "?"));
        signs.filter(|word| !word.is_empty()).count()
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if levels(line) > MAX_NESTING {
            return Some(Hazard {
                at: start,
                message: format!("list items are nested more than {MAX_NESTING} deep"),
                help: "no key of a site lies so deep",
            });
        }
        start += line.len();
    }
    None
}

/// Where brackets outside of quotes and comments first nest deeper than `limit`.
///
/// A bracket or quote opens only where a value may begin; elsewhere it is part of a text such as
/// `don't` or `a [sic]`. Inside of brackets no bare text can hold a bracket.
fn nesting_beyond(text: &str, limit: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut value_may_begin = true;
    let mut before = b'\n';
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'#' if before.is_ascii_whitespace() => {
                bytes.by_ref().find(|&(_, b)| b == b'\n');
                value_may_begin = true;
                before = b'\n';
                continue;
            }
            b'"' if value_may_begin => {
                while let Some((_, b)) = bytes.next() {
                    match b {
                        b'\\' => drop(bytes.next()),
                        b'"' => break,
                        _ => {}
                    }
                }
                value_may_begin = false;
            }
            b'\'' if value_may_begin => {
                bytes.by_ref().find(|&(_, b)| b == b'\'');
                // A doubled quote goes on; it is met again as the opening of the rest.
                value_may_begin = true;
            }
            b'[' | b'{' if value_may_begin || depth > 0 => {
                depth += 1;
                if depth > limit {
                    return Some(at);
                }
                value_may_begin = true;
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                value_may_begin = false;
            }
            b'\n' => value_may_begin = true,
            b' ' | b'\t' | b'\r' => {
                value_may_begin |= matches!(before, b':' | b'-' | b'?');
            }
            b',' | b':' if depth > 0 => value_may_begin = true,
            _ => value_may_begin = false,
        }
        before = byte;
    }
    None
}

/// Whether a text may hold something that the typed reading accepts and a site file may not:
/// anchors, aliases, tags, numbers in hexadecimal, escaped control characters, endless values.
/// Rarely true, so that good files cost one pass; the answer is then given by the tree.
pub(super) fn needs_a_look(text: &str) -> bool {
    // A value may stand right behind the colon of a key in quotes.
    let begins =
        |before: u8| before.is_ascii_whitespace() || matches!(before, b'[' | b'{' | b',' | b':');
    text.len() > MAX_SCALAR
        || text.starts_with(['&', '*', '!', '0', '+', '-'])
        || matches!(text.as_bytes(), [.., before, b'&' | b'*' | b'!'] if begins(*before))
        || text.contains('\\')
        || text.as_bytes().windows(3).any(|three| match *three {
            [before, b'!', _] => begins(before),
            // `A & B` and `2 * 3` are text; a name stands right behind the sign.
            [before, b'&' | b'*', after] => begins(before) && !after.is_ascii_whitespace(),
            [before, b'0', b'x' | b'o' | b'b'] => !before.is_ascii_alphanumeric(),
            _ => false,
        })
}

/// Whether a row of a table may hold a number that is not decimal.
pub(super) fn may_hold_a_radix(text: &str) -> bool {
    let mut pairs = text.as_bytes().windows(2);
    pairs.any(|pair| matches!(pair, [b'0', b'x' | b'o' | b'b']))
}

/// Whether a value of JSON or of a table may hold a control character or be endless.
pub(super) fn may_hide_characters(text: &str) -> bool {
    let blank = |byte: u8| matches!(byte, b'\n' | b'\r' | b'\t');
    let control = |byte: u8| (byte < b' ' && !blank(byte)) || byte == 0x7f;
    // Most text has nothing of it at all, which is told at one go for many bytes together.
    let suspect = |byte: u8| control(byte) | (byte == 0xc2) | (byte == b'\\');
    let is_suspect = |bytes: &[u8]| bytes.iter().fold(false, |any, byte| any | suspect(*byte));
    if text.len() > MAX_SCALAR {
        return true;
    }
    if !text.as_bytes().chunks(256).any(is_suspect) {
        return false;
    }
    text.bytes().any(control)
        || text.as_bytes().windows(2).any(|pair| match pair {
            // U+0080 to U+009F.
            [0xc2, second] => *second < 0xa0,
            [b'\\', escaped] => !matches!(escaped, b'n' | b't' | b'"' | b'/' | b'\\'),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_comments_and_bare_text_hide_brackets() {
        let many = "[".repeat(100);
        for text in [
            format!("a: \"{many}\""),
            format!("a: 'it''s {many}'"),
            format!("a: b # {many}"),
            format!("a: don't {many}"),
            format!("a: see{many}"),
            "a: [x] \n".repeat(100),
        ] {
            assert_eq!(nesting_beyond(&text, 64), None, "{text}");
        }
        assert_eq!(nesting_beyond(&many, 64), Some(64));
        assert_eq!(nesting_beyond(&format!("a: {many}"), 64), Some(67));
        assert_eq!(
            nesting_beyond(&format!("a: don't\nb: {many}"), 64),
            Some(76)
        );
        assert_eq!(nesting_beyond(&"{a: ".repeat(70), 64), Some(256));
        assert_eq!(nesting_beyond(&format!("- - {many}"), 64), Some(68));
    }

    #[test]
    fn what_a_parser_would_choke_on_is_named() {
        assert_eq!(hazard("name: a\r\nb: \u{e9}\t\u{4e2d}\n"), None);
        let message = |text: &str| hazard(text).map(|h| (h.at, h.message)).unwrap();
        assert_eq!(message("a\0b\0").0, 1);
        assert!(message("a\0b\0").1.contains("1 more"));
        assert!(message("a: b\rc").1.contains("carriage return"));
        assert!(message("a: \u{1b}[31m").1.contains("U+001B"));
        assert!(message("a: \u{2028}").1.contains("U+2028"));
        assert!(message(&"[], ".repeat(5_000)).1.contains("5000 brackets"));
    }

    #[test]
    fn brackets_of_json_count_outside_of_texts() {
        let deep = |n| format!("{{\"[[\\\"[[\": {}1{}}}", "[".repeat(n), "]".repeat(n));
        assert_eq!(deep_json(&deep(63)), None);
        assert_eq!(deep_json(&deep(64)).map(|h| h.at), Some(74));
        assert_eq!(deep_json(&"[],".repeat(5_000)), None);
        assert!(nul("a\0").is_some() && nul("a\r\u{2028}").is_none());
    }

    #[test]
    fn only_texts_with_a_trap_need_a_look() {
        for good in [
            "a: S&P",
            "mva: 120",
            "a: 2 x 50",
            "a: [1, 2]",
            "note: wow!",
            "a: b*c",
        ] {
            assert!(!needs_a_look(good), "{good}");
        }
        for bad in [
            "a: &x b",
            "a: *x",
            "a: !!float 3",
            "a: 0x1F",
            "[0o17]",
            "a: \"\\e\"",
            "- !x b",
            "[*a,*b]",
            "{\"a\":&x 1,\"b\":*x}",
            "{\"a\":!!str b}",
        ] {
            assert!(needs_a_look(bad), "{bad}");
        }
    }
}
