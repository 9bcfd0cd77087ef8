//! What a cell of a table is.

/// What a cell of a workbook is; one of a text is always text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    not(feature = "cli"),
    expect(dead_code, reason = "workbooks are read by the program alone")
)]
pub(super) enum Kind {
    /// Text, to be read as people write it.
    #[default]
    Text,
    /// A number, a flag or a date that is kept as such and written here in one way.
    Value,
    /// Something stands there, and nobody can say what: the cell is never taken for a blank one.
    Unread(Unread),
}

/// Why nobody can say what a cell of a workbook holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    not(feature = "cli"),
    expect(dead_code, reason = "workbooks are read by the program alone")
)]
pub(super) enum Unread {
    /// A formula that was never worked out.
    NotWorkedOut,
    /// Its value is not written in one piece.
    InPieces,
    /// It names a text of the workbook by what is no number of one.
    NoText,
    /// A date behind the last day of the calendar of spreadsheets.
    NoDay,
}

impl Unread {
    /// What is wrong with the cell, one clause.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::NotWorkedOut => "this cell holds a formula that was never worked out",
            Self::InPieces => "the value of this cell is not written in one piece",
            Self::NoText => "this cell names no text of the workbook",
            Self::NoDay => "this cell holds a date after 9999-12-31",
        }
    }

    /// What to do about it.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::NotWorkedOut => {
                "open the workbook in a spreadsheet program and save it there: values are saved with formulas"
            }
            Self::InPieces | Self::NoText => {
                "open the workbook in a spreadsheet program, write the cell anew and save it there"
            }
            Self::NoDay => "write a day, or leave the cell empty where it is not known",
        }
    }
}
