//! How large a workbook may be, and what is told of one that cannot be read.

use super::super::listed::{listed, quoted};
use crate::bounds::{self, SHEETS};
use crate::source::Problem;

/// Most bytes of all parts of a file together, unpacked.
pub(super) const BYTES: u64 = 768 << 20;
/// Most bytes of a part that is held in memory as a whole: texts, styles, an `.ods` sheet.
pub(super) const BYTES_AT_ONCE: u64 = 64 << 20;
/// Bytes up to which nobody asks how well they were packed.
pub(super) const NEVER_MIND: u64 = 4 << 20;
/// How many bytes one packed byte may hold.
pub(super) const RATIO: u64 = 300;
/// Most parts.
pub(super) const PARTS: usize = 10_000;
/// Most columns.
pub(super) const COLUMNS: u32 = {
    #[expect(clippy::cast_possible_truncation, reason = "there are far fewer")]
    let most = bounds::COLUMNS.most as u32;
    most
};
/// Most rows, as spreadsheets have them.
pub(super) const ROWS: u32 = 1_048_576;
/// Most cells of a sheet that is held as a whole, blanks between them included.
pub(super) const CELLS_AT_ONCE: u64 = 2_000_000;
/// Most merged stretches, and most cells of all of them.
pub(super) const MERGES: usize = 5_000;
/// Most cells that merged stretches cover.
pub(super) const MERGED_CELLS: u64 = 2_000_000;
/// Most places that are kept of formulas without a value, and of other cells that cannot be read.
pub(super) const UNREAD: usize = 1_000_000;

/// Why a workbook is not read.
#[derive(Debug, thiserror::Error)]
pub(in crate::input) enum Fault {
    /// It is no archive, or not one of a workbook.
    #[error("this workbook cannot be read: {0}")]
    Broken(String),
    /// No sheet holds anything.
    #[error("this workbook has no sheet that can be read")]
    NoSheet,
    /// The sheet that was asked for is not there.
    #[error("no sheet of this workbook is called `{wanted}`")]
    NoSuchSheet {
        wanted: String,
        near: Option<String>,
        there: Vec<String>,
    },
    /// It is larger than anything that is read.
    #[error("this workbook is too large: {0}")]
    TooLarge(String),
    /// It is locked by a password.
    #[error("this workbook is locked by a password")]
    Locked,
    /// It cannot be read from the disk, or what is made of it cannot be kept.
    #[error("this workbook cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

/// Whether so many sheets are read.
pub(super) fn sheets_at_most(sheets: usize) -> Result<(), Fault> {
    if sheets <= SHEETS.count() {
        return Ok(());
    }
    let message = format!("at most {} sheets are read, and it has more", SHEETS.most);
    Err(Fault::TooLarge(message))
}

impl Fault {
    /// What a crate says of a workbook that it cannot read.
    pub(super) fn broken(error: &dyn std::error::Error) -> Self {
        let said = error.to_string();
        if said.contains("password") {
            return Self::Locked;
        }
        Self::Broken(said)
    }

    /// As it is told, with what to do.
    pub(in crate::input) fn problem(&self) -> Problem {
        let help = match self {
            Self::Broken(_) | Self::Io(_) | Self::NoSheet => {
                "open it in a spreadsheet program and save it again, or save the sheet as .csv"
                    .to_owned()
            }
            Self::NoSuchSheet { near, there, .. } => {
                let all = listed(there.iter().map(|name| quoted(name)));
                let all = format!("it has {all}");
                match near {
                    Some(near) => format!("did you mean `{near}`? {all}"),
                    None => all,
                }
            }
            Self::TooLarge(_) => {
                "delete what stands far from the table, or save the sheet as .csv".to_owned()
            }
            Self::Locked => "save it without a password".to_owned(),
        };
        Problem::of_file(self.to_string()).help(help)
    }
}
