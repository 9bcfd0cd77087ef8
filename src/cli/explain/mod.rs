//! `explain ID`: why, how, how much, and who says so.

mod facts;
mod metrics;
mod page;
mod prices;
mod rows;
mod targets;

use anyhow::bail;
use rackready::capacity;
use rackready::checklist::{self, Checklist};
use rackready::citations::{self, Citation};
use rackready::hosting::{catalog, parameter_names};
use rackready::plan;
use rackready::source::nearest::nearest;
use serde_json::{Value, json};

use super::args::{ExplainArgs, PageFormat};
use super::console::Console;
use super::layout::Layout;
use super::outputs::Outputs;
use super::{Outcome, checklists};
use page::Page;

/// Name and version of the JSON that `explain` prints.
const SCHEMA: &str = "rackready/explain/v1";

/// Most ids that are proposed for one that does not exist.
const PROPOSED: usize = 5;

/// Explains whatever has the id; an id may name several things, such as a row and its metric.
pub(crate) fn run(args: &ExplainArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, PageFormat::Text)?;
    let Some(checklist) = checklists::load(&args.checklist, console) else {
        return Ok(Outcome::Invalid);
    };
    let pages = pages(&args.id, &checklist);
    if pages.is_empty() {
        bail!("{}", unknown(&args.id, &checklist));
    }
    outputs.deliver(console, |format, style| match format {
        PageFormat::Text => {
            let mut layout = Layout::new(style);
            for page in &pages {
                layout.gap();
                page.lay_out(&mut layout);
            }
            Ok(layout.finish())
        }
        PageFormat::Json => {
            let explanations: Vec<Value> = pages.iter().map(Page::to_json).collect();
            let document = json!({"schema": SCHEMA, "id": args.id, "explanations": explanations});
            Ok(serde_json::to_string_pretty(&document)? + "\n")
        }
    })?;
    Ok(Outcome::Done)
}

fn pages(id: &str, checklist: &Checklist) -> Vec<Page> {
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
        row.map(|row| rows::requirement(row, checklist)),
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
        source(id, checklist).map(|source| metrics::source(source, checklist)),
        facts::find(id).map(|fact| facts::fact(&fact, checklist)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What to say of an id that nothing has.
fn unknown(id: &str, checklist: &Checklist) -> String {
    if let (true, Err(error)) = (id.contains('/'), catalog().target(id)) {
        return error.to_string();
    }
    let ids = ids(checklist);
    let known = || ids.iter().map(String::as_str);
    let mut proposed: Vec<&str> = nearest(id, known()).into_iter().collect();
    let word = id.to_lowercase();
    let similar = known().filter(|known| word.len() > 2 && known.to_lowercase().contains(&word));
    for similar in similar {
        if !proposed.contains(&similar) {
            proposed.push(similar);
        }
    }
    proposed.truncate(PROPOSED);
    match proposed.as_slice() {
        [] => format!("nothing is called `{id}`; `rackready list` shows what there is"),
        near => format!(
            "nothing is called `{id}`; did you mean `{}`?",
            near.join("`, `")
        ),
    }
}

/// Every id that can be explained, those of rows first.
fn ids(checklist: &Checklist) -> Vec<String> {
    let (catalog, list) = (catalog(), plan::built_in());
    let rows = checklist.requirements.iter().map(|row| row.id.as_str());
    let ids = rows
        .chain(capacity::metrics().map(|metric| metric.id))
        .chain(catalog.hardware.iter().map(|hardware| hardware.id.as_str()))
        .chain(catalog.tenants.iter().map(|tenant| tenant.id.as_str()))
        .chain(
            catalog
                .workloads
                .iter()
                .map(|workload| workload.id.as_str()),
        )
        .chain(
            checklist
                .categories
                .iter()
                .map(|category| category.id.as_str()),
        )
        .chain(
            checklist::remedies()
                .iter()
                .map(|remedy| remedy.id.as_str()),
        )
        .chain(parameter_names())
        .chain((list.prices.iter().chain(&list.soft_costs)).map(|price| price.id.as_str()))
        .chain(
            citations::all()
                .iter()
                .chain(&checklist.citations)
                .map(|citation| citation.key.as_str()),
        );
    ids.map(str::to_owned)
        .chain(facts::all().into_iter().map(|fact| fact.path))
        .collect()
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
        };
        for id in ids(checklist) {
            let pages = pages(&id, checklist);
            assert!(!pages.is_empty(), "{id}");
            let mut layout = Layout::new(&style);
            pages.iter().for_each(|page| page.lay_out(&mut layout));
            for line in layout
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
        assert!(unknown("xyzzy", checklist).contains("rackready list"));
        assert!(unknown("moratorium", checklist).contains("permits.moratorium-months"));
    }
}
