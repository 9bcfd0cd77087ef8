//! Pages about money: a price, and what the work of a remedy costs and how it runs.

use rackready::checklist::{Checklist, Remedy};
use rackready::plan::built_in;
use rackready::plan::prices::{Measure, Price, Step};
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
    page.sources(sources(price.sources.iter().map(String::as_str), checklist));
    page
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

fn steps(measure: &Measure) -> Vec<Vec<Value>> {
    let share = |step: &Step| (step.word(), measure.steps.share(*step));
    let used = Step::ALL
        .iter()
        .map(share)
        .filter(|(_, share)| *share > 0.0);
    used.map(|(step, share)| vec![json!(step), number(share)])
        .collect()
}
