//! The record within its page, and out of it again.

use serde::Serialize;

/// What stands in front of a record; no other text of a page can hold it, as `<` is escaped everywhere.
const OPEN: &str = "<script type=\"application/json\" id=\"record\">";
const CLOSE: &str = "</script>";

/// A record as an element of a page. A browser runs nothing of it, and nothing in it can end it.
pub(super) fn element(record: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(record)?.replace('<', "\\u003c");
    Ok(format!("{OPEN}{json}{CLOSE}"))
}

/// Whether a text is a page rather than JSON.
fn is_page(text: &str) -> bool {
    let start = text.trim_start().get(..9);
    start.is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
}

/// The record that a page carries; `None` where the text is no page, or one without a record.
#[must_use]
pub fn record_in(text: &str) -> Option<&str> {
    let (_, behind) = text.split_once(OPEN).filter(|_| is_page(text))?;
    behind.split_once(CLOSE).map(|(record, _)| record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out_whatever_it_says() {
        let hostile = ["</script><script>alert(1)</script>", "<!--", "]]>", OPEN];
        let page = format!("<!doctype html>\n<p>{}", element(&hostile).unwrap());
        let read: Vec<String> = serde_json::from_str(record_in(&page).unwrap()).unwrap();
        assert_eq!(read, hostile);
        assert_eq!(page.matches(CLOSE).count(), 1);
        assert_eq!(record_in(&page[1..]), None);
        assert_eq!(record_in("<!doctype html>"), None);
    }
}
