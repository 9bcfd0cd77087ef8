//! The report on one site, for a terminal. It is made of what the JSON report holds, so that a saved report
//! gives the same text.

use anstyle::AnsiColor;

pub(in crate::report) use super::figures::points_of;
use super::figures::{CAVEAT, in_short};
use super::{asking, charts, glance, head};
use crate::assess::Method;
use crate::record::finding::{ClosingEntry, FindingEntry};
use crate::record::{Points, SiteRecord};
use crate::report::numbers::{self, at_stake, middle, number, percent, points};
use crate::report::sheet::{Sheet, align_right, plain_table};
use crate::report::{Style, plain};
use crate::rules::{GateState, OPEN_FOR, Status};
use crate::spread::Bounded;

/// Fewer MW than this are not worth a mention at a gap.
const LEAST_MW: f64 = 0.5;

/// The report on one site: what decides at a glance, or, where the full one is asked for, all there is to say.
#[must_use]
pub fn site(site: &SiteRecord, method: &Method, style: &Style, full: bool) -> String {
    if !full {
        return glance::site(site, method, style);
    }
    let mut sheet = Sheet::new(style);
    head::head(&mut sheet, site, method);
    charts::charts(&mut sheet, site);
    category_table(&mut sheet, site);
    contradictions(&mut sheet, site);
    remarks(&mut sheet, site);
    gates(&mut sheet, site);
    gaps(&mut sheet, site);
    unknowns(&mut sheet, site);
    asking::questions(&mut sheet, site);
    asking::tornado(&mut sheet, site);
    fit(&mut sheet, site);
    foot(&mut sheet, site);
    sheet.finish()
}

/// The families of the retrofit checklist, then what comes with the site: what stands, what closing the rest takes.
fn category_table(sheet: &mut Sheet, site: &SiteRecord) {
    sheet.line("");
    let header = [
        "Checklist",
        "Ready",
        "M$ to close",
        "Months",
        "Convertible",
        "Weight",
    ];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    let score = |s: Option<Points>| {
        s.map_or("–".to_owned(), |s| {
            numbers::score(Bounded::from(s).spread)
        })
    };
    let (families, beside): (Vec<_>, Vec<_>) = site.categories.iter().partition(|c| c.retrofit);
    let between = (!families.is_empty() && !beside.is_empty()).then_some(families.len());
    for (nth, category) in families.into_iter().chain(beside).enumerate() {
        if Some(nth) == between {
            table.add_row(["beside it", "", "", "", "", ""]);
        }
        table.add_row([
            plain(&category.name),
            score(category.readiness),
            (category.cost_musd).map_or("–".to_owned(), |cost| in_short(cost.spread())),
            (category.months).map_or("–".to_owned(), |months| in_short(months.spread())),
            score(category.convertibility),
            percent(category.share.get()),
        ]);
    }
    align_right(&mut table, 1..6);
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
            .map(|place| {
                format!(
                    "{} {}",
                    plain(&dotted(&place.pointer)),
                    line(place.set_by.as_deref(), [place.line, place.column])
                )
            })
            .collect();
        let mark = sheet.colored(AnsiColor::Red, "!");
        sheet.wrap(&format!("{mark} "), "  ", &plain(&contradiction.message));
        sheet.wrap("  ", "  ", &lines.join(" · "));
    }
}

/// Stated facts that no mine was thought to hold: a slip of the pen, or news.
fn remarks(sheet: &mut Sheet, site: &SiteRecord) {
    if site.remarks.is_empty() {
        return;
    }
    sheet.heading("Stated, though no mine was thought to hold it; taken as stated");
    for remark in &site.remarks {
        let text = format!(
            "{} {}: a mine has {}",
            remark.fact,
            line(
                remark.location.set_by.as_deref(),
                [remark.location.line, remark.location.column]
            ),
            remark.may_hold
        );
        sheet.wrap("! ", "  ", &plain(&text));
    }
}

