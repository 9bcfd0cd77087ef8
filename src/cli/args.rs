//! What may be written on the command line. One definition feeds parsing, help, man pages and completions.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum, ValueHint};

use super::outputs::{Output, OutputParser};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a gate failed (not used yet)
  2  usage, or input that cannot be read or is wrong
  3  nothing to evaluate
Of several causes the first of 2, 1, 3, 0 counts, whatever the output format.";

/// Says how convertible a Bitcoin-mining site is to an AI/HPC data center: how many megawatts it could
/// carry, what stops it, and what to ask next
#[derive(Debug, Parser)]
#[command(name = "rackready", version, after_help = EXIT_CODES)]
pub(crate) struct Args {
    /// When to color; `auto` colors terminals and honors NO_COLOR and CLICOLOR_FORCE
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub(crate) color: clap::ColorChoice,

    /// Say on standard error which files, targets and checklist are used
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,

    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Score sites: verdict, gaps with their remedies, and what to ask next
    Score(ScoreArgs),
    /// Explain a requirement, metric, target, parameter, remedy, source, category or fact
    Explain(ExplainArgs),
    /// List what there is to ask for, to judge by and to cite
    List(ListArgs),
    /// Write a commented site file to fill in
    Init(InitArgs),
    /// Print the JSON Schema of a file format
    Schema(SchemaArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the man pages
    Man(ManArgs),
}

/// Arguments of `score`.
#[derive(Debug, clap::Args)]
pub(crate) struct ScoreArgs {
    /// Site files: a file, a directory (its *.yaml and *.yml, hidden ones not), a glob, or `-`
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// What is to be hosted, as hardware, hardware/tenant or hardware/tenant/workload
    ///
    /// Without it the target that the file names is used, or else the one that fits best.
    #[arg(long, value_name = "ID")]
    pub(crate) target: Option<String>,

    #[command(flatten)]
    pub(crate) checklist: ChecklistArgs,

    /// Name under which standard input is reported
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Format of the report and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<ReportFormat>::default())]
    pub(crate) output_format: Vec<Output<ReportFormat>>,
}

/// Which checklist judges.
#[derive(Debug, clap::Args)]
pub(crate) struct ChecklistArgs {
    /// Checklist of your own that changes or extends the built-in one
    ///
    /// `rackready list requirements --output-format yaml` prints one to start from.
    #[arg(long = "checklist", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<PathBuf>,
}

/// Formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// One document for all sites; see `rackready schema report`
    Json,
}

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// What to explain: an id that a report or `rackready list` shows, such as cooling.liquid-loop or nvl72
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    #[command(flatten)]
    pub(crate) checklist: ChecklistArgs,

    /// Format and, behind `=`, the file to write it to
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<ReportFormat>::default())]
    pub(crate) output_format: Vec<Output<ReportFormat>>,
}

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// What to list
    #[arg(value_name = "WHAT")]
    pub(crate) what: Listed,

    #[command(flatten)]
    pub(crate) checklist: ChecklistArgs,

    /// Format and, behind `=`, the file to write it to
    ///
    /// `requirements` as yaml are a checklist that --checklist accepts.
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<ListFormat>::default())]
    pub(crate) output_format: Vec<Output<ListFormat>>,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listed {
    /// Hardware, tenants and workloads
    Targets,
    /// Rows of the checklist
    Requirements,
    /// What rows can judge by
    Metrics,
    /// What closes a gap
    Remedies,
    /// What numbers rest on
    Sources,
    /// What targets ask of a site
    Parameters,
    /// How to ask for each fact
    Questions,
}

/// Formats of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table
    Text,
    /// Every field
    Json,
    /// Every field; a checklist to start from in the case of requirements
    Yaml,
}

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// File to write; standard output when left out
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<PathBuf>,

    /// Only what a first score needs
    #[arg(long)]
    pub(crate) minimal: bool,

    /// Overwrite a file that exists
    #[arg(long)]
    pub(crate) force: bool,
}

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// Which format
    #[arg(value_name = "WHAT")]
    pub(crate) what: Described,

    /// File to write; standard output when left out
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Described {
    /// The site file
    Site,
    /// A checklist of your own
    Checklist,
    /// The JSON report
    Report,
}

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// Write one file for each command into this directory instead
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
