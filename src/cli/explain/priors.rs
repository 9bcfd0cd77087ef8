//! What a fact is likely to be where nobody states it, in words.

use rackready::checklist::Checklist;
use rackready::citations::Citation;
use rackready::site::Site;
use rackready::site::shape::{Shape, Shaped};
use rackready::typical::Typical;
use rackready::typical::prior::{
    Better, Condition, Form, ListPrior, Number, Prior, Test, Values, When,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::page::Page;
use super::source;

/// The prior of a fact, and where that comes from.
pub(super) fn prior(page: &mut Page, prior: &Prior, typical: &Typical) {
    let unit = unit(&prior.fact);
    let raw = typical.raw.priors.iter().find(|p| p.fact == prior.fact);
    page.fact_as("better", json!(prior.better), better(prior));
    page.fact_as("prior", as_written(&raw), likely(&prior.values, unit));
    if prior.values.number().is_some() {
        let ends = ends(&prior.values, prior.may_hold, unit);
        page.fact_as("may_hold", json!(prior.may_hold), ends);
    }
    let only: Vec<String> = prior.only_when.iter().map(condition).collect();
    for (key, all) in [("only_where", &only), ("never_above", &prior.at_most)] {
        if !all.is_empty() {
            page.fact(key, json!(all));
        }
    }
    page.fact_as("basis", json!(prior.basis), basis(prior));
    page.prose("why", &prior.why);
    let cases = prior.when.iter().zip(1..);
    let cases = cases.map(|(when, at)| {
        let mut text = likely(&when.values, unit);
        if when.may_hold != prior.may_hold {
            text += &format!("; {}", ends(&when.values, when.may_hold, unit));
        }
        vec![json!(at), json!(place(when)), json!(text)]
    });
    page.table(
        "when",
        "What is likely where other facts are known: the first that fits",
        &["case", "where", "prior"],
        cases.collect(),
    );
}

/// What the grade of its evidence says of a stated number.
pub(super) fn spread(page: &mut Page, typical: &Typical) {
    let spread = json!(typical.spread);
    let grades = spread.as_object().into_iter().flatten();
    let rows = grades
        .filter(|(_, share)| share.is_number())
        .map(|(grade, share)| vec![json!(grade), share.clone()]);
    page.table(
        "spread",
        "How far a stated number may be off, as a share of it",
        &["grade", "share"],
        rows.collect(),
    );
    page.prose("why", &typical.spread.why);
}

/// A prior in short: likely values, and what the fact may hold at all.
pub(crate) fn short(prior: &Prior) -> String {
    let unit = unit(&prior.fact);
    let likely = told(&prior.values, unit, key);
    match prior.values.number() {
        Some(_) => format!("{likely}; {}", ends(&prior.values, prior.may_hold, unit)),
        None => likely,
    }
}

/// A fact without its section, which a narrow table has no room for.
fn key(fact: &str) -> &str {
    match fact.split_once('.') {
        Some((section, key)) if !section.ends_with(']') => key,
        _ => fact,
    }
}

/// The priors that hang on a fact.
pub(super) fn hanging_on<'t>(fact: &str, typical: &'t Typical) -> Vec<&'t Prior> {
    let names = |prior: &&Prior| {
        let of_values = |values: &Values| {
            let sized = values
                .number()
                .is_some_and(|n| n.sized_by().any(|f| f == fact));
            sized || matches!(values, Values::List(ListPrior::Kinds { kind, .. }) if kind == fact)
        };
        let tests = |all: &[Condition]| all.iter().any(|c| c.fact == fact);
        let of_case = |when: &When| {
            tests(&when.conditions)
                || when.stated.iter().any(|f| f == fact)
                || of_values(&when.values)
        };
        of_values(&prior.values)
            || prior.when.iter().any(of_case)
            || tests(&prior.only_when)
            || prior.at_most.iter().any(|f| f == fact)
    };
    let others = typical.priors().iter().filter(|p| p.fact != fact);
    others.filter(names).collect()
}

