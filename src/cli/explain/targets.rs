//! Pages about what is to be hosted: a target, a tenant, a workload, a parameter.

use rackready::checklist::{Checklist, RawThreshold, Requirement, Scale};
use rackready::hosting::{
    HardwareParameters, Parameter, Target, Tenant, TenantParameters, Workload, WorkloadParameters,
    catalog,
};
use rackready::report::numbers;
use serde_json::{Value, json};

use super::page::Page;
use super::rows::threshold;
use super::{number, sources};
use crate::cli::cells::Columns;

/// A parameter with its name and meaning.
type Named<'a> = (&'static str, &'static str, &'a Parameter);

const PARAMETERS: Columns = &["parameter", "value", "range", "basis", "meaning"];

/// A combination of hardware, tenant and workload.
pub(super) fn target(id: &str, target: &Target, checklist: &Checklist) -> Page {
    let Target {
        hardware,
        tenant,
        workload,
    } = target;
    let title = format!(
        "{}, for a {}, {}",
        hardware.name, tenant.name, workload.name
    );
    let mut page = Page::new("target", id, title);
    page.prose("hardware_summary", &hardware.summary);
    page.prose("tenant_summary", &tenant.summary);
    page.prose("workload_summary", &workload.summary);
    page.fact("target", target.id());
    page.fact("hardware", hardware.id.as_str());
    page.fact("tenant", tenant.id.as_str());
    page.fact("workload", workload.id.as_str());
    let asked = || {
        checklist
            .requirements
            .iter()
            .filter(|row| row.applies_to(target))
    };
    page.fact(
        "gates",
        asked()
            .filter(|row| row.gate.is_some())
            .map(|row| row.id.as_str())
            .collect::<Vec<_>>(),
    );
    let parts = [
        of_hardware(target),
        of_tenant(tenant),
        of_workload(workload),
    ];
    let headings = [
        (
            "hardware_parameters",
            format!("What the hardware asks of a building: {}", hardware.id),
        ),
        (
            "tenant_parameters",
            format!("What the tenant asks of a site: {}", tenant.id),
        ),
        (
            "workload_parameters",
            format!(
                "What the workload asks of supply and network: {}",
                workload.id
            ),
        ),
    ];
    for ((key, heading), part) in headings.into_iter().zip(&parts) {
        page.table(key, heading, PARAMETERS, values(part));
    }
    page.table(
        "requirements",
        "Requirements it is judged by: what earns nothing and everything",
        &["requirement", "nothing", "everything", "unit"],
        asked().map(|row| judged(row, target)).collect(),
    );
    finish(&mut page, &parts.concat(), checklist);
    page
}

fn judged(row: &Requirement, target: &Target) -> Vec<Value> {
    let (nothing, everything) = match &row.scale {
        Scale::Ramp {
            nothing,
            everything,
        } => (threshold(nothing, target), threshold(everything, target)),
        Scale::Levels(levels) => {
            let least = levels.values().copied().fold(f64::INFINITY, f64::min);
            let most = levels.values().copied().fold(f64::NEG_INFINITY, f64::max);
            let words = |earned: f64| {
                let words = levels
                    .iter()
                    .filter(|(_, level)| **level == earned)
                    .map(|(word, _)| word.as_str());
                json!(words.collect::<Vec<_>>().join(" or "))
            };
            (words(least), words(most))
        }
    };
    vec![json!(row.id), nothing, everything, json!(row.metric.unit)]
}

/// A kind of tenant.
pub(super) fn tenant(tenant: &Tenant, checklist: &Checklist) -> Page {
    let mut page = Page::new("tenant", &tenant.id, &tenant.name);
    page.prose("summary", &tenant.summary);
    let parameters = of_tenant(tenant);
    page.table(
        "parameters",
        "What it asks of a site",
        PARAMETERS,
        values(&parameters),
    );
    finish(&mut page, &parameters, checklist);
    page
}

/// A kind of workload.
pub(super) fn workload(workload: &Workload, checklist: &Checklist) -> Page {
    let mut page = Page::new("workload", &workload.id, &workload.name);
    page.prose("summary", &workload.summary);
    let parameters = of_workload(workload);
    page.table(
        "parameters",
        "What it asks of supply and network",
        PARAMETERS,
        values(&parameters),
    );
    finish(&mut page, &parameters, checklist);
    page
}

fn of_hardware<'a>(target: &Target<'a>) -> Vec<Named<'a>> {
    let parameters = &target.hardware.parameters;
    named(
        HardwareParameters::NAMES,
        HardwareParameters::DOCS,
        |name| parameters.get(name),
    )
}

