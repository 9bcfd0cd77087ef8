//! The page of cases side by side: scenarios, a sweep or targets of each site.

use super::block::{Block, Cell, Figure, Table};
use super::chart::sweep::{self, Point};
use super::page::{Chapter, Page, Section};
use super::site::{CAVEAT, foot};
use super::{PageError, embed};
use crate::record::whatif::{AxisEntry, CaseEntry, Compared, FiguresEntry, SiteCases, WhatIfEntry};
use crate::report::numbers::{counted, number};
use crate::report::whatif::shown::{
    GRIDS, READING, contradicting, figures, held_against, remarks, title,
};
use crate::report::whatif::with_base;
use crate::whatif::told;

/// The page of cases, which carries their document.
///
/// # Errors
/// Never for cases of this program; the types of templates and serializers ask for it.
pub fn whatif(entry: &WhatIfEntry) -> Result<String, PageError> {
    let title = match entry.sites.as_slice() {
        [site] => title(entry.compared, site),
        sites => format!("What if, at {}", counted(sites.len(), "site", "sites")),
    };
    let mut last = vec![READING.to_owned(), CAVEAT.to_owned()];
    let carried = "This page carries its record as JSON.";
    last.extend(foot(&entry.errors, &entry.method, carried));
    Page {
        title: format!("{title} · rackready"),
        chapters: entry
            .sites
            .iter()
            .map(|site| chapter(entry, site))
            .collect(),
        foot: last,
        record: embed::element(entry)?,
    }
    .finish()
}

fn chapter(entry: &WhatIfEntry, site: &SiteCases) -> Chapter {
    let pictures = match entry.axes.as_slice() {
        [rows, columns] => grids(site, rows, columns),
        [axis] => curves(site, axis),
        _ => bars(site),
    };
    let sections = [
        Section::new("figures", "Side by side", vec![table(entry, site).into()]),
        Section::new("pictures", "As pictures", pictures),
    ];
    let has_blocks = |section: &Section| !section.blocks.is_empty();
    Chapter {
        title: title(entry.compared, site),
        facts: facts(entry, site),
        lead: lead(site),
        sections: sections.into_iter().filter(has_blocks).collect(),
    }
}

fn facts(entry: &WhatIfEntry, site: &SiteCases) -> Vec<(&'static str, String)> {
    let method = &entry.method;
    let base = site.base.figures.as_ref();
    let target = base.filter(|_| entry.compared != Compared::Targets);
    let mut facts: Vec<(&str, String)> = Vec::new();
    facts.extend(target.map(|base| ("Target", base.target.clone())));
    facts.push(("File", format!("{}, line {}", site.file, site.line)));
    facts.extend(told(&site.base.set).map(|set| ("Set", set)));
    facts.push((
        "Judged by",
        format!(
            "rackready {}, checklist {}, targets {}, prices {}, priors {}",
            method.rackready, method.checklist, method.targets, method.prices, method.typical
        ),
    ));
    facts.push((
        "Draws of what is unknown",
        format!("{}, seed {}", method.draws, method.seed),
    ));
    facts
}

/// What contradicts itself, and cases that the site has no place for, each complaint once.
fn lead(site: &SiteCases) -> Vec<Block> {
    let told = contradicting(site).into_iter().map(Block::Warning);
    let mut blocks: Vec<Block> = told.collect();
    let mut before = None;
    for case in site.cases.iter().filter(|case| case.error.is_some()) {
        if case.error != before {
            before.clone_from(&case.error);
            let error = case.error.as_deref().unwrap_or_default();
            blocks.push(Block::Warning(format!("{}: {error}", case.name)));
        }
    }
    blocks
}

/// The figures of a case, as columns.
const FIGURES: [&str; 6] = [
    "Score#",
    "MW#",
    "Months to first MW#",
    "M$/MW#",
    "NPV, M$ a grid MW#",
    "Verdict",
];

/// Every case with its figures and what sets it.
fn table(entry: &WhatIfEntry, site: &SiteCases) -> Table {
    let mut columns: Vec<String> = match entry.compared {
        Compared::Targets => vec!["Target".to_owned()],
        Compared::Scenarios => vec!["Case".to_owned()],
        Compared::Sweep => entry.axes.iter().map(|axis| axis.path.clone()).collect(),
    };
    columns.extend(FIGURES.map(str::to_owned));
    columns.extend(match entry.compared {
        Compared::Scenarios => Some("What is set".to_owned()),
        Compared::Targets => Some("Why to keep mining".to_owned()),
        Compared::Sweep => None,
    });
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = with_base(site).map(|case| row(entry, site, case));
    let mut table = Table::of("Each case by the same figures", &names).with(rows);
    table.sortable = true;
    table
}

