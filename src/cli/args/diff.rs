//! What `diff` takes.

use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

use super::{JudgeArgs, TableArgs, amount};
use crate::cli::outputs::{Output, OutputParser};

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = DIFF_HELP)]
pub(crate) struct DiffArgs {
    /// What was: a site file, a directory, a glob, or a saved JSON report; `-` is standard input
    #[arg(value_name = "BASE", value_hint = ValueHint::AnyPath)]
    pub(crate) base: PathBuf,

    /// What is: the same kind as BASE
    #[arg(value_name = "HEAD", value_hint = ValueHint::AnyPath)]
    pub(crate) head: PathBuf,

    /// Search directories without regard to .gitignore and .ignore
    #[arg(long)]
    pub(crate) no_ignore: bool,

    /// Follow links in directories out of the repository too
    #[arg(long)]
    pub(crate) trust_paths: bool,

    #[command(flatten)]
    pub(crate) tables: TableArgs,

    #[command(flatten)]
    pub(crate) judge: JudgeArgs,

    /// Checklist that judges BASE, where it is another one than that of HEAD
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) base_checklist: Option<PathBuf>,

    /// Prices of BASE, where they are others than those of HEAD
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) base_prices: Option<PathBuf>,

    /// Market of BASE, where it is another one than that of HEAD
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) base_market: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) gate: RegressionArgs,

    /// Show why each site changed, however many did
    #[arg(long)]
    pub(crate) full: bool,

    /// Format of the comparison and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<DiffFormat>::default())]
    pub(crate) output_format: Vec<Output<DiffFormat>>,
}

/// When a change for the worse fails the run.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Gate")]
pub(crate) struct RegressionArgs {
    /// Exit with 1 when a site that is in both got worse: a lower verdict, or a number beyond its tolerance
    #[arg(long)]
    pub(crate) fail_on_regression: bool,

    /// Points of the expected score that a site may lose
    #[arg(long, value_name = "N", default_value_t = 0.0, value_parser = amount)]
    pub(crate) tolerate_score: f64,

    /// Planned MW of critical IT that a site may lose
    #[arg(long, value_name = "N", default_value_t = 0.0, value_parser = amount)]
    pub(crate) tolerate_mw: f64,

    /// M$ for each MW by which a site may become dearer
    #[arg(long, value_name = "N", default_value_t = 0.0, value_parser = amount)]
    pub(crate) tolerate_cost_per_mw: f64,

    /// Months by which the first MW of a site may come later
    #[arg(long, value_name = "N", default_value_t = 0.0, value_parser = amount)]
    pub(crate) tolerate_months: f64,
}

/// Formats of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people
    Text,
    /// Everything; see `rackready schema diff`
    Json,
    /// For a comment on a pull request
    Markdown,
    /// A page that stands alone
    Html,
}

const DIFF_HELP: &str = "\
Sites are joined by id; two files of one site each are compared whatever their ids. Two saved reports are
compared by their numbers, and nothing is judged again; a report is not compared with site files. Sites that
were added or removed are listed and fail nothing, nor does what the money says.";
