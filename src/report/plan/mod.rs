//! The plan of a site: what its works cost, in what order, by when. One file for each format.

mod answers;
pub mod csv;
pub(super) mod entry;
mod gantt;
pub mod json;
pub mod text;
mod waterfall;

use jiff::Span;
use jiff::civil::Date;

use super::SiteReport;
use super::plain;
use crate::plan::Plan;
use crate::plan::works::{Certainty, Work};
use crate::rules::Route;
use crate::site::Site;

/// A route in words.
#[must_use]
pub fn route_name(site: &Site, route: Route) -> String {
    let Route::InPlace(index) = route else {
        return "a new hall on the same connection".to_owned();
    };
    let Some(index) = index else {
        return "in the standing hall".to_owned();
    };
    let name = site
        .halls
        .items()
        .and_then(|h| h.get(index))
        .and_then(|h| h.name.get());
    name.map_or_else(
        || format!("in hall {}", index + 1),
        |name| format!("in {}", plain(name)),
    )
}

/// The day some weeks after a start; `None` past the end of the calendar.
#[must_use]
pub fn day(start: Date, weeks: f64) -> Option<Date> {
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    let days = (weeks * 7.0).round() as i64;
    start.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// A moment as a month where a start is given, else as a week.
fn moment(start: Option<Date>, weeks: f64) -> String {
    match start.and_then(|start| day(start, weeks)) {
        Some(day) => day.strftime("%Y-%m").to_string(),
        None => format!("week {weeks:.0}"),
    }
}

/// Why a work stands outside the plan.
#[must_use]
pub fn reason(work: &Work) -> &'static str {
    match (work.beyond, work.certainty) {
        (true, _) => "adds MW or time beyond this plan",
        (false, Certainty::Perhaps) => {
            "not stated, and a typical mine needs no such work: ask before planning"
        }
        (false, _) => "not part of this plan",
    }
}

/// The plans of a site, that of the better route first.
fn plans<'r, 'a>(report: &'r SiteReport<'a>) -> impl Iterator<Item = &'r Plan<'a>> {
    std::iter::once(&report.assessment.plan).chain(report.other_plans())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_become_days_and_months() {
        let start = jiff::civil::date(2027, 1, 15);
        assert_eq!(day(start, 2.0), Some(jiff::civil::date(2027, 1, 29)));
        assert_eq!(moment(Some(start), 52.0), "2028-01");
        assert_eq!(moment(None, 51.6), "week 52");
        assert_eq!(day(start, f64::MAX), None);
    }
}
