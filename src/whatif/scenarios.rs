//! Scenarios: files of facts that are set together, each set under a name.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde_json::Value as Json;

use super::setting::Setting;
use crate::hosting::catalog;
use crate::source::reading::{self, Dated};
use crate::source::tree::{Node, Tree, Value};
use crate::source::{Problem, Refused, Source};

/// A scenario that was read and checked.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// What it sets, in the order of the file.
    pub settings: Vec<Setting>,
    /// What is to be hosted, where it says so.
    pub target: Option<String>,
    /// A file of prices, as it lies from the folder of the scenarios.
    pub prices: Option<String>,
    /// A file of a market, in the same way.
    pub market: Option<String>,
    /// A policy, in the same way.
    pub policy: Option<String>,
}

/// Scenarios as they are written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawScenarios {
    /// What is held against the files as they are, one after the other.
    #[schemars(length(min = 1))]
    scenarios: Vec<RawScenario>,
}

/// One scenario.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawScenario {
    /// What it is called.
    name: String,
    /// Facts in place of those of the file, each under its path, such as `power.approved_mw` or
    /// `permits[kind=zoning].status`; `unknown` takes a fact away.
    #[serde(default)]
    #[expect(dead_code, reason = "its values are read where they stand")]
    set: BTreeMap<String, Json>,
    /// What is to be hosted: hardware, hardware/tenant or hardware/tenant/workload.
    target: Option<String>,
    /// A file of prices, as it lies from the folder of this file.
    prices: Option<String>,
    /// A file of a market, as it lies from the folder of this file.
    market: Option<String>,
    /// A policy, as it lies from the folder of this file: what it names is judged by, and whether its gate passes is told.
    policy: Option<String>,
}

/// No text of scenarios is a date.
const UNDATED: Dated = Dated {
    takes: "a text",
    help: "write a text",
    fits: |_| true,
};

/// The schema of a file of scenarios, JSON Schema draft-07.
#[must_use]
pub fn schema() -> Json {
    let settings = SchemaSettings::draft07().with(|s| s.inline_subschemas = true);
    let generator = settings.into_generator();
    generator.into_root_schema_for::<RawScenarios>().to_value()
}

/// Reads scenarios.
///
/// # Errors
/// Everything that is wrong with the file, at its place.
pub fn read(source: Source) -> Result<Vec<Scenario>, Refused> {
    match scenarios_of(&Arc::new(source.clone())) {
        Ok(scenarios) => Ok(scenarios),
        Err(mut problems) => {
            problems.sort();
            Err(Refused { source, problems })
        }
    }
}

fn scenarios_of(source: &Arc<Source>) -> Result<Vec<Scenario>, Vec<Problem>> {
    let raw: RawScenarios = reading::read(source, &schema(), &UNDATED, |_| Vec::new())?;
    let tree = Tree::of(source);
    let mut problems = Vec::new();
    let mut scenarios: Vec<Scenario> = Vec::with_capacity(raw.scenarios.len());
    for (at, raw) in raw.scenarios.into_iter().enumerate() {
        let here = format!("scenarios[{at}]");
        let span = |key: &str| tree.span_of(source, &format!("{here}.{key}"));
        if scenarios.iter().any(|earlier| earlier.name == raw.name) {
            let message = format!("two scenarios are called `{}`", raw.name);
            problems.push(Problem::at(span("name"), message));
        }
        if let Some(Err(error)) = raw.target.as_deref().map(|id| catalog().target(id)) {
            problems.push(error.at(span("target")));
        }
        let set = tree
            .root
            .as_ref()
            .and_then(|root| root.at(&format!("{here}.set")));
        let mut settings = Vec::new();
        for (key, value) in entries(set) {
            let by = format!("scenario {}", raw.name);
            match Setting::of(source, key, value.clone(), by) {
                Ok(setting) => settings.push(setting),
                Err(wrong) => problems.extend(wrong),
            }
        }
        scenarios.push(Scenario {
            name: raw.name,
            settings,
            target: raw.target,
            prices: raw.prices,
            market: raw.market,
            policy: raw.policy,
        });
    }
    if problems.is_empty() {
        Ok(scenarios)
    } else {
        Err(problems)
    }
}

fn entries(section: Option<&Node>) -> &[(Node, Node)] {
    match section.map(|section| &section.value) {
        Some(Value::Mapping(entries)) => entries,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let refused = read(Source::from_text("s.yaml", text).unwrap()).unwrap_err();
        let told = refused.problems.iter().map(|problem| {
            let place = problem.place().map_or((0, 0), |p| (p.line, p.column));
            format!("{}:{}: {}", place.0, place.1, problem.message)
        });
        told.collect()
    }

    #[test]
    fn scenarios_are_read_with_what_they_set() {
        let text = "scenarios:\n- name: second feed\n  set:\n    power.feeds: 2\n    'permits[kind=air].status': granted\n\
                    \x20   power.approved_mw: {low: 1, high: 2}\n    substation: unknown\n\
                    \x20   permits[+]:\n      kind: air   # by telephone\n      note: |\n        a\n        b\n\
                    - {name: cheap, prices: p.yaml, target: nvl72}\n";
        let scenarios = read(Source::from_text("s.yaml", text).unwrap()).unwrap();
        let said = |scenario: &Scenario| {
            super::super::in_short(
                &scenario
                    .settings
                    .iter()
                    .map(|s| s.says().clone())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            said(&scenarios[0]),
            "power.feeds=2; permits[kind=air].status=granted; power.approved_mw={low: 1, high: 2}; substation=unknown; \
             permits[+]={kind: air, note: \"a\\nb\\n\"}"
        );
        assert_eq!(scenarios[0].settings[0].says().by, "scenario second feed");
        assert_eq!(scenarios[1].prices.as_deref(), Some("p.yaml"));
    }

    #[test]
    fn everything_wrong_with_a_file_is_told_at_its_place() {
        let text = "scenarios:\n- name: a\n  set:\n    power.aproved_mw: 5\n    power.feeds: x\n\
                    - name: a\n  target: nvl73\n";
        assert_eq!(
            told(text),
            [
                "4:5: a site has no fact `power.aproved_mw`",
                "5:18: `feeds` takes a whole number, found the text `x`",
                "6:9: two scenarios are called `a`",
                "7:11: no hardware is called `nvl73`",
            ]
        );
        assert!(told("scenarios: []\n")[0].contains("is empty"));
        assert!(told("scenarios:\n- {set: {power.feeds: 2}}\n")[0].contains("`name` is missing"));
        assert!(told("scenarios:\n- {name: a, sett: {}}\n")[0].contains("unknown key `sett`"));
    }
}
