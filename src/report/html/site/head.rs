//! The head of a page on a site: which one, by what it was judged, and the answer.

use super::super::amount_text;
use super::super::block::{Block, Cell, Figure, Hero, Key, Table};
use super::super::chart;
use super::super::economics::name;
use super::super::page::Section;
use crate::assess::{Chosen, Method};
use crate::record::economics::EconomicsEntry;
use crate::record::finding::Location;
use crate::record::{Months, Rounded, SiteRecord};
use crate::report::economics::shown::line;
use crate::report::numbers::{counted, middle, number, percent, points, range};
use crate::report::plan::shown::counted_from;
use crate::report::sentence::{self, capitalized};
use crate::report::site::head::{months, route, scored};
use crate::report::site::text::dotted;
use crate::report::site::verdict::{headline, paragraphs};
use crate::rules::GateState;
use crate::verdict::{Chances, Word};
use crate::whatif::{self, SetFact};

/// What the site is called and where it lies.
pub(super) fn title(site: &SiteRecord) -> String {
    let region = site.region.iter().map(String::as_str);
    let parts: Vec<&str> = std::iter::once(site.name.as_str()).chain(region).collect();
    parts.join(", ")
}

/// Whose it is, of when, and by what it was judged.
pub(super) fn facts(site: &SiteRecord, method: &Method) -> Vec<(&'static str, String)> {
    let chosen = match site.target_chosen {
        Chosen::ByUser => "",
        Chosen::ByFile => " (named in the file)",
        Chosen::BestFit => " (the best-fitting one)",
    };
    let place = [&site.country, &site.grid].into_iter().flatten();
    let place: Vec<&str> = place.map(String::as_str).collect();
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    facts.extend(site.operator.clone().map(|operator| ("Operator", operator)));
    facts.extend((!place.is_empty()).then(|| ("Country, grid", place.join(", "))));
    facts.extend(site.as_of.clone().map(|date| ("Facts as of", date)));
    facts.extend([
        ("Target", format!("{}{chosen}", site.target_name)),
        (
            "File",
            format!("{}, {} facts stated", site.file, site.known_facts),
        ),
        ("Judged by", judged_by(method)),
        ("Draws of what is unknown", draws(method)),
    ]);
    facts
}

/// Versions of what every number comes from.
pub(in crate::report::html) fn judged_by(method: &Method) -> String {
    let market = method.market.as_ref();
    format!(
        "rackready {}, checklist {}, targets {}, prices {}, priors {}{}",
        method.rackready,
        method.checklist,
        method.targets,
        method.prices,
        method.typical,
        market.map_or(String::new(), |market| format!(", market {market}"))
    )
}

/// How often what nobody stated was drawn, and by what luck.
pub(in crate::report::html) fn draws(method: &Method) -> String {
    format!("{}, seed {}", method.draws, method.seed)
}

/// What stands in place of what the file says, as a paragraph that nobody should pass over.
pub(in crate::report::html) fn set_in_place(set: &[SetFact]) -> Option<Block> {
    let told = whatif::told(set)?;
    Some(Block::Warning(format!(
        "Not all as the file says; set in its place: {told}."
    )))
}

/// The line of the file, or what set a fact in its place.
fn at(place: &Location) -> String {
    match &place.set_by {
        Some(set) => set.clone(),
        None => format!("line {}", place.line),
    }
}

/// What contradicts itself, then the answer.
pub(super) fn lead(site: &SiteRecord) -> Vec<Block> {
    let contradictions = site.contradictions.iter().map(|told| {
        let places = told.locations.iter();
        let places: Vec<String> = places
            .map(|place| format!("{} at {}", dotted(&place.pointer), at(place)))
            .collect();
        let places = places.join(", ");
        Block::Warning(format!(
            "The file contradicts itself: {} ({places}).",
            told.message
        ))
    });
    let remarks = site.remarks.iter().map(|remark| {
        Block::Warning(format!(
            "{}, {}: stated, though no mine was thought to hold it (a mine has {}); taken as stated.",
            remark.fact,
            at(&remark.location),
            remark.may_hold
        ))
    });
    set_in_place(&site.set)
        .into_iter()
        .chain(contradictions)
        .chain(remarks)
        .chain([Block::Hero(hero(site))])
        .collect()
}

fn hero(site: &SiteRecord) -> Hero {
    let plan = &site.plan.summary;
    let capacity = &site.capacity;
    let last = capacity
        .tranches
        .last()
        .and_then(|tranche| tranche.date.clone());
    let by = last.map_or(String::new(), |date| format!("all of it by {date}; "));
    let (word, behind) = headline(site);
    let mut figures = vec![
        Key {
            label: "Critical IT after the plan",
            value: format!("{} MW", number(capacity.planned_mw.p50.get())),
            note: format!(
                "{by}P10–P90 {} MW; {} MW today, {} at the ceiling",
                range(capacity.planned_mw.spread()),
                middle(capacity.today_mw.spread()),
                middle(capacity.ceiling_mw.spread())
            ),
        },
        first_mw(site),
        Key {
            label: "Cost to the owner",
            value: plan.per_mw_musd.map_or("–".to_owned(), |cost| {
                format!("{} M$/MW", number(cost.p50.get()))
            }),
            note: plan
                .per_mw_musd
                .map_or("no MW to plan for".to_owned(), |cost| {
                    format!(
                        "P10–P90 {}; {} M$ in all",
                        range(cost.spread()),
                        middle(plan.owner_total_musd.spread())
                    )
                }),
        },
    ];
    figures.extend(site.economics.as_ref().map(money));
    figures.extend([
        Key {
            label: "Convertibility",
            value: format!("{} of 100", points(site.score.mean.get())),
            note: format!(
                "P10–P90 {}–{}; an empty file scores {}",
                points(site.score.p10.get()),
                points(site.score.p90.get()),
                points(site.empty_score.mean.get())
            ),
        },
        Key {
            label: "Known",
            value: percent(site.confidence.get()),
            note: "of what convertibility weighs; the rest is drawn from what mines usually are"
                .to_owned(),
        },
    ]);
    Hero {
        tone: chart::verdict::tone(told(site)),
        word: capitalized(word),
        behind,
        figures,
    }
}

