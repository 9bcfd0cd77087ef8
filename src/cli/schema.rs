//! `schema`: the JSON Schema of a file format, draft 7, which editors know best.

use rackready::checklist::RawChecklist;
use rackready::gate::policy;
use rackready::report::{check, diff, json};
use rackready::site;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Outcome;
use super::args::{Described, SchemaArgs};
use super::console::Console;
use super::outputs::write_whole;

/// Prints a schema.
pub(crate) fn run(args: &SchemaArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let schema = match args.what {
        Described::Site => site::schema::schema(),
        Described::Checklist => checklist(),
        Described::Policy => policy::schema(),
        Described::Report => json::schema(),
        Described::Check => check::json::schema(),
        Described::Diff => diff::json::schema(),
    };
    let text = serde_json::to_string_pretty(&schema)? + "\n";
    match &args.output {
        Some(file) => write_whole(file, &text)?,
        None => console.data(&text)?,
    }
    Ok(Outcome::Done)
}

fn checklist() -> Value {
    SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<RawChecklist>()
        .to_value()
}
