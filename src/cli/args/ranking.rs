//! What is shown of many sites, and in which order.

use anyhow::bail;
use clap::ValueEnum;
use rackready::assess::Detail;
use rackready::ranking::{Asked, Condition, KnownLine, Order};
use rackready::report::site::short::Short;

/// How many sites are shown.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Ranking")]
pub(crate) struct RankingArgs {
    /// Rank only sites of which at least this share of what counts is known, 0 to 1; the others are listed as *ask
    /// first*
    ///
    /// A site within two points of it, on either side, says so.
    #[arg(long, value_name = "SHARE", default_value_t)]
    pub(crate) known: KnownLine,

    /// Work out what the unknowns may hold at worst and at best, and the answer that is worth most
    ///
    /// Without it the columns *_worst, *_best and ask_* are empty, unless --sort or --where names one of them, and
    /// *ask first* goes by the share known. The report of a single site has them always.
    #[arg(long)]
    pub(crate) ends: bool,

    /// Sort by a column of the CSV, such as planned_mw or cost_per_mw_musd:desc
    ///
    /// The better end comes first unless `:asc` or `:desc` says otherwise. Without it the score sorts. *Ask first* has an
    /// order of its own.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) sort: Option<Order>,

    /// Show the first N of the ranked alone; those to ask first stay
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) top: Option<u32>,

    /// Leave out sites that do not hold COLUMN=VALUE, or with !=, >=, <=, > or <; may be given several times
    ///
    /// COLUMN is one of the CSV or a fact by its dotted path; case does not count. For example --where
    /// 'planned_mw>=100' --where country=US --where grid!=unknown --where power.firmness=firm.
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<Condition>,

    /// The k of the probability to be among the best k
    #[arg(long, value_name = "K", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) best: u32,

    /// Add up sites that share a word: a column of the CSV or a fact by its dotted path
    ///
    /// For example operator, country, region, grid, verdict, target or power.firmness. Case does not count, and TX and
    /// Texas are one.
    #[arg(long, value_name = "WORD")]
    pub(crate) group_by: Option<Asked>,

    /// Which table csv and ndjson write
    #[arg(long, value_name = "TABLE", default_value = "sites")]
    pub(crate) table: TableKind,

    /// Print all there is to say of a site; of several, below the ranking
    #[arg(long)]
    pub(crate) full: bool,

    #[command(flatten)]
    pub(crate) detail: DetailArgs,
}

impl RankingArgs {
    /// What is worked out of each site, whatever the columns that are asked for and sorted by need.
    pub(crate) fn worked_out(&self) -> Detail {
        Detail::with(self.ends)
    }

    /// Whether sites are written in the order of the ranking rather than of the input.
    pub(crate) fn is_ranked(&self) -> bool {
        self.sort.is_some() || self.top.is_some()
    }
}

/// How much is said of each site.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct DetailArgs {
    /// How much json and ndjson say of each site
    #[arg(
        id = "detail",
        long = "detail",
        value_name = "DETAIL",
        default_value = "full"
    )]
    word: DetailWord,
}

impl DetailArgs {
    /// What it leaves of a site; nothing of it where that is all.
    pub(crate) fn short(self) -> Option<Short> {
        match self.word {
            DetailWord::Full => None,
            DetailWord::Gaps => Some(Short::Gaps),
            DetailWord::Row => Some(Short::Row),
        }
    }

    /// Refuses to say less where no format does; whether any of those that are written can.
    pub(crate) fn fits(self, any_can: bool) -> anyhow::Result<()> {
        if self.short().is_some() && !any_can {
            bail!("only json and ndjson have a --detail: --output-format json is missing");
        }
        Ok(())
    }
}

/// How much is said of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DetailWord {
    /// All there is; `render` and `diff` read it again
    Full,
    /// What a gap report shows: verdict, MW, cost, gaps, the first works and questions
    Gaps,
    /// The columns of the CSV under their names
    Row,
}

/// Tables of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableKind {
    /// A row for each site
    Sites,
    /// A row for each group of --group-by
    Groups,
    /// The supply curve: cumulative MW by cost for each MW
    Supply,
}
