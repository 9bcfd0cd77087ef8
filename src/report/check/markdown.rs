//! Markdown for a comment on a pull request: what changed first, then what fails, then what is waived and, once for each
//! rule, what is unknown folded away. The rest is counted.
//!
//! The first line marks the comment, so that the next run finds and updates it instead of adding another.

use std::io;

use super::first::Fitting;
use super::result::{cost, megawatts, months, score, verdict};
use super::standing::{
    Counts, Entry, Group, Importance, Once, Raised, Standing, count, each_group, is_unknown,
    outcome, thousands,
};
use crate::gate::outcome::{BaselineState, Check, Place, SiteCheck, SiteResult};
use crate::gate::sites::Sites;
use crate::report::numbers::{self, number};
use crate::report::prose::{clip, code, prose};

/// The first line of a comment.
pub const MARKER: &str = "<!-- rackready-check -->";

/// Longest comment that GitHub takes, in characters; bytes are counted, which are never fewer.
pub const COMMENT_BYTES: usize = 65_536;

/// Most characters of one text from a file.
const CELL: usize = 400;

/// Bytes kept free for the line that counts the rows left out.
const REST: usize = 120;

/// The comment.
///
/// # Errors
/// When sites cannot be read where they wait.
pub fn to_string<S: Sites>(check: &Check<S>) -> io::Result<String> {
    let body = page(check, COMMENT_BYTES - MARKER.len() - 1)?;
    Ok(format!("{MARKER}\n{body}"))
}

/// A heading, a table of which rows may be left out, and what closes it.
struct Section {
    open: String,
    /// How many rows there are.
    all: usize,
    /// Those that may have room.
    rows: Vec<String>,
    close: &'static str,
}

impl Section {
    /// A section that stands open; nothing where there are no rows.
    fn open<K: Ord>(heading: &str, columns: &[&str], rows: Fitting<K>) -> Option<Self> {
        let open = format!("\n### {heading}\n\n{}", head(columns));
        Self::of(open, rows, "")
    }

    /// A section that is folded away.
    fn folded<K: Ord>(summary: &str, columns: &[&str], rows: Fitting<K>) -> Option<Self> {
        let open = format!(
            "\n<details><summary>{summary} ({})</summary>\n\n{}",
            thousands(rows.offered()),
            head(columns)
        );
        Self::of(open, rows, "\n</details>\n")
    }

    fn of<K: Ord>(open: String, rows: Fitting<K>, close: &'static str) -> Option<Self> {
        let all = rows.offered();
        (all > 0).then(|| Self {
            open,
            all,
            rows: rows.into_sorted(),
            close,
        })
    }

    /// Bytes that it takes without any row.
    fn least(&self) -> usize {
        self.open.len() + self.close.len() + REST
    }
}

/// The page within so many bytes.
pub(super) fn page<S: Sites>(check: &Check<S>, limit: usize) -> io::Result<String> {
    let mut counts = Counts::default();
    let mut gathered = Gathered::within(limit);
    each_group(check, |group| {
        counts.take(&group);
        gathered.take(&group);
        Ok(())
    })?;
    let mut out = format!("## {}\n", title(check, &counts));
    if let Some(delta) = delta(check, &counts) {
        out.push_str(&format!("\n{delta}\n"));
    }
    for why in check.nothing.iter().take(NOTHING) {
        out.push_str(&format!("\nNothing evaluated: {}\n", cell(why)));
    }
    if check.nothing.len() > NOTHING {
        let more = thousands(check.nothing.len() - NOTHING);
        out.push_str(&format!("\nNothing evaluated: {more} more\n"));
    }
    let sections = gathered.sections();
    let counted = counted_only(&counts).map_or(String::new(), |told| format!("\n{told}\n"));
    let footer = counted + &footer(check);
    let mut reserved = footer.len() + sections.iter().map(Section::least).sum::<usize>();
    for section in sections {
        reserved -= section.least();
        out.push_str(&section.open);
        let close = section.close.len() + REST;
        let mut shown = 0;
        for row in &section.rows {
            if out.len() + row.len() + close + reserved > limit {
                break;
            }
            out.push_str(row);
            shown += 1;
        }
        let left = section.all - shown;
        if left > 0 {
            out.push_str(&format!(
                "\n… and {} not shown.\n",
                count(left, "more", "more")
            ));
        }
        out.push_str(section.close);
    }
    out.push_str(&footer);
    Ok(out)
}

