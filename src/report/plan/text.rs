//! The plan of one site, for a terminal.

use anstyle::{AnsiColor, Effects, Style as Ansi};
use jiff::civil::Date;
use unicode_width::UnicodeWidthStr;

use super::csv::payer;
use super::{answers, gantt, moment, plans, reason, route_name, waterfall};
use crate::checklist::Checklist;
use crate::estimate::{Bounds, Estimate};
use crate::plan::prices::Payer;
use crate::plan::works::Work;
use crate::plan::{Plan, Span};
use crate::report::numbers::{number, range};
use crate::report::page::{Page, align_right, plain_table};
use crate::report::{SiteReport, Style, plain};
use crate::units::{Musd, Unit, WEEKS_PER_MONTH};

/// The plan of one site.
#[must_use]
pub fn site(report: &SiteReport, checklist: &Checklist, style: &Style) -> String {
    let mut page = Page {
        out: String::new(),
        style: *style,
    };
    let plan = &report.assessment.plan;
    head(&mut page, report, checklist);
    answers::goal(&mut page, report);
    waterfall::table(&mut page, report);
    if plan.planned_mw.likely > 0.0 {
        works(&mut page, plan);
        money(&mut page, plan);
        salvage(&mut page, plan);
        comparison(&mut page, plan);
        schedule(&mut page, report);
        phases(&mut page, plan, report.start);
    } else {
        page.heading("No firm grid power is likely, so there is nothing to plan");
        let ask = report
            .questions()
            .first()
            .map_or("", |ask| ask.question.as_str());
        page.wrap("", "", &format!("Ask first: {ask}"));
    }
    beyond(&mut page, plan);
    routes(&mut page, report);
    answers::curve(&mut page, report);
    page.out.push('\n');
    let id = plan.works.first().map_or("nvl72", |w| &w.remedy.id);
    let more = format!("rackready explain {id} · rackready list prices");
    page.wrap("More: ", "      ", &more);
    page.wrap(
        "",
        "",
        "A plan from the facts of one file, typical mines and a price list; not a quote, not investment advice.",
    );
    page.out
}

fn head(page: &mut Page, report: &SiteReport, checklist: &Checklist) {
    let assessment = &report.assessment;
    let mut parts = vec![format!("Plan for {}", plain(&report.name))];
    parts.extend(report.site.operator.get().map(|o| plain(o)));
    parts.extend(report.site.as_of.get().map(|d| format!("as of {d}")));
    let title = page.paint(Ansi::new().effects(Effects::BOLD), &parts.join(" · "));
    page.line(&title);
    let target = format!(
        "{} ({})",
        assessment.target.id(),
        assessment.target.hardware.name
    );
    let starts = report
        .start
        .map_or(String::new(), |start| format!(" · starts {start}"));
    for (lead, text) in [
        ("target  ", target),
        ("file    ", plain(&report.file)),
        ("route   ", route_reason(report)),
        (
            "by      ",
            format!(
                "price list {} · checklist {} {}{starts}",
                plain(assessment.plan.prices),
                plain(&checklist.name),
                plain(&checklist.version)
            ),
        ),
    ] {
        page.wrap(lead, "        ", &text);
    }
}

/// The route that is planned, and why this one.
fn route_reason(report: &SiteReport) -> String {
    let assessment = &report.assessment;
    let name = route_name(report.site, assessment.plan.route);
    if report.other_plans().is_empty() {
        return format!("{name}, the only one");
    }
    let why = if assessment.plan.route == assessment.route {
        "scores best; --route names another"
    } else {
        "asked for, or the best way to the goal"
    };
    format!("{name} ({why})")
}

/// Columns of the numbers behind the name of a work: M$, weeks from–to, float, MW at stake, MW in sum.
const NUMBERS: [usize; 5] = [17, 9, 6, 7, 7];

fn works(page: &mut Page, plan: &Plan) {
    if plan.works.is_empty() {
        page.heading("Works: none is needed on this route");
        return;
    }
    page.heading("Works, what must start first in front (MW: lost if this alone stays open)");
    let name = page.style.width - 4 - NUMBERS.iter().sum::<usize>();
    let head = ["M$ (likely)", "weeks", "float", "MW", "MW sum"].map(str::to_owned);
    let line = format!("{:>2}  {:<name$}{}", "#", "Work", cells(&head));
    page.line(&line);
    for (at, work) in plan.works.iter().enumerate() {
        let Span {
            start,
            finish,
            float,
        } = plan.schedule.of_work(at);
        let numbers = [
            money_range(work.cost()),
            format!("{start:.0}–{finish:.0}"),
            format!("{float:.0}"),
            work.mw_at_stake.map_or("–".to_owned(), number),
            number(plan.cumulative_mw[at]),
        ];
        named(page, at + 1, &work.remedy.name, name, &cells(&numbers));
        let weeks = work.weeks.parts().map(number);
        let text = format!(
            "{}, paid by the {}; {}–{} weeks; closes {}",
            work.certainty.word(),
            payer(work.payer),
            weeks[0],
            weeks[2],
            work.closes.join(", ")
        );
        page.wrap("    ", "    ", &text);
        let lines: Vec<String> = work.lines.iter().map(cost_line).collect();
        if !lines.is_empty() {
            page.wrap("      ", "      ", &lines.join("; "));
        }
    }
}

