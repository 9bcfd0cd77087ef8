//! The plan of one site, for a terminal.

use anstyle::AnsiColor;
use unicode_width::UnicodeWidthStr;

use super::shown::{
    AGAINST_OTHERS, brings, comparison, cost_line, counted_from, critical_path, moment,
    often_critical, price_of, route_reason, start, summaries,
};
use super::{answers, gantt, route_name, waterfall};
use crate::assess::Method;
use crate::record::plan::{PlanEntry, WorkEntry};
use crate::record::{Money, Months, Rounded, SiteRecord};
use crate::report::numbers::{middle, number, percent, range};
use crate::report::sheet::{Sheet, align_right, plain_table};
use crate::report::site::charts;
use crate::report::site::head::set_in_place;
use crate::report::{Style, plain};
use crate::spread::Spread;

/// The plan of one site.
#[must_use]
pub fn site(site: &SiteRecord, method: &Method, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    let plan = &site.plan;
    head(&mut sheet, site, method);
    answers::goal(&mut sheet, site);
    waterfall::table(&mut sheet, site);
    if plan.summary.planned_mw.p50.get() > 0.0 {
        works(&mut sheet, plan);
        money(&mut sheet, plan);
        salvage(&mut sheet, plan);
        against_others(&mut sheet, plan);
        schedule(&mut sheet, plan);
        tranches(&mut sheet, site);
    } else {
        sheet.heading("No firm grid power is likely, so there is nothing to plan");
        let ask = site.asking.questions.first();
        let ask = ask.map_or(String::new(), |ask| plain(&ask.question));
        sheet.wrap("", "", &format!("Ask first: {ask}"));
    }
    beyond(&mut sheet, plan);
    routes(&mut sheet, site);
    answers::curve(&mut sheet, site);
    sheet.line("");
    let id = plan.works.first().map_or("nvl72", |w| &w.remedy);
    let more = format!("rackready explain {} · rackready list prices", plain(id));
    sheet.wrap("More: ", "      ", &more);
    sheet.wrap(
        "",
        "",
        "A plan from the facts of one file, typical mines and a price list; not a quote, not investment advice.",
    );
    sheet.finish()
}

fn head(sheet: &mut Sheet, site: &SiteRecord, method: &Method) {
    let mut parts = vec![format!("Plan for {}", plain(&site.name))];
    parts.extend(site.operator.as_deref().map(plain));
    parts.extend(site.as_of.as_deref().map(|d| format!("as of {}", plain(d))));
    sheet.title(&parts.join(" · "));
    let target = format!("{} ({})", plain(&site.target), plain(site.hardware_name()));
    let starts = start(&site.plan).map_or(String::new(), |start| format!(" · starts {start}"));
    for (lead, text) in [
        ("target  ", target),
        ("file    ", plain(&site.file)),
        ("route   ", route_reason(site, "; --route names another")),
        (
            "by      ",
            format!(
                "price list {} · checklist {}{starts}",
                plain(&site.plan.prices),
                plain(&method.checklist)
            ),
        ),
    ] {
        sheet.wrap(lead, "        ", &text);
    }
    set_in_place(sheet, &site.set);
}

/// Columns of the numbers behind the name of a work: M$, weeks from–to, float, MW at stake, MW in sum.
const NUMBERS: [usize; 5] = [20, 9, 6, 7, 7];

fn works(sheet: &mut Sheet, plan: &PlanEntry) {
    if plan.works.is_empty() {
        sheet.heading("Works: none is needed on this route");
        return;
    }
    sheet.heading("Works, what must start first in front (MW: lost if this alone stays open)");
    let name = sheet.style.width - 4 - NUMBERS.iter().sum::<usize>();
    let head = ["M$", "weeks", "float", "MW", "MW sum"].map(str::to_owned);
    let line = format!("{:>2}  {:<name$}{}", "#", "Work", cells(&head));
    sheet.line(&line);
    for (at, work) in plan.works.iter().enumerate() {
        named(
            sheet,
            at + 1,
            &plain(&work.name),
            name,
            &cells(&figures(work)),
        );
        let chance = work.chance.get();
        let certainty = if chance < 1.0 {
            format!("{} ({})", work.certainty, percent(chance))
        } else {
            work.certainty.clone()
        };
        let text = format!(
            "{certainty}, paid by the {}; {} weeks; closes {}",
            work.payer,
            middle(work.weeks.into()),
            work.closes.join(", ")
        );
        sheet.wrap("    ", "    ", &plain(&text));
        let lines: Vec<String> = work
            .lines
            .iter()
            .map(|line| cost_line(work, line))
            .collect();
        if !lines.is_empty() {
            sheet.wrap("      ", "      ", &plain(&lines.join("; ")));
        }
    }
}

