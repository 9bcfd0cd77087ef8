//! `explain ID`: why, how, how much, and who says so.

pub(crate) mod columns;
pub(crate) mod facts;
mod labels;
pub(crate) mod market;
mod metrics;
mod page;
mod prices;
pub(crate) mod priors;
mod rows;
mod rules;
mod targets;
pub(crate) mod term;
mod ways;
pub(crate) mod words;

use anyhow::bail;
use clap::ValueEnum;
use rackready::capacity;
use rackready::checklist::{self, Checklist};
use rackready::citations::{self, Citation};
use rackready::economics::market::{MarketFigures, built_in as built_in_market};
use rackready::hosting::{catalog, parameter_names};
use rackready::plan;
use rackready::report::sheet::Sheet;
use rackready::rules::register;
use rackready::source::nearest::nearest;
use rackready::typical::Typical;
use serde_json::{Value, json};

use super::args::{ExplainArgs, Listed, PageFormat};
use super::console::Console;

use super::outputs::Outputs;
use super::{Outcome, judge};
use page::Page;

/// Name and version of the JSON that `explain` prints.
const SCHEMA: &str = "rackready/explain/v1";

/// Most ids that are proposed for one that does not exist.
const PROPOSED: usize = 5;

/// Explains whatever has the id; an id may name several things, such as a row and its metric.
pub(crate) fn run(args: &ExplainArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, PageFormat::Text, &mut console.written)?;
    let Some(checklist) = judge::checklist(&args.checklist, console) else {
        return Ok(Outcome::Invalid);
    };
    let Some(typical) = judge::typical(&args.typical, console) else {
        return Ok(Outcome::Invalid);
    };
    let Some(market) = judge::market(&args.market, console) else {
        return Ok(Outcome::Invalid);
    };
    let pages = pages(&args.id, checklist, typical, market);
    if pages.is_empty() {
        bail!("{}", unknown(&args.id, checklist));
    }
    outputs.deliver(console, |format, style| match format {
        PageFormat::Text => {
            let mut sheet = Sheet::new(style);
            for page in &pages {
                sheet.gap();
                page.lay_out(&mut sheet);
            }
            Ok(sheet.finish())
        }
        PageFormat::Json => {
            let explanations: Vec<Value> = pages.iter().map(Page::to_json).collect();
            let document = json!({"schema": SCHEMA, "id": args.id, "explanations": explanations});
            Ok(serde_json::to_string_pretty(&document)? + "\n")
        }
    })?;
    Ok(Outcome::Done)
}

/// What an id or a label of a report means.
fn pages(id: &str, checklist: &Checklist, typical: &Typical, market: &MarketFigures) -> Vec<Page> {
    let ids = labels::behind(id).into_iter().chain([id]);
    ids.flat_map(|id| page_of(id, checklist, typical, market))
        .collect()
}

fn page_of(
    id: &str,
    checklist: &Checklist,
    typical: &Typical,
    market: &MarketFigures,
) -> Vec<Page> {
    let catalog = catalog();
    let row = checklist.requirements.iter().find(|row| row.id == id);
    let category = checklist
        .categories
        .iter()
        .position(|category| category.id == id);
    let tenant = catalog.tenants.iter().find(|tenant| tenant.id == id);
    let workload = catalog.workloads.iter().find(|workload| workload.id == id);
    let parameter = parameter_names().into_iter().find(|name| *name == id);
    [
        row.map(|row| rows::requirement(row, checklist, typical)),
        category.map(|at| rows::category(at, checklist)),
        capacity::metric(id).map(|metric| metrics::metric(metric, checklist)),
        catalog
            .target(id)
            .ok()
            .map(|target| targets::target(id, &target, checklist)),
        tenant.map(|tenant| targets::tenant(tenant, checklist)),
        workload.map(|workload| targets::workload(workload, checklist)),
        parameter.map(|name| targets::parameter(name, checklist)),
        checklist::remedy(id).map(|remedy| rows::remedy(remedy, checklist)),
        prices::find(id).map(|price| prices::price(price, checklist)),
        prices::find_region(id).map(|region| prices::region(region, checklist)),
        prices::find_term(id).map(|term| prices::term(term, checklist)),
        priors::sources([id], checklist, typical)
            .next()
            .map(|source| metrics::source(source, checklist, typical)),
        facts::find(id).map(|fact| facts::fact(&fact, checklist, typical)),
        rules::find(id).map(|rule| rules::rule(&rule)),
    ]
    .into_iter()
    .flatten()
    .chain(words::find(id).map(|term| words::term_page(term, checklist, typical)))
    .chain(columns::find(id).map(|column| columns::column(&column)))
    .chain(market::pages(id, market, checklist))
    .collect()
}