/// Most reasons why nothing was evaluated.
const NOTHING: usize = 10;

fn title<S: Sites>(check: &Check<S>, counts: &Counts) -> String {
    let mark = match (check.passed, check.exit_code) {
        (true, 0) => "✅",
        (_, 3) => "⚠️",
        _ => "❌",
    };
    format!("{mark} rackready: {}", outcome(check, counts))
}

/// What changed against the baseline; nothing where there is none.
fn delta<S: Sites>(check: &Check<S>, counts: &Counts) -> Option<String> {
    check.terms.baseline.as_ref()?;
    let of = |state: BaselineState| thousands(counts.state(state));
    Some(format!(
        "**Against the baseline:** {} new · {} unchanged · {} gone",
        of(BaselineState::New),
        of(BaselineState::Unchanged),
        of(BaselineState::Absent)
    ))
}

/// The rows of every section, while the sites come.
struct Gathered {
    fails: Fitting<Importance>,
    sites: Fitting<()>,
    gone: Fitting<Importance>,
    waived: Fitting<Importance>,
    unknown: Once,
    room: usize,
}

impl Gathered {
    /// Nothing yet. No section has more room than the page.
    fn within(room: usize) -> Self {
        Self {
            fails: Fitting::within(room),
            sites: Fitting::within(room),
            gone: Fitting::within(room),
            waived: Fitting::within(room),
            unknown: Once::by_importance(),
            room,
        }
    }

    fn take(&mut self, group: &Group) {
        if let Some(site) = group.site {
            self.sites.offer((), || site_row(site));
        }
        for entry in group.entries() {
            let (rows, row): (_, fn(&Entry) -> String) = match entry.standing() {
                Standing::Fails => (&mut self.fails, concern_row),
                Standing::Gone => (&mut self.gone, concern_row),
                Standing::Waived => (&mut self.waived, waived_row),
                Standing::Noted | Standing::Known => continue,
            };
            rows.offer(entry.importance(), || row(&entry));
        }
        self.unknown.take(group, is_unknown);
    }