fn figures(work: &WorkEntry) -> [String; 5] {
    let (start, finish) = (work.start_week.get(), work.finish_week.get());
    [
        middle(work.cost_musd.into()),
        format!("{start:.0}–{finish:.0}"),
        format!("{:.0}", work.float_weeks.get()),
        work.mw_at_stake
            .map_or("–".to_owned(), |mw| number(mw.get())),
        number(work.cumulative_mw.get()),
    ]
}

/// A name that may take several lines, with its numbers on the first.
fn named(sheet: &mut Sheet, number: usize, name: &str, width: usize, numbers: &str) {
    let options =
        textwrap::Options::new(width - 1).word_splitter(textwrap::WordSplitter::NoHyphenation);
    for (row, part) in textwrap::wrap(name, options).iter().enumerate() {
        let line = if row == 0 {
            let gap = " ".repeat(width.saturating_sub(part.width()));
            format!("{number:>2}  {part}{gap}{numbers}")
        } else {
            format!("    {part}")
        };
        sheet.line(&line);
    }
}

fn cells(cells: &[String; 5]) -> String {
    let right = |(cell, width): (&String, usize)| {
        format!("{}{cell}", " ".repeat(width.saturating_sub(cell.width())))
    };
    cells.iter().zip(NUMBERS).map(right).collect()
}

fn money(sheet: &mut Sheet, plan: &PlanEntry) {
    sheet.heading("Cost, M$; percentiles of rows do not add up");
    if let Some(works) = &plan.site_works {
        let text = format!(
            "Site labor and works count × {:.2} for the place ({}: {}) and × {:.2} for the hardware (works_factor)",
            works.place.get(),
            works.region,
            works.name,
            works.hardware.get()
        );
        sheet.wrap("", "  ", &plain(&text));
    }
    let mut table = plain_table(["", "P10", "P50", "P90"].map(str::to_owned).to_vec());
    let mut row = |name: String, cost: Spread| {
        let parts = [cost.p10, cost.p50, cost.p90].map(number);
        table.add_row([vec![name], parts.to_vec()].concat());
    };
    let totals = &plan.totals;
    row("owner's works".to_owned(), totals.owner_works_musd.into());
    for soft in &plan.soft_costs {
        let percent = range(soft.percent.into());
        let name = format!("{} ({}: {percent} %)", soft.item, soft.price);
        row(plain(&name), soft.cost_musd.into());
    }
    row("owner's total".to_owned(), totals.owner_musd.spread());
    if let Some(per_mw) = totals.owner_per_mw_musd {
        row("  for each critical IT MW".to_owned(), per_mw.spread());
    }
    row(
        "tenant-paid works, apart".to_owned(),
        totals.tenant_musd.into(),
    );
    row(
        "utility-paid works, apart".to_owned(),
        totals.utility_musd.into(),
    );
    align_right(&mut table, 1..4);
    sheet.table(table);
}

fn salvage(sheet: &mut Sheet, plan: &PlanEntry) {
    if plan.salvage.is_empty() {
        return;
    }
    sheet.heading("What the mine brings, M$; not taken off the total");
    for credit in &plan.salvage {
        let text = format!("{}: {}", plain(&credit.what), brings(credit));
        sheet.wrap(&format!("{:8}", credit.fate.word()), "        ", &text);
    }
    let all = middle(plan.totals.credits_musd.into());
    sheet.line(&format!("all     {all}"));
}

fn against_others(sheet: &mut Sheet, plan: &PlanEntry) {
    if let Some(text) = comparison(plan) {
        sheet.heading(AGAINST_OTHERS);
        sheet.wrap("", "", &text);
    }
}

