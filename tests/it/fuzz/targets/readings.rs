//! A site as YAML and as JSON: read or refused with its place, and the same however it is written.

use rackready::rules::contradictions;
use rackready::site::Site;
use rackready::site::hold::Hold;
use rackready::site::read::read;
use rackready::source::tree::{Node, Style, Tree, Value};
use rackready::source::{Notation, Source};
use rackready::typical;
use serde_json::{Map, Value as Json};

use super::judging::SAMPLE;
use super::oracles::told;

/// Bytes as a site file in both notations.
pub fn site(data: &[u8]) {
    let yaml = site_in(data, Notation::Yaml);
    let json = site_in(data, Notation::Json);
    if let (Some((source, one)), Some((_, other))) = (&yaml, &json) {
        // YAML takes the two halves of a character for two.
        assert!(
            one == other || source.text().contains("\\u"),
            "{one:#?}\n{other:#?}"
        );
    }
    let Some((source, site)) = yaml else { return };
    same_as_json(&source, &site);
    drawn(&site);
}

/// Of a site in a draw nothing is open, and what no mine was thought to hold is stated.
fn drawn(site: &Site) {
    let typical = typical::built_in();
    let open = typical.open(&typical.draw(site, SAMPLE, 0));
    assert!(open.is_empty(), "open in a draw: {open:?}");
    for outside in typical.outside(site) {
        assert!(site.held(&outside.path).is_some(), "{outside:?}");
    }
    for contradiction in contradictions(site) {
        let told = !contradiction.paths.is_empty() && !contradiction.message.is_empty();
        assert!(told, "{contradiction:?}");
    }
}

/// The site that bytes say.
pub(super) fn site_in(data: &[u8], notation: Notation) -> Option<(Source, Site)> {
    let source = match Source::of_record("site.yaml", data, notation, 1) {
        Ok(source) => source,
        Err(refused) => {
            told(&refused.source, &refused.problems);
            return None;
        }
    };
    let said = read(&source);
    assert!(
        said == read(&source),
        "read twice, said otherwise:\n{}",
        source.text()
    );
    match said {
        Ok(site) => Some((source, site)),
        Err(problems) => {
            told(&source, &problems);
            None
        }
    }
}

/// The data of a site, written as JSON, make the same site.
pub(super) fn same_as_json(source: &Source, site: &Site) {
    let tree = Tree::of(source);
    let whole = tree.root.as_ref().filter(|_| tree.complete);
    let Some(json) = whole.and_then(as_json) else {
        return;
    };
    let text = json.to_string();
    let (_, same) = site_in(text.as_bytes(), Notation::Json)
        .unwrap_or_else(|| panic!("refused as JSON: {text}\n{}", source.text()));
    assert!(
        same == *site,
        "{site:#?}\n{same:#?}\n{text}\n{}",
        source.text()
    );
}

/// A node as JSON; none where YAML and JSON write it in ways of which it takes more than this to say whether they
/// are the same.
fn as_json(node: &Node) -> Option<Json> {
    match &node.value {
        Value::Scalar(text, Style::Plain) => plain(text),
        Value::Scalar(text, _) => {
            matches!(plain(text), Some(Json::String(_))).then(|| Json::from(text.as_str()))
        }
        Value::Sequence(items) => items.iter().map(as_json).collect(),
        Value::Mapping(entries) => {
            let entry =
                |(key, value): &(Node, Node)| Some((key.text()?.to_owned(), as_json(value)?));
            // A key without a value says nothing, as if it were not there; JSON has no such thing.
            let said = entries.iter().filter(|(_, value)| !is_blank(value));
            let entries: Option<Map<String, Json>> = said.map(entry).collect();
            entries.map(Json::Object)
        }
        Value::Unreadable => None,
    }
}

fn is_blank(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(text, Style::Plain) if text.is_empty())
}

/// A bare scalar as JSON has it.
fn plain(text: &str) -> Option<Json> {
    let begins_as_number = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    match text {
        "~" | "null" => Some(Json::Null),
        "" => None,
        "true" => Some(Json::Bool(true)),
        "false" => Some(Json::Bool(false)),
        "Null" | "NULL" | "True" | "TRUE" | "False" | "FALSE" => None,
        _ if begins_as_number && !text.contains(' ') => {
            let number: Json = serde_json::from_str(text).ok()?;
            let written = number.to_string();
            (written == text).then_some(number)
        }
        text => Some(Json::from(text)),
    }
}
