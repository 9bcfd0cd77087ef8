//! What there is to read.

use std::path::PathBuf;

use crate::source::Refused;

/// Something to read that holds sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its number in the order of inputs, from 0.
    pub ordinal: u32,
    /// The path as reports show it; the name of standard input.
    pub path: PathBuf,
    /// Whether it is standard input.
    pub is_stdin: bool,
}

/// What comes of a path.
#[derive(Debug)]
pub enum Found {
    /// An input.
    Input(Input),
    /// A place that cannot be searched.
    Unreadable(Refused),
    /// Why a glob, a directory or a list of paths gave nothing.
    Nothing(String),
}
