//! What may be written behind `check`.

use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches, ValueEnum, ValueHint};
use jiff::civil::Date;
use rackready::rules::limits::{Asked, ChanceOf, LIMITS, Limit, LimitRule, LimitUnit};
use rackready::source::nearest::nearest;

use super::{SiteArgs, amount, dates};
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
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "set")]
    pub(crate) write_baseline: Option<PathBuf>,

    /// Day at which the expiry of waivers is judged, or a month, which counts as its last day; today in UTC when left out
    #[arg(long, value_name = "DATE", value_parser = dates::end, env = "RACKREADY_AS_OF", hide_env_values = true)]
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
    /// End of a range that numbers are read at; expected without a policy
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
        let mut numbers: Vec<(Limit, f64)> = Vec::new();
        for rule in &LIMITS {
            let given = matches.get_many::<(Limit, f64)>(rule.option());
            for (limit, number) in given.into_iter().flatten() {
                if numbers.iter().any(|(other, _)| other == limit) {
                    let word = limit.chance_of().map_or("", ChanceOf::word);
                    let message = format!("`--{} {word}=…` is given twice\n", rule.option());
                    return Err(clap::Error::raw(ErrorKind::ArgumentConflict, message));
                }
                numbers.push((*limit, *number));
            }
        }
        let asked = numbers.into_iter().map(|(limit, n)| (limit, Some(n)));
        Ok(Self(asked.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn option(rule: &'static LimitRule) -> Arg {
    let variable = rule.option().to_uppercase().replace('-', "_");
    let arg = Arg::new(rule.option())
        .long(rule.option())
        .value_name(rule.placeholder)
        .env(format!("RACKREADY_{variable}"))
        .hide_env_values(true)
        .help(rule.doc);
    match rule.limits {
        [limit] => {
            arg.value_parser(move |text: &str| Ok::<_, String>((*limit, number(rule, text)?)))
        }
        _ => arg
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(move |text: &str| chance(rule, text)),
    }
}

/// The number of a limit.
fn number(rule: &LimitRule, text: &str) -> Result<f64, String> {
    let read = amount(text);
    let Some(most) = rule.most else { return read };
    match read {
        Ok(number) if number <= most => Ok(number),
        read => {
            let is_share = rule.unit == LimitUnit::Share;
            let unit = if is_share {
                "a share"
            } else {
                rule.unit.name()
            };
            let percent = text
                .strip_suffix('%')
                .map_or(read, |text| amount(text.trim()));
            let share = percent
                .ok()
                .filter(|n| is_share && (2.0..=100.0).contains(n));
            let hint = share.map(|percent| format!("; for {percent} % write {}", percent / 100.0));
            let hint = hint.unwrap_or_default();
            Err(format!("expected {unit} from 0 to {most}{hint}"))
        }
    }
}

/// What a chance is asked of, and the share.
fn chance(rule: &LimitRule, text: &str) -> Result<(Limit, f64), String> {
    let words = || {
        let limits = rule.limits.iter();
        limits.filter_map(|limit| Some((limit.chance_of()?.word(), *limit)))
    };
    let (word, share) = match text.split_once('=') {
        Some((word, share)) => (word.trim(), Some(share.trim())),
        None => (text.trim(), None),
    };
    let Some((word, limit)) = words().find(|(known, _)| *known == word) else {
        let help = nearest(word, words().map(|(word, _)| word)).map_or_else(
            || {
                let known: Vec<&str> = words().map(|(word, _)| word).collect();
                format!("valid are {}", known.join(", "))
            },
            |near| format!("did you mean `{near}`?"),
        );
        return Err(format!("no verdict is called `{word}`; {help}"));
    };
    let Some(share) = share.filter(|share| !share.is_empty()) else {
        return Err(format!("the share is missing; write `{word}=0.6`"));
    };
    Ok((limit, number(rule, share)?))
}

const CHECK_HELP: &str = "\
Files that cannot be read, contradictions, and gates of the checklist that fail or are open always count.
The command line goes before RACKREADY_ variables, these before the policy file, `rackready schema policy`.";

/// Ends of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EndWord {
    /// The mean of a score and of NPV; of MW, cost and months P50
    Expected,
    /// What one draw in ten falls short of; of cost and months P90
    P10,
    /// The worst that the unknowns allow; of cost and months P90, of NPV P10
    Worst,
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
