//! What SARIF says about each rule: those of the register, and whatever else a check names.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::model::{Configuration, Rule, Text};
use crate::checklist::{Checklist, Remedy, Requirement};
use crate::citations::{Citation, find};
use crate::report::numbers::number;
use crate::report::plain;
use crate::report::sentence::sentence;
use crate::rules::register::{Entry, Kind, Severity, of_requirement, own};

/// Every rule in a fixed order: the register, then those that only the check knows,
/// as it may have been made with another checklist.
pub(super) struct Rules {
    rules: Vec<Rule>,
    places: BTreeMap<String, usize>,
}

impl Rules {
    /// Those of the register.
    pub(super) fn of(checklist: &Checklist) -> Self {
        let of_checklist = checklist.requirements.iter();
        let rules = of_checklist.map(|r| of_row(r, checklist));
        let rules: Vec<Rule> = rules.chain(own().map(|entry| of_own(&entry))).collect();
        let places = rules.iter().map(|rule| rule.id.clone()).zip(0..);
        Self {
            places: places.collect(),
            rules,
        }
    }

    /// Adds a rule that is named, unless it is there.
    pub(super) fn name(&mut self, id: &str) {
        if !self.places.contains_key(id) {
            self.places.insert(id.to_owned(), self.rules.len());
            self.rules.push(of_stranger(id));
        }
    }

    /// The place of a rule.
    pub(super) fn at(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// All of them.
    pub(super) fn finish(self) -> Vec<Rule> {
        self.rules
    }
}

/// GitHub asks for every text of a rule, also of one that is known by name alone.
fn of_stranger(id: &str) -> Rule {
    Rule {
        id: id.to_owned(),
        name: pascal(id),
        // What nobody sees is no description.
        short_description: text(&plain(id)),
        full_description: text("A rule of another checklist than the one at hand."),
        help: text("Read the checklist that the check was made with"),
        default_configuration: Configuration { level: "warning" },
        properties: Map::new(),
    }
}

fn of_own(entry: &Entry) -> Rule {
    let tag = match entry.kind {
        Kind::Invalid => "file",
        kind => kind.word(),
    };
    Rule {
        id: entry.id.to_owned(),
        name: pascal(entry.id),
        short_description: text(entry.title),
        full_description: text(entry.why),
        help: text(entry.mend.unwrap_or_default()),
        default_configuration: level(entry),
        properties: properties(json!({ "tags": [tag] })),
    }
}

fn level(entry: &Entry) -> Configuration {
    let level = match entry.severity {
        Severity::Blocker => "error",
        Severity::Major | Severity::Minor | Severity::Info => "warning",
    };
    Configuration { level }
}

fn of_row(requirement: &Requirement, checklist: &Checklist) -> Rule {
    let category = checklist.categories.get(requirement.category);
    let mut tags: Vec<&str> = category.map(|c| c.id.as_str()).into_iter().collect();
    if requirement.gate.is_some() {
        tags.push("gate");
    }
    let entry = of_requirement(requirement);
    Rule {
        id: entry.id.to_owned(),
        name: pascal(entry.id),
        short_description: text(entry.title),
        full_description: text(entry.why),
        help: help(requirement, checklist),
        default_configuration: level(&entry),
        properties: properties(json!({
            "tags": tags,
            "weight": requirement.weight,
            "metric": requirement.metric.id,
            "unit": requirement.metric.unit,
            "basis": requirement.basis.word(),
            "sources": requirement.sources,
        })),
    }
}

fn help(requirement: &Requirement, checklist: &Checklist) -> Text {
    let sources: Vec<&Citation> = requirement
        .sources
        .iter()
        .filter_map(|key| {
            let own = checklist.citations.iter().find(|c| &c.key == key);
            own.or_else(|| find(key))
        })
        .collect();
    let why = plain(&sentence(requirement.why.trim()));
    let (mut texts, mut markdown) = (vec![why.clone()], vec![why]);
    if let Some(remedy) = requirement.remedy {
        let (name, action, weeks) = (
            remedy.name.trim(),
            sentence(remedy.action.trim()),
            weeks(remedy),
        );
        let owner = remedy.owner.word();
        texts.push(format!("Remedy: {name}. {action} {weeks}, by the {owner}."));
        markdown.push(format!(
            "**Remedy: {name}.** {action} {weeks}, by the {owner}."
        ));
    } else {
        let none = "No remedy is listed.";
        texts.push(none.to_owned());
        markdown.push(none.to_owned());
    }
    if !sources.is_empty() {
        let said: Vec<String> = sources.iter().map(|c| c.to_string()).collect();
        texts.push(format!("Sources: {}.", said.join("; ")));
        let items: String = sources
            .iter()
            .map(|c| format!("\n- {}", linked(c)))
            .collect();
        markdown.push(format!("**Sources**\n{items}"));
    }
    if let Some(note) = &requirement.note {
        let note = plain(&format!("Note: {}", sentence(note.trim())));
        texts.push(note.clone());
        markdown.push(note);
    }
    Text {
        text: texts.join("\n\n"),
        markdown: Some(markdown.join("\n\n")),
    }
}

fn weeks(remedy: &Remedy) -> String {
    let weeks = remedy.weeks;
    format!(
        "{} to {} weeks, likely {}",
        number(weeks.low),
        number(weeks.high),
        number(weeks.likely)
    )
}

fn linked(citation: &Citation) -> String {
    let name = format!(
        "{}, {} ({})",
        citation.publisher, citation.title, citation.date
    );
    // A bracket in a title would end the link.
    let name = name.replace('[', "(").replace(']', ")");
    match &citation.url {
        Some(url) => {
            let url = url
                .replace('(', "%28")
                .replace(')', "%29")
                .replace(' ', "%20");
            format!("[{name}]({url})")
        }
        None => name,
    }
}

fn text(text: &str) -> Text {
    Text {
        text: plain(&sentence(text.trim())),
        markdown: None,
    }
}

/// `power.firm-supply` as `PowerFirmSupply`, the form the standard's own validator asks of names.
fn pascal(id: &str) -> String {
    id.split(['.', '-', '_'])
        .flat_map(|word| {
            let mut rest = word.chars();
            let first = rest.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(rest)
        })
        .collect()
}

/// The members of an object.
pub(super) fn properties(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::pascal;

    #[test]
    fn names_are_pascal_case() {
        assert_eq!(pascal("power.firm-supply"), "PowerFirmSupply");
        assert_eq!(pascal("threshold.max-cost-per-mw"), "ThresholdMaxCostPerMw");
    }
}
