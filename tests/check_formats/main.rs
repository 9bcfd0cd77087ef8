//! Every format of a check, held against the standard or the parser that others read it with.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod github;
mod junit;
mod markdown;
mod sample;
mod sarif;
