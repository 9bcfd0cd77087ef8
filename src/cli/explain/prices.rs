//! Pages about money: a price, and what the work of a remedy costs and how it runs.

use rackready::checklist::{Checklist, Remedy};
use rackready::hosting::catalog;
use rackready::plan::prices::{Measure, Price, Step};
use rackready::plan::{Region, Term, built_in};
use rackready::report::numbers;
use serde_json::{Value, json};

use super::page::Page;
use super::{number, sources};

/// The price or soft cost of that id.
pub(super) fn find(id: &str) -> Option<&'static Price> {
    let list = built_in();
    let mut all = list.prices.iter().chain(&list.soft_costs);
    all.find(|price| price.id == id)
}

/// One price.
pub(super) fn price(price: &Price, checklist: &Checklist) -> Page {
    let list = built_in();
    let mut page = Page::new("price", &price.id, &price.item);
    let range = json!({"low": price.low, "mode": price.mode, "high": price.high});
    let text = format!(
        "{}–{}, likely {} {}",
        numbers::number(price.low),
        numbers::number(price.high),
        numbers::number(price.mode),
        price.unit.word()
    );
    page.fact_as("price", range, text);
    page.fact("unit", price.unit.word());
    page.fact("year", price.year);
    page.fact("basis", price.basis.word());
    page.fact("price_list", list.version.as_str());
    if price.local > 0.0 {
        let text = format!(
            "{} % is site labor and works, which follow place and hardware",
            numbers::number(100.0 * price.local)
        );
        page.fact_as("local", number(price.local), text);
    }
    page.remark("scope", price.scope.as_deref());
    page.remark("note", price.note.as_deref());
    let uses = list.measures.iter().flat_map(|measure| {
        let of = measure.lines.iter().filter(|line| line.price == price.id);
        of.map(|line| {
            vec![
                json!(measure.remedy),
                json!(line.quantity),
                number(line.times.unwrap_or(1.0)),
            ]
        })
    });
    page.table(
        "used_by",
        "Remedies whose work it prices",
        &["remedy", "quantity", "times"],
        uses.collect(),
    );
    if price.local > 0.0 {
        by_place(&mut page, price);
        by_hardware(&mut page);
    }
    page.sources(sources(price.sources.iter().map(String::as_str), checklist));
    page
}

/// The region of that id.
pub(super) fn find_region(id: &str) -> Option<&'static Region> {
    built_in().regions.iter().find(|region| region.id == id)
}

/// The term of the pace of that id.
pub(super) fn find_term(id: &str) -> Option<(&'static str, &'static Term)> {
    let terms = built_in().pace.terms();
    terms.into_iter().find(|(known, _)| *known == id)
}

