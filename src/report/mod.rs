//! A finished assessment → bytes; one file for each format. Renderers decide nothing.

pub mod backtest;
#[cfg(feature = "cli")]
mod bar;
#[cfg(feature = "cli")]
pub mod budget;
#[cfg(feature = "cli")]
pub mod check;
pub mod compare;
pub mod economics;
#[cfg(feature = "cli")]
pub mod html;
pub mod plan;
#[cfg(feature = "cli")]
pub mod problems;
mod prose;
pub mod ranking;
pub mod repeats;
#[cfg(feature = "cli")]
mod scale;
#[cfg(feature = "cli")]
mod sentence;
#[cfg(feature = "cli")]
pub mod sheet;
pub mod site;
pub(crate) mod spreadsheet;
pub mod whatif;

pub use crate::record::{FileError, ShortReport, SiteReport};
pub use crate::rules::numbers;
pub use crate::source::plain;

/// How a terminal report looks. It changes nothing that is said.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns to fill.
    pub width: usize,
    /// Whether to color.
    pub color: bool,
    /// Whether to draw bars of characters beside the numbers.
    pub bars: bool,
}

#[cfg(feature = "cli")]
impl Style {
    /// The least columns that have room for bars beside what they show.
    const ROOM_FOR_BARS: usize = 80;

    /// Whether bars are wanted and have room.
    fn draws_bars(&self) -> bool {
        self.bars && self.width >= Self::ROOM_FOR_BARS
    }
}
