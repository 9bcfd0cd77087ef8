//! What `render` takes.

use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

use crate::cli::args::DetailArgs;
use crate::cli::outputs::{Output, OutputParser};

/// Arguments of `render`.
#[derive(Debug, clap::Args)]
#[command(after_help = RENDER_HELP)]
pub(crate) struct RenderArgs {
    /// A report that `score` or `economics` saved as json or ndjson, `plan` or `check` as json, or any of them as html; `-` is
    /// standard input
    #[arg(value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Print all there is to say of a site; of several, below the ranking
    #[arg(long)]
    pub(crate) full: bool,

    #[command(flatten)]
    pub(crate) detail: DetailArgs,

    /// Show what the unknowns may hold at worst and at best, and the answer that is worth most, as `score --ends` does
    #[arg(long)]
    pub(crate) ends: bool,

    /// Format of the report and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<RenderFormat>::default())]
    pub(crate) output_format: Vec<Output<RenderFormat>>,
}

/// Formats that a saved report can be rendered to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RenderFormat {
    /// For people
    Text,
    /// The document itself
    Json,
    /// Of `score` and `economics`: a line for each site
    Ndjson,
    /// Of `score`: a row for each site; of `plan`: a row for each work, soft cost and total; of `economics`: a row for each
    /// site and way
    Csv,
    /// A comment on a pull request
    Markdown,
    /// A page that stands alone
    Html,
    /// Of `check`: SARIF 2.1.0
    Sarif,
    /// Of `check`: a suite for each site file
    Junit,
    /// Of `check`: annotations of GitHub Actions
    Github,
    /// Of `check`: a job summary of GitHub Actions
    GithubSummary,
}

const RENDER_HELP: &str = "\
Nothing is judged again: the numbers are those of the saved report, to three decimals. What could not be judged
is told again, and the exit code is that of the run that was saved: 2 where something could not be judged, 1 where a gate
failed, 3 where there was nothing.";
