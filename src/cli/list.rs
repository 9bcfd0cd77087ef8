//! `list`: what there is to ask for, to judge by and to cite.

use rackready::bounds::{BOUNDS, Bound};
use rackready::capacity;
use rackready::checklist::{self, Checklist, RawChecklist};
use rackready::citations;
use rackready::economics::market::{MarketFigures, RawMarket};
use rackready::engineering::{Better, Kind};
use rackready::hosting::{HardwareParameters, TenantParameters, WorkloadParameters, catalog};
use rackready::plan::{self, Term};
use rackready::report::sheet::Sheet;
use rackready::rules::register::{self, Entry};
use rackready::source::yaml;
use rackready::typical::raw::UserTypical;
use rackready::typical::{self, Typical};
use serde_json::{Value, json};

use super::Outcome;
use super::args::{ListArgs, ListFormat, Listed};
use super::cells::{Columns, table};
use super::console::Console;
use super::explain::priors::{as_written, short};
use super::explain::{columns, facts, term, words};
use super::judge;
use super::outputs::Outputs;

/// Prints a list.
pub(crate) fn run(args: &ListArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, ListFormat::Text, &mut console.written)?;
    let Some(checklist) = judge::checklist(&args.checklist, console) else {
        return Ok(Outcome::Invalid);
    };
    let Some(typical) = judge::typical(&args.typical, console) else {
        return Ok(Outcome::Invalid);
    };
    let Some(market) = judge::market(&args.market, console) else {
        return Ok(Outcome::Invalid);
    };
    let (columns, entries) = entries(args.what, checklist, typical, market);
    outputs.deliver(console, |format, style| match (format, args.what) {
        (ListFormat::Text, _) => {
            let mut sheet = Sheet::new(style);
            let cell = |entry: &Value, column: &str| entry.get(column).cloned().unwrap_or_default();
            let row = |entry: &Value| columns.iter().map(|column| cell(entry, column)).collect();
            table(
                &mut sheet,
                columns,
                &entries.iter().map(row).collect::<Vec<_>>(),
            );
            Ok(sheet.finish())
        }
        (ListFormat::Json, _) => Ok(serde_json::to_string_pretty(&entries)? + "\n"),
        (ListFormat::Yaml, Listed::Requirements) => to_start_from(checklist),
        (ListFormat::Yaml, Listed::Priors) => priors_to_start_from(typical),
        (ListFormat::Yaml, Listed::Market) => market_to_start_from(market),
        (ListFormat::Yaml, _) => Ok(yaml::write(&entries)?),
    })?;
    Ok(Outcome::Done)
}

/// What is listed, and which of it a table shows.
fn entries(
    what: Listed,
    checklist: &Checklist,
    typical: &Typical,
    market: &MarketFigures,
) -> (Columns<'static>, Vec<Value>) {
    match what {
        Listed::Targets => (&["id", "kind", "usual", "name"], targets()),
        Listed::Requirements => (
            &["id", "title", "weight", "gate", "fixability"],
            requirements(checklist),
        ),
        Listed::Metrics => (&["id", "unit", "summary"], metrics()),
        Listed::Remedies => (&["id", "name", "owner", "weeks"], remedies()),
        Listed::Prices => (&["id", "item", "unit", "low", "mode", "high"], prices()),
        Listed::Regions => (
            &["id", "name", "low", "likely", "high", "basis"],
            plan::built_in().regions.iter().map(|r| json!(r)).collect(),
        ),
        Listed::Market => (
            &["id", "low", "likely", "high", "unit", "dated", "grade"],
            super::explain::market::rows(market),
        ),
        Listed::Pace => (
            &["id", "what", "unit", "low", "likely", "high", "basis"],
            pace(),
        ),
        Listed::Priors => (&["fact", "better", "prior", "basis"], priors(typical)),
        Listed::Sources => (
            &["key", "grade", "publisher", "title", "date"],
            sources(checklist, typical),
        ),
        Listed::Parameters => (&["name", "of", "meaning"], parameters()),
        Listed::Questions => (&["path", "ask", "question"], questions()),
        Listed::Facts => (&["path", "takes", "meaning"], facts()),
        Listed::Rules => (&["id", "kind", "severity", "title"], rules(checklist)),
        Listed::Words => (&["word", "kind", "meaning"], words()),
        Listed::Columns => (&["name", "table", "unit", "meaning"], columns()),
        Listed::Limits => (&["most", "unit", "of", "why"], limits()),
    }
}

