//! The numbers of a site in words, the same in every format.

use crate::gate::outcome::SiteResult;
use crate::record::{Money, Months, Rounded};
use crate::report::numbers::{number, points};
use crate::verdict::{Chances, Word};

/// The verdict, how likely it is unless it is final, and whether that leaves it open.
pub(in crate::report) fn verdict(result: &SiteResult) -> String {
    let (said, chance) = (result.verdict, Chances::from(result.chance));
    let word = said.word();
    if said == Word::InsufficientData {
        return word.to_owned();
    }
    if result.is_final {
        return format!("{word} (final)");
    }
    let open = if chance.leave_open(said) {
        " (open)"
    } else {
        ""
    };
    format!("{word} {:.0} %{open}", 100.0 * chance.of_word(said))
}

/// A number between the tenths of its draws, as everywhere; alone where all are one.
fn between([p10, p50, p90]: [String; 3]) -> String {
    if p10 == p90 && p10 == p50 {
        p50
    } else {
        format!("{p50} ({p10}–{p90})")
    }
}

/// A number with the ends that the unknowns allow, named since others are told with tenths; alone where all are one.
fn within(middle: String, unit: &str, worst: &str, best: &str) -> String {
    if worst == best && *worst == middle {
        middle + unit
    } else {
        format!("{middle}{unit} (worst {worst}, best {best})")
    }
}

/// The mean score, with its worst and its best.
pub(in crate::report) fn score(result: &SiteResult) -> String {
    let score = &result.score;
    let end = |end: Option<Rounded>| end.map_or("open".to_owned(), |end| points(end.get()));
    let mean = points(score.mean.get());
    within(mean, "", &end(score.worst), &end(score.best))
}

/// P50 of the MW with a unit behind it, with their worst and their best.
pub(in crate::report) fn megawatts(result: &SiteResult, unit: &str) -> String {
    let mw = &result.planned_mw;
    let end = |end: Option<Rounded>| end.map_or("open".to_owned(), |mw| number(mw.get()));
    let p50 = number(mw.p50.get());
    within(p50, unit, &end(mw.worst), &end(mw.best))
}

/// P50 of what each MW costs, between P10 and P90.
pub(in crate::report) fn cost(cost: Money) -> String {
    between([cost.p10, cost.p50, cost.p90].map(|x| number(x.get())))
}

/// P50 of the months to the first MW, between P10 and P90.
pub(in crate::report) fn months(months: Months) -> String {
    let month =
        |month: Option<Rounded>| month.map_or("never".to_owned(), |month| number(month.get()));
    between([months.p10, months.p50, months.p90].map(month))
}
