//! Cases of sites for a terminal: a table, a curve or a grid.

use crate::record::Rounded;
use crate::record::whatif::{
    AxisEntry, CaseEntry, ChangeEntry, Compared, FiguresEntry, SiteCases, WhatIfEntry,
};
use crate::report::numbers::{counted, number, percent, points};
use crate::report::sheet::Sheet;
use crate::report::site::head::set_in_place;
use crate::report::{Style, plain};
use crate::verdict::Word;

/// Columns of the longest bar.
const BAR: f64 = 12.0;

/// Changes below this share of a number are not shown beside it.
const TOO_SMALL: f64 = 0.005;

/// The cases of every site.
#[must_use]
pub fn page(entry: &WhatIfEntry, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    for site in &entry.sites {
        sheet.gap();
        head(&mut sheet, entry, site);
        match entry.axes.as_slice() {
            [rows, columns] => grids(&mut sheet, site, rows, columns),
            [axis] => curve(&mut sheet, site, axis),
            _ => table(&mut sheet, entry, site),
        }
        lacking(&mut sheet, site);
    }
    if !entry.sites.is_empty() {
        sheet.line("");
        sheet.wrap("", "", FOOT);
    }
    sheet.finish()
}

const FOOT: &str = "\
Score and NPV are means, MW, months and M$ middles of the same draws, so that what differs is what was set. NPV is of the \
way worth most, for each MW of the connection; changes below half a percent are left out. An estimate; not a quote, not investment advice.";

fn head(sheet: &mut Sheet, entry: &WhatIfEntry, site: &SiteCases) {
    let what = match entry.compared {
        Compared::Scenarios => counted(site.cases.len(), "scenario", "scenarios"),
        Compared::Sweep => counted(site.cases.len(), "point", "points"),
        Compared::Targets => counted(site.cases.len(), "target", "targets"),
    };
    let beside = match entry.compared {
        Compared::Targets => "side by side",
        _ => "beside the file as it is",
    };
    sheet.title(&format!("{}: {what} {beside}", site.name));
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

const FIGURES: [&str; 6] = ["Score", "MW", "First MW", "M$/MW", "NPV/MW", "Verdict"];

fn table(sheet: &mut Sheet, entry: &WhatIfEntry, site: &SiteCases) {
    let first = match entry.compared {
        Compared::Targets => "Target",
        _ => "Case",
    };
    let mut header = vec![first];
    header.extend(FIGURES);
    let mut lines = vec![header.into_iter().map(str::to_owned).collect()];
    for case in std::iter::once(&site.base).chain(&site.cases) {
        let mut line = vec![plain(&case.name)];
        // No target is the one that others are held against.
        let change = case.change.filter(|_| entry.compared != Compared::Targets);
        line.extend(cells(case.figures.as_ref(), change));
        lines.push(line);
    }
    sheet.fitted(&lines, |column| (1..6).contains(&column));
    for case in &site.cases {
        let figures = case.figures.as_ref();
        // Why not is what a person asks first; the other reasons stand in JSON and CSV.
        let kept = figures.filter(|figures| figures.verdict == Word::KeepMining);
        if let Some(reason) = kept.and_then(|figures| figures.reason.as_deref()) {
            sheet.paragraph(&format!("{}  ", plain(&case.name)), reason);
        }
        if let Some(fails) = figures.and_then(|figures| figures.gate_fails.as_ref()) {
            let told = match fails.as_slice() {
                [] => "the gate of its policy passes".to_owned(),
                fails => format!("the gate of its policy fails: {}", fails.join(", ")),
            };
            sheet.paragraph(&format!("{}  ", plain(&case.name)), &told);
        }
    }
}

/// The figures of a case, each with what it is more or less than the base.
fn cells(figures: Option<&FiguresEntry>, change: Option<ChangeEntry>) -> Vec<String> {
    let Some(figures) = figures else {
        return FIGURES.map(|_| "–".to_owned()).to_vec();
    };
    vec![
        with(Some(figures.score.mean), change.map(|c| c.score), points),
        with(
            Some(figures.planned_mw.p50),
            change.map(|c| c.planned_mw),
            number,
        ),
        with(
            figures.months(),
            change.and_then(|c| c.first_mw_months),
            number,
        ),
        with(
            figures.cost_per_mw_musd.map(|cost| cost.p50),
            change.and_then(|c| c.cost_per_mw_musd),
            number,
        ),
        with(
            figures.npv_per_grid_mw_musd,
            change.and_then(|c| c.npv_per_grid_mw_musd),
            number,
        ),
        verdict(figures),
    ]
}

fn verdict(figures: &FiguresEntry) -> String {
    // A verdict without its chance on the same line says too much.
    format!(
        "{} {}",
        figures.verdict.short(),
        percent(figures.chance.get())
    )
    .replace(' ', "\u{a0}")
}

/// A number, and behind it what it is more or less.
fn with(value: Option<Rounded>, change: Option<Rounded>, shown: fn(f64) -> String) -> String {
    let Some(value) = value else {
        return "–".to_owned();
    };
    let by = change.map_or(0.0, Rounded::get);
    let is_small = by.abs() < TOO_SMALL * value.get().abs();
    let (value, more) = (shown(value.get()), shown(by.abs()));
    match more.parse() {
        _ if is_small => value,
        Ok(0.0) => value,
        _ if by > 0.0 => format!("{value} +{more}"),
        _ => format!("{value} -{more}"),
    }
}

/// One fact: its values below each other, the MW of each as a bar.
fn curve(sheet: &mut Sheet, site: &SiteCases, axis: &AxisEntry) {
    let all = || std::iter::once(&site.base).chain(&site.cases);
    let most = all().filter_map(mw).fold(0.0, f64::max);
    let mut header = vec![plain(&axis.path)];
    header.extend(FIGURES.map(str::to_owned));
    header.push(String::new());
    let mut lines = vec![header];
    for case in all() {
        let name = case.values.first().unwrap_or(&case.name);
        let mut line = vec![plain(name)];
        line.extend(cells(case.figures.as_ref(), None));
        line.push(bar(mw(case).unwrap_or(0.0), most));
        lines.push(line);
    }
    sheet.fitted(&lines, |column| column < 6);
}

fn mw(case: &CaseEntry) -> Option<f64> {
    Some(case.figures.as_ref()?.planned_mw.p50.get())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bar has at most twelve columns"
)]
fn bar(value: f64, most: f64) -> String {
    let columns = if most > 0.0 { BAR * value / most } else { 0.0 };
    "█".repeat(columns.round().max(0.0) as usize)
}