fn row(entry: &WhatIfEntry, site: &SiteCases, case: &CaseEntry) -> Vec<Cell> {
    let mut cells: Vec<Cell> = match entry.compared {
        Compared::Sweep if case.values.is_empty() => entry
            .axes
            .iter()
            .map(|_| case.name.as_str().into())
            .collect(),
        Compared::Sweep => case
            .values
            .iter()
            .map(|value| value.as_str().into())
            .collect(),
        _ => vec![case.name.as_str().into()],
    };
    let change = held_against(entry.compared, case);
    let all = figures(case.figures.as_ref(), change);
    cells.extend(all.map(|text| Cell::Text(text.replace('-', "−"))));
    let remarks = remarks(entry.compared, &site.base, case).join("; ");
    match entry.compared {
        Compared::Sweep => {}
        Compared::Targets => cells.push(remarks.into()),
        Compared::Scenarios => cells.push(Cell::Both(crate::whatif::in_short(&case.set), remarks)),
    }
    cells
}

/// A figure of a case for a picture: its middle, and P10 to P90 where they are told.
type Drawn = fn(&FiguresEntry) -> (Option<f64>, Option<[f64; 2]>);

/// What pictures of one fact and of cases show: what it is, its unit, how a picture is read.
const PICTURES: [(&str, &str, &str, Drawn); 2] = [
    (
        "Critical IT megawatts",
        "MW",
        "Middle of the draws; the thin line spans P10 to P90.",
        |f| {
            let mw = &f.planned_mw;
            (Some(mw.p50.get()), Some([mw.p10.get(), mw.p90.get()]))
        },
    ),
    (
        "NPV of the way worth most for each MW of the connection",
        "M$",
        "Mean of the draws, in millions of dollars.",
        |f| {
            (
                f.npv_per_grid_mw_musd.map(crate::record::Rounded::get),
                None,
            )
        },
    ),
];

fn point(name: &str, case: &CaseEntry, of: Drawn) -> Point {
    let (middle, range) = case.figures.as_ref().map_or((None, None), of);
    Point {
        name: name.to_owned(),
        middle,
        range,
    }
}

/// The numbers of a picture.
fn numbers(about: &str, first: &str, points: &[Point]) -> Table {
    let figure = |value: Option<f64>| Cell::or_dash(value.map(number));
    Table::of(about, &[first, "Middle#", "P10#", "P90#"]).with(points.iter().map(|point| {
        let [low, high] = [0, 1].map(|at| point.range.map(|range| range[at]));
        vec![
            point.name.as_str().into(),
            figure(point.middle),
            figure(low),
            figure(high),
        ]
    }))
}

fn bars(site: &SiteCases) -> Vec<Block> {
    let picture = |(about, unit, caption, of): (&str, &str, &str, Drawn)| {
        let points: Vec<Point> = with_base(site)
            .map(|case| point(&case.name, case, of))
            .collect();
        let title = format!("{about} by case");
        let svg = sweep::bars(&title, unit, &points)?;
        let numbers = numbers(&title, "Case", &points);
        Some(figure(svg, format!("{title}. {caption}"), numbers))
    };
    PICTURES.into_iter().filter_map(picture).collect()
}

fn curves(site: &SiteCases, axis: &AxisEntry) -> Vec<Block> {
    let picture = |(about, unit, caption, of): (&str, &str, &str, Drawn)| {
        let cases = axis.values.iter().zip(&site.cases);
        let points: Vec<Point> = cases.map(|(value, case)| point(value, case, of)).collect();
        let base = site.base.figures.as_ref().and_then(|base| of(base).0);
        let title = format!("{about} over {}", axis.path);
        let svg = sweep::curve(&title, unit, &points, base)?;
        let numbers = numbers(&title, &axis.path, &points);
        Some(figure(svg, format!("{title}. {caption}"), numbers))
    };
    PICTURES.into_iter().filter_map(picture).collect()
}

fn grids(site: &SiteCases, rows: &AxisEntry, columns: &AxisEntry) -> Vec<Block> {
    let picture = |(about, of): (&str, fn(&FiguresEntry) -> Option<f64>)| {
        let all = site.cases.iter();
        let figures: Vec<Option<f64>> =
            all.map(|case| case.figures.as_ref().and_then(of)).collect();
        let title = format!("{about}: {} down, {} across", rows.path, columns.path);
        let svg = sweep::grid(&title, [&rows.values, &columns.values], &figures)?;
        let names: Vec<String> = std::iter::once(rows.path.clone())
            .chain(columns.values.iter().map(|value| format!("{value}#")))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let by_row = figures.chunks(columns.values.len().max(1));
        let lines = rows.values.iter().zip(by_row).map(|(value, figures)| {
            let figures = figures.iter().map(|f| Cell::or_dash(f.map(number)));
            std::iter::once(Cell::Text(value.clone()))
                .chain(figures)
                .collect()
        });
        let numbers = Table::of(&title, &names).with(lines);
        let caption = format!(
            "{about}: values of {} down, of {} across; the stronger the color, the larger.",
            rows.path, columns.path
        );
        Some(figure(svg, caption, numbers))
    };
    GRIDS.into_iter().filter_map(picture).collect()
}

fn figure(svg: String, caption: String, numbers: Table) -> Block {
    Figure {
        svg,
        caption,
        numbers,
    }
    .into()
}
