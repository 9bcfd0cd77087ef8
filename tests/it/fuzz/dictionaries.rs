//! The words that the fuzzer puts together: keys and words of the schemas, ids of what is built in.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use rackready::economics::market::Quantity;
use rackready::{checklist, plan, typical};
use serde_json::Value;

use super::targets::{CUT, TARGETS};
use crate::support::{root, schema};

const RENEW: &str = "RACKREADY_RENEW_GOLDEN=1 cargo test --test it fuzz::dictionaries";

/// The files whose keys and words an input may hold, and whether keys stand in quotes.
fn files_of(target: &str) -> (&'static [&'static str], bool) {
    match target {
        "checklist" => (&["checklist"], false),
        // Keys of prices have no schema that the program prints; their words do.
        "prices" => (&[], false),
        "priors" => (&["priors"], false),
        "market" => (&["market"], false),
        "policy" => (&["policy"], false),
        "saved" => (&["report", "check"], true),
        "scenario" => (&["scenarios", "site"], false),
        "whole" => (&["site", "policy"], false),
        _ => (&["site"], false),
    }
}

/// Ids that an input may name.
fn ids_of(target: &str) -> Vec<String> {
    let requirements = || {
        checklist::built_in()
            .requirements
            .iter()
            .map(|row| row.id.clone())
    };
    let facts = || {
        typical::built_in()
            .priors()
            .iter()
            .map(|prior| prior.fact.clone())
    };
    match target {
        "checklist" | "policy" => requirements().collect(),
        "prices" => {
            let keys = [
                "version: ",
                "prices: ",
                "id: ",
                "low: ",
                "mode: ",
                "high: ",
                "source: ",
                "citations: ",
            ];
            let prices = &plan::built_in().prices;
            keys.map(str::to_owned)
                .into_iter()
                .chain(prices.iter().map(|price| price.id.clone()))
                .collect()
        }
        "market" => Quantity::ALL
            .iter()
            .map(|quantity| quantity.word().to_owned())
            .collect(),
        "priors" => facts().collect(),
        "table" | "scenario" => facts().map(|fact| fact.replace("[]", "[0]")).collect(),
        _ => Vec::new(),
    }
}

/// What stands in every notation.
const SIGNS: [&str; 14] = [
    "unknown",
    "40 to 60",
    "{low: 1, likely: 2, high: 3}",
    "1e308",
    "-1",
    "0",
    ".inf",
    ".nan",
    "[]",
    "{}",
    "- ",
    "\n  ",
    "true",
    "2027-03",
];

/// Keys and words of a schema.
fn words(schema: &Value, quoted: bool, into: &mut BTreeSet<String>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| words(item, quoted, into)),
        Value::Object(entries) => {
            for (key, value) in entries {
                if let ("properties", Value::Object(properties)) = (key.as_str(), value) {
                    let key = |key| {
                        if quoted {
                            format!("\"{key}\":")
                        } else {
                            format!("{key}: ")
                        }
                    };
                    into.extend(properties.keys().map(key));
                }
                if key == "enum" || key == "const" {
                    let said = value.as_array().cloned().unwrap_or(vec![value.clone()]);
                    into.extend(said.iter().filter_map(Value::as_str).map(str::to_owned));
                }
                words(value, quoted, into);
            }
        }
        _ => {}
    }
}

/// A dictionary as libFuzzer reads it.
fn dictionary(target: &str) -> String {
    let (files, quoted) = files_of(target);
    let mut all: BTreeSet<String> = SIGNS.map(str::to_owned).into();
    all.insert(format!("\n{CUT}\n"));
    all.extend(ids_of(target));
    for file in files {
        words(&schema(file), quoted, &mut all);
    }
    let mut text = format!("# Made from schemas and ids: {RENEW}\n");
    for word in all {
        let escaped = word
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', "\\x0a");
        writeln!(text, "\"{escaped}\"").unwrap();
    }
    text
}

#[test]
fn dictionaries_hold_the_keys_of_the_schemas() {
    let folder = root().join("fuzz/dictionaries");
    let mut old = Vec::new();
    for (target, _) in TARGETS {
        let (file, made) = (folder.join(format!("{target}.dict")), dictionary(target));
        if std::env::var_os("RACKREADY_RENEW_GOLDEN").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &made).unwrap();
        }
        if fs::read_to_string(&file).is_ok_and(|known| known == made) {
            continue;
        }
        old.push(target);
    }
    assert!(old.is_empty(), "renew the dictionaries of {old:?}: {RENEW}");
}
