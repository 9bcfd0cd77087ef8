//! What may be written behind `check`.

use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Arg, ArgMatches, Command, FromArgMatches, ValueEnum, ValueHint};
use jiff::civil::Date;
use rackready::rules::limits::{Asked, LIMITS, LimitRule};

use super::{SiteArgs, amount};
use crate::cli::formats::check::CheckFormat;
use crate::cli::outputs::{Output, OutputParser};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = CHECK_HELP)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) sites: SiteArgs,

    /// Policy file; without it the nearest .rackready.yaml (or .yml) from the current directory up to the root of the
    /// repository
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, env = "RACKREADY_POLICY", hide_env_values = true)]
    pub(crate) policy: Option<PathBuf>,

    /// Use no policy file, whatever is found or named
    #[arg(long, value_parser = BoolishValueParser::new(), env = "RACKREADY_ISOLATED", hide_env_values = true)]
    pub(crate) isolated: bool,

    /// Fail only on what this file does not hold
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, env = "RACKREADY_BASELINE", hide_env_values = true)]
    pub(crate) baseline: Option<PathBuf>,

    /// Accept what fails now: write it to this file, and judge this run by it
    ///
    /// Run it over all sites: the file holds this run and nothing else. Files that cannot be read and faults of
    /// waivers are never accepted.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) write_baseline: Option<PathBuf>,

    /// Day at which the expiry of waivers is judged; today in UTC when left out
    #[arg(long, value_name = "DATE", value_parser = day, env = "RACKREADY_AS_OF", hide_env_values = true)]
    pub(crate) as_of: Option<Date>,

    /// Count no waivers
    #[arg(long, value_parser = BoolishValueParser::new(), env = "RACKREADY_NO_WAIVERS", hide_env_values = true)]
    pub(crate) no_waivers: bool,

    /// Only report: end with 0 where the gate fails; 2 and 3 stay
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// What text lists; it changes no count and no exit code
    #[arg(long, value_name = "WHAT", default_value = "gated")]
    pub(crate) show: ShowWord,

    /// Format of the result and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<CheckFormat>::default())]
    pub(crate) output_format: Vec<Output<CheckFormat>>,

    // Last, since its heading holds for all that follows.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// What sites are held to on top of the policy.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Limits, in place of those of the policy")]
pub(crate) struct LimitArgs {
    /// End of a range that numbers are read at; what has no P10 is read at its worst
    #[arg(long, value_name = "END", env = "RACKREADY_ON", hide_env_values = true)]
    pub(crate) on: Option<EndWord>,

    /// Let gates pass that a missing fact leaves open, and say so
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new(), env = "RACKREADY_ALLOW_OPEN", hide_env_values = true)]
    pub(crate) allow_open: Option<bool>,

    #[command(flatten)]
    pub(crate) numbers: NumberArgs,

    /// Gaps that fail too: of a severity (blocker, major, minor, info) or worse, of a category, or of a
    /// requirement; `waiver.unused` for waivers that cover nothing
    #[arg(
        long,
        value_name = "ID",
        value_delimiter = ',',
        env = "RACKREADY_FAIL_ON",
        hide_env_values = true
    )]
    pub(crate) fail_on: Vec<String>,
}

/// An option for each limit of the register.
#[derive(Debug, Default)]
pub(crate) struct NumberArgs(pub(crate) Asked);

impl clap::Args for NumberArgs {
    fn augment_args(command: Command) -> Command {
        command.args(LIMITS.iter().map(option))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for NumberArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let number = |rule: &LimitRule| (rule.limit, matches.get_one(rule.option()).copied());
        Ok(Self(LIMITS.iter().map(number).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn option(rule: &LimitRule) -> Arg {
    let (unit, most) = (rule.counted.unit(), rule.most);
    let parser = move |text: &str| match (amount(text), most) {
        (Ok(number), Some(most)) if number <= most => Ok(number),
        (_, Some(most)) => Err(format!("expected {unit} from 0 to {most}")),
        (read, None) => read,
    };
    let variable = rule.option().to_uppercase().replace('-', "_");
    Arg::new(rule.option())
        .long(rule.option())
        .value_name(rule.placeholder)
        .value_parser(parser)
        .env(format!("RACKREADY_{variable}"))
        .hide_env_values(true)
        .help(rule.doc)
}

const CHECK_HELP: &str = "\
Files that cannot be read, contradictions, and gates of the checklist that fail or are open always count.
The command line goes before RACKREADY_ variables, these before the policy file, `rackready schema policy`.";

/// Ends of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EndWord {
    /// The worst that the unknowns allow; this one without a policy
    Worst,
    /// One site in ten is worse
    P10,
    /// What is expected, or likely
    Expected,
}

/// What the text of a check lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowWord {
    /// What fails, and no site that passes
    Failures,
    /// That, and what is waived, in the baseline, or open and let pass
    Gated,
    /// Every gap
    All,
}

/// A day of the calendar.
fn day(text: &str) -> Result<Date, String> {
    let day = Some(text).filter(|text| text.len() == 10);
    day.and_then(|day| day.parse().ok())
        .ok_or_else(|| "expected a date as YYYY-MM-DD".to_owned())
}
