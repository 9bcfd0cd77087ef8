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
        page.fact_as(
            "policy_key",
            limit.key,
            format!("check: {{{}: …}}", limit.key),
        );
        page.fact("option", format!("--{}", limit.option()));
        page.fact("asks_for", limit.doc);
        page.fact("unit", limit.counted.unit());
        let range = limit
            .most
            .map_or_else(|| "0 or more".to_owned(), |most| format!("0 to {most}"));
        page.fact("range", range);
    }
    page.remark("mend", entry.mend);
    page
}
