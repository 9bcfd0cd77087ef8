//! The head of the report on one site: what to do, how many megawatts, what they cost, how good the site is.

use anstyle::{Effects, Style as Ansi};

use super::verdict::{engineering, hangs_on, headline, paragraphs};
use crate::assess::{Chosen, Method};
use crate::capacity::Column;
use crate::record::plan::NewSiteEntry;
use crate::record::site::CapacityEntry;
use crate::record::{Months, Points, Rounded, SiteRecord};
use crate::report::economics::shown;
use crate::report::numbers::{counted, end_points, middle, number, percent, points, score};
use crate::report::plain;
use crate::report::plan::shown::counted_from;
use crate::report::sheet::Sheet;
use crate::spread::Bounded;
use crate::whatif::{self, SetFact};

/// Columns of the labels.
pub(in crate::report) const LABELS: usize = 16;

pub(super) fn head(sheet: &mut Sheet, site: &SiteRecord, method: &Method) {
    title(sheet, site, method);
    sheet.line("");
    verdict(sheet, site);
    entry(sheet, "CRITICAL IT", &megawatts(&site.capacity));
    for text in bound(&site.capacity)
        .into_iter()
        .chain(short(&site.capacity))
    {
        entry(sheet, "", &text);
    }
    entry(sheet, "COST", &cost(site));
    if let Some(text) = months(site) {
        entry(sheet, "MONTHS", &text);
    }
    if let Some(economics) = &site.economics {
        entry(sheet, "MONEY", &shown::line(economics));
    }
    entry(sheet, "SCORE", &scored(site.score));
    entry(sheet, "READINESS", &scored(site.readiness));
    let known = format!(
        "{} of what convertibility weighs; an empty file scores {}",
        percent(site.confidence.get()),
        points(site.empty_score.mean.get())
    );
    entry(sheet, "KNOWN", &known);
    entry(sheet, "ROUTE", &route(site));
}

/// The verdict with what goes with it.
fn verdict(sheet: &mut Sheet, site: &SiteRecord) {
    let mut said = paragraphs(site);
    said.extend(hangs_on(&site.verdict));
    verdict_with(sheet, LABELS, site, &said);
}

/// The verdict, and what the engineering says of it, behind labels of a width.
pub(in crate::report) fn verdict_in_short(sheet: &mut Sheet, labels: usize, site: &SiteRecord) {
    let reason = plain(&site.verdict.reason);
    let paragraphs = engineering(&site.verdict).into_iter().chain([reason]);
    verdict_with(sheet, labels, site, &paragraphs.collect::<Vec<_>>());
}

fn verdict_with(sheet: &mut Sheet, labels: usize, site: &SiteRecord, paragraphs: &[String]) {
    let (word, beside) = headline(site);
    let word = sheet.paint(Ansi::new().effects(Effects::BOLD), word);
    labeled(sheet, labels, "VERDICT", &format!("{word}{beside}"));
    for text in paragraphs {
        labeled(sheet, labels, "", text);
    }
}

/// A paragraph behind its label; without one it goes on with what stands above.
pub(in crate::report) fn entry(sheet: &mut Sheet, label: &str, text: &str) {
    labeled(sheet, LABELS, label, text);
}

/// The same behind labels of another width.
pub(super) fn labeled(sheet: &mut Sheet, labels: usize, label: &str, text: &str) {
    sheet.wrap(&format!("{label:labels$}"), &" ".repeat(labels), text);
}

/// What the site is called, who runs it, and when the facts hold.
pub(super) fn name(site: &SiteRecord) -> String {
    let mut parts = vec![plain(&site.name)];
    if let Some(region) = &site.region {
        parts[0] = format!("{}, {}", parts[0], plain(region));
    }
    parts.extend(site.operator.as_deref().map(plain));
    parts.extend(site.as_of.as_deref().map(|d| format!("as of {}", plain(d))));
    parts.join(" · ")
}

