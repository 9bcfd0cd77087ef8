//! What each fuzz target does with its bytes, and what must hold whatever these are. The fuzzer runs these functions on
//! what it makes up; the tests beside run them on what it found before, and on the sites of the repository.
//!
//! ```text
//! oracles    what holds of every page: text, tables, JSON, XML, the order of numbers, problems and their places
//! judging    sites judged in few draws
//! hiding     what must not get better when a fact is hidden
//! pages      a report in every format
//! gated      a check in every format; policies
//! readings   a site as YAML and as JSON
//! tables     the rows of a table
//! data       checklists, prices, priors, markets
//! saved      saved reports
//! compared   two states of a site, two saved reports
//! cases      what is set, swept and told in scenarios
//! whole      a site all the way
//! ```

#![allow(
    unreachable_pub,
    reason = "tests include what is a crate to the fuzzer"
)]

mod cases;
mod compared;
mod data;
mod gated;
pub mod hiding;
mod judging;
mod oracles;
mod pages;
mod readings;
mod saved;
mod tables;
mod whole;

pub use cases::scenario;
pub use compared::diff;
pub use data::{checklist, market, prices, priors};
pub use gated::policy;
pub use readings::site;
pub use saved::saved;
pub use tables::table;
pub use whole::whole;

/// What takes bytes and panics where something does not hold.
pub type Target = fn(&[u8]);

/// Every target by its name, which is that of its file under `fuzz/fuzz_targets` and of its corpus.
pub const TARGETS: [(&str, Target); 11] = [
    ("site", site),
    ("table", table),
    ("checklist", checklist),
    ("prices", prices),
    ("priors", priors),
    ("market", market),
    ("policy", policy),
    ("saved", saved),
    ("diff", diff),
    ("scenario", scenario),
    ("whole", whole),
];

/// What parts an input, on a line of its own. To YAML it is a comment.
pub const CUT: &str = "#####";

/// The parts of an input, the first empty where there are fewer: what stands last is what a target is about.
pub fn in_parts<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut parts = [&data[..0]; N];
    let mut rest = data;
    let mut found = Vec::new();
    let cut = format!("{CUT}\n");
    while found.len() + 1 < N
        && let Some(at) = at_line(rest, cut.as_bytes())
    {
        found.push(&rest[..at]);
        rest = &rest[at + cut.len()..];
    }
    found.push(rest);
    parts[N - found.len()..].copy_from_slice(&found);
    parts
}

/// Where a line begins that is such.
fn at_line(text: &[u8], line: &[u8]) -> Option<usize> {
    let mut windows = text.windows(line.len()).enumerate();
    let found = windows.find(|(at, window)| *window == line && (*at == 0 || text[at - 1] == b'\n'));
    found.map(|(at, _)| at)
}

/// A part as text without spaces around it; what is no UTF-8 is replaced.
fn text(part: &[u8]) -> String {
    String::from_utf8_lossy(part).trim().to_owned()
}