/// A place as `line:column`; one outside of the site's file, as what was set has it, with its text.
fn line(set_by: Option<&str>, [line, column]: [usize; 2]) -> String {
    let within = format!("{line}:{column}");
    match set_by {
        None => within,
        Some(set) if line == 1 => plain(set),
        Some(set) => format!("{}:{within}", plain(set)),
    }
}

/// The dotted path of a JSON pointer: `/halls/0/area_m2` is `halls[0].area_m2`.
pub(in crate::report) fn dotted(pointer: &str) -> String {
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
        let has = finding.map_or(String::new(), |f| plain(&f.has));
        let open = match gate.state {
            GateState::Open => format!("; {OPEN_FOR}"),
            GateState::Passed | GateState::Failed => String::new(),
        };
        let text = format!(
            "{} {state}: {has}, needs {}{open}",
            plain(&gate.requirement),
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

fn gap(sheet: &mut Sheet, finding: &FindingEntry) {
    let mark = match finding.status {
        Status::Gap => sheet.colored(AnsiColor::Red, "✗"),
        _ => sheet.colored(AnsiColor::Yellow, "◐"),
    };
    let place = [finding.line, finding.column];
    sheet.wrap(
        &format!("{mark} "),
        "  ",
        &format!(
            "{} · {} · {}",
            plain(&finding.requirement),
            plain(&finding.title),
            match finding.set_by.as_deref() {
                None => format!("line {}", line(None, place)),
                set_by => line(set_by, place),
            }
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
    let remedy = closing.map_or("cannot be bought".to_owned(), remedy);
    sheet.wrap(
        "    ",
        "    ",
        &format!("{remedy} [{}]", plain(&finding.sources.join(", "))),
    );
}

pub(in crate::report) fn remedy(closing: &ClosingEntry) -> String {
    let weeks = closing
        .weeks
        .map(|weeks| format!("{} weeks", middle(weeks.into())));
    let cost = closing
        .cost_musd
        .map(|cost| format!("{} M$", middle(cost.into())));
    let parts = [plain(&closing.name), plain(&closing.owner)];
    let parts: Vec<String> = parts.into_iter().chain(weeks).chain(cost).collect();
    parts.join(" · ")
}

fn unknowns(sheet: &mut Sheet, site: &SiteRecord) {
    let mut found = site.worst_first(&[Status::Unknown]);
    if found.is_empty() {
        return;
    }
    found.sort_by(|a, b| points_of(b).total_cmp(&points_of(a)));
    sheet.heading("Unknown: met in some draws, not in all, with the points that hang on it");
    let header = ["Requirement", "Needs", "Likely there", "Points", "Line"];
    let mut lines = vec![header.map(str::to_owned).to_vec()];
    lines.extend(found.into_iter().map(|finding| {
        vec![
            format!("? {}", plain(&finding.requirement)),
            plain(&finding.needs),
            percent(finding.attainment.chance_met.get()),
            if finding.counts {
                at_stake(points_of(finding))
            } else {
                "–".to_owned()
            },
            line(finding.set_by.as_deref(), [finding.line, finding.column]),
        ]
    }));
    sheet.fitted(&lines, |column| column >= 2);
}

fn fit(sheet: &mut Sheet, site: &SiteRecord) {
    sheet.heading("Fit in the median draw: convertibility, each hardware with its usual workload");
    let tenants = site.fit.first().map_or(Vec::new(), |row| {
        row.tenants.iter().map(|cell| plain(&cell.tenant)).collect()
    });
    let mut header = vec!["Hardware".to_owned()];
    header.extend(tenants);
    let mut table = plain_table(header);
    for row in &site.fit {
        let mut cells = vec![plain(&row.hardware)];
        cells.extend(
            row.tenants
                .iter()
                .map(|cell| format!("{} {}", points(cell.score.get()), cell.verdict.short())),
        );
        table.add_row(cells);
    }
    sheet.table(table);
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
    sheet.wrap("", "", CAVEAT);
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
