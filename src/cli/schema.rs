//! `schema`: the JSON Schema of a file format, draft 7, which editors know best.

use rackready::checklist::RawChecklist;
use rackready::economics::market;
use rackready::gate::policy;
use rackready::input::columns::raw::RawColumns;
use rackready::record::whatif::WhatIfEntry;
use rackready::report::site::{json, short};
use rackready::report::{check, compare};
use rackready::site;
use rackready::typical::raw::UserTypical;
use rackready::whatif::scenarios;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Outcome;
use super::args::{Described, SchemaArgs};
use super::console::Console;
use super::replacement::write_whole;

/// Prints a schema.
pub(crate) fn run(args: &SchemaArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let (what, title, schema) = match args.what {
        Described::Site => ("site", "site file", site::schema::schema()),
        Described::Checklist => ("checklist", "checklist", of::<RawChecklist>()),
        Described::Priors => ("priors", "priors of your own", of::<UserTypical>()),
        Described::Market => ("market", "market of your own", market::schema()),
        Described::Columns => ("columns", "mapping of columns", of::<RawColumns>()),
        Described::Policy => ("policy", "policy, .rackready.yaml", policy::schema()),
        Described::Report => ("report", "JSON report", json::schema()),
        Described::Gaps => ("gaps", "JSON of gaps", short::schema_of_gaps()),
        Described::Row => ("row", "JSON of rows", short::schema_of_rows()),
        Described::Check => ("check", "JSON of check", check::json::schema()),
        Described::Diff => ("diff", "JSON of diff", compare::json::schema()),
        Described::Scenarios => ("scenarios", "scenarios", scenarios::schema()),
        Described::Whatif => ("whatif", "JSON of cases", of::<WhatIfEntry>()),
    };
    let schema = named(what, title, schema);
    let text = serde_json::to_string_pretty(&schema)? + "\n";
    match &args.output {
        Some(file) => write_whole(file, &text)?,
        None => console.data(&text)?,
    }
    Ok(Outcome::Done)
}

/// The schema under its name, which is no address: nothing is fetched, and every version carries its own.
fn named(what: &str, title: &str, mut schema: Value) -> Value {
    if let Value::Object(keys) = &mut schema {
        let of_model = keys.shift_remove("$schema");
        let name = [
            ("$schema", of_model.unwrap_or_default()),
            ("$id", format!("urn:rackready:{what}:v1").into()),
            ("title", format!("rackready {title}, version 1").into()),
        ];
        keys.shift_remove("title");
        for (at, (key, value)) in name.into_iter().enumerate() {
            keys.shift_insert(at, key.to_owned(), value);
        }
    }
    schema
}

fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}
