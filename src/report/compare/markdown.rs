//! The comparison as Markdown for a comment on a pull request: what it comes to first.
//!
//! The first line marks the comment, so that the next run finds and updates it instead of adding another.

use super::finding_line;
use super::{
    COLUMNS, TOTALS, changed, changes, contradicts, figure, from_to, in_words, mark, marked,
    method_of, money, said, set_in_place, total, verdicts, worse,
};
use crate::compare::{Diff, Lone, SiteChange};
use crate::report::numbers::{counted, number, points};
use crate::report::prose::{clip, code, in_html, prose};

/// The first line of a comment.
pub(crate) const MARKER: &str = "<!-- rackready-diff -->";

/// Bytes that a comment may take, with room for what closes it: GitHub takes 65,536 characters.
const MOST_BYTES: usize = 60_000;
/// Most characters of one text from a file.
const CELL: usize = 200;
/// Facts and findings of a site that are shown.
const LINES: usize = 12;

/// The comparison as a comment.
#[must_use]
pub fn comment(diff: &Diff) -> String {
    let mut out = format!("{MARKER}\n### rackready: {}\n\n", changed(diff));
    out.push_str(&format!(
        "{} → {}\n\n",
        code(&clip(&diff.base.path, CELL)),
        code(&clip(&diff.head.path, CELL))
    ));
    for id in TOTALS {
        if let Some((text, parts)) = total(diff, id) {
            let by = if parts.is_empty() {
                String::new()
            } else {
                format!(": {parts}")
            };
            out.push_str(&format!("- **{}**{}\n", prose(&text), prose(&by)));
        }
    }
    for version in &diff.versions {
        out.push_str(&format!(
            "- {} {} → {}\n",
            version.what,
            cell(&version.base),
            cell(&version.head)
        ));
    }
    for change in diff.figures.iter().take(LINES) {
        out.push_str(&format!("- {}\n", cell(&figure(change))));
    }
    more(
        &mut out,
        diff.figures.len(),
        ["more figure of the market", "more figures of the market"],
    );
    regressions(&mut out, diff);
    let rows: Vec<String> = diff.sites.iter().map(site_row).collect();
    let numbers = COLUMNS.iter().map(|(_, heading, _)| prose(heading));
    let header = format!(
        "{}|---|---|{}\n",
        row(["Site", "Verdict"]
            .map(str::to_owned)
            .into_iter()
            .chain(numbers)),
        "--:|".repeat(COLUMNS.len())
    );
    section(&mut out, "Changed", &header, &rows);
    if let Some(text) = marked(diff) {
        out.push_str(&format!("\n{}\n", prose(text)));
    }
    let header = "| Site | Verdict | Score | MW | M\\$ |\n|---|---|--:|--:|--:|\n";
    for (heading, sites) in [("Added", &diff.added), ("Removed", &diff.removed)] {
        let rows: Vec<String> = sites.iter().map(lone_row).collect();
        section(&mut out, heading, header, &rows);
    }
    let details: Vec<String> = diff.sites.iter().map(detail).collect();
    section(&mut out, "Why", "", &details);
    if !diff.sites.is_empty() {
        out.push_str(&format!("\n{}\n", method_of(diff)));
    }
    out
}

fn cell(text: &str) -> String {
    prose(&clip(text, CELL))
}

fn regressions(out: &mut String, diff: &Diff) {
    let rows: Vec<String> = diff
        .regressions
        .iter()
        .map(|regression| {
            format!(
                "- ❌ {}: {}\n",
                code(&clip(&regression.site, CELL)),
                cell(&worse(regression))
            )
        })
        .collect();
    section(out, "Worse by more than is tolerated", "", &rows);
}

/// Rows below a heading, as many as fit; the rest are counted.
fn section(out: &mut String, heading: &str, header: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("\n#### {heading}\n\n{header}"));
    let mut fitting = 0;
    for row in rows {
        if out.len() + row.len() > MOST_BYTES {
            break;
        }
        out.push_str(row);
        fitting += 1;
    }
    if fitting < rows.len() {
        let more = rows.len() - fitting;
        out.push_str(&format!("\n… and {more} more in the JSON report\n"));
    }
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn site_row(site: &SiteChange) -> String {
    let id = code(&clip(&site.id, CELL)) + mark(site);
    let site_and_verdict = [id, verdicts(&site.verdict)];
    row(site_and_verdict.into_iter().chain(changes(site)))
}

fn lone_row(site: &Lone) -> String {
    format!(
        "| {} | {} | {} | {} | {} |\n",
        code(&clip(&site.id, CELL)),
        said(&site.verdict),
        points(site.score),
        number(site.planned_mw),
        number(site.cost_musd)
    )
}

fn detail(site: &SiteChange) -> String {
    let mut out = format!(
        "<details><summary><code>{}</code> · {}</summary>\n\n",
        in_html(&clip(&site.id, CELL)),
        in_html(&clip(&site.name, CELL))
    );
    if let Some(text) = set_in_place(site) {
        out.push_str(&format!("- set: {}\n", cell(&text)));
    }
    if site.target.changed() {
        out.push_str(&format!(
            "- target {} → {}: scores of different targets do not compare\n",
            cell(&site.target.base),
            cell(&site.target.head)
        ));
    }
    if site.route.changed() {
        out.push_str(&format!(
            "- route {} → {}\n",
            site.route.base, site.route.head
        ));
    }
    for contradiction in site.contradictions.iter().take(LINES) {
        out.push_str(&format!("- {}\n", cell(&contradicts(contradiction))));
    }
    if site.money.changed() {
        out.push_str(&format!("- money: {}\n", money(&site.money)));
    }
    for part in &site.parts {
        out.push_str(&format!(
            "- **{}**: {}\n",
            part.input,
            prose(&super::part(part))
        ));
    }
    for fact in site.facts.iter().take(LINES) {
        let alone = fact
            .alone
            .as_deref()
            .map(|effects| prose(&in_words(effects)));
        out.push_str(&format!(
            "- {} {}, line {}{}\n",
            code(&clip(&fact.path, CELL)),
            cell(&from_to(fact.base.as_deref(), fact.head.as_deref())),
            fact.line,
            alone.map_or(String::new(), |words| format!(" — alone: {words}"))
        ));
    }
    more(&mut out, site.facts.len(), ["more fact", "more facts"]);
    if !site.interaction.is_empty() {
        out.push_str(&format!(
            "- together beyond that: {}\n",
            prose(&in_words(&site.interaction))
        ));
    }
    for waiver in site.waivers.iter().take(LINES) {
        out.push_str(&format!(
            "- waiver {} of {} until {}, by {}: {}\n",
            waiver.change,
            code(&clip(&waiver.requirement, CELL)),
            prose(&waiver.expires),
            cell(&waiver.owner),
            cell(&waiver.reason)
        ));
    }
    more(
        &mut out,
        site.waivers.len(),
        ["more waiver", "more waivers"],
    );
    for finding in site.findings.iter().take(LINES) {
        out.push_str(&format!("- {}\n", cell(&finding_line(finding))));
    }
    more(
        &mut out,
        site.findings.len(),
        ["more finding", "more findings"],
    );
    out.push_str("\n</details>\n");
    out
}

fn more(out: &mut String, all: usize, [one, many]: [&str; 2]) {
    if all > LINES {
        out.push_str(&format!(
            "- and {} in the JSON report\n",
            counted(all - LINES, one, many)
        ));
    }
}
