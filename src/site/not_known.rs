//! What people write when nobody knows, and what a spreadsheet writes when it cannot tell.
//!
//! A table takes all of these for not known; a file is told to write `unknown`.

/// Words for not known, without blanks, points and hyphens. A word that a fact has of its own is asked for first.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "na", "n/a", "n\\a", "nav", "nap", "navail", "notavailable", "notavail", "unavailable", "notapplicable",
    "unknown", "unk", "unkn", "unkwn", "uknown", "unknwon", "notknown", "notyetknown", "dontknow", "don'tknow", "donotknow", "dk",
    "tbd", "tbc", "tba", "tbn", "tobedetermined", "tobeconfirmed", "tobeannounced", "tobedecided", "tobedefined",
    "tobeadvised", "tobeagreed", "tobedisclosed",
    "notdisclosed", "undisclosed", "nondisclosed", "notyetdisclosed", "notpublic", "notpublished", "notyetannounced",
    "notannounced", "unannounced", "confidential", "redacted", "withheld",
    "notstated", "unstated", "notspecified", "unspecified", "notgiven", "nonegiven", "notprovided", "noneprovided",
    "notreported", "nonereported", "unreported", "notlisted", "notmentioned", "notfound", "notconfirmed", "unconfirmed",
    "notdetermined", "undetermined", "notdecided", "undecided", "notset", "pending", "unclear", "uncertain", "unsure", "notsure", "awaiting",
    "awaited", "missing", "nodata", "nd", "noinfo", "noinformation", "nodetails", "noanswer", "noresponse", "noentry", "blank", "empty", "null",
    "nan", "nat", "#n/a", "#na", "#n/an/a", "#n/d", "#nv", "<na>", "<null>", "<none>", "\\n",
];

/// Words behind which a remark or a date may stand: `TBD 2025`, `not disclosed (NDA)`.
const REMARKED: &[&str] = &[
    "tbd",
    "tbc",
    "tba",
    "n/a",
    "na",
    "unknown",
    "undisclosed",
    "not disclosed",
    "not known",
    "not available",
    "to be determined",
    "to be confirmed",
    "to be announced",
    "not stated",
    "not specified",
    "pending",
    "confidential",
];

/// Errors of spreadsheets, and what each says.
const ERRORS: &[(&str, &str)] = &[
    ("#ref!", "a formula whose cell is gone"),
    ("#div/0!", "a division by zero"),
    ("#value!", "a formula with a value of the wrong kind"),
    ("#name?", "a formula with a name that is not known"),
    ("#num!", "a formula whose number cannot be worked out"),
    ("#null!", "a formula whose ranges do not meet"),
    ("#spill!", "a formula without room for its results"),
    ("#calc!", "a formula that cannot be worked out"),
    ("#getting_data", "a value that was not fetched yet"),
    ("#field!", "a field that a data type does not have"),
    ("#blocked!", "a formula that was not allowed to run"),
    ("#connect!", "a service that was not reached"),
    ("#busy!", "a value that was not worked out yet"),
    ("#bezug!", "a formula whose cell is gone"),
    ("#wert!", "a formula with a value of the wrong kind"),
    ("#valeur!", "a formula with a value of the wrong kind"),
    ("#zahl!", "a formula whose number cannot be worked out"),
    ("#nombre!", "a formula whose number cannot be worked out"),
];

/// Longest text that is looked up.
const LONGEST: usize = 200;

/// Whether a cell says that nobody knows; `is_name` where any text may be a name.
pub(crate) fn is_not_known(text: &str, is_name: bool) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let small = text.to_lowercase();
    let small = small
        .trim_end_matches(['*', '†', '‡', '!', ';', ',', ':'])
        .trim();
    let bare = unwrapped(small);
    says_nothing(bare) || is_word(bare) || remarked(bare, is_name)
}

/// Whether a text is nothing but blanks, dashes, points and question marks.
fn says_nothing(text: &str) -> bool {
    let is_filler = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | '_' | '?' | '.' | '…' | '/' | '~'
            )
    };
    text.chars().all(is_filler)
}

fn is_word(text: &str) -> bool {
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '_' | '’'))
        .collect();
    WORDS.contains(&compact.as_str())
}

/// Whether a remark or a date stands behind a word for not known.
fn remarked(text: &str, is_name: bool) -> bool {
    let behind = REMARKED.iter().filter_map(|word| text.strip_prefix(word));
    let mut behind = behind.filter(|rest| !rest.starts_with(char::is_alphanumeric));
    behind.any(|rest| {
        let rest = rest.trim();
        // `Unknown Creek Power` is a company; `TBD 2025` and `n/a (private)` are none.
        !is_name
            || rest.starts_with(['(', '[', '-', '–', '—', ':', ';', ',', '?', '/'])
            || rest.chars().all(|c| c.is_ascii_digit() || c == ' ')
            || super::period::read(rest).is_some()
    })
}