/// What to say of an id that nothing has.
fn unknown(id: &str, checklist: &Checklist) -> String {
    if let (true, Err(error)) = (id.contains('/'), catalog().target(id)) {
        return error.to_string();
    }
    let all = ids(checklist);
    let near = near(id, &all);
    let section = id.split_once('.').map(|(section, _)| format!("{section}."));
    let is_beside = |known: &&Known| section.as_ref().is_some_and(|s| known.id.starts_with(s));
    let beside = || all.iter().filter(is_beside).collect::<Vec<_>>();
    let lists = lists(if near.is_empty() {
        beside()
    } else {
        near.clone()
    });
    let ids: Vec<&str> = near.iter().map(|known| known.id.as_str()).collect();
    match (ids.as_slice(), lists.as_slice()) {
        ([], []) => {
            let words: Vec<String> = Listed::value_variants().iter().map(word).collect();
            format!(
                "nothing is called `{id}`; `rackready list WHAT` shows what there is: {}",
                words.join(", ")
            )
        }
        ([], lists) => format!("nothing is called `{id}`; {}", shown_by(lists)),
        (near, lists) => format!(
            "nothing is called `{id}`; did you mean `{}`? {}",
            near.join("`, `"),
            shown_by(lists)
        ),
    }
}

/// Ids spelled like one that does not exist, or with it inside, the nearest first.
fn near<'k>(id: &str, all: &'k [Known]) -> Vec<&'k Known> {
    let word = id.to_lowercase();
    let nearest = nearest(id, all.iter().map(|known| known.id.as_str()));
    let nearest = all
        .iter()
        .filter(|known| Some(known.id.as_str()) == nearest);
    let similar = all
        .iter()
        .filter(|known| word.len() > 2 && known.id.to_lowercase().contains(&word));
    let mut near: Vec<&Known> = Vec::new();
    for known in nearest.take(1).chain(similar) {
        if near.iter().all(|other| other.id != known.id) {
            near.push(known);
        }
    }
    near.truncate(PROPOSED);
    near
}

/// The lists that show ids, each once, the one with the first of them in front.
fn lists(known: Vec<&Known>) -> Vec<String> {
    let mut lists: Vec<String> = Vec::new();
    for list in known.iter().map(|known| word(&known.list)) {
        if !lists.contains(&list) {
            lists.push(list);
        }
    }
    lists
}

