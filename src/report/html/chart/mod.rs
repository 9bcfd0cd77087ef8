//! Pictures as SVG: pure functions from numbers to text, one picture a file.
//!
//! Widths are shares of the picture and heights pixels, so that a picture fits a telephone and a wide screen with
//! letters of one size, and says the same where no style sheet is let in. Each has a title and a table of its numbers.

mod bars;
pub(super) mod bubbles;
pub(super) mod cash;
pub(super) mod causes;
pub(super) mod checklist;
pub(super) mod cost;
pub(super) mod gantt;
pub(super) mod limits;
pub(super) mod mw_by_date;
pub(super) mod ranks;
pub(super) mod supply;
mod svg;
pub(super) mod sweep;
pub(super) mod swings;
pub(super) mod tornado;
pub(super) mod verdict;
pub(super) mod ways;
