//! What the connections of several sites are worth, for a terminal.

use super::shown::{ONE_FABRIC, musd, per_mw, totals};
use super::text;
use crate::assess::Method;
use crate::ranking::{ByMoney, KnownLine, MoneyTotals, Row, runs_on_one_fabric};
use crate::record::SiteRecord;
use crate::record::row::RowMoney;
use crate::report::Style;
use crate::report::numbers::{counted, number, percent};
use crate::report::sheet::{Sheet, broken};

/// Columns that a name leaves to the rest of its line.
const BESIDE: usize = 57;
/// The most columns a name may take.
const WIDEST_NAME: usize = 36;

/// The page of a site below the table, behind a rule.
#[must_use]
pub fn behind(site: &SiteRecord, method: &Method, style: &Style) -> String {
    format!(
        "\n{}\n\n{}",
        "─".repeat(style.width),
        text::site(site, method, style)
    )
}

/// The lines of a table on its way, in the order of what converting is worth beyond mining. Of each site no more than its
/// line is kept.
#[derive(Debug)]
pub struct Lines {
    /// Columns that a name may take.
    width: usize,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    /// The number of the site as it was added.
    at: usize,
    place: ByMoney,
    cells: Vec<String>,
    money: Option<RowMoney>,
    on_one_fabric: bool,
}

impl Lines {
    /// A table without lines.
    #[must_use]
    pub fn new(style: &Style) -> Self {
        Self {
            width: style.width.saturating_sub(BESIDE).min(WIDEST_NAME),
            lines: Vec::new(),
        }
    }

    /// Adds the line of a site.
    pub fn add(&mut self, site: &SiteRecord) {
        self.lines.push(Line {
            at: self.lines.len(),
            place: ByMoney::of(site),
            cells: cells(site, self.width),
            money: Row::read(site, KnownLine::default()).money,
            on_one_fabric: runs_on_one_fabric(&site.target),
        });
    }

    /// Puts them in their order, and gives the numbers of their sites.
    pub fn sort(&mut self) -> Vec<usize> {
        self.lines.sort_by(|a, b| a.place.compare(&b.place));
        self.lines.iter().map(|line| line.at).collect()
    }

    /// The table, with what the sites come to below it.
    #[must_use]
    pub fn table(&self, style: &Style) -> String {
        table(&self.lines, style)
    }
}

fn table(sites: &[Line], style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    let n = counted(sites.len(), "site", "sites");
    text::heading(
        &mut sheet,
        &format!("{n} by what converting is worth beyond mining"),
    );
    sheet.line("");
    let header = [
        "Site",
        "MW",
        "Best",
        "NPV\nM$",
        "NPV\nM$/MW",
        "Con-\nvert\n%",
        "Beyond\nmining\nM$/MW",
        "Verdict\nwith money",
    ];
    let rows = sites.iter().map(|site| site.cells.as_slice());
    sheet.long_table(&header, rows, |at| at == 1 || (3..7).contains(&at));
    sheet.wrap(
        "",
        "",
        "MW: of the connection; Best: the way whose mean NPV is the highest; Convert: share of the draws in which a lease, \
         a cloud or a hybrid is best; Beyond mining: mean NPV of the best way to convert less that of mining. CSV and JSON \
         have the P10 and P90 of each.",
    );
    sums(&mut sheet, sites);
    text::foot(&mut sheet, "SITE");
    sheet.finish()
}

fn cells(site: &SiteRecord, width: usize) -> Vec<String> {
    let none = || "–".to_owned();
    let mut cells = vec![broken(&site.id, width)];
    let Some(economics) = &site.economics else {
        cells.resize_with(8, none);
        return cells;
    };
    let best = economics
        .best
        .and_then(|id| super::shown::way(economics, id));
    let mean = |amount: Option<crate::record::quantity::Amount>| amount.map(|of| of.mean.get());
    let beyond = economics
        .against_mining
        .map(|of| of.npv_per_grid_mw_musd.mean.get());
    cells.extend([
        number(economics.grid_mw.mean.get()),
        best.map_or_else(none, |best| best.id.word().to_owned()),
        mean(best.and_then(|best| best.npv_musd)).map_or_else(none, musd),
        mean(best.and_then(|best| best.npv_per_grid_mw_musd)).map_or_else(none, per_mw),
        percent(economics.converting.get()).replace(" %", ""),
        beyond.map_or_else(none, per_mw),
        site.verdict
            .with_money
            .as_ref()
            .map_or_else(none, |with| with.word.short().to_owned()),
    ]);
    cells
}

/// What they come to, and what that is not.
fn sums(sheet: &mut Sheet, sites: &[Line]) {
    if let Some(money) = MoneyTotals::of(sites.iter().map(|site| site.money)) {
        sheet.line("");
        sheet.wrap("TOTAL      ", "           ", &totals(&money));
        if sites
            .iter()
            .filter(|site| site.on_one_fabric)
            .nth(1)
            .is_some()
        {
            sheet.wrap("           ", "           ", ONE_FABRIC);
        }
    }
}
