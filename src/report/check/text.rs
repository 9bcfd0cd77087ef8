//! The check for people: a line for each site, what stands against it, and one line that sums up.

use std::io::{self, Write};

use anstyle::AnsiColor;

use super::result::{megawatts, score, verdict};
use super::whole::text_of;
use crate::gate::outcome::{
    BaselineState, Check, Concern, Kind, Place, Severity, SiteCheck, SiteResult,
};
use crate::gate::sites::Sites;
use crate::report::numbers::{at_stake, counted, number};
use crate::report::sheet::Sheet;
use crate::report::{Style, plain};
use crate::whatif;

/// Entries of a baseline that are gone and told one by one, of each site.
const GONE: usize = 10;

/// Which concerns are listed. It changes neither the counts nor the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// What fails, and no site that passes.
    Failures,
    /// What fails, and what would but for a waiver, the baseline or leave for open gates.
    #[default]
    Gated,
    /// Every gap.
    All,
}

/// The check as text.
///
/// # Errors
/// When sites cannot be read where they wait.
pub fn check<S: Sites>(check: &Check<S>, show: Show, style: &Style) -> io::Result<String> {
    text_of(|out| write(check, show, style, out))
}

/// The same, a site as soon as it is read.
///
/// # Errors
/// What the writer says, and when sites cannot be read where they wait.
pub fn write<S: Sites>(
    check: &Check<S>,
    show: Show,
    style: &Style,
    mut out: impl Write,
) -> io::Result<()> {
    let mut counts = Counts::default();
    check.sites.each(&mut |site| {
        site.concerns.iter().for_each(|concern| counts.add(concern));
        counts.failed_sites += usize::from(fails(site));
        let mut sheet = Sheet::new(style);
        if show != Show::Failures || fails(site) {
            self::site(&mut sheet, site, show);
        }
        out.write_all(sheet.finish().as_bytes())
    })?;
    let mut sheet = Sheet::new(style);
    check
        .elsewhere
        .iter()
        .for_each(|concern| counts.add(concern));
    let elsewhere = check.elsewhere.iter().filter(|c| is_shown(c, show));
    for (at, concern) in elsewhere.enumerate() {
        if at == 0 {
            sheet.line("Policy");
        }
        self::concern(&mut sheet, concern);
    }
    summary(&mut sheet, check, &counts);
    out.write_all(sheet.finish().as_bytes())
}

/// What the last line counts.
#[derive(Default)]
struct Counts {
    failing: usize,
    failed_sites: usize,
    waived: usize,
    known: usize,
    gone: usize,
    let_pass: usize,
}

impl Counts {
    fn add(&mut self, concern: &Concern) {
        let waived = concern.waiver.is_some();
        let known = concern.baseline == Some(BaselineState::Unchanged) && concern.gated && !waived;
        for (count, counts) in [
            (&mut self.failing, concern.fails()),
            (&mut self.waived, waived),
            (&mut self.known, known),
            (
                &mut self.gone,
                concern.baseline == Some(BaselineState::Absent),
            ),
            (&mut self.let_pass, is_let_pass(concern)),
        ] {
            *count += usize::from(counts);
        }
    }
}

fn fails(site: &SiteCheck) -> bool {
    site.concerns.iter().any(Concern::fails)
}

fn site(sheet: &mut Sheet, site: &SiteCheck, show: Show) {
    let word = if fails(site) {
        sheet.colored(AnsiColor::Red, "FAIL")
    } else {
        sheet.colored(AnsiColor::Green, "pass")
    };
    let numbers = site.result.as_ref().map_or_else(
        || "cannot be read".to_owned(),
        |result| format!("{} · {}", plain(&site.file), numbers(result)),
    );
    let line = format!("{word}  {} · {numbers}", plain(&site.id));
    sheet.wrap("", "      ", &line);
    if let Some(told) = whatif::told(&site.set) {
        sheet.wrap("      set ", "          ", &plain(&told));
    }
    let mut gone = 0;
    for concern in site.concerns.iter().filter(|c| is_shown(c, show)) {
        gone += usize::from(concern.baseline == Some(BaselineState::Absent));
        if gone <= GONE || concern.baseline != Some(BaselineState::Absent) || show == Show::All {
            self::concern(sheet, concern);
        }
    }
    if gone > GONE && show != Show::All {
        let more = format!(
            "{} more gone; --write-baseline writes it anew (--show all)",
            gone - GONE
        );
        sheet.wrap("      ", "      ", &more);
    }
    rest(sheet, site, show);
}

/// Mean score with its bounds, P50 of the MW with theirs, verdict with its chance, and for what.
fn numbers(result: &SiteResult) -> String {
    format!(
        "score {} · {} · {} · for {}",
        score(result),
        megawatts(result, " MW"),
        verdict(result),
        plain(&result.target)
    )
}

/// An open gate that fails nothing because open gates may pass.
fn is_let_pass(concern: &Concern) -> bool {
    concern.kind == Kind::Gate
        && concern.severity == Severity::Major
        && !concern.gated
        && concern.baseline != Some(BaselineState::Absent)
}

fn is_shown(concern: &Concern, show: Show) -> bool {
    match show {
        Show::All => true,
        Show::Failures => concern.fails(),
        Show::Gated => {
            concern.gated
                || is_let_pass(concern)
                || concern.waiver.is_some()
                || concern.kind == Kind::Waiver
                || concern.baseline == Some(BaselineState::Absent)
        }
    }
}

