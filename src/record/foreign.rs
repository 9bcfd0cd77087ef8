//! What is said of a text that is no report of this version: by name and version, in words of the field.

use serde::Deserialize;
use serde_json::{Value, error::Category};

use super::{GAPS, ROWS, SCHEMA};
use crate::source::{json_words, shortened};

/// Longest name of a foreign document that is repeated.
const SHOWN: usize = 80;

/// Contracts of earlier versions, whose numbers mean something else, and the commands that write them anew.
const EARLIER: [(&str, &str); 3] = [
    ("rackready/report/v1", "score"),
    ("rackready/report/v2", "score"),
    ("rackready/check/v1", "check"),
];

/// Contracts that say less of a site than a report, and what they say.
const SHORT: [(&str, &str); 2] = [(GAPS, "the gap report"), (ROWS, "the row")];

/// What to say of a contract that is not known.
#[must_use]
pub fn unknown_schema(named: &str) -> String {
    if let Some((_, holds)) = SHORT.iter().find(|(short, _)| *short == named) {
        return format!(
            "`{named}` holds {holds} of each site alone, and this takes whole reports ({SCHEMA}): save one with \
             `--detail full`"
        );
    }
    if let Some((_, command)) = EARLIER.iter().find(|(earlier, _)| *earlier == named) {
        return format!(
            "`{named}` is of an earlier version, whose numbers mean something else; make it anew from its sites: \
             `rackready {command} SITES --output-format json=REPORT`"
        );
    }
    let shown = shortened(named, SHOWN);
    let ours = named
        .strip_prefix("rackready/")
        .is_some_and(|rest| rest.contains("/v"));
    if ours && version(named) > version(SCHEMA) {
        return format!(
            "`{shown}` is of a newer version of rackready than this one, {}, which reads {SCHEMA}",
            env!("CARGO_PKG_VERSION")
        );
    }
    format!(
        "`{shown}` is no report that this version reads; known: {SCHEMA}, which `score` saves as json or ndjson"
    )
}

fn version(contract: &str) -> Option<u32> {
    contract.rsplit_once("/v")?.1.parse().ok()
}

/// What a JSON text says of itself.
#[derive(Debug, Default, Deserialize)]
struct Head {
    schema: Option<Value>,
    #[serde(rename = "$schema")]
    json_schema: Option<Value>,
    version: Option<Value>,
    #[serde(rename = "type")]
    kind: Option<Value>,
    method: Option<Value>,
}

/// What is wrong with a text as a report, from the complaint of the parser.
pub(super) fn said(text: &str, error: &serde_json::Error) -> String {
    let why = json_words(error);
    if error.classify() != Category::Data {
        return format!("this is no JSON: {why}");
    }
    let head = serde_json::Deserializer::from_str(text)
        .into_iter::<Head>()
        .next();
    let Some(Ok(head)) = head else {
        return format!("this is no report of rackready: {why}");
    };
    match head.schema.as_ref().map(Value::as_str) {
        None => format!(
            "this is no report of rackready, which begins with its `schema`{}",
            head.calls_itself()
        ),
        Some(None) => "this is no report of rackready: its `schema` is no text".to_owned(),
        // The contract is told where it stands.
        Some(Some(named)) if why.contains(&shortened(named, SHOWN)) => why,
        Some(Some(_)) => {
            let made_by = head
                .method
                .as_ref()
                .and_then(|method| method["rackready"].as_str());
            let made_by = made_by.map_or_else(String::new, |version| {
                let version = shortened(version, SHOWN);
                format!(
                    "; it was made by rackready {version}, and this is {}",
                    env!("CARGO_PKG_VERSION")
                )
            });
            format!("the report is damaged or of another version: {why}{made_by}")
        }
    }
}

impl Head {
    /// What it calls itself, where it does.
    fn calls_itself(&self) -> String {
        let text = |value: &Option<Value>| {
            let text = match value.as_ref()? {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            Some(format!("`{}`", shortened(&text, SHOWN)))
        };
        let name = text(&self.json_schema).or_else(|| text(&self.kind));
        match (name, text(&self.version)) {
            (Some(name), Some(version)) => format!("; it calls itself {name}, version {version}"),
            (Some(name), None) => format!("; it calls itself {name}"),
            (None, Some(version)) => format!("; it calls itself version {version}"),
            (None, None) => String::new(),
        }
    }
}
