//! Lines of a table that are remarks and no sites: footnotes, sources, notes.

use std::collections::HashSet;

use super::totals::told;
use crate::input::note::Note;
use crate::input::rows::Row;

/// Words that a remark begins with, before a colon.
const WORDS: [&str; 8] = [
    "note",
    "notes",
    "source",
    "sources",
    "footnote",
    "footnotes",
    "remark",
    "disclaimer",
];

/// The remarks that were met.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    dropped: Vec<(usize, String)>,
}

impl Remarks {
    /// Takes in a row; whether it is a remark, which stands alone in its row.
    pub(super) fn take(&mut self, row: &Row) -> bool {
        let mut filled = (0..row.len()).map(|at| row.cell(at).trim());
        let Some(text) = filled.find(|cell| !cell.is_empty()) else {
            return false;
        };
        let is_alone = filled.all(str::is_empty);
        if is_alone && is_remark(text) {
            self.dropped.push((row.line, text.to_owned()));
            return true;
        }
        false
    }

    /// Says which rows are left out.
    pub(super) fn finish(self, name: &str, dropped: &mut HashSet<usize>, notes: &mut Vec<Note>) {
        if self.dropped.is_empty() {
            return;
        }
        dropped.extend(self.dropped.iter().map(|(line, _)| *line));
        notes.push(Note::understood(format!(
            "{name}: left out as remarks, each alone in its row: {}",
            told(&self.dropped)
        )));
    }
}

/// Whether a text begins with the mark of a footnote, or says of itself what it is.
fn is_remark(text: &str) -> bool {
    if let Some((head, rest)) = text.split_once(':') {
        let head = head.trim().to_lowercase();
        if WORDS.contains(&head.as_str()) && !rest.trim().is_empty() {
            return true;
        }
    }
    let marks = ['*', '†', '‡', '§', '¹', '²', '³', '⁴', '⁵'];
    if text.starts_with(marks) {
        return true;
    }
    let inner = [('(', ')'), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| {
            let (mark, rest) = text.strip_prefix(open)?.split_once(close)?;
            Some((mark, rest))
        });
    inner.is_some_and(|(mark, rest)| {
        let is_mark = match mark.trim().as_bytes() {
            [letter] => letter.is_ascii_alphanumeric(),
            [one, two] => one.is_ascii_digit() && two.is_ascii_digit(),
            _ => false,
        };
        is_mark && !rest.trim().is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnotes_and_sources_are_told_from_names_of_sites() {
        for remark in [
            "(1) subject to interconnection study",
            "[a] as reported",
            "* estimate",
            "† leased",
            "Source: company filings",
            "NOTES: unaudited",
        ] {
            assert!(is_remark(remark), "{remark}");
        }
        for site in [
            "Mill Creek",
            "(unnamed)",
            "(1)",
            "Source Creek",
            "Note",
            "1st Street",
            "(Texas) Mill",
        ] {
            assert!(!is_remark(site), "{site}");
        }
    }
}