/// `(unknown)` and `"n/a"` without what stands around them.
fn unwrapped(text: &str) -> &str {
    let pairs = [('(', ')'), ('[', ']'), ('"', '"'), ('\'', '\'')];
    let inner = |(open, close): &(char, char)| text.strip_prefix(*open)?.strip_suffix(*close);
    pairs.iter().find_map(inner).unwrap_or(text).trim()
}

/// What an error of a spreadsheet says, where the cell holds one.
pub(crate) fn spreadsheet_error(text: &str) -> Option<&'static str> {
    if text.len() > LONGEST {
        return None;
    }
    let small = text.to_lowercase();
    let small = small.strip_prefix('=').unwrap_or(&small);
    if let Some((_, says)) = ERRORS.iter().find(|(error, _)| *error == small) {
        return Some(says);
    }
    let hashes = small.len() > 2 && small.chars().all(|c| c == '#');
    if hashes {
        return Some("a column that was too narrow to show its numbers");
    }
    let number = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
    if small.strip_prefix("err:").is_some_and(number) {
        return Some("a formula that failed");
    }
    let inner = small
        .strip_prefix('#')
        .and_then(|rest| rest.strip_suffix(['!', '?']));
    let code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/');
    let named = inner.is_some_and(|inner| !inner.is_empty() && inner.chars().all(code));
    named.then_some("a formula that failed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_not_known_are_known() {
        for text in [
            "",
            "n/a",
            "N/A",
            "NA",
            "na",
            "N.A.",
            "n.a.",
            "TBD",
            "tbc",
            "T.B.A.",
            "—",
            "–",
            "-",
            "--",
            "- -",
            "?",
            "??",
            "unknown",
            "Unknown",
            "UNKNOWN",
            "unkn.",
            "Unk",
            "not known",
            "Not Disclosed",
            "not-disclosed",
            "undisclosed",
            "not available",
            "not applicable",
            "Not stated",
            "none given",
            "null",
            "NULL",
            "NaN",
            "#N/A",
            "#N/A N/A",
            ".",
            "…",
            "...",
            "TBD 2025",
            "TBD (2025)",
            "TBD - utility",
            "n/a (private)",
            "(unknown)",
            "[TBD]",
            "\"n/a\"",
            "pending",
            "confidential",
            "n.d.",
            "<NA>",
            "TBD*",
            "TBC?",
            "TBD!",
            "to be confirmed",
            "unknown (asked 3/2026)",
            "TBD Q4 2026",
            "not disclosed (NDA)",
            "N/A*",
            "(blank)",
            "not yet known",
            "Unspecified",
            "don't know",
            "TBA, see note",
        ] {
            assert!(is_not_known(text, false), "{text}");
        }
        for text in [
            "none",
            "no",
            "0",
            "yes",
            "grid",
            "300",
            "nadir",
            "Tbdx",
            "unknowable",
            "nil",
            "x",
            "national grid",
            "NAPA",
            "pendingly",
            "n",
            "2025 TBD",
        ] {
            assert!(!is_not_known(text, false), "{text}");
        }
    }

    #[test]
    fn a_name_that_begins_like_one_is_a_name() {
        for text in [
            "Unknown Creek Power",
            "TBD Energy",
            "NA Mining",
            "Pending Hill",
            "Confidential Computing Inc",
        ] {
            assert!(!is_not_known(text, true), "{text}");
        }
        for text in [
            "N/A",
            "TBD 2025",
            "TBD Q4 2026",
            "unknown (private)",
            "n/a - private",
            "—",
        ] {
            assert!(is_not_known(text, true), "{text}");
        }
    }

    #[test]
    fn errors_of_spreadsheets_say_what_they_are() {
        for text in [
            "#REF!",
            "#DIV/0!",
            "#VALUE!",
            "#NAME?",
            "#NUM!",
            "#NULL!",
            "#SPILL!",
            "#CALC!",
            "#GETTING_DATA",
            "#FIELD!",
            "#BLOCKED!",
            "#CONNECT!",
            "#ref!",
            "####",
            "########",
            "Err:502",
            "#UNKNOWN!",
            "#PYTHON!",
        ] {
            assert!(spreadsheet_error(text).is_some(), "{text}");
            assert!(!is_not_known(text, false), "{text}");
        }
        for text in ["#N/A", "#1", "#", "Mill #2", "#hashtag", "# of feeds?"] {
            assert_eq!(spreadsheet_error(text), None, "{text}");
        }
    }
}
