//! What the connections of several sites are worth, for a terminal.

use super::shown::{ONE_FABRIC, musd, per_mw, totals};
use super::text;
use crate::assess::Method;
use crate::ranking::{KnownLine, Row, Totals, by_money};
use crate::record::SiteRecord;
use crate::report::Style;
use crate::report::numbers::{counted, number, percent};
use crate::report::sheet::{Sheet, align_right, broken, never_broken, plain_table};

/// Columns that a name leaves to the rest of its line.
const BESIDE: usize = 57;
/// The most columns a name may take.
const WIDEST_NAME: usize = 36;

/// The page of one site, or of several a table in the order of what converting is worth beyond mining; with `full` the
/// page of each below it.
#[must_use]
pub fn page(
    sites: &[SiteRecord],
    alone: bool,
    method: &Method,
    style: &Style,
    full: bool,
) -> String {
    if let ([site], true) = (sites, alone) {
        return text::site(site, method, style);
    }
    let mut sites: Vec<&SiteRecord> = sites.iter().collect();
    sites.sort_by(|a, b| by_money(a, b));
    let mut page = table(&sites, style);
    if full {
        for site in sites {
            page.push_str(&format!("\n{}\n\n", "─".repeat(style.width)));
            page.push_str(&text::site(site, method, style));
        }
    }
    page
}

fn table(sites: &[&SiteRecord], style: &Style) -> String {
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
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    let width = style.width.saturating_sub(BESIDE).min(WIDEST_NAME);
    for site in sites {
        table.add_row(line(site, width));
    }
    align_right(&mut table, 1..2);
    align_right(&mut table, 3..7);
    (0..8).for_each(|column| never_broken(&mut table, column));
    sheet.tight_table(table);
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

fn line(site: &SiteRecord, width: usize) -> Vec<String> {
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
fn sums(sheet: &mut Sheet, sites: &[&SiteRecord]) {
    let rows: Vec<Row> = sites
        .iter()
        .map(|site| Row::read(site, KnownLine::default()))
        .collect();
    let all = Totals::of(rows.iter());
    if let Some(money) = &all.money {
        sheet.line("");
        sheet.wrap("TOTAL      ", "           ", &totals(money));
        if all.apart {
            sheet.wrap("           ", "           ", ONE_FABRIC);
        }
    }
}
