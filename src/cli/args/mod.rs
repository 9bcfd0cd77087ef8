//! What may be written on the command line. One definition feeds parsing, help, man pages and completions.

mod check;
mod dates;
mod diff;
mod ranking;
mod render;
mod sites;
mod whatif;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use jiff::civil::Date;
use rackready::bounds;
use rackready::economics::market::Month;

use super::formats::score::ReportFormat;
use super::outputs::{Output, OutputParser};
pub(crate) use check::{CheckArgs, EndWord, ShowWord};
pub(crate) use diff::{DiffArgs, DiffFormat};
pub(crate) use ranking::{DetailArgs, RankingArgs, TableKind};
pub(crate) use render::{RenderArgs, RenderFormat};
pub(crate) use sites::{
    ChecklistArgs, DrawArgs, JudgeArgs, MarketArgs, MoneyArgs, PathArgs, PriceArgs, SiteArgs,
    TableArgs, TypicalArgs,
};
pub(crate) use whatif::{CaseArgs, SetArgs, TargetsWord};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a gate failed: a finding fails `check`, a goal of `plan` is out of reach, or `diff --fail-on-regression`
     found one
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

    /// Print text without bars of characters
    #[arg(long, global = true)]
    pub(crate) plain: bool,

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
    Score(Box<ScoreArgs>),
    /// Plan the conversion of sites: works, costs, dates, and the cheapest way to a goal
    Plan(PlanArgs),
    /// Hold ways of using a connection against each other: mine, lease, own cloud, hybrid, bridge, sale
    Economics(EconomicsArgs),
    /// Compare two states of sites, or two saved reports: what changed, by how much and why
    Diff(DiffArgs),
    /// Render a saved JSON report in any format again
    Render(RenderArgs),
    /// Test scores against what became of the sites
    Backtest(BacktestArgs),
    /// Check sites against gates, contradictions and a policy; the exit code says how it went
    Check(CheckArgs),
    /// Propose what the columns of a table mean, as a file for --columns
    Columns(ColumnsArgs),
    /// Explain a requirement, metric, target, parameter, remedy, price, source, category or fact
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
#[command(after_help = SCORE_HELP)]
pub(crate) struct ScoreArgs {
    #[command(flatten)]
    pub(crate) sites: SiteArgs,

    #[command(flatten)]
    pub(crate) ranking: RankingArgs,

    /// Month as which today counts, such as 2027-03, or a day, which counts as its month: figures of the market that are
    /// older than a year are told
    #[arg(long, value_name = "MONTH", value_parser = dates::month)]
    pub(crate) as_of: Option<Month>,

    /// Sites that are worked on at the same time; all cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_JOBS)))]
    pub(crate) jobs: Option<u16>,

    /// Format of the report and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<ReportFormat>::default())]
    pub(crate) output_format: Vec<Output<ReportFormat>>,

    /// Set every hardware and tenant side by side, with the reason of each verdict
    #[arg(long, value_name = "WHICH", conflicts_with_all = ["target", "scenarios", "sweep"], help_heading = "What if")]
    pub(crate) targets: Option<TargetsWord>,

    #[command(flatten)]
    pub(crate) cases: CaseArgs,
}

const SCORE_HELP: &str = "\
One site gives its report, several give a ranking, and apart from it those of which too little is known. Without
--sort and --top, json, ndjson and csv write every site in the order of the input while it is read; with them,
in the order of the ranking, those to ask first behind it. --where leaves sites out of every format. None of
this changes the exit code.";

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
#[command(after_help = PLAN_HELP)]
#[command(mut_arg("detail", |arg| arg.help("How much json says of each site")))]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) sites: SiteArgs,

    /// Day or month in which the plan starts; without it weeks are counted from the start
    #[arg(long, value_name = "DATE", value_parser = dates::start)]
    pub(crate) start: Option<Date>,

    /// Plan this route; without it the better-scoring one, or the one that reaches a goal of MW, money or
    /// months best
    #[arg(long, value_name = "ROUTE")]
    pub(crate) route: Option<RouteKind>,

    #[command(flatten)]
    pub(crate) goal: GoalArgs,

    /// Print what each step of MW costs and when it runs, along the cheapest works
    #[arg(long)]
    pub(crate) curve: bool,

    /// With a goal, show the whole plan of the route all the same, not the part that is chosen
    #[arg(long)]
    pub(crate) full: bool,

    #[command(flatten)]
    pub(crate) detail: DetailArgs,

    /// Format of the plan and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<PlanFormat>::default())]
    pub(crate) output_format: Vec<Output<PlanFormat>>,

    #[command(flatten)]
    pub(crate) cases: CaseArgs,
}

