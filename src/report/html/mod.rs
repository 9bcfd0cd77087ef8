//! Reports as pages of HTML that stand alone: nothing is loaded, and all reads without a script.
//!
//! ```text
//! page       the frame of every page, and what a browser may do with it
//! block      what sections are made of: paragraphs, tables, figures
//! chart      pictures as SVG, each a pure function of numbers
//! embed      the record within its page, and out of it again
//! rows       the record of many sites: their rows
//! ```

mod block;
mod chart;
mod check;
mod diff;
mod economics;
mod embed;
mod page;
mod plan;
mod portfolio;
pub mod rows;
mod site;
mod whatif;

use std::fmt;

use askama::filters::Escaper;

use super::plain;
use crate::record::quantity::Amount;
use crate::report::numbers::number;

pub use check::{check, write as write_check};
pub use diff::diff;
pub use embed::record_in;
pub use portfolio::ranking;
pub use site::{Focus, sites, write_sites};
pub use whatif::whatif;

/// Why a page could not be made: a text that cannot be formatted, or a record that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// A template failed.
    #[error(transparent)]
    Template(#[from] askama::Error),
    /// The record could not be written as JSON.
    #[error(transparent)]
    Record(#[from] serde_json::Error),
    /// The page could not be written, or what it shows not be read where it waits.
    #[error(transparent)]
    Written(#[from] std::io::Error),
}

/// What templates escape texts by: harmless in HTML, its attributes and SVG, and no character steers the line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Plain;

impl Escaper for Plain {
    fn write_escaped_str<W: fmt::Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        for c in plain(text).chars() {
            match c {
                '&' => dest.write_str("&amp;")?,
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '"' => dest.write_str("&quot;")?,
                '\'' => dest.write_str("&#39;")?,
                c => dest.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Text for HTML, attributes and SVG.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A string takes all that is written to it.
    let _ = Plain.write_escaped_str(&mut out, text);
    out
}

/// P50 and P10 to P90. A dash between numbers that may be negative would be read as a sign.
fn amount_text(amount: Amount) -> String {
    let [p10, p50, p90] =
        [amount.p10, amount.p50, amount.p90].map(|end| number(end.get()).replace('-', "−"));
    match (p10 == p90, p10.starts_with('−')) {
        (true, _) => p50,
        (false, true) => format!("{p50} ({p10} to {p90})"),
        (false, false) => format!("{p50} ({p10}–{p90})"),
    }
}
