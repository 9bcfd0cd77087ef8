//! The comparison for a terminal: what it comes to first, then each site.

use anstyle::{AnsiColor, Effects, Style as Ansi};

use super::{
    COLUMNS, TOTALS, by, change_of, changed, changes, contradicts, figure, finding_line, from_to,
    in_words, mark, marked, method_of, money, part_of, said, set_in_place, shown, total, verdicts,
    worse,
};
use crate::compare::measure::measure;
use crate::compare::{Diff, FactChange, Lone, SiteChange};
use crate::report::numbers::{number, points};
use crate::report::sheet::{Sheet, align_right, plain_table};
use crate::report::{Style, plain};

/// With more changed sites than this, a table stands for them unless everything is asked for.
const DETAILED: usize = 3;
/// Figures of the market that are shown; the rest are counted.
const FIGURES: usize = 8;
/// Findings of a site that are shown; the rest are counted.
const FINDINGS: usize = 12;

/// The comparison. `full` shows every changed site in detail, however many there are.
#[must_use]
pub fn page(diff: &Diff, full: bool, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    head(&mut sheet, diff);
    regressions(&mut sheet, diff);
    if diff.sites.len() > DETAILED {
        table(&mut sheet, diff);
    }
    if full || diff.sites.len() <= DETAILED {
        diff.sites
            .iter()
            .for_each(|site| detail(&mut sheet, diff, site));
    }
    lone(&mut sheet, "Added", &diff.added);
    lone(&mut sheet, "Removed", &diff.removed);
    if !diff.sites.is_empty() {
        sheet.line("");
        sheet.wrap("", "", &method_of(diff));
    }
    sheet.finish()
}

fn head(sheet: &mut Sheet, diff: &Diff) {
    let title = format!(
        "{} → {}: {}",
        plain(&diff.base.path),
        plain(&diff.head.path),
        changed(diff)
    );
    let title = sheet.paint(Ansi::new().effects(Effects::BOLD), &title);
    sheet.wrap("", "", &title);
    for version in &diff.versions {
        let text = format!("{} → {}", plain(&version.base), plain(&version.head));
        sheet.wrap(&format!("{:<10}", version.what), "          ", &text);
    }
    for change in diff.figures.iter().take(FIGURES) {
        sheet.wrap("          ", "            ", &figure(change));
    }
    let more = diff.figures.len().saturating_sub(FIGURES);
    if more > 0 {
        sheet.line(&format!("          and {more} more in the JSON report"));
    }
    sheet.line("");
    let leads = ["TOTAL     "]
        .into_iter()
        .chain(std::iter::repeat("          "));
    for (lead, id) in leads.zip(TOTALS) {
        if let Some((text, parts)) = total(diff, id) {
            let by = if parts.is_empty() {
                String::new()
            } else {
                format!(": {parts}")
            };
            sheet.wrap(lead, "          ", &format!("{text}{by}"));
        }
    }
}

fn regressions(sheet: &mut Sheet, diff: &Diff) {
    if diff.regressions.is_empty() {
        return;
    }
    sheet.heading("Worse by more than is tolerated");
    for regression in &diff.regressions {
        let mark = sheet.colored(AnsiColor::Red, "✗");
        let text = format!("{}: {}", plain(&regression.site), plain(&worse(regression)));
        sheet.wrap(&format!("{mark} "), "  ", &text);
    }
}

fn table(sheet: &mut Sheet, diff: &Diff) {
    sheet.heading("Sites that changed");
    let numbers = COLUMNS.iter().map(|(.., heading)| *heading);
    let header = ["Site"].into_iter().chain(numbers).chain(["Verdict"]);
    let mut table = plain_table(header.map(str::to_owned).collect());
    align_right(&mut table, 1..COLUMNS.len() + 1);
    for site in &diff.sites {
        let name = [plain(&site.id) + mark(site)].into_iter();
        table.add_row(name.chain(changes(site)).chain([verdicts(&site.verdict)]));
    }
    sheet.tight_table(table);
    sheet.wrap(
        "",
        "",
        "Score: points; First MW: months to it; NPV: of the best way, M$ for each MW of the connection. --full shows why.",
    );
    if let Some(text) = marked(diff) {
        sheet.wrap("", "", text);
    }
}

