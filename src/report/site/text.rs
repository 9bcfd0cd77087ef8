//! The report on one site, for a terminal. It is made of what the JSON report holds, so that a saved report
//! gives the same text.

use anstyle::{AnsiColor, Effects, Style as Ansi};

use crate::assess::{Chosen, Method};
use crate::capacity::Column;
use crate::record::finding::{FindingEntry, Location};
use crate::record::site::LimitEntry;
use crate::record::{Points, SiteRecord};
use crate::report::numbers::{at_stake, number, points, range};
use crate::report::sheet::{Sheet, align_right, plain_table};
use crate::report::{Style, plain};
use crate::rules::{GateState, Status};

/// How many questions the report asks; the rest are counted.
const QUESTIONS: usize = 8;
/// Fewer MW than this are not worth a mention at a gap.
const LEAST_MW: f64 = 0.5;

/// The report on one site.
#[must_use]
pub fn site(site: &SiteRecord, method: &Method, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    head(&mut sheet, site, method);
    verdict(&mut sheet, site);
    category_table(&mut sheet, site);
    contradictions(&mut sheet, site);
    gates(&mut sheet, site);
    gaps(&mut sheet, site);
    unknowns(&mut sheet, site);
    ask_next(&mut sheet, site);
    fit(&mut sheet, site);
    foot(&mut sheet, site);
    sheet.finish()
}

fn head(sheet: &mut Sheet, site: &SiteRecord, method: &Method) {
    let mut parts = vec![plain(&site.name)];
    if let Some(region) = &site.region {
        parts[0] = format!("{}, {}", parts[0], plain(region));
    }
    parts.extend(site.operator.as_deref().map(plain));
    parts.extend(site.as_of.as_deref().map(|d| format!("as of {}", plain(d))));
    let title = sheet.paint(Ansi::new().effects(Effects::BOLD), &parts.join(" · "));
    sheet.line(&title);
    let chosen = match site.target_chosen {
        Chosen::ByUser => "",
        Chosen::ByFile => " (named in the file)",
        Chosen::BestFit => " (the best-fitting one; --target names another)",
    };
    let text = format!("{}{chosen}", plain(&site.target_name));
    sheet.wrap("target  ", "        ", &text);
    sheet.wrap(
        "judged  ",
        "        ",
        &format!("by checklist {}", plain(&method.checklist)),
    );
    sheet.wrap("file    ", "        ", &plain(&site.file));
}

fn verdict(sheet: &mut Sheet, site: &SiteRecord) {
    let verdict = &site.verdict;
    sheet.line("");
    let word = verdict.word.word();
    let word = sheet.paint(Ansi::new().effects(Effects::BOLD), word);
    let provisional = if verdict.provisional {
        " (provisional)"
    } else {
        ""
    };
    sheet.line(&format!("VERDICT         {word}{provisional}"));
    sheet.wrap(&" ".repeat(16), &" ".repeat(16), &plain(&verdict.reason));
    if !verdict.flips_on.is_empty() {
        let text = format!("decided by {}", plain(&verdict.flips_on.join(", ")));
        sheet.wrap(&" ".repeat(16), &" ".repeat(16), &text);
    }
    sheet.line(&format!("CONVERTIBILITY  {}", scored(site.score)));
    sheet.line(&format!("READINESS       {}", scored(site.readiness)));
    let confidence = format!(
        "{:.0} % of what convertibility weighs is known; an empty file scores {}",
        100.0 * site.confidence.get(),
        points(site.empty_score.expected.get())
    );
    sheet.wrap("CONFIDENCE      ", &" ".repeat(16), &confidence);
    megawatts(sheet, site);
    sheet.wrap("ROUTE           ", &" ".repeat(16), &route(site));
    sheet.wrap("PLAN            ", &" ".repeat(16), &plan(site));
}