/// Arguments of `economics`.
#[derive(Debug, clap::Args)]
#[command(after_help = ECONOMICS_HELP)]
#[command(mut_arg("draws", |arg| arg.default_value("1000")))]
pub(crate) struct EconomicsArgs {
    #[command(flatten)]
    pub(crate) sites: SiteArgs,

    /// Month as which today counts, such as 2027-03, or a day, which counts as its month: figures of the market that are
    /// older than a year are told
    #[arg(long, value_name = "MONTH", value_parser = dates::month)]
    pub(crate) as_of: Option<Month>,

    /// Print all of the money of each site below the table of several
    #[arg(long)]
    pub(crate) full: bool,

    #[command(flatten)]
    pub(crate) detail: DetailArgs,

    /// Show instead which tranches of which sites to build with so many M$ of capital, so that all is worth most over
    /// keeping to mine
    #[arg(long, value_name = "M", value_parser = amount)]
    pub(crate) budget_musd: Option<f64>,

    /// Format of the result and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<EconomicsFormat>::default())]
    pub(crate) output_format: Vec<Output<EconomicsFormat>>,

    #[command(flatten)]
    pub(crate) cases: CaseArgs,
}

const ECONOMICS_HELP: &str = "\
All is before tax, in nominal M$ of today. Flows run by quarter over the tenant's term; at the horizon every way keeps
the bare powered site and nothing else, and the exit value of leased halls stands beside. An estimate, not investment
advice. One site gives its page, several a table, in the order of what converting is worth beyond mining.";

/// Formats of economics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EconomicsFormat {
    /// For people
    Text,
    /// The document of `score` with all of the money; see `rackready schema report`
    Json,
    /// The same detail, a line for each site
    Ndjson,
    /// A row for each site and way
    Csv,
    /// A page that stands alone; `render` reads it again
    Html,
}

/// Arguments of `backtest`.
#[derive(Debug, clap::Args)]
#[command(after_help = BACKTEST_HELP)]
pub(crate) struct BacktestArgs {
    #[command(flatten)]
    pub(crate) files: PathArgs,

    /// CSV of known outcomes, joined by the ids of the sites
    ///
    /// Columns id and class (converted, evaluating, not_converted); optional subclass, grade (A, B, C),
    /// record_kind (single_site, group, fleet), was_mining_site, owner, deal_date, as_of, reasons, source, url,
    /// source_date. An empty cell is unknown.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) outcomes: PathBuf,

    /// What is to be hosted, one target for all sites so that their scores compare
    #[arg(long, value_name = "ID", default_value = "nvl72")]
    pub(crate) target: String,

    #[command(flatten)]
    pub(crate) checklist: ChecklistArgs,

    #[command(flatten)]
    pub(crate) draws: DrawArgs,

    /// Number of bootstrap samples
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) samples: u32,

    /// Format of the result and, behind `=`, the file to write it to; may be given several times
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<BacktestFormat>::default())]
    pub(crate) output_format: Vec<Output<BacktestFormat>>,
}

const BACKTEST_HELP: &str = "\
Sites without an outcome are listed. Records of grade C, groups and sites that were never a mine are left out,
and so are facts that could not be known before the deal. Without a site of both classes the exit code is 3.

Calibration needs no outcomes: at each mine that states enough, facts are hidden at random (by --seed), and one
draw of the full file is held against P10 to P90, worst, best and verdict of the rest. text and json tell it.";

/// Formats of a backtest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BacktestFormat {
    /// For people
    Text,
    /// Everything
    Json,
    /// A row for each site
    Csv,
}

/// Ways to convert a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RouteKind {
    /// In a hall that stands
    InPlace,
    /// In a new hall on the same connection
    NewHall,
}

/// What a plan is to reach.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Goals")]
pub(crate) struct GoalArgs {
    /// Choose the cheapest works that reach so many MW of critical IT; no fewer than the tenant's first are built
    #[arg(long, value_name = "N", value_parser = amount)]
    pub(crate) mw: Option<f64>,

    /// Choose the cheapest works that reach so many points of readiness
    #[arg(long, value_name = "S", value_parser = amount)]
    pub(crate) readiness: Option<f64>,

    /// Spend at most so many M$, soft costs included; alone it buys the most MW
    #[arg(long, value_name = "M", value_parser = amount)]
    pub(crate) budget_musd: Option<f64>,

    /// Build only MW that run within so many months; alone it takes the most MW
    #[arg(long, value_name = "MONTHS", value_parser = amount)]
    pub(crate) within: Option<f64>,
}

const PLAN_HELP: &str = "\
A goal is a gate: the exit code is 1 when it is out of reach for one of the sites, and the report says what
binds. Goals may be combined: one more never makes a choice cheaper. What the tenant asks is done for all MW that
are built; works that only earn points are done where a goal of readiness asks for them. The choice is made in the
median draw and proven to be the best one there; it is then costed and dated in every draw. Works of the tenant and
the utility cost the owner nothing.";