/// The sources behind keys, a user's own before those of the checklist.
pub(super) fn sources<'k, 'a>(
    keys: impl IntoIterator<Item = &'k str>,
    checklist: &'a Checklist,
    typical: &'a Typical,
) -> impl Iterator<Item = &'a Citation> {
    let own = |key: &str| typical.citations.iter().find(|c| c.key == key);
    keys.into_iter()
        .filter_map(move |key| own(key).or_else(|| source(key, checklist)))
}

/// What is written, without the keys that say nothing.
pub(crate) fn as_written(raw: &impl Serialize) -> Value {
    bare(json!(raw))
}

fn bare(value: Value) -> Value {
    match value {
        Value::Object(keys) => {
            let kept = keys.into_iter().map(|(key, value)| (key, bare(value)));
            Value::Object(kept.filter(|(_, value)| !says_nothing(value)).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(bare).collect()),
        Value::Number(number) => whole(&number).map_or(Value::Number(number), Value::from),
        other => other,
    }
}

/// A whole number, which nobody writes with a point.
fn whole(number: &serde_json::Number) -> Option<i64> {
    let value = number.as_f64().filter(|n| n.fract() == 0.0)?;
    format!("{value:.0}").parse().ok()
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(keys) => keys.is_empty(),
        _ => false,
    }
}

/// The unit of a fact, empty where it has none.
fn unit(fact: &str) -> &'static str {
    match Site::SHAPE.at(&fact.replace("[]", "[0]")) {
        Some(Shape::Quantity { unit, .. }) => unit,
        _ => "",
    }
}

/// How likely a fact is to hold what.
fn likely(values: &Values, unit: &str) -> String {
    told(values, unit, |fact| fact)
}

fn told(values: &Values, unit: &str, name: fn(&str) -> &str) -> String {
    match values {
        Values::Words(words) | Values::Text(words) | Values::Flag(words) => shares(words),
        Values::List(ListPrior::One { none }) => format!(
            "none {}, one typical entry {}",
            percent(*none),
            percent(1.0 - none)
        ),
        Values::List(ListPrior::Kinds { shares: kinds, .. }) => {
            format!("one of each kind: {}", shares(kinds))
        }
        Values::Number(number) => numbers(number, unit, name),
        Values::Date(number) => numbers(number, "years", name),
    }
}

fn shares(words: &[(String, f64)]) -> String {
    let each = words
        .iter()
        .map(|(word, share)| format!("{word} {}", percent(*share)));
    each.collect::<Vec<_>>().join(", ")
}

/// P10, P50 and P90 with what they are multiplied with.
fn numbers(number: &Number, unit: &str, name: fn(&str) -> &str) -> String {
    let [low, likely, high] = number.points;
    let is_exact = low == likely && likely == high;
    let mut text = if is_exact {
        likely.to_string()
    } else {
        format!("{low} / {likely} / {high}")
    };
    let mut facts = number
        .times
        .iter()
        .map(|f| ('×', f))
        .chain(number.over.iter().map(|f| ('÷', f)))
        .peekable();
    // A factor is not in the unit of the fact.
    if facts.peek().is_none() && !unit.is_empty() && (unit != "years" || number.after.is_some()) {
        text += &format!(" {unit}");
    }
    for (sign, fact) in facts {
        text += &format!(" {sign} {}", name(fact));
    }
    if let Some(after) = &number.after {
        text += &format!(" after {}", name(after));
    }
    if !is_exact {
        text += match number.form {
            Form::Bell => ", bell",
            Form::Log => ", log",
            Form::Flat => ", flat",
        };
    }
    if number.none > 0.0 {
        text = format!("0 {}, else {text}", percent(number.none));
    }
    text
}

