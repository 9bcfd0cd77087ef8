//! The checklist: families, gaps, what is unknown, how other hardware would fit, and where numbers come from.

use std::collections::BTreeSet;

use super::super::block::{Block, Cell, Figure, Table};
use super::super::chart;
use super::super::page::Section;
use crate::citations;
use crate::record::asking::Asking;
use crate::record::finding::FindingEntry;
use crate::record::site::CategoryEntry;
use crate::record::{Points, SiteRecord};
use crate::report::numbers::{at_stake, counted, middle, number, percent, points, score};
use crate::report::site::answer::in_words;
use crate::report::site::text::{points_of, remedy};
use crate::rules::Status;
use crate::spread::Bounded;

/// Gaps that stand open.
const SHOWN: usize = 10;

/// The four families of the retrofit checklist, then what comes with the site.
pub(super) fn families(site: &SiteRecord) -> Option<Section> {
    let (families, beside): (Vec<&CategoryEntry>, Vec<&CategoryEntry>) = site
        .categories
        .iter()
        .partition(|category| category.retrofit);
    let all: Vec<&CategoryEntry> = families.iter().chain(&beside).copied().collect();
    let columns = [
        "Category",
        "Ready today#",
        "M$ to close#",
        "Months#",
        "Convertible#",
        "Weight#",
    ];
    let mut table = Table::of(
        "What stands and what closing the rest takes: mean or P50, P10–P90",
        &columns,
    );
    for (name, categories) in [("Retrofit checklist", families), ("Beside it", beside)] {
        if !categories.is_empty() {
            table.rows.push(vec![Cell::Across(name.to_owned())]);
        }
        table.rows.extend(categories.into_iter().map(category));
    }
    let bars = |with: fn(&CategoryEntry) -> Option<Points>| {
        all.iter().filter_map(move |category| {
            let ready = with(category)?;
            Some(vec![
                category.name.clone().into(),
                score(Bounded::from(ready).spread).into(),
            ])
        })
    };
    let numbers = Table::of("Readiness today", &["Category", "Ready#"]).with(bars(|c| c.readiness));
    let figure = Figure {
        svg: chart::checklist::picture_of(&all),
        caption: "Readiness today, mean and P10–P90. Blue: the retrofit checklist, closed by works; gray: what comes \
                  with the site."
            .to_owned(),
        numbers,
    };
    Some(Section::new(
        "checklist",
        "Retrofit checklist",
        vec![table.into(), figure.into()],
    ))
}

fn category(category: &CategoryEntry) -> Vec<Cell> {
    let scored =
        |points: Option<Points>| Cell::or_dash(points.map(|p| score(Bounded::from(p).spread)));
    vec![
        category.name.clone().into(),
        scored(category.readiness),
        Cell::or_dash(category.cost_musd.map(|cost| middle(cost.spread()))),
        Cell::or_dash(category.months.map(|months| middle(months.spread()))),
        scored(category.convertibility),
        percent(category.share.get()).into(),
    ]
}

/// Gaps, what costs most points first, and what is unknown.
pub(super) fn gaps(site: &SiteRecord) -> Vec<Section> {
    let mut gaps = site.worst_first(&[Status::Gap, Status::Partial]);
    let all = gaps.len();
    gaps.retain(|gap| gap.counts);
    let aside = all - gaps.len();
    let mut blocks: Vec<Block> = Vec::new();
    if gaps.is_empty() {
        blocks.push(Block::text("No gap counts on the better route."));
    } else {
        let rest = gaps.split_off(gaps.len().min(SHOWN));
        blocks.push(gap_table("Gaps, what convertibility loses most by first", &gaps).into());
        if !rest.is_empty() {
            let summary = counted(rest.len(), "more gap", "more gaps");
            blocks.push(Block::fold(
                summary,
                vec![gap_table("Further gaps", &rest).into()],
            ));
        }
    }
    if aside > 0 {
        let text = format!(
            "{} of the standing halls, which the new hall leaves behind.",
            counted(aside, "more gap is", "more gaps are")
        );
        blocks.push(Block::text(text));
    }
    let mut unknown = site.worst_first(&[Status::Unknown]);
    unknown.sort_by(|a, b| points_of(b).total_cmp(&points_of(a)));
    if !unknown.is_empty() {
        let summary = format!(
            "{}: met in some draws, not in all",
            counted(unknown.len(), "unknown requirement", "unknown requirements")
        );
        blocks.push(Block::fold(
            summary,
            vec![unknowns(&unknown, &site.asking).into()],
        ));
    }
    let met = site.worst_first(&[Status::Met]);
    if !met.is_empty() {
        let summary = counted(met.len(), "requirement is met", "requirements are met");
        blocks.push(Block::fold(summary, vec![met_table(&met).into()]));
    }
    vec![Section::new("gaps", "Gaps", blocks)]
}

fn named(finding: &FindingEntry) -> Cell {
    Cell::Both(finding.title.clone(), finding.requirement.clone())
}

