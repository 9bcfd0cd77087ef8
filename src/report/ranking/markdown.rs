//! A report as Markdown for a comment on a pull request: the ranking of many sites, or the summary of one.
//!
//! The first line marks the comment, so that the next run finds and updates it instead of adding another.

use crate::assess::Method;
use crate::ranking::{Portfolio, Row};
use crate::record::Rounded;
use crate::record::finding::FindingEntry;
use crate::record::question::QuestionEntry;
use crate::record::site::{GateEntry, VerdictEntry};
use crate::record::{Months, SiteRecord};
use crate::report::economics::shown;
use crate::report::numbers::{counted, end_points, number, points, range};
use crate::report::prose::{clip, code, prose};
use crate::report::site::answer::{QUESTIONS, answer, together};
use crate::rules::{GateState, Status};
use crate::verdict::{Chances, Word};
use crate::whatif;

/// The first line of a comment.
pub(crate) const MARKER: &str = "<!-- rackready-score -->";

/// Bytes that rows may take, with room for what closes them: GitHub takes 65,536 characters.
const MOST_BYTES: usize = 56_000;
/// Those and the rows of the sites that are asked first.
const MOST_BYTES_OF_BOTH: usize = 60_000;
/// Most characters of one text from a file.
const CELL: usize = 200;
/// Gaps of a site that are shown; the rest are counted.
const LINES: usize = 10;

/// The ranking.
#[must_use]
pub fn ranking(portfolio: &Portfolio, method: &Method) -> String {
    let totals = &portfolio.totals;
    let sites = |n| counted(n, "site", "sites");
    let listed = match portfolio.ask_first.len() {
        0 => sites(totals.sites),
        asked => format!("{} ranked, {asked} to ask first", sites(totals.sites)),
    };
    let mut out = format!("{MARKER}\n### rackready: {listed}\n\n");
    if totals.cost_per_mw.is_some() {
        out.push_str(&format!(
            "**{} MW of critical IT** at {} with a route, for {} M\\$\n\n",
            number(totals.planned_mw),
            sites(totals.converting),
            number(totals.cost)
        ));
    }
    if let Some(money) = &totals.money {
        out.push_str(&format!("Worth {}\n\n", prose(&shown::totals(money))));
    }
    if totals.apart {
        out.push_str(&format!("Mind: {}\n\n", prose(shown::ONE_FABRIC)));
    }
    if let Some(text) = super::marked(portfolio) {
        out.push_str(&format!("Marked !: {text}\n\n"));
    }
    if let Some(told) = whatif::told(portfolio.set()) {
        out.push_str(&format!("Set in place of the files: {}\n\n", cell(&told)));
    }
    let rows = &portfolio.rows[..portfolio.shown];
    if !rows.is_empty() {
        let money = rows.iter().any(|row| row.money.is_some());
        let (ways, rule) = if money {
            (" Best way | NPV M\\$ per grid MW |", "---|--:|")
        } else {
            ("", "")
        };
        out.push_str(&format!(
            "| # | Site | Score | Known | Verdict | Converting | MW | M\\$/MW | Months to first MW |{ways} Bound by |\n\
             |--:|---|---|--:|---|--:|--:|--:|--:|{rule}---|\n",
        ));
        let lines = rows.iter().enumerate();
        let lines = lines.map(|(at, row)| ranked(at, row, money));
        fitting(&mut out, rows.len(), lines, MOST_BYTES);
    }
    ask_first(&mut out, portfolio);
    let shown = rows.iter().chain(portfolio.ask_first.iter().take(LINES));
    if let Some(text) = super::near_line(portfolio.known, shown) {
        out.push_str(&format!("\n{}\n", prose(&text)));
    }
    out.push_str(&foot(method));
    out
}

/// Lines of a table as far as they fit; the rest of so many sites are counted.
fn fitting(out: &mut String, sites: usize, lines: impl Iterator<Item = String>, most: usize) {
    let mut shown = 0;
    for line in lines {
        if out.len() + line.len() > most {
            break;
        }
        out.push_str(&line);
        shown += 1;
    }
    if shown < sites {
        let more = sites - shown;
        out.push_str(&format!("\n… and {more} more in CSV and JSON\n"));
    }
}

/// The sites of which too little is known to rank them.
fn ask_first(out: &mut String, portfolio: &Portfolio) {
    let rows = &portfolio.ask_first;
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("\n#### {}\n\n", super::asked_first(portfolio)));
    let ends = rows.iter().any(|row| row.best_answer.is_some());
    let (ask, rule) = if ends { (" Ask |", "---|") } else { ("", "") };
    out.push_str(&format!(
        "| Site | Known | Verdict | Converting | MW, P10–P90 |{ask}\n|---|--:|---|--:|--:|{rule}\n"
    ));
    let lines = rows.iter().take(LINES).map(|row| asked(row, ends));
    fitting(out, rows.len(), lines, MOST_BYTES_OF_BOTH);
}

fn asked(row: &Row, ends: bool) -> String {
    let ask = row.best_answer.as_ref().map(|answer| {
        format!(
            " {}: {} ({} MW, {} points)",
            answer.whom.word(),
            cell(&answer.question),
            number(answer.mw),
            number(answer.points)
        )
    });
    let ask = if ends {
        format!("{} |", ask.unwrap_or_default())
    } else {
        String::new()
    };
    format!(
        "| {}{} | {} % | {}{} | {} % | {} |{ask}\n",
        code(&clip(&row.name.called(), CELL)),
        super::mark(row),
        prose(&super::known(row)),
        row.verdict.word(),
        super::question(row),
        super::percent(row.chance.converting()),
        range(row.planned_mw.spread),
    )
}