/// What a number may hold at a mine at all.
fn ends(values: &Values, [min, max]: [f64; 2], unit: &str) -> String {
    let text = if min == max {
        min.to_string()
    } else {
        format!("{min} to {max}")
    };
    match values {
        Values::Date(Number {
            after: Some(after), ..
        }) => format!("{text} years after {after}"),
        _ if unit.is_empty() => text,
        _ => format!("{text} {unit}"),
    }
}

/// What must hold for a case.
fn place(when: &When) -> String {
    let conditions = when.conditions.iter().map(condition);
    let stated = when.stated.iter().map(|fact| format!("{fact} is stated"));
    conditions.chain(stated).collect::<Vec<_>>().join(", ")
}

fn condition(condition: &Condition) -> String {
    let fact = &condition.fact;
    match &condition.is {
        Test::AnyOf(words) => format!("{fact} is {}", words.join(" or ")),
        Test::Between(from, below) => {
            let from = (*from > f64::MIN).then(|| format!(" from {from}"));
            let below = (*below < f64::MAX).then(|| format!(" below {below}"));
            format!(
                "{fact}{}{}",
                from.unwrap_or_default(),
                below.unwrap_or_default()
            )
        }
    }
}

fn better(prior: &Prior) -> &'static str {
    match (prior.better, &prior.values) {
        (Better::None, _) => "neither way",
        (Better::Higher, Values::Words(_) | Values::Text(_)) => "the later word",
        (Better::Higher, Values::Flag(_)) => "true",
        (Better::Higher, Values::List(_)) => "to have some",
        (Better::Higher, _) => "higher",
        (Better::Lower, Values::Words(_) | Values::Text(_)) => "the earlier word",
        (Better::Lower, Values::Flag(_)) => "false",
        (Better::Lower, Values::List(_)) => "to have none",
        (Better::Lower, _) => "lower",
    }
}

/// What a prior rests on, with the count behind a frequency.
fn basis(prior: &Prior) -> String {
    let word = json!(prior.basis);
    let word = word.as_str().unwrap_or_default();
    match &prior.count {
        Some(count) => format!("{word}: {}", count.trim()),
        None => word.to_owned(),
    }
}

/// A share as percent, without the dust of arithmetic.
fn percent(share: f64) -> String {
    format!("{} %", (share * 1e5).round() / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rackready::typical::built_in;

    fn of(fact: &str) -> String {
        let prior = built_in().prior(fact).unwrap();
        likely(&prior.values, unit(fact))
    }

    #[test]
    fn each_kind_of_prior_reads_as_a_sentence() {
        assert_eq!(
            of("power.connection"),
            "off-grid 3 %, behind-the-meter 17 %, grid 80 %"
        );
        assert_eq!(of("power.approved_mw"), "50 / 130 / 600 MW, log");
        assert_eq!(
            of("power.contracted_mw"),
            "0.6 / 1 / 1 × power.approved_mw, bell"
        );
        assert_eq!(of("mining.since"), "-5 / -2 / -0.5 years after as_of, bell");
        assert_eq!(of("as_of"), "2021.8 / 2024.3 / 2025.6, bell");
        assert_eq!(of("power.expansion"), "none 70 %, one typical entry 30 %");
        assert_eq!(
            short(built_in().prior("power.contracted_mw").unwrap()),
            "0.6 / 1 / 1 × approved_mw, bell; 0 to 5000 MW"
        );
    }

    #[test]
    fn a_case_says_what_must_hold() {
        let prior = built_in().prior("power.connection").unwrap();
        assert_eq!(
            place(&prior.when[0]),
            "power.standby_mw from 0.001, power.standby_mw is stated"
        );
        let hanging: Vec<&str> = hanging_on("power.connection", built_in())
            .iter()
            .map(|p| p.fact.as_str())
            .collect();
        assert!(
            hanging.contains(&"power.feeds") && !hanging.contains(&"power.connection"),
            "{hanging:?}"
        );
    }
}
