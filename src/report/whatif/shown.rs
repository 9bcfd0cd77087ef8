//! What text and pages say of cases in the same words.

use super::with_base;
use crate::record::Rounded;
use crate::record::whatif::{CaseEntry, ChangeEntry, Compared, FiguresEntry, SiteCases};
use crate::report::numbers::{counted, number, percent, points};
use crate::verdict::Word;

/// How the figures are to be read.
pub(in crate::report) const READING: &str = "\
Score and NPV are means, MW, months and M$ middles of the same draws, so that what differs is what was set. NPV is of the \
way worth most, for each MW of the connection; changes below half a percent are left out.";

/// The figures of a case, as columns.
pub(super) const FIGURES: [&str; 6] = ["Score", "MW", "First MW", "M$/MW", "NPV/MW", "Verdict"];

/// Changes below this share of a number are not shown beside it.
const TOO_SMALL: f64 = 0.005;

/// A figure of a case as one number.
pub(in crate::report) type Figure = fn(&FiguresEntry) -> Option<f64>;

/// What a grid of two facts shows, one figure each.
pub(in crate::report) const GRIDS: [(&str, Figure); 4] = [
    ("Critical IT MW", |f| Some(f.planned_mw.p50.get())),
    ("NPV for each MW of the connection, M$", |f| {
        f.npv_per_grid_mw_musd.map(Rounded::get)
    }),
    ("Score", |f| Some(f.score.mean.get())),
    ("Chance of converting, %", |f| {
        Some(100.0 * f.converting.get())
    }),
];

/// What stands side by side, in a line.
pub(in crate::report) fn title(compared: Compared, site: &SiteCases) -> String {
    let cases = site.cases.len();
    match compared {
        Compared::Scenarios => format!(
            "{}: {} beside the file as it is",
            site.name,
            counted(cases, "scenario", "scenarios")
        ),
        Compared::Sweep => format!(
            "{}: {} beside the file as it is",
            site.name,
            counted(cases, "point", "points")
        ),
        Compared::Targets => format!(
            "{}: {} side by side",
            site.name,
            counted(cases, "target", "targets")
        ),
    }
}

/// What a case is more or less than the base, where cases are held against it.
pub(in crate::report) fn held_against(compared: Compared, case: &CaseEntry) -> Option<ChangeEntry> {
    // No target is the one that others are held against.
    case.change.filter(|_| compared == Compared::Scenarios)
}

/// The figures of a case, each with what it is more or less than the base.
pub(in crate::report) fn figures(
    figures: Option<&FiguresEntry>,
    change: Option<ChangeEntry>,
) -> [String; 6] {
    let Some(figures) = figures else {
        return FIGURES.map(|_| "–".to_owned());
    };
    [
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
    // Three digits of the number, and no more decimals of what it is more or less.
    let steps = match value.get().abs() {
        100.0.. => 1.0,
        10.0.. => 10.0,
        1.0.. => 100.0,
        _ => 1000.0,
    };
    let more = (steps * by.abs()).round() / steps;
    let (value, more) = (shown(value.get()), shown(more));
    match more.parse() {
        _ if is_small => value,
        Ok(0.0) => value,
        _ if by > 0.0 => format!("{value} +{more}"),
        _ => format!("{value} -{more}"),
    }
}

/// What is to be said of a case beside its figures: why it keeps mining, whether a gate passes, whether it is planned on
/// another route than the base or another way is worth most, what it lacks.
pub(in crate::report) fn remarks(
    compared: Compared,
    base: &CaseEntry,
    case: &CaseEntry,
) -> Vec<String> {
    let figures = case.figures.as_ref();
    // Why not is what a person asks first; the other reasons stand in JSON and CSV.
    let kept = figures.filter(|figures| figures.verdict == Word::KeepMining);
    let reason = kept.and_then(|figures| figures.reason.clone());
    let gate = figures.and_then(|figures| figures.gate_fails.as_ref());
    let gate = gate.map(|fails| match fails.as_slice() {
        [] => "the gate of its policy passes".to_owned(),
        fails => format!("the gate of its policy fails: {}", fails.join(", ")),
    });
    let routes = figures.zip(base.figures.as_ref());
    let other =
        routes.filter(|(of, base)| compared == Compared::Scenarios && of.route != base.route);
    let route = other.map(|(of, base)| {
        format!(
            "planned on the route {} instead of {}",
            of.route, base.route
        )
    });
    let other =
        routes.filter(|(of, base)| compared == Compared::Scenarios && of.best_way != base.best_way);
    let way = |figures: &FiguresEntry| figures.best_way.map_or("none", |way| way.word());
    let way = other.map(|(of, base)| format!("worth most: {} instead of {}", way(of), way(base)));
    let all = [reason, gate, route, way, case.error.clone()];
    all.into_iter().flatten().collect()
}

/// What the file contradicts in itself, and what only cases do: each kind once, at the first of them.
pub(in crate::report) fn contradicting(site: &SiteCases) -> Vec<String> {
    let mut kinds: Vec<(&str, String, usize)> = Vec::new();
    for case in with_base(site) {
        let found = case.figures.iter().flat_map(|of| &of.contradictions);
        for of in found {
            match kinds.iter_mut().find(|(id, ..)| *id == of.id) {
                Some((.., more)) => *more += 1,
                None => kinds.push((&of.id, format!("{}: {}", case.name, of.message), 0)),
            }
        }
    }
    let told = kinds.into_iter().map(|(_, first, more)| match more {
        0 => first,
        more => format!("{first}; so {}", counted(more, "more case", "more cases")),
    });
    told.collect()
}
