//! The page of a comparison: what changed, by how much and why, by site.

use super::block::{Block, Cell, Figure, Hero, Item, Key, Table};
use super::page::{Chapter, Page, Section};
use super::site::{foot, sentence};
use super::{PageError, chart, embed};
use crate::compare::{Diff, Lone, SiteChange};
use crate::report::compare::{
    COLUMNS, by, changed, changes, contradicts, figure, finding_line, from_to, in_words, label,
    mark, marked, method_of, money, part, said, set_in_place, signed, unit, verdicts, worse,
};
use crate::report::numbers::{counted, number, points};

/// Facts of a site that stand open; the rest is folded away.
const FACTS: usize = 20;

/// The page of a comparison, which carries its document.
///
/// # Errors
/// Never for a comparison of this program; the types of templates and serializers ask for it.
pub fn diff(diff: &Diff) -> Result<String, PageError> {
    let mut sections: Vec<Section> = Vec::new();
    sections.extend(regressions(diff));
    sections.extend(sites(diff));
    sections.extend(sums(diff));
    sections.extend(
        diff.sites
            .iter()
            .zip(1_usize..)
            .map(|(site, nth)| why(site, nth)),
    );
    sections.extend(figures(diff));
    sections.extend(lone("added", "Added", &diff.added));
    sections.extend(lone("removed", "Removed", &diff.removed));
    let chapter = Chapter {
        title: "What changed".to_owned(),
        facts: facts(diff),
        lead: vec![Block::Hero(hero(diff))],
        sections,
    };
    Page {
        title: format!("{} · rackready", changed(diff)),
        chapters: vec![chapter],
        foot: foot(
            &[],
            &diff.head.method,
            "This page carries its record as JSON.",
        ),
        record: embed::element(diff)?,
    }
    .finish()
}

fn facts(diff: &Diff) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Base", diff.base.path.clone()),
        ("Head", diff.head.path.clone()),
    ];
    facts.extend(diff.versions.iter().map(|version| {
        (
            "Version",
            format!("{} {} → {}", version.what, version.base, version.head),
        )
    }));
    facts.push(("How", method_of(diff)));
    facts
}

fn hero(diff: &Diff) -> Hero {
    let figures = diff.totals.iter().map(|total| Key {
        label: label(total.measure),
        value: format!("{} {}", signed(total.delta), unit(total.measure)),
        note: format!("from {} to {}", number(total.base), number(total.head)),
    });
    let worse = diff.regressions.len();
    Hero {
        tone: if worse > 0 { "failed" } else { "phases" },
        word: changed(diff),
        behind: if worse > 0 {
            format!(
                " · {} worse than tolerated",
                counted(worse, "number", "numbers")
            )
        } else {
            String::new()
        },
        figures: figures.collect(),
    }
}

fn regressions(diff: &Diff) -> Option<Section> {
    let rows = diff
        .regressions
        .iter()
        .map(|told| vec![Cell::Code(told.site.clone()), worse(told).into()]);
    let table = Table::of("Worse by more than is tolerated", &["Site", "What"]).with(rows);
    (!diff.regressions.is_empty())
        .then(|| Section::new("worse", "Worse than tolerated", vec![table.into()]))
}

fn sites(diff: &Diff) -> Option<Section> {
    let numbers = COLUMNS.map(|(_, heading, _)| format!("{heading}#"));
    let numbers = numbers.iter().map(String::as_str);
    let columns: Vec<&str> = ["Site", "Verdict"].into_iter().chain(numbers).collect();
    let rows = diff.sites.iter().map(|site| {
        let site_and_verdict = [
            Cell::Both(format!("{}{}", site.name, mark(site)), site.id.clone()),
            verdicts(&site.verdict).into(),
        ];
        let numbers = changes(site).map(Cell::Text);
        site_and_verdict.into_iter().chain(numbers).collect()
    });
    let mut table = Table::of("Sites that changed", &columns).with(rows);
    table.sortable = true;
    let mut blocks = vec![table.into()];
    blocks.extend(marked(diff).map(Block::text));
    (!diff.sites.is_empty()).then(|| Section::new("changed", "What changed", blocks))
}

/// What each cause adds to the sums.
fn sums(diff: &Diff) -> Option<Section> {
    let figures = diff
        .totals
        .iter()
        .filter(|total| !total.parts.is_empty())
        .map(|total| {
            let rows = total
                .parts
                .iter()
                .map(|part| vec![part.cause.into(), signed(part.delta).into()]);
            let about = format!("{}, {}", label(total.measure), unit(total.measure));
            Block::from(Figure {
                svg: chart::causes::picture_of(total, label(total.measure), unit(total.measure)),
                caption: format!(
                    "{}: base, what each cause adds, head; sums of means.",
                    label(total.measure)
                ),
                numbers: Table::of(about, &["Cause", "Adds#"]).with(rows),
            })
        });
    let figures: Vec<Block> = figures.collect();
    (!figures.is_empty()).then(|| Section::new("sums", "What each cause adds", figures))
}

