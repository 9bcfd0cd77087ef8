//! What a budget builds of many sites, for a terminal and as a table.

use csv::Writer;

use super::numbers::{counted, number, percent};
use super::sheet::Sheet;
use super::spreadsheet::{cell, written};
use super::{Style, plain};
use crate::assess::Method;
use crate::record::Rounded;
use crate::record::budget::{BudgetEntry, BudgetSite, ChangeEntry, NextEntry, StageEntry, Unbuilt};

/// Sites of which nothing is built that are named for each reason; the rest are counted.
const NAMED: usize = 8;

/// What stands in front of a paragraph, and the blanks below it.
const LEAD: usize = 11;

/// What a budget builds.
#[must_use]
pub fn text(budget: &BudgetEntry, method: &Method, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    let totals = &budget.totals;
    sheet.title(&format!(
        "{} M$ over {}: {} of {} built, {} MW of critical IT",
        number(budget.budget_musd.get()),
        counted(budget.sites.len(), "site", "sites"),
        counted(totals.tranches, "tranche", "tranches"),
        counted(totals.sites, "site", "sites"),
        number(totals.built.mw.get())
    ));
    let market = &budget.market;
    let by = format!(
        "market {} of {} · {} draws · seed {}",
        market.version, market.as_of, method.draws, method.seed
    );
    sheet.paragraph("by ", &by);
    sheet.line("");
    if totals.tranches > 0 {
        table(&mut sheet, budget);
        sheet.line("");
    }
    for (lead, said) in [
        ("FABRICS", fabrics(budget)),
        ("UNSPENT", Some(unspent(budget))),
        ("NEXT", Some(next(budget))),
        ("SHADOW", Some(shadow(budget))),
        ("UNPROVEN", unproven(budget)),
    ] {
        if let Some(said) = said {
            sheet.paragraph(&format!("{lead:<LEAD$}"), &said);
        }
    }
    let mut lead = "NOT BUILT";
    for why in Unbuilt::ALL {
        if let Some(said) = unbuilt(budget, *why) {
            sheet.paragraph(&format!("{lead:<LEAD$}"), &said);
            lead = "";
        }
    }
    sheet.line("");
    sheet.wrap("", "", FOOT);
    sheet.finish()
}

const FOOT: &str = "\
A tranche comes with those of its site before it, and costs its share of the plan. MW and capital are means of the draws \
that build; worth is the mean of all draws: a lease, with the rest of the mine run on, less mining with all of it, before \
tax and in nominal M$ of today. An estimate, not investment advice.";

fn table(sheet: &mut Sheet, budget: &BudgetEntry) {
    let header = [
        "Site",
        "Tranches",
        "MW",
        "Capital M$",
        "Worth over mining M$",
        "M$ per M$",
        "Builds in",
    ];
    let mut lines = vec![header.map(str::to_owned).to_vec()];
    let figures = |stage: &StageEntry| {
        let each = stage.value_per_musd.map_or("–".to_owned(), shown);
        [
            shown(stage.mw),
            shown(stage.capital_musd),
            shown(stage.value_musd),
            each,
        ]
    };
    for site in built(budget) {
        let tranches = format!("{} of {}", site.tranches, site.stages.len());
        let mut line = vec![plain(&site.id), tranches];
        line.extend(figures(&site.built));
        line.push(percent(site.share.get()));
        lines.push(line);
    }
    let mut all = vec!["all".to_owned(), budget.totals.tranches.to_string()];
    all.extend(figures(&budget.totals.built));
    all.push(String::new());
    lines.push(all);
    sheet.fitted(&lines, |column| column > 0);
}

fn shown(value: Rounded) -> String {
    number(value.get())
}

fn built(budget: &BudgetEntry) -> impl Iterator<Item = &BudgetSite> {
    budget.sites.iter().filter(|site| site.tranches > 0)
}

fn fabrics(budget: &BudgetEntry) -> Option<String> {
    let fabrics = budget.fabrics?;
    Some(format!(
        "the workload wants one fabric: tranches on {fabrics} sites are as many clusters, not one of all their MW"
    ))
}

