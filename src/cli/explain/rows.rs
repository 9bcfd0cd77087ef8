//! Pages about the checklist: a requirement, a category, a remedy.

use rackready::assess::Assessor;
use rackready::checklist::{Checklist, OfTarget, Remedy, Requirement, RowRoute, Scale, Threshold};
use rackready::hosting::{Target, catalog};
use rackready::report::numbers;
use rackready::typical::{Sample, Typical};
use rackready::units::MetricUnit;
use serde_json::{Value, json};

use super::page::Page;
use super::{number, prices, sources};

/// One row of the checklist.
pub(super) fn requirement(row: &Requirement, checklist: &Checklist, typical: &Typical) -> Page {
    let mut page = Page::new("requirement", &row.id, &row.title);
    page.prose("why", &row.why);
    let category = &checklist.categories[row.category];
    page.fact_as("category", category.id.as_str(), &category.name);
    let metric = row.metric;
    page.fact_as(
        "metric",
        metric.id,
        format!("{}: {}", metric.id, metric.summary),
    );
    page.fact("formula", metric.formula);
    page.fact(
        "reads",
        metric
            .reads
            .iter()
            .map(|(path, _)| *path)
            .collect::<Vec<_>>(),
    );
    let all: f64 = checklist.requirements.iter().map(|row| row.weight).sum();
    page.fact_as(
        "weight",
        row.weight,
        format!(
            "{}, {:.1} % of all weights",
            row.weight,
            100.0 * row.weight / all
        ),
    );
    if let Some(gate) = row.gate {
        let text = format!("decides the verdict by itself: at least {gate} of it must be there");
        page.fact_as("gate", gate, text);
    }
    if row.dated {
        page.fact_as(
            "dated",
            true,
            "the value counts months to a stated date: what ends in time is no failure",
        );
    }
    if row.enough < 1.0 {
        let text = if row.enough > 0.0 {
            format!(
                "a tenant takes {} of it as it is; closing the rest earns points alone",
                row.enough
            )
        } else {
            "no tenant asks for it: closing it earns points alone, and is no part of a plan"
                .to_owned()
        };
        page.fact_as("enough", row.enough, text);
    }
    page.fact("fixability", row.fixability.word());
    page.fact_as("route", row.route.word(), route(row.route));
    if let Some(text) = applies(row) {
        page.fact_as("applies", json!(row.applies), text);
    }
    if let Some(remedy) = row.remedy {
        page.fact_as(
            "remedy",
            remedy.id.as_str(),
            format!("{}: {}, {}", remedy.id, remedy.name, lead_time(remedy)),
        );
    }
    page.fact_as(
        "basis",
        row.basis.word(),
        format!("thresholds are {}", row.basis.word()),
    );
    thresholds(&mut page, row);
    fixes(&mut page, row, checklist, typical);
    page.remark("note", row.note.as_deref());
    let keys = row
        .sources
        .iter()
        .map(String::as_str)
        .chain(metric.sources.iter().copied());
    page.sources(sources(keys, checklist));
    page
}

fn route(route: RowRoute) -> &'static str {
    match route {
        RowRoute::InPlace => "in-place: asked of the hall that stands, not of a new one",
        RowRoute::NewHall => "new-hall: asked where a new hall is built, not of one that stands",
        RowRoute::Both => "both: asked of the hall that stands and of a new one",
    }
}

/// For which targets a row counts, where not for all.
fn applies(row: &Requirement) -> Option<String> {
    let applies = &row.applies;
    let kinds = [
        ("hardware", &applies.hardware),
        ("tenant", &applies.tenant),
        ("workload", &applies.workload),
    ];
    let named = kinds
        .into_iter()
        .filter_map(|(kind, ids)| Some(format!("{kind} {}", ids.as_ref()?.join(", "))));
    let text = named.collect::<Vec<_>>().join("; ");
    (!text.is_empty()).then_some(text)
}

fn lead_time(remedy: &Remedy) -> String {
    let weeks = &remedy.weeks;
    format!(
        "{}–{} weeks, likely {}, by the {}",
        weeks.low,
        weeks.high,
        weeks.likely,
        remedy.owner.word()
    )
}

/// What earns nothing and everything, for each hardware with its usual tenant and workload.
fn thresholds(page: &mut Page, row: &Requirement) {
    match &row.scale {
        Scale::Ramp {
            nothing,
            everything,
        } => {
            let unit = if row.metric.unit == MetricUnit::Plain {
                String::new()
            } else {
                format!(", {}", row.metric.unit.word())
            };
            let rows = usual(row).map(|target| {
                vec![
                    json!(target.id()),
                    threshold(nothing, &target),
                    threshold(everything, &target),
                ]
            });
            page.table(
                "thresholds",
                format!("What earns nothing and everything{unit}"),
                &["target", "nothing", "everything"],
                rows.collect(),
            );
        }
        Scale::Levels(levels) => {
            let words = row.metric.words().unwrap_or_default().iter();
            let rows = words.map(|word| {
                vec![
                    json!(word.name),
                    json!(levels.get(word.name)),
                    json!(word.doc.trim()),
                ]
            });
            page.table(
                "levels",
                "What each word earns",
                &["word", "earns", "meaning"],
                rows.collect(),
            );
        }
    }
}

