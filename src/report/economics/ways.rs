//! The ways of using a connection side by side.

use anstyle::{Effects, Style as Ansi};

use super::bars::{columns, right};
use super::shown::{musd, per_mw};
use crate::record::Rounded;
use crate::record::economics::{AlternativeEntry, EconomicsEntry, YearsEntry};
use crate::report::bar::Line;
use crate::report::numbers::percent;
use crate::report::plain;
use crate::report::sheet::Sheet;

/// Columns of the name of a way, with the mark of the best.
const NAME: usize = 8;
/// Columns of the numbers behind it, with their names.
const NUMBERS: [(&str, usize); 9] = [
    ("P10", 8),
    ("P50", 8),
    ("P90", 8),
    ("Mean", 8),
    ("M$/MW", 8),
    ("Best", 7),
    ("IRR", 8),
    ("Payback", 9),
    ("Per M$", 8),
];

/// The least columns of a bar that tells ways apart.
const BAR: usize = 12;

/// Every way; of one that can't be done the reason.
pub(super) fn table(sheet: &mut Sheet, economics: &EconomicsEntry) {
    sheet.heading("What each way is worth, NPV in M$ of today; * is worth most");
    let header = NUMBERS.map(|(name, _)| name.to_owned());
    let others = NAME + NUMBERS.iter().map(|(_, width)| width).sum::<usize>();
    let scale = columns(sheet, others)
        .filter(|columns| *columns >= BAR)
        .map(|columns| Line::over(economics.alternatives.iter().flat_map(ends), columns));
    let over = scale.map_or("", |_| "  P10 to P90");
    sheet.line(&format!("{:NAME$}{}{over}", "Way", cells(&header)));
    for way in &economics.alternatives {
        let best = economics.best == Some(way.id);
        let name = format!("{}{}", way.id.word(), if best { " *" } else { "" });
        let bar = scale
            .zip(way.npv_musd)
            .map_or(String::new(), |(scale, npv)| {
                format!("  {}", scale.between(npv.p10.get(), npv.p90.get()))
            });
        let line = format!("{name:NAME$}{}{bar}", cells(&figures(way)));
        let line = if best {
            sheet.paint(Ansi::new().effects(Effects::BOLD), &line)
        } else {
            line
        };
        sheet.line(&line);
        if let Some(reason) = &way.reason {
            sheet.wrap("  ", "  ", &plain(reason));
        }
    }
    sheet.wrap(
        "",
        "",
        "M$/MW: mean for each MW of the connection; Best: share of the draws in which it is the best, seen afterwards; IRR \
         of the mean flows of what is built, Payback: years until that is paid, P50; Per M$: mean NPV for each M$ put in.",
    );
}

/// The tenth and the ninth tenth of what a way is worth.
fn ends(way: &AlternativeEntry) -> impl Iterator<Item = f64> + use<> {
    let npv = way.npv_musd.into_iter();
    npv.flat_map(|npv| [npv.p10.get(), npv.p90.get()])
}

fn figures(way: &AlternativeEntry) -> [String; 9] {
    let none = || "–".to_owned();
    let npv = way
        .npv_musd
        .map(|npv| [npv.p10, npv.p50, npv.p90, npv.mean]);
    let [p10, p50, p90, mean] = npv.map_or([(); 4].map(|()| none()), |npv| {
        npv.map(|npv| musd(npv.get()))
    });
    let each = way.npv_per_grid_mw_musd;
    let invested = way.npv_per_invested.map(Rounded::get);
    [
        p10,
        p50,
        p90,
        mean,
        each.map_or_else(none, |each| per_mw(each.mean.get())),
        way.hindsight
            .map_or_else(none, |share| percent(share.get())),
        way.irr.map_or_else(none, |irr| rate(irr.get())),
        way.payback_years.map_or_else(none, half),
        invested.map_or_else(none, per_mw),
    ]
}

/// A rate a year.
pub(super) fn rate(rate: f64) -> String {
    format!("{:.1} %", 100.0 * rate)
}

/// Years until half of the draws have it.
fn half(years: YearsEntry) -> String {
    years
        .p50
        .map_or("never".to_owned(), |years| format!("{:.1}", years.get()))
}

fn cells(cells: &[String; 9]) -> String {
    let pairs = cells.iter().zip(NUMBERS);
    pairs.map(|(cell, (_, width))| right(cell, width)).collect()
}
