//! What is said of a table beside its sites.

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How loud it is.
    pub level: Level,
    /// What is said, on one line; it begins with the name of the file.
    pub text: String,
}

/// How loud something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something is probably wrong.
    Doubt,
    /// Something was understood, left out or not found.
    Understood,
    /// For those who want to know all.
    Detail,
}

impl Note {
    pub(super) fn doubt(text: String) -> Self {
        Self {
            level: Level::Doubt,
            text,
        }
    }

    pub(super) fn understood(text: String) -> Self {
        Self {
            level: Level::Understood,
            text,
        }
    }

    pub(super) fn detail(text: String) -> Self {
        Self {
            level: Level::Detail,
            text,
        }
    }
}
