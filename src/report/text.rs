//! The report on one site, for a terminal.

use anstyle::{AnsiColor, Effects, Style as Ansi};

use super::numbers::{gate_needs, needs, number, points, range, value};
use super::page::{Page, align_right, plain_table};
use super::plan::route_name;
use super::{SiteReport, Style, plain};
use crate::assess::Chosen;
use crate::capacity::Column;
use crate::checklist::RowRoute;
use crate::rules::{Finding, GateState, Status};
use crate::score::Score;
use crate::source::{Place, locate};

/// How many questions the report asks; the rest are counted.
const QUESTIONS: usize = 8;

/// The report on one site.
#[must_use]
pub fn site(report: &SiteReport, style: &Style) -> String {
    let mut page = Page {
        out: String::new(),
        style: *style,
    };
    head(&mut page, report);
    verdict(&mut page, report);
    category_table(&mut page, report);
    contradictions(&mut page, report);
    gates(&mut page, report);
    gaps(&mut page, report);
    unknowns(&mut page, report);
    ask_next(&mut page, report);
    fit(&mut page, report);
    foot(&mut page, report);
    page.out
}

fn head(page: &mut Page, report: &SiteReport) {
    let site = report.site;
    let mut parts = vec![plain(&report.name)];
    if let Some(region) = site.location.region.get() {
        parts[0] = format!("{}, {}", parts[0], plain(region));
    }
    parts.extend(site.operator.get().map(|o| plain(o)));
    parts.extend(site.as_of.get().map(|d| format!("as of {d}")));
    let title = page.paint(Ansi::new().effects(Effects::BOLD), &parts.join(" · "));
    page.line(&title);
    let target = &report.assessment.target;
    let chosen = match report.chosen {
        Chosen::ByUser => "",
        Chosen::ByFile => " (named in the file)",
        Chosen::BestFit => " (the best-fitting one; --target names another)",
    };
    let text = format!(
        "{}, {} kW/rack · tenant: {} · {}{chosen}",
        target.hardware.name,
        number(target.hardware.parameters.rack_kw.value),
        target.tenant.name,
        target.workload.name.to_lowercase(),
    );
    page.wrap("target  ", "        ", &text);
    page.wrap(
        "judged  ",
        "        ",
        &format!("by checklist {}", plain(&report.assessment.checklist)),
    );
    page.wrap("file    ", "        ", &plain(&report.file));
}

fn verdict(page: &mut Page, report: &SiteReport) {
    let assessment = &report.assessment;
    let verdict = &assessment.verdict;
    page.out.push('\n');
    let word = page.paint(Ansi::new().effects(Effects::BOLD), verdict.word.word());
    let provisional = if verdict.provisional {
        " (provisional)"
    } else {
        ""
    };
    page.line(&format!("VERDICT         {word}{provisional}"));
    page.wrap(&" ".repeat(16), &" ".repeat(16), &verdict.reason);
    if !verdict.flips_on.is_empty() {
        let text = format!("decided by {}", verdict.flips_on.join(", "));
        page.wrap(&" ".repeat(16), &" ".repeat(16), &text);
    }
    let convertibility = assessment.convertibility;
    page.line(&format!("CONVERTIBILITY  {}", scored(convertibility)));
    page.line(&format!("READINESS       {}", scored(assessment.readiness)));
    let confidence = format!(
        "{:.0} % of what convertibility weighs is known; an empty file scores {}",
        100.0 * assessment.confidence,
        points(report.empty.expected)
    );
    page.wrap("CONFIDENCE      ", &" ".repeat(16), &confidence);
    megawatts(page, report);
    page.wrap("ROUTE           ", &" ".repeat(16), &route(report));
    page.wrap("PLAN            ", &" ".repeat(16), &plan(report));
}

/// What closing the gaps of the better route costs, in a sentence; `rackready plan` has the rest.
fn plan(report: &SiteReport) -> String {
    let plan = &report.assessment.plan;
    let Some(per_mw) = plan.per_mw else {
        return "no MW to plan for".to_owned();
    };
    format!(
        "{} M$ ({}) for {} MW, {} M$/MW, in {} weeks at likely durations; prices {}",
        number(plan.owner_total.likely()),
        range(plan.owner_total.into()),
        number(plan.planned_mw.likely),
        number(per_mw.likely()),
        number(plan.schedule.full_weeks),
        plan.prices
    )
}