fn detail(sheet: &mut Sheet, diff: &Diff, site: &SiteChange) {
    sheet.heading(&format!("{} · {}", plain(&site.id), plain(&site.name)));
    sheet.wrap("  file     ", "           ", &plain(&site.file));
    if let Some(id) = &site.base_id {
        sheet.wrap("  was      ", "           ", &plain(id));
    }
    if let Some(text) = set_in_place(site) {
        sheet.wrap("  set      ", "           ", &plain(&text));
    }
    if site.verdict.changed() {
        sheet.wrap("  verdict  ", "           ", &verdicts(&site.verdict));
    }
    if site.money.changed() {
        let text = format!("{}{}", money(&site.money), by(site));
        sheet.wrap("  money    ", "           ", &text);
    }
    if site.target.changed() {
        let text = format!(
            "{} → {}: scores of different targets do not compare; --target sets one",
            plain(&site.target.base),
            plain(&site.target.head)
        );
        sheet.wrap("  target   ", "           ", &text);
    }
    if site.route.changed() {
        let text = format!("{} → {}", site.route.base, site.route.head);
        sheet.wrap("  route    ", "           ", &text);
    }
    for contradiction in &site.contradictions {
        sheet.wrap(
            "  !        ",
            "           ",
            &plain(&contradicts(contradiction)),
        );
    }
    numbers(sheet, diff, site);
    facts(sheet, site);
    waivers(sheet, site);
    findings(sheet, site);
}

fn numbers(sheet: &mut Sheet, diff: &Diff, site: &SiteChange) {
    if site.changes.is_empty() {
        sheet.line("  no number changed");
        return;
    }
    let mut header = ["  Number", "", "Base", "Head", "Change"]
        .map(str::to_owned)
        .to_vec();
    header.extend(diff.order.iter().map(|input| (*input).to_owned()));
    let columns = header.len();
    let mut table = plain_table(header);
    align_right(&mut table, 2..columns);
    for change in &site.changes {
        let Some(measure) = measure(change.measure) else {
            continue;
        };
        let mut cells = vec![
            format!("  {}", measure.label),
            measure.unit.to_owned(),
            shown(change.base),
            shown(change.head),
            change_of(site, change.measure),
        ];
        cells.extend(
            diff.order
                .iter()
                .map(|input| part_of(site, input, &measure)),
        );
        table.add_row(cells);
    }
    sheet.table(table);
}

fn waivers(sheet: &mut Sheet, site: &SiteChange) {
    for waiver in &site.waivers {
        let text = format!(
            "{} of {} until {}, by {}: {}; it changes no number, only what `check` lets pass",
            waiver.change, waiver.requirement, waiver.expires, waiver.owner, waiver.reason
        );
        sheet.wrap("  waiver   ", "           ", &plain(&text));
    }
}

fn facts(sheet: &mut Sheet, site: &SiteChange) {
    if site.facts.is_empty() {
        return;
    }
    sheet.line("  Facts, with what each alone would change");
    for fact in &site.facts {
        fact_lines(sheet, fact);
    }
    if site.too_many_facts {
        sheet.line("    too many to try each alone");
    }
    if !site.interaction.is_empty() {
        let text = format!("together beyond that: {}", in_words(&site.interaction));
        sheet.wrap("    ", "      ", &text);
    }
}

fn fact_lines(sheet: &mut Sheet, fact: &FactChange) {
    let text = format!(
        "{} {} · line {}:{}",
        plain(&fact.path),
        plain(&from_to(fact.base.as_deref(), fact.head.as_deref())),
        fact.line,
        fact.column
    );
    sheet.wrap("    ", "      ", &text);
    if let Some(alone) = &fact.alone {
        sheet.wrap("      ", "      ", &in_words(alone));
    }
}

fn findings(sheet: &mut Sheet, site: &SiteChange) {
    if site.findings.is_empty() {
        return;
    }
    sheet.line("  Findings, with the points that their gaps cost");
    for finding in site.findings.iter().take(FINDINGS) {
        sheet.wrap("    ", "      ", &plain(&finding_line(finding)));
    }
    let more = site.findings.len().saturating_sub(FINDINGS);
    if more > 0 {
        sheet.line(&format!("    and {more} more in the JSON report"));
    }
}

fn lone(sheet: &mut Sheet, heading: &str, sites: &[Lone]) {
    if sites.is_empty() {
        return;
    }
    sheet.heading(heading);
    for site in sites {
        let text = format!(
            "{}: {}, score {}, {} MW for {} M$",
            plain(&site.id),
            said(&site.verdict),
            points(site.score),
            number(site.planned_mw),
            number(site.cost_musd)
        );
        sheet.wrap("  ", "    ", &text);
    }
}
