//! Which sites are judged, for what and by what.

use std::path::PathBuf;

use super::SetArgs;
use clap::ValueHint;
use clap::builder::ArgPredicate;
use rackready::bounds;
use rackready::typical::Sample;

/// Where sites are.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct PathArgs {
    /// Site files: a file, a directory (its *.yaml and *.yml, not hidden or ignored ones), a glob, or `-`
    #[arg(
        value_name = "PATH",
        default_value = ".",
        default_value_if("files_from", ArgPredicate::IsPresent, None),
        value_hint = ValueHint::AnyPath
    )]
    pub(crate) paths: Vec<PathBuf>,

    /// Read further paths from a file, one to a line or separated by NUL; `-` is standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files_from: Option<PathBuf>,

    /// Search directories without regard to .ignore and, in a git repository, .gitignore
    ///
    /// Both rule what is found in directories, never a glob or a file that is named.
    #[arg(long)]
    pub(crate) no_ignore: bool,

    #[command(flatten)]
    pub(crate) tables: TableArgs,

    /// Follow what files name and where links lead, out of the repository too
    ///
    /// Without it policies and scenarios name data files of their repository (or, in none, of their folder) alone, and
    /// links in directories that lead out of it are told and not followed.
    #[arg(long)]
    pub(crate) trust_paths: bool,

    /// Name under which standard input is reported; its ending tells the format
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub(crate) stdin_filename: Option<PathBuf>,
}

/// How tables are read: .csv, .tsv, .xlsx, .xlsm, .ods.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct TableArgs {
    /// What the headers of tables mean: YAML lines of `header: dotted.path` or `header: ignore`, and more
    ///
    /// `rackready columns FILE` proposes such a file, `rackready schema columns` describes it: units, words of the table,
    /// constants, the line of the header, the decimal sign, and what several rows of one site are.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) columns: Option<PathBuf>,

    /// Sheet of a workbook that is read; without it the only one that can be seen and holds cells, else the first
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,

    /// Take cells of tables that cannot be read as unknown, and count them
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// Which sites are judged, for what and by what.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SiteArgs {
    #[command(flatten)]
    pub(crate) files: PathArgs,

    #[command(flatten)]
    pub(crate) judge: JudgeArgs,

    // Behind the others, since its heading holds for all that follows.
    #[command(flatten)]
    pub(crate) changes: SetArgs,
}

/// What judges sites, and for what.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct JudgeArgs {
    /// What is to be hosted, as hardware, hardware/tenant or hardware/tenant/workload
    ///
    /// Without it the target that the file names is used, or else the one that fits best.
    #[arg(
        long,
        value_name = "ID",
        env = "RACKREADY_TARGET",
        hide_env_values = true
    )]
    pub(crate) target: Option<String>,

    #[command(flatten)]
    pub(crate) checklist: ChecklistArgs,

    #[command(flatten)]
    pub(crate) prices: PriceArgs,

    #[command(flatten)]
    pub(crate) money: MoneyArgs,

    #[command(flatten)]
    pub(crate) draws: DrawArgs,
}

/// By what money is reckoned.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct MoneyArgs {
    #[command(flatten)]
    pub(crate) market: MarketArgs,

    /// Discount every way at this rate a year, such as 0.12; without it each earner has a rate of its own
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub(crate) discount: Option<f64>,

    /// Leave out what each way of using the connection is worth
    #[arg(long)]
    pub(crate) without_economics: bool,
}

/// A rate of discount a year.
fn rate(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok();
    number
        .filter(|rate| (0.0..=1.0).contains(rate))
        .ok_or_else(|| "expected a share a year between 0 and 1, such as 0.12".to_owned())
}

/// Most draws, as clap counts.
#[expect(clippy::cast_possible_truncation, reason = "the limit fits")]
const MOST_DRAWS: u32 = bounds::DRAWS.most as u32;

/// How what nobody stated is drawn.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DrawArgs {
    #[command(flatten)]
    pub(crate) typical: TypicalArgs,

    /// Draws of what nobody stated: the more, the steadier the shares
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_DRAWS)))]
    pub(crate) draws: u32,

    /// Seed of all that is drawn
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
}

impl DrawArgs {
    /// How many draws, and from which seed.
    pub(crate) fn sample(&self) -> Sample {
        Sample {
            draws: usize::try_from(self.draws).unwrap_or(usize::MAX),
            seed: self.seed,
        }
    }
}

/// What is likely where nobody states it.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct TypicalArgs {
    /// Priors of your own in place of built-in ones
    ///
    /// `rackready list priors --output-format yaml` prints some to start from.
    #[arg(id = "typical", long = "typical", value_name = "FILE", value_hint = ValueHint::FilePath, env = "RACKREADY_TYPICAL", hide_env_values = true)]
    pub(crate) file: Option<PathBuf>,
}

/// At which prices.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct PriceArgs {
    /// Prices of your own in place of built-in ones
    ///
    /// `rackready list prices` shows the ids; each price takes id, low, mode, high and source.
    #[arg(id = "prices", long = "prices", value_name = "FILE", value_hint = ValueHint::FilePath, env = "RACKREADY_PRICES", hide_env_values = true)]
    pub(crate) file: Option<PathBuf>,
}

/// By which market.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct MarketArgs {
    /// Figures of a market of your own in place of built-in ones
    ///
    /// `rackready list market --output-format yaml` prints some to start from.
    #[arg(id = "market", long = "market", value_name = "FILE", value_hint = ValueHint::FilePath, env = "RACKREADY_MARKET", hide_env_values = true)]
    pub(crate) file: Option<PathBuf>,
}

/// Which checklist judges.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ChecklistArgs {
    /// Checklist of your own that changes or extends the built-in one
    ///
    /// `rackready list requirements --output-format yaml` prints one to start from.
    #[arg(long = "checklist", value_name = "FILE", value_hint = ValueHint::FilePath, env = "RACKREADY_CHECKLIST", hide_env_values = true)]
    pub(crate) file: Option<PathBuf>,
}
