//! `columns`: a table in, a mapping to start from out.

use std::path::Path;

use anyhow::bail;
use rackready::input::collect::{Collection, Wanted};
use rackready::input::columns::Tables;
use rackready::input::found::Found;
use rackready::input::propose::{Proposal, Proposed, propose};
use rackready::report::sheet::Sheet;
use serde_json::Value;

use super::Outcome;
use super::args::{ColumnsArgs, ColumnsFormat};
use super::cells::table;
use super::console::Console;
use super::outputs::Outputs;
use super::sites::spared;

/// Prints what the columns of a table probably mean.
pub(crate) fn run(args: &ColumnsArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(
        &args.output_format,
        ColumnsFormat::Yaml,
        &mut console.written,
    )?;
    if args.file.is_dir() {
        bail!(
            "`{}` is a directory: name one table in it",
            args.file.display()
        );
    }
    let collection = Collection::new(Wanted {
        paths: vec![args.file.clone()],
        stdin_filename: args.stdin_filename.clone(),
        ..Wanted::default()
    })?;
    spared(&collection, console)?;
    let tables = Tables {
        sheet: args.sheet.clone(),
        ..Tables::default()
    };
    let mut found = collection.inputs();
    let proposal = match found.next() {
        Some(Found::Input(input)) => propose(&input, &tables),
        Some(Found::Unreadable(refused)) => Err(refused),
        Some(Found::Nothing(why)) => bail!("{why}"),
        None => bail!("`{}` is no table", args.file.display()),
    };
    if found.next().is_some() {
        bail!(
            "`{}` names several files: name one table",
            args.file.display()
        );
    }
    let proposal = match proposal {
        Ok(proposal) => proposal,
        Err(refused) => {
            console.refused(&refused);
            return Ok(Outcome::Invalid);
        }
    };
    console.notes(&proposal.notes);
    outputs.deliver(console, |format, style| match format {
        ColumnsFormat::Yaml => Ok(yaml(&proposal, &args.file)),
        ColumnsFormat::Json => Ok(serde_json::to_string_pretty(&proposal)? + "\n"),
        ColumnsFormat::Text => {
            let mut sheet = Sheet::new(style);
            let rows: Vec<Vec<Value>> = proposal.columns.iter().map(row).collect();
            table(
                &mut sheet,
                &["header", "fact", "unit", "reason", "uncertain", "example"],
                &rows,
            );
            Ok(sheet.finish())
        }
    })?;
    Ok(Outcome::Done)
}

fn row(column: &Proposed) -> Vec<Value> {
    let fact = column.fact.clone().unwrap_or_else(|| "ignore".to_owned());
    vec![
        column.header.clone().into(),
        fact.into(),
        column.unit.clone().into(),
        column.reason.clone().into(),
        column.doubts.join("; ").into(),
        column.example.clone().into(),
    ]
}

/// A file for `--columns`.
fn yaml(proposal: &Proposal, file: &Path) -> String {
    let file = rackready::source::plain(&file.display().to_string());
    let mut text = format!(
        "# What the columns of {file} mean, proposed by their headers. Look at what is called UNCERTAIN, save\n# it, and \
         score by it: rackready score {file} --columns THIS-FILE\n"
    );
    if let Some(line) = proposal.header_row {
        text += &format!("header_row: {line}  # what stands above is left out\n");
    }
    let (matched, others): (Vec<&Proposed>, Vec<&Proposed>) = proposal
        .columns
        .iter()
        .partition(|column| column.fact.is_some());
    text += if matched.is_empty() {
        "columns: {}  # none is called like a fact\n"
    } else {
        "columns:\n"
    };
    for column in matched {
        let fact = column.fact.as_deref().unwrap_or_default();
        for doubt in &column.doubts {
            text += &format!("  # UNCERTAIN: {}\n", comment(doubt));
        }
        let example = match &column.example {
            Some(example) => format!(", such as `{}`", comment(example)),
            None => ", and blank in the first rows".to_owned(),
        };
        let why = format!("# {}{example}", comment(&column.reason));
        text += &match &column.unit {
            None => format!("  {}: {fact}  {why}\n", key(&column.header)),
            Some(unit) => format!(
                "  {}:  {why}\n    fact: {fact}\n    unit: {}  # converted\n",
                key(&column.header),
                key(unit)
            ),
        };
    }
    if !others.is_empty() {
        text += "# Not matched: give these a fact above, or leave them out.\nignore:\n";
        for column in others {
            text += &format!(
                "  - {}  # {}\n",
                key(&column.header),
                comment(&column.reason)
            );
        }
    }
    text += "\n# What holds for every row and has no column:\n# constants:\n#   power.connection: grid\n#   \
             power.firmness: firm\n# What several rows with one name are: sum (parts), latest (states) or each (sites of \
             their own)\n# rows: sum\n";
    text += &match (&proposal.undecided, proposal.decimal) {
        (Some(number), _) => format!(
            "# UNCERTAIN: `{}` can be read in two ways. The sign before decimals: point or comma\n# decimal: point\n",
            comment(number)
        ),
        (None, "comma") => {
            "# The sign before decimals, as the numbers tell it\n# decimal: comma\n".to_owned()
        }
        _ => "# The sign before decimals, where the numbers do not tell: point or comma\n# decimal: point\n"
            .to_owned(),
    };
    text
}

/// A key that no reader of YAML takes for anything but text.
fn key(header: &str) -> String {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '/' | '(' | ')' | '.' | '-' | '%');
    let begins = header.chars().next().is_some_and(char::is_alphabetic);
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_word = words.contains(&header.to_lowercase().as_str());
    if begins && header.chars().all(is_plain) && !is_word && !header.ends_with(' ') {
        header.to_owned()
    } else {
        Value::from(header).to_string()
    }
}

/// A text that stays in its comment.
fn comment(text: &str) -> String {
    rackready::source::plain(text).replace(['\n', '\r'], " ")
}
