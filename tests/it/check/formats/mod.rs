//! Every format of a check, held against the standard or the parser that others read it with.

mod github;
mod junit;
mod markdown;
mod sample;
mod sarif;
mod waiting;