fn megawatts(page: &mut Page, report: &SiteReport) {
    let capacity = &report.assessment.capacity;
    let labels = |limits: Vec<&crate::capacity::Limit>| {
        limits
            .iter()
            .map(|l| l.label)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let bound = |column| labels(capacity.binding(column).collect());
    let mut today = format!("{} MW today", range(capacity.today_mw));
    let (binding, unknown) = (
        bound(Column::Today),
        labels(capacity.unknown(Column::Today).collect()),
    );
    if unknown.is_empty() {
        today.push_str(&format!(", bound by {binding}"));
    } else {
        today.push_str(&format!("; not known: {unknown}"));
    }
    page.wrap("CRITICAL IT     ", &" ".repeat(16), &today);
    let ceiling = format!(
        "{} MW at the ceiling ({}), bound by {}",
        number(capacity.ceiling_mw.likely),
        range(capacity.ceiling_mw),
        or_none(bound(Column::Ceiling))
    );
    page.wrap(&" ".repeat(16), &" ".repeat(16), &ceiling);
}

fn or_none(text: String) -> String {
    if text.is_empty() {
        "nothing known".to_owned()
    } else {
        text
    }
}

fn scored(score: Score) -> String {
    format!(
        "{:>3}   likely {}–{}, {}–{} whatever the unknowns hold",
        points(score.expected),
        points(score.p10),
        points(score.p90),
        points(score.worst),
        points(score.best)
    )
}

fn route(report: &SiteReport) -> String {
    let assessment = &report.assessment;
    let others = assessment
        .routes
        .iter()
        .filter(|(route, _)| *route != assessment.route);
    let others: Vec<String> = others
        .map(|(route, score)| {
            format!(
                "{} {}",
                route_name(report.site, *route),
                points(score.expected)
            )
        })
        .collect();
    let best = assessment
        .routes
        .iter()
        .find(|(route, _)| *route == assessment.route);
    let best = best.map_or(String::new(), |(_, score)| points(score.expected));
    let against = if others.is_empty() {
        "no other".to_owned()
    } else {
        others.join(", ")
    };
    format!(
        "{}: {best} points; {against}",
        route_name(report.site, assessment.route)
    )
}

fn category_table(page: &mut Page, report: &SiteReport) {
    page.out.push('\n');
    let mut table = plain_table(
        ["Category", "Weight", "Ready", "Convertible", "worst–best"]
            .map(str::to_owned)
            .to_vec(),
    );
    let score = |s: Option<Score>| s.map_or("–".to_owned(), |s| points(s.expected));
    for category in &report.assessment.categories {
        table.add_row([
            category.name.clone(),
            format!("{:.0} %", 100.0 * category.share),
            score(category.readiness),
            score(category.convertibility),
            category.convertibility.map_or("–".to_owned(), |s| {
                format!("{}–{}", points(s.worst), points(s.best))
            }),
        ]);
    }
    align_right(&mut table, 1..5);
    page.table(table);
}

fn contradictions(page: &mut Page, report: &SiteReport) {
    let found = &report.assessment.contradictions;
    if found.is_empty() {
        return;
    }
    page.heading("Contradictions in the file");
    for contradiction in found {
        let paths: Vec<&str> = contradiction.paths.iter().map(String::as_str).collect();
        let places = places(report, &paths);
        let lines: Vec<String> = paths
            .iter()
            .zip(&places)
            .map(|(path, place)| format!("{path} {place}"))
            .collect();
        let mark = page.colored(AnsiColor::Red, "!");
        page.wrap(&format!("{mark} "), "  ", &contradiction.message);
        page.wrap("  ", "  ", &lines.join(" · "));
    }
}

/// Places of paths as `line:column`, `–` where there is no text.
fn places(report: &SiteReport, paths: &[&str]) -> Vec<String> {
    let places = report.source.map(|source| locate(source, paths));
    let show = |place: &Place| format!("{}:{}", place.line, place.column);
    places.map_or_else(
        || vec!["–".to_owned(); paths.len()],
        |places| places.iter().map(show).collect(),
    )
}

fn gates(page: &mut Page, report: &SiteReport) {
    let gates: Vec<&Finding> = report
        .assessment
        .findings
        .iter()
        .filter(|f| report.assessment.counts(f) && f.gate().is_some())
        .collect();
    if gates.is_empty() {
        return;
    }
    page.heading("Gates");
    for finding in gates {
        let unit = finding.requirement.metric.unit;
        let (mark, color) = match finding.gate() {
            Some(GateState::Passed) => ("✓", AnsiColor::Green),
            Some(GateState::Failed) => ("✗", AnsiColor::Red),
            _ => ("?", AnsiColor::Yellow),
        };
        let mark = page.colored(color, mark);
        let state = finding.gate().map_or("", GateState::word);
        let text = format!(
            "{} {state}: {}, needs {}",
            finding.requirement.id,
            value(finding.has, unit),
            gate_needs(finding)
        );
        page.wrap(&format!("{mark} "), "  ", &text);
    }
}

/// Findings of some status, those worth most first.
fn ranked<'r, 'a>(report: &'r SiteReport<'a>, status: &[Status]) -> Vec<&'r Finding<'a>> {
    let assessment = &report.assessment;
    let mut found: Vec<&Finding> = assessment
        .findings
        .iter()
        .filter(|f| status.contains(&f.status))
        .filter(|f| assessment.counts(f) || f.requirement.route == RowRoute::InPlace)
        .collect();
    let stake = |f: &Finding| assessment.points_at_stake(f);
    let weight = |f: &Finding| f.requirement.weight * (1.0 - f.attainment.expected);
    found.sort_by(|a, b| {
        let counts = |f: &Finding| assessment.counts(f);
        counts(b)
            .cmp(&counts(a))
            .then(stake(b).total_cmp(&stake(a)))
            .then(weight(b).total_cmp(&weight(a)))
            .then(a.requirement.id.cmp(&b.requirement.id))
    });
    found
}

fn gaps(page: &mut Page, report: &SiteReport) {
    let mut found = ranked(report, &[Status::Gap, Status::Partial]);
    let all = found.len();
    found.retain(|f| report.assessment.counts(f));
    let aside = all - found.len();
    if all == 0 {
        return;
    }
    page.heading("Gaps, what convertibility loses most by first");
    let paths: Vec<&str> = found.iter().map(|f| f.anchor()).collect();
    let lines = places(report, &paths);
    for (finding, line) in found.into_iter().zip(lines) {
        gap(page, report, finding, &line);
    }
    if aside > 0 {
        page.line(&format!(
            "  and {aside} of the standing halls, which the new hall leaves behind"
        ));
    }
}

fn gap(page: &mut Page, report: &SiteReport, finding: &Finding, line: &str) {
    let row = finding.requirement;
    let mark = match finding.status {
        Status::Gap => page.colored(AnsiColor::Red, "✗"),
        _ => page.colored(AnsiColor::Yellow, "◐"),
    };
    page.wrap(
        &format!("{mark} "),
        "  ",
        &format!("{} · {} · line {line}", row.id, row.title),
    );
    let unit = row.metric.unit;
    let plan = &report.assessment.plan;
    let work = plan
        .works
        .iter()
        .chain(&plan.beyond)
        .find(|w| w.closes.contains(&row.id.as_str()));
    let megawatts = work.and_then(|w| w.mw_at_stake).filter(|mw| *mw > 0.5);
    let text = format!(
        "has {}, needs {}; {:.1} points{} at stake",
        value(finding.has, unit),
        needs(&finding.needs, unit),
        report.assessment.points_at_stake(finding),
        megawatts.map_or(String::new(), |mw| format!(" and {} MW", number(mw)))
    );
    page.wrap("    ", "    ", &text);
    let remedy = row.remedy.map_or("cannot be bought".to_owned(), |r| {
        let cost = work.map(|w| w.cost()).filter(|cost| cost.high() > 0.0);
        let cost = cost.map_or(String::new(), |cost| format!(", {} M$", range(cost.into())));
        format!(
            "{} ({}, {}–{} weeks{cost})",
            r.name,
            r.owner.word(),
            number(r.weeks.low),
            number(r.weeks.high)
        )
    });
    page.wrap(
        "    ",
        "    ",
        &format!("{remedy} [{}]", row.sources.join(", ")),
    );
}

fn unknowns(page: &mut Page, report: &SiteReport) {
    let mut found = ranked(report, &[Status::Unknown]);
    if found.is_empty() {
        return;
    }
    let assessment = &report.assessment;
    found.sort_by(|a, b| {
        assessment
            .points_unknown(b)
            .total_cmp(&assessment.points_unknown(a))
    });
    page.heading("Unknown: neither met nor a gap, with the points that hang on it");
    let paths: Vec<&str> = found.iter().map(|f| f.anchor()).collect();
    let lines = places(report, &paths);
    let mut table = plain_table(
        ["Requirement", "Needs", "Points", "Line"]
            .map(str::to_owned)
            .to_vec(),
    );
    for (finding, line) in found.into_iter().zip(lines) {
        let unit = finding.requirement.metric.unit;
        let counts = assessment.counts(finding);
        table.add_row([
            format!("? {}", finding.requirement.id),
            needs(&finding.needs, unit),
            if counts {
                format!("{:.1}", assessment.points_unknown(finding))
            } else {
                "–".to_owned()
            },
            line,
        ]);
    }
    align_right(&mut table, 2..4);
    page.table(table);
}

fn ask_next(page: &mut Page, report: &SiteReport) {
    let asks = &report.assessment.questions;
    if asks.is_empty() {
        return;
    }
    page.heading("Ask next, the most valuable answer first");
    for (index, ask) in asks.iter().take(QUESTIONS).enumerate() {
        let mut worth = Vec::new();
        if !ask.gates.is_empty() {
            worth.push(format!("decides {}", ask.gates.join(", ")));
        }
        worth.extend(ask.moves_mw.map(|mw| format!("moves {} MW", number(mw))));
        worth.push(format!("{:.1} points", ask.points));
        let facts: Vec<String> = ask.facts.iter().map(|f| plain(f)).collect();
        let text = format!(
            "{} ({}; {})",
            ask.question,
            worth.join(", "),
            facts.join(", ")
        );
        page.wrap(
            &format!("{:>2}. {}: ", index + 1, ask.whom.word()),
            "    ",
            &text,
        );
    }
    let more = asks.len().saturating_sub(QUESTIONS);
    if more > 0 {
        page.line(&format!("    and {more} more in the JSON report"));
    }
}

fn fit(page: &mut Page, report: &SiteReport) {
    page.heading("Fit: convertibility by hardware and tenant, each with its usual workload");
    let tenants = report.fit.first().map_or(Vec::new(), |row| {
        row.tenants.iter().map(|(t, _)| t.id.clone()).collect()
    });
    let mut header = vec!["Hardware".to_owned()];
    header.extend(tenants);
    let mut table = plain_table(header);
    for row in &report.fit {
        let mut cells = vec![row.hardware.id.clone()];
        cells.extend(row.tenants.iter().map(|(_, brief)| {
            let provisional = if brief.verdict.provisional { "?" } else { "" };
            format!(
                "{} {}{provisional}",
                points(brief.expected),
                brief.verdict.word.short()
            )
        }));
        table.add_row(cells);
    }
    page.table(table);
    page.line("? an answer that is missing can change the verdict");
}

fn foot(page: &mut Page, report: &SiteReport) {
    page.out.push('\n');
    let example = ranked(report, &[Status::Gap, Status::Partial, Status::Unknown]);
    let id = example
        .first()
        .map_or("nvl72", |f| f.requirement.id.as_str());
    page.wrap(
        "More: ",
        "      ",
        &format!(
            "rackready plan {} · rackready explain {id} · rackready explain {}",
            plain(&report.file),
            report.assessment.target.id()
        ),
    );
    page.wrap("", "", "An estimate from the facts of one file and from typical mines; not a quote, not investment advice.");
}