/// A share as far as anyone can know it.
fn cut(share: f64) -> Value {
    number((1_000.0 * share).round() / 1_000.0)
}

/// Each hardware that asks for a row, with its usual tenant and workload.
fn usual(row: &Requirement) -> impl Iterator<Item = Target<'static>> {
    let usual = catalog().usual().unwrap_or_default();
    usual.into_iter().filter(|target| row.applies_to(target))
}

/// What money buys of a row, which convertibility leaves out.
fn fixes(page: &mut Page, row: &Requirement, checklist: &Checklist, typical: &Typical) {
    let assessor = Assessor::of(checklist).drawn(typical, Sample::default());
    let counts = |route| row.route == RowRoute::Both || row.route == route;
    let rows = usual(row).flat_map(|target| {
        let fixes = assessor.fixes(target, &row.id).into_iter().flatten();
        let routes = [RowRoute::InPlace, RowRoute::NewHall]
            .into_iter()
            .zip(fixes);
        let rows = routes.filter(|(route, _)| counts(*route));
        let rows = rows.map(move |(route, fix)| {
            vec![
                json!(target.id()),
                json!(route.word()),
                cut(fix.in_time),
                cut(fix.succeeds),
                cut(fix.cost),
                cut(fix.share()),
            ]
        });
        rows.collect::<Vec<_>>()
    });
    page.table(
        "money_buys",
        "What money buys: chance in the tenant's time × chance that it can be had × (1 − share of the cost)",
        &["target", "route", "in_time", "succeeds", "cost", "money_buys"],
        rows.collect(),
    );
}

/// A threshold for a target: a number, or another metric in words.
pub(super) fn threshold(threshold: &Threshold, target: &Target) -> Value {
    match threshold {
        Threshold::Metric {
            metric,
            most,
            times,
            per,
            plus,
        } => {
            let of = |param: &Option<Box<OfTarget>>| param.as_ref()?.for_target(target);
            let times = times * of(per).unwrap_or(1.0);
            let named = match of(most) {
                Some(most) => format!("{}, at most {}", metric.id, numbers::number(most)),
                None => metric.id.to_owned(),
            };
            let factor = if times == 1.0 {
                String::new()
            } else {
                format!("{} × ", numbers::number(times))
            };
            let addend = if *plus == 0.0 {
                String::new()
            } else {
                format!(" + {}", numbers::number(*plus))
            };
            format!("{factor}{named}{addend}").into()
        }
        _ => threshold.for_target(target).map_or(Value::Null, number),
    }
}

/// A group of rows.
pub(super) fn category(at: usize, checklist: &Checklist) -> Page {
    let category = &checklist.categories[at];
    let mut page = Page::new("category", &category.id, &category.name);
    page.prose("why", &category.why);
    page.remark("why_weight", category.why_weight.as_deref());
    let rows = || {
        checklist
            .requirements
            .iter()
            .filter(|row| row.category == at)
    };
    let (all, of_it) = (
        checklist
            .requirements
            .iter()
            .map(|row| row.weight)
            .sum::<f64>(),
        rows().map(|row| row.weight).sum::<f64>(),
    );
    page.fact_as(
        "weight",
        of_it,
        format!("{of_it}, {:.0} % of all weights", 100.0 * of_it / all),
    );
    let lines = rows().map(|row| {
        vec![
            json!(row.id),
            json!(row.title),
            number(row.weight),
            json!(row.fixability.word()),
            json!(row.gate),
        ]
    });
    page.table(
        "requirements",
        "Requirements",
        &["requirement", "title", "weight", "fixability", "gate"],
        lines.collect(),
    );
    page
}

/// What closes a gap.
pub(super) fn remedy(remedy: &Remedy, checklist: &Checklist) -> Page {
    let mut page = Page::new("remedy", &remedy.id, &remedy.name);
    page.prose("action", &remedy.action);
    let weeks = json!(remedy.weeks);
    page.fact_as(
        "weeks",
        weeks,
        format!("{} (order to commissioned)", lead_time(remedy)),
    );
    page.fact("owner", remedy.owner.word());
    page.fact_as(
        "succeeds",
        remedy.succeeds,
        format!(
            "{}, chance that it can be had at all: those agree who must, what stands bears it (our judgment)",
            remedy.succeeds
        ),
    );
    page.fact("basis", remedy.basis.word());
    let rows = checklist
        .requirements
        .iter()
        .filter(|row| row.remedy.is_some_and(|r| r.id == remedy.id));
    let rows = rows
        .map(|row| {
            vec![
                json!(row.id),
                json!(row.title),
                json!(row.fixability.word()),
            ]
        })
        .collect();
    page.table(
        "requirements",
        "Gaps that it closes",
        &["requirement", "title", "fixability"],
        rows,
    );
    prices::measure(&mut page, remedy);
    page.remark("note", remedy.note.as_deref());
    page.sources(sources(
        remedy.sources.iter().map(String::as_str),
        checklist,
    ));
    page
}