/// What closing the gaps of the better route costs, in a sentence; `rackready plan` has the rest.
fn plan(site: &SiteRecord) -> String {
    let plan = &site.plan.summary;
    let Some(per_mw) = plan.per_mw_musd else {
        return "no MW to plan for".to_owned();
    };
    format!(
        "{} M$ ({}) for {} MW, {} M$/MW, in {} weeks at likely durations; prices {}",
        number(plan.owner_total_musd.likely()),
        range(plan.owner_total_musd.into()),
        number(plan.planned_mw.likely()),
        number(per_mw.likely()),
        number(plan.full_weeks.get()),
        plain(&site.plan.prices)
    )
}

fn megawatts(sheet: &mut Sheet, site: &SiteRecord) {
    let capacity = &site.capacity;
    let labels = |chosen: &dyn Fn(&LimitEntry) -> bool| {
        let limits = capacity.limits.iter().filter(|limit| chosen(limit));
        let labels: Vec<String> = limits.map(|limit| plain(&limit.label)).collect();
        labels.join(", ")
    };
    let bound = |column: Column, ids: &[String]| {
        labels(&|limit| limit.column == column && ids.contains(&limit.id))
    };
    let mut today = format!("{} MW today", range(capacity.today_mw.into()));
    let unknown = labels(&|limit| limit.column == Column::Today && limit.mw.is_none());
    if unknown.is_empty() {
        let binding = bound(Column::Today, &capacity.binding);
        today.push_str(&format!(", bound by {binding}"));
    } else {
        today.push_str(&format!("; not known: {unknown}"));
    }
    sheet.wrap("CRITICAL IT     ", &" ".repeat(16), &today);
    let ceiling = format!(
        "{} MW at the ceiling ({}), bound by {}",
        number(capacity.ceiling_mw.likely()),
        range(capacity.ceiling_mw.into()),
        or_none(bound(Column::Ceiling, &capacity.binding_ceiling))
    );
    sheet.wrap(&" ".repeat(16), &" ".repeat(16), &ceiling);
}

fn or_none(text: String) -> String {
    if text.is_empty() {
        "nothing known".to_owned()
    } else {
        text
    }
}

fn scored(score: Points) -> String {
    format!(
        "{:>3}   likely {}–{}, {}–{} whatever the unknowns hold",
        points(score.expected.get()),
        points(score.p10.get()),
        points(score.p90.get()),
        points(score.worst.get()),
        points(score.best.get())
    )
}

fn route(site: &SiteRecord) -> String {
    let others = site
        .routes
        .iter()
        .filter(|route| (route.word, route.hall) != (site.route.word, site.route.hall));
    let others: Vec<String> = others
        .map(|route| {
            format!(
                "{} {}",
                plain(&route.name),
                points(route.score.expected.get())
            )
        })
        .collect();
    let against = if others.is_empty() {
        "no other".to_owned()
    } else {
        others.join(", ")
    };
    let best = points(site.route.score.expected.get());
    format!("{}: {best} points; {against}", plain(&site.route.name))
}

fn category_table(sheet: &mut Sheet, site: &SiteRecord) {
    sheet.line("");
    let mut table = plain_table(
        ["Category", "Weight", "Ready", "Convertible", "worst–best"]
            .map(str::to_owned)
            .to_vec(),
    );
    let score = |s: Option<Points>| s.map_or("–".to_owned(), |s| points(s.expected.get()));
    for category in &site.categories {
        table.add_row([
            plain(&category.name),
            format!("{:.0} %", 100.0 * category.share.get()),
            score(category.readiness),
            score(category.convertibility),
            category.convertibility.map_or("–".to_owned(), |s| {
                format!("{}–{}", points(s.worst.get()), points(s.best.get()))
            }),
        ]);
    }
    align_right(&mut table, 1..5);
    sheet.table(table);
}

