//! Pages about what can be reported without being a row of the checklist.

use rackready::rules::limits::LIMITS;
use rackready::rules::register::{self, Entry, Kind};

use super::page::Page;

/// The rule of that id; rows of the checklist have a page of their own.
pub(super) fn find(id: &str) -> Option<Entry<'static>> {
    register::of_no_row().find(|entry| entry.id == id)
}

/// What breaks the rule, what that does, and what mends it.
pub(super) fn rule(entry: &Entry) -> Page {
    let kind = match entry.kind {
        Kind::Invalid => "input error",
        kind => kind.word(),
    };
    let mut page = Page::new(kind, entry.id, entry.title);
    page.prose("why", entry.why);
    page.fact("severity", entry.severity.word());
    let may_stand = if entry.kind.may_stand() {
        "yes, by a waiver or a baseline"
    } else {
        "no, neither by a waiver nor by a baseline"
    };
    page.fact_as("may_stand", entry.kind.may_stand(), may_stand);
    if let Some(limit) = LIMITS.iter().find(|limit| limit.entry.id == entry.id) {
        let words: Vec<&str> = limit
            .limits
            .iter()
            .filter_map(|limit| Some(limit.chance_of()?.word()))
            .collect();
        let value = words
            .first()
            .map_or_else(|| "…".to_owned(), |word| format!("{{{word}: …}}"));
        page.fact_as(
            "policy_key",
            limit.key,
            format!("check: {{{}: {value}}}", limit.key),
        );
        page.fact("option", format!("--{}", limit.option()));
        page.fact("asks_for", limit.doc);
        if !words.is_empty() {
            page.fact("asked_of", words.join(", "));
        }
        page.fact("unit", limit.unit.name());
        let range = limit
            .most
            .map_or_else(|| "0 or more".to_owned(), |most| format!("0 to {most}"));
        page.fact("range", range);
    }
    page.remark("mend", entry.mend);
    page
}
