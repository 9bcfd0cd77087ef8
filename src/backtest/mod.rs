//! Scores against what became of the sites: how well they tell converted mines from the rest.
//!
//! Nothing is fitted here or anywhere else. The test reads what could be known before a deal ([`strict`](fn@strict)),
//! joins it with a table of outcomes and measures how far the score is ahead of chance and of two plain baselines.

mod auc;
mod caveats;
mod finished;
mod join;
mod outcome;
mod outcomes;
mod readings;
mod run;
mod site;
mod strict;
mod thin;

pub use auc::{COVERAGE, Estimated, Resample, auc, quantile, resamples};
pub use finished::{
    Backtest, CategoryWeight, ClassKnown, Settings, Spread, VerdictCount, VerdictRow,
};
pub use join::{Given, LeftOut};
pub use outcome::{Class, Outcome, RecordGrade, RecordKind};
pub use outcomes::{COLUMNS, read};
pub use readings::{Lead, Measured, Owners, Reading, ReadingId, WithoutOwner};
pub use run::backtest;
pub use site::{Gate, Loss, Measure, Tested};
pub use strict::{kept, known_facts, strict};
pub use thin::{fewest, thinned};