fn schedule(sheet: &mut Sheet, plan: &PlanEntry) {
    if plan.works.is_empty() {
        return;
    }
    sheet.heading("Schedule");
    let start = start(plan);
    let at = |weeks: Rounded| {
        let weeks = weeks.get();
        match start {
            _ if weeks == f64::INFINITY => moment(start, weeks),
            Some(_) => format!("{weeks:.0} ({})", moment(start, weeks)),
            None => format!("{weeks:.0}"),
        }
    };
    let header = ["Weeks to", "Median draw", "P50", "P80", "P90"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    let dates = plan.dates.as_ref();
    let network = &plan.schedule;
    let never = Rounded::from(f64::INFINITY);
    for (name, median, sampled) in [
        (
            "the first MW",
            network.first_weeks,
            dates.map(|d| &d.first_weeks),
        ),
        ("all MW", network.full_weeks, dates.map(|d| &d.full_weeks)),
    ] {
        let median = median.unwrap_or(never);
        let sampled = sampled.map_or(["–"; 3].map(str::to_owned), |s| {
            [s.p50, s.p80, s.p90].map(|weeks| at(weeks.unwrap_or(never)))
        });
        table.add_row([vec![name.to_owned(), at(median)], sampled.to_vec()].concat());
    }
    align_right(&mut table, 1..5);
    sheet.table(table);
    sheet.wrap("Critical path: ", "  ", &plain(&critical_path(plan)));
    if let Some(dates) = dates {
        let often = often_critical(plan, &dates.critical_share).join(", ");
        sheet.wrap("Critical in the draws: ", "  ", &plain(&often));
    }
    if !sheet.style.draws_bars() {
        return;
    }
    sheet.line("");
    for line in gantt::chart(plan, start, sheet.style.width) {
        sheet.line(&line);
    }
    sheet.wrap(
        "",
        "",
        "s study · p permit · o order · d deliver · i install · c commission · capitals are critical · dots wait",
    );
}

fn tranches(sheet: &mut Sheet, site: &SiteRecord) {
    if site.capacity.tranches.is_empty() {
        return;
    }
    let from = counted_from(&site.plan);
    sheet.heading(&format!("Megawatts by date, months from {from}"));
    let header = [
        "MW",
        "Date",
        "Median draw",
        "P10",
        "P50",
        "P90",
        "waits for",
    ];
    charts::mw_by_date(sheet, site);
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    let month = |month: Option<Rounded>| month.map_or("never".to_owned(), |m| number(m.get()));
    for tranche in &site.capacity.tranches {
        let months = tranche.months;
        let waits = tranche
            .waits_for
            .iter()
            .map(|id| plain(id))
            .collect::<Vec<_>>();
        table.add_row([
            number(tranche.mw.get()),
            tranche.date.as_deref().map_or("–".to_owned(), plain),
            month(tranche.month),
            month(months.p10),
            month(months.p50),
            month(months.p90),
            waits.join(" → "),
        ]);
    }
    align_right(&mut table, 2..6);
    sheet.table(table);
    if let Some(owed) = &site.plan.take_or_pay {
        let met = owed.met_month.map_or("never".to_owned(), |month| {
            format!("from month {} on", number(month.get()))
        });
        let text = format!(
            "Take-or-pay of {} grid MW: the halls draw as much {met}; {} MW-months are paid for until then or until all MW \
             run, unless miners take them",
            number(owed.grid_mw.get()),
            number(owed.unused_mw_months.get())
        );
        sheet.wrap("", "", &text);
    }
}

fn beyond(sheet: &mut Sheet, plan: &PlanEntry) {
    if plan.beyond.is_empty() {
        return;
    }
    sheet.heading("Beyond this plan, in none of its totals");
    for work in &plan.beyond {
        let mark = sheet.colored(AnsiColor::Yellow, "?");
        let name = &work.name;
        let chance = work.chance.get();
        let needed = if chance > 0.0 {
            format!("; needed in {} of the draws", percent(chance))
        } else {
            String::new()
        };
        let text = format!(
            "{name} ({}): {}{needed}; {}, closes {}",
            work.remedy,
            work.reason.text(),
            price_of(work),
            work.closes.join(", ")
        );
        sheet.wrap(&format!("{mark} "), "  ", &plain(&text));
    }
}

fn or_dash(spread: Option<Spread>) -> String {
    spread.map_or("–".to_owned(), middle)
}

fn routes(sheet: &mut Sheet, site: &SiteRecord) {
    sheet.heading("Routes compared");
    let header = ["Route", "MW", "M$", "M$/MW", "Months"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    for plan in summaries(&site.plan) {
        table.add_row([
            plain(route_name(site, plan.route())),
            middle(plan.planned_mw.spread()),
            middle(plan.owner_total_musd.spread()),
            or_dash(plan.per_mw_musd.map(Money::spread)),
            or_dash(plan.full_months.map(Months::spread)),
        ]);
    }
    align_right(&mut table, 1..5);
    sheet.table(table);
}
