//! When things happen, in the words of the terminal.

use jiff::civil::Date;

use crate::record::plan::{PlanEntry, RouteSummary, calendar_month};
use crate::record::schedule::StartedBy;
use crate::report::plain;
use crate::units::WEEKS_PER_MONTH;

/// A moment as a month where a start is given, else as a week.
pub(super) fn moment(start: Option<Date>, weeks: f64) -> String {
    if weeks == f64::INFINITY {
        return "never".to_owned();
    }
    start
        .and_then(|start| calendar_month(start, weeks / WEEKS_PER_MONTH))
        .unwrap_or_else(|| format!("week {weeks:.0}"))
}

/// The plans of a site, that of the better route first.
pub(in crate::report) fn summaries(plan: &PlanEntry) -> impl Iterator<Item = &RouteSummary> {
    std::iter::once(&plan.summary).chain(&plan.other_routes)
}

/// The day on which a plan starts, where it was given one: others are shown in weeks.
pub(super) fn start(plan: &PlanEntry) -> Option<Date> {
    let start = plan.schedule.start.as_ref()?;
    let given = start.from == StartedBy::Given;
    start.date.parse().ok().filter(|_| given)
}

/// What weeks and months count from.
pub(in crate::report) fn counted_from(plan: &PlanEntry) -> String {
    let Some(start) = &plan.schedule.start else {
        return "a start that nothing dates".to_owned();
    };
    let what = match start.from {
        StartedBy::Given => "the start asked for",
        StartedBy::AsOf => "the date of the facts",
        StartedBy::Prices => "the price list, as the facts have no date",
    };
    format!("{} ({what})", plain(&start.date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_become_months() {
        let start = jiff::civil::date(2027, 1, 15);
        assert_eq!(moment(Some(start), 52.0), "2028-01");
        assert_eq!(moment(None, 51.6), "week 52");
        assert_eq!(moment(None, f64::INFINITY), "never");
    }
}
