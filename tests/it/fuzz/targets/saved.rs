//! A saved report: refused with its place, or shown in every format and written again as it was.

use rackready::gate::outcome::{self, Check};
use rackready::record;
use rackready::report::html::record_in;
use rackready::report::html::rows::{self, Rows};

use super::{gated, oracles, pages};

/// Bytes as `render` takes them: JSON or lines of it, or a page that carries its record.
pub fn saved(data: &[u8]) {
    let Ok(text) = record::text_of("saved.json", data) else {
        return;
    };
    let text = record_in(&text).unwrap_or(&text);
    match record::schema_of(text).as_deref() {
        Some(outcome::SCHEMA) => {
            if let Ok(check) = serde_json::from_str::<Check>(text) {
                gated::every(&check, rackready::checklist::built_in());
            }
        }
        Some(rows::SCHEMA) => {
            if let Ok(rows) = serde_json::from_str::<Rows>(text) {
                pages::rows(&rows);
            }
        }
        _ => match record::read("saved.json", text) {
            Ok(report) => pages::every(&report),
            Err(error) => {
                let lines = text.split('\n').count();
                let placed = (1..=lines + 1).contains(&error.line) && error.column > 0;
                assert!(placed, "{error:?} lies outside of:\n{text}");
                oracles::harmless("error", &rackready::source::plain(&error.message));
            }
        },
    }
}