/// What sets how megawatts follow one another.
pub(super) fn term((id, term): (&'static str, &Term), checklist: &Checklist) -> Page {
    let mut page = Page::new("pace", id, term.what.clone());
    let range = json!({"low": term.low, "likely": term.likely, "high": term.high});
    let text = format!(
        "{}–{}, likely {} {}",
        numbers::number(term.low),
        numbers::number(term.high),
        numbers::number(term.likely),
        term.unit
    );
    page.fact_as("value", range, text);
    page.fact("basis", term.basis.word());
    page.remark("note", term.note.as_deref());
    page.sources(sources(term.sources.iter().map(String::as_str), checklist));
    page
}

/// What site labor and works cost in a region.
pub(super) fn region(region: &Region, checklist: &Checklist) -> Page {
    let title = format!("What site labor and works cost: {}", region.name);
    let mut page = Page::new("region", &region.id, title);
    let range = json!({"low": region.low, "likely": region.likely, "high": region.high});
    let text = format!(
        "{}–{}, likely {}, times as much as in an average US market",
        numbers::number(region.low),
        numbers::number(region.high),
        numbers::number(region.likely)
    );
    page.fact_as("factor", range, text);
    page.fact("counts_on", "the share `local` of each price");
    if !region.countries.is_empty() {
        page.fact("countries", json!(region.countries));
    }
    if !region.states.is_empty() {
        page.fact("states", json!(region.states));
    }
    page.fact("year", region.year);
    page.fact("basis", region.basis.word());
    page.remark("note", region.note.as_deref());
    page.sources(sources(
        region.sources.iter().map(String::as_str),
        checklist,
    ));
    page
}

/// What place and hardware make of M$ for each MW.
pub(super) fn factors(page: &mut Page) {
    page.remark("how", Some(HOW));
    let regions = built_in().regions.iter();
    let rows = regions.map(|r| {
        vec![
            json!(r.id),
            number(r.low),
            number(r.likely),
            number(r.high),
            json!(r.basis.word()),
        ]
    });
    page.table(
        "by_place",
        "Site labor and works by place, times as much as in an average US market",
        &["region", "low", "likely", "high", "basis"],
        rows.collect(),
    );
    by_hardware(page);
}

const HOW: &str = "Each work of the plan is bought line by line: quantity × price × (1 + local × (place × works_factor − 1)); design, management and contingency come on top of the sum, and that is divided by the MW. Equipment has a local share of 0 and costs the same everywhere; what the hardware changes otherwise are quantities: m2 of hall, floor load, MW of feeds, racks, liquid heat, direct current";

fn by_place(page: &mut Page, price: &Price) {
    let likely = |r: &Region| price.mode * (1.0 + price.local * (r.likely - 1.0));
    let regions = built_in().regions.iter();
    page.table(
        "by_place",
        "Likely price by place, for NVL72",
        &["region", "factor", "likely"],
        regions
            .map(|r| vec![json!(r.id), number(r.likely), number(likely(r).round())])
            .collect(),
    );
}

/// What of the hardware moves the price of a hall.
const MOVING: [&str; 8] = [
    "works_factor",
    "area_m2_per_mw",
    "floor_load_kpa",
    "feed_headroom",
    "rack_kw",
    "accelerator_rack_share",
    "liquid_share",
    "dc_share",
];

fn by_hardware(page: &mut Page) {
    let hardware = catalog().hardware.iter();
    let rows = hardware.map(|h| {
        let value = |name: &&str| {
            h.parameters
                .get(name)
                .map_or(Value::Null, |p| number(p.value))
        };
        std::iter::once(json!(h.id))
            .chain(MOVING.iter().map(value))
            .collect()
    });
    page.table(
        "by_hardware",
        "What of the hardware moves it; `rackready explain` tells each",
        &[
            "hardware", "works", "m2/MW", "kPa", "headroom", "rack kW", "share", "liquid", "dc",
        ],
        rows.collect(),
    );
}

/// What the work of a remedy costs and how it runs.
pub(super) fn measure(page: &mut Page, remedy: &Remedy) {
    let Some(measure) = built_in().measure(&remedy.id) else {
        return;
    };
    page.fact("payer", json!(measure.payer));
    page.fact("routes", json!(measure.routes));
    page.table(
        "lines",
        "What it costs, before soft costs",
        &["price", "quantity", "times", "unit", "low", "mode", "high"],
        measure.lines.iter().map(line).collect(),
    );
    page.table(
        "quantities",
        "How much each quantity is",
        &["quantity", "amount"],
        quantities(measure),
    );
    page.table(
        "steps",
        "How its weeks split",
        &["step", "share"],
        steps(measure),
    );
    let after = measure
        .after
        .iter()
        .map(|after| vec![json!(after.step), json!(after.remedy), json!(after.until)]);
    page.table(
        "after",
        "Steps that wait for another remedy, where that is in the plan",
        &["step", "waits_for", "until"],
        after.collect(),
    );
    page.remark("cost_note", measure.note.as_deref());
}

fn line(line: &rackready::plan::prices::LineModel) -> Vec<Value> {
    let price = built_in().price(&line.price);
    let part = |of: fn(&Price) -> f64| price.map_or(Value::Null, |p| number(of(p)));
    vec![
        json!(line.price),
        json!(line.quantity),
        number(line.times.unwrap_or(1.0)),
        json!(price.map(|p| &p.unit)),
        part(|p| p.low),
        part(|p| p.mode),
        part(|p| p.high),
    ]
}

/// Each quantity once, in the order of the lines.
fn quantities(measure: &Measure) -> Vec<Vec<Value>> {
    let all = measure.lines.iter().map(|line| line.quantity);
    let mut once = Vec::new();
    for quantity in all {
        if !once.contains(&quantity) {
            once.push(quantity);
        }
    }
    let rows = once.iter();
    rows.map(|quantity| vec![json!(quantity), json!(quantity.meaning())])
        .collect()
}

fn steps(measure: &Measure) -> Vec<Vec<Value>> {
    let share = |step: &Step| (step.word(), measure.steps.share(*step));
    let used = Step::ALL
        .iter()
        .map(share)
        .filter(|(_, share)| *share > 0.0);
    used.map(|(step, share)| vec![json!(step), number(share)])
        .collect()
}
