//! A sheet before its values are read.

use std::collections::{HashMap, HashSet};

use super::super::kind::Unread;
use super::super::letters::letters;
use super::bounds::{COLUMNS, Fault, MERGED_CELLS, MERGES, ROWS, UNREAD};

/// Row and column of a cell, both from 0.
pub(super) type At = (u32, u32);

/// One sheet before it is read.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) name: String,
    /// Whether a person who opens the workbook sees it.
    pub(super) visible: bool,
    pub(super) outline: Outline,
}

/// What a sheet holds beside its values.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// How many cells say something.
    pub(super) cells: u64,
    /// The rows that cannot be seen and hold cells, from 0.
    pub(super) hidden_rows: HashSet<u32>,
    /// Stretches that are one cell, sorted by their first row.
    pub(super) merges: Vec<Merge>,
    /// Cells in which something stands and nobody can say what.
    pub(super) unread: HashMap<At, Unread>,
    /// Cells that merged stretches cover.
    covered: u64,
}

/// A stretch of cells that is one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merge {
    pub(super) first: At,
    pub(super) last: At,
}

impl Merge {
    /// How many rows it covers.
    pub(super) fn rows(&self) -> u32 {
        self.last.0 - self.first.0 + 1
    }

    fn cells(&self) -> u64 {
        u64::from(self.rows()) * u64::from(self.last.1 - self.first.1 + 1)
    }
}

impl Outline {
    /// Takes in a cell that says something.
    ///
    /// # Errors
    /// When it lies beyond what is read.
    pub(super) fn cell(&mut self, at: At) -> Result<(), Fault> {
        within(at)?;
        self.cells += 1;
        Ok(())
    }

    /// Takes in a cell in which something stands and nobody can say what.
    pub(super) fn unread(&mut self, at: At, why: Unread) -> Result<(), Fault> {
        self.cell(at)?;
        self.unread.insert(at, why);
        if self.unread.len() > UNREAD {
            return Err(Fault::TooLarge(format!(
                "more than {UNREAD} formulas and other cells without a value that can be read"
            )));
        }
        Ok(())
    }

    /// Takes in a merged stretch; what of it lies beyond the last column is left out.
    pub(super) fn merge(&mut self, first: At, last: At) -> Result<(), Fault> {
        if last.0 < first.0 || last.1 < first.1 || first.1 >= COLUMNS {
            return Ok(());
        }
        let merge = Merge {
            first,
            last: (last.0.min(ROWS - 1), last.1.min(COLUMNS - 1)),
        };
        self.covered += merge.cells();
        self.merges.push(merge);
        if self.merges.len() > MERGES || self.covered > MERGED_CELLS {
            return Err(Fault::TooLarge(format!(
                "more than {MERGES} merged cells, or such as cover more than {MERGED_CELLS}"
            )));
        }
        Ok(())
    }

    /// All that was taken in.
    pub(super) fn finished(mut self) -> Self {
        self.merges.sort_unstable();
        self
    }
}

/// Whether a cell lies where it is read.
pub(super) fn within(at: At) -> Result<(), Fault> {
    if at.1 >= COLUMNS || at.0 >= ROWS {
        return Err(Fault::TooLarge(format!(
            "a cell stands at {}, and at most {COLUMNS} columns and {ROWS} rows are read",
            name_of(at)
        )));
    }
    Ok(())
}

/// A cell as people name it: `C7`.
pub(super) fn name_of(at: At) -> String {
    let column = letters(usize::try_from(at.1).unwrap_or(usize::MAX));
    format!("{column}{}", u64::from(at.0) + 1)
}

/// The cell that a name names, such as `C7` or `$C$7`.
pub(super) fn at_of(name: &str) -> Option<At> {
    let name: String = name.chars().filter(|c| *c != '$').collect();
    let split = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(split);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() {
            return None;
        }
        column = column * 26 + u32::from(letter - b'A') + 1;
    }
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_one_name() {
        for (name, at) in [
            ("A1", (0, 0)),
            ("Z9", (8, 25)),
            ("AA10", (9, 26)),
            ("XFD1048576", (1_048_575, 16_383)),
        ] {
            assert_eq!(at_of(name), Some(at));
            assert_eq!(name_of(at), name);
        }
        assert_eq!(at_of("$C$7"), Some((6, 2)));
        for none in ["", "A", "7", "A0", "ABCD1", "A99999999", "é1"] {
            assert_eq!(at_of(none), None, "{none}");
        }
    }

    #[test]
    fn what_lies_too_far_is_told() {
        let mut outline = Outline::default();
        let told = outline.cell((1_048_575, 16_383)).unwrap_err().to_string();
        assert!(
            told.contains("XFD1048576") && told.contains("1024 columns"),
            "{told}"
        );
        assert!(outline.merge((0, 0), (1_048_575, 1_023)).is_err());
    }
}
