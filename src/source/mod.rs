//! Text and the places in it.
//!
//! A [`Source`] is text that is safe to hand to a parser: it is small, UTF-8, free of what the parser
//! chokes on and not deeply nested. It may be a part of a file and counts the lines of the file.
//! [`yaml`] and JSON are read into types, every [`Notation`] into one [`tree`] with places,
//! [`locate`] finds the line of a fact, and a [`Problem`] says what is wrong and where.

mod built_in;
mod cells;
mod flaw;
mod guard;
mod json;
mod locate;
pub mod nearest;
mod node;
mod notation;
mod opening;
pub(crate) mod parsing;
mod path;
#[cfg(feature = "cli")]
mod pattern;
#[cfg(all(unix, feature = "cli"))]
mod pipe;
mod plain;
mod problem;
#[cfg(feature = "cli")]
mod reach;
pub(crate) mod reading;
mod syntax;
#[cfg(feature = "cli")]
mod taken_up;
mod text;
pub mod tree;
pub mod yaml;

pub(crate) use built_in::built_in;
pub use flaw::Flaw;
pub(crate) use flaw::placed;
pub use json::words as json_words;
pub use locate::locate;
pub(crate) use locate::spans;
pub use notation::Notation;
pub use opening::{Opened, open, text_within};
pub use path::{Pointer, Step, steps};
#[cfg(feature = "cli")]
pub(crate) use pattern::{excess, matcher};
#[cfg(feature = "cli")]
pub(crate) use plain::unmarked;
pub use plain::{is_hidden, plain, shortened};
#[cfg(feature = "cli")]
pub(crate) use problem::Place;
pub use problem::Problem;
pub(crate) use problem::Span;
#[cfg(feature = "cli")]
pub use reach::{Reach, real};
#[cfg(feature = "cli")]
pub use taken_up::last_taken_up;
pub(crate) use text::MAX_BYTES;
pub use text::{Refused, Source};
