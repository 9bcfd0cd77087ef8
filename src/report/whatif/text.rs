//! Cases of sites for a terminal: a table, a curve or a grid.

use super::shown::{FIGURES, GRIDS, READING, contradicting, figures, held_against, remarks, title};
use super::with_base;
use crate::record::whatif::{AxisEntry, CaseEntry, Compared, SiteCases, WhatIfEntry};
use crate::report::bar::Line;
use crate::report::numbers::{counted, number};
use crate::report::sheet::{Sheet, shortened};
use crate::report::site::head::set_in_place;
use crate::report::{Style, plain};

/// Columns of the longest bar.
const BAR: usize = 12;
/// The most columns that a name may take.
const WIDEST_NAME: usize = 30;

/// The cases of every site.
#[must_use]
pub fn page(entry: &WhatIfEntry, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    for site in &entry.sites {
        sheet.gap();
        head(&mut sheet, entry, site);
        match entry.axes.as_slice() {
            [rows, columns] => grids(&mut sheet, site, rows, columns),
            [axis] => curve(&mut sheet, site, axis, style),
            _ => table(&mut sheet, entry.compared, site),
        }
        told(&mut sheet, entry.compared, site);
    }
    if !entry.sites.is_empty() {
        sheet.line("");
        let caveat = "An estimate; not a quote, not investment advice.";
        sheet.wrap("", "", &format!("{READING} {caveat}"));
    }
    sheet.finish()
}

fn head(sheet: &mut Sheet, entry: &WhatIfEntry, site: &SiteCases) {
    sheet.title(&title(entry.compared, site));
    if let (Some(base), false) = (&site.base.figures, entry.compared == Compared::Targets) {
        sheet.paragraph("target  ", &base.target);
    }
    let method = &entry.method;
    let by = format!(
        "checklist {} · prices {} · {} · seed {}",
        method.checklist,
        method.prices,
        counted(method.draws, "draw", "draws"),
        method.seed
    );
    sheet.paragraph("by      ", &by);
    sheet.paragraph("file    ", &site.file);
    set_in_place(sheet, &site.base.set);
    sheet.line("");
}

fn table(sheet: &mut Sheet, compared: Compared, site: &SiteCases) {
    let first = match compared {
        Compared::Targets => "Target",
        _ => "Case",
    };
    let mut header = vec![first];
    header.extend(FIGURES);
    let mut lines = vec![header.into_iter().map(str::to_owned).collect()];
    for case in with_base(site) {
        let mut line = vec![called(&case.name)];
        let change = held_against(compared, case);
        line.extend(figures(case.figures.as_ref(), change));
        lines.push(line);
    }
    sheet.fitted(&lines, |column| (1..6).contains(&column));
}

/// One fact: its values below each other, the MW of each as a bar.
fn curve(sheet: &mut Sheet, site: &SiteCases, axis: &AxisEntry, style: &Style) {
    let scale = Line::over(with_base(site).filter_map(mw), BAR);
    let mut header = vec![plain(&axis.path)];
    header.extend(FIGURES.map(str::to_owned));
    header.extend(style.draws_bars().then(String::new));
    let mut lines = vec![header];
    for case in with_base(site) {
        let name = case.values.first().unwrap_or(&case.name);
        let mut line = vec![called(name)];
        line.extend(figures(case.figures.as_ref(), None));
        let bar = || scale.reaching(mw(case).unwrap_or(0.0));
        line.extend(style.draws_bars().then(bar));
        lines.push(line);
    }
    sheet.fitted(&lines, |column| column < 6);
}

fn mw(case: &CaseEntry) -> Option<f64> {
    Some(case.figures.as_ref()?.planned_mw.p50.get())
}

/// Two facts: the first down, the second across, a grid for each figure.
fn grids(sheet: &mut Sheet, site: &SiteCases, rows: &AxisEntry, columns: &AxisEntry) {
    sheet.paragraph("down    ", &rows.path);
    sheet.paragraph("across  ", &columns.path);
    for (title, of) in GRIDS {
        sheet.heading(title);
        let mut header = vec![String::new()];
        header.extend(columns.values.iter().map(|value| called(value)));
        let mut lines = vec![header];
        let by_row = site.cases.chunks(columns.values.len().max(1));
        for (value, cases) in rows.values.iter().zip(by_row) {
            let mut line = vec![called(value)];
            line.extend(cases.iter().map(|case| {
                let figure = case.figures.as_ref().and_then(of);
                figure.map_or("–".to_owned(), number)
            }));
            lines.push(line);
        }
        sheet.fitted(&lines, |_| true);
    }
}

/// Whether a table has no room for what it calls a case.
fn is_cut(case: &CaseEntry) -> bool {
    let named: &[String] = match case.values.as_slice() {
        [] => std::slice::from_ref(&case.name),
        values => values,
    };
    named.iter().any(|name| called(name) != plain(name))
}

/// A name or a value as a table has room for; all of a name stands below.
fn called(name: &str) -> String {
    shortened(&plain(name), WIDEST_NAME)
}

/// What is to be said of cases beside their figures; once where all of a sweep lack the same.
fn told(sheet: &mut Sheet, compared: Compared, site: &SiteCases) {
    for case in with_base(site).filter(|case| is_cut(case)) {
        sheet.paragraph("… ", &case.name);
    }
    for message in contradicting(site) {
        sheet.paragraph("! ", &message);
    }
    let mut before = None;
    for case in &site.cases {
        for remark in remarks(compared, &site.base, case) {
            if case.error.is_none() {
                sheet.paragraph(&format!("{}  ", plain(&case.name)), &remark);
            } else if before.as_ref() != Some(&remark) {
                sheet.paragraph("! ", &format!("{}: {remark}", case.name));
                before = Some(remark);
            }
        }
    }
}
