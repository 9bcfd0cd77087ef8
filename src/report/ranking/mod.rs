//! A finished ranking → bytes.

#[cfg(feature = "cli")]
mod asking;
pub mod csv;
pub mod json;
pub mod markdown;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
pub(in crate::report) mod totals;

use super::economics::shown::per_mw;
use super::numbers::{counted, number};
use crate::ranking::{KnownLine, Portfolio, Row};
use crate::spread::Spread;

/// What stands behind a verdict that is open.
pub(in crate::report) fn question(row: &Row) -> &'static str {
    if row.is_open() { "?" } else { "" }
}

/// Months in the middle of the draws.
pub(in crate::report) fn months(months: Option<Spread>) -> String {
    match months {
        None => "–".to_owned(),
        Some(months) if months.p50.is_infinite() => "never".to_owned(),
        Some(months) => format!("{:.0}", months.p50),
    }
}

/// A chance in percent, without the sign.
fn percent(chance: f64) -> String {
    format!("{:.0}", 100.0 * chance)
}

/// What stands behind the name of a site that contradicts itself: one of its facts is wrong, and so may be its rank.
pub(in crate::report) fn mark(row: &Row) -> &'static str {
    if row.contradictions > 0 { " !" } else { "" }
}

/// The way that is worth most, and its mean NPV for each MW of the connection.
fn best_way(row: &Row) -> [String; 2] {
    let money = row.money.and_then(|money| Some((money.best?, money)));
    money.map_or(["–", "–"].map(str::to_owned), |(best, money)| {
        [best.word().to_owned(), per_mw(money.npv_per_grid_mw_musd)]
    })
}

/// The share known in percent, with a mark where a little more or less would put the site into the other list.
pub(in crate::report) fn known(row: &Row) -> String {
    let mark = if row.is_near_line() { "*" } else { "" };
    format!("{}{mark}", percent(row.confidence))
}

/// What that mark says; nothing where none of the rows is marked.
pub(in crate::report) fn near_line<'r>(
    known: KnownLine,
    mut rows: impl Iterator<Item = &'r Row>,
) -> Option<String> {
    let line = line(known);
    rows.any(Row::is_near_line)
        .then(|| format!("`*`: known within two points of --known, {line}."))
}

/// The line between the two lists in percent.
fn line(known: KnownLine) -> String {
    format!("{} %", number(100.0 * known.share()))
}

/// How many sites are asked first, why, and in which order.
pub(in crate::report) fn asked_first(portfolio: &Portfolio) -> String {
    let rows = &portfolio.ask_first;
    let order = if rows.iter().any(|row| row.best_answer.is_some()) {
        "by the worth of the best answer"
    } else {
        "most known first"
    };
    format!(
        "Ask first: {}, less than {} known, {order}",
        counted(rows.len(), "site", "sites"),
        line(portfolio.known)
    )
}

/// What the mark says, and that such sites are in the totals; nothing where none is marked.
pub(in crate::report) fn marked(portfolio: &Portfolio) -> Option<String> {
    let n = portfolio.totals.contradicting + portfolio.ask_first_totals.contradicting;
    let contradict = counted(n, "site contradicts itself", "sites contradict themselves");
    let counts = if n == 1 { "is" } else { "are" };
    (n > 0).then(|| {
        format!("{contradict} and {counts} counted all the same; `rackready check` says where")
    })
}