fn of_tenant(tenant: &Tenant) -> Vec<Named<'_>> {
    named(TenantParameters::NAMES, TenantParameters::DOCS, |name| {
        tenant.parameters.get(name)
    })
}

fn of_workload(workload: &Workload) -> Vec<Named<'_>> {
    named(
        WorkloadParameters::NAMES,
        WorkloadParameters::DOCS,
        |name| workload.parameters.get(name),
    )
}

fn named<'a>(
    names: &[&'static str],
    docs: &[&'static str],
    get: impl Fn(&str) -> Option<&'a Parameter>,
) -> Vec<Named<'a>> {
    names
        .iter()
        .zip(docs)
        .filter_map(|(name, doc)| Some((*name, doc.trim(), get(name)?)))
        .collect()
}

fn values(parameters: &[Named]) -> Vec<Vec<Value>> {
    let line = |(name, doc, p): &Named| {
        vec![
            json!(name),
            number(p.value),
            range(p),
            json!(p.basis.word()),
            json!(doc),
        ]
    };
    parameters.iter().map(line).collect()
}

/// The range, where sources give one.
fn range(parameter: &Parameter) -> Value {
    let (low, high) = parameter.ends();
    if low == high {
        Value::Null
    } else {
        format!("{}–{}", numbers::number(low), numbers::number(high)).into()
    }
}

/// Notes and sources of parameters.
fn finish(page: &mut Page, parameters: &[Named], checklist: &Checklist) {
    let notes = parameters
        .iter()
        .filter_map(|(name, _, p)| Some(vec![json!(name), json!(p.note.as_ref()?.trim())]));
    page.table(
        "notes",
        "Why these values",
        &["parameter", "note"],
        notes.collect(),
    );
    page.sources(sources(
        parameters
            .iter()
            .flat_map(|(_, _, p)| &p.sources)
            .map(String::as_str),
        checklist,
    ));
}

/// One parameter, with its value for each hardware, tenant or workload.
pub(super) fn parameter(name: &'static str, checklist: &Checklist) -> Page {
    let catalog = catalog();
    let hardware = catalog
        .hardware
        .iter()
        .map(|h| (h.id.as_str(), h.parameters.get(name)));
    let tenants = catalog
        .tenants
        .iter()
        .map(|t| (t.id.as_str(), t.parameters.get(name)));
    let workloads = catalog
        .workloads
        .iter()
        .map(|w| (w.id.as_str(), w.parameters.get(name)));
    let all: Vec<(&str, &Parameter)> = hardware
        .chain(tenants)
        .chain(workloads)
        .filter_map(|(of, p)| Some((of, p?)))
        .collect();

    let mut page = Page::new("parameter", name, meaning(name));
    let line = |(of, p): &(&str, &Parameter)| {
        vec![
            json!(of),
            number(p.value),
            range(p),
            json!(p.basis.word()),
            json!(p.confidence),
            json!(p.sources),
        ]
    };
    let columns = &["of", "value", "range", "basis", "grade", "sources"];
    page.table("values", "Values", columns, all.iter().map(line).collect());
    let note = |(of, p): &(&str, &Parameter)| Some(vec![json!(of), json!(p.note.as_ref()?.trim())]);
    page.table(
        "notes",
        "Why these values",
        &["of", "note"],
        all.iter().filter_map(note).collect(),
    );
    let rows = checklist.raw.requirements.iter().filter(|row| {
        let is_it = |t: &RawThreshold| matches!(t, RawThreshold::Reference(r)
            if r.param.as_deref() == Some(name) || r.most.as_ref().is_some_and(|most| most.param == name));
        row.enabled != Some(false) && [&row.nothing, &row.everything].into_iter().flatten().any(is_it)
    });
    let rows = rows
        .map(|row| vec![json!(row.id), json!(row.title)])
        .collect();
    page.table(
        "threshold_of",
        "Requirements that take a threshold from it",
        &["requirement", "title"],
        rows,
    );
    page.sources(sources(
        all.iter().flat_map(|(_, p)| &p.sources).map(String::as_str),
        checklist,
    ));
    page
}

/// What a parameter means, with its unit.
fn meaning(name: &str) -> &'static str {
    let sets = [
        (HardwareParameters::NAMES, HardwareParameters::DOCS),
        (TenantParameters::NAMES, TenantParameters::DOCS),
        (WorkloadParameters::NAMES, WorkloadParameters::DOCS),
    ];
    let mut docs = sets
        .into_iter()
        .flat_map(|(names, docs)| names.iter().zip(docs));
    docs.find(|(known, _)| **known == name)
        .map_or("", |(_, doc)| doc.trim())
}