/// What it is judged for, and who chose that.
pub(super) fn target(site: &SiteRecord) -> String {
    let chosen = match site.target_chosen {
        Chosen::ByUser => "",
        Chosen::ByFile => " (named in the file)",
        Chosen::BestFit => " (the best-fitting one; --target names another)",
    };
    format!("{}{chosen}", plain(&site.target_name))
}

fn title(sheet: &mut Sheet, site: &SiteRecord, method: &Method) {
    sheet.title(&name(site));
    let judged = format!(
        "by checklist {}, in {} of what is not known",
        plain(&method.checklist),
        counted(method.draws, "draw", "draws")
    );
    for (label, text) in [
        ("target  ", target(site)),
        ("judged  ", judged),
        ("file    ", plain(&site.file)),
    ] {
        sheet.wrap(label, "        ", &text);
    }
    set_in_place(sheet, &site.set);
}

/// What stands in place of what the file says, where anything does.
pub(in crate::report) fn set_in_place(sheet: &mut Sheet, set: &[SetFact]) {
    if let Some(told) = whatif::told(set) {
        sheet.wrap("set     ", "        ", &plain(&told));
    }
}

fn megawatts(capacity: &CapacityEntry) -> String {
    format!(
        "{} MW today → {} MW planned → {} MW at the ceiling",
        middle(capacity.today_mw.spread()),
        middle(capacity.planned_mw.spread()),
        middle(capacity.ceiling_mw.spread())
    )
}

/// What holds the MW down, where anything does.
pub(in crate::report) fn bound(capacity: &CapacityEntry) -> Option<String> {
    let labels = |column: Column, ids: &[String]| {
        let of_column = capacity
            .limits
            .iter()
            .filter(|limit| limit.column == column);
        let binding = of_column.filter(|limit| ids.contains(&limit.id));
        let labels: Vec<String> = binding.map(|limit| plain(&limit.label)).collect();
        labels.join(", ")
    };
    let columns = [
        ("today", labels(Column::Today, &capacity.binding)),
        (
            "at the ceiling",
            labels(Column::Ceiling, &capacity.binding_ceiling),
        ),
    ];
    let bound: Vec<String> = columns
        .into_iter()
        .filter(|(_, labels)| !labels.is_empty())
        .map(|(when, labels)| format!("{when} by {labels}"))
        .collect();
    (!bound.is_empty()).then(|| format!("bound {}", bound.join(", ")))
}

/// How many draws carry less than the tenant's least, which MW, money and months leave out.
pub(in crate::report) fn short(capacity: &CapacityEntry) -> Option<String> {
    let some_carry = capacity.planned_mw.share.get() > 0.0;
    let left_out = if some_carry {
        ", and are left out here"
    } else {
        ""
    };
    lacking(capacity).map(|lacking| lacking + left_out)
}

/// How many draws carry less than the tenant's least.
pub(super) fn lacking(capacity: &CapacityEntry) -> Option<String> {
    let carrying = capacity.planned_mw.share.get();
    if carrying >= 1.0 {
        None
    } else if carrying > 0.0 {
        let short = percent(1.0 - carrying);
        Some(format!(
            "{short} of the draws carry less than the tenant's least"
        ))
    } else {
        Some("no draw carries the tenant's least".to_owned())
    }
}

fn cost(site: &SiteRecord) -> String {
    let prices = match site.plan.summary.per_mw_musd {
        Some(_) => format!("; prices {}", plain(&site.plan.prices)),
        None => String::new(),
    };
    outlay(site) + &prices
}

/// What closing the gaps of the better route costs; `rackready plan` has the rest.
pub(super) fn outlay(site: &SiteRecord) -> String {
    let plan = &site.plan.summary;
    let Some(per_mw) = plan.per_mw_musd else {
        return "no MW to plan for".to_owned();
    };
    format!(
        "{} M$/MW, {} M$ in all",
        middle(per_mw.spread()),
        middle(plan.owner_total_musd.spread())
    )
}