/// The word that heads the page: that of engineering and money together.
fn told(site: &SiteRecord) -> Word {
    let verdict = &site.verdict;
    let with = verdict.with_money.as_ref();
    with.map_or(verdict.word, |with| with.word)
}

fn first_mw(site: &SiteRecord) -> Key {
    let months = site.plan.summary.first_mw_months;
    let first = site.capacity.tranches.first();
    let date = first.and_then(|tranche| tranche.date.clone());
    let date = date.map_or(String::new(), |date| format!("{date} in the median draw; "));
    Key {
        label: "First MW after",
        value: months.map_or("–".to_owned(), middle_month),
        note: months.map_or(String::new(), |months| {
            format!(
                "{date}P10–P90 {} from {}",
                range(months.spread()),
                counted_from(&site.plan)
            )
        }),
    }
}

/// What the best way of using the connection is worth, and converting against mining.
fn money(economics: &EconomicsEntry) -> Key {
    let best = economics.best.and_then(|best| {
        let way = economics.alternatives.iter().find(|way| way.id == best)?;
        Some((best, way.npv_musd?))
    });
    let against = economics.against_mining.map_or(String::new(), |against| {
        format!(
            "; {} beats keeping to mine in {} of the draws",
            against.id.does(),
            percent(against.chance.get())
        )
    });
    Key {
        label: "Worth most",
        value: best.map_or("nothing".to_owned(), |(best, _)| name(best).to_owned()),
        note: best.map_or(String::new(), |(_, npv)| {
            format!("NPV {} M${against}", amount_text(npv))
        }),
    }
}

fn middle_month(months: Months) -> String {
    match months.p50.map(Rounded::get) {
        Some(month) => format!("{} months", number(month)),
        None => "never".to_owned(),
    }
}

/// How likely each verdict is, why, and what it hangs on.
pub(super) fn verdict(site: &SiteRecord) -> Option<Section> {
    let chances = Chances::from(site.verdict.chance);
    let words = [
        ("converting at once", chances.convert),
        ("converting in phases", chances.convert_in_phases),
        ("bridge", chances.bridge),
        ("keep mining", chances.keep_mining),
    ];
    let rows = words.map(|(word, chance)| vec![word.into(), percent(chance).into()]);
    let figure = Figure {
        svg: chart::verdict::picture_of(chances),
        caption: "Share of the draws that say each verdict: engineering and permits alone, money stands apart."
            .to_owned(),
        numbers: Table::of("Chance of each verdict", &["Verdict", "Chance#"]).with(rows),
    };
    let mut blocks: Vec<Block> = vec![figure.into()];
    let said = paragraphs(site).into_iter();
    blocks.extend(said.map(|text| Block::Text(sentence(&text))));
    blocks.extend(hangs_on(site));
    let mut facts: Vec<(String, String)> = Vec::new();
    facts.extend(
        site.economics
            .as_ref()
            .map(|economics| ("Money".to_owned(), line(economics))),
    );
    facts.extend(months(site).map(|text| ("Months".to_owned(), text)));
    facts.push(("Convertibility".to_owned(), scored(site.score)));
    facts.push(("Readiness today".to_owned(), scored(site.readiness)));
    facts.push(("Route".to_owned(), route(site)));
    blocks.push(Block::Facts(facts));
    blocks.extend(gates(site));
    Some(Section::new("verdict", "Verdict", blocks))
}

/// The missing facts that the verdict hangs on, folded away: there may be many.
fn hangs_on(site: &SiteRecord) -> Option<Block> {
    let facts = &site.verdict.hangs_on;
    let summary = format!(
        "Hangs on {}",
        counted(facts.len(), "missing fact", "missing facts")
    );
    let text = Block::text(facts.join(", "));
    (!facts.is_empty()).then(|| Block::fold(summary, vec![text]))
}

fn gates(site: &SiteRecord) -> Option<Block> {
    let rows = site.gates.iter().map(|gate| {
        let finding = site
            .findings
            .iter()
            .find(|f| f.requirement == gate.requirement);
        let state = match gate.state {
            GateState::Passed => "✓ passed",
            GateState::Open => "? open",
            GateState::Failed => "✗ failed",
        };
        vec![
            Cell::Both(
                finding.map_or(gate.requirement.clone(), |f| f.title.clone()),
                gate.requirement.clone(),
            ),
            state.into(),
            finding.map_or("–".to_owned(), |f| f.has.clone()).into(),
            gate.needs.clone().into(),
        ]
    });
    let columns = ["Gate", "State", "Has", "Needs"];
    let table = Table::of("Gates: each decides the verdict by itself", &columns).with(rows);
    (!site.gates.is_empty()).then(|| table.into())
}

/// A text as a sentence: a capital in front, a full stop behind.
pub(in crate::report::html) fn sentence(text: &str) -> String {
    quoted(&sentence::sentence(&capitalized(text)))
}

/// What a terminal sets in backticks, in quotation marks.
fn quoted(text: &str) -> String {
    let mut parts = text.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (nth, part) in parts.enumerate() {
        out.push(if nth % 2 == 0 { '“' } else { '”' });
        out.push_str(part);
    }
    out
}
