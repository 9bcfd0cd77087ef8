//! What it costs to score many sites: `cargo bench`. The pieces of a site are measured by Criterion; runs of
//! the whole program take turns, so that all that is compared meets the same machine. At the end all of it
//! is set as ratios against the goals, as the table of `benches/README.md`.
//!
//! - `RACKREADY_BENCH_SITES=500 cargo bench` looks quickly: so many YAML files instead of 10 000, and ten
//!   times as many NDJSON lines.
//! - `RACKREADY_BENCH_BESIDE=PROGRAM` lets another version take its turns; `RACKREADY_BENCH_FROM=FOLDER` takes the sites
//!   of a folder that both can read.
//! - `cargo bench -- read` measures the pieces with that name alone.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement that cannot be taken ends here; it prints what it finds"
)]

mod corpus;
mod memory;
mod page;
mod pieces;
mod table;
mod whole;

use std::error::Error;

use corpus::Corpus;

/// Files of sites where nobody says otherwise.
const SITES: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if whole::is_helper(&arguments) {
        return whole::help(&arguments);
    }
    let pieces = pieces::measure()?;
    // With a filter, and as a test, Criterion has run what was asked for.
    if arguments != ["--bench"] {
        return Ok(());
    }
    let sites = std::env::var("RACKREADY_BENCH_SITES").map_or(Ok(SITES), |n| n.parse())?;
    eprintln!("writing {sites} files and {} lines", 10 * sites);
    let corpus = Corpus::write(sites)?;
    let runs = whole::measure(&corpus)?;
    let peaks = memory::measure(&corpus)?;
    let pages = page::measure(&corpus)?;
    println!("\n{}", table::of(&corpus, &pieces, &runs, &peaks, &pages));
    Ok(())
}
