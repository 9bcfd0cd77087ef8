//! The page of a check: whether the gate passed, what fails it by site, and the rest folded away.

use super::block::{Block, Cell, Hero, Key, Table};
use super::page::{Chapter, Page, Section};
use super::site::{RENDERED, draws, foot, judged_by};
use super::{PageError, embed};
use crate::economics::ways::Alternative;
use crate::gate::outcome::{BaselineState, Check, Concern, Place, SiteCheck, SiteResult};
use crate::report::check::result::{cost, megawatts, months, score, verdict};
use crate::report::check::standing::{Entry, Standing, count, entries, outcome, ranked, thousands};
use crate::report::numbers::{at_stake, number};
use crate::whatif;

/// Entries of a list that is folded away: of many sites there are tens of thousands.
const MOST: usize = 500;

/// The page of a check, which carries its document.
///
/// # Errors
/// Never for a check of this program; the types of templates and serializers ask for it.
pub fn check(check: &Check) -> Result<String, PageError> {
    let chapter = Chapter {
        title: "Check of sites".to_owned(),
        facts: facts(check),
        lead: lead(check),
        sections: sections(check),
    };
    let gate = if check.passed { "passed" } else { "failed" };
    Page {
        title: format!("Gate {gate} · rackready"),
        chapters: vec![chapter],
        foot: foot(&[], &check.method, RENDERED),
        record: embed::element(check)?,
    }
    .finish()
}

fn facts(check: &Check) -> Vec<(&'static str, String)> {
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

fn lead(check: &Check) -> Vec<Block> {
    let of = |standing| entries(check).filter(|e| e.standing() == standing).count();
    let key = |label, standing| Key {
        label,
        value: thousands(of(standing)),
        note: String::new(),
    };
    let hero = Hero {
        tone: if check.passed { "passed" } else { "failed" },
        word: if check.passed { "Passed" } else { "Failed" }.to_owned(),
        behind: format!(" · {}", outcome(check)),
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
        .chain(delta(check))
        .collect()
}

/// What changed against the baseline; nothing where there is none.
fn delta(check: &Check) -> Option<Block> {
    check.terms.baseline.as_ref()?;
    let of = |state: BaselineState| {
        let these = entries(check).filter(|e| e.concern.baseline == Some(state));
        thousands(these.count())
    };
    Some(Block::text(format!(
        "Against the baseline: {} new, {} unchanged, {} gone.",
        of(BaselineState::New),
        of(BaselineState::Unchanged),
        of(BaselineState::Absent)
    )))
}

fn sections(check: &Check) -> Vec<Section> {
    let all = ranked(check);
    let mut sections = vec![fails(check, &all)];
    sections.extend(sites(check));
    let others = [
        ("waived", "Waived", Standing::Waived),
        ("baseline", "In the baseline", Standing::Known),
        ("gone", "Gone since the baseline", Standing::Gone),
        ("noted", "Noted, fails nothing", Standing::Noted),
    ];
    for (id, heading, standing) in others {
        let these: Vec<Entry> = all
            .iter()
            .filter(|e| e.standing() == standing)
            .copied()
            .collect();
        if !these.is_empty() {
            let summary = count(these.len(), "entry", "entries");
            let (shown, rest) = these.split_at(these.len().min(MOST));
            let mut blocks = vec![concerns(heading, shown).into()];
            if !rest.is_empty() {
                let more = thousands(rest.len());
                blocks.push(Block::text(format!(
                    "… and {more} more in the record of this page."
                )));
            }
            let blocks = vec![Block::fold(summary, blocks)];
            sections.push(Section::new(id, heading, blocks));
        }
    }
    sections
}

/// What fails, by site, the site with most failures as the check has it.
fn fails(check: &Check, all: &[Entry]) -> Section {
    let failing: Vec<Entry> = all
        .iter()
        .filter(|e| e.standing() == Standing::Fails)
        .copied()
        .collect();
    let mut blocks: Vec<Block> = Vec::new();
    if failing.is_empty() {
        blocks.push(Block::text("Nothing fails the gate."));
    }
    for site in &check.sites {
        let these: Vec<Entry> = failing
            .iter()
            .filter(|e| e.site.is_some_and(|of| std::ptr::eq(of, site)))
            .copied()
            .collect();
        if !these.is_empty() {
            blocks.push(concerns(&format!("{} · {}", site.name, site.file), &these).into());
        }
    }
    let elsewhere: Vec<Entry> = failing
        .iter()
        .filter(|e| e.site.is_none())
        .copied()
        .collect();
    if !elsewhere.is_empty() {
        blocks.push(concerns("Outside of the sites", &elsewhere).into());
    }
    Section::new("fails", "What fails the gate", blocks)
}

fn concerns(about: &str, entries: &[Entry]) -> Table {
    let columns = [
        "Severity",
        "Site",
        "What is wrong",
        "What helps",
        "At stake#",
        "Where",
    ];
    Table::of(about, &columns).with(entries.iter().map(|entry| {
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
            Cell::or_dash(entry.site.map(|site| site.id.clone())),
            Cell::Both(concern.message.clone(), concern.rule.clone()),
            helps.into(),
            stake(concern).into(),
            Cell::Code(place(&concern.place)),
        ]
    }))
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

fn sites(check: &Check) -> Option<Section> {
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
    let mut table =
        Table::of("Every site of the check", &columns).with(check.sites.iter().map(site_row));
    if check.sites.iter().all(|site| site.set.is_empty()) {
        table.retain(|name| name != "Set in place");
    }
    table.sortable = true;
    (!check.sites.is_empty()).then(|| Section::new("sites", "Sites", vec![table.into()]))
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