/// The terms of the pace, each with its id.
fn pace() -> Vec<Value> {
    let terms = plan::built_in().pace.terms().into_iter();
    let entry = |(id, term): (&str, &Term)| {
        let mut entry = json!(term);
        if let Some(entry) = entry.as_object_mut() {
            entry.insert("id".to_owned(), json!(id));
        }
        entry
    };
    terms.map(entry).collect()
}

fn targets() -> Vec<Value> {
    let catalog = catalog();
    let hardware = catalog.hardware.iter().map(|h| {
        let usual = format!("{}/{}", h.usual_tenant, h.usual_workload);
        json!({"id": h.id, "kind": "hardware", "usual": usual, "name": h.name, "summary": h.summary.trim()})
    });
    let tenants = catalog
        .tenants
        .iter()
        .map(|t| ("tenant", &t.id, &t.name, &t.summary));
    let workloads = catalog
        .workloads
        .iter()
        .map(|w| ("workload", &w.id, &w.name, &w.summary));
    let others = tenants.chain(workloads);
    let others = others.map(|(kind, id, name, summary)| {
        json!({"id": id, "kind": kind, "usual": null, "name": name, "summary": summary.trim()})
    });
    hardware.chain(others).collect()
}

/// Rows as they were written, those switched off included.
fn requirements(checklist: &Checklist) -> Vec<Value> {
    checklist
        .raw
        .requirements
        .iter()
        .map(|row| json!(row))
        .collect()
}

fn metrics() -> Vec<Value> {
    let better = |kind: Kind| match kind {
        Kind::Number(Better::Higher) => Some("higher"),
        Kind::Number(Better::Lower) => Some("lower"),
        Kind::Words(_) => None,
    };
    let metric = |m: &rackready::engineering::Metric| {
        json!({
            "id": m.id,
            "unit": if m.words().is_some() { "words" } else { m.unit.word() },
            "better": better(m.kind),
            "words": m.words().map(|words| words.iter().map(|word| word.name).collect::<Vec<_>>()),
            "summary": m.summary,
            "formula": m.formula,
            "reads": m.reads.iter().map(|(path, _)| *path).collect::<Vec<_>>(),
            "sources": m.sources,
        })
    };
    capacity::metrics().map(metric).collect()
}

fn remedies() -> Vec<Value> {
    checklist::remedies()
        .iter()
        .map(|remedy| json!(remedy))
        .collect()
}

/// Prices, then the percentages on top of them.
fn prices() -> Vec<Value> {
    let list = plan::built_in();
    list.prices
        .iter()
        .chain(&list.soft_costs)
        .map(|price| json!(price))
        .collect()
}

/// Priors as they were written, and in short.
fn priors(typical: &Typical) -> Vec<Value> {
    let raw = typical.raw.priors.iter();
    let told = raw.filter_map(|raw| {
        let prior = typical.prior(&raw.fact)?;
        let mut entry = json!({
            "fact": prior.fact,
            "better": prior.better,
            "prior": short(prior),
            "basis": prior.basis,
        });
        for (key, value) in as_written(raw).as_object()? {
            entry[key] = value.clone();
        }
        Some(entry)
    });
    told.collect()
}

fn sources(checklist: &Checklist, typical: &Typical) -> Vec<Value> {
    citations::all()
        .iter()
        .chain(&checklist.citations)
        .chain(&typical.citations)
        .map(|citation| json!(citation))
        .collect()
}

fn parameters() -> Vec<Value> {
    let sets = [
        (
            "hardware",
            HardwareParameters::NAMES,
            HardwareParameters::DOCS,
        ),
        ("tenant", TenantParameters::NAMES, TenantParameters::DOCS),
        (
            "workload",
            WorkloadParameters::NAMES,
            WorkloadParameters::DOCS,
        ),
    ];
    let of_set = |(of, names, docs): (
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    )| {
        names
            .iter()
            .zip(docs)
            .map(move |(name, doc)| json!({"name": name, "of": of, "meaning": doc.trim()}))
    };
    sets.into_iter().flat_map(of_set).collect()
}

