//! The page of a check: whether the gate passed, what fails it by site, and the rest folded away.

use std::io::Write;

use super::block::{Block, Cell, Hero, Key, Table};
use super::page::{Chapter, Page, Section};
use super::site::{RENDERED, draws, foot, judged_by};
use super::{PageError, embed};
use crate::economics::ways::Alternative;
use crate::gate::outcome::{BaselineState, Check, Concern, Place, SiteCheck, SiteResult};
use crate::gate::sites::Sites;
use crate::report::check::first::First;
use crate::report::check::result::{cost, megawatts, months, score, verdict};
use crate::report::check::standing::{
    Counts, Entry, Group, Importance, Standing, count, each_group, outcome, thousands,
};
use crate::report::numbers::{at_stake, number};
use crate::whatif;

/// Entries of a list that is folded away: of many sites there are tens of thousands.
const MOST: usize = 500;

/// The page of a check, which carries its document.
///
/// # Errors
/// When sites cannot be read where they wait; else never for a check of this program.
pub fn check<S: Sites>(check: &Check<S>) -> Result<String, PageError> {
    let mut out = Vec::new();
    write(check, &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// The same. What fails and a row for each site are held; the document is written as it is read.
///
/// # Errors
/// What the writer says, and when sites cannot be read where they wait; else never for a check of this program.
pub fn write<S: Sites>(check: &Check<S>, out: impl Write) -> Result<(), PageError> {
    let mut counts = Counts::default();
    let mut gathered = Gathered::default();
    each_group(check, |group| {
        counts.take(&group);
        gathered.take(&group);
        Ok(())
    })?;
    let chapter = Chapter {
        title: "Check of sites".to_owned(),
        facts: facts(check),
        lead: lead(check, &counts),
        sections: gathered.sections(),
    };
    let gate = if check.passed { "passed" } else { "failed" };
    let page = Page {
        title: format!("Gate {gate} · rackready"),
        chapters: vec![chapter],
        foot: foot(&[], &check.method, RENDERED),
        record: embed::nothing(),
    };
    embed::write(&page.finish()?, check, out)
}

fn facts<S>(check: &Check<S>) -> Vec<(&'static str, String)> {
    let (method, terms) = (&check.method, &check.terms);
    let file = |file: &Option<String>| file.clone().unwrap_or_else(|| "none".to_owned());
    let waivers = if terms.waivers {
        format!("count, as of {}", terms.as_of)
    } else {
        "do not count".to_owned()
    };
    vec![
        ("Policy", file(&terms.policy)),
        ("Baseline", file(&terms.baseline)),
        ("Waivers", waivers),
        ("Judged by", judged_by(method)),
        ("Draws of what is unknown", draws(method)),
    ]
}

fn lead<S: Sites>(check: &Check<S>, counts: &Counts) -> Vec<Block> {
    let of = |standing| counts.standing(standing);
    let key = |label, standing| Key {
        label,
        value: thousands(of(standing)),
        note: String::new(),
    };
    let hero = Hero {
        tone: if check.passed { "passed" } else { "failed" },
        word: if check.passed { "Passed" } else { "Failed" }.to_owned(),
        behind: format!(" · {}", outcome(check, counts)),
        figures: vec![
            Key {
                label: "Sites",
                value: thousands(check.sites.len()),
                note: String::new(),
            },
            key("Failing", Standing::Fails),
            key("Waived", Standing::Waived),
            key("In the baseline", Standing::Known),
            key("Noted", Standing::Noted),
        ],
    };
    let nothing = check.nothing.iter();
    let nothing = nothing.map(|why| Block::Warning(format!("Nothing evaluated: {why}.")));
    nothing
        .chain([Block::Hero(hero)])
        .chain(delta(check, counts))
        .collect()
}

/// What changed against the baseline; nothing where there is none.
fn delta<S>(check: &Check<S>, counts: &Counts) -> Option<Block> {
    check.terms.baseline.as_ref()?;
    let of = |state: BaselineState| thousands(counts.state(state));
    Some(Block::text(format!(
        "Against the baseline: {} new, {} unchanged, {} gone.",
        of(BaselineState::New),
        of(BaselineState::Unchanged),
        of(BaselineState::Absent)
    )))
}

/// What sections are made of, while the sites come.
#[derive(Default)]
struct Gathered {
    /// What fails, by site.
    fails: Vec<Block>,
    /// A row for each site.
    sites: Vec<Vec<Cell>>,
    some_set: bool,
    others: [Others; FOLDED.len()],
}

/// The most important concerns of a standing, as rows.
struct Others(First<Importance, Vec<Cell>>);

impl Default for Others {
    fn default() -> Self {
        Self(First::of(MOST))
    }
}

/// What is folded away.
const FOLDED: [(&str, &str, Standing); 4] = [
    ("waived", "Waived", Standing::Waived),
    ("baseline", "In the baseline", Standing::Known),
    ("gone", "Gone since the baseline", Standing::Gone),
    ("noted", "Noted, fails nothing", Standing::Noted),
];

impl Gathered {
    fn take(&mut self, group: &Group) {
        if let Some(site) = group.site {
            self.some_set |= !site.set.is_empty();
            self.sites.push(site_row(site));
        }
        let mut failing = First::of(usize::MAX);
        for entry in group.entries() {
            let standing = entry.standing();
            let others = FOLDED.iter().position(|(_, _, folded)| *folded == standing);
            let rows = match others {
                Some(at) => &mut self.others[at].0,
                None => &mut failing,
            };
            rows.offer(entry.importance(), || row(&entry));
        }
        let about = group.site.map_or_else(
            || "Outside of the sites".to_owned(),
            |site| format!("{} · {}", site.name, site.file),
        );
        if failing.offered() > 0 {
            let table = concerns(&about, failing.into_sorted());
            self.fails.push(table.into());
        }
    }

    fn sections(self) -> Vec<Section> {
        let mut fails = self.fails;
        if fails.is_empty() {
            fails.push(Block::text("Nothing fails the gate."));
        }
        let mut sections = vec![Section::new("fails", "What fails the gate", fails)];
        sections.extend(sites(self.sites, self.some_set));
        for ((id, heading, _), Others(these)) in FOLDED.into_iter().zip(self.others) {
            let all = these.offered();
            if all == 0 {
                continue;
            }
            let shown = these.into_sorted();
            let rest = all - shown.len();
            let mut blocks = vec![concerns(heading, shown).into()];
            if rest > 0 {
                let more = thousands(rest);
                blocks.push(Block::text(format!(
                    "… and {more} more in the record of this page."
                )));
            }
            let summary = count(all, "entry", "entries");
            let blocks = vec![Block::fold(summary, blocks)];
            sections.push(Section::new(id, heading, blocks));
        }
        sections
    }
}

fn concerns(about: &str, rows: Vec<Vec<Cell>>) -> Table {
    let columns = [
        "Severity",
        "Site",
        "What is wrong",
        "What helps",
        "At stake#",
        "Where",
    ];
    Table::of(about, &columns).with(rows)
}

fn row(entry: &Entry) -> Vec<Cell> {
    let concern = entry.concern;
    let helps = match &concern.waiver {
        Some(waiver) => format!(
            "waived by {} until {}: {}",
            waiver.owner, waiver.expires, waiver.reason
        ),
        None => concern.help.clone().unwrap_or_else(|| "–".to_owned()),
    };
    vec![
        concern.severity.word().into(),
        Cell::or_dash(entry.site.map(str::to_owned)),
        Cell::Both(concern.message.clone(), concern.rule.clone()),
        helps.into(),
        stake(concern).into(),
        Cell::Code(place(&concern.place)),
    ]
}

fn stake(concern: &Concern) -> String {
    let finite = |n: &f64| n.is_finite();
    let mw = concern
        .mw
        .filter(finite)
        .map(|mw| format!("{} MW", number(mw)));
    let points = concern
        .points
        .filter(finite)
        .map(|p| format!("{} points", at_stake(p)));
    let parts: Vec<String> = [mw, points].into_iter().flatten().collect();
    if parts.is_empty() {
        "–".to_owned()
    } else {
        parts.join(", ")
    }
}

fn place(place: &Place) -> String {
    match (place.file.is_empty(), place.line) {
        (true, _) => "–".to_owned(),
        (false, 0) => place.file.clone(),
        (false, line) => format!("{}:{line}", place.file),
    }
}

fn sites(rows: Vec<Vec<Cell>>, some_set: bool) -> Option<Section> {
    let any = !rows.is_empty();
    let columns = [
        "Site",
        "Set in place",
        "Verdict",
        "Convertibility#",
        "Planned MW#",
        "M$/MW#",
        "Months to first MW#",
        "Worth most",
        "Held#",
        "Fail#",
    ];
    let mut table = Table::of("Every site of the check", &columns).with(rows);
    if !some_set {
        table.retain(|name| name != "Set in place");
    }
    table.sortable = true;
    any.then(|| Section::new("sites", "Sites", vec![table.into()]))
}

fn site_row(site: &SiteCheck) -> Vec<Cell> {
    let failing = site
        .concerns
        .iter()
        .filter(|concern| concern.fails())
        .count();
    let result = site.result.as_ref();
    let money = result.and_then(|result| result.money.as_ref());
    let of = |text: fn(&SiteResult) -> String| Cell::or_dash(result.map(text));
    vec![
        Cell::Both(site.name.clone(), site.id.clone()),
        Cell::or_dash(whatif::told(&site.set)),
        result.map_or("cannot be read".to_owned(), verdict).into(),
        of(score),
        of(|result| megawatts(result, "")),
        Cell::or_dash(result.and_then(|r| r.cost_per_mw_musd).map(cost)),
        Cell::or_dash(result.and_then(|r| r.first_mw_months).map(months)),
        Cell::or_dash(
            money.map(|money| money.best.map_or("nothing", Alternative::word).to_owned()),
        ),
        thousands(site.held.len()).into(),
        thousands(failing).into(),
    ]
}