pub(in crate::report) fn months(site: &SiteRecord) -> Option<String> {
    let plan = &site.plan.summary;
    let (first, full) = (plan.first_mw_months?, plan.full_months?);
    let months = |months: Months| middle(months.spread());
    let ahead = site.plan.new_site.as_ref().map_or(String::new(), |new| {
        let [low, _, high] = new.months.map(|months| number(months.get()));
        let start = head_start(new).map(|months| format!(": {months} months of head start"));
        let start = start.unwrap_or_default();
        format!("; a new site takes {low} to {high}{start}")
    });
    Some(format!(
        "{} to the first MW, {} to all of it; from {}{ahead}",
        months(first),
        months(full),
        counted_from(&site.plan)
    ))
}

/// Months that a site is ahead of a new one, where that is a month or more.
pub(super) fn head_start(new: &NewSiteEntry) -> Option<String> {
    let months = new.head_start_months.map(Rounded::get)?;
    (months >= 1.0).then(|| number(months.round()))
}

/// A score as `mean (P10–P90; worst–best)`, a settled one as itself.
pub(in crate::report) fn scored(entry: Points) -> String {
    let spread = Bounded::from(entry).spread;
    let Some(ends) = whatever_holds(entry) else {
        return score(spread);
    };
    format!(
        "{} ({}–{}; {ends})",
        points(spread.mean),
        points(spread.p10),
        points(spread.p90)
    )
}

/// Between what a score lies whatever the unknowns hold; nothing to say of a settled one.
pub(super) fn whatever_holds(entry: Points) -> Option<String> {
    let Bounded { worst, best, .. } = entry.into();
    let (worst, best) = (end_points(worst), end_points(best));
    (worst != best).then(|| format!("{worst}–{best} whatever the unknowns hold"))
}

pub(in crate::report) fn route(site: &SiteRecord) -> String {
    let scored = |score: &Points| points(score.mean.get());
    let others = site
        .routes
        .iter()
        .filter(|route| (route.word, route.hall) != (site.route.word, site.route.hall));
    let others: Vec<String> = others
        .map(|route| format!("{} {}", plain(&route.name), scored(&route.score)))
        .collect();
    let against = if others.is_empty() {
        "no other".to_owned()
    } else {
        others.join(", ")
    };
    let best = scored(&site.route.score);
    format!("{}: {best} points; {against}", plain(&site.route.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Megawatts;
    use crate::spread::Spread;

    fn capacity(share: f64) -> CapacityEntry {
        let planned = Spread {
            p10: 30.0,
            p50: 48.0,
            p90: 60.0,
            mean: 47.0,
        };
        let mw = |spread: Spread| {
            let (worst, best) = (Some(0.0), Some(spread.p90));
            Megawatts::of(
                Bounded {
                    spread,
                    worst,
                    best,
                },
                share,
            )
        };
        CapacityEntry {
            tranches: Vec::new(),
            today_mw: mw(Spread::exact(0.0)),
            planned_mw: mw(planned),
            ceiling_mw: mw(planned),
            binding: Vec::new(),
            binding_ceiling: Vec::new(),
            limits: Vec::new(),
        }
    }

    #[test]
    fn megawatts_stand_with_the_draws_that_they_leave_out() {
        assert_eq!(
            megawatts(&capacity(1.0)),
            "0 MW today → 48 (30–60) MW planned → 48 (30–60) MW at the ceiling"
        );
        assert_eq!(short(&capacity(1.0)), None);
        assert!(
            short(&capacity(0.88))
                .unwrap()
                .starts_with("12 % of the draws carry less")
        );
        assert_eq!(
            short(&capacity(0.0)).unwrap(),
            "no draw carries the tenant's least"
        );
    }

    #[test]
    fn a_score_stands_with_its_draws_and_its_ends() {
        let score = Bounded {
            spread: Spread {
                p10: 55.0,
                p50: 68.0,
                p90: 77.0,
                mean: 67.0,
            },
            worst: Some(21.0),
            best: Some(99.0),
        };
        assert_eq!(
            scored(score.into()),
            "67 (55–77; 21–99 whatever the unknowns hold)"
        );
        assert_eq!(scored(Bounded::exact(67.0).into()), "67");
    }
}
