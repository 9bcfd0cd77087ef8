//! What holds of every page, whatever it is about.

use std::sync::LazyLock;

use jsonschema::Validator;
use rackready::report::{Style, problems};
use rackready::source::{Problem, Source};
use serde::Serialize;
use serde_json::{Map, Value};
use uppsala::xsd::XsdValidator;

/// How pages look.
pub(super) const STYLE: Style = Style {
    width: 100,
    color: false,
    bars: true,
};

/// Saved numbers are rounded to three decimals.
const ROUNDED: f64 = 0.0021;

/// No character of a page steers whoever shows it, and none is there that nobody sees.
pub(super) fn harmless(what: &str, text: &str) {
    let steers = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    if let Some(c) = text.chars().find(steers) {
        panic!("{what}: {c:?} in:\n{text}");
    }
}

/// The same of a page for people, which stands in the log of a job too: no line is a command to who reads that.
pub(super) fn page(what: &str, text: &str) {
    harmless(what, text);
    // `::: file:1:1` heads an excerpt: where `::` stands no second time, nothing is named.
    let commands = |line: &str| {
        let named = line.trim_start().strip_prefix("::");
        named.is_some_and(|rest| rest.contains("::"))
            || ["##[", "##vso[", "##teamcity["]
                .iter()
                .any(|name| line.contains(name))
    };
    if let Some(line) = text.lines().find(|line| commands(line)) {
        panic!("{what}: {line} in:\n{text}");
    }
}

/// A table has as many cells in each row as in the first, and none steers.
pub(super) fn table(what: &str, text: &str) {
    harmless(what, text);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.records() {
        row.unwrap_or_else(|error| panic!("{what}: {error} in:\n{text}"));
    }
}

/// Text as the JSON that it is.
pub(super) fn json(what: &str, text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{what}: {error} in:\n{text}"))
}

/// What was judged has its numbers in order; what somebody saved has them as they were written.
pub(super) fn judged(what: &str, of: &impl Serialize) {
    ordered(what, &serde_json::to_value(of).unwrap());
}

/// JSON that a schema allows: no number is missing where one is due.
pub(super) fn fits(what: &str, schema: &Validator, document: &Value) {
    let misfits = schema
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()));
    let misfits: Vec<String> = misfits.take(3).collect();
    assert!(misfits.is_empty(), "{what}: {misfits:?} in:\n{document:#}");
}

/// A schema, ready to hold documents to.
pub(super) fn schema(schema: &Value) -> Validator {
    jsonschema::draft7::new(schema).unwrap()
}

/// Worst ≤ P10 ≤ P50 ≤ P90 ≤ best wherever they stand.
fn ordered(what: &str, value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| ordered(what, item)),
        Value::Object(entries) => {
            in_order(what, entries);
            entries.values().for_each(|entry| ordered(what, entry));
        }
        _ => {}
    }
}

fn in_order(what: &str, entries: &Map<String, Value>) {
    if !entries.contains_key("p10") || !entries.contains_key("p90") {
        return;
    }
    let number = |key: &str, none: f64| {
        entries
            .get(key)
            .map_or(none, |n| n.as_f64().unwrap_or(none))
    };
    // What never comes is later than all else.
    let [p10, p50, p90] = ["p10", "p50", "p90"].map(|key| number(key, f64::INFINITY));
    let (worst, best) = (
        number("worst", f64::NEG_INFINITY),
        number("best", f64::INFINITY),
    );
    let all = [worst, p10, p50, p90, best];
    let falls = |pair: &[f64]| pair[0] > pair[1] + ROUNDED + pair[1].abs() * 1e-9;
    let falls = all.windows(2).any(falls);
    assert!(!falls, "{what}: {entries:?}");
}

/// XML of JUnit, as its schema has it.
pub(super) fn junit(text: &str) {
    thread_local! {
        static SCHEMA: XsdValidator = {
            let schema = uppsala::parse(include_str!("../../../schemas/junit-10.xsd")).unwrap();
            XsdValidator::from_schema(&schema).unwrap()
        };
    }
    harmless("junit", text);
    let document = uppsala::parse(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    let problems: Vec<String> = SCHEMA.with(|schema| {
        let problems = schema.validate(&document);
        problems.iter().map(|e| e.message.clone()).collect()
    });
    assert!(problems.is_empty(), "{problems:?} in:\n{text}");
}

/// SARIF, as its schema has it.
pub(super) fn sarif(text: &str) {
    static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
        // A stray bracket is no regular expression.
        let text = include_str!("../../../schemas/sarif-2.1.0.json");
        let mended = text.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
        schema(&serde_json::from_str(&mended).unwrap())
    });
    fits("sarif", &SCHEMA, &json("sarif", text));
}

/// A page of HTML: whole, nothing in it that steers, and the record in it is one.
pub(super) fn html(what: &str, page: &str) {
    assert!(page.starts_with("<!DOCTYPE html>"), "{what}:\n{page}");
    let record = rackready::report::html::record_in(page);
    let shown = page.split("<script type=\"application/json\"").next();
    harmless(what, shown.unwrap_or(page));
    if let Some(record) = record {
        json(what, record);
    }
    for element in ["table", "svg", "section", "article", "main", "script"] {
        let opened = page.matches(&format!("<{element}>")).count()
            + page.matches(&format!("<{element} ")).count();
        let closed = page.matches(&format!("</{element}>")).count();
        assert_eq!(opened, closed, "{what}: {element} in:\n{page}");
    }
}

/// Problems of one text: at least one, each at a place of it, and told in a way that steers nobody.
pub(super) fn told(source: &Source, told: &[Problem]) {
    told_beside(source, told);
    let text = source.text();
    for problem in told {
        let spans = problem.at.into_iter();
        for at in spans.chain(problem.related.iter().map(|related| related.at)) {
            let in_text = at.start <= at.end && text.get(at.start..at.end).is_some();
            assert!(in_text, "{problem:?} lies outside of:\n{text}");
            assert_eq!(at.place, source.place(at.start), "{problem:?} in:\n{text}");
        }
    }
}

/// The same of problems that may stand in another text, such as that of an option.
pub(super) fn told_beside(source: &Source, told: &[Problem]) {
    assert!(
        !told.is_empty(),
        "refused for no reason:\n{}",
        source.text()
    );
    page("problems", &problems::render(source, told, &STYLE));
    let lines = problems::lines(source, told);
    page("lines of problems", &lines);
    assert_eq!(lines.lines().count(), told.len(), "{lines}");
    for error in problems::errors(source, told) {
        let placed = error.line > 0 && error.column > 0 && !error.message.trim().is_empty();
        assert!(placed, "{error:?}");
    }
}
