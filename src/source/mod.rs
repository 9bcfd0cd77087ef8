//! Text and the places in it.
//!
//! A [`Source`] is text that is safe to hand to a YAML parser: it is small, UTF-8, free of control
//! characters and not deeply nested. [`yaml`] reads it into types, [`tree`] into a tree with places,
//! [`locate`] finds the line of a fact, and a [`Problem`] says what is wrong and where.

mod built_in;
mod guard;
mod locate;
pub mod nearest;
mod problem;
mod syntax;
mod text;
pub mod tree;
pub mod yaml;

pub(crate) use built_in::built_in;
pub use locate::{Step, locate, steps};
pub use problem::{Place, Problem, Related, Span};
pub use text::{MAX_BYTES, Refused, Source};

pub(crate) use guard::needs_a_look;