fn unspent(budget: &BudgetEntry) -> String {
    format!("{} M$", shown(budget.unspent_musd))
}

fn next(budget: &BudgetEntry) -> String {
    let Some(next) = &budget.next else {
        return "nothing more is worth having".to_owned();
    };
    let NextEntry {
        more_musd,
        value_musd,
        changes,
    } = next;
    let said: Vec<String> = changes.iter().map(change).collect();
    format!(
        "{} M$ more buy {}: worth {} M$ more in all",
        shown(*more_musd),
        said.join(", "),
        shown(*value_musd)
    )
}

fn change(change: &ChangeEntry) -> String {
    let tranches = counted(change.to, "tranche", "tranches");
    let of = plain(&change.id);
    match (change.from, change.to) {
        (0, _) => format!("{tranches} of {of}"),
        (_, 0) => format!("nothing of {of}"),
        (from, _) => format!("{tranches} of {of} in place of {from}"),
    }
}

fn shadow(budget: &BudgetEntry) -> String {
    format!(
        "a M$ more would be worth {} M$ if tranches came in parts",
        shown(budget.shadow)
    )
}

fn unproven(budget: &BudgetEntry) -> Option<String> {
    let gap = budget.gap.get();
    let share = number(100.0 * gap);
    (gap > 0.0).then(|| {
        format!("another choice may be worth up to {share} % more, and what comes next may come for less")
    })
}

fn unbuilt(budget: &BudgetEntry, why: Unbuilt) -> Option<String> {
    let sites: Vec<&BudgetSite> = budget
        .sites
        .iter()
        .filter(|site| site.unbuilt == Some(why))
        .collect();
    let first: Vec<String> = sites
        .iter()
        .take(NAMED)
        .map(|site| plain(&site.id))
        .collect();
    let rest = match sites.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!(" and {}", counted(rest, "other", "others")),
    };
    let reason = match why {
        Unbuilt::NoMegawatts => "states no megawatts",
        Unbuilt::NeverConverts => "converts in no draw",
        Unbuilt::MiningIsWorthMore => "mining is worth more than any of its tranches",
        Unbuilt::OverBudget => "the money is worth more elsewhere, or does not reach",
    };
    (!sites.is_empty()).then(|| format!("{reason}: {}{rest}", first.join(", ")))
}

/// Names of the columns, each with its unit.
const COLUMNS: [&str; 12] = [
    "id",
    "name",
    "file",
    "target",
    "first_tranches",
    "taken",
    "building_share",
    "first_mw",
    "first_capital_musd",
    "first_value_musd",
    "value_per_musd",
    "unbuilt",
];

/// A row for each site and number of its first tranches; those that are built are marked.
///
/// # Errors
/// Never for a table in memory; the type of the writer asks for it.
pub fn table_of(budget: &BudgetEntry) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for site in &budget.sites {
        for row in rows(site) {
            writer.write_record(row)?;
        }
    }
    written(writer)
}

fn rows(site: &BudgetSite) -> Vec<Vec<String>> {
    let cells = |tranches: usize, stage: Option<&StageEntry>| {
        let taken = site.tranches > 0 && site.tranches == tranches;
        let number = |value: Option<Rounded>| {
            value.map_or(String::new(), |value| format!("{:.3}", value.get()))
        };
        let mut cells: Vec<String> = [&site.id, &site.name, &site.file, &site.target]
            .map(|text| cell(text))
            .to_vec();
        cells.push(tranches.to_string());
        cells.push(if taken { "yes" } else { "no" }.to_owned());
        cells.push(number(Some(site.share)));
        cells.extend(
            [
                stage.map(|stage| stage.mw),
                stage.map(|stage| stage.capital_musd),
                stage.map(|stage| stage.value_musd),
                stage.and_then(|stage| stage.value_per_musd),
            ]
            .map(number),
        );
        cells.push(site.unbuilt.map_or("", Unbuilt::word).to_owned());
        cells
    };
    if site.stages.is_empty() {
        return vec![cells(0, None)];
    }
    let stages = site.stages.iter().zip(1..);
    stages
        .map(|(stage, tranches)| cells(tranches, Some(stage)))
        .collect()
}
