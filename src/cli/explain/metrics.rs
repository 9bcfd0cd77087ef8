//! Pages about what is computed and what that rests on: a metric, a source.

use rackready::capacity;
use rackready::checklist::{self, Checklist, Requirement, Scale, Threshold};
use rackready::citations::Citation;
use rackready::engineering::{Better, Effect, Kind, Metric};
use rackready::hosting::{
    HardwareParameters, Parameter, TenantParameters, WorkloadParameters, catalog,
};
use rackready::typical::Typical;
use rackready::units::MetricUnit;
use serde_json::{Value, json};

use super::page::Page;
use super::sources;

/// One engineering quantity.
pub(super) fn metric(metric: &Metric, checklist: &Checklist) -> Page {
    let mut page = Page::new("metric", metric.id, metric.summary);
    if metric.unit != MetricUnit::Plain {
        page.fact("unit", metric.unit.word());
    }
    if let Kind::Number(better) = metric.kind {
        page.fact(
            "better",
            if better == Better::Higher {
                "higher"
            } else {
                "lower"
            },
        );
    }
    page.fact("formula", metric.formula);
    if metric.is_per_hall() {
        page.fact_as("per_hall", true, "computed for each standing hall");
    }
    let words = metric.words().unwrap_or_default().iter();
    let words = words
        .map(|word| vec![json!(word.name), json!(word.doc.trim())])
        .collect();
    page.table("words", "Words", &["word", "meaning"], words);
    let reads = metric
        .reads
        .iter()
        .map(|(path, effect)| vec![json!(path), json!(said(*effect))])
        .collect();
    page.table("reads", "Facts it reads", &["fact", "more_of_it"], reads);
    let judged = checklist
        .requirements
        .iter()
        .filter(|row| row.metric.id == metric.id);
    page.table(
        "requirements",
        "Requirements that judge by it",
        &["requirement", "title"],
        named(judged),
    );
    let thresholds = checklist
        .requirements
        .iter()
        .filter(|row| measures_against(row, metric));
    page.table(
        "threshold_of",
        "Requirements that take a threshold from it",
        &["requirement", "title"],
        named(thresholds),
    );
    if metric.sources.is_empty() {
        page.remark(
            "sources",
            Some("none needed; the value is as stated in the file"),
        );
    } else {
        page.sources(sources(metric.sources.iter().copied(), checklist));
    }
    page
}

fn said(effect: Effect) -> &'static str {
    match effect {
        Effect::Improves => "better",
        Effect::Worsens => "worse",
        Effect::Mixed => "depends",
    }
}

fn measures_against(row: &Requirement, metric: &Metric) -> bool {
    let is_it = |t: &Threshold| matches!(t, Threshold::Metric { metric: other, .. } if other.id == metric.id);
    matches!(&row.scale, Scale::Ramp { nothing, everything } if is_it(nothing) || is_it(everything))
}

fn named<'r>(rows: impl Iterator<Item = &'r Requirement>) -> Vec<Vec<Value>> {
    rows.map(|row| vec![json!(row.id), json!(row.title)])
        .collect()
}

/// One published source, and all that rests on it.
pub(super) fn source(source: &Citation, checklist: &Checklist, typical: &Typical) -> Page {
    let mut page = Page::new("source", &source.key, &source.title);
    page.fact("publisher", source.publisher.as_str());
    page.fact("date", source.date.as_str());
    page.fact_as("grade", json!(source.grade), grade(source));
    page.fact("url", source.url.as_deref());
    let cites = |keys: &[String]| keys.contains(&source.key);
    let rows = checklist
        .requirements
        .iter()
        .filter(|row| cites(&row.sources))
        .map(|row| ("requirement", row.id.clone()));
    let metrics =
        capacity::metrics().filter(|metric| metric.sources.contains(&source.key.as_str()));
    let metrics = metrics.map(|metric| ("metric", metric.id.to_owned()));
    let remedies = checklist::remedies()
        .iter()
        .filter(|remedy| cites(&remedy.sources));
    let remedies = remedies.map(|remedy| ("remedy", remedy.id.clone()));
    let parameters = parameters()
        .into_iter()
        .filter(|(_, _, parameter)| cites(&parameter.sources));
    let parameters = parameters.map(|(of, name, _)| ("parameter", format!("{name} of {of}")));
    let priors = typical.priors().iter().filter(|p| cites(&p.sources));
    let priors = priors.map(|prior| ("prior", prior.fact.clone()));
    let cited = rows
        .chain(metrics)
        .chain(remedies)
        .chain(parameters)
        .chain(priors);
    let cited = cited
        .map(|(kind, id)| vec![json!(id), json!(kind)])
        .collect();
    page.table("cited_by", "What rests on it", &["id", "kind"], cited);
    page
}

fn grade(source: &Citation) -> String {
    use rackready::citations::Confidence::{A, B, C};
    let meaning = match source.grade {
        A => "standard, regulator, vendor document or first-party disclosure",
        B => "trade press, analyst or engineering firm",
        C => "blog, study guide or unreviewed page",
    };
    format!("{:?}: {meaning}", source.grade)
}

/// Every parameter with whose it is and its name.
fn parameters() -> Vec<(&'static str, &'static str, &'static Parameter)> {
    let catalog = catalog();
    let hardware = catalog.hardware.iter().flat_map(|h| {
        HardwareParameters::NAMES
            .iter()
            .filter_map(|name| Some((h.id.as_str(), *name, h.parameters.get(name)?)))
    });
    let tenants = catalog.tenants.iter().flat_map(|t| {
        TenantParameters::NAMES
            .iter()
            .filter_map(|name| Some((t.id.as_str(), *name, t.parameters.get(name)?)))
    });
    let workloads = catalog.workloads.iter().flat_map(|w| {
        WorkloadParameters::NAMES
            .iter()
            .filter_map(|name| Some((w.id.as_str(), *name, w.parameters.get(name)?)))
    });
    hardware.chain(tenants).chain(workloads).collect()
}