/// Two facts: the first down, the second across, a grid for each figure.
fn grids(sheet: &mut Sheet, site: &SiteCases, rows: &AxisEntry, columns: &AxisEntry) {
    type Figure = fn(&FiguresEntry) -> Option<f64>;
    let figures: [(&str, Figure); 4] = [
        ("Critical IT MW", |f| Some(f.planned_mw.p50.get())),
        ("NPV for each MW of the connection, M$", |f| {
            f.npv_per_grid_mw_musd.map(Rounded::get)
        }),
        ("Score", |f| Some(f.score.mean.get())),
        ("Chance of converting, %", |f| {
            Some(100.0 * f.converting.get())
        }),
    ];
    sheet.paragraph("down    ", &rows.path);
    sheet.paragraph("across  ", &columns.path);
    for (title, of) in figures {
        sheet.heading(title);
        let mut header = vec![String::new()];
        header.extend(columns.values.iter().map(|value| plain(value)));
        let mut lines = vec![header];
        let by_row = site.cases.chunks(columns.values.len().max(1));
        for (value, cases) in rows.values.iter().zip(by_row) {
            let mut line = vec![plain(value)];
            line.extend(cases.iter().map(|case| {
                let figure = case.figures.as_ref().and_then(of);
                figure.map_or("–".to_owned(), number)
            }));
            lines.push(line);
        }
        sheet.fitted(&lines, |_| true);
    }
}

/// Cases that the site has no place for.
fn lacking(sheet: &mut Sheet, site: &SiteCases) {
    for case in &site.cases {
        if let Some(error) = &case.error {
            sheet.paragraph("! ", &format!("{}: {error}", case.name));
        }
    }
}