fn cost_line(line: &crate::plan::CostLine) -> String {
    format!(
        "{} × {} {}: {}",
        line.price,
        number(line.quantity),
        line.unit,
        number(line.cost.likely())
    )
}

/// A name that may take several lines, with its numbers on the first.
fn named(page: &mut Page, number: usize, name: &str, width: usize, numbers: &str) {
    let options =
        textwrap::Options::new(width - 1).word_splitter(textwrap::WordSplitter::NoHyphenation);
    for (row, part) in textwrap::wrap(name, options).iter().enumerate() {
        let line = if row == 0 {
            let gap = " ".repeat(width.saturating_sub(part.width()));
            format!("{number:>2}  {part}{gap}{numbers}")
        } else {
            format!("    {part}")
        };
        page.line(&line);
    }
}

fn cells(cells: &[String; 5]) -> String {
    let right = |(cell, width): (&String, usize)| {
        format!("{}{cell}", " ".repeat(width.saturating_sub(cell.width())))
    };
    cells.iter().zip(NUMBERS).map(right).collect()
}

/// Money as `low–high (likely)`.
pub(super) fn money_range(cost: Estimate<Musd>) -> String {
    let [low, likely, high] = cost.parts().map(number);
    if low == high {
        likely
    } else {
        format!("{low}–{high} ({likely})")
    }
}

fn money(page: &mut Page, plan: &Plan) {
    page.heading("Cost, M$");
    let mut table = plain_table(["", "Low", "Likely", "High"].map(str::to_owned).to_vec());
    let mut row = |name: String, cost: Estimate<Musd>| {
        let parts = cost.parts().map(number);
        table.add_row([vec![name], parts.to_vec()].concat());
    };
    row("owner's works".to_owned(), plan.paid_by(Payer::Owner));
    for soft in &plan.soft {
        let percent = estimate(soft.percent);
        row(
            format!("{} ({}: {percent} %)", soft.item, soft.price),
            soft.cost,
        );
    }
    row("owner's total".to_owned(), plan.owner_total);
    if let Some(per_mw) = plan.per_mw {
        row("  for each critical IT MW".to_owned(), per_mw);
    }
    row(
        "tenant-paid works, apart".to_owned(),
        plan.paid_by(Payer::Tenant),
    );
    row(
        "utility-paid works, apart".to_owned(),
        plan.paid_by(Payer::Utility),
    );
    align_right(&mut table, 1..4);
    page.table(table);
}

fn estimate<U: Unit>(value: Estimate<U>) -> String {
    range(Bounds::from(value))
}

fn salvage(page: &mut Page, plan: &Plan) {
    if plan.salvage.is_empty() {
        return;
    }
    page.heading("What the mine brings, M$; not taken off the total");
    for credit in &plan.salvage {
        let text = format!(
            "{}: {}",
            credit.what,
            if credit.credit.high() > 0.0 {
                money_range(credit.credit)
            } else {
                "saves buying".to_owned()
            }
        );
        let fate = format!("{:?}", credit.fate).to_lowercase();
        page.wrap(&format!("{fate:8}"), "        ", &text);
    }
    page.line(&format!("all     {}", money_range(plan.credits())));
}

fn comparison(page: &mut Page, plan: &Plan) {
    let (Some(comparison), Some(per_mw)) = (&plan.comparison, plan.per_mw) else {
        return;
    };
    page.heading("Against what others paid, M$ for each critical IT MW");
    let band = |(low, high)| format!("{}–{}", number(low), number(high));
    let text = format!(
        "{} here; disclosed conversions {}, a new build elsewhere {}: {}",
        money_range(per_mw),
        band(comparison.conversions),
        band(comparison.new_build),
        comparison.verdict
    );
    page.wrap("", "", &text);
}

