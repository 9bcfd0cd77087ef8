//! What was asked of a plan beyond its draft: a goal, the supply curve.

use anstyle::{AnsiColor, Effects, Style as Ansi};

use super::moment;
use crate::plan::select::{Choice, Goal};
use crate::report::SiteReport;
use crate::report::numbers::{number, points};
use crate::report::page::{Page, align_right, plain_table};
use crate::units::WEEKS_PER_MONTH;

/// The goal and the cheapest way to it, or why there is none.
pub(super) fn goal(page: &mut Page, report: &SiteReport) {
    let Some(answers) = &report.answers else {
        return;
    };
    let Some(choice) = &answers.choice else {
        return;
    };
    page.heading(&format!("Goal: {}", wanted(&answers.goal)));
    let (mark, text) = match choice {
        Ok(choice) => (page.colored(AnsiColor::Green, "✓"), chosen(report, choice)),
        Err(why) => (page.colored(AnsiColor::Red, "✗"), why.to_string()),
    };
    page.wrap(&format!("{mark} "), "  ", &text);
    if let Ok(choice) = choice {
        let works = &report.assessment.plan.works;
        let ids: Vec<&str> = choice
            .works
            .iter()
            .map(|w| works[*w].remedy.id.as_str())
            .collect();
        let lead = page.paint(Ansi::new().effects(Effects::BOLD), "works");
        let ids = if ids.is_empty() {
            "none".to_owned()
        } else {
            ids.join(", ")
        };
        page.wrap(&format!("  {lead}: "), "  ", &ids);
        page.line("  What follows is the whole plan of the route, not this choice.");
    }
}

fn chosen(report: &SiteReport, choice: &Choice) -> String {
    let when = match report.start {
        Some(_) => format!(
            "{:.0} weeks ({})",
            choice.weeks,
            moment(report.start, choice.weeks)
        ),
        None => format!("{:.0} weeks", choice.weeks),
    };
    format!(
        "{} MW, readiness {}, M$ {} soft costs included, {when}",
        number(choice.mw),
        points(choice.readiness),
        number(choice.cost_musd)
    )
}

/// A goal in words.
fn wanted(goal: &Goal) -> String {
    let parts = [
        goal.mw.map(|mw| format!("{} MW", number(mw))),
        goal.readiness
            .map(|points| format!("readiness {}", number(points))),
        goal.budget_musd
            .map(|musd| format!("at most M$ {}", number(musd))),
        goal.within_weeks
            .map(|weeks| number(weeks / WEEKS_PER_MONTH))
            .map(|n| format!("within {n} {}", if n == "1" { "month" } else { "months" })),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let most = goal.mw.is_none() && goal.readiness.is_none();
    let lead = if most { "the most MW, " } else { "" };
    format!("{lead}{}", parts.join(", "))
}

/// The supply curve.
pub(super) fn curve(page: &mut Page, report: &SiteReport) {
    let Some(curve) = report.answers.as_ref().and_then(|a| a.curve.as_ref()) else {
        return;
    };
    page.heading("Supply curve: the cheapest works for each step of MW");
    if curve.is_empty() {
        page.line("no MW can be reached");
        return;
    }
    let header = ["MW", "M$", "M$/MW", "next M$/MW", "Months", "Works"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    for (choice, marginal) in curve.iter().zip(marginal(curve)) {
        table.add_row([
            number(choice.mw),
            number(choice.cost_musd),
            ratio(choice.cost_musd, choice.mw),
            number(marginal),
            number((choice.weeks / WEEKS_PER_MONTH).round()),
            choice.works.len().to_string(),
        ]);
    }
    align_right(&mut table, 0..6);
    page.table(table);
}

fn ratio(cost: f64, mw: f64) -> String {
    if mw > 0.0 {
        number(cost / mw)
    } else {
        "–".to_owned()
    }
}

/// What each MW more costs from one point of the curve to the next.
pub(super) fn marginal(curve: &[Choice]) -> Vec<f64> {
    let mut before = (0.0, 0.0);
    let mut step = |choice: &Choice| {
        let (cost, mw) = (choice.cost_musd - before.0, choice.mw - before.1);
        before = (choice.cost_musd, choice.mw);
        if mw > 0.0 { cost / mw } else { 0.0 }
    };
    curve.iter().map(&mut step).collect()
}