/// Figures of the market that differ.
fn figures(diff: &Diff) -> Option<Section> {
    let items = diff.figures.iter().map(|change| Item {
        head: figure(change),
        lines: Vec::new(),
    });
    let list = Block::List {
        ordered: false,
        items: items.collect(),
    };
    let summary = counted(diff.figures.len(), "figure", "figures");
    (!diff.figures.is_empty()).then(|| {
        let blocks = vec![Block::fold(summary, vec![list])];
        Section::new("market", "Figures of the market that differ", blocks)
    })
}

/// Why one site changed.
fn why(site: &SiteChange, nth: usize) -> Section {
    let set = set_in_place(site).map(|text| Block::Text(format!("Set: {text}")));
    let mut blocks: Vec<Block> = set.into_iter().collect();
    if site.target.changed() {
        blocks.push(Block::Warning(format!(
            "Target {} → {}: scores of different targets do not compare.",
            site.target.base, site.target.head
        )));
    }
    if site.route.changed() {
        let text = format!("Route: {} → {}.", site.route.base, site.route.head);
        blocks.push(Block::Text(text));
    }
    let told = site.contradictions.iter().map(contradicts);
    blocks.extend(told.map(|text| Block::Warning(sentence(&text))));
    let parts = site
        .parts
        .iter()
        .map(|added| vec![added.input.into(), part(added).into()]);
    if site.money.changed() {
        let told = format!("Money: {}{}", money(&site.money), by(site));
        blocks.push(Block::Text(sentence(&told)));
    }
    if !site.parts.is_empty() {
        blocks.push(
            Table::of("What each input adds", &["Input", "Adds"])
                .with(parts)
                .into(),
        );
    }
    let facts = site.facts.iter().map(|fact| {
        vec![
            Cell::Code(fact.path.clone()),
            from_to(fact.base.as_deref(), fact.head.as_deref()).into(),
            fact.line.to_string().into(),
            Cell::or_dash(fact.alone.as_deref().map(in_words)),
        ]
    });
    if !site.facts.is_empty() {
        let columns = ["Fact", "From → to", "Line#", "Alone it changes"];
        let mut table = Table::of("Facts that differ", &columns).with(facts);
        let rest = table.rows.split_off(table.rows.len().min(FACTS));
        blocks.push(table.into());
        if !rest.is_empty() {
            let summary = counted(rest.len(), "more fact differs", "more facts differ");
            let rest = Table::of("Further facts that differ", &columns).with(rest);
            blocks.push(Block::fold(summary, vec![rest.into()]));
        }
    }
    if !site.interaction.is_empty() {
        blocks.push(Block::text(format!(
            "Together beyond that: {}.",
            in_words(&site.interaction)
        )));
    }
    let waivers = site.waivers.iter().map(|waiver| {
        vec![
            waiver.change.into(),
            Cell::Code(waiver.requirement.clone()),
            waiver.expires.clone().into(),
            Cell::Both(waiver.reason.clone(), waiver.owner.clone()),
        ]
    });
    if !site.waivers.is_empty() {
        let columns = ["Waiver", "Of", "Until", "Why"];
        blocks.push(
            Table::of("Waivers that came or went", &columns)
                .with(waivers)
                .into(),
        );
    }
    let findings: Vec<Block> = site
        .findings
        .iter()
        .map(|finding| Block::Text(finding_line(finding)))
        .collect();
    if !findings.is_empty() {
        let summary = counted(findings.len(), "finding changed", "findings changed");
        blocks.push(Block::fold(summary, findings));
    }
    Section::new(
        &format!("site-{nth}"),
        format!("Why: {}", site.name),
        blocks,
    )
}

fn lone(id: &str, heading: &str, sites: &[Lone]) -> Option<Section> {
    let rows = sites.iter().map(|site| {
        vec![
            Cell::Both(site.name.clone(), site.id.clone()),
            said(&site.verdict).into(),
            points(site.score).into(),
            number(site.planned_mw).into(),
            number(site.cost_musd).into(),
        ]
    });
    let columns = ["Site", "Verdict", "Score#", "MW#", "M$#"];
    let table = Table::of(heading, &columns).with(rows);
    (!sites.is_empty()).then(|| Section::new(id, heading, vec![table.into()]))
}
