//! What if: other facts in place of those of the files, and cases side by side.

use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

/// What is set in place of what files say.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "What if")]
pub(crate) struct SetArgs {
    /// Judge every site as if a fact were another: a path and a YAML value, such as power.approved_mw=300, `40 to 60`
    /// or `unknown`; may be given several times, the last one wins
    ///
    /// Entries of lists: halls[1].racks=400 by number, permits[kind=zoning].status=granted by a key of theirs, and
    /// permits[+]={kind: air} for a new one. Where a site has no such entry, that site alone cannot be judged. What is
    /// set is as sure as the evidence of its fact says, as if the line of the file were edited.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) set: Vec<String>,
}

/// Cases that are set side by side in place of the usual report.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "What if")]
pub(crate) struct CaseArgs {
    /// Set the scenarios of a file side by side, each with what it changes: score, MW, months, M$/MW, NPV and verdict
    ///
    /// YAML of `scenarios: [{name, set: {path: value}, target, prices, market, policy}]`; see `rackready schema
    /// scenarios`. A file goes before its scenarios, they before --set and all other options. Text, json, csv and html write it.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "sweep")]
    pub(crate) scenarios: Option<PathBuf>,

    /// Sweep a fact: PATH=LOW..HIGH:STEP, both ends included, or PATH=VALUE,VALUE; given twice, every pair of two facts
    ///
    /// One fact gives a curve, two a grid, of at most 1 000 points over all sites. Text, json, csv and html write it.
    #[arg(long, value_name = "PATH=VALUES")]
    pub(crate) sweep: Vec<String>,
}

/// Which targets are set side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TargetsWord {
    /// Every hardware with its usual workload, for every tenant
    All,
}
