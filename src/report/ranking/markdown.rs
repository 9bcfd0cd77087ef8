//! A report as Markdown for a comment on a pull request: the ranking of many sites, or the summary of one.
//!
//! The first line marks the comment, so that the next run finds and updates it instead of adding another.

use crate::assess::Method;
use crate::ranking::{Portfolio, Row};
use crate::record::SiteRecord;
use crate::record::finding::FindingEntry;
use crate::record::site::GateEntry;
use crate::report::numbers::{counted, number, points, range};
use crate::report::prose::{clip, code, prose};
use crate::rules::{GateState, Status};

/// The first line of a comment.
pub(crate) const MARKER: &str = "<!-- rackready-score -->";

/// Bytes that rows may take, with room for what closes them: GitHub takes 65,536 characters.
const MOST_BYTES: usize = 60_000;
/// Most characters of one text from a file.
const CELL: usize = 200;
/// Gaps and questions of a site that are shown; the rest are counted.
const LINES: usize = 10;

/// The ranking.
#[must_use]
pub fn ranking(portfolio: &Portfolio, method: &Method) -> String {
    let totals = &portfolio.totals;
    let sites = |n| counted(n, "site", "sites");
    let mut out = format!("{MARKER}\n### rackready: {}\n\n", sites(totals.sites));
    if totals.cost_per_mw.is_some() {
        out.push_str(&format!(
            "**{} MW of critical IT** at {} with a route, for {} M\\$\n\n",
            number(totals.planned_mw.likely),
            sites(totals.converting),
            number(totals.cost.likely())
        ));
    }
    if let Some(text) = super::marked(totals) {
        out.push_str(&format!("Marked !: {text}\n\n"));
    }
    out.push_str(
        "| # | Site | Score | Known | Verdict | MW | M\\$/MW | Months to first MW | Bound by |\n\
         |--:|---|---|--:|---|--:|--:|--:|---|\n",
    );
    let rows = &portfolio.rows[..portfolio.shown];
    let mut fitting = 0;
    for (at, row) in rows.iter().enumerate() {
        let line = ranked(at, row);
        if out.len() + line.len() > MOST_BYTES {
            break;
        }
        out.push_str(&line);
        fitting += 1;
    }
    if fitting < rows.len() {
        let more = rows.len() - fitting;
        out.push_str(&format!("\n… and {more} more in CSV and JSON\n"));
    }
    out.push_str(&foot(method));
    out
}

fn ranked(at: usize, row: &Row) -> String {
    let optional = |value: Option<f64>| value.map_or("–".to_owned(), number);
    let question = if row.provisional { "?" } else { "" };
    format!(
        "| {} | {}{} | {} ({}–{}) | {:.0} % | {}{question} | {} | {} | {} | {} |\n",
        at + 1,
        code(&clip(&row.name.id, CELL)),
        super::mark(row),
        points(row.score.expected),
        points(row.score.p10),
        points(row.score.p90),
        100.0 * row.confidence,
        row.verdict.word(),
        number(row.planned_mw.likely),
        optional(row.cost_per_mw.map(|cost| cost.likely())),
        optional(row.first_mw_months.map(f64::round)),
        prose(&clip(row.binding(), CELL)),
    )
}

/// The summary of one site.
#[must_use]
pub fn site(site: &SiteRecord, method: &Method) -> String {
    let word = site.verdict.word.word();
    let provisional = if site.verdict.provisional {
        " (provisional)"
    } else {
        ""
    };
    let mut out = format!(
        "{MARKER}\n### rackready: {} — {word}{provisional}\n\n{}\n\n",
        cell(&site.name),
        cell(&site.verdict.reason)
    );
    let score = site.score;
    out.push_str(&format!(
        "- **Convertibility {}**, likely {}–{}, {}–{} whatever the unknowns hold; {:.0} % known\n\
         - Readiness {}\n",
        points(score.expected.get()),
        points(score.p10.get()),
        points(score.p90.get()),
        points(score.worst.get()),
        points(score.best.get()),
        100.0 * site.confidence.get(),
        points(site.readiness.expected.get())
    ));
    let plan = &site.plan.summary;
    if let Some(per_mw) = plan.per_mw_musd {
        out.push_str(&format!(
            "- **{} MW** planned for {} M\\$ ({}), {} M\\$/MW, in {} weeks\n",
            number(plan.planned_mw.likely()),
            number(plan.owner_total_musd.likely()),
            range(plan.owner_total_musd.into()),
            number(per_mw.likely()),
            number(plan.full_weeks.get())
        ));
    }
    out.push_str(&format!("- Target: {}\n", cell(&site.target_name)));
    let gates: Vec<String> = site.gates.iter().filter_map(gate).collect();
    listed(&mut out, "Gates that do not pass", "", &gates);
    let gaps = site
        .worst_first(&[Status::Gap, Status::Partial])
        .into_iter();
    let gaps: Vec<String> = gaps.filter(|f| f.counts).map(gap).collect();
    let header = "| Gap | Has | Needs | Points | Line |\n|---|---|---|--:|--:|\n";
    listed(&mut out, "Gaps", header, &gaps);
    let questions = site.questions.iter();
    let questions: Vec<String> = questions
        .map(|q| format!("- {}: {}\n", cell(&q.ask), cell(&q.question)))
        .collect();
    listed(&mut out, "Ask next", "", &questions);
    out.push_str(&foot(method));
    out
}

fn cell(text: &str) -> String {
    prose(&clip(text, CELL))
}

/// Rows below a heading; the rest are counted.
fn listed(out: &mut String, heading: &str, header: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("\n#### {heading}\n\n{header}"));
    rows.iter().take(LINES).for_each(|row| out.push_str(row));
    if rows.len() > LINES {
        let more = rows.len() - LINES;
        out.push_str(&format!("\n… and {more} more in the JSON report\n"));
    }
}

fn gate(gate: &GateEntry) -> Option<String> {
    let state = match gate.state {
        GateState::Passed => return None,
        GateState::Open => "❓ open",
        GateState::Failed => "❌ failed",
    };
    Some(format!(
        "- {state}: {}, needs {}\n",
        code(&clip(&gate.requirement, CELL)),
        cell(&gate.needs)
    ))
}

fn gap(finding: &FindingEntry) -> String {
    format!(
        "| {} | {} | {} | {:.1} | {} |\n",
        code(&clip(&finding.requirement, CELL)),
        cell(&finding.has),
        cell(&finding.needs),
        finding.worth.get(),
        finding.location.line
    )
}

fn foot(method: &Method) -> String {
    format!(
        "\nJudged by checklist {}, prices {}. An estimate from facts as stated; not a quote, not investment advice.\n",
        cell(&method.checklist),
        cell(&method.prices)
    )
}