fn schedule(page: &mut Page, report: &SiteReport) {
    let plan = &report.assessment.plan;
    if plan.works.is_empty() {
        return;
    }
    page.heading("Schedule");
    let at = |weeks: f64| match report.start {
        Some(_) => format!("{weeks:.0} ({})", moment(report.start, weeks)),
        None => format!("{weeks:.0}"),
    };
    let header = ["Weeks to", "Likely", "P50", "P80", "P90"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    let dates = report.answers.as_ref().map(|a| &a.dates);
    for (name, likely, sampled) in [
        (
            "the first MW",
            plan.schedule.first_weeks,
            dates.map(|d| d.first_weeks),
        ),
        (
            "all MW",
            plan.schedule.full_weeks,
            dates.map(|d| d.full_weeks),
        ),
    ] {
        let sampled = sampled.map_or(["–"; 3].map(str::to_owned), |s| s.map(at));
        table.add_row([vec![name.to_owned(), at(likely)], sampled.to_vec()].concat());
    }
    align_right(&mut table, 1..5);
    page.table(table);
    page.wrap("Critical path: ", "  ", &chain(plan));
    if let Some(dates) = dates {
        let often = often_critical(plan, &dates.critical).join(", ");
        let lead = format!(
            "Critical in {} samples of seed {}: ",
            dates.samples, dates.seed
        );
        page.wrap(&lead, "  ", &often);
    }
    page.out.push('\n');
    for line in gantt::chart(plan, report.start, page.style.width) {
        page.line(&line);
    }
    page.wrap(
        "",
        "",
        "s study · p permit · o order · d deliver · i install · c commission · capitals are critical · dots wait",
    );
}

/// The critical path as a chain, the steps of one work together.
fn chain(plan: &Plan) -> String {
    let mut links: Vec<(usize, Vec<&str>, f64)> = Vec::new();
    for activity in plan.schedule.critical_path() {
        match links.last_mut().filter(|link| link.0 == activity.work) {
            Some(link) => {
                link.1.push(activity.step.word());
                link.2 = activity.finish;
            }
            None => links.push((activity.work, vec![activity.step.word()], activity.finish)),
        }
    }
    let link = |(work, steps, finish): &(usize, Vec<&str>, f64)| {
        let id = &plan.works[*work].remedy.id;
        format!("{id} ({}, week {finish:.0})", steps.join(", "))
    };
    links.iter().map(link).collect::<Vec<_>>().join(" → ")
}

/// Works that are critical in one of a hundred samples or more, the most often critical first.
fn often_critical(plan: &Plan, shares: &[f64]) -> Vec<String> {
    let mut works: Vec<(&Work, f64)> = plan.works.iter().zip(shares.iter().copied()).collect();
    works.retain(|(_, share)| *share >= 0.01);
    works.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shown = |(work, share): &(&Work, f64)| format!("{} {:.0} %", work.remedy.id, share * 100.0);
    works.iter().map(shown).collect()
}

fn phases(page: &mut Page, plan: &Plan, start: Option<Date>) {
    if plan.phases.is_empty() {
        return;
    }
    page.heading("Phases");
    for phase in &plan.phases {
        let when = match start {
            Some(_) => moment(start, phase.weeks),
            None => format!("month {:.0}", phase.weeks / WEEKS_PER_MONTH),
        };
        let text = format!("{} MW: {}", number(phase.mw), phase.what);
        page.wrap(&format!("{when:10}"), "          ", &text);
    }
}

fn beyond(page: &mut Page, plan: &Plan) {
    if plan.beyond.is_empty() {
        return;
    }
    page.heading("Beyond this plan, in none of its totals");
    for work in &plan.beyond {
        let mark = page.colored(AnsiColor::Yellow, "?");
        let text = format!(
            "{} ({}): {}; {}, closes {}",
            work.remedy.name,
            work.remedy.id,
            reason(work),
            price_of(work),
            work.closes.join(", ")
        );
        page.wrap(&format!("{mark} "), "  ", &text);
    }
}

fn price_of(work: &Work) -> String {
    if work.cost().high() > 0.0 {
        format!("M$ {}", money_range(work.cost()))
    } else {
        "no price of its own".to_owned()
    }
}

/// Likely MW; with the range where nobody measured what bounds them.
fn likely_mw(plan: &Plan) -> String {
    let mw = plan.planned_mw;
    let vague = mw.low < 0.5 * mw.likely && matches!(plan.route, crate::rules::Route::InPlace(_));
    if vague { range(mw) } else { number(mw.likely) }
}

fn routes(page: &mut Page, report: &SiteReport) {
    page.heading("Routes compared, at likely figures");
    let header = ["Route", "MW", "M$", "M$/MW", "Weeks"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    for plan in plans(report) {
        table.add_row([
            route_name(report.site, plan.route),
            likely_mw(plan),
            number(plan.owner_total.likely()),
            plan.per_mw.map_or("–".to_owned(), |m| number(m.likely())),
            format!("{:.0}", plan.schedule.full_weeks),
        ]);
    }
    align_right(&mut table, 1..5);
    page.table(table);
}