fn ranked(at: usize, row: &Row, money: bool) -> String {
    let ways = if money {
        let [best, npv] = super::best_way(row);
        format!(" {best} | {npv} |")
    } else {
        String::new()
    };
    format!(
        "| {} | {}{} | {} ({}–{}) | {} % | {}{} | {} % | {} | {} | {} |{ways} {} |\n",
        at + 1,
        code(&clip(&row.name.called(), CELL)),
        super::mark(row),
        points(row.score.spread.mean),
        points(row.score.spread.p10),
        points(row.score.spread.p90),
        prose(&super::known(row)),
        row.verdict.word(),
        super::question(row),
        super::percent(row.chance.converting()),
        number(row.planned_mw.spread.p50),
        row.cost_per_mw
            .map_or("–".to_owned(), |cost| number(cost.p50)),
        super::months(row.first_mw_months),
        prose(&clip(row.binding(), CELL)),
    )
}

/// The summary of one site.
#[must_use]
pub fn site(site: &SiteRecord, method: &Method) -> String {
    let mut out = format!(
        "{MARKER}\n### rackready: {} — {}\n\n{}\n\n",
        cell(&site.name),
        headline(site),
        cell(&site.verdict.reason)
    );
    let score = site.score;
    out.push_str(&format!(
        "- **Convertibility {}**, P10–P90 {}–{}, {}–{} whatever the unknowns hold; {:.0} % known\n\
         - Readiness {}\n",
        points(score.mean.get()),
        points(score.p10.get()),
        points(score.p90.get()),
        end_points(score.worst.map(Rounded::get)),
        end_points(score.best.map(Rounded::get)),
        100.0 * site.confidence.get(),
        points(site.readiness.mean.get())
    ));
    let plan = &site.plan.summary;
    if let Some(per_mw) = plan.per_mw_musd {
        let (mw, cost) = (plan.planned_mw.spread(), plan.owner_total_musd.spread());
        out.push_str(&format!(
            "- **{} MW** planned ({}) for {} M\\$ ({}), {} M\\$/MW, in {} months\n",
            number(mw.p50),
            range(mw),
            number(cost.p50),
            range(cost),
            number(per_mw.spread().p50),
            super::months(plan.full_months.map(Months::spread))
        ));
    }
    if let Some(economics) = &site.economics {
        out.push_str(&format!("- Money: {}\n", prose(&shown::line(economics))));
    }
    out.push_str(&format!("- Target: {}\n", cell(&site.target_name)));
    if let Some(told) = whatif::told(&site.set) {
        out.push_str(&format!("- Set in place of the file: {}\n", cell(&told)));
    }
    let gates: Vec<String> = site.gates.iter().filter_map(gate).collect();
    listed(&mut out, "Gates that do not pass", "", &gates);
    let gaps = site
        .worst_first(&[Status::Gap, Status::Partial])
        .into_iter();
    let gaps: Vec<String> = gaps.filter(|f| f.counts).map(gap).collect();
    let header = "| Gap | Has | Needs | Points | Line |\n|---|---|---|--:|--:|\n";
    listed(&mut out, "Gaps", header, &gaps);
    let asked = site.asking.that_matter().take(QUESTIONS);
    let asked: Vec<String> = asked.map(question).collect();
    listed(&mut out, "What to ask first", "", &asked);
    if let Some(together) = together(site) {
        out.push_str(&format!("\n{}\n", prose(&together)));
    }
    out.push_str(&foot(method));
    out
}

/// A question with what a good and a bad answer do.
fn question(asked: &QuestionEntry) -> String {
    let mut out = format!("- **{}**: {}\n", asked.ask.word(), cell(&asked.question));
    for told in [&asked.good, &asked.bad] {
        out.push_str(&format!("  - {}\n", cell(&answer(told))));
    }
    out
}

/// The verdict; where money says another word that word, and what the engineering alone says.
fn headline(site: &SiteRecord) -> String {
    let engineering = verdict(&site.verdict);
    let with = site.verdict.with_money.as_ref();
    let Some(with) = with.filter(|with| with.word != site.verdict.word) else {
        return engineering;
    };
    let by_money = shown::by_money(site).map_or(String::new(), |by| format!(", {by}"));
    format!(
        "{}, {} %{by_money}; by engineering: {engineering}",
        with.word.word(),
        super::percent(with.chance.get())
    )
}

/// The word of a verdict with its chance; of too little data there is none.
fn verdict(verdict: &VerdictEntry) -> String {
    let (word, chance) = (verdict.word, Chances::from(verdict.chance));
    let said = match word {
        Word::InsufficientData => return word.word().to_owned(),
        _ => format!(
            "{}, {} %",
            word.word(),
            super::percent(chance.of_word(word))
        ),
    };
    match verdict.is_final {
        true => format!("{said} (final)"),
        false if chance.leave_open(word) => format!("{said} (open)"),
        false => said,
    }
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
        cell(&finding.line_or_set())
    )
}

fn foot(method: &Method) -> String {
    format!(
        "\nJudged by checklist {}, prices {}. An estimate from facts as stated; not a quote, not investment advice.\n",
        cell(&method.checklist),
        cell(&method.prices)
    )
}