fn contradictions(sheet: &mut Sheet, site: &SiteRecord) {
    if site.contradictions.is_empty() {
        return;
    }
    sheet.heading("Contradictions in the file");
    for contradiction in &site.contradictions {
        let places = contradiction.locations.iter();
        let lines: Vec<String> = places
            .map(|place| format!("{} {}", plain(&dotted(&place.pointer)), line(place)))
            .collect();
        let mark = sheet.colored(AnsiColor::Red, "!");
        sheet.wrap(&format!("{mark} "), "  ", &plain(&contradiction.message));
        sheet.wrap("  ", "  ", &lines.join(" · "));
    }
}

/// A place as `line:column`.
fn line(place: &Location) -> String {
    format!("{}:{}", place.line, place.column)
}

/// The dotted path of a JSON pointer: `/halls/0/area_m2` is `halls[0].area_m2`.
fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').filter(|step| !step.is_empty()) {
        if step.bytes().all(|b| b.is_ascii_digit()) {
            path.push_str(&format!("[{step}]"));
        } else {
            path.push_str(if path.is_empty() { "" } else { "." });
            path.push_str(step);
        }
    }
    path
}

fn gates(sheet: &mut Sheet, site: &SiteRecord) {
    if site.gates.is_empty() {
        return;
    }
    sheet.heading("Gates");
    for gate in &site.gates {
        let (mark, color, state) = match gate.state {
            GateState::Passed => ("✓", AnsiColor::Green, "passed"),
            GateState::Failed => ("✗", AnsiColor::Red, "failed"),
            GateState::Open => ("?", AnsiColor::Yellow, "open"),
        };
        let mark = sheet.colored(color, mark);
        let mut findings = site.findings.iter();
        let finding = findings.find(|f| f.requirement == gate.requirement);
        let text = format!(
            "{} {state}: {}, needs {}",
            plain(&gate.requirement),
            finding.map_or(String::new(), |f| plain(&f.has)),
            plain(&gate.needs)
        );
        sheet.wrap(&format!("{mark} "), "  ", &text);
    }
}

fn gaps(sheet: &mut Sheet, site: &SiteRecord) {
    let mut found = site.worst_first(&[Status::Gap, Status::Partial]);
    let all = found.len();
    found.retain(|f| f.counts);
    let aside = all - found.len();
    if all == 0 {
        return;
    }
    sheet.heading("Gaps, what convertibility loses most by first");
    for finding in found {
        gap(sheet, finding);
    }
    if aside > 0 {
        sheet.line(&format!(
            "  and {aside} of the standing halls, which the new hall leaves behind"
        ));
    }
}

fn points_of(finding: &FindingEntry) -> f64 {
    finding
        .status
        .points(finding.worth.get(), finding.points_unknown.get())
}

fn gap(sheet: &mut Sheet, finding: &FindingEntry) {
    let mark = match finding.status {
        Status::Gap => sheet.colored(AnsiColor::Red, "✗"),
        _ => sheet.colored(AnsiColor::Yellow, "◐"),
    };
    sheet.wrap(
        &format!("{mark} "),
        "  ",
        &format!(
            "{} · {} · line {}",
            plain(&finding.requirement),
            plain(&finding.title),
            line(&finding.location)
        ),
    );
    let closing = finding.closing.as_ref();
    let megawatts = closing
        .and_then(|c| c.mw_at_stake)
        .map(f64::from)
        .filter(|mw| *mw > LEAST_MW);
    let text = format!(
        "has {}, needs {}; {} points{} at stake",
        plain(&finding.has),
        plain(&finding.needs),
        at_stake(points_of(finding)),
        megawatts.map_or(String::new(), |mw| format!(" and {} MW", number(mw)))
    );
    sheet.wrap("    ", "    ", &text);
    let remedy = closing.map_or("cannot be bought".to_owned(), |c| {
        let weeks = c.weeks;
        let cost = c.cost_musd;
        let cost = cost.map_or(String::new(), |cost| format!(", {} M$", range(cost.into())));
        format!(
            "{} ({}, {}–{} weeks{cost})",
            plain(&c.name),
            plain(&c.owner),
            number(weeks.low.get()),
            number(weeks.high.unwrap_or(weeks.likely).get())
        )
    });
    sheet.wrap(
        "    ",
        "    ",
        &format!("{remedy} [{}]", plain(&finding.sources.join(", "))),
    );
}