fn word(listed: &Listed) -> String {
    let value = listed.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

fn shown_by(lists: &[String]) -> String {
    let lists: Vec<String> = lists
        .iter()
        .map(|list| format!("`rackready list {list}`"))
        .collect();
    let verb = if lists.len() == 1 { "shows" } else { "show" };
    format!("{} {verb} what there is", lists.join(", "))
}

/// An id that can be explained, and the list that shows it.
#[derive(Debug)]
struct Known {
    id: String,
    list: Listed,
}

/// Every id that can be explained, those of rows first.
fn ids(checklist: &Checklist) -> Vec<Known> {
    let (catalog, prices) = (catalog(), plan::built_in());
    let rows = checklist.requirements.iter().map(|row| &row.id);
    let hardware = catalog.hardware.iter().map(|hardware| &hardware.id);
    let tenants = catalog.tenants.iter().map(|tenant| &tenant.id);
    let workloads = catalog.workloads.iter().map(|workload| &workload.id);
    let categories = checklist.categories.iter().map(|category| &category.id);
    let prices = prices.prices.iter().chain(&prices.soft_costs);
    let sources = citations::all().iter().chain(&checklist.citations);
    let own = |ids: &mut dyn Iterator<Item = &'static str>| ids.map(str::to_owned).collect();
    let sets: [(Listed, Vec<String>); 15] = [
        (Listed::Requirements, rows.cloned().collect()),
        (
            Listed::Metrics,
            own(&mut capacity::metrics().map(|metric| metric.id)),
        ),
        (
            Listed::Targets,
            hardware.chain(tenants).chain(workloads).cloned().collect(),
        ),
        (Listed::Requirements, categories.cloned().collect()),
        (
            Listed::Remedies,
            checklist::remedies()
                .iter()
                .map(|remedy| remedy.id.clone())
                .collect(),
        ),
        (Listed::Parameters, own(&mut parameter_names().into_iter())),
        (
            Listed::Prices,
            prices.map(|price| price.id.clone()).collect(),
        ),
        (
            Listed::Regions,
            own(&mut plan::built_in().regions.iter().map(|r| r.id.as_str())),
        ),
        (Listed::Market, market::ids(built_in_market()).collect()),
        (
            Listed::Pace,
            own(&mut plan::built_in().pace.terms().iter().map(|(id, _)| *id)),
        ),
        (
            Listed::Sources,
            sources.map(|source| source.key.clone()).collect(),
        ),
        (
            Listed::Facts,
            facts::all().into_iter().map(|fact| fact.path).collect(),
        ),
        (
            Listed::Rules,
            own(&mut register::of_no_row().map(|rule| rule.id)),
        ),
        (Listed::Words, own(&mut words::all().map(|term| term.word))),
        (
            Listed::Columns,
            own(&mut columns::all().iter().map(|column| column.name)),
        ),
    ];
    let known =
        |(list, ids): (Listed, Vec<String>)| ids.into_iter().map(move |id| Known { id, list });
    sets.into_iter().flat_map(known).collect()
}

/// The source behind a key, built in or a user's own.
fn source<'c>(key: &str, checklist: &'c Checklist) -> Option<&'c Citation> {
    checklist
        .citations
        .iter()
        .find(|citation| citation.key == key)
        .or_else(|| citations::find(key))
}

/// The sources behind keys.
fn sources<'c, 'k>(
    keys: impl IntoIterator<Item = &'k str>,
    checklist: &'c Checklist,
) -> impl Iterator<Item = &'c Citation> {
    keys.into_iter().filter_map(|key| source(key, checklist))
}

/// A number without the dust of arithmetic.
fn number(value: f64) -> Value {
    json!((value * 1e6).round() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rackready::report::Style;

    #[test]
    fn every_id_has_its_page_and_every_page_fits() {
        let checklist = checklist::built_in();
        let style = Style {
            width: 80,
            color: false,
            bars: false,
        };
        let reported = register::all(checklist).map(|entry| entry.id.to_owned());
        let known = ids(checklist).into_iter().map(|known| known.id);
        for id in known.chain(reported) {
            let typical = rackready::typical::built_in();
            let pages = pages(&id, checklist, typical, built_in_market());
            assert!(!pages.is_empty(), "{id}");
            let mut sheet = Sheet::new(&style);
            pages.iter().for_each(|page| page.lay_out(&mut sheet));
            for line in sheet
                .finish()
                .lines()
                .filter(|line| !line.contains("https://"))
            {
                assert!(
                    unicode_width::UnicodeWidthStr::width(line) <= style.width,
                    "{id}: {line}"
                );
            }
        }
    }

    #[test]
    fn an_unknown_id_is_answered_with_those_that_are_near() {
        let checklist = checklist::built_in();
        assert!(unknown("nvl7", checklist).contains("`nvl72`"));
        assert!(unknown("cooling.liquid-lop", checklist).contains("`cooling.liquid-loop`"));
        assert!(unknown("nvl72/hyperscalr", checklist).contains("`hyperscaler`"));
        assert!(unknown("nvl7", checklist).contains("`rackready list targets`"));
        assert!(unknown("threshold.min-wm", checklist).contains("`rackready list rules`"));
        assert!(unknown("threshold.xyzzy", checklist).contains("`rackready list rules`"));
        assert!(unknown("planed_mw", checklist).contains("`rackready list columns`"));
        assert!(unknown("xyzzy", checklist).contains("targets, requirements, metrics"));
        assert!(unknown("moratorium", checklist).contains("permits.moratorium-months"));
    }
}