    fn sections(self) -> Vec<Section> {
        const COLUMNS: [&str; 6] = ["", "Site", "Rule", "What is wrong", "At stake", "Where"];
        const UNKNOWN: [&str; 3] = ["Rule", "What is unknown", "Where"];
        const WAIVED: [&str; 6] = ["Site", "Rule", "Why", "Owner", "Until", "At stake"];
        let mut unknown = Fitting::within(self.room);
        for raised in self.unknown.finish() {
            unknown.offer((), || unknown_row(&raised));
        }
        [
            Section::open("What fails the gate", &COLUMNS, self.fails),
            Section::open("Sites", &SITES, self.sites),
            Section::folded("Gone since the baseline", &COLUMNS, self.gone),
            Section::folded("Waived", &WAIVED, self.waived),
            Section::folded("Unknown, once for each rule", &UNKNOWN, unknown),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

const SITES: [&str; 9] = [
    "Site",
    "Target",
    "Verdict",
    "Convertibility",
    "Planned MW",
    "M$ per MW",
    "Months to first MW",
    "Held",
    "Fail",
];

fn head(columns: &[&str]) -> String {
    let rule = "|---".repeat(columns.len());
    format!("| {} |\n{rule}|\n", columns.join(" | "))
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Text from a file in a cell.
fn cell(text: &str) -> String {
    prose(&clip(text, CELL))
}

fn site_cell(entry: &Entry) -> String {
    entry
        .site
        .map_or("–".to_owned(), |site| code(&clip(site, CELL)))
}

fn concern_row(entry: &Entry) -> String {
    let concern = entry.concern;
    let mut said = cell(&concern.message);
    if let Some(help) = &concern.help {
        said.push_str(&format!("<br>→ {}", cell(help)));
    }
    row(&[
        concern.severity.word().to_owned(),
        site_cell(entry),
        code(&clip(&concern.rule, CELL)),
        said,
        at_stake(entry),
        place_cell(&concern.place),
    ])
}

fn place_cell(place: &Place) -> String {
    let file = clip(&place.file, CELL);
    match (file.is_empty(), place.line) {
        (true, _) => "–".to_owned(),
        (false, 0) => code(&file),
        (false, line) => format!("<code>{}:{line}</code>", prose(&file)),
    }
}

fn waived_row(entry: &Entry) -> String {
    let waiver = entry.concern.waiver.as_ref();
    let of = |text: Option<&String>| cell(text.map_or("", String::as_str));
    row(&[
        site_cell(entry),
        code(&clip(&entry.concern.rule, CELL)),
        of(waiver.map(|w| &w.reason)),
        of(waiver.map(|w| &w.owner)),
        of(waiver.map(|w| &w.expires)),
        at_stake(entry),
    ])
}

/// A rule of which too little is known, with the sites.
fn unknown_row(raised: &Raised) -> String {
    let mut said = cell(&raised.first.message);
    if let Some(help) = &raised.first.help {
        said.push_str(&format!("<br>→ {}", cell(help)));
    }
    row(&[code(&clip(&raised.rule, CELL)), said, cell(&raised.at())])
}

/// What is counted and not listed: what the baseline has, and what is noted though all of it is known. Nothing where
/// there is none.
fn counted_only(counts: &Counts) -> Option<String> {
    let known = counts.standing(Standing::Known);
    let noted = counts.noted_though_known();
    let parts = [
        (known, "in the baseline"),
        (noted, "noted, failing nothing"),
    ];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0);
    let parts: Vec<String> = parts
        .map(|(n, what)| format!("{} {what}", thousands(n)))
        .collect();
    (!parts.is_empty()).then(|| format!("Counted, not listed: {}.", parts.join(", ")))
}

fn at_stake(entry: &Entry) -> String {
    let concern = entry.concern;
    let finite = |n: &f64| n.is_finite();
    let mw = concern
        .mw
        .filter(finite)
        .map(|mw| format!("{} MW", number(mw)));
    let points = concern.points.filter(finite);
    let points = points.map(|p| format!("{} points", numbers::at_stake(p)));
    let parts: Vec<String> = [mw, points].into_iter().flatten().collect();
    if parts.is_empty() {
        "–".to_owned()
    } else {
        parts.join(", ")
    }
}

fn site_row(site: &SiteCheck) -> String {
    let failing = site.concerns.iter().filter(|c| c.fails()).count();
    let dash = || "–".to_owned();
    let result = site.result.as_ref();
    let of = |text: fn(&SiteResult) -> String| result.map_or_else(dash, text);
    row(&[
        code(&clip(&site.id, CELL)),
        of(|r| code(&clip(&r.target, CELL))),
        result.map_or("cannot be read".to_owned(), verdict),
        of(score),
        of(|r| megawatts(r, "")),
        of(|r| r.cost_per_mw_musd.map_or("–".to_owned(), cost)),
        of(|r| r.first_mw_months.map_or("–".to_owned(), months)),
        thousands(site.held.len()),
        thousands(failing),
    ])
}

fn footer<S: Sites>(check: &Check<S>) -> String {
    let method = &check.method;
    let terms = &check.terms;
    let file = |name: &Option<String>| {
        name.as_ref()
            .map_or("none".to_owned(), |file| code(&clip(file, CELL)))
    };
    let waivers = if terms.waivers {
        format!("count, as of {}", cell(&terms.as_of))
    } else {
        "do not count".to_owned()
    };
    format!(
        "\n<sub>rackready {} · checklist {} · targets {} · prices {} · priors {} · {} draws with seed {} · \
         policy: {} · baseline: {} · waivers {waivers}. An estimate; not a quote, not investment advice.</sub>\n",
        cell(&method.rackready),
        cell(&method.checklist),
        cell(&method.targets),
        cell(&method.prices),
        cell(&method.typical),
        thousands(method.draws),
        method.seed,
        file(&terms.policy),
        file(&terms.baseline),
    )
}
