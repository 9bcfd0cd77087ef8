//! Two states of a site, or two saved reports, compared.

use std::sync::LazyLock;

use jsonschema::Validator;
use rackready::assess::Books;
use rackready::compare::{Diff, Judged, Origin, Set, Terms as Judging, Tolerance, diff as compare};
use rackready::record;
use rackready::report::compare::{json, markdown, text as page};
use rackready::report::html;
use rackready::source::Notation;
use serde_json::Value;

use super::in_parts;
use super::judging::{BUILT_IN, SAMPLE, Terms, loaded, short, target};
use super::oracles::{self, STYLE, harmless};
use super::readings::site_in;

/// What judges both sides, with what it prepares kept.
static JUDGING: LazyLock<Judging<'static>> = LazyLock::new(|| {
    let terms = Terms::built_in();
    let drawn = (terms.typical, SAMPLE);
    Judging::new(terms.checklist, terms.prices, drawn, Some(target("nvl72")))
        .reckoned(Some(Books::at(terms.market)))
});

/// The base and the head, both sites or both reports.
pub fn diff(data: &[u8]) {
    let [base, head] = in_parts(data);
    if let (Some(base), Some(head)) = (report(base), report(head)) {
        every(&compare(&base, &head, None, true, &Tolerance::default()));
        unchanged(&compare(&head, &head, None, true, &Tolerance::default()));
        return;
    }
    let both = Some((&*JUDGING, &*JUDGING));
    if let (Some(base), Some(head)) = (site(base), site(head)) {
        every(&compare(&base, &head, both, true, &Tolerance::default()));
        unchanged(&compare(&head, &head, both, true, &Tolerance::default()));
    }
}

fn report(data: &[u8]) -> Option<Set> {
    let text = std::str::from_utf8(data).ok()?;
    record::schema_of(text)?;
    let report = record::read("report.json", text).ok()?;
    Some(Set {
        origin: Origin {
            path: "report.json".to_owned(),
            method: report.method,
        },
        sites: report.sites.into_iter().map(Judged::from).collect(),
    })
}

fn site(data: &[u8]) -> Option<Set> {
    let terms = Terms::built_in();
    let (source, site) = site_in(data, Notation::Yaml)?;
    let loaded = loaded(source, site);
    let report = short(&BUILT_IN, &loaded, target("nvl72"));
    let judged = Judged::of(&report, terms.checklist);
    drop(report);
    Some(Set {
        origin: Origin {
            path: "site.yaml".to_owned(),
            method: terms.method(),
        },
        sites: vec![judged.read_from(loaded)],
    })
}

/// A comparison in every format; its parts add up.
fn every(diff: &Diff) {
    static SCHEMA: LazyLock<Validator> = LazyLock::new(|| oracles::schema(&json::schema()));
    let document = oracles::json("json of a comparison", &json::to_string(diff).unwrap());
    oracles::fits("json of a comparison", &SCHEMA, &document);
    adds_up(&document);
    for full in [false, true] {
        oracles::page("text of a comparison", &page::page(diff, full, &STYLE));
    }
    harmless("markdown of a comparison", &markdown::comment(diff));
    oracles::html("html of a comparison", &html::diff(diff).unwrap());
}

/// What causes add to a sum is what the sum changed by.
fn adds_up(document: &Value) {
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    for total in document["totals"].as_array().into_iter().flatten() {
        let parts = total["parts"].as_array().into_iter().flatten();
        let parts: Vec<f64> = parts.map(|part| number(&part["delta"])).collect();
        let [base, head, delta] = ["base", "head", "delta"].map(|key| number(&total[key]));
        let slack = 0.01 * (parts.len() + 2) as f64 + 1e-9 * (base.abs() + head.abs());
        let sums = (parts.iter().sum::<f64>() - delta).abs() <= slack
            && (head - base - delta).abs() <= slack;
        assert!(sums, "{total:#}");
    }
}

/// Nothing changed between a set and itself.
fn unchanged(diff: &Diff) {
    let nothing = diff.sites.is_empty()
        && diff.regressions.is_empty()
        && diff.added.is_empty()
        && diff.removed.is_empty()
        && diff.totals.iter().all(|total| total.delta == 0.0);
    assert!(nothing, "{diff:#?}");
}