fn unknowns(sheet: &mut Sheet, site: &SiteRecord) {
    let mut found = site.worst_first(&[Status::Unknown]);
    if found.is_empty() {
        return;
    }
    found.sort_by(|a, b| points_of(b).total_cmp(&points_of(a)));
    sheet.heading("Unknown: neither met nor a gap, with the points that hang on it");
    let mut table = plain_table(
        ["Requirement", "Needs", "Points", "Line"]
            .map(str::to_owned)
            .to_vec(),
    );
    for finding in found {
        table.add_row([
            format!("? {}", plain(&finding.requirement)),
            plain(&finding.needs),
            if finding.counts {
                at_stake(points_of(finding))
            } else {
                "–".to_owned()
            },
            line(&finding.location),
        ]);
    }
    align_right(&mut table, 2..4);
    sheet.table(table);
}

fn ask_next(sheet: &mut Sheet, site: &SiteRecord) {
    let asks = &site.questions;
    if asks.is_empty() {
        return;
    }
    sheet.heading("Ask next, the most valuable answer first");
    for (index, ask) in asks.iter().take(QUESTIONS).enumerate() {
        let mut worth = Vec::new();
        if !ask.gates.is_empty() {
            worth.push(format!("decides {}", plain(&ask.gates.join(", "))));
        }
        worth.extend(
            ask.moves_mw
                .map(|mw| format!("moves {} MW", number(mw.get()))),
        );
        worth.push(format!("{:.1} points", ask.points.get()));
        let facts: Vec<String> = ask.facts.iter().map(|f| plain(f)).collect();
        let text = format!(
            "{} ({}; {})",
            plain(&ask.question),
            worth.join(", "),
            facts.join(", ")
        );
        sheet.wrap(
            &format!("{:>2}. {}: ", index + 1, plain(&ask.ask)),
            "    ",
            &text,
        );
    }
    let more = asks.len().saturating_sub(QUESTIONS);
    if more > 0 {
        sheet.line(&format!("    and {more} more in the JSON report"));
    }
}

fn fit(sheet: &mut Sheet, site: &SiteRecord) {
    sheet.heading("Fit: convertibility by hardware and tenant, each with its usual workload");
    let tenants = site.fit.first().map_or(Vec::new(), |row| {
        row.tenants.iter().map(|cell| plain(&cell.tenant)).collect()
    });
    let mut header = vec!["Hardware".to_owned()];
    header.extend(tenants);
    let mut table = plain_table(header);
    for row in &site.fit {
        let mut cells = vec![plain(&row.hardware)];
        cells.extend(row.tenants.iter().map(|cell| {
            let provisional = if cell.provisional { "?" } else { "" };
            format!(
                "{} {}{provisional}",
                points(cell.expected.get()),
                cell.verdict.short()
            )
        }));
        table.add_row(cells);
    }
    sheet.table(table);
    sheet.line("? an answer that is missing can change the verdict");
}

fn foot(sheet: &mut Sheet, site: &SiteRecord) {
    sheet.line("");
    let example = site.worst_first(&[Status::Gap, Status::Partial, Status::Unknown]);
    let id = example.first().map_or("nvl72", |f| &f.requirement);
    sheet.wrap(
        "More: ",
        "      ",
        &format!(
            "rackready plan {} · rackready explain {} · rackready explain {}",
            plain(&site.file),
            plain(id),
            plain(&site.target)
        ),
    );
    sheet.wrap("", "", "An estimate from the facts of one file and from typical mines; not a quote, not investment advice.");
}

#[cfg(test)]
mod tests {
    use super::dotted;

    #[test]
    fn a_pointer_is_shown_as_the_path_that_people_write() {
        assert_eq!(dotted("/halls/0/area_m2"), "halls[0].area_m2");
        assert_eq!(dotted("/name"), "name");
        assert_eq!(dotted(""), "");
    }
}
