//! What was asked of a plan beyond its draft: a goal, the supply curve.

use anstyle::{AnsiColor, Effects, Style as Ansi};

use super::shown::{moment, start};
use crate::record::SiteRecord;
use crate::record::plan::{ChosenWorks, GoalEntry};
use crate::report::numbers::{number, percent, points};
use crate::report::plain;
use crate::report::sheet::{Sheet, align_right, plain_table};

/// The goal and the cheapest way to it, or why there is none.
pub(super) fn goal(sheet: &mut Sheet, site: &SiteRecord) {
    let Some(choice) = &site.plan.choice else {
        return;
    };
    sheet.heading(&format!(
        "Goal: {}, in the median draw",
        wanted(&choice.goal)
    ));
    let Some(works) = &choice.chosen else {
        let mark = sheet.colored(AnsiColor::Red, "✗");
        let why = choice.out_of_reach.as_deref().unwrap_or_default();
        sheet.wrap(&format!("{mark} "), "  ", &plain(why));
        return;
    };
    let mark = sheet.colored(AnsiColor::Green, "✓");
    sheet.wrap(&format!("{mark} "), "  ", &chosen(site, works));
    let lead = sheet.paint(Ansi::new().effects(Effects::BOLD), "works");
    let ids = if works.works.is_empty() {
        "none".to_owned()
    } else {
        plain(&works.works.join(", "))
    };
    sheet.wrap(&format!("  {lead}: "), "  ", &ids);
    let proof = match works.gap.get() {
        gap if gap > 0.0 => format!("another choice may be better by {} at most", percent(gap)),
        _ => "proven: no other choice is better".to_owned(),
    };
    sheet.line(&format!("  {proof}"));
    sheet.line(if choice.shown {
        "  What follows is this choice; --full shows the whole plan of the route."
    } else {
        "  What follows is the whole plan of the route, not this choice."
    });
}

pub(in crate::report) fn chosen(site: &SiteRecord, choice: &ChosenWorks) -> String {
    let weeks = choice.weeks.get();
    let when = match start(&site.plan) {
        Some(start) => format!("{weeks:.0} weeks ({})", moment(Some(start), weeks)),
        None => format!("{weeks:.0} weeks"),
    };
    format!(
        "{} MW, readiness {}, M$ {} soft costs included, {when}",
        number(choice.mw.get()),
        points(choice.readiness.get()),
        number(choice.cost_musd.get())
    )
}

pub(in crate::report) fn wanted(goal: &GoalEntry) -> String {
    let parts = [
        goal.mw.map(|mw| format!("{} MW", number(mw.get()))),
        goal.readiness
            .map(|points| format!("readiness {}", number(points.get()))),
        goal.budget_musd
            .map(|musd| format!("at most M$ {}", number(musd.get()))),
        goal.within_months
            .map(|months| number(months.get()))
            .map(|n| format!("within {n} {}", if n == "1" { "month" } else { "months" })),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let most = goal.mw.is_none() && goal.readiness.is_none();
    let lead = if most { "the most MW, " } else { "" };
    format!("{lead}{}", parts.join(", "))
}

pub(super) fn curve(sheet: &mut Sheet, site: &SiteRecord) {
    let Some(curve) = &site.plan.curve else {
        return;
    };
    sheet.heading("Supply curve: the cheapest works for each step of MW");
    if curve.is_empty() {
        sheet.line("no MW can be reached");
        return;
    }
    let header = ["MW", "M$", "M$/MW", "next M$/MW", "Months", "Works"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    for point in curve {
        let choice = &point.choice;
        table.add_row([
            number(choice.mw.get()),
            number(choice.cost_musd.get()),
            number(point.musd_per_mw.get()),
            number(point.marginal_musd_per_mw.get()),
            number(point.months.get().round()),
            choice.works.len().to_string(),
        ]);
    }
    align_right(&mut table, 0..6);
    sheet.table(table);
}
