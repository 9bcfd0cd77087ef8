//! What terminal and page say alike of a plan: when things happen, what they cost, which route it is.

use jiff::civil::Date;

use super::route_name;
use crate::record::plan::{
    BeyondEntry, LineEntry, PlanEntry, RouteSummary, SalvageEntry, WorkEntry, calendar_month,
};
use crate::record::schedule::StartedBy;
use crate::record::{Rounded, SiteRecord};
use crate::report::numbers::{middle, number, percent};
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
    start.day().filter(|_| given)
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

/// The route that is planned and why this one, with what helps to another where it scores best.
pub(in crate::report) fn route_reason(site: &SiteRecord, another: &str) -> String {
    let planned = site.plan.summary.route();
    let name = plain(route_name(site, planned));
    if site.plan.other_routes.is_empty() {
        return format!("{name}, the only one");
    }
    if planned == site.route.route() {
        format!("{name} (scores best{another})")
    } else {
        format!("{name} (asked for, or the best way to the goal)")
    }
}

/// A line of the price list as a work buys of it: quantity, what it costs more on this site, M$.
pub(in crate::report) fn cost_line(work: &WorkEntry, line: &LineEntry) -> String {
    let on_site = line.on_site.map(|times| format!("{:.2}", times.get()));
    let on_site = on_site.filter(|times| times != "1.00");
    format!(
        "{} × {} {}{}: {}",
        line.price,
        number(line.quantity.get()),
        line.unit,
        on_site.map_or(String::new(), |times| format!(" × {times}")),
        number(work.cost_of(line).p50.get())
    )
}

/// What a work outside of the plan costs.
pub(in crate::report) fn price_of(work: &BeyondEntry) -> String {
    if work.cost_musd.p90.get() > 0.0 {
        format!("M$ {}", middle(work.cost_musd.into()))
    } else {
        "no price of its own".to_owned()
    }
}

/// What a part of the mine brings, M$; one that is used again spares another.
pub(in crate::report) fn brings(credit: &SalvageEntry) -> String {
    if credit.credit_musd.p90.get() > 0.0 {
        middle(credit.credit_musd.into())
    } else {
        "saves buying".to_owned()
    }
}

/// What [`comparison`] is about.
pub(in crate::report) const AGAINST_OTHERS: &str =
    "Against what others paid, M$ for each critical IT MW";

/// The cost beside what was disclosed of others; none where no MW are planned.
pub(in crate::report) fn comparison(plan: &PlanEntry) -> Option<String> {
    let (comparison, per_mw) = (plan.comparison.as_ref()?, plan.summary.per_mw_musd?);
    let band = |[low, high]: [Rounded; 2]| format!("{}–{}", number(low.get()), number(high.get()));
    Some(format!(
        "{} here; disclosed conversions {}, a new build elsewhere {}: {}",
        middle(per_mw.spread()),
        band(comparison.conversions_musd_per_mw),
        band(comparison.new_build_musd_per_mw),
        plain(&comparison.verdict)
    ))
}

/// The longest chain of works, and how the last MW stand to it: not all works bring MW, and MW wait for more than works.
pub(in crate::report) fn critical_path(plan: &PlanEntry) -> String {
    let chain = chain(plan);
    let Some(all_mw) = plan.schedule.full_weeks.map(Rounded::get) else {
        return chain;
    };
    let behind = all_mw - plan.schedule.works_weeks.get();
    match behind {
        ..-0.5 => {
            format!("{chain}; no MW wait for its end, the last of them run in week {all_mw:.0}")
        }
        0.5.. => format!(
            "{chain}; the last MW run in week {all_mw:.0}, behind the test of the site, crews, power or permits"
        ),
        _ => chain,
    }
}

/// The critical path as a chain, the steps of one work together.
fn chain(plan: &PlanEntry) -> String {
    let activities = &plan.schedule.activities;
    let path = plan.schedule.critical_path.iter();
    let mut links: Vec<(usize, Vec<&str>, Rounded)> = Vec::new();
    for activity in path.filter_map(|at| activities.get(*at)) {
        let (step, finish) = (activity.step.word(), activity.finish_week);
        match links.last_mut().filter(|link| link.0 == activity.work) {
            Some(link) => {
                link.1.push(step);
                link.2 = finish;
            }
            None => links.push((activity.work, vec![step], finish)),
        }
    }
    let link = |(work, steps, finish): &(usize, Vec<&str>, Rounded)| {
        let id = plan.works.get(*work).map_or("", |work| &work.remedy);
        format!("{id} ({}, week {:.0})", steps.join(", "), finish.get())
    };
    links.iter().map(link).collect::<Vec<_>>().join(" → ")
}

/// Works that are critical in one of a hundred draws or more, the most often critical first.
pub(in crate::report) fn often_critical(plan: &PlanEntry, shares: &[Rounded]) -> Vec<String> {
    let shares = shares.iter().map(|share| share.get());
    let mut works: Vec<(&WorkEntry, f64)> = plan.works.iter().zip(shares).collect();
    works.retain(|(_, share)| *share >= 0.01);
    works.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shown = |(work, share): &(&WorkEntry, f64)| format!("{} {}", work.remedy, percent(*share));
    works.iter().map(shown).collect()
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