fn questions() -> Vec<Value> {
    let question = |q: &checklist::Question| json!({"path": q.path, "ask": q.ask, "question": q.question.trim()});
    checklist::questions().iter().map(question).collect()
}

fn facts() -> Vec<Value> {
    let fact = |fact: &facts::Fact| json!({"path": fact.path, "takes": fact.takes(), "meaning": fact.meaning()});
    facts::all().iter().map(fact).collect()
}

fn rules(checklist: &Checklist) -> Vec<Value> {
    let rule = |rule: Entry| {
        json!({
            "id": rule.id,
            "kind": rule.kind,
            "severity": rule.severity,
            "title": rule.title,
            "why": rule.why.trim(),
            "mend": rule.mend,
        })
    };
    register::all(checklist).map(rule).collect()
}

fn words() -> Vec<Value> {
    let word =
        |term: &term::Term| json!({"word": term.word, "kind": term.kind, "meaning": term.meaning});
    words::all().map(word).collect()
}

fn columns() -> Vec<Value> {
    let column = |column: &columns::Column| {
        json!({
            "name": column.name,
            "table": column.table,
            "unit": column.unit,
            "meaning": column.meaning,
            "range": column.range,
            "from": column.from,
        })
    };
    columns::all().iter().map(column).collect()
}

fn limits() -> Vec<Value> {
    let limit = |bound: &Bound| json!({"of": bound.of, "most": bound.most, "unit": bound.unit, "why": bound.why});
    BOUNDS.iter().map(limit).collect()
}

/// A checklist that says what the present one says, for somebody to change.
fn to_start_from(checklist: &Checklist) -> anyhow::Result<String> {
    let built_in = checklist::built_in();
    let categories = checklist
        .categories
        .iter()
        .filter(|category| !built_in.categories.contains(category));
    let own = RawChecklist {
        name: format!("my-{}", checklist.name),
        extends: Some(built_in.name.clone()),
        categories: categories.cloned().collect(),
        ..checklist.raw.clone()
    };
    Ok(format!("{START}{}", yaml::write(&own)?))
}

/// Priors that say what the present ones say, for somebody to change.
fn priors_to_start_from(typical: &Typical) -> anyhow::Result<String> {
    let built_in = &typical::built_in().raw.climate;
    let climate = typical.raw.climate.iter().filter(|c| !built_in.contains(c));
    let own = UserTypical {
        version: format!("my {}", typical.version),
        spread: Some(typical.spread.clone()),
        climate: climate.cloned().collect(),
        priors: typical.raw.priors.clone(),
        citations: typical.citations.clone(),
    };
    Ok(format!("{PRIORS_START}{}", yaml::write(&as_written(&own))?))
}

/// A market that says what the present one says, for somebody to change.
fn market_to_start_from(market: &MarketFigures) -> anyhow::Result<String> {
    let own = RawMarket {
        version: format!("my {}", market.version()),
        ..market.written().clone()
    };
    Ok(format!("{MARKET_START}{}", yaml::write(&own)?))
}

const MARKET_START: &str = "\
# A market to start from: rackready economics --market THIS-FILE SITE
#
# Keep what you change and delete the rest: a figure, pair or row left out is as built in. Each names its month, and its
# sources or, of a judgment, the reason in a note. What each key means is in `rackready schema market`.
";

const PRIORS_START: &str = "\
# Priors to start from: rackready score --typical THIS-FILE SITE
#
# Keep what you change and delete the rest: a fact left out keeps its built-in prior. What each key means is in
# `rackready schema priors`.
";

const START: &str = "\
# A checklist to start from: rackready score --checklist THIS-FILE SITE
#
# Keep what you change and delete the rest: a row or key left out is as built in. `enabled: false` switches
# a row off. A row with an id of its own is a new one, to be complete as `rackready schema checklist` says.
";