/// Most threads, as clap counts.
#[expect(clippy::cast_possible_truncation, reason = "the limit fits")]
const MOST_JOBS: u16 = bounds::JOBS.most as u16;

/// A number that is not negative and within what is reckoned with.
fn amount(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok();
    let most = bounds::AMOUNT.most;
    #[expect(clippy::cast_precision_loss, reason = "a round number")]
    let fits = |n: &f64| (0.0..=most as f64).contains(n);
    match number {
        Some(number) if fits(&number) => Ok(number),
        Some(number) if number > 0.0 => Err(format!("expected at most {most}")),
        _ => Err("expected a number that is not negative".to_owned()),
    }
}

/// Formats of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Formats of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    /// For people
    Text,
    /// The document of `score` with dates, goal and curve; see `rackready schema report`
    Json,
    /// A row for each work, soft cost and total
    Csv,
    /// A page that stands alone; `render` reads it again
    Html,
}

/// Arguments of `columns`.
#[derive(Debug, clap::Args)]
#[command(after_help = COLUMNS_HELP)]
pub(crate) struct ColumnsArgs {
    /// The table: .csv, .tsv, .xlsx, .xlsm or .ods; `-` is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Sheet of a workbook; without it the only one that can be seen and holds cells, else the first
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,

    /// Name under which standard input is reported; its ending tells the format
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Format and, behind `=`, the file to write it to
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<ColumnsFormat>::default())]
    pub(crate) output_format: Vec<Output<ColumnsFormat>>,
}

const COLUMNS_HELP: &str = "\
Save it, look at what it calls uncertain, and score by it:
  rackready columns sites.xlsx > columns.yaml
  rackready score sites.xlsx --columns columns.yaml
What a header is matched by is its dotted path, the last key of one, or a name that is usual in the trade, with the
unit behind it. Columns without a match are ignored, each with what is near.";

/// Formats of a proposed mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColumnsFormat {
    /// A file for --columns, with comments
    Yaml,
    /// A table
    Text,
    /// Every field
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

    #[command(flatten)]
    pub(crate) typical: TypicalArgs,

    #[command(flatten)]
    pub(crate) market: MarketArgs,

    /// Format and, behind `=`, the file to write it to
    #[arg(long, alias = "format", value_name = "NAME[=FILE]", value_parser = OutputParser::<PageFormat>::default())]
    pub(crate) output_format: Vec<Output<PageFormat>>,
}

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// What to list
    #[arg(value_name = "WHAT")]
    pub(crate) what: Listed,

    #[command(flatten)]
    pub(crate) checklist: ChecklistArgs,

    #[command(flatten)]
    pub(crate) typical: TypicalArgs,

    #[command(flatten)]
    pub(crate) market: MarketArgs,

    /// Format and, behind `=`, the file to write it to
    ///
    /// `requirements` as yaml are a checklist that --checklist accepts, `priors` a file for --typical, `market` one for
    /// --market.
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
    /// What work costs
    Prices,
    /// What site labor and works cost by place
    Regions,
    /// What bitcoins, machines, power, leases and money cost and earn
    Market,
    /// How megawatts follow one another
    Pace,
    /// What each fact is likely to be where nobody states it
    Priors,
    /// What numbers rest on
    Sources,
    /// What targets ask of a site
    Parameters,
    /// How to ask for each fact
    Questions,
    /// What a site file can say
    Facts,
    /// Everything that can be reported: requirements, contradictions, limits, faults of waivers and files
    Rules,
    /// Words of a report, parts of the score
    Words,
    /// Columns of the tables in CSV
    Columns,
    /// How much is read, held and drawn at most
    Limits,
}

/// Formats of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table
    Text,
    /// Every field
    Json,
    /// Every field; a file to start from in the case of requirements, priors and market
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
    /// Priors of your own
    Priors,
    /// Figures of a market of your own
    Market,
    /// The mapping file of --columns
    Columns,
    /// The policy file of `check`
    Policy,
    /// The JSON report
    Report,
    /// The JSON report with `--detail gaps`
    Gaps,
    /// The JSON report with `--detail row`
    Row,
    /// The JSON of `check`
    Check,
    /// The JSON of `diff`
    Diff,
    /// A file of scenarios
    Scenarios,
    /// The JSON of cases side by side
    Whatif,
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
    fn an_amount_is_a_number_within_its_bound() {
        assert!(amount("1e10").unwrap_err().contains("at most 1000000000"));
        assert!(amount("-1").is_err() && amount("nan").is_err() && amount("12.5").is_ok());
    }

    #[test]
    fn the_definition_holds_together() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