/// Counts what is not listed, so that nothing is hidden.
fn rest(sheet: &mut Sheet, site: &SiteCheck, show: Show) {
    let hidden = |severity| {
        let hidden = site.concerns.iter().filter(|c| !is_shown(c, show));
        hidden.filter(|c| c.severity == severity).count()
    };
    let counts: Vec<String> = [
        (Severity::Major, "major"),
        (Severity::Minor, "minor"),
        (Severity::Info, "unknown"),
    ]
    .into_iter()
    .map(|(severity, word)| (hidden(severity), word))
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    if !counts.is_empty() && show == Show::Gated {
        let text = format!(
            "gaps that the gate does not ask for: {} (--show all)",
            counts.join(", ")
        );
        sheet.wrap("  · ", "    ", &text);
    }
}

fn concern(sheet: &mut Sheet, concern: &Concern) {
    let (mark, color) = match concern {
        c if c.fails() => ("✗", AnsiColor::Red),
        c if c.waiver.is_some() => ("w", AnsiColor::Yellow),
        c if c.baseline == Some(BaselineState::Absent) => ("-", AnsiColor::Green),
        c if c.gated => ("=", AnsiColor::Yellow),
        c if is_let_pass(c) => ("?", AnsiColor::Yellow),
        _ => ("·", AnsiColor::Cyan),
    };
    let mark = sheet.colored(color, mark);
    let severity = concern.severity.word();
    // Never broken: editors and terminals open it by a click.
    sheet.line(&format!(
        "  {mark} {} {} ({severity})",
        at(&concern.place),
        plain(&concern.rule)
    ));
    let indent = "      ";
    sheet.wrap(indent, indent, &plain(&concern.message));
    for (place, label) in &concern.related {
        sheet.line(&format!("{indent}{} {}", at(place), plain(label)));
    }
    let standing = standing(concern);
    if !standing.is_empty() {
        sheet.wrap(indent, indent, &plain(&standing));
    }
    if let Some(help) = concern.help.as_ref().filter(|_| concern.fails()) {
        sheet.wrap(&format!("{indent}help: "), indent, &plain(help));
    }
}

/// What it is worth, and why it fails nothing.
fn standing(concern: &Concern) -> String {
    let mut parts: Vec<String> = Vec::new();
    let positive = |value: Option<f64>| value.filter(|v| *v > 0.0);
    let points = positive(concern.points).map(|p| format!("{} points", at_stake(p)));
    let mw = positive(concern.mw).map(|mw| format!("{} MW", number(mw)));
    let worth: Vec<String> = [points, mw].into_iter().flatten().collect();
    if !worth.is_empty() {
        parts.push(format!("worth {}", worth.join(" and ")));
    }
    if let Some(waiver) = &concern.waiver {
        parts.push(format!(
            "waived until {} by {}: {} ({})",
            waiver.expires,
            waiver.owner,
            waiver.reason,
            at(&waiver.place)
        ));
    }
    match concern.baseline {
        Some(BaselineState::Unchanged) => parts.push("in the baseline".to_owned()),
        Some(BaselineState::Absent) => {
            parts.push("gone; it can be removed from the baseline".to_owned());
        }
        Some(BaselineState::New) | None => {}
    }
    if is_let_pass(concern) {
        parts.push("open gates may pass".to_owned());
    }
    parts.join(" · ")
}

fn at(place: &Place) -> String {
    format!("{}:{}:{}", plain(&place.file), place.line, place.column)
}

fn summary<S: Sites>(sheet: &mut Sheet, check: &Check<S>, of: &Counts) {
    for nothing in &check.nothing {
        sheet.wrap("", "  ", &plain(&format!("nothing to evaluate: {nothing}")));
    }
    let mut counts = vec![format!(
        "{} the gate",
        counted(of.failing, "finding fails", "findings fail")
    )];
    for (count, word) in [
        (of.waived, "waived"),
        (of.known, "in the baseline"),
        (of.gone, "gone from the baseline"),
        (of.let_pass, "open and let pass"),
    ] {
        if count > 0 {
            counts.push(format!("{count} {word}"));
        }
    }
    let files = counted(check.sites.len(), "file", "files");
    let verdict = match (check.sites.len(), of.failed_sites) {
        (0, _) => "no files".to_owned(),
        (_, 0) => format!("{files}, all passed"),
        (all, failed) => format!("{files}: {} passed, {failed} failed", all - failed),
    };
    let terms = &check.terms;
    let waivers = if terms.waivers {
        format!("waivers as of {}", terms.as_of)
    } else {
        "no waivers counted".to_owned()
    };
    let policy = terms.policy.as_ref().map_or_else(
        || "no policy file".to_owned(),
        |file| format!("policy {file}"),
    );
    let baseline = terms
        .baseline
        .as_ref()
        .map(|file| format!("; baseline {file}"));
    let text = format!(
        "{verdict}; {}; {policy}; {waivers}{}",
        counts.join(", "),
        baseline.unwrap_or_default()
    );
    sheet.wrap("", "  ", &plain(&text));
    let end = match (check.passed, check.exit_code) {
        (true, _) => return,
        (false, 0) => "the gate failed; the exit code is 0 since only a report was asked for",
        (false, 1) => "the gate failed",
        (false, 2) => "the gate failed: not every file can be read",
        (false, _) => "nothing was evaluated, so nothing passed",
    };
    sheet.line(end);
}
