//! What `render` takes.

use std::path::PathBuf;

use clap::ValueHint;

use super::ReportFormat;
use crate::cli::outputs::{Output, OutputParser};

/// Arguments of `render`.
#[derive(Debug, clap::Args)]
#[command(after_help = RENDER_HELP)]
pub(crate) struct RenderArgs {
    /// A JSON or NDJSON report that was saved, or `-`
    #[arg(value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Print the whole report of each site below the ranking
    #[arg(long)]
    pub(crate) full: bool,

    /// Format of the report and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<ReportFormat>::default())]
    pub(crate) output_format: Vec<Output<ReportFormat>>,
}

const RENDER_HELP: &str = "\
Nothing is judged again: the numbers are those of the saved report, to three decimals. The exit code is that of
rendering; a report with nothing in it has 3.";
