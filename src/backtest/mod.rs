//! Scores against what became of the sites: how well they tell converted mines from the rest.
//!
//! Nothing is fitted here or anywhere else. The test reads what could be known before a deal ([`strict`](fn@strict)),
//! joins it with a table of outcomes and measures how far the score is ahead of chance and of two plain baselines.

mod auc;
mod calibration;
mod caveats;
mod cohort;
mod finished;
mod hide;
mod join;
mod outcome;
mod outcomes;
mod readings;
mod run;
mod settings;
mod site;
mod strict;
mod thin;
mod trial;

pub use calibration::{Calibration, Coverage, Reliability, SiteTried, SpreadOf};
pub use finished::Backtest;
pub use join::Given;
pub(crate) use join::LeftOut;
pub use outcome::{Class, Outcome};
pub use outcomes::read;
pub use readings::ReadingId;
pub use run::backtest;
pub use settings::Settings;
pub(crate) use site::Tested;
pub use strict::{known_facts, strict};
#[cfg(feature = "cli")]
pub(crate) use {
    auc::{COVERAGE, Estimated},
    finished::VerdictCount,
    readings::{Reading, WithoutOwner},
};