/// What is needed, and the keys of what says so.
fn needs(finding: &FindingEntry) -> Cell {
    if finding.sources.is_empty() {
        return finding.needs.clone().into();
    }
    Cell::Both(finding.needs.clone(), finding.sources.join(", "))
}

fn gap_table(about: &str, gaps: &[&FindingEntry]) -> Table {
    let columns = [
        "Requirement",
        "Has",
        "Needs",
        "Points#",
        "MW#",
        "What closes it",
        "Line#",
    ];
    Table::of(about, &columns).with(gaps.iter().map(|gap| {
        let closing = gap.closing.as_ref();
        let mw = closing.and_then(|closing| closing.mw_at_stake);
        vec![
            named(gap),
            gap.has.clone().into(),
            needs(gap),
            at_stake(points_of(gap)).into(),
            Cell::or_dash(mw.map(|mw| number(mw.get()))),
            closing.map_or("cannot be bought".to_owned(), remedy).into(),
            gap.line_or_set().into(),
        ]
    }))
}

fn unknowns(findings: &[&FindingEntry], asking: &Asking) -> Table {
    let columns = [
        "Requirement",
        "Needs",
        "Likely there#",
        "Points#",
        "Missing facts",
    ];
    let about = "Unknown, with the points that hang on it";
    Table::of(about, &columns).with(findings.iter().map(|finding| {
        let counted = finding.counts.then(|| at_stake(points_of(finding)));
        vec![
            named(finding),
            needs(finding),
            percent(finding.attainment.chance_met.get()).into(),
            Cell::or_dash(counted),
            Cell::Code(asking.paths(&finding.missing).join(", ")),
        ]
    }))
}

fn met_table(findings: &[&FindingEntry]) -> Table {
    let columns = ["Requirement", "Has", "Needs", "Line#"];
    Table::of("Met", &columns).with(findings.iter().map(|finding| {
        vec![
            named(finding),
            finding.has.clone().into(),
            needs(finding),
            finding.line_or_set().into(),
        ]
    }))
}

/// How other hardware and tenants would fit.
pub(super) fn fit(site: &SiteRecord) -> Option<Section> {
    let first = site.fit.first()?;
    let tenants = first.tenants.iter().map(|cell| cell.tenant.as_str());
    let columns: Vec<&str> = std::iter::once("Hardware").chain(tenants).collect();
    let about =
        "Convertibility and verdict in the median draw, each hardware with its usual workload";
    let table = Table::of(about, &columns).with(site.fit.iter().map(|row| {
        let cells = row.tenants.iter().map(|cell| {
            let verdict = in_words(cell.verdict);
            let why = cell.reason.as_ref().map(|why| format!("{verdict}: {why}"));
            Cell::Both(points(cell.score.get()), why.unwrap_or(verdict.to_owned()))
        });
        std::iter::once(Cell::Text(row.hardware.clone()))
            .chain(cells)
            .collect()
    }));
    let mut blocks: Vec<Block> = highest(site).map(Block::Text).into_iter().collect();
    blocks.push(table.into());
    Some(Section::new("fit", "Other hardware and tenants", blocks))
}

/// The hardware and tenant of the highest score among those of the most hopeful verdict.
fn highest(site: &SiteRecord) -> Option<String> {
    let cells = site
        .fit
        .iter()
        .flat_map(|row| row.tenants.iter().map(|cell| (&row.hardware, cell)));
    let (hardware, cell) = cells.max_by(|(_, a), (_, b)| {
        let hope = a.verdict.rank().cmp(&b.verdict.rank());
        hope.then(a.score.get().total_cmp(&b.score.get()))
    })?;
    Some(format!(
        "The highest of the most hopeful verdict: {hardware} for {}, {} points, {}. What it must earn is another \
         question: score --targets all holds targets against each other with money.",
        cell.tenant,
        points(cell.score.get()),
        in_words(cell.verdict)
    ))
}

/// The sources that findings rest on.
pub(super) fn sources(site: &SiteRecord) -> Option<Section> {
    let keys: BTreeSet<&str> = site
        .findings
        .iter()
        .flat_map(|finding| finding.sources.iter().map(String::as_str))
        .collect();
    let columns = ["Key", "Publisher", "What", "Date", "Grade"];
    let rows = keys
        .iter()
        .filter_map(|key| citations::find(key))
        .map(|source| {
            vec![
                Cell::Code(source.key.clone()),
                source.publisher.clone().into(),
                Cell::link(&source.title, source.url.as_deref()),
                source.date.clone().into(),
                format!("{:?}", source.grade).into(),
            ]
        });
    let table = Table::of("What thresholds, formulas and durations rest on", &columns).with(rows);
    if table.rows.is_empty() {
        return None;
    }
    let summary = counted(table.rows.len(), "source", "sources");
    let told = "Small letters below what a requirement needs are keys of this table; lines are those of the file. What \
                stands behind a price, a figure of the market or a prior, rackready explain says by its id.";
    let blocks = vec![Block::text(told), Block::fold(summary, vec![table.into()])];
    Some(Section::new("sources", "Sources", blocks))
}
